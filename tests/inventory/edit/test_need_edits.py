"""What is put into the needs of a service or server: known names, none twice, nothing in a
circle."""

import pytest

from chwapi_console.errors import RequestError
from chwapi_console.inventory.edit.need_edits import fresh_groups, needing, needs_said
from chwapi_console.inventory.groups import AtLeast, Needs
from chwapi_console.inventory.model import Plan
from hospitals import plan_of

PLAN = plan_of("""[services.adt]
name = "ADT"
tier = 1
needs = ["sql1"]
unnamed = ["application server", "database"]
[services.bloc]
name = "Bloc"
tier = 1
needs = ["adt", ["dc1", "dc2"]]
[services.empty]
name = "Empty"
tier = 5
unnamed = ["web server"]
[servers]
sql1 = { site = "imc", role = "Base" }
sql2 = { site = "imc", role = "Base" }
dc1 = { site = "imc", role = "Annuaire" }
dc2 = { site = "union", role = "Annuaire", needs = ["sql2"] }
""")


def after(node: str, *words: str, complete: bool = False) -> Plan:
    return needing(PLAN, node, fresh_groups(PLAN, node, needs_said(words)), complete=complete)


@pytest.mark.parametrize(
    ("words", "groups"),
    [
        (["a"], (("a",),)),
        (["a", "b"], (("a",), ("b",))),
        (["a,b"], (("a", "b"),)),
        (["a,b,a", "a,b"], (("a", "b"),)),
        (["a,"], (("a",),)),
        ([], ()),
    ],
)
def test_words_say_needs_and_commas_any_one_of(words: list[str], groups: Needs) -> None:
    assert groups == needs_said(words)


def test_needs_are_added_behind_those_that_stand_there() -> None:
    assert (("sql1",), ("dc1", "dc2"), ("sql2",)) == after("adt", "dc1,dc2", "sql2").services[
        "adt"
    ].needs
    assert (("sql2",), ("dc1",)) == after("dc2", "dc1").servers["dc2"].needs
    assert PLAN == after("adt")


def test_what_is_needed_already_is_not_needed_twice() -> None:
    assert PLAN == after("adt", "sql1")
    assert PLAN == after("bloc", "dc2,dc1")


def test_what_others_ask_for_in_any_case_is_needed_already() -> None:
    assert PLAN == after("adt", "sql1,sql2")
    assert (("sql1",), ("dc1",)) == after("adt", "dc1", "dc1,dc2").services["adt"].needs


def test_a_need_may_stand_beside_a_group_that_holds_it() -> None:
    assert ("dc1",) in after("bloc", "dc1").services["bloc"].needs


def test_a_number_before_a_slash_says_how_many_are_enough() -> None:
    assert (("sql1",), AtLeast(2, ("dc1", "dc2", "sql2"))) == after(
        "adt", "2/dc1,dc2,sql2"
    ).services["adt"].needs
    assert (("sql1",), ("dc1", "dc2")) == after("adt", "1/dc1,dc2").services["adt"].needs


def test_nothing_is_taken_for_complete_before_somebody_says_so() -> None:
    assert PLAN.services["adt"].unnamed == after("adt", "sql2").services["adt"].unnamed
    assert () == after("adt", "sql2", complete=True).services["adt"].unnamed
    assert not after("adt", complete=True).services["adt"].incomplete


@pytest.mark.parametrize(
    ("node", "words", "complete", "sentence"),
    [
        ("nobody", ["sql1"], False, 'There is no server or service "nobody" in the plan.'),
        (
            "adt",
            ["sql3"],
            False,
            'There is no server or service "sql3" in the plan. Did you mean "sql',
        ),
        ("adt", ["adt"], False, "adt cannot need itself."),
        (
            "adt",
            ["bloc"],
            False,
            "bloc needs adt itself, so neither could come back before the other.",
        ),
        ("sql2", ["dc2"], False, "dc2 needs sql2 itself"),
        ("adt", ["sql2,bloc"], False, "bloc needs adt itself"),
        (
            "adt",
            ["3/sql1,sql2"],
            False,
            '"3/sql1,sql2" names 2: before the slash stands a number from 1 to 2, as in 2/app1',
        ),
        ("adt", ["0/sql1"], False, '"0/sql1" names 1'),
        ("adt", ["two/sql1,sql2"], False, '"two/sql1,sql2" names 2'),
        ("adt", ["2/"], False, "Name a server, or servers with commas between them."),
        (
            "sql1",
            ["sql2"],
            True,
            "sql1 is a server. --complete says that all servers of a service are named.",
        ),
        (
            "empty",
            [],
            True,
            (
                "empty needs nothing by the plan, so nobody could tell when it is up. Name a server of "
                "it."
            ),
        ),
    ],
)
def test_what_cannot_be_needed_is_refused_with_a_reason(
    node: str, words: list[str], complete: bool, sentence: str
) -> None:
    with pytest.raises(RequestError) as refused:
        after(node, *words, complete=complete)
    assert str(refused.value.sentence).startswith(sentence)


def test_no_need_that_is_let_in_makes_a_circle() -> None:
    for node in (*PLAN.services, *PLAN.servers):
        for other in (*PLAN.services, *PLAN.servers):
            try:
                graph = after(node, other).graph
            except RequestError:
                continue
            assert graph.needs.keys() == graph.settle(lambda _, ready: ready, 0).keys()
