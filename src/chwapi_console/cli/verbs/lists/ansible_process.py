"""Ansible's own program, run on files of somebody else's within bounds.

It would run an inventory that is a script, follow links, wait for pipes, and read plugins and
settings that lie around: a stick's files all can be executed, and twenty bytes (`web[0:99999999]`)
are a hundred million hosts. So it is told to read files alone, from an empty folder, with no
settings; what it would read is looked at first, and it is ended where it takes more than a list of
servers needs.
"""

import os
import resource
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from chwapi_console.bounded import TooLarge, read_file
from chwapi_console.cli.line.content import LARGEST
from chwapi_console.errors import RequestError
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import say

PROGRAM = "ansible-inventory"
SECONDS_FOR_ANSIBLE = 120
"""Seconds that the program may take, however busy the machine is."""

SECONDS_OF_WORK, SECONDS_FOR_A_MEGABYTE = 20, 40
"""Seconds of work that it may have, and more for what it reads: ten thousand hosts, 600 KB of YAML,
take 8. Twenty bytes can have it work without end."""

MOST_MEMORY = 1_000_000_000
"""Bytes; ten thousand hosts take 100 MB, beside the 100 MB of the program itself."""

MOST_FILES = 20_000
"""Files of an inventory that are looked at: each host may have one."""

_VARIABLES = ("group_vars", "host_vars")
"""Folders beside an inventory of which the program reads all."""

_PLAINLY = {
    "LC_ALL": "C.UTF-8",
    "ANSIBLE_NOCOLOR": "1",
    "ANSIBLE_FORCE_COLOR": "0",
    "COLUMNS": "500",
    "ANSIBLE_INVENTORY_ENABLED": "yaml,ini,toml",
}
"""Has the program start where the locale that was handed over is not installed, and warn without
colours and without cutting lines where a word goes on; and run nothing that it reads."""


class ListedByAnsible(NamedTuple):
    """How the program ended, and what it wrote."""

    code: int
    out: bytes
    err: bytes


def run_ansible(program: str, path: str) -> ListedByAnsible:
    """What the program lists of an inventory.

    RequestError where it does not start, does not end, takes too much, or would read what is no
    file.
    """
    size = _bytes_that_are_read(path)
    work = min(SECONDS_FOR_ANSIBLE, SECONDS_OF_WORK + size * SECONDS_FOR_A_MEGABYTE // 1_000_000)
    try:
        with TemporaryDirectory(prefix="chwapi-") as empty:
            return _ran(program, path, Path(empty), work)
    except subprocess.TimeoutExpired as error:
        raise RequestError(
            say(
                "{program} has not answered within {n} s. Run it by hand, and import what it "
                "prints.",
                program=PROGRAM,
                n=SECONDS_FOR_ANSIBLE,
            )
        ) from error
    except TooLarge as error:
        raise _takes_too_much(path) from error
    except OSError as error:
        raise RequestError(
            say("{program} cannot be run: {reason}.", program=PROGRAM, reason=error.strerror or "")
        ) from error


def _ran(program: str, path: str, empty: Path, work: int) -> ListedByAnsible:
    settings, out, err = (empty / name for name in ("ansible.cfg", "out", "err"))
    settings.touch()
    with out.open("wb") as listed, err.open("wb") as said:
        process = subprocess.Popen(
            [program, "-i", path, "--list"],
            stdin=subprocess.DEVNULL,
            stdout=listed,
            stderr=said,
            cwd=empty,
            env={**os.environ, **_PLAINLY, "ANSIBLE_CONFIG": str(settings)},
            start_new_session=True,  # there is no terminal that it could wait for
        )
    try:
        _bound(process.pid, work)
        code = process.wait(SECONDS_FOR_ANSIBLE)
    finally:
        process.kill()
        process.wait()
    warned = read_file(err, 2 * LARGEST)
    if code < 0 or (code and b"MemoryError" in warned):
        raise _takes_too_much(path)
    return ListedByAnsible(code, read_file(out, LARGEST), warned)


def _bound(process: int, work: int) -> None:
    """Bounds a process that was begun a moment ago, and what it begins."""
    for limit, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, work),
        (resource.RLIMIT_FSIZE, 2 * LARGEST),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            _, hard = resource.prlimit(process, limit)
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.prlimit(process, limit, (least, least))
        except ProcessLookupError:  # it is over already
            return


def _takes_too_much(path: str) -> RequestError:
    return RequestError(
        say(
            "{program} makes more of {path} than a list of servers has, and was ended. Look for a range "
            "of hosts that is too long ([0:99999999]), or for an alias within an alias.",
            program=PROGRAM,
            path=path,
        )
    )


def _bytes_that_are_read(path: str) -> int:
    """How much the program reads.

    RequestError where it would follow a link or wait for a pipe, or read without end.
    """
    size = Path(path).stat().st_size
    for number, found in enumerate(_read_with(Path(path)), 1):
        status = found.lstat()
        mode, size = status.st_mode, size + status.st_size
        if number > MOST_FILES:
            raise _takes_too_much(path)
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise RequestError(
                say(
                    "{path} is a link, a pipe or a device, and Ansible would follow it or wait for it. "
                    "Take it away, or run {program} by hand where you trust it, and import what it "
                    "prints.",
                    path=str(found),
                    program=PROGRAM,
                )
            )
    return size


def _read_with(inventory: Path) -> Iterator[Path]:
    """What the program reads with an inventory: all in its folder, or the variables beside it."""
    if inventory.is_dir():
        yield from _below(inventory)
    else:
        for beside in (inventory.parent / name for name in _VARIABLES):
            if os.path.lexists(beside):
                yield beside
                yield from _below(beside)


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            yield Path(place, name)
