"""The queue as rows: where a server stands, what it is, how it stands, and what it is for.

A row is made only when it comes on the screen.

What a server waits for stands under the list when the cursor is on it, and not in its row: one act
can end the waiting of ten servers in sight, and ten rows of new words are much to send, and to read
again.
"""

from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet

from chwapi_console.console.known.console_state import ConsoleState
from chwapi_console.console.views.filters import Values, asks_for, matcher, misunderstood
from chwapi_console.console.widgets.row import (
    LazyRows,
    Piece,
    Row,
    RowKey,
    cells,
    columns,
    paragraph,
    plain,
)
from chwapi_console.console.widgets.styles import STATE_LOOKS
from chwapi_console.inventory.assignments import is_for_operator
from chwapi_console.recovery.acts.marks import STATES, typed_word
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.of_view.root_cause import missing_beneath
from chwapi_console.recovery.state.of_view.since import in_hand, is_given
from chwapi_console.recovery.state.told.threshold import OFF, plain_state
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.incomplete_services import nothing_to_do
from chwapi_console.recovery.words.things.notes import note_in, notes_on
from chwapi_console.recovery.words.things.reason_told import reason_told
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.things.steps_for import holder_of_next_step
from chwapi_console.recovery.words.things.suspicion import suspects_counted
from chwapi_console.recovery.words.why.caveats import caveats_in_short
from chwapi_console.recovery.words.why.held_up import hanging_in_short
from chwapi_console.recovery.words.why.reasons import purpose
from chwapi_console.text import Language, Sentence, Value, every, plural, say

STATE_SIGNS = READY, DONE, WAITING, BLOCKED, HELD, SUSPECT = "»", "✓", " ", "!", "•", "?"
SELECTED, PINNED = "+", "↑"
LEAST_REST = 8
LEAST_ROLE, LEAST_FOR = 16, 28
"""Cells in which anything, in which a role, and in which what a server is for beside it can be made
out."""
LEAST_FIXED = 9
"""Cells of the cursor, the rank, the signs and the blanks between them."""


class QueueRows(LazyRows):
    """The rows of the servers at some places of the order as last taken up, with their ranks there.

    Those of `marked` are selected. From the place `beyond` on they are not of that order, and have
    no rank in it.
    """

    kind = "server"

    def __init__(
        self,
        view: View,
        order: Sequence[str],
        places: Sequence[int],
        marked: AbstractSet[str],
        beyond: int,
        width: int,
        t: Language,
    ) -> None:
        self._order, self._places, self._marked, self._shape = (
            order,
            places,
            marked,
            _Shape(view, width, t),
        )
        self._beyond = beyond
        self._made: dict[int, Row] = {}

    def __len__(self) -> int:
        return len(self._places)

    def id(self, index: int) -> str:
        """The server's."""
        return self._order[self._places[index]]

    def row(self, index: int) -> Row:
        """The row of a server, made once."""
        if index not in self._made:
            place = self._places[index]
            server = self._order[place]
            row = self._shape.row(server, place + 1 if place < self._beyond else None)
            self._made[index] = _selected(row) if server in self._marked else row
        return self._made[index]


def queue_rows(
    view: View,
    order: Sequence[str],
    typed: str,
    width: int,
    t: Language,
    *,
    operator: str = "",
    marked: AbstractSet[str] = frozenset(),
    nothing: Sentence | None = None,
    beyond: int | None = None,
) -> Sequence[Row]:
    """One row for each server of `order` that the filter lets through.

    Servers that are done keep their rows. `nothing` says that there is none at all. What stands in
    `order` from `beyond` on has no rank.
    """
    places: Sequence[int] = range(len(order))
    if not view.plan.servers.keys() >= set(order):
        places = [place for place in places if order[place] in view.plan.servers]
    if typed.strip():
        matches = matcher(typed, t)
        places = [place for place in places if matches(*_words(view, order[place], operator, t))]
    if places:
        ranked = len(order) if beyond is None else beyond
        return QueueRows(view, order, places, marked, ranked, width, t)
    if not typed:
        return list(paragraph(t(nothing or nothing_to_do(view)), width))
    why = misunderstood(
        typed,
        [_words(view, server, operator, t)[1] for server in order if server in view.plan.servers],
    )
    return [
        *paragraph(t(why or say("No server matches the filter.")), width),
        *_services_wait(view, typed, width, t),
        plain(" " + t(say("Esc shows all."))),
    ]


