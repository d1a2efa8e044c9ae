"""`hub init`, `hub status`, `sync` with a hub, and what other verbs do where there is one."""

import json
import re
import signal
import sqlite3
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from chwapi_console.clock import iso, utc_now
from chwapi_console.hub_address import hub_address
from chwapi_console.journal.hub.connection import HubConnection
from chwapi_console.journal.hub.presence import MOST_SEATS, MOST_TOLD, Presence, Seat, text_of
from chwapi_console.journal.hub.turn import HubTurn
from cli.command_line import Answer, CommandLine
from journal.forgeries import chained, verdict_on
from journal.hubs import a_hub
from postgres import GUARDED, Postgres, free_port

SECRET = "geheim-4711"


@pytest.fixture
def hub(postgres: Postgres) -> str:
    return a_hub(postgres)


@pytest.fixture
def away() -> str:
    return f"postgresql://127.0.0.1:{free_port()}/chwapi"


class Elsewhere:
    """The same plan in another folder, as another site has it."""

    def __init__(self, here: CommandLine, name: str) -> None:
        self._here = here
        self.folder = here.folder / name
        self.folder.mkdir()
        self.plan = self.folder / "inventory.toml"
        self.plan.write_bytes(here.plan.read_bytes())

    def done(self, *words: str) -> Answer:
        return self._here.done(*words, "-i", str(self.plan))

    def typed(self, *words: str) -> Answer:
        return self._here.typed(*words, "-i", str(self.plan))


@pytest.fixture
def there(here: CommandLine) -> Elsewhere:
    return Elsewhere(here, "there")


def operators(answer: Answer) -> list[str]:
    return [json.loads(line)["kind"] for line in answer.lines]


# Making a hub


