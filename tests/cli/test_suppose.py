"""`queue --suppose`: how the order would be if the plan or a server were otherwise; nothing is written."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chwapi_console.cli.verbs.supposing.suppose import Answer, answer_lines
from chwapi_console.inventory.file.load import parse
from chwapi_console.recovery.forecast.pin_price import ExpectedRange, Price
from chwapi_console.recovery.state.view.view import view
from cli.command_line import CommandLine, stop_the_clock
from hospitals import NOW, record_of

PLAN = """schema = 1
[incident]
name = "Essai"
detected = 2021-01-17T20:46:00+01:00
timezone = "Europe/Brussels"
[policy]
crews = 1
[sites.imc]
name = "IMC"
[sites.union]
name = "Union"
[groups.whole]
name = "Campus"
services = ["lab", "mail"]
[services.bloc]
name = "Bloc IMC"
site = "imc"
tier = 1
weight = 9
needs = ["app", "db"]
[services.lab]
name = "Laboratoire"
site = "union"
tier = 1
weight = 4
needs = ["lis"]
[services.mail]
name = "Messagerie"
site = "union"
tier = 4
tier_when = [{ tier = 3, from = "00:00", until = "23:59", reason = "always" }]
needs = ["ex1"]
[services.ward]
name = "Salle ouverte"
site = "union"
tier = 5
needs = ["images", "hv"]
[services.annex]
name = "Annexe"
tier = 5
needs = ["seal", "hv"]
[conditions.images]
name = "Images"
who = "radiology"
[conditions.seal]
name = "Sceau"
who = "juge"
promised = 2021-01-18T12:00:00+01:00
[crews.day]
name = "Jour"
hours = "08:00-18:00"
[servers]
app = { site = "imc", role = "x", restore = "2h", needs = ["hv"], state = "compromised" }
db = { site = "imc", role = "x", restore = "2h", needs = ["hv"], state = "compromised" }
hv = { site = "imc", role = "x", restore = "1h", state = "clean" }
lis = { site = "union", role = "x", restore = "3h", state = "compromised" }
ex1 = { site = "union", role = "x", restore = "5h", state = "compromised" }
"""


@pytest.fixture
def asked(here: CommandLine) -> CommandLine:
    here.plan.write_text(PLAN, encoding="utf-8")
    return here


def order_if(asked: CommandLine, *texts: str) -> list[str]:
    given = [word for text in texts for word in ("--suppose", text)]
    return [each["server"] for each in asked.done("queue", *given, "--json").json["entries"]]


@pytest.mark.parametrize(
    ("supposed", "order"),
    [
        ("mail tier 1", ["app", "db", "lis", "ex1"]),
        ("Messagerie tier 2", ["app", "db", "lis", "ex1"]),
        ("bloc tier 2", ["lis", "app", "db", "ex1"]),
        ("lab weight 40", ["lis", "app", "db", "ex1"]),
        ("Laboratoire poids 40", ["lis", "app", "db", "ex1"]),
        ("lis restore 10m", ["lis", "app", "db", "ex1"]),
        ("bloc without app", ["db", "lis", "ex1", "app"]),
        ("Bloc IMC sans db", ["app", "lis", "ex1", "db"]),
        ("mail first", ["ex1", "app", "db", "lis"]),
        ("union first", ["lis", "ex1", "app", "db"]),
        ("hv compromised", ["hv", "app", "db", "lis", "ex1"]),
        ("lis clean", ["app", "db", "ex1"]),
    ],
)
def test_the_order_is_told_as_it_would_be(
    asked: CommandLine, supposed: str, order: list[str]
) -> None:
    assert ["app", "db", "lis", "ex1"] == [
        each["server"] for each in asked.done("queue", "--json").json["entries"]
    ]
    assert order == order_if(asked, supposed)


def test_nothing_is_written_whatever_is_supposed(asked: CommandLine) -> None:
    asked.done("take", "app", "--operator", "dba")
    before = (asked.plan.read_bytes(), asked.done("log", "--json").out)
    for supposed in ("mail tier 1", "hv compromised", "union first", "bloc without app"):
        asked.done("queue", "--suppose", supposed)
        asked.done("queue", "--suppose", supposed, "--read-only")
    assert before == (asked.plan.read_bytes(), asked.done("log", "--json").out)


def test_it_says_where_it_would_stand_when_it_would_come_and_who_is_later(
    asked: CommandLine,
) -> None:
    lines = asked.done("queue", "--suppose", "lab weight 40").lines
    assert (
        "Suppose Laboratoire of weight 40 (it is 4). Nothing is written, and the plan's file is left "
        "alone." == lines[1]
    )
    assert "Laboratoire: its last server would stand at 1, it stands at 3." == lines[2]
    assert lines[3].startswith("Laboratoire would be expected ")
    assert "; as it stands " in lines[3]
    assert "Bloc IMC" in lines[4]
    assert " later" in lines[4]
    said = asked.done("queue", "--suppose", "lab weight 40", "--json").json
    assert [{"id": "lab", "then": 1, "now": 3}] == said["supposed"][0]["ranks"]
    assert said["later"]["bloc"] > 0
    assert said["sooner"]["lab"] > 0
    assert {*said["on_average"]} <= {*said["sooner"], *said["later"]}


def test_what_would_move_nothing_says_what_stands_before_it_all_the_same(
    asked: CommandLine,
) -> None:
    lines = asked.done("queue", "--suppose", "mail weight 100").lines
    assert "Messagerie: its last server would stay at 4." in lines
    assert any(line.startswith("Laboratoire stands before Messagerie: tier 1") for line in lines)
    assert "The order of the queue would stay as it is." in lines


def test_servers_that_change_places_are_told_though_no_service_moves(asked: CommandLine) -> None:
    lines = asked.done("queue", "--suppose", "lab weight 40").lines
    assert "In the queue, app and db move down 1: Laboratoire goes before." in lines
    assert "The order of the queue would stay as it is." not in lines
    told = asked.done("queue", "--suppose", "lab weight 40", "--json").json
    assert ["app and db move down 1: Laboratoire goes before"] == told["moves"]


def test_what_falls_with_a_server_is_told(asked: CommandLine) -> None:
    asked.done("mark", "lis", "restored", "--operator", "dba", "--yes")
    assert (
        "Then: Laboratoire is no longer up."
        in asked.done("queue", "--suppose", "lis compromised").lines
    )


def test_whom_a_finding_would_make_suspect_is_told_as_the_deed_tells_it(
    asked: CommandLine,
) -> None:
    asked.done("mark", "db", "restored", "--operator", "dba", "--yes")
    asked.done("mark", "app", "restored", "--operator", "dba", "--yes")
    told = "Now suspect: db and app; 1 service stands on that."
    supposed = asked.done("queue", "--suppose", "hv compromised").lines
    assert f"Then: {told}" in supposed
    both = asked.done("queue", "--suppose", "hv compromised", "--suppose", "lab weight 9").lines
    assert f"Then: {told}" in both
    looked = asked.done("queue", "--suppose", "hv compromised", "--suppose", "db clean").lines
    assert "Then: Now suspect: app; 1 service stands on that." in looked
    order = order_if(asked, "hv compromised")
    assert told in asked.done("mark", "hv", "compromised", "--yes", "--operator", "dba").lines
    assert order == [each["server"] for each in asked.done("queue", "--json").json["entries"]]


def test_what_is_found_hit_again_has_all_of_its_steps_before_it_in_a_supposition_too(
    morning: CommandLine,
) -> None:
    text = morning.plan.read_text(encoding="utf-8")
    text = text.replace('lis = { site = "union",', 'lis = { site = "union", runbook = "base",')
    book = '[runbooks.base]\nsteps = ["image", "install"]\n[steps.image]\ntime = "90m"\n'
    morning.plan.write_text(text.replace("[servers]", book + "[servers]"), encoding="utf-8")
    morning.done("take", "lis", "--operator", "dba")
    morning.done("step", "lis", "image", "--operator", "dba")
    morning.done("step", "lis", "install", "--operator", "dba")
    morning.done("mark", "lis", "restored", "--operator", "dba")
    words = ["--suppose", "lab weight 4", "--suppose", "lis compromised"]
    supposed = morning.done("queue", *words, "--json").json
    assert "lab" == supposed["of"]
    morning.done("mark", "lis", "compromised", "--operator", "dba")
    (lab,) = morning.done("forecast", "lab", "--json").json["services"]
    assert supposed["expected_then"] == {name: lab["forecast"][name] for name in ("p50", "p90")}


def test_who_was_supposed_clean_is_not_suspect_by_what_is_found_elsewhere(
    asked: CommandLine,
) -> None:
    for server in ("app", "lis"):
        asked.done("mark", server, "restored", "--operator", "dba")
    asked.done("mark", "hv", "compromised", "--operator", "dba")
    both = asked.done("queue", "--suppose", "app clean", "--suppose", "lis compromised").lines
    assert "Then: No longer suspect: app." in both
    assert not [line for line in both if "Now suspect" in line]


def test_several_things_are_supposed_one_after_the_other(asked: CommandLine) -> None:
    assert ["lis", "ex1", "app", "db"] == order_if(asked, "bloc tier 5", "mail tier 1")
    assert ["lis", "ex1"] == order_if(asked, "app clean", "db clean")
    told = asked.done("queue", "--suppose", "whole weight 9").lines
    assert told[1].startswith("Suppose Campus of weight 9 (it is 1).")


@pytest.mark.parametrize(
    ("supposed", "code", "said"),
    [
        ("mail", 2, "supposes nothing. Write what would be otherwise: SERVICE tier 1"),
        ("mail tier 9", 2, '"9" is not a whole number from 1 to 5.'),
        ("mail weight heavy", 2, '"heavy" is not a whole number from 1 to 1000.'),
        ("lis restore soon", 2, '"soon" is not a time such as 90m, 2h or 1h30.'),
        ("lis tier 1", 1, "lis has no tier of its own: only services have."),
        ("lis weight 3", 1, "lis has no weight: services, sites and groups have."),
        ("bloc restore 2h", 1, "only a server takes a time to restore"),
        ("bloc without hv", 1, "Bloc IMC does not itself need hv. It needs app and db."),
        ("mail without ex1", 1, "ex1 is all that Messagerie needs"),
        ("bloc without", 2, "Without what?"),
        ("bloc first now", 2, '"now" is too much.'),
        ("bloc compromised", 1, "bloc is no server; only a server can be compromised."),
        ("blok tier 1", 1, 'Did you mean "bloc"?'),
        ("app let go", 1, "Nobody has app in hand, and it is not blocked."),
        ("bloc let go", 1, "Bloc IMC is no server; only a server is let go of."),
        ("mail unpinned", 1, "Messagerie is not pinned."),
        ("app met", 1, "app is no condition; only a condition is met or open."),
        ("images open", 1, "Images is open already."),
        ("hv first", 3, "hv works already"),
        (
            "images slips 1d",
            1,
            "Nobody said when Images is to be there. Suppose a time: images until",
        ),
        ("seal slips soon", 2, '"soon" is not a time such as 90m, 2h or 1h30.'),
        ("seal until never", 1, '"never" is not a time to come.'),
        ("bloc slips 1d", 1, "Bloc IMC waits for no time: a condition, a blocked server"),
        ("app until 18:00", 1, "app waits for no time: a condition, a blocked server"),
        ("nights at_once 2", 1, 'There is no crew or lane "nights" in the plan; it has day.'),
        ("day at_once many", 2, '"many" is not a whole number from 1 to'),
    ],
)
def test_what_cannot_be_supposed_is_refused_in_a_sentence(
    asked: CommandLine, supposed: str, code: int, said: str
) -> None:
    refused = asked.typed("queue", "--suppose", supposed)
    assert (code, True) == (refused.code, said in refused.err), refused.err


def test_a_step_without_a_time_is_refused_and_the_lane_it_is_in_is_offered(
    asked: CommandLine,
) -> None:
    text = asked.plan.read_text(encoding="utf-8")
    text = text.replace('lis = { site = "union",', 'lis = { site = "union", runbook = "base",')
    lane = '[lanes.imaging]\nat_once = 1\nsteps = ["image"]\n'
    book = '[runbooks.base]\nname = "Base"\nsteps = ["image", "install"]\n'
    asked.plan.write_text(text.replace("[servers]", lane + book + "[servers]"), encoding="utf-8")
    refused = asked.typed("queue", "--suppose", "lis without image")
    assert (
        "The plan gives image no time, so nobody can say what it brings to skip it." in refused.err
    )
    assert "More room in its lane is: imaging at_once 2." in refused.err
    assert 1 == refused.code
    asked.done("queue", "--suppose", "imaging at_once 2")
    refused = asked.typed("queue", "--suppose", "lis without install")
    assert refused.err.strip().endswith('[steps.install] time = "45m".')


@pytest.mark.parametrize("supposed", ["lis without image", "image skipped"])
def test_a_step_that_is_skipped_brings_what_the_forecast_has_once_it_is(
    asked: CommandLine, supposed: str
) -> None:
    text = asked.plan.read_text(encoding="utf-8")
    text = text.replace('lis = { site = "union",', 'lis = { site = "union", runbook = "base",')
    book = '[runbooks.base]\nname = "Base"\nsteps = ["image", "install"]\n'
    times = '[lanes.imaging]\nat_once = 1\nsteps = ["image"]\n[steps.image]\ntime = "50m"\n'
    asked.plan.write_text(text.replace("[servers]", times + book + "[servers]"), encoding="utf-8")
    told = asked.done("queue", "--suppose", supposed, "--json").json
    asked.done("step", "lis", "image", "--skip", "no imager", "--operator", "dba", "--yes")
    node = told["of"]
    after = asked.done("forecast", "--json").json["services"]
    service = next(each for each in after if each["service"] in (node, "lab"))
    assert told["expected_then"] == {k: service["forecast"][k] for k in ("p50", "p90")}
    again = asked.typed("queue", "--suppose", supposed)
    assert (1, True) == (again.code, "done or skipped" in again.err)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        ("20", "of its image (50 min) likely 30 min is left to be spared."),
        (
            "70",
            "lis has been in hand for 1 h 10: by now its image is likely over, and spared no more.",
        ),
    ],
)
def test_a_step_skipped_of_what_is_in_hand_says_what_of_it_is_likely_over(
    asked: CommandLine, minutes: str, said: str
) -> None:
    text = asked.plan.read_text(encoding="utf-8")
    text = text.replace('lis = { site = "union",', 'lis = { site = "union", runbook = "base",')
    book = '[runbooks.base]\nname = "Base"\nsteps = ["image", "install"]\n'
    times = '[steps.image]\ntime = "50m"\n'
    asked.plan.write_text(text.replace("[servers]", times + book + "[servers]"), encoding="utf-8")
    asked.done("take", "lis", "--at", f"{minutes} min ago", "--operator", "dba", "--yes")
    told = asked.done("queue", "--suppose", "lis without image").out
    assert said in told


def test_a_condition_is_supposed_met_where_the_act_would_be_let_through(asked: CommandLine) -> None:
    text = asked.plan.read_text(encoding="utf-8")
    seal = text.replace('name = "Sceau"\n', 'name = "Sceau"\nneeds = ["app"]\n')
    asked.plan.write_text(seal, encoding="utf-8")
    for words in (
        ("queue", "--suppose", "seal met"),
        ("condition", "seal", "met", "--by", "juge", "--tried", "lu", "--operator", "dba"),
    ):
        refused = asked.typed(*words)
        assert "cannot be met yet: it waits for app" in refused.err
        assert refused.code
    both = asked.done("queue", "--suppose", "seal met", "--suppose", "app restored")
    assert "nobody can say" not in both.out


def test_somebody_else_can_be_supposed_to_go_on_with_what_rests(
    asked: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = """[crews.nights]
