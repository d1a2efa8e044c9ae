"""Plans within the bound of bytes that no hospital has: all are read, or refused, in about the time
that a parser of TOML takes, and no more is said of them than somebody reads."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chwapi_console.inventory.faults import Finding, PlanError
from chwapi_console.inventory.file import amounts
from chwapi_console.inventory.file.amounts import (
    AT_ONCE,
    MOST_FAULTS,
    MOST_KEYS,
    MOST_LINES,
    MOST_LISTS,
    MOST_OF_A_NAME,
    MOST_OF_A_TEXT,
    MOST_PARTS,
    MOST_TABLES,
)
from chwapi_console.inventory.file.check import MOST_OF_A_KIND
from chwapi_console.inventory.file.lines import (
    DEEPEST,
    MOST_ENTRIES,
    FileLines,
    line_of_open_text,
)
from chwapi_console.inventory.file.load import parse
from chwapi_console.text import ENGLISH
from growth import grows_in_line

HEAD = (
    'schema = 1\n[incident]\nname = "x"\ndetected = 2026-01-01T00:00:00Z\ntimezone = "UTC"\n'
    '[sites.s]\nname = "S"\n'
)
PATH = Path("plan.toml")


def servers(n: int, more: str = "") -> str:
    return "[servers]\n" + "".join(
        f'server-{i} = {{ site = "s", role = "r"{more.format(i=i)} }}\n' for i in range(n)
    )


def listed(n: int, entry: str) -> str:
    return ", ".join(entry.format(i=i) for i in range(n))


def read(text: str) -> list[Finding]:
    """What is found in a plan, sound or not."""
    try:
        return list(parse(text, PATH).findings)
    except PlanError as error:
        return list(error.findings)


VAST: dict[str, tuple[int, Callable[[int], str]]] = {
    "quotes that nothing closes": (20_000, lambda n: HEAD + 'x = """' + '\\"' * n),
    "quotes on a line that nothing closes": (20_000, lambda n: HEAD + 'x = "' + '\\"' * n),
    "quotes in quotes": (20_000, lambda n: HEAD + 'x = """' + '\\"' * n + '"""'),
    "lone apostrophes": (10_000, lambda n: HEAD + "'\n" * n),
    "blanks where a list is not closed": (2_000, lambda n: HEAD + "x = [1\n" + " " * n + "\x01"),
    "keys of no plan": (5_000, lambda n: "".join(f"k{i} = 1\n" for i in range(n)) + HEAD),
    "keys of no server": (
        5_000,
        lambda n: HEAD + "[servers.a]\n" + "".join(f"k{i} = 1\n" for i in range(n)),
    ),
    "servers that are none": (
        5_000,
        lambda n: HEAD + "[servers]\n" + "".join(f"k{i} = 1\n" for i in range(n)),
    ),
    "entries that are no needs": (
        20_000,
        lambda n: HEAD + "[servers.a]\nneeds = [" + "1," * n + "]\n",
    ),
    "lists of entries that are no needs": (
        2,
        lambda n: HEAD + "".join(f"[servers.a{i}]\nneeds = [{'1,' * 3_000}]\n" for i in range(n)),
    ),
    "headings a thousand deep": (
        7,
        lambda n: HEAD + "".join(f"[z{i}.{'.'.join('a' * 900)}]\nk = 1\n" for i in range(n)),
    ),
    "needs of nothing": (100, lambda n: HEAD + servers(n, ', needs = ["sevrer-{i}"]')),
    "runbooks that are none": (300, lambda n: HEAD + servers(n, ', runbook = "r{i}"')),
    "sites that are none": (
        300,
        lambda n: (
            HEAD
            + "".join(f'[sites.t{i}]\nname = "T{i}"\n' for i in range(n))
            + "[servers]\n"
            + "".join(f'a{i} = {{ site = "z{i}", role = "r" }}\n' for i in range(n))
        ),
    ),
    "one any-of of all servers": (
        500,
        lambda n: (
            HEAD
            + servers(n)
            + f'a = {{ site = "s", role = "r", needs = [[{listed(n, quote)}]] }}\n'
        ),
    ),
    "at least two of all servers": (
        500,
        lambda n: (
            HEAD
            + servers(n)
            + 'a = { site = "s", role = "r", needs = [{ at_least = 2, '
            + f"of = [{listed(n, quote)}] }}] }}\n"
        ),
    ),
    "sites with services and no servers": (
        150,
        lambda n: (
            HEAD
            + "".join(f'[sites.t{i}]\nname = "T{i}"\n' for i in range(2 * n))
            + "[services]\n"
            + "".join(
                f'v{i} = {{ name = "V", tier = 1, site = "t{i}", needs = ["a0"] }}\n'
                for i in range(n)
            )
            + "[servers]\n"
            + "".join(f'a{i} = {{ site = "t{n + i}", role = "r" }}\n' for i in range(n))
        ),
    ),
}
quote = '"server-{i}"'


