"""`next` where a plan says who is for what, what work shares and where a second pair of hands helps:
in words and as JSON."""

import re
from datetime import UTC, datetime

import pytest

from cli.command_line import CommandLine, stop_the_clock
from hospitals import HEAD, SPARES
from recovery.state.of_view.test_advising import (
    ALL_DAY,
    BY_STEPS,
    DC1_AFTER_THE_SWITCH,
    LANE_FIRST,
    PAY_IS_SO,
    PLAN,
)

ONLY_PAY_LEFT = ('restore = "1h", state = "compromised" }\nsw1', 'state = "clean" }\nsw1')


@pytest.fixture
def night(here: CommandLine) -> CommandLine:
    here.plan.write_text(HEAD + PLAN + BY_STEPS, encoding="utf-8")
    return here


def test_a_hand_that_is_wanted_is_told_with_what_to_type(night: CommandLine) -> None:
    night.done("take", "dc1", "--operator", "anne-1")
    said = night.done("next", "--operator", "ben-2").out
    assert "Help anne-1 with dc1" in said
    assert "note dc1 TEXT" in said
    assert "Otherwise:" in said
    told = night.done("next", "--json", "--operator", "ben-2").json
    assert ("dc1", 1, "anne-1") == (
        told["help"]["server"],
        told["help"]["tier"],
        told["help"]["held_by"],
    )
    assert ("pay1", "systems") == (told["entry"]["server"], told["crew"])


def test_a_hand_that_helps_nothing_in_a_lane_is_told_not_to_be_asked_for(
    night: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 2, tzinfo=UTC))
    night.done("take", "dc1", "--operator", "anne-1")
    assert "Another pair of hands is not asked for" not in night.done("show", "dc1").out
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 9, tzinfo=UTC))
    assert (
        "Another pair of hands is not asked for now: it goes through Restore, where more hands make "
        "nothing faster."
    ) in " ".join(night.done("show", "dc1").out.split())


def test_a_hand_that_would_hardly_save_time_is_told_not_to_be_asked_for(
    night: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    night.plan.write_text(HEAD + PLAN + 'work = ["restore"]\n', encoding="utf-8")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 2, tzinfo=UTC))
    night.done("take", "dc1", "--operator", "anne-1")
    for hour, said in (
        (5, "Another pair of hands is not asked for: it would have it done"),
        (9, "what another pair of hands would bring nobody knows."),
    ):
        stop_the_clock(monkeypatch, datetime(2021, 1, 18, hour, 40, tzinfo=UTC))
        assert said in " ".join(night.done("show", "dc1").out.split())


def test_no_hand_is_wanted_at_what_stands_behind_what_is_ready_by_a_pin(night: CommandLine) -> None:
    night.done("take", "dc1", "--operator", "anne-1")
    night.done(
        "pin", "pay1", "--before", "dc1", "--reason", "tonight", "--operator", "lea", "--yes"
    )
    told = night.done("next", "--json", "--operator", "ben-2").json
    assert (None, "pay1") == (told["help"], told["entry"]["server"])


def test_a_crew_is_named_by_its_id_or_name(night: CommandLine) -> None:
    for name in ("network", "NETWORK"):
        assert "sw1" == night.done("next", "--json", "--crew", name).json["entry"]["server"]


def test_a_crew_that_has_nothing_to_do_is_told_so(night: CommandLine) -> None:
    night.done("take", "sw1", "--operator", "nora-4")
    said = night.done("next", "--operator", "nora-4").out
    assert "Network can do nothing now; 1 server is left that they are for." in said


def test_where_nothing_is_left_for_a_crew_or_at_its_site_that_is_not_said_of_all(
    night: CommandLine,
) -> None:
    night.done("mark", "sw1", "restored", "--operator", "nora-4", "--yes")
    assert "Nothing is left to do for Network." in night.done("next", "--crew", "network").lines


def test_a_crew_that_there_is_not_is_told_with_the_nearest(night: CommandLine) -> None:
    answer = night.typed("next", "--crew", "netwrk")
    assert 1 == answer.code
    assert 'There is no crew "netwrk" in the plan.' in answer.err
    assert "network" in answer.err
    text = night.plan.read_text(encoding="utf-8")
    crews = text[text.index("[crews.systems]") : text.index("[lanes")]
    night.plan.write_text(text.replace(crews, ""), encoding="utf-8")
    answer = night.typed("next", "--crew", "network")
    assert (1, True) == (answer.code, "The plan names no crews." in answer.err)


