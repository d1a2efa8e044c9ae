"""Published incidents, as far as newspapers and reports gave times and counts: what a forecast would
have said of them, from a plan of somebody who knows no better than two hours a server.

Nobody published a plan. So each is played with as many alike servers as were told, and a milestone
is a service that needs so large a share of them as was back when it was reached; but for the founding
night, which has the shipped plan. A crew is taken to be six or seven people, in three shifts. Where
a source tells of a day only, noon is taken, and of two times between which something happened the
middle. What was told of the end of an incident alone ("four months until all was resolved", Dax) is
left out: nobody says what of it was restoring.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from math import exp
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple

from chwapi_console.clock import iso
from chwapi_console.inventory.file.load import parse
from chwapi_console.inventory.model import Incident, Plan, Policy, Server, Service, Site
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import GENESIS, Event, sealed
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.forecast.forecast import MOST_RUNS, SEED, forecast
from chwapi_console.recovery.forecast.learning import learned
from chwapi_console.recovery.forecast.network import network
from chwapi_console.recovery.forecast.pace import Pace
from chwapi_console.recovery.forecast.runs import minutes_until_up
from chwapi_console.recovery.state.view.view import View, view

SHIPPED = Path(__file__).parent.parent / "inventory.toml"


class Milestone(NamedTuple):
    """What was up again so many hours after it began, with that share of the servers back; or a
    service of the shipped plan."""

    name: str
    hours: float
    share: float = 0.0
    tier: int = 3


class Published(NamedTuple):
    """An incident: when it was detected, how many servers were to restore, by how many crews; and
    what is known of its course, in order."""

    name: str
    detected: datetime
    servers: int
    crews: int
    milestones: Sequence[Milestone]


INCIDENTS = (
    # Tournai: theatres on Tuesday morning, Tuesday noon and Wednesday morning, forty IT people.
    Published(
        "CHwapi 2021",
        datetime.fromisoformat("2021-01-17T20:46:00+01:00"),
        80,
        6,
        (
            Milestone("bloc-imc", 36),
            Milestone("bloc-notre-dame", 39.5),
            Milestone("bloc-union", 60),
        ),
    ),
    # Rouen: of some 200 programs less than half usable by Monday evening, a week more to come; 20 to
    # 30 people in turn (Le Quotidien du Médecin, November 2019).
    Published(
        "Rouen 2019",
        datetime.fromisoformat("2019-11-15T19:45:00+01:00"),
        200,
        4,
        (Milestone("45 % of programs", 71, 0.45, 2), Milestone("all of them", 240, 1.0, 4)),
    ),
    # Dax: telephones on the third day (RTL, France Télévisions); people could log in again in the
    # middle of March, as was announced (France Bleu, 26 February 2021).
    Published(
        "Dax 2021",
        datetime.fromisoformat("2021-02-09T03:00:00+01:00"),
        110,
        3,
        (Milestone("telephones", 52, 0.05, 1), Milestone("sessions", 24 * 34, 0.5, 2)),
    ),
    # HSE: of some 2,800 servers four in five encrypted (post-incident review, PwC, December 2021); 75 %
    # of them on 23 June, over 95 % on 12 August (the director general, as newspapers had it).
    Published(
        "HSE 2021",
        datetime.fromisoformat("2021-05-14T04:00:00+01:00"),
        2240,
        60,
        (
            Milestone("75 % of servers", 964, 0.75, 2),
            Milestone("95 % of servers", 2162, 0.95, 4),
        ),
    ),
    # Neuss: off on Sunday evening still, the laboratory was the first to be started after that.
    Published(
        "Neuss 2016",
        datetime.fromisoformat("2016-02-10T09:00:00+01:00"),
        100,
        4,
        (Milestone("laboratory", 150, 0.1, 1),),
    ),
    # CHSF: strokes are taken again on 10 October (Banque des Territoires, 18 October 2022).
    Published(
        "CHSF 2022",
        datetime.fromisoformat("2022-08-21T01:00:00+02:00"),
        350,
        6,
        (Milestone("stroke care", 24 * 50.5, 0.5, 1),),
    ),
)


class Judged(NamedTuple):
    """A milestone beside what the forecast said of it in hours from the beginning: at the start, and
    a day before it was reached."""

    incident: str
    milestone: str
    real: float
    at: str
    p05: float
    p50: float
    p90: float
    p95: float

    @property
    def inside(self) -> bool:
        """Whether what came lies within what was said."""
        return self.p05 <= self.real <= self.p95


def judged(incident: Published) -> Iterator[Judged]:
    """Each milestone, at the start and a day before."""
    plan = _plan(incident)
    for number, milestone in enumerate(incident.milestones):
        node = milestone.name if not milestone.share else f"m{number}"
        for words, hours in (("start", 0.0), ("a day before", max(0.0, milestone.hours - 24))):
            now = _at(incident, plan, hours)
            outlook = forecast(now, [node]).services[node]
            moments = (outlook.p05, outlook.p50, outlook.p90, outlook.p95)
            yield Judged(
                incident.name,
                milestone.name,
                milestone.hours,
                words,
                *(
                    (moment - incident.detected).total_seconds() / 3600
                    for moment in moments
                    if moment is not None
                ),
            )


def times_added_up(incident: Published) -> Iterator[tuple[Milestone, float]]:
    """How many times as long each milestone took as a forecast by its restorations alone says at the
    start, in the median."""
    plan = _plan(incident)
    now = _at(incident, plan, 0.0)
    nodes = [
        milestone.name if not milestone.share else f"m{number}"
        for number, milestone in enumerate(incident.milestones)
    ]
    alone = network(now, nodes, learned(now)._replace(pace=Pace()), MOST_RUNS, SEED)
    minutes = minutes_until_up(alone, plan.at_once, lambda _: None)
    for node, milestone in zip(nodes, incident.milestones, strict=True):
        yield milestone, 60 * milestone.hours / median(minutes[node])


def _plan(incident: Published) -> Plan:
    if not incident.milestones[0].share:
        shipped = parse(SHIPPED.read_text(encoding="utf-8"), SHIPPED).plan
        return shipped._replace(incident=shipped.incident._replace(drill=False))
    names = [f"a{number:04}" for number in range(incident.servers)]
    return Plan(
        Incident(incident.name, incident.detected, "Europe/Brussels"),
        Policy(crews=incident.crews),
        {"imc": Site("IMC")},
        {
            f"m{number}": Service(
                milestone.name,
                milestone.tier,  # type: ignore[arg-type]
                needs=tuple((name,) for name in names[: round(milestone.share * len(names))]),
            )
            for number, milestone in enumerate(incident.milestones)
        },
        {name: Server("imc", "Server", state="compromised") for name in names},
    )


def _at(incident: Published, plan: Plan, hours: float) -> View:
    """The incident so many hours after it began. What a milestone needs and the one before it did
    not is restored at even times between the two, but nothing in the first third of the time to the
    first. Each is in hand for a quarter longer than planned in the median, or for as long as so many
    crews can be at it."""
    dice = Random(incident.name)
    record, now = Record(), incident.detected + timedelta(hours=hours)
    began = incident.milestones[0].hours / 3
    events: list[tuple[float, str, Standing, Standing]] = []
    known = view(plan, Record(), incident.detected)
    done: set[str] = set()
    for number, milestone in enumerate(incident.milestones):
        node = milestone.name if not milestone.share else f"m{number}"
        fresh = [server for server in known.missing(node) if server not in done]
        done.update(fresh)
        room = incident.crews * (milestone.hours - began) / max(1, len(fresh))
        for place, server in enumerate(fresh, 1):
            end = began + (milestone.hours - began) * place / len(fresh)
            usual = min(1.25 * plan.servers[server].restore.likely / 60, room)
            taken = max(0.0, end - usual * exp(dice.gauss(0, 0.4)))
            hit, held = Standing("compromised"), Standing("compromised", "restoring", "crew")
            events.append((taken, server, hit, held))
            events.append((end, server, held, Standing("compromised", "restored", "crew")))
        began = milestone.hours
    previous = GENESIS
    past = sorted((event for event in events if event[0] <= hours), key=lambda event: event[0])
    for seq, (hour, server, before, after) in enumerate(past, 1):
        event = sealed(
            Event(
                id=f"published-{seq}",
                origin="bench",
                seq=seq,
                prev=previous,
                saw={},
                lamport=seq,
                at=iso(incident.detected + timedelta(hours=hour)),
                operator="crew",
                host="bench",
                subject=server,
                kind="taken" if after.work == "restoring" else "marked",
                data={"before": before.plain(), "after": after.plain()},
            )
        )
        record.take(event)
        previous = event.hash
    return view(plan, record, now)


def report() -> None:
    """Prints the table."""
    print("\nthe forecast of published incidents, hours since they were detected")
    print(
        f"  {'incident':<13}{'what was up':<18}{'really':>8}  {'said':<13}"
        f"{'P5':>8}{'P50':>8}{'P90':>8}{'P95':>8}"
    )
    within = total = 0
    for incident in INCIDENTS:
        for each in judged(incident):
            total, within = total + 1, within + each.inside
            print(
                f"  {each.incident:<13}{each.milestone:<18}{each.real:8.0f}  {each.at:<13}"
                f"{each.p05:8.0f}{each.p50:8.0f}{each.p90:8.0f}{each.p95:8.0f}"
                f"{'' if each.inside else '  outside'}",
                flush=True,
            )
    print(f"  between P5 and P95: {within} of {total}")
    print("\ntimes as long as their restorations alone say, in the median")
    for incident in INCIDENTS:
        told = ", ".join(f"{of.name} {times:.1f}" for of, times in times_added_up(incident))
        print(f"  {incident.name:<13}{told}", flush=True)