def _services_wait(view: View, typed: str, width: int, t: Language) -> Iterator[Row]:
    """How many services wait for something, where `waits:` finds no server that does.

    People are told so above the list.
    """
    if waiting := sum(asks_for("waits", typed, view.missing(service)) for service in view.services):
        words = plural(
            "{n} service waits for it: the same filter in the services (2) shows it.",
            "{n} services wait for it: the same filter in the services (2) shows them.",
            waiting,
        )
        yield from paragraph(t(words), width)


def searched(known: ConsoleState, typed: str) -> Sequence[str]:
    """The servers of the queue, as last taken up.

    For who searches also all others, behind them: first those that have work to do since, in their
    order, then who was judged, who must be found again.
    """
    order = known.order
    if not typed.strip():
        return order
    fresh = [entry.server for entry in known.view.entries]
    return list(dict.fromkeys([*order, *fresh, *sorted(known.view.plan.servers)]))


def is_ready(known: ConsoleState, server: str) -> bool:
    """Whether this operator can go on with a server, and their crew is for it."""
    entry = known.view.entry.get(server)
    return entry is not None and goes_on_with(known.view, entry, known.operator)


def goes_on_with(view: View, entry: Entry, operator: str) -> bool:
    """Whether an operator can go on with an entry, and their crew is for it."""
    return entry.ready_for(operator) and (
        not view.plan.crews or is_for_operator(view.plan, operator, entry.server)
    )


def queue_title(
    view: View, order: Sequence[str], typed: str, t: Language, *, operator: str = ""
) -> str:
    """How many servers are to go, and whether a vital service waits for a blocked one.

    Under a filter, how many of all are shown.
    """
    to_go = [server for server in order if server in view.entry]
    count = t(plural("Queue: {n} server to go", "Queue: {n} servers to go", len(to_go)))
    if suspects := sum(server in view.suspects for server in to_go):
        count = f"{count}, {t(suspects_counted(suspects))}"
    if not typed.strip():
        hanging = hanging_in_short(view)
        return f"{count} · {t(hanging)}" if hanging else count
    matches = matcher(typed, t)
    shown = [
        server
        for server in order
        if server in view.plan.servers and matches(*_words(view, server, operator, t))
    ]
    found = t(plural("{n} shown", "{n} shown", len(shown)))
    done = sum(server not in view.entry for server in shown)
    if done == len(shown) and done:
        found = t(plural("{n} shown, done", "{n} shown, all done", done))
    elif done:
        found = t(
            plural("{shown}, {n} of them done", "{shown}, {n} of them done", done, shown=found)
        )
    return f"{count}, {found}"


def above_words(entries: Sequence[Entry]) -> Sentence:
    """Of servers that stand above the first ready one how many there are, and what they are at."""
    blocked = sum(entry.state == "blocked" and not entry.ready for entry in entries)
    held = sum(entry.state == "restoring" for entry in entries)
    others = sum(entry.ready for entry in entries)
    waiting = len(entries) - blocked - held - others
    if len(entries) == 1:
        is_so = [
            *([say("in hand")] if held else []),
            *([say("blocked")] if blocked else []),
            *([say("waiting")] if waiting else []),
            *([say("for others")] if others else []),
        ]
        return say("1 more urgent server above the cursor: {what}.", what=every(is_so))
    parts: list[Value] = [
        *([plural("{n} in hand", "{n} in hand", held)] if held else []),
        *([plural("{n} blocked", "{n} blocked", blocked)] if blocked else []),
        *([plural("{n} waiting", "{n} waiting", waiting)] if waiting else []),
        *([plural("{n} for others", "{n} for others", others)] if others else []),
    ]
    return plural(
        "{n} more urgent server above the cursor: {what}.",
        "{n} more urgent servers above the cursor: {what}.",
        len(entries),
        what=every(parts),
    )