hours = "18:00-08:00"
[operators.dba]
roles = ["restorer"]
crew = "day"
[operators.owl]
roles = ["restorer"]
crew = "nights"
"""
    text = asked.plan.read_text(encoding="utf-8")
    asked.plan.write_text(text.replace("[servers]", people + "[servers]"), encoding="utf-8")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 16, 0, tzinfo=UTC))
    asked.done("take", "lis", "--operator", "dba")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 17, 30, tzinfo=UTC))
    told = asked.done("queue", "--suppose", "lis taken by nights", "--json").json
    assert told["sooner"]["lab"] > 300
    assert (
        told["sooner"]
        == asked.done("queue", "--suppose", "lis pris par owl", "--json").json["sooner"]
    )
    by_night = asked.done("queue", "--suppose", "lis taken by nights").out
    assert "rests until" not in by_night and "at once: the times" not in by_night
    assert "By the plan" not in asked.done("queue", "--suppose", "lis taken by nights").out
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 16, 30, tzinfo=UTC))
    day = asked.done("queue", "--suppose", "db taken by dba").out
    assert "db is likely not done when Jour goes home Mon 18:00: it rests until Tue 08:00" in day
    assert "Bloc IMC comes later, for it waits for db itself." in day
    too_many = (
        "Jour would have db and lis in hand, and the plan has it do 1 at once: the times below"
    )
    assert too_many in day
    told_at_day = asked.done("queue", "--suppose", "lis taken by nights").out
    assert "lis rests until nights works again" in told_at_day
    done = asked.done("queue", "--suppose", "lis restored").out
    assert (
        "lis would have taken 30 min, likely was 3 h: all others are forecast by that too." in done
    )
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 17, 30, tzinfo=UTC))
    asked.done("handover", "accept", "--take", "lis", "--operator", "owl", "--yes")
    after = asked.done("forecast", "lab", "--json").json["services"][0]["forecast"]
    assert told["expected_then"] == {k: after[k] for k in ("p50", "p90")}
    for words, said in (
        ("lis taken by mary", "Neither the plan nor the record names anybody mary"),
        ("lab taken by owl", "Laboratoire is no server"),
        ("hv taken by owl", "hv is not to be restored now"),
        ("lis taken", "By whom?"),
    ):
        refused = asked.typed("queue", "--suppose", words)
        assert refused.code
        assert said in refused.err


def test_what_no_runbook_has_is_no_step(asked: CommandLine) -> None:
    refused = asked.typed("queue", "--suppose", "foo skipped")
    assert 'No runbook has a step "foo".' in refused.err


def test_of_what_is_in_hand_a_shorter_time_is_refused_and_a_longer_one_told(
    asked: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(monkeypatch, datetime.now(UTC))
    asked.done("take", "app", "--operator", "dba")
    refused = asked.typed("queue", "--suppose", "app restore 10m")
    assert "app is in hand already" in refused.err
    told = asked.done("queue", "--suppose", "app takes 40h", "--json").json
    assert told["later"]["bloc"] > 600
    assert told == asked.done("queue", "--suppose", "app prend 40h", "--json").json
    assert 2 == asked.typed("queue", "--suppose", "mail tier 1", "--since", "1h").code


def test_a_state_that_moves_nothing_in_the_queue_is_forecast_all_the_same(
    asked: CommandLine,
) -> None:
    text = PLAN.replace(', state = "compromised"', "").replace(
        "[policy]", "unplugged = true\n[policy]"
    )
    asked.plan.write_text(text, encoding="utf-8")
    answer = asked.done("queue", "--suppose", "lis clean")
    assert "The order of the queue would stay as it is." in answer.out
    told = asked.done("queue", "--suppose", "lis clean", "--json").json
    assert told["sooner"]["lab"] > 60


def test_what_is_in_hand_can_be_supposed_let_go_of(asked: CommandLine) -> None:
    asked.done("take", "ex1", "--operator", "dba")
    for words in ("ex1 let go", "ex1 let go of", "ex1 dropped", "ex1 lâché"):
        said = asked.done("queue", "--suppose", words, "--json").json
        (entry,) = [each for each in said["entries"] if each["server"] == "ex1"]
        assert ("compromised", None) == (entry["state"], entry["held_by"])
        assert said["later"]["mail"] > 0
        assert said["services"]["mail"]["then"]["p90"] > said["services"]["mail"]["now"]["p90"]
    told = asked.done("queue", "--suppose", "ex1 let go").out
    assert "\nMessagerie would be expected " in told, "whose server it is"
    asked.done("mark", "ex1", "blocked", "--reason", "no disk", "--operator", "dba")
    (entry,) = [
        each
        for each in asked.done("queue", "--suppose", "ex1 let go", "--json").json["entries"]
        if each["server"] == "ex1"
    ]
    assert "compromised" == entry["state"]


def test_a_site_a_group_or_a_service_can_be_supposed_shut(asked: CommandLine) -> None:
    asked.done("pin", "lab", "--reason", "w", "--operator", "dba", "--yes")
    told = asked.done("queue", "--suppose", "union shut").out
    assert "Suppose Union shut: nobody waits for Laboratoire, Messagerie and Salle ouverte." in told
    assert "\nBloc IMC would be expected " in told
    said = asked.done("queue", "--suppose", "Union fermé", "--json").json
    tiers = {each["server"]: each["tier"] for each in said["entries"]}
    assert {"lis": None, "ex1": None, "app": 1, "db": 1} == tiers
    assert {"bloc": said["sooner"]["bloc"]} == said["sooner"]
    assert ["app", "db", "ex1", "lis"] == order_if(asked, "lab shut")
    assert (
        "Campus shut: nobody waits for Laboratoire and Messagerie"
        in asked.done("queue", "--suppose", "whole shut").out
    )
    asked.done("take", "lis", "--operator", "dba")
    told = asked.done("queue", "--suppose", "lab shut").out
    assert "lis is in hand, and stays so until it is let go of." in told


def test_what_comes_later_for_want_of_one_more_server_is_said_to_miss_it(
    asked: CommandLine,
) -> None:
    told = asked.done("queue", "--suppose", "hv compromised").out
    assert "Bloc IMC comes later, for it misses hv too." in told
    assert "no one thing" not in told


ONE_CREW = """schema = 1
[incident]
name = "Essai"
detected = 2021-01-18T08:00:00+01:00
timezone = "Europe/Brussels"
[policy]
evidence_first = false
[crews.linux]
os = ["linux"]
[crews.windows]
os = ["windows"]
[crews.rest]
os = ["other"]
[sites.imc]
name = "IMC"
[services]
blood = { name = "Blood bank", tier = 1, needs = ["b1"] }
dialysis = { name = "Dialysis", tier = 2, needs = ["d1"] }
[servers]
b0 = { site = "imc", role = "x", os = "other", restore = "4h", state = "compromised" }
b1 = { site = "imc", role = "x", os = "windows", restore = "2h", needs = ["b0"], state = "compromised" }
d0 = { site = "imc", role = "x", os = "linux", restore = "9h", state = "clean" }
d1 = { site = "imc", role = "x", os = "windows", restore = "10h", needs = ["d0"], state = "compromised" }
"""


def test_what_comes_sooner_for_what_is_lost_is_said_to_have_less_before_it(
    here: CommandLine,
) -> None:
    here.plan.write_text(ONE_CREW, encoding="utf-8")
    lines = here.done("queue", "--suppose", "d0 compromised").lines
    assert "Blood bank comes sooner, for less work on d1 goes before it." in lines
    assert not any("comes sooner" in of for of in here.done("queue", "--suppose", "b1 first").lines)


def test_what_is_supposed_of_a_server_that_a_service_misses_is_said_to_be_waited_for(
    here: CommandLine,
) -> None:
    """It does not rest, and nothing else makes it later: the service waits for that itself."""
    here.plan.write_text(ONE_CREW, encoding="utf-8")
    lines = here.done("queue", "--suppose", "b0 takes 9h").lines
    assert "Blood bank comes later, for it waits for b0 itself." in lines
    assert not any("rests" in line or "no one thing" in line for line in lines)


def test_what_it_waits_for_itself_is_told_before_the_work_that_goes_before_it_too(
    here: CommandLine,
) -> None:
    clean, hit = 'restore = "9h", state = "clean"', 'restore = "5h", state = "compromised"'
    longer = ONE_CREW.replace(clean, hit).replace('restore = "10h"', 'restore = "30h"')
    here.plan.write_text(longer, encoding="utf-8")
    lines = here.done("queue", "--suppose", "b0 takes 9h").lines
    first = lines.index("Blood bank comes later, for it waits for b0 itself.")
    assert lines[first + 1].startswith("Blood bank comes later, for more work on d1 goes before it")
    here.plan.write_text(ONE_CREW, encoding="utf-8")
    lines = here.done("queue", "--suppose", "b0 takes 30h").lines
    assert ["Blood bank comes later, for it waits for b0 itself."] == [
        line for line in lines if line.startswith("Blood bank comes later")
    ]


def test_what_is_supposed_first_is_not_said_to_stand_behind(here: CommandLine) -> None:
    here.plan.write_text(ONE_CREW.replace('needs = ["b0"], ', ""), encoding="utf-8")
    said = here.done("queue", "--suppose", "d1 first").out
    assert "Blood bank comes later, for more work on d1 goes before it." in said
    assert "stands behind it" not in said


def test_who_is_not_for_what_they_are_supposed_to_take_is_said_so(asked: CommandLine) -> None:
    people = """[crews.nights]
