"""A night of forty acts on the plan that the program ships with: what its pages say is worked out
once more from the plan's text and the events alone, and the director hears it within a minute."""

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from cli.command_line import CommandLine, stop_the_clock
from spoken import WORDS_A_MINUTE, number_words, spoken_words

SHIPPED = Path(__file__).parents[2] / "inventory.toml"
BRUSSELS = ZoneInfo("Europe/Brussels")
FOOT = 2
"""The last lines of a page are for whoever checks it, and not read aloud."""
NO_DISK = '--override "evidence.image=no disk to keep it on" --yes'
ACTS = f"""\
550 lead note incident "the firm arrives at six"
545 lead note --hypothesis "they came by the VPN of the firm"
540 dpo aware gdpr
515 dba take dc1
490 dba step dc1 isolate
480 dba step dc1 image --skip "the disk is too large" --yes
450 dba step dc1 rebuild --yes
445 net take sql-adt1
440 lead promise bloc-imc "one theatre open" --by {{later}}
435 lead note --told director "theatre IMC at eight at the earliest"
350 dba mark dc1 restored {NO_DISK}
315 net mark sql-adt1 restored {NO_DISK}
310 net take pacs-arch1
230 net mark pacs-arch1 restored {NO_DISK}
225 lead condition images-urgences-imc met --by "dr radio" --tried "two images read"
220 dba take sql-lis1
215 eve mark anes-nd1 blocked --reason "no disk" --awaits vendor --until {{later}}
190 dba mark sql-lis1 restored {NO_DISK}
185 dba take lis-app1 lis-mw1
150 dba mark lis-app1 lis-mw1 restored {NO_DISK}
140 lead accept bloc-imc --by "dr a" --tried "a patient, an image" --yes
135 eve take bloc-nd1
120 eve mark bloc-nd1 restored {NO_DISK}
110 dba mark lis-mw1 compromised --yes
109 lead note laboratoire "the laboratory is on paper again"
100 net mark sql-urg1 restored {NO_DISK}
99 net mark urg-imc1 restored {NO_DISK}
85 lead notified gdpr-authority --ref 2026-1187
60 net take sql-bs1
55 eve note dia-app1 "a disk is on its way"
54 eve note dialyse "generators run alone"
50 eve take dia-app1
35 lead note --told press "the theatres of IMC work"
30 lead promise laboratoire "analysers again" --by {{later}}
25 net note sql-bs1 "the backup of the 16th is there"
15 dba take lis-mw1
14 eve take mat-nd1
12 eve step mat-nd1 isolate
11 net step sql-bs1 isolate
10 lead note incident "the next shift is here"
"""
AVAILABLE = ("clean", "restored", "verified")


class Night(NamedTuple):
    """Where the acts were entered, and when the incident was detected."""

    here: CommandLine
    detected: datetime