@pytest.mark.parametrize("name", VAST)
def test_the_time_for_a_vast_plan_grows_in_line_with_it(name: str) -> None:
    n, make = VAST[name]
    assert grows_in_line(make, read, n)


def test_no_more_faults_are_told_than_somebody_reads_and_then_how_many_more() -> None:
    found = read("".join(f"k{i} = 1\n" for i in range(MOST_KEYS)) + HEAD + "[servers.a]\n")
    assert MOST_FAULTS == len(found)
    assert MOST_KEYS + 2 - MOST_FAULTS == found[-1].sentence.values["n"]
    assert ["k0", 1] == [found[0].dotted, found[0].line]


def test_keys_beyond_those_of_any_plan_are_one_fault() -> None:
    found = read("".join(f"k{i} = 1\n" for i in range(MOST_KEYS + 1)) + HEAD)
    assert [("k0", 1, MOST_KEYS)] == [(f.dotted, f.line, f.sentence.values["n"]) for f in found]
    (fault,) = read(HEAD + "[policy]\n" + "".join(f"k{i} = 1\n" for i in range(MOST_KEYS + 1)))
    assert ("policy", 8) == (fault.dotted, fault.line)


def test_a_list_of_no_plan_that_is_vast_is_one_fault_whatever_else_is_missing() -> None:
    (told,) = read("a = [" + "1," * 60_001 + "]\n")
    assert "has 60001 entries, too many for a plan" in str(told.sentence)
    (told,) = read("[[a]]\n" * 60_001)
    assert "has 60001 entries, too many for a plan" in str(told.sentence)


def test_of_a_vast_list_the_lines_of_what_stands_behind_it_are_kept_and_not_all_of_its_own() -> (
    None
):
    lines = FileLines("a = [" + "1,\n" * (MOST_ENTRIES + 10) + "]\nb = 1\n")
    assert MOST_ENTRIES + 12 == lines.of(("b",))
    assert 3 == lines.of(("a", "2"))
    assert 1 == lines.of(("a", str(MOST_ENTRIES + 5)))


@pytest.mark.parametrize(("key", "most"), [("name", MOST_OF_A_NAME), ("notes", MOST_OF_A_TEXT)])
def test_a_text_that_no_page_has_room_for_is_a_fault(key: str, most: int) -> None:
    table = '[services.a]\ntier = 1\nneeds = ["b"]\n' if key == "name" else "[servers.b]\n"
    rest = '[servers.b]\nsite = "s"\nrole = "r"\n' if key == "name" else 'site = "s"\nrole = "r"\n'

    def with_letters(n: int) -> str:
        text = f'{key} = "{"x" * n}"\n'
        return HEAD + (table + text + rest if key == "name" else table + rest + text)

    assert not any("letters" in str(each.sentence) for each in read(with_letters(most)))
    (told,) = read(with_letters(most + 1))
    assert f"has {most + 1} letters" in str(told.sentence)


def test_a_large_plan_is_looked_at_until_there_are_faults_enough() -> None:
    parts = AT_ONCE // 4
    sound = HEAD + servers(parts * 2, ", needs = []")
    odd = "".join(f"odd{i} = 1\n" for i in range(3))
    found = [f for f in read(sound + odd) if f.key[1].startswith("odd")]
    assert [("servers", f"odd{i}") for i in range(3)] == [f.key for f in found]
    assert [sound.count("\n") + 1 + i for i in range(3)] == [f.line for f in found]


