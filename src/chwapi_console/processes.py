"""Whether a process is there still: what one that was killed had begun to write is nobody's."""

import os


def lives(process: int) -> bool:
    """Whether a process of this machine has that number, be it somebody else's."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):  # a file may be named after any number
        return False
    except OSError:
        pass
    return True
