"""Pages go to stdout, or into a file that was not there, in the format that was asked for."""

import pytest

from cli.command_line import CommandLine

PAGES = [
    ["handover"],
    ["report"],
    ["report", "--for", "wards"],
    ["report", "--for", "technical"],
    ["report", "--for", "authorities"],
    ["report", "--for", "press"],
    ["custody"],
    ["sheet", "next"],
    ["sheet", "systems"],
    ["sheet", "activity"],
]


@pytest.fixture
def shown(here: CommandLine) -> CommandLine:
    here.done("evidence", "sql1", "--item", "E1")
    here.done("mark", "san1", "restored")
    return here


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_page_has_each_format(shown: CommandLine, words: list[str], language: str) -> None:
    text, marked, printed = (
        shown.done(*words, "--lang", language, "--format", each).out
        for each in ("text", "markdown", "html")
    )
    code = shown.done("report", "--json").json["head"]
    assert marked.startswith("# ")
    assert printed.startswith("<!DOCTYPE html>")
    assert all(code in page for page in (text, marked.replace("\\", ""), printed))
    who_made_it = "dba" if "press" not in words else ""  # to the press no person is told
    assert all(who_made_it in page for page in (text, marked, printed))


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_a_drill_says_so_in_each_format_first_and_last(
    shown: CommandLine, words: list[str]
) -> None:
    text = shown.plan.read_text(encoding="utf-8")
    shown.plan.write_text(text.replace("[sites.imc]", "drill = true\n[sites.imc]", 1), "utf-8")
    for each in ("text", "markdown"):
        lines = shown.done(*words, "--format", each).lines
        assert "DRILL" in lines[0]
        assert "DRILL" in " ".join(lines[-6:])
    assert 4 == shown.done(*words, "--format", "html").out.count("DRILL")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.html", "<!DOCTYPE html>"),
        ("a.HTM", "<!DOCTYPE"),
        ("a.md", "# "),
        ("a.txt", "For the direction"),
    ],
)
def test_a_file_has_the_format_that_its_name_ends_with(
    shown: CommandLine, name: str, begins: str
) -> None:
    shown.done("report", "--output", name)
    assert (shown.plan.parent / name).read_text(encoding="utf-8").startswith(begins)


def test_the_format_that_was_asked_for_goes_before_the_name(shown: CommandLine) -> None:
    shown.done("report", "--output", "a.html", "--format", "markdown")
    assert (shown.plan.parent / "a.html").read_text(encoding="utf-8").startswith("# ")


def test_a_file_that_is_there_is_left_alone(shown: CommandLine) -> None:
    (shown.plan.parent / "a.html").write_text("mine", encoding="utf-8")
    answer = shown.typed("report", "--output", "a.html")
    assert (1, True) == (answer.code, "a.html" in answer.err)
    assert "mine" == (shown.plan.parent / "a.html").read_text(encoding="utf-8")


def test_a_folder_that_is_not_there_is_named(shown: CommandLine) -> None:
    answer = shown.typed("handover", "--output", "nowhere/a.html")
    assert (1, True) == (answer.code, "nowhere/a.html" in answer.err)


@pytest.mark.parametrize(
    "words", [["--format", "pdf"], ["--output", "a.html", "--json"]], ids=" ".join
)
def test_what_is_no_format_and_json_in_a_file_are_refused(
    shown: CommandLine, words: list[str]
) -> None:
    assert 2 == shown.typed("report", *words).code
    assert not (shown.plan.parent / "a.html").exists()


def test_a_hyphen_is_stdout(shown: CommandLine) -> None:
    assert shown.done("report", "--output", "-", "--format", "html").out.startswith("<!DOCTYPE")


def test_no_file_is_written_where_nothing_is_to_be(shown: CommandLine) -> None:
    answer = shown.typed("report", "--output", "a.html", "--read-only")
    assert (4, "Nothing is written with --read-only.\n") == (answer.code, answer.err)
    assert not (shown.plan.parent / "a.html").exists()
    assert 0 == shown.typed("report", "--format", "html", "--read-only").code
