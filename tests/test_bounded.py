"""Files that somebody named are read within bounds, whatever was planted in their place."""

import io
import os
from array import array
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fcntl import ioctl
from pathlib import Path
from termios import FIONREAD

import pytest

from chwapi_console.bounded import NoFile, TooLarge, read_file, read_stream


def test_a_file_is_read_whole_up_to_its_bound(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 10)
    assert b"x" * 10 == read_file(path, 10)
    with pytest.raises(TooLarge):
        read_file(path, 9)


def test_a_sparse_giant_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "giant").open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(TooLarge):
        read_file(tmp_path / "giant", 1000)


@pytest.mark.parametrize(
    "plant", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/dev/zero")]
)
def test_what_is_no_file_is_neither_read_nor_waited_for(
    tmp_path: Path, plant: Callable[[Path], object]
) -> None:
    plant(tmp_path / "planted")
    with pytest.raises(NoFile):
        read_file(tmp_path / "planted", 1000)


def test_a_stream_without_end_is_given_up() -> None:
    with pytest.raises(TooLarge), Path("/dev/zero").open("rb") as endless:
        read_stream(endless, 5_000_000)
    assert b"" == read_stream(io.BytesIO(), 0)


def test_a_pipe_that_does_not_wait_is_read_to_its_end() -> None:
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    with ThreadPoolExecutor() as reading, os.fdopen(reader, "rb") as stream:
        os.write(writer, b"dc1 ")
        read = reading.submit(read_stream, stream, 100)
        while not read.done() and waiting_in(reader):
            pass
        os.write(writer, b"dc2")
        os.close(writer)
        assert b"dc1 dc2" == read.result()


def waiting_in(pipe: int) -> int:
    """Bytes in a pipe that nobody has read yet."""
    room = array("i", [0])
    ioctl(pipe, FIONREAD, room)
    return room[0]
