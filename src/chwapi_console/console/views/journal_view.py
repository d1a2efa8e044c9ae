"""The journal as rows.

One for each event, made only when it comes on the screen, for there may be a hundred thousand.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from chwapi_console.clock import clock_time
from chwapi_console.console.known.chronicle import Chronicle
from chwapi_console.console.views.filters import Values, matcher, misunderstood, only_words
from chwapi_console.console.views.queue_view import filter_words_of
from chwapi_console.console.widgets.row import (
    LazyRows,
    Row,
    RowKey,
    cells,
    columns,
    paragraph,
    plain,
)
from chwapi_console.console.widgets.styles import STATE_LOOKS
from chwapi_console.inventory.plain_words import plain as in_plain_letters
from chwapi_console.journal.record.events import Event
from chwapi_console.people import same_person
from chwapi_console.recovery.acts.open_steps import deed_in_full
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.news import NOT_SIGNED, kept_from_fork
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Language, plural, say

TIME_WIDTH, TIME_WITH_YEAR, OPERATOR_WIDTH = 11, 16, 12


class JournalRows(LazyRows):
    """The rows of some events."""

    kind = "event"

    def __init__(
        self, events: Sequence[Event], chronicle: Chronicle, view: View, width: int, t: Language
    ) -> None:
        self.events, self._view, self._t, self._unsigned = events, view, t, chronicle.unsigned
        self._origin, self._time = (
            9 if len(chronicle.origins) > 1 else 0,
            time_width(chronicle, view),
        )
        self._what = (
            width - self._time - OPERATOR_WIDTH - 4 - (self._origin + 1 if self._origin else 0)
        )

    def __len__(self) -> int:
        return len(self.events)

    def id(self, index: int) -> str:
        """The event's, by its hash: two may bear one id."""
        return self.events[index].hash

    def row(self, index: int) -> Row:
        """When who did what, and in which journal where there are several."""
        return self._row(self.events[index])

    def _row(self, event: Event) -> Row:
        t, zone, now = self._t, self._view.plan.incident.zone, self._view.now
        look = STATE_LOOKS[event.after.state] if event.after else ""
        values = [
            ("", 1, ""),
            (clock_time(event.moment, zone, now), self._time, "faint"),
            (t(self._view.by(event) or event.host), OPERATOR_WIDTH, ""),
        ]
        if self._origin:
            values.append((t(event.origin), self._origin, "faint"))
        return columns(
            [*values, (self._words(event), self._what, look)], key=RowKey("event", event.hash)
        )

    def _words(self, event: Event) -> str:
        """What was done, with its note and time, and what is to be said of the event itself."""
        t, view = self._t, self._view
        words = t(deed_in_full(view, event))
        if event.done_at:
            when = clock_time(
                datetime.fromisoformat(event.done_at), view.plan.incident.zone, view.now
            )
            words += " " + t(say("(done at {time})", time=when))
        note, again = event.note, kept_from_fork(event)
        words = (f"{words} · {t(note)}" if note else words) + (f" ({t(again)})" if again else "")
        return f"{words} ({t(NOT_SIGNED)})" if event.hash in self._unsigned else words


class JournalBook:
    """Gives the rows of the journal, and keeps what a filter has found and the words it looks in.

    Both only grow.
    """

    def __init__(self) -> None:
        self._chronicle = Chronicle()
        self._words: list[str] = []
        self._typed = ""
        self._found: Sequence[int] = ()
        self._asked: tuple[object, ...] = ()
        self._view: View | None = None

    def rows(
        self,
        chronicle: Chronicle,
        typed: str,
        view: View,
        width: int,
        t: Language,
        *,
        operator: str = "",
    ) -> Sequence[Row]:
        """A row for each event that the filter lets through."""
        events = self.shown(chronicle, typed, view, t, operator=operator)
        if events:
            return JournalRows(events, chronicle, view, width, t)
        if not typed:
            return [plain(" " + t(say("Nothing has been done yet.")))]
        why = misunderstood(
            typed, (_values(event, view, operator, t) for event in chronicle.events)
        )
        return [
            *paragraph(t(why or say("No event matches the filter.")), width),
            plain(" " + t(say("Esc shows all."))),
        ]

    def shown(
        self, chronicle: Chronicle, typed: str, view: View, t: Language, *, operator: str = ""
    ) -> Sequence[Event]:
        """The events that the filter lets through."""
        if not typed.strip():
            self._typed = ""
            return chronicle.events
        if not only_words(typed, t):
            self._read(chronicle, t)
            self._with_values(chronicle, typed, view, operator, t)
        elif chronicle is not self._chronicle or self._typed != typed:
            narrower = (
                chronicle is self._chronicle
                and bool(self._typed)
                and only_words(self._typed, t)
                and typed.startswith(self._typed)
            )
            self._read(chronicle, t)
            self._found = self._with_words(
                typed, self._found if narrower else range(len(chronicle.events))
            )
        self._typed = typed
        return [chronicle.events[at] for at in self._found]

    def _with_values(
        self, chronicle: Chronicle, typed: str, view: View, operator: str, t: Language
    ) -> None:
        """Looks at what the events are about, which others can change: so anew for every view."""
        asked = (id(chronicle), typed, id(view), operator)
        if self._asked != asked:
            matches = matcher(typed, t)
            self._found = [
                at
                for at, event in enumerate(chronicle.events)
                if matches(self._words[at], _values(event, view, operator, t))
            ]
        self._asked, self._view = asked, view

    def _with_words(self, typed: str, among: Sequence[int]) -> Sequence[int]:
        """Where all the words typed are found.

        One more letter can only narrow what was found, so it is looked for there.
        """
        for word in in_plain_letters(typed).split():
            among = [at for at in among if word in self._words[at]]
        return among

    def _read(self, chronicle: Chronicle, t: Language) -> None:
        """Takes in the words of the events that are new; of all where some came in between."""
        known = len(self._chronicle.events)
        if (
            known
            and chronicle.events[known - 1 : known] != self._chronicle.events[known - 1 : known]
        ):
            self._words = []
        self._words += [_words(event, t) for event in chronicle.events[len(self._words) :]]
        self._chronicle = chronicle


