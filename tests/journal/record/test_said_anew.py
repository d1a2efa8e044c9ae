"""An act that a fork had said anew knows what its writer knew, whoever brings it, and however the
event around it was made."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from chwapi_console.journal.file.file_format import values
from chwapi_console.journal.record.came_loose import claim
from chwapi_console.journal.record.decode import is_readable, unsealed
from chwapi_console.journal.record.events import (
    GENESIS,
    Draft,
    Event,
    hash_of,
    in_first_place,
    is_canonical,
    sealed,
)
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.journal.sync import said_anew, sync
from growth import does_lines_in_line
from journal.forgeries import FORGER, chained, standing, verdict_on, written

ANNA, OURS = "anna-00000001", "ours-00000001"
Saw = dict[str, tuple[int, str]]


def events_of(rows: Sequence[tuple[str, int, str, str, bytes]]) -> list[Event]:
    return [unsealed(row[4]) for row in rows]


OUR_FINDING = events_of(chained([{}, verdict_on("s01")], origin=OURS))
SEEN: Saw = {OURS: (2, OUR_FINDING[-1].hash)}


def annas() -> list[Event]:
    """Acts of somebody who saw nothing of ours: three notes, "clean", and the undo of that."""
    events = events_of(chained([{}, {}, {}, verdict_on("s01", "clean")], origin=ANNA))
    undone = {"target": events[-1].id, "before": standing("clean"), "after": standing("unknown")}
    last = Event(
        "u", ANNA, 5, events[-1].hash, {}, 5, events[-1].at, "anna", "anna", "s01", "undone", undone
    )
    return [*events, sealed(last)]


ANNAS = annas()
HONEST = said_anew(ANNAS[2:])


def changed(event: Event, saw: Saw | None = None, **data: Any) -> Event:
    """Another event around the same act."""
    return sealed(
        event._replace(saw=event.saw if saw is None else saw, data={**event.data, **data})
    )


def in_a_row(events: Sequence[Event], origin: str = "") -> list[Event]:
    """The events chained anew, each with the number and the clock that it must have there."""
    made: list[Event] = []
    for seq, event in enumerate(events, 1):
        made.append(
            sealed(
                event._replace(
                    origin=origin or event.origin, seq=seq, prev=made[-1].hash if made else GENESIS
                )
            )
        )
    return made


def taken(
    tmp_path: Path, events: Sequence[Event], known: Sequence[Event] = OUR_FINDING
) -> SqliteStore:
    """A store that holds what we found, and then was given these events by a peer."""
    here = SqliteStore(written(tmp_path / "here", map(values, known)))
    there = SqliteStore(written(tmp_path / "there", map(values, events)))
    sync(here, there)
    there.close()
    return here


def test_an_honest_branch_is_taken_and_leaves_the_conflict_that_there_is(tmp_path: Path) -> None:
    here = taken(tmp_path, [*ANNAS[:2], *HONEST[:2]])
    assert (6, 2, True) == (
        len(here.record.events),
        len(here.record.heads.of("s01")),
        here.audit().sound,
    )
    here.close()


@pytest.mark.parametrize(
    "saw",
    [SEEN, {**HONEST[1].saw, **SEEN}, {ANNA: (3, ANNAS[2].hash)}, {}],
    ids=["ours", "ours too", "further than the fork", "nothing"],
)
def test_an_event_around_an_act_that_claims_to_have_seen_something_else_is_refused(
    saw: Saw,
) -> None:
    forged = changed(HONEST[1], saw)
    assert (True, False) == (is_canonical(forged), is_readable(forged))
    with pytest.raises(ValueError, match="has seen something else"):
        unsealed(forged.body)
    assert [True] * 3 == [is_readable(event) for event in HONEST]


def test_a_finding_that_nobody_answered_stays_whatever_is_said_to_stand_for_an_act_that_did_not(
    tmp_path: Path,
) -> None:
    clean, too = changed(HONEST[1], SEEN), changed(HONEST[1], {**HONEST[1].saw, **SEEN})
    filler = events_of(
        chained([{"saw": {OURS: [2, OUR_FINDING[-1].hash]}, "lamport": 3}], origin="z")
    )
    for number, events in enumerate(
        (
            in_a_row([*filler, clean], "z"),
            in_a_row([*filler, clean], HONEST[0].origin),
            in_a_row([HONEST[0], too]),
        )
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        here = taken(folder, events)
        assert ["compromised"] == [
            head.after.verdict for head in here.record.heads.of("s01") if head.after
        ]
        here.close()


FORGERIES: dict[str, Callable[[], list[Event]]] = {
    "another act before it": lambda: in_a_row(
        [HONEST[0]._replace(id="x", data={"text": "x"}), HONEST[1]]
    ),
    "an act left out": lambda: [HONEST[0], in_a_row([HONEST[0], HONEST[2]])[1]],
    "another act taken back": lambda: [*HONEST[:2], changed(HONEST[2], target=OUR_FINDING[-1].id)],
    "the act in its first place taken back": lambda: [
        *HONEST[:2],
        changed(HONEST[2], target=ANNAS[3].id),
    ],
}


@pytest.mark.parametrize("forged", FORGERIES.values(), ids=FORGERIES)
def test_what_does_not_follow_in_its_branch_is_refused_at_the_door_and_named_by_audit(
    tmp_path: Path, forged: Callable[[], list[Event]]
) -> None:
    events = forged()
    received = Record()
    for event in ANNAS[:2]:
        received.take(event)
    refused = received.receive(events).refused
    assert [events[-1].seq] == [misfit.seq for misfit in refused], refused
    inside = SqliteStore(written(tmp_path / "j", map(values, [*ANNAS[:2], *events])))
    assert [events[-1].place] == [(misfit.origin, misfit.seq) for misfit in inside.audit().misfits]
    inside.close()


def test_an_act_stands_anew_only_under_an_origin_that_is_named_after_its_branch() -> None:
    for origin in (FORGER, ANNA, f"{ANNA}+00000000"):
        with pytest.raises(ValueError, match="an origin of its own"):
            unsealed(sealed(HONEST[0]._replace(origin=origin)).body)


def test_acts_that_an_early_program_said_anew_are_followed_by_those_of_this_one() -> None:
    def early(event: Event) -> Event:
        kept = {name: event.data["keeps"][name] for name in ("origin", "seq", "hash")}
        return sealed(event._replace(data={**event.data, "keeps": kept}))

    first, clean, undone = in_a_row([early(HONEST[0]), early(HONEST[1]), HONEST[2]])
    record = Record()
    for event in (*ANNAS[:2], first, clean, undone):
        assert event.hash == hash_of(event.body)
        record.take(unsealed(event.body))
    assert [] == record.misfits


@pytest.mark.parametrize(
    "part",
    [{"id": ["x"]}, {"id": {"a": 1}}, {"prev": 3}, {"target": ["t"]}],
    ids=str,
)
def test_an_act_that_no_reader_takes_for_one_is_not_said_anew(part: dict[str, Any]) -> None:
    kept = {**HONEST[0].data["keeps"], **part}
    around: dict[str, Any] = {"target": "t"} if "target" in part else {}
    act = in_first_place(changed(HONEST[0], keeps=kept, **around))
    origin = f"{ANNA}+{act.hash[:8]}"
    anew = changed(HONEST[0], keeps={**kept, "hash": act.hash}, **around)._replace(origin=origin)
    with pytest.raises(ValueError):
        unsealed(sealed(anew).body)


def test_acts_said_to_be_a_forks_of_our_own_journal_are_told_as_written_under_its_name(
    tmp_path: Path,
) -> None:
    here = SqliteStore(tmp_path / "here")
    here.append([Draft("n", "s01", "noted", {"text": "ours"})], Actor("dba", "here"), {})
    (ours,) = here.own_origins
    forged = said_anew(events_of(chained([verdict_on("s01", "clean")], origin=ours)))
    there = SqliteStore(written(tmp_path / "there", map(values, forged)))
    assert [event.id for event in forged] == [event.id for event in sync(here, there).own]
    for store in (here, there):
        store.close()


# What only claims to stand for an act, as an early program wrote it

GHOST, LOST_HASH = "ghost-0000001", "b" * 64
CLAIMED = {"keeps": {"origin": GHOST, "seq": 5, "hash": LOST_HASH}}


def claiming(part: dict[str, Any], origin: str, n: int = 1) -> list[Event]:
    """Events, first one of another kind, each of which only claims to stand for the same act."""
    data = part.get("data", {"text": "x"}) | CLAIMED
    return events_of(chained([{}, *[part | {"data": data}] * n], origin=origin))


def record(*events: Event) -> Record:
    made = Record()
    for event in events:
        made.take(event)
    return made


def test_what_claims_to_stand_for_an_act_hides_none_that_says_otherwise() -> None:
    found = claiming(verdict_on("s01"), ANNA)
    (_, forged) = claiming({}, "a-00000001")
    for events in ([*found, forged], [forged, *found]):
        acts = record(*events).acts
        assert found[1] in acts
        assert forged in acts
        assert [found[1].hash] == [head.hash for head in record(*events).heads.of("s01")]


def test_an_act_that_two_early_programs_said_anew_is_one_act() -> None:
    (_, here), (_, there) = (claiming(verdict_on("s01"), origin) for origin in ("a", "b"))
    assert [here] == [e for e in record(here, there).acts if e.keeps]
    assert [here] == [e for e in record(there, here).acts if e.keeps]


def claims_of_one_act(n: int) -> list[Event]:
    """Events that claim to stand for one act, and others that rest on it."""
    resting = [{"saw": {GHOST: [5, LOST_HASH]}} for _ in range(n)]
    return [*claiming({}, ANNA, n), *events_of(chained(resting, origin=OURS))]


def tellings_of_one_claim(n: int) -> list[Event]:
    """Events of one origin that rest on what is not here, and say of it themselves that it is
    missing."""
    told = {
        "saw": {GHOST: [5, LOST_HASH]},
        "subject": "record",
        "kind": "came.loose",
        "data": {"claims": [claim(ANNA, LOST_HASH)], "came": 0},
    }
    return events_of(chained([told] * n, origin=ANNA))


@pytest.mark.parametrize("make", [claims_of_one_act, tellings_of_one_claim])
def test_the_work_grows_in_line_with_those_who_claim_the_same(
    make: Callable[[int], list[Event]],
) -> None:
    def taken_in(events: list[Event]) -> None:
        made = record(*events)
        assert len(events) == len(made.acts) + sum(e.keeps is not None for e in events[2:])
        assert made.misfits
        assert not made.loose

    assert does_lines_in_line(make, taken_in, 40)
