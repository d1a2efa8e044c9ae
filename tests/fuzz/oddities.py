"""Odd values, and odd changes to sound ones. All from a seeded `Random`, so that a number makes the
same case again."""

import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

TEXTS = (
    "",
    " ",
    "-",
    "--",
    "--help",
    "--version",
    "-i",
    "=",
    "a1",
    "v",
    "sign-off v",
    "pin v",
    "a1/image",
    "../../x",
    "/",
    ".",
    "..",
    "\x00",
    "\x1b[2J",
    "\x1b]0;title\x07",
    "\x9b31m",
    "\x07\x08\x7f",
    "x\u202ey",
    "x\u2066y",
    "\u200b",
    "\ufeff",
    "\u3164",
    "\U000e0041",
    "\ud800",
    "\udc80",
    "e\u0301" * 40,
    "日本" * 40,
    "\U0001f468\u200d\U0001f469",
    "ﷺ" * 9,
    "\u2028",
    "\r\n",
    "\t",
    "$(reboot)",
    "`id`",
    "'",
    '"',
    '"""',
    "\\",
    "%s%n",
    "{0}",
    "{server}",
    "{n}",
    "[bold]m[/]",
    "=cmd|' /C calc'!A0",
    "NaN",
    "9" * 4_301,
    "null",
    "true",
    "0",
    "-1",
    "1e999",
    "9" * 400,
    "9" * 5000,
    "x" * 5000,
    "x" * 300,
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z",
    "1970-01-01T00:00:00+23:59",
    "2026-02-30",
    "24:00",
    "yesterday 23:40",
    "4h",
    "99999999999h",
    "366d",
    "1.5h",
    "0m",
    "-3h",
    "compromised",
    "clean",
    "restored",
    "retired",
    "blocked",
    "all",
    "plan",
    "record",
    "*",
    "1",
    "2/a1,b1",
    "a1,b1",
    "é",
    "É",
    "ß",
    "İ",
    "ı",
    "ﬁ",
    "Ａ１",
    "a1 ",
    " a1",
    "A1",
    "a1\u0301",
    "a" * 64,
    "0" * 64,
)
NUMBERS: tuple[Any, ...] = (
    0,
    1,
    -1,
    2,
    5,
    6,
    999,
    2**31,
    2**53,
    2**63 - 1,
    2**63,
    2**64,
    -(2**63),
    10**30,
    0.5,
    -0.0,
    1e308,
    1e-320,
)
DEEP = ("[" * 600, "{a=" * 600, "[" * 4000 + "]" * 4000, "a." * 3000)
"""What a reader goes down into, further than its stack."""
CHARACTERS = (
    "\x00\x01\t\n\r\x1b "
    "\"'#,.=[]{}\\-+_:0129aAzéß\x7f\x80\x9b\xa0\u0301\u200b\u202e\u2028\u3164\ufeff\uffff\U0001f468"
)


def text(random: Random) -> str:
    """A text that somebody did not foresee; sometimes two of them in one."""
    found = random.choice(TEXTS)
    return found + random.choice(TEXTS) if random.random() < 0.1 else found


def word(random: Random) -> str:
    """A text that a command line can hold."""
    return text(random).replace("\x00", "").replace("\ud800", "\udcff")


def value(random: Random, depth: int = 3) -> Any:
    """A value as JSON has them."""
    match random.randrange(9 if depth else 6):
        case 0 | 1 | 2:
            return text(random)
        case 3:
            return random.choice(NUMBERS)
        case 4:
            return random.choice((True, False, None))
        case 5:
            return random.choice(([], {}))
        case 6:
            return [value(random, depth - 1) for _ in range(random.randrange(4))]
        case 7:
            return {text(random): value(random, depth - 1) for _ in range(random.randrange(3))}
        case _:
            return _nested(random.choice((20, 30, 150)), random.choice(("list", "table")))


def _nested(depth: int, kind: str) -> Any:
    inner: Any = 1
    for _ in range(depth):
        inner = [inner] if kind == "list" else {"a": inner}
    return inner


