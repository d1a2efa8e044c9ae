"""Walks faults over the calls of each story, and judges what is left: `make faults` walks over all, the tests over a sample."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from faults.calls import CLASSES, FAIL, FAIL_FROM_HERE, NO_ROOM, Fault, build_shim, faults_at
from faults.stories import STORIES, Story, environ_of, events_in, lay, lay_bases, names_below
from faults.warm import HUNG

TESTS = Path(__file__).parent.parent
SOURCES = TESTS.parent / "src"
NO_FAULT = Fault(CLASSES[0], 0, FAIL)
RIGHT_CODES = frozenset({0, 1, 3, 4, -9})
NOTHING_WRITTEN = re.compile(r"Nothing was (written|exported)|The plan is as it was")
GONE = re.compile(r"while it was open|somebody (removed|replaced)|is damaged|kept in")
NO_ROOM_SAID = re.compile(r"the disk is full(?! or failing)")
OTHERS_SAID = re.compile(r"process .* been writing|stopped in the middle")
HALF_SAID = re.compile(r"came here, none went there")
HIDDEN = re.compile(r"(^|/)\.[^/]*$|\.tmp$|-kept-")


class Answer(NamedTuple):
    """How a command line ended: its exit code (-9 killed), its words, and how many calls of each class it made."""

    code: int
    out: str
    err: str
    counts: dict[str, int]


class Bench:
    """A warm interpreter behind the shim, and the folder that it tries things in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base = lay_bases(folder)
        self.root = folder / "root"
        environ = {**os.environ, "LD_PRELOAD": str(build_shim(folder)), "PYTHONPATH": f"{SOURCES}:{TESTS}", "PYTHONUTF8": "1",
                   "PYTHONDONTWRITEBYTECODE": "1"}
        self._warm = subprocess.Popen([sys.executable, "-m", "faults.warm"], env=environ, text=True, stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE)

    def close(self) -> None:
        """Ends the interpreter."""
        assert self._warm.stdin and self._warm.stdout
        self._warm.stdin.close()
        self._warm.wait(60)
        self._warm.stdout.close()

    def run(self, words: Sequence[str], fault: Fault = NO_FAULT, log: Path | None = None, *, stick: bool = False) -> Answer:
        """Runs a command line in the root with a fault at its place; as on a disk without hard links and files without a name."""
        assert self._warm.stdin and self._warm.stdout
        told = {"root": str(self.root), "words": list(words), "classes": len(CLASSES), "log": str(log or ""), "stick": stick,
                "environ": environ_of(self.root), "fault": [CLASSES.index(fault.kind), fault.place, fault.how, fault.error]}
        self._warm.stdin.write(json.dumps(told) + "\n")
        self._warm.stdin.flush()
        answer = json.loads(self._warm.stdout.readline())
        return Answer(answer["code"], answer["out"], answer["err"], dict(zip(CLASSES, answer["counts"], strict=False)))

    def fresh(self, story: Story) -> None:
        """Lays the root anew for a story."""
        lay(self.base, self.root, story)

    def calls(self, story: Story) -> dict[str, int]:
        """How many calls of each class a story makes where nothing fails."""
        self.fresh(story)
        answer = self.run(story.words)
        assert answer.code == 0, answer
        return answer.counts

    def faults(self, story: Story) -> list[Fault]:
        """All that can happen to a story."""
        return [fault for kind, count in self.calls(story).items() for place in range(1, count + 1)
                for fault in faults_at(kind, place)]


def judged(bench: Bench, story: Story, fault: Fault) -> tuple[Answer, list[str]]:
    """Runs a story with a fault; what is wrong with how it ended and with what is left, nothing where all is as it must be."""
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
    if answer.code != -9 and (fault.kind, fault.how) != ("name", FAIL_FROM_HERE):  # nothing can be taken away there
        wrong += [f"left: {name}" for name in names if HIDDEN.search(name)]
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


def _wrong_record(story: Story, answer: Answer, before: list[str], here: list[str], there_before: list[str],
                  there: list[str]) -> Iterator[str]:
    if before != here[:len(before)] or there_before != there[:len(there_before)]:
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
    copies = [path.read_text(encoding="utf-8", errors="replace") for path in work.glob("inventory.toml.before-*")]
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
    """The verb once more, where nothing fails: it does its work or finds it done, and nothing hidden stays."""
    again = bench.run(story.words)
    if again.code not in (0, 1):
        yield f"afterwards: exit {again.code}: {again.err.strip()}"
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


def asked() -> tuple[list[str], int]:
    """The names and the number on the command line; 0 where there is none."""
    return ([word for word in sys.argv[1:] if not word.isdigit()],
            next((int(word) for word in sys.argv[1:] if word.isdigit()), 0))


def main() -> int:
    """Walks over every place of every story, or of those named, a number bounding the faults of each; prints the counts."""
    wanted, most = asked()
    folder, totals, failed = Path(tempfile.mkdtemp(prefix="chwapi-faults-")), Counter[str](), 0
    bench = Bench(folder)
    try:
        for story in STORIES:
            if wanted and story.name not in wanted:
                continue
            faults = bench.faults(story)
            counts = Counter[str]()
            for fault in sample(faults, most, story.name) if most else faults:
                answer, wrong = judged(bench, story, fault)
                counts["injected"] += 1
                counts["acknowledged"] += answer.code == 0
                counts["exit 70"] += answer.code == 70
                for kind in {what.partition(":")[0] for what in wrong}:
                    counts[kind] += 1
                if wrong:
                    failed += 1
                    print(f"{story.name}: {fault}: {'; '.join(wrong)}  [{answer.code}] {answer.err.strip()}", flush=True)
            totals += counts
            print(f"{story.name:10}", *(f"{name} {counts[name]}" for name in NAMES), flush=True)
        print(f"{'all':10}", *(f"{name} {totals[name]}" for name in NAMES))
    finally:
        bench.close()
        shutil.rmtree(folder)
    return 1 if failed else 0


NAMES = ("injected", "acknowledged", "lost", "torn", "hung", "exit 70", "untrue", "left", "afterwards")

if __name__ == "__main__":
    sys.exit(main())
