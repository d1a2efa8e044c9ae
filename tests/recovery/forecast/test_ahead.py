"""`forecast SERVICE --why` names what crews are at before a service is up that it does not need."""

from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path

import pytest

from chwapi_console.inventory.file.load import parse
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.forecast.ahead import (
    Ahead,
    Earlier,
    Sooner,
    ahead,
    ahead_words,
    alone,
    most_that_begin,
    of_usual_crew,
    sooner_all_the_same,
)
from chwapi_console.recovery.forecast.forecast import Outlook, forecast
from chwapi_console.recovery.forecast.held_longer import (
    comes_later,
    gone_before,
    later_words,
    sooner_words,
)
from chwapi_console.recovery.forecast.runs_compared import clear_difference
from chwapi_console.recovery.forecast.traced import traced
from chwapi_console.recovery.forecast.why import Gain, Why, why
from chwapi_console.recovery.forecast.why_words import why_words
from chwapi_console.recovery.state.of_view.handed_over import taken_now
from chwapi_console.recovery.state.told.blocks import Block
from chwapi_console.recovery.state.view.supposed_views import with_marks
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.why.reasons import may_come_first
from chwapi_console.text import ENGLISH
from hospitals import by_a_peer, plan_of, record_of, standing_event

NOW = datetime(2021, 1, 18, 8, 0, tzinfo=UTC)
"""Monday, 09:00 in Brussels."""

PLAN = """
[policy]
crews = 2
evidence_first = false
[services.bloc]
name = "Theatre"
tier = 1
weight = 4
needs = ["app1"]
[services.adm]
name = "Admissions"
tier = 1
weight = 9
needs = ["adm1"]
[services.linen]
name = "Laundry"
tier = 5
needs = ["linen1", "linen2"]
[servers]
san1 = { site = "imc", role = "Storage", restore = "2h", state = "compromised" }
app1 = { site = "imc", role = "App", restore = "4h", needs = ["san1"], state = "compromised" }
adm1 = { site = "imc", role = "App", restore = "1h", state = "compromised" }
linen1 = { site = "imc", role = "Linen", restore = "9h", state = "compromised" }
linen2 = { site = "imc", role = "Linen", restore = "9h", state = "compromised" }
"""
TRADES = """
[crews.apps]
name = "Applications"
roles = ["app", "storage"]
[crews.rest]
name = "The rest"
roles = ["linen"]
"""
LANE = """
[crews.all]
at_once = 3
[lanes.zone]
name = "Clean zone"
at_once = 1
work = ["restore"]
servers = ["san1", "app1", "adm1"]
"""


def seen(more: str = "", record: Record | None = None, *changes: tuple[str, str]) -> View:
    text = PLAN + more
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return view(plan_of(text), record or Record(), NOW)


def said(of: View, service: str = "bloc") -> list[str]:
    return [ENGLISH(line) for line in ahead_words(of, ahead(of, service))]


def sooner(of: View, service: str = "bloc") -> list[Sooner]:
    return list(ahead(of, service).sooner)


def test_a_laundry_that_fits_in_a_gap_is_named_with_what_the_theatre_waits_for() -> None:
    of = seen()
    found = sooner(of)
    assert [("linen1", "linen", "needs", "app1")] == [
        (each.server, each.service, each.why, each.waiting) for each in found
    ]
    assert [["san1"]] == found[0].needs
    admitted = forecast(of, ["adm"]).services["adm"].p50
    assert admitted is not None
    assert abs(found[0].at - admitted) < timedelta(minutes=15)
    assert (
        "Behind it, yet likely begun sooner: linen1 (for Laundry, tier 5, Mon 10:" in said(of)[-1]
    )
    assert "); app1 of Theatre still waits for san1 then." in said(of)[-1]


