"""Lines of a list that was kept on paper.

`02:10 NAME VERB …`, each an act by somebody at some time, in the words of the verb.
"""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256

from chwapi_console.cli.line.options import GLOBAL_OPTIONS
from chwapi_console.cli.line.parser import Command, parse
from chwapi_console.clock import iso
from chwapi_console.errors import ChwapiError, RequestError
from chwapi_console.inventory.near_names import with_nearest
from chwapi_console.letters import with_letters
from chwapi_console.moments import read_past
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import person
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Language, Sentence, either, say

ENTERED = (
    "take",
    "mark",
    "drop",
    "step",
    "note",
    "accept",
    "condition",
    "restore-point",
    "evidence",
    "hand-over",
    "promise",
    "aware",
    "notified",
)
"""The verbs that a line may have: acts of a night, each with a time of its own."""
LONGEST = 10_000
"""Letters of a line: nobody writes more on paper at a time, and what is wrong with one quotes it."""
COMMENT, QUOTE = "#", '"'
SEPARATORS = ";\t,"
"""What parts the cells of a list that a spreadsheet wrote."""
_WORD = re.compile(r'(?:[^ \t\r\n"]|"[^"]*")+')
"""In time with a line's length: that of `shlex` grows with its square."""


class PaperLine(NamedTuple):
    """A line by its number: when it was done (UTC), by whom, and what, as a command.

    `key` tells it from others, wherever it stands.
    """

    number: int
    at: datetime
    operator: str
    command: Command
    key: str


class Fault(NamedTuple):
    """What is wrong with a line, and with which exit code it alone would be refused."""

    number: int
    what: Sentence
    exit_code: int

    @property
    def sentence(self) -> Sentence:
        """The fault with its line."""
        return say("Line {number}: {what}", number=self.number, what=self.what)


def paper_lines(data: bytes, view: View, t: Language) -> tuple[list[PaperLine], list[Fault]]:
    """The lines in the order in which they were done, and what is wrong with others.

    Blank lines, and those that begin with #, say nothing.
    """
    lines, faults = list[PaperLine](), list[Fault]()
    for number, text in _texts(data):
        try:
            lines.append(_line(number, text, view, t))
        except ChwapiError as error:
            faults.append(Fault(number, error.sentence, RequestError.exit_code))
    return sorted(lines, key=lambda line: line.at), faults


def _texts(data: bytes) -> Iterator[tuple[int, str]]:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        text = with_letters(data.decode("utf-8-sig", "surrogateescape"))
    for number, line in enumerate(text.splitlines(), 1):
        if (said := line.strip()) and not said.startswith(COMMENT):
            yield number, said


def _line(number: int, text: str, view: View, t: Language) -> PaperLine:
    if len(text) > LONGEST:
        raise RequestError(
            say(
                "It has {n} letters, and no line of a list has more than {most}. Is this the list?",
                n=len(text),
                most=LONGEST,
            )
        )
    words = _cells(text) or _words(text)
    place = next((n for n, word in enumerate(words) if n > 1 and word in ENTERED), None)
    if place is None:
        raise RequestError(_no_verb(words))
    when, operator, verb, said = (
        " ".join(words[: place - 1]),
        words[place - 1],
        words[place],
        words[place + 1 :],
    )
    at = read_past(when, view.now, view.plan.incident.zone).at
    options = said[: said.index("--")] if "--" in said else said
    if any(word == "--at" or word.startswith("--at=") for word in options):
        raise RequestError(say("The time stands at the beginning of the line: take --at out."))
    command = parse([verb, "--at", when, *said], {}, t)
    if strange := [o.flags[-1] for o in GLOBAL_OPTIONS if getattr(command.given, o.name)]:
        raise RequestError(
            say("{option} goes with enter itself, not with a line.", option=strange[0])
        )
    return PaperLine(number, at, operator, command, _key(at, operator, [verb, *said]))


def _key(at: datetime, operator: str, words: Sequence[str]) -> str:
    """Sixteen hexadecimal digits of a hash over when, who and what.

    That it is meant is no part of that.
    """
    told = [iso(at), person(operator), *(word for word in words if word != "--yes")]
    return sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()[:16]


def _words(text: str) -> Sequence[str]:
    """The words of a line; several stand for one between double quotes.

    An apostrophe is a letter. RequestError where a quote is open.
    """
    if text.count(QUOTE) % 2:
        raise RequestError(say("A double quote is not closed."))
    return [word.replace(QUOTE, "") for word in _WORD.findall(text)]


def _cells(text: str) -> Sequence[str]:
    """The words of a line whose parts a spreadsheet put into cells: `02:10;Dr Eve;mark;sql1;restored`.

    What stands in one cell is one word, but a verb that has its words with it. Empty for other lines.
    """
    for separator in SEPARATORS:
        when, *others = next(csv.reader([text], delimiter=separator), [""])
        if len(others) < 2 or not set(ENTERED).isdisjoint(when.split()):
            continue
        who, verb, *said = map(str.strip, others)
        verb_words = verb.split()
        if verb_words and verb_words[0] in ENTERED:
            return [*when.split(), who, *verb_words, *filter(None, said)]
    return ()


def _no_verb(words: Sequence[str]) -> Sentence:
    wanted = say("A line is TIME NAME and one of {verbs} with its words.", verbs=either(ENTERED))
    return with_nearest(wanted, words[2], ENTERED) if len(words) > 2 else wanted