roles = ["nothing of this"]
[operators.owl]
roles = ["restorer"]
crew = "nights"
"""
    text = asked.plan.read_text(encoding="utf-8")
    asked.plan.write_text(text.replace("[servers]", people + "[servers]"), encoding="utf-8")
    told = asked.done("queue", "--suppose", "lis taken by owl").out
    assert "By the plan nights is not for lis: it is for Jour." in told


SERVES_ALL = """schema = 1
[incident]
name = "Essai"
detected = 2021-01-18T08:00:00+01:00
timezone = "Europe/Brussels"
[sites]
imc = { name = "IMC" }
union = { name = "Union" }
[services.lab]
name = "Laboratory"
tier = 1
weight = 3
serves = "all"
needs = ["lis"]
[services.bloc]
name = "Theatre"
tier = 1
weight = 4
site = "imc"
needs = ["app"]
[services.ward]
name = "Ward"
tier = 2
site = "union"
needs = ["ward1"]
[servers]
lis = { site = "imc", role = "x", restore = "2h", state = "compromised" }
app = { site = "imc", role = "x", restore = "2h", state = "compromised" }
ward1 = { site = "union", role = "x", restore = "2h", state = "compromised" }
"""


def test_what_serves_all_sites_is_said_to_weigh_less_where_one_is_shut(here: CommandLine) -> None:
    here.plan.write_text(SERVES_ALL, encoding="utf-8")
    lines = here.done("queue", "--suppose", "union shut").lines
    told = "Laboratory weighs 3, and weighed 6: 3 in the plan, counted for IMC."
    assert f"In the queue, lis moves down 1: {told}" in lines
    assert f"Laboratory comes later: {told}" in lines


def test_what_others_need_of_what_is_shut_is_wanted_still(asked: CommandLine) -> None:
    asked.plan.write_text(
        PLAN.replace('needs = ["lis"]', 'needs = ["lis", "mail", { accepted = "ward" }]'), "utf-8"
    )
    refused = asked.typed("queue", "--suppose", "mail shut")
    assert (1, True) == (
        refused.code,
        "Nothing of Messagerie can be shut alone: others need it." in refused.err,
    )
    both = asked.typed("queue", "--suppose", "bloc shut", "--suppose", "union shut")
    assert (1, "Without Union nothing would be left to bring back.\n") == (both.code, both.err)
    assert 1 == asked.typed("queue", "--suppose", "lis shut").code


def test_a_pin_can_be_supposed_away(asked: CommandLine) -> None:
    asked.done("pin", "mail", "--reason", "crisis cell", "--yes")
    for words in ("mail unpinned", "Messagerie désépinglée"):
        assert ["app", "db", "lis", "ex1"] == order_if(asked, words)
    said = asked.done("queue", "--suppose", "mail unpinned", "--json").json
    assert said["later"]["mail"] > 0
    assert said["sooner"]["bloc"] > 0


def test_a_group_can_be_supposed_first(asked: CommandLine) -> None:
    assert ["lis", "ex1", "app", "db"] == order_if(asked, "whole first")


def test_of_a_group_put_first_it_is_told_when_the_last_of_it_would_be_up(
    asked: CommandLine,
) -> None:
    words = ("queue", "--suppose", "whole first")
    told = asked.done(*words, "--json").json["services"]
    assert {"lab", "mail"} == told.keys()
    (line,) = [line for line in asked.done(*words).lines if line.startswith("All of Campus: ")]
    assert "its last service, Messagerie, would be expected" in line
    assert "as it stands Messagerie is the last, " in line
    assert max(told, key=lambda of: told[of]["then"]["p50"]) == "mail"


def test_a_condition_can_be_supposed_met_or_open(asked: CommandLine) -> None:
    said = asked.done("queue", "--suppose", "images met")
    assert "Suppose met: Images." in said.out
    assert "Then: Salle ouverte is up." in said.out
    asked.done("condition", "images", "met", "--by", "dr a", "--tried", "two opened")
    said = asked.done("queue", "--suppose", "Images ouverte")
    assert "Suppose not met: Images." in said.out
    assert "Then: Salle ouverte is no longer up." in said.out
    refused = asked.typed("queue", "--suppose", "images met")
    assert (1, True) == (refused.code, "Images is met already." in refused.err)


def test_a_condition_that_is_supposed_stands_beside_another_plan(asked: CommandLine) -> None:
    said = asked.done("queue", "--suppose", "images met", "--suppose", "mail tier 1").out
    assert "Then: Salle ouverte is up." in said
    assert "Suppose Messagerie of tier 1" in said


def test_a_name_may_have_a_word_that_says_something_else(asked: CommandLine) -> None:
    assert "Salle ouverte of tier 1" in asked.done("queue", "--suppose", "Salle ouverte tier 1").out


@pytest.fixture
def morning(asked: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Monday 9:00 by the clock of the incident."""
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 8, 0, tzinfo=UTC))
    return asked