def test_what_is_begun_sooner_is_told_with_the_middle_of_when_the_runs_begin_it() -> None:
    slow = seen()
    runs = traced(slow, "bloc")
    assert runs is not None
    begun = (runs.first_begun(run).get("linen1") for run in runs.runs)
    begins = sorted(inf if of is None else of.minute for of in begun)
    told = (sooner(slow)[0].at - NOW) / timedelta(minutes=1)
    assert begins[0] < told < begins[-len(begins) // 4]
    assert begins[(len(begins) - 1) // 2] == pytest.approx(told, abs=1)
    assert [] == list(ahead(slow, "bloc", 1).sooner)


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ([(5, 0), (6, 1), (7, 2)], [(6, 1)]),
        ([(5, 0), (7, 2)], [(5, 0), (7, 2)]),
    ],
)
def test_whatever_it_is_sooner_than_the_crew_is_that_of_most_runs(
    before: list[tuple[float, int]], told: list[tuple[float, int]]
) -> None:
    """Where it goes sooner in few of them, these may have another crew begin it."""
    assert told == of_usual_crew(before, {0: 1, 1: 0, 2: 1, 3: 0, 4: 0})


@pytest.mark.parametrize(
    ("network", "night", "told"),
    [(128, 0, [0]), (90, 38, [0]), (70, 58, [0, 1]), (58, 70, [0, 1]), (10, 118, [1])],
)
def test_no_two_pages_name_two_crews_for_one_begin(
    network: int, night: int, told: list[int]
) -> None:
    """The runs of one service end before those of another: half of them at least are seen by both."""
    assert told == most_that_begin([0] * network + [1] * night)
    for seen in range(64, 128):
        fewer = most_that_begin(([0] * network + [1] * night)[:seen])
        assert len(told) > 1 or len(fewer) > 1 or told == fewer, seen


def test_a_crew_of_another_trade_begins_what_it_is_for() -> None:
    of = seen(TRADES)
    assert [("linen1", "rest", "crew")] == [
        (each.server, each.crew, each.why) for each in sooner(of)
    ]
    assert "by The rest: " in " ".join(said(of))
    assert "The rest has nothing of Theatre to begin." in " ".join(said(of))


def test_what_was_blocked_and_is_due_is_something_that_a_crew_has_to_begin() -> None:
    look = ('"Linen", restore = "9h", state = "compromised"', '"Linen", restore = "9h"')
    blocked = Standing("compromised", "blocked", reason="x")
    events = [
        standing_event("a", 1, "app1", blocked),
        standing_event("b", 1, "san1", Standing("compromised", "restoring", "dba"), kind="taken"),
    ]
    crew = '[crews.all]\nroles = ["app", "storage", "linen"]\n'
    of = seen(crew, record_of(events), look, ('needs = ["san1"], ', ""))
    due = {"app1": Block(NOW - timedelta(minutes=5))}
    of = of.with_situation(of.situation._replace(blocks=due))
    assert of.entry["app1"].ready
    assert {("brief", "app1")} == {(each.why, each.waiting) for each in sooner(of)}


def test_what_finds_no_place_in_a_lane_or_may_not_begin_yet_lets_others_go_sooner() -> None:
    of = seen(LANE)
    lanes = {(each.why, each.waiting, each.lane) for each in sooner(of)}
    assert ("lane", "san1", "zone") in lanes
    assert "san1 of Theatre finds no place in Clean zone then" in " ".join(said(of))
    late = seen(
        "", None, ('restore = "2h"', 'restore = "2h", not_before = 2021-01-18T16:00:00+01:00')
    )
    assert {("start", "san1")} == {(each.why, each.waiting) for each in sooner(late)}
    assert "san1 of Theatre may not begin before Mon 16:00" in " ".join(said(late))


def test_what_stands_before_it_in_its_tier_is_told_with_what_decided_in_numbers() -> None:
    assert (
        "Before it adm1, for Admissions: weight 9 against 4 in the plan and 1 h of work left against "
        "6 h (worth 45.0 for an hour of work against 3.3)."
    ) == said(seen())[0]


def test_what_is_of_more_urgent_tiers_is_told_together_tier_by_tier() -> None:
    assert ["Before it, of tier 1: adm1, san1 and app1, for Admissions and Theatre."] == said(
        seen(), "linen"
    )


