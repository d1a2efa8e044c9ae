"""One command line, from its words to its exit code.

The only place where errors become sentences and numbers.
"""

import errno
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import TextIO

from chwapi_console.cli.line.options import (
    NO,
    Options,
    asked_ascii,
    asked_settings,
    asks_for_json,
    check_theme,
)
from chwapi_console.cli.line.parser import (
    PROGRAM,
    Command,
    asked_language,
    help_asked_for,
    parse,
    split,
)
from chwapi_console.cli.line.settings import Settings
from chwapi_console.cli.output.output import Output
from chwapi_console.errors import ChwapiError, JournalError, Overridable, RequestError
from chwapi_console.interrupts import INTERRUPTED, raise_when_interrupted
from chwapi_console.inventory.faults import NoPlanYet, PlanError, described
from chwapi_console.memory import lacks_memory
from chwapi_console.text import Sentence, language, say

DONE, INTERNAL_ERROR = 0, 70

OpenConsole = Callable[[Options, Callable[[Sentence], None]], int]


def run(argv: Sequence[str], open_console: OpenConsole | None = None) -> int:
    """Does what the command line asks and gives the exit code.

    `open_console` is there when somebody sits at a terminal.
    """
    settings = asked_settings(argv, os.environ)
    code = asked_language(argv, os.environ, settings)
    out = Output(language(code), os.environ, asked_ascii("--ascii" in argv, os.environ, settings))
    exit_code: int | None
    try:
        exit_code = _answered(argv, out, open_console, settings)
        out.flush()
    except BrokenPipeError:
        out.abandon()
        return DONE
    except ChwapiError as error:
        out.complain(error.sentence)
        out.abandon()
        return error.exit_code
    except Exception as error:
        if not lacks_memory(error):
            raise
        exit_code = None  # it is told once what took the memory is let go of
    return _without_memory(argv, out) if exit_code is None else exit_code


def _without_memory(argv: Sequence[str], out: Output) -> int:
    """The exit code where the system gave no more memory, once that is told."""
    error = RequestError(
        say(
            "There is not enough memory here for that, or there are too many processes (free, ulimit -v, "
            "ulimit -u). Look at log before you do it again; end what else runs, or ask for less."
        )
    )
    _refuse(error, out)
    return _refused(argv, out, error.exit_code, error)


def _answered(
    argv: Sequence[str], out: Output, open_console: OpenConsole | None, settings: Settings
) -> int:
    """The exit code. What stdout had to say is left to `run`."""
    command = None
    try:
        if asked := help_asked_for(argv):
            return _about(argv, out, "--version" in asked)
        command = _command(argv, out, settings)
        exit_code = _obeyed(command, out, open_console, reads_stdin=_reads_stdin(argv))
        return exit_code if exit_code == DONE else _refused(argv, out, exit_code)
    except BrokenPipeError:
        raise
    except KeyboardInterrupt:
        out.print_at_once()
        return _refused(argv, out, INTERRUPTED, RequestError(say("Interrupted.")))
    except ChwapiError as error:
        _refuse(error, out)
        return _refused(argv, out, error.exit_code, error)
    except Exception as error:
        if lacks_memory(error):
            raise
        if isinstance(error, OSError) and (exit_code_told := _unreachable(error, out)):
            return _refused(argv, out, exit_code_told)
        _crash(error, command, out)
        return _refused(argv, out, INTERNAL_ERROR)


def _unreachable(error: OSError, out: Output) -> int | None:
    """The exit code where a file was not to be reached, once that is told.

    None where the error names none, and it cannot be told otherwise why.
    """
    if error.errno in NO_MORE_FILES:
        out.complain(
            say(
                "No more files can be opened, by this process (ulimit -n) or on this host. Look at "
                "log before you do anything again."
            )
        )
        return RequestError.exit_code
    if isinstance(error, PermissionError):  # even to ask whether a file is there may be forbidden
        out.complain(
            say(
                "{path} cannot be reached: {reason}. Look at the rights of its folder.",
                path=str(error.filename),
                reason=error.strerror or str(error),
            )
        )
        return RequestError.exit_code
    if error.filename is None:
        return _nowhere(error, out)
    out.complain(  # a stick that was pulled out, a name that no disk takes
        say(
            "{path} cannot be reached: {reason}. Look whether it and its disk are still there.",
            path=os.fsdecode(error.filename),
            reason=error.strerror or str(error),
        )
    )
    return JournalError.exit_code if error.errno in GONE else RequestError.exit_code


def _nowhere(error: OSError, out: Output) -> int | None:
    """The exit code where the folder that the program stands in was removed, once that is told."""
    if not isinstance(error, FileNotFoundError) or _stands_somewhere():
        return None
    out.complain(
        say(
            "The folder that you are in is not there any more: somebody removed it, or its disk is "
            "gone. Go to the folder with the plan (cd), and look at log before you go on."
        )
    )
    return RequestError.exit_code


def _stands_somewhere() -> bool:
    try:
        os.getcwd()  # noqa: PTH109  # pathlib is not loaded for it
    except FileNotFoundError:
        return False
    return True


def _command(argv: Sequence[str], out: Output, settings: Settings) -> Command:
    """What the command line asks for, with the words that stdin has for it."""
    if settings.fault is not None and split(argv)[0] != "help":
        raise settings.fault
    command = parse(argv, os.environ, out.language, settings)
    for aside in settings.left_aside:
        out.complain(aside)
    if _reads_stdin(argv):
        from chwapi_console.cli.line.from_stdin import fill_in

        fill_in(command.given, out.mention)
    return command


