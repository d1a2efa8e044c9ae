"""When a list itself was made, as far as its file tells.

A list from before the incident says nothing of what came after.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


def made_at(name: str) -> datetime | None:
    """The older of when a file was last written and the end of the day that its name says.

    None where neither tells.
    """
    path = Path(name)
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, ValueError, OverflowError):
        written = None
    return min(filter(None, (written, _in_name(path.name))), default=None)


def _in_name(name: str) -> datetime | None:
    found = _DAY.search(name)
    if not found:
        return None
    try:
        return datetime(int(found[1]), int(found[2]), int(found[3]), 23, 59, tzinfo=UTC)
    except ValueError:
        return None