def test_a_promise_that_slips_makes_later_what_waits_for_it(morning: CommandLine) -> None:
    said = morning.done("queue", "--suppose", "seal slips 2d").lines
    assert not any("no one thing" in line for line in said)
    assert "Suppose there: Sceau, on Wed 12:00 (it is to be Mon 12:00). " in f"{said[1]}"
    assert not [line for line in said if "its last server would stand" in line]
    said = morning.done("queue", "--suppose", "seal glisse 2d", "--lang", "fr").lines
    assert "acquis\u00a0: Sceau, mer. 12:00 (c'est prévu lun. 12:00)" in said[1]
    of = morning.done("queue", "--suppose", "seal until 20/01 12:00", "--json").json
    assert 24 * 60 <= of["later"]["annex"]


def test_what_a_blocked_server_waits_for_can_be_supposed_later(morning: CommandLine) -> None:
    words = ["--reason", "fan", "--awaits", "vendor", "--until", "14:00"]
    morning.done("mark", "app", "blocked", *words)
    of = morning.done("queue", "--suppose", "app slips 2d", "--json").json
    assert of["later"]["bloc"] >= 24 * 60
    said = morning.done("queue", "--suppose", "app slips 2d").out
    assert "Suppose what app waits for there on Wed 14:00 (it is to be Mon 14:00)." in said


