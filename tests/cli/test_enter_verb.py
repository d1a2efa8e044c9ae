"""`enter` records afterwards what was done on paper: as the verbs would have, all of it or nothing."""

from pathlib import Path
from typing import Any

import pytest

from chwapi_console.cli.output.output import Output
from chwapi_console.cli.verbs import verb_enter
from chwapi_console.errors import StaleView
from chwapi_console.session.entering import Entering
from chwapi_console.session.session import Session
from cli.command_line import CommandLine

NIGHT = """\
# what the night did
18/01/2021 02:30 eve step sql1 isolate
18/01/2021 02:10 eve take sql1 san1

18/01/2021 03:00 eve step sql1 image --skip "no disk left"
18/01/2021 03:10 eve mark san1 restored
18/01/2021 04:00 dba note bloc l'anesthésie rappelle à six heures #1
18/01/2021 04:20 "Dr Eve" mark dc1 blocked --reason "no disk" --awaits vendor
"""


def entered(here: CommandLine, text: str | bytes, *words: str) -> Any:
    path = here.folder / "night.txt"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return here.typed("enter", "night.txt", *words)


def acts(here: CommandLine) -> list[dict[str, Any]]:
    events = here.events()
    return [event for event in events if event["kind"] != "plan.seen"]


def test_each_line_is_an_act_with_who_did_it_when_and_who_entered_it(here: CommandLine) -> None:
    answer = entered(here, NIGHT)
    assert (0, "") == (answer.code, answer.err)
    written = acts(here)
    assert ["eve", "eve", "eve", "eve", "eve", "dba", "Dr Eve"] == [e["operator"] for e in written]
    assert [
        "2021-01-18T01:10:00.000Z",
        "2021-01-18T01:10:00.000Z",
        "2021-01-18T01:30:00.000Z",
        "2021-01-18T02:00:00.000Z",
        "2021-01-18T02:10:00.000Z",
        "2021-01-18T03:00:00.000Z",
        "2021-01-18T03:20:00.000Z",
    ] == [event["data"]["done_at"] for event in written]
    assert all(event["at"] > "2026" for event in written)
    assert ["dba"] * 5 == [
        event["data"]["entered_by"] for event in written if event["operator"] != "dba"
    ][:5]
    assert "l'anesthésie rappelle à six heures #1" == written[5]["data"]["text"]
    assert "entered by dba" in here.done("log").out
    assert 0 == here.typed("audit").code


def test_what_stands_after_it_is_what_the_verbs_would_have_left(here: CommandLine) -> None:
    entered(here, NIGHT)
    by_list = here.done("queue").lines
    for name in here.folder.glob("inventory.journal*"):
        name.unlink()
    for operator, time, words in (
        ("eve", "02:10", ["take", "sql1", "san1"]),
        ("eve", "02:30", ["step", "sql1", "isolate"]),
        ("eve", "03:00", ["step", "sql1", "image", "--skip", "no disk left"]),
        ("eve", "03:10", ["mark", "san1", "restored"]),
        (
            "Dr Eve",
            "04:20",
            ["mark", "dc1", "blocked", "--reason", "no disk", "--awaits", "vendor"],
        ),
    ):
        here.done(*words, "--operator", operator, "--at", f"2021-01-18T{time}")
    assert by_list == here.done("queue").lines


@pytest.mark.parametrize(
    ("line", "said", "code"),
    [
        ("02:10 eve mark sql1 restord", 'Did you mean "restored"?', 1),
        ("02:10 eve mark sql9 restored", 'There is no server "sql9"', 1),
        ("02:10 eve", "A line is TIME NAME", 1),
        ("02:10 eve mark", "", 1),
        ("02:10 eve mark sql1", "", 1),
        ("02:10 mark sql1 restored", "A line is TIME NAME", 1),
        ("25:10 eve mark sql1 restored", '"25:10" is not a time', 1),
        ("02:10 eve undo", "A line is TIME NAME", 1),
        ('02:10 eve note bloc "x', "double quote is not closed", 1),
        ("02:10 eve note bloc x --at 03:00", "take --at out", 1),
        ("02:10 eve mark sql1 restored --journal b.journal", "--journal goes with enter", 1),
        ("02:10 eve mark sql1 blocked", "", 1),
        ("02:10 root mark sql1 clean", "is a shared account", 3),
        ("02:10 eve mark sql1 verified", "only what is restored can be verified", 3),
        ("17/01/2021 20:00 eve take sql1", "before the incident began", 3),
        ("02:10 eve step sql1 fly", 'sql1 has no step "fly"', 1),
    ],
)
def test_one_wrong_line_writes_nothing_and_is_named(
    here: CommandLine, line: str, said: str, code: int
) -> None:
    answer = entered(here, f"01:10 eve take san1\n\n{line}\n")
    assert (code, "") == (answer.code, answer.out)
    assert "Line 3: " in answer.err
    assert said in answer.err
    assert "Nothing was written." in answer.err
    assert [] == here.done("log").lines


