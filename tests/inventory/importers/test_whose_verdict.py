"""Whose a verdict is, and of when: a backup is not its server, a tick beside a tick is a doubt, a day
and an hour are one moment. All lists are made up."""

import pytest

from inventory.importers.laid_lists import outcome

NEWEST = "2021-01-18 02:00"


@pytest.mark.parametrize("heading", ["Backup clean?", "Sauvegarde saine", "Sicherung sauber"])
def test_a_clean_of_a_backup_is_none_of_its_server(heading: str) -> None:
    told = outcome(
        f"Server;{heading};State;Checked\nadt1;yes;encrypted;{NEWEST}\npacs1;yes;clean;{NEWEST}\n"
        f"file1;no;clean;{NEWEST}\ndc1;yes;;{NEWEST}\n"
    )
    assert told == {"adt1": "compromised", "pacs1": "clean", "file1": "held", "dc1": "unknown"}


def test_a_verdict_of_a_backup_alone_calls_no_server_clean() -> None:
    told = outcome(f"Server;Verdict backup;Checked\nadt1;infected;{NEWEST}\npacs1;clean;{NEWEST}\n")
    assert told == {"adt1": "compromised", "pacs1": "held"}


@pytest.mark.parametrize("heading", ["À voir", "Nog te bekijken", "Suspect", "Pas contrôlé"])
@pytest.mark.parametrize("tick", ["X", "✓", "oui"])
def test_a_tick_below_a_doubt_holds_a_clean_back(heading: str, tick: str) -> None:
    told = outcome(
        f"Serveur;Sain;Infecté;{heading};Vu le\nadt1;;{tick};;{NEWEST}\npacs1;{tick};;;{NEWEST}\n"
        f"file1;{tick};;{tick};{NEWEST}\n"
    )
    assert told == {"adt1": "compromised", "pacs1": "clean", "file1": "held"}


@pytest.mark.parametrize(
    ("heading", "old"), [("SignatureAge", "412"), ("Alter der Signaturen", "30")]
)
def test_signatures_of_weeks_ago_know_nothing_of_tonight(heading: str, old: str) -> None:
    told = outcome(
        f"Host;Infected;{heading};Last scan\nadt1;yes;0;{NEWEST}\npacs1;no;1;{NEWEST}\n"
        f"file1;no;{old};{NEWEST}\n"
    )
    assert told == {"adt1": "compromised", "pacs1": "clean", "file1": "held"}


@pytest.mark.parametrize("order", ["Date;Heure", "Heure;Date"])
def test_a_day_and_an_hour_in_two_columns_are_one_moment(order: str) -> None:
    rows = [("adt1", "non", "17/01/2021", "21:00"), ("pacs1", "oui", "17/01/2021", "23h10")]
    rows += [("file1", "oui", "17/01/2021", "20:10"), ("dc1", "oui", "", "23:10")]
    swapped = order.startswith("H")
    text = "".join(
        ";".join((name, sound, *((hour, day) if swapped else (day, hour)))) + "\n"
        for name, sound, day, hour in rows
    )
    told = outcome(f"Serveur;Sain;{order}\n{text}")
    assert told == {"adt1": "compromised", "pacs1": "clean", "file1": "held", "dc1": "held"}


@pytest.mark.parametrize(
    ("heading", "well", "other"),
    [
        ("checks.yara", "no match", "match"),
        ("YARA", "no match", "timeout"),
        ("Loki", "done", "failed"),
        ("checks.persistence", "none", "scheduled task x1"),
        ("Detect Count", "0", "2"),
    ],
)
def test_one_look_of_several_that_found_something_or_failed_holds_a_clean_back(
    heading: str, well: str, other: str
) -> None:
    told = outcome(
        f"host;{heading};verdict;finished\nadt1;{other};infected;{NEWEST}\npacs1;{well};clean;{NEWEST}\n"
        f"file1;{other};clean;{NEWEST}\n"
    )
    assert told.pop("file1") in ("held", "compromised")
    assert told == {"adt1": "compromised", "pacs1": "clean"}


@pytest.mark.parametrize(
    "cell",
    [
        "<td><s>✅</s></td>",
        "<td><del><b>✅</b></del></td>",
        "<td><span style='text-decoration:line-through'>✅</span></td>",
        "<td style='text-decoration: line-through'>✅</td>",
    ],
)
def test_what_is_crossed_out_on_a_page_is_no_verdict(cell: str) -> None:
    text = (
        "<table><tr><th>Serveur</th><th>Sain</th><th>Vu le</th></tr>"
        f"<tr><td>adt1</td><td>❌</td><td>{NEWEST}</td></tr>"
        f"<tr><td>pacs1</td><td>✅</td><td>{NEWEST}</td></tr>"
        f"<tr><td>file1</td>{cell}<td>{NEWEST}</td></tr></table>"
    )
    told = outcome_of_page(text)
    assert (told["adt1"], told["pacs1"]) == ("compromised", "clean")
    assert told.get("file1") in ("asked", "held", None)


def outcome_of_page(text: str) -> dict[str, str]:
    """What a page says, read as a file is."""
    from chwapi_console.inventory.importers.lists import ReadingHints, grids_of

    grids, _ = grids_of(text.encode(), "page.html", ReadingHints())
    return outcome("\n".join(";".join(row.cells) for row in grids[0].rows))
