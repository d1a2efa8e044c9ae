"""`report`: its numbers are those of the record, worked out another way from the events and the
plan's text."""

import json
import re
import shutil
import tomllib
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from cli.command_line import CommandLine, stop_the_clock

AVAILABLE = {"clean", "restored", "verified"}


@pytest.fixture
def night(here: CommandLine) -> CommandLine:
    """PACS is back, one server is blocked, one was lost again; a ward's service has a name to ring."""
    plan = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(
        plan.replace('fallback = "dossier papier"', 'fallback = "dossier papier"\nsigns = "dr a"')
        + '[operators]\n"Dr A" = { roles = ["clinician"], phone = "4711" }\n'
        'dba = { roles = ["restorer", "lead"] }\n',
        encoding="utf-8",
    )
    here.done("mark", "san1", "dc2", "restored", "--at", "2021-01-18T02:10")
    here.done("mark", "sql1", "restored", "--at", "2021-01-18T03:10")
    here.done(
        "mark", "ex1", "blocked", "--reason", "no disk", "--until", "2h", "--awaits", "vendor"
    )
    here.done("mark", "dc1", "restored", "--at", "2021-01-18T04:10")
    here.done("undo")
    return here


def status_by_hand(here: CommandLine, until: str = "9") -> dict[str, str]:
    """The status of each service from the plan's text and the events alone: a fixpoint over needs."""
    plan = tomllib.loads(here.plan.read_text(encoding="utf-8"))
    state = {name: part.get("state", "unknown") for name, part in plan["servers"].items()}
    for line in here.done("log", "--json").lines:
        event = json.loads(line)
        after = event["data"].get("after")
        if isinstance(after, dict) and "verdict" in after and event["at"] <= until:
            state[event["subject"]] = after["work"] or after["verdict"]
    needs = {
        name: [[need] if isinstance(need, str) else need for need in part.get("needs", [])]
        for part_of in (plan["servers"], plan["services"])
        for name, part in part_of.items()
    }
    up: set[str] = set()
    while more := {
        name
        for name in needs
        if name not in up
        and (state.get(name, "clean") in AVAILABLE)
        and all(any(one in up for one in group) for group in needs[name])
    }:
        up |= more
    return {
        name: "up"
        if name in up
        else "partial"
        if any(any(one in up for one in group) for group in needs[name])
        else "down"
        for name in plan["services"]
    }


def told(here: CommandLine, *words: str) -> dict[str, Any]:
    answer: dict[str, Any] = here.done("report", *words, "--json").json
    return answer


def test_services_are_counted_as_the_events_say(night: CommandLine) -> None:
    status, of = status_by_hand(night), told(night)
    plan = tomllib.loads(night.plan.read_text(encoding="utf-8"))["services"]
    counted = [of, *of["tiers"], *of["sites"]]
    members = [
        list(plan),
        *([s for s in plan if plan[s]["tier"] == share["tier"]] for share in of["tiers"]),
        *([s for s in plan if plan[s].get("site") == share["site"]] for share in of["sites"]),
    ]
    assert 0 < of["up"] < of["services"]
    for share, services in zip(counted, members, strict=True):
        its = [status[service] for service in services]
        assert (len(its), its.count("up"), its.count("partial"), its.count("down")) == (
            share["services"],
            share["up"],
            share["partial"],
            share["down"],
        )
        assert share["services"] == share["fell"] + share["never_fell"]
    assert len(plan) == sum(share["services"] for share in of["tiers"])
    assert len(plan) == sum(share["services"] for share in of["sites"])
    assert (5, 3, 1) == (of["hit"], of["back"], of["unknown"])
    assert sorted(s for s in plan if status[s] != "up") == sorted(e["service"] for e in of["next"])


def test_what_is_expected_is_what_the_forecast_says_in_its_order(here: CommandLine) -> None:
    next_up = told(here)["next"]
    forecast = {
        one["service"]: one["forecast"] for one in here.done("forecast", "--json").json["services"]
    }
    assert len(next_up) == 3
    for one in next_up:
        assert one["p50"] < one["p90"]
        expected = forecast[one["service"]]
        assert expected["p50"][:15] == one["p50"][:15]
    assert [one["p50"] for one in next_up] == sorted(one["p50"] for one in next_up)


