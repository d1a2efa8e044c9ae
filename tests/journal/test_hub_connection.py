"""The statements that a hub is asked, on a real PostgreSQL: what stands there once stays, whole runs
come or none of it, and what may pass is done anew."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg
import pytest

from chwapi_console.errors import JournalError
from chwapi_console.hub_address import hub_address
from chwapi_console.journal.hub import connection as hub_connection
from chwapi_console.journal.hub import line as hub_line
from chwapi_console.journal.hub.beside import HubBeside
from chwapi_console.journal.hub.care import look
from chwapi_console.journal.hub.connection import HubConnection
from chwapi_console.journal.hub.faults import HubError
from chwapi_console.journal.hub.presence import LONGEST_TEXT
from chwapi_console.journal.hub.rows import PlaceTaken
from chwapi_console.journal.hub.tables import FORMAT
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event
from hospitals import standing_event
from journal.hubs import a_hub
from journal.memory_store import MemoryStore
from postgres import Postgres

CLEAN = Standing("clean")


def chain(origin: str, count: int, first: str = "sql0") -> list[Event]:
    events = [standing_event(origin, 1, first, CLEAN)]
    while len(events) < count:
        before = events[-1]
        seq = before.seq + 1
        events.append(
            standing_event(origin, seq, f"sql{seq}", CLEAN, prev=before, lamport=before.lamport + 1)
        )
    return events


@pytest.fixture
def url(postgres: Postgres) -> str:
    return a_hub(postgres)


@pytest.fixture
def hub(url: str) -> Iterator[HubConnection]:
    connection = HubConnection(hub_address(url, {}))
    yield connection
    connection.close()


def told_to(url: str, *statements: str) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
    return rows


def hashes(events: Sequence[Event]) -> list[str]:
    return [event.hash for event in events]


@pytest.mark.parametrize(
    "setting",
    [
        "bytea_output=escape",
        "TimeZone=Asia/Kathmandu",
        "DateStyle=German",
        "client_encoding=LATIN1",
    ],
)
def test_what_a_role_or_a_database_sets_otherwise_changes_nothing_that_comes(
    url: str, setting: str
) -> None:
    connection = HubConnection(hub_address(f"{url}%20-c{setting.replace('=', '%3D')}", {}))
    events = chain("a", 3)
    try:
        connection.push(events, ["a"])
        assert [event.body for event in events] == [r.body for r in connection.after("a", 0, 9, 10)]
        assert {"a": (3, events[2].hash)} == connection.how_far().heads
    finally:
        connection.close()


def test_what_is_put_there_twice_is_there_once(hub: HubConnection) -> None:
    events = [*chain("b", 3), *chain("a", 2)]
    for _ in range(2):
        hub.push(events, ["a", "b"])
    assert {"a": (2, events[4].hash), "b": (3, events[2].hash)} == hub.how_far().heads
    assert hashes(events[1:3]) == [row.hash for row in hub.after("b", 1, 9, 10)]
    assert (events[1].body, events[1].hash, "") == (
        hub.after("b", 1, 9, 1)[0].body,
        hub.hash_at("b", 2),
        hub.hash_at("b", 4),
    )


def test_where_other_bytes_stand_nothing_of_a_transaction_is_kept(hub: HubConnection) -> None:
    ours, theirs = chain("a", 3), chain("a", 2, first="dc1")
    hub.push(theirs, ["a"])
    other = chain("b", 1)
    with pytest.raises(PlaceTaken) as taken:
        hub.push([*ours, *other], ["b"])
    assert ("a", 1) == (taken.value.origin, taken.value.seq)
    with pytest.raises(PlaceTaken) as taken:
        hub.push(ours[2:])
    assert ("a", 2) == (taken.value.origin, taken.value.seq)
    assert {"a": (2, theirs[1].hash)} == hub.how_far().heads


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE RULE r AS ON INSERT TO event DO INSTEAD NOTHING"],
        [
            "CREATE FUNCTION thrown() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "CREATE TRIGGER t BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION thrown()",
        ],
    ],
    ids=["rule", "trigger"],
)
def test_what_a_hub_throws_away_is_told_so_and_not_as_the_act_of_another(
    url: str, hub: HubConnection, statements: list[str]
) -> None:
    told_to(url, *statements)
    refused = HubBeside(hub, MemoryStore()).receive(chain("vm-a", 2)).refused
    assert ["vm-a 1: does not stay there"] == [
        str(misfit.sentence).partition(": a rule")[0] for misfit in refused
    ]


def test_the_engine_itself_refuses_a_gap(hub: HubConnection) -> None:
    events = chain("a", 3)
    hub.push(events[:1], ["a"])
    with pytest.raises(JournalError, match="does not keep what it was given"):
        hub.push(events[2:])
    assert {"a": (1, events[0].hash)} == hub.how_far().heads


def test_nobody_puts_an_act_behind_a_gap_by_not_saying_what_it_follows(
    url: str, hub: HubConnection
) -> None:
    first, _, last = chain("a", 3)
    hub.push([first], ["a"])
    with pytest.raises(psycopg.errors.CheckViolation):
        told_to(url, f"INSERT INTO event VALUES ('a', 3, NULL, '\\x{last.hash}', '\\x00')")


def refusing(url: str, state: str, times: int) -> None:
    """Has the hub refuse so many inserts with a state: a sequence counts what is rolled back."""
    told_to(
        url,
        "CREATE SEQUENCE tries",
        f"""CREATE FUNCTION in_the_way() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF nextval('tries') <= {times} THEN RAISE EXCEPTION 'in the way' USING ERRCODE = '{state}';
            END IF; RETURN NEW; END $$""",
        "CREATE TRIGGER way BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION in_the_way()",
    )


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_a_transaction_that_others_are_in_the_way_of_is_done_anew(
    url: str, hub: HubConnection, state: str
) -> None:
    refusing(url, state, times=3)
    hub.push(chain("a", 2), ["a"])
    assert 2 == hub.how_far().heads["a"][0]


def test_a_transaction_that_others_are_always_in_the_way_of_is_given_up(
    url: str, hub: HubConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_line, "TRIES", 3)
    refusing(url, "40001", times=1000)
    with pytest.raises(HubError, match="in the way"):
        hub.push(chain("a", 2), ["a"])
    assert {} == hub.how_far().heads


def test_a_line_that_was_cut_is_taken_up_anew(url: str, hub: HubConnection) -> None:
    hub.push(chain("a", 2), ["a"])
    told_to(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid != pg_backend_pid() AND application_name = 'chwapi-console'",
    )
    assert 2 == hub.how_far().heads["a"][0]


def test_word_comes_to_those_who_listen(url: str, hub: HubConnection) -> None:
    assert not hub.heard()
    assert hub.listen()
    assert not hub.heard()
    other = HubConnection(hub_address(url, {}))
    other.tell()
    other.close()
    assert any(hub.heard() or bool(hub.how_far().heads) for _ in range(1000))


def test_a_hub_has_a_name_of_its_own_and_a_format(postgres: Postgres, hub: HubConnection) -> None:
    assert "" == hub.id
    hub.how_far()
    assert 36 == len(hub.id)
    newer = HubConnection(hub_address(a_hub(postgres, FORMAT + 1), {}))
    with pytest.raises(HubError, match="format 2, and this program knows 1"):
        newer.how_far()
    newer.close()


def test_a_server_that_hangs_is_let_go_of(
    url: str, hub: HubConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_line, "SECONDS_FOR_AN_ANSWER", 0.2)
    with psycopg.connect(url) as holding:
        holding.execute("LOCK TABLE event")
        with pytest.raises(HubError, match="does not answer"):
            hub.how_far()
        assert not hub.is_open


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("DROP TABLE hub", "has no tables of a hub"),
        ("DELETE FROM hub", "has no tables of a hub"),
        ("ALTER TABLE hub RENAME format TO version", "has no tables of a hub"),
    ],
)
def test_a_database_that_is_no_hub_is_told_so(
    url: str, hub: HubConnection, change: str, why: str
) -> None:
    told_to(url, change)
    with pytest.raises(JournalError, match=why):
        hub.how_far()


BARE = "DROP TABLE event, origin CASCADE"


@pytest.mark.parametrize(
    ("kinds", "row", "column"),
    [
        ("origin text, seq text, hash bytea, body bytea", "'a', '1', 'x', 'y'", "event.seq"),
        ("origin text, seq numeric, hash bytea, body bytea", "'a', 1e300, 'x', 'y'", "event.seq"),
        ("origin text, seq bigint, hash bytea, body bytea", "'a', -5, 'x', 'y'", "event.seq"),
        ("origin text, seq bigint, hash bytea, body bytea", "'a', 1, NULL, 'y'", "event.hash"),
        ("origin text, seq bigint, hash text, body bytea", "'a', 1, 'x', 'y'", "event.hash"),
        ("origin int, seq bigint, hash bytea, body bytea", "5, 1, 'x', 'y'", "origin.origin"),
    ],
)
def test_a_table_of_other_kinds_is_told_with_its_column(
    url: str, hub: HubConnection, kinds: str, row: str, column: str
) -> None:
    told_to(
        url,
        BARE,
        f"CREATE TABLE event ({kinds})",
        f"CREATE TABLE origin ({kinds.split(',', maxsplit=1)[0]})",
        f"INSERT INTO event VALUES ({row})",
        f"INSERT INTO origin VALUES ({row.split(',', maxsplit=1)[0]})",
    )
    with pytest.raises(HubError, match=f"the column {column} holds what no hub has"):
        hub.how_far()


def test_bytes_that_are_text_are_told_and_a_hash_that_is_none_is_another(
    url: str, hub: HubConnection
) -> None:
    told_to(
        url,
        BARE,
        "CREATE TABLE event (origin text, seq bigint, prev_seq bigint, hash bytea, body text)",
        "CREATE TABLE origin (origin text)",
        "INSERT INTO event VALUES ('a', 1, NULL, 'x', 'y'), ('a', 2, 1, NULL, 'y')",
    )
    with pytest.raises(HubError, match=r"the column event\.body"):
        hub.after("a", 0, 1, 9)
    with pytest.raises(HubError, match=r"the column event\.hash"):
        hub.hash_at("a", 2)


def test_of_a_row_larger_than_any_event_the_bytes_are_left_there(
    url: str, hub: HubConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = chain("a", 2)
    hub.push(events, ["a"])
    monkeypatch.setattr(hub_connection, "MOST_BYTES_FETCHED", len(events[1].body))
    told_to(url, "UPDATE event SET body = body || '\\x20' WHERE seq = 1")
    assert [(1, b""), (2, events[1].body)] == [
        (row.seq, row.body) for row in hub.after("a", 0, 2, 9)
    ]


def test_of_what_is_longer_than_any_name_hash_or_word_of_a_hub_no_more_comes_over_the_line(
    url: str, hub: HubConnection
) -> None:
    told_to(
        url,
        "ALTER TABLE event DROP CONSTRAINT event_hash_check",
        "ALTER TABLE presence DROP CONSTRAINT presence_said_check",
        "ALTER TABLE origin DROP CONSTRAINT origin_pkey",
        "INSERT INTO origin VALUES ('a'), (repeat('b', 5000))",
        "INSERT INTO event VALUES ('a', 1, NULL, convert_to(repeat('x', 1000000), 'UTF8'), 'x')",
        "INSERT INTO presence (syncer, said) VALUES ('s', repeat('x', 1000000))",
    )
    far = hub.how_far(["a"])
    assert {"a": (1, "78" * 33)} == far.heads
    assert [] == far.others
    assert "78" * 33 == hub.hash_at("a", 1) == hub.after("a", 0, 1, 1)[0].hash
    ((_, said),) = hub.who_is_there()
    assert LONGEST_TEXT < len(said) < 2 * LONGEST_TEXT


@pytest.mark.parametrize("letters", [5_000, 1_010])
def test_names_of_any_length_and_number_are_no_more_to_look_through_than_those_of_a_recovery(
    url: str, hub: HubConnection, letters: int
) -> None:
    """Some 300,000 of 5,000 letters, 88 MB there, made the question for heads last for ever."""
    told_to(
        url,
        f"INSERT INTO origin SELECT 'a' || n || repeat('\U0001f600', {letters}) "
        "FROM generate_series(1, 2100) AS n",
        "INSERT INTO origin VALUES ('b')",
    )
    far = hub.how_far(["c"])
    assert ({}, [], True) == (far.heads, far.others, far.more)


TAMPERED = {
    "rights that are numbers": "has_table_privilege(text, text) RETURNS int AS 'SELECT 1'",
    "no row": "has_table_privilege(text, text) RETURNS SETOF int AS 'SELECT 1 WHERE false'",
}


@pytest.mark.parametrize("function", TAMPERED.values(), ids=TAMPERED)
def test_an_answer_that_no_server_gives_is_told(url: str, function: str) -> None:
    told_to(url, f"CREATE FUNCTION {function} LANGUAGE sql")
    hub = HubConnection(hub_address(f"{url},pg_catalog", {}))
    with pytest.raises(HubError, match="as no PostgreSQL does"):
        look(hub)
    hub.close()


def test_what_only_some_engines_say_is_left_out_where_it_is_no_answer(url: str) -> None:
    told_to(
        url,
        "CREATE FUNCTION pg_is_in_recovery() RETURNS text AS $$SELECT 'x'$$ LANGUAGE sql",
        "CREATE FUNCTION pg_total_relation_size(regclass) RETURNS text AS $$SELECT 'x'$$ LANGUAGE sql",
    )
    hub = HubConnection(hub_address(f"{url},pg_catalog", {}))
    assert look(hub).size is None
    hub.close()


def test_a_server_that_writes_without_end_is_told_in_some_hundred_letters(url: str) -> None:
    told_to(
        url,
        "CREATE FUNCTION octet_length(text) RETURNS int LANGUAGE plpgsql AS "
        "$$BEGIN RAISE EXCEPTION USING message = repeat('boo ', 100000), errcode = 'XX999'; END$$",
        "INSERT INTO origin VALUES ('a')",
    )
    hub = HubConnection(hub_address(f"{url},pg_catalog", {}))
    with pytest.raises(HubError, match="boo boo") as refusal:
        hub.how_far()
    assert len(str(refusal.value)) < 600
    hub.close()


def test_a_hub_whose_name_of_its_own_is_longer_than_any_is_told(url: str) -> None:
    told_to(
        url,
        "ALTER TABLE hub DROP CONSTRAINT hub_pkey, ALTER id TYPE text USING repeat('x', 1000000)",
    )
    with pytest.raises(HubError, match=r"hub\.id"):
        HubConnection(hub_address(url, {})).how_far()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o000, None])
def test_nothing_is_written_onto_the_terminal_about_a_pass_file(
    url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    mode: int | None,
) -> None:
    """The driver's library would, at each connection, over the rows of a console."""
    file = tmp_path / ".pgpass"
    if mode is None:
        file.mkdir()
    else:
        file.write_text("*:*:*:*:x\n")
        file.chmod(mode)
    ways = [({"PGPASSFILE": str(file)}, url), ({"HOME": str(tmp_path)}, url)]
    ways.append(({}, f"{url}&passfile={file}"))
    for environ, address in ways:
        with monkeypatch.context() as there:
            there.delenv("PGPASSFILE", raising=False)
            for name, value in environ.items():
                there.setenv(name, value)
            connection = HubConnection(hub_address(address, {}))
            assert {} == connection.how_far().heads
            connection.close()
    assert "" == capfd.readouterr().err
