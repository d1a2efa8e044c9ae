"""How a service would be up: the same answer, whether the whole view is thought anew or only what
changes."""

from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from random import Random

import pytest

from chwapi_console.inventory.file.load import load
from chwapi_console.inventory.model import Plan
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.of_view.coming_up import coming_up, manner_of, once_whole
from chwapi_console.recovery.state.view.supposed_views import with_condition_met, with_marks
from chwapi_console.recovery.state.view.view import View, view
from hospitals import record_of, standing_event

SHIPPED = Path(__file__).parents[4] / "inventory.toml"
NOW = datetime(2021, 1, 18, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load(SHIPPED).plan


def relapsed(plan: Plan, random: Random) -> View:
    """The shipped plan with most servers restored, and a few of these found compromised again."""
    servers = sorted(plan.servers)
    back = random.sample(servers, len(servers) - random.randrange(3, 40))
    back = sorted({*back, "dc1"})
    again = sorted({*random.sample(back, random.randrange(1, 8)), "dc1"})
    events: list[Event] = []
    restored, compromised = Standing("compromised", "restored", "dba"), Standing("compromised")
    for seq, server in enumerate([*back, *again], 1):
        after = restored if seq <= len(back) else compromised
        prev = events[-1] if events else None
        events.append(standing_event("p", seq, server, after, prev=prev))
    return view(plan, record_of(events), NOW)


@pytest.mark.parametrize("seed", range(8))
def test_what_comes_up_with_a_server_is_what_the_view_after_its_restoration_says(
    plan: Plan, seed: int
) -> None:
    seen = relapsed(plan, Random(seed))
    assert seen.suspects
    told = 0
    for entry in seen.entries:
        after = with_marks(seen, [entry.server], "restored")
        expected = {
            service: manner_of(state)
            for service, state in after.services.items()
            if state.is_up and not seen.services[service].is_up
        }
        if not entry.to_look_at:
            assert expected == coming_up(seen, [entry.server])
            told += len(expected)
    assert told


@pytest.mark.parametrize("seed", range(8))
def test_a_service_is_once_whole_as_the_view_says_in_which_all_it_misses_is_restored(
    plan: Plan, seed: int
) -> None:
    seen, doubtful = relapsed(plan, Random(seed)), 0
    for service, state in seen.services.items():
        if state.can_come_back and not state.is_up:
            then = with_marks(seen, seen.missing(service), "restored")
            met = reduce(with_condition_met, seen.problem.conditions, then)
            after = met.services[service]
            assert (after.is_up, manner_of(after)) == (True, once_whole(seen, service))
            doubtful += bool(after.suspect)
    assert doubtful


def test_a_service_that_is_up_would_be_as_it_is(plan: Plan) -> None:
    seen = relapsed(plan, Random(1))
    up = {name: state for name, state in seen.services.items() if state.is_up}
    assert up
    assert {name: manner_of(state) for name, state in up.items()} == {
        name: once_whole(seen, name) for name in up
    }
