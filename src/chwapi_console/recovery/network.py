"""The rest of the incident as a network of what is to be done, and how crews get through it, run by run.

In each run every server has its duration, and crews take the first ready entry of the present order. The draws of a server
depend on the seed and its id alone, so that an act elsewhere, or another number of crews, moves nothing but what it causes
to move.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from random import Random
from typing import NamedTuple

from chwapi_console.inventory.groups import enough
from chwapi_console.recovery.durations import Running, restorations, rests, shared_factors
from chwapi_console.recovery.learning import Learned, share_hit
from chwapi_console.recovery.timings import minutes_in_hand
from chwapi_console.recovery.view import View

NEVER = 1 << 30
"""More than anything can wait for: what has so much unmet is never done."""


class Dice(Random):
    """Python's own, without a dictionary beside it: there is one for each server, and they live together."""

    __slots__ = ("gauss_next",)


class Network(NamedTuple):
    """What is to be done and what comes of it, by number. First come the stages of work in the order of the queue, then what
    needs no work: services, servers that are available, and choices. A stage is begun, and anything else done, when `unmet`
    of what it waits for are done; `dependents` wait for it. `minutes` gives, for each stage, those of one run after another; a
    stage of no minutes needs no crew. `running` are the stages that crews are at."""

    minutes: Sequence[Iterable[float]]
    running: Collection[int]
    unmet: Sequence[int]
    dependents: Sequence[Sequence[int]]
    services: Mapping[int, str]


def network(view: View, wanted: Collection[str], so_far: Learned, runs: int, seed: int) -> Network:
    """The network in which these services come up, with the draws of so many runs by what was learned so far."""
    return _Weaving(view, so_far, runs, seed).network(wanted)


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

    def network(self, wanted: Collection[str]) -> Network:
        """Numbers and joins all that these services wait for."""
        asking = {entry.server: self._stages(entry.server, entry.state) for entry in self._view.entries
                  if entry.state not in ("blocked", "retired")}
        for node in self._view.graph.needs:
            if node not in asking and not self._view.works(node):
                gone = node in self._view.incomplete if node in self._view.services else not self._view.situation.available(node)
                asking[node] = self._works[node] = self._node(NEVER if gone else 0)
        for node, number in asking.items():
            for group in self._view.problem.down[node]:
                self._wait(number, self._works[group[0]] if len(group) == 1 else self._choice(group))
        return Network(self._minutes, self._running, self._unmet, self._dependents,
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
        """The node that is done with as many of these as are enough, one for all that ask for the same."""
        if group not in self._choices:
            self._choices[group] = number = self._node(enough(group))
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

    def _dice(self, what: str) -> Dice:
        return Dice(f"{self._seed} {what}")


def minutes_until_up(of: Network, crews: int, between: Callable[[], object]) -> "dict[str, array[float]]":
    """The minutes until each service is up, a number for each run in which it comes up."""
    until = {number: array("d") for number in of.services}
    first = [number for number, unmet in enumerate(of.unmet[:len(of.minutes)]) if not unmet and number not in of.running]
    for minutes in zip(*of.minutes, strict=True):
        between()
        _play(of, minutes, first, crews, until)
    return {of.services[number]: moments for number, moments in until.items()}


def _play(of: Network, minutes: Sequence[float], first: Sequence[int], crews: int,
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
