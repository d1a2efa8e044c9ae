"""How texts come to the console: typed, looked for letter by letter, given by a program."""

from textual.events import Key

from chwapi_console.console.control.keys.word_guard import (
    ALONE,
)
from console.driver import Operator

NAMES = {
    "\n": "enter",
    " ": "space",
    ",": "comma",
    "'": "apostrophe",
    ".": "full_stop",
    ":": "colon",
    "%": "percent_sign",
    "-": "minus",
    "/": "slash",
    "?": "question_mark",
}


async def types(operator: Operator, text: str, gap: float) -> None:
    """Types a text with so many seconds between two letters, without a look at the screen before
    the first."""
    for character in text:
        operator.looks(gap)
        if gap >= ALONE:
            await operator.goes_on()
        operator.app.post_message(
            Key(NAMES.get(character, character), "\r" if character == "\n" else character)
        )
        await operator.pilot.pause()
    await operator.goes_on()


async def hunts(operator: Operator, text: str, gap: float) -> None:
    """Types a text as somebody does who looks for each letter; what has waited long enough by then
    is written before the next one."""
    unsent = operator.app._keyboard._unsent
    for character in text:
        operator.looks(gap)
        if unsent._send is not None:
            unsent._send_when_due(unsent._send)
        await operator.pilot.pause()
        await operator.is_answered()
        operator.app.post_message(
            Key(NAMES.get(character, character), "\r" if character == "\n" else character)
        )
        await operator.pilot.pause()
    await operator.goes_on()


async def gives(operator: Operator, *pieces: str, gap: float = 0.12) -> None:
    """Gives pieces of keys as a program does, with so many seconds between two; "\n" is Enter."""
    operator.looks()
    for piece in pieces:
        operator.looks(gap)
        await operator.burst(piece, at_once=True)
