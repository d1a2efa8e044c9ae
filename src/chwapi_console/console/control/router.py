"""The way from place to place: where the operator goes, and on which row the cursor then stands."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from chwapi_console.console.control.asking.conversation import TakenBack
from chwapi_console.console.control.asking.dialogue import Dialogue
from chwapi_console.console.control.picture.picture import Picture
from chwapi_console.console.control.picture.target import is_there
from chwapi_console.console.known.console_state import ConsoleState, TakenUp
from chwapi_console.console.views.place import QUEUE, Place
from chwapi_console.console.views.queue_view import above_words, goes_on_with
from chwapi_console.console.widgets.row import RowKey, index_of
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged.required_steps import next_step
from chwapi_console.text import Sentence, say, some

JUST = timedelta(seconds=10)
"""How long a text may be meant for the server from which the cursor has gone on by itself."""

FINISHED = "restored"
"""Work after which an operator goes on with the next server. On all else the cursor stays, so that a key which
is pressed again on a late line finds that all is so already."""
MOST_NAMED = 4
"""Servers in hand that are named in the greeting; more are counted."""


class _Left(NamedTuple):
    """A server that is finished, where the cursor has gone on to from it by itself, and when."""

    server: str
    to: RowKey | None
    at: datetime


class Scene(NamedTuple):
    """What is shown: the place, the row of the cursor, the filter, what is selected, which order."""

    place: Place
    cursor: int
    typed: str
    selected: frozenset[str]
    anchor: str
    taken_up: TakenUp
    way: tuple[Place, ...] = ()


class Router:
    """Goes to places and rows, and has them drawn."""

    def __init__(self, picture: Picture, dialogue: Dialogue) -> None:
        self._picture, self._dialogue = picture, dialogue
        self._known, self._list, self._trail = picture.known, picture.list, picture.trail
        self._left, self._finished = _Left("", None, picture.now()), ""
        self._before_filter: RowKey | None = None

    def go(self, place: Place) -> None:
        """Goes to a place; Back returns to this one.

        What was said about the place before is said no longer, but for what an act of ours did just
        now. Whoever is there stays, the cursor too.
        """
        if place == self._trail.here:
            return
        self._dialogue.leaves_place()
        self._trail.go(place, self._list.position())
        self.arrive()

    def back(self) -> None:
        """Goes back to where we came from."""
        if self._trail.back():
            self._dialogue.leaves_place()
            self.arrive()

    def draw(self) -> list[Sentence]:
        """Draws the present place anew, or the one before it where the plan has this one's subject no more.

        Says that.
        """
        left = self._trail.here
        if not self._trail.keep(self._is_there):
            self._picture.draw()
            return []
        self._dialogue.leaves_place()
        self.arrive()
        return [say("{id} is in the plan no more: its page is closed.", id=left.subject)]

    def _is_there(self, place: Place) -> bool:
        return is_there(place, self._known.view.plan)

    @contextmanager
    def showing(self, place: Place) -> Iterator[None]:
        """Goes to a place to be read while questions about it stand, then back.

        Back when the last question is answered, or one is taken back.
        """
        self.go(place)
        try:
            yield
        except TakenBack:
            self._leave(place)
            raise
        self._leave(place)

    def _leave(self, place: Place) -> None:
        if self._trail.here == place:
            self.back()

    def ask_filter(self) -> None:
        """Filters as one types.

        The cursor stays on its row for as long as that shows what is typed, or no row does; then it
        goes to the best one.
        """
        key = self._list.key
        if not self._trail.typed:
            self._before_filter = key

        def filter(typed: str) -> None:
            self._trail.typed = typed
            page, sheet = self._picture.page, self._picture.sheet
            rows = page.rows(sheet)
            self._list.show(rows, page.best_row(sheet, rows, index_of(rows, key)))
            self._picture.draw_around()

        self._dialogue.ask(say("Filter:"), filter, changed=filter)

    def drop_filter(self) -> None:
        """Shows everything again; the cursor stays on its row, else goes back to where the filter began."""
        nowhere = self._list.key is None
        self._trail.typed = ""
        self._picture.draw()
        if nowhere and (row := index_of(self._list.rows, self._before_filter)) is not None:
            self._list.move_to(row)

    def arrive(self) -> None:
        """Shows the present place, with the cursor where it was left, else where the page begins."""
        page, sheet = self._picture.page, self._picture.sheet
        rows = page.rows(sheet)
        if spot := self._trail.spot:
            found = index_of(rows, spot.key, spot.row)
            self._list.show(rows, spot.row if found is None else found, spot.top)
        else:
            self._list.show(rows, page.first_row(sheet, rows), 0)
        if self._trail.here == QUEUE and (server := self._finished):
            self._finished = ""
            if self._list.key == RowKey("server", server) and _is_finished(self._known, server):
                self.goes_on_from(server)
        self._picture.draw_around()

    def open(self) -> None:
        """Shows the place that the console opens at.

        The cursor stands on the first server that the operator has in hand, if there is one: the
        next key is meant for that.
        """
        self.arrive()
        self.to_what_is_in_hand()

    def to_what_is_in_hand(self) -> Sentence | None:
        """Moves in the queue to the first server that the operator has in hand, and says which are.

        None where they have none.
        """
        for server in self._in_hand()[:1]:
            if (row := index_of(self._list.rows, RowKey("server", server))) is not None:
                self._list.move_to(row)
        return self.in_hand()

    def in_hand(self) -> Sentence | None:
        """Which servers the operator has in hand; None for none."""
        mine = self._in_hand()
        return _have_in_hand(mine) if mine else None

    def _in_hand(self) -> list[str]:
        """What the operator has in hand, in the order."""
        servers, operator = self._known.view.situation.servers, self._known.operator
        return [
            name
            for name in self._known.order
            if name in servers and servers[name].is_with(operator)
        ]

    def how_it_stands(self) -> list[Sentence]:
        """What whoever opens the console would look for.

        What they have in hand, and what stands above the row that the queue opens at.
        """
        mine = self._in_hand()
        above = self._above(mine[0] if mine else "")
        return [
            *([_have_in_hand(mine)] if mine else []),
            *([above] if above is not None else []),
        ]

    def _above(self, server: str) -> Sentence | None:
        """How many servers stand above the first row, and why nobody goes on with them.

        The first row is the one that the queue opens at: `server`, or the first ready one where no
        server is in hand. None where none stand above it.
        """
        view, operator = self._known.view, self._known.operator
        entries = [view.entry[server] for server in self._known.order if server in view.entry]
        first = next(
            (
                place
                for place, entry in enumerate(entries)
                if (entry.server == server if server else goes_on_with(view, entry, operator))
            ),
            0,
        )
        above = [entry for entry in entries[:first] if not goes_on_with(view, entry, operator)]
        return above_words(above) if above else None

    def finished_here(self, server: str) -> None:
        """The server of the page is finished: in the queue the cursor goes on from it."""
        self._finished = server

    def goes_on_from(self, server: str) -> None:
        """Puts the cursor on the first ready server, for one is finished."""
        self.to_ready(0)
        self._left = _Left(server, self._list.key, self._picture.now())

    @property
    def just_left(self) -> str:
        """The server from which the cursor has gone on by itself a moment ago, and not moved since.

        Empty where there is none.
        """
        server, to, at = self._left
        stands = to == self._list.key and server != self._picture.at.under_cursor
        return server if server and stands and self._picture.now() - at < JUST else ""

    def to_open_step(self) -> None:
        """Puts the cursor on the first step of the page's runbook that is open, if there is one."""
        here, view = self._trail.here, self._known.view
        step = RowKey("step", next_step(view.plan, view.situation, here.subject))
        if here.kind == "page" and (row := index_of(self._list.rows, step)) is not None:
            self._list.move_to(row)
            self._picture.draw_under_cursor()

    def to_ready(self, start: int) -> bool:
        """Moves to the next ready server from a row on; whether there is one.

        The cursor, and the words why that server stands there, are drawn in one frame.
        """
        if (index := self._picture.at.next_ready(start)) is not None:
            before = self._list.cursor
            self._list.move_to(index)
            if self._list.cursor == before:
                self._picture.draw_under_cursor()
        return index is not None

    @property
    def selection(self) -> tuple[frozenset[str], str, int]:
        """Which servers are selected, which was the last of them, and where the cursor stands."""
        return self._trail.selected, self._trail.anchor, self._list.cursor

    @property
    def scene(self) -> Scene:
        """What is shown now, to be shown again."""
        trail = self._trail
        return Scene(
            trail.here,
            self._list.cursor,
            trail.typed,
            trail.selected,
            trail.anchor,
            self._known.taken_up,
            trail.way,
        )

    def back_to(self, scene: Scene) -> None:
        """Shows again what was shown, the cursor where it stood."""
        if scene.place != self._trail.here:
            self._dialogue.leaves_place()
            self._trail.return_to(scene.way)
            self._trail.keep(self._is_there)
            self.arrive()
        if _shows_otherwise(self.scene, scene):
            trail = self._trail
            trail.typed, trail.selected, trail.anchor = scene.typed, scene.selected, scene.anchor
            self._known.take_up_again(scene.taken_up)
            self._picture.draw()
        self._list.move_to(scene.cursor)

    def doubts_selection(self) -> None:
        """A text came behind what was selected: an act on that asks wherever the cursor stands."""
        if self._trail.selected:
            self._trail.anchor = ""

    def select_as_before(self, selected: frozenset[str], anchor: str, cursor: int) -> None:
        """Selects what was selected before, and puts the cursor back."""
        self._trail.selected, self._trail.anchor = selected, anchor
        self._picture.draw()
        self._list.move_to(cursor)


def _have_in_hand(servers: Sequence[str]) -> Sentence:
    return say("You have {servers} in hand.", servers=some(servers, MOST_NAMED))


def _shows_otherwise(now: Scene, before: Scene) -> bool:
    """Whether more than the place and the cursor differ."""
    same_order = now.taken_up.order is before.taken_up.order
    return not same_order or now[2:5] != before[2:5]


def _is_finished(known: ConsoleState, server: str) -> bool:
    """Whether a server is still as it was marked on its page: nobody has undone that since."""
    held = known.view.situation.servers.get(server)
    return held is not None and held.standing.work == FINISHED
