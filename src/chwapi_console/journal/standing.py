"""How a server stands: its verdict, and the work on it. Every state act writes the whole of it."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, get_args

from chwapi_console.inventory.model import Verdict

Work = Literal["", "restoring", "restored", "verified", "blocked", "retired"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
WORKS: tuple[str, ...] = get_args(Work)

STEP_STATES = ("open", "skipped", "done")
"""States of a runbook step, the most cautious first."""


class Standing(NamedTuple):
    """A server's two facts: its verdict, and its work with who does it and why it waits.

    See docs/design/states.md, "A server".
    """

    verdict: Verdict = "unknown"
    work: Work = ""
    holder: str = ""
    reason: str = ""
    replacement: str = ""

    @property
    def state(self) -> str:
        """The work, or the verdict when there is no work."""
        return self.work or self.verdict

    def plain(self) -> dict[str, str]:
        """As an event's `data` holds it."""
        return self._asdict()

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Standing":
        """From an event's `data`."""
        return cls._make([plain.get(name, "") for name in cls._fields])
