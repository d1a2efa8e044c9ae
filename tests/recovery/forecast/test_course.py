"""The order in which the runs take what is to be done: what a look brings stands where it would stand
then, a tier that the calendar moves counts from that moment on, and nothing is told for an hour in
which nothing can come up."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.acts.pin import as_if_pinned
from chwapi_console.recovery.forecast import by_calendar
from chwapi_console.recovery.forecast.by_calendar import MOST_ORDERS, course
from chwapi_console.recovery.forecast.forecast import Outlook, forecast
from chwapi_console.recovery.forecast.learning import learned
from chwapi_console.recovery.forecast.once_looked_at import places_if_hit
from chwapi_console.recovery.forecast.traced import traced
from chwapi_console.recovery.state.judged.suspects import SuspectServers
from chwapi_console.recovery.state.judged.tier_calendar import tier_stretches
from chwapi_console.recovery.state.of_view.means import resources
from chwapi_console.recovery.state.told.blocks import Block
from chwapi_console.recovery.state.view.supposed_views import (
    with_let_go,
    with_marks,
    with_standings,
)
from chwapi_console.recovery.state.view.view import View, view
from hospitals import plan_of, record_of, standing_event

NOW = datetime(2021, 1, 18, 8, 0, tzinfo=UTC)
"""Monday, 09:00 in Brussels."""

LOOKED_AT = """
[policy]
crews = 1
triage = "15m"
[services.images]
name = "Images"
tier = 1
needs = ["pacs1"]
[services.icu]
name = "ICU"
tier = 1
needs = ["mon1"]
[services.mail]
name = "Mail"
tier = 4
needs = ["ex1"]
[servers]
pacs1 = { site = "imc", role = "x", restore = "20h" }
mon1 = { site = "imc", role = "x", restore = "1h", state = "compromised" }
ex1 = { site = "imc", role = "x", restore = "1h" }
"""
BY_DAY = """
[policy]
crews = 1
[services.lab]
name = "Laboratory"
tier = 3
needs = ["lis1", "lis2"]
[services.pay]
name = "Payroll"
tier = 4
tier_when = [{ tier = 1, from = "10:00", until = "23:00", reason = "pay day" }]
needs = ["pay1"]
[servers]
lis1 = { site = "imc", role = "x", restore = "8h", state = "compromised" }
lis2 = { site = "imc", role = "x", restore = "8h", state = "compromised" }
pay1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
"""


def seen(text: str, now: datetime = NOW) -> View:
    return view(plan_of(text), Record(), now)


def outlooks(of: View) -> Mapping[str, Outlook]:
    return forecast(of).services


def p50(of: View, service: str) -> datetime:
    moment = outlooks(of)[service].p50
    assert moment is not None
    return moment


def test_a_restoration_that_a_look_brings_goes_behind_what_is_worth_more_for_its_hours() -> None:
    of = seen(LOOKED_AT)
    assert ["pacs1", "mon1", "ex1"] == [entry.server for entry in of.entries]
    places = places_if_hit(of, course(of, learned(of), resources(of, 1)))
    assert {"pacs1": 1, "ex1": 2} == places
    soon = (p50(of, "icu") - NOW) / timedelta(hours=1)
    assert soon < 3, soon


def test_what_a_look_brings_keeps_its_place_where_nothing_is_worth_more() -> None:
    of = seen(LOOKED_AT.replace('restore = "20h"', 'restore = "30m"'))
    assert {"pacs1": 0, "ex1": 2} == places_if_hit(of, course(of, learned(of), resources(of, 1)))


def test_the_forecast_lies_between_what_both_outcomes_of_a_look_give() -> None:
    of = seen(LOOKED_AT)
    for service in ("icu", "mail"):
        clean, hit = (
            p50(with_marks(of, ["pacs1"], state), service) for state in ("clean", "compromised")
        )
        least, most = min(clean, hit), max(clean, hit)
        slack = timedelta(minutes=40)
        assert least - slack <= p50(of, service) <= most + slack, service


def test_a_tier_that_rises_soon_counts_in_the_forecast_already() -> None:
    before, after = (seen(BY_DAY, NOW + timedelta(minutes=minutes)) for minutes in (59, 61))
    assert [4, 1] == [of.plan.services["pay"].tier for of in (before, after)]
    assert ["lis1", "lis2", "pay1"] == [entry.server for entry in before.entries]
    laid = course(before, learned(before), resources(before, 1)).entries
    assert [("lis1", 3), ("pay1", 1), ("lis2", 3)] == [(each.server, each.tier) for each in laid]
    whole = p50(before, "lab") - p50(after, "lab")
    assert abs(whole) <= timedelta(hours=2)
    assert p50(before, "pay") < p50(before, "lab")


BLOCKED = """
[policy]
crews = 1
evidence_first = false
[services.bloc]
name = "Theatre"
tier = 1
weight = 9
needs = ["app1", "app2"]
[services.lab]
name = "Laboratory"
tier = 1
needs = ["lis1", "lis2", "lis3"]
[servers]
app1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
app2 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
lis1 = { site = "imc", role = "x", restore = "5h", state = "compromised" }
lis2 = { site = "imc", role = "x", restore = "5h", state = "compromised" }
lis3 = { site = "imc", role = "x", restore = "5h", state = "compromised" }
"""


def blocked_until(minutes: int) -> View:
    """The plan above, of which one server is blocked, until so many minutes after `NOW`."""
    until = NOW + timedelta(minutes=minutes)
    standing = Standing("compromised", "blocked", reason="dongle")
    of = with_standings(view(plan_of(BLOCKED), Record(), NOW), {"app1": standing})
    return of.with_situation(of.situation._replace(blocks={"app1": Block(until)}))


def test_a_block_that_ends_soon_has_its_turn_back_from_then_on() -> None:
    of = blocked_until(60)
    assert ["lis1", "lis2", "lis3", "app1", "app2"] == [entry.server for entry in of.entries]
    laid = course(of, learned(of), resources(of, 1))
    assert ["lis1", "app1", "app2", "lis2", "lis3"] == [entry.server for entry in laid.entries]
    assert p50(of, "bloc") < p50(of, "lab")
    let_go = with_let_go(of, "app1")
    assert p50(of, "bloc") - p50(let_go, "bloc") < timedelta(hours=8)


def test_what_crews_get_to_before_a_block_ends_stands_before_it() -> None:
    of = blocked_until(60 * 24 * 20)
    laid = course(of, learned(of), resources(of, 1))
    assert ["lis1", "lis2", "lis3", "app2", "app1"] == [entry.server for entry in laid.entries]


def test_a_pin_that_ends_soon_holds_nothing_longer_in_the_forecast() -> None:
    plain = view(plan_of(BLOCKED), Record(), NOW)
    assert ["app1", "app2", "lis1"] == [entry.server for entry in plain.entries][:3]
    of = as_if_pinned(plain, "lab", until=NOW + timedelta(minutes=60))
    assert ["lis1", "lis2", "lis3"] == [entry.server for entry in of.entries][:3]
    laid = course(of, learned(of), resources(of, 1))
    assert ["lis1", "app1", "app2", "lis2", "lis3"] == [entry.server for entry in laid.entries]


ONE_HAND = """
[policy]
crews = 1
[services]
x = { name = "X", tier = 1, needs = ["x1"] }
a = { name = "A", tier = 1, needs = ["a1"] }
b = { name = "B", tier = 1, weight = 10, needs = ["b1"] }
[services.c]
name = "C"
tier = 3
needs = ["c1"]
tier_when = [{ tier = 2, from = "07:00", until = "10:00", reason = "lists" }]
[servers]
x1 = { site = "imc", role = "x", restore = "12h", state = "compromised" }
a1 = { site = "imc", role = "x", restore = "12h", state = "compromised" }
b1 = { site = "imc", role = "x", restore = "12h", state = "compromised" }
c1 = { site = "imc", role = "x", restore = "12h", state = "compromised" }
"""


def with_one_hand_at_work(minutes: int) -> View:
    """The plan above so many minutes after `NOW`: who there is has x1 in hand, b1 is blocked until three
    hours after `NOW`, and c is less urgent from one hour after it on."""
    of = with_standings(
        seen(ONE_HAND, NOW + timedelta(minutes=minutes)),
        {
            "x1": Standing("compromised", "restoring", "dba"),
            "b1": Standing("compromised", "blocked", reason="dongle"),
        },
    )
    return of.with_situation(of.situation._replace(blocks={"b1": Block(NOW + timedelta(hours=3))}))


def test_nothing_is_begun_at_a_turn_of_the_calendar_that_no_hand_is_free_for() -> None:
    for minutes in (0, 58, 62, 178):
        of = with_one_hand_at_work(minutes)
        laid = course(of, learned(of), resources(of)).entries
        assert ["x1", "b1", "a1", "c1"] == [entry.server for entry in laid], minutes


def test_what_a_crew_has_begun_beyond_a_turn_is_taken_off_what_it_can_begin_behind_it() -> None:
    others = "".join(
        f'o{n} = {{ site = "imc", role = "x", restore = "24h", state = "compromised" }}\n'
        for n in range(4)
    )
    for_others = "".join(
        f'[services.d{n}]\nname = "D{n}"\ntier = 2\nneeds = ["o{n}"]\n' for n in range(4)
    )
    of = seen(BY_DAY.replace("[servers]", for_others + "[servers]") + others)
    laid = [entry.server for entry in course(of, learned(of), resources(of, 1)).entries]
    assert "o0" == laid[0]  # until Tuesday 09:00, when it is not yet pay day
    assert "pay1" not in laid[:2], laid


@pytest.mark.parametrize("minutes", [-61, -1, 59, 91, 14 * 60 + 1])
def test_a_tier_that_comes_and_goes_each_day_does_not_stay_for_good_as_it_is_in_its_hours(
    minutes: int,
) -> None:
    text = BY_DAY.replace('from = "10:00", until = "23:00"', 'from = "10:00", until = "10:30"')
    text = text.replace('restore = "8h"', 'restore = "200h"')
    of = seen(text, NOW + timedelta(minutes=minutes))
    last = course(of, learned(of), resources(of, 1)).entries[-1]
    assert ("pay1", 4) == (last.server, last.tier)


EACH_MORNING = """
[policy]
crews = 1
[services.lists]
name = "Lists"
tier = 3
needs = [{many}]
tier_when = [{{ tier = 1, from = "06:00", until = "10:00", reason = "lists" }}]
[services.mail]
name = "Mail"
tier = 2
needs = [{more}]
[servers]
"""


@pytest.mark.parametrize("minutes", range(-4 * 60 + 1, 20 * 60, 200))
def test_what_is_urgent_each_morning_is_begun_in_each_whenever_that_is_asked(minutes: int) -> None:
    lists, mail = [f"l{n}" for n in range(6)], [f"m{n}" for n in range(60)]
    text = EACH_MORNING.format(
        many=", ".join(f'"{name}"' for name in lists), more=", ".join(f'"{name}"' for name in mail)
    )
    for name in (*lists, *mail):
        text += f'{name} = {{ site = "imc", role = "x", restore = "6h", state = "compromised" }}\n'
    of = seen(text, NOW + timedelta(minutes=minutes))
    laid = [entry.server for entry in course(of, learned(of), resources(of, 1)).entries]
    assert max(map(laid.index, lists)) < 40, laid
    assert len(of.by_itself) <= 2


def test_without_a_calendar_the_course_is_the_queue_itself() -> None:
    of = seen(LOOKED_AT)
    laid = course(of, learned(of), resources(of, 1))
    assert (list(of.entries), {}) == (list(laid.entries), dict(laid.order_of))


def test_nothing_is_expected_at_an_hour_at_which_nobody_works() -> None:
    crew = '\n[crews.day]\nname = "Day"\nat_once = 1\nhours = "08:00-18:00"\n'
    at_night = []
    for likely in range(4, 30, 2):
        of = seen(LOOKED_AT.replace('restore = "20h"', f'restore = "{likely}h"') + crew)
        for outlook in outlooks(of).values():
            for moment in (outlook.p50, outlook.p90):
                assert moment is not None
                there = moment.astimezone(of.plan.incident.zone)
                if not 8 <= there.hour < 18 and (there.hour, there.minute) != (18, 0):
                    at_night.append((likely, outlook.service, there))
    assert [] == at_night


def test_a_pinned_server_that_turns_out_hit_stays_where_the_pin_put_it() -> None:
    pinned = as_if_pinned(seen(LOOKED_AT), "mail")
    assert "ex1" == pinned.entries[0].server
    assert 0 == places_if_hit(pinned, course(pinned, learned(pinned), resources(pinned)))["ex1"]
    hit = p50(with_marks(pinned, ["ex1"], "compromised"), "mail")
    assert p50(pinned, "mail") <= hit + timedelta(minutes=40)


def test_hands_that_can_do_nothing_of_it_move_nothing() -> None:
    crews = """
