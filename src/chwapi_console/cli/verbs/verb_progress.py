"""`progress`: servers back and services up over time, by site and by tier.

Since the incident began.
"""

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output import service_json
from chwapi_console.cli.output.words import header
from chwapi_console.recovery.progress import progress as progress_of

LINES = 24
"""Lines of the page: two charts and the bars in sight at once, as in the console on a small
screen."""


def progress(context: VerbContext) -> int:
    """Prints the picture; in ASCII where that is asked for, or where nothing else can be written."""
    with context.session() as session:
        view = session.look().at(session.now())
        course = progress_of(view)
        if context.options.as_json:
            context.out.json(service_json.progress(view, course))
            return 0
        from chwapi_console.report.plot import LYING, UPRIGHT
        from chwapi_console.report.progress import ProgressPage, progress_page, progress_title

        t = context.out.language
        page = ProgressPage(
            context.out.width - 1, LINES, t.ascii or not context.out.can_write(UPRIGHT + LYING), t
        )
        context.out.say(header(view))
        context.out.say(progress_title(view, course, view.now, page.width))
        for line in progress_page(view, course, view.now, page):
            context.out.line(line.text)
    return 0
