"""Restore points in words.

What is told of one, what speaks against it, and since when the attacker counts as having been in.

See docs/design/runbooks.md, "Restore points".
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chwapi_console.clock import day_and_time
from chwapi_console.journal.kinds.point_kinds import (
    CompromisedSinceUndone,
    IndicatorsChange,
    IndicatorsUndone,
    PointChange,
    PointTerms,
    PointUndone,
    SinceChange,
)
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.judged.chosen_points import (
    chosen_point,
    restored_from,
    tried_points,
)
from chwapi_console.recovery.state.told.restore_points import Flaw, RestorePoint
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, Value, every, plural, say

VERDICT_WORDS: Mapping[str, Sentence] = {
    "unknown": say("not scanned yet"),
    "verified": say("verified clean"),
    "suspect": say("suspect"),
    "compromised": say("compromised"),
    "encrypted": say("encrypted"),
}
"""What a verdict on a point says."""
VERDICTS_SPOKEN: Mapping[str, tuple[Sentence, ...]] = {
    "unknown": (say("unknown"), VERDICT_WORDS["unknown"]),
    "verified": (say("verified"), VERDICT_WORDS["verified"]),
    "suspect": (VERDICT_WORDS["suspect"],),
    "compromised": (VERDICT_WORDS["compromised"],),
    "encrypted": (VERDICT_WORDS["encrypted"],),
}
"""By which words somebody may give a verdict; the first is offered."""


def moment_words(view: View | None, at: str) -> str:
    """A moment of a point with its day, in the incident's zone.

    As it was written where there is no view.
    """
    told = datetime.fromisoformat(at)
    return day_and_time(told.astimezone(view.plan.incident.zone) if view is not None else told)


def point_words(view: View, point: RestorePoint) -> Sentence:
    """All that is told of a point, in one line."""
    terms = point.terms
    parts: list[Value] = [say("taken {time}", time=moment_words(view, terms.taken))]
    parts.append(_verdict(point))
    if terms.tested:
        parts.append(say("restored for a test"))
    parts += [flaw_word(view, point.server, flaw) for flaw in _others(view, point)]
    if point.in_conflict:
        parts.append(say("people tell different things of it"))
    return say("{point}: {told}", point=point.id, told=every(parts))


def _others(view: View, point: RestorePoint) -> list[Flaw]:
    """What speaks against a point beside its verdict."""
    flaws = view.situation.points.flaws(point.server, point.id)
    return [flaw for flaw in flaws if flaw in ("late", "stale", "untested")]


def _verdict(point: RestorePoint) -> Sentence:
    terms = point.terms
    given: list[Value] = [value for value in (terms.by, terms.tool) if value]
    if terms.indicators:
        given.append(say("indicators {set}", set=terms.indicators))
    word = VERDICT_WORDS[terms.verdict]
    return say("{verdict} ({by})", verdict=word, by=every(given)) if given else word


def flaw_word(view: View, server: str, flaw: Flaw) -> Sentence:
    """What speaks against a point of a server, in a few words."""
    points = view.situation.points
    since = points.since(server)
    match flaw:
        case "late" if since is not None:
            return say(
                "taken when the attacker was in (since {time})",
                time=day_and_time(since.at.astimezone(view.plan.incident.zone)),
            )
        case "stale":
            return say("that verdict is stale: {sets} is known now", sets=every(points.indicators))
        case "untested":
            return say("never restored for a test")
    return VERDICT_WORDS[flaw]


def since_words(view: View, server: str) -> Sentence | None:
    """Since when a server counts as compromised, and who said so; None where nobody did."""
    since = view.situation.points.since(server)
    if since is None:
        return None
    return say(
        "{time}, as {operator} said",
        time=day_and_time(since.at.astimezone(view.plan.incident.zone)),
        operator=view.by(since.event),
    )


def points_of_server(view: View, server: str) -> list[Sentence]:
    """All that is told of a server's restore points, a sentence for each.

    Then from which it was or will be restored; nothing where no point of it is known.
    """
    situation = view.situation
    known = situation.points.of.get(server, {})
    if not known:
        return []
    told = [point_words(view, point) for point in known.values()]
    tried = tried_points(view.plan, situation, server)
    if point := restored_from(situation, server):
        told.append(say("restored from {point}; {tries}", point=point, tries=_tries(tried)))
    elif point := chosen_point(view.plan, situation, server):
        told.append(say("{point} was chosen; {tries}", point=point, tries=_tries(tried)))
    elif tried:
        told.append(_tries(tried))
    return told


def _tries(tried: Sequence[str]) -> Sentence:
    return plural(
        "{n} point tried: {points}", "{n} points tried: {points}", len(tried), points=every(tried)
    )


# What was done, in the words of the log


def told_of_points(
    event: Event, change: PointChange | SinceChange | IndicatorsChange, view: View | None
) -> Sentence:
    """What was told of points, of the attacker's coming, or of indicators."""
    match change:
        case PointChange():
            return _of_point(event, change, view)
        case SinceChange():
            return _of_since(change, view)
    return _of_indicators(change)


def _of_point(event: Event, change: PointChange, view: View | None) -> Sentence:
    what: dict[str, Value] = {"subject": event.subject, "point": change.point}
    if change.after is None:
        words = say("{subject}: restore point {point} taken back", **what)
    else:
        words = say(
            "{subject}: restore point {point}: {told}",
            told=every(_told(change.before, change.after, view)),
            **what,
        )
    return say("{what} (undo)", what=words) if isinstance(change, PointUndone) else words


def _told(before: PointTerms | None, after: PointTerms, view: View | None) -> Sequence[Value]:
    """What is told anew of a point; all of it where nothing was told before."""
    parts: list[Value] = []
    if before is None or before.taken != after.taken:
        parts.append(say("taken {time}", time=moment_words(view, after.taken)))
    if before is None or before[1:5] != after[1:5]:
        given = [value for value in (after.by, after.tool, after.indicators) if value]
        word = VERDICT_WORDS[after.verdict]
        parts.append(say("{verdict} ({by})", verdict=word, by=every(given)) if given else word)
    if before is None or before.tested != after.tested:
        parts.append(
            say("restored for a test") if after.tested else say("never restored for a test")
        )
    return parts


def terms_in_words(view: View, terms: PointTerms) -> Sequence[Value]:
    """All that is told of a point, before anybody wrote it."""
    return _told(None, terms, view)


def _of_since(change: SinceChange, view: View | None) -> Sentence:
    what: dict[str, Value] = {"subject": change.server}
    if change.after:
        what["time"] = moment_words(view, change.after)
        words = (
            say("{subject} counts as compromised since {time}", **what)
            if change.server
            else say("the attacker counts as having been in since {time}", **what)
        )
    elif change.server:
        words = say("{subject}: no word any more since when it is compromised", **what)
    else:
        words = say("no word any more since when the attacker was in")
    return say("{what} (undo)", what=words) if isinstance(change, CompromisedSinceUndone) else words


def _of_indicators(change: IndicatorsChange) -> Sentence:
    words = (
        say("the newest set of indicators is {set}", set=change.after)
        if change.after
        else say("no set of indicators is known any more")
    )
    return say("{what} (undo)", what=words) if isinstance(change, IndicatorsUndone) else words