def test_init_makes_a_hub_once_and_its_role_may_read_and_add_and_nothing_else(
    here: CommandLine, postgres: Postgres
) -> None:
    database = postgres.database()
    address, role = postgres.url(database), f"role_{database}"
    first = here.done("hub", "init", "--hub", address, "--role", role)
    assert f"The role {role} may read and add acts there, and nothing else." in first.out
    assert f"--hub postgresql://{role}@127.0.0.1:{postgres.port}/{database}" in first.out
    again = here.done("hub", "init", "--hub", address, "--role", role, "--json").json
    assert (False, role) == (again["role_is_new"], again["role"])
    assert again["hub"] in first.out
    no_password = f"It has no password yet. Where it needs one, type in psql: \\password {role}"
    once_more = ("hub", "init", "--hub", address, "--role", role)
    assert (True, True) == (no_password in first.out, no_password in here.done(*once_more).out)
    postgres.tell(f"ALTER ROLE {role} PASSWORD 'geheim'")
    assert "no password" not in here.done(*once_more).out
    postgres.tell(f"ALTER ROLE {role} PASSWORD NULL")
    as_role = postgres.url(database, role)
    here.done("note", "san1", "written through the role")
    assert "2 sent" in here.done("sync", as_role).out
    with psycopg.connect(as_role, autocommit=True) as connection:
        for statement in (
            b"UPDATE event SET body = 'x'",
            b"DELETE FROM event",
            b"TRUNCATE event",
            b"DROP TABLE event",
            b"ALTER TABLE event DISABLE TRIGGER ALL",
            b"DELETE FROM origin",
            b"UPDATE hub SET format = 9",
            b"INSERT INTO hub SELECT * FROM hub",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


PLANTED = {
    "a table of another login": """
        CREATE TABLE hub (id uuid PRIMARY KEY, format int NOT NULL);
        CREATE TRIGGER t BEFORE INSERT ON hub FOR EACH ROW EXECUTE FUNCTION evil()""",
    "a view that calls": """
        CREATE TABLE mine (id uuid, format int);
        CREATE VIEW hub AS SELECT id, format FROM mine WHERE evil_too()""",
    "the table of who is there": """
        CREATE TABLE presence (syncer text, at timestamptz, said text)""",
    "a function that fits better": """
        CREATE FUNCTION unnest(text[]) RETURNS SETOF text LANGUAGE plpgsql AS
            $$BEGIN PERFORM evil_too(); RETURN; END$$;
        CREATE FUNCTION pg_total_relation_size(text) RETURNS bigint LANGUAGE sql AS
            $$SELECT CASE WHEN evil_too() THEN 1::bigint END$$""",
}


@pytest.fixture
def planted(postgres: Postgres, request: pytest.FixtureRequest) -> tuple[str, str]:
    """A database in which another login put something before the hub was made, and that login."""
    database = postgres.database()
    eve = f"eve_{database}"
    postgres.tell(f"CREATE ROLE {eve} LOGIN")
    postgres.tell(f"GRANT CREATE ON SCHEMA public TO {eve}", database)
    takes = f"""IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE 'ALTER ROLE {eve} SUPERUSER'; END IF"""
    with psycopg.connect(postgres.url(database, eve), autocommit=True) as connection:
        connection.execute(
            f"""CREATE FUNCTION evil() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN {takes}; RETURN new; END$$;
            CREATE FUNCTION evil_too() RETURNS boolean LANGUAGE plpgsql AS
                $$BEGIN {takes}; RETURN true; END$$;
            {request.param}""".encode()
        )
    return database, eve


def is_superuser(postgres: Postgres, name: str) -> bool:
    return bool(postgres.tell(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}' AND rolsuper"))


@pytest.mark.parametrize(
    "planted", list(PLANTED.values())[:3], ids=list(PLANTED)[:3], indirect=True
)
def test_what_another_login_put_in_a_hubs_place_is_named_and_nothing_of_it_runs(
    here: CommandLine, postgres: Postgres, planted: tuple[str, str]
) -> None:
    database, eve = planted
    address = postgres.url(database)
    refused = here.typed("hub", "init", "--hub", address)
    assert 4 == refused.code
    assert f', {eve}")' in refused.err
    assert 4 == here.typed("hub", "status", "--hub", address).code
    assert not is_superuser(postgres, eve)
    assert [] == postgres.tell("SELECT 1 FROM pg_tables WHERE tablename = 'event'", database)
    sql = here.done("hub", "init", "--sql", "--role", f"sql_{database}").out
    told = pytest.raises(psycopg.Error, match=f", {eve}")
    with psycopg.connect(address, autocommit=True) as connection, told:
        connection.execute(sql.encode())
    assert not is_superuser(postgres, eve)


@pytest.mark.parametrize(
    "planted", list(PLANTED.values())[3:], ids=list(PLANTED)[3:], indirect=True
)
def test_no_function_of_another_login_is_called_where_a_hub_is_made_and_looked_at(
    here: CommandLine, postgres: Postgres, planted: tuple[str, str]
) -> None:
    database, eve = planted
    address = postgres.url(database)
    here.done("note", "san1", "x")
    for words in (("hub", "init", "--role", f"r_{database}"), ("hub", "status"), ("sync",)):
        here.done(*words, "--hub", address)
    assert not is_superuser(postgres, eve)


def test_a_role_that_was_there_and_may_more_is_not_said_to_read_and_add_alone(
    here: CommandLine, postgres: Postgres
) -> None:
    database = postgres.database()
    role = f"old_{database}"
    postgres.tell(f"CREATE ROLE {role} LOGIN CREATEROLE")
    words = ("hub", "init", "--hub", postgres.url(database), "--role", role)
    told = here.done(*words).out
    assert f"The role {role} was there before, and may do more than read and add acts." in told
    assert "nothing else" not in told
    assert here.done(*words, "--json").json["role_may_more"]
    postgres.tell(f"ALTER ROLE {role} NOCREATEROLE")
    assert "nothing else" in here.done(*words).out
    postgres.tell("GRANT DELETE ON event TO PUBLIC", database)
    assert "nothing else" not in here.done(*words).out


def test_what_init_would_do_is_printed_for_whoever_runs_the_server(
    here: CommandLine, postgres: Postgres
) -> None:
    database = postgres.database()
    sql = here.done("hub", "init", "--sql", "--role", f"sql_{database}").out
    with psycopg.connect(postgres.url(database), autocommit=True) as connection:
        connection.execute(sql.encode())
    here.done("note", "san1", "x")
    assert "2 sent" in here.done("sync", postgres.url(database, f"sql_{database}")).out
    assert "SELECT" in here.done("hub", "status", "--sql").out


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("hub", "destroy"), 2, 'A hub has no "destroy"'),
        (("hub", "status"), 1, "No hub is named"),
        (("hub", "init"), 1, "No hub is named"),
        (("sync",), 1, "No hub is named"),
        (("hub", "init", "--sql", "--role", "x; DROP TABLE event"), 1, "is no name for a role"),
        (("sync", "postgresql://h/x?y"), 1, "That is no address of a hub"),
        (("queue", "--hub", "mysql://h/x"), 1, "That is no address of a hub"),
    ],
)
def test_what_makes_no_sense_of_a_hub_is_told(
    here: CommandLine, words: tuple[str, ...], code: int, sentence: str
) -> None:
    answer = here.typed(*words)
    assert (code, True) == (answer.code, sentence in answer.err)


