"""What decides when a service is up, run by run, where crews have hours and work shares lanes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.forecast.traced import deciding, held_minutes, traced
from chwapi_console.recovery.state.view.view import View, view
from hospitals import plan_of, record_of, standing_event

START = datetime(2021, 1, 18, 20, 0, tzinfo=UTC)
"""Monday, 21:00 in Brussels."""

PLANS = 200
HOURS = (
    "",
    'hours = "08:00-20:00"',
    'hours = "21:30-07:00"',
    'hours = ["06:00-12:00", "13:00-22:00"]',
)


def crews(of: Random) -> Iterator[str]:
    for n in range(of.randint(1, 3)):
        yield f"[crews.c{n}]\nname = 'C{n}'\nat_once = {of.randint(1, 2)}\n{of.choice(HOURS)}"
        yield f"[operators.o{n}]\nroles = ['restorer']\ncrew = 'c{n}'"


def servers(of: Random) -> Iterator[str]:
    for n in range(of.randint(2, 6)):
        needs = [f"s{m}" for m in range(n) if of.random() < 0.25]
        hands = "hands = 2" if of.random() < 0.3 else ""
        yield f"[servers.s{n}]\nsite = 'imc'\nrole = 'x'\nstate = 'compromised'\nneeds = {needs}"
        yield f"restore = '{of.choice((1, 2, 5, 9))}h'\nrunbook = '{of.choice('ab')}'\n{hands}"


def small(of: Random) -> str:
    """A plan of few servers, one lane of one place and crews that go home."""
    lines = [
        *crews(of),
        "[lanes.tape]\nat_once = 1\nsteps = ['data']",
        "[runbooks]\na = { steps = ['data', 'test'] }\nb = { steps = ['data'] }",
        *servers(of),
    ]
    count = sum(line.startswith("[servers.") for line in lines)
    needs = [f"s{n}" for n in range(count)]
    return "\n".join([*lines, f"[services.x]\nname = 'X'\ntier = 1\nneeds = {needs}"])


def in_hand(text: str, of: Random) -> Record:
    """Some of the servers that need nothing taken, by people of several crews."""
    plan = plan_of(text)
    taken = [name for name in plan.servers if not plan.servers[name].needs and of.random() < 0.7]
    return record_of(
        [
            standing_event(
                "a",
                n,
                server,
                Standing("compromised", "restoring", holder=of.choice(list(plan.operators))),
            )
            for n, server in enumerate(taken, 1)
        ]
    )


def seen(seed: int) -> View:
    of = Random(seed)
    text = small(of)
    return view(
        plan_of(text), in_hand(text, of), START + timedelta(minutes=of.choice((0, 30, 180, 700)))
    )


def test_the_way_back_from_its_end_ends_wherever_crews_go_home_from_lanes() -> None:
    for seed in range(PLANS):
        of = traced(seen(seed), "x", first=10)
        assert of is not None, seed
        assert deciding(of) is not None
        assert all(each.up > 0 for each in held_minutes(of))