def test_a_crew_can_be_supposed_with_more_hands_or_at_work_day_and_night(
    morning: CommandLine,
) -> None:
    of = morning.done("queue", "--suppose", "Jour at_once 3", "--json").json
    assert of["sooner"]["lab"] >= 60
    assert (
        "Suppose 3 at once of Jour (they are 1)."
        in morning.done("queue", "--suppose", "day at_once 3").out
    )
    of = morning.done("queue", "--suppose", "day day and night", "--json").json
    assert of["sooner"]["mail"] >= 60
    said = morning.done("queue", "--suppose", "Jour jour et nuit", "--lang", "fr").out
    assert "Jour jour et nuit" in said


def test_what_would_be_pinned_is_no_pin_of_somebody(asked: CommandLine) -> None:
    said = asked.done("queue", "--suppose", "bloc first", "--suppose", "lab first").out
    assert " pinned Bloc IMC: " not in said
    assert "  pinned" not in said


def test_a_number_of_any_length_is_refused_as_one_that_is_too_large(asked: CommandLine) -> None:
    refused = asked.typed("queue", "--suppose", f"mail weight {'9' * 4_301}")
    assert (2, True) == (refused.code, '9" is not a whole number from 1 to 1000.' in refused.err)


def test_the_weight_of_a_site_says_in_which_services_it_counts(asked: CommandLine) -> None:
    told = asked.done("queue", "--suppose", "union weight 3").out
    assert "none of these serves Union: one that does not say it goes by its own weight." in told
    text = asked.plan.read_text(encoding="utf-8")
    text = text.replace('name = "Annexe"\n', 'name = "Annexe"\nserves = "all"\n')
    asked.plan.write_text(text, encoding="utf-8")
    told = asked.done("queue", "--suppose", "union weight 3").out
    assert "that of Union in Annexe. One that does not say it goes by its own weight." in told


