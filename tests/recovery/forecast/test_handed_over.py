"""`forecast SERVICE --why` tells what it brings if another crew goes on with what is in hand and rests."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.acts.supposing import with_taken
from chwapi_console.recovery.forecast.end_of_shift import could_go_on, could_go_on_words
from chwapi_console.recovery.forecast.forecast import forecast, of_first_runs
from chwapi_console.recovery.forecast.why import Gain, why
from chwapi_console.recovery.forecast.why_words import why_words
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.why.means_words import means_lines
from chwapi_console.recovery.words.why.shift_words import goes_home_words
from chwapi_console.report.handover import Handover, handover
from chwapi_console.report.handover_page import held_words, still_to_do
from chwapi_console.report.shift import Began
from hospitals import plan_of, record_of, standing_event

PLAN = """
[policy]
triage = "15m"
[crews.early]
name = "Early"
hours = "02:00-06:00"
[crews.day]
name = "Day"
hours = "06:00-18:00"
[crews.late]
name = "Late"
hours = "10:00-22:00"
[operators]
dba = { roles = ["restorer"], crew = "early" }
nina = { roles = ["restorer"], crew = "day" }
leo = { roles = ["restorer"], crew = "late" }
[services]
lab = { name = "Laboratory", tier = 1, needs = ["app1"] }
[servers]
app1 = { site = "imc", role = "x", restore = "6h", state = "compromised" }
"""
TAKEN = datetime(2021, 1, 18, 2, 0, tzinfo=UTC)
"""Monday, 03:00 in Brussels."""


def seen(hours: float, plan: str = PLAN) -> View:
    """The view so many hours after somebody of Early took the server."""
    held = Standing("compromised", "restoring", "dba")
    taken = standing_event("a", 1, "app1", held, kind="taken")
    return view(plan_of(plan), record_of([taken]), TAKEN + timedelta(hours=hours))


def test_a_handover_says_that_something_rests_though_nobody_gains_by_going_on_with_it() -> None:
    of = seen(
        3.5, PLAN + 'app2 = { site = "imc", role = "x", restore = "9d", state = "compromised" }\n'
    )
    of = of.with_plan(of.plan.with_part("services", "lab", needs=[["app2"], ["app1"]]))
    (held,) = handover(of, of, Began(TAKEN, None)).in_hand
    assert "app1: dba, since " in str(held_words(of, held))
    assert "Early is off until Tue 02:00: by the forecast it rests until then." in str(
        held_words(of, held)
    )


def shift(of: View) -> Handover:
    return handover(of, of, Began(TAKEN, None))


def told(of: View) -> tuple[list[Gain], list[str]]:
    reasons = why(of, "lab", None, forecast(of, ["lab"]).services["lab"])
    words = [str(line) for line in why_words(of, reasons)]
    gains = [gain for gain in reasons.others if gain.what == "hand_over"]
    return gains, [line for line in words if "went on with" in line]


@pytest.mark.parametrize(
    ("hours", "crew", "words"),
    [
        (1.5, "day", "If Day went on with app1 from Mon 06:00 on: "),
        (5, "day", "If Day went on with app1 now: "),
        (15.5, "late", "If Late went on with app1 now: "),
    ],
)
def test_who_could_go_on_with_what_rests_is_told_with_what_that_brings(
    hours: float, crew: str, words: str
) -> None:
    of = seen(hours)
    gains, lines = told(of)
    assert [gain.crew for gain in gains] == [crew]
    assert (gains[0].clear or 0) < -5 * 60
    assert [line[: len(words)] for line in lines] == [words]
    at = gains[0].since or of.now
    by_deed = forecast(with_taken(of.at(at), "app1", crew), ["lab"]).services["lab"]
    assert gains[0].then.p50 is not None and by_deed.p50 is not None
    by_deed = of_first_runs(of.at(at), by_deed, len(gains[0].then.runs))
    apart = abs(gains[0].then.p50 - (by_deed.p50 or at))
    assert apart <= timedelta(hours=1 if gains[0].since else 0), (gains[0].then.p50, by_deed.p50)


@pytest.mark.parametrize(
    "plan",
    [
        PLAN.replace('restore = "6h"', 'restore = "1h"'),
        PLAN.replace('hours = "02:00-06:00"', ""),
        "\n".join(line for line in PLAN.splitlines() if line[:4] not in ("nina", "leo ")),
    ],
    ids=["done before they go home", "at work day and night", "nobody of theirs is named"],
)
def test_nothing_is_told_of_others_where_it_does_not_rest_or_none_of_them_is_named(
    plan: str,
) -> None:
    assert told(seen(0.5, plan)) == ([], [])


def test_before_a_shift_ends_and_once_it_has_it_is_told_who_could_go_on_and_what_that_brings() -> (
    None
):
    told = {hours: could_go_on(seen(hours)) for hours in (0.5, 1.5, 3)}
    assert {0.5: False, 1.5: True, 3: True} == {at: bool(of) for at, of in told.items()}
    of = told[1.5]["app1"]
    assert ("day", "lab") == (of.given.crew, of.service)
    assert of.minutes >= 5 * 60
    words = str(could_go_on_words(seen(1.5), of))
    assert re.fullmatch(
        r"Early goes home Mon 06:00; Day could go on: Laboratory .*\d h sooner", words
    )
    later = str(could_go_on_words(seen(3), told[3]["app1"]))
    assert re.fullmatch(r"Early is off until .*; Day could go on: Laboratory .*\d h sooner", later)
    (page,) = (part for part in still_to_do(shift(seen(1.5))) if "app1" in str(part.lines))
    assert [line for line in map(str, page.lines) if line.endswith(f". {words}.")]
    said = [str(line) for line in means_lines(seen(1.5), "app1")]
    assert any("goes home Mon 06:00" in line and "Day could go on" in line for line in said)
    for crew, is_told in (("day", True), ("early", True), ("late", False)):
        assert is_told == bool(goes_home_words(seen(1.5), ["app1"], crew))


def test_what_has_taken_its_likely_time_and_more_is_not_taken_for_done_by_the_end_of_the_shift() -> (
    None
):
    """It is when nobody knows any more how long it takes that who goes home should hand it over."""
    over = seen(2.8, PLAN.replace('restore = "6h"', 'restore = "2h"'))
    assert {"app1": "day"} == {server: of.given.crew for server, of in could_go_on(over).items()}
    assert goes_home_words(over, ["app1"])


def test_the_first_service_that_gains_is_told_where_a_more_urgent_one_waits_for_other_things() -> (
    None
):
    plan = PLAN.replace("tier = 1", "tier = 2").replace(
        "[servers]",
        '[services.icu]\nname = "Intensive care"\ntier = 1\nneeds = ["app1", "net1"]\n[servers]\n'
        'net1 = { site = "imc", role = "x", restore = "300h", state = "compromised" }',
    )
    of = seen(1.5, plan)
    assert ["icu", "lab"] == of.order.services_by_urgency
    assert "lab" == could_go_on(of)["app1"].service


def test_a_spare_in_hand_that_decides_is_tried_in_other_hands_too() -> None:
    """Of two of which one is enough nobody has looked at the nearer: in half of the runs it is hit."""
    more = PLAN.replace('"app1"]', '["app1", "app2"]]') + (
        'app2 = { site = "imc", role = "x", restore = "90h", state = "unknown" }\n'
    )
    of = seen(1.5, more)
    assert ["app2"] == list(of.missing("lab"))
    gains, lines = told(of)
    assert [("app1", "day")] == [(gain.node, gain.crew) for gain in gains], lines


BOTH = PLAN.replace('hours = "10:00-22:00"', 'hours = "05:00-22:00"')
"""Early goes home at 06:00, when Day comes and Late is there."""


@pytest.mark.parametrize(
    ("plan", "who"),
    [
        (BOTH, ["late"]),
        (BOTH.replace("05:00-22:00", "03:00-05:59"), ["day"]),
        (BOTH.replace("05:00-22:00", "03:00-06:00"), ["day"]),
        (BOTH.replace("05:00-22:00", "03:00-06:00").replace("06:00-18:00", "03:00-06:00"), []),
    ],
    ids=["there", "gone a minute before", "goes home at that minute", "both gone"],
)
def test_only_who_is_there_when_the_crew_goes_home_could_go_on(plan: str, who: list[str]) -> None:
    of = seen(2.5, plan)
    assert who == [gain.crew for gain in told(of)[0]]
    words = [str(line) for line in goes_home_words(of, ["app1"])]
    assert [f"{name.title()} could go on" for name in who] == [
        line[line.index("done; ") + 6 : line.index(": handover")] for line in words
    ]


def test_only_who_has_a_hand_free_then_could_go_on() -> None:
    """By likely times Late is at app2 when Early goes home, though it has nothing in hand yet."""
    late = BOTH.replace('name = "Late"', 'name = "Late"\nroles = ["y"]').replace('"x"', '"x y"')
    app2 = 'app2 = { site = "imc", role = "y", restore = "9d", state = "compromised" }\n'
    both = late.replace('needs = ["app1"]', 'needs = ["app1", "app2"]') + app2
    for plan, who in ((late, "Late"), (both, "Day")):
        assert f"{who} could go on" in str(goes_home_words(seen(2.5, plan), ["app1"])[0])


def test_who_has_a_hand_free_now_can_keep_it_where_nobody_else_has_one_then() -> None:
    """By likely times Day begins app2 before Early goes home, and could leave that for this."""
    day = PLAN.replace('hours = "06:00-18:00"', 'hours = "04:00-18:00"')
    app2 = 'app2 = { site = "imc", role = "x", restore = "9d", state = "compromised" }\n'
    both = day.replace('needs = ["app1"]', 'needs = ["app1", "app2"]') + app2
    assert "Day could go on" in str(goes_home_words(seen(2.5, both), ["app1"])[0])


def test_a_handover_says_that_what_is_over_its_time_rests_when_its_crew_goes_home_soon() -> None:
    early = PLAN.replace('restore = "6h"', 'restore = "1h"')
    (held,) = shift(seen(2.5, early)).in_hand
    said = "app1 is perhaps not done when Early goes home Mon 06:00: it would rest until Tue 02:00 then"
    assert said in str(held_words(seen(2.5, early), held))
    assert "perhaps not done" not in str(held_words(seen(0.5, early), held)), "hours before"
