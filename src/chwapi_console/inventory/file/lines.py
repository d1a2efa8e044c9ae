"""On which line of a TOML file a key stands, and what is written there.

The parsers do not say, so this reads the text once more when it must.

It looks through what a parser found to be TOML, token by token and no further than it must, and
keeps of each key and list entry where it is named and where its value begins and ends. Of a text
that is not TOML it says something, and never fails. No sign is looked at more than a few times,
whatever the text: it may be twenty megabytes of quotes.
"""

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TypeVar

import tomli

from chwapi_console.named_tuples import NamedTuple

DEEPEST = 8
"""Parts of the keys that are kept: no plan has longer ones, and each further part of a thousand
would be kept with all before it."""

_TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\r]+|\#[^\n]*)
  | (?P<quote>["'])
  | (?P<sign>[\[\]{}=,.\n])
  | (?P<word>[^\s\[\]{}=,.\#"']+|.)
""",
    re.VERBOSE | re.DOTALL,
)
_END_OF_TEXT = {
    '"""': re.compile(r'\\.|("{3,5})', re.DOTALL),
    "'''": re.compile("('{3,5})"),
    '"': re.compile(r'\\.|(")'),
    "'": re.compile("(')"),
}
"""What to look for from each opening quotes on: those that close them, or what is passed over."""

_AT_ONCE = 1_000
"""Tokens between two looks whether what was asked for has been met."""

Path = tuple[str, ...]
_Kept = TypeVar("_Kept")


class _Token(NamedTuple):
    """One token; `kind` is that of the pattern, or one of two for text in quotes.

    `text` for closed quotes, `open` for quotes that nothing closes: such a token goes to the end of
    its line, or of the file where it may go over lines.
    """

    kind: str
    text: str
    start: int
    end: int


class _Around(NamedTuple):
    """The list or inline table that is being looked through."""

    opening: str
    path: Path
    start: int


MOST_ENTRIES = 60_000
"""Entries of one list of which the line is kept: no plan has so many."""
_UNKEPT = ("",) * (DEEPEST + 1)


class FileLines:
    """The lines of one file, from 1. Only a line feed ends one, as in TOML and in editors."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._walk, self._tokens = _Walk(), _tokens(text)

    def of(self, key: Sequence[str]) -> int:
        """The line of the key, or of the nearest table around it.

        1 when nothing of it stands in the file.
        """
        named_at = self._met(self._walk.named_at, key)
        for length in range(len(key), 0, -1):
            if (place := named_at.get(tuple(key[:length]))) is not None:
                return bisect_left(self._breaks, place) + 1
        return 1

    @cached_property
    def _breaks(self) -> Sequence[int]:
        return array("L", (found.start() for found in re.finditer("\n", self._text)))

    def _met(self, found: Mapping[Path, _Kept], key: Sequence[str] = ()) -> Mapping[Path, _Kept]:
        """What was found, after the walk went on until it met the key, or all of it."""
        wanted = tuple(key)
        while not wanted or wanted not in found:
            tokens = list(islice(self._tokens, _AT_ONCE))
            for token in tokens:
                self._walk.step(token)
            if not tokens:
                self._walk.finish()
                break
        return found

    def begins(self, key: Sequence[str]) -> int | None:
        """Where in the text the key itself is first named, in characters from 0.

        None where nothing of it stands there.
        """
        return self._met(self._walk.named_at, key).get(tuple(key))

    def span(self, key: Sequence[str]) -> tuple[int, int] | None:
        """Where in the text the value of the key begins and ends.

        None where it has none of its own.
        """
        return self._met(self._walk.values, key).get(tuple(key))

    def keys_of(self, table: str) -> dict[str, list[Path]]:
        """The keys of each part of a table, by the part's id, in the order of the text.

        `("servers", "dc1", "role")` is among those of `dc1`.
        """
        found: dict[str, list[Path]] = {}
        for path in self._met(self._walk.values):
            if len(path) == 3 and path[0] == table:
                found.setdefault(path[1], []).append(path)
        return found

    def written(self, key: Sequence[str]) -> str:
        """The value of a key as it stands in the file, on one line.

        Empty where it has none of its own.
        """
        start, end = self.span(key) or (0, 0)
        return " ".join(self._text[start:end].split())


def comments(text: str) -> "Counter[str]":
    """The comments of a file, each as often as it stands there."""
    return Counter(
        token.text.rstrip()
        for token in _read(text)
        if token.kind == "blank" and token.text[0] == "#"
    )


def line_of_open_text(text: str) -> int:
    """The line with the first quotes that nothing closes; 0 when all are closed."""
    return next(
        (text.count("\n", 0, token.start) + 1 for token in _tokens(text) if token.kind == "open"),
        0,
    )


def lines_of_open_brackets(text: str, until: int) -> list[int]:
    """The lines on which still open lists and inline tables begin, the outermost first.

    Open at a place in the text.
    """
    walk = _Walk()
    for token in _tokens(text[:until]):
        walk.step(token)
    return [text.count("\n", 0, start) + 1 for start in walk.open_at]


def _tokens(text: str) -> Iterator[_Token]:
    return (token for token in _read(text) if token.kind != "blank")


def _read(text: str) -> Iterator[_Token]:
    at = 0
    while found := _TOKEN.match(text, at):
        at, kind = found.end(), str(found.lastgroup)
        if kind == "quote":
            kind, at = _text_from(text, found.start())
        yield _Token(kind, text[found.start() : at], found.start(), at)


def _text_from(text: str, start: int) -> tuple[str, int]:
    """Whether a text that begins with these quotes is closed (`text`, `open`), and where it ends."""
    quotes = next(quotes for quotes in _END_OF_TEXT if text.startswith(quotes, start))
    until = len(text)
    if len(quotes) == 1 and (line_end := text.find("\n", start)) >= 0:
        until = line_end
    for found in _END_OF_TEXT[quotes].finditer(text, start + len(quotes), until):
        if found.lastindex:
            return "text", found.end()
    return "open", until


class _Walk:
    """Goes from token to token, and knows whether a key or a value comes and what is around it."""

    def __init__(self) -> None:
        self.named_at: dict[Path, int] = {}
        self.values: dict[Path, tuple[int, int]] = {}
        self._table: Path = ()
        self._around: list[_Around] = []
        self._counts: list[int] = []
        self._names: list[str] = []
        self._named_from = 0
        self._in_header = False
        self._value: Path | None = None
        self._value_start: int | None = None
        self._end = 0

    def step(self, token: _Token) -> None:
        """Takes the next token in."""
        if self._value is None:
            self._in_a_key(token)
        else:
            self._in_a_value(token)
        if (
            token.text != "\n"
        ):  # the last entry of a list may have no comma, and its line end is not its own
            self._end = token.end

    @property
    def open_at(self) -> list[int]:
        """Where the lists and inline tables begin that are open, the outermost first."""
        return [around.start for around in self._around]

    def finish(self) -> None:
        """The end of the text ends its last value."""
        self._end_value()

    def _in_a_key(self, token: _Token) -> None:
        match token.text:
            case "[" if not self._around:
                self._in_header = True
            case "]" if self._in_header:
                self._end_header()
            case "=":
                self._value = self._name(self._around[-1].path if self._around else self._table)
            case "}" if self._around:
                self._leave(token)
            case "\n" if not self._around:
                self._names, self._in_header = [], False
            case "." | "," | "\n":
                pass
            case _:
                if not self._names:
                    self._named_from = token.start
                self._names.append(_plain(token))

    def _end_header(self) -> None:
        """A second bracket closes nothing: it ends the header of a list of tables."""
        if self._names:
            self._table = self._name(())
        self._in_header = False

    def _name(self, around: Path) -> Path:
        """The path of the key just read.

        Each table that it names on the way stands here too, unless it did before.
        """
        path = (*around, *self._names[: DEEPEST + 1])[: DEEPEST + 1]
        for length in range(len(around) + 1, len(path) + 1):
            self._stands(path[:length], self._named_from)
        self._names = []
        return path

    def _stands(self, path: Path, place: int) -> None:
        """Keeps where it stands, unless it stood before; beyond the depth of a plan nothing."""
        if len(path) <= DEEPEST:
            self.named_at.setdefault(path, place)

    def _reaches(self, path: Path, start: int, end: int) -> None:
        if len(path) <= DEEPEST:
            self.values.setdefault(path, (start, end))

    def _in_a_value(self, token: _Token) -> None:
        match token.text:
            case "[" | "{":
                self._enter(token)
            case "," if self._around:
                self._end_value()
                self._next_entry()
            case "]" | "}" if self._around:
                self._end_value()
                self._leave(token)
            case "\n" if not self._around:
                self._end_value()
                self._value = None
            case "\n":
                pass
            case _:
                self._begin_value(token)

    def _begin_value(self, token: _Token) -> None:
        if self._value_start is None and self._value is not None:
            self._value_start = token.start
            self._stands(self._value, token.start)

    def _end_value(self) -> None:
        if self._value is not None and self._value_start is not None:
            self._reaches(self._value, self._value_start, self._end)
        self._value_start = None

    def _enter(self, token: _Token) -> None:
        assert self._value is not None
        self._stands(self._value, token.start)
        self._around.append(_Around(token.text, self._value, token.start))
        self._counts.append(-1)
        self._value_start = None
        self._next_entry()

    def _next_entry(self) -> None:
        """In a list the next value, called by its number; in an inline table the next key."""
        around = self._around[-1]
        self._counts[-1] += 1
        if around.opening != "[":
            self._value = None
        elif self._counts[-1] < MOST_ENTRIES:
            self._value = (*around.path, str(self._counts[-1]))[: DEEPEST + 1]
        else:
            self._value = (*around.path, *_UNKEPT)[: DEEPEST + 1]

    def _leave(self, token: _Token) -> None:
        around = self._around.pop()
        self._counts.pop()
        self._names = []
        self._reaches(around.path, around.start, token.end)
        self._value, self._value_start = around.path, None


def _plain(token: _Token) -> str:
    """The name that a part of a key means, quoted or not."""
    if token.kind != "text":
        return token.text
    try:
        return str(tomli.loads(f"name = {token.text}")["name"])
    except ValueError:
        return token.text
