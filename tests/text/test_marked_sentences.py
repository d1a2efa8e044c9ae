"""What goes into the catalogues: every sentence that is marked, wherever it stands."""

import ast
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(name="catalogue")
def catalogue_tool() -> ModuleType:
    """`tools/catalogue.py`, which is no module of the program."""
    path = Path(__file__).parents[2] / "tools" / "catalogue.py"
    spec = spec_from_file_location("catalogue_tool", path)
    assert spec is not None
    assert spec.loader is not None
    tool = module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_a_sentence_in_a_list_within_another_is_found_too(catalogue: ModuleType) -> None:
    source = ast.parse(
        'say("In conflict: {acts}.", acts=some([say("{who} says {state}", who=w) for w in all_of], 3))'
    )
    assert [(("In conflict: {acts}.",), None), (("{who} says {state}",), None)] == list(
        catalogue.marked(source)
    )


def test_plurals_have_both_forms_and_words_their_context(catalogue: ModuleType) -> None:
    source = ast.parse('plural("{n} act", "{n} acts", count); word("a key", "up"); said("not me")')
    assert [(("{n} act", "{n} acts"), None), (("up",), "a key")] == list(catalogue.marked(source))
