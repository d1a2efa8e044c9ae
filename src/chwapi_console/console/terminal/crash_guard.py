"""An error that nobody foresaw ends the console and is told like that of a verb.

A sentence, and a file without secrets.

Textual would print it with all variables around it, any of which may hold one. Builds on
`App._handle_exception`, which is private in Textual 8.2.8.
"""

from textual.app import App


class CrashGuard(App[None], inherit_bindings=False):
    """An app that keeps its first error, to be raised once the terminal is given back."""

    def _handle_exception(self, error: Exception) -> None:
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._return_code = 1
        self._close_messages_no_wait()

    def raise_what_nobody_foresaw(self) -> None:
        """Raises the error that ended the app, if one did."""
        if self._exception is not None:
            raise self._exception
