"""A refusal offers the name that was probably meant, and none where nothing is near."""

from chwapi_console.inventory.near_names import nearest, with_nearest
from chwapi_console.text import say


def test_a_slip_finds_its_name() -> None:
    assert say('Did you mean "{name}"?', name="database") == nearest("databases", ["directory", "database"])


def test_capitals_make_no_name_unlike() -> None:
    assert say('Did you mean "{name}"?', name="dc1") == nearest("DC1", ["dc2", "dc1"])


def test_where_nothing_is_near_nothing_is_offered() -> None:
    assert (None, "No x.") == (nearest("x", ["dc1"]), str(with_nearest(say("No x."), "x", ["dc1"])))