def test_all_wrong_lines_are_named_at_once_and_for_a_program_too(here: CommandLine) -> None:
    text = "02:10 eve mark sql9 restored\n02:20 eve take san1\nsoon eve take sql1\n"
    answer = entered(here, text, "--json")
    told = answer.json
    assert [1, 3] == [each["line"] for each in told["lines"]]
    assert (1, 1) == (told["exit"], answer.code)
    assert [] == here.done("log").lines


def test_a_question_of_a_rule_is_answered_in_the_line_or_for_all(here: CommandLine) -> None:
    lines = "18/01/2021 02:00 eve take sql1\n18/01/2021 03:00 eve mark sql1 restored\n"
    refused = entered(here, lines)
    assert (3, True) == (refused.code, "say so with --yes" in refused.err)
    assert 0 == entered(here, lines.replace("restored", "restored --yes")).code
    assert 0 == entered(here, lines, "--yes").code


def test_a_rule_of_policy_is_overridden_for_a_reason_in_the_line(here: CommandLine) -> None:
    here.plan.write_text(
        here.plan.read_text(encoding="utf-8").replace(
            '"evidence.image" = "off"', '"evidence.image" = "off"\n"work.open" = "reason"'
        ),
        encoding="utf-8",
    )
    line = "03:00 eve mark sql1 restored"
    refused = entered(here, line, "--yes")
    assert 3 == refused.code
    assert "--override work.open=REASON" in refused.err
    assert 0 == entered(here, f'{line} --yes --override "work.open=paper night"').code
    (act,) = acts(here)
    assert {"work.open": "paper night"} == act["data"]["overridden"]


def test_a_list_that_was_entered_is_entered_once(here: CommandLine) -> None:
    entered(here, NIGHT)
    before = acts(here)
    again = entered(here, NIGHT)
    assert (0, "6 lines are in the record already." in again.err) == (0, True)
    assert before == acts(here)
    longer = entered(here, f"{NIGHT}18/01/2021 05:00 eve take dc2\n")
    assert 0 == longer.code
    assert len(before) + 1 == len(acts(here))


def test_a_list_of_more_lines_than_a_night_has_is_entered_in_parts(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verb_enter, "MOST_LINES", 6)
    longer = f"{NIGHT}18/01/2021 05:00 eve take dc2\n"
    answer = entered(here, longer)
    assert (1, []) == (answer.code, here.done("log").lines)
    assert "7 lines that are not in the record yet; at most 6 are entered at once" in answer.err
    assert 0 == entered(here, NIGHT).code
    assert 0 == entered(here, longer).code


def test_who_waits_is_told_how_far_a_long_list_is(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verb_enter, "LINES_BETWEEN_WORDS", 2)
    monkeypatch.setattr(Output, "is_waited_for", True)
    assert ["2 of 6 lines", "4 of 6 lines"] == [
        line for line in entered(here, NIGHT).err.splitlines() if " of 6 lines" in line
    ]


def test_what_was_undone_can_be_entered_again(here: CommandLine) -> None:
    line = "02:10 dba note bloc x\n"
    entered(here, line)
    here.done("undo")
    assert 0 == entered(here, line).code
    assert 2 == sum(event["kind"] == "noted" for event in acts(here))


def test_a_line_that_is_older_than_what_stands_is_asked_about(here: CommandLine) -> None:
    here.done("mark", "san1", "blocked", "--reason", "no disk", "--operator", "eve")
    refused = entered(here, "18/01/2021 02:10 dba mark san1 restored\n")
    assert 3 == refused.code
    assert "eve: san1 blocked (no disk) at" in refused.err
    assert "later than this line" in refused.err
    assert 0 == entered(here, "18/01/2021 02:10 dba mark san1 restored --yes\n").code


def test_a_line_that_changes_nothing_is_told(here: CommandLine) -> None:
    answer = entered(here, "02:10 eve drop sql1\n02:20 eve take sql1\n")
    assert (0, "Line 1: Nothing to do: already so.\n") == (answer.code, answer.err)
    assert ["taken"] == [event["kind"] for event in acts(here)]


def test_a_check_writes_nothing(here: CommandLine) -> None:
    answer = entered(here, NIGHT, "--check")
    assert (0, True) == (answer.code, "6 lines can be entered. Nothing was written." in answer.out)
    assert [] == here.done("log").lines


