"""The progress: at each moment what the view of that moment said, down again when something is
lost, and never more than is known."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event, sealed
from chwapi_console.recovery import progress as module
from chwapi_console.recovery.progress import ProgressPoint, progress
from chwapi_console.recovery.state.view.view import view
from hospitals import NOW, plan_of, record_of, standing_event

PLAN = plan_of("""
[policy]
second_person = false
[services.bloc]
name = "Bloc"
site = "imc"
tier = 1
needs = ["app", ["dc1", "dc2"]]
[services.mail]
name = "Mail"
tier = 4
needs = ["dc2"]
[servers]
app = { site = "imc", role = "x", state = "compromised" }
dc1 = { site = "imc", role = "x", state = "compromised" }
dc2 = { site = "union", role = "x", state = "unknown" }
old = { site = "union", role = "x", state = "compromised" }
""")
STARTED = PLAN.incident.detected
RESTORED, LOST, CLEAN = (
    Standing("compromised", "restored", "dba"),
    Standing("compromised"),
    Standing("clean"),
)
STANDINGS = [
    RESTORED,
    LOST,
    CLEAN,
    Standing("unknown"),
    Standing("compromised", "restoring", "dba"),
    Standing("compromised", "verified", "eve"),
    Standing("compromised", "blocked", reason="x"),
    Standing("compromised", "retired", replacement="dc2"),
    Standing("compromised", "retired"),
]


def timed(event: Event, minute: float, done: float | None = None) -> Event:
    """The event, written so many minutes after the start; and when its operator said that it was
    done."""
    data = dict(event.data) | ({"done_at": _at(done)} if done is not None else {})
    return sealed(event._replace(at=_at(minute), data=data))


def _at(minute: float) -> str:
    return (STARTED + timedelta(minutes=minute)).isoformat()


def line(*acts: tuple[Sequence[float], str, Standing]) -> list[Event]:
    """Acts at one console, one after the other: minute (and minute of being done), server,
    standing."""
    events: list[Event] = []
    for number, (minutes, server, after) in enumerate(acts, 1):
        events.append(
            timed(
                standing_event("a", number, server, after, prev=events[-1] if events else None),
                *minutes,
            )
        )
    return events


def told(events: Sequence[Event], now: datetime = NOW) -> list[tuple[int, int, int, int]]:
    """The moments: minute, hit, back, up."""
    moments = progress(view(PLAN, record_of(events), now)).moments
    return [((m.at - STARTED) // timedelta(minutes=1), m.hit, m.back, m.up) for m in moments]


def test_before_anybody_acted_there_is_one_moment_and_the_unknown_is_not_back() -> None:
    assert [(0, 3, 0, 0)] == told([])


def test_it_goes_up_with_what_is_restored_and_down_with_what_is_lost_again() -> None:
    assert [(0, 3, 0, 0), (10, 3, 1, 0), (20, 3, 2, 1), (30, 3, 1, 0), (40, 3, 2, 1)] == told(
        line(
            ([10], "app", RESTORED),
            ([20], "dc1", RESTORED),
            ([30], "app", LOST),
            ([40], "app", RESTORED),
        )
    )


def test_what_is_found_compromised_counts_as_hit_from_then_on() -> None:
    assert [(0, 3, 0, 0), (10, 3, 0, 1), (20, 4, 0, 0)] == told(
        line(([10], "dc2", CLEAN), ([20], "dc2", LOST))
    )


def test_what_changes_nothing_for_anybody_is_no_moment() -> None:
    assert [(0, 3, 0, 0)] == told(
        line(([10], "app", Standing("compromised", "restoring", "dba")), ([20], "app", LOST))
    )


def test_where_two_who_did_not_see_each_other_disagree_the_safer_one_counts() -> None:
    restored = timed(standing_event("a", 1, "app", RESTORED), 10)
    lost = timed(standing_event("b", 1, "app", LOST), 20)
    assert [(0, 3, 0, 0), (10, 3, 1, 0), (20, 3, 0, 0)] == told([restored, lost])
    assert [(0, 3, 0, 0)] == told([timed(restored, 20), timed(lost, 10)])


def test_an_act_counts_from_when_it_was_done_but_not_from_before_what_its_writer_knew() -> None:
    assert [(0, 3, 0, 0), (10, 3, 1, 0)] == told(line(([50, 10], "app", RESTORED)))
    assert [(0, 3, 0, 0), (10, 3, 1, 0), (20, 3, 0, 0), (30, 3, 1, 0)] == told(
        line(([10], "app", RESTORED), ([20], "app", LOST), ([50, 30], "app", RESTORED))
    )
    assert [(0, 3, 0, 0), (10, 3, 1, 0)] == told(
        line(([10], "app", RESTORED), ([20], "app", LOST), ([50, 5], "app", RESTORED))
    )


def test_a_clock_that_is_behind_ahead_or_before_the_start_puts_nothing_outside_the_incident() -> (
    None
):
    late = STARTED + timedelta(minutes=100)
    assert [(0, 3, 1, 0)] == told(line(([-30], "app", RESTORED)))
    assert [(0, 3, 0, 0), (100, 3, 1, 0)] == told(line(([5000], "app", RESTORED)), late)
    assert [(0, 3, 0, 0), (20, 3, 1, 0)] == told(line(([20], "app", LOST), ([10], "app", RESTORED)))


def test_a_replacement_stands_in_from_when_it_is_named() -> None:
    assert [(0, 3, 0, 0), (10, 3, 1, 0), (20, 3, 1, 2), (30, 4, 1, 0)] == told(
        line(([10], "app", RESTORED), ([20], "dc2", CLEAN), ([30], "dc2", LOST))
    )
    retired = Standing("compromised", "retired", replacement="dc2")
    assert [(0, 3, 0, 0), (10, 3, 0, 1), (20, 3, 0, 2)] == told(
        line(([10], "dc2", CLEAN), ([20], "app", retired))
    )


def test_the_shares_add_up_and_a_server_counts_for_the_most_urgent_tier_that_needs_it() -> None:
    of = progress(view(PLAN, record_of(line(([10], "dc2", CLEAN), ([20], "app", RESTORED))), NOW))
    assert [
        ("imc", 1, 2, 1, 1, 1, 1, 0),
        ("union", 0, 1, 0, 0, 0, 0, 0),
        (None, 0, 0, 1, 1, 1, 1, 0),
    ] == [tuple(share) for share in of.sites]
    assert [
        ("1", 1, 2, 1, 1, 1, 1, 0),
        ("4", 0, 0, 1, 1, 1, 1, 0),
        (None, 0, 1, 0, 0, 0, 0, 0),
    ] == [tuple(share) for share in of.tiers]


def test_of_too_many_moments_the_last_and_the_lowest_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_MOMENTS", 10)
    acts = [(minute, "app", RESTORED if minute % 2 else LOST) for minute in range(1, 200)]
    events = line(
        ([0.5], "dc1", RESTORED),
        *(([minute], server, after) for minute, server, after in acts),
        ([199.5], "app", LOST),
        ([200], "dc1", LOST),
        ([201], "dc1", RESTORED),
        ([201], "app", RESTORED),
        ([202], "old", RESTORED),
    )
    moments = told(events)
    assert (202, 3, 3, 1) == moments[-1]
    assert (200, 3, 0, 0) in moments
    assert len(moments) <= 11


def test_a_server_that_was_found_takes_a_service_down_from_then_on_and_not_before() -> None:
    up = line(([10], "app", RESTORED), ([20], "dc1", RESTORED))
    found = {"before": None, "after": {"site": "imc", "role": "x", "needed_by": ["bloc"]}}
    added = standing_event("a", 3, "nas", CLEAN, prev=up[-1], kind="added")
    added = timed(added._replace(data=found), 30)
    clean = timed(standing_event("a", 4, "nas", CLEAN, prev=added), 40)
    assert [(0, 0), (10, 0), (20, 1), (30, 0), (40, 1)] == [
        (minute, up) for minute, _, _, up in told([*up, added, clean])
    ]


# Laws


@st.composite
def stories(draw: st.DrawFn, clocks_are_right: bool) -> list[Event]:
    """Acts at three sites that see each other now and then. Where clocks are right, who sees an act
    writes later than it."""
    events: list[Event] = []
    last: dict[str, Event] = {}
    seen: dict[str, dict[str, tuple[int, str]]] = {origin: {} for origin in "abc"}
    for number in range(draw(st.integers(0, 12))):
        origin = draw(st.sampled_from("abc"))
        for other in draw(st.sets(st.sampled_from("abc"), max_size=1)) - {origin}:
            known = seen[other] | (
                {other: (last[other].seq, last[other].hash)} if other in last else {}
            )
            seen[origin] |= {
                name: tip
                for name, tip in known.items()
                if name != origin and tip[0] > seen[origin].get(name, (0, ""))[0]
            }
        prev, by_place = last.get(origin), {event.place: event for event in events}
        greatest = max(
            [
                prev.lamport if prev else 0,
                *(by_place[o, seq].lamport for o, (seq, _) in seen[origin].items()),
            ]
        )
        event = standing_event(
            origin,
            prev.seq + 1 if prev else 1,
            draw(st.sampled_from(["app", "dc1", "dc2", "old"])),
            draw(st.sampled_from(STANDINGS)),
            saw=dict(seen[origin]),
            prev=prev,
            lamport=greatest + 1,
        )
        minute = number if clocks_are_right else draw(st.integers(-20, 300))
        done = None if clocks_are_right else draw(st.none() | st.integers(-20, 300))
        last[origin] = timed(event, minute, done)
        events.append(last[origin])
    return events


@given(stories(clocks_are_right=False))
def test_the_last_moment_says_what_the_view_says(events: list[Event]) -> None:
    seen = view(PLAN, record_of(events), NOW)
    of = progress(seen)
    assert (len(seen.hit), seen.back, seen.up) == of.now[1:]
    assert of.moments[0].at == STARTED
    assert sorted({moment.at for moment in of.moments}) == [moment.at for moment in of.moments]
    assert of.now.at <= NOW
    for shares in (of.sites, of.tiers):
        assert of.now[1:] == (
            sum(s.hit for s in shares),
            sum(s.back for s in shares),
            sum(s.up for s in shares),
        )
        assert len(PLAN.services) == sum(share.services for share in shares)


@given(stories(clocks_are_right=True))
def test_at_each_moment_it_says_what_the_view_of_that_moment_said(events: list[Event]) -> None:
    moments = progress(view(PLAN, record_of(events), NOW)).moments
    for number in range(len(events) + 1):
        then = STARTED + timedelta(minutes=max(0, number - 1))
        seen = view(PLAN, record_of(events[:number]), then)
        said = next((m for m in reversed(moments) if m.at <= then), moments[0])
        if number:
            assert (len(seen.hit), seen.back, seen.up) == said[1:]


@given(stories(clocks_are_right=False))
def test_what_is_left_out_where_there_are_many_moments_changes_none_of_the_others(
    events: list[Event],
) -> None:
    seen = view(PLAN, record_of(events), NOW)
    all_of_them, most = progress(seen).moments, module.MOST_MOMENTS
    try:
        module.MOST_MOMENTS = 4
        few = progress(seen).moments
    finally:
        module.MOST_MOMENTS = most
    assert all_of_them[-1][1:] == few[-1][1:]
    assert all(_at_that_time(all_of_them, moment) == moment[1:] for moment in few)


@given(stories(clocks_are_right=True))
def test_a_service_fell_if_any_view_since_the_beginning_had_it_down(events: list[Event]) -> None:
    views = [view(PLAN, record_of(events[:number]), NOW) for number in range(len(events) + 1)]
    assert {
        service for seen in views for service, state in seen.services.items() if not state.is_up
    } == views[-1].fallen


def _at_that_time(moments: Sequence[ProgressPoint], moment: ProgressPoint) -> tuple[int, int, int]:
    hit, back, up = next(m[1:] for m in reversed(moments) if m.at <= moment.at)
    return hit, back, up


def test_a_service_whose_servers_are_not_all_named_is_never_counted_as_up() -> None:
    plan = plan_of("""
