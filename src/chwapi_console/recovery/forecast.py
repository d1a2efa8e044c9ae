"""When each service will be up again: QUEUE.md, "The forecast". `forecast(view)` plays the rest of the incident many times.

In each run every server has its duration, and crews take the first ready entry of the present order. The draws of a server
depend on the seed and its id alone, so that an act elsewhere, or another number of crews, moves nothing but what it causes
to move. Pure, and the same for the same view; it takes a tenth of a second and more, so never on an event loop.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from math import ceil
from random import Random
from typing import NamedTuple

from chwapi_console.recovery.durations import (
    Learned,
    Running,
    learned,
    minutes_in_hand,
    restorations,
    rests,
    share_hit,
    shared_factors,
)
from chwapi_console.recovery.problem import THROUGH_BLOCKED
from chwapi_console.recovery.reasons import service_name
from chwapi_console.recovery.view import View
from chwapi_console.text import Sentence, say

RUNS, SEED = 1000, 20210117
LONGEST = 10 * 366 * 1440
"""Minutes beyond which nobody waits: ten years, so that every time can be told."""


class Hold(NamedTuple):
    """A server that is ready and waits for a crew, while a crew is at another of a lower tier."""

    waiting: str
    running: str


class Outlook(NamedTuple):
    """What is to be expected of one service: up by `p50` in half of all cases and by `p90` in nine of ten, to the minute; or
    why nothing can be said. `held` names what has the crew that it waits for."""

    service: str
    p10: datetime | None = None
    p50: datetime | None = None
    p90: datetime | None = None
    reason: Sentence | None = None
    held: Sequence[Hold] = ()


class Forecast(NamedTuple):
    """The outlook of every service, for so many crews, and what was learned for it."""

    services: Mapping[str, Outlook]
    learned: Learned
    crews: int


def forecast(view: View, *, crews: int | None = None, runs: int = RUNS, seed: int = SEED,
             between: Callable[[], object] = lambda: None) -> Forecast:
    """What is to be expected of every service, with `crews` crews, else as many as the plan has. `between` is called between
    two runs, which is where a thread can make way for others."""
    so_far, at_work = learned(view), view.plan.policy.crews if crews is None else crews
    reasons = {service: _why_none(view, service) for service in view.services}
    wanted = [service for service, reason in reasons.items() if reason is None]
    minutes = _minutes_until_up(_Weaving(view, so_far, runs, seed).network(wanted), at_work, between) if wanted else {}
    return Forecast({
        service: _outlook(view, service, minutes[service], at_work) if len(minutes.get(service, ())) == runs
        else Outlook(service, reason=reason or say("nothing in the queue brings it back"))
        for service, reason in reasons.items()}, so_far, at_work)


def _outlook(view: View, service: str, minutes: Sequence[float], crews: int) -> Outlook:
    in_order = sorted(minutes)

    def moment(share: float) -> datetime:
        when = view.now + timedelta(minutes=min(in_order[ceil(share * len(in_order)) - 1], LONGEST))
        return (when + timedelta(seconds=59, microseconds=999_999)).replace(second=0, microsecond=0)

    return Outlook(service, moment(0.1), moment(0.5), moment(0.9), held=tuple(_holds(view, service, crews)))


def _why_none(view: View, service: str) -> Sentence | None:
    """Why there is no forecast for a service, None where there is one."""
    state = view.services[service]
    if state.is_up:
        return say("up")
    if not state.can_come_back:
        return say("cannot come back")
    if view.problem.reach[service] < THROUGH_BLOCKED:
        return None
    blocked = [server for server in view.missing(service) if view.situation.state(server) == "blocked"]
    if not blocked:
        return say("waits for servers that the plan does not name yet")
    return say("waits for {server}, which is blocked", server=service_name(view, blocked[0]))


def _holds(view: View, service: str, crews: int) -> Iterator[Hold]:
    """What keeps the service's first ready server waiting though others, of a lower tier, are being restored."""
    running = [entry for entry in view.entries if entry.state == "restoring"]
    waiting = next((view.entry[server] for server in view.missing(service) if view.entry[server].ready), None)
    if waiting is not None and len(running) >= crews:
        for entry in running:
            if (entry.tier or 9) > (waiting.tier or 9):
                yield Hold(waiting.server, entry.server)


# The rest of the incident as a network


class _Network(NamedTuple):
    """What is to be done and what comes of it, by number. First come the stages of work in the order of the queue, then what
    needs no work: services, servers that are available, and choices. A stage is begun, and anything else done, when `unmet`
    of what it waits for are done; `dependents` wait for it. `minutes` gives, for each stage, those of one run after another; a
    stage of no minutes needs no crew. `running` are the stages that crews are at."""

    minutes: Sequence[Iterable[float]]
    running: Collection[int]
    unmet: Sequence[int]
    dependents: Sequence[Sequence[int]]
    services: Mapping[int, str]


NEVER = 1 << 30


