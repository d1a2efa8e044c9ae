"""Each call to the system fails in turn: a sample of what `make faults` walks over in full."""

import errno
import os
from pathlib import Path

import pytest

from faults.calls import ALL_GONE, CLASSES, FAIL, FAIL_FROM_HERE, KILL_AFTER, Fault
from faults.counting import shared
from faults.rig import Bench
from faults.stories import STORIES, Story, lay_bases
from faults.walk import judged, sample

EACH = 16
"""Faults tried on each story here."""


def test_the_shim_sees_every_class_of_calls_that_an_act_makes(bench: Bench) -> None:
    counts = bench.calls(STORIES[0])
    assert set(CLASSES) - {"truncate", "allocate"} <= {
        kind for kind, count in counts.items() if count
    } | {"mode"}
    assert counts["write"] > 5 < counts["lock"]


@pytest.mark.parametrize("story", STORIES, ids=[story.name for story in STORIES])
def test_whatever_call_fails_nothing_acknowledged_is_lost_and_what_is_said_is_so(
    bench: Bench, story: Story
) -> None:
    faults = sample(bench.faults(story), EACH, story.name)
    assert len(faults) == EACH
    wrong = [
        (str(fault), faulty, answer.err)
        for fault in faults
        for answer, faulty in [judged(bench, story, fault)]
        if faulty
    ]
    assert [] == wrong


def test_the_turns_of_a_long_walk_try_each_fault_once() -> None:
    turns = [shared(["mirror", f"{turn}/3"])[1] for turn in (1, 2, 3)]
    assert list(range(10)) == sorted(fault for turn in turns for fault in turn.of(range(10)))
    assert ["mirror"] == shared(["mirror", "3/3"])[0]
    with pytest.raises(SystemExit, match="There is no turn 4 of 3"):
        shared(["4/3"])


def test_whoever_cannot_look_at_a_file_that_is_being_made_is_told_so(bench: Bench) -> None:
    story = next(story for story in STORIES if story.name == "first")
    calls = bench.calls(story)["stat"]
    faults = [Fault("stat", place, FAIL, errno.EIO) for place in range(calls // 2, calls + 1, 2)]
    assert [] == [wrong for fault in faults for wrong in judged(bench, story, fault)[1]]


@pytest.mark.parametrize(
    ("kind", "how", "error"),
    [
        ("lock", FAIL_FROM_HERE, errno.ENOLCK),
        ("read", FAIL, errno.EIO),
        ("read", FAIL_FROM_HERE, errno.EIO),
    ],
)
def test_an_audit_that_a_disk_hinders_finds_no_damage(
    bench: Bench, kind: str, how: int, error: int
) -> None:
    story = next(story for story in STORIES if story.name == "audit")
    calls = bench.calls(story)[kind]
    faults = [
        Fault(kind, place, how, error) for place in range(calls, calls // 2, -max(1, calls // 16))
    ]
    tried = [
        (answer.code, wrong) for fault in faults for answer, wrong in [judged(bench, story, fault)]
    ]
    assert {0, 4} >= {code for code, _ in tried}
    assert [] == [wrong for _, wrong in tried if wrong]


def test_a_folder_whose_disk_fails_is_not_called_missing(bench: Bench) -> None:
    story = next(story for story in STORIES if story.name == "evidence")
    calls, said = bench.calls(story), list[str]()
    for kind in ("stat", "open"):
        for place in range(1, min(calls[kind], 40) + 1, 2):
            bench.fresh(story)
            said.append(bench.run(story.words, Fault(kind, place, FAIL, errno.EIO)).err)
    assert any(
        "e.zip cannot be written: Input/output error. Nothing was exported." in err for err in said
    )
    assert [] == [err for err in said if "missing" in err]


@pytest.mark.parametrize("name", ["import", "needs"])
def test_an_edit_that_ends_around_its_renaming_leaves_nothing_hidden_once_it_is_done_again(
    bench: Bench, name: str
) -> None:
    story = next(story for story in STORIES if story.name == name)
    last = bench.calls(story)["name"]
    faults = [
        Fault("name", place, how, error)
        for place in (last - 1, last)
        for how, error in [(KILL_AFTER, 0), (FAIL, errno.EIO), (FAIL_FROM_HERE, errno.EROFS)]
    ]
    assert [] == [
        (str(fault), wrong) for fault in faults for wrong in judged(bench, story, fault)[1]
    ]


def test_the_bases_are_not_signed_with_the_key_of_whoever_runs_the_walk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    before = os.environ.copy()
    base = lay_bases(tmp_path)
    assert [] == list(tmp_path.glob("state/**/*"))
    assert list(base.glob("state/**/*"))
    assert before == os.environ


@pytest.mark.parametrize("name", ["mark", "sync", "import"])
def test_a_disk_that_fails_at_closing_or_is_gone_for_good_ends_no_verb_otherwise(
    bench: Bench, name: str
) -> None:
    story = next(story for story in STORIES if story.name == name)
    every = bench.faults(story)
    closings = [fault for fault in every if fault.kind == "close"]
    gone = [fault for fault in every if fault.how == ALL_GONE]
    faults = [*closings[:: len(closings) // 12], *gone[:: len(gone) // 24]]
    tried = [(str(fault), judged(bench, story, fault)) for fault in faults]
    assert [] == [(fault, wrong, answer.err) for fault, (answer, wrong) in tried if wrong]
