"""Where a key stands in a file: whatever TOML allows, the line is the one that an editor shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.inventory.file.lines import FileLines


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ('# use """ for long text\na = 1\nb = 2\n', ("b",), 3),
        ('x = \'a # """ b\'\n[t]\nb = 2\n', ("t", "b"), 3),
        ('a = "one\u2028still\u0085one"\nb = 2\n', ("b",), 2),
        ("a = 1\r\n[t]\r\nb = 2\r\n", ("t", "b"), 3),
        ("a = 1\n\n[site.imc]\nname = 2\n", ("site",), 3),
        ("[servers]\na.role = 1\na.needs = []\n", ("servers", "a", "needs"), 3),
        ("[servers]\na.role = 1\n", ("servers", "a"), 2),
        ("[servers]\n\"x\\\\y\" = {}\n'q' = {}\n", ("servers", "x\\y"), 2),
        ("[servers]\n\"x\\\\y\" = {}\n'q' = {}\n", ("servers", "q"), 3),
        ('[servers."a b"]\nrole = 1\n', ("servers", "a b", "role"), 2),
        (
            "[s]\na = { x = 1, y = [\n 'one',\n { z = 2 },\n] }\nb = 1\n",
            ("s", "a", "y", "1", "z"),
            4,
        ),
        ("[s]\na = { x = 1, y = [\n 'one',\n { z = 2 },\n] }\nb = 1\n", ("s", "b"), 6),
        ('a = """\n[no]\nb = 1\n"""\nb = 2\n', ("b",), 5),
        ("a = '''\n\"\"\"\n'''\n[t]\nb = 2\n", ("t", "b"), 5),
        ("[[t]]\nx = 1\n[u]\n", ("u",), 3),
        ("a = 1\n[t]\nb = 1\n", ("t", "lacking"), 2),
        ("a = 1\n", ("lacking",), 1),
    ],
)
def test_a_key_is_found_on_its_line(text: str, key: tuple[str, ...], line: int) -> None:
    assert line == FileLines(text).of(key)


@pytest.mark.parametrize(
    ("text", "key", "written"),
    [
        ("a = 2021-01-17T20:46:00   # then\n", ("a",), "2021-01-17T20:46:00"),
        ("a = 2021-01-17 20:46:00\nb = 1\n", ("a",), "2021-01-17 20:46:00"),
        ("a = [ 'x',\n  [1, 0xFF] ]\n", ("a",), "[ 'x', [1, 0xFF] ]"),
        ("a = [ 'x',\n  [1, 0xFF] ]\n", ("a", "1", "1"), "0xFF"),
        ("[s]\na = { x = true, y = 1.0 }\n", ("s", "a", "x"), "true"),
        ("[s]\na = { x = true, y = 1.0 }\n", ("s", "a", "y"), "1.0"),
        ("[s]\na = { x = true, y = 1.0 }\n", ("s", "a"), "{ x = true, y = 1.0 }"),
        ("[s]\n", ("s",), ""),
    ],
)
def test_a_value_is_shown_as_it_is_written(text: str, key: tuple[str, ...], written: str) -> None:
    assert written == FileLines(text).written(key)


@given(st.text(st.sampled_from("ab\"'\\[]{}=.,#\n\r 1-\u2028"), max_size=60))
def test_no_text_is_too_odd_to_be_looked_through(text: str) -> None:
    assert 1 <= FileLines(text).of(("a", "b")) <= text.count("\n") + 1