def test_a_large_plan_is_made_of_its_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (Path(__file__).parents[3] / "inventory.toml").read_text(encoding="utf-8")
    whole = parse(text, PATH).plan
    monkeypatch.setattr(amounts, "AT_ONCE", 40)
    pieces = parse(text, PATH).plan
    assert whole == pieces
    assert [list(whole.servers), list(whole.services)] == [
        list(pieces.servers),
        list(pieces.services),
    ]


def test_findings_of_one_kind_are_told_up_to_a_bound() -> None:
    found = read(HEAD + servers(MOST_OF_A_KIND + 2))
    assert MOST_OF_A_KIND == len(found)
    assert 1 == sum("more of this kind" in str(f.sentence) for f in found)
    found = read(HEAD + servers(MOST_OF_A_KIND))
    assert 0 == sum("more of this kind" in str(f.sentence) for f in found)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a = "x"\nb = """\nc = "y"\n', 2),
        ("a = 'x'\nb = '''\nc = 'y'\n", 2),
        ('a = "x"\nb = "x\\"\nc = "y"\n', 2),
        ("a = l'eau\nb = 'x'\n", 1),
        ('a = """x""""\nb = "y\n', 2),
        ('a = """\\""""\nb = "y\n', 2),
        ('a = """"""\nb = \'\'\nc = ""\n', 0),
    ],
)
def test_the_first_quotes_that_nothing_closes_are_found(text: str, line: int) -> None:
    assert line == line_of_open_text(text)


def test_a_key_deeper_than_any_plan_is_told_by_what_is_around_it() -> None:
    deep = ".".join("a" * (DEEPEST + 3))
    assert 2 == FileLines(f"x = 1\n[{deep}]\nb = 1\n").of((*deep.split("."), "b"))
    assert 3 == FileLines(f"x = 1\n[{'.'.join('a' * (DEEPEST - 1))}]\nb = 1\n").of(
        (*("a",) * (DEEPEST - 1), "b")
    )


@pytest.mark.parametrize(
    "zone", ["right/UTC", "right/Europe/Brussels", "localtime", "posixrules", "Factory"]
)
def test_a_zone_that_is_another_on_another_host_or_counts_leap_seconds_is_none(zone: str) -> None:
    (found,) = read(HEAD.replace('"UTC"', f'"{zone}"'))
    assert ("incident", "timezone") == found.key


def test_a_time_zone_as_deep_as_no_folder_is_none() -> None:
    (fault,) = read(HEAD.replace("UTC", "A/" * 40_000))
    assert ("incident.timezone", 5) == (fault.dotted, fault.line)
    assert "not a time zone" in str(fault.sentence)


NO_PARSER_SEES: dict[str, tuple[Callable[[int], str], int, str]] = {
    "blank lines": (lambda n: "\n" * n, MOST_LINES, "lines"),
    "remarks": (lambda n: "#\r\n" * n, MOST_LINES, "lines"),
    "headings": (lambda n: "".join(f"[t{i}]\n" for i in range(n)), MOST_TABLES, "tables"),
    "headings of lists": (lambda n: "[[a]]\n" * n, MOST_TABLES, "tables"),
    "tables on a line": (lambda n: f"a = [{'{},' * n}]\n", MOST_TABLES, "tables"),
    "keys in keys": (lambda n: "".join(f" a{i}.b.c=1\n" for i in range(n)), MOST_TABLES, "tables"),
    "lists in lists": (lambda n: f"a = [{'[],' * n}]\n", MOST_LISTS, "lists"),
}


@pytest.mark.parametrize("of", NO_PARSER_SEES)
def test_of_what_a_parser_would_make_gigabytes_the_signs_are_counted_first(
    of: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, most, word = NO_PARSER_SEES[of]
    monkeypatch.setattr("tomli.loads", None)
    (found,) = read(HEAD + make(most + 1))
    assert f"{word}, too many for a plan" in ENGLISH(found.sentence)


def test_more_servers_or_sites_than_any_hospital_has_are_one_fault() -> None:
    for table, part in (("servers", 'site = "s", role = "r"'), ("operators", 'phone = "1"')):
        parts = "".join(f"a{i} = {{ {part} }}\n" for i in range(MOST_PARTS + 1))
        (found,) = read(f"{HEAD}[{table}]\n{parts}")
        assert (table,) == found.key
        assert f"has {MOST_PARTS + 1} entries, too many" in ENGLISH(found.sentence)
