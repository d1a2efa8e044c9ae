"""`next`, `show` and `forecast --why` say whom the forecast counts on: another crew, or one that is off."""

import io
import sys
from datetime import UTC, datetime

import pytest

from cli.command_line import CommandLine, stop_the_clock
from hospitals import HEAD

PLAN = """
[crews.infra]
name = "Infrastructure"
roles = ["domain"]
[crews.windows]
name = "Windows"
os = ["windows"]
hours = "07:00-22:00"
[operators.bert]
roles = ["lead", "restorer"]
crew = "windows"
[services.bloc]
name = "Bloc"
tier = 1
needs = ["dc1", "app1"]
[servers]
dc1 = { site = "imc", role = "domain", os = "windows", restore = "4h", state = "compromised" }
app1 = { site = "imc", role = "application", os = "windows", restore = "3h", state = "compromised" }
"""


@pytest.fixture
def day(here: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    here.plan.write_text(HEAD + PLAN, encoding="utf-8")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 9, tzinfo=UTC))
    return here


def test_next_of_a_crew_says_where_the_forecast_counts_on_another_for_it(day: CommandLine) -> None:
    said = day.done("next", "--crew", "windows").out
    counted = "The forecast counts on Infrastructure for dc1, who are free and for it too"
    assert f"{counted}: if they take it, go on with app1." in said
    assert "counts on" not in day.done("next", "--crew", "infra").out
    day.done("take", "dc1", "--operator", "bert")
    assert "counts on" not in day.done("next", "--crew", "windows").out


def test_of_a_server_in_hand_it_is_said_that_who_has_it_is_off_and_who_could_go_on(
    day: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for server in ("dc1", "app1"):
        day.done("take", server, "--operator", "bert")
    assert "is off" not in day.done("show", "dc1").out
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 22, tzinfo=UTC))
    off = "bert has {} in hand, and Windows is off until Tue 07:00: by the forecast it rests until then. {}."
    others = {
        "dc1": "Infrastructure could go on now",
        "app1": "Nobody else whom it is for is at work",
    }
    for server, more in others.items():
        assert off.format(server, more) in " ".join(day.done("show", server).out.split())
    assert off.format("dc1", others["dc1"]) in " ".join(day.done("next").out.split())
    assert "bert has dc1 in hand" in day.done("forecast", "bloc", "--why").out


def test_why_it_is_not_begun_counts_the_hands_of_who_works_now_and_names_who_comes(
    day: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = " ".join(day.done("show", "dc1").out.split())
    assert "Hands free for it now: Infrastructure (1) and Windows (1). It is the first" in told
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 22, tzinfo=UTC))
    told = " ".join(day.done("show", "dc1").out.split())
    assert (
        "Hands free for it now: Infrastructure (1). It is for Windows from Tue 07:00 on too."
        in told
    )
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 9, tzinfo=UTC))
    day.done("take", "dc1", "--operator", "bert")
    told = " ".join(day.done("show", "app1").out.split())
    assert "All who are for it and work now are at something: dc1 (bert)." in told


def test_who_acts_on_it_after_their_hours_is_counted_on_and_is_not_said_to_rest(
    day: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    day.done("take", "dc1", "--operator", "bert")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 22, tzinfo=UTC))
    day.done("note", "dc1", "still copying", "--operator", "bert")
    said = " ".join(day.done("show", "dc1").out.split())
    assert (
        "bert went on with dc1 after the hours of Windows, who are off until Tue 07:00: the forecast "
        "counts on bert going on. Infrastructure could go on now."
    ) in said
    assert "rests until then" not in said


def test_who_goes_home_likely_before_it_is_done_is_told_so(
    day: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = (
        "Windows goes home Mon 22:00, likely before dc1 is done: taken now, it rests until Tue 07:00, "
        "unless somebody goes on with it."
    )
    assert "goes home" not in day.done("next", "--crew", "windows").out
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 19, tzinfo=UTC))
    assert words in " ".join(day.done("next", "--crew", "windows").out.split())
    taken = " ".join(day.done("take", "dc1", "--operator", "bert").out.split())
    assert "dc1 is likely not done when Windows goes home Mon 22:00" in taken
    why = " ".join(day.done("forecast", "bloc", "--why").out.split())
    assert (
        "dc1 is likely not done when Windows goes home Mon 22:00: it rests until Tue 07:00 then, unless "
        "somebody goes on with it."
    ) in why
    assert "goes home" not in day.done("next", "--crew", "infra").out


def test_what_may_not_be_done_when_its_crew_goes_home_is_told_where_it_is_taken_and_since(
    day: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = (
        "dc1 is perhaps not done when Windows goes home Mon 22:00: it would rest until Tue 07:00 then, "
        "unless somebody goes on with it."
    )
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 15, 30, tzinfo=UTC))
    assert words in " ".join(day.done("take", "dc1", "--operator", "bert").out.split())
    assert words in " ".join(day.done("forecast", "bloc", "--why").out.split())


