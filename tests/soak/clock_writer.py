"""Somebody who acts at one site, when told to: each line that comes (`note TEXT`, `take SERVER`,
`restored SERVER`) is one act. What is answered once it is acknowledged: its id, and the moment that it
was given. The clock stands where a file beside the plan says (`set_clock`)."""

import sys
from pathlib import Path

from chwapi_console import clock
from soak.set_clock import CLOCK, clock_of


def main() -> None:
    plan, hub, host = sys.argv[1:]
    vars(clock)["utc_now"] = clock_of(Path(plan).parent / CLOCK)
    from chwapi_console.recovery.rules.remarks import Remarks
    from chwapi_console.session.session import Session

    session = Session(Path(plan), operator="dba", host=host, hub=hub, clock=vars(clock)["utc_now"])
    assert session.exchange is not None
    session.exchange.start()
    for line in sys.stdin:
        what, _, about = line.strip().partition(" ")
        match what:
            case "take":
                events = session.acts.take([about])
            case "restored":
                events = session.acts.mark([about], "restored", Remarks(meant=True))
            case _:
                events = session.acts.note("san1", about)
        print(events[-1].id, events[-1].at, flush=True)
    session.close()


if __name__ == "__main__":
    main()