@pytest.fixture
def night(here: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Night:
    """The acts, entered from paper by their lines at six in the morning: minutes ago, who, and
    what."""
    now = (datetime.now(BRUSSELS) + timedelta(days=1)).replace(
        hour=6, minute=0, second=0, microsecond=0
    )

    stop_the_clock(monkeypatch, now)
    detected = now - timedelta(minutes=554)
    plan = SHIPPED.read_text(encoding="utf-8").replace("\ndrill = true", "\ndrill = false")
    plan = plan.replace("\nsecond_person = false", '\nsecond_person = false\nlegal = ["gdpr"]')
    plan = re.sub(r"(?m)^detected = .*$", f"detected = {detected.isoformat()}", plan)
    here.plan.write_text(plan, encoding="utf-8")
    lines = []
    for line in ACTS.splitlines():
        minutes, _, words = line.partition(" ")
        at = now - timedelta(minutes=int(minutes))
        later = (now + timedelta(hours=3)).isoformat()
        lines.append(f"{at:%d/%m/%Y %H:%M} {words.replace('{later}', later)}")
    (here.folder / "night.txt").write_text("\n".join(lines), encoding="utf-8")
    here.done("enter", "night.txt")
    return Night(here, detected)


def done_at(event: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(event["data"].get("done_at") or event["at"])


def standing_by_hand(here: CommandLine) -> dict[str, str]:
    """The state of each server and condition, from the plan's text and the events."""
    plan = tomllib.loads(here.plan.read_text(encoding="utf-8"))
    state = {name: part.get("state", "unknown") for name, part in plan["servers"].items()}
    state |= dict.fromkeys(plan["conditions"], "open")
    for event in here.events():
        after = event["data"].get("after")
        if isinstance(after, dict) and "verdict" in after:
            state[event["subject"]] = after["work"] or after["verdict"]
        elif event["subject"] in plan["conditions"]:
            state[event["subject"]] = "clean"
    return state


def works_by_hand(plan: Mapping[str, Any], state: Mapping[str, str]) -> set[str]:
    """All that works: what is available, and has all it needs."""
    needs = needs_by_hand(plan)
    up: set[str] = set()
    while more := {
        name
        for name in needs.keys() - up
        if state.get(name, "clean") in AVAILABLE
        and all(any(one in up for one in group) for group in needs[name])
    }:
        up |= more
    return up


def needs_by_hand(plan: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    return {
        name: [[need] if isinstance(need, str) else need for need in part.get("needs", [])]
        for kind in ("servers", "services", "conditions")
        for name, part in plan[kind].items()
    }


def status_by_hand(plan: Mapping[str, Any], up: set[str], service: str) -> str:
    groups = needs_by_hand(plan)[service]
    if service in up:
        return "up"
    return "partial" if any(any(one in up for one in group) for group in groups) else "down"


def test_forty_acts_are_in_the_record(night: Night) -> None:
    assert 40 == len(ACTS.splitlines())
    assert 40 == len({event["data"]["entered_line"] for event in night.here.events()[1:]})


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_director_hears_it_within_a_minute(night: Night, language: str) -> None:
    read = night.here.done("report", "--lang", language).out
    assert 90 < spoken_words(read, language) <= WORDS_A_MINUTE, read
    assert "Laboratoire" in read
    assert "Bloc opératoire Notre-Dame" in read and "no disk" in read


def test_services_are_counted_as_the_plan_and_the_events_say(night: Night) -> None:
    plan = tomllib.loads(night.here.plan.read_text(encoding="utf-8"))
    up = works_by_hand(plan, standing_by_hand(night.here))
    planned = works_by_hand(
        plan,
        {name: part.get("state", "unknown") for name, part in plan["servers"].items()}
        | dict.fromkeys(plan["conditions"], "open"),
    )
    of = night.here.done("report", "--json").json
    members = {
        **{
            f"tier {n}": [s for s, p in plan["services"].items() if p["tier"] == n]
            for n in range(1, 6)
        },
        **{
            f"site {site}": [s for s, p in plan["services"].items() if p.get("site") == site]
            for site in (*plan["sites"], None)
        },
        "all": list(plan["services"]),
    }
    told = {
        **{f"tier {share['tier']}": share for share in of["tiers"]},
        **{f"site {share['site']}": share for share in of["sites"]},
        "all": of,
    }
    assert members.keys() == told.keys()
    for name, services in members.items():
        status = [status_by_hand(plan, up, service) for service in services]
        fell = [service for service in services if service not in planned]
        assert {
            "services": len(services),
            "up": status.count("up"),
            "partial": status.count("partial"),
            "down": status.count("down"),
            "fell": len(fell),
            "up_again": sum(service in up for service in fell),
        } == {
            key: told[name][key]
            for key in ("services", "up", "partial", "down", "fell", "up_again")
        }, name
    assert 8 <= of["up"] < of["services"]


def test_servers_are_counted_as_the_events_say(night: Night) -> None:
    plan = tomllib.loads(night.here.plan.read_text(encoding="utf-8"))["servers"]
    hit = [name for name, part in plan.items() if part.get("state") == "compromised"]
    standing = standing_by_hand(night.here)
    of = night.here.done("report", "--json").json
    assert (80, len(hit)) == (len(hit), of["hit"])
    assert sum(standing[server] in AVAILABLE for server in hit) == of["back"] == 8
    assert "infected again: lis-mw1" in " ".join(night.here.done("report").lines)
    assert ["lis-mw1"] == of["found_again"]


def test_since_when_the_laboratory_was_down_is_what_the_events_say(night: Night) -> None:
    """It was down from the beginning, up with the last of its servers, and lost with one of them."""
    moments = {
        (
            event["subject"],
            event["data"]["after"]["work"] or event["data"]["after"]["verdict"],
        ): done_at(event)
        for event in night.here.events()
        if event["subject"] in ("lis-app1", "lis-mw1")
        and isinstance(event["data"].get("after"), dict)
    }
    first, second = night.here.done("show", "laboratoire", "--json").json["outages"]
    assert night.detected == datetime.fromisoformat(first["since"])
    assert moments["lis-app1", "restored"] == datetime.fromisoformat(first["until"])
    assert moments["lis-mw1", "compromised"] == datetime.fromisoformat(second["since"])
    assert second["until"] is None
    up, lost = (
        f"{moment.astimezone(BRUSSELS):%H:%M}"
        for moment in (moments["lis-app1", "restored"], moments["lis-mw1", "compromised"])
    )
    lines = night.here.done("report").lines
    assert f"- Laboratoire: up {up} to {lost}" in lines


def test_hours_at_work_are_from_act_to_act_without_long_pauses(night: Night) -> None:
    moments: dict[str, list[datetime]] = {}
    for event in night.here.events():
        if "entered_line" in event["data"]:
            moments.setdefault(event["operator"], []).append(done_at(event))
            typist = event["data"].get("entered_by", event["operator"])
            moments.setdefault(typist, []).append(datetime.fromisoformat(event["at"]))
    hour = timedelta(hours=1)
    worked = {
        name: sum(
            (b - a for a, b in pairwise(sorted(its)) if b - a <= hour),
            timedelta(),
        )
        // timedelta(minutes=1)
        for name, its in moments.items()
    }
    told = night.here.done("handover", "--since", night.detected.isoformat(), "--json").json[
        "hours"
    ]
    assert worked == {one["person"]: one["minutes"] for one in told}


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [
        (0, 1, 1),
        (14, 1, 1),
        (17, 1, 2),
        (20, 1, 1),
        (21, 2, 3),
        (46, 2, 2),
        (71, 2, 3),
        (80, 1, 2),
        (97, 2, 4),
        (100, 2, 1),
        (300, 2, 2),
        (2026, 4, 4),
    ],
)
def test_numbers_are_counted_as_they_are_said(number: int, english: int, french: int) -> None:
    assert (english, french) == (number_words(number, "en"), number_words(number, "fr"))


def test_times_codes_and_letters_are_counted_as_they_are_said() -> None:
    assert 2 == spoken_words("20:46", "en") - 1
    assert 4 == spoken_words("20:46", "fr")
    assert 13 == spoken_words("K21C-NXJZ-3PKK-3", "en")
    assert 2 == spoken_words("IMC", "fr")