def test_what_is_in_hand_is_named_with_who_has_it() -> None:
    event = standing_event(
        "a", 1, "linen1", Standing("compromised", "restoring", "dba"), kind="taken"
    )
    of = seen("", record_of([event]))
    assert ["linen1"] == [each.server for each in ahead(of, "bloc").in_hand]
    line = next(line for line in said(of) if line.startswith("In hand now"))
    assert "linen1 (dba since " in line and "for Laundry, tier 5)" in line


GOES_HOME = """
[policy]
evidence_first = false
[crews.night]
name = "Night"
roles = ["app", "linen"]
hours = "20:00-10:00"
[crews.general]
name = "General"
roles = ["app", "x"]
at_once = 1
[operators]
noe = { roles = ["restorer"], crew = "night" }
gus = { roles = ["restorer"], crew = "general" }
[services.bloc]
name = "Theatre"
tier = 1
needs = ["app1"]
[services.linen]
name = "Laundry"
tier = 5
needs = ["linen1", "held1"]
[servers]
app1 = { site = "imc", role = "App", restore = ["3h", "3h", "4h"], state = "compromised" }
held1 = { site = "imc", role = "x", restore = ["7h", "8h", "9h"], state = "compromised" }
linen1 = { site = "imc", role = "Linen", restore = "10m", state = "compromised" }
"""


def test_what_a_crew_leaves_to_another_for_it_goes_home_is_told_and_what_it_brings_to_take_it() -> (
    None
):
    held = standing_event("a", 1, "held1", Standing("compromised", "restoring", "gus"))
    of = with_spares(record_of([held]), GOES_HOME)
    assert [("linen1", "home", "app1", "night", "general")] == [
        (each.server, each.why, each.waiting, each.crew, each.taker) for each in sooner(of)
    ]
    words = (
        "Night goes home Mon 10:00, before app1 of Theatre would be done, and leaves it to General, "
        "who could have it done sooner."
    )
    assert words in " ".join(said(of))
    then = taken_now(of, "app1", "night")
    assert then is not None and "noe" == then.entry["app1"].held_by
    assert taken_now(of, "app1", "general") is None, "its one hand is full"
    outlook = forecast(then, ["bloc"]).services["bloc"]
    gain = Gain("take", "app1", -60, outlook, clear=-60, crew="night")
    told = [ENGLISH(line) for line in why_words(of, Why("bloc", (), 0, None, [gain]))]
    assert "If Night took app1 now: 1 h sooner." in told
    awake = GOES_HOME.replace('hours = "20:00-10:00"\n', "")
    assert not sooner(with_spares(record_of([held]), awake))


def test_what_waits_behind_one_that_a_crew_leaves_to_another_is_told_by_that_one() -> None:
    held = standing_event("a", 1, "held1", Standing("compromised", "restoring", "gus"))
    before = """[services.adm]
name = "Admissions"
tier = 1
weight = 9
needs = ["app0"]
[servers]
app0 = { site = "imc", role = "App", restore = ["3h", "3h", "4h"], state = "compromised" }
"""
    plan = GOES_HOME.replace("[servers]\n", before).replace(
        'app1 = { site = "imc", role = "App", restore = ["3h", "3h", "4h"]',
        'app1 = { site = "imc", role = "App", restore = "30m"',
    )
    of = with_spares(record_of([held]), plan)
    assert [("linen1", "home", "app1", "app0", "general")] == [
        (each.server, each.why, each.waiting, each.before, each.taker) for each in sooner(of)
    ]
    words = (
        "; app0 comes before app1 of Theatre then, and Night goes home Mon 10:00, before that would "
        "be done, and leaves it to General, who could have it done sooner."
    )
    assert words in said(of)[-1]


COPIED = """
[policy]
evidence_first = false
[crews.all]
name = "All"
at_once = 2
[steps.copy]
time = "1h"
[runbooks]
host = { name = "Host", steps = ["isolate", "copy", "test"] }
[lanes.copies]
name = "Copies"
at_once = 1
steps = ["copy"]
[services.bloc]
name = "Theatre"
tier = 1
needs = ["app1"]
[services.linen]
name = "Laundry"
tier = 5
needs = ["linen1"]
[servers]
app1 = { site = "imc", role = "App", runbook = "host", restore = "4h", state = "compromised" }
linen1 = { site = "imc", role = "Linen", restore = "9h", state = "compromised" }
"""


