"""`python -m chwapi_console` does what `chwapi-console` does: this is where both begin."""

from chwapi_console.interrupts import leave_when_interrupted

leave_when_interrupted()


def main() -> int:
    """Runs the words of this process and gives its exit code.

    What is left to do after that nobody need wait for.
    """
    from chwapi_console.launch import main as run

    try:
        return run()
    finally:
        leave_when_interrupted()


if __name__ == "__main__":
    import sys

    sys.exit(main())