@pytest.mark.parametrize(
    "data",
    [
        NIGHT.encode("utf-8-sig"),
        NIGHT.replace("\n", "\r\n").encode(),
        NIGHT.encode("latin-1"),
        NIGHT.rstrip("\n").encode(),
        NIGHT.replace("\n", "\r\n").encode("utf-16"),
        b"\xfe\xff" + NIGHT.encode("utf-16-be"),
    ],
    ids=[
        "byte order mark",
        "carriage returns",
        "latin-1",
        "no last line end",
        "UTF-16",
        "big endian",
    ],
)
def test_a_list_is_read_as_editors_write_it(here: CommandLine, data: bytes) -> None:
    assert 0 == entered(here, data).code
    assert "l'anesthésie rappelle à six heures #1" == acts(here)[5]["data"]["text"]


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_a_list_in_the_cells_of_a_spreadsheet_is_the_list_with_blanks(
    here: CommandLine, separator: str
) -> None:
    rows = (
        "18/01/2021 02:10|Dr Eve|mark|sql1|restored||",
        "18/01/2021 02:15|Dr Eve|note|sql1|" + '"rang, ""soon""; twice"' + "||",
        "18/01/2021 02:20|dba|mark san1 restored|",
    )
    answer = entered(here, "\n".join(rows).replace("|", separator) + "\n", "--yes")
    assert (0, "") == (answer.code, answer.err)
    assert [("Dr Eve", "sql1"), ("Dr Eve", "sql1"), ("dba", "san1")] == [
        (act["operator"], act["subject"]) for act in acts(here)
    ]
    assert 'rang, "soon"; twice' == acts(here)[1]["data"]["text"]


def test_a_semicolon_within_a_line_with_blanks_is_a_letter_of_its_words(here: CommandLine) -> None:
    entered(here, "18/01/2021 02:10 dba note sql1 a; b;note;c\n")
    assert "a; b;note;c" == acts(here)[0]["data"]["text"]


@pytest.mark.parametrize("data", [b"", b"\n\n# nothing\n"])
def test_a_list_without_lines_is_said_to_be_so(here: CommandLine, data: bytes) -> None:
    answer = entered(here, data)
    assert (1, True) == (answer.code, "has no line to enter" in answer.err)


@pytest.mark.parametrize(
    "data", [b"\x00\xff\xfe\n", b"PK\x03\x04" + bytes(range(256)), b"a" * 9999]
)
def test_what_is_no_list_is_refused_with_a_sentence(here: CommandLine, data: bytes) -> None:
    answer = entered(here, data)
    assert (1, "") == (answer.code, answer.out)
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    "line", ["{}", "02:10 dba note {} z", "{} dba note san1 z", "02:10 a {} b"]
)
def test_a_line_longer_than_any_on_paper_is_refused_and_not_quoted(
    here: CommandLine, line: str
) -> None:
    answer = entered(here, line.format("y" * 9_000_000))
    assert (1, "") == (answer.code, answer.out)
    assert "Line 1: It has 90000" in answer.err
    assert len(answer.err) < 400
    assert [] == here.done("log", "--json").lines


def test_words_between_quotes_are_one_wherever_the_quotes_stand(here: CommandLine) -> None:
    entered(here, '18/01/2021 02:10 "Dr Eve" note sql1 a"b  c"d "" \\"e f"\n')
    assert "ab  cd  \\e f" == acts(here)[0]["data"]["text"]


def test_nothing_is_entered_where_nothing_may_be_written(here: CommandLine) -> None:
    assert 4 == entered(here, NIGHT, "--read-only").code


def test_who_enters_must_have_a_name(here: CommandLine) -> None:
    answer = entered(here, "02:10 eve take sql1\n", "--operator", "root")
    assert 3 == answer.code
    assert [] == here.done("log").lines


def test_acts_that_came_in_between_keep_all_lines_out(here: CommandLine) -> None:
    plan = Path(here.plan)
    mine, theirs = (Session(plan, operator=name) for name in ("dba", "eve"))
    try:
        entering = Entering(mine)
        stage = entering.acting_as("zoe", "1")
        stage.acts.take(["sql1"], shown=stage.look())
        stage.acts.take(["san1"], shown=stage.look())
        theirs.acts.take(["san1"], shown=theirs.look())
        with pytest.raises(StaleView):
            entering.write()
        mine.look()
        assert ["eve"] == [e.operator for e in mine.record.events if e.payload.is_meant]
    finally:
        mine.close()
        theirs.close()


def test_a_name_that_nobody_has_borne_yet_is_asked_about_once_where_others_have_one(
    here: CommandLine,
) -> None:
    here.done("take", "san1")
    night = "18/01/2021 02:10 zöe take sql1\n18/01/2021 02:20 zöe note sql1 cold\n"
    answer = entered(here, night)
    assert (3, 1) == (answer.code, answer.err.count("Nobody has borne the name"))
    assert "Line 1: " in answer.err
    assert "--yes" in answer.err
    assert ["dba"] == [each["operator"] for each in acts(here)]
    assert 0 == entered(here, night, "--yes").code
    assert 0 == entered(here, night.replace("02:20", "02:40").replace("cold", "hot")).code


def test_the_first_names_of_a_night_are_asked_about_by_nobody(here: CommandLine) -> None:
    assert 0 == entered(here, "18/01/2021 02:10 zöe take sql1\n").code
