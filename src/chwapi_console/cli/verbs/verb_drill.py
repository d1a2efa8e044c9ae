"""`drill`: the exercise that comes with the program, laid out in a folder of its own."""

from pathlib import Path

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.plans.plan_file import refuse_to_write
from chwapi_console.durable import make_folder
from chwapi_console.errors import RequestError
from chwapi_console.inventory.edit.replace import clear_left_over, write_new
from chwapi_console.inventory.file.shipped import shipped_drill
from chwapi_console.text import say, typed_path

FOLDER, PLAN = "drill", "inventory.toml"


def drill(context: VerbContext) -> int:
    """Writes the exercise's plan into a new folder, or an empty one, and says what to type next."""
    refuse_to_write(context)
    folder = Path(context.given.folder or FOLDER)
    _make(folder)
    path = folder / PLAN
    write_new(path, shipped_drill())
    if context.options.as_json:
        context.out.json({"file": str(path)})
    else:
        context.out.say(
            say(
                "{path}: an exercise, a hospital of 300 servers of which 80 are hit.",
                path=str(path),
            )
        )
        context.out.say(
            say(
                "Next: cd {folder}, then chwapi-console. Its clock starts with the first act.",
                folder=typed_path(folder),
            )
        )
    return 0


def _make(folder: Path) -> None:
    """RequestError unless the folder is there now with nothing in it.

    No journal of another night may lie beside the plan. A link in its place is not followed:
    whoever may write here could have put it, and the exercise would lie where they want it.
    """
    if folder.is_symlink():
        raise RequestError(
            say(
                "{path} is a link, and leads elsewhere. Name a new folder: drill FOLDER.",
                path=str(folder),
            )
        )
    try:
        make_folder(folder)
        clear_left_over(folder / PLAN)
        empty = not any(folder.iterdir())
    except OSError as error:
        raise RequestError(
            say(
                "{path} cannot be written: {reason}. Name another place.",
                path=str(folder),
                reason=error.strerror or str(error),
            )
        ) from error
    if not empty:
        raise RequestError(
            say(
                "{path} has something in it already. Name a new folder: drill FOLDER.",
                path=str(folder),
            )
        )
