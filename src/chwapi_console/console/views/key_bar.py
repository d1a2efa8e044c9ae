"""The last line of the screen: the keys that mean something here, as many as there is room for.

While a question stands, its own and no others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from chwapi_console.answers import NO, YES
from chwapi_console.console.known.actions import ACTS, READING, written
from chwapi_console.console.known.keymap import Keymap
from chwapi_console.console.widgets.prompt import Prompt
from chwapi_console.console.widgets.row import Piece, Row, cells
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Language, Sentence, say

HELP = "view.help"
NOTHING: Mapping[str, Sentence] = MappingProxyType({})
Entry = tuple[str, str, str]
"""An action's id, its key and its label, as they are written for people."""


def key_bar(
    keymap: Keymap,
    actions: Sequence[str],
    width: int,
    t: Language,
    *,
    read_only: bool,
    called: Mapping[str, Sentence] = NOTHING,
) -> Row:
    """The keys of a place's actions, the most useful first, on so many columns.

    Those that act only where acts can be written; some may be `called` otherwise just now. The key
    of the help stands on any screen: it tells all others.
    """
    entries = [
        (id, keymap.actions[id].key(t), t(called.get(id) or of.short or of.label))
        for id in actions
        if not (read_only and id in ACTS)
        for of in [keymap.actions[id]]
    ]
    first = list(_that_fit(entries, width - 1))
    if not any(id == HELP for id, _, _ in first) and (
        help_key := [entry for entry in entries if entry[0] == HELP]
    ):
        first = [*_that_fit(entries, width - 1 - _width(help_key[0])), *help_key]
    return _row(first)


def called_now(view: View) -> Mapping[str, Sentence]:
    """The actions that do something else as things stand, and what they are called then."""
    return {"recovery.close": say("Reopen")} if view.situation.ended is not None else NOTHING


def answer_bar(keymap: Keymap, prompt: Prompt, width: int, t: Language, *, reads: bool) -> Row:
    """Where the question stands among others, and the keys that do something to it, on so many columns.

    Where what it is about `reads` on, those that move in that too.
    """
    keys = list(_answers(prompt, t))
    if reads:
        keys += [(key, keymap.actions[action].label) for key, action in READING.items()]
    entries = [("", t(written(key, ascii=t.ascii)), t(does)) for key, does in keys]
    where = (Piece(f" {prompt.where} "),) if prompt.where else ()
    room = width - 1 - sum(cells(piece.text) for piece in where)
    return Row(where + _row(_that_fit(entries, room)).pieces)


def _answers(prompt: Prompt, t: Language) -> Iterator[tuple[str, Sentence]]:
    """The keys, as they are called, with what they do to the question."""
    if not prompt.typing:
        yield prompt.yes_key or t(YES), say("Yes")
        if prompt.chooses:
            yield prompt.chooses, say("With a reserve")
        yield t(NO), say("Change it") if prompt.asks_if_meant else say("No")
        yield "escape", say("Give up") if prompt.asks_if_meant else say("No")
        return
    if prompt.filtering and prompt.ends:
        yield "enter", say("Keep this filter")
    elif prompt.ends:
        yield "enter", say("Answer")
    if prompt.filtering:
        yield (
            "escape",
            say("Leave the field, filter stays") if prompt.text else say("Leave the filter"),
        )
    else:
        yield "escape", say("Give up")
    if prompt.text:
        yield "ctrl+u", say("Erase")


def _row(entries: Iterable[Entry]) -> Row:
    return Row(
        tuple(
            piece
            for _, key, label in entries
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
