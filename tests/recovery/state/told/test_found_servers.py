"""What a record adds to a plan goes by the checks of the verb, whichever way it came."""

import pytest

from chwapi_console.errors import RequestError
from chwapi_console.inventory.model import Plan
from chwapi_console.journal.kinds.server_kinds import FoundServer
from chwapi_console.recovery.acts.adding import add
from chwapi_console.recovery.state.told.found_servers import with_added
from chwapi_console.recovery.state.view.view import view
from hospitals import NOW, by_a_peer, plan_of

PLAN = plan_of(
    '[services.bloc]\nname = "Bloc"\ntier = 1\nneeds = ["dc1"]\n'
    '[servers]\ndc1 = { site = "imc", role = "x" }\n"Écho" = { site = "imc", role = "x" }\n'
)


def added_by_a_peer(plan: Plan, name: str, role: str = "x") -> list[str]:
    acts = [("added", name, {"before": None, "after": {"site": "imc", "role": role}})]
    return [*with_added(plan, by_a_peer(acts)).growth.added]


@pytest.mark.parametrize(
    "name",
    [
        "--help",
        "DC1",
        "dc1\u200b",
        "ｄｃ1",
        "écho",
        "BLOC",
        "record",
        "plan",
        'a"b',
        "a=b",
        "a,b",
        "[a]",
    ],
)
def test_no_id_comes_by_a_peer_that_the_verb_refuses(name: str) -> None:
    assert [] == added_by_a_peer(PLAN, name)
    with pytest.raises(RequestError):
        add(view(PLAN, by_a_peer([]), NOW), name, FoundServer("imc", "x"), "dba")


def test_a_server_that_does_nothing_comes_by_no_peer() -> None:
    assert [] == added_by_a_peer(PLAN, "nas1", " ")
    assert ["nas1"] == added_by_a_peer(PLAN, "nas1")


def test_of_two_that_people_take_for_one_the_first_is_added() -> None:
    acts = [
        ("added", name, {"before": None, "after": {"site": "imc", "role": "x"}})
        for name in ("nas1", "NAS1")
    ]
    assert ["nas1"] == [*with_added(PLAN, by_a_peer(acts)).growth.added]
