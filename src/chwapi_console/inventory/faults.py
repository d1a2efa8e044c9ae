"""A fault of a plan, and the error that carries all of them at once."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from pathlib import Path

from chwapi_console.errors import RequestError
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, plural, say


class Gravity(IntEnum):
    """A fault keeps the plan from opening; a warning and a note do not."""

    FAULT = 0
    WARNING = 1
    NOTE = 2


GRAVITIES = {
    Gravity.FAULT: say("fault"),
    Gravity.WARNING: say("warning"),
    Gravity.NOTE: say("note"),
}
"""What each is called."""


class Finding(NamedTuple):
    """One thing wrong with a plan.

    Where (path of keys, line of the file from 1, or 0), what, and what to do.
    """

    key: tuple[str, ...]
    sentence: Sentence
    gravity: Gravity = Gravity.FAULT
    line: int = 0

    @property
    def dotted(self) -> str:
        """The key as TOML writes it, for people: `servers.dc1.needs`."""
        return ".".join(self.key)


class PlanError(RequestError):
    """A plan that cannot be opened, with every finding about it, in the order of its lines."""

    def __init__(self, path: Path, findings: Iterable[Finding]) -> None:
        self.path = path
        self.findings: Sequence[Finding] = tuple(findings)
        faults = sum(f.gravity is Gravity.FAULT for f in self.findings)
        super().__init__(
            plural(
                "{path}: {n} fault in the plan. Mend it and try again.",
                "{path}: {n} faults in the plan. Mend them and try again.",
                faults,
                path=str(path),
            )
        )


class NoPlan(PlanError):
    """There is no file of that name."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            [
                Finding(
                    (),
                    say(
                        "there is no such file. Name one with --inventory, change folder, write a "
                        "first plan with init, or lay out an exercise with drill."
                    ),
                )
            ],
        )


class NoPlanYet(NoPlan):
    """Nobody has a plan here.

    Nothing is wrong with one, so what to do is all that is said to people.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.sentence = say(
            "{path}: there is no plan here yet. For an exercise: chwapi-console drill. For your "
            "own hospital: chwapi-console init. If there is a plan elsewhere, name it with "
            "--inventory, or change folder.",
            path=str(path),
        )


def described(finding: Finding, path: Path) -> Sentence:
    """The finding as one line: file, line, key, what is wrong and what to do."""
    gravity = GRAVITIES[finding.gravity]
    if not finding.key:
        return say(
            "{where}: {gravity}: {sentence}",
            where=f"{path}:{finding.line}" if finding.line else str(path),
            gravity=gravity,
            sentence=finding.sentence,
        )
    return say(
        "{path}:{line}: {gravity}: {key}: {sentence}",
        path=str(path),
        line=finding.line,
        gravity=gravity,
        key=finding.dotted,
        sentence=finding.sentence,
    )
