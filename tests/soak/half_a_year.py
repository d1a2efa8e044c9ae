"""Half a year of record in a house, with two changes of the clock, a year's end and a leap day in it.

Sites act, each at a journal and a console of its own that are open throughout, by clocks that are set from
moment to moment (`set_clock`); now and then one is set an hour wrong, as where the change was forgotten.
Meanwhile the hub goes away and comes back, writers are killed, journals are synced as by a stick. In the
end each act that was acknowledged is in every journal, all agree, nobody holds more than at the
beginning, and the record tells hours that never were or came twice as they went by."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from hospitals import HEAD
from journal.hubs import a_hub
from journal.processes import wait_for
from journal.proxy import Proxy
from postgres import Postgres
from soak.growth import Growth, all_held, at_rest, side_by_side
from soak.set_clock import CLOCK, set_clock
from soak.shared_hub import PATIENCE, after
from soak.troubles import plain_memory
from soak.whole_house import Screen

SITES = 3
BEGIN = datetime(2027, 10, 15, 6, 0, tzinfo=UTC)
END = datetime(2028, 4, 15, 6, 0, tzinfo=UTC)
AUTUMN = datetime(2027, 10, 31, 1, 0, tzinfo=UTC)
"""When 03:00 became 02:00."""
YEAR = datetime(2027, 12, 31, 23, 0, tzinfo=UTC)
LEAP = datetime(2028, 2, 28, 23, 0, tzinfo=UTC)
SPRING = datetime(2028, 3, 26, 1, 0, tzinfo=UTC)
"""When 02:00 became 03:00."""
SUMMER_TIME, WINTER_TIME = timedelta(hours=2), timedelta(hours=1)
DAYS_OF_CI, DAYS = 9.0, 0.5
"""Days from one moment to the next, in CI and in a night."""
TURNS = {"autumn": AUTUMN, "year": YEAR, "spring": SPRING}
"""At each a server of that name is taken 50 minutes before, and restored 10 minutes after."""
TAKEN, RESTORED = timedelta(minutes=-50), timedelta(minutes=10)
PLAN = (
    HEAD.replace("2021-01-17T20:46:00+01:00", "2027-10-15T07:30:00+02:00")
    + '[servers]\nsan1 = { site = "imc", role = "SAN" }\n'
    + "".join(
        f'{name} = {{ site = "imc", role = "SQL", state = "compromised", restore = "1h" }}\n'
        for name in TURNS
    )
)
TESTS = Path(__file__).parent.parent
PROGRAM = Path(__file__).parent / "set_clock.py"


class HalfAYear(NamedTuple):
    """What came of it: acts that were acknowledged, with their moments, in the order in which each
    writer made them; which are missing where; which journals hold other events, or tell them in
    another order; what does not fit; what is told wrongly of times; what was done how often; and what
    consoles and the first writer grew by."""

    acts: Mapping[str, Sequence[tuple[str, datetime]]]
    missing: Mapping[str, Sequence[str]]
    unlike: Sequence[str]
    misfits: Sequence[str]
    told_wrongly: Sequence[str]
    done: Mapping[str, int]
    growth: Growth

    @property
    def acknowledged(self) -> int:
        """How many acts were acknowledged."""
        return sum(map(len, self.acts.values()))


def moments(days: float) -> list[datetime]:
    """When something is done: every so many days, and from minute to minute round each change."""
    regular = [
        BEGIN + n * timedelta(days=days)
        for n in range(int((END - BEGIN) / timedelta(days=days)) + 1)
    ]
    round_changes = [
        change + timedelta(minutes=minutes)
        for change in (AUTUMN, YEAR, LEAP, SPRING)
        for minutes in (-50, -30, -1, 0, 1, 10, 30, 59)
    ]
    return sorted({*regular, *round_changes})


def local(moment: datetime) -> str:
    """A moment as clocks in Brussels show it, counted by hand: no table of zones is asked."""
    ahead = WINTER_TIME if AUTUMN <= moment < SPRING else SUMMER_TIME
    return f"{moment + ahead:%d/%m/%Y %H:%M}"


class _Writer:
    """A writer that is begun anew when it was killed; `acts` are those it acknowledged."""

    def __init__(self, plan: Path, hub: str, name: str) -> None:
        self._plan, self._hub, self.name, self._lives = plan, hub, name, 0
        self.acts: list[tuple[str, datetime]] = []
        self._begin()

    def _begin(self) -> None:
        self._lives += 1
        name = f"{self.name}.{self._lives}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "soak.clock_writer", str(self._plan), self._hub, name],
            env={**os.environ, "PYTHONPATH": f"{TESTS}:{os.environ.get('PYTHONPATH', '')}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def tell(self, line: str) -> None:
        """Has it act."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")

    def hear(self) -> None:
        """Waits until the act is acknowledged."""
        assert self.process.stdout is not None
        answer = self.process.stdout.readline().split()
        assert len(answer) == 2, f"{self.name} failed"
        self.acts.append((answer[0], datetime.fromisoformat(answer[1])))

    def kill(self) -> None:
        """Ends it while it acts; what it had acknowledged by then was acknowledged. Starts another."""
        self.process.kill()
        told, _ = self.process.communicate(timeout=PATIENCE)
        self.acts += [
            (line.split()[0], datetime.fromisoformat(line.split()[1]))
            for line in told.rpartition("\n")[0].splitlines()
        ]
        self._begin()

    def end(self) -> None:
        """Has it end by itself."""
        self.process.communicate(timeout=PATIENCE)
        assert 0 == self.process.returncode, f"{self.name} failed"


