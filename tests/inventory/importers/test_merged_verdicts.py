"""An empty verdict below an infection may be the same merged cell: it is told by name, and no clean is carried
down. All lists are made up."""

import pytest

from inventory.importers.laid_lists import laid, outcome

D = "18/01/2021"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            f"Verdict;Serveurs;Date\nInfectés;adt1;{D}\n;pacs1;{D}\nSains;dc1;{D}\n;file1;{D}\n",
            {"adt1": "compromised", "pacs1": "hit", "dc1": "clean", "file1": "unknown"},
        ),
        (
            f"Verdict;Server;Date\ninfected;adt1;{D}\n;pacs1;{D}\n;dc1;{D}\n",
            {"adt1": "compromised", "pacs1": "hit", "dc1": "hit"},
        ),
        (
            f"Site;Serveur;Verdict;Date\nIMC;adt1;Infecté;{D}\n;dc1;;{D}\nUnion;pacs1;Infecté;{D}\n;file1;;{D}\n",
            {"adt1": "compromised", "dc1": "hit", "pacs1": "compromised", "file1": "hit"},
        ),
        (
            f"Verdict;Server;Date\nsuspicious;adt1;{D}\n;pacs1;{D}\n",
            {"adt1": "hit", "pacs1": "hit"},
        ),
        (
            f"Server;Verdict;Date\nadt1;infected;{D}\npacs1;;{D}\ndc1;clean;{D}\nfile1;;{D}\n",
            {"adt1": "compromised", "pacs1": "hit", "dc1": "clean", "file1": "unknown"},
        ),
        (
            f"Server;Verdict;Date\nadt1;infected;{D}\npacs1;;\ndc1;infected;{D}\nfile1;;\nweb-imc;clean;{D}\n",
            {
                "adt1": "compromised",
                "pacs1": "hit",
                "dc1": "compromised",
                "file1": "hit",
                "web-imc": "clean",
            },
        ),
        (
            f"Server;Verdict;Date\nadt1;infected;{D}\npacs1;;\nfile1;;\ndc1;infected;{D}\nweb-imc;;\n",
            {
                "adt1": "compromised",
                "pacs1": "unknown",
                "file1": "unknown",
                "dc1": "compromised",
                "web-imc": "unknown",
            },
        ),
        (
            f"Infected;Server;Date\nyes;adt1;{D}\n;pacs1;{D}\nno;dc1;{D}\n;file1;{D}\n",
            {"adt1": "compromised", "pacs1": "hit", "dc1": "clean"},
        ),
    ],
)
def test_an_empty_verdict_below_an_infection_is_told_by_name(
    text: str, told: dict[str, str]
) -> None:
    found = {server: said for server, said in outcome(text).items() if said != "asked"}
    assert told == found


def test_it_is_said_what_stands_above_the_empty_cell() -> None:
    hit = laid(f"Verdict;Server;Date\nInfected;adt1;{D}\n;pacs1;{D}\n").hits[0]
    assert ("pacs1", "Infected", ("pacs1",)) == (hit.name, hit.words, tuple(hit.servers))
    assert "If the cells were merged" in str(hit.why)


def test_a_clean_in_another_column_does_not_hide_an_infection_that_may_be_merged() -> None:
    found = laid(
        f"Verdict;Server;Scan result;Date\nInfected;adt1;clean;{D}\n;pacs1;clean;{D}\nClean;dc1;clean;{D}\n"
    )
    assert ["pacs1"] == [hit.name for hit in found.hits]
    assert "pacs1" not in found.verdicts
    assert "pacs1" in found.held


@pytest.mark.parametrize(
    "text",
    [
        f"Server;Verdict;Date\nadt1;infected;{D}\npacs1;;{D}\ndc1;clean;{D}\n",
        f"Server;Verdict;Date\nadt1;infected;{D}\npacs1;;{D}\nfile1;infected;{D}\ndc1;;{D}\n",
        f"Infected;Server;Date\nx;adt1;{D}\n;pacs1;{D}\nx;dc1;{D}\n;file1;{D}\n",
        '[{"verdict": "infected", "host": "adt1"}, {"verdict": null, "host": "pacs1"}]',
    ],
)
def test_what_is_empty_for_want_of_a_verdict_is_no_finding(text: str) -> None:
    assert not laid(text).hits
    assert outcome(text).get("pacs1") in ("unknown", None)
