"""The verbs that write: what they print, what they refuse, and what is on disk afterwards."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from cli.command_line import CommandLine


def test_mark_prints_the_event_and_what_it_brought_about(here: CommandLine) -> None:
    here.done("mark", "san1", "dc2", "restored")
    answer = here.done("mark", "sql1", "restored")
    event = here.done("log", "--json").lines[-1]
    assert f'"id": "{answer.lines[0].partition("event ")[2][:8]}' in event
    assert answer.lines[0].startswith("sql1 restored (0 of 3 steps ticked) (event ")
    assert ["PACS is up.", "Bloc IMC is up, without Messagerie."] == answer.lines[1:3]


def test_log_and_mark_say_how_many_steps_were_ticked_when_a_server_was_restored(
    here: CommandLine,
) -> None:
    here.done("step", "sql1", "isolate")
    assert (
        here.done("mark", "sql1", "restored")
        .lines[0]
        .startswith("sql1 restored (1 of 3 steps ticked) (event ")
    )
    assert here.done("log").lines[-1].endswith("  sql1 restored (1 of 3 steps ticked)")
    for step in ("image", "rebuild"):
        here.done("step", "sql1", step)
    here.done("mark", "sql1", "compromised")
    for step in ("isolate", "image", "rebuild"):
        here.done("step", "sql1", step)
    here.done("mark", "sql1", "restored", "--note", "de la bande", "--at", "2021-01-18T02:10")
    assert (
        here.done("log")
        .lines[-1]
        .endswith("  sql1 restored, done at 18/01/2021 02:10 · de la bande")
    )


def test_mark_as_json_gives_one_event_for_each_server(here: CommandLine) -> None:
    events = here.done("mark", "san1", "dc2", "restored", "--json").json["events"]
    assert [("san1", "restored"), ("dc2", "restored")] == [
        (e["server"], e["state"]) for e in events
    ]
    assert all(len(e["event"]) == 36 for e in events)


def test_what_is_so_already_writes_nothing_and_is_no_failure(here: CommandLine) -> None:
    here.done("mark", "san1", "restored")
    written = here.done("log").out
    answer = here.done("mark", "san1", "restored")
    assert ("", "Nothing to do: already so.\n") == (answer.out, answer.err)
    assert {"schema": 1, "events": []} == here.done("mark", "san1", "restored", "--json").json
    assert written == here.done("log").out


def test_options_may_stand_between_the_words_of_a_verb(here: CommandLine) -> None:
    here.done("mark", "san1", "--reason", "court-circuit", "blocked")
    assert "blocked" == here.entry("san1")["state"]


def test_a_mark_keeps_its_note_and_the_time_it_was_really_done(here: CommandLine) -> None:
    here.done("mark", "san1", "restored", "--note", "de la bande", "--at", "2021-01-18T02:10")
    line = here.done("log").lines[-1]
    assert line.endswith("san1 restored, done at 18/01/2021 02:10 · de la bande")


def test_retired_names_its_replacement(here: CommandLine) -> None:
    here.done("mark", "dc1", "retired", "--replaced-by", "dc2")
    assert "dc2" == here.done("show", "dc1", "--json").json["replacement"]
    assert "ex1" in here.done("show", "dc2", "--json").json["needed_by"]


def test_take_gives_a_server_to_the_operator_or_to_somebody_else(here: CommandLine) -> None:
    assert "restoring" == here.done("take", "san1", "--json").json["events"][0]["state"]
    here.done("take", "dc2", "--for", "Ana")
    assert ["dba", "Ana"] == [here.entry(server)["held_by"] for server in ("san1", "dc2")]


def test_drop_lets_go(here: CommandLine) -> None:
    here.done("take", "san1")
    assert here.done("drop", "san1").out.startswith("san1 let go (event ")
    assert here.entry("san1")["held_by"] is None


def test_a_step_is_ticked_by_name_or_number_and_skipped_with_a_reason(here: CommandLine) -> None:
    event = here.done("step", "sql1", "isolate", "--result", "port 12", "--json").json["events"][0]
    assert ("sql1", "compromised", "isolate") == (event["server"], event["state"], event["step"])
    here.done("step", "sql1", "2", "--skip", "déjà fait")
    steps = here.done("show", "sql1", "--json").json["steps"]
    assert [("done", "port 12", None), ("skipped", None, "déjà fait"), ("open", None, None)] == [
        (s["state"], s["result"], s["reason"]) for s in steps
    ]


def test_a_note_needs_no_quotes_and_goes_to_services_too(here: CommandLine) -> None:
    event = here.done("note", "bloc", "salle", "3", "d'abord", "--json").json["events"][0]
    assert ("bloc", None) == (event["server"], event["state"])
    assert "salle 3 d'abord" == here.done("show", "bloc", "--json").json["notes"][0]["text"]


def test_a_note_may_begin_with_a_hyphen_after_two_of_them(here: CommandLine) -> None:
    here.done("note", "san1", "--", "-42 dBm")
    assert "-42 dBm" == here.done("show", "san1", "--json").json["notes"][0]["text"]


def test_undo_takes_back_the_latest_act_or_the_one_named(here: CommandLine) -> None:
    first = here.done("mark", "san1", "restored", "--json").json["events"][0]["event"]
    here.done("mark", "dc2", "restored")
    assert here.done("undo").out.startswith("dc2 put back to compromised (undo) (event ")
    assert {"server": "san1", "state": "compromised"}.items() <= here.done(
        "undo", first[:8], "--json"
    ).json["events"][0].items()


def test_a_plan_is_journalled_with_the_first_act_but_not_reported(here: CommandLine) -> None:
    assert 1 == len(here.done("mark", "san1", "restored", "--json").json["events"])
    assert ["plan.seen", "marked"] == [
        json.loads(line)["kind"] for line in here.done("log", "--json").lines
    ]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (
            ["mark", "sql9", "restored"],
            1,
            'There is no server "sql9" in the plan. Did you mean "sql1"?',
        ),
        (
            ["mark", "SAN1", "restored"],
            1,
            'There is no server "SAN1" in the plan. Did you mean "san1"?',
        ),
        (
            ["mark", "bloc", "restored"],
            1,
            "bloc is a service; its state follows from the servers it needs.",
        ),
        (["mark", "san1", "blocked"], 1, "Say why it is blocked, with --reason."),
        (["mark", "san1", "clean", "--at", "25:00"], 1, '"25:00" is not a time.'),
        (
            ["mark", "san1", "retired", "--replaced-by", "san2"],
            1,
            'There is no server "san2" in the plan. Did you mean "san1"?',
        ),
        (["undo"], 1, "dba has done nothing here that could be undone."),
        (["undo", "ffffffff"], 1, "There is no event ffffffff. See log."),
        (["step", "sql1", "isolat"], 1, 'sql1 has no step "isolat".'),
        (["note", "nobody", "x"], 1, 'There is no server or service "nobody" in the plan.'),
        (["settle", "san1", "clean"], 1, "Say why, with --reason."),
        (["settle", "san1", "clean", "--reason", "vu"], 1, "san1 is not in conflict"),
        (["mark", "san1", "restord"], 2, 'There is no state "restord". Did you mean "restored"?'),
        (
            ["mark", "san1", "purple"],
            2,
            (
                "A state is one of unknown, clean, compromised, on, restoring, restored, verified, "
                "blocked or"
            ),
        ),
        (["settle", "san1", "fin", "--reason", "x"], 2, 'There is no state "fin".'),
        (
            ["mark", "san1"],
            2,
            "A server or a state is missing: mark SERVER… STATE. See chwapi-console mark --help.",
        ),
        (["take"], 2, "The following arguments are required: SERVER."),
        (
            ["mark", "san1", "verified"],
            3,
            "san1 is compromised; only what is restored can be verified.",
        ),
    ],
)
def test_a_refusal_writes_nothing_and_says_why(
    here: CommandLine, words: Sequence[str], code: int, sentence: str
) -> None:
    answer = here.typed(*words)
    assert (code, "") == (answer.code, answer.out)
    assert sentence in answer.err
    assert not here.journal.exists()


def test_what_somebody_else_holds_cannot_be_taken(here: CommandLine) -> None:
    here.done("take", "san1")
    answer = here.typed("take", "san1", "--operator", "net")
    assert 3 == answer.code
    assert "dba is restoring san1 since" in answer.err


def test_a_shared_account_can_look_but_not_act(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHWAPI_OPERATOR")
    monkeypatch.setenv("LOGNAME", "root")
    here.done("queue")
    answer = here.typed("mark", "san1", "restored")
    assert 3 == answer.code
    assert "Use --operator NAME" in answer.err
    here.done("mark", "san1", "restored", "--operator", "ana")


@pytest.mark.parametrize("name", ["root", "Admin"])
def test_the_name_of_a_shared_account_is_nobodys_name(here: CommandLine, name: str) -> None:
    answer = here.typed("mark", "san1", "restored", "--operator", name)
    assert (3, "") == (answer.code, answer.out)
    assert "Use --operator NAME" in answer.err
    here.done("queue", "--ready", "--operator", name)


def test_read_only_refuses_every_act_before_anything_else(here: CommandLine) -> None:
    for words in (["mark", "nobody", "restored"], ["take", "san1"], ["undo"]):
        assert 4 == here.typed("--read-only", *words).code
    assert not here.journal.exists()
    here.done("queue", "--read-only")


def test_read_only_writes_no_plan_and_makes_no_hub(here: CommandLine) -> None:
    nowhere = "postgresql://x@127.0.0.1:1/x"
    for words in (["export", "plan", "p.toml"], ["hub", "init", "--hub", nowhere]):
        answer = here.typed("--read-only", *words)
        assert (4, "Nothing is written with --read-only.\n") == (answer.code, answer.err)
    assert not (here.folder / "p.toml").exists()
    here.done("export", "plan", "--read-only")


def test_a_clinician_signs_a_service_off_and_a_lost_need_ends_it(here: CommandLine) -> None:
    assert [3, 1] == [
        here.typed("accept", "mail", *words).code
        for words in (["--by", "x", "--tried", "y"], ["--by", "x"])
    ]
    here.done("mark", "dc1", "ex1", "restored")
    answer = here.done("accept", "mail", "--by", "crisis cell", "--tried", "a mail went out")
    assert "Messagerie signed off by crisis cell (tried: a mail went out) (event" in answer.out
    assert "accepted" in here.done("services").out
    assert any(
        line.startswith("Acceptance:") and "by crisis cell" in line
        for line in here.done("show", "mail").lines
    )
    here.done("mark", "ex1", "compromised")
    here.done("mark", "ex1", "restored")
    assert "up" == here.done("show", "mail", "--json").json["status"]


def a_real_incident(here: CommandLine, began: str) -> None:
    """The plan as that of an incident that began at a moment."""
    text = re.sub(r"detected = \S+", f"detected = {began}", here.plan.read_text(encoding="utf-8"))
    here.plan.write_text(text.replace("drill = true\n", ""), encoding="utf-8")


def an_exercise(here: CommandLine) -> None:
    """The plan as that of an exercise, whose clock starts with the first act."""
    text = here.plan.read_text(encoding="utf-8").replace(
        "[incident]\n", "[incident]\ndrill = true\n"
    )
    here.plan.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ("mark", "dc1", "restored"),
        ("take", "dc1"),
        ("note", "dc1", "hello"),
        ("pin", "dc1", "--reason", "x", "--yes"),
        ("sync", "b.journal"),
        ("export", "evidence", "e.zip", "--purpose", "x"),
    ],
)
def test_each_verb_that_writes_says_that_the_clock_is_before_the_incident_and_writes(
    here: CommandLine, words: tuple[str, ...]
) -> None:
    a_real_incident(here, f"{datetime.now(UTC) + timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}")
    answer = here.done(*words)
    assert "before the incident began" in answer.err
    assert "timedatectl set-time" in answer.err
    assert "clock" not in here.done("queue").err


@pytest.mark.parametrize(
    "words",
    [
        ("mark", "dc1", "restored"),
        ("take", "dc1"),
        ("drop", "san1"),
        ("step", "sql1", "isolate"),
        ("note", "dc1", "hello"),
    ],
)
def test_every_act_can_say_when_it_was_really_done(
    here: CommandLine, words: tuple[str, ...]
) -> None:
    a_real_incident(here, "2021-01-17T20:46:00+01:00")
    here.done("take", "san1")
    answer = here.done(*words, "--at", "18/01/2021 02h10")
    assert "done at 18/01/2021 02:10" in answer.out
    assert "2021-01-18T01:10:00.000Z" == here.events()[-1]["data"]["done_at"]
    assert "done at 18/01/2021 02:10" in here.done("log").lines[-1]


def test_a_time_before_the_incident_or_that_never_was_is_taken_only_when_it_is_said_to_be_meant(
    here: CommandLine,
) -> None:
    a_real_incident(here, "2021-01-17T20:46:00+01:00")
    for time, why in (
        ("2020-06-01 10:00", "01/06/2020 10:00, before the incident began (17/01/2021 20:46)"),
        ("28/03/2021 02:30", "never was"),
        ("31/10/2021 02:30", "came twice"),
    ):
        refused = here.typed("mark", "dc1", "restored", "--at", time)
        assert (3, True) == (refused.code, why in refused.err), refused
        assert "Say --yes if that is meant." in refused.err
        taken = here.done("note", "dc1", "x", "--at", time, "--yes")
        assert why in taken.err
    assert "" == here.done("note", "dc1", "x", "--at", "2021-10-31T02:30+01:00").err


@pytest.mark.parametrize(
    "words",
    [
        ("mark", "dc1", "restored"),
        ("take", "dc1"),
        ("note", "dc1", "hello"),
        ("step", "sql1", "isolate"),
        ("aware", "gdpr"),
    ],
)
@pytest.mark.parametrize(("lang", "began"), [("en", "began"), ("fr", "début de l'exercice")])
def test_a_time_before_an_exercise_began_is_taken_only_when_it_is_said_to_be_meant(
    here: CommandLine, words: tuple[str, ...], lang: str, began: str
) -> None:
    an_exercise(here)
    first = here.typed(*words, "--at", "2021-01-18T02:10")
    assert (3, True) == (first.code, "begins only with its first act" in first.err), first
    assert [] == here.done("log").lines
    here.done("note", "dc1", "the first act")
    refused = here.typed(*words, "--at", "2021-01-18T02:10", "--lang", lang)
    assert (3, True) == (refused.code, began in refused.err), refused
    assert 2 == len(here.done("log").lines)
    here.done("note", "dc1", "x", "--at", "now")
    taken = here.done("note", "dc1", "x", "--at", "2021-01-18T02:10", "--yes")
    assert "18/01/2021 02:10, before the exercise began (" in taken.err


def test_the_minute_in_which_an_exercise_began_is_not_before_it(here: CommandLine) -> None:
    an_exercise(here)
    here.done("note", "dc1", "the first act")
    began = json.loads(here.done("log", "--json").lines[0])["at"]
    assert "" == here.done("note", "dc1", "x", "--at", f"{began[:16]}Z").err


def test_lines_of_paper_from_before_an_exercise_began_are_asked_about(here: CommandLine) -> None:
    an_exercise(here)
    here.done("note", "dc1", "the first act")
    (here.folder / "night.txt").write_text("18/01/2021 02:10 eve take sql1\n", encoding="utf-8")
    refused = here.typed("enter", "night.txt")
    assert (3, True) == (refused.code, "before the exercise began" in refused.err)
    here.done("enter", "night.txt", "--yes")


def test_what_log_prints_can_be_typed_again(here: CommandLine) -> None:
    a_real_incident(here, "2021-01-17T20:46:00+01:00")
    for lang in ("en", "fr"):
        here.done("note", "dc1", "x", "--at", "25/10/2021 22h00")
        printed = re.findall(
            r"\d\d/\d\d/\d{4} \d\d:\d\d", here.done("log", "--lang", lang).lines[-1]
        )[-1]
        here.done("note", "dc1", "y", "--at", printed, "--lang", lang)
        first, second = (
            json.loads(line)["data"]["done_at"] for line in here.done("log", "--json").lines[-2:]
        )
        assert first == second
        assert len(here.done("log", "--since", "1h").lines) == len(
            here.done("log", "--since", "hier", "--lang", lang).lines
        )


def test_a_block_may_name_its_end_and_nothing_else_may(here: CommandLine) -> None:
    here.done("mark", "dc1", "blocked", "--reason", "courier", "--until", "2099-01-18T04:00")
    assert "2099-01-18T03:00:00.000Z" == here.entry("dc1")["blocked_until"]
    here.done("mark", "dc1", "blocked", "--reason", "courier", "--until", "2099-01-18T06:00")
    assert "2099-01-18T05:00:00.000Z" == here.entry("dc1")["blocked_until"]
    refused = here.typed("mark", "san1", "unknown", "--until", "2099-01-18T06:00")
    assert (1, True) == (refused.code, "goes with the state blocked only" in refused.err)
    assert here.entry("san1")["blocked_until"] is None


def test_what_has_an_end_is_told_with_it(here: CommandLine) -> None:
    blocked = here.done(
        "mark", "san1", "blocked", "--reason", "courier", "--until", "2099-01-01 04:00"
    )
    assert "san1 blocked (courier), until 01/01/2099 04:00 (event" in blocked.out
    assert "san1 blocked (courier), until 01/01/2099 04:00" in here.done("log").lines[-1]


def test_a_time_that_a_reason_closes_with_is_no_end_and_how_it_would_be_one_is_said(
    here: CommandLine,
) -> None:
    blocked = here.done("mark", "dc1", "blocked", "--reason", "courier at 04:00")
    assert here.entry("dc1")["blocked_until"] is None
    assert "say so: --until 04:00" in blocked.err
    assert "--until" not in here.done("mark", "dc1", "blocked", "--reason", "no disk").err
