"""`show`, `services`, `log` and `check`: what is known, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from cli.command_line import CommandLine


def test_the_page_of_a_server_says_everything_that_is_known(here: CommandLine) -> None:
    here.done("step", "sql1", "image", "--result", "ok")
    here.done("note", "sql1", "disque lent")
    here.done("take", "sql1")
    lines = here.done("show", "sql1").lines
    assert "sql1 · Base du PACS · IMC · restoring by dba" == lines[0]
    facts = dict(line.split(":", 1) for line in lines[1 : lines.index("")])
    assert {
        "Queue": "3 of 6",
        "Services": "Bloc IMC and PACS",
        "Estimate": "1 h to 6 h, likely 2 h",
        "Needs": "san1 (compromised)",
        "Needed by": "app1",
        "System": "Windows Server 2016",
        "Address": "10.0.3.7",
        "Backup": "bande 14",
        "Contact": "garde 4711",
        "Notes": "baie B4",
    }.items() <= {name: value.strip() for name, value in facts.items()}.items()
    rest = [line.strip() for line in lines[lines.index("") :]]
    assert rest[1] == "Runbook db"
    assert rest[2].startswith("1. isolate: open. Take it off the network")
    assert any(line.startswith("2. image: done, dba ") and line.endswith("(ok)") for line in rest)
    assert any(line.endswith("dba: disque lent") for line in rest)
    assert any("dba: sql1 taken  (" in line for line in rest)


def test_the_page_of_a_service_says_what_reopens_it(here: CommandLine) -> None:
    lines = here.done("show", "bloc").lines
    assert "Bloc IMC · bloc · IMC · down" == lines[0]
    assert "What reopens it: san1 (compromised), dc2 (compromised) and sql1 (compromised)" in lines
    assert any(
        line.startswith("RTO:") and line.endswith("1 d 12 h after detection, by the plan")
        for line in lines
    )
    assert any(line.startswith("Meanwhile:") and line.endswith("dossier papier") for line in lines)
    assert any(line.startswith("Wishes:") and line.endswith("Messagerie (down)") for line in lines)


def test_a_server_that_works_says_so(here: CommandLine) -> None:
    here.done("mark", "san1", "restored")
    left = "It works: nothing is left to do here but for somebody else to verify it."
    assert any(left in line for line in here.done("show", "san1").lines)
    assert here.done("show", "san1", "--json").json["entry"] is None
    here.done("mark", "san1", "verified", "--operator", "lead")
    assert any(
        "It works: nothing is left to do here." in line for line in here.done("show", "san1").lines
    )


def test_a_server_that_works_says_which_steps_of_its_runbook_are_open(here: CommandLine) -> None:
    here.done("step", "sql1", "isolate")
    here.done("mark", "san1", "restored", "--yes")
    here.done("mark", "dc2", "restored", "--yes")
    here.done("mark", "sql1", "restored", "--yes")
    out = here.done("show", "sql1").out
    assert "nothing is left to do here" not in out
    assert "steps of its runbook are open (" in out
    assert "somebody else is still to verify it." in out
    french = here.done("show", "sql1", "--lang", "fr").out.replace("\xa0", " ")
    assert "étapes sur " in french
    assert "il ne reste" not in french


def test_an_id_that_only_the_journal_knows_shows_its_history(here: CommandLine) -> None:
    here.done("note", "old", "vide")
    here.plan.write_text(
        "".join(
            line for line in here.plan.read_text().splitlines(True) if not line.startswith("old")
        )
    )
    text = here.done("show", "old").out
    assert "not in this plan" in text
    assert "dba: vide" in text
    assert (None, False) == (
        here.done("show", "old", "--json").json["kind"],
        here.done("show", "old", "--json").json["in_plan"],
    )


def test_an_unknown_id_is_refused_with_the_nearest_one(here: CommandLine) -> None:
    answer = here.typed("show", "sql7")
    assert (1, 'There is no server or service "sql7" in the plan. Did you mean "sql1"?\n') == (
        answer.code,
        answer.err,
    )


def test_services_are_listed_by_tier_with_what_is_missing(here: CommandLine) -> None:
    lines = here.done("services").lines
    assert [line.split()[0] for line in lines[1:]] == ["service", "bloc", "pacs", "mail"]
    assert lines[2].endswith("3 missing, first san1")
    assert here.done("services", "--missing").lines[2].endswith("san1, dc2 and sql1")


def test_missing_leaves_out_what_is_up_and_a_site_keeps_what_serves_all(here: CommandLine) -> None:
    here.done("mark", "dc1", "ex1", "restored")
    assert ["bloc", "pacs"] == [
        s["service"] for s in here.done("services", "--missing", "--json").json["services"]
    ]
    assert ["mail"] == [
        s["service"] for s in here.done("services", "--site", "union", "--json").json["services"]
    ]


def test_a_service_as_json_has_every_field(here: CommandLine) -> None:
    here.done("mark", "dc1", "ex1", "restored")
    here.done("mark", "san1", "retired")
    bloc, _, mail = here.done("services", "--json").json["services"]
    assert {
        "service": "bloc",
        "site": "imc",
        "tier": 1,
        "usual_tier": 1,
        "tier_reason": None,
        "tier_until": None,
        "weight": 9,
        "wished_by": [],
        "groups": [],
        "serves": ["imc"],
        "status": "down",
        "since": None,
        "suspect_since": None,
        "course": [
            {
                "status": "down",
                "since": "2021-01-17T19:46:00.000Z",
                "until": None,
                "by_plan": True,
            }
        ],
        "without": [],
        "suspect": [],
        "overrides": [],
        "stands_on": [],
        "reserves": [],
        "fell": True,
        "blocked": [],
        "sign_off": None,
        "missing": ["san1", "sql1"],
        "conditions": [],
        "first": None,
        "forecast": None,
        "forecast_reason": "cannot come back",
    } == {key: value for key, value in bloc.items() if key != "outages"} | {
        "missing": sorted(bloc["missing"])
    }
    (outage,) = bloc["outages"]
    assert ("2021-01-17T19:46:00.000Z", None, True) == (
        outage["since"],
        outage["until"],
        outage["by_plan"],
    )
    assert ("up", [], "up") == (mail["status"], mail["missing"], mail["forecast_reason"])
    assert mail["since"].endswith("Z")


def test_the_log_has_one_line_for_each_event_and_no_plan_in_full(here: CommandLine) -> None:
    here.done("take", "san1")
    lines = here.done("log").lines
    assert ["a plan was taken up", "san1 taken"] == [
        lines[0].split("  ")[-1].strip()[:19],
        lines[1].split("  ")[-1].strip(),
    ]
    events = here.events()
    assert ["digest"] == list(events[0]["data"])
    assert events[0]["hash"] == events[1]["prev"]


def test_since_leaves_out_what_came_before(here: CommandLine) -> None:
    here.done("take", "san1")
    assert (
        []
        == here.done(
            "log", "--since", (datetime.now(UTC) + timedelta(microseconds=-1)).isoformat()
        ).lines
    )
    assert 2 == len(here.done("log", "--since", "2021-01-18").lines)
    assert 1 == here.typed("log", "--since", "soon").code
    assert (
        'No event begins with "deadbeef". log shows the beginning of each.\n'
        == here.typed("log", "--since", "deadbeef").err
    )


def test_a_sound_plan_gives_its_notes_and_a_summary(here: CommandLine) -> None:
    answer = here.done("check")
    assert [
        f"inventory.toml:{here.line_of('old =')}: note: servers.old: no service needs it.",
        "inventory.toml: no faults, 0 warnings, 1 note; 7 servers, 3 services and 2 sites.",
    ] == answer.lines


def test_a_bad_plan_gives_all_its_faults_on_stdout_and_exit_code_1(here: CommandLine) -> None:
    here.plan.write_text(
        here.plan.read_text()
        .replace('["san1"]', '["san9"]')
        .replace('site = "imc"', 'site = "icm"')
    )
    answer = here.typed("check")
    assert 1 == answer.code
    where = f"inventory.toml:{here.line_of('sql1 =')}: fault: servers.sql1.needs: "
    assert any(line.startswith(where) and '"san1"' in line for line in answer.lines)
    assert len(answer.lines) > 5
    found = here.typed("check", "--json")
    assert (1, False) == (found.code, found.json["ok"])
    assert len(answer.lines) - 1 == len(found.json["faults"])


def test_every_other_verb_says_all_the_faults_on_stderr(here: CommandLine) -> None:
    here.plan.write_text(here.plan.read_text().replace('["san1"]', '["san9"]'))
    for words in (["queue"], ["next", "--json"], ["mark", "san1", "clean"]):
        answer = here.typed(*words)
        assert (1, "--json" in words) == (answer.code, bool(answer.out))
        assert f"inventory.toml:{here.line_of('sql1 =')}: fault: servers.sql1.needs: " in answer.err
    assert not here.journal.exists()


@pytest.mark.parametrize("words", [["check"], ["queue"]])
def test_a_plan_that_is_not_there_is_named(here: CommandLine, words: list[str]) -> None:
    answer = here.typed("-i", "nowhere.toml", *words)
    assert 1 == answer.code
    assert "nowhere.toml: there is no plan here yet." in answer.out + answer.err


def test_check_says_when_a_state_was_edited_after_the_first_act(here: CommandLine) -> None:
    here.done("mark", "dc1", "restored")
    here.plan.write_text(
        here.plan.read_text().replace(
            'restore = "3h", state = "compromised" }\ndc2', 'restore = "3h" }\ndc2'
        )
    )
    faults = here.done("check", "--json").json["faults"]
    assert [(here.line_of("dc1 ="), "servers.dc1.state")] == [
        (f["line"], f["key"]) for f in faults if f["gravity"] == "warning"
    ]
    assert "Editing it later does nothing" in here.done("check").out
