"""Walks faults over the calls of each story, and judges what is left: `make faults` walks over all,
the tests over a sample."""

import json
import random
import re
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from faults.calls import ALL_GONE, FAIL_FROM_HERE, NO_ROOM, Fault
from faults.counting import Share, Tried, count
from faults.rig import Answer, Bench
from faults.stories import STORIES, Story, events_in, names_below
from faults.warm import HUNG

RIGHT_CODES = frozenset({0, 1, 3, 4, -9})
NOTHING_WRITTEN = re.compile(r"Nothing was (written|exported)|The plan is as it was")
GONE = re.compile(r"while it was open|somebody (removed|replaced)|is damaged|kept in")
NO_ROOM_SAID = re.compile(r"the disk is full(?! or failing)")
OTHERS_SAID = re.compile(r"process .* been writing|stopped in the middle")
HALF_SAID = re.compile(r"came here, none went there")
HIDDEN = re.compile(r"(^|/)\.[^/]*$|\.tmp$|\.new$|-kept-")


def judged(bench: Bench, story: Story, fault: Fault) -> tuple[Answer, list[str]]:
    """Runs a story with a fault; what is wrong with how it ended and with what is left, nothing
    where all is as it must be."""
    bench.fresh(story)
    work = bench.root / "work"
    before = events_in(work / "inventory.journal")
    there_before = events_in(bench.root / "other" / "inventory.journal")
    answer = bench.run(story.words, fault)
    wrong = list(_wrong_end(answer, fault))
    names = names_below(bench.root)
    try:
        here = events_in(work / "inventory.journal")
        there = events_in(bench.root / "other" / "inventory.journal")
    except Exception as error:
        return answer, [*wrong, f"torn: {error}"]
    wrong += _wrong_record(story, answer, before, here, there_before, there)
    wrong += wrong_files(bench, story, answer)
    if answer.code != -9 and (fault.kind, fault.how) != (
        "name",
        FAIL_FROM_HERE,
    ):  # nothing can be taken away there
        wrong += [f"left: {name}" for name in names if HIDDEN.search(name)]
    if fault.how == ALL_GONE:
        wrong = [each for each in wrong if not each.startswith("left: ")]  # likewise
    wrong += wrong_afterwards(bench, story)
    return answer, wrong


def _wrong_end(answer: Answer, fault: Fault) -> Iterator[str]:
    said = answer.err
    if answer.code == HUNG:
        yield "hung"
    elif answer.code not in RIGHT_CODES:
        yield f"exit {answer.code}"
    if answer.code in (1, 3, 4) and not said:
        yield "silent"
    if "Traceback" in said or len(said.splitlines()) > 2:
        yield "more than a sentence"
    if NO_ROOM_SAID.search(said) and fault.error not in NO_ROOM:
        yield "untrue: the disk is not full"
    if GONE.search(said):
        yield "untrue: nothing is gone or damaged"
    if OTHERS_SAID.search(said):
        yield "untrue: nobody else writes"


def _wrong_record(
    story: Story,
    answer: Answer,
    before: list[str],
    here: list[str],
    there_before: list[str],
    there: list[str],
) -> Iterator[str]:
    if before != here[: len(before)] or there_before != there[: len(there_before)]:
        yield "lost: what was there before"
    new, sent = len(here) - len(before), len(there) - len(there_before)
    if new not in (0, story.events) or sent not in (0, story.sends):
        yield f"torn: {new} and {sent} new events"
    if answer.code == 0 and (new, sent) != (story.events, story.sends):
        yield "lost: acknowledged, and not there"
    if NOTHING_WRITTEN.search(answer.err) and (new or sent) and not HALF_SAID.search(answer.err):
        yield "untrue: something was written"


def wrong_files(bench: Bench, story: Story, answer: Answer) -> Iterator[str]:
    work = bench.root / "work"
    old = (bench.base / "work" / "inventory.toml").read_text(encoding="utf-8")
    copies = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in work.glob("inventory.toml.before-*")
    ]
    if story.plan:
        text = (work / "inventory.toml").read_text(encoding="utf-8", errors="replace")
        changed = text != old
        if changed and not (story.edits and _is_whole_toml(text)):
            yield "torn: the plan"
        if changed and old not in copies:
            yield "lost: the plan as it was"
        if story.edits and answer.code == 0 and not changed:
            yield "lost: the plan as it should be"
        if changed and NOTHING_WRITTEN.search(answer.err):
            yield "untrue: the plan was changed"
        if answer.code != -9 and not changed and copies and "is a copy of it" not in answer.err:
            yield "left: a copy of a plan that was not changed"
    for name in story.makes:
        path = work / name
        if path.exists() and not _is_whole(path):
            yield f"torn: {name}"
        if answer.code == 0 and not path.exists():
            yield f"lost: {name}"


def _is_whole(path: Path) -> bool:
    try:
        match path.suffix:
            case ".zip":
                with zipfile.ZipFile(path) as archive:
                    return archive.testzip() is None
            case ".toml":
                return _is_whole_toml(path.read_text(encoding="utf-8"))
            case _:
                return bool(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, zipfile.BadZipFile):
        return False


def _is_whole_toml(text: str) -> bool:
    try:
        return "servers" in tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False


def wrong_afterwards(bench: Bench, story: Story) -> Iterator[str]:
    """The verb once more, where nothing fails: it does its work or finds it done, and behind a look
    nothing hidden stays."""
    again = bench.run(story.words)
    if again.code not in (0, 1):
        yield f"afterwards: exit {again.code}: {again.err.strip()}"
    if again.code == 1:  # refused before it looked, as over a file that is there
        bench.run(("log",))
    for name in names_below(bench.root):
        if HIDDEN.search(name) and not name.startswith("tmp/"):
            yield f"left for good: {name}"


def sample(faults: Sequence[Fault], size: int, seed: str) -> list[Fault]:
    """As many of them, spread over the classes, the same for each seed."""
    chance = random.Random(seed)
    by_kind: dict[str, list[Fault]] = {}
    for fault in faults:
        by_kind.setdefault(fault.kind, []).append(fault)
    for each in by_kind.values():
        chance.shuffle(each)
    taken: list[Fault] = []
    while len(taken) < size and any(by_kind.values()):
        taken += [each.pop() for each in by_kind.values() if each]
    return taken[:size]


def tried(story: Story, bench: Bench, share: Share) -> Iterator[Tried]:
    """Every fault of a story, or a share of them."""
    faults = bench.faults(story)
    for fault in share.of(sample(faults, share.most, story.name) if share.most else faults):
        answer, wrong = judged(bench, story, fault)
        yield Tried(f"{fault} [{answer.code}] {answer.err.strip()}", answer.code == 0, wrong)


if __name__ == "__main__":
    sys.exit(count({story.name: partial(tried, story) for story in STORIES}))