[crews.windows]
os = ["windows"]
at_once = 1
[crews.network]
os = ["network"]
at_once = {hands}
"""
    text = BY_DAY.replace('role = "x",', 'role = "x", os = "windows",')
    of, more = (seen(text + crews.replace("{hands}", str(hands))) for hands in (1, 9))
    assert outlooks(of) == outlooks(more)
    assert ["lis1", "pay1", "lis2"] == [
        entry.server for entry in course(more, learned(more), resources(more)).entries
    ]


BESIDE = """
[policy]
triage = "15m"
[crews.one]
[services.x]
name = "X"
tier = 1
weight = 1
needs = ["x1"]
[services.neo]
name = "Neonatology"
tier = 1
weight = 5
needs = ["n1"]
[services.b]
name = "B"
tier = 1
weight = 2
needs = ["b1"]
[servers]
x1 = { site = "imc", role = "r", restore = "8h", state = "compromised" }
n1 = { site = "imc", role = "r", restore = "4h" }
b1 = { site = "imc", role = "r", restore = "4h", state = "compromised" }
"""


def test_a_look_beside_what_is_in_hand_is_not_put_off_by_a_block_of_something_else() -> None:
    held = Standing("compromised", "restoring", "dba")
    blocked = Standing("compromised", "blocked", reason="part")
    record = record_of(
        [
            standing_event("a", 1, "x1", held, kind="taken"),
            standing_event("b", 1, "b1", blocked),
        ]
    )
    of = view(plan_of(BESIDE), record, NOW)
    at = [
        p50(of.with_situation(of.situation._replace(blocks={"b1": Block(end)})), "neo")
        for end in (None, NOW + timedelta(hours=2), NOW + timedelta(hours=8))
    ]
    assert max(at) - min(at) < timedelta(minutes=30), at


BOTH_OUTCOMES = """
[policy]
crews = 1
triage = "15m"
evidence_first = false
[groups.mother]
name = "Mother and child"
services = ["maternity", "neo"]
[services]
neo = { name = "Neonatology", tier = 1, weight = 1, needs = ["neo1"] }
maternity = { name = "Maternity", tier = 1, weight = 6, needs = ["mat1"] }
a = { name = "A", tier = 1, weight = 3, needs = ["a1"] }
b = { name = "B", tier = 1, weight = 3, needs = ["b1"] }
c = { name = "C", tier = 1, weight = 3, needs = ["c1"] }
record = { name = "Record", tier = 1, weight = 4, needs = [["dpi1", "dpi2", "dpi3"]] }
[services.pay]
name = "Payroll"
tier = 3
tier_when = [{ tier = 1, from = "10:00", until = "18:00", reason = "pay day" }]
needs = ["pay1"]
[servers]
neo1 = { site = "imc", role = "x", restore = ["3h", "4h", "5h"] }
mat1 = { site = "imc", role = "x", restore = ["6h", "8h", "10h"], state = "compromised" }
a1 = { site = "imc", role = "x", restore = ["8h", "9h", "11h"], state = "compromised" }
b1 = { site = "imc", role = "x", restore = ["8h", "9h", "11h"], state = "compromised" }
c1 = { site = "imc", role = "x", restore = ["8h", "9h", "11h"], state = "compromised" }
dpi1 = { site = "imc", role = "x", restore = ["8h", "9h", "11h"] }
dpi2 = { site = "imc", role = "x", restore = ["5h", "6h", "7h"], state = "compromised" }
dpi3 = { site = "imc", role = "x", restore = ["8h", "9h", "11h"], state = "compromised" }
pay1 = { site = "imc", role = "x", restore = ["1h", "2h", "3h"], state = "compromised" }
"""
"""Of what opens together one server may be hit; and of three of a kind one, where another is quicker then."""


@pytest.mark.parametrize("hours", [0, 11])
@pytest.mark.parametrize(("server", "service"), [("neo1", "neo"), ("dpi1", "record")])
def test_half_and_nine_tenths_lie_between_what_both_outcomes_of_a_look_give(
    server: str, service: str, hours: int
) -> None:
    of = seen(BOTH_OUTCOMES, NOW + timedelta(hours=hours))
    told = outlooks(of)[service]
    clean, hit = (
        outlooks(with_marks(of, [server], state))[service] for state in ("clean", "compromised")
    )
    assert told.p50 is not None
    assert told.p90 is not None
    assert hit.p50 is not None
    assert hit.p90 is not None
    slack = timedelta(minutes=90)
    assert (clean.p50 or of.now) - slack <= told.p50 <= hit.p50 + slack
    assert hit.p50 - slack <= told.p90 <= hit.p90 + slack


TWO_SHIFTS = """
[crews.biomed]
name = "Biomed"
roles = ["robot"]
hours = "08:00-17:00"
[crews.night]
name = "Night"
hours = "21:00-07:00"
[crews.day]
name = "Day"
os = ["windows"]
hours = "07:00-21:00"
[services]
lab = { name = "Laboratory", tier = 1, needs = ["auto1"] }
[servers]
auto1 = { site = "imc", role = "robot", os = "other", restore = ["1h", "3h", "6h"], state = "compromised" }
"""
AT_FIVE = NOW + timedelta(hours=8)
"""17:00, when Biomed goes home; Night comes at 21:00."""


def test_the_last_minute_of_a_shift_moves_nothing_that_others_have_done_sooner() -> None:
    before, after = (
        p50(seen(TWO_SHIFTS, AT_FIVE + timedelta(minutes=minutes)), "lab") for minutes in (-1, 1)
    )
    assert abs(after - before) <= timedelta(minutes=15), (before, after)
    assert after - AT_FIVE < timedelta(hours=10)


def test_who_gets_much_of_it_done_before_going_home_begins_it_all_the_same() -> None:
    of = seen(TWO_SHIFTS, AT_FIVE - timedelta(hours=2))
    soonest = outlooks(of)["lab"].p10
    assert soonest is not None
    assert soonest < AT_FIVE


BEFORE_THE_MOVE = """
{crews}
[conditions]
gate = {{ name = "Gate", who = "firm", estimate = "30h" }}
[services]
big = {{ name = "Big", tier = 1, weight = 9, needs = ["b1"], soft = ["w1"] }}
small = {{ name = "Small", tier = 2, needs = ["c1"] }}
[services.lists]
name = "Lists"
tier = 3
needs = ["r1"]
tier_when = [{{ tier = 1, from = "17:00", until = "23:00", reason = "lists" }}]
[servers]
b1 = {{ site = "imc", role = "x", restore = "9h", needs = ["gate"], state = "compromised" }}
c1 = {{ site = "imc", role = "x", restore = "1h", state = "compromised" }}
r1 = {{ site = "imc", role = "x", restore = "12h", state = "compromised" }}
w1 = {{ site = "union", role = "x", restore = "8h", state = "compromised" }}
"""
"""What stands first waits for another, a crew of its own has nothing but a wish, and a tier rises in the evening."""
TWO_CREWS = '[crews.all]\nat_once = 1\n[crews.union]\nat_once = 1\nsites = ["union"]\n'


@pytest.mark.parametrize("crews", ["[policy]\ncrews = 1\n", TWO_CREWS])
def test_a_free_hand_begins_what_stands_first_now_though_a_tier_moves_later(crews: str) -> None:
    of = seen(BEFORE_THE_MOVE.format(crews=crews))
    assert ["b1", "c1", "r1", "w1"] == [entry.server for entry in of.entries]
    assert p50(of, "small") - NOW < timedelta(hours=3)


def test_what_rises_goes_first_in_its_hours_in_each_run() -> None:
    many, more = '["c1", "c2"]', 'c2 = { site = "imc", role = "x", restore = "9h" }\n'
    text = BEFORE_THE_MOVE.format(crews="[policy]\ncrews = 1\n").replace('["c1"]', many)
    of = with_marks(seen(text.replace('"1h"', '"9h"') + more), ["c2"], "compromised")
    played, second = traced(of, "lists"), dict[bool, set[str]]()
    assert played is not None
    for run in played.runs:
        begun = sorted((each.minute, server) for server, each in played.first_begun(run).items())
        minute, server = begun[1]
        second.setdefault(8 * 60 <= minute < 14 * 60, set()).add(server)
    assert {"r1"} == second[True]
    assert "r1" not in second[False]


DAYS = {"lab": (1, 3, 0), "pay": (3, 4, 1), "mail": (4, 5, 3), "meals": (2, 3, 7), "fax": (4, 5, 2)}
"""Of each service the tier in its hours and beyond them, and by how many hours these begin later."""
WEEKDAYS = ("wed", "mon", "tue", "mon", "thu", "fri", "sat", "sun")
MANY = "[policy]\ncrews = 1\n[servers]\n" + "".join(
    f"""{name} = {{ site = "imc", role = "x", restore = "30h", state = "compromised" }}
