"""What led nowhere when it came is said in the chain, so that nobody can say it later of what they
took out."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from chwapi_console.journal.audit import head_found
from chwapi_console.journal.file.file_format import INSERT, LOOSE, TRIGGERS
from chwapi_console.journal.kinds.record_kinds import MOST_CLAIMS, CameLoose
from chwapi_console.journal.mirror import MirroredStore
from chwapi_console.journal.record.came_loose import claim
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import Draft, Event
from chwapi_console.journal.record.headcode import head_code
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.record.room import MEANT, Amounts, Room
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.journal.sync import sync
from journal.forgeries import FORGER, chained, verdict_on, written
from journal.processes import run

ANNA, OTHER = "anna-00000001", "other-00000001"
NOWHERE = {"nobody-00000001": [3, "ab" * 32]}
ACTOR = Actor("dba", "here")
Rows = Sequence[tuple[str, int, str, str, bytes]]


def taken_out(journal: Path, origin: str, *statements: str) -> None:
    """Somebody who can write the file takes out an origin, and does something else."""
    with closing(sqlite3.connect(journal, isolation_level=None)) as connection:
        for name in TRIGGERS:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("DELETE FROM event WHERE origin = ?", (origin,))
        for trigger in TRIGGERS.values():
            connection.execute(trigger)
        for statement in statements:
            connection.execute(statement)


def events_in(journal: Path) -> list[Event]:
    with closing(sqlite3.connect(journal)) as connection:
        return [unsealed(body) for (body,) in connection.execute("SELECT body FROM event")]


def saying_so(journal: Path, claims: Sequence[str]) -> Rows:
    """An event of an origin that is new, which says that claims led nowhere, as this program writes
    one that has read all that is here."""
    record = Record()
    for event in events_in(journal):
        record.take(event)
    return chained(
        [
            {
                "kind": CameLoose.kind,
                "subject": "record",
                "data": {"claims": list(claims), "came": 0},
                "saw": record.seen_from(OTHER),
            }
        ],
        origin=OTHER,
        lamport=record.lamport,
    )


def with_annas(plan: Path) -> tuple[Path, str]:
    """A journal that took in Anna's finding, and an act after it; and the code of that."""
    folder, journal = plan.parent, plan.with_suffix(".journal")
    assert 0 == run("note", "s01", "ours", folder=folder).returncode
    written(folder / "anna.journal", chained([{}, verdict_on("s02")], origin=ANNA))
    assert 0 == run("sync", "anna.journal", folder=folder).returncode
    assert 0 == run("note", "s01", "seen all", folder=folder).returncode
    return journal, str(json.loads(run("audit", "--json", folder=folder).stdout)["head"])


def audited(plan: Path, code: str) -> "tuple[CompletedProcess[str], dict[str, object]]":
    said = run("audit", "--head", code, folder=plan.parent)
    return said, json.loads(run("audit", "--json", "--head", code, folder=plan.parent).stdout)


def test_what_was_taken_out_is_named_whatever_a_table_beside_the_chain_says(plan: Path) -> None:
    journal, code = with_annas(plan)
    (ours, tip) = (events_in(journal)[-1], events_in(journal)[-1].saw[ANNA])
    taken_out(journal, ANNA, LOOSE, f"INSERT INTO loose VALUES ('{ours.hash}', '{tip[1]}')")
    said, found = audited(plan, code)
    assert (5, False, []) == (said.returncode, found["sound"], found["loose"])
    assert "vouches for at least 2 events that are not here" in said.stdout
    assert "A table of this file" not in said.stdout


