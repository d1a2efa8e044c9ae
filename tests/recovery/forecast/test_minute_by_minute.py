"""What is said of a forecast and of what would change it holds from one minute to the next."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.forecast.forecast import Outlook, forecast
from chwapi_console.recovery.forecast.runs_compared import clear_change, clear_difference, moves_few
from chwapi_console.recovery.state.of_view.means import lanes_in_use
from chwapi_console.recovery.state.view.view import View, view
from hospitals import plan_of, record_of, standing_event

START = datetime(2021, 1, 18, 5, 0, tzinfo=UTC)
"""Monday, 06:00 in Brussels."""

PLAN = """
[crews.systems]
name = "Systems"
at_once = 2
os = ["esx", "san"]
[crews.windows]
name = "Windows"
os = ["windows"]
at_once = 2
hours = "07:00-22:00"
[crews.apps]
name = "Applications"
os = ["linux"]
hours = ["05:00-13:00", "14:00-19:00"]
[lanes.tape]
at_once = 1
steps = ["restore-data"]
[runbooks.srv]
steps = ["isolate", "rebuild", "restore-data", "test"]
[services.bloc]
name = "Bloc IMC"
tier = 1
needs = ["pacs1", "app0", "app3"]
[services.paie]
name = "Paie"
tier = 4
needs = ["app1", "app2", "app4", "app5", "app6", "app7"]
[servers.pacs1]
site = "imc"
role = "x"
os = "linux"
restore = ["3h", "6h", "14h"]
runbook = "srv"
needs = ["hv1"]
state = "compromised"
[servers]
san1 = { site = "imc", role = "x", os = "san", restore = ["2h", "4h", "8h"], state = "compromised" }
hv1 = { site = "imc", role = "x", os = "esx", restore = ["1h", "2h", "4h"], needs = ["san1"], state = "compromised" }
dc1 = { site = "imc", role = "x", os = "windows", restore = ["2h", "4h", "9h"], state = "compromised" }
""" + "".join(
    f'app{n} = {{ site = "imc", role = "x", os = "{os}", restore = ["1h", "{2 + n % 3}h", "9h"], '
    f'runbook = "srv", needs = ["hv1", "dc1"], state = "{state}" }}\n'
    for n, (os, state) in enumerate([("windows", "compromised"), ("linux", "unknown")] * 4)
)
IN_HAND = record_of(
    [standing_event("a", 1, "dc1", Standing("compromised", "restoring", holder="oncall-1"))]
)


def seen(minute: float, text: str = PLAN) -> View:
    return view(plan_of(text), IN_HAND, START + timedelta(minutes=minute))


def told(minute: float, service: str, text: str = PLAN) -> Outlook:
    return forecast(seen(minute, text), [service]).services[service]


def test_a_forecast_is_the_same_for_a_whole_minute_whatever_page_asks() -> None:
    assert told(600, "bloc") == told(600.9, "bloc")


MORE = (
    ('at_once = 2\nhours = "07:00-22:00"', 'at_once = 3\nhours = "07:00-22:00"'),
    ('hours = ["05:00-13:00", "14:00-19:00"]\n', ""),
    ("[lanes.tape]\nat_once = 1", "[lanes.tape]\nat_once = 2"),
)


@pytest.mark.parametrize("service", ["bloc", "paie"])
def test_from_one_minute_to_the_next_a_forecast_moves_by_less_than_its_runs_can_tell(
    service: str,
) -> None:
    for first in (60, 700):
        for earlier, later in pairwise(told(first + n, service) for n in range(5)):
            assert earlier.p50 is not None and later.p50 is not None
            moved = abs((later.p50 - earlier.p50) / timedelta(minutes=1))
            assert moved <= max(15, earlier.unsure, later.unsure)


TO_THE_HOUR = 60
"""Minutes to which what moves by so much is told."""


@pytest.mark.parametrize("more", MORE, ids=["crew", "hours", "lane"])
def test_what_one_thing_more_is_said_to_gain_is_nearly_the_same_a_minute_later(
    more: tuple[str, str],
) -> None:
    assert more[0] in PLAN
    otherwise = PLAN.replace(*more)
    gains = list[tuple[int, int]]()
    for minute in range(400, 405):
        now, then = told(minute, "paie"), told(minute, "paie", otherwise)
        gain = clear_difference(now, then)
        assert gain is not None
        gains.append((gain, max(15, now.unsure, then.unsure)))
    for (gain, unsure), (other, _) in pairwise(gains):
        assert abs(other - gain) <= max(unsure, TO_THE_HOUR)


def test_less_than_chance_may_move_is_told_as_no_clear_difference() -> None:
    def of(minutes: int, unsure: int) -> Outlook:
        moment = START + timedelta(minutes=minutes)
        return Outlook("bloc", p50=moment, p90=moment, unsure=unsure)

    assert 0 == clear_change(of(600, 10), of(586, 10))
    assert -15 == clear_change(of(600, 10), of(581, 10))
    assert 0 == clear_change(of(600, 10), of(510, 100))
    assert -120 == clear_change(of(600, 70), of(500, 70))
    assert clear_change(of(600, 0), Outlook("bloc")) is None


def test_what_a_supposition_moves_is_told_by_the_same_runs_and_not_by_a_leap_of_p50() -> None:
    night = START + timedelta(hours=9)

    def of(runs: list[float], p50: int) -> Outlook:
        moment = START + timedelta(minutes=p50)
        return Outlook("bloc", p50=moment, p90=night, unsure=30, runs=runs, begun=START)

    even, leap = [float(n) for n in range(400, 656)], 960
    assert 0 == clear_difference(of(even, 480), of([n + 1 for n in even], leap))
    assert 60 == clear_difference(of(even, 480), of([n + 60 for n in even], leap))
    few = [n + (960 if n % 3 == 0 else 0) for n in even]
    assert 240 <= (clear_difference(of(even, 480), of(few, 481)) or 0) <= 360
    assert moves_few(of(even, 480), of(few, 481))
    assert not moves_few(of(even, 480), of([n + 60 for n in even], leap))
    assert not moves_few(of(even, 480), of(even, 480))
    few_runs = even[:64]  # of more, P50 is that of the runs that are looked at
    assert 0 == clear_difference(of(few_runs, leap), of([n + 60 for n in few_runs], 480))


COMING = """
[crews.early]
name = "Early"
hours = "07:00-19:00"
[crews.late]
name = "Late"
hours = "08:00-19:00"
[operators.anna]
roles = ["restorer"]
crew = "early"
[operators.lars]
roles = ["restorer"]
crew = "late"
[lanes.tape]
at_once = 1
work = ["restore"]
[services.bloc]
name = "Bloc"
tier = 1
needs = ["first"]
[services.paie]
name = "Paie"
tier = 4
needs = ["second"]
[servers]
first = { site = "imc", role = "x", restore = "4h", state = "compromised" }
second = { site = "imc", role = "x", restore = "4h", state = "compromised" }
"""


def test_who_came_first_keeps_the_place_when_who_has_what_is_first_comes() -> None:
    taken = record_of(
        [
            standing_event("a", n, server, Standing("compromised", "restoring", holder=holder))
            for n, (server, holder) in enumerate((("first", "lars"), ("second", "anna")), 1)
        ]
    )
    likely = dict[str, list[float]]()
    for minute in (58, 61, 118, 119, 120, 121, 130):
        of = view(plan_of(COMING), taken, START + timedelta(minutes=minute))
        for service, outlook in forecast(of).services.items():
            assert outlook.p50 is not None
            since = (outlook.p50 - START) / timedelta(minutes=1)
            likely.setdefault(service, []).append(since)
        if minute > 60:
            assert lanes_in_use(of) == {"tape": ["second"]}
    assert all(max(of) - min(of) < 30 for of in likely.values()), likely
    assert min(likely["bloc"]) > max(likely["paie"])
