"""How a server stands after somebody said so.

What a mark writes, and what a question before it looks at.
"""

from typing import cast

from chwapi_console.inventory.model import Verdict
from chwapi_console.journal.kinds.standing import VERDICTS, Standing, Work
from chwapi_console.recovery.state.told.threshold import CLEAN, Threshold


def marked(
    before: Standing,
    state: str,
    by: str,
    threshold: Threshold,
    reason: str = "",
    replacement: str = "",
) -> Standing:
    """The standing after a mark.

    A verdict clears the work, work leaves the verdict; but who finds clean again what is switched
    on, or in use since it was brought back, leaves it on.

    Whoever marks a server restored, verified or on is the one who did it, as the log has it; marking
    it so again changes nothing. Where clean needs a second person, `verified` said of a clean server
    is that person's word.
    """
    if state == "clean" and before.state in CLEAN:
        return before._replace(reason=reason or before.reason)
    if state == "clean" and threshold.unplugged and threshold.is_running(before):
        return Standing("clean", "on", by, reason)
    if state in VERDICTS:
        return Standing(cast(Verdict, state), reason=reason)
    if state == "verified" and threshold.second_for_clean and before.state in CLEAN:
        return before._replace(reason=reason or before.reason, second=before.second or by)
    holder = {"blocked": "", "retired": ""}.get(
        state, before.holder if before.work == state else by
    )
    after = before.with_work(cast(Work, state), holder, reason)
    return after._replace(replacement=replacement) if state == "retired" else after
