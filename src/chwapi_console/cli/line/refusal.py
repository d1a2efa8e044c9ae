"""A refusal as `--json` gives it.

An object on stdout with what stderr says, in English, and the exit code, whatever was refused and
wherever. So a script reads one object from each call, and never a sentence of a language that it
does not know.
"""

import os
from collections.abc import Sequence

from chwapi_console.cli.line.parser import parse
from chwapi_console.cli.output import as_json
from chwapi_console.cli.output.output import Output
from chwapi_console.errors import ChwapiError, Overridable, UsageError
from chwapi_console.inventory.faults import PlanError
from chwapi_console.text import Value, language


def tell_refusal(
    out: Output, argv: Sequence[str], exit_code: int, error: ChwapiError | None = None
) -> None:
    """Prints the object, unless a result was printed already.

    `error` is what was raised; without one the last complaint says what was wrong.
    """
    if out.printed_json:
        return
    what: Value = error.sentence if error else out.last_complaint
    faults = as_json.faults(error.findings) if isinstance(error, PlanError) else {}
    misused = _misused(argv) if isinstance(error, UsageError) else ""
    rule = {"rule": error.rule} if isinstance(error, Overridable) else {}
    out.json({"error": misused or str(what), "exit": exit_code, **rule, **faults})


def _misused(argv: Sequence[str]) -> str:
    """What is wrong with the words of a command line, in English.

    Argparse has put its part into the operator's language.
    """
    try:
        parse(argv, os.environ, language("en"))
    except ChwapiError as error:
        return str(error)
    return ""
