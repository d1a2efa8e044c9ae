"""The last line of the screen: the keys that mean something here, as many as there is room for."""

from collections.abc import Iterator, Sequence

from chwapi_console.console.known.actions import ACTS
from chwapi_console.console.known.keymap import Keymap
from chwapi_console.console.widgets.row import Piece, Row, cells
from chwapi_console.text import Language

HELP = "view.help"
Entry = tuple[str, str, str]
"""An action's id, its key and its label, as they are written for people."""


def key_bar(
    keymap: Keymap, actions: Sequence[str], width: int, t: Language, *, read_only: bool
) -> Row:
    """The keys of a place's actions, the most useful first, on so many columns; those that act only
    where acts can be written. The key of the help stands on any screen: it tells all others."""
    entries = [
        (id, keymap.actions[id].key(t), t(keymap.actions[id].short or keymap.actions[id].label))
        for id in actions
        if not (read_only and id in ACTS)
    ]
    first = list(_that_fit(entries, width - 1))
    if not any(id == HELP for id, _, _ in first) and (
        help_key := [entry for entry in entries if entry[0] == HELP]
    ):
        first = [*_that_fit(entries, width - 1 - _width(help_key[0])), *help_key]
    return Row(
        tuple(
            piece
            for _, key, label in first
            for piece in (Piece(f" {key}", "key"), Piece(f" {label} "))
        )
    )


def _that_fit(entries: Sequence[Entry], room: int) -> Iterator[Entry]:
    for entry in entries:
        room -= _width(entry)
        if room < 0:
            return
        yield entry


def _width(entry: Entry) -> int:
    _, key, label = entry
    return cells(key) + cells(label) + 3
