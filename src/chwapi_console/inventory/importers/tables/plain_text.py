"""Tables that a terminal printed or a person typed, which no separator parts.

With frames, in columns of fixed width, a record of `key : value` lines for each machine, a hosts
file, or a machine and a word to a line.

Each reader gives cells by the number of their line, or nothing where the lines are not so. What no
line says (the headings of a hosts file) stands in row 0.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from chwapi_console.inventory.importers.words.machine_addresses import is_machine_address
from chwapi_console.inventory.importers.words.verdict_words import KNOWN, bare
from chwapi_console.inventory.plain_words import BLANKS

Lines = Sequence[tuple[int, Sequence[str]]]
"""The cells of rows, each with the number of its line, from 1."""

# No two repetitions in these may eat the same letters: a line may be as long as somebody likes.
_FRAME = re.compile(r"[=\s-]*+[─-╿+|][─-╿|+=\s:-]*+")
_UPRIGHT = re.compile("[│┃║|]")
_RULER = re.compile(r"(?=[\s=_-]*+\Z)[\s=_-]*?[=_-]{3}")
_FIELD = re.compile(r"([^\W\d][\w .()/@-]{0,40}?)\s*:(?:\s+((?:\S.*)?))?")
_PAIR = re.compile(r"([^\W_][\w.\\$-]*)\s*(?::|=>|->|=|\s[-–—])\s+(\S.*)")
_LISTED = re.compile(r"(?:[-*•]\s+|\d+[.)]\s+)?([^\s:;,]+)")
_MARKED = re.compile(r"\s{0,8}(?:[-*•]\s|\d{1,4}[.)]\s)")
_MARKS = re.compile(rf"{BLANKS}\(\s*\w+\s*\)$")
_ROWS_TOLD = re.compile(
    r"\(\d{1,9} (?:rows?|lignes?|zeilen?|rij(?:en)?)(?: [^\W\d]{1,15})?\)", re.IGNORECASE
)
"""What databases print below a table."""
MOST_LETTERS = 50_000_000
"""Letters of lines of fixed width, the shorter ones filled up."""

MOST_TITLES = 3
"""Lines above a table in columns that may be its title."""

MOST_FIELDS = 200
"""Different keys up to which lines are records."""


def read_as_printed(lines: Sequence[str], separator: str = "") -> Lines:
    """The rows of a text that was printed or typed as a table; none where it is no such text.

    `separator` is what else may part its cells.
    """
    numbered = [
        (number, text)
        for number, line in enumerate(lines, 1)
        if (text := line.rstrip("\r\n")).strip()
    ]
    if separator == "\t":
        return _hosts(numbered) if all(text.count("\t") < 2 for _, text in numbered) else []
    if separator:
        return _framed(numbered)
    return (
        _framed(numbered)
        or _hosts(numbered)
        or _records(lines)
        or _pairs(numbered)
        or _in_columns(numbered)
        or _verdicts(numbered)
        or _below_verdicts(numbered)
    )


def _framed(lines: Sequence[tuple[int, str]]) -> Lines:
    """Cells between upright lines: what `psql`, `pvesh` and wikis print."""
    rows = [(number, text.strip()) for number, text in lines if not _FRAME.fullmatch(text)]
    framed = [
        (number, text)
        for number, text in rows
        if text[0] in "│┃║|" and text[-1] in "│┃║|" and len(text) > 1
    ]
    if len(framed) < 2 or len(framed) * 10 < len(rows) * 7:
        return []
    return [
        (number, [cell.strip() for cell in _UPRIGHT.split(_single(text)[1:-1])])
        for number, text in framed
    ]


def _single(text: str) -> str:
    """A row of cells with one sign between them, where a wiki writes its headings with two."""
    return text.replace("||", "|") if text.count("|") == 2 * text.count("||") else text


def _hosts(lines: Sequence[tuple[int, str]]) -> Lines:
    """An address and its names on each line."""
    said = [
        (number, text.split()) for number, line in lines if (text := line.partition("#")[0].strip())
    ]
    if not said or not all(
        len(words) > 1 and is_machine_address(words[0]) and ";" not in words[1] for _, words in said
    ):
        return []
    return [
        (0, ["IP address", "Host name", "Aliases"]),
        *((number, [words[0], words[1], " ".join(words[2:])]) for number, words in said),
    ]


def _records(lines: Sequence[str]) -> Lines:
    """A block of lines for each machine, which say one key and its value each.

    Blocks are parted by empty lines, or begin with the same key.
    """
    blocks: list[tuple[int, dict[str, str]]] = []
    begun = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            begun = True
            continue
        found = _FIELD.fullmatch(line.strip())
        if found is None and begun and _heads_fields(lines, number - 1):
            blocks.append((number, {"Name": line.strip()}))
            begun = False
            continue
        if found is None:
            if begun or not line[:1].isspace() or not blocks:
                return []
            last = next(reversed(blocks[-1][1]))
            blocks[-1][1][last] += f" {line.strip()}"
            continue
        key = _MARKS.sub("", found[1])
        if begun or key == next(iter(blocks[-1][1]), None):
            blocks.append((number, {}))
        begun = False
        _say_once_more(blocks[-1][1], key, found[2] or "")
    keys = Counter(key for _, block in blocks for key in block)
    if not _are_records(len(blocks), keys):
        return []
    titles = list(keys)
    return [
        (0, titles),
        *((number, [block.get(key, "") for key in titles]) for number, block in blocks),
    ]


def _are_records(blocks: int, keys: Counter[str]) -> bool:
    """Whether so many blocks, with so many of each key, tell of machines, and not of other things."""
    return (
        blocks > 0
        and 1 < len(keys) <= MOST_FIELDS
        and (blocks == 1 or max(keys.values()) * 2 > blocks)
        and (blocks > 1 or "name" in " ".join(keys).casefold())
    )


def _say_once_more(block: dict[str, str], key: str, said: str) -> None:
    """Adds what a line says to its block, beside what another line said below the same key."""
    block[key] = f"{block[key]}, {said}" if block.get(key) and said else said or block.get(key, "")


def _heads_fields(lines: Sequence[str], at: int) -> bool:
    """Whether a line is a name at the margin above fields that stand further in, as of `esxcli`."""
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return (
        not lines[at][:1].isspace()
        and len(lines[at].split()) == 1
        and below[:1].isspace()
        and bool(_FIELD.fullmatch(below.strip()))
    )


def _pairs(lines: Sequence[tuple[int, str]]) -> Lines:
    """A machine, a sign, and what is said of it: `dc1: clean`."""
    found = [(number, pair) for number, text in lines if (pair := _PAIR.fullmatch(text.strip()))]
    if len(found) < 2 or len(found) * 10 < len(lines) * 8:
        return []
    return [(number, [pair[1], pair[2]]) for number, pair in found]


def _verdicts(lines: Sequence[tuple[int, str]]) -> Lines:
    """A machine and a verdict behind a blank: `dc1 infecté`."""
    found = [(number, text.strip().partition(" ")[::2]) for number, text in lines]
    told = [(number, (name, words.strip())) for number, (name, words) in found if words.strip()]
    if len(told) < 2 or sum(bare(words) in KNOWN for _, (_, words) in told) * 10 < len(lines) * 8:
        return []
    return [(number, [name, words.strip()]) for number, (name, words) in found]


def _below_verdicts(lines: Sequence[tuple[int, str]]) -> Lines:
    """Machines, one to a line, below words that say what they are: `Infected:`, `SAINS`.

    Where none ends with a colon and some begin with a sign of a list, those that do not are such words.
    """
    rows: list[tuple[int, list[str]]] = []
    above = ""
    listed = any(_MARKED.match(line) for _, line in lines) and not any(
        line.rstrip().endswith(":") for _, line in lines
    )
    for number, line in lines:
        text = line.strip()
        if text.endswith(":") or bare(text) in KNOWN or (listed and not _MARKED.match(line)):
            above = text.rstrip(": ")
        elif not above or not (name := _LISTED.fullmatch(text)):
            return []
        else:
            rows.append((number, [name[1], above]))
    said = {words for _, (_, words) in rows}
    if not rows or not any(bare(part) in KNOWN for words in said for part in words.split()):
        return []
    return [(0, ["Hostname", "Verdict"]), *rows]


def _in_columns(lines: Sequence[tuple[int, str]]) -> Lines:
    """Columns that blanks part in every line, each below a word of the first line."""
    first = _headings_below_a_title(lines)
    titles = [(number, [text.strip()]) for number, text in lines[:first]]
    rows = [
        (number, text.expandtabs())
        for number, text in lines[first:]
        if not (_RULER.match(text) or _ROWS_TOLD.fullmatch(text.strip()))
    ]
    if len(rows) < 2 or not all("  " in text.strip() for _, text in rows[:1]):
        return []
    wide = max(len(text) for _, text in rows)
    if wide * len(rows) > MOST_LETTERS:
        return []
    texts = [text.ljust(wide) for _, text in rows]
    blank = [all(text[at] == " " for text in texts) for at in range(wide)]
    parts = list(_below_a_word(_runs(blank), texts))
    if len(parts) < 2:
        return []
    return [
        *titles,
        *(
            (number, [text[first:last].strip() for first, last in parts])
            for (number, _), text in zip(rows, texts, strict=True)
        ),
    ]


def _headings_below_a_title(lines: Sequence[tuple[int, str]]) -> int:
    """At which of the lines the headings stand, below a title: above a ruler, or the first in columns."""
    ruled = next((at for at, (_, text) in enumerate(lines) if _RULER.match(text)), 0)
    is_heading = ruled > 1 and not any(map(str.isdecimal, lines[ruled - 1][1]))
    if is_heading and ruled * 2 <= len(lines):
        return ruled - 1
    parted = [at for at, (_, text) in enumerate(lines) if "  " in text.strip()]
    is_title = len(parted) > 1 and 0 < parted[0] <= MOST_TITLES
    return parted[0] if is_title and len(parted) == len(lines) - parted[0] else 0


def _cut(texts: Sequence[str], first: int, last: int) -> list[str]:
    return [text[first:last] for text in texts]


def _runs(blank: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where what is not blank begins and ends."""
    begun: int | None = None
    for at, empty in enumerate((*blank, True)):
        if not empty and begun is None:
            begun = at
        elif empty and begun is not None:
            yield begun, at
            begun = None


def _below_a_word(
    runs: Iterator[tuple[int, int]], texts: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """The runs, those without a word in the heading joined to the one before.

    A word of several in a cell is no column, nor is one of a heading of several, with nothing below.
    """
    heading, *below = texts
    held: tuple[int, int] | None = None
    for first, last in runs:
        is_word = (
            held and first == held[1] + 1 and not any(map(str.strip, _cut(below, first, last)))
        )
        if held and (is_word or not heading[first:last].strip()):
            held = (held[0], last)
            continue
        if held:
            yield held
        held = (first, last)
    if held:
        yield held
