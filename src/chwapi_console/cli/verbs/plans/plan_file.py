"""Where a verb writes a plan that it made from the plan in use.

Into a new file, never over one that is there, or into the plan itself, and then a copy of what
stood there is kept.
"""

from pathlib import Path

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.output import Output
from chwapi_console.clock import utc_now
from chwapi_console.errors import JournalReadOnly, RequestError
from chwapi_console.inventory.edit.editing import edited
from chwapi_console.inventory.edit.replace import clear_left_over, replace_plan, write_new
from chwapi_console.inventory.file.load import LoadedPlan
from chwapi_console.inventory.model import Plan
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.words.things.host_clock import clock_before_the_program
from chwapi_console.text import say


class Written(NamedTuple):
    """Where a plan lies, and the copy of the one that stood there before, if any."""

    path: Path
    copy: Path | None = None


def refuse_two_places(context: VerbContext) -> None:
    """RequestError where somebody names another file and the plan itself."""
    if context.given.in_place and context.given.output:
        raise RequestError(
            say(
                "--in-place writes the plan itself and --output another file. Leave one of them "
                "out."
            )
        )


def refuse_to_write(context: VerbContext) -> None:
    """JournalReadOnly where nothing is to be written, whatever is asked.

    Else a clock that is wrong is told.
    """
    if context.options.read_only:
        raise JournalReadOnly(say("Nothing is written with --read-only."))
    if (clock := clock_before_the_program(utc_now())) is not None:
        context.out.complain(clock)


def make_ready_to_edit(context: VerbContext) -> None:
    """Refuses as `refuse_to_write` does, and clears what a killed edit left beside the plan.

    The same edit may find all done by then, and would write nothing that cleared it.
    """
    refuse_to_write(context)
    clear_left_over(context.options.inventory.resolve())


def write_edited(loaded: LoadedPlan, wanted_plan: Plan, into: Path | None, verb: str) -> Written:
    """Writes what is wanted as an edit of the plan's text.

    Into a new file or, with None, into the plan itself; the copy of that bears the verb's name.
    RequestError when it cannot be written.
    """
    text = edited(loaded, wanted_plan)
    if into is None:
        return Written(
            loaded.path, replace_plan(loaded, text, f"{verb}-{utc_now():%Y%m%dT%H%M%SZ}")
        )
    write_new(into, text.encode())
    return Written(into)


def written_as_json(written: Written | None) -> dict[str, str | None]:
    """The file that was written and the copy of what stood there, as every verb prints them.

    Null where there is none.
    """
    return {
        "file": str(written.path) if written else None,
        "copy": str(written.copy) if written and written.copy else None,
    }


def tell_copy(out: Output, written: Written) -> None:
    """Says where the copy of the plan that stood there before lies, if there is one."""
    if written.copy:
        out.say(say("The plan as it was: {path}", path=str(written.copy)))
