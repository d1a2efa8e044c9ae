"""`forecast SERVICE --why`: what stands on its path, and what would bring it sooner."""

import re
from datetime import UTC, datetime

import pytest

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.forecast.forecast import forecast
from chwapi_console.recovery.forecast.runs_compared import hardly_moves
from chwapi_console.recovery.forecast.why import Gain, Why, why
from chwapi_console.recovery.forecast.why_words import why_words
from chwapi_console.recovery.state.view.supposed_views import with_other_means
from chwapi_console.recovery.state.view.view import View, view
from cli.command_line import CommandLine
from hospitals import plan_of, record_of, standing_event

START = datetime(2021, 1, 17, 19, 46, tzinfo=UTC)
PLAN = """
[policy]
crews = 1
[services.bloc]
name = "Bloc IMC"
tier = 1
needs = ["sql1", "app1", "rapport"]
[conditions.rapport]
name = "Rapport signé"
estimate = "20h"
[servers]
san1 = { site = "imc", role = "Stockage", restore = "2h", state = "compromised" }
sql1 = { site = "imc", role = "Base", restore = "6h", needs = ["san1"], state = "compromised" }
app1 = { site = "imc", role = "Application", restore = "1h", state = "compromised" }
"""
WITHOUT = PLAN.replace(', "rapport"]', "]")


def asked(of: View, service: str = "bloc") -> Why:
    return why(of, service, 1, forecast(of, [service]).services[service])


def seen(text: str) -> View:
    return view(plan_of(text), Record(), START)


def test_its_path_is_the_longest_way_first_what_is_done_first() -> None:
    assert [("san1", 120), ("sql1", 360)] == [step[:2] for step in asked(seen(WITHOUT)).path]
    assert [("rapport", 1200)] == [step[:2] for step in asked(seen(PLAN)).path]


def test_a_path_begins_with_what_may_not_begin_before_all_that_it_needs_is_back() -> None:
    late = WITHOUT.replace('"6h", needs', '"6h", not_before = 2021-01-18T12:00:00+01:00, needs')
    of = asked(seen(late))
    assert [("sql1", 360, datetime(2021, 1, 18, 11, tzinfo=UTC))] == [tuple(s)[:3] for s in of.path]
    said = " ".join(map(str, why_words(seen(late), of)))
    assert "sql1 (10: not before Mon 12:00, then " in said
    soon = late.replace("2021-01-18T12", "2021-01-17T22")
    assert ["san1", "sql1"] == [step.node for step in asked(seen(soon)).path]


def test_a_time_that_is_awaited_is_told_and_what_it_would_gain_not_to_wait_for_it() -> None:
    awaited = PLAN.replace('estimate = "20h"', 'estimate = "1h"\nneeds = ["app1"]')
    awaited = awaited.replace('"1h"\nneeds', '"1h"\npromised = 2021-01-19T12:00:00+01:00\nneeds')
    of = asked(seen(awaited))
    assert ["rapport"] == [step.node for step in of.path]
    gains = {(gain.what, gain.node): gain.minutes or 0 for gain in of.others}
    assert gains["condition", "rapport"] < -600
    said = " ".join(map(str, why_words(seen(awaited), of)))
    assert "Rapport signé (10: to come Tue 12:00)." in said
    assert "If this came as soon as its needs and its estimate allow: Rapport signé: 1 d" in said


def test_the_estimate_that_moves_it_most_is_the_longest_one_that_it_waits_for() -> None:
    of = asked(seen(WITHOUT))
    assert of.estimate is not None and of.estimate.minutes is not None
    assert ("estimate", "sql1") == (of.estimate.what, of.estimate.node)
    assert -300 < of.estimate.minutes < -120


def test_a_condition_that_were_met_gains_what_it_holds_up() -> None:
    of = asked(seen(PLAN))
    gains = {(gain.what, gain.node): gain.minutes or 0 for gain in of.others}
    assert gains["condition", "rapport"] < -300
    assert -60 < gains["crew", ""] <= 0
    assert "Rapport signé" in " ".join(map(str, why_words(seen(PLAN), of)))


