"""Words for people: safe, in one language, and times that mean what people mean."""

import shlex
import subprocess
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.clock import LAST, later, parse_duration, span
from chwapi_console.signs import AS_IT_IS, ASCII, Spelling
from chwapi_console.text import (
    either,
    every,
    in_one,
    language,
    language_code,
    plural,
    renamed,
    safe,
    say,
    some,
    typed,
    typed_path,
    wrapped,
)


@given(st.text())
def test_what_is_safe_is_one_line_without_control_format_or_surrogate_characters(text: str) -> None:
    assert (
        not {unicodedata.category(c) for c in safe(text)}
        & {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"}
        or safe(text) == text
    )
    assert all(c.isprintable() or c == "\N{REPLACEMENT CHARACTER}" for c in safe(text))


@given(st.text())
def test_whatever_a_value_contains_it_is_said_and_never_run(text: str) -> None:
    assert f"there is {safe(text)}." == str(say("there is {what}.", what=text))


def test_lists_are_said_as_people_say_them() -> None:
    assert "a, b and c" == str(say("{all}", all=every(["a", "b", "c"])))
    assert "a or b" == str(say("{all}", all=either(["a", "b"])))


@pytest.mark.parametrize(
    ("most", "words"), [(3, "a, b and c"), (2, "a, b and 1 more"), (1, "a and 2 more")]
)
def test_of_many_values_the_first_are_said_and_the_others_counted(most: int, words: str) -> None:
    assert words == str(say("{some}", some=some(["a", "b", "c"], most)))


def test_french_has_its_own_plural_of_nought() -> None:
    sentence = plural("{n} server", "{n} servers", 0)
    assert ("0 servers", "0 serveur") == (str(sentence), language("fr")(sentence))


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({}, "en"),
        ({"LANG": "fr_BE.UTF-8"}, "fr"),
        ({"LANG": "fr_BE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "CHWAPI_LANG": "fr"}, "fr"),
        ({"LANG": "nl_BE"}, "en"),
    ],
)
def test_the_environment_chooses_the_language(environ: dict[str, str], code: str) -> None:
    assert code == language_code(environ)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("90m", 90), ("2h", 120), ("1h30", 90), ("2d", 2880), ("1d 6h", 1800), ("45 min", 45)],
)
def test_durations_are_read_as_they_are_written(text: str, minutes: int) -> None:
    assert minutes == parse_duration(text)


@pytest.mark.parametrize("text", ["", "0m", "2", "h", "-1h", "1x", "1h-2h", "999999999d"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min"), (59, "59 min"), (60, "1 h"), (185, "3 h 05"), (3120, "2 d 4 h")],
)
def test_spans_are_said_briefly(minutes: int, words: str) -> None:
    assert words == str(span(minutes))


def test_marks_that_are_heaped_on_a_letter_are_few_when_they_are_drawn() -> None:
    heap = "e" + "\N{COMBINING ACUTE ACCENT}" * 50_000
    assert "e" + "\N{COMBINING ACUTE ACCENT}" * 8 + "n" == safe(heap + "n")
    assert "é" * 200 == safe("é" * 200)


NASTY = (
    "$(reboot)",
    "a b",
    "dc1",
    "",
    "l’hôpital",
    "quarant’;touch PWNED;’x",
    "‘`id`‘",
    "a\uff07;id;\uff07b",
    "“$(id)”",
    "«\u00a0x\u00a0»",
    "c'est",
    "’\\';id;'",
    "\u2032;id",
    "two\nlines",
    "tab\tand\x1b[2J",
    "e" + "\u0301" * 200,
    "漢 字",
    "a\udcffb",
    "…/–x",
    "$'’;id;'",
    "É",
)
SPELLINGS = (AS_IT_IS, Spelling(ascii_signs=True), ASCII)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("code", ["en", "fr"])
def test_a_shell_reads_the_very_words_whatever_the_terminal_can_show(
    code: str, spelling: Spelling
) -> None:
    shown = language(code).spelled(spelling)(say("{typed}", typed=typed(*NASTY)))
    assert shown == spelling.words(shown) == spelling.drawn(shown) == safe(shown)
    told = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {shown}"], check=True, capture_output=True, timeout=20
    ).stdout
    assert [*NASTY, ""] == told.decode("utf-8", "surrogateescape").split("\0")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_shell_that_knows_no_escapes_takes_it_for_words_still(spelling: Spelling) -> None:
    shown = language("en").spelled(spelling)(typed(*NASTY))
    assert len(NASTY) == len(shlex.split(shown))


@given(st.lists(st.text(), max_size=4), st.sampled_from(SPELLINGS))
def test_no_spelling_changes_what_is_to_be_typed(words: list[str], spelling: Spelling) -> None:
    what = typed(*words)
    for shown in (str(what), what.spelled(spelling)):
        assert shown == spelling.words(shown) == spelling.drawn(shown) == safe(shown)
        assert len(words) == len(shlex.split(shown))
    assert str(what).isascii()


@pytest.mark.parametrize("code", ["en", "fr"])
@pytest.mark.parametrize(
    "word", [*NASTY, "a ;b", "two  blanks », « and ?", "3 h 05 : !", "it's ;", "a " * 40 + ";b"]
)
def test_a_word_to_be_typed_is_kept_to_the_letter_where_lines_are_broken(
    code: str, word: str
) -> None:
    spoken, what = language(code), typed(word)
    text = spoken(say("d'abord: l'hôpital's {what} ; 4 h, {what} : « x » !", what=what))
    for width in (20, 40, 80):
        lines = wrapped(text, width, whole_words=True)
        assert 2 == "\n".join(lines).count(spoken(what)) or word == ""
        assert text == " ".join(lines).replace("\u00a0", " ")


def test_what_is_typed_is_no_command_but_the_one_that_is_meant() -> None:
    assert ("'$(reboot)'", "'a b'", "dc1") == (
        str(typed("$(reboot)")),
        str(typed("a b")),
        str(typed("dc1")),
    )
    assert "take '`id`' 'l’été'" == str(say("take {what}", what=typed("`id`", "l’été")))
    assert r"take $'l\342\200\231\303\251t\303\251'" == f"take {typed('l’été')}"
    assert r"take $'l\342\200\231\303\251t\303\251'" == language("en").spelled(
        Spelling(ascii_signs=True)
    )(say("take {what}", what=typed("l’été")))


def test_a_path_that_is_typed_is_no_option() -> None:
    assert ("./-R", "'./-a b'", "'$(id)/j'", "a/-b", "mv -n ./-x") == (
        str(typed_path("-R")),
        str(typed_path("-a b")),
        str(typed_path(Path("$(id)/j"))),
        str(typed_path("a/-b")),
        str(typed("mv", "-n", Path("-x"))),
    )


def test_what_is_typed_takes_another_name_as_other_values_do() -> None:
    assert typed("mark", "b c", "clean") == renamed(typed("mark", "a", "clean"), {"a": "b c"})


def test_a_moment_beyond_the_calendar_is_its_last() -> None:
    assert LAST == later(datetime(9998, 12, 31, tzinfo=UTC), 10 * 366 * 1440)
    assert datetime(2026, 1, 1, 1, tzinfo=UTC) == later(datetime(2026, 1, 1, tzinfo=UTC), 60)


def test_thousands_of_sentences_are_one_text_in_their_order() -> None:
    told = in_one([say("{n}", n=str(n)) for n in range(10_000)])
    assert " ".join(map(str, range(10_000))) == str(told)
