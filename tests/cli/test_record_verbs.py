"""`sync`, `audit`, `export` and the mirror, as they are typed."""

import json
import re
import shutil
import sqlite3
import subprocess
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backups import backed_up, put_back
from chwapi_console.session.session import Session
from cli.command_line import CommandLine
from cli.evidence_page import checked
from journal.forgeries import chained, written

AHEAD = "2226-10-10T22:44:35.246Z"
"""As of a host whose clock leapt."""


def copied(here: CommandLine, name: str) -> str:
    with (
        closing(sqlite3.connect(here.journal)) as ours,
        closing(sqlite3.connect(here.folder / name)) as copy,
    ):
        ours.backup(copy)
    return name


def test_a_stick_carries_acts_between_two_sites(here: CommandLine) -> None:
    (here.folder / "stick").mkdir()
    here.done("take", "san1")
    here.done("mark", "dc1", "restored", "--journal", "other.journal")
    assert "0 events received, 2 sent." in here.done("sync", "stick").lines
    assert (here.folder / "stick" / "inventory.journal").exists()
    shutil.move(
        here.folder / "stick" / "inventory.journal", here.folder / "stick" / "other.journal"
    )
    assert (
        "2 events received, 2 sent."
        in here.done("sync", "stick", "--journal", "other.journal").lines
    )
    assert {
        "schema": 1,
        "received": 2,
        "sent": 0,
        "conflicts": [],
        "forks": [],
        "refused": [],
        "other_plans": [],
    } == here.done("sync", "stick/other.journal", "--json").json
    assert "restored" == here.state("dc1")


def test_a_sync_says_what_came_up_and_what_is_in_conflict(here: CommandLine) -> None:
    here.done("note", "old", "x")
    copied(here, "copy.journal")
    here.done("mark", "san1", "restored")
    here.done(
        "mark", "san1", "sql1", "dc2", "restored", "--journal", "copy.journal", "--operator", "ana"
    )
    answer = here.done("sync", "copy.journal")
    assert "In conflict: san1. Look with show, then settle." in answer.lines
    assert ["san1"] == here.done("sync", "copy.journal", "--json").json["conflicts"]
    here.done("settle", "san1", "restored", "--reason", "both were there")
    assert {"PACS is up.", "Bloc IMC is up, without Messagerie."} <= set(answer.lines)
    assert [] == here.done("sync", "copy.journal", "--json").json["conflicts"]


def forked(here: CommandLine) -> None:
    """The journal was put back from a backup after a peer had seen more of it, and went on."""
    here.done("note", "old", "first")
    backup = backed_up(here.journal)
    here.done("note", "old", "lost by the backup")
    copied(here, "peer.journal")
    put_back(backup, here.journal)
    here.done("note", "old", "said after it")


def test_a_fork_is_named_with_5_and_keep_fork_saves_the_acts_of_both(here: CommandLine) -> None:
    forked(here)
    refused = here.typed("sync", "peer.journal")
    assert 5 == refused.code
    assert "was forked: its event 3 here is by dba" in refused.err
    kept = here.done("sync", "peer.journal", "--keep-fork").lines[1]
    assert kept.endswith("was forked at 3; the acts of both branches are kept.")
    for journal in ("inventory.journal", "peer.journal"):
        notes = here.done("show", "old", "--json", "--journal", journal).json["notes"]
        assert {"first", "lost by the backup", "said after it"} == {note["text"] for note in notes}
        assert 3 == len(notes)
    told = [line for line in here.done("log").lines if "said after it" in line]
    (first, again) = sorted(told, key=lambda line: "fork" in line)
    assert "fork" not in first
    assert again.endswith(f"(the same act as {first.split()[1]}, kept from a fork)"), (first, again)
    (elsewhere,) = [
        line
        for line in here.done("log", "--journal", "peer.journal").lines
        if "said after it" in line
    ]
    assert re.search(r"\(act 3 of \S+, kept from a fork\)$", elsewhere)
    assert 0 == here.typed("sync", "peer.journal").code


