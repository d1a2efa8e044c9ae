"""What the console knows: all that its parts share, changed only by what the desk says and by what the operator asks for."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from chwapi_console.console.chronicle import Chronicle
from chwapi_console.console.styles import Look
from chwapi_console.recovery.view import View
from chwapi_console.session import Health

KEPT_MESSAGES = 200


class Said(NamedTuple):
    """One message of the message line, with its time of the day."""

    time: str
    words: str
    look: Look


@dataclass
class Known:
    """`view` is what is shown; `order` the queue as last taken up."""

    view: View
    health: Health
    operator: str
    chronicle: Chronicle
    order: Sequence[str] = ()
    messages: deque[Said] = field(default_factory=lambda: deque(maxlen=KEPT_MESSAGES))

    def take_up_order(self) -> None:
        """Makes the order of now the one that is shown."""
        self.order = [entry.server for entry in self.view.entries]
