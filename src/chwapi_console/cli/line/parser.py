"""From the words of a command line to a command.

Global options may stand before the verb or after it, and options anywhere among a verb's own words.
"""

import argparse
from argparse import (
    Action,
    ArgumentError,
    ArgumentParser,
    ArgumentTypeError,
    Namespace,
    RawDescriptionHelpFormatter,
)
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NoReturn

from chwapi_console.cli.line.options import (
    GLOBAL_OPTIONS,
    GlobalOption,
    Options,
    asked_language_code,
    check_theme,
    options_of,
)
from chwapi_console.cli.line.placeholders import WORDS, example, placeholder
from chwapi_console.cli.line.settings import NO_SETTINGS, Settings
from chwapi_console.cli.line.verb_entries.verb import Argument, Verb
from chwapi_console.cli.line.verb_table import VERBS
from chwapi_console.cli.output.terminal_size import terminal_size
from chwapi_console.errors import RequestError, UsageError
from chwapi_console.letters import with_letters
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import LANGUAGES, Language, say, translations

PROGRAM = "chwapi-console"
_VALUED = frozenset(flag for option in GLOBAL_OPTIONS if option.metavar for flag in option.flags)


class Command(NamedTuple):
    """What was asked: the verb, None for the console; its own words; and the options."""

    verb: Verb | None
    given: Namespace
    options: Options


class Parser(ArgumentParser):
    """An argparse parser that raises `UsageError` and leaves printing and exiting to others."""

    def error(self, message: str) -> NoReturn:
        """What argparse found wrong."""
        raise UsageError(
            say(
                "{problem}. See {program} --help.",
                problem=message[:1].upper() + message[1:],
                program=self.prog,
            )
        )

    def _get_values(self, action: Action, arg_strings: list[str]) -> Any:
        """What an option is given.

        argparse takes `--` out of it, and fails where nothing is left then.
        """
        if action.option_strings and arg_strings == ["--"]:
            raise ArgumentError(action, vars(argparse)["_"]("expected one argument"))
        return super()._get_values(action, arg_strings)


def asked_language(
    argv: Sequence[str], environ: Mapping[str, str], settings: Settings = NO_SETTINGS
) -> str:
    """The language to speak, found before the rest is parsed: a refusal to parse is in it too.

    As with every option the last one counts; what stands behind two hyphens is somebody's text.
    """
    options = list(argv[: argv.index("--")] if "--" in argv else argv)
    said = [
        word.removeprefix("--lang=") if word.startswith("--lang=") else following
        for word, following in zip(options, [*options[1:], ""], strict=False)
        if word == "--lang" or word.startswith("--lang=")
    ]
    return next(
        (code for code in reversed(said) if code in LANGUAGES),
        asked_language_code(environ, settings),
    )


def _teach_argparse(code: str) -> None:
    """Has argparse speak the language with that code.

    It takes its words from the two functions of gettext that it imported, and those from folders;
    here a catalogue may lie in an archive.
    """
    words = translations(code)
    vars(argparse).update({"_": words.gettext, "ngettext": words.ngettext})


def split(argv: Sequence[str]) -> tuple[str, list[str]]:
    """The verb, empty where there is none, and all words but that one.

    Only global options can stand before it.
    """
    words = list(argv)
    place = 0
    while place < len(words):
        if not words[place].startswith("-"):
            return words.pop(place), words
        place += 2 if words[place] in _VALUED else 1
    return "", words


def help_asked_for(argv: Sequence[str]) -> frozenset[str]:
    """Which of `-h`, `--help` and `--version` were asked for.

    What stands behind two hyphens is a word, and behind an option that takes a word it is none
    either: it was swallowed there, and is refused with all that was asked.
    """
    options = argv[: argv.index("--")] if "--" in argv else argv
    verb = VERBS.get(split(options)[0])
    valued = _VALUED | {
        argument.name
        for argument in (verb.arguments if verb else ())
        if argument.metavar and argument.name.startswith("-")
    }
    return frozenset(
        word
        for before, word in zip(["", *options], options, strict=False)
        if word in ("-h", "--help", "--version") and before not in valued
    )


def verb_named(name: str) -> Verb:
    """The verb of that name. UsageError with the nearest one when there is none."""
    if verb := VERBS.get(name):
        return verb
    from difflib import get_close_matches

    if near := get_close_matches(name, VERBS, n=1):
        raise UsageError(
            say('There is no verb "{name}". Did you mean "{near}"?', name=name, near=near[0])
        )
    raise UsageError(
        say('There is no verb "{name}". See {program} --help.', name=name, program=PROGRAM)
    )


