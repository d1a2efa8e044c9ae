"""When the system gives no more memory, or no more threads.

It imports nothing of this program: there may be no room for that.
"""

from errno import ENOMEM


def lacks_memory(error: BaseException) -> bool:
    """Whether something failed because the system gives no more memory, or no more threads.

    Python says so in four ways: by an error of its own, by the system's, where a compiled module
    finds no room, and where no thread can be begun.
    """
    if isinstance(error, OSError):
        return error.errno == ENOMEM
    is_module = isinstance(error, ImportError) and "failed to map segment" in str(error)
    return is_module or isinstance(error, MemoryError) or lacks_threads(error)


def lacks_threads(error: BaseException) -> bool:
    """Whether no thread could be begun: for each the system counts one process more."""
    return isinstance(error, RuntimeError) and "can't start new thread" in str(error)
