"""The help page, for a person who has never seen the program, at 3 a.m., on 80 columns."""

from collections.abc import Iterable, Iterator

from chwapi_console.cli.line import questions
from chwapi_console.cli.line.options import GLOBAL_OPTIONS
from chwapi_console.cli.line.parser import PROGRAM, parser, verb_named
from chwapi_console.cli.line.placeholders import example, placeholder
from chwapi_console.cli.line.verb_table import VERBS
from chwapi_console.cli.output.table import pad
from chwapi_console.text import Language, Sentence, say, wrapped

WIDTH = 80

WITHOUT_A_VERB = say(
    "Without a verb, on a terminal: the console. {program} VERB --help says more about a verb.",
    program=PROGRAM,
)
WHERE_THINGS_ARE = say(
    "The plan is a file that you edit. What people do is written to the journal beside it: "
    "inventory.journal for inventory.toml. Nothing needs a network."
)
EXAMPLES = (
    ("next", say("what to do now, and why")),
    ("take sql-adt1", say("you have it in hand; everybody sees it")),
    ('mark sql-adt1 restored --note "from tape"', say("it is back")),
    ("services --site imc --missing", say("what IMC waits for")),
    ("queue --json | jq '.entries[0]'", say("for scripts")),
)
EXIT_CODES = (
    ("0", say("done, or already so")),
    ("1", say("the plan or the request is wrong")),
    ("2", say("usage: unknown verb, option or state")),
    ("3", say("refused: a rule, a conflict, or somebody was faster")),
    ("4", say("the journal cannot be read or written")),
    ("5", say("the record does not hold together")),
    ("70", say("internal error; a crash file says where")),
    ("130", say("interrupted")),
)


def help_page(verb: str, language: Language) -> list[str]:
    """The help of a verb, or of the whole program where none is named, as lines."""
    if verb == questions.WORD:
        return list(questions.questions_page(language))
    if verb:
        return parser(verb_named(verb), language).format_help().splitlines()
    return list(_page(language))


def _page(language: Language) -> Iterator[str]:
    yield from _paragraph(
        say(
            "{program}: bring a hospital's servers back in the order that patients need.",
            program=PROGRAM,
        ),
        language,
    )
    yield ""
    yield language(say("Usage: {program} [options] [verb …]", program=PROGRAM))
    yield from _paragraph(
        WITHOUT_A_VERB,
        language,
    )
    for title, entries in _sections(language):
        yield from _section(title, entries, language)
    yield ""
    yield from _what_else(language)


def _what_else(language: Language) -> Iterator[str]:
    """Where questions are answered, what the plan and the journal are, and how the latter is copied."""
    yield from _paragraph(
        say(
            "Why this before that, what if, when, who: {program} help {questions} says what to type "
            "for each.",
            program=PROGRAM,
            questions=questions.WORD,
        ),
        language,
    )
    yield from _paragraph(
        WHERE_THINGS_ARE,
        language,
    )
    yield from _paragraph(
        say(
            "To copy the journal, say {program} sync FOLDER: a plain copy of the file may lack the "
            "acts of the "
            "last moments.",
            program=PROGRAM,
        ),
        language,
    )


def _sections(language: Language) -> Iterator[tuple[Sentence, Iterable[tuple[str, Sentence]]]]:
    yield say("To look"), ((v.name, v.summary) for v in VERBS.values() if not v.acts)
    yield say("To act"), ((v.name, v.summary) for v in VERBS.values() if v.acts)
    yield (
        say("Options, before or after the verb"),
        (
            (f"{', '.join(o.flags)} {placeholder(o.metavar, language)}".rstrip(), o.help)
            for o in GLOBAL_OPTIONS
        ),
    )
    yield say("Environment"), _variables()
    yield (
        say("Examples"),
        ((f"{PROGRAM} {example(words, language)}", what) for words, what in EXAMPLES),
    )
    yield say("Exit codes"), EXIT_CODES


def _variables() -> Iterator[tuple[str, Sentence]]:
    yield (
        ", ".join(o.variable for o in GLOBAL_OPTIONS),
        say("stand in for the options; 1 turns a switch on"),
    )
    yield "NO_COLOR", say("no colours; CLICOLOR=0 says so too")
    yield "FORCE_COLOR", say("colours in a pipe too; CLICOLOR_FORCE=1 says so too")
    yield "PAGER", say("shows what is longer than the terminal; else less")


def _section(
    title: Sentence, entries: Iterable[tuple[str, Sentence]], language: Language
) -> Iterator[str]:
    """A heading and its entries, the explanations in one column.

    Beneath, where a word is too long for that.
    """
    listed = list(entries)
    indent = min(24, max(len(word) for word, _ in listed)) + 4
    yield ""
    yield language(title)
    for word, explanation in listed:
        lines = wrapped(language(explanation), WIDTH - indent)
        if len(word) + 4 > indent:
            yield from wrapped(word, WIDTH, "  ", whole_words=True)
            yield from (" " * indent + line for line in lines)
        else:
            yield pad(f"  {word}", indent) + lines[0]
            yield from (" " * indent + line for line in lines[1:])


def _paragraph(sentence: Sentence, language: Language) -> list[str]:
    return wrapped(language(sentence), WIDTH)
