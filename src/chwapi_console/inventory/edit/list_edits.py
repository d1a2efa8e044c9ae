"""A list over several lines of a plan's text, with entries put in or taken out.

Its comments and its layout stay.

New entries stand below the last one, as it is indented; of one that goes, the comment beside it
stays, for nobody but its writer knows whether it still holds.
"""

import re
from collections.abc import Sequence

from chwapi_console.inventory.edit.write import field_text
from chwapi_console.inventory.file.lines import FileLines, Path
from chwapi_console.named_tuples import NamedTuple

_AFTER = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
"""What may stand between an entry of a list and its comma or bracket."""


class Edit(NamedTuple):
    """From one place of the text to another, other words."""

    start: int
    end: int
    words: str


def list_edits(
    text: str, lines: FileLines, key: Path, old: object, new: object
) -> list[Edit] | None:
    """The edits that make one list another.

    None where it is none over several lines, or its order is to change too.
    """
    span = lines.span(key)
    if not span or "\n" not in text[slice(*span)]:
        return None
    if not (isinstance(old, tuple) and isinstance(new, tuple)):
        return None
    spans = [lines.span((*key, str(place))) for place in range(len(old))]
    entries = [entry for entry in spans if entry]
    if len(entries) != len(old) or lines.span((*key, str(len(old)))):
        return None
    stay = [value for value in old if value in new]
    if stay != list(new[: len(stay)]):
        return None
    gone = [
        _without(text, entry) for value, entry in zip(old, entries, strict=True) if value not in new
    ]
    words = [field_text(key[-1], (value,)).partition(" = ")[2][1:-1] for value in new[len(stay) :]]
    if not words:
        return gone
    if not entries:
        return None
    if old[-1] not in new:  # in the place of the last one, with its comma, if it has one
        return [*gone[:-1], Edit(*entries[-1], ", ".join(words))]
    return [*gone, *_below(text, entries[-1], words)]


def _without(text: str, entry: tuple[int, int]) -> Edit:
    """An entry taken out with its comma, and what stands between the two left.

    With its line, where nothing else is on it.
    """
    start, end = entry
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end) + 1
    if line_end and re.fullmatch(
        r"(?:[ \t]*,)?[ \t\r]*\n", text[line_start:start] + text[end:line_end]
    ):
        return Edit(line_start, line_end, "")
    comma = _AFTER.match(text, end)
    after = comma.end() if comma else end
    if after < len(text) and text[after] == ",":
        return Edit(start, after + 1, text[end:after])
    return Edit(start, end, "")


def _below(text: str, last: tuple[int, int], words: Sequence[str]) -> list[Edit]:
    """New entries after the last one: on lines of their own, unless the list ends on its line."""
    found = _AFTER.match(text, last[1])
    sign = found.end() if found else last[1]
    has_comma = text[sign : sign + 1] == ","
    edits = [] if has_comma else [Edit(last[1], last[1], ",")]
    after = sign + 1 if has_comma else last[1]
    closing = _AFTER.match(text, after)
    line_end = text.find("\n", after)
    if closing is None or not after <= line_end < closing.end():
        return [
            *edits,
            Edit(
                after,
                after,
                "".join(f" {word}," for word in words).removesuffix("," if not has_comma else ""),
            ),
        ]
    line_end -= text[line_end - 1] == "\r"
    line = text[text.rfind("\n", 0, last[0]) + 1 : last[0]]
    before = ("\r\n" if text[line_end : line_end + 1] == "\r" else "\n") + line[
        : len(line) - len(line.lstrip())
    ]
    fresh = "".join(f"{before}{word}," for word in words)
    return [*edits, Edit(line_end, line_end, fresh if has_comma else fresh.removesuffix(","))]
