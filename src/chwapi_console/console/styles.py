"""The looks of words on the screen, by what they mean. A look never carries a meaning alone: the word or sign does.

Only the terminal's own 16 colours are used, so the operator's choice of dark or light holds; without colour, weight and
reverse video remain.
"""

from collections.abc import Mapping

from rich.style import Style

Look = str
"""One of the keys of `looks`; the empty one is plain text."""

STATE_LOOKS: Mapping[str, Look] = {
    "compromised": "bad", "blocked": "bad", "unknown": "warn", "restoring": "busy", "restored": "good", "verified": "good",
    "clean": "good", "retired": "faint", "down": "bad", "partial": "warn", "up": "good", "accepted": "good",
    "done": "good", "skipped": "warn",
    "open": "",
}

_COLOURS: Mapping[Look, str] = {
    "": "", "strong": "bold", "faint": "dim", "bad": "red", "warn": "yellow", "busy": "cyan", "good": "green",
    "drill": "bold reverse", "bar": "reverse", "ask": "bold reverse", "heading": "bold underline", "key": "bold",
}
_WEIGHTS: Mapping[Look, str] = {
    "": "", "strong": "bold", "faint": "", "bad": "bold", "warn": "", "busy": "", "good": "",
    "drill": "bold reverse", "bar": "reverse", "ask": "bold reverse", "heading": "bold underline", "key": "bold",
}


def looks(colour: bool) -> dict[Look, Style]:
    """The style of each look."""
    return {look: Style.parse(style) for look, style in (_COLOURS if colour else _WEIGHTS).items()}
