"""What is wrong with what came of a try: by the promises that hold for every input, whoever made
it."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from fuzz.case import Case, Step
from fuzz.prepared import ACKNOWLEDGED, NOWHERE, events, leftovers
from fuzz.warm import MOST_READ, Run, Tried

CODES = frozenset({0, 1, 2, 3, 4, 5, 130})
MOST_MEMORY = 400
"""MB of a try: the interpreter with the program has some 40."""
RAW = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""What must never come from data: C0 but tab and newline, DEL, C1, bidi, zero width, separators,
tags."""
LOOKS = re.compile("\x1b\\[[0-9;]*m|\r(?=\n)")
"""What a terminal is told of looks."""
LIVES_ON = (
    Step(("note", "c1", "lived-on")),
    Step(("log", "--json")),
    Step(("queue", "--json")),
    Step(("audit",)),
)
"""What must work afterwards, on a record that others tried to spoil."""


def faults_of(tried: Tried) -> Iterator[str]:
    """What is wrong with one command line's end and words."""
    verb = next((word for word in tried.words if not word.startswith("-")), "console")
    if tried.code is None:
        yield f"{verb}: did not end"
        return
    if tried.crash:
        yield f"{verb}: {tried.crash}"
    elif tried.code not in CODES:
        yield f"{verb}: ends with {tried.code}"
    if "Traceback (most recent" in tried.text:
        yield f"{verb}: a traceback"
    if len(tried.out) >= MOST_READ or len(tried.err) >= MOST_READ:
        yield f"{verb}: says megabytes"
    if (found := RAW.search(_for_people(tried))) is not None:
        yield f"{verb}: a raw {found.group()!a} is said"
    if tried.code in (1, 2, 3, 4) and not tried.text.strip() and "--exit-code" not in tried.words:
        yield f"{verb}: ends with {tried.code} without a word"
    if _asked_json(tried) and tried.code != 130:
        yield from (f"{verb}: JSON that is none ({error})" for error in _no_json(tried.out))


def _for_people(tried: Tried) -> str:
    """What people or a terminal are shown; a plan that is exported goes to stdout to the letter."""
    whole = tried.err if "export" in tried.words else tried.out + b"\n" + tried.err
    return LOOKS.sub("", whole.decode("utf-8", "replace"))


def _asked_json(tried: Tried) -> bool:
    before = tried.words[: tried.words.index("--")] if "--" in tried.words else tried.words
    return (
        "--json" in before
        and not {"--help", "-h", "--version"} & set(before)
        and "export" not in before
    )


def _no_json(out: bytes) -> Iterator[str]:
    for line in out.decode("utf-8", "replace").splitlines():
        try:
            json.loads(line, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            yield str(error)[:40]
            return


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def faults_of_run(run: Run) -> Iterator[str]:
    """What is wrong with what all of a case's command lines did."""
    for tried in run.tried:
        yield from faults_of(tried)
    if run.signal:
        yield f"{' '.join(run.tried[-1].words[:1])}: ended by signal {run.signal}"
    if run.memory > MOST_MEMORY:
        yield f"{run.memory} MB"


def faults_left(case: Case, folder: Path, plan: bytes) -> Iterator[str]:
    """What is wrong with what lies in the folder afterwards."""
    asked = {word for step in case.steps for word in step.words} | {
        step.words[0] for step in case.steps if step.words
    }
    if (
        not asked & {"--in-place", "needs", "init", "drill"}
        and (folder / "inventory.toml").read_bytes() != plan
    ):
        yield "the plan was written though nobody asked"
    if case.planted and list(folder.parent.rglob(NOWHERE)):
        yield "a link to nowhere was followed, and something made there"
    yield from (
        f"{re.sub('[0-9]+', 'N', name)} is left lying about"
        for name in leftovers(folder)
        if name not in case.files
    )


def faults_of_living_on(after: Sequence[Tried], *, sound: bool) -> Iterator[str]:
    """What is wrong with the verbs that must work afterwards; `sound` where the record must hold
    together too."""
    note, log, queue, audit = after
    for tried in (note, log, queue):
        if tried.code not in (0, None):
            yield f"afterwards {tried.words[0]} ends with {tried.code}: {_sentence(tried)}"
    if sound and audit.code not in (0, None):
        yield f"afterwards audit ends with {audit.code}: {_sentence(audit)}"
    if log.code == 0 and (
        lost := [words for words in (*ACKNOWLEDGED, "lived-on") if words.encode() not in log.out]
    ):
        yield f"acknowledged acts are lost: {lost}"


def _sentence(tried: Tried) -> str:
    lines = [line for line in tried.text.splitlines() if line.strip()]
    return re.sub("[0-9a-f]{8,}|[0-9]+", "N", lines[-1])[:100] if lines else ""


def lost_notes(steps: Sequence[Tried], before: int, journal: Path) -> Iterator[str]:
    """Notes that were acknowledged and are in no journal: `before` is how many there were."""
    acknowledged = [
        tried
        for tried in steps
        if _is_a_note(tried.words) and tried.code == 0 and b"\n  " not in tried.out[:400]
    ]
    there = sum(event.get("kind") == "noted" for event in events(journal))
    if there - before < len(acknowledged):
        yield f"{len(acknowledged)} notes were acknowledged, and {there - before} are there"


def _is_a_note(words: Sequence[str]) -> bool:
    before = words[: words.index("--")] if "--" in words else words
    elsewhere = {"--journal", "-i", "--inventory", "-h", "--help", "--version"}
    return words[:1] == ("note",) and not any(
        word.partition("=")[0] in elsewhere for word in before
    )