def test_without_these_words_the_answer_is_the_first_that_is_ready(here: CommandLine) -> None:
    told = here.done("next", "--json").json
    assert {
        "schema",
        "entry",
        "crew",
        "crew_works_from",
        "nobody_before",
        "meanwhile",
        "help",
        "holds",
        "full",
        "hands_full",
        "beside",
        "rests",
        "gains",
        "left_to_others",
        "brings_more",
        "elsewhere",
    } == told.keys()
    assert ([], [], None) == (told["holds"], told["full"], told["help"])


def test_next_says_so_and_scripts_see_which_server_is_held(here: CommandLine) -> None:
    text = here.plan.read_text(encoding="utf-8")
    head = text[: text.index("[services.")].replace(
        "[policy.rules]", "[policy]\ncrews = 2\n[policy.rules]"
    )
    here.plan.write_text(head + SPARES, encoding="utf-8")
    here.done("take", "dc1", "--operator", "ana")
    said = here.done("next")
    assert "Hold dc2, which nobody waits for: somebody is needed for app2 at" in said.out
    told = here.done("next", "--json").json
    assert (None, [("dc2", None), ("old1", None)]) == (
        told["entry"],
        [(hold["server"], hold["lane"]) for hold in told["holds"]],
    )


NIGHT = """[crews.windows]
name = "Windows"
os = ["windows"]
hours = "07:00-17:00"
[crews.systems]
name = "Systèmes"
os = ["linux"]
[services.bloc]
name = "Bloc IMC"
tier = 1
needs = ["dc1"]
[services.ris]
name = "Imagerie"
tier = 2
needs = ["ris1"]
[servers]
dc1 = { site = "imc", role = "Annuaire", os = "windows", restore = "4h", state = "compromised" }
ris1 = { site = "imc", role = "RIS", os = "linux", restore = "2h", state = "compromised" }
"""