def test_what_is_blocked_is_told_when_it_would_be_up_if_it_were_not(here: CommandLine) -> None:
    here.done("mark", "san1", "blocked", "--reason", "contrôleur")
    lines = here.done("forecast", "bloc", "--why").lines
    assert any(
        line.startswith("If san1 were unblocked now: ") and "at worst" in line for line in lines
    )
    gains = here.done("forecast", "bloc", "--why", "--json").json["why"]["gains"]
    unblock = next(gain for gain in gains if gain["what"] == "unblock")
    assert ("san1", None) == (unblock["id"], unblock["p50_change"])
    assert unblock["p50"]


def test_a_block_with_an_end_is_on_the_path_until_then(here: CommandLine) -> None:
    here.done("mark", "san1", "blocked", "--reason", "contrôleur", "--until", "2 d")
    assert re.search(r"san1 \([0-9]+: not before", here.done("forecast", "bloc", "--why").out)
    path = here.done("forecast", "bloc", "--why", "--json").json["why"]["path"]
    assert ("san1", True) == (path[0]["id"], path[0]["not_before"] is not None)
    told = " ".join(here.done("forecast", "bloc", "--why").out.split())
    assert re.search(
        r"san1 is not there before \w+ \d\d:\d\d: such times slip, and 12 h more are counted on average",
        told,
    )


def test_why_of_all_names_the_estimate_that_leaves_most_open(here: CommandLine) -> None:
    lines = here.done("forecast", "--why").lines
    assert lines[-1].startswith("Why of one service, and what brings it sooner: chwapi-console ")
    told = here.done("forecast", "--why", "--json").json["least_sure"]
    assert f"leaves most open is that of {told['id']} (" in lines[-2]
    assert told["later"]
    assert told["id"] in told["tried"]


def test_why_says_nothing_of_one_that_is_up(here: CommandLine) -> None:
    here.done("mark", "dc1", "ex1", "restored")
    assert "why" not in here.done("forecast", "mail", "--why", "--json").json


def test_of_a_service_that_is_up_it_is_said_that_there_is_nothing_to_explain(
    here: CommandLine,
) -> None:
    here.done("mark", "dc1", "ex1", "restored")
    lines = here.done("forecast", "mail", "--why").lines
    assert ["Messagerie is up.", "Nothing is waited for, so there is nothing to explain."] == [
        *lines[-2:]
    ]


def test_of_what_cannot_come_back_it_is_said_what_is_lost_and_nothing_of_what_stands_before(
    here: CommandLine,
) -> None:
    here.done("mark", "ex1", "retired", "--yes")
    out = here.done("forecast", "mail", "--why").out
    assert "Name what replaces it: mark ex1 retired --replaced-by ID." in out
    assert "Before it" not in out and "does not need" not in out
    assert {"before": 0, "ahead": [], "path": [], "gains": []}.items() <= (
        here.done("forecast", "mail", "--why", "--json").json["why"].items()
    )


def test_of_a_server_or_a_group_it_is_said_which_service_to_ask_about(here: CommandLine) -> None:
    refused = here.typed("forecast", "san1", "--why").err
    assert "The most urgent service that waits for it is Bloc IMC: forecast bloc --why." in refused
    text = here.plan.read_text(encoding="utf-8")
    group = '[groups.nord]\nname = "Campus Nord"\nservices = ["mail", "bloc"]\n[servers]'
    here.plan.write_text(text.replace("[servers]", group, 1), encoding="utf-8")
    refused = here.typed("forecast", "nord", "--why").err
    assert "The last of it in the queue is Messagerie: forecast mail --why." in refused


def test_a_name_of_two_services_is_refused_with_the_ids_of_both(here: CommandLine) -> None:
    text = here.plan.read_text(encoding="utf-8").replace('name = "Messagerie"', 'name = "Bloc IMC"')
    here.plan.write_text(text, encoding="utf-8")
    for words in (("forecast", "Bloc IMC"), ("compare", "bloc imc", "pacs")):
        refused = here.typed(*words).err
        assert "is what several are called. Name one by its id: " in refused
        assert "mail" in refused and "bloc" in refused