def test_what_never_comes_back_and_what_gets_a_time_from_none_is_told(asked: CommandLine) -> None:
    asked.done("mark", "ex1", "blocked", "--reason", "no tape")
    for words, line, told in (
        (
            "hv retired",
            "Then Bloc IMC, Annexe and Salle ouverte can never come back.",
            "never_back",
        ),
        ("lis retired", "Then Laboratoire can never come back.", "never_back"),
        ("lis blocked", "Then nobody can say when: Laboratoire.", "no_time_any_more"),
        ("ex1 let go", "Then Messagerie is expected ", "time_from_none"),
    ):
        lines = " ".join(asked.done("queue", "--suppose", words).out.split())
        assert line in lines, (words, lines)
        plain = asked.done("queue", "--suppose", words, "--json").json
        of = [k for k in ("never_back", "no_time_any_more", "time_from_none") if plain[k]]
        assert told in of, plain
    assert ["mail"] == list(plain["time_from_none"])


def test_a_time_that_leaps_while_no_case_moves_is_told_as_no_difference() -> None:
    seen = view(parse(PLAN, Path("inventory.toml")).plan, record_of([]), NOW)
    was, then = (
        ExpectedRange(NOW + timedelta(hours=hours), NOW + timedelta(hours=40)) for hours in (3, 12)
    )
    for price, is_told in (
        (Price("bloc", {}, then, was, True), True),
        (Price("bloc", {"bloc": 540}, then, was, True), False),
        (Price("bloc", {}, was, was, True), False),
    ):
        lines = [str(line) for line in answer_lines(Answer([], seen, seen, [price]))]
        told = "Of Bloc IMC no clear difference case by case, though half of all cases come to another time."
        assert is_told == (told in lines), lines