def test_of_a_crew_that_is_at_the_service_itself_with_its_other_hand_that_is_said() -> None:
    of = with_spares(Record(), COPIED)
    assert [("linen1", "at", "app1", "all")] == [
        (each.server, each.why, each.waiting, each.crew) for each in sooner(of)
    ]
    assert said(of)[-1].endswith("; app1 of Theatre is in hand then.")


MANY = """
[policy]
crews = 2
evidence_first = false
[services.bloc]
name = "Theatre"
tier = 1
needs = ["s0"]
[services.linen]
name = "Laundry"
tier = 5
needs = ["linen1"]
[servers]
linen1 = { site = "imc", role = "Linen", restore = "1h", state = "unknown" }
"""


def test_looks_go_on_before_the_first_restoration_and_the_delay_is_why_the_theatre_waits() -> None:
    hit = "".join(
        f's{n} = {{ site = "imc", role = "App", restore = "2h", state = "compromised" }}\n'
        for n in range(60)
    )
    of = with_spares(Record(), MANY + hit)
    assert [("linen1", "delay", "s0")] == [(e.server, e.why, e.waiting) for e in sooner(of)]
    words = "no restoration was begun yet, and s0 of Theatre is one: "
    assert words in said(of)[-1] and "; looks go on meanwhile." in said(of)[-1]
    found = why(of, "bloc", None, outlook_of(of))
    assert found.first is not None and "" not in [step.node for step in found.deciding]
    waits = ": what passes before the first restoration is begun ("
    assert waits in next(ENGLISH(line) for line in why_words(of, found))
    taken = standing_event("a", 1, "s1", Standing("compromised", "restoring", "dba"))
    begun = with_spares(record_of([taken]), MANY + hit)
    assert why(begun, "bloc", None, outlook_of(begun)).first is None
    assert "delay" not in [each.why for each in sooner(begun)]
    theirs = standing_event("a", 1, "s0", Standing("compromised", "restoring", "dba"))
    begun = with_spares(record_of([theirs]), MANY + hit)
    earlier, later = sooner_words(of, begun, "bloc"), comes_later(begun, of, "bloc")
    assert earlier is not None
    assert "a restoration is begun then: " in str(earlier)
    assert later.delayed
    assert "no restoration is begun then, and " in str(later_words(of, "bloc", later))
    runs = traced(begun, "bloc")
    assert runs and "" not in gone_before(runs, of, "bloc")


SPARES = """
[policy]
crews = 2
evidence_first = false
[services.bloc]
name = "Theatre"
tier = 1
needs = [["app1", "app2"]]
[services.linen]
name = "Laundry"
tier = 5
needs = ["linen1"]
[servers]
app1 = { site = "imc", role = "App", restore = "4h", state = "compromised" }
app2 = { site = "imc", role = "App", restore = "9h", needs = ["san2"], state = "compromised" }
san2 = { site = "imc", role = "Storage", restore = "9h", state = "compromised" }
linen1 = { site = "imc", role = "Linen", restore = "9h", state = "compromised" }
"""


def with_spares(record: Record, plan: str = SPARES) -> View:
    return view(plan_of(plan), record, NOW)


def test_a_spare_that_stands_before_it_for_others_is_told_as_nothing_that_it_needs() -> None:
    more = """
[services.ward]
name = "Ward"
tier = 1
weight = 9
needs = ["san2"]
"""
    of = with_spares(Record(), SPARES.replace("[services.linen]", more + "[services.linen]"))
    assert ["san2", "app1"] == list(of.order.servers[:2])
    found = why(of, "bloc", None, forecast(of, ["bloc"]).services["bloc"])
    assert found.before == 1
    assert any(line.startswith("Before it san2, for Ward: ") for line in said(of))


