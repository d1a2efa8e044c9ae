"""The driver that speaks to a hub, as far as it need be there."""

from collections.abc import Iterator
from contextlib import contextmanager

from chwapi_console.errors import JournalError
from chwapi_console.text import say


@contextmanager
def with_driver() -> Iterator[None]:
    """While what needs the driver is loaded.

    JournalError where it is not installed, or lacks the library that it speaks through.
    """
    try:
        yield
    except ImportError as error:
        if "libpq" in str(error):
            _refuse_without_processes()
            raise JournalError(
                say(
                    "Without libpq, the library of PostgreSQL, no hub can be spoken to. Install it: "
                    "apt install libpq5 on Debian, dnf install libpq on Red Hat. Acts are written "
                    "here all the same."
                )
            ) from error
        raise JournalError(
            say(
                'Without psycopg no hub can be spoken to ("{reason}"). Install it beside this program: '
                "pip install 'psycopg[binary]'. Acts are written here all the same.",
                reason=str(error),
            )
        ) from error


def _refuse_without_processes() -> None:
    """JournalError where the system begins nothing more: the driver looks for its library by that."""
    from threading import Thread

    try:
        Thread(target=bool, daemon=True).start()
    except RuntimeError as error:
        raise JournalError(
            say(
                "No hub can be spoken to now: there are too many processes here (ulimit -u). End some, "
                "then sync. Acts are written here all the same."
            )
        ) from error