def test_what_changed_is_told_since_a_moment(night: CommandLine) -> None:
    before = night.events()
    sql1 = next(event for event in before if event["subject"] == "sql1")["at"]
    night.done("mark", "dc2", "compromised")
    middle, now = status_by_hand(night, sql1), status_by_hand(night)
    of = told(night, "--since", sql1)
    assert [s for s in sorted(now) if now[s] == "up" != middle[s]] == of["up_since"]
    assert [s for s in sorted(now) if now[s] != "up" == middle[s]] == of["lost_since"]
    assert ["bloc", "pacs"] == of["lost_since"]
    lines = night.done("report", "--since", sql1).lines
    assert any(line.startswith("- no longer up: Bloc IMC") for line in lines)
    assert "up" == middle["pacs"]
    then = told(night, "--at", sql1)
    assert sum(each == "up" for each in middle.values()) == then["up"]


def test_what_came_up_and_was_lost_again_between_is_told_with_its_times(
    night: CommandLine,
) -> None:
    since = night.events()[-1]["at"]
    night.done("mark", "ex1", "restored")
    up = night.done("mark", "dc1", "restored", "--json").json["events"][0]["event"]
    lost = night.done("mark", "ex1", "compromised", "--json").json["events"][0]["event"]
    events = {one["id"]: one["at"] for one in night.events()}
    of = told(night, "--since", since)
    assert "mail" not in [*of["up_since"], *of["lost_since"]]
    turns = [{"at": events[up], "up": True}, {"at": events[lost], "up": False}]
    assert [{"service": "mail", "turns": turns}] == of["turns_since"]
    line = re.compile(r"^- Messagerie: \d\d:\d\d up and \d\d:\d\d no longer up$", re.MULTILINE)
    for page in (("report", "--for", "technical"), ("handover",)):
        assert line.search(night.done(*page, "--since", since).out), page
    in_brief = re.compile(r"^- Messagerie: up \d\d:\d\d to \d\d:\d\d$", re.MULTILINE)
    assert in_brief.search(night.done("report", "--since", since).out)
    shift = night.done("handover", "--since", since, "--json").json["done"]
    assert [{"service": "mail", "turns": turns}] == shift["turns"]


def test_what_was_lost_and_came_up_again_between_is_told_too(night: CommandLine) -> None:
    since = night.events()[-1]["at"]
    night.done("mark", "dc2", "compromised", "--at", "2021-01-18T05:00")
    night.done("mark", "dc2", "restored", "--at", "2021-01-18T05:30")
    of = told(night, "--since", since)
    assert [] == [*of["up_since"], *of["lost_since"]]
    assert ["bloc", "pacs"] == [each["service"] for each in of["turns_since"]]
    assert [[False, True]] * 2 == [
        [turn["up"] for turn in each["turns"]] for each in of["turns_since"]
    ]
    lines = night.done("report", "--since", since).lines
    assert "- PACS: not up 18/01/2021 05:00 to 18/01/2021 05:30" in lines


def test_what_was_undone_since_is_no_longer_up_and_came_not_up_between(
    night: CommandLine,
) -> None:
    night.done("mark", "dc1", "ex1", "restored", "--at", "2021-01-18T05:00")
    since = night.events()[-1]["at"]
    night.done("undo", "--yes")
    of = told(night, "--since", since)
    assert (["mail"], []) == (of["lost_since"], of["turns_since"])


def test_a_moment_before_the_incident_tells_all_that_came_up(night: CommandLine) -> None:
    of = told(night, "--since", "2021-01-17T20:00")
    assert ["bloc", "pacs"] == of["up_since"]


def test_the_wards_are_told_what_to_do_until_then_and_whom_to_ring(night: CommandLine) -> None:
    night.done("mark", "dc2", "compromised")
    page = " ".join(night.done("report", "--for", "wards").lines)
    page = re.sub(r" +", " ", page)
    assert "- Bloc IMC: not up since " in page
    assert "Until then: dossier papier. dr a, 4711 signs it off" in page
    assert "- Messagerie: not up since 17/01/2021 20:46 (detected); expected " in page
    bloc = next(one for one in told(night)["next"] if one["service"] == "bloc")
    assert ("dossier papier", "dr a", "4711") == (bloc["fallback"], bloc["signs"], bloc["phone"])


