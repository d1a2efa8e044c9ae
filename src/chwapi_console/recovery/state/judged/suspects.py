"""Suspects: servers that stood on what was later found compromised, and were not looked at since.

Nothing of this is written: it follows from the plan and the set of events alone, so any two
journals with the same events name the same suspects. A *finding* is an act that says a server
compromised, and was not undone. A server Y is suspect for a server X that it needs through any
chain where X was available (by an act, or by the plan), findings on X came after that, and the
acts that vouch for Y know none of them. Whoever looks at Y and says so knows them, and clears it.

See docs/design/states.md, "Suspects".
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import repeat
from operator import ge
from typing import TYPE_CHECKING

from chwapi_console.journal.kinds.server_kinds import Settled
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged.carrying import Carrying, Relapse, made_available
from chwapi_console.recovery.state.told.restore_points import (
    GRAVE,
    OF_ALL,
    Flaw,
    as_known,
    point_behind,
    tells_of_points,
)
from chwapi_console.recovery.state.told.server_history import latest_of_each_origin, state_said
from chwapi_console.recovery.state.told.situation import PLANNED, ServerState, Situation
from chwapi_console.recovery.state.told.vouching import VOUCHED, vouching_acts

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan

SET_ASIDE = ("restoring", "blocked")
"""States that say nothing of how a server was found: who takes or blocks a suspect has not looked."""


class Cause(NamedTuple):
    """Why a server is suspect: it needs `source`, which `found` says compromised.

    `perhaps` where it is one of several that would do, so that it may have stood on another. Or it
    was restored from a restore `point` against which `found` speaks; then it is its own `source`.
    """

    source: str
    found: Event
    perhaps: bool = False
    point: str = ""

    @property
    def at(self) -> datetime:
        """When that was found, as a person said, else when it was written (UTC)."""
        return self.found.counts_from


Suspects = Mapping[str, Sequence[Cause]]
"""The suspect servers by id, each with why, in the order in which it was found."""


class SuspectServers(NamedTuple):
    """The servers that are `suspect`, and the suspects `set_aside` by who took or blocked them.

    Those are suspect again when they are let go of.
    """

    suspect: Suspects
    set_aside: Suspects


def suspects(plan: "Plan", situation: Situation) -> Suspects:
    """The servers that are suspect."""
    return found_suspects(plan, situation).suspect


def found_suspects(plan: "Plan", situation: Situation) -> SuspectServers:
    """The servers that are suspect, or set aside as such.

    Costs next to nothing where no server was found compromised after it had been available, and
    none was restored from a point that is known.
    """
    causes = _causes(plan, situation)
    aside = {server for server in causes if situation.servers[server].state in SET_ASIDE}
    return SuspectServers(
        {server: why for server, why in causes.items() if server not in aside},
        {server: why for server, why in causes.items() if server in aside},
    )


def _causes(plan: "Plan", situation: Situation) -> Suspects:
    return Suspicion(plan, situation).of(situation.servers)


class Suspicion:
    """What makes servers suspect by a set of acts, however they stand.

    What was found compromised after it had been available, and which servers stood on that. Worked
    out once, however many are asked about.
    """

    def __init__(self, plan: "Plan", situation: Situation) -> None:
        self._plan, self._situation = plan, situation
        self._relapses = _relapses(plan, situation)
        self._standing: dict[str, Mapping[str, bool]] = {}

    def of(self, states: Mapping[str, ServerState]) -> Suspects:
        """Which of these servers are suspect with these standings, and why.

        In the order in which it was found.
        """
        causes = _restored_from_bad_points(self._situation, states)
        for source, relapses in self._relapses.items():
            standing = self._standing_on(source)
            for server in standing.keys() & states.keys():
                state, perhaps = states[server], standing[server]
                if server != source and _counts(self._situation, state):
                    found = _unanswered(
                        self._carrying, server, state, source, relapses, perhaps=perhaps
                    )
                    if found:
                        causes.setdefault(server, []).append(Cause(source, found, perhaps))
        return {
            server: sorted(causes[server], key=lambda cause: (cause.found.order, cause.source))
            for server in sorted(causes)
        }

    @cached_property
    def _carrying(self) -> Carrying:
        return Carrying(self._plan, self._situation)

    def _standing_on(self, source: str) -> Mapping[str, bool]:
        if source not in self._standing:
            self._standing[source] = self._carrying.standing_on(source)
        return self._standing[source]


def _counts(situation: Situation, state: ServerState) -> bool:
    """Whether people count on a server, or will again when whoever set it aside lets go of it."""
    standing = state.standing
    if standing.state in SET_ASIDE:
        standing = Standing(standing.verdict)
    return _counted_on(situation, standing)


def _counted_on(situation: Situation, standing: Standing) -> bool:
    is_off = situation.thresholds.usual.is_off  # as the incident says, alike for all servers
    return standing.state in VOUCHED and not is_off(standing)


# What was restored from a point against which something speaks now


def _restored_from_bad_points(
    situation: Situation, states: Mapping[str, ServerState]
) -> dict[str, list[Cause]]:
    """The servers restored from a point against which something grave became known.

    As they stand, and that whoever vouches for them did not know.
    """
    causes: dict[str, list[Cause]] = {}
    points = situation.points
    for server in (points.of.keys() | points.withdrawn.keys()) & states.keys():
        state = states[server]
        told = points.ever_told(server)
        bad = [point for point in told if not GRAVE.isdisjoint(_flaws(situation, server, point))]
        if not bad or not _counts(situation, state):
            continue
        for vouching in vouching_acts(situation.past(server), state.heads):
            point = point_behind(situation.past(server), vouching) if vouching else ""
            if (
                vouching is not None
                and point in bad
                and (found := _not_known(situation, server, point, vouching)) is not None
            ):
                causes.setdefault(server, []).append(Cause(server, found, point=point))
                break
    return causes


def _flaws(situation: Situation, server: str, point: str) -> set[Flaw]:
    return set(situation.points.flaws(server, point))


def _not_known(situation: Situation, server: str, point: str, vouching: Event) -> Event | None:
    """The first act that says something grave of a point, unknown to who vouched for its server.

    None where they knew all of it.
    """

    def knew(event: Event) -> bool:
        """Whether whoever vouched had looked for it.

        Who writes down later what was looked at before has not, unless they say that they went on
        in spite of it.
        """
        return situation.knows(vouching, event) and (
            not vouching.done_at
            or bool(vouching.overridden)
            or vouching.counts_from >= event.counts_from
        )

    told = [
        event
        for subject in (server, OF_ALL)
        for event in situation.history.get(subject, ())
        if tells_of_points(event)
    ]
    known = as_known([event for event in told if knew(event)], situation.knows)
    fresh = (_flaws(situation, server, point) - set(known.flaws(server, point))) & GRAVE
    if not fresh:
        return None
    heads = situation.points.behind(server, point)
    unknown = [head for head in heads if not knew(head)]
    return min(unknown or heads, key=lambda event: event.order)


# What was found compromised after it had been available


Relapses = Sequence[Relapse]
"""Those times that count. Of two the later does, whose findings are the fewer."""


def _relapses(plan: "Plan", situation: Situation) -> dict[str, Relapses]:
    """The servers that were found compromised after they had been available."""
    findings: dict[str, list[Event]] = {}
    for server, events in situation.history.items():
        found = [event for event in events if state_said(event) == "compromised"]
        if found and server in plan.servers:
            found = [event for event in found if event.hash not in situation.undone]
            if found:
                findings[server] = found
    relapses = {
        server: _found_after(plan, situation, server, findings[server]) for server in findings
    }
    return {server: relapses[server] for server in sorted(relapses) if relapses[server]}


def _found_after(
    plan: "Plan", situation: Situation, server: str, findings: Sequence[Event]
) -> list[Relapse]:
    found = _Findings(situation, server, findings)
    later: dict[tuple[int, ...], Event | None] = {}
    if situation.threshold(server).available(PLANNED[plan.servers[server].state]):
        later[(0,) * len(found.runs)] = None
    for event in situation.history[server]:
        if made_available(situation, event) and not found.all_known_to(event):
            later.setdefault(found.after(event), event)
    later.pop(found.none, None)
    latest = _latest(list(later))
    return [
        found.relapse(starts)._replace(since=since)
        for starts, since in later.items()
        if starts in latest
    ]


def _latest(moments: Sequence[tuple[int, ...]]) -> set[tuple[int, ...]]:
    """Of differing moments, as `_Findings.after` gives them, those that no other is later than."""
    latest: set[tuple[int, ...]] = set()
    for moment in reversed(moments):
        if not any(map(_is_later, latest, repeat(moment))):
            latest = {other for other in latest if not _is_later(moment, other)} | {moment}
    return latest


def _is_later(moment: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(map(ge, moment, other))


class _Findings:
    """The findings on a server as one run for each origin.

    Whoever knows one knows those before it in its run, and one that knows an act is followed by
    such as know it too: so where a run is to be parted is found by halving, and a moment is where
    each run goes on after it.
    """

    def __init__(self, situation: Situation, server: str, findings: Sequence[Event]) -> None:
        self._knows = situation.knows
        runs: dict[str, list[Event]] = {}
        for found in sorted(findings, key=lambda found: found.seq):
            runs.setdefault(found.origin, []).append(found)
        self.runs = list(runs.values())
        self.none = tuple(map(len, self.runs))
        settled = latest_of_each_origin(
            event
            for event in situation.history[server]
            if isinstance(event.payload, Settled) and made_available(situation, event)
        )
        self._settled = [(event, self._known_to(event)) for event in settled]

    def all_known_to(self, event: Event) -> bool:
        """Whether an act was done knowing every finding."""
        return all(self._knows(event, run[-1]) for run in self.runs)

    def after(self, made_available: Event) -> tuple[int, ...]:
        """From where on the findings of each run came after a server was made available.

        Where neither knew the other it did, unless a settlement says that the server was available
        all the same.
        """
        starts = self._known_to(made_available)
        settled = [ends for event, ends in self._settled if self._knows(event, made_available)]
        if not settled:
            return starts
        knowing = [self._first_to_know(made_available, run) for run in self.runs]
        answered = map(min, map(max, zip(*settled, strict=True)), knowing)
        return tuple(map(max, starts, answered))

    def relapse(self, starts: tuple[int, ...]) -> Relapse:
        """What was found after a moment."""
        runs = [run[start:] for run, start in zip(self.runs, starts, strict=True) if run[start:]]
        return Relapse(
            runs, min((found for run in runs for found in run), key=lambda found: found.order)
        )

    def _known_to(self, event: Event) -> tuple[int, ...]:
        """How many of each run an act was done knowing."""
        return tuple(
            bisect_left(run, True, key=lambda found: not self._knows(event, found))
            for run in self.runs
        )

    def _first_to_know(self, event: Event, run: Sequence[Event]) -> int:
        return bisect_left(run, True, key=lambda found: self._knows(found, event))


# What vouches for a server that stood on it


def _unanswered(
    carrying: Carrying,
    server: str,
    state: ServerState,
    source: str,
    relapses: Relapses,
    *,
    perhaps: bool,
) -> Event | None:
    """The first finding that something which vouches for a server does not answer.

    None where all is answered.
    """
    for vouching in vouching_acts(carrying.situation.past(server), state.heads):
        for relapse in relapses:
            if (
                vouching is not None
                and any(_answers(carrying.situation, vouching, run) for run in relapse.runs)
            ) or (perhaps and not carrying.carried(server, source, vouching, relapse)):
                continue
            return relapse.first
    return None


def _answers(situation: Situation, vouching: Event, run: Sequence[Event]) -> bool:
    """Whether an act was done knowing one of the findings of a run.

    Who writes down later what was looked at before has not looked for it.
    """
    if not situation.knows(vouching, run[0]):
        return False
    return not vouching.done_at or any(
        vouching.counts_from >= found.counts_from
        for found in run
        if situation.knows(vouching, found)
    )
