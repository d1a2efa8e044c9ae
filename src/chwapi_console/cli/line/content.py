"""The bytes of a file that somebody names on the command line, or of stdin."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from chwapi_console.bounded import NoFile, TooLarge, read_file, read_stream
from chwapi_console.errors import RequestError
from chwapi_console.own_folder import link_of_others
from chwapi_console.text import Sentence, say, typed_path

STDIN = "-"
TOLD_FROM_BYTES = 2_000_000
"""Bytes from which reading is told to somebody who waits."""

LARGEST = 24_000_000
"""Bytes beyond which nothing is a list of servers; a pipe may go on for ever."""


def content_of(name: str, tell: Callable[[Sentence], object]) -> bytes:
    """The bytes of a file, or of stdin for `-`. RequestError when they cannot be had."""
    if name != STDIN:
        _refuse_link_of_others(name)
    try:
        data = read_stream(_stdin(), LARGEST) if name == STDIN else read_file(name, LARGEST)
    except NoFile as error:
        raise RequestError(say("{path} is not a file.", path=name)) from error
    except TooLarge as error:
        raise _too_large(name) from error
    except FileNotFoundError as error:
        raise RequestError(
            say("{path}: there is no such file. Look at its name and folder.", path=name)
        ) from error
    except OSError as error:
        raise RequestError(
            say("{path} cannot be read: {reason}.", path=name, reason=error.strerror or str(error))
        ) from error
    if len(data) > TOLD_FROM_BYTES:
        tell(say("Reading {path} ({size} MB) …", path=name, size=len(data) // 1_000_000))
    return data


def _refuse_link_of_others(name: str) -> None:
    """RequestError where somebody else's link leads to a file that is not theirs.

    What stands in it could come into a plan that they read.
    """
    if (link := link_of_others(Path(name))) is not None:
        raise RequestError(
            say(
                "{path} is reached by {link}, a link that is neither yours nor root's, and leads to "
                "{target}. Nothing was read. If that one is meant, name it: {typed}",
                path=name,
                link=str(link),
                target=os.path.realpath(name),
                typed=typed_path(os.path.realpath(name)),
            )
        )


def is_typed() -> bool:
    """Whether somebody types what stdin has."""
    return sys.stdin is not None and sys.stdin.isatty()


def _stdin() -> BinaryIO:
    """Stdin, which whoever begins the program may have closed."""
    if sys.stdin is None:
        raise RequestError(
            say(
                "Stdin is closed: nothing comes from it. Give what - stands for, or a file with it."
            )
        )
    return sys.stdin.buffer


def _too_large(name: str) -> RequestError:
    return RequestError(
        say(
            "{path} is larger than {size} MB, too large to be a list. Take the part of it that "
            "lists servers.",
            path=name,
            size=LARGEST // 1_000_000,
        )
    )
