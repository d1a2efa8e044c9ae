"""Two logins that share a group and a folder: both write, whoever came first and whatever the
umask; others read nothing."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from journal.processes import Writer, whole

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become two logins")

ANA, BEN, GROUP, OWN_GROUPS = 54_321, 54_322, 54_400, {54_321: 54_501, 54_322: 54_502}
STRANGER = "54323:54503:022"


@pytest.fixture(params=[0o2770, 0o770], ids=["2770", "770"])
def folder(request: pytest.FixtureRequest, public_folder: Path) -> Path:
    folder = public_folder / "shared"
    folder.mkdir()
    os.chown(folder, 0, GROUP)
    folder.chmod(request.param)
    return folder


def login(user: int, mask: str, *, own_group: bool) -> str:
    """Somebody whose first group is the shared one, or who has it besides a group of their own."""
    return f"{user}:{OWN_GROUPS[user]}:{mask}:{GROUP}" if own_group else f"{user}:{GROUP}:{mask}"


def shared(journal: Path) -> None:
    """All three files belong to the group, which may write, and to nobody else."""
    for path in journal.parent.iterdir():
        status = path.stat()
        assert (path.name, GROUP, 0o660) == (path.name, status.st_gid, stat.S_IMODE(status.st_mode))


@pytest.mark.parametrize("own_group", [False, True], ids=["first group", "second group"])
@pytest.mark.parametrize("mask", ["022", "077"])
def test_both_write_in_turn_and_at_once_whoever_opens_first_or_last(
    folder: Path, mask: str, own_group: bool
) -> None:
    journal = folder / "inventory.journal"
    ana, ben = (login(user, mask, own_group=own_group) for user in (ANA, BEN))
    for turn, (first, second) in enumerate([(ana, ben), (ben, ana), (ana, ben)]):
        early = Writer(journal, login=first)
        early.act(f"early-{turn}")
        shared(journal)
        late = Writer(journal, login=second)
        late.act(f"late-{turn}")
        early.act(f"again-{turn}")
        assert 3 == len(list(folder.iterdir()))
        shared(journal)
        early.leave()
        late.act(f"alone-{turn}")
        late.kill() if turn else late.leave()
        shared(journal)
    both = [Writer(journal, login=ana), Writer(journal, login=ben)]
    for number, writer in enumerate(both):
        writer.tell(*(f"act {number}-{act}" for act in range(30)))
    for number, writer in enumerate(both):
        assert [f"done {number}-{act}" for act in range(30)] == [
            writer.lines.next() for _ in range(30)
        ]
    for writer in both:
        writer.leave()
    assert 3 * 4 + 60 == len(whole(journal).events)


@pytest.mark.parametrize("own_group", [False, True], ids=["first group", "second group"])
def test_both_who_open_and_close_all_the_time_never_shut_each_other_out(
    folder: Path, own_group: bool
) -> None:
    journal = folder / "inventory.journal"
    for turn in range(4):
        both = [
            Writer(journal, login=login(user, "022", own_group=own_group), wait=False)
            for user in (ANA, BEN) * 2
        ]
        for number, writer in enumerate(both):
            writer.tell(f"act {turn}-{number}")
        for number, writer in enumerate(both):
            assert ["open", f"done {turn}-{number}"] == [writer.lines.next(), writer.lines.next()]
            writer.leave()
    assert 16 == len(whole(journal).events)


def test_nobody_outside_the_group_can_read(folder: Path) -> None:
    journal = folder / "inventory.journal"
    with Writer(journal, login=login(ANA, "022", own_group=False)) as writer:
        writer.act("a")
        folder.chmod(folder.stat().st_mode | 0o005)
        stranger = Writer(journal, login=STRANGER, wait=False)
        answer = stranger.lines.next()
        assert answer is not None
        assert answer.startswith("refused: ")
        stranger.leave()
        for path in folder.iterdir():
            assert 0 == path.stat().st_mode & 0o007


HOLDING = """\
import fcntl, os, struct, sys
descriptor = os.open(sys.argv[1], os.O_RDONLY)
os.setgid(54503), os.setuid(54323)
fcntl.fcntl(descriptor, fcntl.F_SETLK, struct.pack("hhqqi4x", fcntl.F_RDLCK, 0, 120, 1, 0))
print("held", flush=True)
sys.stdin.read()
"""
"""Somebody who may only read the -shm, and holds what SQLite's writers lock there."""


def test_who_may_only_read_and_holds_up_every_act_is_named_and_ended_by_its_number(
    folder: Path,
) -> None:
    journal = folder / "inventory.journal"
    with Writer(journal, login=login(ANA, "022", own_group=False), patience=0.3) as writer:
        writer.act("a")
        stranger = subprocess.Popen(
            [sys.executable, "-c", HOLDING, f"{journal}-shm"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert stranger.stdout is not None
        assert b"held\n" == stranger.stdout.readline()
        why = writer.refused("b")
        assert f"process {stranger.pid} (" in why
        assert f"End it (kill {stranger.pid})" in why
        assert f"chmod o-r {journal.resolve()}" in why
        stranger.send_signal(signal.SIGTERM)
        stranger.communicate()
        writer.act("c")
    assert ["a", "c"] == [event.id for event in whole(journal).events]
