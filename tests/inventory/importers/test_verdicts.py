"""What an EDR or a scanner says is read as a verdict only where it is one."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.columns.verdict_columns import sense_of
from chwapi_console.inventory.importers.exports.objects import grids_of_json, looks_like_json
from chwapi_console.inventory.importers.servers.matching import Register
from chwapi_console.inventory.importers.tables.tables import Grid, grid_of_text
from chwapi_console.inventory.importers.verdicts.verdicts import VerdictSaid, taking, verdicts_in
from chwapi_console.inventory.importers.words.verdict_meaning import meaning_of
from hospitals import plan_of


def said(grid: Grid, *maps: str, meanings: tuple[str, ...] = ()) -> dict[str, str]:
    """By name what is meant, `clean` with its doubts; or the words that nobody understood."""
    return {row.name: _told(row) for row in verdicts_in(grid, taking(grid, maps, meanings))}


def _told(row: VerdictSaid) -> str:
    if row.means is None:
        return "no verdict: " + ", ".join(row.strange)
    return " but ".join((row.means, *map(str, row.doubts if row.means == "clean" else ())))


def csv(text: str) -> Grid:
    return grid_of_text(text.encode("cp1252"))


@pytest.mark.parametrize(
    ("heading", "word", "verdict"),
    [
        ("Verdict", "Infected", "compromised"),
        ("Statut infection", "Sain", "clean"),
        ("Infection Status", "Not scanned", "unknown"),
        ("Statut", "Aucune menace", "clean"),
        ("Resultaat", "Besmet", "compromised"),
        ("Infected", "no", "clean"),
        ("Infecté", "Oui", "compromised"),
        ("Compromised", "1", "compromised"),
        ("État", "", "unknown"),
        ("Status", "Suspect", "suspected"),
    ],
)
def test_verdicts_are_known_by_their_words_in_three_languages(
    heading: str, word: str, verdict: str
) -> None:
    assert {"dc1": verdict} == said(csv(f"Hostname;{heading}\ndc1;{word}\n"))


@pytest.mark.parametrize("word", ["Healthy", "Active", "Protected", "true", "0", "ok", "Online"])
def test_a_word_that_is_no_verdict_is_listed_until_somebody_gives_it_a_meaning(word: str) -> None:
    table = csv(f"Hostname;Status\ndc1;{word}\n")
    assert {"dc1": f"no verdict: {word}"} == said(table)
    assert {"dc1": "clean"} == said(table, meanings=(f"{word}=clean",))


def test_columns_can_be_named_and_what_is_missing_is_said() -> None:
    assert {"dc1": "clean"} == said(csv("dc1;x;sain\n"), "name=1", "verdict=3")
    with pytest.raises(RequestError, match="--map verdict=COLUMN"):
        said(csv("Hostname;Site\ndc1;imc\n"))
    with pytest.raises(RequestError, match="--map name=COLUMN"):
        said(csv("Status;Site\nsain;imc\nsain;imc\n"))
    with pytest.raises(RequestError, match="gives no word a meaning"):
        said(csv("Hostname;Status\ndc1;sain\n"), meanings=("sain=bien",))


@pytest.mark.parametrize(
    "word",
    ["Clean?", "≠ clean", "!clean", "❌ sain", "c\u0336lean", "clean, but seen yesterday", "-0"],
)
def test_a_sign_beside_a_word_makes_it_another_word(word: str) -> None:
    assert "clean" not in said(grid_of_text(f"Hostname;Infected\ndc1;{word}\n".encode())).values()


def test_of_two_columns_the_most_cautious_counts_and_what_is_not_understood_in_one_is_not_clean() -> (
    None
):
    assert {"dc1": "compromised"} == said(csv("name;verdict;infected\ndc1;clean;yes\n"))
    assert {"dc1": "compromised"} == said(csv("name;verdict;verdict\ndc1;clean;compromised\n"))
    assert {"dc1": "no verdict: W32/Foo.A"} == said(
        csv("name;verdict;detection\ndc1;clean;W32/Foo.A\n")
    )
    assert {"dc1": "clean"} == said(
        csv("name;verdict;infected\ndc1;clean;yes\n"), "verdict=verdict"
    )


def test_a_row_whose_columns_may_be_shifted_is_never_clean_and_is_infected_where_any_cell_says_so() -> (
    None
):
    assert (
        "shifted"
        in said(csv("name,comment,verdict\ndc1,looked at by the team, is it,clean\n"), "verdict=4")[
            "dc1"
        ]
    )
    assert {"dc1": "compromised"} == said(
        csv("name,comment,verdict\ndc1,looked at by the team, clean,compromised\n")
    )
    assert {"dc1": "compromised"} == said(
        csv('name,comment,verdict\ndc1,"was, clean, before,compromised\n')
    )
    assert "shifted" in said(csv('name,verdict,comment\ndc1,clean,"was, before\n'))["dc1"]


def test_headings_of_verdicts_are_known_beside_headings_that_nobody_knows() -> None:
    assert {"dc1": "clean"} == said(
        csv("Hostname,Verdict,Last seen,Agent version\ndc1,clean,today,7\n")
    )
    assert {"dc1": "clean"} == said(
        csv("Hostname,Finding,Last seen,Agent version\ndc1,clean,today,7\n"), "verdict=Finding"
    )


def test_a_word_of_the_rows_is_no_heading_that_hides_the_rows_above_it() -> None:
    table = csv("Hostname;Finding\ndc1;infected\ndc2;compromised\ndc3;clean\n")
    found = said(table)
    assert ("compromised", "compromised") == (found["dc1"], found["dc2"])
    assert found["dc3"].startswith("clean but nothing above the column says that it holds verdicts")
    assert {"dc1": "compromised", "dc2": "compromised", "dc3": "clean"} == said(
        table, "verdict=Finding"
    )


def one_grid(text: str, *asked: str) -> Grid:
    (grid,) = grids_of_json(text.encode(), "x.json", asked)
    return grid


def test_json_is_read_as_a_list_as_lines_and_from_within_an_object() -> None:
    one, two = (
        {"host": {"name": "dc1"}, "verdict": "infected"},
        {"host": {"name": "dc2"}, "verdict": "clean"},
    )
    for text in (
        json.dumps([one, two]),
        json.dumps(one) + "\n" + json.dumps(two),
        json.dumps({"data": {"items": [one, two]}}),
    ):
        assert looks_like_json(text.encode())
        assert {"dc1": "compromised", "dc2": "clean"} == said(one_grid(text))


def test_what_lies_within_an_object_is_taken_for_a_clean_only_when_that_is_said() -> None:
    grid = one_grid('[{"name": "dc1", "users": {"infected": "no"}}]')
    assert "--map verdict=COLUMN" in said(grid)["dc1"]
    assert {"dc1": "clean"} == said(grid, "verdict=users.infected")


def test_of_several_lists_somebody_says_which_and_a_page_of_an_export_is_refused() -> None:
    text = '{"clean": [{"name": "dc1"}], "infected": [{"name": "dc2"}]}'
    with pytest.raises(
        RequestError, match=r"x.json has several tables: clean \(1\), infected \(1\)"
    ):
        grids_of_json(text.encode(), "x.json")
    with pytest.raises(
        RequestError,
        match=r'x.json has no table "infecte". It has clean, infected. Did you mean "infected"\?',
    ):
        grids_of_json(text.encode(), "x.json", ["infecte"])
    assert ["clean", "infected"] == [
        grid.within for grid in grids_of_json(text.encode(), "x.json", ["Clean", "infected"])
    ]
    with pytest.raises(RequestError, match="one page of an export"):
        grids_of_json(b'{"count": 500, "next": "?page=2", "results": [{"name": "dc1"}]}', "x.json")


@pytest.mark.parametrize(
    "text", ["[1, 2]", "{}", "[{]", '{"a": "b"}', "[" * 100_000, "[" + "1" * 6_000 + "]"]
)
def test_json_without_a_list_of_objects_is_refused_in_words(text: str) -> None:
    with pytest.raises(RequestError, match=r"holds no list of objects|is no JSON that can be read"):
        one_grid(text)


def test_a_number_beyond_all_measure_is_no_name() -> None:
    assert "no name stands" in said(one_grid('[{"name": 1e300, "verdict": "clean"}]'))["clean"]


@given(
    st.lists(
        st.dictionaries(
            st.text("abcxyz019é_", min_size=1, max_size=5),
            st.one_of(
                st.none(),
                st.booleans(),
                st.integers(),
                st.text(max_size=5),
                st.lists(st.text(max_size=3), max_size=3),
            ),
            max_size=4,
        ),
        min_size=1,
        max_size=5,
    )
)
@example([{"0": "^[["}])
def test_any_list_of_objects_becomes_a_row_for_each(objects: list[dict[str, object]]) -> None:
    grid = one_grid(json.dumps(objects))
    assert len(objects) == len(grid.rows) - 1
    assert {len(row.cells) for row in grid.rows} == {len(grid.rows[0].cells)}


REGISTER = Register(
    plan_of("""
