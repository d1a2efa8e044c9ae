"""The help: every key of the registry, the signs of the queue, and the words of the states."""

from collections.abc import Iterator

from chwapi_console.console.actions import GROUPS
from chwapi_console.console.keymap import Keymap
from chwapi_console.console.queue_view import BLOCKED, DONE, HELD, PINNED, READY, SELECTED, WAITING
from chwapi_console.console.row import Row, columns, paragraph, plain
from chwapi_console.text import Language, say

SIGNS = ((READY, say("ready: all that it needs works")),
         (WAITING, say("no sign: it waits; for what, is said under the list")),
         (HELD, say("somebody is restoring it")),
         (BLOCKED, say("blocked, or in conflict")),
         (DONE, say("done; the row leaves with the next new order")),
         (SELECTED, say("selected")),
         (PINNED, say("pinned: first, against the rule")))


def help_rows(width: int, t: Language, keys: Keymap) -> list[Row]:
    """The whole help as rows."""
    return list(_help(width, t, keys))


def _help(width: int, t: Language, keys: Keymap) -> Iterator[Row]:
    for title, actions in GROUPS:
        yield plain(" " + t(title), "heading")
        for action in actions:
            pressed = keys.actions[action.id].all_keys(t)
            yield columns([("", 1, ""), (pressed, 14, "key"), (t(action.label), width - 18, "")])
    yield plain(" " + t(say("Signs in the queue")), "heading")
    for sign, words in SIGNS:
        yield columns([("", 1, ""), (sign, 14, "key"), (t(words), width - 18, "")])
    yield plain(" " + t(say("Filter")), "heading")
    yield from paragraph(t(say("Type words, or site: tier: state: waits: with a value, or mine, conflict, ready, "
                               "for example: site:imc state:blocked sql, or waits:dc1")), width)
    yield plain(" " + t(say("What is kept")), "heading")
    yield from paragraph(t(say("An act is shown as done only once it is on disk in the journal. Every key has a verb on the "
                               "command line that says the same: see chwapi-console --help.")), width)