"""
    for name in (*DAYS, "up1")
)
MANY += "".join(
    f"""[services.{name}-service]
name = "{name}"
tier = {beyond}
needs = ["{name}"]
[[services.{name}-service.tier_when]]
tier = {tier}
from = "{6 + later:02}:00"
until = "{15 + later:02}:00"
weekdays = {list(WEEKDAYS[later:])}
reason = "r"
"""
    for name, (tier, beyond, later) in DAYS.items()
)
MANY += """[services.up-service]
name = "Up"
tier = 3
tier_when = [{ tier = 1, from = "11:30", until = "11:45", reason = "r" }]
needs = ["up1"]
"""


def stretches(of: View) -> list[tuple[datetime, Mapping[str, int], Mapping[str, int]]]:
    """Of each stretch of the course the moment at which it begins, and the tiers that it goes by and of then."""
    found = list[tuple[datetime, Mapping[str, int], Mapping[str, int]]]()
    for at, then in course(of, learned(of), resources(of)).stretches:
        moment = of.now + timedelta(minutes=at)
        of_then = tier_stretches(of.written, moment)
        down = [f"{name}-service" for name in DAYS]
        played = {name: then.plan.services[name].tier for name in down}
        found.append((moment, played, {name: of_then[name].tier for name in down}))
    return found


def test_each_move_of_a_calendar_counts_however_many_orders_they_lead_to() -> None:
    of = seen(
        MANY.replace(
            'up1 = { site = "imc", role = "x", restore = "30h", state = "compromised"',
            'up1 = { site = "imc", role = "x", state = "clean"',
        )
    )
    found = stretches(of)
    assert len({tuple(tiers.items()) for _, _, tiers in found}) > MOST_ORDERS
    for moment, played, of_then in found:
        assert of_then == played, moment


def orders_of(text: str, suspect: str = "") -> int:
    """How many orders the calendar leads to, with one that is up, and a server that is for no service."""
    clean = 'up1 = { site = "imc", role = "x", state = "clean" }\n'
    compromised = 'up1 = { site = "imc", role = "x", restore = "30h", state = "compromised" }\n'
    assert compromised in text
    of = seen(text.replace(compromised, clean + clean.replace("up1", "beside")))
    of.__dict__["found_suspects"] = SuspectServers({suspect: ()} if suspect else {}, {})
    course(of, learned(of), resources(of))
    return len(of.by_itself)


WHOLE = """[groups.whole]
name = "Whole"
services = ["up-service", "lab-service"]
"""


@pytest.mark.parametrize(
    ("text", "suspect", "counts"),
    [
        (MANY, "beside", False),
        (MANY, "up1", True),
        (MANY + 'soft = ["mail"]\n', "", True),
        (WHOLE + MANY, "", True),
    ],
)
def test_the_calendar_of_what_is_up_counts_where_it_may_put_something_otherwise(
    text: str, suspect: str, counts: bool
) -> None:
    assert counts is (orders_of(text, suspect) > orders_of(MANY))


def test_beyond_the_orders_that_one_may_cost_the_most_urgent_tiers_hold_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(by_calendar, "OF_ENTRIES", 0)
    monkeypatch.setattr(by_calendar, "MOST_ORDERS", 6)
    found = stretches(seen(MANY))
    assert any(of_then != played for _, played, of_then in found)
    for moment, played, of_then in found:
        assert of_then["lab-service"] == played["lab-service"], moment


AT_THE_TURN = """
[policy]
triage = "15m"
[crews.day]
name = "Day"
hours = "07:00-19:00"
[crews.oncall]
name = "On call"
hours = "19:00-07:00"
[operators.dba]
roles = ["restorer"]
crew = "day"
[services]
lab = { name = "Laboratory", tier = 1, needs = ["app1"] }
mail = { name = "Mail", tier = 4, needs = ["ex1"] }
[servers]
app1 = { site = "imc", role = "x", restore = "TIME", state = "STATE" }
ex1 = { site = "imc", role = "x", restore = "5h", state = "EX" }
"""


@pytest.mark.parametrize("minutes", [1, 5, 10, 14])
def test_what_takes_minutes_is_not_left_half_done_over_a_night(minutes: int) -> None:
    text = AT_THE_TURN.replace("STATE", "unknown").replace("EX", "clean").replace("TIME", "20m")
    turn = NOW + timedelta(hours=10)
    before, after = (p50(seen(text, turn - timedelta(minutes=m)), "lab") for m in (minutes, 0))
    assert abs(after - before) < timedelta(hours=1)
    assert after - turn < timedelta(hours=2)


def test_who_goes_home_leaves_it_to_those_who_have_a_hand_free_sooner_than_they_come_back() -> None:
    text = (
        AT_THE_TURN.replace("STATE", "compromised")
        .replace("EX", "compromised")
        .replace("TIME", "3h")
    )
    held = standing_event("a", 1, "ex1", Standing("compromised", "restoring", "dba"), kind="taken")
    seven = datetime(2021, 1, 18, 6, tzinfo=UTC)
    before, after = (
        p50(view(plan_of(text), record_of([held]), seven + timedelta(minutes=m)), "lab")
        for m in (-3, 1)
    )
    assert after - seven < timedelta(hours=12)
    assert before - after < timedelta(hours=1)


def test_what_is_not_done_before_a_shift_ends_is_told_alike_through_its_last_hours() -> None:
    text = AT_THE_TURN.replace("STATE", "compromised").replace("EX", "clean").replace("TIME", "3h")
    turn = NOW + timedelta(hours=10)
    told = [p50(seen(text, turn - timedelta(minutes=m)), "lab") for m in (120, 60, 30, 1, 0)]
    assert max(told) - min(told) <= timedelta(minutes=30)
    assert told[-1] - turn < timedelta(hours=5)
