"""A connection that does not come about keeps nobody: it is given up, and no second one is begun
meanwhile."""

from threading import Event

import pytest

from chwapi_console.journal.hub.dialling import Dialling, TooLong


class Line:
    def __init__(self) -> None:
        self.closed = Event()

    def close(self) -> None:
        self.closed.set()


class Failed(Exception):
    pass


def test_what_is_made_in_time_is_given_and_what_is_raised_is_raised() -> None:
    line, dialling = Line(), Dialling[Line]()

    def fails() -> Line:
        raise Failed

    assert line is dialling.made(lambda: line, 60)
    with pytest.raises(Failed):
        dialling.made(fails, 60)
    assert not line.closed.is_set()


def test_what_lasts_is_given_up_and_closed_when_it_comes_and_no_other_is_begun_until_then() -> None:
    line, comes, dialling = Line(), Event(), Dialling[Line]()

    def late() -> Line:
        comes.wait(60)
        return line

    for _ in range(3):
        with pytest.raises(TooLong):
            dialling.made(late, 0.01)
    comes.set()
    assert line.closed.wait(60)
    other, made = Line(), None
    while made is None:  # until the thread has come to its very end
        try:
            made = dialling.made(lambda: other, 60)
        except TooLong:
            continue
    assert made is other
