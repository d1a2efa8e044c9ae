"""What the console knows: all that its parts share.

It is changed only by what the session's thread says and by what the operator asks for.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from chwapi_console.console.known.chronicle import Chronicle
from chwapi_console.console.widgets.styles import Look
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.moves import moved
from chwapi_console.session.session import Health
from chwapi_console.text import Sentence

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan
    from chwapi_console.recovery.forecast.forecast import Forecast
    from chwapi_console.recovery.forecast.pin_price import Price
    from chwapi_console.recovery.progress import Progress
    from chwapi_console.recovery.state.of_view.advice import Advice
    from chwapi_console.report.page import PaperPage
    from chwapi_console.report.shift import Began

KEPT_MESSAGES = 200
MOST_MOVES = 3
"""Servers named that changed places when a new order is taken up."""


class ShiftRead(NamedTuple):
    """When the shift of who is at the console began, and the view before it.

    For which view that was asked.
    """

    view: View
    began: "Began"
    before: View


class Advised(NamedTuple):
    """What an operator goes on with; for which view that was asked."""

    view: View
    operator: str
    advice: "Advice"


class WhyThen(NamedTuple):
    """Why a service is expected when it is, in sentences; for which view that was asked."""

    view: View
    service: str
    told: Sequence[Sentence]


class WentSoFar(NamedTuple):
    """How the recovery went, and the view from which that is seen, whose sites and crews it names."""

    view: View
    progress: "Progress"


class Priced(NamedTuple):
    """What a pin would cost, and the view from which that was worked out, whose services it names."""

    view: View
    price: "Price"


class TakenUp(NamedTuple):
    """An order as it was taken up: the servers, from which view, and which wanted a look since."""

    order: Sequence[str]
    by: View | None
    wanted_a_look: Mapping[str, None]


class Message(NamedTuple):
    """One message of the message line, with its time of the day."""

    time: str
    words: str
    look: Look


@dataclass
class ConsoleState:
    """`view` is what is shown.

    `order` the queue as last taken up, and `ordered_by` the view that it was taken from, and
    `wanted_a_look` the servers that did at some time since, as they came; `progressed` is of the view
    for which it was last asked, `priced` of the pin that was last asked about, `why_then` of the
    service; `pages` are those for others, by name, as last made, and `shift` is what they are made
    from. `done_here` has the ids of the acts that were done at this very screen, and when.
    """

    view: View
    health: Health
    operator: str
    chronicle: Chronicle
    forecast: "Forecast | None" = None
    progressed: WentSoFar | None = None
    priced: Priced | None = None
    why_then: WhyThen | None = None
    advised: Advised | None = None
    shift: ShiftRead | None = None
    pages: "Mapping[str, PaperPage]" = field(default_factory=dict)
    order: Sequence[str] = ()
    ordered_by: View | None = None
    wanted_a_look: dict[str, None] = field(default_factory=dict)
    done_here: dict[tuple[str, str], datetime] = field(default_factory=dict)
    messages: deque[Message] = field(default_factory=lambda: deque(maxlen=KEPT_MESSAGES))

    @property
    def advice(self) -> "Advice | None":
        """What the operator goes on with by the view that is shown; None while nobody knows."""
        of = self.advised
        if of is None or of.view is not self.view or of.operator != self.operator:
            return None
        return of.advice

    @property
    def has_moves(self) -> bool:
        """Whether taking up the order of now would change what is shown."""
        return self.order != [entry.server for entry in self.view.entries]

    def take_up_order(self) -> list[Sentence]:
        """Makes the order of now the one that is shown.

        Gives what moved most since the last one, and why.
        """
        changes = (
            moved(self.ordered_by, self.view, MOST_MOVES) if self.ordered_by is not None else []
        )
        self.order, self.ordered_by = [entry.server for entry in self.view.entries], self.view
        self.wanted_a_look = {}
        self.sees(self.view)
        return changes

    @property
    def taken_up(self) -> TakenUp:
        """The order that is shown."""
        return TakenUp(self.order, self.ordered_by, self.wanted_a_look)

    def take_up_again(self, before: TakenUp) -> None:
        """Shows an order again that was shown before, unless it still is."""
        if before.order is not self.order:
            self.order, self.ordered_by = before.order, before.by
            self.wanted_a_look = dict(before.wanted_a_look) | self.wanted_a_look

    def sees(self, view: View) -> None:
        """What is shown from now on; a forecast of other things than the plan has now is none any more."""
        if not _are_of_the_same(view.plan, self.view.plan):
            self.forecast = None
        self.view = view
        fresh = [entry.server for entry in view.entries if wants_look(view, entry)]
        self.wanted_a_look |= dict.fromkeys(fresh)


def _are_of_the_same(plan: "Plan", other: "Plan") -> bool:
    """Whether two plans have the same servers, services and so on, by their ids."""
    return plan is other or all(
        of_it.keys() == of_other.keys()
        for of_it, of_other in (
            (plan.servers, other.servers),
            (plan.services, other.services),
            (plan.conditions, other.conditions),
            (plan.groups, other.groups),
            (plan.sites, other.sites),
            (plan.crews, other.crews),
        )
    )


def wants_look(view: View, entry: Entry) -> bool:
    """Whether nobody has looked at a server of the order, or could not tell, or it is suspect."""
    return entry.to_look_at or view.situation.state(entry.server) == "unknown"
