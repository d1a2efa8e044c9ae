"""The verbs about conditions: listed for those who meet them, met with a reserve, counted, forecast,
and told in both languages."""

import io
import re
import shlex
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.command_line import CommandLine

CONDITIONS = """
[services.ward]
name = "Ward 4"
site = "union"
tier = 1
rto = "36h"
needs = ["dc1", "images", { accepted = "mail" }]
[conditions.images]
name = "Images at the bedside"
who = "radiology"
site = "union"
needs = ["mail"]
estimate = "30m"
phone = "4711"
[conditions.lab]
name = "Outside laboratory"
who = "Sud & Co"
promised = 2021-01-18T08:00:00+01:00
[conditions.paper]
name = "Paper entered: Ward 4"
who = "ward clerk"
needs = ["ward"]
"""
MET = ("--by", "Dr Ana", "--tried", "two images")


@pytest.fixture
def ward(here: CommandLine) -> CommandLine:
    here.plan.write_text(here.plan.read_text(encoding="utf-8") + CONDITIONS, encoding="utf-8")
    return here


def ids(answer: dict[str, list[dict[str, object]]]) -> list[object]:
    return [each["condition"] for each in answer["conditions"]]


def row(here: CommandLine) -> str:
    """The ward's line among the services."""
    return next(line for line in here.done("services").lines if line.startswith("ward "))


def test_a_trade_sees_what_it_can_meet_and_no_servers(ward: CommandLine) -> None:
    assert ["images"] == ids(ward.done("queue", "--for", "radiology", "--json").json)
    assert [] == ids(ward.done("queue", "--for", "radiology", "--ready", "--json").json)
    assert ["lab"] == ids(ward.done("conditions", "--for", "sud & co", "--json").json)
    ward.done("mark", "dc1", "ex1", "restored")
    answer = ward.done("queue", "--for", "radiology")
    assert "open" in answer.out
    assert "chwapi-console condition images met --by NAME --tried TEXT" in answer.lines[-1]
    assert [] == ward.done("queue", "--for", "radiology", "--json").json["entries"]
    assert "Nothing for dba matches now." in ward.done("queue", "--for", "dba").err
    refused = ward.typed("queue", "--for", "plumber")
    assert (2, True) == (refused.code, 'is called "plumber"' in refused.err)


def test_conditions_are_no_entries_of_the_queue_and_stand_beside_them(ward: CommandLine) -> None:
    answer = ward.done("queue", "--json").json
    servers = {entry["server"] for entry in answer["entries"]}
    assert servers.isdisjoint({"images", "lab", "paper"})
    assert {"images", "lab", "paper", "accepted mail"} == set(ids(answer))
    assert ward.done("next", "--json").json["entry"]["server"] in servers


def test_a_service_that_waits_for_people_alone_says_for_whom_and_misses_no_server(
    ward: CommandLine,
) -> None:
    ward.done("mark", "dc1", "ex1", "restored")
    assert row(ward).endswith("waits for: Images at the bedside and sign-off of Messagerie")
    (service,) = [
        each
        for each in ward.done("services", "--json").json["services"]
        if each["service"] == "ward"
    ]
    assert ([], ["accepted mail", "images"], "partial") == (
        service["missing"],
        sorted(service["conditions"]),
        service["status"],
    )
    shown = ward.done("show", "ward").out
    assert "Conditions: " in shown
    assert "Images at the bedside (open)" in shown


def test_a_ward_is_signed_off_area_by_area_with_a_reserve_and_its_paper_is_entered(
    ward: CommandLine,
) -> None:
    ward.done("mark", "dc1", "ex1", "restored")
    ward.done("accept", "mail", "--by", "Dr Bo", "--tried", "a letter")
    met = ward.done("condition", "images", "met", *MET, "--reserve", "one room", "--until", "4h")
    assert (
        "Images at the bedside met by Dr Ana with reserve: one room (tried: two images)"
        in met.lines[0]
    )
    assert "Ward 4 is up." in met.lines
    assert "Can be met now: Paper entered: Ward 4 (ward clerk)." in met.lines
    assert "* reserve" in row(ward)
    shown = ward.done("show", "ward").out
    assert "It stands on Images at the bedside, met by Dr Ana with reserve until" in shown
    ward.done("condition", "paper", "met", "--by", "Zoe Clerk", "--tried", "all sheets")
    assert "met by Zoe Clerk" in ward.done("show", "paper").lines[0]
    assert ward.done("undo").lines[0].startswith("Paper entered: Ward 4 open (undo)")


