"""On which line of a TOML file a key stands, and what is written there. The parsers do not say, so
this reads the text once more when it must.

It looks through what a parser found to be TOML, token by token, and keeps of each key and list
entry where it is named and where its value begins and ends. Of a text that is not TOML it says
something, and never fails.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import tomli

_TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\r]+|\#[^\n]*)
  | (?P<text>\"{3}(?:[^\\]|\\.)*?\"{3,5}|'{3}.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')
  | (?P<sign>[\[\]{}=,.\n])
  | (?P<word>[^\s\[\]{}=,.\#"']+|.)
""",
    re.VERBOSE | re.DOTALL,
)

Path = tuple[str, ...]


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


class _Around(NamedTuple):
    """The list or inline table that is being looked through."""

    opening: str
    path: Path
    start: int


class Lines:
    """The lines of one file, from 1. Only a line feed ends one, as in TOML and in editors."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        walk = _Walk()
        for token in _tokens(text):
            walk.step(token)
        walk.finish()
        self._named_at, self._values = walk.named_at, walk.values

    def of(self, key: Sequence[str]) -> int:
        """The line of the key, or of the nearest table around it; 1 when nothing of it stands in
        the file."""
        for length in range(len(key), 0, -1):
            if (place := self._named_at.get(tuple(key[:length]))) is not None:
                return bisect_right(self._breaks, place - 1) + 1
        return 1

    def begins(self, key: Sequence[str]) -> int | None:
        """Where in the text the key itself is first named, in characters from 0; None where nothing
        of it stands there."""
        return self._named_at.get(tuple(key))

    def span(self, key: Sequence[str]) -> tuple[int, int] | None:
        """Where in the text the value of the key begins and ends; None where it has none of its
        own."""
        return self._values.get(tuple(key))

    def keys_of(self, table: str) -> dict[str, list[Path]]:
        """The keys of each part of a table, `("servers", "dc1", "role")` among those of `dc1`, in
        the order of the text."""
        found: dict[str, list[Path]] = {}
        for path in self._values:
            if len(path) == 3 and path[0] == table:
                found.setdefault(path[1], []).append(path)
        return found

    def written(self, key: Sequence[str]) -> str:
        """The value of a key as it stands in the file, on one line; empty where it has none of its
        own."""
        start, end = self._values.get(tuple(key), (0, 0))
        return " ".join(self._text[start:end].split())


def comments(text: str) -> "Counter[str]":
    """The comments of a file, each as often as it stands there."""
    return Counter(
        found.group().rstrip()
        for found in _TOKEN.finditer(text)
        if found.lastgroup == "blank" and found.group().startswith("#")
    )


def line_of_open_text(text: str) -> int:
    """The line with the first quotes that nothing closes; 0 when all are closed."""
    return next(
        (
            text.count("\n", 0, token.start) + 1
            for token in _tokens(text)
            if token.text in ('"', "'")
        ),
        0,
    )


def lines_of_open_brackets(text: str, until: int) -> list[int]:
    """The lines on which the lists and inline tables begin that are still open at a place in the
    text, the outermost first."""
    walk = _Walk()
    for token in _tokens(text[:until]):
        walk.step(token)
    return [text.count("\n", 0, start) + 1 for start in walk.open_at]


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        if (kind := str(found.lastgroup)) != "blank":
            yield _Token(kind, found.group(), found.start(), found.end())


class _Walk:
    """Goes from token to token, and knows whether a key or a value is to come and what is around
    it."""

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
        """The path of the key just read; each table that it names on the way stands here too,
        unless it did before."""
        path = (*around, *self._names)
        for length in range(len(around) + 1, len(path) + 1):
            self.named_at.setdefault(path[:length], self._named_from)
        self._names = []
        return path

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
            self.named_at.setdefault(self._value, token.start)

    def _end_value(self) -> None:
        if self._value is not None and self._value_start is not None:
            self.values.setdefault(self._value, (self._value_start, self._end))
        self._value_start = None

    def _enter(self, token: _Token) -> None:
        assert self._value is not None
        self.named_at.setdefault(self._value, token.start)
        self._around.append(_Around(token.text, self._value, token.start))
        self._counts.append(-1)
        self._value_start = None
        self._next_entry()

    def _next_entry(self) -> None:
        """In a list the next value, called by its number; in an inline table the next key."""
        around = self._around[-1]
        self._counts[-1] += 1
        self._value = (*around.path, str(self._counts[-1])) if around.opening == "[" else None

    def _leave(self, token: _Token) -> None:
        around = self._around.pop()
        self._counts.pop()
        self._names = []
        self.values.setdefault(around.path, (around.start, token.end))
        self._value, self._value_start = around.path, None


def _plain(token: _Token) -> str:
    """The name that a part of a key means, quoted or not."""
    if token.kind != "text":
        return token.text
    try:
        return str(tomli.loads(f"name = {token.text}")["name"])
    except ValueError:
        return token.text
