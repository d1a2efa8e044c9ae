"""Who is for what.

Which crews of a plan take which servers, and which lanes the work on a server uses, stretch by
stretch.

A server that no crew is for is everybody's: the words of a plan never leave work that nobody may do.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from chwapi_console.inventory.model import Crew, Lane, LaneWork, Plan, Server
from chwapi_console.inventory.plain_words import words
from chwapi_console.inventory.systems import family
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import same_person


class LaneStretch(NamedTuple):
    """A part of a restoration in which it uses the same lanes.

    Its share of the whole, 0 to 1, and the steps of the runbook that it has. `places` are those of
    its lanes that it is in from beginning to end, like a clean zone.
    """

    share: float
    lanes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def hands_help(self) -> bool:
        """Whether more hands make it faster, which they do not where it waits for a step's lane."""
        return len(self.places) == len(self.lanes)


def is_for(crew: Crew, server: Server) -> bool:
    """Whether a crew is for a server, by what it is and where it stands."""
    if crew.sites and server.site not in crew.sites:
        return False
    return not (crew.roles or crew.os or crew.runbooks) or (
        server.runbook in crew.runbooks
        or any(says(server.role, role) for role in crew.roles)
        or any(runs(server, system) for system in crew.os)
    )


_ENDINGS = frozenset(("", "e", "s", "x", "n", "i", "es", "en", "er"))
"""What a word has at its end where there are several of the thing, and "ESXi"."""
_LETTERS_OF_A_STEM = 5
"""From here on a word is told by its beginning: "imprim", "annuaire". A shorter one begins too many others."""
_LETTERS_OF_A_PART, _LETTERS_OF_ITS_REST = 3, 4
"""What a short word and the rest have where the two make one: "webserver"; "san" is no part of "sang"."""


def says(text: str, phrase: str) -> bool:
    """Whether the words of a phrase stand in a text one after the other.

    The last counts as the beginning of a word where that can be the same thing: "switch" is in "Core
    switches", "web" in "webserver"; "SAN" is not in "sanitaire", for it is the letters of a name.
    """
    are_initials = "".join(phrase.split()[-1:]).isupper()
    return _stands_in(text, phrase, lambda w, sought: _begins(w, sought, are_initials=are_initials))


def _stands_in(text: str, phrase: str, is_last: Callable[[str, str], bool]) -> bool:
    sought, found = words(phrase), words(text)
    return bool(sought) and any(
        found[start : start + len(sought) - 1] == sought[:-1]
        and is_last(found[start + len(sought) - 1], sought[-1])
        for start in range(len(found) - len(sought) + 1)
    )


def _begins(word: str, sought: str, *, are_initials: bool) -> bool:
    if not word.startswith(sought):
        return False
    rest = word.removeprefix(sought)
    if rest in _ENDINGS or len(sought) >= _LETTERS_OF_A_STEM:
        return True
    is_part = len(sought) >= _LETTERS_OF_A_PART and len(rest) >= _LETTERS_OF_ITS_REST
    return is_part and not are_initials


def runs(server: Server, system: str) -> bool:
    """Whether a server runs a system, by its family or by how words of what is written begin.

    "WIN" is in "Windows Server", "ESX" in "ESXi".
    """
    return _stands_in(server.os, system, str.startswith) or (
        bool(family_of_system := family(system)) and family_of_system == family(server.os)
    )


def crews_for(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """For each server the crews that take it, by id; all of them where none is for it."""
    return {name: crews_of(plan, server) for name, server in plan.servers.items()}


def crews_of(plan: Plan, server: Server) -> tuple[str, ...]:
    """The crews that take a server, by id; all of them where none is for it."""
    return tuple(crew for crew, of in plan.crews.items() if is_for(of, server)) or tuple(plan.crews)


def crew_of(plan: Plan, operator: str) -> str | None:
    """The crew of a person; None where the plan does not say."""
    return next(
        (
            person.crew
            for name, person in plan.operators.items()
            if person.crew and operator and same_person(name, operator)
        ),
        None,
    )


def is_for_operator(plan: Plan, operator: str, server: str) -> bool:
    """Whether a server is for the crew of a person; any is for who is of none."""
    crew, part = crew_of(plan, operator), plan.servers[server]
    if crew is None or is_for(plan.crews[crew], part):
        return True
    return not any(is_for(of, part) for of in plan.crews.values())


def for_nobody(plan: Plan) -> list[str]:
    """The servers that none of the crews is for, by id."""
    return [
        name
        for name, server in sorted(plan.servers.items())
        if plan.crews and not any(is_for(crew, server) for crew in plan.crews.values())
    ]


def lanes_of(plan: Plan, server: str, work: LaneWork) -> tuple[str, ...]:
    """The lanes that a kind of work on a server uses from its beginning to its end."""
    return tuple(
        name
        for name, lane in plan.lanes.items()
        if _is_of(lane, server, plan.servers[server].site) and work in kinds(lane)
    )


def kinds(lane: Lane) -> tuple[LaneWork, ...]:
    """The kinds of work that use a lane as a whole; restorations, where it names nothing but whose."""
    return lane.work or (() if lane.steps else ("restore",))


def _is_of(lane: Lane, server: str, site: str) -> bool:
    return not (lane.servers or lane.sites) or server in lane.servers or site in lane.sites


def lane_stretches(plan: Plan, server: str) -> Sequence[LaneStretch]:
    """The restoration of a server in stretches, one after the other, shares adding up to 1.

    Where steps of its runbook use a lane, the steps share the likely estimate: each takes what the
    plan says of its time, and those of which it says none share the rest.
    """
    whole = lanes_of(plan, server, "restore")
    if not any(lane.steps for lane in plan.lanes.values()):
        return (LaneStretch(1.0, whole, (), whole),)
    site = plan.servers[server].site
    used = [
        (
            step,
            tuple(
                name
                for name, lane in plan.lanes.items()
                if name in whole or (step in lane.steps and _is_of(lane, server, site))
            ),
        )
        for step in plan.steps_of(server)
    ]
    if all(lanes == whole for _, lanes in used):
        return (LaneStretch(1.0, whole, (), whole),)
    shares = dict(zip(plan.steps_of(server), _shares(plan, server), strict=True))
    return tuple(of._replace(places=whole) for of in _joined(used, shares))


def _joined(
    used: Sequence[tuple[str, tuple[str, ...]]], shares: Mapping[str, float]
) -> Iterator[LaneStretch]:
    for lanes, group in groupby(used, key=lambda of: of[1]):
        steps = tuple(step for step, _ in group)
        yield LaneStretch(sum(shares[step] for step in steps), lanes, steps)


def _shares(plan: Plan, server: str) -> list[float]:
    """What each step of a server's runbook takes of its restoration."""
    times = [plan.step(step).time for step in plan.steps_of(server)]
    said = sum(time or 0 for time in times)
    untold = sum(time is None for time in times)
    likely = plan.restoration(server).likely
    rest = max(likely - said, 0) / untold if untold else 0.0
    minutes = [rest if time is None else float(time) for time in times]
    whole = sum(minutes)
    return [each / whole for each in minutes] if whole else [1 / len(times)] * len(times)