def test_the_direction_is_told_in_a_minute(night: CommandLine) -> None:
    text = night.done("report").out
    assert len(text.split()) <= 150
    assert "2 of 3 services that were down are up again; up: vital 1 of 1; limited: 1." in text
    assert "Servers: 3 of 5 hit are back; 1 not looked at yet" in text
    assert "- Messagerie: no disk; until " in text


@pytest.mark.parametrize("code", ["en", "fr"])
def test_after_a_night_of_all_kinds_the_direction_is_told_in_150_words(
    here: CommandLine, code: str
) -> None:
    shipped = Path(__file__).parent.parent.parent / "inventory.toml"
    shutil.copy(shipped, here.plan)
    plan = tomllib.loads(here.plan.read_text(encoding="utf-8"))["servers"]
    hit = [name for name, part in plan.items() if part.get("state") == "compromised"]
    here.done("mark", *hit, "restored", "--yes", "--reason", "night")
    here.done("mark", *hit[:3], "compromised", "--yes", "--reason", "again")
    here.done("mark", *hit[:2], "restored", "--yes", "--reason", "anew")
    for server in hit[3:6]:
        here.done(
            "mark", server, "blocked", "--reason", "the disks are late", "--until", "3h", "--yes"
        )
    text = here.done("report", "--since", "2h", "--operator", "oncall-1", "--lang", code).out
    assert "DRILL" in text or "EXERCICE" in text
    assert 80 < len([word for word in text.split() if word not in ":;?!-»«·"]) <= 150, text


def test_the_direction_hears_of_the_worst_of_the_most_urgent_tier_what_nobody_can_say_first(
    here: CommandLine,
) -> None:
    here.plan.write_bytes((Path(__file__).parents[2] / "inventory.toml").read_bytes())
    text = here.done("report").out
    assert "The worst of tier 1\n- " in text
    worst = told(here)["worst"]
    plan = tomllib.loads(here.plan.read_text(encoding="utf-8"))["services"]
    assert {1} == {plan[service]["tier"] for service in worst}
    (line,) = text.split("The worst of tier 1\n- ")[1].split("\n\n")[0].split("\n- ")
    assert line.startswith(plan[worst[0]]["name"])
    assert " late" in line
    here.done("mark", "sql-lis1", "blocked", "--reason", "no disk", "--yes")
    assert "laboratoire" == told(here)["worst"][0]
    assert "- Laboratoire: waits for sql-lis1, which is blocked" in here.done("report").out


def test_the_direction_hears_what_else_is_blocked_what_is_pinned_and_what_sank(
    here: CommandLine,
) -> None:
    names = ("Theatre", "Laboratory", "Mail", "Pay")
    services = "".join(
        f'[services.{name.lower()}]\nname = "{name}"\ntier = 2\nneeds = ["{name.lower()}1", "web1"]\n'
        for name in names
    )
    servers = "".join(
        f'{name} = {{ site = "hq", role = "x", restore = "2h", state = "compromised" }}\n'
        for name in ("theatre1", "laboratory1", "mail1", "pay1", "web1")
    )
    here.plan.write_text(
        'schema = 1\n[incident]\nname = "x"\ndetected = 2021-01-17T19:46:00Z\n'
        'timezone = "Europe/Brussels"\n[policy]\nevidence_first = false\n'
        f'[sites]\nhq = {{ name = "HQ" }}\n{services}[servers]\n{servers}',
        encoding="utf-8",
    )
    here.done("mark", "pay1", "restored", "--yes")
    assert "partial" == here.done("show", "pay", "--json").json["status"]
    since = here.events()[-1]["at"]
    here.done("mark", "pay1", "compromised", "--yes", "--reason", "again")
    for name in names[:3]:
        here.done("mark", f"{name.lower()}1", "blocked", "--reason", "no disk", "--yes")
        here.done("pin", name.lower(), "--reason", "they asked", "--yes")
    assert ["pay"] == told(here, "--since", since)["sank_since"]
    text = here.done("report", "--since", since).out
    assert "- no longer even partial: Pay\n" in text
    assert "\nBlocked: 3\n- " in text
    assert "\n- also: " in text
    assert "\nPut first by pins: 3\n- Theatre, Laboratory and 1 more\n" in text