[services.labo]
name = "Labo"
tier = 1
needs = ["old"]
unnamed = ["analysers"]
[servers]
old = { site = "union", role = "x", state = "compromised" }
""")
    of = progress(view(plan, record_of(line(([5], "old", RESTORED))), NOW))
    assert [0, 0] == [moment.up for moment in of.moments]
    assert 1 == of.now.back


def test_a_compromised_verdict_that_was_undone_was_no_hit() -> None:
    marked, undone = line(([5], "dc2", LOST), ([6], "dc2", Standing("unknown")))
    undo = sealed(undone._replace(kind="undone", data={**undone.data, "target": marked.id}))
    seen = view(PLAN, record_of([marked, undo]), NOW)
    assert ("app", "dc1", "old") == tuple(seen.hit)
    assert {3} == {moment.hit for moment in progress(seen).moments}


def test_what_was_undone_was_never_back() -> None:
    marked, undone = line(([5], "old", RESTORED), ([6], "old", Standing("compromised")))
    undo = sealed(undone._replace(kind="undone", data={**undone.data, "target": marked.id}))
    before = progress(view(PLAN, record_of([]), NOW)).now.back
    seen = view(PLAN, record_of([marked, undo]), NOW)
    assert marked.hash in seen.situation.undone
    assert {before} == {moment.back for moment in progress(seen).moments}
