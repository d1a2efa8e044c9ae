"""Whether an old workbook (xls) can be read at all within bounds.

Its cells lie scattered over the file, and the reader makes room for all between the first and the
last before anybody can ask how many; it ends the process where there is none. So another process
tries first, which may take no more than `MOST_MEMORY`.
"""

import subprocess
import sys

MOST_MEMORY = 1_000_000_000
"""Bytes; a sheet that is full to its last cell takes 400 MB."""

SECONDS_FOR_A_WORKBOOK = 60.0
"""Seconds."""

_TRIAL = f"""
import io, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MOST_MEMORY}, {MOST_MEMORY}))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from python_calamine import CalamineError, load_workbook
try:
    book = load_workbook(io.BytesIO(sys.stdin.buffer.read()))
    for name in book.sheet_names:
        book.get_sheet_by_name(name)
except (CalamineError, ValueError, OSError):
    pass  # told by who reads it next
"""


def is_within_bounds(data: bytes) -> bool:
    """Whether each sheet of an old workbook can be read, or refused, within the bounds."""
    try:
        return (
            subprocess.run(
                [sys.executable, "-I", "-c", _TRIAL],
                input=data,
                capture_output=True,
                timeout=SECONDS_FOR_A_WORKBOOK,
                check=False,
            ).returncode
            == 0
        )
    except subprocess.TimeoutExpired:
        return False
