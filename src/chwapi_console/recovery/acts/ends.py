"""Until when something is blocked, where whoever blocks it says so at the end of the reason.

"courier until 04:00". There is one line to type in the console, and people say it in it.
"""

import re
from contextlib import suppress

from chwapi_console.errors import RequestError
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view.view import View

_UNTIL = re.compile(r"\b(?:until|till|jusqu['’]?(?: ?à| ?au)?)(?=\s)", re.IGNORECASE)
"""What the last words of a reason begin with, where they say an end."""

_AT = re.compile(r"\b(?:at|by|around|towards|à|a|vers|pour|avant)\s+", re.IGNORECASE)
"""What the last words of a reason begin with, where they name a time that may be an end."""

_ASIDE = frozenset(",;()")
"""Signs behind which something else is said."""


def with_end(view: View, state: str, remarks: Remarks) -> Remarks:
    """The remarks, with the end that their reason says.

    As they are where it says none, where that may mean two times, and where an end was given.
    """
    said = _end_in(remarks.reason) if state == "blocked" else ""
    if not said or remarks.until is not None:
        return remarks
    try:
        from chwapi_console.moments import read_coming

        until = read_coming(said, view.now, view.plan.incident.zone).certain()
    except RequestError:
        return remarks
    return remarks._replace(until=until)


def perhaps_an_end(view: View, reason: str) -> str:
    """The time to come that a reason closes with, in its words, where it does not say that it is an end.

    "courier at 04:00", but "broke down at 02:10" too: whoever wrote it knows which. Empty where it
    closes with none.
    """
    from chwapi_console.moments import read_coming

    if _end_in(reason):
        return ""
    for found in _AT.finditer(reason.strip()):
        said = reason.strip()[found.end() :]
        with suppress(RequestError):
            read_coming(said, view.now, view.plan.incident.zone).certain()
            return said
    return ""


def _end_in(reason: str) -> str:
    """The words of an end with which a reason closes; empty where it closes with none."""
    reason = reason.strip()
    for found in _UNTIL.finditer(reason):
        end = reason[found.end() :].strip()
        if end and not _ASIDE.intersection(end):
            return end
    return ""
