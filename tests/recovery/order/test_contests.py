"""Why one service of a tier stands before the next: what decided is named, and nothing that did
not."""

from datetime import timedelta

import pytest

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.state.told.blocks import Block
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.why.contest_words import goes_before
from chwapi_console.recovery.words.why.reasons import why
from chwapi_console.text import in_one
from hospitals import NOW, plan_of, record_of, standing_event

PLAN = """
[services.one]
name = "One"
tier = 1
{one}
needs = ["a1"]
[services.two]
name = "Two"
tier = 1
{two}
needs = ["b1"]
[servers]
a1 = {{ site = "imc", role = "x", restore = "{a1}", state = "compromised" }}
b1 = {{ site = "imc", role = "x", restore = "{b1}", state = "compromised" }}
"""


def seen(one: str = "", two: str = "", a1: str = "2h", b1: str = "2h", blocked: str = "") -> View:
    acts = (
        [standing_event("a", 1, blocked, Standing("compromised", "blocked", reason="x"))]
        if blocked
        else []
    )
    return view(plan_of(PLAN.format(one=one, two=two, a1=a1, b1=b1)), record_of(acts), NOW)


def test_of_a_block_that_has_an_end_it_is_said_until_when() -> None:
    of = seen(two='rto = "8h"', blocked="b1")
    blocks = {"b1": Block(NOW + timedelta(hours=2))}
    of = of.with_situation(of.situation._replace(blocks=blocks))
    told = str(goes_before(of, "one"))
    assert told.startswith("Before Two: that one waits for something blocked until ")


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (seen("weight = 12", "weight = 8"), "Before Two: weight 12 against 8 in the plan."),
        (seen(a1="1h"), "Before Two: 1 h of work left against 2 h."),
        (
            seen("weight = 12", "weight = 8", a1="1h"),
            "Before Two: weight 12 against 8 in the plan and 1 h of work left against 2 h.",
        ),
        (
            seen("weight = 2", "weight = 9", a1="10m"),
            "Before Two: 10 min of work left against 2 h.",
        ),
        (seen("weight = 2", "weight = 4", a1="1h"), None),
        (seen('rto = "4h"', 'rto = "8h"'), "Before Two: its RTO ends sooner."),
        (seen(two='rto = "8h"', blocked="b1"), "Before Two: that one waits for something blocked."),
    ],
)
def test_what_decided_is_told_and_what_spoke_against_it_is_not(of: View, said: str | None) -> None:
    first = of.order.turns[0]
    if said is None:
        assert "two" == first
        assert "Before One: weight 4 against 2 in the plan." == str(goes_before(of, first))
        return
    assert (said, None) == (str(goes_before(of, "one")), goes_before(of, "two"))
    assert said in str(in_one(why(of, of.entry["a1"])))
    assert "Before" not in str(in_one(why(of, of.entry["b1"])))
