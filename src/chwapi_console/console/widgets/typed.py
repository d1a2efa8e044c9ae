"""The line being typed: a text and a cursor in it, as a value, and what each key makes of it."""

from collections.abc import Callable, Mapping

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import safe

LONGEST = 2000
"""Characters that a line may have; more of a paste is left out."""


class TypedText(NamedTuple):
    """`at` is the number of characters before the cursor."""

    text: str = ""
    at: int = 0

    def insert(self, text: str) -> "TypedText":
        """With a text put in at the cursor, made safe and one line."""
        more = safe(text)[: max(0, LONGEST - len(self.text))]
        return TypedText(self.text[: self.at] + more + self.text[self.at :], self.at + len(more))

    def key(self, key: str, character: str | None) -> "TypedText":
        """What a key makes of it; a key that means nothing here changes nothing."""
        if key in _EDITS:
            return _EDITS[key](self)
        return self.insert(character) if character and character.isprintable() else self


def _word_before(typed: TypedText) -> TypedText:
    kept = typed.text[: typed.at].rstrip()
    start = kept.rfind(" ") + 1
    return TypedText(typed.text[:start] + typed.text[typed.at :], start)


_EDITS: Mapping[str, Callable[[TypedText], TypedText]] = {
    "backspace": lambda typed: TypedText(
        typed.text[: max(0, typed.at - 1)] + typed.text[typed.at :], max(0, typed.at - 1)
    ),
    "delete": lambda typed: TypedText(
        typed.text[: typed.at] + typed.text[typed.at + 1 :], typed.at
    ),
    "left": lambda typed: typed._replace(at=max(0, typed.at - 1)),
    "right": lambda typed: typed._replace(at=min(len(typed.text), typed.at + 1)),
    "home": lambda typed: typed._replace(at=0),
    "ctrl+a": lambda typed: typed._replace(at=0),
    "end": lambda typed: typed._replace(at=len(typed.text)),
    "ctrl+e": lambda typed: typed._replace(at=len(typed.text)),
    "ctrl+u": lambda typed: TypedText(typed.text[typed.at :], 0),
    "ctrl+k": lambda typed: TypedText(typed.text[: typed.at], typed.at),
    "ctrl+w": _word_before,
}