def test_what_a_reserve_that_ends_takes_down_is_told_on_each_page_that_looks_ahead(
    ward: CommandLine,
) -> None:
    ward.done("mark", "dc1", "ex1", "restored")
    ward.done("accept", "mail", "--by", "Dr Bo", "--tried", "a letter")
    ward.done("condition", "images", "met", *MET, "--reserve", "one room", "--until", "4h")
    changes = ward.done("queue", "--at", "5h").out
    assert "the reserve of Images at the bedside ends, and then Ward 4 is no longer up." in changes
    ends = ", when the reserve of Images at the bedside ends"
    told = ward.done("forecast", "ward", "--by", "5h")
    assert re.search(rf"Ward 4: up until \w+ [\d:]+{ends}\.", told.out)
    assert ward.done("forecast", "ward", "--by", "5h", "--json").json["by"]["share"] is None
    assert ends not in ward.done("forecast", "ward", "--by", "3h").out
    assert 1.0 == ward.done("forecast", "ward", "--by", "3h", "--json").json["by"]["share"]
    for reader in ("wards", "direction"):
        page = " ".join(ward.done("report", "--for", reader).out.split())
        assert ends in page, reader


def test_of_many_changes_the_turns_of_crews_are_left_out_first(ward: CommandLine) -> None:
    crews = "".join(f'[crews.c{n}]\nhours = "0{n}:00-1{n}:00"\n' for n in range(8))
    ward.plan.write_text(ward.plan.read_text(encoding="utf-8") + crews, encoding="utf-8")
    ward.done("mark", "dc1", "blocked", "--reason", "a part", "--until", "in 23 hours")
    told = ward.done("queue", "--at", "in 24 hours").lines
    assert any("dc1, which is blocked, is to be asked about" in line for line in told)
    assert "… and 5 more." in told


def test_what_a_supposition_brings_up_at_once_is_not_what_nobody_can_foresee(
    ward: CommandLine,
) -> None:
    ward.done("mark", "dc1", "ex1", "restored")
    ward.done("accept", "mail", "--by", "Dr Bo", "--tried", "a letter")
    told = ward.done("queue", "--suppose", "ward without images").lines
    assert "Then: Ward 4 is up." in told
    assert "It moves no other service." in told
    assert not any("nobody can say when" in line for line in told)
    asked = ward.done("queue", "--suppose", "ward without images", "--json").json
    assert [] == asked["no_time_any_more"]


