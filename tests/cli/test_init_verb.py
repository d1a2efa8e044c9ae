"""`init`: from nothing to a plan that opens, without anything written over."""

import json
import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from chwapi_console.cli.verbs.plans.hospital import numbers_kept
from chwapi_console.errors import RequestError
from chwapi_console.inventory.file.json_schema import schema_text
from chwapi_console.inventory.file.load import load
from chwapi_console.inventory.proposals.catalogue import catalogue
from cli.command_line import PATIENCE, CommandLine
from hospitals import HEAD

ROOT = Path(__file__).parents[2]


def written(of: CommandLine) -> list[str]:
    """What lies in the folder."""
    return [path.name for path in of.folder.iterdir()]


@pytest.fixture
def bare(here: CommandLine) -> CommandLine:
    """A folder without a plan."""
    here.plan.unlink()
    return here


def test_yes_writes_a_plan_with_the_whole_catalogue_that_check_lets_open(bare: CommandLine) -> None:
    answer = bare.done("init", "--yes", "--timezone", "Europe/Brussels")
    assert "a clinician must review" in answer.out
    assert len(catalogue().offers) == len(load(bare.plan).plan.services)
    assert bare.done("check").lines[-1].startswith("inventory.toml: no faults, ")
    assert schema_text() == (bare.folder / "inventory.schema.json").read_text(encoding="utf-8")


def test_what_the_options_say_stands_in_the_plan(bare: CommandLine) -> None:
    bare.done(
        "init",
        "--yes",
        "--name",
        "CHU",
        "--sites",
        "Nord, Sud d'été",
        "--detected",
        "2021-01-17T20:46",
        "--timezone",
        "Europe/Brussels",
        "--services",
        "bloc,adt",
        "--names",
        "fr",
        "--drill",
        "-i",
        "chu.toml",
    )
    plan = load(bare.folder / "chu.toml").plan
    assert ("Cyberattack CHU", "2021-01-17T20:46:00+01:00", "Europe/Brussels", True) == (
        plan.incident.name,
        plan.incident.detected.isoformat(),
        plan.incident.timezone,
        plan.incident.drill,
    )
    assert {"nord": "Nord", "sud-d-ete": "Sud d'été"} == {
        site: part.name for site, part in plan.sites.items()
    }
    assert ["bloc-nord", "bloc-sud-d-ete", "adt"] == list(plan.services)
    assert "Bloc opératoire Nord" == plan.services["bloc-nord"].name
    assert (bare.folder / "chu.schema.json").exists()


def test_crews_and_time_zone_are_asked_for_with_what_enter_keeps(bare: CommandLine) -> None:
    said = bare.answered("\n".join([*[""] * 9, *["0"] * 5, "y"]) + "\n", "init", "--lang", "en").out
    assert "Time zone of the hospital, like Europe/Brussels? [" in said
    assert "How many crews will restore servers side by side? [1]" in said
    assert "Were all servers unplugged from the network" in said
    assert load(bare.plan).plan.incident.unplugged
    assert 1 == load(bare.plan).plan.policy.crews
    assert "this host's time zone" not in said


def test_crews_and_time_zone_are_said_in_the_plan_with_what_they_mean(bare: CommandLine) -> None:
    answer = bare.done(
        "init", "--yes", "--crews", "6", "--timezone", "Europe/Brussels", "--services", "adt"
    )
    assert (
        "Forecasts count on 6 crews that restore side by side; crews in the file says so."
        in answer.lines
    )
    assert "this host's time zone" not in answer.out
    text = bare.plan.read_text(encoding="utf-8")
    assert 6 == load(bare.plan).plan.policy.crews
    assert "# crews is how many restorations can run side by side. The forecast rests on it" in text
    assert (
        "# timezone is the hospital's: every time is shown and read in it, wherever the program "
        "runs." in text
    )


