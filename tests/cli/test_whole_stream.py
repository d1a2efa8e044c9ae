"""What is written to a stream arrives once, whatever interrupts the writing."""

import os
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src"
WRITER = """
import signal, sys, time
from chwapi_console.cli.output.whole_stream import whole

def interrupt(number, frame):
    raise KeyboardInterrupt

out, number, until = whole(sys.stdout), 0, time.monotonic() + 1.5
signal.signal(signal.SIGALRM, interrupt)
while time.monotonic() < until:
    number += 1
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.00002 + number % 50 * 0.000002)
        out.write(f"{number}\\n")
        out.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)
    except KeyboardInterrupt:
        signal.setitimer(signal.ITIMER_REAL, 0)
signal.signal(signal.SIGALRM, signal.SIG_IGN)
out.flush()
"""


def test_a_line_that_is_interrupted_while_it_is_written_is_not_written_again() -> None:
    written = subprocess.run(
        [sys.executable, "-u", "-c", WRITER],
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    numbers = [int(line) for line in written.stdout.split()]
    assert len(numbers) > 100, written.stderr
    assert numbers == sorted(set(numbers))
