"""Whoever writes events gives them what ids they like: one that bears the id of somebody else's event
keeps nobody out, is never taken for that one, and is told from it by its hash."""

import json
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest

from chwapi_console.errors import StaleView
from chwapi_console.journal.file.file_format import BY_HASH
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import Draft, Event
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.journal.sync import sync
from journal.forgeries import Row, chained, standing, verdict_on, written
from journal.processes import run

DBA, ANNA = Actor("dba", "here"), Actor("anna", "there")
HONEST = "anna-00000001"


def events_of(rows: Sequence[Row]) -> list[Event]:
    return [unsealed(row[4]) for row in rows]


def marked(identity: str, subject: str = "s01", verdict: str = "compromised") -> Draft:
    return Draft(
        identity,
        subject,
        "marked",
        {"before": standing("unknown"), "after": standing(verdict), "act": identity},
    )


def borrowing(identity: str, **parts: Any) -> list[Row]:
    """A journal of somebody else, whose one event bears this id."""
    return chained([{"id": identity, **parts}])


@pytest.mark.parametrize("first", ["honest", "borrowed"])
def test_a_journal_comes_whole_though_another_event_bears_the_id_of_its_first(
    plan: Path, first: str
) -> None:
    folder = plan.parent
    assert 0 == run("note", "s02", "ours", folder=folder).returncode
    honest = chained([{}, verdict_on("s01"), {}], origin=HONEST)
    written(folder / "honest.journal", honest)
    written(folder / "borrowed.journal", borrowing(honest[0][2]))
    for name in sorted(("honest", "borrowed"), key=lambda name: name != first):
        assert 0 == (done := run("sync", f"{name}.journal", folder=folder)).returncode, done
    assert "1 event that came bears the id of another" in done.stderr
    assert '"state": "compromised"' in run("show", "s01", "--json", folder=folder).stdout
    audited = run("audit", folder=folder)
    assert (0, False) == (audited.returncode, "stopped" in audited.stdout), audited
    with closing(sqlite3.connect(plan.with_suffix(".journal"))) as connection:
        stored = connection.execute("SELECT id, hash FROM event ORDER BY position").fetchall()
    assert 1 == sum(identity == BY_HASH + digest for identity, digest in stored)


def test_an_id_that_looks_like_another_events_place_keeps_that_out_neither(tmp_path: Path) -> None:
    honest = chained([{}, {}], origin=HONEST)
    first, second = honest[0], honest[1]
    here = SqliteStore(tmp_path / "here")
    for number, (identity, origin) in enumerate(
        ((BY_HASH + second[3], "evil-00000001"), (second[2], "evil-00000002")), 1
    ):
        path = written(tmp_path / f"p{number}", chained([{"id": identity}], origin=origin))
        with closing(SqliteStore(path)) as peer:
            assert [] == sync(here, peer).refused
    with closing(SqliteStore(written(tmp_path / "honest", honest))) as peer:
        assert ([], 2) == ((done := sync(here, peer)).refused, len(done.received))
    here.close()
    with closing(SqliteStore(tmp_path / "here")) as anew:
        found = anew.audit()
        assert ([], 4, {first[3], second[3]}) == (
            found.misfits,
            len(anew.record.events),
            {first[3], second[3]} & {event.hash for event in anew.record.events},
        )


def test_one_origin_never_uses_an_id_twice(tmp_path: Path) -> None:
    twice = chained([{"id": "same"}, {"id": "same"}])
    with (
        closing(SqliteStore(tmp_path / "here")) as here,
        closing(SqliteStore(written(tmp_path / "peer", [twice[0]]))) as peer,
    ):
        peer.connection()
        received = here.receive(events_of(twice))
        assert (1, "has the id of an earlier event.") == (
            len(received.taken),
            str(received.refused[0].what),
        )


def test_an_act_whose_id_somebody_else_used_before_it_was_written_is_written(
    tmp_path: Path,
) -> None:
    with closing(SqliteStore(tmp_path / "here")) as here:
        here.receive(events_of(borrowing("d-1")))
        (written_now,) = here.append([marked("d-1")], DBA, {})
        assert ("dba", 2) == (written_now.operator, len(here.record.events))
        assert [written_now] == here.append([marked("d-1")], DBA, {})
        assert (2, True) == (len(here.record.events), here.audit().sound)
    with closing(SqliteStore(tmp_path / "here")) as anew:
        assert [written_now.hash] == [e.hash for e in anew.append([marked("d-1")], DBA, {})]
        assert 2 == len(anew.record.events)


def test_a_head_with_the_id_of_one_that_was_shown_was_not_shown(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "here")) as here:
        (shown,) = here.append([marked("d-1")], DBA, {})
        seen = {"saw": {shown.origin: [1, shown.hash]}, "lamport": 2}
        here.receive(events_of(borrowing("d-1", **verdict_on("s01", "clean"), **seen)))
        with pytest.raises(StaleView):
            here.append([marked("d-2")], DBA, {"s01": frozenset([shown.hash])})