def test_a_time_that_has_passed_is_not_told_as_one_to_come(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 9, tzinfo=UTC))
    here.done("mark", "dc1", "blocked", "--reason", "no disk", "--until", "11:00", "--yes")
    assert ": no disk; until 11:00" in here.done("report").out
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 11, tzinfo=UTC))
    assert ": no disk; due 11:00, passed" in here.done("report").out


def test_services_that_turned_are_named_in_brief_where_they_are_not_up(here: CommandLine) -> None:
    for state in ("restored", "compromised", "restored", "compromised"):
        here.done("mark", "ex1", "dc1", state, "--yes")
    lines = here.done("report", "--since", "1h").lines
    assert any(
        re.fullmatch(r"- Messagerie: came and went, not up since \d\d:\d\d", x) for x in lines
    )
    here.done("mark", "ex1", "dc1", "restored", "--yes")
    lines = here.done("report", "--since", "1h").lines
    assert any(re.fullmatch(r"- Messagerie: came and went, up since \d\d:\d\d", x) for x in lines)
    for state in ("restored", "compromised", "restored"):
        here.done("mark", "san1", "dc2", "sql1", state, "--yes")
    lines = here.done("report", "--since", "1h").lines
    assert "- 3 services came and went between, and are up now." in lines


def test_the_direction_of_a_whole_hospital_has_all_by_tier_on_paper(here: CommandLine) -> None:
    here.plan.write_bytes((Path(__file__).parents[2] / "inventory.toml").read_bytes())
    for server in ("dc1", "sql-adt1", "pacs-arch1", "anes-nd1", "bloc-nd1", "anes-un1"):
        here.done("step", server, "image", "--skip", "no disk")
        here.done("mark", server, "restored", "--yes")
    page = here.done("report", "--format", "html").out
    rows = {
        name[:1]: [int(cell) for cell in re.findall(r"<td>(\d+)</td>", cells)]
        for name, cells in re.findall(r'<tr><th scope="row">(\d [^<]*)</th>(.*?)</tr>', page)
    }
    assert {
        str(share["tier"]): [
            *(share[key] for key in ("services", "up", "up_limited", "up_suspect")),
            share["partial"] + share["down"],
            share["partial"],
        ]
        for share in told(here)["tiers"]
    } == rows


def test_the_direction_and_the_wards_hear_what_is_limited_and_what_is_not_up(
    here: CommandLine,
) -> None:
    here.done("mark", "san1", "sql1", "dc2", "restored")
    limited = [
        each["service"]
        for each in here.done("services", "--json").json["services"]
        if each["status"] == "limited"
    ]
    assert limited
    assert f"; limited: {len(limited)}." in here.done("report").out
    wards = here.done("report", "--for", "wards").out
    assert f"({len(limited)} limited)" in wards
    assert "in part" not in wards
    assert "not up since" in wards


def test_technical_people_are_told_what_is_to_be_done_and_what_was_left_out(
    night: CommandLine,
) -> None:
    night.done("take", "dc1")
    text = night.done("report", "--for", "technical").out
    assert "In hand: 1\n- dc1: dba, since " in text
    assert "Blocked: 1\n- ex1: no disk" in text
    assert "Restored or clean, not verified: 3" in text


def test_it_is_said_why_one_service_comes_before_another_of_its_tier(here: CommandLine) -> None:
    here.plan.write_text(
        here.plan.read_text(encoding="utf-8").replace(
            "[servers]",
            '[services.labo]\nname = "Labo"\ntier = 1\nweight = 1\nneeds = ["dc1"]\n[servers]',
        ),
        encoding="utf-8",
    )
    (why,) = (one["why"] for one in told(here)["next"] if one["service"] == "bloc")
    assert why.startswith("Before Labo: ")
    assert "weight 9 against 1 in the plan" in why
    page = here.done("report", "--format", "markdown").out
    assert "## Why this before that\n\n- Bloc IMC: Before Labo: " in page


