"""Shortcuts that stand beside overrides.

What was left out of the way in which a server is restored, and what that rests on which holds no
longer. None of it keeps a server from being used; all of it must be seen wherever the server is.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged.chosen_points import restored_from
from chwapi_console.recovery.state.judged.images import (
    Overrides,
    has_image,
    is_rebuilt,
    wants_image,
)
from chwapi_console.recovery.state.judged.required_steps import required_skipped
from chwapi_console.recovery.state.told.restore_points import Flaw
from chwapi_console.recovery.state.told.situation import Situation

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan


class Shortcuts(NamedTuple):
    """Those on one server: its required steps that were skipped, each with the act that says why.

    Whether it was rebuilt and its image taken back by somebody who did not know; what speaks
    against the `point` that it was restored from.
    """

    skipped: Mapping[str, Event]
    no_image: bool = False
    point: str = ""
    flaws: tuple[Flaw, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether there is one."""
        return bool(self.skipped or self.no_image or self.flaws)


def shortcuts(plan: "Plan", situation: Situation, overrides: Overrides) -> Mapping[str, Shortcuts]:
    """The shortcuts on each server that has one."""
    skipped = required_skipped(plan, situation)
    of_points, imaged = situation.points.of, situation.evidence.keys()
    found: dict[str, Shortcuts] = {}
    for server in sorted({*skipped, *of_points, *imaged} & plan.servers.keys()):
        point = restored_from(situation, server) if server in of_points else ""
        flaws = situation.points.flaws(server, point) if point else []
        one = Shortcuts(
            skipped.get(server, {}),
            server in imaged
            and wants_image(plan, situation, server)
            and is_rebuilt(plan, situation, server)
            and not has_image(situation, overrides, server),
            point,
            tuple(flaw for flaw in flaws if flaw not in ("untested", "unknown")),
        )
        if one.is_any:
            found[server] = one
    return found
