"""A peer that brings very many acts makes no verb slow for good, unless somebody means it; and
nothing hinders who hands out their own record, or brings it in again."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from chwapi_console.journal.mirror import MirroredStore
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import Draft
from chwapi_console.journal.record.room import MEANT, USUAL, Amounts, Room, weight_of
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.journal.sync import sync
from journal.forgeries import chained, verdict_on, written
from journal.processes import run

DBA = Actor("dba", "here")


def test_a_journal_of_others_that_is_large_is_read_where_somebody_says_that_it_is_meant(
    plan: Path,
) -> None:
    assert 0 == run("note", "s01", "first", folder=plan.parent).returncode
    assert 0 == run("sync", "other.journal", folder=plan.parent).returncode
    with plan.with_name("other.journal-wal").open("wb") as file:
        file.truncate(65_000_000)
    refused = run("sync", "other.journal", folder=plan.parent)
    assert (4, True) == (
        refused.returncode,
        "is larger than 64 MB" in refused.stderr and "sync --many" in refused.stderr,
    )
    assert 0 == run("sync", "other.journal", "--many", folder=plan.parent).returncode
    assert 0 == run("sync", "other.journal", "--journal", "new", folder=plan.parent).returncode


LARGE = 1 << 40
SMALL = Room(Amounts(9, 5, 9, 9, LARGE, LARGE), Amounts(9, 8, 9, 9, LARGE, LARGE))


def test_a_peer_with_events_without_number_brings_so_many_at_once_and_no_more_in_all_unless_meant(
    tmp_path: Path,
) -> None:
    here = SqliteStore(tmp_path / "here")
    here.append([Draft("n", "s01", "noted", {"text": "x"})], DBA, {})
    peer = SqliteStore(written(tmp_path / "peer", chained([{}] * 12)))
    for room, taken, stopped in (
        (SMALL, 5, "is one more than the 5 new events that one sync brings. Sync again"),
        (SMALL, 1, "is one more than the 8 events up to which a record takes any"),
        (SMALL, 0, "is one more than the 8 events up to which a record takes any"),
    ):
        done = sync(here, peer, room=room)
        assert (taken, True) == (len(done.received), str(done.refused[0].what).startswith(stopped))
        assert here.trouble is not None
        here.append([Draft(f"n{taken}", "s01", "noted", {"text": "acts go on"})], DBA, {})
    assert (6, [], None) == (
        len(sync(here, peer, room=MEANT).received),
        sync(here, peer).refused,
        here.trouble,
    )
    for store in (here, peer):
        store.close()


def test_nothing_bounds_what_is_handed_out_or_brought_into_a_journal_without_acts(
    tmp_path: Path,
) -> None:
    here = SqliteStore(written(tmp_path / "here", chained([{}] * 12)))
    (tmp_path / "m").mkdir()
    stick = SqliteStore(written(tmp_path / "stick", chained([{}], origin="z-00000001")))
    empty, mirrored = SqliteStore(tmp_path / "empty"), SqliteStore(tmp_path / "m" / "here")
    assert (0, 12) == (
        len((done := sync(here, stick, room=SMALL)).received),
        len(done.sent),
    )
    assert 12 == len(sync(empty, here, room=SMALL).received)
    mirroring = MirroredStore(here, tmp_path / "m")
    mirroring.refresh()
    mirrored.refresh()
    assert 12 == len(mirrored.record.events)
    for store in (mirroring, stick, empty, mirrored):
        store.close()


def weighing(parts: int) -> dict[str, Any]:
    """An event with so many empty lists in a part of it that nobody reads."""
    return {"data": {"text": "x", "z": [[]] * parts}}


def test_few_events_with_much_in_them_are_bounded_as_many_are_unless_meant(tmp_path: Path) -> None:
    most = Amounts(9, 99, 9, 9, 1_000_000, LARGE)
    room = Room(most, most._replace(weight=1_500_000))
    here = SqliteStore(tmp_path / "here")
    here.append([Draft("n", "s01", "noted", {"text": "x"})], DBA, {})
    peer = SqliteStore(written(tmp_path / "peer", chained([weighing(5_000)] * 9)))
    for taken, why in (
        (2, "is more than fits into the 1 MB of acts that one sync brings. Sync again"),
        (2, "is more than fits into the 1 MB up to which a record takes acts from elsewhere"),
        (0, "is more than fits into the 1 MB up to which a record takes acts from elsewhere"),
    ):
        done = sync(here, peer, room=room)
        assert (taken, True) == (len(done.received), str(done.refused[0].what).startswith(why))
        here.append([Draft(f"n{taken}", "s01", "noted", {"text": "acts go on"})], DBA, {})
    assert (5, []) == (len((meant := sync(here, peer, room=MEANT)).received), meant.refused)
    for store in (here, peer):
        store.close()


def test_the_texts_of_plans_are_counted_apart(tmp_path: Path) -> None:
    text = "a = [{}]," * 100_000
    seen = {
        "kind": "plan.seen",
        "subject": "plan",
        "data": {"digest": sha256(text.encode()).hexdigest(), "text": text},
    }
    most = Amounts(9, 99, 9, 9, 100_000, 1_000_000)
    here = SqliteStore(tmp_path / "here")
    here.append([Draft("n", "s01", "noted", {"text": "x"})], DBA, {})
    rows = [*chained([seen], origin="a"), *chained([seen], origin="b"), *chained([{}], origin="c")]
    peer = SqliteStore(written(tmp_path / "peer", rows))
    done = sync(here, peer, room=Room(most, most))
    assert (["a", "c"], ["b"]) == (
        [event.origin for event in done.received],
        [misfit.origin for misfit in done.refused],
    )
    for store in (here, peer):
        store.close()


def test_a_night_of_ten_thousand_servers_fits_into_the_usual_room() -> None:
    (row,) = chained([verdict_on("s01")])
    weight, of_plans = weight_of(unsealed(row[4]))
    assert 0 == of_plans
    assert 100_000 * weight <= USUAL.in_all.weight
