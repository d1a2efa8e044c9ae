"""What the message line said lately, as rows."""

from collections.abc import Sequence

from chwapi_console.console.known.console_state import Message
from chwapi_console.console.widgets.row import Row, paragraph, plain
from chwapi_console.text import Language, say


def message_rows(messages: Sequence[Message], width: int, t: Language) -> Sequence[Row]:
    """Everything that the message line said lately, the newest first, each on as many rows as it
    takes."""
    rows = [
        row
        for said in reversed(messages)
        for row in paragraph(f"{said.time} {said.words}", width, look=said.look)
    ]
    return rows or [plain(" " + t(say("Nothing has been said yet.")))]
