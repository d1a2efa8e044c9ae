"""What somebody goes on with: the first server that is ready.

Where the plan divides the work among crews and lanes what `advice_by_crews.py` works out, which is
loaded then.
"""

from collections.abc import Callable, Collection

from chwapi_console.recovery.state.advice import Advice
from chwapi_console.recovery.state.view import View


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
    if not view.plan.divides_work:
        return Advice(view.first_ready(operator, site, passed_over))
    from chwapi_console.recovery.state.advice_by_crews import by_crews_and_lanes

    return by_crews_and_lanes(view, operator, site, crew, passed_over, between)