def test_fewer_servers_to_go_are_told_beside_weight_and_work(here: CommandLine) -> None:
    here.plan.write_text(
        here.plan.read_text(encoding="utf-8").replace(
            "[servers]",
            '[services.labo]\nname = "Labo"\ntier = 4\nweight = 9\nneeds = ["dc1"]\n[servers]',
        ),
        encoding="utf-8",
    )
    of = {one["service"]: one for one in told(here)["next"]}
    missing = {
        one["service"]: one["missing"] for one in here.done("services", "--json").json["services"]
    }
    assert {name: len(missing[name]) for name in of} == {n: one["to_go"] for n, one in of.items()}
    assert (1, 2) == (of["labo"]["to_go"], of["mail"]["to_go"])
    text = " ".join(here.done("report", "--format", "markdown").out.split())
    assert "Labo: Before Messagerie: weight 9 against 1 in the plan" in text
    assert "1 server to go against 2." in text


def test_what_was_entered_afterwards_is_told_with_when_it_was_done(here: CommandLine) -> None:
    here.done("mark", "san1", "sql1", "dc1", "dc2", "ex1", "restored", "--at", "2021-01-18T01:10")
    words = ("--by", "Dr Martin", "--tried", "sent one", "--at", "2021-01-18T01:20")
    here.done("accept", "mail", *words)
    assert "Signed off by Dr Martin at 18/01/2021 01:20" in here.done("show", "mail").out
    here.done("mark", "dc1", "compromised", "--yes", "--at", "2021-01-18T01:30")
    wards = " ".join(here.done("report", "--for", "wards").out.split())
    assert "Infected again since 18/01/2021 01:30: 1 server" in wards
    here.done("mark", "dc1", "restored")
    handover = " ".join(here.done("handover").out.split())
    assert "Dr Martin signed it off at 18/01/2021 01:20" in handover


def test_of_a_moment_before_the_first_entry_nobody_is_said_not_to_have_acted(
    here: CommandLine,
) -> None:
    here.done("mark", "san1", "restored", "--at", "2021-01-18T02:10")
    for verb in ("report", "handover"):
        lines = here.done(verb, "--at", "2021-01-18T03:00").lines
        assert "Nothing had been recorded by then: there is no head code." == lines[-1]
        assert not [line for line in lines if "obody" in line or "othing was done" in line]
    told = " ".join(lines)
    assert ": nothing was recorded by 03:00" in told
    assert "- Nothing is recorded as done." in lines