def half_a_year(server: Postgres, folder: Path, days: float, seed: str = "1") -> HalfAYear:
    """Half a year, in steps of so many days; the hub is running at its end."""
    with ExitStack() as house:
        straight = a_hub(server)
        proxy = Proxy(server.port)
        house.callback(proxy.close)
        through = straight.replace(f":{server.port}", f":{proxy.port}")
        plans = [folder / f"site{number}" / "inventory.toml" for number in range(SITES)]
        for plan in plans:
            plan.parent.mkdir()
            plan.write_text(PLAN, encoding="utf-8")
            set_clock(plan.parent / CLOCK, BEGIN)
        writers = [_Writer(plan, through, f"site{n}") for n, plan in enumerate(plans)]
        screens = [
            Screen(plan, through, [str(PROGRAM), str(plan.parent / CLOCK)]) for plan in plans
        ]
        wait_for(lambda: all(screen.drawn for screen in screens))
        year = _Year(server, proxy, plans, writers, Random(seed))
        all_moments = moments(days)
        early = len(all_moments) // 5
        year.live(all_moments[:early])
        lived = {f"console {n}": screen.process.pid for n, screen in enumerate(screens)}
        with_writer = {**lived, "writer": writers[0].process.pid}
        before, there = all_held(with_writer), sum(len(each.acts) for each in writers)
        year.live(all_moments[early:])
        held = side_by_side(before, all_held(with_writer))
        came = sum(len(each.acts) for each in writers) - there
        for writer in writers:
            writer.end()
        rested = at_rest(lived)
        for screen in screens:
            screen.end()
        journals = [plan.with_suffix(".journal") for plan in plans]
        there_are = dict(after(straight, journals))
        misfits = there_are.pop("misfits")
        acts = {f"site{n}": writer.acts for n, writer in enumerate(writers)}
        identities = {identity for told in acts.values() for identity, _ in told}
        logs = [_log(plan) for plan in plans]
        first = [event["id"] for event in logs[0]]
        return HalfAYear(
            acts,
            {where: sorted(identities - set(ids)) for where, ids in there_are.items()},
            [
                *(where for where, ids in there_are.items() if Counter(ids) != Counter(first)),
                *(f"log {n}" for n, log in enumerate(logs) if [e["id"] for e in log] != first),
            ],
            misfits,
            list(_told_wrongly(plans[-1], acts)),
            year.done,
            Growth(held, rested, came, plain_memory(journals[0])),
        )


class _Year:
    """What is done from moment to moment. The first site's clock is always right, and its writer is
    never killed."""

    def __init__(
        self,
        server: Postgres,
        proxy: Proxy,
        plans: Sequence[Path],
        writers: Sequence[_Writer],
        random: Random,
    ) -> None:
        self._server, self._proxy, self._plans = server, proxy, plans
        self._writers, self._random = writers, random
        self.done: Counter[str] = Counter()
        self._acts = 0

    def live(self, all_moments: Sequence[datetime]) -> None:
        """Sets all clocks to each moment in turn, and has everybody act."""
        for moment in all_moments:
            self._set_clocks(moment)
            self._trouble()
            for writer in self._writers:
                writer.tell(self._what(writer, moment))
            killed = self._random.choice([*self._writers[1:], *[None] * 2 * SITES])
            if killed is not None:
                killed.kill()
                self.done["killed"] += 1
            for writer in self._writers:
                if writer is not killed:
                    writer.hear()

    def _set_clocks(self, moment: datetime) -> None:
        for plan in self._plans:
            wrong = timedelta() if plan is self._plans[0] else self._wrong()
            set_clock(plan.parent / CLOCK, moment + wrong)
            self.done["clock set"] += 1
            self.done["clock set wrong"] += bool(wrong)

    def _wrong(self) -> timedelta:
        """An hour where the change was forgotten, or made twice; a minute as clocks run apart."""
        return timedelta(seconds=self._random.choice([0, 0, 0, 0, -3600, 3600, -61, 61]))

    def _what(self, writer: _Writer, moment: datetime) -> str:
        self._acts += 1
        if writer is self._writers[0]:
            for name, change in TURNS.items():
                if moment == change + TAKEN:
                    return f"take {name}"
                if moment == change + RESTORED:
                    return f"restored {name}"
        return f"note {self._acts}."

    def _trouble(self) -> None:
        what = self._random.choice(["cut", "hub killed", "synced", *[""] * 20])
        match what:
            case "":
                return
            case "cut":
                self._proxy.cut()
            case "hub killed":
                self._server.kill()
                self._server.start()
            case "synced":
                one, other = self._random.sample(self._plans, 2)
                done = typed(one, "sync", str(other.with_suffix(".journal")))
                assert 0 == done.returncode, done
        self.done[what] += 1


