"""What is said below the list about the row under the cursor.

Why a server stands there, when a service is expected, what somebody noted.
"""

from collections.abc import Iterable, Sequence

from chwapi_console.console.known.console_state import ConsoleState
from chwapi_console.console.views.forecast_view import expected_words
from chwapi_console.console.views.next_view import advice_on
from chwapi_console.console.widgets.row import cells, fit, on_lines, paragraph
from chwapi_console.inventory.groups import accepted
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.sign_off_words import sign_off_in_full
from chwapi_console.recovery.words.things.conditions import condition_in_words
from chwapi_console.recovery.words.things.incomplete_services import nothing_to_do
from chwapi_console.recovery.words.things.notes import note_words, notes_on
from chwapi_console.recovery.words.things.step_words import step_meaning, step_name
from chwapi_console.recovery.words.things.suspicion import would_be_suspect
from chwapi_console.recovery.words.why.in_brief import BriefWay, ways_to_say_why
from chwapi_console.text import Language, Sentence, in_one, say

LEAST_HINDRANCE = 30
"""Cells in which can be told what stands in a server's way."""


class About(NamedTuple):
    """The ways to say it, the fullest first, and a note that cannot be read elsewhere.

    A way is worked out when those before it are too long, and they can be gone through once.
    """

    ways: Iterable[BriefWay] = ()
    note: Sentence | None = None

    def on_lines(self, t: Language, most: int, width: int) -> list[str]:
        """The fullest words that fit with the note after them on so many lines.

        Where none do, a line of each.
        """
        note, too_long = t(self.note or ""), list[BriefWay]()
        for way in self.ways:
            words = f"{t(way.whole)} {note}".strip()
            if cells(words) <= most * (width + 1) and len(lines := _lines(words, width)) <= most:
                return lines
            too_long.append(way)
        if not too_long:
            return on_lines(note, most, width)
        if note:
            return [*About(too_long).on_lines(t, most - 1, width), fit(note, width)]
        return _with_less_in_the_way(too_long[-1], t, most, width)


def _lines(text: str, width: int) -> list[str]:
    return [row.text for row in paragraph(text, width, indent="")]


def _with_less_in_the_way(way: BriefWay, t: Language, most: int, width: int) -> list[str]:
    """The lines with the hindrance shortened until the purpose fits whole."""
    purpose = t(way.purpose)
    if way.hindrance:
        hindrance = t(way.hindrance)
        for room in range(
            min(cells(hindrance) - 1, most * width - cells(purpose)), LEAST_HINDRANCE, -1
        ):
            if len(lines := _lines(f"{fit(hindrance, room).rstrip()} {purpose}", width)) <= most:
                return lines
    return on_lines(t(way.whole), most, width)


def why_there(known: ConsoleState, subject: str) -> About:
    """Why a server stands where it does in the queue, and the latest note on it."""
    ways, advice = _why_there(known.view, subject), advice_on(known, subject)
    if advice:
        ways = (_behind(advice, way) for way in ways)
    return About(ways, _latest_note(known.view, subject))


def _behind(advice: Sequence[Sentence], way: BriefWay) -> BriefWay:
    """A way to say why, behind the advice that is to be known first."""
    return way._replace(hindrance=in_one([*advice, *([way.hindrance] if way.hindrance else [])]))


def when_expected(known: ConsoleState, subject: str) -> About:
    """When a service is expected, and that it would be up on suspects; else who signed it off."""
    view = known.view
    if (expected := expected_words(view, known.forecast, subject)) is None:
        return _said(_signed(view, subject))
    doubtful = would_be_suspect(view, [subject]) if subject in view.services else None
    if doubtful is None:
        return _said(expected)
    short = say("Suspect once up. {expected}", expected=expected)
    return About([BriefWay(None, in_one([expected, doubtful])), BriefWay(None, short)])


def how_met(known: ConsoleState, subject: str) -> About:
    """How a condition or an asked-for sign-off stands, and the latest note on it.

    With the key to press when it is met.
    """
    view = known.view
    condition = view.conditions.get(subject) or view.conditions.get(accepted(subject))
    if condition is None:
        return About()
    said = [condition_in_words(view, condition)]
    if condition.ready and condition.state in ("open", "awaited"):
        said.append(say("When it is so: y."))
    return About([BriefWay(None, in_one(said))], _latest_note(view, subject))


def about_any(known: ConsoleState, subject: str) -> About:
    """What is said of something in its own view."""
    plan = known.view.plan
    if not subject:
        return About()
    of = (
        when_expected
        if subject in plan.services
        else how_met
        if subject in plan.conditions
        else why_there
    )
    return of(known, subject)


def what_is_meant(known: ConsoleState, step: str) -> About:
    """What is meant by a step."""
    return _said(step_words(known.view, step))


def _said(words: Sentence | None) -> About:
    return About([BriefWay(None, words)] if words else ())


def step_words(view: View, step: str) -> Sentence | None:
    """What is meant by a step; None where nobody says."""
    meaning = step_meaning(view.plan, step)
    return (
        say("{name}: {meaning}", name=step_name(view.plan, step), meaning=meaning)
        if meaning
        else None
    )


def _why_there(view: View, subject: str) -> Iterable[BriefWay]:
    if not view.entries:
        return [BriefWay(None, nothing_to_do(view))]
    entry = view.entry.get(subject)
    return ways_to_say_why(view, entry) if entry else ()


def _latest_note(view: View, subject: str) -> Sentence | None:
    """In a conflict what the acts say needs the room."""
    if subject in view.entry and view.entry[subject].conflict:
        return None
    notes = notes_on(view, subject)
    return note_words(view, notes[-1]) if notes else None


def _signed(view: View, service: str) -> Sentence | None:
    signed = sign_off_in_full(view, service)
    return in_one(signed) if signed else None