def test_a_user_who_may_make_nothing_is_told_what_they_lack(
    here: CommandLine, postgres: Postgres
) -> None:
    database = postgres.database()
    postgres.tell(f"CREATE ROLE poor_{database} LOGIN")
    answer = here.typed("hub", "init", "--hub", postgres.url(database, f"poor_{database}"))
    assert (4, True) == (answer.code, "lets this user read or write too little" in answer.err)


# Looking at one


def test_status_tells_who_lacks_what(here: CommandLine, there: Elsewhere, hub: str) -> None:
    assert "Nobody has written anything yet" in here.done("hub", "status", "--hub", hub).out
    looking = ("hub", "status", "--read-only", "--hub", hub)
    here.done("note", "san1", "one")
    there.done("note", "san1", "two")
    there.done("sync", hub)
    here.done("note", "san1", "three")
    answer = here.done(*looking, "--json").json
    ours, theirs = sorted(answer["journals"], key=lambda journal: -int(journal["here"]))
    assert (3, 0, 0, 2) == (ours["here"], ours["there"], theirs["here"], theirs["there"])
    assert (2, True, True) == (answer["events"], answer["notifies"], answer["bytes"] > 0)
    here.done("sync", hub)
    there.done("note", "san1", "four")
    told = there.done(*looking).out
    assert "the hub, by 1 event" in told
    assert "this journal, by 3 events" in told


def test_status_tells_by_how_much_the_hosts_of_others_are_behind(
    here: CommandLine, there: Elsewhere, hub: str
) -> None:
    there.done("note", "san1", "one")
    there.done("sync", hub)
    here.done("note", "san1", "two")
    here.done("note", "san1", "three")
    here.done("sync", hub)
    looking = ("hub", "status", "--read-only", "--hub", hub)
    assert "its own host, by 3 events when it last acted" in here.done(*looking).out
    french = here.done(*looking, "--lang", "fr").out
    assert "son propre hôte, de 3 événements à son dernier acte" in french
    (theirs,) = [one for one in here.done(*looking, "--json").json["journals"] if one["lacks"]]
    assert (3, False, 0) == (theirs["lacks"], theirs["open"], theirs["waiting"])
    says_here(hub, Presence((), [theirs["origin"]], events=4, wait=2))
    told = here.done(*looking).out
    assert "its own host, by 1 event when it last spoke and the hub: 2 acts wait there" in told
    says_here(hub, Presence((), [theirs["origin"]], events=5))
    lacks = [one["lacks"] for one in here.done(*looking, "--json").json["journals"]]
    assert sorted(lacks, key=str) == [0, None]