@pytest.mark.parametrize("audience", ["direction", "wards", "technical", "authorities", "press"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_page_fits_80_columns_and_ends_with_who_made_it_if_not_for_the_press_and_the_head_code(
    night: CommandLine, audience: str, language: str
) -> None:
    words = ["report", "--for", audience, "--lang", language]
    lines = night.done(*words).lines
    assert all(cell_len(line) <= 80 for line in lines)
    assert told(night)["head"] in lines[-1]
    assert (audience != "press") == ("dba" in lines[-2])
    assert audience != "press" or not any("dba" in line for line in lines)
    marked = night.done(*words, "--format", "markdown").lines
    assert marked[0].startswith("# ")
    assert any(line.startswith("## ") for line in marked)


def test_a_drill_says_so_first_and_last(here: CommandLine) -> None:
    plan = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(plan.replace("[incident]\n", "[incident]\ndrill = true\n"))
    lines = here.done("report", "--for", "wards").lines
    assert lines[0].startswith("DRILL · ")
    assert lines[-3].startswith("DRILL: an exercise.")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--for", "police"], 2, '--for does not take "police". It takes direction, wards,'),
        (["--for", "ward"], 2, 'Did you mean "wards"?'),
        (["--format", "pdf"], 2, '--format does not take "pdf".'),
        (["--since", "soon"], 1, '"soon" is not a time.'),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_sentence(
    here: CommandLine, words: list[str], code: int, said: str
) -> None:
    answer = here.typed("report", *words)
    assert (code, "") == (answer.code, answer.out)
    assert said in answer.err


def drawn(here: CommandLine) -> list[list[tuple[float, float]]]:
    """The corners of each line of the picture over time."""
    svg = here.done("report", "--format", "html").out
    return [
        [(float(x), float(y)) for x, y in (pair.split(",") for pair in points.split())]
        for points in re.findall(r'points="([^"]*)"', svg)
    ]


def test_the_picture_over_time_has_what_was_back_and_up_as_the_events_say(
    here: CommandLine,
) -> None:
    began = datetime.now(UTC) - timedelta(hours=10)
    here.plan.write_text(
        here.plan.read_text(encoding="utf-8").replace(
            "2021-01-17T20:46:00+01:00", began.isoformat(timespec="seconds")
        ),
        encoding="utf-8",
    )
    here.done("mark", "san1", "restored", "--at", "8h")
    here.done("mark", "dc2", "restored", "--at", "7h")
    here.done("mark", "dc1", "restored", "--at", "6h")
    here.done("undo")
    here.done("mark", "sql1", "restored", "--at", "4h")
    here.done("mark", "dc2", "compromised", "--at", "1h", "--yes")
    events = here.events()
    acts = sorted(
        (
            (datetime.fromisoformat(event["data"].get("done_at") or event["at"]), event)
            for event in events
            if event["subject"] != "dc1" and "after" in event["data"]
        ),
        key=lambda act: act[0],
    )
    back, up = drawn(here)
    of = told(here)
    whole = datetime.fromisoformat(of["at"]) - began
    foot, most = max(y for _, y in back), max(of["hit"], of["services"])
    state = dict[str, str]()
    assert 4 == len(acts)
    for (at, event), (later, _) in pairwise([*acts, (began + whole, {})]):
        state[event["subject"]] = event["data"]["after"]["work"]
        x = 34 + 590 * ((at + (later - at) / 2 - began) / whole)
        height = [y for left, y in back if left <= x][-1]
        counted = [*state.values()].count("restored")
        assert counted == round((foot - height) / 150 * most)
    assert of["back"] == round((foot - back[-1][1]) / 150 * most) == 2
    assert of["up"] == round((foot - up[-1][1]) / 150 * most)


def test_a_file_whose_ending_no_page_is_written_in_is_refused_unless_the_format_is_named(
    here: CommandLine,
) -> None:
    file = here.plan.parent / "page.pdf"
    answer = here.typed("report", "--output", str(file))
    assert 2 == answer.code
    assert "no page is written as .pdf, but as .txt, .md or .html" in answer.err
    assert not file.exists()
    here.done("report", "--output", str(file), "--format", "text")
    assert file.exists()


def test_every_page_says_that_the_recovery_was_closed_until_it_goes_on(here: CommandLine) -> None:
    """Nothing "runs for 3 h" behind its end, whoever reads of it."""
    here.done("close", "--reason", "over", *every_exception(here), "--yes")
    pages = [("report", "--for", whose) for whose in ("direction", "wards", "technical")]
    for page in [*pages, ("report", "--for", "authorities"), ("handover",)]:
        told = here.done(*page).out
        assert ("The recovery was closed " in told, "Running for" in told) == (True, False), page
    here.done("reopen", "--reason", "not yet", "--yes")
    for page in [*pages, ("handover",)]:
        assert "was closed" not in here.done(*page).out, page
    assert "Running for" in here.done(*pages[0]).out


def every_exception(here: CommandLine) -> list[str]:
    left = here.done("close", "--list", "--json").json["left_to_close"]
    return [word for one in left for word in ("--exception", f"{one['id']}=closed")]


def test_the_direction_hears_of_which_day_a_promise_is_and_of_each_that_is_late(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 15, 30, tzinfo=UTC))
    here.done("mark", "san1", "blocked", "--reason", "no disk", "--until", "2021-01-19T15:00")
    here.done("promise", "bloc", "open", "--by", "2021-01-19T12:00")
    page = " ".join(here.done("report", "--for", "direction").out.split())
    assert "promised Tue 12:00, " in page and "until Tue 15:00" in page
    for subject in ("pacs", "mail"):
        here.done("promise", subject, "open", "--by", "2021-01-18T16:35")
    page = " ".join(here.done("report", "--for", "direction").out.split())
    assert "Later than promised: 3" in page and "also later: " in page
    stop_the_clock(monkeypatch, datetime(2021, 1, 19, 9, 0, tzinfo=UTC))
    page = " ".join(here.done("report", "--for", "direction").out.split())
    assert "until 15:00" in page