def _selected(row: Row) -> Row:
    """The row with the sign that says it is selected; the name is set off too."""
    rank, _, sign, gap, name, *rest = row.pieces
    return Row(
        (rank, Piece(SELECTED, "picked"), sign, gap, name._replace(look="picked"), *rest), row.key
    )


def queue_heading(view: View, width: int, t: Language) -> Row:
    """The names of the columns."""
    return _Shape(view, width, t).heading()


def filter_words_of(view: View, server: str, operator: str) -> list[str]:
    """Which of the filter's words that have a meaning hold for a server and an operator."""
    state, entry = view.situation.servers[server], view.entry.get(server)
    holds = {
        "mine": state.is_with(operator),
        "conflict": state.conflict,
        "ready": entry is not None and entry.ready_for(operator),
        "override": server in view.overrides,
        "reserve": server in view.reserves,
        "shortcut": server in view.shortcuts,
        "suspect": server in view.suspects or server in view.set_aside,
    }
    return [flag for flag, so in holds.items() if so]


def _words(view: View, server: str, operator: str, t: Language) -> tuple[str, Values]:
    """What a filter can find a server by."""
    part, entry, state = (
        view.plan.servers[server],
        view.entry.get(server),
        view.situation.servers[server],
    )
    states = [
        *dict.fromkeys((plain_state(state.state), state.state, view.situation.shown_state(server))),
        *(["suspect"] if server in view.suspects or server in view.set_aside else []),
    ]
    services = " ".join(
        view.plan.services[service].name for service in (view.because(server) if entry else ())
    )
    notes = " ".join([part.notes, *map(note_in, notes_on(view, server))])
    shown = t(state_word(view.situation.shown_state(server)))
    return (
        (
            f"{server} {part.role} {services} {state.standing.holder or in_hand(view, server)} "
            f"{part.address} {part.os} {holder_of_next_step(view, server)} {notes} {shown}"
        ),
        {
            "site": (part.site, view.plan.sites[part.site].name),
            "tier": (str(entry.tier),) if entry and entry.tier else (),
            "state": [*states, *(t(word) for each in states for word in _words_of(each))],
            "waits": _waited_for(view, entry),
            "is": filter_words_of(view, server, operator),
        },
    )


def _words_of(state: str) -> Iterator[Sentence]:
    """What a state is called on the screen, and where that is more than a word, in one."""
    yield state_word(state)
    if state in (OFF, "on"):
        yield typed_word(state)


def _states_shown(view: View) -> list[str]:
    """The states that the column has room for."""
    if view.plan.incident.unplugged:
        return [*STATES, OFF, "suspect"]
    return [*(state for state in STATES if state != "on"), "suspect"]


def _waited_for(view: View, entry: Entry | None) -> list[str]:
    """Ids and names of what keeps a server from being ready, and of what keeps that from working."""
    needs = [need for group in entry.waits_for for need in group] if entry else []
    beneath = {found for need in needs if (found := missing_beneath(view, need))}
    return [
        *needs,
        *beneath,
        *(view.plan.services[need].name for need in needs if need in view.plan.services),
        *(view.plan.conditions[need].name for need in needs if need in view.plan.conditions),
    ]