def test_who_comes_is_told_of_what_rests_before_all_that_they_could_begin(
    day: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = 'dc2 = { site = "imc", role = "domain", restore = "4h", state = "compromised" }\n'
    day.plan.write_text(HEAD + PLAN + spare, encoding="utf-8")
    day.done("take", "dc1", "--operator", "bert")
    words = "nobody is at it: it could be taken over from bert (handover accept --take dc1)."
    assert words not in " ".join(day.done("next", "--crew", "infra").out.split())
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 22, tzinfo=UTC))
    assert words in " ".join(day.done("next", "--crew", "infra").out.split())
    assert "dc1" == day.done("next", "--crew", "infra", "--json").json["rests"]
    day.done("handover", "accept", "--take", "dc1", "--operator", "iris", "--yes")
    assert words not in day.done("next", "--crew", "infra").out
    assert "and nobody is at it" not in day.done("next", "--crew", "windows").out


def test_who_has_a_hand_free_is_named_to_go_on_before_who_has_none(
    day: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = """
[crews.anybody]
[operators.anna]
roles = ["restorer"]
crew = "anybody"
[operators.iris]
roles = ["restorer"]
crew = "infra"
"""
    day.plan.write_text(HEAD + more + PLAN, encoding="utf-8")
    day.done("take", "dc1", "--operator", "bert")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 22, tzinfo=UTC))
    assert "anybody could go on" in " ".join(day.done("handover").out.split())
    day.done("take", "app1", "--operator", "anna")
    assert "Infrastructure could go on" in " ".join(day.done("handover").out.split())


