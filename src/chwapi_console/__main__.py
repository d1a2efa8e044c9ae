"""`python -m chwapi_console` does what `chwapi-console` does: this is where both begin."""

import os
import sys

from chwapi_console.interrupts import leave_when_interrupted

leave_when_interrupted()


def main() -> int:
    """Runs the words of this process and gives its exit code.

    What is left to do after that nobody need wait for.
    """
    leave_out_the_current_folder()
    from chwapi_console.compiled import past_what_is_cut_short

    past_what_is_cut_short()
    from chwapi_console.launch import main as run

    try:
        code = run()
    finally:
        leave_when_interrupted()
    _leave_threads_behind(code)
    return code


def leave_out_the_current_folder() -> None:
    """Loads nothing more from the folder that one is in, or from one named from there.

    An empty entry of PYTHONPATH (`PYTHONPATH=$PYTHONPATH:/x`) is that folder, and comes before all
    that Python has. bin/chwapi-console takes such entries out before Python starts, which would run
    a `sitecustomize` there.
    """
    named = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    try:
        here = {os.path.abspath(entry) for entry in named if not os.path.isabs(entry)}  # noqa: PTH100, PTH117
        here.discard(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120
        first = len(named) + (not sys.flags.safe_path)
        sys.path[:first] = [
            entry
            for entry in sys.path[:first]
            if os.path.abspath(entry) not in here  # noqa: PTH100
        ]
    except OSError:  # the folder is gone
        return


def _leave_threads_behind(code: int) -> None:
    """Ends the process at once where a thread is left.

    It may be in a library in C that does not come back: what Python takes down at its end, a library
    for hashes among it, would be taken away from under it, and the process be killed for that after
    an act was acknowledged.
    """
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
    sys.exit(main())
