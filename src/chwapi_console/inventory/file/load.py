"""From a file to a plan, or to every fault in it: nothing half-opens.

A text that this program found sound before is known by its digest, and need not be read by pydantic
again (`plan_cache`).
"""

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from chwapi_console.bounded import NoFile, TooLarge, read_file
from chwapi_console.inventory.faults import Finding, NoPlan, PlanError
from chwapi_console.inventory.file.plan_cache import recall, remember
from chwapi_console.inventory.model import Plan
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.own_folder import link_of_others
from chwapi_console.text import Sentence, say, typed_path


class _Read(NamedTuple):
    plan: Plan
    path: Path
    text: str
    digest: str


class LoadedPlan(_Read):
    """A sound plan with the text it was read from and its digest (SHA-256, hex)."""

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """What is odd about the plan, in the order of its lines.

        Looked for only when somebody asks.
        """
        from chwapi_console.inventory.file.check import check
        from chwapi_console.inventory.file.lines import FileLines
        from chwapi_console.inventory.file.parse import with_line_numbers

        return tuple(with_line_numbers(check(self.plan), FileLines(self.text)))


Tell = Callable[[Sentence], object]
"""Takes a sentence about work that goes on; called only where it takes long enough for somebody to
wonder."""

TOLD_FROM_CHARACTERS = 1_000_000
"""Characters of a plan from which reading it is told: some 6,000 servers, half a second."""


LARGEST = 20_000_000
"""Bytes beyond which nothing is a plan: some 60,000 servers."""


def untold(_: Sentence) -> None:
    """Nobody is told."""


def load(path: Path, tell: Tell = untold) -> LoadedPlan:
    """The plan of a file. PlanError with every fault when it cannot be read, parsed or trusted."""
    content = _content(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise PlanError(
            path, [Finding((), say("a byte that is not UTF-8. Save the file as UTF-8."), line=line)]
        ) from error
    return of_text(text, path, tell if len(text) > TOLD_FROM_CHARACTERS else untold)


def of_text(text: str, path: Path, tell: Tell = untold) -> LoadedPlan:
    """The plan of a text, from the cache of plans where that has it. PlanError as `parse`."""
    digest = _digest(text)
    if (plan := recall(digest)) is None:
        loaded = parse(text, path, tell)
        remember(digest, loaded.plan)
        return loaded
    return LoadedPlan(plan, path, text, digest)


def _content(path: Path) -> bytes:
    """What is in the file. PlanError where it is none, or none that can be read."""
    if (link := link_of_others(path)) is not None:
        raise _unreadable(
            path,
            say(
                "is reached by {link}, a link that is neither yours nor root's, and leads to {target}. If "
                "that one is meant, name it: --inventory {typed}",
                link=str(link),
                target=os.path.realpath(path),
                typed=typed_path(os.path.realpath(path)),
            ),
        )
    try:
        return read_file(path, LARGEST)
    except NoFile as error:
        raise _unreadable(
            path, say("is not a file with text in it. Name one with --inventory.")
        ) from error
    except TooLarge as error:
        raise _unreadable(
            path,
            say(
                "is larger than {size} MB, too large to be a plan. Name another with --inventory.",
                size=LARGEST // 1_000_000,
            ),
        ) from error
    except FileNotFoundError as error:
        raise NoPlan(path) from error
    except OSError as error:
        raise _unreadable(
            path, say("cannot be read: {reason}.", reason=error.strerror or str(error))
        ) from error


def parse(text: str, path: Path, tell: Tell = untold) -> LoadedPlan:
    """The plan in a text; `path` is where it says it comes from."""
    from chwapi_console.inventory.file.parse import plan_in

    return LoadedPlan(plan_in(text, path, tell), path, text, _digest(text))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _unreadable(path: Path, sentence: Sentence) -> PlanError:
    return PlanError(path, [Finding((), sentence)])
