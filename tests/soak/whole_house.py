"""A night in a whole house: sites with writers and a console each, which share a hub that comes and
goes and sync with each other by file, while clocks are set, a disk fills and empties, and processes
are killed. In the end each act that was acknowledged is in every journal, all agree, and what lived
through the night holds no more than at its beginning."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from threading import Thread
from typing import NamedTuple

from journal.hubs import a_hub
from journal.processes import wait_for
from journal.proxy import Proxy
from postgres import Postgres
from soak.growth import Growth, all_held, at_rest, side_by_side
from soak.hub_writer import CLOCK
from soak.shared_hub import PATIENCE, PLAN, WRITER, after
from soak.troubles import Disk, disk_at, plain_memory

SITES, WRITERS_OF_A_SITE = 3, 2
PART_AT_REST = 0.1
"""Which part of the night is quiet at its end."""
TROUBLES = (
    "cut",
    "swallowed",
    "hub killed",
    "clock set",
    "disk filled",
    "killed",
    "synced",
    "keys",
)
KEYS = ("1", "2", "4", "5", "\x1b[B", "\x1b[A", "nsoak\r")


class WholeNight(NamedTuple):
    """What came of a night: acts that were acknowledged; which of them are missing where; which
    journals hold other events than the first; what does not fit; what was done how often; how many
    events there are in the end; and what consoles and the first writer grew by."""

    acknowledged: int
    missing: Mapping[str, Sequence[str]]
    unlike: Sequence[str]
    misfits: Sequence[str]
    done: Mapping[str, int]
    events: int
    growth: Growth


class Writer:
    """A writer that is begun anew when it was killed; `told` has what was acknowledged."""

    def __init__(self, plan: Path, hub: str, name: str, told: Path) -> None:
        self._words = [sys.executable, str(WRITER), str(plan), hub]
        self.name, self.told, self._lives = name, told, 0
        self.begin()

    def begin(self) -> None:
        """Starts it."""
        self._lives += 1
        with self.told.open("ab") as file, self.told.with_suffix(".refused").open("ab") as refused:
            self.process = subprocess.Popen(
                [*self._words, f"{self.name}.{self._lives}"],
                stdin=subprocess.PIPE,
                stdout=file,
                stderr=refused,
            )

    def kill(self) -> None:
        """Ends it where it stands, and starts another."""
        self.process.kill()
        self.process.wait(PATIENCE)
        self._leave()
        self.begin()

    def end(self) -> None:
        """Has it end by itself. AssertionError where it failed."""
        self._leave()
        assert 0 == self.process.wait(PATIENCE), self.told.with_suffix(".refused").read_text()

    def _leave(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()

    @property
    def acknowledged(self) -> list[str]:
        """The ids that it told; a line that a kill cut short is none."""
        whole = self.told.read_text().rpartition("\n")[0]
        return [line.split()[0] for line in whole.splitlines() if line.strip()]


class Screen:
    """A real console on a terminal of its own, whose bytes are read and forgotten."""

    def __init__(
        self, plan: Path, hub: str, program: Sequence[str] = ("-m", "chwapi_console")
    ) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, *program, "-i", str(plan), "--hub", hub],
            env={**os.environ, "TERM": "xterm-256color", "CHWAPI_OPERATOR": "lead", "CI": ""},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.drawn = 0
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        try:
            while came := os.read(self._ours, 65536):
                self.drawn += len(came)
        except OSError:
            return

    def press(self, keys: str) -> None:
        """Presses keys."""
        os.write(self._ours, keys.encode())

    def end(self) -> None:
        """Hangs up, as a line that drops does."""
        os.killpg(self.process.pid, signal.SIGHUP)
        self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        os.close(self._ours)


def whole_night(server: Postgres, folder: Path, seconds: float, seed: str = "1") -> WholeNight:
    """One night of so many seconds; the server is running at its end."""
    with ExitStack() as house:
        straight = a_hub(server)
        proxy = Proxy(server.port)
        house.callback(proxy.close)
        through = straight.replace(f":{server.port}", f":{proxy.port}")
        plans = list[Path]()
        for number in range(SITES):
            place = folder / f"site{number}"
            place.mkdir()
            plans.append(place / "inventory.toml")
        disk = house.enter_context(disk_at(plans[0].parent))
        for plan in plans:
            plan.write_text(PLAN, encoding="utf-8")
        writers = [
            Writer(plan, through, f"{number}{one}", folder / f"told{number}{one}")
            for number, plan in enumerate(plans)
            for one in range(WRITERS_OF_A_SITE)
        ]
        screens = [Screen(plan, through) for plan in plans]
        wait_for(lambda: all(writer.told.stat().st_size for writer in writers))
        wait_for(lambda: all(screen.drawn for screen in screens))
        night = _Night(server, proxy, plans, disk, writers, screens, Random(seed))
        night.go_on(seconds * 0.2)
        lived = {
            **{f"console {n}": screen.process.pid for n, screen in enumerate(screens)},
            "writer": writers[0].process.pid,
        }
        before, there = all_held(lived), _acknowledged(writers)
        night.go_on(seconds * 0.8)
        held, came = side_by_side(before, all_held(lived)), _acknowledged(writers) - there
        for writer in writers:
            writer.end()
        del lived["writer"]
        rested = at_rest(lived, seconds * PART_AT_REST)
        for screen in screens:
            screen.end()
        there_are = dict(after(straight, [plan.with_suffix(".journal") for plan in plans]))
        misfits = there_are.pop("misfits")
        acknowledged = {identity for writer in writers for identity in writer.acknowledged}
        first = set(there_are["hub"])
        return WholeNight(
            len(acknowledged),
            {where: sorted(acknowledged - set(ids)) for where, ids in there_are.items()},
            [
                where
                for where, ids in there_are.items()
                if set(ids) != first or len(ids) != len(first)
            ],
            misfits,
            night.done,
            len(first),
            Growth(held, rested, came, plain_memory(plans[0].with_suffix(".journal"))),
        )


def _acknowledged(writers: Sequence[Writer]) -> int:
    return sum(len(writer.acknowledged) for writer in writers)


class _Night:
    """What is done to the house; the first writer is never killed."""

    def __init__(
        self,
        server: Postgres,
        proxy: Proxy,
        plans: Sequence[Path],
        disk: Disk,
        writers: Sequence[Writer],
        screens: Sequence[Screen],
        random: Random,
    ) -> None:
        self._server, self._proxy, self._plans, self._disk = server, proxy, plans, disk
        self._writers, self._screens, self._random = writers, screens, random
        self.done: Counter[str] = Counter()

    def go_on(self, seconds: float) -> None:
        """Goes on for so many seconds; nothing is cut off, full or down at their end."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(self._random.uniform(0.02, 0.3))
            what = self._random.choice(TROUBLES)
            if self._does(what):
                self.done[what] += 1

    def _does(self, what: str) -> bool:
        random = self._random
        match what:
            case "cut":
                self._proxy.cut()
            case "swallowed":
                self._proxy.swallow()
                time.sleep(random.uniform(0.1, 0.5))
                self._proxy.pass_on()
            case "hub killed":
                self._server.kill()
                time.sleep(random.uniform(0.0, 0.3))
                self._server.start()
            case "clock set":
                clock = random.choice(self._plans).parent / CLOCK
                clock.write_text(str(random.choice([-7200, -61, 0, 61, 3600, 90_000])))
            case "disk filled":
                self._disk.fill()
                time.sleep(random.uniform(0.1, 0.5))
                self._disk.empty()
                return self._disk.is_small
            case "killed":
                random.choice(self._writers[1:]).kill()
            case "synced":
                self._sync(*random.sample(range(len(self._plans)), 2))
            case "keys":
                random.choice(self._screens).press(random.choice(KEYS))
        return True

    def _sync(self, one: int, other: int) -> None:
        """Exchanges two journals by the verb; what it may end with is done, or a disk that is full
        just now."""
        there = self._plans[other].with_suffix(".journal")
        words = [sys.executable, "-m", "chwapi_console", "sync", str(there)]
        done = subprocess.run(
            [*words, "-i", str(self._plans[one])],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            env={**os.environ, "CHWAPI_OPERATOR": "lead"},
        )
        assert done.returncode in (0, 4), done
