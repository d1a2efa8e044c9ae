"""What somebody goes on with: the first server that is ready.

Where the plan divides the work among crews and lanes, or where nothing that somebody waits for is
ready, what `advice_by_crews.py` works out, which is loaded then.
"""

from collections.abc import Callable, Collection

from chwapi_console.recovery.state.of_view.advice import NOT_WAITED_FOR, Advice
from chwapi_console.recovery.state.view.view import View


def advice(
    view: View,
    operator: str = "",
    site: str | None = None,
    crew: str | None = None,
    passed_over: Collection[str] = (),
    between: Callable[[], None] = lambda: None,
) -> Advice:
    """What this operator, or this crew, goes on with; never with a server that they passed over.

    `between` is called now and then on the way.
    """
    first = view.first_ready(operator, site, passed_over)
    if not view.plan.divides_work and (first is None or first.part not in NOT_WAITED_FOR):
        return Advice(first)
    from chwapi_console.recovery.state.of_view.advice_by_crews import by_crews_and_lanes

    return by_crews_and_lanes(view, operator, site, crew, passed_over, between)
