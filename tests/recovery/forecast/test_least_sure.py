"""Which one estimate of a plan leaves most open: that at whose worst services come later by most."""

from datetime import UTC, datetime

import pytest

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.forecast.least_sure import least_sure, least_sure_words
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.text import ENGLISH
from hospitals import by_a_peer, plan_of

NOW = datetime(2021, 1, 18, 8, 0, tzinfo=UTC)
PLAN = """
[policy]
crews = 4
[services.bloc]
name = "Theatre"
tier = 1
needs = ["app", "san"]
[services.lab]
name = "Laboratory"
tier = 1
needs = ["lis", "san"]
[services.mail]
name = "Mail"
tier = 4
needs = ["ex"]
[servers]
san = { site = "imc", role = "x", restore = ["2h", "4h", "20h"], state = "compromised" }
app = { site = "imc", role = "x", restore = "1h", state = "compromised" }
lis = { site = "imc", role = "x", restore = "1h", state = "compromised" }
ex = { site = "imc", role = "x", restore = ["2h", "4h", "30h"], state = "compromised" }
"""


IN_HAND = Standing("compromised", "restoring", "dba")


def seen(text: str = PLAN, in_hand: str = "") -> View:
    taken = {"before": Standing("compromised").plain(), "after": IN_HAND.plain()}
    return view(plan_of(text), by_a_peer([("taken", in_hand, taken)] if in_hand else []), NOW)


@pytest.mark.parametrize("in_hand", ["", "san"])
def test_the_estimate_at_whose_worst_most_services_come_later_is_named(in_hand: str) -> None:
    found = least_sure(seen(in_hand=in_hand))
    assert found is not None
    assert ("san", {"bloc", "lab"}) == (found.server, {*found.later})
    [told] = [ENGLISH(line) for line in least_sure_words(seen(), found)]
    assert told.startswith(
        "The estimate that leaves most open is that of san (2 h to 20 h, likely 4 h): at its worst "
        "2 services come clearly later: "
    ), told


def test_where_nothing_is_open_it_says_so() -> None:
    sure = PLAN.replace('["2h", "4h", "20h"]', '["4h", "4h", "4h"]')
    sure = sure.replace('["2h", "4h", "30h"]', '["4h", "4h", "4h"]').replace(
        '"1h"', '["1h", "1h", "1h"]'
    )
    of = seen(sure)
    assert least_sure(of) is None
    assert ["No single estimate of the plan, at its worst, brings any service clearly later."] == [
        ENGLISH(line) for line in least_sure_words(of, None)
    ]
