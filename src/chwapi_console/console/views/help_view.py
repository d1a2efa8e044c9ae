"""The help: every key of the registry, the signs of the queue, the words of the filter.

What acts comes first.
"""

from collections.abc import Iterator

from chwapi_console.console.known.actions import GROUPS
from chwapi_console.console.known.keymap import Keymap
from chwapi_console.console.known.sought_words import SOUGHT, finds
from chwapi_console.console.views.queue_view import (
    BLOCKED,
    DONE,
    HELD,
    PINNED,
    READY,
    SELECTED,
    SUSPECT,
    WAITING,
)
from chwapi_console.console.views.services_view import LIMITED
from chwapi_console.console.widgets.row import Row, columns, paragraph, plain
from chwapi_console.text import Language, say, wrapped

KEYS_WIDTH = 14
SIGNS = (
    (READY, say("ready: all that it needs works")),
    (WAITING, say("no sign: it waits; for what, is said under the list")),
    (HELD, say("somebody is restoring it")),
    (BLOCKED, say("blocked, or in conflict")),
    (SUSPECT, say("suspect: it works, and is to be looked at again")),
    (DONE, say("done; the row leaves with the next new order")),
    (SELECTED, say("selected")),
    (PINNED, say("pinned: first, against the rule")),
)

_HOW_KEYS_ARE_TAKEN = (
    say(
        "A key acts when it stands alone. Letters that follow each other as in a text, fast or a "
        "second apart, write nothing until two seconds pass, and what the first of them did is said."
    ),
    say(
        "A yes counts once the question can have been read: one that may go on with a word which its "
        "key began, as in do, is asked for once more within two seconds."
    ),
    say(
        "A text is written by one Enter. A second one is asked for, with its reason, where the text "
        "began before the question can have been read, comes after a pause or all at once, says "
        "nothing, or reads like a line for another window."
    ),
)


def help_rows(width: int, t: Language, keys: Keymap, typed: str = "") -> list[Row]:
    """The help as rows: all of it, or the keys and signs that a filter finds.

    They are found by their words, and by others that people look for.
    """
    sought = typed.split()
    found = [
        row
        for title, entries in _tables(t, keys)
        if (shown := [entry[:2] for entry in entries if finds(sought, " ".join(entry))])
        for row in (
            *_heading(title, width),
            *(line for entry in shown for line in _entry(*entry, width)),
        )
    ]
    if typed.strip():
        return found or [
            plain(" " + t(say("No key matches the filter."))),
            plain(" " + t(say("Esc shows all."))),
        ]
    return [*found, *_remarks(width, t)]


def _tables(t: Language, keys: Keymap) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """The titles, and below each its keys or signs.

    With each what it does or means, and the words by which it is found too.
    """
    for title, actions in GROUPS:
        yield (
            t(title),
            [
                (keys.actions[action.id].all_keys(t), t(action.label), t(SOUGHT[action.id]))
                for action in actions
            ],
        )
    yield t(say("Signs in the queue")), [(sign, t(words), "") for sign, words in SIGNS]
    yield (
        t(say("Signs in the services")),
        [(LIMITED, t(say("limited: up, without something that it wishes")), "")],
    )


def _heading(words: str, width: int) -> Iterator[Row]:
    return paragraph(words, width, look="heading")


def _entry(key: str, words: str, width: int) -> Iterator[Row]:
    """A key and what it does, on as many lines as that takes."""
    for number, line in enumerate(wrapped(words, width - KEYS_WIDTH - 4)):
        yield columns(
            [
                ("", 1, ""),
                ("" if number else key, KEYS_WIDTH, "key"),
                (line, width - KEYS_WIDTH - 4, ""),
            ]
        )


def _remarks(width: int, t: Language) -> Iterator[Row]:
    yield from _heading(t(say("Filter")), width)
    yield from paragraph(
        t(
            say(
                "Type words, or site: tier: state: waits: with a value, or mine, conflict, ready, "
                "for example: site:imc state:blocked sql, or waits:dc1"
            )
        ),
        width,
    )
    yield from _heading(t(say("Top line")), width)
    yield from paragraph(
        t(
            say(
                "Back are so many servers of those that were hit, and so many services of those "
                "that were down at some moment: the second number grows when more fall."
            )
        ),
        width,
    )
    yield from _heading(t(say("How keys are taken")), width)
    for words in _HOW_KEYS_ARE_TAKEN:
        yield from paragraph(t(words), width)
    yield from _heading(t(say("What is kept")), width)
    yield from paragraph(
        t(
            say(
                "An act is shown as done only once it is on disk in the journal. Every key has a "
                "verb on the command line that says the same: see chwapi-console --help."
            )
        ),
        width,
    )
