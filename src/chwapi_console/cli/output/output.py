"""The only place that writes to stdout and stderr. Results go to the one, everything else to the
other.

What people read is put into words by a `Language`, which makes every value safe for a terminal;
`--json` is ASCII, so it is safe too.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from chwapi_console.cli.output.table import Table, cells, pad, plain_lines
from chwapi_console.cli.output.terminal_size import terminal_size
from chwapi_console.errors import ChwapiError
from chwapi_console.signs import spelling
from chwapi_console.text import Language, Value, safe, say, wrapped

NARROWEST = 40
SCHEMA = 1
"""What every object of `--json` begins with: it moves when a key is renamed or taken away, which
docs/json.md promises not to happen between releases."""


class OutputLost(ChwapiError):
    """A result could not be written, as on a full disk. What was done before stays done."""


class Output:
    """Where a verb's words go. A stream that was closed before the program began takes words and
    keeps none.

    `acts_written` tells whether acts are on disk by now, which nobody should doubt only because
    they cannot be printed; `printed_json` whether an object went to stdout, and `last_complaint`
    what stderr was told last.
    """

    def __init__(
        self, spoken: Language, environ: Mapping[str, str], ascii: bool | None = None
    ) -> None:
        """`ascii` says whether ASCII was asked for; where nothing was said, a terminal has what its
        locale can show. A file or a pipe has everything as it is then: nobody knows who reads it,
        and names must be found in it."""
        self.no_color = False
        self.acts_written = False
        self.lines = 0
        self.printed_json = False
        self.last_complaint: Value = ""
        self._out = _usable(sys.stdout)
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

    def table(self, table: Table) -> None:
        """A table: fitted to a terminal, or plain text."""
        if self.terminal:
            from chwapi_console.cli.output.rich_table import print_table

            self._guarded(
                lambda: print_table(table, self.language, self._out, self.width, self.no_color)
            )
            return
        for line in plain_lines(table, self.language):
            self.line(line)

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
            text.encode(self._out.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            return False
        return True

    def complain(self, value: Value) -> None:
        """One line that is no result. Where stderr is gone too there is nobody left to tell."""
        self.last_complaint = value
        try:
            text = self.language(value)
            self._err.write((_wrapped(text, self.width) if self._err.isatty() else text) + "\n")
            self._err.flush()
        except OSError:
            self._err = _nowhere()

    def mention(self, value: Value) -> None:
        """What goes on meanwhile, for somebody who waits at a terminal; nobody else is told."""
        if self._err.isatty():
            self.complain(value)

    @property
    def width(self) -> int:
        """Cells in a line of the terminal."""
        return max(NARROWEST, terminal_size().columns)

    @property
    def height(self) -> int:
        """Lines of the terminal."""
        return terminal_size().lines

    def flush(self) -> None:
        """Sends off what is still held back."""
        self._guarded(self._out.flush)

    def abandon(self) -> None:
        """Gives up on stdout, so that nothing is written to it at exit either."""
        if self._out is sys.stdout:
            with Path(os.devnull).open("wb") as nowhere:
                os.dup2(nowhere.fileno(), self._out.fileno())

    def _guarded(self, write: Callable[[], object]) -> None:
        try:
            write()
        except BrokenPipeError:
            raise
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputLost(
                say(
                    "The result could not be printed: {reason}. The act itself is written and "
                    "safe; log shows it.",
                    reason=reason,
                )
                if self.acts_written
                else say("The result could not be written: {reason}.", reason=reason)
            ) from error


def _usable(stream: TextIO | None) -> TextIO:
    """The stream, set to write something for every character, even where its encoding lacks it."""
    if stream is None:
        return _nowhere()
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")
    return stream


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _wrapped(text: str, width: int, first: str = "", later: str | None = None) -> str:
    return "\n".join(wrapped(text, width, first, later, whole_words=True))
