"""A console without a screen: a session on a journal and its hub, in which somebody writes a note now
and then. It prints the id of each act once that is acknowledged, and ends when its input does."""

import select
import sys
import time
from pathlib import Path
from random import Random

from chwapi_console.session.session import Session


def main() -> None:
    plan, hub, seed = sys.argv[1:]
    random = Random(seed)
    session = Session(Path(plan), operator="dba", host=f"host{seed}", hub=hub)
    assert session.exchange is not None
    session.exchange.start()
    number = 0
    while not select.select([sys.stdin], [], [], random.uniform(0.0, 0.1))[0]:
        number += 1
        began = time.monotonic()
        events = session.acts.note("san1", f"{seed} {number}")
        print(events[-1].id, f"{time.monotonic() - began:.4f}", flush=True)
    session.close()


main()
"""Run as a script: `processes` of the tests start it."""
