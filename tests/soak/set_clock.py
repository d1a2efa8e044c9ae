"""The program with another clock: `python set_clock.py FILE words…` runs it as if this host's clock stood
where a file says. The program reads the host's clock in one place (`clock.utc_now`), which is put in
its place before anything else of the program is loaded. Between two looks at the file time goes on as
it does."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chwapi_console import clock

CLOCK = "clock"


def clock_of(file: Path) -> Callable[[], datetime]:
    """A clock that stands where the file says, and goes on from when that was written."""

    def now() -> datetime:
        stands, written = file.read_text(encoding="ascii").split()
        gone = time.monotonic() - float(written)
        return datetime.fromisoformat(stands).astimezone(UTC) + timedelta(seconds=gone)

    return now


def set_clock(file: Path, moment: datetime) -> None:
    """Sets the clock: whoever looks sees the old time or the new one, and never half of one."""
    fresh = file.with_suffix(".fresh")
    fresh.write_text(f"{moment.isoformat()} {time.monotonic()}", encoding="ascii")
    fresh.replace(file)


if __name__ == "__main__":
    vars(clock)["utc_now"] = clock_of(Path(sys.argv[1]))
    from chwapi_console.launch import main

    sys.exit(main(sys.argv[2:]))