def test_a_spare_of_its_own_in_hand_is_not_said_to_be_nothing_to_it() -> None:
    taken = Standing("compromised", "restoring", "dba")
    of = with_spares(
        record_of(
            [
                standing_event("a", n, server, taken, kind="taken")
                for n, server in enumerate(("san2", "linen1"), 1)
            ]
        )
    )
    held = {each.server: each.may_come_first for each in ahead(of, "bloc").in_hand}
    assert {"san2": True, "linen1": False} == held
    told = [line for line in said(of) if line.startswith("In hand now")]
    assert len(told) == 2
    assert told[0].startswith("In hand now, though it does not need them: linen1 (dba since ")
    assert told[1].startswith("In hand now, spares that may be back first: san2 (dba since ")
    assert not may_come_first(of, "san2", "linen")


def test_a_spare_beneath_what_need_not_come_back_any_more_comes_first_for_nobody() -> None:
    of = with_spares(
        record_of(
            [
                standing_event("a", 1, "app1", Standing("clean", "verified")),
                standing_event("a", 2, "san2", Standing("compromised", "restoring", "dba")),
            ]
        )
    )
    assert "spare" == of.entry["san2"].part
    assert not may_come_first(of, "san2")


def test_a_pin_that_put_it_there_is_named_with_its_reason() -> None:
    terms = {"before": None, "after": {"reason": "gowns", "until": "", "before": ""}}
    of = seen("", by_a_peer([("pinned", "linen", terms)]))
    assert "Before it linen1 and linen2: dba pinned Laundry: gowns." in said(of)


def test_what_it_would_gain_to_let_nothing_behind_it_begin_is_a_forecast_without_that() -> None:
    of = seen("", None, ('restore = "2h"', 'restore = "3h"'))
    found = why(of, "bloc", None, forecast(of, ["bloc"]).services["bloc"])
    gain = next(gain for gain in found.others if gain.what == "alone")
    assert gain.minutes is not None
    assert ["linen1", "linen2"] == [
        entry.server for entry in of.entries if entry not in alone(of, "bloc").entries
    ]
    told = " ".join(ENGLISH(line) for line in why_words(of, found))
    assert "If nothing that stands behind it were begun before it is up: " in told
    assert "later" not in told.split("before it is up: ")[1].split(".")[0]


def test_what_stands_before_it_for_the_same_reason_is_told_once() -> None:
    of = seen("")
    why = "Theatre waits for something blocked"
    earlier = [
        Earlier(["adm1"], ["adm"], "blocked", why),
        Earlier(["linen1"], ["linen"], "blocked", why),
        Earlier(["linen2"], ["linen"], "weight", "weight 9 against 4"),
    ]
    assert [
        f"Before it adm1 and linen1, for Admissions and Laundry: {why}.",
        "Before it linen2, for Laundry: weight 9 against 4.",
    ] == [ENGLISH(line) for line in ahead_words(of, Ahead("bloc", earlier=earlier))]


BUSY = """
[crews.apps]
roles = ["app", "linen"]
[crews.store]
roles = ["storage"]
"""


def outlook_of(of: View) -> Outlook:
    return forecast(of, ["bloc"]).services["bloc"]


def test_what_holds_it_up_most_from_behind_is_named_with_what_keeps_it_from_being_begun() -> None:
    of = seen(BUSY)
    found = why(of, "bloc", None, forecast(of, ["bloc"]).services["bloc"])
    gain = next(gain for gain in found.others if gain.what == "alone")
    assert (True, ["linen1", "linen2"]) == ((gain.clear or 0) < 0, list(gain.holding))
    told = " ".join(ENGLISH(line) for line in why_words(of, found))
    assert (
        "Of these it waits longest for linen1 and linen2. If linen1 and linen2 were kept back until it is up: 8 h sooner. "
        "What is marked blocked until then is not begun: mark linen1 linen2 blocked --reason TEXT --until TIME."
    ) in told
    kept = with_marks(of, ["linen1", "linen2"], "blocked")
    then = forecast(kept, ["bloc"]).services["bloc"]
    assert clear_difference(outlook_of(of), then) == -8 * 60
    spare = 'linen1 = { site = "imc", role = "Linen", restore = "9h", state = "compromised" }\n'
    many = "".join(spare.replace("linen1", f"linen{n}") for n in range(3, 9))
    of = seen(BUSY, None, (spare, spare + many))
    lines = [ENGLISH(line) for line in why_words(of, why(of, "bloc", None, outlook_of(of)))]
    assert any(line.startswith("Of these it waits longest for linen1") for line in lines)
    assert any("To keep these back brings nothing: whoever would begin" in line for line in lines)
    assert not any("marked blocked" in line for line in lines)
    as_urgent = seen(BUSY, None, ("tier = 5", "tier = 1\nweight = 1"))
    found = why(as_urgent, "bloc", None, forecast(as_urgent, ["bloc"]).services["bloc"])
    told = " ".join(ENGLISH(line) for line in why_words(as_urgent, found))
    assert "waits longest for linen1" in told and "marked blocked" not in told


