"""Plans and records for tests: small ones written out, and random ones for laws."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from chwapi_console.inventory.edit.write import field_text
from chwapi_console.inventory.file.load import parse
from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import Group, Needs, group_of, irredundant
from chwapi_console.inventory.model import Plan
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import GENESIS, Event, sealed
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.order.problem import Demand, Problem
from chwapi_console.recovery.rules.remarks import Remarks

MEANT = Remarks(meant=True)
"""What somebody says who knows what is open, and means the act."""
NOW = datetime(2021, 1, 18, 3, 0, tzinfo=UTC)

HEAD = """schema = 1
[incident]
name = "Essai"
detected = 2021-01-17T20:46:00+01:00
timezone = "Europe/Brussels"
[sites.imc]
name = "IMC"
[sites.union]
name = "Union"
"""

SPARES = """[services.bloc]
name = "Bloc IMC"
tier = 1
needs = ["app1", "app2"]
[servers]
dc1 = { site = "imc", role = "x", restore = "4h", state = "compromised" }
dc2 = { site = "imc", role = "x", restore = "6h", state = "compromised" }
app1 = { site = "imc", role = "x", restore = "2h", needs = [["dc1", "dc2"]], state = "compromised" }
app2 = { site = "imc", role = "x", restore = "2h", needs = [["dc1", "dc2"]], state = "compromised" }
old1 = { site = "imc", role = "x", restore = "5h", state = "compromised" }
"""
"""A theatre that any of two controllers is enough for, and one server that nobody waits for."""


class Clock:
    """A clock that a test can turn; one with a `step` goes on by so much each time that it is
    looked at."""

    def __init__(self, step: timedelta = timedelta(0)) -> None:
        self.now, self._step = NOW, step

    def __call__(self) -> datetime:
        self.now += self._step
        return self.now


def plan_of(text: str) -> Plan:
    """A plan with the usual head before `text`."""
    return parse(HEAD + text, Path("plan.toml")).plan


def standing_event(
    origin: str,
    seq: int,
    subject: str,
    after: Standing,
    *,
    saw: dict[str, tuple[int, str]] | None = None,
    prev: Event | None = None,
    lamport: int = 0,
    operator: str = "dba",
    kind: str = "marked",
    before: Standing | None = None,
) -> Event:
    """A state act as any journal could hold it."""
    return sealed(
        Event(
            id=f"{origin}-{seq}",
            origin=origin,
            seq=seq,
            prev=prev.hash if prev else GENESIS,
            saw=saw or {},
            lamport=lamport or seq,
            at="2021-01-18T02:00:00.000Z",
            operator=operator,
            host="test",
            subject=subject,
            kind=kind,
            data={"before": (before or Standing()).plain(), "after": after.plain()},
        )
    )


def record_of(events: Sequence[Event]) -> Record:
    """A record that took the events in this order."""
    record = Record()
    for event in events:
        record.take(event)
    return record


def by_a_peer(acts: Sequence[tuple[str, str, Mapping[str, object]]]) -> Record:
    """A record of such acts (kind, subject, data) of one origin."""
    return record_of(of_a_peer(acts))


def of_a_peer(
    acts: Sequence[tuple[str, str, Mapping[str, object]]],
    origin: str = "p",
    saw: Sequence[Event] = (),
) -> list[Event]:
    """Such acts (kind, subject, data) of one origin, all of which know these events."""
    events: list[Event] = []
    known = {event.origin: (event.seq, event.hash) for event in saw}
    begun = max((event.lamport for event in saw), default=0)
    for seq, (kind, subject, data) in enumerate(acts, 1):
        prev = events[-1].hash if events else GENESIS
        at = "2021-01-18T02:00:00.000Z"
        events.append(
            sealed(
                Event(
                    f"{origin}-{seq}",
                    origin,
                    seq,
                    prev,
                    known,
                    begun + seq,
                    at,
                    "dba",
                    "test",
                    subject,
                    kind,
                    data,
                )
            )
        )
    return events


@st.composite
def problems(draw: st.DrawFn, most: int = 14) -> Problem:
    """Random AND/OR problems: servers missing, available, blocked or lost; services over them;
    cycles an any-of may break."""
    count = draw(st.integers(1, most))
    servers = [f"s{number:02}" for number in range(count)]
    services = [f"v{number:02}" for number in range(draw(st.integers(0, 6)))]
    needs: dict[str, Needs] = {}
    for number, server in enumerate(servers):
        needs[server] = _groups(draw, servers[:number], servers)
    for number, service in enumerate(services):
        needs[service] = _groups(draw, [*servers, *services[:number]], servers) or ((servers[0],),)
    states = {
        server: draw(st.sampled_from(["missing"] * 5 + ["available"] * 3 + ["blocked", "lost"]))
        for server in servers
    }
    return Problem(
        graph=Graph(needs),
        services={
            s: Demand(
                draw(st.integers(1, 5)),
                draw(st.integers(1, 9)),
                draw(st.none() | st.integers(60, 6000)),
            )
            for s in services
        },
        minutes={
            s: draw(st.integers(1, 400)) for s in servers if states[s] in ("missing", "blocked")
        },
        lost=[s for s in servers if states[s] == "lost"],
        blocked=[s for s in servers if states[s] == "blocked"],
        sites={s: draw(st.sampled_from(["imc", "union"])) for s in servers},
    )


def _groups(draw: st.DrawFn, earlier: list[str], anything: list[str]) -> Needs:
    """A few groups, of which some share members and some ask for more than one; what reaches
    forward may close a cycle that other members break."""
    if not earlier:
        return ()
    groups: list[Group] = []
    for _ in range(draw(st.integers(0, 3))):
        first = draw(st.sampled_from(earlier))
        others = (
            draw(st.lists(st.sampled_from(anything), max_size=2)) if draw(st.booleans()) else []
        )
        more = (
            draw(st.lists(st.sampled_from(earlier), min_size=1, max_size=2))
            if draw(st.integers(0, 4)) == 0
            else []
        )
        groups.append(group_of(1 + len(set(more) - {first}), [first, *more, *others]))
    return irredundant(tuple(groups))


@st.composite
def replaced(draw: st.DrawFn) -> tuple[str, list[Event]]:
    """A plan of a few servers, and acts that retire some of them for others."""
    servers = [f"s{number}" for number in range(draw(st.integers(2, 6)))]
    lines = [
        f'{name} = {{ site = "imc", role = "x", needs = '
        f"{_written(_groups(draw, servers[:number], servers[:number]))} }}"
        for number, name in enumerate(servers)
    ]
    needs = _groups(draw, servers, servers) or (("s0",),)
    text = (
        f'[services.bloc]\nname = "Bloc"\ntier = 1\nneeds = {_written(needs)}\n[servers]\n'
        + "\n".join(lines)
    )
    retired = draw(st.dictionaries(st.sampled_from(servers), st.sampled_from(servers), max_size=3))
    return text, [
        standing_event(name, 1, name, Standing("compromised", "retired", "", "", other))
        for name, other in retired.items()
        if name != other
    ]


def _written(groups: Needs) -> str:
    return field_text("needs", groups).removeprefix("needs = ")
