"""The catalogue holds together: what is proposed to a hospital tonight was looked at before."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
import tomli

from chwapi_console.inventory.faults import Gravity
from chwapi_console.inventory.file.load import parse
from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.model import Plan
from chwapi_console.inventory.plain_words import folded, plain, tokens, words
from chwapi_console.inventory.proposals.catalogue import PATH, Offer, catalogue
from chwapi_console.inventory.proposals.proposal import Answers, proposed_plan
from chwapi_console.text import ENGLISH, LANGUAGES, language

OFFERS = catalogue().offers
SITES = {"imc": "IMC", "union": "Union"}
NIGHT = datetime(2021, 1, 17, 19, 46, tzinfo=UTC)


def proposed(*offers: str, sites: dict[str, str] = SITES, code: str = "en") -> str:
    answers = Answers("Attack", NIGHT, "Europe/Brussels", False, sites, offers or list(OFFERS))
    return proposed_plan(answers, catalogue(), language(code), "plan.schema.json")


def plan(*offers: str, sites: dict[str, str] = SITES, code: str = "en") -> Plan:
    return parse(proposed(*offers, sites=sites, code=code), Path("plan.toml")).plan


def test_every_table_of_the_file_is_an_offer_or_a_kind() -> None:
    tables = tomli.loads(PATH.read_text(encoding="utf-8"))
    assert {"kinds", "services", "ambiguous"} == tables.keys()
    assert 40 <= len(OFFERS) == len(tables["services"])


@pytest.mark.parametrize("name", OFFERS)
def test_an_offer_has_all_its_words_in_every_language_and_sensible_numbers(name: str) -> None:
    offer = OFFERS[name]
    for said in (offer.name, offer.fallback, offer.signs):
        assert set(LANGUAGES) == said.keys()
        assert all(text == text.strip() and text.isprintable() and text for text in said.values())
    assert 1 <= offer.tier <= 5
    assert 1 <= offer.weight <= 9
    assert offer.kinds
    assert offer.words


@pytest.mark.parametrize("name", OFFERS)
def test_what_an_offer_names_exists_and_stands_once(name: str) -> None:
    offer = OFFERS[name]
    named = [*offer.needs, *offer.soft]
    assert {*named, *offer.tried} <= OFFERS.keys() - {name}
    assert [*offer.kinds] == [
        kind for kind in dict.fromkeys(offer.kinds) if kind in catalogue().kinds
    ]
    for several in (named, offer.words):
        assert [] == [what for what, count in Counter(several).items() if count > 1]


@pytest.mark.parametrize("name", OFFERS)
def test_no_shared_service_hangs_on_one_site(name: str) -> None:
    offer = OFFERS[name]
    assert offer.per_site or not any(OFFERS[need].per_site for need in offer.needs)


@pytest.mark.parametrize("name", OFFERS)
def test_no_offer_is_wanted_before_what_it_needs(name: str) -> None:
    waited_for = [*OFFERS[name].needs, *OFFERS[name].tried]
    assert all(OFFERS[need].rto <= OFFERS[name].rto for need in waited_for)


def test_no_offer_needs_itself_by_any_way() -> None:
    graph = Graph(
        {
            name: tuple((need,) for need in (*offer.needs, *offer.tried))
            for name, offer in OFFERS.items()
        }
    )
    assert OFFERS.keys() == graph.settle(lambda _, ready: ready, 0).keys()


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_two_offers_or_kinds_are_called_the_same(code: str) -> None:
    for parts in (OFFERS, catalogue().kinds):
        names = [plain(part.name[code]) for part in parts.values()]
        assert len(names) == len(set(names))


def test_words_are_plain_and_lead_to_one_offer() -> None:
    leading = Counter(word for offer in OFFERS.values() for word in offer.words)
    assert [] == [word for word, count in leading.items() if plain(word) != word or count > 1]


def test_offers_stand_by_tier() -> None:
    tiers = [offer.tier for offer in OFFERS.values()]
    assert sorted(tiers) == tiers


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("sites", [{"imc": "IMC"}, SITES])
def test_the_whole_catalogue_makes_a_plan_that_opens(code: str, sites: dict[str, str]) -> None:
    loaded = parse(proposed(sites=sites, code=code), Path("plan.toml"))
    assert {Gravity.WARNING} == {finding.gravity for finding in loaded.findings}
    per_site = sum(offer.per_site for offer in OFFERS.values())
    assert len(OFFERS) + per_site * (len(sites) - 1) == len(loaded.plan.services)


def test_a_service_of_a_site_needs_those_of_its_site() -> None:
    made = plan("bloc", "anesthesie", "adt", "smur", "urgences", "telephonie", "reseau").services
    assert (("adt",), ("anesthesie-imc",), ("reseau-imc",)) == made["bloc-imc"].needs
    assert ("urgences-imc", "urgences-union", "adt") == made["smur"].soft
    assert {("bloc-imc", "imc"), ("bloc-union", "union"), ("adt", None)} <= {
        (name, made[name].site) for name in made
    }


def test_what_was_not_chosen_is_left_out_and_said() -> None:
    text = proposed("bloc", "adt", sites={"imc": "IMC"})
    assert (
        "# It usually needs pacs, anesthesie, sterilisation, reseau too, which this plan does not "
        "have." in text
    )
    assert (("adt",),) == parse(text, Path("plan.toml")).plan.services["bloc"].needs


def test_the_plan_says_that_it_is_a_proposal_and_names_its_schema() -> None:
    head = proposed().splitlines()[:6]
    assert "#:schema ./plan.schema.json" == head[0]
    assert any("It is a proposal, not a fact." in line for line in head)
    assert any("A clinician must review" in line for line in head)


@pytest.mark.parametrize("name", ['Bloc "B" \\ ]', "l'été", ']\n[sites.x]\nname = "y', "\u202e"])
def test_names_of_any_letters_are_written_as_they_are(name: str) -> None:
    assert {"a": name} == {
        site: part.name for site, part in plan("bloc", sites={"a": name}).sites.items()
    }


def test_an_emergency_department_waits_for_images_signed_in_each_area() -> None:
    made = plan("urgences", "adt", "pacs", "reseau")
    for site in ("imc", "union"):
        assert (f"pacs-urgences-{site}",) in made.services[f"urgences-{site}"].needs
        condition = made.conditions[f"pacs-urgences-{site}"]
        assert (site, "head of radiology", (("pacs",),)) == (
            condition.site,
            condition.who,
            condition.needs,
        )
    assert {} == {
        name: of for name, of in plan("urgences", "adt").conditions.items() if "paper" not in name
    }


def test_the_paper_of_vital_and_urgent_services_is_entered_and_holds_none_of_them_down() -> None:
    made = plan("urgences", "messagerie", sites={"imc": "IMC"})
    assert ["paper-urgences"] == list(made.conditions)
    assert (("urgences",),) == made.conditions["paper-urgences"].needs
    assert frozenset() == made.holds_down


def test_a_service_is_known_again_by_its_id() -> None:
    of = catalogue()
    assert ["bloc", "bloc", "adt", None, None] == [
        of.offer_of("bloc-imc", "imc"),
        of.offer_of("bloc", "imc"),
        of.offer_of("adt", None),
        of.offer_of("bloc-imc", None),
        of.offer_of("wash", "imc"),
    ]


def test_no_two_kinds_go_by_one_name() -> None:
    names = [
        {name.casefold() for name in kind.name.values()} for kind in catalogue().kinds.values()
    ]
    assert sum(map(len, names)) == len(set[str]().union(*names))


def test_the_words_of_a_name_are_plain_and_part_from_its_numbers() -> None:
    assert ["srv", "sql", "07", "b", "ete", "coeur"] == words("SRV-SQL07b Été Cœur")


def test_headings_are_compared_without_accents_ligatures_and_signs() -> None:
    assert "noeud2" == folded("Nœud-2") == folded("NOEUD 2")
    assert {"nom", "srv07"} == tokens("Nom: SRV07")


def test_durations_of_the_catalogue_are_read() -> None:
    assert 36 * 60 == OFFERS["bloc"].rto
    assert isinstance(OFFERS["bloc"], Offer)
    assert "Operating theatre" == ENGLISH(OFFERS["bloc"].name["en"])
