"""Groups that open together are told by how much of them is up, and a service that serves several
sites by what it weighs at each."""

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.why.group_words import (
    group_state,
    group_words,
    state_of_group,
    weight_words,
)
from hospitals import NOW, plan_of, record_of, standing_event

PLAN = plan_of("""
[groups.campus]
name = "Campus IMC"
services = ["bloc", "labo"]
[services.bloc]
name = "Theatre"
tier = 1
needs = ["app"]
[services.labo]
name = "Laboratory"
tier = 1
weight = 2
needs = ["lab"]
serves = ["imc", "union"]
[services.mail]
name = "Mail"
tier = 3
needs = ["app"]
serves = "all"
[servers]
app = { site = "imc", role = "x", state = "compromised" }
lab = { site = "imc", role = "x", state = "compromised" }
""")


def seen(**standing: Standing) -> View:
    acts = [standing_event(name, 1, name, after) for name, after in standing.items()]
    return view(PLAN, record_of(acts), NOW)


RESTORED, RETIRED = Standing("compromised", "restored", "dba"), Standing("compromised", "retired")


def test_a_group_says_how_much_of_it_is_up() -> None:
    half = seen(app=RESTORED)
    assert "Campus IMC (1 of 2 services up)" == str(group_words(half, "campus"))
    assert "1 of 2 services up" == str(state_of_group(group_state(half, "campus")))


def test_a_group_is_whole_or_cannot_be_again() -> None:
    whole, lost = seen(app=RESTORED, lab=RESTORED), seen(app=RETIRED)
    assert "whole" == str(state_of_group(group_state(whole, "campus")))
    assert "cannot be whole again" == str(state_of_group(group_state(lost, "campus")))


def test_a_service_of_several_sites_says_for_which_its_weight_is_counted() -> None:
    assert "2 in the plan, counted for IMC and Union" == str(weight_words(seen(), "labo"))
    assert "1 in the plan, counted for IMC and Union" == str(weight_words(seen(), "mail"))
    assert None is weight_words(seen(), "bloc")
