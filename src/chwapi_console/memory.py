"""When the system gives no more memory.

It imports nothing of this program: there may be no room for that.
"""

from errno import ENOMEM


def lacks_memory(error: BaseException) -> bool:
    """Whether something failed because the system gives no more memory.

    Python says so in three ways: by an error of its own, by the system's, and where a compiled
    module finds no room.
    """
    if isinstance(error, OSError):
        return error.errno == ENOMEM
    is_module = isinstance(error, ImportError) and "failed to map segment" in str(error)
    return is_module or isinstance(error, MemoryError)
