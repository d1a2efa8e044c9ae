"""Compiled modules that a disk cut short.

Where a program was put in place without them Python compiles each module when it is first used, and
keeps that beside it with one call, of which it does not look how much a full disk took
(`importlib._bootstrap_external._write_atomic`). Each later start would end with EOFError.
"""

import os
from importlib.machinery import SourceFileLoader
from types import CodeType


def past_what_is_cut_short() -> None:
    """Has each module be compiled anew whose compiled part cannot be read, from now on."""
    kept = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, name: str) -> CodeType | None:
        try:
            return kept(self, name)
        except (EOFError, ValueError, TypeError):  # as `marshal` says what is none
            source = self.get_filename(name)
            _take_away(source)
            code: CodeType = self.source_to_code(self.get_data(source), source)
            return code

    SourceFileLoader.get_code = get_code  # type: ignore[assignment, method-assign]


def _take_away(source: str) -> None:
    """Has the next start write it whole; whoever may not do that compiles each time."""
    from importlib.util import cache_from_source

    try:
        os.unlink(cache_from_source(source))  # noqa: PTH108  # pathlib is not loaded yet
    except (OSError, NotImplementedError):
        return
