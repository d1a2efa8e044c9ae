"""Why one stands before the other is the first term of the rule in which they differ, and what
stands in no order is refused."""

import re

import pytest

from chwapi_console.errors import RequestError
from chwapi_console.recovery.state.view.view import view
from chwapi_console.recovery.words.why.comparing import compared, comparison_words
from hospitals import NOW, by_a_peer, plan_of

PLAN = plan_of("""
[services.bloc]
name = "Theatre"
tier = 1
needs = ["app", ["p1", "p2", "p3", "p4"], "way"]
soft = ["w1", "w2", "w3"]
[services.ways]
name = "Ways"
tier = 1
needs = ["way", "end"]
[services.achats]
name = "Purchasing"
tier = 3
needs = ["buy"]
[services.purses]
name = "Purses"
tier = 3
needs = ["buy"]
[services.small]
name = "Small"
tier = 4
needs = ["base"]
[services.works]
name = "Works"
tier = 2
needs = ["clean"]
[services.lost]
name = "Lost"
tier = 2
needs = ["gone", "c1", "c2"]
[servers]
app = { site = "imc", role = "x", restore = "2h", needs = ["base"], state = "compromised" }
base = { site = "imc", role = "x", restore = "1h", state = "compromised" }
way = { site = "imc", role = "x", restore = "1h", state = "compromised" }
end = { site = "imc", role = "x", restore = "1h", state = "compromised" }
buy = { site = "imc", role = "x", restore = "1h", state = "compromised" }
p1 = { site = "imc", role = "x", restore = "1h", state = "compromised" }
p2 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
p3 = { site = "imc", role = "x", restore = "3h", state = "compromised" }
p4 = { site = "imc", role = "x", restore = "3h", state = "compromised" }
w1 = { site = "imc", role = "x", restore = "1h", state = "compromised" }
w2 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
w3 = { site = "imc", role = "x", restore = "3h", state = "compromised" }
u1 = { site = "imc", role = "x", state = "compromised" }
u2 = { site = "imc", role = "x", state = "compromised" }
c1 = { site = "imc", role = "x", needs = ["gone"], state = "compromised" }
c2 = { site = "imc", role = "x", needs = ["gone"], state = "compromised" }
gone = { site = "imc", role = "x", state = "retired" }
clean = { site = "imc", role = "x", state = "clean" }
[conditions.paper]
name = "Paper entered"
who = "clerk"
""")
SEEN = view(PLAN, by_a_peer([]), NOW)


@pytest.mark.parametrize(
    ("one", "other", "term", "words"),
    [
        ("app", "base", "need", "app waits for it"),
        ("achats", "purses", "together", "Purchasing and Purses come back together, with buy."),
        (
            "end",
            "way",
            "chain",
            "both are for Ways, and the longer chain of restorations begins with it",
        ),
        ("base", "p1", "way", "both are for Theatre, and with it Small is up on the way"),
        ("bloc", "small", "way", "Theatre misses all that it misses, so it is up on the way"),
        ("achats", "bloc", "tier", "tier 1 against tier 3"),
        ("app", "buy", "tier", "tier 1, for Theatre waits for it, against tier 3"),
        (
            "small",
            "achats",
            "tier",
            "base, the last that it misses, is of tier 1, for Theatre waits for that too, against tier 3",
        ),
        ("app", "w1", "part", "no service waits for w1, some only wish for it"),
        ("app", "p2", "part", "p2 is a spare"),
        ("app", "u1", "part", "no service needs u1"),
        ("app", "c1", "part", "c1 cannot come back"),
        ("w1", "w2", "part", "more is wished with it for the work that it takes"),
        ("p2", "p3", "part", "both are spares, and it is back sooner"),
        ("p3", "p4", "part", "both are spares, and neither is back sooner: its id comes first"),
        ("u1", "u2", "part", "no service needs either"),
        ("c1", "c2", "part", "neither can come back"),
    ],
)
def test_the_term_in_which_two_differ_is_said(one: str, other: str, term: str, words: str) -> None:
    of = compared(SEEN, one, other)
    assert [term] == [reason.term for reason in of.reasons]
    assert words in str(comparison_words(SEEN, of))
    assert of == compared(SEEN, other, one)


def test_of_servers_for_two_services_it_is_said_which_and_what_decided_between_these() -> None:
    of = compared(SEEN, "p1", "way")
    assert ("way", ["turn", "minutes"]) == (of.first, [reason.term for reason in of.reasons])
    said = str(comparison_words(SEEN, of))
    first = (
        "way stands before p1: way stands there for Ways; p1 stands there for Theatre. "
        "Ways stands before Theatre: "
    )
    assert said.startswith(first), said


