"""`help`: the same page as `--help`, for who types it as a verb."""

from chwapi_console.cli.line.help import help_page
from chwapi_console.cli.line.verb_context import VerbContext


def help(context: VerbContext) -> int:
    """Prints the page of a verb, or that of the program."""
    lines = help_page(context.given.verb or "", context.out.language)
    if context.options.as_json:
        context.out.json({"verb": context.given.verb, "lines": lines})
        return 0
    for line in lines:
        context.out.line(line)
    return 0