def test_several_conditions_are_said_at_once_and_from_stdin(
    ward: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward.done("condition", "images", "lab", "awaited", "--from", "the firm")
    states = {each["condition"]: each["state"] for each in conditions(ward)}
    assert ("awaited", "awaited") == (states["images"], states["lab"])
    names = io.TextIOWrapper(io.BytesIO(b"images # radiology\nlab\n"))
    monkeypatch.setattr(sys, "stdin", names)
    answer = ward.typed("condition", "-", "lost", "--reason", "bankrupt", "--yes")
    assert 0 == answer.code
    states = {each["condition"]: each["state"] for each in conditions(ward)}
    assert ("lost", "lost") == (states["images"], states["lab"])
    assert row(ward).endswith("cannot come back")
    assert "cannot come back: Images at the bedside is lost" in ward.done("forecast", "ward").out


def test_what_a_lost_condition_keeps_from_coming_back_is_told_wherever_one_looks(
    ward: CommandLine,
) -> None:
    text = ward.plan.read_text(encoding="utf-8")
    viewer = """
[servers.viewer]
site = "union"
role = "Viewer"
needs = ["images"]
[services.reading]
name = "Reading room"
tier = 2
needs = ["viewer"]
"""
    ward.plan.write_text(text + viewer, encoding="utf-8")
    ward.done("condition", "images", "lost", "--reason", "bankrupt", "--yes")
    lost = "Cannot come back: Images at the bedside is lost."
    for words in (("show", "ward"), ("show", "viewer"), ("forecast", "--why", "ward")):
        assert lost in ward.done(*words).out
    assert lost in " ".join(ward.done("queue", "--why").out.split())
    (entry,) = (
        entry
        for entry in ward.done("queue", "--json").json["entries"]
        if entry["server"] == "viewer"
    )
    assert lost in entry["why"]
    assert "condition images open --reason" in ward.done("show", "reading").out


def conditions(here: CommandLine) -> list[dict[str, object]]:
    return here.done("conditions", "--json").json["conditions"]  # type: ignore[no-any-return]


def test_a_word_that_is_no_state_offers_those_there_are_in_both_languages(
    ward: CommandLine,
) -> None:
    answer = ward.typed("condition", "images", "done")
    assert 2 == answer.code
    assert 'condition does not take "done". It takes met, awaited, lost, open or' in answer.err
    ward.done("mark", "dc1", "ex1", "restored")
    for word in ("attendue", "Attendu", "AWAITED"):
        answer = ward.typed("condition", "lab", word, "--from", "la firme", "--lang", "fr")
        assert (0, True) == (
            answer.code,
            "attendue de la firme" in ward.done("conditions", "--lang", "fr").out,
        )
    assert 1 == ward.typed("condition", "images", "avec réserve", *MET, "--lang", "fr").code
    answer = ward.done(
        "condition",
        "images",
        "avec réserve",
        *MET,
        "--reserve",
        "salle 1",
        "--until",
        "4h",
        "--lang",
        "fr",
    )
    assert "avec réserve\N{NO-BREAK SPACE}: salle 1" in answer.out
    ward.done("condition", "images", "rempli", *MET, "--lang", "fr")
    assert "remplie par Dr Ana" in ward.done("show", "images", "--lang", "fr").out


def test_an_override_is_needed_before_needs_work_and_is_shown(ward: CommandLine) -> None:
    refused = ward.typed("condition", "images", "met", *MET)
    assert 3 == refused.code
    assert "--override condition.needs=REASON" in refused.err
    ward.done("condition", "images", "met", *MET, "--override", "condition.needs=seen elsewhere")
    shown = ward.done("show", "images").out
    assert "Override of condition.needs by dba" in shown
    (images,) = [each for each in conditions(ward) if each["condition"] == "images"]
    assert ["condition.needs"] == [each["rule"] for each in images["overrides"]]  # type: ignore[attr-defined]


def test_the_policy_of_the_plan_can_make_it_a_question(ward: CommandLine) -> None:
    asks = '[policy.rules]\n"condition.needs" = "ask"\n'
    text = ward.plan.read_text(encoding="utf-8").replace("[policy.rules]\n", asks)
    ward.plan.write_text(text, encoding="utf-8")
    assert 3 == ward.typed("condition", "images", "met", *MET).code
    ward.done("condition", "images", "met", *MET, "--yes")


def test_an_open_condition_takes_its_estimate_after_its_needs_and_a_promise_begins_at_its_date(
    ward: CommandLine,
) -> None:
    of = {s["service"]: s for s in ward.done("forecast", "--json").json["services"]}
    mail, waiting = of["mail"]["forecast"], of["ward"]["forecast"]
    assert mail["p50"] < waiting["p50"]
    promised = (datetime.now(UTC) + timedelta(days=2)).replace(microsecond=0).isoformat()
    text = ward.plan.read_text(encoding="utf-8").replace("2021-01-18T08:00:00+01:00", promised)
    ward.plan.write_text(
        text.replace('"dc1", "images"', '"dc1", "images", "lab"'), encoding="utf-8"
    )
    (late,) = ward.done("forecast", "ward", "--json").json["services"]
    assert late["forecast"]["p50"] >= promised.replace("+00:00", "Z")


def test_nobody_can_say_when_what_has_no_estimate_or_whose_time_has_passed(
    ward: CommandLine,
) -> None:
    text = ward.plan.read_text(encoding="utf-8")
    ward.plan.write_text(
        text.replace('"dc1", "images"', '"dc1", "images", "lab"'), encoding="utf-8"
    )
    why = "waits for Outside laboratory, whose time has passed"
    assert why in ward.done("forecast", "ward").out
    ward.plan.write_text(
        text.replace('"dc1", "images"', '"dc1", "images", "lab"').replace(
            "promised = 2021-01-18T08:00:00+01:00", ""
        ),
        encoding="utf-8",
    )
    why = "waits for Outside laboratory, and nobody said how long that takes"
    assert why in ward.done("forecast", "ward").out


def test_the_recovery_does_not_end_before_conditions_are_met_or_named(ward: CommandLine) -> None:
    left = ward.done("progress", "--json").json["left_to_close"]
    assert {"images", "lab", "paper"} <= {one["id"] for one in left}


def test_a_plan_without_conditions_lists_none_and_names_none(here: CommandLine) -> None:
    assert {"schema": 1, "conditions": []} == here.done("conditions", "--json").json
    assert "The plan has no conditions." in here.done("conditions").err
    answer = here.typed("condition", "images", "met", *MET)
    assert (1, True) == (answer.code, 'no condition "images"' in answer.err)


def test_check_says_what_is_odd_about_conditions(here: CommandLine) -> None:
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(
        text
        + '[services.ward]\nname = "W"\ntier = 1\nneeds = [{ accepted = "nowhere" }, "imges"]\n'
        + '[conditions.images]\nname = "I"\nneeds = ["paper"]\n'
        + '[conditions.paper]\nname = " "\nwho = "x"\nneeds = ["images"]\n[conditions.dc1]\nname = "x"\n',
        encoding="utf-8",
    )
    told = here.typed("check").out
    for words in (
        'services.ward.needs: there is no service "nowhere"',
        'there is no server, service or condition "imges". Did you mean "images"?',
        "conditions.images: nobody is named for it",
        "conditions.paper.name: say what must be true.",
        "conditions.dc1: a server has this id too.",
    ):
        assert words in told, told
    here.plan.write_text(
        text
        + '[services.ward]\nname = "W"\ntier = 1\nneeds = [{ accepted = "ward" }]\n'
        + '[services.a]\nname = "A"\ntier = 1\nneeds = ["c"]\n'
        + '[conditions.c]\nname = "C"\nwho = "x"\nneeds = [{ accepted = "a" }]\n',
        encoding="utf-8",
    )
    assert "it needs itself" in here.typed("check").out
    here.plan.write_text(
        here.plan.read_text(encoding="utf-8").replace('accepted = "ward"', 'accepted = "a"'),
        encoding="utf-8",
    )
    assert "a cycle that nothing can break" in here.typed("check").out


@pytest.mark.parametrize(
    "need",
    [
        "{ accepted = 5 }",
        '{ accepted = "mail", at_least = 2 }',
        '{ accepted = "" }',
        '"accepted mail"',
    ],
)
def test_a_need_for_a_sign_off_that_is_none_is_told_what_one_is(
    here: CommandLine, need: str
) -> None:
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(
        f'{text}[services.ward]\nname = "W"\ntier = 1\nneeds = [{need}]\n', encoding="utf-8"
    )
    answer = here.typed("check")
    assert (1, True) == (answer.code, 'as in { accepted = "pacs" }' in answer.out)


def test_needs_names_conditions_too(ward: CommandLine) -> None:
    ward.done("needs", "bloc", "lab")
    assert '"lab"' in ward.plan.read_text(encoding="utf-8")
    ward.done("needs", "lab", "dc2")
    assert [["dc2"]] == ward.done("needs", "lab", "dc1", "--json").json["needs"][:1]
    assert ["lab"] == [
        each["id"]
        for group in ward.done("show", "bloc", "--json").json["needs"]
        for each in group
        if each["id"] == "lab"
    ]


def test_the_log_and_the_evidence_have_what_was_said(ward: CommandLine) -> None:
    ward.done("condition", "lab", "awaited", "--from", "the firm", "--until", "4h")
    event = ward.events()[-1]
    assert ("condition.said", "the firm") == (event["kind"], event["data"]["after"]["source"])
    assert "Outside laboratory awaited from the firm" in ward.done("log").lines[-1]


PAGE = Path(__file__).parents[2] / "docs" / "operator" / "conditions.md"


def test_the_page_for_operators_can_be_typed_as_it_is_written(here: CommandLine) -> None:
    text = PAGE.read_text(encoding="utf-8")
    (plan,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    here.plan.write_text(here.plan.read_text(encoding="utf-8") + plan, encoding="utf-8")
    here.done("mark", "san1", "sql1", "dc1", "dc2", "ex1", "restored")
    typed = [
        line
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
    ]
    assert len(typed) > 8
    for line in typed:
        program, *words = shlex.split(line)
        assert "chwapi-console" == program
        assert 0 == here.typed(*words).code, line
    assert "met" == {each["condition"]: each["state"] for each in conditions(here)}["images-ed"]


def test_the_forecast_has_a_line_for_a_service_that_waits_for_people_alone(
    here: CommandLine,
) -> None:
    here.plan.write_text(
        'schema = 1\n[incident]\nname = "Essai"\ndetected = 2021-01-17T20:46:00+01:00\n'
        'timezone = "Europe/Brussels"\n[sites.imc]\nname = "IMC"\n[services.theatre]\nname = "Theatre"\ntier = 1\n'
        'needs = ["ok1", "room"]\n[servers.ok1]\nsite = "imc"\nrole = "x"\nstate = "clean"\n'
        '[conditions.room]\nname = "Room 1"\nwho = "theatre"\nestimate = "30m"\n',
        encoding="utf-8",
    )
    told = here.done("forecast")
    assert any(line.startswith("theatre ") for line in told.lines)
    assert "Every service is up." not in told.out + told.err
    assert ["theatre"] == [
        each["service"] for each in here.done("forecast", "--json").json["services"]
    ]
    here.done("condition", "room", "met", "--by", "Dr Ana", "--tried", "a whole case")
    assert "Every service is up." in here.done("forecast").err
