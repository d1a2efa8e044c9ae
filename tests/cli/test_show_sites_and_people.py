"""`show` of a site and of a person: what is there, what is missing and when it is whole; who holds what."""

import re

from cli.command_line import CommandLine


def value(lines: list[str], label: str) -> str:
    """What a page says behind a label; empty where it does not say it."""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(label)), "")


def test_a_site_says_what_it_misses_here_and_elsewhere_and_when_all_of_it_is_up(
    here: CommandLine,
) -> None:
    lines = here.done("show", "imc").lines
    assert "IMC · imc · 0 of 2 services up" == lines[0]
    assert "Bloc IMC (down) and PACS (down)" == value(lines, "Not up")
    assert "san1 (compromised), dc2 (compromised) and sql1" in value(lines, "Missing here")
    assert "" == value(lines, "Missing elsewhere")
    assert "Messagerie (down)" == value(lines, "Serve it, not up")
    assert ", at worst " in value(lines, "All of it up")
    assert value(lines, "Why then").startswith("The last of it is PACS: ")
    assert "chwapi-console next --site imc" == value(lines, "What to do here")


def test_a_site_is_found_by_what_people_call_it_and_comes_after_what_has_that_id(
    here: CommandLine,
) -> None:
    assert here.done("show", "IMC").lines == here.done("show", "imc").lines
    page = here.done("show", "union", "--json").json
    assert ("site", "union", []) == (page["kind"], page["id"], page["services"])
    assert page["forecast"] is None
    assert "no service of its own" in here.done("show", "union").lines[0]


def test_a_group_of_the_same_id_as_a_site_is_told_with_it(here: CommandLine) -> None:
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(
        text + '[groups.imc]\nname = "Campus"\nsites = ["imc"]\n', encoding="utf-8"
    )
    lines = here.done("show", "imc").lines
    assert lines[0].startswith("Campus · imc")
    assert "IMC · imc · 0 of 2 services up" in lines
    assert "site" == here.done("show", "imc", "--json").json["site_of_that_id"]["kind"]


def test_what_is_supposed_of_a_group_is_told_by_its_name_though_a_site_has_that_id(
    here: CommandLine,
) -> None:
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(
        text + '[groups.imc]\nname = "Campus"\nsites = ["imc"]\n', encoding="utf-8"
    )
    assert "Campus of weight 5" in here.done("queue", "--suppose", "imc weight 5").out


def test_a_whole_names_its_last_and_says_why_it_comes_later(here: CommandLine) -> None:
    text = here.plan.read_text(encoding="utf-8")
    group = '[groups.all]\nname = "All"\nservices = ["bloc", "mail"]\n'
    here.plan.write_text(text + group, encoding="utf-8")
    page = here.done("show", "all", "--json").json
    parts = {s: here.done("show", s, "--json").json["forecast"] for s in ("bloc", "mail")}
    last = page["last"]
    assert page["forecast"]["p50"] >= max(of["p50"] for of in parts.values())
    assert parts[last]["p50"] == max(of["p50"] for of in parts.values())
    told = value(here.done("show", "all").lines, "Why then")
    later = page["forecast"] != parts[last]
    assert later == told.endswith("for in some cases another is late.")


def test_a_person_says_what_is_in_hand_since_when_and_what_they_made_of_servers(
    here: CommandLine,
) -> None:
    here.done("take", "san1", "--operator", "oncall-1", "--at", "2021-01-17T22:00")
    here.done("mark", "san1", "restored", "--operator", "oncall-1", "--at", "2021-01-17T23:30")
    here.done("take", "sql1", "--operator", "oncall-1", "--at", "2021-01-17T23:40")
    here.done("mark", "san1", "verified", "--operator", "dba", "--at", "2021-01-17T23:50")
    lines = here.done("show", "oncall-1").lines
    assert "oncall-1 · 1 server in hand" == lines[0]
    assert value(lines, "Has in hand").startswith("sql1 (since 17/01")
    assert value(lines, "Restored").startswith("san1 (17/01")
    assert "chwapi-console log --by oncall-1" == value(lines, "All 3 acts")
    assert value(here.done("show", "dba").lines, "Verified").startswith("san1 (17/01")
    page = here.done("show", "Oncall-1", "--json").json
    assert ("person", "oncall-1", False) == (page["kind"], page["id"], page["in_plan"])
    assert ["sql1"] == [held["server"] for held in page["in_hand"]]
    assert ["san1"] == [deed["id"] for deed in page["did"]["restored"]]


def test_what_was_taken_back_is_not_told_as_done(here: CommandLine) -> None:
    here.done("mark", "dc2", "restored", "--operator", "oncall-1", "--yes")
    here.done("undo", "--operator", "oncall-1", "--yes")
    assert "" == value(here.done("show", "oncall-1").lines, "Restored")


def test_a_name_that_nobody_has_is_refused_with_those_near_it(here: CommandLine) -> None:
    here.done("take", "san1", "--operator", "oncall-1")
    refused = here.typed("show", "oncal-1")
    assert 1 == refused.code
    assert 'Did you mean "oncall-1"?' in refused.err
    assert 'Did you mean "union"?' in here.typed("show", "unoin").err
    assert 1 == here.typed("show", "imc", "--without").code


