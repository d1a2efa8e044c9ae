"""`python -m chwapi_console` does what `chwapi-console` does: this is where both begin."""

from chwapi_console.interrupts import leave_when_interrupted

leave_when_interrupted()


def main() -> int:
    """Runs the words of this process and gives its exit code.

    What is left to do after that nobody need wait for.
    """
    from chwapi_console.launch import main as run

    try:
        code = run()
    finally:
        leave_when_interrupted()
    _leave_threads_behind(code)
    return code


def _leave_threads_behind(code: int) -> None:
    """Ends the process at once where a thread is left.

    It may be in a library in C that does not come back: what Python takes down at its end, a library
    for hashes among it, would be taken away from under it, and the process be killed for that after
    an act was acknowledged.
    """
    import os
    import sys

    threading = sys.modules.get("threading")
    if threading is None or not any(thread.daemon for thread in threading.enumerate()):
        return
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            continue
    os._exit(code)


if __name__ == "__main__":
    import sys

    sys.exit(main())
