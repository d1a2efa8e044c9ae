"""What moved a forecast, in words: by how much, and why as far as that is known."""

from chwapi_console.clock import span
from chwapi_console.recovery.forecast.drift import Stretch
from chwapi_console.recovery.forecast.outlook import expected, rounded
from chwapi_console.recovery.state.of_view.means import crew_name
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.why.worth_words import decimal
from chwapi_console.text import Sentence, say, some

MOST_NAMED = 3
"""Servers of one moment that are told by name."""

QUARTER, HOUR = 15, 60
"""Minutes below an hour are told to the quarter, as all that a forecast says is."""


def later_by(minutes: int) -> Sentence:
    """By how many minutes something comes later; sooner below nought."""
    size = abs(minutes)
    if size < HOUR:
        size = QUARTER * round(size / QUARTER)
    if not size:
        return say("no clear difference")
    if minutes > 0:
        return say("{time} later", time=rounded(size))
    return say("{time} sooner", time=rounded(size))


def stretch_moved(now: View, stretch: Stretch) -> Sentence:
    """By how much it moved, and why as far as that is known."""
    if stretch.minutes is None:
        was, became = expected(now, stretch.was), expected(now, stretch.became)
        return say("before it {was}; from then on {became}", was=was, became=became)
    moved = later_by(stretch.clear)
    if not stretch.clear:
        return moved
    why = _of_itself(stretch) or _of_hands(now, stretch)
    moved = say("{moved}; {why}", moved=moved, why=why) if why else _by_place(stretch, moved)
    return _by_teaching(stretch, moved) if stretch.taught else moved


def _of_itself(stretch: Stretch) -> Sentence | None:
    """That the first restoration is begun, or what was done to what the service waits for itself."""
    if stretch.delay and stretch.clear < 0:
        return say(
            "a restoration is begun since: {time} are no longer counted before the first",
            time=rounded(stretch.delay),
        )
    for hand in stretch.hands:
        if hand.over is not None and hand.own:
            return say(
                "{server} was in hand for {time}, likely {likely}: begun anew, it counts by its estimate "
                "again",
                server=hand.server,
                time=span(hand.over.minutes),
                likely=span(hand.over.likely),
            )
    if not stretch.own or any(hand.own and not hand.free for hand in stretch.hands):
        return None
    if stretch.clear > 0:
        return say("it waits for that itself")
    return say("it waited for that itself")


def _of_hands(now: View, stretch: Stretch) -> Sentence | None:
    """Whose hand is free since, or taken for the service or for others, where that can be why."""
    hand = next(iter(stretch.hands), None)
    if hand is None or (hand.free or hand.own) != (stretch.clear < 0):
        return None
    if not hand.crew:
        if hand.free:
            return say("a hand is free since")
        return say("it waits for that itself") if hand.own else say("a hand less for others since")
    crew = crew_name(now, hand.crew)
    if hand.free:
        return say("a hand of {crew} is free since", crew=crew)
    if hand.own:
        return say("it waits for that itself, and {crew} is at it", crew=crew)
    return say("a hand less of {crew} for others since", crew=crew)


def _by_teaching(stretch: Stretch, moved: Sentence) -> Sentence:
    """The same with what a restoration that was finished taught about all others."""
    assert stretch.taught is not None
    if 2 * stretch.of_pace * (1 if stretch.taught > 0 else -1) >= abs(stretch.taught):
        return _by_pace(stretch, moved)
    before, after = stretch.factors
    if round(before, 2) == round(after, 2) or (after - before) * stretch.taught < 0:
        return say(
            "{moved}; what it taught of all other restorations: that alone {taught}",
            moved=moved,
            taught=later_by(stretch.taught),
        )
    places = 1 if round(before, 1) != round(after, 1) else 2
    return say(
        "{moved}; all others count {after} times the plan since, not {before}: that alone {taught}",
        moved=moved,
        taught=later_by(stretch.taught),
        before=decimal(before, places),
        after=decimal(after, places),
    )


def _by_pace(stretch: Stretch, moved: Sentence) -> Sentence:
    """The same with how long the incident is taken to last since, where that makes half of it and more."""
    (least, most), (least_since, most_since) = stretch.paces
    return say(
        "{moved}; the incident counts {least} to {most} times what its restorations add up to since, not "
        "{least_before} to {most_before}: that alone {taught}",
        moved=moved,
        taught=later_by(stretch.of_pace),
        least=decimal(least_since, 1),
        most=decimal(most_since, 1),
        least_before=decimal(least, 1),
        most_before=decimal(most, 1),
    )


def _by_place(stretch: Stretch, moved: Sentence) -> Sentence:
    """The same with what goes before it since, and no longer: no reason of what speaks for the contrary."""
    if stretch.before:
        first = some(stretch.before, MOST_NAMED)
        moved = (
            say("{moved}, though since then before it: {servers}", moved=moved, servers=first)
            if stretch.clear < 0
            else say("{moved}; since then before it: {servers}", moved=moved, servers=first)
        )
    if stretch.behind:
        made_way = some(stretch.behind, MOST_NAMED)
        moved = (
            say("{moved}, though no longer before it: {servers}", moved=moved, servers=made_way)
            if stretch.clear > 0
            else say("{moved}; no longer before it: {servers}", moved=moved, servers=made_way)
        )
    if stretch.before_if_hit:
        if_hit = some(stretch.before_if_hit, MOST_NAMED)
        return say(
            "{moved}; since then before it if what nobody has looked at is hit: {servers}",
            moved=moved,
            servers=if_hit,
        )
    if stretch.hands and not stretch.before and not stretch.behind:
        return say("{moved}; it moved who is free when", moved=moved)
    return moved