def changed(sound: Any, random: Random) -> Any:
    """A value of JSON with one part of it taken out, doubled, or made another."""
    if isinstance(sound, dict) and sound and random.random() < 0.85:
        name = random.choice(list(sound))
        match random.randrange(6):
            case 0:
                return {key: inner for key, inner in sound.items() if key != name}
            case 1:
                return {**sound, text(random): value(random)}
            case 2:
                return {
                    (text(random) if key == name else key): inner for key, inner in sound.items()
                }
            case _:
                return {**sound, name: changed(sound[name], random)}
    if isinstance(sound, list) and sound and random.random() < 0.85:
        at = random.randrange(len(sound))
        match random.randrange(6):
            case 0:
                return sound[:at] + sound[at + 1 :]
            case 1:
                return [*sound[:at], sound[at], *sound[at:]]
            case 2:
                return [*sound, value(random)]
            case _:
                return [*sound[:at], changed(sound[at], random), *sound[at + 1 :]]
    return value(random)


def damaged(data: bytes, random: Random) -> bytes:
    """Bytes with some of them flipped, zeroed, cut, doubled, moved or put in."""
    made = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 5, 20))):
        at = random.randrange(len(made) + 1)
        size = random.choice((1, 1, 2, 16, 100, 512, 4096))
        match random.randrange(8):
            case 0 | 1 | 2:
                if at < len(made):
                    made[at] ^= 1 << random.randrange(8)
            case 3:
                made[at : at + size] = bytes(len(made[at : at + size]))
            case 4:
                del made[at : at + size]
            case 5:
                made[at:at] = made[at : at + size]
            case 6:
                made[at:at] = random.choice(CHARACTERS).encode() * random.choice((1, 1, 3, 900))
            case _:
                if random.random() < 0.3:
                    del made[at:]
    return bytes(made)


_VALUE = re.compile(r'(?<=[=\[,{ ])\s*("[^"\n]*"|\d[\w:.+-]*|true|false|\[[^\[\]\n]*\])')
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?=\s*=)|(?<=\[)[\w.-]+(?=\]\n)")


def as_toml(plain: Any) -> str:
    """A value as TOML may have it; what TOML has no sign for stands as it is, and is no TOML."""
    if isinstance(plain, dict):
        return (
            "{ "
            + ", ".join(f"{as_toml(str(key))} = {as_toml(inner)}" for key, inner in plain.items())
            + " }"
        )
    if isinstance(plain, list):
        return "[" + ", ".join(map(as_toml, plain)) + "]"
    if isinstance(plain, str):
        return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")
    return (
        "nan" if plain is None else str(plain).lower() if isinstance(plain, bool) else repr(plain)
    )


def changed_toml(sound: str, random: Random) -> str:
    """A TOML text with a few values, keys, lines or signs made others."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        sound = random.choice(_CHANGES)(sound, random)
    return sound


def _other_value(sound: str, random: Random) -> str:
    return _at_one(
        _VALUE,
        sound,
        random,
        lambda: as_toml(value(random, 2)) if random.random() < 0.7 else _own_value(sound, random),
    )


def _own_value(sound: str, random: Random) -> str:
    found = _VALUE.findall(sound)
    return str(random.choice(found)) if found else "1"


def _other_key(sound: str, random: Random) -> str:
    keys = _KEY.findall(sound) or ["x"]
    return _at_one(
        _KEY,
        sound,
        random,
        lambda: as_toml(text(random)) if random.random() < 0.4 else str(random.choice(keys)),
    )


def _at_one(pattern: re.Pattern[str], sound: str, random: Random, other: Callable[[], str]) -> str:
    places = list(pattern.finditer(sound))
    if not places:
        return sound + other()
    place = random.choice(places)
    return (
        sound[: place.start()]
        + " " * pattern.pattern.startswith("(?<=[=")
        + other()
        + sound[place.end() :]
    )


def _other_lines(sound: str, random: Random) -> str:
    lines = sound.splitlines(keepends=True) or [""]
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case _:
            lines.insert(
                at,
                f"[{as_toml(text(random))}]\n"
                if random.random() < 0.5
                else f"{as_toml(text(random))} = {as_toml(value(random))}\n",
            )
    return "".join(lines)


def _other_signs(sound: str, random: Random) -> str:
    at = random.randrange(len(sound) + 1)
    size = random.choice((1, 1, 1, 3, 40))
    return (
        sound[:at]
        + random.choice(("", random.choice(CHARACTERS), random.choice(TEXTS), random.choice(DEEP)))
        + sound[at + size * (random.random() < 0.7) :]
    )


_CHANGES: Sequence[Callable[[str, Random], str]] = (
    _other_value,
    _other_value,
    _other_value,
    _other_key,
    _other_lines,
    _other_signs,
)
