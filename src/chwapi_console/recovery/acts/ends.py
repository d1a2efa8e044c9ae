"""Until when something is blocked, where whoever blocks it says so at the end of the reason: "courier
until 04:00". There is one line to type in the console, and people say it in it."""

import re

from chwapi_console.errors import RequestError
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view import View

_END = re.compile(r"\b(?:until|till|jusqu['’]?(?: ?à| ?au)?)\s+(\S[^,;()]*)\Z", re.IGNORECASE)
"""The last words of a reason, where they begin so."""


def with_end(view: View, state: str, remarks: Remarks) -> Remarks:
    """The remarks, with the end that their reason says; as they are where it says none, where that
    may mean two times, and where an end was given."""
    found = _END.search(remarks.reason.strip()) if state == "blocked" else None
    if found is None or remarks.until is not None:
        return remarks
    try:
        from chwapi_console.moments import read_coming

        until = read_coming(found[1], view.now, view.plan.incident.zone).certain()
    except RequestError:
        return remarks
    return remarks._replace(until=until)