def test_a_handover_says_what_rests_until_when_be_there_a_gain_to_tell_or_not(
    day: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows when the service is back, for what it waits for is late: so no gain is worked out."""
    plan = PLAN.replace('"app1"]', '"app1", "licence"]')
    late = '[conditions.licence]\nname = "Licence"\n'
    day.plan.write_text(HEAD + plan + late, encoding="utf-8")
    for server in ("dc1", "app1"):
        day.done("take", server, "--operator", "bert")
    day.done("condition", "licence", "awaited", "--from", "vendor", "--until", "12:00", "--yes")
    assert "rests" not in day.done("handover").out
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 22, tzinfo=UTC))
    page = " ".join(day.done("handover").out.split())
    rests = "bert has {} in hand, and Windows is off until Tue 07:00: by the forecast it rests until then."
    assert f"{rests.format('dc1')} Infrastructure could go on now." in page
    assert f"{rests.format('app1')} Nobody else whom it is for is at work." in page
    held = day.done("handover", "--json").json["in_hand"]
    assert {each["rests_until"] for each in held} == {"2021-01-19T06:00:00.000Z"}


BUSY = (
    PLAN.split("[services.bloc]", maxsplit=1)[0]
    + """
[operators.iris]
roles = ["restorer"]
crew = "infra"
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app1"]
[services.labo]
name = "Labo"
tier = 2
needs = ["look1"]
[services.wards]
name = "Wards"
tier = 3
needs = ["app2"]
[services.mail]
name = "Mail"
tier = 4
needs = ["dc2"]
[servers]
app1 = { site = "imc", role = "x", os = "windows", restore = "3h", state = "compromised" }
look1 = { site = "imc", role = "domain", os = "windows", restore = "6h" }
app2 = { site = "imc", role = "x", os = "windows", restore = "3h", state = "compromised" }
dc2 = { site = "imc", role = "domain", restore = "4h", state = "compromised" }
"""
)


def test_who_does_it_beside_what_they_have_in_hand_is_not_said_to_be_free(
    day: CommandLine,
) -> None:
    """Nor is it said that the crew that asks does it once one of theirs is done."""
    day.plan.write_text(HEAD + BUSY, encoding="utf-8")
    day.done("take", "app1", "--operator", "bert")
    beside = "The forecast counts on Infrastructure for look1, beside what they have in hand"
    day.done("take", "dc2", "--operator", "iris")
    said = " ".join(day.done("next", "--crew", "windows").out.split())
    assert f"{beside}, for it takes minutes. If they do it, go on with app2." in said
    assert "who are free" not in said
    assert "The forecast begins look1 when" not in said
    assert "Windows: app1 is in hand, and the plan has it do 1 at once." in said


@pytest.mark.parametrize(("hour", "nothing"), [(17, False), (20, True)])
def test_a_crew_that_begins_nothing_before_it_goes_home_is_told_so_and_nothing_to_go_on_with(
    day: CommandLine, monkeypatch: pytest.MonkeyPatch, hour: int, nothing: bool
) -> None:
    more = 'app2 = { site = "imc", role = "application", os = "windows", restore = "3h" }\n'
    plan = HEAD + PLAN.replace('"app1"]', '"app1", "app2"]') + more
    day.plan.write_text(plan, encoding="utf-8")
    day.done("mark", "app2", "compromised")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, hour, tzinfo=UTC))
    day.done("take", "app1", "--operator", "bert")
    said = " ".join(day.done("next", "--crew", "windows").out.split())
    home = "By likely times it begins nothing more before it goes home Mon 22:00."
    assert (home in said) is nothing
    assert ("if they take it, go on with app2" in said) is not nothing
    assert "The forecast counts on Infrastructure for dc1, who are free and for it too" in said


def test_of_what_is_in_hand_and_waits_for_what_comes_first_it_is_said(day: CommandLine) -> None:
    alone = HEAD + PLAN.replace('roles = ["domain"]', 'roles = ["network"]')
    alone = alone.replace('role = "application"', 'role = "application", needs = ["dc1"]')
    day.plan.write_text(alone, encoding="utf-8")
    day.done("take", "app1", "--operator", "bert")
    said = " ".join(day.done("next", "--crew", "windows").out.split())
    assert "The forecast begins dc1 when one of these is done." in said
    assert (
        "app1 itself waits for dc1: forecast bloc --why tells what letting go of it brings." in said
    )
    day.done("mark", "dc1", "clean", "--override", "evidence.image=none")
    assert "itself waits" not in day.done("next", "--crew", "windows").out


IRIS = """
[operators.iris]
roles = ["restorer"]
crew = "infra"
"""


def test_who_comes_is_told_what_it_brings_to_take_over_what_rests(
    day: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = 'dc2 = { site = "imc", role = "domain", restore = "4h", state = "compromised" }\n'
    day.plan.write_text(HEAD + IRIS + PLAN + spare, encoding="utf-8")
    day.done("take", "dc1", "--operator", "bert")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 22, tzinfo=UTC))
    said = day.done("next", "--operator", "iris")
    words = " ".join(said.out.split())
    assert "dc1, and nobody is at it: taken over from bert now, Bloc " in words
    assert " sooner." in words
    assert "handover tells" not in words
    over, otherwise = "handover accept --take dc1", "Otherwise: dc2"
    assert words.index(over) < words.index(otherwise)
    [gain] = day.done("next", "--operator", "iris", "--json").json["gains"]
    assert ("bloc", True) == (gain["service"], gain["minutes"] >= 60)
    crews = " ".join(day.done("show", "crews").out.split())
    assert "could begin stands dc1, and nobody is at it: it could be taken over from bert" in crews


SMALL = """[services.small]
name = "Small"
tier = 1
needs = ["dc2"]
[servers]
dc2 = { site = "imc", role = "domain", restore = "30m", state = "compromised" }
"""


def test_what_rests_behind_what_comes_first_is_told_where_it_brings_more(
    day: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    day.plan.write_text(HEAD + IRIS + PLAN.replace("[servers]\n", SMALL), encoding="utf-8")
    day.done("take", "dc1", "--operator", "bert")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 22, tzinfo=UTC))
    said = " ".join(day.done("next", "--operator", "iris").out.split())
    assert (
        "dc1 rests, and nobody is at it. Taken over from bert now, in place of dc2: Bloc " in said
    )
    assert 'Who would pay for that: queue --suppose "dc1 taken by infra".' in said
    [behind] = day.done("next", "--operator", "iris", "--json").json["brings_more"]
    assert ("dc1", True) == (behind["server"], behind["rests"])
    assert day.done("queue", "--suppose", "dc1 taken by infra").out
    day.done("take", "dc2", "--operator", "iris")
    assert "in place of" not in day.done("next", "--operator", "iris").out


COMES_LATER = """
[crews.all]
name = "Everything"
[crews.late]
name = "Late"
roles = ["directory"]
hours = "10:00-09:00"
[operators.ana]
roles = ["restorer"]
crew = "all"
[services.users]
name = "Users"
tier = 1
weight = 5
needs = ["ad1"]
[services.images]
name = "Images"
tier = 1
weight = 4
needs = ["pacs1"]
[servers]
ad1 = { site = "imc", role = "directory", restore = "9h", state = "compromised" }
pacs1 = { site = "imc", role = "archive", restore = "10h", state = "compromised" }
"""


def test_what_is_ready_behind_what_comes_first_is_told_where_it_brings_more(
    day: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who could do what comes first too is there an hour later, so begun now the other gains hours."""
    day.plan.write_text(HEAD + COMES_LATER, encoding="utf-8")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 8, tzinfo=UTC))
    said = " ".join(day.done("next", "--crew", "all").out.split())
    assert "ad1 · directory" in said
    assert "pacs1 is ready too. Taken now, in place of ad1: Images " in said
    assert ": Images " in said
    assert 'Who would pay for that: queue --suppose "pacs1 taken by all".' in said
    [more] = day.done("next", "--crew", "all", "--json").json["brings_more"]
    assert ("pacs1", False) == (more["server"], more["rests"])
    day.plan.write_text(HEAD + COMES_LATER.replace("10:00-09:00", "22:00-23:00"), encoding="utf-8")
    assert "ready too" not in day.done("next", "--crew", "all").out


