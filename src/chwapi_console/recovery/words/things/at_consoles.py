"""Who sits at which console, with what a lead wants to know before a call.

At which site, by which number, and what they have in hand.
"""

from collections.abc import Iterable, Sequence, Sized
from datetime import datetime

from chwapi_console.clock import clock_time
from chwapi_console.inventory.model import Plan
from chwapi_console.journal.hub.presence import MOST_TOLD, Seat
from chwapi_console.journal.kinds.parts import told_moment
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import person, same_person
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Value, beginning, say

LONGEST = 40
"""Letters of a name that are shown: others chose it."""

TOO_MANY = say(
    "More consoles are told of in the hub than any recovery has: somebody with its password says so. "
    "No more than {n} are told here.",
    n=MOST_TOLD,
)


class AtConsole(NamedTuple):
    """Somebody at a console: their name as the record has it, empty where they have not said it.

    The name of the site of that host and their `phone`, each empty where the plan does not say it;
    servers that they have `in_hand`.
    """

    operator: str
    host: str
    site: str
    since: str
    phone: str
    in_hand: Sequence[str]

    @property
    def who(self) -> Value:
        """Their name; words that say so where nobody has given one."""
        return beginning(self.operator, LONGEST) or say("(nobody has said who)")

    @property
    def where(self) -> Value:
        """The host, and the site where that is known."""
        host = beginning(self.host, LONGEST)
        return say("{host}, {site}", host=host, site=self.site) if self.site else host


def at_consoles(view: View, seats: Iterable[Seat]) -> list[AtConsole]:
    """Who sits there, in the order of the seats."""
    plan = view.plan
    phones = {person(name): of.phone for name, of in plan.operators.items()}
    return [
        AtConsole(
            view.situation.spelled(seat.operator),
            seat.host,
            _site_of(plan, seat.host),
            seat.since,
            phones.get(person(seat.operator), ""),
            _in_hand(view, seat.operator),
        )
        for seat in seats
    ]


def are_too_many(people: Sized) -> bool:
    """Whether some may have been left out."""
    return len(people) >= MOST_TOLD


def since_when(view: View, since: str, now: datetime) -> str:
    """The time of day at which somebody sat down, where the incident is.

    Empty where they told none.
    """
    moment = told_moment(since)
    return "" if moment is None else clock_time(moment, view.plan.incident.zone, now)


def _site_of(plan: Plan, host: str) -> str:
    """The site of a host that is a server of the plan, by its whole name or the first part."""
    for name in (host, host.partition(".")[0]):
        for server in (name, name.lower()):
            if server in plan.servers:
                return plan.sites[plan.servers[server].site].name
    return ""


def _in_hand(view: View, operator: str) -> list[str]:
    """The servers that somebody is restoring."""
    if not operator:
        return []
    standings = view.situation.servers
    return [
        server
        for server in view.plan.servers
        if (standing := standings[server].standing).work == "restoring"
        and same_person(standing.holder, operator)
    ]
