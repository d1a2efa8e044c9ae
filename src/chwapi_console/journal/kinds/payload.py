"""What the event of any kind says: the form that every class of `kinds` has."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Literal, Protocol, Self, TypeVar

from chwapi_console.journal.kinds.parts import table

Data = Mapping[str, Any]
About = Literal[
    "server",
    "service",
    "server or service",
    "server or record",
    "condition",
    "record",
    "anything",
    "",
]
NOTHING: Data = MappingProxyType({})

MOST_BYTES, MOST_BYTES_OF_A_PLAN = 1 << 20, 1 << 27
"""Bytes of an event; of one that has a plan's text in it."""


THE_RECORD = "record"
"""The subject of what is said of all, and of no one server or service."""


class Payload:
    """What every kind has; a class overrides what is otherwise for its kind."""

    __slots__ = ()

    kind: ClassVar[str] = ""
    """Its word, as events have it."""

    about: ClassVar[About] = ""
    """What its subject is; empty where nobody knows."""

    undone_by: ClassVar[str] = ""
    """The kind of the act that takes it back; empty where none does."""

    takes_back: ClassVar[bool] = False
    """Whether it takes another act back, which the event names as its `target`."""

    named_by: ClassVar[tuple[str, ...]] = ()
    """Which parts of its data name the thing that it is about, where the subject alone does not."""

    is_meant: ClassVar[bool] = True
    """Whether a person meant it; what the program adds by itself is no act."""

    most_bytes: ClassVar[int] = MOST_BYTES

    @classmethod
    def read(cls, data: Data) -> Self:
        """What an event's `data` says.

        ValueError, TypeError or KeyError where a part is not what the program relies on.
        """
        return cls()

    def data(self) -> dict[str, Any]:
        """As an event's `data` holds it."""
        return {}

    def heads_key(self, subject: str) -> str | None:
        """What an event of this kind on a subject writes the standing of.

        None where it is only one more of many.
        """
        return None

    def lies_behind(self) -> str:
        """A time that it tells of and that had come before it was written (ISO 8601).

        Empty where it tells of none.
        """
        return ""


class Terms(Protocol):
    """What an act says of a thing as a whole: a pin, a sign-off, an item of evidence."""

    def _asdict(self) -> dict[str, Any]:
        """Its parts by their names, as every `NamedTuple` has them."""
        ...

    def plain(self) -> dict[str, Any]:
        """As an event's `data` holds it."""
        ...


T = TypeVar("T", bound=Terms)


def before_and_after(data: Data, of: Callable[[Data], T]) -> tuple[T | None, T | None]:
    """The terms that stood before an act and those after it, each made by `of`.

    None where there were none. KeyError, ValueError or TypeError where `data` does not say so.
    """
    before, after = data["before"], data["after"]
    return (
        None if before is None else of(table(before)),
        None if after is None else of(table(after)),
    )


def parts_told(terms: Terms) -> dict[str, Any]:
    """The parts of terms as an event's `data` holds them; what nobody told is left out.

    With `more`, which a later program wrote into them.
    """
    parts = terms._asdict()
    more: Data = parts.pop("more")
    told = {name: part for name, part in parts.items() if part}
    return {**more, **{n: list(part) if type(part) is tuple else part for n, part in told.items()}}


def both_plain(before: Terms | None, after: Terms | None) -> dict[str, Any]:
    """The terms before and after, as an event's `data` holds them."""
    return {"before": before and before.plain(), "after": after and after.plain()}