def test_what_taking_over_does_not_bring_sooner_is_not_put_first(
    day: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = PLAN.replace('"app1"]', '"app1", "licence"]')
    late = '[conditions.licence]\nname = "Licence"\nestimate = "20d"\n'
    spare = 'dc2 = { site = "imc", role = "domain", restore = "4h", state = "compromised" }\n'
    day.plan.write_text(HEAD + IRIS + plan + spare + late, encoding="utf-8")
    day.done("take", "dc1", "--operator", "bert")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 22, tzinfo=UTC))
    words = " ".join(day.done("next", "--operator", "iris").out.split())
    assert "By the forecast that brings nothing above it an hour or more." in words
    assert "Otherwise" not in words


def test_who_goes_home_before_it_is_done_is_told_to_whom_to_hand_it_over(
    day: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    day.plan.write_text(HEAD + IRIS + PLAN, encoding="utf-8")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 19, tzinfo=UTC))
    words = " ".join(day.done("next", "--crew", "windows").out.split())
    assert (
        "Windows goes home Mon 22:00, likely before dc1 is done: take it, and hand it over to "
        "Infrastructure by then. Kept, it rests until Tue 07:00. dc1 would be back "
    ) in words
    assert "later than the forecast has it as it stands." in words


LEFT = """
[crews.vendor]
name = "Vendor"
roles = ["exchange"]
[crews.night]
name = "Night"
[operators.vic]
roles = ["restorer"]
crew = "vendor"
[operators.gil]
roles = ["restorer"]
crew = "night"
[services.phones]
name = "Phones"
tier = 1
weight = 9
needs = ["pbx1"]
[services.blood]
name = "Blood bank"
tier = 1
needs = ["san1", "app1"]
[services.icu]
name = "Intensive care"
tier = 1
needs = ["gw1", "alarms"]
[conditions.alarms]
name = "Alarms tried"
who = "Vendor"
needs = ["gw1"]
estimate = "45m"
[servers]
gw1 = { site = "imc", role = "gateway", restore = "1h", state = "clean" }
pbx1 = { site = "imc", role = "exchange", restore = "3h", state = "compromised" }
san1 = { site = "imc", role = "storage", restore = "6h", state = "compromised" }
app1 = { site = "imc", role = "application", restore = "6h", needs = ["san1"], state = "compromised" }
"""
"""The forecast has Night begin pbx1, for Vendor tries the alarms first, and san1 after that."""


@pytest.fixture
def two_free(here: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    here.plan.write_text(HEAD + LEFT, encoding="utf-8")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 9, tzinfo=UTC))
    return here


INSTEAD = "With pbx1 by Vendor and san1 by Night now: Blood bank "


def test_what_comes_first_is_left_to_the_crew_that_can_do_least_else(two_free: CommandLine) -> None:
    gil = " ".join(two_free.done("next", "--operator", "gil").out.split())
    assert INSTEAD in gil and " sooner. Who would pay for that: queue --suppose" in gil
    assert gil.index("take san1") < gil.index("Otherwise: pbx1") < gil.index("take pbx1")
    left = two_free.done("next", "--operator", "gil", "--json").json["left_to_others"]
    assert "san1" == left["server"] and left["gains"][0]["minutes"] >= 60
    vic = " ".join(two_free.done("next", "--operator", "vic").out.split())
    assert INSTEAD in vic
    assert "counts on" not in vic and "take san1" not in vic and "take pbx1" in vic


def test_nothing_is_left_to_who_has_a_hand_free_no_more(two_free: CommandLine) -> None:
    two_free.plan.write_text(HEAD + LEFT + SPARE, encoding="utf-8")
    two_free.done("take", "sw1", "--operator", "vic")
    assert "Otherwise" not in two_free.done("next", "--operator", "gil").out


SPARE = 'sw1 = { site = "imc", role = "exchange", restore = "1h", state = "compromised" }\n'


def test_what_do_reads_out_has_the_figures_of_next(
    two_free: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("quit\n"))
    assert INSTEAD in " ".join(two_free.typed("do", "--operator", "gil").out.split())
