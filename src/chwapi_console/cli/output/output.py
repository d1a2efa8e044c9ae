"""The only place that writes to stdout and stderr.

Results go to the one, everything else to the other.

What people read is put into words by a `Language`, which makes every value safe for a terminal;
`--json` is ASCII, so it is safe too.
"""

import io
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from chwapi_console.cli.output.table import TextTable, cells, pad, plain_lines
from chwapi_console.cli.output.terminal_size import terminal_size
from chwapi_console.cli.output.whole_stream import whole
from chwapi_console.errors import ChwapiError
from chwapi_console.signs import spelling
from chwapi_console.text import Language, Sentence, Value, safe, say, wrapped

NARROWEST = 40
LOOKS: Mapping[str, str] = {"heading": "1", "now": "1", "held": "35", "trouble": "31", "aside": "2"}
"""How a line of a table looks where colours go into a pipe (ECMA-48, SGR)."""
SCHEMA = 1
"""What every object of `--json` begins with: it moves when a key is renamed or taken away, which
docs/json.md promises not to happen between releases."""


class OutputLost(ChwapiError):
    """A result could not be written, as on a full disk. What was done before stays done."""


class Output:
    """Where a verb's words go.

    A stream that was closed before the program began takes words and keeps none.

    `acts_written` tells whether acts are on disk by now, which nobody should doubt only because
    they cannot be printed, and `may_have_written` whether the verb is one that writes acts or
    files; `printed_json` whether an object went to stdout, and `last_complaint` what stderr was told
    last. `goes_on` says that what was asked is done also where nobody reads on, as behind `| head`:
    who only looks stops there. `told` counts what somebody who waits was told, and `before_asking`
    is called before a question.
    """

    def __init__(
        self, spoken: Language, environ: Mapping[str, str], ascii: bool | None = None
    ) -> None:
        """`ascii` says whether ASCII was asked for.

        Where nothing was said, a terminal has what its locale can show. A file or a pipe has
        everything as it is then: nobody knows who reads it, and names must be found in it.
        """
        self.no_color = self.force_color = False
        self.told = 0
        self.before_asking: Callable[[], object] = lambda: None
        self._pager: Sequence[str] | None = None
        self._held: _Held | None = None
        self._environ = environ
        self.acts_written = self.may_have_written = self.goes_on = False
        self.lines = 0
        self.printed_json = False
        self.last_complaint: Value = ""
        self._stdout = self._out = _usable(sys.stdout)
        self._err = _usable(sys.stderr)
        self.terminal = self._out.isatty() and environ.get("TERM", "dumb") != "dumb"
        self.language = spoken.spelled(spelling(environ, ascii, by_locale=self._out.isatty()))

    def line(self, line: str) -> None:
        """One line of words that are safe already; `lines` counts them as a terminal does."""
        self.lines += line.count("\n") + 1
        self._guarded(lambda: self._out.write(self.language.spelling.drawn(line) + "\n"))

    def say(self, value: Value = "", indent: str = "") -> None:
        """One line of a result; on a terminal broken between words."""
        text = self.language(value)
        self.line(_wrapped(text, self.width, indent) if self.terminal else indent + text)

    def fields(self, fields: Sequence[tuple[Value, Value]]) -> None:
        """Facts with their names, one to a line, aligned; facts that are empty are left out."""
        filled = [
            (self.language(say("{name}:", name=name)), self.language(value))
            for name, value in fields
        ]
        width = max((cells(name) for name, value in filled if value), default=0) + 1
        for name, value in filled:
            if value:
                label = pad(name, width)
                self.line(
                    _wrapped(value, self.width, label, " " * width)
                    if self.terminal
                    else label + value
                )

    def table(self, table: TextTable) -> None:
        """A table: fitted to a terminal, or plain text."""
        if self.terminal:
            from chwapi_console.cli.output.rich_table import print_table

            self._guarded(
                lambda: print_table(table, self.language, self._out, self.width, self.no_color)
            )
            return
        looks = ["heading", *(row.look for row in table.rows)]
        for look, line in zip(looks, plain_lines(table, self.language), strict=True):
            self.line(f"\x1b[{LOOKS[look]}m{line}\x1b[0m" if self.force_color and look else line)

    def text(self, text: str) -> None:
        """The text of a file: to the letter, but for a terminal, which gets it made safe."""
        shown = "\n".join(map(safe, text.split("\n"))) if self._out.isatty() else text
        self._guarded(lambda: self._out.write(shown))

    def json(self, value: Mapping[str, Any]) -> None:
        """One JSON object on a line of its own, with its schema first."""
        self.printed_json = True
        self.line(
            json.dumps({"schema": SCHEMA, **value}, ensure_ascii=True).replace("\x7f", "\\u007f")
        )

    def can_write(self, text: str) -> bool:
        """Whether the encoding of stdout has all these characters."""
        try:
            out = self._held.terminal if self._held else self._out
            text.encode(out.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            return False
        return True

    def complain(self, value: Value) -> None:
        """One line that belongs to no result.

        Where stderr is gone too there is nobody left to tell.
        """
        self.last_complaint = value
        self.whisper(value)

    def whisper(self, value: Value) -> None:
        """Says one line on stderr that nobody need be told again."""
        try:
            text = self.language(value)
            self._err.write((_wrapped(text, self.width) if self._err.isatty() else text) + "\n")
            self._err.flush()
        except OSError:
            if sys.stderr is not None:
                # what it still holds is written at exit, and would fail there
                _given_up(sys.stderr)
            self._err = _nowhere()

    def mention(self, value: Value) -> None:
        """What goes on meanwhile, for somebody who waits at a terminal; nobody else is told."""
        if self.is_waited_for:
            self.told += 1
            self.complain(value)

    @property
    def is_waited_for(self) -> bool:
        """Whether somebody sits at a terminal and waits."""
        return self._err.isatty()

    @property
    def width(self) -> int:
        """Cells in a line of the terminal."""
        return max(NARROWEST, terminal_size().columns)

    @property
    def height(self) -> int:
        """Lines of the terminal."""
        return terminal_size().lines

    # A pager

    @property
    def pages(self) -> bool:
        """Whether a pager shows what is longer than the terminal, so that nothing need be left out."""
        return self._pager is not None

    def page_by(self, pager: Sequence[str] | None) -> None:
        """From here on all is held back for this pager, where stdout is a terminal with lines."""
        if pager is not None and self.terminal and self._held is None:
            self._pager, self._held = pager, _Held(self._out)
            self._out = self._held

    def print_at_once(self) -> None:
        """What was held back goes to the terminal, and nobody is shown it page by page."""
        self._pager = None

    def _let_go(self) -> None:
        """What was held back goes to the pager where it has more lines than the terminal."""
        if (held := self._held) is None:
            return
        text, command = held.getvalue(), self._pager
        self._out, self._held, self._pager = held.terminal, None, None
        lines = sum(1 + max(0, len(line) - 1) // self.width for line in text.splitlines())
        if command is not None and lines >= self.height:
            from chwapi_console.cli.output.pager import shown_in_pager

            self._guarded(self._out.flush)
            if shown_in_pager(text, command, held.terminal.encoding or "ascii", self._environ):
                return
        self._guarded(lambda: self._out.write(text))

    def flush(self) -> None:
        """Sends off what is still held back."""
        self._let_go()
        self._guarded(self._out.flush)

    def abandon(self) -> None:
        """Gives up on stdout, so that nothing is written to it at exit either."""
        if sys.stdout is not None and self._out is self._stdout:
            _given_up(self._out)

    def _guarded(self, write: Callable[[], object]) -> None:
        try:
            write()
        except BrokenPipeError:
            if not self.goes_on:
                raise
            self.abandon()
        except OSError as error:
            reason = error.strerror or str(error)
            with suppress(OSError):  # so that what is left is not told to be lost again
                self.abandon()
            raise OutputLost(self._lost(reason)) from error

    def _lost(self, reason: str) -> Sentence:
        if self.acts_written:
            return say(
                "The result could not be printed: {reason}. The act itself is written and safe; log "
                "shows it.",
                reason=reason,
            )
        if self.may_have_written:
            return say(
                "The result could not be printed: {reason}. What was asked may be done all the same: "
                "look before you do it again.",
                reason=reason,
            )
        return say("The result could not be written: {reason}.", reason=reason)


class _Held(io.StringIO):
    """What will go to a terminal."""

    def __init__(self, terminal: TextIO) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        """So is what it is held for."""
        return True


def _usable(stream: TextIO | None) -> TextIO:
    """The stream, set to write something for every character, even where its encoding lacks it.

    In UTF-8 where it is told to have an encoding that writes none (PYTHONIOENCODING=idna).
    """
    if stream is None:
        return _nowhere()
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        try:
            "x".encode(stream.encoding, "replace")
        except ValueError:
            reconfigure(encoding="utf-8")
        reconfigure(errors="replace")
    return whole(stream)


def _given_up(stream: TextIO) -> None:
    """Has all that goes to a stream go nowhere, what it still holds too."""
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _wrapped(text: str, width: int, first: str = "", later: str | None = None) -> str:
    return "\n".join(wrapped(text, width, first, later, whole_words=True))