[servers]
dc1 = { site = "union", role = "x" }
dc1-imc = { site = "imc", role = "x" }
sql1 = { site = "imc", role = "x", address = "10.0.0.1" }
ris-imc = { site = "imc", role = "x" }
""")
)


@pytest.mark.parametrize(
    ("name", "site", "address", "servers"),
    [
        ("dc1", "", "", ["dc1", "dc1-imc"]),
        ("DC1", "IMC", "", ["dc1-imc"]),
        ("dc1", "Union", "", ["dc1"]),
        ("SQL1.chw.local", "", "", ["sql1"]),
        ("sql1", "Union", "", []),
        ("sql1", "Elsewhere", "", ["sql1"]),
        ("sql1", "", "10.9.9.9", []),
        ("sql1", "", "10.0.0.1", ["sql1"]),
        ("ris", "", "", ["ris-imc"]),
        ("ris", "Union", "", []),
        ("nobody", "", "10.0.0.1", []),
    ],
)
def test_a_name_means_the_servers_with_which_site_and_address_agree(
    name: str, site: str, address: str, servers: list[str]
) -> None:
    assert servers == REGISTER.meant(name, site, address).agreeing


def test_of_a_list_of_names_alone_it_is_said_how_all_are_called_infected() -> None:
    with pytest.raises(
        RequestError, match=r"names machines and says nothing of them.*--map verdict==compromised"
    ):
        taking(csv("Serveurs infectés\ndc1\nsql1\n"), (), (), lambda word: word in ("dc1", "sql1"))
    with pytest.raises(
        RequestError,
        match="If it is Couleur: --map verdict=Couleur --verdict rouge=VERDICT --verdict vert=",
    ):
        taking(csv("Serveur;Couleur\ndc1;rouge\nsql1;vert\n"), (), ())


@pytest.mark.parametrize(
    "heading",
    [
        "Anti-malware",
        "Threats removed",
        "Malware protection installed",
        "Virus shield",
        "Virus scanner",
        "Malware tool",
        "Menace bloquée",
    ],
)
def test_a_yes_below_what_speaks_of_a_remedy_is_no_verdict(heading: str) -> None:
    with pytest.raises(RequestError, match="No column with verdicts"):
        taking(csv(f"Hostname;{heading}\ndc1;no\nsql1;yes\n"), (), ())


def test_a_row_without_a_name_is_no_finding() -> None:
    grid = csv("Hostname;Status\n;sain\ndc1;sain\n")
    assert ["sain", "dc1"] == [row.name for row in verdicts_in(grid, taking(grid, (), ()))]
    assert "no name stands" in said(grid)["sain"]


def test_objects_that_share_no_key_are_no_table_and_those_that_share_many_are() -> None:
    with pytest.raises(RequestError, match="hardly a key in common"):
        one_grid(json.dumps([{"name": f"s{n}", f"k{n}": 1} for n in range(1_500)]))
    alike = [{"name": f"s{n}", **dict.fromkeys("abcdefgh", n)} for n in range(30_000)]
    assert 30_001 == len(one_grid(json.dumps(alike)).rows)


@pytest.mark.parametrize(
    "word",
    [
        "Kein Virenscan",
        "Keine Virenprüfung",
        "Kein Virenschutz",
        "Keine Virensignaturen",
        "Keine Bedrohungserkennung",
        "Geen virusscan",
        "Geen virusscanner",
        "Geen malwarebescherming",
    ],
)
def test_that_nobody_looked_for_infections_is_not_that_there_is_none(word: str) -> None:
    assert meaning_of(word, "verdict", {}) is None
    assert meaning_of(word, "flag", {}) is None


def test_what_a_scan_found_counts_whatever_the_scan_is_called() -> None:
    assert meaning_of("Virenscan: Trojaner gefunden", "verdict", {}) == "compromised"
    assert meaning_of("Virusscan: geen bedreigingen", "verdict", {}) == "clean"


def test_a_heading_that_says_befallen_asks_for_infections_and_not_yet_is_unknown() -> None:
    assert sense_of("Befallen?", ["ja", "nein"]) == "flag"
    assert meaning_of("noch nicht geprüft", "verdict", {}) == "unknown"