def test_of_what_misses_nothing_nothing_is_ahead() -> None:
    of = seen(
        "", None, ('"Linen", restore = "9h", state = "compromised"', '"Linen", state = "clean"')
    )
    assert Ahead("linen") == ahead(of, "linen")


@pytest.mark.parametrize("blocked", [(), ("dc1",), ("dc1", "dc2")])
def test_in_a_whole_hospital_each_service_has_what_is_ahead_of_it(blocked: tuple[str, ...]) -> None:
    path = Path(__file__).parents[3] / "inventory.toml"
    plan = parse(path.read_text(encoding="utf-8"), path).plan
    hit = Standing("compromised", "blocked", reason="x")
    events = [standing_event(f"o{name}", 1, name, hit) for name in blocked]
    of = view(plan, record_of(events), plan.incident.detected)
    for service in of.order.services_by_urgency:
        found, own = ahead(of, service), set(of.missing(service))
        named = [
            *(server for each in found.earlier for server in each.servers),
            *(each.server for each in found.sooner),
        ]
        assert len(named) == len(set(named))
        assert not own.intersection(named)
        assert all(ENGLISH(line) for line in ahead_words(of, found))
        assert own <= {entry.server for entry in alone(of, service).entries}


def test_a_server_of_a_lower_tier_in_hand_is_tried_without_and_one_as_urgent_is_not() -> None:
    held = Standing("compromised", "restoring", "dba")
    events = [
        standing_event("a", 1, "linen1", held, kind="taken"),
        standing_event("b", 1, "adm1", held, kind="taken"),
    ]
    of = seen("", record_of(events))
    found = why(of, "bloc", None, forecast(of, ["bloc"]).services["bloc"])
    drops = {gain.node: gain.minutes for gain in found.others if gain.what == "drop"}
    assert ["linen1"] == list(drops)
    assert (drops["linen1"] or 0) < 0
    told = " ".join(ENGLISH(line) for line in why_words(of, found))
    assert "If linen1, of a lower tier, were let go of now: " in told


ENDLESS = """
[conditions.paper]
name = "Paper signed"
who = "ward"
needs = ["san1"]
"""


def test_where_nobody_can_say_when_only_what_would_tell_more_is_told() -> None:
    of = seen(ENDLESS, None, ('needs = ["app1"]', 'needs = ["app1", "paper"]'))
    found = why(of, "bloc", None, forecast(of, ["bloc"]).services["bloc"])
    assert [("condition", "paper")] == [(gain.what, gain.node) for gain in found.others]
    assert found.others[0].then.p50 is not None
    told = " ".join(ENGLISH(line) for line in why_words(of, found))
    assert "Without this, of which nobody said how long it takes: Paper signed: Mon " in told
    assert "No single estimate" not in told


def test_before_what_waits_for_something_blocked_it_is_said_which_of_both_waits() -> None:
    event = standing_event("a", 1, "app1", Standing("compromised", "blocked", reason="x"))
    of = seen("", record_of([event]))
    assert "Before it adm1, for Admissions: Theatre waits for something blocked." in said(of)