def test_a_sync_says_what_it_made_and_makes_no_file_named_like_a_folder(here: CommandLine) -> None:
    here.done("take", "san1")
    for name in ("stick2", "stick.d/"):
        answer = here.typed("sync", name)
        assert (1, True) == (answer.code, "mkdir stick" in answer.err)
    assert (
        "new.journal was not there: it is a new journal now, one file."
        in here.done("sync", "new.journal").lines
    )
    assert not any("was not there" in line for line in here.done("sync", "new.journal").lines)
    assert "newer.journal" == here.done("sync", "newer.journal", "--json").json["made"]


def test_an_exercise_is_not_mixed_with_the_night_unless_somebody_means_it(
    here: CommandLine,
) -> None:
    """It may be on the stick since last week, and by the same plan but for `drill`."""
    plan = here.plan.read_text(encoding="utf-8")
    (here.folder / "exercise").mkdir()
    exercise = here.folder / "exercise" / "inventory.toml"
    exercise.write_text(plan.replace("[incident]", "[incident]\ndrill = true", 1), "utf-8")
    here.done("mark", "dc1", "restored", "--yes", "-i", str(exercise))
    refused = here.typed("sync", "exercise")  # before the first act here
    assert (3, True) == (refused.code, "incident, Nuit blanche (an exercise)" in refused.err)
    assert "sync exercise/inventory.journal --yes" in refused.err.replace(
        str(here.folder) + "/", ""
    )
    here.done("note", "dc1", "tonight")
    assert 3 == here.typed("sync", "exercise").code
    back = here.typed("sync", "inventory.journal", "-i", str(exercise))
    assert (3, True) == (back.code, "Nuit blanche (no exercise)" in back.err)
    assert "compromised" == here.done("show", "dc1", "--json").json["state"]
    here.done("sync", "exercise", "--yes")
    assert "restored" == here.done("show", "dc1", "--json").json["state"]
    here.done("sync", "exercise")  # they share an incident now