class _Weaving:
    """Numbers what is to be done, and joins each to what it waits for."""

    def __init__(self, view: View, so_far: Learned, runs: int, seed: int) -> None:
        self._view, self._learned, self._runs, self._seed = view, so_far, runs, seed
        self._minutes: list[Iterable[float]] = []
        self._running: list[int] = []
        self._unmet: list[int] = []
        self._dependents: list[list[int]] = []
        self._works: dict[str, int] = {}
        self._choices: dict[tuple[str, ...], int] = {}
        self._at_work = {entry.server: Running(
            view.plan.servers[entry.server].restore, minutes_in_hand(view, entry.server), self._shift(entry.server))
            for entry in view.entries if entry.state == "restoring"}
        self._factors = shared_factors(so_far, list(self._at_work.values()), runs, self._dice("factors"))
        self._nothing = [0.0] * runs
        self._triage = [float(view.plan.policy.triage)] * runs
        hit, clean = share_hit(view)
        dice = self._dice("hit")
        self._share_hit = [dice.betavariate(1 + hit, 1 + clean) for _ in range(runs)]

    def network(self, wanted: Collection[str]) -> _Network:
        """The network in which these services come up."""
        asking = {entry.server: self._stages(entry.server, entry.state) for entry in self._view.entries
                  if entry.state not in ("blocked", "retired")}
        for node in self._view.graph.needs:
            if node not in asking and not self._view.works(node):
                gone = node in self._view.incomplete if node in self._view.services else not self._view.situation.available(node)
                asking[node] = self._works[node] = self._node(NEVER if gone else 0)
        for node, number in asking.items():
            for group in self._view.graph.needs[node]:
                if not any(self._view.works(member) for member in group):
                    self._wait(number, self._works[group[0]] if len(group) == 1 else self._choice(group))
        return _Network(self._minutes, self._running, self._unmet, self._dependents,
                        {self._works[service]: service for service in wanted})

    def _stages(self, server: str, state: str) -> int:
        """Lays out the work on a server, one stage after the other; gives the one that waits for its needs as well."""
        second = self._triage if self._view.situation.second_person else None
        if state == "unknown":
            hit = self._turns_out_hit(server)
            looked = self._stage(self._triage)
            asking = self._stage((m * h for m, h in zip(self._restoration(server), hit, strict=True)), looked)
            self._works[server] = self._stage([m * h for m, h in zip(second, hit, strict=True)], asking) if second else asking
        elif state == "restoring":
            self._running.append(self._stage(rests(self._at_work[server], self._factors, self._dice(server))))
            asking = self._works[server] = self._stage(second or self._nothing, self._running[-1])
        elif state == "restored":
            asking = self._works[server] = self._stage(self._triage)
        else:
            asking = self._stage(self._restoration(server))
            self._works[server] = self._stage(second, asking) if second else asking
        return asking

    def _stage(self, minutes: Iterable[float], after: int | None = None) -> int:
        self._minutes.append(minutes)
        number = self._node(0)
        if after is not None:
            self._wait(number, after)
        return number

    def _node(self, unmet: int) -> int:
        self._unmet.append(unmet)
        self._dependents.append([])
        return len(self._unmet) - 1

    def _wait(self, number: int, need: int) -> None:
        self._unmet[number] += 1
        self._dependents[need].append(number)

    def _choice(self, group: tuple[str, ...]) -> int:
        """The node that is done with the first of these, one for all that ask for the same."""
        if group not in self._choices:
            self._choices[group] = number = self._node(1)
            for member in group:
                self._dependents[self._works[member]].append(number)
        return self._choices[group]

    def _restoration(self, server: str) -> Iterator[float]:
        return restorations(self._view.plan.servers[server].restore, self._shift(server), self._factors, self._dice(server))

    def _turns_out_hit(self, server: str) -> list[bool]:
        dice = self._dice(f"{server} hit")
        return [dice.random() < share for share in self._share_hit]

    def _shift(self, server: str) -> float:
        return self._learned.shift.get(self._view.plan.servers[server].runbook or "", 0.0)

    def _dice(self, what: str) -> Random:
        return Random(f"{self._seed} {what}")


def _minutes_until_up(of: _Network, crews: int, between: Callable[[], object]) -> "dict[str, array[float]]":
    """The minutes until each service is up, a number for each run in which it comes up."""
    until = {number: array("d") for number in of.services}
    first = [number for number, unmet in enumerate(of.unmet[:len(of.minutes)]) if not unmet and number not in of.running]
    for minutes in zip(*of.minutes, strict=True):
        between()
        _play(of, minutes, first, crews, until)
    return {of.services[number]: moments for number, moments in until.items()}


def _play(of: _Network, minutes: Sequence[float], first: Sequence[int], crews: int,
          until: "Mapping[int, array[float]]") -> None:
    """One run: crews that are free take the first stage that is ready, until every service that can is up."""
    busy = [(minutes[stage], stage) for stage in of.running]
    heapify(busy)
    ready, unmet, dependents, stages = list(first), list(of.unmet), of.dependents, len(minutes)
    free, left, now = crews - len(busy), len(until), 0.0
    while left:
        while free > 0 and ready:
            stage = heappop(ready)
            heappush(busy, (now + minutes[stage], stage))
            free -= 1
        if not busy:
            return
        now, stage = heappop(busy)
        free += 1
        done = [stage]
        while done:
            for node in dependents[done.pop()]:
                unmet[node] -= 1
                if unmet[node]:
                    continue
                if node < stages and minutes[node]:
                    heappush(ready, node)
                    continue
                done.append(node)
                if node in until:
                    until[node].append(now)
                    left -= 1
