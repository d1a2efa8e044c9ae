"""The program's entry.

What the interpreter is told before anything else, and whether the console opens or text is printed.

It stands above `cli` and `console`, so that neither knows the other. Start-up is most of what a
verb costs, and most of what the first frame of the console does, so the garbage collector rests
meanwhile; what was made by then stays for the life of the process anyway.
"""

import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from chwapi_console.interrupts import INTERRUPTED, raise_when_interrupted
from chwapi_console.memory import lacks_memory

if TYPE_CHECKING:
    from chwapi_console.cli.line.options import Options
    from chwapi_console.text import Sentence

ZONES = "/usr/share/zoneinfo"
"""Where nearly every host keeps its time zones. Unless it is told, `zoneinfo` loads all that Python
knows of how it was built."""


NO_MEMORY = b"chwapi-console: there is not enough memory here to run (free, ulimit -v).\n"
"""What is said where there is none for a sentence either."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command line and gives its exit code (README.md, "The verbs")."""
    gc.disable()
    _hold_closed_streams()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    if os.path.isdir(ZONES):  # noqa: PTH112  # pathlib is not loaded yet
        os.environ.setdefault("PYTHONTZPATH", ZONES)
    for name in [name for name in os.environ if name.startswith("TEXTUAL_")]:
        del os.environ[name]
    try:
        from chwapi_console.cli.line.main import run

        opens = can_show_a_console(os.environ, sys.stdin, sys.stdout)
        return run(sys.argv[1:] if argv is None else argv, _open_console if opens else None)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if not lacks_memory(error):
            raise
        os.write(2, NO_MEMORY)
        return 1
    finally:
        _collect_from_now_on()


def _hold_closed_streams() -> None:
    """Opens nothing at stdin, stdout and stderr where they were closed before the program began.

    Else the next file or line that is opened would be one of them, and get what a library or the
    system writes there.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def can_show_a_console(
    environ: Mapping[str, str], stdin: TextIO | None, stdout: TextIO | None
) -> bool:
    """Whether somebody sits at a terminal that can draw.

    Not a pipe, not TERM=dumb, not a build machine.
    """
    drawing = environ.get("TERM", "") not in ("", "dumb") and not environ.get("CI")
    return (
        drawing and stdin is not None and stdout is not None and stdin.isatty() and stdout.isatty()
    )


def _open_console(options: "Options", tell: "Callable[[Sentence], None]") -> int:
    from chwapi_console.console.terminal.lean_imports import only_what_is_used

    with only_what_is_used():
        from chwapi_console.console.app import run as run_console
    from chwapi_console.operators import operator_name
    from chwapi_console.people import why_no_name
    from chwapi_console.session.session import Session
    from chwapi_console.signs import spelling
    from chwapi_console.text import language

    for name in ("COLUMNS", "LINES"):  # the terminal itself is asked, and may be given another size
        os.environ.pop(name, None)
    operator = operator_name(options.operator, os.environ)
    session = Session(
        options.inventory,
        options.journal,
        mirror=options.mirror,
        read_only=options.read_only,
        operator="" if why_no_name(operator) else operator,
        allow_network=options.allow_network_fs,
        hub=options.hub,
        tell=tell,
    )
    raise_when_interrupted()
    return run_console(
        session=session,
        t=language(options.language_code).spelled(spelling(os.environ, options.ascii)),
        theme=options.theme,
        no_color=options.no_color,
        when_drawn=_collect_from_now_on,
    )


def _collect_from_now_on() -> None:
    """Garbage is collected again, and never looked for in what is there already."""
    gc.freeze()
    gc.enable()