def test_of_a_block_that_has_an_end_it_is_said_until_when_it_holds_its_service_back() -> None:
    event = standing_event("a", 1, "app1", Standing("compromised", "blocked", reason="x"))
    of = seen("", record_of([event]))
    blocks = {"app1": Block(NOW + timedelta(hours=2))}
    of = of.with_situation(of.situation._replace(blocks=blocks))
    words = (
        "Theatre waits for something blocked until 11:00; from then on its turn is by its worth."
    )
    assert f"Before it adm1, for Admissions: {words}" in said(of)


def test_of_two_it_is_said_that_the_later_one_is_in_hand_or_begun_sooner_all_the_same() -> None:
    held = Standing("compromised", "restoring", "dba")
    of = seen("", record_of([standing_event("a", 1, "linen1", held, kind="taken")]))
    said = [ENGLISH(line) for line in sooner_all_the_same(of, "bloc", "linen")]
    assert said[0].startswith("In hand already: linen1 (dba since ")
    told = [ENGLISH(line) for line in sooner_all_the_same(seen(), "bloc", "linen1")]
    assert ["Behind it, yet likely begun sooner: linen1"] == [line.split(" (")[0] for line in told]
    assert [] == sooner_all_the_same(seen(), "adm", "bloc")


MOVING = """
[crews.all]
[services.bloc2]
name = "Second theatre"
tier = 2
needs = ["dose1"]
tier_when = [{ tier = 1, weekdays = ["mon"], from = "06:00", until = "10:00", reason = "lists" }]
"""
DOSE = 'dose1 = { site = "imc", role = "App", restore = "4h", state = "compromised" }\n'


def test_why_says_when_the_calendar_gives_a_service_another_tier() -> None:
    """What stands before it by its tier of now may not by then."""
    told = said(seen(DOSE + MOVING), "bloc2")
    assert "Today 10:00: Second theatre is back at tier 2." in told
    assert not any("tier 2" in line for line in said(seen(DOSE + MOVING)))


def test_what_the_calendar_moves_back_by_then_is_not_called_unready() -> None:
    held = record_of([standing_event("a", 1, "linen1", Standing("compromised", "restoring", "d"))])
    of = seen(DOSE + MOVING, held, ("tier = 5", "tier = 2"), ("weight = 4", "weight = 1"))
    found = [each for each in sooner(of, "bloc2") if each.waiting == "dose1"]
    assert {"turn"} == {each.why for each in found}
    told = " ".join(said(of, "bloc2"))
    assert "dose1 of Second theatre stands further back then, as the order moves till then" in told
    assert "ready" not in told


STEPS = """
[runbooks.w]
steps = ["isolate", "image", "rebuild"]
[steps.isolate]
time = "1h"
[steps.image]
time = "1h"
[lanes.imaging]
at_once = 1
steps = ["image"]
[crews.all]
at_once = 2
"""


def test_of_two_what_is_begun_while_the_first_waits_for_a_lane_is_not_begun_sooner() -> None:
    run_by = ("role = ", 'runbook = "w", role = ')
    held = Standing("compromised", "restoring", "dba")
    of = seen(STEPS, record_of([standing_event("a", 1, "adm1", held)]), run_by)
    assert {False} == {each.first for each in sooner(of, "san1")}
    assert not [
        line for line in sooner_all_the_same(of, "san1", "linen") if "sooner" in ENGLISH(line)
    ]


def test_where_all_that_it_misses_is_in_hand_no_place_in_the_queue_is_told() -> None:
    held = Standing("compromised", "restoring", "dba")
    of = seen("", record_of([standing_event("a", 1, "adm1", held, kind="taken")]))
    of = of.at(NOW + timedelta(days=2))
    found = why(of, "adm", None, forecast(of, ["adm"]).services["adm"])
    told = [ENGLISH(line) for line in why_words(of, found)]
    assert 0 == found.before
    assert not [line for line in told if "efore it" in line or "Behind it" in line]
    [own] = [line for line in told if line.startswith("The one server that it misses is in hand: ")]
    assert own.endswith("). No place in the queue decides.")
    assert [line for line in told if " where 1 h is likely: of what takes so long nobody " in line]