def says_here(url: str, presence: Presence) -> None:
    """The last words of a syncer elsewhere."""
    connection = HubConnection(hub_address(url, {}))
    connection.say_here("elsewhere", text_of(presence))
    connection.close()


def test_status_tells_who_is_at_which_console(here: CommandLine, hub: str) -> None:
    looking = ("hub", "status", "--read-only", "--hub", hub)
    assert "Nobody has a console open" in here.done(*looking).out
    assert [] == here.done(*looking, "--json").json["consoles"]
    here.done("take", "san1", "--operator", "oncall-1")
    with here.plan.open("a", encoding="utf-8") as plan:
        plan.write('[operators."oncall-1"]\nroles = ["lead"]\nphone = "4711"\n')
    since = "2021-01-18T01:10:00.000Z"
    seats = [
        Seat("oncall-1", "san1.example", since),
        Seat("x\x1b[31m", "h", "?"),
        Seat("", "h", since),
    ]
    says_here(hub, Presence(seats))
    told = here.done(*looking).out
    assert re.search(r"oncall-1 +san1\.example, IMC +18/01/2021 02:10 +4711 +san1\n", told)
    assert "\x1b" not in told
    assert "(nobody has said who)" in told
    nobody, strange, oncall = here.done(*looking, "--json").json["consoles"]
    assert {
        "operator": "oncall-1",
        "host": "san1.example",
        "site": "IMC",
        "since": since,
        "phone": "4711",
        "in_hand": ["san1"],
    } == oncall
    assert (None, None, []) == (nobody["operator"], nobody["phone"], nobody["in_hand"])
    assert "h" == strange["host"]
    here.plan.unlink()
    assert "san1.example" in here.done(*looking).out