def test_an_event_that_says_so_afterwards_does_not_cover_what_was_written_here(plan: Path) -> None:
    journal, code = with_annas(plan)
    ours = events_in(journal)[-1]
    taken_out(journal, ANNA)
    with closing(sqlite3.connect(journal)) as connection:
        connection.executemany(INSERT, saying_so(journal, [claim(ours.origin, ours.saw[ANNA][1])]))
        connection.commit()
    said, found = audited(plan, code)
    assert (5, False) == (said.returncode, found["sound"])
    taken_out(journal, "nobody", "DELETE FROM own_origin")
    said, found = audited(plan, code)
    assert (5, True, 2) == (said.returncode, found["sound"], found["asked"]["missing"])  # type: ignore[index]
    assert f"So it was when it came from elsewhere, says {OTHER} 1." in said.stdout
    assert "vouches for at least 2 events that are not here" in said.stdout


def test_nobody_says_of_their_own_origin_that_what_it_claims_led_nowhere() -> None:
    record = Record()
    told = {"kind": CameLoose.kind, "data": {"claims": [claim(FORGER, "ab" * 32)], "came": 0}}
    for row in chained([{"saw": NOWHERE}, {**told, "saw": NOWHERE}]):
        record.take(unsealed(row[4]))
    assert ([2, 2], []) == ([len(record.unresolved()), len(record.misfits)], record.loose)