def test_the_incidents_that_it_begins_with_are_named_with_their_years() -> None:
    names = [f"a{number}" for number in range(40)]
    lines = [
        f'{name} = {{ site = "imc", role = "x", restore = "2h", state = "compromised" }}'
        for name in names
    ]
    services = f"""
[services.bloc]
name = "Bloc IMC"
tier = 1
needs = {names}
[servers]
"""
    of = seen(services.replace("'", '"') + "\n".join(lines))
    said = " ".join(map(str, why_words(of, asked(of))))
    assert (
        "CHwapi Tournai 2021 (first theatre after 1 d 12 h and all theatres after 2 d 12 h)" in said
    )
    assert "HSE Ireland 2021 (75 % of servers after 40 d 4 h" in said
    assert (
        "They had 80 servers to restore and more; with 40 here a part of that is counted." in said
    )
    small = " ".join(map(str, why_words(seen(WITHOUT), asked(seen(WITHOUT)))))
    assert "CHwapi" not in small


def test_what_a_gain_brings_is_told_sooner_later_or_not_at_all() -> None:
    of = seen(WITHOUT)
    now = forecast(of, ["bloc"]).services["bloc"]
    gains = [
        Gain("crew", "", -120, now, clear=-120),
        Gain("begin", "san1", 9, now, clear=0),
        Gain("unblock", "san1", 60, now, clear=60),
        Gain("alone", "", 0, now, clear=-480, few=True),
        Gain("crew", "", None, now),
    ]
    told = [str(sentence) for sentence in why_words(of, Why("bloc", (), 1, None, gains))]
    assert "1 server that it does not need stands before its last one in the queue." == told[0]
    mean = "8 h sooner on average, and in half of all cases hardly"
    assert [
        "One more crew: 2 h sooner.",
        "If san1 were taken now: no clear difference.",
        "If san1 were unblocked now: 1 h later.",
        f"If nothing that stands behind it were begun before it is up: {mean}.",
    ] == told[1:5]
    assert told[5].startswith("One more crew: ")


@pytest.mark.parametrize(("clear", "words"), [(660, "11 h later"), (0, "no sooner")])
def test_what_is_let_go_of_and_may_be_back_first_is_told_to_bring_it_later(
    clear: int, words: str
) -> None:
    of = seen(WITHOUT)
    now = forecast(of, ["bloc"]).services["bloc"]
    gain = Gain("drop", "san1", clear, now, clear=clear)
    told = [str(sentence) for sentence in why_words(of, Why("bloc", (), 0, None, [gain]))]
    assert any(line.endswith(f"were let go of now: {words}.") for line in told)


def test_where_no_estimate_moves_it_by_much_that_is_said() -> None:
    of = seen(WITHOUT)
    path = asked(of).path
    told = " ".join(map(str, why_words(of, Why("bloc", path, 0, None, ()))))
    assert "No single estimate moves it by much." in told


def test_what_decides_is_told_run_by_run_with_what_has_the_crew_before() -> None:
    held = WITHOUT.replace(
        "[servers]",
        """[services.mail]
name = "Mail"
tier = 1
weight = 400
needs = ["ex1"]
[servers]
ex1 = { site = "imc", role = "x", restore = "3h", state = "compromised" }""",
    )
    found = asked(seen(held))
    own = [step for step in found.deciding if step.is_own]
    (ex1,) = (step for step in found.deciding if not step.is_own)
    assert ("ex1", 1.0, False) == (ex1.node, ex1.share, ex1.is_own)
    assert {"san1", "sql1", "app1"} >= {step.node for step in own}
    assert all(0.25 <= step.share <= 1 for step in own)
    assert ex1.minutes > 120
    said = " ".join(map(str, why_words(seen(held), found)))
    assert "What decides when Bloc IMC is up, and in how many of ten cases: " in said
    assert "ex1 (10: a crew at it before, " in said
    assert "The longest way" not in said


