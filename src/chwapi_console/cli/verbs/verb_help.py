"""`help`: the same page as `--help`, for who types it as a verb."""

from chwapi_console.cli.line.help import help_page
from chwapi_console.cli.line.verb_context import VerbContext


def help(desk: VerbContext) -> int:
    """Prints the page of a verb, or that of the program."""
    lines = help_page(desk.given.verb or "", desk.out.language)
    if desk.options.as_json:
        desk.out.json({"verb": desk.given.verb, "lines": lines})
        return 0
    for line in lines:
        desk.out.line(line)
    return 0