class _Shape:
    """The widths of the columns for one plan and one width of the screen.

    The state is the last to be cut.
    """

    def __init__(self, view: View, width: int, t: Language) -> None:
        self.view, self.t = view, t
        self.site = _width([site.name for site in view.plan.sites.values()], 4, 11)
        self.server = _width(view.plan.servers, 8, 18)
        self.state = _width([t(state_word(state)) for state in _states_shown(view)], 5, 14)
        self.tier = 2
        room = width - LEAST_FIXED - self.server - self.site - 1 - self.tier - 1 - self.state - 1
        if room < 0:
            self.site, room = 0, room + self.site + 1
        if room < 0:
            self.tier, room = 0, room + self.tier + 1
        if room < 0:
            self.server, room = max(8, self.server + room), 0
        self.role = min(34, room - LEAST_FOR) if room >= LEAST_FOR + LEAST_ROLE else 0
        rest = room - (self.role + 1 if self.role else 0)
        self.rest = rest if rest >= LEAST_REST else 0

    def heading(self) -> Row:
        t = self.t
        return columns(
            [
                ("", 5, ""),
                ("", 1, ""),
                (t(say("Server")), self.server, "heading"),
                (t(say("Role")), self.role, "heading"),
                (t(say("Site")), self.site, "heading"),
                (t(say("T")), self.tier, "heading"),
                (t(say("State")), self.state, "heading"),
                (t(say("For")), self.rest, "heading"),
            ]
        )

    def row(self, server: str, rank: int | None) -> Row:
        """`rank` is that of the order as last taken up: it stays with the row until a new order is.

        None where the server was not in that order.

        That a server is ready is said by its sign alone: with its name in another look too, an act
        that makes ten others ready would send ten names.
        """
        view, t = self.view, self.t
        part, entry = view.plan.servers[server], view.entry.get(server)
        state = "suspect" if entry and entry.to_look_at else view.situation.shown_state(server)
        look = STATE_LOOKS[state]
        return columns(
            [
                (_rank(rank, entry), 4, ""),
                (state_sign(view, server), 1, "" if entry else look),
                (t(server), self.server, ""),
                (t(part.role), self.role, "faint"),
                (t(view.plan.sites[part.site].name), self.site, ""),
                (str(entry.tier or "") if entry else "", self.tier, ""),
                (t(state_word(state)), self.state, look),
                (t(rest(view, server)), self.rest, ""),
            ],
            key=RowKey("server", server),
        )


def _width(texts: Collection[str], least: int, most: int) -> int:
    """The width that shows all the texts, within bounds."""
    measure = len if all(map(str.isascii, texts)) else cells
    return max(least, min(most, max(map(measure, texts), default=0)))


def _rank(rank: int | None, entry: Entry | None) -> str:
    """The rank, right-aligned, marked where a pin put the server there and the column has the room."""
    if entry is None or rank is None:
        return ""
    return f"{PINNED}{rank:>3}" if entry.pinned and rank < 1000 else f"{rank:>4}"


def state_sign(view: View, server: str) -> str:
    """One character that says how things stand.

    Ready, held, blocked or in conflict, suspect, done, or waiting.
    """
    entry = view.entry.get(server)
    if view.situation.servers[server].conflict:
        return BLOCKED
    if entry is None:
        return DONE
    if entry.state == "blocked" and not entry.ready:
        return BLOCKED
    if entry.state == "restoring":
        return HELD
    if entry.to_look_at:
        return SUSPECT
    return READY if entry.ready else WAITING


def rest(view: View, server: str) -> Value:
    """The last column: what the server is for, after what makes it unlike the others."""
    caveats, whole = caveats_in_short(view, server), _rest(view, server)
    if caveats is None:
        return whole
    return say("{caveats} · {rest}", caveats=caveats, rest=whole) if whole else caveats


def _rest(view: View, server: str) -> Value:
    entry, state = view.entry.get(server), view.situation.servers[server]
    standing = state.standing
    if state.conflict:
        return say("in conflict")
    if entry is None:
        return say("by {holder}", holder=standing.holder) if standing.holder else ""
    if entry.work == "ask":
        return say("ask now · {reason}", reason=reason_told(standing))
    if entry.state == "blocked":
        return reason_told(standing)
    if entry.state == "restoring" and is_given(view, server):
        return say(
            "given to {holder} · {purpose}", holder=standing.holder, purpose=purpose(view, entry)
        )
    if entry.state == "restoring":
        return say("by {holder} · {purpose}", holder=standing.holder, purpose=purpose(view, entry))
    if entry.work == "verify":
        return say("to be verified · {purpose}", purpose=purpose(view, entry))
    return purpose(view, entry)
