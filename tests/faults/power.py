"""Cuts the power in the middle of each story, and judges what may be left on the disk by POSIX:
`make faults` cuts after every change of a file or folder, the tests at a sample.

Each state is read by the program, acted on, and the story is done once more in it. A verb has
acknowledged what it did with the last word that it said on stdout.
"""

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import partial
from hashlib import sha256
from pathlib import Path
from shutil import copytree, rmtree
from typing import NamedTuple

from faults.counting import Share, Tried, count
from faults.disk import Change, Disk, Lasting, Tree, changes_in, put
from faults.rig import Answer, Bench
from faults.stories import STORIES, Story, events_in
from faults.walk import wrong_afterwards, wrong_files
from faults.warm import HUNG

JOURNALS = {folder: f"{folder}/inventory.journal" for folder in ("work", "mirror", "other", "tmp")}
NOTE = Story("note", ("note", "app1", "seen"), events=1)
CUT_SHORT = (
    *(story for story in STORIES if story.name not in ("log", "audit")),
    NOTE,
    Story("undo", ("undo",), events=1),
    Story("copy", ("sync", "../tmp")),
    Story("acts", ("acts", "7"), events=9),
)
ON_A_STICK = frozenset({"first", "evidence", "needs", "plan", "init"})
"""Stories that are told once more on a disk that knows no hard links and no files without a
name."""

CUT_TWICE = frozenset({"first", "mark", "copy", "acts"})
"""Stories after whose cut the power goes once more, in the first act of the next morning."""

AT_EACH = 30
"""States of the disk that `make faults` looks at for each place of the cut."""
MORNINGS, AT_EACH_AGAIN = 40, 2
"""States of such a story after which it goes once more, and how many are looked at for each place
then."""


class Recording(NamedTuple):
    """A story that went well: the disk before, what it changed, and the ids in each journal before
    and after."""

    story: Story
    before: Disk
    changes: Sequence[Change]
    old: Mapping[str, Sequence[str]]
    new: Mapping[str, Sequence[str]]


class Cut(NamedTuple):
    """The power went after so many changes: what is left, whether the whole was acknowledged by
    then, and the ids of acts that were by themselves."""

    place: int
    left: Tree
    told: bool
    acknowledged: frozenset[str]


def recorded(bench: Bench, story: Story, stick: bool = False) -> Recording:
    """Does a story where nothing fails, from its beginning."""
    bench.fresh(story)
    return _recorded(bench, story, stick, _events(bench.root))


def recorded_in_the_morning(bench: Bench, left: Tree) -> Recording:
    """Writes a note in what a cut left."""
    put(left, bench.root, bench.folder / "parking")
    looked_at = bench.folder / "looked-at"
    rmtree(looked_at, ignore_errors=True)
    copytree(bench.root, looked_at)
    return _recorded(bench, NOTE, False, _events(looked_at))


def _recorded(
    bench: Bench, story: Story, stick: bool, old: Mapping[str, Sequence[str]]
) -> Recording:
    """Does a story in the root. AssertionError where its changes do not give the disk as it is
    then: one was not seen."""
    before, replayed = Disk(bench.root), Disk(bench.root)
    log = bench.folder / "log"
    log.unlink(missing_ok=True)
    answer = bench.run(story.words, log=log, stick=stick)
    assert answer.code == 0, answer
    changes = changes_in(log)
    for change in changes:
        replayed.take(change)
    assert _contents(Disk(bench.root).now()) == _contents(replayed.now())
    return Recording(story, before, changes, old, _events(bench.root))


def _events(root: Path) -> dict[str, list[str]]:
    return {folder: events_in(root / path) for folder, path in JOURNALS.items()}


def _contents(tree: Tree) -> dict[str, bytes | None]:
    """What is in the tree, but for what SQLite writes into its -shm by way of memory."""
    return {name: found.content for name, found in tree.items() if not name.endswith("-shm")}


def cuts(recording: Recording, at_each: int, seed: str = "") -> Iterator[Cut]:
    """At each place so many states that the disk may be left in, the same for each story and seed,
    and none twice."""
    chance, seen, words, acknowledged = (
        random.Random(recording.story.name + seed),
        set[bytes](),
        0,
        set[str](),
    )
    disk, last = (
        deepcopy(recording.before),
        max(1, sum(change.path == "told" for change in recording.changes) - 1),
    )
    for place, change in enumerate([Change("note", path="begun"), *recording.changes]):
        disk.take(change)
        if change.what == "note":
            word, _, identity = change.path.partition(" ")
            words += word == "told"
            acknowledged |= {identity} if word == "acknowledged" else set()
        told = words >= last
        for _ in range(at_each):
            left = disk.after(chance)
            digest = sha256(
                repr((sorted(_contents(left).items()), told, sorted(acknowledged))).encode()
            ).digest()
            if digest not in seen:
                seen.add(digest)
                yield Cut(place, _with_any_shm(left, chance), told, frozenset(acknowledged))


def _with_any_shm(tree: Tree, chance: random.Random) -> Tree:
    """Nobody syncs a -shm: it is gone, or anything is in it."""
    made = dict(tree)
    for name, found in tree.items():
        if name.endswith("-shm") and found.content is not None:
            match chance.randrange(4):
                case 0:
                    del made[name]
                case 1:
                    made[name] = Lasting(found.inode, bytes(len(found.content)))
                case _:
                    made[name] = Lasting(found.inode, chance.randbytes(len(found.content)))
    return made