def test_an_exercise_takes_no_act_into_the_record_of_the_night(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the journal is named for the whole host."""
    here.done("note", "dc1", "tonight")
    monkeypatch.setenv("CHWAPI_JOURNAL", str(here.journal))
    plan = here.plan.read_text(encoding="utf-8")
    (here.folder / "exercise").mkdir()
    exercise = str(here.folder / "exercise" / "inventory.toml")
    Path(exercise).write_text(plan.replace("[incident]", "[incident]\ndrill = true", 1), "utf-8")
    before = here.done("log", "--json").lines
    refused = here.typed("mark", "dc1", "restored", "--yes", "-i", exercise)
    assert (3, True) == (
        refused.code,
        "is the record of Nuit blanche, which is none" in refused.err,
    )
    assert before == here.done("log", "--json").lines
    own = str(here.folder / "exercise" / "inventory.journal")
    here.done("mark", "dc1", "restored", "--yes", "-i", exercise, "--journal", own)


def test_a_plan_that_was_given_another_name_still_shares_the_one_it_had(here: CommandLine) -> None:
    here.done("note", "dc1", "before")
    (here.folder / "stick").mkdir()
    here.done("sync", "stick")
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(text.replace('"Nuit blanche"', '"La nuit"', 1), encoding="utf-8")
    here.done("sync", "stick")


def test_a_sync_that_cannot_be_is_refused(here: CommandLine) -> None:
    here.done("note", "old", "x")
    assert (
        1,
        "nowhere: there is no such folder. Name a journal, or the folder that it is in.\n",
    ) == ((answer := here.typed("sync", "nowhere/x.journal")).code, answer.err)
    assert (1, "inventory.journal is this very journal. Name another one.\n") == (
        (answer := here.typed("sync", "inventory.journal")).code,
        answer.err,
    )
    (here.folder / "text.txt").write_text("no database, but long enough to be taken for one" * 9)
    assert 4 == here.typed("sync", "text.txt").code
    assert 4 == here.typed("sync", "x.journal", "--read-only").code


def test_people_who_act_by_another_plan_are_named(here: CommandLine) -> None:
    here.done("note", "old", "x", "--operator", "ana")
    copied(here, "peer.journal")
    here.plan.write_text(here.plan.read_text() + "\n# edited\n")
    here.done("note", "old", "by the new plan")
    assert not any("another plan" in line for line in here.done("sync", "peer.journal").lines)
    (here.folder / "old.toml").write_text(here.plan.read_text().replace("\n# edited\n", ""))
    here.done(
        "note",
        "old",
        "by the old plan",
        "-i",
        "old.toml",
        "--journal",
        "peer.journal",
        "--operator",
        "ana",
    )
    answer = here.done("sync", "peer.journal")
    assert any(line.startswith("Others act by another plan: ana on") for line in answer.lines)
    here.done("note", "old", "y", "--journal", "peer.journal", "--operator", "ana")
    assert not any("another plan" in line for line in here.done("sync", "peer.journal").lines)


def test_audit_says_what_it_read_and_what_no_chain_can_show(here: CommandLine) -> None:
    assert ["The record is empty."] == here.done("audit").lines
    here.done("take", "san1")
    lines = here.done("audit").lines
    assert "The record holds together: 2 events of 1 origin, every stored byte read." == lines[0]
    assert any(line.startswith("Head code: ") for line in lines)
    assert "cannot show that its end was cut off" in lines[-1]


def test_audit_finds_a_code_again_and_shows_what_came_after(here: CommandLine) -> None:
    here.done("take", "san1")
    code = here.done("queue", "--json").json["head"]
    here.done("mark", "san1", "restored")
    lines = here.done("audit", "--head", code.lower()).lines
    assert any(
        f"{code.lower()} is in this record:" in line and "It vouches for 2 of 3 events." in line
        for line in lines
    )
    assert any("san1 restored" in line for line in lines)
    asked = here.done("audit", "--json", "--head", code).json["asked"]
    assert (True, 2, ["san1"]) == (
        asked["found"],
        asked["vouched"],
        [e["subject"] for e in asked["after"]],
    )
    other = here.done("queue", "--json").json["head"]
    (here.folder / "inventory.journal").unlink()
    here.done("take", "san1")
    gone = here.typed("audit", "--head", other)
    assert (5, True) == (gone.code, any("is not in this record" in line for line in gone.lines))
    assert 1 == here.typed("audit", "--head", other[:-1] + ("0" if other[-1] != "0" else "1")).code


def test_audit_ends_with_5_when_an_event_was_changed(here: CommandLine) -> None:
    here.done("note", "old", "the truth")
    with closing(sqlite3.connect(here.journal)) as connection:
        connection.execute("DROP TRIGGER event_is_never_updated")
        connection.execute(
            "UPDATE event SET body = CAST(replace(body, 'truth', 'trutH') AS BLOB) WHERE seq = 2"
        )
        connection.commit()
    answer = here.typed("audit")
    assert 5 == answer.code
    assert any(
        " 2: was changed: it is not what its place, id and hash in the file say." in line
        for line in answer.lines
    )
    found = here.typed("audit", "--json").json
    assert (False, [2]) == (found["sound"], [m["seq"] for m in found["misfits"]])
    trigger, seen = found["file_faults"]
    assert "event_is_never_updated is missing" in trigger
    assert "the last of them is not in it now" in seen
    assert "was changed" in here.typed("queue").err


@pytest.fixture
def evidence(here: CommandLine) -> Path:
    """An export, unpacked."""
    here.done("mark", "san1", "dc1", "restored")
    here.done("note", "old", 'tricky "prev":"' + "f" * 64 + '" and "saw":{} in a note')
    copied(here, "peer.journal")
    here.done("mark", "dc2", "restored", "--journal", "peer.journal", "--operator", "ana")
    here.done("sync", "peer.journal")
    here.done("export", "evidence", "night.zip", "--purpose", "police, PV 12")
    with zipfile.ZipFile(here.folder / "night.zip") as archive:
        archive.extractall(here.folder / "unpacked")
    return here.folder / "unpacked"


def test_what_the_page_says_checks_the_evidence_without_this_program(evidence: Path) -> None:
    done = checked(evidence)
    assert (0, "") == (done.returncode, done.stderr)
    assert "state.json: OK" in done.stdout


def test_the_page_is_the_same_in_french_but_for_its_words(
    here: CommandLine, evidence: Path
) -> None:
    here.done("export", "evidence", "nuit.zip", "--purpose", "assurance", "--lang", "fr")
    with zipfile.ZipFile(here.folder / "nuit.zip") as archive:
        archive.extractall(here.folder / "fr")
    assert 0 == checked(here.folder / "fr").returncode
    page = (here.folder / "fr" / "READ-ME.txt").read_text(encoding="utf-8")
    assert "Exporté par dba" in page
    assert "exercice" not in page


def test_the_page_of_a_drill_says_that_it_was_one(here: CommandLine) -> None:
    plan = here.folder / "inventory.toml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("[incident]", "[incident]\ndrill = true", 1),
        encoding="utf-8",
    )
    here.done("export", "evidence", "drill.zip", "--purpose", "training")
    with zipfile.ZipFile(here.folder / "drill.zip") as archive:
        assert "By its plan this is an exercise" in archive.read("READ-ME.txt").decode()


def test_evidence_of_a_record_that_was_forked_checks_too(here: CommandLine) -> None:
    forked(here)
    here.done("note", "old", "seen by the peer", "--journal", "peer.journal")
    here.done("sync", "peer.journal", "--keep-fork")
    here.done("export", "evidence", "fork.zip", "--purpose", "x")
    with zipfile.ZipFile(here.folder / "fork.zip") as archive:
        archive.extractall(here.folder / "fork")
    assert 0 == (done := checked(here.folder / "fork")).returncode, done.stdout


def test_evidence_of_a_record_in_which_others_claim_to_have_seen_anything_checks_and_names_it(
    here: CommandLine,
) -> None:
    here.done("note", "old", "x")
    looks_so = {"text": "x", "zz": {"saw": {"o": [1, "ab" * 32]}}}
    nowhere = {"ab" * 32: [1, "cd" * 32], "a}b": [2, "ef" * 32]}
    written(here.folder / "peer.journal", chained([{"data": looks_so}, {"saw": nowhere}]))
    here.done("sync", "peer.journal")
    here.done("audit")
    here.done("export", "evidence", "e.zip", "--purpose", "x")
    with zipfile.ZipFile(here.folder / "e.zip") as archive:
        archive.extractall(here.folder / "e")
    assert 0 == (done := checked(here.folder / "e")).returncode, done.stdout
    loose = (here.folder / "e" / "loose.txt").read_text(encoding="utf-8").splitlines()
    assert [f'"{"ab" * 32}":[1,"{"cd" * 32}"]', f'"a}}b":[2,"{"ef" * 32}"]'] == loose
    (here.folder / "e" / "loose.txt").write_text(loose[0] + "\n", encoding="utf-8")
    subprocess.run(
        "sha256sum $(cut -c 67- SHA256SUMS) > new; mv new SHA256SUMS",
        shell=True,
        cwd=here.folder / "e",
        check=True,
    )
    assert "an event rests on one that is not here" in checked(here.folder / "e").stdout


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("events/*.jsonl", '"operator":"ana"', '"operator":"bob"'),
        ("plans/*.toml", "Bloc IMC", "Bloc XYZ"),
    ],
)
def test_an_edit_is_found_even_when_the_sums_are_made_to_fit(
    evidence: Path, file: str, old: str, new: str
) -> None:
    edited = [path for path in evidence.glob(file) if old in path.read_text(encoding="utf-8")]
    for path in edited:
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert edited
    assert 0 != checked(evidence).returncode
    subprocess.run(
        "sha256sum $(cut -c 67- SHA256SUMS) > new; mv new SHA256SUMS",
        shell=True,
        cwd=evidence,
        check=True,
    )
    assert 0 != checked(evidence).returncode


def test_a_line_taken_out_is_found(evidence: Path) -> None:
    path = next(
        path for path in evidence.glob("events/*.jsonl") if len(path.read_text().splitlines()) > 2
    )
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], *lines[2:]]), encoding="utf-8")
    subprocess.run(
        "sha256sum $(cut -c 67- SHA256SUMS) > new; mv new SHA256SUMS",
        shell=True,
        cwd=evidence,
        check=True,
    )
    assert "does not fit" in checked(evidence).stdout


def test_who_exported_when_and_what_for_is_in_the_record_and_in_the_archive(
    here: CommandLine, evidence: Path
) -> None:
    (event,) = [
        e
        for line in here.done("log", "--json").lines
        if (e := json.loads(line))["kind"] == "exported"
    ]
    assert ("dba", "police, PV 12") == (event["operator"], event["data"]["purpose"])
    about = json.loads((evidence / "about.json").read_text(encoding="utf-8"))
    assert ("dba", "police, PV 12", 7) == (about["operator"], about["purpose"], about["events"])
    state = json.loads((evidence / "state.json").read_text(encoding="utf-8"))
    assert ("restored", "down") == (state["servers"]["dc2"]["state"], state["services"]["mail"])
    assert "police" in (evidence / "log.txt").read_text(encoding="utf-8")
    assert any("the record was exported (police, PV 12)" in line for line in here.done("log").lines)


def test_an_export_needs_a_purpose_an_operator_and_a_new_file(here: CommandLine) -> None:
    assert 1 == here.typed("export", "evidence", "x.zip").code
    assert 1 == here.typed("export", "evidence", "x.zip", "--purpose", "  ").code
    assert 2 == here.typed("export", "everything", "x.zip", "--purpose", "x").code
    here.done("export", "evidence", "x.zip", "--purpose", "x")
    again = here.typed("export", "evidence", "x.zip", "--purpose", "x")
    assert (1, "x.zip is there already. Name another file.\n") == (again.code, again.err)
    assert 4 == here.typed("export", "evidence", "nowhere/x.zip", "--purpose", "x").code
    assert 0o600 == (here.folder / "x.zip").stat().st_mode & 0o777


def test_a_mirror_has_every_act_and_gives_them_back(here: CommandLine) -> None:
    (here.folder / "stick").mkdir()
    here.done("take", "san1", "--mirror", "stick")
    here.done("note", "old", "without the stick")
    here.done("mark", "san1", "restored", "--mirror", "stick")
    for path in here.folder.glob("inventory.journal*"):
        path.unlink()
    assert "restored" == here.done("show", "san1", "--json", "--mirror", "stick").json["state"]
    assert ["without the stick"] == [
        note["text"] for note in here.done("show", "old", "--json").json["notes"]
    ]


def test_a_mirror_that_is_not_there_is_said_and_hinders_no_act(here: CommandLine) -> None:
    answer = here.done("take", "san1", "--mirror", "pulled out")
    assert (
        "The mirror lags behind, acts are in the journal only. pulled out: there is no such folder."
        in answer.err
    )
    (here.folder / "pulled out").mkdir()
    assert "" == here.done("queue", "--mirror", "pulled out").err
    assert (
        "restoring"
        == here.done("show", "san1", "--json", "--journal", "pulled out/inventory.journal").json[
            "state"
        ]
    )


def test_following_goes_on_after_an_event_that_is_named(here: CommandLine) -> None:
    here.done("note", "old", "first")
    last = here.events()[-1]["id"]
    here.done("note", "old", "second")
    here.done("note", "old", "from elsewhere", "--journal", "other.journal")
    here.done("sync", "other.journal")
    texts = [
        json.loads(line)["data"].get("text", "")[:20]
        for line in here.done("log", "--json", "--since", last).lines
    ]
    assert ["second", "from elsewhere"] == [text for text in texts if text]


def test_a_mirror_in_the_journals_own_folder_is_refused(here: CommandLine) -> None:
    assert 1 == here.typed("note", "old", "x", "--mirror", ".").code
    assert not here.journal.exists()


def test_an_export_that_cannot_be_written_is_not_journalled(here: CommandLine) -> None:
    here.done("note", "old", "x")
    assert 4 == here.typed("export", "evidence", "nowhere/x.zip", "--purpose", "x").code
    assert "exported" not in here.done("log").out


def test_a_head_code_vouches_for_nothing_in_a_record_that_does_not_hold_together(
    here: CommandLine,
) -> None:
    here.done("note", "old", "first")
    here.done("note", "old", "second")
    code = here.done("queue", "--json").json["head"]
    with closing(sqlite3.connect(here.journal)) as connection:
        connection.execute("DROP TRIGGER event_is_never_updated")
        connection.execute(
            "UPDATE event SET body = CAST(replace(body, 'first', 'worst') AS BLOB) WHERE seq = 2"
        )
        connection.commit()
    answer = here.typed("audit", "--head", code)
    assert (5, True) == (
        answer.code,
        any("It vouches for nothing" in line for line in answer.lines),
    )


def test_bare_undo_stops_at_what_settled_a_conflict_and_takes_back_nothing_older(
    here: CommandLine,
) -> None:
    here.done("note", "old", "x")
    copied(here, "copy.journal")
    here.done("mark", "san1", "restored")
    here.done("mark", "san1", "clean", "--journal", "copy.journal", "--operator", "ana")
    here.done("sync", "copy.journal")
    here.done("take", "dc1")
    here.done("settle", "san1", "restored", "--reason", "seen")
    answer = here.typed("undo")
    assert (3, True) == (
        answer.code,
        answer.err.startswith("san1: what settled a conflict is not undone"),
    )
    assert "restoring" == here.state("dc1")


@pytest.mark.parametrize("at", ["inventory.journal", "peer.journal"])
@pytest.mark.parametrize("text", ["lost by the backup", "said after it"])
def test_an_act_that_a_fork_had_said_anew_is_taken_back_everywhere_and_comes_back_everywhere(
    here: CommandLine, at: str, text: str
) -> None:
    forked(here)
    here.done("sync", "peer.journal", "--keep-fork")
    (note,) = [note for note in notes_at(here, at) if note["text"] == text]
    undo = here.done("undo", note["event"], "--journal", at, "--json").json["events"][0]["event"]
    here.done("sync", "peer.journal", "--keep-fork")
    for journal in ("inventory.journal", "peer.journal"):
        assert {"first", "lost by the backup", "said after it"} - {text} == {
            note["text"] for note in notes_at(here, journal)
        }
    here.done("undo", undo, "--journal", "inventory.journal")
    here.done("sync", "peer.journal", "--keep-fork")
    for journal in ("inventory.journal", "peer.journal"):
        assert {"first", "lost by the backup", "said after it"} == {
            note["text"] for note in notes_at(here, journal)
        }


def notes_at(here: CommandLine, journal: str) -> list[dict[str, str]]:
    notes: list[dict[str, str]] = here.done("show", "old", "--json", "--journal", journal).json[
        "notes"
    ]
    return notes


def without(here: CommandLine, table: str) -> None:
    """Somebody with a database shell took a table out of the journal."""
    with closing(sqlite3.connect(here.journal)) as connection:
        connection.execute(f"DROP TABLE {table}")
        connection.commit()


def test_a_journal_without_its_table_of_own_origins_is_read_found_out_and_goes_on_under_another(
    here: CommandLine,
) -> None:
    here.done("note", "old", "first")
    without(here, "own_origin")
    found = here.typed("audit")
    assert (5, "") == (found.code, found.err)
    assert found.lines[0].startswith("The file has lost its table of own origins")
    assert (0, 5) == (
        here.typed("log", "--read-only").code,
        here.typed("audit", "--json", "--read-only").code,
    )
    here.done("note", "old", "second")
    assert ["first", "second"] == [
        note["text"] for note in here.done("show", "old", "--json").json["notes"]
    ]
    assert [
        "The record holds together: 4 events of 2 origins, every stored byte read."
    ] == here.done("audit").lines[:1]


def test_a_console_that_is_open_goes_on_when_the_table_of_own_origins_is_taken_out(
    here: CommandLine,
) -> None:
    with closing(Session(here.plan, operator="dba")) as session:
        session.acts.note("old", "first")
        without(here, "own_origin")
        session.acts.note("old", "second")
        assert 2 == len(session.look().situation.notes["old"])
    assert 0 == here.done("audit").code


def test_a_journal_without_its_table_of_events_is_not_taken_for_an_empty_one(
    here: CommandLine,
) -> None:
    here.done("note", "old", "first")
    without(here, "event")
    for words in (["audit"], ["queue"], ["note", "old", "second"]):
        answer = here.typed(*words)
        assert (4, True) == (answer.code, "has lost its table of events" in answer.err)


def test_audit_says_how_old_the_last_act_is_and_what_a_plain_copy_lacks(here: CommandLine) -> None:
    here.done("note", "old", "first")
    with closing(Session(here.plan, operator="lead")) as session:
        session.acts.note("old", "only beside the file")
        answer = here.done("audit")
        assert (
            "1 event stands only in the -wal beside the file, so a plain copy of the file lacks "
            "it: copy with sync." in answer.lines
        )
        assert 1 == here.done("audit", "--json").json["beside"]
        shutil.copy(here.journal, here.folder / "copy.journal")
    assert "The last act in it is 0 min old: " in here.done("audit").out
    assert [0, False] == [here.done("audit", "--json").json[key] for key in ("beside", "copied")]
    copy = here.done("audit", "--journal", "copy.journal")
    assert "This file is a plain copy" in copy.out
    assert here.done("audit", "--journal", "copy.journal", "--json").json["copied"]


def test_audit_says_of_an_act_dated_after_now_that_it_is_so(here: CommandLine) -> None:
    written(here.folder / "ahead.journal", chained([{"subject": "dc1", "at": AHEAD}]))
    here.done("sync", "ahead.journal")
    said = here.done("audit").out
    assert "The last act in it is dated " in said
    assert "2226 " in said
    assert "later than it is by this clock: eve: dc1: note: hello" in said


def test_a_copy_by_sync_is_not_called_a_plain_one(here: CommandLine) -> None:
    here.done("note", "old", "first")
    here.done("sync", "other.journal")
    assert "plain copy" not in here.done("audit", "--journal", "other.journal").out


def test_the_help_names_sync_as_the_way_to_copy(here: CommandLine) -> None:
    assert "To copy the journal, say chwapi-console sync FOLDER" in " ".join(
        here.done("--help").out.split()
    )


def test_an_export_with_a_dead_battery_is_made_all_the_same(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.done("note", "old", "x")
    monkeypatch.setattr(
        "chwapi_console.session.session.Session.now",
        lambda session: datetime(1970, 1, 2, tzinfo=UTC),
    )
    here.done("export", "evidence", "e.zip", "--purpose", "police")
    with zipfile.ZipFile(here.folder / "e.zip") as archive:
        assert {1980} == {entry.date_time[0] for entry in archive.infolist()}


def test_what_stands_behind_the_end_of_options_is_a_word(here: CommandLine) -> None:
    here.done("note", "old", "--", "--version")
    assert "--version" in here.done("log").out


@pytest.mark.parametrize("asked", ["--version", "--help", "-h"])
def test_a_word_that_an_option_takes_is_refused_and_answered_with_no_page(
    here: CommandLine, asked: str
) -> None:
    answer = here.typed("mark", "old", "blocked", "--reason", asked)
    assert (2, "") == (answer.code, answer.out)
    assert here.done("mark", "old", "--reason", "r", asked).out


def test_the_journal_itself_is_no_mirror_by_whatever_name(here: CommandLine) -> None:
    here.done("note", "old", "x")
    (here.folder / "m").mkdir()
    (here.folder / "m" / "inventory.journal").symlink_to(here.journal)
    refused = here.typed("note", "old", "y", "--mirror", "m")
    assert (1, True) == (refused.code, "is the journal itself, by another name" in refused.err)
    (here.folder / "loop").symlink_to("loop")
    assert "The mirror lags behind" in here.typed("note", "old", "z", "--mirror", "loop").err


def test_a_name_that_no_disk_takes_is_said(here: CommandLine) -> None:
    refused = here.typed("sync", "b" * 300)
    assert (1, True) == (refused.code, "File name too long" in refused.err)
