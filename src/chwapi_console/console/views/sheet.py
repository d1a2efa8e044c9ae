"""What the rows, the title and the heading of a place are made from."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from chwapi_console.console.known.console_state import ConsoleState
from chwapi_console.console.known.keymap import Keymap
from chwapi_console.console.views.journal_view import JournalBook
from chwapi_console.console.views.place import Place
from chwapi_console.console.widgets.row import RowKey
from chwapi_console.text import Language


@dataclass(frozen=True)
class Sheet:
    """What a place is made from besides the state.

    `typed` is the filter of the place, `selected` has the servers selected there, `unfolded` the
    keys of its unfolded rows. `width` and `height` are those of the list, in columns and lines.
    """

    place: Place
    known: ConsoleState
    book: JournalBook
    keys: Keymap
    typed: str
    selected: AbstractSet[str]
    unfolded: AbstractSet[RowKey]
    width: int
    height: int
    now: datetime
    t: Language