def wrong_after(bench: Bench, recording: Recording, cut: Cut) -> list[str]:
    """What is wrong with what a cut left, and with what can be done there; nothing where all is as
    it must be."""
    put(cut.left, bench.root, bench.folder / "parking")
    wrong = [
        *_wrong_records(bench, recording, cut),
        *wrong_files(bench, recording.story, Answer(0 if cut.told else -9, "", "", {})),
    ]
    if not any(what.startswith("torn") for what in wrong):
        wrong += [*_wrong_next_act(bench), *_wrong_once_more(bench, recording.story)]
    return wrong


def _wrong_records(bench: Bench, recording: Recording, cut: Cut) -> Iterator[str]:
    for folder, path in JOURNALS.items():
        if folder != "work" and recording.old[folder] == recording.new[folder]:
            continue
        old, new = (
            set(recording.old[folder]),
            set(recording.new[folder]) - set(recording.old[folder]),
        )
        if (bench.root / path).exists() and (bench.root / "work/inventory.toml").exists():
            yield from _wrong(bench, "audit", "--json", "--journal", f"../{path}")
        try:
            there = set(events_in(bench.root / path))
        except Exception as error:
            yield f"torn: {error}"
            continue
        if old - there:
            yield f"lost: what was there before ({folder})"
        if cut.acknowledged - there or (cut.told and new - there):
            yield f"lost: acknowledged, and not there ({folder})"
        if there - old - new or (
            new & there not in (set(), new) and recording.story.name != "acts"
        ):
            yield f"torn: {len(there - old)} of {len(new)} new events ({folder})"


def _wrong_next_act(bench: Bench) -> Iterator[str]:
    """The plan is read, and a note written to the journal; what was there stays."""
    if not (bench.root / "work/inventory.toml").exists():
        return
    journal = bench.root / JOURNALS["work"]
    before = events_in(journal)
    yield from _wrong(bench, "queue")
    yield from _wrong(
        bench,
        "note",
        "app1" if "app1" in (bench.root / "work/inventory.toml").read_text() else "pacs",
        "after",
    )
    yield from _wrong(bench, "audit")
    after = events_in(journal)
    if before != after[: len(before)] or len(after) not in (len(before) + 1, len(before) + 2):
        yield f"lost: {len(before)} events, {len(after)} after another"


def _wrong_once_more(bench: Bench, story: Story) -> Iterator[str]:
    return wrong_afterwards(bench, story) if story.name != "acts" else iter(())


def _wrong(bench: Bench, *words: str) -> Iterator[str]:
    answer = bench.run(words)
    if answer.code:
        how = (
            "hung"
            if answer.code == HUNG
            else f"exit {answer.code}"
            if answer.code == 70
            else "refused"
        )
        yield f"{how}: {' '.join(words)} [{answer.code}] {(answer.err or answer.out).strip()}"


def cuts_twice(
    bench: Bench, recording: Recording, mornings: int
) -> Iterator[tuple[Recording, Cut]]:
    """The power goes once more, in the first act after it came back."""
    firsts = list(cuts(recording, AT_EACH))
    for number, first in enumerate(
        random.Random(recording.story.name).sample(firsts, min(mornings, len(firsts)))
    ):
        again = recorded_in_the_morning(bench, first.left)
        for cut in cuts(again, AT_EACH_AGAIN, str(number)):
            yield again, cut._replace(acknowledged=first.acknowledged)


def named() -> dict[str, tuple[Story, bool]]:
    """Every story by its name, and whether the disk is a stick: some write otherwise there."""
    return {
        **{story.name: (story, False) for story in CUT_SHORT},
        **{
            f"{story.name}-on-a-stick": (story, True)
            for story in CUT_SHORT
            if story.name in ON_A_STICK
        },
    }


def tried(story: Story, stick: bool, bench: Bench, share: Share) -> Iterator[Tried]:
    """Every cut of a story, or a share of them: so many at each place."""
    recording = recorded(bench, story, stick)
    for cut in share.of(cuts(recording, share.most or AT_EACH)):
        yield _tried(bench, recording, cut, "power cut")


def tried_twice(story: Story, bench: Bench, share: Share) -> Iterator[Tried]:
    """Cuts of a story, or a share of them: so many, each with all those of the next act."""
    tries = cuts_twice(bench, recorded(bench, story), share.most or MORNINGS)
    for recording, cut in share.of(tries):
        yield _tried(bench, recording, cut, "second power cut")


def _tried(bench: Bench, recording: Recording, cut: Cut, what: str) -> Tried:
    return Tried(
        f"{what} after {cut.place} changes",
        cut.told or bool(cut.acknowledged),
        wrong_after(bench, recording, cut),
    )


if __name__ == "__main__":
    sys.exit(
        count(
            {
                **{name: partial(tried, story, stick) for name, (story, stick) in named().items()},
                **{
                    f"{story.name}-twice": partial(tried_twice, story)
                    for story in CUT_SHORT
                    if story.name in CUT_TWICE
                },
            }
        )
    )
