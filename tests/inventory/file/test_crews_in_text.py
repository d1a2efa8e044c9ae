"""How many could be at work by a text, as by the plan that is read of it."""

from pathlib import Path

import pytest

from chwapi_console.inventory.file.crews_in_text import crews_in
from chwapi_console.inventory.file.load import parse
from chwapi_console.inventory.model import Crew
from hospitals import HEAD

SERVER = '[servers]\na1 = { site = "imc", role = "crews", restore = "2h", state = "compromised" }\n'


@pytest.mark.parametrize(
    "text",
    [
        '[crews.windows]\nname = "W"\nat_once = 3\nhours = "07:00-19:00"\n',
        '[crews.a]\n[crews."b-c"]\nhours = ["06:00-14:00", "20:00-02:00"]\nweekdays = ["mon", "sun"]\n',
        " [ crews . a ]\n  at_once=2 # hours = '01:00-02:00'\n[policy]\ncrews = 9\n",
        '[policy]\ntriage = "5m"\ncrews = 6\n',
        '[crews.a]\nhours = [\n  "07:00-12:00",\n  "13:00-24:00",\n]\nat_once = 2\n',
    ],
)
def test_crews_are_told_as_the_plan_that_is_read_has_them(text: str) -> None:
    plan = parse(HEAD + text + SERVER, Path("plan.toml")).plan
    crews = [
        Crew(at_once=of.at_once, hours=of.hours, weekdays=of.weekdays) for of in plan.crews.values()
    ]
    assert (crews or [Crew(at_once=plan.policy.crews)]) == crews_in(HEAD + text + SERVER)


def test_a_text_that_says_nothing_of_crews_tells_nothing_and_takes_no_time() -> None:
    assert [] == crews_in(HEAD + SERVER)
    assert [] == crews_in("[" * 500_000 + "\n" + "[policy]\n" * 10_000)
    assert [Crew(at_once=1000)] == crews_in("[policy]\ncrews = 999999999")
