"""A console without a screen: a session on a journal and its hub, in which somebody writes a note now
and then. It prints the id of each act once that is acknowledged, and ends when its input does. An act
that is refused, as on a full disk, is no act. The clock is off by as many seconds as a file beside the
plan says, where there is one."""

import select
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from chwapi_console.clock import utc_now
from chwapi_console.errors import JournalError
from chwapi_console.journal import sqlite
from chwapi_console.session.session import Session

CLOCK = "clock"


def clock_beside(plan: Path) -> Callable[[], datetime]:
    """A clock that can be set while it goes."""

    def now() -> datetime:
        try:
            off = float((plan.parent / CLOCK).read_text() or 0)
        except (OSError, ValueError):
            off = 0.0
        return utc_now() + timedelta(seconds=off)

    return now


def main() -> None:
    plan, hub, seed = sys.argv[1:]
    random = Random(seed)
    clock = clock_beside(Path(plan))
    vars(sqlite)["utc_now"] = clock  # what an act is stamped with is the host's
    session = Session(Path(plan), operator="dba", host=f"host{seed}", hub=hub, clock=clock)
    assert session.exchange is not None
    session.exchange.start()
    number = 0
    while not select.select([sys.stdin], [], [], random.uniform(0.0, 0.1))[0]:
        number += 1
        began = time.monotonic()
        try:
            events = session.acts.note("san1", f"{seed} {number}")
        except JournalError as error:
            print(error, file=sys.stderr, flush=True)
            continue
        print(events[-1].id, f"{time.monotonic() - began:.4f}", flush=True)
    session.close()


if __name__ == "__main__":
    main()