def test_a_time_zone_that_nobody_gave_is_said_to_be_the_hosts(
    bare: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/Lima")
    answer = bare.done("init", "--yes", "--services", "adt")
    assert (
        "America/Lima is this host's time zone. If the hospital's is another, put it right in the "
        "file." in answer.lines
    )
    assert "Forecasts count on 1 crew that restores; crews in the file says so." in answer.lines


def test_a_fresh_plan_claims_nothing(bare: CommandLine) -> None:
    bare.done("init", "--yes", "--services", "bloc,adt,messagerie")
    assert {"down"} == {
        service["status"] for service in bare.done("services", "--json").json["services"]
    }
    assert "but 3 services wait for more to be named. See check." in bare.done("next").out
    assert "but 3 services wait for more to be named. See check." in bare.typed("queue").err
    forecast = bare.done("forecast", "--json").json["services"]
    assert ["adt", "bloc", "messagerie"] == [service["service"] for service in forecast]
    assert {"waits for servers that the plan does not name yet"} == {
        service["forecast_reason"] for service in forecast
    }
    page = bare.done("show", "adt").out
    assert "Incomplete:   servers to be named: application server and database" in page
    assert "Signs it off: head of admissions" in page


def test_a_service_comes_up_once_its_servers_are_named_and_work(bare: CommandLine) -> None:
    bare.done("init", "--yes", "--services", "telephonie")
    text = (
        bare.plan.read_text(encoding="utf-8")
        .replace('unnamed = ["telephone exchange"]', 'needs = ["pbx1"]')
        .replace("[servers]\n", '[servers]\npbx1 = { site = "hospital", role = "PABX" }\n')
    )
    bare.plan.write_text(text, encoding="utf-8")
    assert "pbx1" == bare.done("next", "--json").json["entry"]["server"]
    assert "Telephony, DECT and crash call is up." in bare.done("mark", "pbx1", "clean").lines


def test_a_plan_without_services_does_not_say_that_all_are_up(bare: CommandLine) -> None:
    bare.plan.write_text(HEAD, encoding="utf-8")
    assert "The plan has no service yet." in bare.done("forecast").err
    assert "The plan has no server yet." in bare.done("next").out


@pytest.mark.parametrize("there", ["plan", "link"])
def test_no_file_is_written_over(bare: CommandLine, there: str) -> None:
    if there == "plan":
        bare.plan.write_text("mine", encoding="utf-8")
    else:
        bare.plan.symlink_to("nowhere")
    answer = bare.typed("init", "--yes")
    assert (1, "") == (answer.code, answer.out)
    assert "inventory.toml is there already, and stays as it is." in answer.err
    assert "mv -n" in answer.err
    assert "init -i" in answer.err
    assert ["inventory.toml"] == written(bare)
    assert "plan" != there or "mine" == bare.plan.read_text(encoding="utf-8")


def test_a_schema_of_somebodys_own_is_left_alone(bare: CommandLine) -> None:
    schema = bare.folder / "inventory.schema.json"
    schema.write_text("{}", encoding="utf-8")
    bare.done("init", "--yes")
    assert "{}" == schema.read_text(encoding="utf-8")
    assert 1 == bare.typed("init", "--schema").code


def test_the_schema_alone_can_be_written_again_and_again(bare: CommandLine) -> None:
    for _ in range(2):
        assert "inventory.schema.json" in bare.done("init", "--schema").out
    assert json.loads((bare.folder / "inventory.schema.json").read_text(encoding="utf-8"))
    assert not bare.plan.exists()


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((), 3, "Nobody sits at a terminal to be asked. Say --yes"),
        (("--json",), 3, "Nobody sits at a terminal to be asked. Say --yes"),
        (
            ("--yes", "--services", "blok"),
            1,
            'There is no service "blok" in the catalogue. Did you mean "bloc"?',
        ),
        (("--yes", "--services", "zzzz"), 1, 'There is no service "zzzz" in the catalogue.'),
        (("--yes", "--timezone", "Mars"), 1, '"Mars" is not a time zone.'),
        (
            ("--yes", "--crews", "0"),
            1,
            '"0" is not a number of crews. Write a whole number from 1 to 1000',
        ),
        (("--yes", "--crews", "1001"), 1, '"1001" is not a number of crews.'),
        (("--yes", "--crews", "six"), 1, '"six" is not a number of crews.'),
        (("--yes", "--crews", "6.5"), 1, '"6.5" is not a number of crews.'),
        (("--yes", "--timezone", "/etc"), 1, '"/etc" is not a time zone.'),
        (("--yes", "--names", "de"), 1, '"de" is not a language of the catalogue. Write en or fr.'),
        (("--yes", "--sites", ","), 1, "Name one site at least."),
        (("--yes", "--sites", ""), 1, "--sites is blank."),
        (("--yes", "--name", "a\tb"), 1, "A name is one line of words."),
        (("--yes", "--detected", "2100-01-01T00:00"), 1, "has not come yet"),
        (
            ("--yes", "-i", "nowhere/plan.toml"),
            1,
            "nowhere/plan.toml cannot be written: No such file or directory.",
        ),
        (("--yes", "--read-only"), 4, "Nothing is written with --read-only."),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_writes_nothing(
    bare: CommandLine, words: tuple[str, ...], code: int, sentence: str
) -> None:
    answer = bare.typed("init", *words)
    assert (code, "--json" in words) == (answer.code, bool(answer.out))
    assert sentence in answer.err
    assert [] == written(bare)


def test_a_folder_closed_to_the_operator_is_said(bare: CommandLine) -> None:
    (bare.folder / "plan").write_text("", encoding="utf-8")
    answer = bare.typed("init", "--yes", "-i", "plan/plan.toml")
    assert 1 == answer.code
    assert "plan/plan.toml cannot be written: Not a directory." in answer.err


def test_json_says_what_was_written(bare: CommandLine) -> None:
    said = bare.done("init", "--yes", "--services", "adt,bloc", "--json").json
    assert {
        "schema": 1,
        "file": "inventory.toml",
        "schema_file": "inventory.schema.json",
        "services": 2,
        "sites": 1,
    } == said


def test_a_plan_that_is_not_there_leads_to_init(bare: CommandLine) -> None:
    assert "For your own hospital: chwapi-console init." in bare.typed("queue").err


def test_at_a_terminal_it_asks_and_asks_again_where_it_does_not_understand(
    bare: CommandLine,
) -> None:
    answer = _in_a_terminal(
        bare.folder,
        [
            "",
            "CHU",
            "",
            "Mars",
            "Europe/Brussels",
            "2021-01-17T20:46",
            "Nord, Sud",
            "drill",
            "perhaps",
            "no",
            "six",
            "6",
            "1 3",
            "0",
            "99",
            "0",
            "-1",
            "0",
            "y",
        ],
    )
    assert 0 == answer[0], answer
    plan = load(bare.plan).plan
    assert ("Cyberattack CHU", True, ["nord", "sud"]) == (
        plan.incident.name,
        plan.incident.drill,
        list(plan.sites),
    )
    assert ["bloc-nord", "bloc-sud", "urgences-nord", "urgences-sud"] == list(plan.services)[:4]
    assert {1, 4} == {service.tier for service in plan.services.values()}
    assert "secretariats" not in plan.services
    assert ("Europe/Brussels", 6) == (plan.incident.timezone, plan.policy.crews)
    assert '"Mars" is not a time zone.' in answer[1]
    assert '"six" is not a number of crews. Write a whole number from 1 to 1000' in answer[1]
    assert '"99" is not understood.' in answer[1]


def test_what_was_understood_is_told_and_written_only_on_a_yes(bare: CommandLine) -> None:
    answer = bare.answered(
        "\n".join(["", "CHU", *[""] * 3, "Nord, Sud", "", "", "", *["0"] * 5, "n"]) + "\n",
        "init",
        "--lang",
        "en",
    )
    assert (3, "Nothing was written.\n") == (answer.code, answer.err)
    assert any(line.split() == ["sites:", "Nord", "and", "Sud"] for line in answer.lines)
    assert [] == written(bare)


def test_an_answer_is_taken_back_at_the_question_behind_it_and_at_the_last_one(
    bare: CommandLine,
) -> None:
    first = ["<", "", "CHU", "Nord, Sud", "<", "", "Europe/Brussels", "2021-01-17T20:46"]
    rest = ["Nord", "<", "Nord, Sud", "drill", "no", "6", *["0"] * 5, "<", "1", "y"]
    code, said = _in_a_terminal(bare.folder, [*first, *rest])
    assert 0 == code, said
    plan = load(bare.plan).plan
    assert ("Cyberattack CHU", ["nord", "sud"]) == (plan.incident.name, list(plan.sites))
    assert [5] == list({service.tier for service in plan.services.values()})
    assert "This is the first of these questions." in said
    assert "That is 2021-01-17 20:46 (Europe/Brussels)." in said


def test_at_a_terminal_that_goes_away_nothing_is_written(bare: CommandLine) -> None:
    code, said = _in_a_terminal(bare.folder, ["", "CHU", "\x04"])
    assert (3, True) == (code, "Nobody answered. Nothing was written." in said)
    assert [] == written(bare)


def _questions(said: bytes) -> int:
    return said.count(b"]\r\n") + said.count(b": no)\r\n")


def _in_a_terminal(folder: Path, answers: list[str]) -> tuple[int, str]:
    """Types each answer when its question stands there, whatever it is: all end on a line of their
    own."""
    controller, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "chwapi_console", "init"],
        cwd=folder,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(terminal)
    said = b""
    for answer in answers:
        already = _questions(said)
        while _questions(said) == already and (more := os.read(controller, 65536)):
            said += more
        os.write(controller, answer.encode() + (b"" if answer == "\x04" else b"\n"))
    try:
        while select.select([controller], [], [], 1.0)[0] or process.poll() is None:
            if select.select([controller], [], [], 0)[0]:
                said += os.read(controller, 65536)
            else:  # what came before the line editor took the terminal over is lost with it
                os.write(controller, b"\x04")
    except OSError:
        pass
    code = process.wait(PATIENCE)
    os.close(controller)
    return code, said.decode()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("all", {1, 2, 3, 4, 5}),
        ("tout", {1, 2, 3, 4, 5}),
        ("1", {1}),
        ("1 3-5", {1, 3, 4, 5}),
        ("1,3", {1, 3}),
        ("-2", {1, 3, 4, 5}),
        ("-2-4", {1, 5}),
        ("1-4 -2", {1, 3, 4}),
        ("0", set()),
    ],
)
def test_an_answer_keeps_numbers(text: str, kept: set[int]) -> None:
    assert kept == numbers_kept(text, 5, "tout")


