"""What is written into a plan leaves every other byte as it was, however somebody laid the file
out."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.errors import RequestError
from chwapi_console.inventory.edit.editing import edited
from chwapi_console.inventory.file.lines import comments
from chwapi_console.inventory.file.load import LoadedPlan, load, parse
from chwapi_console.inventory.model import Estimate, Plan, Server, Service, Site
from hospitals import HEAD

FRESH = Server(site="nd", role='Anesthésie "A"', needs=(("a", "b"),), os="Debian")
LAYOUTS = {
    "one to a line": '[servers]\na = { site = "imc", role = "x" } # tel 12\nb = { site="imc", role '
    '= "y", }\n# the end\n',
    "over several lines": '[servers]\na = {\n  site = "imc", # here\n  role = "x", # there\n}\nb = '
    '{ site = "imc", role = "y" }',
    "tables": '[servers.a]\nsite = "imc"\nrole = "x" # there\n\n[servers.b]\nsite = "imc"\nneeds = '
    '[\n "a", # y\n]\nrole = "y"\n',
    "dotted": '[servers]\na.site = "imc"\na.role = "x"\n"b".site = "imc"\n"b".role = "y"\n',
    "in between": '[servers]\na = { site = "imc", role = "x" }\nb = { site = "imc", role = "y" '
    '}\n[runbooks.w]\nsteps = ["s"]\n',
    "dotted with an end": '[servers]\na.site = "imc"\na.role = "x"\nb = { site = "imc", role = "y" '
    "}\n\n\n# end",
}


def loaded(text: str) -> LoadedPlan:
    return parse(text, Path("plan.toml"))


def wanted(plan: Plan) -> Plan:
    servers = {
        **plan.servers,
        "a": plan.servers["a"]._replace(os="Debian", address="10.0.0.1", role="z"),
        "b": plan.servers["b"]._replace(notes='say "so"', restore=Estimate(30, 60, 120)),
        "fresh": FRESH,
    }
    service = Service("PACS", 2, needs=(("fresh",),))
    return plan._replace(
        servers=servers, sites={**plan.sites, "nd": Site("Notre-Dame")}, services={"pacs": service}
    )


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_any_usual_layout_is_edited(layout: str, line_end: str) -> None:
    before = loaded((HEAD + LAYOUTS[layout]).replace("\n", line_end))
    text = edited(before, wanted(before.plan))
    assert wanted(before.plan) == loaded(text).plan
    assert line_end == "\n" or "\n" not in text.replace("\r\n", "")
    assert _kept(before.text, text), text


def _kept(before: str, after: str) -> bool:
    """Whether all that stood there stands there still, in its order, but for the one value that was
    to change."""
    rest = iter(after)
    return all(character in rest for character in before.replace('role = "x"', 'role = "z"'))


def test_the_shipped_plan_changes_in_the_lines_it_must_and_no_other() -> None:
    before = load(Path(__file__).parents[3] / "inventory.toml")
    servers = {
        **before.plan.servers,
        "dc1": before.plan.servers["dc1"]._replace(os="Windows Server 2016"),
        "new1": Server("imc", "Essai"),
    }
    text = edited(before, before.plan._replace(servers=servers))
    old, new = before.text.splitlines(), text.splitlines()
    assert 1 == len(new) - len(old)
    assert 2 == len(set(new) - set(old))
    assert 1 == len(set(old) - set(new))


def test_a_layout_that_cannot_be_edited_is_refused_and_nothing_is_taken_out() -> None:
    text = 'servers = { a = { site = "imc", role = "x" } }\n' + HEAD
    before = loaded(text)
    with pytest.raises(RequestError, match="laid out in a way"):
        edited(
            before,
            before.plan._replace(
                servers={**before.plan.servers, "b": FRESH._replace(site="imc", needs=())}
            ),
        )
    with pytest.raises(RequestError, match="laid out in a way"):
        edited(before, before.plan._replace(servers={}))


@given(
    st.sampled_from(sorted(LAYOUTS)),
    st.text(max_size=8),
    st.sampled_from(["role", "notes", "os", "contact"]),
)
def test_any_words_can_be_written_into_any_field(layout: str, words: str, field: str) -> None:
    before = loaded(HEAD + LAYOUTS[layout])
    plan = before.plan._replace(
        servers={**before.plan.servers, "a": before.plan.servers["a"]._replace(**{field: words})}  # type: ignore[arg-type]
    )
    assert plan == loaded(edited(before, plan)).plan


LISTS = {
    "a comma at the end": (
        '["a", # pharmacist: never remove this\n  "b", # two\n  # the last\n]',
        '["a", # pharmacist: never remove this\n  "b", # two\n  ["c", "d"],\n  # the last\n]',
    ),
    "no comma": (
        '[\n    "a", # one\n    "b" # two\n  ]',
        '[\n    "a", # one\n    "b", # two\n    ["c", "d"]\n  ]',
    ),
    "a comma far off": (
        '[\n "a", "b" # two\n , # three\n]',
        '[\n "a", "b" # two\n , # three\n ["c", "d"],\n]',
    ),
    "ended on its line": ('["a", # one\n "b"]', '["a", # one\n "b", ["c", "d"]]'),
    "ended on its line after a comma": ('["a", # one\n "b",]', '["a", # one\n "b", ["c", "d"],]'),
    "brackets in brackets": (
        '["a", [ # any\n "b",\n "e"]\n]',
        '["a", [ # any\n "b",\n "e"],\n["c", "d"]\n]',
    ),
}


def _needing(needs: str) -> LoadedPlan:
    servers = "".join(f'{name} = {{ site = "imc", role = "x" }}\n' for name in "abcde")
    return loaded(
        f'{HEAD}[services.s]\nname = "S"\ntier = 1\nneeds = {needs}\n[servers]\n{servers}'
    )


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("layout", LISTS)
def test_a_list_over_several_lines_grows_and_keeps_its_comments(layout: str, line_end: str) -> None:
    old, new = (text.replace("\n", line_end) for text in LISTS[layout])
    before = _needing(old)
    service = before.plan.services["s"]
    grown = service._replace(needs=(*service.needs, ("c", "d")))
    assert before.text.replace(old, new) == edited(
        before, before.plan._replace(services={"s": grown})
    )


def test_what_goes_from_a_list_leaves_its_comment_there() -> None:
    before = _needing('["a", # one\n "b" # two\n]\nunnamed = [ # ask\n "x", # pharmacist\n "y"]')
    less = before.plan.services["s"]._replace(needs=(("b",),), unnamed=("y",))
    text = edited(before, before.plan._replace(services={"s": less}))
    assert less == loaded(text).plan.services["s"]
    assert {"# one", "# two", "# ask", "# pharmacist"} == set(comments(text))


def test_what_would_lose_a_comment_is_refused_with_its_words() -> None:
    before = _needing('["a", # pharmacist\n "b"]')
    turned = before.plan.services["s"]._replace(needs=(("b",), ("a",)))
    with pytest.raises(RequestError, match=r"# pharmacist.*would be lost"):
        edited(before, before.plan._replace(services={"s": turned}))


def test_an_entry_alone_on_its_line_goes_with_it() -> None:
    before = _needing('[\n  "a",\n  "b", # two\n  "c",\n]')
    less = before.plan.services["s"]._replace(needs=(("b",), ("d",), ("e",)))
    text = edited(before, before.plan._replace(services={"s": less}))
    assert (
        before.text.replace('[\n  "a",\n  "b", # two\n  "c",\n]', '[\n  "b", # two\n  "d", "e",\n]')
        == text
    )
