"""What a server waits for is said down to what can be worked on: a clean server on a dead SAN waits
for the SAN."""

import pytest

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.state.of_view.root_cause import missing_beneath
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.things.conditions import how_it_stands, what_it_waits_for
from chwapi_console.recovery.words.why.reasons import why
from chwapi_console.text import in_one, say
from hospitals import NOW, plan_of, record_of, standing_event

PLAN = plan_of("""
[services.achats]
name = "Achats"
tier = 3
needs = ["app"]
[servers]
app = { site = "imc", role = "x", needs = [["hv1", "hv2"]], state = "compromised" }
hv1 = { site = "imc", role = "x", needs = ["switch"], state = "clean" }
hv2 = { site = "imc", role = "x", needs = ["san"], state = "clean" }
switch = { site = "imc", role = "x", needs = ["san"], state = "clean" }
san = { site = "imc", role = "x", state = "compromised" }
gone = { site = "imc", role = "x", state = "retired" }
on = { site = "imc", role = "x", needs = ["gone"], state = "clean" }
""")


def seen(**standing: Standing) -> View:
    return view(
        PLAN,
        record_of([standing_event(server, 1, server, after) for server, after in standing.items()]),
        NOW,
    )


def said(of: View, server: str) -> str:
    return str(in_one(why(of, of.entry[server])))


@pytest.mark.parametrize(
    ("node", "beneath"),
    [("achats", "app"), ("app", "app"), ("hv1", "san"), ("san", "san"), ("on", None)],
)
def test_the_nearest_server_with_work_to_do_is_found_through_those_that_are_available(
    node: str, beneath: str | None
) -> None:
    assert beneath == missing_beneath(seen(), node)


def test_nothing_is_found_beneath_what_works() -> None:
    assert None is missing_beneath(seen(san=Standing("compromised", "restored", "dba")), "hv1")


def test_who_waits_for_an_available_server_is_told_what_that_one_waits_for() -> None:
    assert said(seen(), "app").startswith(
        "Waits for hv1 (clean, waits for san) or hv2 (clean, waits for san). Tier 3. "
    )


def test_what_a_server_waits_for_is_said_of_one_in_hand_too() -> None:
    in_hand = seen(app=Standing("compromised", "restoring", "dba"))
    assert said(in_hand, "app").startswith(
        "dba is restoring it. Waits for hv1 (clean, waits for san) or hv2 "
    )
    assert said(seen(san=Standing("compromised", "restoring", "dba")), "san").startswith(
        "dba is restoring it. Tier 3. "
    )


def test_a_condition_and_a_row_of_the_queue_tell_it_alike() -> None:
    plan = plan_of("""
[services.lab]
name = "Lab"
tier = 1
needs = ["licence"]
[conditions.licence]
name = "Licence"
needs = ["lis"]
[servers]
lis = { site = "imc", role = "x", needs = ["dc1"], state = "compromised" }
dc1 = { site = "imc", role = "x", state = "compromised" }
""")
    restored = [standing_event("l", 1, "lis", Standing("compromised", "restored", "dba"))]
    for events, told in (([], "lis"), (restored, "lis (restored, waits for dc1)")):
        of = view(plan, record_of(events), NOW)
        assert f"open, waits for {told}" == str(how_it_stands(of, of.conditions["licence"]))
        assert f"after {told}" == str(say("after {needs}", needs=what_it_waits_for(of, "licence")))
