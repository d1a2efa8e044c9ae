"""What decided between two services of a tier is said in numbers, and these are those of the rule."""

from random import Random

import pytest

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.order.contests import Contest
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.why.comparing import compared, comparison_words
from chwapi_console.recovery.words.why.contest_words import stands_last
from chwapi_console.text import language
from hospitals import NOW, by_a_peer, plan_of, record_of, standing_event

PLAN = """
[policy]
wish = 0.05
[services.bloc]
name = "Theatre"
tier = 1
weight = 20
needs = ["a", "b"]
[services.adt]
name = "Admissions"
tier = 2
weight = 4
needs = ["a"]
[services.lab]
name = "Laboratory"
tier = 1
weight = 3
rto = "2h"
needs = ["c"]
[services.ward]
name = "Ward"
tier = 3
weight = 10
needs = ["d"]
soft = ["lab"]
[servers]
a = { site = "imc", role = "x", restore = "2h", state = "compromised" }
b = { site = "imc", role = "x", restore = "2h", state = "compromised" }
c = { site = "imc", role = "x", restore = "1h", state = "compromised" }
d = { site = "imc", role = "x", restore = "1h", state = "compromised" }
"""
GROUP = """
[groups.nord]
name = "Campus Nord"
services = ["lab", "ward2"]
[services.ward2]
name = "Second ward"
tier = 1
weight = 2
needs = ["e"]
"""
E = 'e = { site = "imc", role = "x", restore = "1h", state = "compromised" }\n'


def seen(text: str) -> View:
    return view(plan_of(text), by_a_peer([]), NOW)


def told(of: View, one: str, other: str, code: str = "en") -> str:
    return language(code)(comparison_words(of, compared(of, one, other)))


def test_what_each_is_worth_for_an_hour_is_said_and_what_that_is_made_of() -> None:
    of = seen(PLAN)
    assert (
        "Both tier 1: worth 29.0 for an hour of work against 16.5. Theatre: 116 for 4 h of work, of "
        "that weight 20 × 5 of its own and 1 service that comes up with it: +16. Laboratory: 16.5 "
        "for 1 h of work, of that weight 3 × 5 of its own and 1 service wishes for it: +1.5."
    ) in told(of, "bloc", "lab")
    assert "29,0 par heure de travail" in told(of, "bloc", "lab", "fr")
    assert "although: " in told(of, "bloc", "lab")
    assert "the RTO of the other ends sooner, which counts between equals only" in told(
        of, "bloc", "lab"
    )


def test_who_comes_up_with_it_is_counted_alike_in_one_answer() -> None:
    said = told(seen(PLAN), "bloc", "lab")
    assert "1 service comes up with it against 0" in said
    assert "1 service that comes up with it: +16" in said
    french = told(seen(PLAN), "bloc", "lab", "fr")
    assert "1 service revient avec lui contre 0" in french
    more = PLAN.replace(
        "[servers]",
        PLAN[PLAN.index("[services.adt]") : PLAN.index("[services.lab]")].replace(
            "services.adt", "services.adt2"
        )
        + "[servers]",
    )
    said = told(seen(more), "bloc", "lab")
    assert "2 services come up with it against 0" in said
    assert "2 services that come up with it: +32" in said


def test_of_two_tiers_it_is_said_that_nothing_else_counts() -> None:
    said = told(seen(PLAN), "ward", "lab")
    assert said.endswith("A more urgent tier goes first, whatever the other is worth.")
    assert "an hour of work" not in said


def test_what_a_group_is_worth_as_a_whole_is_told_beside_what_the_other_is() -> None:
    text = PLAN.replace("[servers]", f"{GROUP}[servers]").replace("weight = 20", "weight = 4") + E
    said = told(seen(text), "lab", "bloc")
    assert "Campus Nord opens as a whole" in said
    assert "Campus Nord: 51.5 for 2 h of work, of that 25 because it opens as a whole" in said
    assert "2 services that come up with it: +26.5" in said


