"""`triage --from`: a scanner's export beside what people know, shown before anything of it is
taken."""

import json
import os
import shlex

import openpyxl
import pytest

from chwapi_console.inventory.importers.workbooks import spreadsheets
from cli.command_line import CommandLine


def export(here: CommandLine, rows: str) -> None:
    (here.folder / "edr.csv").write_bytes(f"Nom d'hôte;Statut infection\n{rows}".encode("cp1252"))


def test_what_would_change_is_shown_and_nothing_is_written_without_a_yes(here: CommandLine) -> None:
    export(here, "OLD.chw.local;Sain\nnobody;Infecté\n")
    answer = here.typed("triage", "--from", "edr.csv")
    assert (
        3,
        "Nothing was written. Say --yes to take it so; --clear and --reopen for the rest.\n",
    ) == (answer.code, answer.err)
    assert "  1 server, unknown → clean:" in answer.lines
    assert "  row 3: nobody (Infecté): it is not in the plan." in answer.lines
    assert "unknown" == here.state("old")


def test_a_yes_takes_what_is_not_grave_as_one_act_that_says_where_it_came_from(
    here: CommandLine,
) -> None:
    export(here, "old;Sain\nsan1;Sain\n")
    answer = here.done("triage", "--from", "edr.csv", "--yes")
    assert "1 server marked, as one act; undo takes it back whole." in answer.lines
    assert ("clean", "compromised") == (here.state("old"), here.state("san1"))
    assert any("edr.csv (sha256 " in line for line in here.done("log").lines)
    here.done("undo")
    assert "unknown" == here.state("old")


def test_a_compromised_server_is_called_clean_and_a_restored_one_compromised_only_when_that_is_said(
    here: CommandLine,
) -> None:
    here.done("mark", "dc1", "restored")
    export(here, "san1;Sain\ndc1;Infecté\n")
    before = here.typed("triage", "--from", "edr.csv", "--yes")
    assert (3, "compromised", "restored") == (before.code, here.state("san1"), here.state("dc1"))
    assert "1 finding of an infection was not written." in before.err
    events = here.done("triage", "--from", "edr.csv", "--clear", "--reopen", "--json").json[
        "events"
    ]
    assert {("san1", "clean"), ("dc1", "compromised")} == {
        (event["server"], event["state"]) for event in events
    }


def test_at_a_terminal_each_group_is_asked_for_by_itself(here: CommandLine) -> None:
    export(here, "old;Sain\nsan1;Sain\n")
    assert 0 == here.answered("y\n\n", "triage", "--from", "edr.csv").code
    assert ("clean", "compromised") == (here.state("old"), here.state("san1"))


def test_of_several_rows_about_one_server_the_most_cautious_counts(here: CommandLine) -> None:
    export(here, "old;Sain\nold;Infecté\nold;Sain\n")
    here.done("triage", "--from", "edr.csv", "--yes")
    assert "compromised" == here.state("old")


def test_what_somebody_has_in_hand_is_left_alone_and_what_stands_so_already_writes_nothing(
    here: CommandLine,
) -> None:
    here.done("take", "san1", "--for", "lead")
    export(here, "san1;Sain\ndc1;Infecté\n")
    answer = here.done("triage", "--from", "edr.csv", "--yes")
    assert "  san1: lead has it in hand" in answer.lines
    assert "Nothing would change; nothing was written." == answer.lines[-1]


def test_json_is_read_from_a_file_and_answered_in_one_object(here: CommandLine) -> None:
    (here.folder / "scan.json").write_text(
        json.dumps({"data": [{"host": {"name": "old"}, "threat": {"infected": True}}]})
    )
    answer = here.done(
        "triage", "--from", "scan.json", "--map", "verdict=threat.infected", "--yes", "--json"
    ).json
    assert [{"server": "old", "before": "unknown", "verdict": "compromised"}] == answer["changes"]
    assert [({"name": "host.name"}, ["threat.infected"])] == [
        (t["columns"], t["verdicts"]) for t in answer["tables"]
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["triage"], 2),
        (["triage", "--from", "nowhere.csv"], 1),
        (["triage", "--from", "inventory.toml"], 1),
        (["triage", "--from", "edr.csv", "--verdict", "x=y"], 1),
        (["triage", "--from", "edr.csv", "--map", "verdict=nowhere"], 1),
        (["triage", "--from", "edr.csv", "--yes", "--read-only"], 4),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    here: CommandLine, words: list[str], code: int
) -> None:
    export(here, "old;Sain\n")
    answer = here.typed(*words)
    assert (code, 1) == (answer.code, len(answer.err.splitlines())), answer


