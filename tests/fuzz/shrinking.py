"""Makes a case smaller for as long as the same thing is wrong with it: fewer files, steps, events,
pieces, lines, signs."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from fuzz.case import Case, Forgery, Step

Part = TypeVar("Part")


def smallest(case: Case, still_wrong: Callable[[Case], bool], seconds: float) -> Case:
    """The smallest case that was found in that time."""
    until = time.monotonic() + seconds
    made_smaller = True
    while made_smaller:
        made_smaller = False
        for smaller in _smaller(case):
            if time.monotonic() > until:
                return case
            if still_wrong(smaller):
                case, made_smaller = smaller, True
                break
    return case


def _smaller(case: Case) -> Iterator[Case]:
    for steps in _less(case.steps):
        yield case._replace(steps=tuple(steps))
    for pieces in _less(case.pieces):
        yield case._replace(pieces=tuple(pieces))
    yield from _fewer_files(case)
    for name, data in case.files.items():
        for fewer in _bytes(data):
            yield case._replace(files={**case.files, name: fewer})
    for at, step in enumerate(case.steps):
        for fewer_words in _steps(step):
            yield case._replace(steps=(*case.steps[:at], fewer_words, *case.steps[at + 1 :]))
    for at, (data, pause) in enumerate(case.pieces):
        for fewer in _bytes(data):
            yield case._replace(pieces=(*case.pieces[:at], (fewer, pause), *case.pieces[at + 1 :]))


def _fewer_files(case: Case) -> Iterator[Case]:
    for name in case.files:
        yield case._replace(
            files={other: data for other, data in case.files.items() if other != name}
        )
    for name in case.planted:
        yield case._replace(
            planted={other: kind for other, kind in case.planted.items() if other != name}
        )
    for name, forgery in case.forged.items():
        for smaller in _forgeries(forgery):
            yield case._replace(forged={**case.forged, name: smaller})


def _less(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The parts without a half, a quarter … or one of them."""
    size = len(parts)
    while size := size // 2:
        for at in range(0, len(parts), size):
            yield [*parts[:at], *parts[at + size :]]
    if len(parts) == 1:
        yield []


def _bytes(data: bytes) -> Iterator[bytes]:
    lines = data.splitlines(keepends=True)
    if 1 < len(lines) < 3000:
        yield from (b"".join(fewer) for fewer in _less(lines))
    if len(lines) <= 12:
        yield from (
            bytes(fewer)
            for fewer in _less(data)
            if len(data) < 400 or len(data) - len(fewer) > len(data) // 64
        )


def _steps(step: Step) -> Iterator[Step]:
    for words in _less(step.words):
        yield step._replace(words=tuple(words))
    for name in step.environ:
        yield step._replace(
            environ={other: value for other, value in step.environ.items() if other != name}
        )
    if step.answers:
        yield from (
            step._replace(answers="".join(lines))
            for lines in _less(step.answers.splitlines(keepends=True))
        )


def _forgeries(forgery: Forgery) -> Iterator[Forgery]:
    for parts in _less(forgery.parts):
        yield forgery._replace(parts=tuple(parts))
    for statements in _less(forgery.statements):
        yield forgery._replace(statements=tuple(statements))
    for at, part in enumerate(forgery.parts):
        for simpler in _plainer(part):
            yield forgery._replace(parts=(*forgery.parts[:at], simpler, *forgery.parts[at + 1 :]))


def _plainer(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name in part:
        yield {other: value for other, value in part.items() if other != name}
    data = part.get("data")
    if isinstance(data, dict):
        for name in data:
            yield {**part, "data": {other: value for other, value in data.items() if other != name}}
