"""What nobody waits for is begun where that takes nobody from what somebody does."""

from datetime import timedelta

from chwapi_console.clock import iso
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.recovery.acts import claims
from chwapi_console.recovery.state.of_view.advising import advice
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.why.advice_words import advice_words
from chwapi_console.text import ENGLISH
from hospitals import MEANT, NOW, SPARES, plan_of
from journal.memory_store import MemoryStore

PLAN = f"""
[policy]
crews = 2
evidence_first = false
{SPARES}"""


def taken(text: str = PLAN, *servers: str) -> View:
    plan, store = plan_of(text), MemoryStore("here")
    for number, server in enumerate(servers or ("dc1",)):
        seen = view(plan, store.record, NOW)
        act = claims.take(seen, [server], f"ana-{number}", remarks=MEANT)
        store.at = iso(NOW)
        store.append(act.drafts, Actor(f"ana-{number}", "host"), act.shown)
    return view(plan, store.record, NOW)


def test_a_spare_that_would_hold_somebody_who_is_needed_before_it_is_done_waits() -> None:
    seen = taken()
    found = advice(seen, "ben")
    assert found.entry is None
    assert [("dc2", "", "app2"), ("old1", "", "app2")] == [hold[:3] for hold in found.holds]
    assert {NOW + timedelta(hours=4)} == {hold.at for hold in found.holds}
    assert (
        "Hold dc2, which nobody waits for: somebody is needed for app2 at Mon 08:00, before it is "
        "likely done."
    ) in [ENGLISH(words) for words in advice_words(seen, found)]


def test_a_spare_that_is_done_by_then_is_begun() -> None:
    short = taken(PLAN.replace('"6h"', '"4h05"'))
    found = advice(short, "ben")
    assert found.entry is not None
    assert (found.entry.part, ()) == ("spare", found.holds)


def test_whoever_comes_beside_those_the_plan_counts_on_may_begin_a_spare() -> None:
    plenty = taken(PLAN.replace("crews = 2", "crews = 1"))
    found = advice(plenty, "ben")
    assert found.entry is not None
    assert "dc2" == found.entry.server


def test_where_nothing_else_is_left_spares_are_restored() -> None:
    alone = PLAN.replace("crews = 2", "crews = 5")
    found = advice(taken(alone), "ben")
    assert found.entry is not None
    assert "dc2" == found.entry.server