def test_whatever_else_the_list_says_of_a_server_keeps_it_from_being_taken_for_clean(
    here: CommandLine,
) -> None:
    export(here, "old;Sain\nold;W32/Foo.A\n")
    answer = here.typed("triage", "--from", "edr.csv", "--yes")
    assert (3, "1 word of the list was not understood: say what it means with --verdict.\n") == (
        answer.code,
        answer.err,
    )
    assert (
        "  old: the list says more of it that was not understood; it is not taken for clean"
        in answer.lines
    )
    assert "unknown" == here.state("old")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Showing 1 to 2 of 240 entries", 1),
        ("Affichage de 1 à 2 sur 240", 1),
        ("Page 1 of 5", 1),
        ("Page 5 of 5", 0),
        ("1-2 of 2", 0),
    ],
)
def test_a_list_that_says_it_is_one_page_of_several_is_refused(
    here: CommandLine, line: str, code: int
) -> None:
    export(here, f"old;Sain\nsan1;Sain\n{line};\n")
    assert code == here.typed("triage", "--from", "edr.csv", "--yes").code


def test_a_no_to_what_is_plain_asks_no_further(here: CommandLine) -> None:
    export(here, "old;Sain\nsan1;Sain\n")
    assert 3 == here.answered("n\ny\n", "triage", "--from", "edr.csv").code
    assert ("unknown", "compromised") == (here.state("old"), here.state("san1"))


