"""`sheet`: what stands on a form is what the record says, worked out another way."""

import re

import pytest

from cli.command_line import CommandLine
from report.html_reader import Reader


@pytest.fixture
def night(here: CommandLine) -> CommandLine:
    here.done("take", "sql1")
    here.done("step", "sql1", "isolate", "--at", "2021-01-18T02:10", "--operator", "eve", "--yes")
    here.done("mark", "san1", "dc2", "restored", "--note", "spare <disk>")
    here.done("mark", "ex1", "restored")
    here.done("undo")
    return here


def test_the_next_servers_are_the_first_of_the_queue_that_somebody_can_go_on_with(
    night: CommandLine,
) -> None:
    queue = night.done("queue", "--json").json["entries"]
    wanted = [each["server"] for each in queue if each["ready"] or each["held_by"]]
    told = night.done("sheet", "next", "--json").json["servers"]
    assert wanted == [each["server"] for each in told]
    assert 1 < len(wanted)
    (first,) = night.done("sheet", "next", "--limit", "1", "--json").json["servers"]
    assert wanted[0] == first["server"]
    at_union = night.done("sheet", "next", "--site", "union", "--json").json["servers"]
    assert [s for s in wanted if s in ("dc1", "ex1", "old")] == [e["server"] for e in at_union]


def test_each_step_has_a_box_that_is_ticked_where_the_record_has_it_done(
    night: CommandLine,
) -> None:
    page = night.done("sheet", "next", "--format", "html").out
    (sql1,) = [part for part in page.split("<section") if ". sql1: " in part]
    rows = re.findall(r"<tr>.*?</tr>", sql1)[1:]
    assert ["isolate", "image", "rebuild", "sql1 restored"] == [
        Reader(row).words["th"][0].partition(" (")[0] for row in rows
    ]
    boxes = [Reader(row).attributes("aria-label") for row in rows]
    assert [["ticked"], ["box to tick"], ["box to tick"], ["box to tick"]] == boxes
    assert "18/01/2021 02:10" in rows[0]
    assert "eve" in rows[0]


def test_how_far_services_function_is_what_services_says(night: CommandLine) -> None:
    told = night.done("sheet", "251", "--json").json["sites"]
    status = {
        each["service"]: each["status"]
        for each in night.done("services", "--json").json["services"]
    }
    named = {
        service: word
        for site in told
        for word in ("fully", "partially", "not_at_all")
        for service in site[word]
    }
    assert {
        "down": "not_at_all",
        "partial": "not_at_all",
        "limited": "partially",
        "up": "fully",
    } == {status[service]: word for service, word in named.items()} | {
        "down": "not_at_all",
        "limited": "partially",
        "up": "fully",
    }
    assert status.keys() == named.keys()


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "part of what it needs works"),
        ("fr", "une partie de ce dont il dépend fonctionne"),
    ],
)
@pytest.mark.parametrize("page", ["sheet systems", "sheet calls", "report --for authorities"])
def test_what_misses_a_need_is_told_others_as_not_up(
    here: CommandLine, page: str, lang: str, words: str
) -> None:
    here.done("mark", "san1", "sql1", "restored")
    status = here.done("show", "pacs", "--json").json["status"]
    assert "partial" == status
    told = here.done(*page.split(), "--format", "markdown", "--lang", lang).out
    assert words in told
    assert not re.search(r"\| (partial|partiel)\b", told)


def test_what_is_up_on_a_suspect_server_functions_in_part(here: CommandLine) -> None:
    here.done("mark", "san1", "sql1", "dc2", "restored")
    assert "pacs" in here.done("sheet", "systems", "--json").json["sites"][0]["fully"]
    here.done("mark", "san1", "compromised", "--yes")
    here.done("mark", "san1", "restored")
    (imc, _) = here.done("sheet", "systems", "--json").json["sites"]
    assert "pacs" in imc["partially"]


def test_the_activity_of_a_shift_has_each_act_once_with_both_times(night: CommandLine) -> None:
    night.done("note", "bloc", "ward calls", "--operator", "eve")
    events = night.events()
    meant = [event["id"] for event in events if event["kind"] not in ("plan-seen", "opened")]
    told = night.done("sheet", "214", "--since", "1h", "--json").json["acts"]
    assert {event["id"] for event in told} <= {event["id"] for event in events}
    assert len(meant) >= len(told) >= 6
    rows = [
        [cell.strip() for cell in line.strip("| ").split(" | ")]
        for line in night.done("sheet", "214", "--since", "1h", "--format", "markdown").lines
        if line.startswith("| ") and "---" not in line
    ]
    acts = rows[[row[0] for row in rows].index("Done") + 1 :]
    assert len(told) == len(acts)
    (step,) = [row for row in acts if "isolate" in row[3]]
    assert "18/01/2021 02:10" == step[0]
    assert "18/01/2021 02:10" != step[1]
    assert any("(undone)" in row[3].replace("\\", "") for row in acts)


def test_a_form_that_is_none_is_named_with_those_that_are(here: CommandLine) -> None:
    answer = here.typed("sheet", "nxt")
    assert 2 == answer.code
    assert 'Did you mean "next"?' in answer.err


def test_forms_are_called_by_words_of_the_language_too(here: CommandLine) -> None:
    for words in ("suite", "systèmes", "activité"):
        assert 0 == here.typed("sheet", words, "--lang", "fr").code