@pytest.fixture
def asleep(here: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Of two crews one is off until Monday 07:00."""
    here.plan.write_text(HEAD + NIGHT, encoding="utf-8")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 2, 0, tzinfo=UTC))
    return here


def test_who_comes_when_is_said_of_what_is_ready_and_what_others_take_meanwhile(
    asleep: CommandLine,
) -> None:
    said = asleep.done("next")
    assert "Nobody of Windows works before Mon 07:00. Tier 1." in said.out
    assert "for Systèmes ris1 comes first (RIS)." in said.out
    assert "To take it, when they work" in said.out
    told = asleep.done("next", "--json").json
    assert ("dc1", "2021-01-18T06:00:00.000Z", "ris1") == (
        told["entry"]["server"],
        told["nobody_before"],
        told["meanwhile"],
    )
    asleep.done("take", "ris1")
    assert "Nothing is ready for anybody who works now." in asleep.done("next").out


def test_queue_and_show_say_when_somebody_comes(asleep: CommandLine) -> None:
    assert "ready Mon 07:00" in asleep.done("queue").out
    assert "ready: yes, but nobody works before Mon 07:00" in asleep.done("queue", "--plain").out
    said = asleep.done("show", "dc1").out
    assert "Nobody of Windows works before Mon 07:00." in said
    assert "yes, but nobody works before Mon 07:00" in said
    assert "dc1, for which nobody works before Mon 07:00" in asleep.done("show", "bloc").out


def test_the_longest_way_counts_the_hours_of_who_is_waited_for(asleep: CommandLine) -> None:
    said = asleep.done("forecast", "bloc", "--why").out
    assert "dc1 (10: nobody for it before Mon 07:00, then " in said
    path = asleep.done("forecast", "bloc", "--why", "--json").json["why"]["path"]
    assert ["2021-01-18T06:00:00.000Z"] == [step["nobody_before"] for step in path]
    said = asleep.done("forecast", "bloc", "--why", "--crews", "1").out
    assert re.search(r"dc1 \(10: [0-9]+ h", said)


def test_who_works_is_told_nothing_of_hours(
    asleep: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 9, 0, tzinfo=UTC))
    said = asleep.done("next").out
    assert "To take it:" in said
    assert "works before" not in said


def test_a_crew_that_has_its_hands_full_is_told_so(night: CommandLine) -> None:
    plan = night.plan.read_text(encoding="utf-8").replace("at_once = 3", "at_once = 1")
    night.plan.write_text(plan, encoding="utf-8")
    assert night.done("next", "--json", "--crew", "systems").json["hands_full"] is None
    night.done("take", "dc1", "--operator", "anne-1")
    for asked in (("--operator", "ben-2"), ("--crew", "systems")):
        said = night.done("next", *asked).out
        assert "Systèmes: dc1 is in hand, and the plan has it do 1 at once." in said
        assert ["dc1"] == night.done("next", "--json", *asked).json["hands_full"]
    assert night.done("next", "--json", "--operator", "nora-4").json["hands_full"] is None


def test_ready_is_what_the_crew_of_who_asks_is_for_while_it_works(
    night: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ready(operator: str) -> list[str]:
        told = night.done("queue", "--ready", "--json", "--operator", operator).json
        return [each["server"] for each in told["entries"]]

    stop_the_clock(monkeypatch, datetime(2021, 1, 19, 11, 0, tzinfo=UTC))
    assert ["sw1"] == ready("nora-4")
    assert "sw1" not in ready("ben-2")
    assert "sw1" in ready("somebody")
    stop_the_clock(monkeypatch, datetime(2021, 1, 19, 22, 0, tzinfo=UTC))
    assert [] == ready("nora-4")
    said = night.done("queue", "--ready", "--operator", "nora-4").out
    assert "1 more is ready for Network, who work again from " in said
    assert "more are ready for other crews." in said
    assert "sw1" not in ready("somebody")
    assert "1 more is ready, and nobody works now" in night.done("queue", "--ready").out


def test_why_in_the_queue_says_from_when_on_somebody_works(
    night: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(monkeypatch, datetime(2021, 1, 19, 22, 0, tzinfo=UTC))
    for words in ((), ("--why",)):
        (line,) = [each for each in night.done("queue", *words).lines if " sw1 " in each]
        assert "ready Wed 08:00" in line


def test_a_crew_has_a_page(night: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_the_clock(monkeypatch, datetime(2021, 1, 19, 22, 0, tzinfo=UTC))
    night.done("take", "dc1", "--operator", "anne-1")
    said = night.done("show", "systèmes").out
    assert said.startswith("Systèmes · crew · 1 of 3 at once in hand")
    assert "anne-1, ben-2 and carl-3" in said
    assert "day and night" in said
    assert "dc1 (anne-1)" in said
    network = night.done("show", "network").out
    assert "08:00-18:00" in network
    assert "Wed 08:00" in network
    told = night.done("show", "network", "--json").json
    assert ("network", "crew", ["nora-4"], 1) == (
        told["id"],
        told["kind"],
        told["people"],
        told["at_once"],
    )
    assert ([], ["sw1"], 1) == (told["in_hand"], told["ready"], told["left"])
    assert told["works_from"] is not None


def test_all_crews_have_a_page_that_says_until_when_and_who_is_full(
    night: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(monkeypatch, datetime(2021, 1, 19, 12, 0, tzinfo=UTC))
    night.done("take", "sw1", "--operator", "nora-4")
    said = night.done("show", "crews")
    assert night.done("show", "lanes").out == said.out
    rows = {line.split()[0]: line for line in said.lines if " of " in line}
    assert "until Tue 18:00" in rows["Network"]
    assert "1 of 1: sw1 (nora-4)" in rows["Network"]
    assert "day and night" in rows["Systèmes"]
    assert "0 of 3" in rows["Systèmes"]
    assert "next --crew systems" in said.out
    assert "next --crew network" not in said.out
    told = night.done("show", "crews", "--json").json
    assert ["systems", "network"] == [crew["id"] for crew in told["crews"]]
    stop_the_clock(monkeypatch, datetime(2021, 1, 19, 22, 0, tzinfo=UTC))
    assert "not before Wed 08:00" in night.done("show", "crews", "--lang", "en").out
    assert night.done("show", "équipes", "--lang", "fr").out


def test_without_crews_the_page_has_the_hands_that_the_plan_counts_on(here: CommandLine) -> None:
    said = here.done("show", "crews").out
    assert "everybody" in said
    assert "day and night" in said
    assert here.typed("show", "crews", "--without").code == 1


def test_what_is_a_site_or_a_crew_is_no_server_and_what_to_ask_is_said(night: CommandLine) -> None:
    refused = night.typed("pin", "imc", "--reason", "x")
    assert 1 == refused.code
    assert "imc is a site, no server or service" in refused.err
    assert "queue --suppose 'imc first'" in refused.err
    assert "imc is a site" in night.typed("forecast", "imc").err
    assert "network is a crew" in night.typed("unpin", "network").err


def test_what_next_holds_show_crews_has_nobody_begin(night: CommandLine) -> None:
    text = HEAD + PLAN + BY_STEPS
    for old, new in (DC1_AFTER_THE_SWITCH, LANE_FIRST, PAY_IS_SO, ALL_DAY, ONLY_PAY_LEFT):
        assert old in text
        text = text.replace(old, new, 1)
    night.plan.write_text(text, encoding="utf-8")
    night.done("take", "sw1", "--operator", "nora-4")
    (hold,) = night.done("next", "--json", "--crew", "systems").json["holds"]
    crews = night.done("show", "crews").out
    assert f"Hold {hold['server']}: " in crews
    assert "Systèmes could begin" not in crews