def parse(
    argv: Sequence[str],
    environ: Mapping[str, str],
    language: Language,
    settings: Settings = NO_SETTINGS,
) -> Command:
    """The command in a command line. UsageError when there is none in it."""
    name, words = split(argv)
    verb = verb_named(name) if name else None
    given = parser(verb, language).parse_intermixed_args(words)
    _refuse_blanks(given, verb)
    check_theme(given.theme or "")
    return Command(verb, given, options_of(given, environ, settings))


def _refuse_blanks(arguments: Namespace, verb: Verb | None) -> None:
    """RequestError about a word that was given and is blank.

    Left out, a reason would be missing that somebody meant to give, and an act would go to what is
    usual in its place.
    """
    named = [
        (
            argument.name if argument.name.startswith("-") else argument.metavar,
            argument.metavar,
            argument.name.lstrip("-").replace("-", "_"),
        )
        for argument in (verb.arguments if verb else ())
        if argument.name.startswith("-") or argument.repeat == "?"
    ]
    for option, metavar, name in (
        *named,
        *((option.flags[-1], option.metavar, option.name) for option in GLOBAL_OPTIONS),
    ):
        value = getattr(arguments, name)
        swallowed = isinstance(value, list) and (
            not value or [] in value
        )  # argparse takes the two hyphens of --site=-- away
        if swallowed or (isinstance(value, str) and not value.strip()):
            raise RequestError(
                say(
                    "{option} is blank. Write {metavar} there, or leave it out.",
                    option=WORDS.get(option, option),
                    metavar=WORDS.get(metavar, metavar),
                )
            )


def parser(verb: Verb | None, language: Language) -> Parser:
    """The parser of one verb's words and of the global options.

    Of these alone where there is no verb.
    """
    _teach_argparse(language.code)
    made = Parser(
        prog=f"{PROGRAM} {verb.name}" if verb else PROGRAM,
        add_help=False,
        allow_abbrev=False,
        formatter_class=partial(RawDescriptionHelpFormatter, width=terminal_size().columns - 2),
    )
    if verb:
        made.description = language(say("{verb}: {summary}.", verb=verb.name, summary=verb.summary))
        examples = (f"  {PROGRAM} {example(line, language)}" for line in verb.examples)
        made.epilog = "\n".join([language(say("Examples:")), *examples])
        for argument in verb.arguments:
            _add(made, argument, language)
    group = made.add_argument_group(language(say("options of every verb")))
    for option in GLOBAL_OPTIONS:
        _add_global(group, option, language)
    return made


def _add(made: ArgumentParser, argument: Argument, language: Language) -> None:
    settings: dict[str, Any] = {"help": _help(argument.help, language)}
    if argument.name.startswith("-") and not argument.metavar:
        settings["action"] = "store_true"
    elif argument.repeat == "append":
        settings |= {
            "action": "append",
            "metavar": placeholder(argument.metavar, language),
            "type": _reader(argument, language),
        }
    else:
        settings |= {
            "metavar": placeholder(argument.metavar, language),
            "type": _reader(argument, language),
            "nargs": argument.repeat,
        }
    made.add_argument(argument.name, **settings)


def _reader(argument: Argument, language: Language) -> Callable[[str], Any] | None:
    """What reads the argument's words, and says in ours what it cannot read."""
    read, wanted = argument.type, argument.wanted
    if read is None or wanted is None:
        return read

    def explained(text: str) -> Any:
        try:
            return read(text)
        except ValueError as error:
            raise ArgumentTypeError(
                language(say('{wanted} is expected, not "{text}"', wanted=wanted, text=text))
            ) from error

    return explained


def _add_global(group: Any, option: GlobalOption, language: Language) -> None:
    settings: dict[str, Any] = {
        "help": f"{_help(option.help, language)} ({option.variable})",
        "dest": option.name,
    }
    if not option.metavar:
        settings["action"] = "store_true"
    else:
        settings |= {
            "metavar": placeholder(option.metavar, language),
            "choices": LANGUAGES if option.name == "lang" else None,
            "type": with_letters if option.name == "operator" else None,
        }
    group.add_argument(*option.flags, **settings)


def _help(sentence: Any, language: Language) -> str:
    """argparse fills help texts in with `%`."""
    return language(sentence).replace("%", "%%") if sentence else ""
