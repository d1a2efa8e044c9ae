"""The manual page, made from the same table as parser and help.

In the format of man(7), which every system can show.
"""

import re
from collections.abc import Iterator

from chwapi_console import __version__
from chwapi_console.cli.line.help import EXAMPLES, EXIT_CODES, WHERE_THINGS_ARE, WITHOUT_A_VERB
from chwapi_console.cli.line.options import GLOBAL_OPTIONS
from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.placeholders import example, placeholder
from chwapi_console.cli.line.verb_entries.verb import Argument, Verb
from chwapi_console.cli.line.verb_table import VERBS
from chwapi_console.text import Language, Sentence, say, word

SAYS = say("bring a hospital's servers back in the order that patients need")


def manual(t: Language) -> str:
    """The page in a language."""
    return "\n".join(_lines(t)) + "\n"


def _lines(t: Language) -> Iterator[str]:
    yield f'.TH {PROGRAM.upper()} 1 "" "{PROGRAM} {__version__}"'
    yield from _section(word("manual", "NAME"), t)
    yield f"{_roff(PROGRAM)} \\- {_roff(t(SAYS))}"
    yield from _section(word("manual", "SYNOPSIS"), t)
    yield f".B {_roff(PROGRAM)}"
    yield _roff(t(word("manual", "[options] [verb …]")))
    yield from _section(word("manual", "DESCRIPTION"), t)
    yield _roff(t(WITHOUT_A_VERB))
    yield ".PP"
    yield _roff(t(WHERE_THINGS_ARE))
    yield from _section(word("manual", "VERBS"), t)
    for verb in VERBS.values():
        yield from _verb(verb, t)
    yield from _section(word("manual", "OPTIONS"), t)
    for option in GLOBAL_OPTIONS:
        flags = f"{', '.join(option.flags)} {placeholder(option.metavar, t)}".rstrip()
        yield from _item(f"{flags} ({option.variable})", t(option.help))
    yield from _section(word("manual", "EXIT STATUS"), t)
    for code, meaning in EXIT_CODES:
        yield from _item(code, t(meaning))
    yield from _section(word("manual", "EXAMPLES"), t)
    for words, meaning in EXAMPLES:
        yield from _item(f"{PROGRAM} {example(words, t)}", t(meaning))


def _section(title: Sentence, t: Language) -> Iterator[str]:
    yield f".SH {_roff(t(title))}"


def _verb(verb: Verb, t: Language) -> Iterator[str]:
    own = [argument for argument in verb.arguments if not argument.name.startswith("-")]
    words = " ".join(_usage(argument, t) for argument in own)
    yield f".SS {_roff(f'{verb.name} {words}'.rstrip())}"
    yield _roff(_sentence(t(verb.summary)))
    for argument in verb.arguments:
        if argument.help is not None:
            flag = argument.name if argument.name.startswith("-") else ""
            named = f"{flag} {placeholder(argument.metavar, t)}".strip()
            yield from _item(named, t(argument.help))


def _usage(argument: Argument, t: Language) -> str:
    name = placeholder(argument.metavar, t)
    match argument.repeat:
        case "?":
            return f"[{name}]"
        case "*":
            return f"[{name} …]"
        case "+":
            return f"{name} …"
    return name


def _item(what: str, means: str) -> Iterator[str]:
    yield ".TP"
    yield f".B {_roff(what)}"
    yield _roff(means)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _roff(text: str) -> str:
    """The text for roff.

    A hyphen is to be typed as it stands, no line is a request by how it begins, and a letter that
    is not ASCII is named, for who reads it without a guess at its coding; three dots are ASCII, for
    a locale that has no sign for them leaves it out.
    """
    text = (
        text.replace("\N{HORIZONTAL ELLIPSIS}", "...")
        .replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("\N{NO-BREAK SPACE}", "\\~")
    )
    text = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in text)
    return re.sub(r"^(?=[.'])", r"\\&", text)