def test_what_led_nowhere_is_said_once_and_by_none_who_only_holds_copies(tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    file = SqliteStore(tmp_path / "here")
    here = MirroredStore(file, tmp_path / "m")
    stick = SqliteStore(tmp_path / "stick")
    peer = SqliteStore(written(tmp_path / "peer", chained([{"saw": NOWHERE}])))
    for _ in range(3):
        sync(here, peer, actor=ACTOR)
        sync(here, stick)
    told = [event for event in here.record.events if event.kind == CameLoose.kind]
    assert [("dba", "here", [claim(FORGER, "ab" * 32)])] == [
        (event.operator, event.host, event.data["claims"]) for event in told
    ]
    assert frozenset() == stick.own_origins
    copy = SqliteStore(tmp_path / "m" / "here")
    for store in (file, stick, peer, copy):
        found = store.audit()
        assert (2, True, told) == (
            len(store.record.events),
            found.sound,
            [loose.teller for loose in found.loose],
        )
    for each in (here, stick, peer, copy):
        each.close()


def test_a_journal_of_an_early_program_says_what_its_table_shows_until_another_says_it(
    tmp_path: Path,
) -> None:
    rows = chained([{"saw": NOWHERE}])
    early = SqliteStore(
        written(
            tmp_path / "early",
            rows,
            LOOSE,
            f"INSERT INTO loose VALUES ('{rows[0][3]}', '{'ab' * 32}')",
        )
    )
    found = early.audit()
    assert (1, list(found.misfits), []) == (len(found.misfits), found.noted, found.loose)
    early.append([Draft("n", "s01", "noted", {"text": "goes on"})], ACTOR, {})
    other = SqliteStore(tmp_path / "other")
    sync(early, other)
    sync(early, other)
    assert [(True, 1)] * 2 == [(s.audit().sound, len(s.audit().loose)) for s in (early, other)]
    for store in (early, other):
        store.close()


def test_a_code_that_is_given_out_vouches_for_what_can_be_looked_for_again(tmp_path: Path) -> None:
    here = SqliteStore(tmp_path / "here")
    here.append([Draft("n", "s01", "noted", {"text": "x"})], ACTOR, {})
    peer = SqliteStore(written(tmp_path / "peer", chained([{"saw": NOWHERE}])))
    sync(here, peer)
    goes_on = SqliteStore(
        written(tmp_path / "goes on", map(_row, [*peer.record.events[:1], *_later(peer)]))
    )
    assert 1 == len(sync(here, goes_on).received)
    assert (FORGER, CameLoose.kind) == (here.record.events[-1].origin, _head(here).kind)
    for store in (here, goes_on):
        record = store.audit().record
        asked = head_found(record, head_code(_head(here).hash))
        assert asked is not None
        assert (1, 0) == (len(asked.after), asked.missing)
    of_the_peer = head_found(here.record, head_code(here.record.events[-1].hash))
    assert of_the_peer is not None
    assert 3 == of_the_peer.missing
    for store in (here, peer, goes_on):
        store.close()


def _head(store: SqliteStore) -> Event:
    head = store.record.head()
    assert head is not None
    return head


def _row(event: Event) -> tuple[str, int, str, str, bytes]:
    return (event.origin, event.seq, event.id, event.hash, event.body)


def _later(peer: SqliteStore) -> list[Event]:
    """What the peer's origin does next, of which its writer saw nothing of ours."""
    first = peer.record.events[0]
    return [
        unsealed(row[4])
        for row in chained([{"saw": NOWHERE, "lamport": 90}], FORGER, 1, first.hash)
    ]


@pytest.mark.parametrize("claims", [["x"], "ab" * 32, {"a" * 64: 1}, ["a" * 64] * 10_001, [1], 3])
def test_an_event_that_tells_of_no_claims_is_none(claims: object) -> None:
    (row,) = chained([{"kind": CameLoose.kind, "data": {"claims": claims, "came": 0}}])
    with pytest.raises(ValueError):
        unsealed(row[4])


def test_a_peer_that_claims_to_have_seen_without_end_is_stopped(tmp_path: Path) -> None:
    half = MOST_CLAIMS // 2 + 1
    parts = [
        {"saw": {f"{n}-{i}": [1, f"x{i}"] for i in range(half)}, "lamport": 2 + n} for n in (1, 2)
    ]
    here = SqliteStore(tmp_path / "here")
    rows = [
        *chained(parts[:1], origin="first-00000001"),
        *chained(parts[1:], origin="second-00000001"),
    ]
    peer = SqliteStore(written(tmp_path / "peer", rows))
    synced = sync(here, peer)
    assert (1, ["second-00000001"]) == (
        len(synced.received),
        [misfit.origin for misfit in synced.refused],
    )
    assert ([], half) == (here.record.misfits, len(here.record.events[-1].data["claims"]))
    for store in (here, peer):
        store.close()


def test_who_claims_too_much_keeps_out_nobody_else(tmp_path: Path) -> None:
    first, *others = (f"{name}-00000001" for name in ("a", "ben", "zoe"))
    too_much = {f"x-{i}": [1, f"x{i}"] for i in range(MOST_CLAIMS + 1)}
    rows = [*chained([{"saw": too_much, "lamport": 2}], origin=first)]
    for origin in others:
        rows += chained(
            [{"lamport": 3, "saw": NOWHERE}, {**verdict_on("s01"), "lamport": 4, "saw": NOWHERE}],
            origin=origin,
        )
    here = SqliteStore(tmp_path / "here")
    peer = SqliteStore(written(tmp_path / "peer", rows))
    synced = sync(here, peer)
    assert ([first], 4) == ([misfit.origin for misfit in synced.refused], len(synced.received))
    for store in (here, peer):
        store.close()


def test_who_brings_along_that_its_claims_led_nowhere_is_bounded_all_the_same(
    tmp_path: Path,
) -> None:
    half, rows = MOST_CLAIMS // 2 + 1, []
    for origin in ("first-00000001", "second-00000001"):
        saw = {f"{origin}-{i}": [1, f"x{i}"] for i in range(half)}
        told = sorted(claim(origin, f"x{i}") for i in range(half))
        rows += chained([{"saw": saw, "lamport": 2}], origin=origin)
        rows += chained(
            [{"kind": CameLoose.kind, "subject": "record", "data": {"claims": told, "came": 0}}],
            origin=f"tells-{origin}",
        )
    with (
        closing(SqliteStore(tmp_path / "here")) as here,
        closing(SqliteStore(written(tmp_path / "peer", rows))) as peer,
    ):
        synced = sync(here, peer)
        assert ["second-00000001"] == [misfit.origin for misfit in synced.refused]
        assert [] == [m.what for m in sync(here, peer).refused]  # the rest with the next one
        assert here.audit().sound


def test_words_that_claims_led_nowhere_are_bounded_too(tmp_path: Path) -> None:
    each = {"kind": CameLoose.kind, "subject": "record"}
    rows = chained(
        [
            {**each, "data": {"claims": [f"{n:02}{i:062}" for i in range(MOST_CLAIMS)], "came": 0}}
            for n in range(7)
        ]
    )
    with (
        closing(SqliteStore(tmp_path / "here")) as here,
        closing(SqliteStore(written(tmp_path / "peer", rows))) as peer,
    ):
        here.append([Draft("n", "s01", "noted", {"text": "x"})], ACTOR, {})
        assert [5, 2] == [len(sync(here, peer).received) for _ in range(2)]


def test_references_to_what_is_not_here_are_bounded_in_all_unless_meant(tmp_path: Path) -> None:
    large = 1 << 40
    most = Amounts(9, 99, 3, 9, large, large)
    room = Room(most, most._replace(references=6))
    rows = chained([{"saw": NOWHERE, "lamport": 2 + n} for n in range(9)])
    with (
        closing(SqliteStore(tmp_path / "here")) as here,
        closing(SqliteStore(written(tmp_path / "peer", rows))) as peer,
    ):
        here.append([Draft("n", "s01", "noted", {"text": "x"})], ACTOR, {})
        assert [3, 2, 0] == [len(sync(here, peer, room=room).received) for _ in range(3)]
        assert "See sync --many" in str(sync(here, peer, room=room).refused[0].what)
        assert 4 == len(sync(here, peer, room=MEANT).received)


def test_a_word_that_nothing_came_keeps_what_came_from_being_said(tmp_path: Path) -> None:
    late = chained([{}], origin="late-00000001")
    resting = chained([{"saw": {"late-00000001": [1, late[0][3]]}, "lamport": 2}])
    empty = {"kind": CameLoose.kind, "subject": "record", "data": {"claims": [], "came": 0}}
    with closing(SqliteStore(tmp_path / "here")) as here:
        for number, rows in enumerate((resting, [*late, *chained([empty], origin="eve-00000001")])):
            with closing(SqliteStore(written(tmp_path / f"p{number}", rows))) as peer:
                sync(here, peer)
        ours = [e for e in here.record.events if e.origin in here.own_origins]
        assert [0, 1] == [e.data["came"] for e in ours if e.kind == CameLoose.kind]


def test_of_one_event_that_claims_much_one_event_is_told(plan: Path) -> None:
    folder = plan.parent
    written(
        folder / "peer.journal", chained([{"saw": {"x": [1, "a"], "y": [1, "b"]}, "lamport": 2}])
    )
    told = run("sync", "peer.journal", folder=folder).stderr
    assert "1 event that came claims to have seen what is not here" in told


def test_who_follows_a_leap_that_a_fork_keeps_out_is_not_refused_for_it(tmp_path: Path) -> None:
    nowhere = {"g": [1, "a" * 64]}
    leapt = chained(
        [{"saw": nowhere, "lamport": number * 900_000} for number in (1, 2, 3)], origin="eve"
    )
    anna = SqliteStore(tmp_path / "anna")
    with closing(SqliteStore(written(tmp_path / "eve-a", leapt))) as eve:
        assert 3 == len(sync(anna, eve).received)
    anna.append([Draft("found", **verdict_on("s01"))], ACTOR, {})
    here = SqliteStore(tmp_path / "here")
    with closing(SqliteStore(written(tmp_path / "eve-b", chained([{}], origin="eve")))) as eve:
        sync(here, eve)
    assert [] == sync(here, anna).refused
    assert ["found"] == [head.id for head in here.record.heads.of("s01")]
    here.close()
    with closing(SqliteStore(tmp_path / "here")) as anew:
        assert anew.audit().sound
    anna.close()
