"""Why a server is blocked, a service pinned or a condition lost, where many lines say it.

Whatever waits for a blocked server tells the reason too, so a long one would be there a thousand
times. The act itself has all of it: `log`, `show --json`.
"""

from typing import Protocol

from chwapi_console.text import beginning

MOST_LETTERS = 500
"""Letters of a reason that a page has room for; JSON has all of it."""


class HasReason(Protocol):
    """What somebody gave a reason for."""

    @property
    def reason(self) -> str:
        """Why, in their words."""


def reason_told(of: HasReason) -> str:
    """As much of a reason as a line has room for."""
    return beginning(of.reason, MOST_LETTERS)