# What is told of it


def typed(plan: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """A verb at a site, by that site's clock."""
    return subprocess.run(
        [sys.executable, str(PROGRAM), str(plan.parent / CLOCK), *words, "-i", str(plan)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env={**os.environ, "CHWAPI_OPERATOR": "lead", "CHWAPI_LANG": "en"},
    )


def _log(plan: Path) -> list[dict[str, Any]]:
    set_clock(plan.parent / CLOCK, END)
    return [json.loads(line) for line in typed(plan, "log", "--json").stdout.splitlines()]


def _told_wrongly(plan: Path, acts: Mapping[str, Sequence[tuple[str, datetime]]]) -> Iterator[str]:
    """What a journal tells otherwise than it was: moments, their order, hours round the changes."""
    log = _log(plan)
    place = {event["id"]: number for number, event in enumerate(log)}
    for told in acts.values():
        places = [place[identity] for identity, _ in told if identity in place]
        if places != sorted(places):
            yield f"{plan}: acts of one writer are told in another order than they were made in"
        for identity, moment in told:
            if datetime.fromisoformat(log[place[identity]]["at"]) != moment:
                yield f"{plan}: {identity} at {log[place[identity]]['at']} instead of {moment}"
    lines = typed(plan, "log").stdout.splitlines()
    by_note = {line.rpartition("note: ")[2].split("  ")[0]: line for line in lines}
    for event in log:
        if event["kind"] == "noted":
            line = by_note.get(event["data"]["text"], "")
            if not line.startswith(f"{_in_log(datetime.fromisoformat(event['at']))} "):
                yield f"{plan}: {event['at']} is told as {line!r}"
    yield from _round_changes(plan)
    if 0 != (audit := typed(plan, "audit")).returncode:
        yield audit.stdout


def _in_log(moment: datetime) -> str:
    """How a log that is read at the end tells a moment: with the year where that is another one."""
    told, end = local(moment), local(END)
    day, year, clock = told[:5], told[6:10], told[11:]
    if told[:10] == end[:10]:
        return clock
    return f"{day} {clock}" if year == end[6:10] else f"{day}/{year} {clock}"


def _round_changes(plan: Path) -> Iterator[str]:
    """What is told wrongly of the three servers that were taken before a change and restored after
    it, at times that are typed as people there say them; and of times that were none or two."""
    detected = datetime(2027, 10, 15, 5, 30, tzinfo=UTC)
    for name, before, afterwards in (
        ("autumn", "2027-10-31T02:30+02:00", "2027-10-31T02:30+01:00"),
        ("year", "2027-12-31T23:30", "2028-01-01T00:30"),
        ("spring", "2028-03-26T01:30", "2028-03-26T03:30"),
    ):
        for at, minutes in ((before, -30), (afterwards, 30)):
            moment = TURNS[name] + timedelta(minutes=minutes)
            handover = json.loads(typed(plan, "handover", "--at", at, "--json").stdout)
            held = {each["server"]: each["since"] for each in handover["in_hand"]}
            since = held.get(name)
            if minutes < 0 and (
                since is None
                or abs(datetime.fromisoformat(since) - TURNS[name] - TAKEN) > timedelta(seconds=30)
            ):
                yield f"{plan}: at {at} {name} is told as held since {since}"
            if minutes > 0 and since is not None:
                yield f"{plan}: at {at} {name} is told as held still"
            elapsed = json.loads(typed(plan, "report", "--at", at, "--json").stdout)["elapsed"]
            if elapsed != (moment - detected) // timedelta(minutes=1):
                yield f"{plan}: at {at} it is told to have run for {elapsed} minutes"
    for at, why in (("2027-10-31T02:30", "came twice"), ("2028-03-26T02:30", "never was")):
        answer = typed(plan, "report", "--at", at)
        if answer.returncode != 3 or why not in answer.stderr:
            yield f"{plan}: {at} is taken without a doubt: {answer.stdout}{answer.stderr}"