@lru_cache
def _state_words(state: str, t: Language) -> str:
    return f"{state} {t(state_word(state))}"


def _words(event: Event, t: Language) -> str:
    """What a filter can find an event by."""
    after, said = event.after, " ".join(event.said)
    held = event.before.holder if event.before else ""
    stands = f"{_state_words(after.state, t)} {after.holder} {after.reason} {held}" if after else ""
    return in_plain_letters(
        f"{event.operator} {event.host} {event.origin} {event.subject} {event.kind} {stands} {said}"
    )


def _values(event: Event, view: View, operator: str, t: Language) -> Values:
    """An event is the operator's who did it.

    It is in conflict, or ready, as what it is about is now.
    """
    plan, subject = view.plan, event.subject
    part = plan.servers.get(subject) or plan.services.get(subject) or plan.conditions.get(subject)
    site = (part.site, plan.sites[part.site].name) if part and part.site else ()
    entry, service = view.entry.get(subject), plan.services.get(subject)
    tier = service.tier if service else entry.tier if entry else None
    state = event.after.state if event.after else ""
    now = (
        [flag for flag in filter_words_of(view, subject, operator) if flag != "mine"]
        if subject in plan.servers
        else []
    )
    return {
        "site": site,
        "tier": (str(tier),) if tier else (),
        "state": (state, t(state_word(state))) if state else (),
        "is": [*now, *(["mine"] if same_person(event.operator, operator) else [])],
    }


def time_width(chronicle: Chronicle, view: View) -> int:
    """The cells in which every time of the record can be read whole.

    More where one is of another year than now.
    """
    this = f"{view.now.astimezone(view.plan.incident.zone):%Y}"
    return TIME_WIDTH if chronicle.years <= {this} else TIME_WITH_YEAR


def journal_heading(chronicle: Chronicle, view: View, width: int, t: Language) -> Row:
    """The names of the columns."""
    origin = [(t(say("Origin")), 9, "heading")] if len(chronicle.origins) > 1 else []
    return columns(
        [
            ("", 2, ""),
            (t(say("Time")), time_width(chronicle, view), "heading"),
            (t(say("Operator")), OPERATOR_WIDTH, "heading"),
            *origin,
            (t(say("What was done")), width, "heading"),
        ]
    )


def journal_title(chronicle: Chronicle, shown: int, width: int, t: Language) -> str:
    """How many events of how many origins, and the head code to read over a phone."""
    total, code = len(chronicle.events), t(say("head code {code}", code=chronicle.head_code))
    count = t(
        plural("Journal: {n} event", "Journal: {n} events", total)
        if shown == total
        else plural(
            "Journal: {shown} of {n} event", "Journal: {shown} of {n} events", total, shown=shown
        )
    )
    origins = t(plural("{n} origin", "{n} origins", len(chronicle.origins)))
    if not chronicle.head_code:
        return f"{count} · {origins}"
    ways = [f"{count} · {origins} · {code}"]
    if len(chronicle.origins) < 2:
        ways += [f"{count} · {code}", f"{code} · {count}"]
    else:
        ways += [f"{code} · {count} · {origins}"]
    return next((line for line in ways if cells(line) <= width), ways[-1])
