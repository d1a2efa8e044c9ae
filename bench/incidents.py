"""Incidents to try the forecast on, from a seed: a hospital, the journal as it grows, and when each
service really came up.

Three unlike models say how long a restoration really takes; the forecast is told none of them.
Crews take the first ready entry of the queue as it stands then, as people do who follow the screen.
Looking at a server and verifying one leave no trace until they are done.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from math import exp
from typing import NamedTuple

from chwapi_console.clock import iso
from chwapi_console.inventory.model import (
    Estimate,
    Incident,
    Plan,
    PlanState,
    Policy,
    Runbook,
    Server,
    Service,
    Site,
    Tier,
)
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import GENESIS, Event, sealed
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.view.view import View, view

START = datetime(2021, 1, 17, 19, 46, tzinfo=UTC)
RUNBOOKS = {"network": 60, "san": 240, "windows": 120, "sql": 180, "linux": 90}
"""What restoring one server of each kind takes, likely, in minutes; single servers differ."""

SHARES = (0.0, 0.1, 0.25, 0.5)


# The hospital


def hospital(seed: int) -> Plan:
    """A hospital of about 90 servers in three layers, half of them hit or not looked at yet, and 24
    services."""
    dice = random.Random(f"hospital {seed}")
    crews = dice.randint(2, 6)
    ground = [f"g{number:02}" for number in range(dice.randint(8, 12))]
    bases = [f"b{number:02}" for number in range(dice.randint(15, 25))]
    applications = [f"a{number:02}" for number in range(dice.randint(45, 65))]
    servers = {
        name: _server(dice, ("network", "san", "windows"), _ground_needs(dice, ground[:place]))
        for place, name in enumerate(ground)
    }
    servers |= {
        name: _server(dice, ("sql", "linux"), _either(dice, ground[2:], 2)) for name in bases
    }
    servers |= {
        name: _server(
            dice, ("windows", "linux"), (*_either(dice, ground[2:], 1), (dice.choice(bases),))
        )
        for name in applications
    }
    services: dict[str, Service] = {}
    for number in range(24):
        earlier = [(dice.choice(list(services)),)] if services and dice.random() < 0.3 else []
        wanted = [(name,) for name in dice.sample(applications, dice.randint(1, 4))]
        services[f"s{number:02}"] = Service(
            f"Service {number}",
            _TIERS[dice.randrange(len(_TIERS))],
            weight=dice.randint(1, 9),
            needs=(*wanted, *earlier),
        )
    return Plan(
        Incident("Bench", START, "Europe/Brussels"),
        Policy(
            crews=crews,
            triage=dice.choice((5, 10, 20)),
            second_person=("restored",) if dice.random() < 0.25 else (),
        ),
        {"imc": Site("IMC")},
        services,
        servers,
        {name: Runbook(("restore",)) for name in RUNBOOKS},
    )


_TIERS: tuple[Tier, ...] = (1, 1, 2, 2, 3, 3, 4, 5)


def _server(
    dice: random.Random, runbooks: Sequence[str], needs: tuple[tuple[str, ...], ...]
) -> Server:
    runbook = dice.choice(runbooks)
    likely = max(15, round(RUNBOOKS[runbook] * dice.uniform(0.6, 1.6)))
    wide = Estimate(likely // 2, likely, likely * dice.randint(2, 4))
    state: PlanState = dice.choices(("compromised", "unknown", "clean"), (35, 15, 50))[0]
    return Server("imc", "Application", needs, restore=wide, runbook=runbook, state=state)


def _ground_needs(dice: random.Random, beneath: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return ((dice.choice(beneath),),) if beneath and dice.random() < 0.6 else ()


def _either(dice: random.Random, among: Sequence[str], groups: int) -> tuple[tuple[str, ...], ...]:
    """Groups of one or two servers, none of them twice."""
    drawn = dice.sample(among, 2 * groups)
    return tuple(tuple(drawn[2 * n : 2 * n + dice.randint(1, 2)]) for n in range(groups))


# How long it really takes


RealMinutes = Callable[[Server, int], float]
"""What restoring a server really takes, when so many have been restored before."""


def optimism(dice: random.Random) -> RealMinutes:
    """Log-normal: everything takes longer than planned, by a factor that all restorations of the
    incident share."""
    common = dice.gauss(0.3, 0.35)
    return lambda server, _: server.restore.likely * exp(common + dice.gauss(0, 0.45))


def learning(dice: random.Random) -> RealMinutes:
    """Gamma, with a factor for each runbook, and people who get faster with every server."""
    factor = {runbook: exp(dice.gauss(0.2, 0.35)) for runbook in RUNBOOKS}
    return lambda server, before: (
        server.restore.likely
        * factor[server.runbook or ""]
        * (0.85 + 0.3 * exp(-before / 15))
        * dice.gammavariate(4, 0.25)
    )


def mishaps(dice: random.Random) -> RealMinutes:
    """Most go as planned; one in six takes three to five times as long."""

    def minutes(server: Server, _: int) -> float:
        trouble = dice.uniform(3, 5) if dice.random() < 1 / 6 else 1
        return server.restore.likely * dice.uniform(0.8, 1.3) * trouble

    return minutes


MODELS: Mapping[str, Callable[[random.Random], RealMinutes]] = {
    "optimism": optimism,
    "learning": learning,
    "mishaps": mishaps,
}


# What happens


class Course(NamedTuple):
    """A whole incident: what was written when, when each restoration was done, and when each
    service was up."""

    plan: Plan
    events: Sequence[tuple[float, Event]]
    restored_at: Sequence[float]
    up_at: Mapping[str, datetime]

    def at(self, share: float, jitter: float = 0.0) -> View:
        """The view when that share of all restorations is done, and `jitter` minutes later."""
        done = round(share * len(self.restored_at))
        minute = self.restored_at[done - 1] + jitter if done else 0.0
        record = Record()
        for when, event in self.events if done else ():
            if when <= minute:
                record.take(event)
        return view(self.plan, record, _moment(minute))


def _moment(minute: float) -> datetime:
    return START + timedelta(minutes=minute)


class _Doing(NamedTuple):
    until: float
    crew: int
    entry: Entry


class _Night:
    """One incident as it runs: who is at work on what, and what has been written."""

    def __init__(self, plan: Plan, dice: random.Random, real: RealMinutes) -> None:
        self.plan, self.dice, self.real = plan, dice, real
        self.hit = dice.uniform(0.2, 0.8)
        self.record = Record()
        self.events: list[tuple[float, Event]] = []
        self.restored_at: list[float] = []
        self.up_at: dict[str, datetime] = {}
        self.busy: list[_Doing] = []

    def run(self) -> None:
        """Goes on until there is nothing left to do."""
        minute = 0.0
        while True:
            now = view(self.plan, self.record, _moment(minute))
            for service, state in now.services.items():
                if state.status == "up":
                    self.up_at.setdefault(service, _moment(minute))
            self._take(now, minute)
            if not self.busy:
                return
            doing = heappop(self.busy)
            minute = doing.until
            self._finish(doing)

    def _take(self, now: View, minute: float) -> None:
        """Every crew without work takes the first entry that is ready for it."""
        in_hand = {doing.entry.server for doing in self.busy}
        working = {doing.crew for doing in self.busy}
        for crew in sorted(set(range(self.plan.policy.crews)) - working):
            entry = next(
                (e for e in now.entries if e.ready_for(f"crew{crew}") and e.server not in in_hand),
                None,
            )
            if entry is None:
                continue
            in_hand.add(entry.server)
            if entry.work == "restore":
                self._write(
                    minute,
                    crew,
                    entry,
                    "taken",
                    Standing("compromised", "restoring", f"crew{crew}"),
                )
                spent = self.real(self.plan.servers[entry.server], len(self.restored_at))
            else:
                spent = self.plan.policy.triage * exp(self.dice.gauss(0, 0.3))
            heappush(self.busy, _Doing(minute + max(1.0, spent), crew, entry))

    def _finish(self, doing: _Doing) -> None:
        crew, entry = doing.crew, doing.entry
        match entry.work:
            case "look":
                after = Standing("compromised" if self.dice.random() < self.hit else "clean")
            case "verify":
                after = Standing("compromised", "verified", f"crew{crew}")
            case _:
                after = Standing("compromised", "restored", f"crew{crew}")
                self.restored_at.append(doing.until)
        self._write(doing.until, crew, entry, "marked", after)

    def _write(self, minute: float, crew: int, entry: Entry, kind: str, after: Standing) -> None:
        seq = len(self.events) + 1
        event = sealed(
            Event(
                id=f"bench-{seq}",
                origin="bench",
                seq=seq,
                prev=self.events[-1][1].hash if self.events else GENESIS,
                saw={},
                lamport=seq,
                at=iso(_moment(minute)),
                operator=f"crew{crew}",
                host="bench",
                subject=entry.server,
                kind=kind,
                data={"before": Standing(after.verdict).plain(), "after": after.plain()},
            )
        )
        self.record.take(event)
        self.events.append((minute, event))


def course(seed: int, model: str) -> Course:
    """The incident of that seed, with real durations of that model."""
    dice = random.Random(f"{model} {seed}")
    night = _Night(hospital(seed), dice, MODELS[model](dice))
    night.run()
    return Course(night.plan, night.events, night.restored_at, night.up_at)


def moments(seed: int, model: str) -> Iterator[tuple[float, View, Mapping[str, datetime]]]:
    """That incident at each of `SHARES` done, a little after a restoration; and when each service
    really was up."""
    whole, dice = course(seed, model), random.Random(f"moments {seed}")
    for share in SHARES:
        yield share, whole.at(share, dice.uniform(0, 15)), whole.up_at