def _reads_stdin(argv: Sequence[str]) -> bool:
    return "-" in argv and "--" not in argv


NO_MORE_FILES = frozenset({errno.EMFILE, errno.ENFILE})
GONE = frozenset(
    {errno.EIO, errno.ESTALE, errno.ENODEV, errno.ENXIO, errno.EREMOTEIO, errno.ENOTCONN}
)
"""What a disk gives that is there no more, or a program that gave files (FUSE)."""


def _about(argv: Sequence[str], out: Output, version: bool) -> int:
    """The program's version, its help page, or that of a verb."""
    from chwapi_console.cli.line.help import help_page
    from chwapi_console.cli.line.versions import versions

    name, _ = split(argv)
    if "--no-pager" not in argv and os.environ.get("CHWAPI_NO_PAGER", "").lower() in NO:
        _by_pager(out)
    for line in versions() if version else help_page(name, out.language):
        out.line(line)
    return DONE


def _obeyed(
    command: Command, out: Output, open_console: OpenConsole | None, *, reads_stdin: bool
) -> int:
    options, verb = command.options, command.verb
    out.no_color, out.force_color = options.no_color, options.force_color
    out.goes_on = verb is not None and (
        not verb.paged or getattr(command.given, "yes", False) or _writes_a_file(command)
    )
    out.may_have_written = verb is not None and (verb.acts or _writes_a_file(command))
    if verb is None and open_console and not options.as_json:
        check_theme(options.theme)
        return open_console(options, out.mention)
    name, home = (verb.function, verb.home) if verb else ("overview", "verb_queue")
    from chwapi_console.cli.line.verb_context import VerbContext

    do: Callable[[VerbContext], int] = getattr(
        import_module(f"chwapi_console.cli.verbs.{home}"), name
    )
    raise_when_interrupted()
    _page(command, out)
    with _told_that_it_lasts(name, command, out, reads_stdin=reads_stdin):
        return do(VerbContext(options, command.given, out))


def _writes_a_file(command: Command) -> bool:
    return bool(getattr(command.given, "in_place", False) or getattr(command.given, "output", None))


def _page(command: Command, out: Output) -> None:
    """Has a pager show what a verb prints that is long, unless it goes on printing."""
    options, follows = command.options, getattr(command.given, "follow", False)
    if command.verb and command.verb.paged and not (options.no_pager or options.as_json or follows):
        _by_pager(out)


def _by_pager(out: Output) -> None:
    """Has a pager show what is long, where somebody reads it at a terminal."""
    if out.terminal and _is_a_terminal(sys.stdin, sys.stdout):
        from chwapi_console.cli.output.pager import pager

        out.page_by(pager(os.environ))


def _is_a_terminal(*streams: TextIO | None) -> bool:
    """Whether all of these are terminals of the system."""
    try:
        return all(stream is not None and os.isatty(stream.fileno()) for stream in streams)
    except (OSError, ValueError):
        return False


def _told_that_it_lasts(
    name: str, command: Command, out: Output, *, reads_stdin: bool
) -> AbstractContextManager[None]:
    """Tells who waits that a verb takes longer than a moment, unless it waits for people itself."""
    is_patient = command.verb is not None and command.verb.patient
    follows = getattr(command.given, "follow", False)
    if is_patient or follows or not out.is_waited_for or reads_stdin:
        return nullcontext()
    from chwapi_console.cli.output.still_at_it import told_that_it_lasts

    return told_that_it_lasts(out, name)


def _refused(
    argv: Sequence[str], out: Output, exit_code: int, error: ChwapiError | None = None
) -> int:
    """The exit code of a refusal, once a script was told of it too."""
    if asks_for_json(argv, os.environ):
        from chwapi_console.cli.line.refusal import tell_refusal

        tell_refusal(out, argv, exit_code, error)
    return exit_code


def _refuse(error: ChwapiError, out: Output) -> None:
    """The sentence of a refusal; where a plan is refused, everything that is wrong with it first."""
    if isinstance(error, PlanError) and not isinstance(error, NoPlanYet):
        for finding in error.findings:
            out.complain(described(finding, error.path))
    out.complain(_with_a_way_on(error))


def _with_a_way_on(error: ChwapiError) -> Sentence:
    """The sentence of a refusal; where a rule of policy was broken, how to go on all the same."""
    if not isinstance(error, Overridable):
        return error.sentence
    return say(
        "{what} Nothing was written. If that must be, say why: --override {rule}=REASON",
        what=error.sentence,
        rule=error.rule,
    )


def _crash(error: Exception, command: Command | None, out: Output) -> None:
    from chwapi_console.unforeseen import where, write_crash_file

    options = command.options if command else Options()
    verb = command.verb.name if command and command.verb else "none"
    beside = options.journal or options.inventory
    folder = (beside.absolute() if _stands_somewhere() else beside).parent
    path = write_crash_file(error, verb, folder)
    kept = (
        say("What is known of it is in {path}, without names or secrets.", path=str(path))
        if path
        else say("No file about it could be written; it was at {where}.", where=where(error))
    )
    out.complain(
        say(
            "{program} failed in a way nobody foresaw. {kept} Look at log before you go on.",
            program=PROGRAM,
            kept=kept,
        )
    )