def test_of_what_would_fall_it_is_told_when_it_would_be_up_again(asked: CommandLine) -> None:
    asked.done("mark", "lis", "restored", "--operator", "dba")
    asked.done("mark", "ex1", "restored", "--operator", "dba")
    said = asked.done("queue", "--suppose", "lis compromised").lines
    (told,) = [line for line in said if line.startswith("Laboratoire would be expected ")]
    assert told.endswith("; as it stands it is up.")
    assert not [line for line in said if line.startswith("Messagerie would be expected ")]


def test_who_acted_can_be_supposed_to_take_more_than_the_plan_counts_on(asked: CommandLine) -> None:
    """A plan without operators and crews counts on so many at once, and the record knows who acts."""
    text = asked.plan.read_text(encoding="utf-8")
    plain = re.sub(r"(?s)\[crews\.day\].*?(?=\[servers\])", "", text).replace(
        "crews = 1", "crews = 2"
    )
    asked.plan.write_text(plain, encoding="utf-8")
    for server, who in (("app", "anne"), ("lis", "bart")):
        asked.done("take", server, "--operator", who)
    busy = asked.done("next").out
    assert (
        "All 2 crews for it are at work: app (anne) and lis (bart). forecast bloc --why tells"
        in busy
    )
    told = asked.done("queue", "--suppose", "db taken by anne").out
    assert "app, db and lis would be in hand, and the plan counts on 2 at once" in told
    asked.done("drop", "lis", "--operator", "bart")
    assert "are at work" not in asked.done("next").out
    assert "in hand, and the plan" not in asked.done("queue", "--suppose", "db taken by anne").out


