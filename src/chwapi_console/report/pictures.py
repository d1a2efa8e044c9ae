"""The pictures on pages for others: what came back over time, and what is expected when."""

from collections.abc import Callable, Sequence

from chwapi_console.recovery.progress import progress
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.report.drawing import Curve, DrawnRange, Scale, bars_svg, steps_svg
from chwapi_console.report.page import PaperPicture
from chwapi_console.report.situation import Awaited
from chwapi_console.text import say

MOST_BARS = 12


def over_time(view: View) -> PaperPicture:
    """Servers back of those hit, and services up, since the incident's clock started."""
    of = progress(view)
    scale, zone = Scale(of.started, max(view.now, of.started)), view.plan.incident.zone
    first, now = of.moments[0], of.now
    courses = [
        Curve(say("Servers back, of those hit"), [(m.at, m.back) for m in of.moments], now.hit),
        Curve(say("Services up"), [(m.at, m.up) for m in of.moments], of.services),
    ]
    return PaperPicture(
        say(
            "From {start} to {end}: servers back, of those hit: at first {back}, now {back_now} of "
            "{hit}; services up: at first {up}, now {up_now} of {services}.",
            start=view.clock(of.started),
            end=view.clock(view.now),
            back=first.back,
            back_now=now.back,
            hit=now.hit,
            up=first.up,
            up_now=now.up,
            services=of.services,
        ),
        lambda t: steps_svg(courses, scale, zone, t),
    )


def expectations_picture(
    view: View, awaited: Sequence[Awaited]
) -> Callable[[], PaperPicture] | None:
    """When the first of these services are expected; None where nobody can say of any."""
    ranges = [
        DrawnRange(node_name(view, each.service), each.p50, each.p90)
        for each in awaited
        if each.p50 is not None and each.p90 is not None
    ]
    return (lambda: _bars(view, ranges[:MOST_BARS])) if ranges else None


def _bars(view: View, ranges: Sequence[DrawnRange]) -> PaperPicture:
    scale, zone = Scale(view.now, max(each.worst for each in ranges)), view.plan.incident.zone
    return PaperPicture(
        say("Black until it is up in half of all cases, open until it is in nine of ten."),
        lambda t: bars_svg(ranges, scale, zone, t),
    )
