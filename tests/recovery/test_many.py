"""Plans far larger and odder than a hospital's are still put in order and told while somebody
waits: what grew with the square, or with the cube, of what people can throw at it took half a
minute for each of these."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest

from chwapi_console.inventory.faults import PlanError
from chwapi_console.inventory.file.load import parse
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.since.moves import moved
from chwapi_console.recovery.words.why.reasons import why

PLENTY = 8.0
"""Seconds of the processor: many times what each takes, and far less than each took."""

HEAD = (
    'schema = 1\n[incident]\nname = "x"\ndetected = 2026-01-01T00:00:00Z\ntimezone = '
    '"UTC"\n[sites.s]\nname = "S"\n'
)


def _server(name: str, needs: str = "") -> str:
    return f'{name} = {{ site = "s", role = "r", state = "compromised", needs = [{needs}] }}\n'


def _service(name: str, needs: str) -> str:
    return f'{name} = {{ name = "{name}", tier = 3, needs = [{needs}] }}\n'


def alike(n: int) -> str:
    """Services that all need one server."""
    return (
        "[services]\n"
        + "".join(_service(f"v{i}", '"a"') for i in range(n))
        + "[servers]\n"
        + _server("a")
    )


def each_its_own(n: int) -> str:
    """Services that need one server, and each another of its own."""
    return (
        "[services]\n"
        + "".join(_service(f"v{i}", f'"a", "b{i}"') for i in range(n))
        + "[servers]\n"
        + _server("a")
        + "".join(_server(f"b{i}") for i in range(n))
    )


def one_below_the_other(n: int) -> str:
    """One service on a chain of servers."""
    return (
        "[services]\n"
        + _service("v", '"a0"')
        + "[servers]\n"
        + "".join(_server(f"a{i}", f'"a{i + 1}"' if i < n - 1 else "") for i in range(n))
    )


def services_in_a_chain(n: int) -> str:
    """A chain of services on one server."""
    return (
        "[services]\n"
        + "".join(_service(f"v{i}", f'"v{i + 1}"' if i < n - 1 else '"a"') for i in range(n))
        + ("[servers]\n" + _server("a"))
    )


def one_above_all(n: int) -> str:
    """One service that needs every server."""
    return (
        "[services]\n"
        + _service("v", ", ".join(f'"a{i}"' for i in range(n)))
        + "[servers]\n"
        + "".join(_server(f"a{i}") for i in range(n))
    )


def _view(text: str) -> View:
    return view(
        parse(HEAD + text, Path("plan.toml")).plan, Record(), datetime(2026, 1, 2, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    "plan", [alike, each_its_own, one_below_the_other, services_in_a_chain, one_above_all]
)
def test_four_thousand_of_a_kind_are_ordered_and_told_while_somebody_waits(
    plan: Callable[[int], str],
) -> None:
    seen = _view(plan(4000))
    begun = process_time()
    told = [why(seen, entry) for entry in seen.entries]
    assert process_time() - begun < PLENTY
    assert all(told)


def services_above_each_other(n: int) -> str:
    """A chain of services, each with a server of its own."""
    return (
        "[services]\n"
        + "".join(
            _service(f"v{i}", f'"a{i}"' + (f', "v{i + 1}"' if i < n - 1 else "")) for i in range(n)
        )
        + ("[servers]\n" + "".join(_server(f"a{i}") for i in range(n)))
    )


def test_what_moved_in_hundreds_of_services_above_each_other_is_told_while_somebody_waits() -> None:
    before = _view(services_above_each_other(500))
    after = _view(
        services_above_each_other(500).replace(
            'a250 = { site = "s", role = "r", state = "compromised"',
            'a250 = { site = "s", role = "r", state = "clean"',
        )
    )
    begun = process_time()
    moved(before, after)
    assert process_time() - begun < PLENTY


def test_services_that_wait_for_more_than_can_be_told_are_a_fault_of_the_plan() -> None:
    with pytest.raises(PlanError) as refused:
        parse(HEAD + services_above_each_other(1500), Path("plan.toml"))
    assert ["its services wait for more than 1000000 servers"] == [
        str(finding.sentence).partition(",")[0] for finding in refused.value.findings
    ]


def test_of_a_long_way_the_first_steps_are_named_and_the_others_counted() -> None:
    seen = _view(one_below_the_other(40))
    (sentence, *_) = why(seen, seen.entries[0])
    assert "a39" == seen.entries[0].server
    assert "through a0, a1, a2, a3, a4, a5, a6, a7 and 31 more" in str(sentence)


def test_what_comes_with_a_service_counts_for_it_once_whoever_else_misses_the_same() -> None:
    twins = "".join(_service(f"t{i}", '"b"') for i in range(3))
    seen = _view(
        "[services]\n" + _service("a", '"x"') + twins + "[servers]\n" + _server("x") + _server("b")
    )
    assert ["b", "x"] == list(seen.order.servers)
