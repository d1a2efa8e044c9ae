"""The last line of the screen: the keys that mean something here, as many as there is room for."""

from chwapi_console.console.actions import ACTS, BARS
from chwapi_console.console.keymap import Keymap
from chwapi_console.console.row import Piece, Row, cells
from chwapi_console.text import Language


def key_bar(keymap: Keymap, kind: str, width: int, t: Language, *, read_only: bool) -> Row:
    """The keys of a kind of place, the most useful first, on so many columns; those that act only where acts can be written."""
    pieces: list[Piece] = []
    room = width - 1
    for action in (keymap.actions[id] for id in BARS[kind] if not (read_only and id in ACTS)):
        label = t(action.short or action.label)
        key = action.key(t)
        room -= cells(key) + cells(label) + 3
        if room < 0:
            break
        pieces += [Piece(f" {key}", "key"), Piece(f" {label} ")]
    return Row(tuple(pieces))
