"""What is exchanged in the background lives on a thread of its own: no act waits for it, its
trouble is told, and the end of a session does not wait for a dead line."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from functools import partial
from pathlib import Path

import pytest

from chwapi_console.journal.opening import opened
from chwapi_console.journal.store import Store
from chwapi_console.journal.sync import sync
from chwapi_console.session import background_exchange
from chwapi_console.session.background_exchange import BackgroundExchange, Reach
from chwapi_console.session.session import Session
from hospitals import HEAD
from journal.processes import wait_for
from session.line import AWAY, Line

LONG = 3600.0
PLAN = HEAD + '[servers]\nsan1 = { site = "imc", role = "SAN" }\n'


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    yield line
    line.free.set()


@pytest.fixture
def session_on(tmp_path: Path) -> Iterator[Callable[[BackgroundExchange], Session]]:
    plan = tmp_path / "inventory.toml"
    plan.write_text(PLAN, encoding="utf-8")
    made: list[Session] = []

    def on(exchange: BackgroundExchange) -> Session:
        made.append(Session(plan, operator="dba", exchange=exchange))
        return made[-1]

    yield on
    for session in made:
        session.close()


def test_it_exchanges_again_and_again_on_a_thread_of_its_own_and_lets_go_at_the_end(
    line: Line,
) -> None:
    exchange = BackgroundExchange(line.begin, 0.001)
    exchange.start()
    wait_for(lambda: line.exchanged > 3)
    assert exchange.stop()
    assert (1, 1, {"exchange"}) == (line.begun, line.closed, line.threads)
    assert exchange.trouble is None


def test_while_it_rests_others_may_exchange(line: Line) -> None:
    exchange = BackgroundExchange(line.begin, LONG)
    exchange.start()
    wait_for(lambda: line.exchanged == 1)
    with exchange.resting(9) as rests:
        assert (True, 1) == (rests, line.stepped_back)
    assert exchange.stop()


def test_what_was_never_started_is_ended_all_the_same(line: Line) -> None:
    exchange = BackgroundExchange(line.begin)
    assert exchange.stop()
    assert (0, 0) == (line.begun, line.exchanged)


def test_an_act_is_exchanged_at_once(
    line: Line, session_on: Callable[[BackgroundExchange], Session]
) -> None:
    exchange = BackgroundExchange(line.begin, LONG)
    session = session_on(exchange)
    exchange.start()
    wait_for(lambda: line.exchanged == 1)
    session.acts.note("san1", "x")
    wait_for(lambda: line.exchanged == 2)


def test_word_over_a_quiet_line_has_it_exchanged_at_once_and_the_next_after_a_rest(
    line: Line,
) -> None:
    line.line, far = os.pipe()
    exchange = BackgroundExchange(line.begin, LONG)
    exchange.start()
    wait_for(lambda: line.exchanged == 1)
    os.write(far, b"word that nobody reads")
    wait_for(lambda: line.exchanged == 2)
    exchange.wake()
    wait_for(lambda: line.exchanged == 4)  # it listens again, and is called again
    assert exchange.stop()
    assert 4 == line.exchanged
    os.close(line.line)
    os.close(far)


def test_a_line_over_which_not_all_is_well_is_not_listened_to(line: Line) -> None:
    line.line, far = os.pipe()
    os.write(far, b"what nobody can read")
    line.fault = AWAY
    exchange = BackgroundExchange(line.begin, LONG)
    exchange.start()
    wait_for(lambda: line.exchanged == 1)
    exchange.wake()
    wait_for(lambda: line.exchanged == 2)
    assert exchange.stop()
    assert 2 == line.exchanged
    os.close(line.line)
    os.close(far)


def test_who_wants_to_know_is_told_that_something_was_brought(line: Line) -> None:
    told = []
    exchange = BackgroundExchange(line.begin, LONG)
    exchange.when_brought = lambda: told.append(line.exchanged)
    exchange.start()
    wait_for(lambda: line.exchanged == 1)
    line.brings = 3
    exchange.wake()
    wait_for(lambda: told == [2])
    line.brings = 0
    exchange.wake()
    assert exchange.stop()
    assert [2] == told


def test_what_was_written_last_is_exchanged_before_the_end(
    line: Line, session_on: Callable[[BackgroundExchange], Session]
) -> None:
    exchange = BackgroundExchange(line.begin, LONG)
    session = session_on(exchange)
    line.free.clear()
    exchange.start()
    wait_for(lambda: line.exchanged == 1)
    session.acts.note("san1", "x")
    ending = threading.Thread(target=session.close)
    ending.start()
    line.free.set()
    ending.join()
    assert (2, 1) == (line.exchanged, line.closed)


def test_no_act_waits_for_a_line_that_hangs_and_the_end_only_for_a_moment(
    line: Line,
    session_on: Callable[[BackgroundExchange], Session],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(background_exchange.BackgroundExchange.stop, "__defaults__", (0.01,))
    exchange = BackgroundExchange(line.begin, LONG)
    session = session_on(exchange)
    line.free.clear()
    exchange.start()
    wait_for(lambda: line.exchanged == 1)
    assert 1 == len(session.acts.note("san1", "x"))
    session.close()
    assert (True, 0) == (exchange.is_alive(), line.closed)
    line.free.set()
    exchange.join()
    assert 1 == line.closed


@pytest.mark.parametrize(
    ("fault", "told", "is_foreseen"),
    [
        (AWAY, "the hub is away.", True),
        (
            ZeroDivisionError("x"),
            "Acts are not exchanged: nobody foresaw why; what is known of it is in /",
            False,
        ),
    ],
)
def test_trouble_is_told_until_an_exchange_goes_well_by_another_exchanger_where_nobody_foresaw_it(
    line: Line,
    session_on: Callable[[BackgroundExchange], Session],
    fault: Exception,
    told: str,
    is_foreseen: bool,
) -> None:
    exchange = BackgroundExchange(line.begin, 0.001)
    session = session_on(exchange)
    line.fault = fault
    exchange.start()
    wait_for(lambda: line.exchanged > 2)
    assert str(session.health.exchange).startswith(told)
    assert session.health.record is None
    line.fault = None
    wait_for(lambda: session.health.exchange is None)
    session.close()
    assert (line.begun == 1, line.begun) == (is_foreseen, line.closed)


def test_where_nothing_can_be_begun_it_is_told_and_tried_again() -> None:
    refused = [AWAY, AWAY]
    line = Line()

    def begin(writing: AbstractContextManager[object]) -> Line:
        if refused:
            raise refused.pop()
        return line.begin(writing)

    exchange = BackgroundExchange(begin, 0.001)
    exchange.start()
    wait_for(lambda: line.exchanged)
    assert exchange.stop()
    assert (1, 1) == (line.begun, line.closed)


def test_a_line_that_cannot_even_be_closed_hinders_nobody(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    def close() -> None:
        raise OSError("gone")

    monkeypatch.setattr(line, "close", close)
    line.fault = ZeroDivisionError("x")
    exchange = BackgroundExchange(line.begin, 0.001)
    exchange.start()
    wait_for(lambda: line.begun > 2)
    assert exchange.stop()


def test_it_rests_from_writing_but_not_from_waiting_for_its_line(line: Line) -> None:
    exchange = BackgroundExchange(line.begin, LONG)
    line.free.clear()
    exchange.start()
    wait_for(lambda: line.exchanged)
    assert line.writing is not None
    with exchange.resting(10) as rests:
        assert rests
    with line.writing, exchange.resting(0.01) as rests:
        assert not rests
    line.free.set()
    assert exchange.stop()


class BetweenFiles:
    """Exchanges a journal with another file, each opened on the thread that exchanges."""

    line = None
    brought = 0

    def __init__(self, journal: Path, other: Path, writing: AbstractContextManager[object]) -> None:
        self.here, self.there, self.writing = opened(journal), opened(other), writing

    alarm = None

    @property
    def reach(self) -> Reach:
        return Reach()

    def exchange(self) -> None:
        with self.writing:
            sync(self.here, self.there)

    def step_back(self) -> None:
        """Nobody else exchanges these two."""

    def close(self) -> None:
        self.here.close()
        self.there.close()


def test_acts_of_two_hosts_meet_in_the_background_while_both_go_on(tmp_path: Path) -> None:
    middle = tmp_path / "middle.journal"
    plans = [tmp_path / name / "inventory.toml" for name in ("imc", "union")]
    sessions = []
    for plan in plans:
        plan.parent.mkdir()
        plan.write_text(PLAN, encoding="utf-8")
        begin = partial(BetweenFiles, plan.with_suffix(".journal"), middle)
        exchange = BackgroundExchange(begin, 0.01)
        sessions.append(Session(plan, operator="dba", exchange=exchange))
        exchange.start()
    written = [
        event.id
        for number in range(30)
        for session in sessions
        for event in session.acts.note("san1", f"{number}")
    ]
    for session in sessions:
        wait_for(lambda here=session: here.look() and set(written) <= here.record.by_id.keys())  # type: ignore[misc]
        assert [] == session.record.misfits
        session.close()
    with closing(opened(middle)) as store:
        assert audited_whole(store, written)


def audited_whole(store: Store, written: list[str]) -> bool:
    """Whether a store is sound and has each act once."""
    found = store.audit()
    ids = [event.id for event in found.record.events]
    return found.sound and all(ids.count(event) == 1 for event in written)