def test_against_a_service_that_has_its_turn_from_a_group_the_group_is_what_decided() -> None:
    of = seen(PLAN.replace("[servers]", f"{GROUP}[servers]") + E)
    said = told(of, "bloc", "lab")
    assert said.startswith(
        "Theatre stands before Laboratory: Campus Nord as a whole, from which that has its turn, is "
        "worth less for its work. Both tier 1: worth 29.0 for an hour of work against 25.8. Theatre: "
    )
    assert "Campus Nord: 51.5 for 2 h of work, of that 25 because it opens as a whole" in said


def test_of_the_last_of_its_tier_it_is_said_behind_which_it_stands_and_why() -> None:
    of = seen(PLAN)
    last = stands_last(of, "lab")
    assert last is not None
    assert (
        "The last of its tier. Theatre stands before Laboratory: weight 20 against 3 in the plan and 1 "
        "service comes up with it against 0."
    ) == language("en")(last)
    assert stands_last(of, "bloc") is None, "another stands behind it"
    assert stands_last(of, "adt") is None, "it is alone in its tier"


def test_what_waits_for_something_blocked_comes_after_whatever_it_is_worth() -> None:
    event = standing_event("a", 1, "b", Standing("compromised", "blocked", reason="x"))
    of = view(plan_of(PLAN), record_of([event]), NOW)
    assert "whatever it is worth" in told(of, "lab", "bloc")


def test_numbers_that_differ_little_have_as_many_places_as_tell_them_apart() -> None:
    text = PLAN.replace(
        'c = { site = "imc", role = "x", restore = "1h"',
        'c = { site = "imc", role = "x", restore = "150h"',
    )
    near = text.replace("weight = 3\n", "weight = 869\n").replace('soft = ["lab"]', "")
    assert "worth 29.00 for an hour of work against 28.97." in told(seen(near), "bloc", "lab")


def generated(dice: Random) -> View:
    """Services of two tiers that share servers, wish for each other and open together."""
    services = [f"s{number}" for number in range(9)]
    servers = [f"h{number}" for number in range(12)]
    lines = ["[policy]", f"wish = {dice.choice((0, 0.05, 0.3))}"]
    for name in services:
        needs, soft = dice.sample(servers, dice.randint(1, 4)), dice.sample(services, 2)
        lines += [
            f"[services.{name}]",
            f'name = "{name}"',
            f"tier = {dice.randint(1, 2)}",
            f"weight = {dice.randint(1, 9)}",
            f"needs = {needs}".replace("'", '"'),
            f"soft = {[wish for wish in soft if wish != name]}".replace("'", '"'),
        ]
    for number in range(dice.randint(0, 2)):
        lines += [
            f"[groups.g{number}]",
            f'name = "G{number}"',
            f"services = {dice.sample(services, 3)}".replace("'", '"'),
            f"weight = {dice.randint(1, 3)}",
        ]
    lines.append("[servers]")
    lines += [
        f'{name} = {{ site = "imc", role = "x", restore = "{dice.randint(1, 9)}h", state = '
        '"compromised" }'
        for name in servers
    ]
    return seen("\n".join(lines))


def pairs(of: View) -> list[Contest]:
    """What decided between each two turns of one tier."""
    turns, tiers = of.order.turns, of.plan.services
    return [
        of.order.contest_between(one, other)
        for one in range(len(turns))
        for other in range(one + 1, len(turns))
        if tiers[turns[one]].tier == tiers[turns[other]].tier
    ]


@pytest.mark.parametrize("seed", range(40))
def test_the_first_is_never_said_to_be_worth_less_than_what_it_goes_before(seed: int) -> None:
    of = generated(Random(seed))
    for contest in pairs(of):
        first = contest.whole or contest.first
        assert first.rate >= contest.second.rate - 1e-9, contest