def twins(folder: Path, **parts: Any) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """The id that an act of dba's and one of eve's bear, and both events."""
    assert 0 == run("mark", "s01", "unknown", folder=folder).returncode
    mine = log(folder)[-1]
    seen = {mine["origin"]: [mine["seq"], mine["hash"]]}
    data = {"before": standing("unknown"), "after": standing("compromised")}
    rows = borrowing(
        mine["id"],
        **{"subject": "s01", "kind": "marked", "data": data, "saw": seen, **parts},
        lamport=mine["lamport"] + 1,
    )
    written(folder / "eve.journal", rows)
    assert 0 == run("sync", "eve.journal", folder=folder).returncode
    return mine["id"], mine, next(e for e in log(folder) if e["operator"] == "eve")


def log(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("log", "--json", folder=folder).stdout.splitlines()]


def test_an_undo_by_an_id_that_two_events_bear_asks_for_a_hash_and_takes_that_one(
    plan: Path,
) -> None:
    folder = plan.parent
    identity, mine, hers = twins(folder, subject="s02")
    for typed in (identity, identity[:8]):
        refused = run("undo", typed, folder=folder)
        assert (1, 2) == (
            refused.returncode,
            sum(event["hash"][:12] in refused.stderr for event in (mine, hers)),
        ), refused
    assert 0 == (done := run("undo", mine["hash"][:12], folder=folder)).returncode, done
    undone = log(folder)[-1]
    assert (mine["hash"], "s01") == (undone["data"]["target_hash"], undone["subject"])
    assert '"state": "compromised"' in run("show", "s02", "--json", folder=folder).stdout


def test_an_undo_of_one_takes_the_other_back_for_nobody(plan: Path) -> None:
    folder = plan.parent
    _, mine, hers = twins(folder)
    assert 3 == run("undo", mine["hash"], folder=folder).returncode  # hers came after it
    assert 0 == run("undo", hers["hash"], folder=folder).returncode
    assert '"state": "unknown"' in run("show", "s01", "--json", folder=folder).stdout


def test_the_log_since_an_event_leaves_none_out_that_came_after_the_first_so_called(
    plan: Path,
) -> None:
    folder = plan.parent
    _, mine, hers = twins(folder)
    for since in (mine["id"], mine["id"][:8], mine["hash"], mine["hash"][:12]):
        shown = run("log", "--json", "--since", since, folder=folder).stdout.splitlines()
        assert hers["hash"] in [json.loads(line)["hash"] for line in shown]


def forked(tmp_path: Path) -> tuple[SqliteStore, SqliteStore, Event]:
    """Two stores that hold different branches of one origin; the first event of theirs."""
    first = chained([{}], origin=HONEST)[0]
    one, other = (
        [first, *chained([part], origin=HONEST, seq=1, prev=first[3], lamport=1)]
        for part in ({"data": {"text": "one"}}, verdict_on("s01"))
    )
    here = SqliteStore(written(tmp_path / "here", one))
    return here, SqliteStore(written(tmp_path / "there", other)), events_of(other)[1]


Squat = dict[str, Any]


@pytest.mark.parametrize(
    "how", ["id", "place", "claim", "long place"], ids=lambda how: re.sub(" ", "-", how)
)
def test_what_a_fork_kept_out_is_said_anew_though_somebody_took_its_id_or_place(
    tmp_path: Path, how: str
) -> None:
    here, there, act = forked(tmp_path)
    short = f"{HONEST}+{act.hash[:8]}"
    keeps = {"origin": HONEST, "seq": 2, "hash": act.hash}
    ways: dict[str, list[Squat]] = {
        "id": [{"id": str(uuid5(NAMESPACE_OID, act.hash))}],
        "place": [{"origin": short}],
        "claim": [{"origin": short, "data": {"text": "x", "keeps": keeps}}],
        "long place": [{"origin": short}, {"origin": f"{HONEST}+{act.hash}"}],
    }
    for number, squat in enumerate(ways[how]):
        rows = chained([squat], origin=str(squat.get("origin", "evil-00000001")))
        with closing(SqliteStore(written(tmp_path / f"squat{number}", rows))) as peer:
            assert number == len(sync(here, peer).refused)
    for _ in range(2):
        done = sync(here, there, keep_fork=True)
    assert ([], [True]) == (done.refused, [fork.kept for fork in done.forks])
    for store in (here, there):
        assert [act.hash] == [e.first_hash for e in store.record.acts if e.kind == "marked"]
        assert ([], "compromised") == (
            store.record.misfits,
            store.record.heads.of("s01")[0].payload.after.verdict,  # type: ignore[attr-defined]
        )
        store.close()


def test_who_claims_to_say_an_act_anew_hides_none_that_carries_its_bytes(tmp_path: Path) -> None:
    here, there, act = forked(tmp_path)
    sync(here, there, keep_fork=True)
    keeps = {"origin": HONEST, "seq": 2, "hash": act.hash}
    (row,) = chained([{"data": {"text": "x", "keeps": keeps}}], origin="a")
    record = Record()
    for event in [*events_of([row]), *here.record.events]:
        if event.hash != act.hash:
            record.take(event)
    assert ["marked"] == [e.kind for e in record.acts if e.first_hash == act.hash]
    for store in (here, there):
        store.close()