def test_a_promise_is_shown_by_its_id_with_whether_it_is_expected_later(here: CommandLine) -> None:
    here.done("promise", "bloc", "open tonight", "--by", "10m")
    [made] = here.done("handover", "--json").json["promises"]
    lines = here.done("show", made["promise"]).lines
    assert f"{made['promise']} · promise" == lines[0]
    assert "LATER THAN PROMISED: expected " in lines[1]
    assert "It is kept in fewer than 5 of 100 cases." == lines[2]
    assert lines[3].startswith("It rests on: san1 (compromised)")
    assert "What of it decides: chwapi-console forecast bloc --why" == lines[4]
    assert ": promised by " in lines[5]
    assert "What it is about: chwapi-console show bloc" == lines[6]
    assert f"Once it is kept: chwapi-console promise {made['promise']} --kept" == lines[7]
    asked = here.done("show", made["promise"], "--json").json
    assert "san1" == asked["rests_on"][0]
    here.done("promise", made["promise"], "--broken", "--reason", "no power")
    assert "BROKEN: " in here.done("show", made["promise"]).out
    assert 1 == here.typed("show", made["promise"], "--without").code


def test_what_is_promised_of_a_service_stands_on_its_page_and_beside_its_forecast(
    here: CommandLine,
) -> None:
    assert "Promised: " not in here.done("show", "bloc").out
    here.done("promise", "bloc", "open tonight", "--by", "10m")
    [made] = here.done("handover", "--json").json["promises"]
    page = " ".join(here.done("show", "bloc").out.split())
    assert "Promised: " in page
    assert f"Bloc IMC: open tonight ({made['promise']}, promised by " in page
    assert "LATER THAN PROMISED: expected " in page
    [line] = [line for line in here.done("forecast", "bloc").lines if line.startswith("Promised: ")]
    assert "LATER THAN PROMISED: expected " in line
    assert "Promised" not in here.done("forecast").out
    here.done("promise", made["promise"], "--broken", "--reason", "no power")
    assert "Promised: " not in here.done("show", "bloc").out
    assert "Promised: " not in here.done("forecast", "bloc").out


def test_what_is_promised_of_a_server_stands_on_its_page(here: CommandLine) -> None:
    here.done("promise", "san1", "the part is there", "--by", "10m")
    assert "san1: the part is there (" in " ".join(here.done("show", "san1").out.split())


def test_when_a_site_is_up_leaves_out_by_word_what_serves_it_from_elsewhere(
    here: CommandLine,
) -> None:
    assert ["mail"] == here.done("show", "imc", "--json").json["serving"]
    page = " ".join(here.done("show", "imc").out.split())
    assert re.search(r"All of it up: \w+ [\d:]+, at worst [^;]+; without the 1 that serves", page)
    here.done("mark", "ex1", "restored", "--operator", "dba")
    here.done("mark", "dc1", "restored", "--operator", "dba")
    assert "All of it up: " in here.done("show", "imc").out
    assert "serves it besides" not in here.done("show", "imc").out


def test_a_lane_says_what_is_in_it_what_waits_and_what_comes(here: CommandLine) -> None:
    with here.plan.open("a", encoding="utf-8") as plan:
        plan.write('[lanes.tape]\nname = "Bandes"\nat_once = 1\nwork = ["restore"]\n')
    here.done("take", "san1", "--operator", "oncall-1")
    for name in ("tape", "bandes"):
        lines = here.done("show", name).lines
        assert "Bandes · lane · 1 of 1 place taken" == lines[0]
        assert "san1 (oncall-1)" in lines[2]
    told = here.done("show", "tape", "--json").json
    assert (["san1"], ["restore"]) == (told["in_it"], told["work"])
    assert "san1" not in told["left"]
    queue = [each["server"] for each in here.done("queue", "--json").json["entries"]]
    assert told["left"] == [server for server in queue if server in told["left"]]
    assert 'Did you mean "tape"?' in here.typed("show", "tap").err
    assert 1 == here.typed("show", "tape", "--without").code


def test_what_is_to_be_restored_has_yet_to_go_through_the_lane_of_those_who_verify_it(
    here: CommandLine,
) -> None:
    text = here.plan.read_text(encoding="utf-8")
    assert "[policy]" not in text
    lanes = '[lanes.eyes]\nat_once = 1\nwork = ["verify"]\n[lanes.tape]\nat_once = 1\nwork = ["restore"]\n'
    here.plan.write_text(text + lanes, encoding="utf-8")
    here.done("take", "san1", "--operator", "oncall-1")
    assert [] == here.done("show", "eyes", "--json").json["left"], "nobody verifies"
    here.plan.write_text(f'{text}{lanes}[policy]\nsecond_person = ["restored"]\n', encoding="utf-8")
    told = {lane: here.done("show", lane, "--json").json for lane in ("eyes", "tape")}
    assert ["san1", *told["tape"]["left"]] == told["eyes"]["left"]
    assert told["tape"]["if_found_hit"] == told["eyes"]["if_found_hit"]


def test_who_meets_conditions_has_no_page_and_is_told_where_these_are(here: CommandLine) -> None:
    with here.plan.open("a", encoding="utf-8") as plan:
        plan.write('[conditions.seal]\nname = "Sceau"\nwho = "Labo SA"\nphone = "0470 12"\n')
    refused = here.typed("show", "labo sa")
    assert (1, "") == (refused.code, refused.out)
    assert (
        "labo sa has no page, but is to meet: Sceau. See conditions --for 'labo sa'. Phone: 0470 12."
        in refused.err
    )
    assert "Sceau" in here.done("conditions", "--for", "labo sa").out