def test_who_pinned_what_stands_first_against_the_rule_is_named_with_the_reason() -> None:
    pinned = by_a_peer(
        [
            (
                "pinned",
                "achats",
                {"before": None, "after": {"reason": "gloves", "until": "", "before": ""}},
            )
        ]
    )
    seen = view(PLAN, pinned, NOW)
    of = compared(seen, "buy", "app")
    assert ("buy", ["pin"]) == (of.first, [reason.term for reason in of.reasons])
    assert "dba pinned Purchasing: gloves" in str(comparison_words(seen, of))


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("app", "app", "These are the same"),
        ("works", "app", "Works misses no server"),
        ("clean", "app", "clean has no work left"),
        ("paper", "app", "Paper entered is no server or service"),
    ],
)
def test_what_stands_in_no_order_is_refused(one: str, other: str, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        compared(SEEN, one, other)


def test_a_weight_that_counts_for_several_sites_is_told_as_the_plan_has_it() -> None:
    text = """
[services.lab]
name = "Laboratory"
serves = ["imc", "union"]
tier = 1
weight = 4
needs = ["a"]
[services.bloc]
name = "Theatre"
site = "imc"
tier = 1
weight = 5
needs = ["b"]
[servers]
a = { site = "imc", role = "x", state = "compromised" }
b = { site = "imc", role = "x", state = "compromised" }
"""
    seen = view(plan_of(text), by_a_peer([]), NOW)
    assert (
        "Laboratory stands before Theatre: weight 8 (4 in the plan, 2 times for the sites it serves) "
        "against 5. Both tier 1: worth 20.0 for an hour of work against 12.5."
    ) in str(comparison_words(seen, compared(seen, "lab", "bloc")))
    more = view(plan_of(text.replace("weight = 5", "weight = 9")), by_a_peer([]), NOW)
    assert (
        "Theatre stands before Laboratory: weight 9 against 8 (4 in the plan, 2 times for the sites "
        "it serves)."
    ) in str(comparison_words(more, compared(more, "lab", "bloc")))


def test_a_tier_that_follows_the_calendar_says_why_and_until_when() -> None:
    plan = plan_of("""
[services.pay]
name = "Payroll"
tier = 4
needs = ["a"]
tier_when = [{ tier = 2, day = 19, before = 5, reason = "pay day" }]
[services.ward]
name = "Ward"
tier = 3
needs = ["b"]
[servers]
a = { site = "imc", role = "x", state = "compromised" }
b = { site = "imc", role = "x", state = "compromised" }
""")
    seen = view(plan, by_a_peer([]), NOW)
    told = str(comparison_words(seen, compared(seen, "pay", "ward")))
    assert told.startswith(
        "Payroll stands before Ward: tier 2 against tier 3. Payroll: Tier 2 now, not 4: pay day."
    ), told


def test_a_tier_that_moves_soon_is_told_of_two_of_one_tier_too() -> None:
    plan = plan_of("""
[services.chemo]
name = "Chemotherapy"
tier = 2
needs = ["a"]
tier_when = [{ tier = 1, from = "00:00", until = "23:00", reason = "infusions" }]
[services.ward]
name = "Ward"
tier = 1
needs = ["b"]
[servers]
a = { site = "imc", role = "x", restore = "1h", state = "compromised" }
b = { site = "imc", role = "x", restore = "2h", state = "compromised" }
""")
    seen = view(plan, by_a_peer([]), NOW)
    told = str(comparison_words(seen, compared(seen, "chemo", "ward")))
    assert "Tier 1 now, not 2: infusions. Today 23:00: Chemotherapy is back at tier 2." in told


def test_a_service_that_waits_for_conditions_alone_says_for_which() -> None:
    plan = plan_of("""
        [services.calls]
        name = "Calls"
        tier = 1
        needs = ["clean", "line"]
        [servers]
        clean = { site = "imc", role = "x", state = "clean" }
        app = { site = "imc", role = "x", state = "compromised" }
        [conditions.line]
        name = "Line tested"
        """)
    words = "Calls misses no server; it stands in no order. It waits for: Line tested."
    with pytest.raises(RequestError, match=re.escape(words)):
        compared(view(plan, by_a_peer([]), NOW), "calls", "app")
