"""What Textual loads for every app and the console never uses is left out.

A tenth of the time to the first frame, and 4 MB.

The command palette is one: with it come most of Textual's widgets. Its names are wanted when
`textual.app` and `textual.theme` are loaded, by Textual 8.2.8; the console turns it off
(`ENABLE_COMMAND_PALETTE`). TLS is the other, which asyncio loads in case somebody opens such a
connection.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

PALETTE = "textual.command"
NAMES = (
    "CommandListItem",
    "CommandPalette",
    "Provider",
    "SimpleProvider",
    "DiscoveryHit",
    "Hit",
    "Hits",
)


@contextmanager
def only_what_is_used() -> Iterator[None]:
    """For the time in which Textual is loaded. What is loaded already stays."""
    hidden = {
        name: stand_in
        for name, stand_in in (("ssl", None), (PALETTE, _palette()))
        if name not in sys.modules
    }
    sys.modules.update(hidden)  # type: ignore[arg-type]  # None is what makes an import fail
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def _palette() -> ModuleType:
    """A module with the palette's names and nothing behind them."""
    module = ModuleType(PALETTE)
    for name in NAMES:
        setattr(module, name, type(name, (), {}))
    return module
