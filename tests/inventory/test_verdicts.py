"""What an EDR or a scanner says is read as a verdict only where it is one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.found import Unread
from chwapi_console.inventory.importers.matching import Register
from chwapi_console.inventory.importers.objects import grid_of_json, looks_like_json
from chwapi_console.inventory.importers.tables import Grid, grid_of_text
from chwapi_console.inventory.importers.verdicts import Said, taking, verdicts_in
from hospitals import plan_of


def said(grid: Grid, *maps: str, meanings: tuple[str, ...] = ()) -> dict[str, str]:
    """By name the verdict, or why there is none."""
    parts = verdicts_in(grid, taking(grid, maps, meanings))
    return dict((part.name, str(part.verdict)) if isinstance(part, Said) else (f"row {part.where.row}", str(part.why))
                for part in parts)


def csv(text: str) -> Grid:
    return grid_of_text(text.encode("cp1252"))


@pytest.mark.parametrize(("heading", "word", "verdict"), [
    ("Verdict", "Infected", "compromised"), ("Statut infection", "Sain", "clean"), ("Infection Status", "Not scanned", "unknown"),
    ("Statut", "Aucune menace", "clean"), ("Resultaat", "Besmet", "compromised"), ("Infected", "no", "clean"),
    ("Infecté", "Oui", "compromised"), ("Compromised", "1", "compromised"), ("État", "", "unknown"),
    ("Status", "Suspect", "unknown")])
def test_verdicts_are_known_by_their_words_in_three_languages(heading: str, word: str, verdict: str) -> None:
    assert {"dc1": verdict} == said(csv(f"Hostname;{heading}\ndc1;{word}\n"))


@pytest.mark.parametrize("word", ["Healthy", "Active", "Protected", "true", "0", "ok", "Online"])
def test_a_word_that_is_no_verdict_is_listed_until_somebody_gives_it_a_meaning(word: str) -> None:
    table = csv(f"Hostname;Status\ndc1;{word}\n")
    assert {"row 2": f'dc1: "{word}" is no verdict. If it means one: --verdict "{word}=VERDICT".'} == said(table)
    assert {"dc1": "clean"} == said(table, meanings=(f"{word}=clean",))


def test_columns_can_be_named_and_what_is_missing_is_said() -> None:
    assert {"dc1": "clean"} == said(csv("dc1;x;sain\n"), "name=1", "verdict=3")
    with pytest.raises(RequestError, match="--map verdict=COLUMN"):
        said(csv("Hostname;Site\ndc1;imc\n"))
    with pytest.raises(RequestError, match="--map name=COLUMN"):
        said(csv("Status;Site\nsain;imc\nsain;imc\n"))
    with pytest.raises(RequestError, match="gives no word a meaning"):
        said(csv("Hostname;Status\ndc1;sain\n"), meanings=("sain=bien",))


def test_json_is_read_as_a_list_as_lines_and_from_within_an_object() -> None:
    one, two = {"host": {"name": "dc1"}, "threat": {"infected": True}}, {"host": {"name": "dc2"}, "threat": {"infected": False}}
    for text in (json.dumps([one, two]), json.dumps(one) + "\n" + json.dumps(two), json.dumps({"data": {"items": [one, two]}})):
        assert looks_like_json(text.encode())
        assert {"dc1": "compromised", "dc2": "clean"} == said(grid_of_json(text.encode(), "x"))


@pytest.mark.parametrize("text", ["[1, 2]", "{}", "[{]", '{"a": "b"}', "[" * 100_000])
def test_json_without_a_list_of_objects_is_refused_in_words(text: str) -> None:
    with pytest.raises(RequestError, match=r"holds no list of objects|is no JSON that can be read"):
        grid_of_json(text.encode(), "x.json")


@given(st.lists(st.dictionaries(st.text(min_size=1, max_size=5), st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.lists(st.text(max_size=3), max_size=3)), max_size=4),
    min_size=1, max_size=5))
def test_any_list_of_objects_becomes_a_row_for_each(objects: list[dict[str, object]]) -> None:
    grid = grid_of_json(json.dumps(objects).encode(), "x")
    assert len(objects) == len(grid.rows) - 1
    assert {len(row.cells) for row in grid.rows} == {len(grid.rows[0].cells)}


REGISTER = Register(plan_of("""
[servers]
dc1 = { site = "imc", role = "x" }
sql1-imc = { site = "imc", role = "x", address = "10.0.0.1" }
sql1-union = { site = "union", role = "x", address = "10.1.0.1" }
"""))


@pytest.mark.parametrize(("name", "site", "address", "servers"), [
    ("dc1", "", "", ["dc1"]), ("DC1.chw.local", "", "", ["dc1"]), ("SQL1", "", "", ["sql1-imc", "sql1-union"]),
    ("SQL1", "Union", "", ["sql1-union"]), ("sql1", "", "10.0.0.1", ["sql1-imc"]), ("sql1-union", "", "", ["sql1-union"]),
    ("nobody", "", "10.0.0.1", [])])
def test_a_name_means_a_server_or_none_or_several(name: str, site: str, address: str, servers: list[str]) -> None:
    assert servers == REGISTER.meant(name, site, address)


@pytest.mark.parametrize("text", ["role=Status", "verdict=", "verdict"])
def test_a_wish_for_what_is_not_read_of_a_finding_is_refused_with_the_fields_that_are(text: str) -> None:
    with pytest.raises(RequestError, match="the fields are address, fqdn, name, site, verdict"):
        taking(csv("Hostname;Status\ndc1;sain\n"), [text], ())


def test_a_row_without_a_name_is_no_finding() -> None:
    grid = csv("Hostname;Status\n;sain\ndc1;sain\n")
    assert [Unread, Said] == [type(part) for part in verdicts_in(grid, taking(grid, (), ()))]