def test_of_a_crowd_of_consoles_that_no_recovery_has_so_many_are_told_and_that_is_said(
    here: CommandLine, hub: str
) -> None:
    connection = HubConnection(hub_address(hub, {}))
    for syncer in range(MOST_TOLD // MOST_SEATS + 2):
        seats = [Seat(f"x{syncer}-{n}", "h", "?") for n in range(MOST_SEATS)]
        connection.say_here(f"syncer{syncer}", text_of(Presence(seats)))
    connection.close()
    looking = ("hub", "status", "--read-only", "--hub", hub)
    told = here.done(*looking)
    assert MOST_TOLD == len(re.findall(r"^x\d", told.out, re.MULTILINE))
    assert "More consoles are told of in the hub than any recovery has" in told.err
    assert MOST_TOLD == len(here.done(*looking, "--json").json["consoles"])


def test_who_said_nothing_but_blanks_has_not_said_who_they_are(here: CommandLine, hub: str) -> None:
    says_here(hub, Presence([Seat(" \t ", "h", "?")]))
    looking = ("hub", "status", "--read-only", "--hub", hub)
    assert "(nobody has said who)" in here.done(*looking).out


def test_no_name_of_a_stranger_makes_the_lines_of_status_longer_than_any_host(
    here: CommandLine, hub: str
) -> None:
    with psycopg.connect(hub, autocommit=True) as connection:
        for name in ("x" * 1000, "\u202e" + "漢" * 300):
            connection.execute("INSERT INTO origin VALUES (%s)", [name])
            connection.execute(
                "INSERT INTO event VALUES (%s, 1, NULL, %s, %s)", [name, b"0" * 32, b"no event"]
            )
    told = here.done("hub", "status", "--hub", hub).out
    assert "x" * 72 + "…" in told
    assert max(map(len, told.splitlines())) < 200


def test_status_tells_that_a_hub_of_an_older_program_does_not_keep_who_is_there(
    here: CommandLine, postgres: Postgres
) -> None:
    url = a_hub(postgres, keeps_presence=False)
    looking = ("hub", "status", "--read-only", "--hub", url)
    assert "types chwapi-console hub init once more" in here.done(*looking).err
    assert here.done(*looking, "--json").json["consoles"] is None


def test_init_done_once_more_adds_what_a_hub_of_an_older_program_lacks(
    here: CommandLine, postgres: Postgres
) -> None:
    url, role = postgres.url(database := postgres.database()), f"again_{database}"
    before = here.done("hub", "init", "--hub", url, "--role", role, "--json").json
    postgres.tell(
        "DROP TABLE presence; ALTER TABLE event DROP CONSTRAINT event_follows; "
        "INSERT INTO event VALUES ('a', 7, NULL, decode(repeat('ab', 32), 'hex'), 'x')",
        database,
    )
    looked = here.done("hub", "status", "--hub", url).err
    assert "takes an act behind a gap" in looked
    after = here.done("hub", "init", "--hub", url, "--role", role, "--json").json
    assert before["hub"] == after["hub"]
    assert [("a",)] == postgres.tell("SELECT origin FROM origin", database)
    says_here(postgres.url(database, role), Presence(()))
    with (
        psycopg.connect(postgres.url(database, role), autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("INSERT INTO presence VALUES ('x', now(), 'x')")
    with pytest.raises(psycopg.errors.CheckViolation):
        postgres.tell(
            "INSERT INTO event VALUES ('a', 9, NULL, repeat('a', 32)::bytea, 'x')", database
        )
    assert "takes an act behind a gap" not in here.done("hub", "status", "--hub", url).err


def test_status_names_a_role_that_may_do_too_much(here: CommandLine, hub: str) -> None:
    assert "may change and take out" in here.done("hub", "status", "--hub", hub).err


def test_status_tells_what_keeps_this_journal_from_a_hub_that_answers(
    here: CommandLine, hub: str
) -> None:
    here.done("note", "san1", "x", "--hub", hub)
    journal = here.folder / "inventory.journal"
    turn = HubTurn(journal)
    assert turn.take()
    known = turn.known()
    assert known.id
    turn.keep(
        known._replace(away_since=iso(utc_now()), wait=38, put_back="2021-01-18T01:10:00.000Z")
    )
    told = here.typed("hub", "status", "--hub", hub)
    assert 0 == told.code
    assert "nothing goes from here to the hub; 38 acts wait. chwapi-console sync" in told.err
    assert "was put back to an earlier state: at 18/01/2021 02:10 it lacked acts" in told.err
    turn.keep(known._replace(id="0" * 8))
    told = here.typed("hub", "status", "--hub", hub)
    assert "is another hub than the one that this journal was exchanged with" in told.err
    turn.close()


def test_status_names_an_origin_of_which_the_hub_has_another_act(
    here: CommandLine, hub: str
) -> None:
    here.done("note", "san1", "x", "--hub", hub)
    assert "has another act" not in here.done("hub", "status", "--hub", hub).err
    with psycopg.connect(hub, autocommit=True) as connection:
        connection.execute(
            "UPDATE event SET hash = sha256('other') WHERE seq = (SELECT max(seq) FROM event)"
        )
    assert (
        "the hub has another act than this journal" in here.done("hub", "status", "--hub", hub).err
    )


def test_status_needs_no_plan(
    here: CommandLine, hub: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.plan.unlink()
    answer = here.done("hub", "status", "--hub", hub)
    assert "PostgreSQL 18" in answer.out
    assert "no plan in this folder" in answer.err


# Exchanging


def test_two_journals_share_one_record_through_a_hub(
    here: CommandLine, there: Elsewhere, hub: str
) -> None:
    here.done("take", "san1")
    assert "0 events received, 2 sent." in here.done("sync", hub).out
    assert "2 events received, 0 sent." in there.done("sync", hub).out
    there.done("mark", "san1", "restored")
    there.done("sync", hub)
    answer = here.done("sync", hub, "--json").json
    assert (2, 0, [], []) == tuple(answer[k] for k in ("received", "sent", "conflicts", "refused"))
    heads = [run.done("audit", "--json").json["head"] for run in (here, there)]
    assert heads[0] == heads[1]


def test_two_sites_that_acted_on_one_server_while_cut_off_see_it_and_one_settles(
    here: CommandLine, there: Elsewhere, hub: str
) -> None:
    here.done("mark", "san1", "clean")
    there.done("mark", "san1", "restored")
    here.done("sync", hub)
    assert "In conflict: san1" in there.done("sync", hub).out
    assert "In conflict: san1" in here.done("sync", hub).out
    here.done("settle", "san1", "compromised", "--reason", "seen on its disk")
    here.done("sync", hub)
    assert "conflict" not in there.done("sync", hub).out.lower()


def test_a_sync_tells_that_a_hub_was_put_back_though_a_verb_before_it_made_that_good(
    here: CommandLine, hub: str
) -> None:
    here.done("note", "san1", "x", "--hub", hub)
    with psycopg.connect(hub, autocommit=True) as connection:
        connection.execute("TRUNCATE event, origin")
    assert "put back" not in here.done("note", "san1", "y", "--hub", hub).err
    told = here.done("sync", "--hub", hub)
    assert "0 events received, 0 sent." in told.out
    assert re.search("put back to an earlier state: at .* it lacked acts that it had had", told.err)


def test_a_hub_that_cannot_be_reached_ends_sync_with_4(here: CommandLine, away: str) -> None:
    for words in (("sync", away), ("sync", "--hub", away), ("hub", "status", "--hub", away)):
        answer = here.typed(*words)
        assert (4, True) == (answer.code, "cannot be reached: nothing listens there" in answer.err)
    french = here.typed("sync", away, "--lang", "fr")
    assert "est injoignable" in french.err


def test_a_verb_is_the_same_where_the_hub_is_away(here: CommandLine, away: str) -> None:
    plain, with_hub = here.done("queue"), here.done("queue", "--hub", away)
    assert (plain.out, plain.err) == (with_hub.out, with_hub.err)
    act = here.done("note", "san1", "x", "--hub", away)
    assert "" == act.err
    assert "no hub" not in act.out.lower()


@pytest.mark.parametrize("verb", [("queue",), ("note", "san1", "on"), ("log",)])
def test_a_verb_whose_exchange_brings_an_act_under_our_own_name_says_so(
    here: CommandLine, hub: str, verb: tuple[str, ...]
) -> None:
    here.done("note", "san1", "ours")
    here.done("sync", hub)
    with psycopg.connect(hub, autocommit=True) as connection:
        row = connection.execute(
            "SELECT origin, seq, hash, body FROM event ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        assert row is not None
        origin, seq, digest, body = row
        last = json.loads(body)
        ((*_, hash_, forged),) = chained(
            [verdict_on("dc1", "clean") | {name: last[name] for name in ("operator", "host")}],
            origin=origin,
            seq=seq,
            prev=digest.hex(),
            lamport=last["lamport"],
        )
        connection.execute(
            "INSERT INTO event VALUES (%s, %s, %s, %s, %s)",
            (origin, seq + 1, seq, bytes.fromhex(hash_), forged),
        )
    told = here.done(*verb, "--hub", hub).err
    assert ("other acts than this journal" if verb[0] == "note" else "own name") in told


def test_where_no_thread_can_be_begun_a_verb_does_its_work_and_exchanges_nothing(
    here: CommandLine, hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        assert "" == here.done("note", "san1", "once", "--hub", hub).err
        assert "once" in here.done("log", "--hub", hub).out
        refused = here.typed("sync", hub)
        assert (1, True) == (refused.code, "too many processes" in refused.err)
    assert "2 sent" in here.done("sync", hub).out


def test_a_verb_exchanges_once_it_has_printed(
    here: CommandLine, there: Elsewhere, hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHWAPI_HUB", hub)
    here.done("take", "san1")
    there.done("queue")
    assert ["plan.seen", "taken"] == operators(there.done("log", "--json"))


def test_who_follows_the_log_sees_what_others_do_elsewhere(
    here: CommandLine, there: Elsewhere, hub: str
) -> None:
    following = here.start("log", "--follow", "--json", "--hub", hub)
    there.done("take", "san1", "--hub", hub)
    assert following.stdout is not None
    lines = [json.loads(following.stdout.readline()) for _ in range(2)]
    assert ["plan.seen", "taken"] == [line["kind"] for line in lines]
    following.send_signal(signal.SIGINT)
    following.communicate()


def test_a_plan_names_the_hub(
    here: CommandLine, there: Elsewhere, hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for plan in (here.plan, there.plan):
        plan.write_text(plan.read_text() + f'\n[hub]\nurl = "{hub}"\n')
    here.done("take", "san1")
    assert 2 == here.done("hub", "status", "--json").json["events"]
    there.done("sync")
    assert ["plan.seen", "taken"] == operators(there.done("log", "--json"))


def test_a_read_only_look_exchanges_nothing(here: CommandLine, hub: str) -> None:
    here.done("take", "san1")
    here.done("queue", "--read-only", "--hub", hub)
    assert 0 == here.done("hub", "status", "--hub", hub, "--json", "--read-only").json["events"]


def test_another_hub_is_one_that_somebody_must_mean(
    here: CommandLine, postgres: Postgres, hub: str
) -> None:
    here.done("take", "san1", "--hub", hub)
    other = a_hub(postgres)
    here.done("note", "san1", "x", "--hub", other)
    looked = here.done("hub", "status", "--hub", other, "--json", "--read-only").json
    assert 0 == looked["events"]
    here.done("sync", other)
    here.done("note", "san1", "y", "--hub", other)
    looked = here.done("hub", "status", "--hub", other, "--json", "--read-only").json
    assert 4 == looked["events"]


# Secrets


@pytest.mark.parametrize(
    "words",
    [
        lambda url: ("queue", "--hub", url),
        lambda url: ("sync", url),
        lambda url: ("hub", "status", "--hub", url),
        lambda url: ("sync", "--hub", url),
    ],
)
def test_a_password_in_an_argument_is_refused(
    here: CommandLine, words: Callable[[str], tuple[str, ...]]
) -> None:
    answer = here.typed(*words(f"postgresql://chwapi:{SECRET}@127.0.0.1/chwapi"))
    assert (1, True) == (answer.code, "A password does not belong" in answer.err)
    assert SECRET not in answer.err + answer.out


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://chwapi:{SECRET}?t=Pw@127.0.0.1:1/db",
        f"postgresql://chwapi:47?t={SECRET}@127.0.0.1:1/db",
        f"postgresql://127.0.0.1:1/db?user=chwapi:{SECRET}",
        f"postgresql://chwapi%3A{SECRET}@127.0.0.1:1/db",
        f"host=127.0.0.1 user=x password={SECRET} dbname=d",
        f"postgresql:/chwapi:{SECRET}@h/db",
        f"mysql://chwapi:{SECRET}@h/db",
        f"postgresql+psycopg://chwapi:{SECRET}@h/db",
    ],
)
def test_no_part_of_a_password_in_an_address_that_is_a_little_off_is_told_or_named_after(
    here: CommandLine, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(here.folder.iterdir())
    answers = [here.typed("sync", address), here.typed("hub", "status", "--hub", address)]
    monkeypatch.setenv("CHWAPI_HUB", address)
    answers += [here.typed("doctor"), here.typed("hub", "status")]
    for answer in answers:
        assert "geheim" not in answer.out + answer.err
        assert answer.code in (0, 1, 2)
    assert 1 == answers[0].code
    assert before == sorted(here.folder.iterdir())


def test_a_password_in_the_plan_is_a_fault_of_it(here: CommandLine) -> None:
    here.plan.write_text(
        here.plan.read_text() + f'\n[hub]\nurl = "postgresql://chwapi:{SECRET}@hub/chwapi"\n'
    )
    answer = here.typed("check")
    assert (1, True) == (answer.code, "A password does not belong" in answer.out + answer.err)
    assert SECRET not in answer.err + answer.out


@pytest.fixture
def guarded(postgres: Postgres) -> str:
    """The address of a hub for the role that is let in by its password only."""
    database = postgres.database()
    if not postgres.tell(f"SELECT 1 FROM pg_roles WHERE rolname = '{GUARDED}'"):
        postgres.tell(f"CREATE ROLE {GUARDED} LOGIN SUPERUSER PASSWORD '{SECRET}'")
    return postgres.url(database, GUARDED)


def test_passwords_come_from_the_environment_a_pass_file_or_somebody_at_a_terminal(
    here: CommandLine, guarded: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    answer = here.typed("hub", "init", "--hub", guarded)
    assert (4, True) == (answer.code, "wants a password, and there is none" in answer.err)
    monkeypatch.setattr("getpass.getpass", lambda prompt: SECRET)
    assert 0 == here.answered("", "hub", "init", "--hub", guarded).code
    pass_file = tmp_path / "pass"
    pass_file.write_text(f"*:*:*:{GUARDED}:{SECRET}\n")
    pass_file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(pass_file))
    here.done("hub", "init", "--hub", guarded)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    monkeypatch.setenv("PGPASSWORD", f"{SECRET}x")
    wrong = here.typed("hub", "status", "--hub", guarded)
    assert (4, True) == (wrong.code, "does not take this user or password" in wrong.err)
    assert SECRET not in wrong.err


def test_a_password_of_the_environment_is_nowhere_else(
    here: CommandLine, guarded: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHWAPI_HUB", guarded.replace(GUARDED, f"{GUARDED}:{SECRET}"))
    said = [
        here.done("hub", "init"),
        here.done("take", "san1"),
        here.done("hub", "status"),
        here.done("hub", "status", "--json"),
        here.done("sync"),
        here.done("log", "--json"),
        here.done("export", "evidence", "night.zip", "--purpose", "x"),
    ]
    assert SECRET not in "".join(answer.out + answer.err for answer in said)
    for path in here.folder.iterdir():
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path


def test_a_crash_leaves_no_password_behind(
    here: CommandLine, guarded: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHWAPI_HUB", guarded.replace(GUARDED, f"{GUARDED}:{SECRET}"))

    def failing(*_: Any, **__: Any) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("chwapi_console.journal.hub.care.look", failing)
    answer = here.typed("hub", "status")
    assert 70 == answer.code
    (crash,) = here.folder.glob("chwapi-crash-*")
    assert SECRET not in crash.read_text() + answer.err


def test_no_process_shows_a_password_in_its_arguments(
    here: CommandLine, guarded: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = guarded.replace(GUARDED, f"{GUARDED}:{SECRET}")
    assert 0 == here.run("hub", "init", environ={"CHWAPI_HUB": address}).code
    listing = subprocess.run(["ps", "axww"], capture_output=True, text=True, check=False).stdout
    assert SECRET not in listing


def test_without_the_driver_acts_are_written_and_sync_says_what_is_missing(
    here: CommandLine, hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    for name in [n for n in sys.modules if n.startswith("chwapi_console.journal.hub.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    here.done("take", "san1", "--hub", hub)
    answer = here.typed("sync", hub)
    assert (4, True) == (answer.code, "Without psycopg no hub can be spoken to" in answer.err)
    with sqlite3.connect(here.journal) as journal:
        assert (2,) == journal.execute("SELECT count(*) FROM event").fetchone()
