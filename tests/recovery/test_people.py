"""Names of people are one by capitals, accents and blanks, over real sessions on real files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.errors import Refused
from chwapi_console.operators import clean_name, operator_name
from chwapi_console.people import person, same_person, why_no_name
from chwapi_console.recovery.words.since.news import told
from chwapi_console.recovery.words.things.disagreement import done_by
from chwapi_console.session.session import Session
from hospitals import HEAD

PLAN = (
    HEAD
    + """
[servers]
dc1 = { site = "imc", role = "x", state = "compromised" }
dc2 = { site = "imc", role = "x", state = "compromised" }
"""
)
LEAD = (
    "lead ana",
    "Lead Ana",
    "LEAD  ANA",
    " Léad\u00a0Ána ",
    "lead\u200b ana",
    "Le\u0301ad Ana",
    "\uff4cead ana",
    "leadana",
    "lead \u3164ana",
)


class Team:
    """One plan, a journal, and whoever acts on it next."""

    def __init__(self, folder: Path, operator: str) -> None:
        folder.mkdir(exist_ok=True)
        (folder / "inventory.toml").write_text(PLAN, encoding="utf-8")
        self.session = Session(
            folder / "inventory.toml", operator=clean_name(operator), host=folder.name
        )

    def be(self, operator: str) -> Session:
        self.session.operator = operator
        return self.session


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    team = Team(tmp_path / "imc", LEAD[0])
    yield team
    team.session.close()


@given(st.text(max_size=12))
def test_a_name_is_its_own_in_any_capitals_and_with_blanks_around_it(name: str) -> None:
    assert same_person(name, name.upper().lower())
    assert same_person(name, f" {name}\u00a0")
    assert person(name) == person(person(name))


@pytest.mark.parametrize("spelling", LEAD)
def test_all_spellings_of_a_name_are_one_person(spelling: str) -> None:
    assert same_person(LEAD[0], spelling)
    assert same_person(LEAD[0], clean_name(spelling))
    assert not same_person(spelling, "lead anna")


@pytest.mark.parametrize("ways", [("Sørensen", "SORENSEN"), ("Łukasz", "lukasz"), ("Đoko", "doko")])
def test_letters_with_a_bar_are_those_without(ways: tuple[str, str]) -> None:
    assert same_person(*ways)


@pytest.mark.parametrize("spelling", LEAD)
def test_who_restored_it_cannot_verify_it_however_the_name_is_written(
    team: Team, spelling: str
) -> None:
    team.session.acts.take(["dc1"])
    team.session.acts.mark(["dc1"], "restored")
    with pytest.raises(Refused, match="restored dc1; somebody else must verify it"):
        team.be(spelling).acts.mark(["dc1"], "verified")
    assert not team.session.look().entry.get("dc1")
    team.be("dba").acts.mark(["dc1"], "verified")


@pytest.mark.parametrize("spelling", LEAD)
def test_what_one_has_in_hand_or_did_is_ones_own_however_the_name_is_written(
    team: Team, spelling: str
) -> None:
    team.session.acts.take(["dc1", "dc2"])
    team.be(spelling)
    assert team.session.look().situation.servers["dc1"].is_with(clean_name(spelling))
    assert [] == team.session.acts.take(["dc2"])
    assert 1 == len(team.session.acts.drop(["dc1"]))
    assert 1 == len(team.session.acts.undo())
    assert 2 == len(team.session.acts.undo())


@pytest.mark.parametrize("spelling", LEAD[1:])
def test_the_first_spelling_stands_for_all_that_come_after(team: Team, spelling: str) -> None:
    team.session.acts.note("dc1", "x")
    (taken,) = team.be(spelling).acts.take(["dc1"])
    assert (LEAD[0], LEAD[0]) == (taken.operator, taken.after and taken.after.holder)
    (given_,) = team.be("dba").acts.take(["dc2"], spelling)
    assert LEAD[0] == (given_.after and given_.after.holder)


def test_journals_that_write_a_name_in_two_ways_agree_on_one_and_on_who_holds_what(
    tmp_path: Path,
) -> None:
    imc, union = Team(tmp_path / "imc", "Lead"), Team(tmp_path / "union", "LÉAD")
    union.be("dba").acts.note("dc2", "first here")
    for team, name in ((union, "LÉAD"), (imc, "Lead")):
        team.be(name).acts.take(["dc1"])
    stored = [event.body for event in union.session.record.events]
    imc.session.keeping.sync(tmp_path / "union")
    views = [team.session.look() for team in (imc, union)]
    for view in views:
        shown = view.situation.servers["dc1"]
        assert not shown.conflict
        assert "Lead" == shown.standing.holder == view.entry["dc1"].held_by
        assert {"Lead"} == {view.by(head) for head in shown.heads}
        assert {"Lead: dc1 taken"} == {str(told(head, view)) for head in shown.heads}
        assert all(str(done_by(view, head)).startswith("Lead ") for head in shown.heads)
    assert stored == [event.body for event in union.session.record.events][: len(stored)]
    for team in (imc, union):
        team.session.close()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dba", "dbа"),
        ("dba", "ԁЬа"),
        ("ace", "асе"),
        ("DBA", "DВА"),
        ("oncall-1", "oncall-\u0661"),
        ("top", "τορ"),
        ("oncall", "ᴏncɑll"),
    ],
)
def test_letters_of_another_alphabet_that_look_like_ours_make_nobody_another_person(
    one: str, other: str
) -> None:
    assert same_person(one, other)
    assert same_person(one, other.upper())


@pytest.mark.parametrize("other", ["dbа", "ԁЬа"])
def test_who_restored_it_cannot_verify_it_in_letters_that_look_alike(
    team: Team, other: str
) -> None:
    team.be("dba").acts.take(["dc1"])
    team.session.acts.mark(["dc1"], "restored")
    with pytest.raises(Refused):
        team.be(other).acts.mark(["dc1"], "verified")


@pytest.mark.parametrize(
    "name", ["dbа", "lead Иван", "oncall-\u0661", "Dr \u0623\u062d\u0645\u062f", "αna"]
)
def test_a_name_that_mixes_alphabets_is_nobodys(team: Team, name: str) -> None:
    with pytest.raises(Refused, match="mixes alphabets"):
        team.be(name).acts.note("dc1", "x")


@pytest.mark.parametrize(
    "name",
    ["Иван Петров", "Αθηνά", "Łukasz", "王 Wang", "さくらカナ山", "أحمد", "Ðorđe Ænima", "D’Hondt"],
)
def test_a_name_of_one_alphabet_is_somebodys(team: Team, name: str) -> None:
    team.be(name).acts.note("dc1", "x")


@pytest.mark.parametrize("name", ["g", "é", "-", ". g", "\u200bg"])
def test_a_name_of_one_letter_is_nobodys(team: Team, name: str) -> None:
    assert why_no_name(name)
    with pytest.raises(Refused, match="too short"):
        team.be(name).acts.note("dc1", "x")


@pytest.mark.parametrize(
    "name", ["root", "Admin", "ADMINISTRATEUR", "Hôpital", " root", "r\u200boot"]
)
def test_the_name_of_a_shared_account_is_nobodys_be_it_given_or_the_accounts_own(
    team: Team, name: str
) -> None:
    assert (
        ""
        == operator_name(name, {})
        == operator_name("", {"LOGNAME": name})
        == operator_name("", {"CHWAPI_OPERATOR": name})
    )
    with pytest.raises(Refused, match="shared account"):
        team.be(name).acts.note("dc1", "x")


@pytest.mark.parametrize(
    ("one", "other"),
    [("D'Hondt", "D’Hondt"), ("d‘hondt", "D'Hondt"), ("Anne-Marie", "Anne‑Marie"), ("a-b", "a–b")],
)
def test_an_apostrophe_or_a_hyphen_of_another_keyboard_makes_nobody_another_person(
    one: str, other: str
) -> None:
    assert same_person(one, other)
