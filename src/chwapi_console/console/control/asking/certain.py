"""What can be nothing but the answer to the one question that stands, by its form alone.

Who thinks about a question, or looks something up for it, types after a pause, as does who believes by
then that another window listens. A reason or a note may be meant for that; a state, a time or an id of
the plan, whole and alone, is hardly typed anywhere else. `docs/design/meant.md` has the table.
"""

from collections.abc import Callable, Collection, Mapping

from chwapi_console.console.control.asking.conversation import T
from chwapi_console.errors import RequestError
from chwapi_console.inventory.plain_words import plain
from chwapi_console.people import is_among, why_no_name, why_nobody
from chwapi_console.recovery.rules.claims import names_borne
from chwapi_console.recovery.state.view.view import View
from chwapi_console.remark_doubts import why_typed_elsewhere
from chwapi_console.text import Sentence

Certain = Callable[[str], bool]
"""Whether a text, as it was typed, is certainly meant."""


def one_of(names: Collection[str]) -> Certain:
    """One of some names, whole."""
    return lambda text: text.strip() in names


def spelled(known: Mapping[str, str]) -> Certain:
    """One of some things by its whole id or name, with accents and capitals or without."""
    names = {plain(each) for each in (*known, *known.values())}
    return lambda text: plain(text.strip()) in names


def known_to(view: View, *others: str) -> Certain:
    """The name of somebody who has one here, or is one of these."""
    return lambda text: is_among(text.strip(), [*others, *names_borne(view)])


def why_nobodys(view: View, name: str, *others: str) -> Sentence | None:
    """Why a text is nobody's name: it can be none, or reads like what was typed for another window.

    None for the name of anybody, and always of who has one here or is one of the others.
    """
    return why_nobody(name) or why_typed_elsewhere(name, [*others, *names_borne(view)])


def is_no_name(text: str) -> bool:
    """What can be nobody's name, and is refused as one."""
    return why_no_name(text.strip()) is not None


def reads(read: Callable[[str], T | Sentence]) -> Certain:
    """Whatever means something by `read`, which says why not or raises RequestError."""

    def is_read(text: str) -> bool:
        try:
            return bool(said := text.strip()) and not isinstance(read(said), Sentence)
        except RequestError:
            return False

    return is_read


def reads_digits(read: Callable[[str], T | Sentence]) -> Certain:
    """The same where it has a digit: `14:00` is a time, and `demain` may be a word of a chat."""
    is_read = reads(read)
    return lambda text: any(map(str.isdigit, text)) and is_read(text)
