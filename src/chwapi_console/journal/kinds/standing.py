"""How a server stands: its verdict, and the work on it. Every state act writes the whole of it."""

from collections.abc import Mapping
from typing import Any, Literal, get_args

from chwapi_console.inventory.model import Verdict
from chwapi_console.named_tuples import NamedTuple

Work = Literal["", "on", "restoring", "restored", "verified", "blocked", "retired"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
WORKS: tuple[str, ...] = get_args(Work)
RESTORED: tuple[Work, ...] = ("restored", "verified")
"""Work that is done: somebody restored the server, and a second person may have looked at it."""

STEP_STATES = ("failed", "open", "skipped", "done")
"""States of a runbook step, the most cautious first."""

STEPS_TO_DO = ("failed", "open")
"""Those of a step that is still to be done."""


class Standing(NamedTuple):
    """A server's two facts.

    Its verdict, with the `second` person who looked and confirms it where one did, and its work
    with who does it and why it waits.

    See docs/design/states.md, "A server".
    """

    verdict: Verdict = "unknown"
    work: Work = ""
    holder: str = ""
    reason: str = ""
    replacement: str = ""
    second: str = ""

    @property
    def state(self) -> str:
        """The work, or the verdict when there is no work."""
        return self.work or self.verdict

    def plain(self) -> dict[str, str]:
        """As an event's `data` holds it: the second person only where there is one."""
        plain = self._asdict()
        if not self.second:
            del plain["second"]
        return plain

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Standing":
        """From an event's `data`."""
        return cls._make([plain.get(name, "") for name in cls._fields])

    def with_work(self, work: Work = "", holder: str = "", reason: str = "") -> "Standing":
        """The same verdict, with another work or none."""
        return Standing(self.verdict, work, holder, reason, second=self.second)
