"""What wakes a thread that rests."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from chwapi_console.session.bell import Bell

LONG = 3600.0


@pytest.fixture
def bell() -> Iterator[Bell]:
    bell = Bell()
    yield bell
    bell.close()


def test_who_is_rung_before_or_while_they_rest_wakes_once(bell: Bell) -> None:
    bell.ring()
    bell.ring()
    assert not bell.is_called(LONG)
    assert not bell.is_called(0.0)
    ringing = threading.Timer(0.01, bell.ring)
    ringing.start()
    assert not bell.is_called(LONG)
    ringing.join()


def test_a_line_that_can_be_read_calls_unless_somebody_rings_too(bell: Bell) -> None:
    near, far = os.pipe()
    assert not bell.is_called(0.0, near)
    os.write(far, b"word")
    assert bell.is_called(LONG, near)
    bell.ring()
    assert not bell.is_called(LONG, near)
    os.close(far)
    assert bell.is_called(LONG, near)
    os.close(near)


def test_nothing_is_left_open_and_it_may_be_rung_after_that(bell: Bell) -> None:
    before = list(Path("/proc/self/fd").iterdir())
    bell.ring()
    bell.is_called(0.0)
    bell.close()
    bell.ring()
    assert len(before) == len(list(Path("/proc/self/fd").iterdir()))
