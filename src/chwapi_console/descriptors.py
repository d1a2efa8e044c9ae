"""Files that the system has open for this process, by number."""

import os
from contextlib import suppress


def close_anyhow(descriptor: int) -> None:
    """Lets go of a file that was looked at, locked, or synced before.

    A disk that is gone, or that tells only now what it could not keep (FUSE, NFS, quotas), says so
    at closing too. The descriptor is gone all the same (close(2)), and nothing hangs on the answer.
    """
    with suppress(OSError):
        os.close(descriptor)
