"""The looks of words on the screen, by what they mean: the one place that knows colours.

Widgets name looks. A look never carries a meaning alone: the word or sign does.

There are two themes of our own and the terminal's. `dark` and `light` paint their own ground, so
that a terminal of another colour does not matter, and each of their inks has at least 7:1 to what
it stands on: level AAA of WCAG 2.2, success criterion 1.4.6. Their colours are some of the 240 that
xterm's palette fixes, so a terminal of 256 colours shows the very same as one that is sent RGB; the
sixteen that people choose themselves, and those that tools for these choose along (16 to 21), are
left alone. The bar of the cursor is a piece of the other theme: nothing is easier to find, and its
inks are known to be legible.

`terminal` uses the terminal's own colours, of which nobody knows the ground. Red and magenta are
the two that can be read on black as well as on white (from 3.6:1 up in xterm's palette; green,
yellow and cyan have about 2:1 on white, blue on black). The rest is said by weight and reverse
video, as everything is without colour.
"""

from collections.abc import Mapping

from rich.color import Color
from rich.style import Style

from chwapi_console.named_tuples import NamedTuple

Look = str
"""One of the keys of `WEIGHTS`; the empty one is plain text."""

STATE_LOOKS: Mapping[str, Look] = {
    "compromised": "bad",
    "blocked": "bad",
    "unknown": "warn",
    "restoring": "busy",
    "restored": "good",
    "verified": "good",
    "clean": "good",
    "off": "busy",
    "on": "good",
    "retired": "faint",
    "down": "bad",
    "partial": "warn",
    "limited": "warn",
    "up": "good",
    "accepted": "good",
    "suspect": "warn",
    "done": "good",
    "skipped": "warn",
    "failed": "bad",
    "open": "",
    "met": "good",
    "awaited": "busy",
    "lost": "bad",
}

WEIGHTS: Mapping[Look, str] = {
    "": "",
    "strong": "bold",
    "faint": "",
    "edge": "",
    "bad": "bold",
    "warn": "",
    "busy": "",
    "good": "",
    "drill": "bold reverse",
    "bar": "reverse",
    "ask": "bold reverse",
    "picked": "bold",
    "heading": "bold underline",
    "key": "bold",
}
"""How each look is said without colour."""

PLAIN_ON_BAR = frozenset({"faint", "edge", "bar", "drill", "ask", "picked"})
"""Looks that are plain text on the cursor's bar, which stands out by itself."""


class Theme(NamedTuple):
    """Numbers of xterm's palette.

    The ground, the plain ink, and the inks of the looks that have one of their own; and of the
    looks that have a ground of their own both, ink first.
    """

    ground: int
    ink: int
    inks: Mapping[Look, int]
    blocks: Mapping[Look, tuple[int, int]]


DARK = Theme(
    233,
    252,
    {"faint": 248, "edge": 248, "bad": 210, "warn": 214, "busy": 117, "good": 114},
    {"drill": (233, 214), "ask": (233, 252), "picked": (231, 23)},
)
LIGHT = Theme(
    231,
    233,
    {"faint": 240, "edge": 240, "bad": 124, "warn": 90, "busy": 24, "good": 22},
    {"drill": (231, 90), "ask": (231, 233), "picked": (233, 153)},
)
THEMES: Mapping[str, tuple[Theme, Theme] | None] = {
    "dark": (DARK, LIGHT),
    "light": (LIGHT, DARK),
    "terminal": None,
}
"""By name: a theme and the one that its cursor's bar is a piece of; None for the terminal's own
colours."""

OWN_INKS: Mapping[Look, str] = {"bad": "red", "warn": "magenta", "busy": "bold"}
"""What the terminal's own colours add to the weights."""


class Looks(NamedTuple):
    """The styles of all looks, on the ground and on the bar of the cursor."""

    on_ground: Mapping[Look, Style]
    on_bar: Mapping[Look, Style]


def theme_name(asked: str, colours: int) -> str:
    """The name of the theme to use.

    The one that was asked for, else one that a terminal of so many colours can show.
    """
    return asked or ("dark" if colours >= 256 else "terminal")


def looks(name: str = "dark", colours: int = 1 << 24) -> Looks:
    """The looks of a theme, or of none where `name` is empty, on a terminal of so many colours.

    One that is said to have fewer than 256 is sent the palette's numbers all the same when somebody
    has asked for such a theme.
    """
    pair = THEMES[name] if name else None
    if pair is None:
        return _weighed(OWN_INKS if name else {})
    on_ground, on_bar = (_painted(theme, colours > 256) for theme in pair)
    return Looks(
        {**on_ground, "bar": on_bar[""]},
        {look: on_bar["" if look in PLAIN_ON_BAR else look] for look in WEIGHTS},
    )


def _painted(theme: Theme, rgb: bool) -> dict[Look, Style]:
    """The styles of a theme on its own ground."""
    styles = {}
    for look, weight in WEIGHTS.items():
        ink, ground = theme.blocks.get(look, (theme.inks.get(look, theme.ink), theme.ground))
        styles[look] = Style.parse(weight.replace("reverse", "")) + Style.from_color(
            _colour(ink, rgb), _colour(ground, rgb)
        )
    return styles


def _weighed(inks: Mapping[Look, str]) -> Looks:
    """The styles of weights, with inks added on the ground.

    On the bar they would be blocks of colour.
    """
    on_ground = {
        look: Style.parse(f"{weight} {inks.get(look, '')}") for look, weight in WEIGHTS.items()
    }
    on_bar = {
        look: Style.parse("bold reverse" if "bold" in weight else "reverse")
        for look, weight in WEIGHTS.items()
    }
    return Looks(on_ground, on_bar)


def _colour(number: int, rgb: bool) -> Color:
    colour = Color.from_ansi(number)
    return Color.from_triplet(colour.get_truecolor()) if rgb else colour
