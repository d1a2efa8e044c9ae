"""Which key does which action.

As the registry has it, but for what an operator wrote into `keys.toml`.

The file has a line for each action that is to have other keys: `"server.take" = "T"`, or a list of
keys. What cannot be is said, and the keys of the registry stay: a night is no time to find out
which of two things a key does.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.keys import Keys, _character_to_key

from chwapi_console.bounded import read_file
from chwapi_console.console.known.actions import ACTIONS, ACTS, Action, written
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.own_folder import is_ones_own, place_of
from chwapi_console.text import Sentence, Value, every, say, typed_path

NAME = "keys.toml"
LARGEST = 65_536
"""Bytes beyond which nothing says what a hundred keys are to do."""

MOST_TOLD = 8
"""Complaints that are told; the screen has no room for thousands."""

TORN = frozenset("ABCDEFHIMOPQRSZ[~;<?0123456789")
"""Keys that the pieces of a torn escape sequence look like. No act may lie on one of them: a slow
line would press it."""

ANSWERS = frozenset({"enter", "backspace", "delete"})
"""Keys that end an answer, or take a letter or an act back, and are pressed twice. No act may lie on
one of them: the second press would do it."""

SENT_AS_ANOTHER = frozenset({"ctrl+m", "ctrl+i", "ctrl+h", "ctrl+[", "ctrl+left_square_bracket"})
"""Keys that a terminal sends as Enter, Tab, Backspace and Escape."""


class Keymap(NamedTuple):
    """The actions by id and by key, and what was not understood of `keys.toml`."""

    actions: Mapping[str, Action]
    by_key: Mapping[str, Action]
    complaints: Sequence[Sentence] = ()


def keys_file() -> Path | None:
    """Where an operator's keys are; None where the environment names no home."""
    folder = place_of("config")
    return folder / NAME if folder else None


def keymap(path: Path | None = None) -> Keymap:
    """The keys, with those of a file where there is one that is the reader's own, or root's.

    Who else may write it would decide what a key does.
    """
    try:
        wanted = _read(path) if path else {}
        if path is not None and not is_ones_own(path):
            return _settled({}, [_of_others(path)])
    except FileNotFoundError:
        wanted = {}
    except OSError as error:
        return _unread(error.strerror or str(error))
    except UnicodeDecodeError:
        return _unread(say("it is not UTF-8"))
    except ValueError as error:  # tomli's own words
        return _unread(str(error))
    except RecursionError:  # Python goes down only so far
        return _unread(say("nested too deeply"))
    return remapped(wanted)


def _of_others(path: Path) -> Sentence:
    return say(
        "{path} is not yours alone to write; the keys are the usual ones. To have those in it: "
        "chown {owner} {typed}; chmod go-w {typed}",
        path=str(path),
        owner=str(os.geteuid()),
        typed=typed_path(path),
    )


def _unread(why: Value) -> Keymap:
    return _settled(
        {},
        [
            say(
                "{file} cannot be read ({error}); the keys are the usual ones.",
                file=NAME,
                error=why,
            )
        ],
    )


def _read(path: Path) -> dict[str, Any]:
    text = read_file(path, LARGEST).decode("utf-8")
    import tomli  # few have such a file

    return tomli.loads(text)


def remapped(wanted: Mapping[str, Any]) -> Keymap:
    """The keys when an operator wants these: for each action's id a key or a list of keys."""
    complaints: list[Sentence] = []
    keys: dict[str, tuple[str, ...]] = {}
    known = {action.id for action in ACTIONS}
    for id, value in _flat(wanted):
        these = value if isinstance(value, list) else [value]
        if id not in known:
            complaints.append(
                say("{file}: there is no action {id}; see the help.", file=NAME, id=id)
            )
        elif not these or not all(isinstance(key, str) and key for key in these):
            complaints.append(say('{file}: write {id} = "T", or a list of keys.', file=NAME, id=id))
        elif odd := [key for key in these if not _is_key(key)]:
            complaints.append(
                say("{file}: {key} is no key that the console knows.", file=NAME, key=odd[0])
            )
        elif id in ACTS and (torn := [key for key in these if _name(key) in _TORN_NAMES]):
            complaints.append(
                say(
                    "{file}: {id} cannot lie on {keys}: a slow line can press it by itself.",
                    file=NAME,
                    id=id,
                    keys=every(torn),
                )
            )
        elif id in ACTS and (answers := [key for key in these if _name(key) in ANSWERS]):
            complaints.append(
                say(
                    "{file}: {id} cannot lie on {keys}: questions are answered or taken back with it.",
                    file=NAME,
                    id=id,
                    keys=every(answers),
                )
            )
        else:
            keys[id] = tuple(_name(key) for key in these)
    return _settled(keys, complaints)


def _flat(wanted: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The lines of the file; without quotes, TOML takes `server.take` for a table."""
    for name, value in wanted.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{verb}", keys) for verb, keys in value.items())
        else:
            yield name, value


def _name(key: str) -> str:
    """The name by which Textual calls a key that somebody wrote."""
    return _character_to_key(key) if len(key) == 1 else key.lower()


def _is_key(key: str) -> bool:
    """Whether a terminal ever says that this key was pressed.

    It sends a capital letter for Shift and a letter, and for some others the key that they were
    before there were keyboards.
    """
    *held, last = key.lower().split("+") if len(key) > 1 else [key]
    is_one = last.isprintable() if len(last) == 1 else last in _KEY_NAMES
    is_capital = held == ["shift"] and len(last) == 1
    return (
        set(held) <= {"ctrl", "alt", "shift"}
        and is_one
        and not is_capital
        and key.lower() not in SENT_AS_ANOTHER
    )


_KEY_NAMES = frozenset(key.value for key in Keys) | frozenset(
    _character_to_key(chr(code)) for code in range(33, 127)
)
_TORN_NAMES = frozenset({"escape", *(_name(key) for key in TORN)})


def _settled(keys: Mapping[str, tuple[str, ...]], complaints: Sequence[Sentence]) -> Keymap:
    """Gives up, one after another, what wants a key that another action has too."""
    keys, said = dict(keys), list(complaints)
    while clash := next(_clashes(keys), None):
        key, ids = clash
        given_up = next(id for id in reversed(ids) if id in keys)
        del keys[given_up]
        said.append(
            say(
                "{file}: {key} would do {actions}; {id} keeps its usual key.",
                file=NAME,
                key=written(key),
                actions=every(ids),
                id=given_up,
            )
        )
    if (more := len(said) - MOST_TOLD) > 0:
        said[MOST_TOLD:] = [say("… and {n} more.", n=more)]
    actions = {
        action.id: replace(action, keys=keys.get(action.id, action.keys)) for action in ACTIONS
    }
    return Keymap(
        actions, {key: action for action in actions.values() for key in action.keys}, said
    )


def _clashes(keys: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, list[str]]]:
    """Keys that several actions have, each with these; those that an operator wants come last."""
    holders: dict[str, list[str]] = {}
    for action in sorted(ACTIONS, key=lambda action: action.id in keys):
        for key in dict.fromkeys(keys.get(action.id, action.keys)):
            holders.setdefault(key, []).append(action.id)
    return ((key, ids) for key, ids in holders.items() if len(ids) > 1)