@pytest.mark.parametrize("text", ["6", "x", "3-2", "1-9", "1;2", "--2", "0 1", "1 all", "٣"])
def test_an_answer_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(RequestError, match="is not understood"):
        numbers_kept(text, 5)


def test_sites_are_named_with_commas_or_semicolons_and_shown_back(bare: CommandLine) -> None:
    answer = bare.done("init", "--yes", "--sites", "Nord; Sud", "--services", "adt")
    assert "Sites: Nord and Sud." in answer.lines
    assert any("then infer, then check" in line for line in answer.lines)
    assert ["nord", "sud"] == list(load(bare.plan).plan.sites)


def test_services_at_a_site_that_the_list_does_not_know_are_told_loudly(bare: CommandLine) -> None:
    bare.done("init", "--yes", "--name", "CHU", "--services", "bloc,adt")
    (bare.folder / "parc.csv").write_text("Nom;Site\nbloc1;IMC\nlabo1;Union\n", encoding="utf-8")
    sentence = "1 service is at CHU, and no server; the servers of IMC and Union have no service."
    answer = bare.done("import", "csv", "parc.csv", "--yes", "--in-place", "--new-sites")
    assert "SERVICES WITHOUT SERVERS:" in answer.lines
    assert any(sentence in line for line in answer.lines)
    assert any("Next: infer, which proposes" in line for line in answer.lines)
    assert any("warning" in line and sentence in line for line in bare.done("check").lines)
    assert not any(
        "and no server" in line
        for line in bare.done("check", "-i", str(ROOT / "inventory.toml")).lines
    )


@pytest.mark.parametrize(
    ("words", "drill"), [("exercice", True), ("Drill", True), ("réel", False), ("real", False)]
)
def test_a_drill_is_known_in_both_languages(bare: CommandLine, words: str, drill: bool) -> None:
    answers = "\n".join(["", "CHU", "", "", "", "", words, "", "", *["0"] * 5, "o"]) + "\n"
    bare.answered(answers, "init", "--lang", "fr")
    assert drill == load(bare.plan).plan.incident.drill