def test_one_that_seldom_decides_is_named_with_how_seldom() -> None:
    two = WITHOUT.replace("crews = 1", "crews = 2").replace('restore = "1h"', 'restore = "7h"')
    of = seen(two)
    found = why(of, "bloc", None, forecast(of, ["bloc"]).services["bloc"])
    share = {step.node: step.share for step in found.deciding}
    assert 1 == pytest.approx(share["sql1"] + share["app1"], abs=0.01)
    assert 0.25 < share["app1"] < 0.75


def test_who_pays_for_a_gain_is_told_with_it_or_that_nobody_does() -> None:
    lent = WITHOUT.replace(
        "[servers]",
        """[services.mail]
name = "Mail"
tier = 1
needs = ["ex1"]
[servers]
ex1 = { site = "imc", role = "x", restore = "9h", state = "restoring" }""",
    )
    lent = lent.replace(', state = "restoring"', ', state = "compromised"')
    held = Standing("compromised", "restoring", "dba")
    events = [standing_event("a", 1, "ex1", held, kind="taken")]
    of = view(plan_of(lent), record_of(events), START)
    found = why(of, "bloc", None, forecast(of, ["bloc"]).services["bloc"])
    gains = {gain.what: gain for gain in found.others}
    later = gains["drop"].later
    assert later is not None
    assert ["mail"] == [each.service for each in later]
    assert later[0].minutes > 60
    assert [] == gains["crew"].later
    said = " ".join(map(str, why_words(of, found)))
    assert re.search(r"were let go of now: [^;.]+ sooner; later by that: Mail [^.]+[.]", said)
    assert re.search(r"One more crew: [^;.]+ sooner, and nobody clearly later[.]", said)


MEANS = """
[crews.nights]
roles = ["x"]
hours = "20:00-06:00"
[crews.days]
roles = ["Stockage", "Base", "Application"]
[services.mail]
name = "Mail"
tier = 4
needs = ["ex1"]
tier_when = [{ tier = 2, day = 18, before = 1, reason = "pay" }]
[servers]
ex1 = { site = "imc", role = "x", restore = "3h", state = "compromised" }"""


def test_what_plainly_moves_nothing_is_played_no_longer_than_it_takes_to_see_that() -> None:
    of = seen(WITHOUT.replace("[servers]", MEANS))
    now = forecast(of, ["bloc"]).services["bloc"]
    gains = {(g.what, g.node): g for g in why(of, "bloc", None, now).others}
    assert gains["hours", "nights"].then is now
    assert 0 == gains["hours", "nights"].clear
    then = of.with_plan(of.written.with_part("crews", "nights", hours=()))
    assert list(now.runs) == list(forecast(then, ["bloc"]).services["bloc"].runs)


def test_the_first_runs_tell_when_more_would_tell_no_difference() -> None:
    before, few = [600.0] * 64, [600.0] * 60
    assert hardly_moves(before, before)
    assert hardly_moves(before, [*few, 606.0, 594.0, 600.0, 601.0])
    assert not hardly_moves(before, [*few, 660.0, 2000.0, 600.0, 600.0])
    assert not hardly_moves(before, [610.0] * 64)
    assert not hardly_moves(before, [])


def test_with_other_crews_a_view_has_what_it_has_when_it_is_made_anew() -> None:
    of = seen(WITHOUT.replace("[servers]", MEANS))
    more = of.written.with_part("crews", "nights", at_once=3)
    kept, anew = with_other_means(of, more), of.with_plan(more)
    assert list(anew.entries) == list(kept.entries)
    assert anew.problem[1:] == kept.problem[1:]
    assert 3 == kept.plan.crews["nights"].at_once
    first, second = (forecast(each).services for each in (kept, anew))
    assert {s: list(o.runs) for s, o in second.items()} == {
        s: list(o.runs) for s, o in first.items()
    }
    assert kept.by_itself is of.by_itself