def test_to_take_what_cannot_be_begun_is_told_to_move_nothing(asked: CommandLine) -> None:
    text = asked.plan.read_text(encoding="utf-8")
    late = text.replace(
        'lis = { site = "union", role = "x",', 'lis = { site = "union", role = "x", needs = ["db"],'
    )
    people = '[operators.ana]\nroles = ["restorer"]\n[servers]\n'
    asked.plan.write_text(late.replace("[servers]\n", people), encoding="utf-8")
    asked.done("take", "db", "--operator", "dba")
    told = asked.done("queue", "--suppose", "lis taken by ana").lines
    assert "lis cannot be begun yet: that it is taken makes nothing sooner." in told
    assert "cannot be begun yet" not in asked.done("queue", "--suppose", "app taken by ana").out


def test_a_server_that_comes_sooner_is_no_reason_why_a_service_comes_later(
    asked: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who takes it has the rest of the service to do, and is at it first."""
    people = """[crews.nights]
roles = ["y"]
[operators.dba]
roles = ["restorer"]
crew = "day"
[operators.owl]
roles = ["restorer"]
crew = "nights"
"""
    text = asked.plan.read_text(encoding="utf-8").replace("[servers]", people + "[servers]")
    text = text.replace('app = { site = "imc", role = "x"', 'app = { site = "imc", role = "x y"')
    text = text.replace('db = { site = "imc", role = "x"', 'db = { site = "imc", role = "y"')
    asked.plan.write_text(text.replace('name = "Jour"', 'name = "Jour"\nroles = ["x"]'), "utf-8")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 8, 0, tzinfo=UTC))
    asked.done("take", "app", "--operator", "dba")
    told = asked.done("queue", "--suppose", "app taken by owl").lines
    assert "Bloc IMC comes later: nights is at app before db." in told
    assert not [line for line in told if "waits for app itself" in line]