def test_merged_cells_that_were_not_filled_are_told_and_are_no_second_table(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_MERGED", 1)
    book = openpyxl.Workbook()
    for row in (("Nom", "Verdict"), ("old", "Sain"), ("dc2", None)):
        book.worksheets[0].append(row)
    book.worksheets[0].merge_cells("B2:B3")
    book.save(here.folder / "v.xlsx")
    assert (
        "  v.xlsx: too many cells are merged"
        in here.done("triage", "--from", "v.xlsx", "--yes").out
    )
    assert "clean" == here.state("old")


@pytest.mark.parametrize("hidden", [False, True])
def test_of_a_workbook_no_sheet_is_left_out_unsaid(here: CommandLine, hidden: bool) -> None:
    book = openpyxl.Workbook()
    for sheet, rows in (("Clean", [("old", "Sain")]), ("Infected", [("old", "Infecté")])):
        page = book.create_sheet(sheet)
        for row in [("Nom", "Verdict"), *rows]:
            page.append(row)
    book.remove(book.worksheets[0])
    book["Infected"].sheet_state = "hidden" if hidden else "visible"
    book.save(here.folder / "v.xlsx")
    answer = here.typed("triage", "--from", "v.xlsx", "--yes")
    assert (1, True) == (answer.code, "several tables: Clean, Infected." in answer.err)
    here.done("triage", "--from", "v.xlsx", "--yes", "--sheet", "Clean", "--sheet", "Infected")
    assert "compromised" == here.state("old")


def test_advice_works_as_it_is_printed_for_long_words_too(here: CommandLine) -> None:
    long = "Ça c'est le journal d'un \"scan\" " + "x" * 200
    export(here, f'old;"{long.replace(chr(34), chr(34) * 2)}"\nsan1;It\'s $HOME\n')
    shown = here.typed("triage", "--from", "edr.csv", "--yes")
    advice = [shlex.split(line) for line in shown.lines if line.startswith("  --verdict ")]
    assert (3, 2) == (shown.code, len(advice))
    typed = [word.replace("VERDICT", "compromised") for words in advice for word in words]
    assert [] == here.done("triage", "--from", "edr.csv", "--yes", "--json", *typed).json["words"]
    assert ("compromised", "compromised") == (here.state("old"), here.state("san1"))


def test_what_is_infected_and_not_written_stands_first_with_what_to_type(here: CommandLine) -> None:
    here.done("take", "old", "--for", "lead")
    export(here, "nobody;Sain\nold;Infecté\nd-c1;Infecté\nsan9x;Infecté\n")
    answer = here.typed("triage", "--from", "edr.csv", "--yes")
    assert 3 == answer.code
    at = answer.lines.index("Infected by the list, and not written:")
    assert [
        (
            "  row 4: d-c1 (Infecté): it is not in the plan, but nearly dc1. To write it: "
            "chwapi-console mark dc1 compromised"
        ),
        "  row 5: san9x (Infecté): it is not in the plan.",
        "  old: lead has it in hand. To write it: chwapi-console mark old compromised",
    ] == answer.lines[at + 1 : at + 4]
    found = here.typed("triage", "--from", "edr.csv", "--yes", "--json").json["infected"]
    assert [(4, "d-c1", ["dc1"]), (5, "san9x", []), (None, "old", ["old"])] == [
        (each["row"], each["name"], each["servers"]) for each in found
    ]


def test_every_row_can_be_called_a_hit_and_every_row_one_machine(here: CommandLine) -> None:
    (here.folder / "hits.csv").write_text("Rule,Severity,Fqdn\nNote_A,high,OLD.chw.local\n")
    refused = here.typed("triage", "--from", "hits.csv", "--yes")
    assert (1, True) == (refused.code, "--map verdict==compromised" in refused.err)
    here.done("triage", "--from", "hits.csv", "--yes", "--map", "verdict==compromised")
    assert "compromised" == here.state("old")
    here.done("undo")
    (here.folder / "files.csv").write_text("Path,Found\n/srv/a.exe,FOUND\n")
    here.done(
        "triage",
        "--from",
        "files.csv",
        "--yes",
        "--map",
        "verdict==compromised",
        "--map",
        "name==old",
    )
    assert "compromised" == here.state("old")


def test_a_file_whose_name_is_no_utf_8_is_read(here: CommandLine) -> None:
    name = os.fsdecode(b"h\xf4pital.csv")
    (here.folder / name).write_bytes("Nom;Verdict\nold;Infecté\n".encode("cp1252"))
    here.done("triage", "--from", name, "--yes")
    assert "compromised" == here.state("old")
    assert any("hôpital.csv (sha256 " in line for line in here.done("log").lines)


def test_a_list_made_before_the_incident_calls_nobody_clean(here: CommandLine) -> None:
    export(here, "old;Sain\nsan1;Infecté\n")
    os.utime(here.folder / "edr.csv", (1600000000, 1600000000))
    answer = here.done("triage", "--from", "edr.csv", "--yes")
    assert any(
        line.startswith("  old: the list was made on 2020-09-13 14:26, before the incident")
        for line in answer.lines
    )
    assert "unknown" == here.state("old")
    (here.folder / "edr-2021-01-16.csv").write_bytes(b"Nom;Verdict\nold;Sain\n")
    here.done("triage", "--from", "edr-2021-01-16.csv", "--yes")
    assert "unknown" == here.state("old")
    here.done("triage", "--from", "edr-2021-01-16.csv", "--yes", "--map", "seen==2021-01-18 02:00")
    assert "clean" == here.state("old")


def test_an_infection_that_people_know_of_leaves_nothing_open(here: CommandLine) -> None:
    export(here, "dc1;Quarantined\nold;Sain\n")
    answer = here.done("triage", "--from", "edr.csv", "--yes")
    assert "  row 2: dc1 (Quarantined) is known to be compromised." in answer.lines


@pytest.mark.parametrize(
    ("column", "other"), [("Statut infection", "Infecté"), ("Zustand", "qwerty")]
)
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("locale", ["C", "fr_BE.UTF-8"])
def test_what_is_told_to_type_is_the_word_of_the_list_in_ascii_too(
    here: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    column: str,
    other: str,
    lang: str,
    locale: str,
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    word = "quarant’;touch PWNED;’x"
    (here.folder / "edr.csv").write_text(
        f"Nom d'hôte,{column}\ndc1,{other}\nold,{word}\n", encoding="utf-8"
    )
    answer = here.typed("triage", "--from", "edr.csv", "--ascii", "--lang", lang)
    told = next(
        line
        for line in (answer.out + answer.err).splitlines()
        if "--verdict " in line and "PWNED" in line
    )
    printed = here.shell(
        f"printf '%s\\n' {told[told.index('--verdict $') :].rstrip('.')}"
    ).out.splitlines()
    assert f"{word}=VERDICT" in printed
    assert not (here.folder / "PWNED").exists()


REMARKS = "Serveur;Verdict;Commentaire\n"


def remarked(here: CommandLine, rows: str) -> None:
    (here.folder / "edr.csv").write_text(REMARKS + rows)


@pytest.mark.parametrize("yes", [(), ("--yes",)])
def test_a_clean_beside_a_remark_that_no_rule_knows_is_written_by_nobody_who_does_not_read_it(
    here: CommandLine, yes: tuple[str, ...]
) -> None:
    remarked(here, "old;sain;la souris rit\x1b[2J\nsan1;compromis;la souris dort\nfile1;sain;RAS\n")
    answer = here.typed("triage", "--from", "edr.csv", *yes)
    at = answer.lines.index("1 remark beside a clean is in words that no rule knows. Read it:")
    assert answer.lines[at + 1].startswith('  old: "la souris rit') and "\x1b" not in answer.out
    assert answer.lines[at + 1].endswith(" To write it: chwapi-console mark old clean")
    assert "dort" not in answer.out and "unknown" == here.state("old")
    assert 3 == answer.code
    assert not yes or answer.err.startswith("1 clean was not written: what stands beside it has to")


def test_what_a_remark_says_of_a_machine_holds_no_clean_back(here: CommandLine) -> None:
    remarked(here, "old;sain;VM de prod, salle 2\n")
    here.done("triage", "--from", "edr.csv", "--yes")
    assert "clean" == here.state("old")


def test_nothing_but_a_clean_to_read_is_told_with_how_to_write_it(here: CommandLine) -> None:
    remarked(here, "old;sain;la souris rit\n")
    answer = here.typed("triage", "--from", "edr.csv", "--yes")
    assert 3 == answer.code and "Nothing would change" not in answer.out
    told = here.typed("triage", "--from", "edr.csv", "--yes", "--json").json
    assert [] == told["changes"] == told["events"] and ["old"] == told["remarks"][0]["servers"]
    here.done("mark", "old", "clean")
    assert "clean" == here.state("old")


def test_to_call_a_compromised_server_clean_is_asked_where_words_stand_beside_it(
    here: CommandLine,
) -> None:
    remarked(here, "dc1;sain;la souris rit\n")
    assert 3 == here.typed("triage", "--from", "edr.csv", "--yes", "--clear").code
    here.answered("n\n", "triage", "--from", "edr.csv", "--clear")
    assert "clean" != here.state("dc1")
    here.answered("y\n", "triage", "--from", "edr.csv", "--clear")
    assert "clean" == here.state("dc1")


def test_a_remark_that_is_to_be_read_stands_before_the_question(here: CommandLine) -> None:
    remarked(here, "old;sain;la souris rit\n")
    assert "unknown" == here.state("old")
    answer = here.answered("n\n", "triage", "--from", "edr.csv")
    said = answer.out + answer.err
    assert 0 < said.index("la souris rit") < said.index("Take this 1 verdict?")


def test_remarks_are_whole_in_json_and_those_of_what_is_not_called_clean_are_none(
    here: CommandLine,
) -> None:
    long = "la souris rit " * 40
    remarked(here, f"old;sain;{long}\nsan1;sain;en attente du CERT\ndc1;sain;RAS\n")
    assert [{"servers": ["old"], "heading": "Commentaire", "words": long.strip()}] == here.typed(
        "triage", "--from", "edr.csv", "--json"
    ).json["remarks"]
    shown = here.typed("triage", "--from", "edr.csv").out
    assert long.strip() not in shown and "la souris rit" in shown


def test_a_list_that_is_refused_shows_what_it_calls_infected(here: CommandLine) -> None:
    export(here, "")
    (here.folder / "edr.csv").write_text("Poste;Vu\nold;fichiers chiffrés\nnobody;R.A.S.\n")
    answer = here.typed("triage", "--from", "edr.csv", "--yes")
    assert answer.code == 1 and "--map verdict=COLUMN" in answer.err
    assert (
        "  row 2: old (fichiers chiffrés): the list could not be taken. To write it: chwapi-console mark old "
        "compromised"
    ) in answer.lines
    told = json.loads(here.typed("triage", "--from", "edr.csv", "--yes", "--json").out)
    assert (1, ["old"]) == (told["exit"], told["infected"][0]["servers"])
    assert "unknown" == here.state("old")
