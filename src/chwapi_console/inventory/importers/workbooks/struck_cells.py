"""What somebody crossed out in a workbook, written as such: `~~Sain~~`, as in plain texts.

The reader of workbooks says what stands in a cell, and not how it looks: a verdict that was taken
back by a line through it would count. Places: ECMA-376 part 1, 18.3.1.4, 18.4.8 and 18.8.22.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

STRUCK = b"~~"

_NAMED = rb"(?:[^\s<>/:]*:)?"
_STRIKE = re.compile(rb"<" + _NAMED + rb"""strike(?:\s+val\s*=\s*["'](?:1|true)["'])?\s*/?>""")
_FONTS = re.compile(rb"<" + _NAMED + rb"fonts[\s>]")
_FONT = re.compile(rb"<" + _NAMED + rb"font(?=[\s/>])")
_STYLES = re.compile(rb"<" + _NAMED + rb"cellXfs[\s>]")
_STYLE = re.compile(rb"<" + _NAMED + rb"xf(?:\s([^<>]*))?>")
_FONT_OF = re.compile(rb"""\bfontId\s*=\s*["'](\d{1,6})["']""")
_CELL = re.compile(rb"<(" + _NAMED + rb")c\s([^<>]*)(?<!/)>")
_STYLE_OF = re.compile(rb"""\bs\s*=\s*["'](\d{1,6})["']""")
_TYPE_OF = re.compile(rb"""\bt\s*=\s*["'](\w{1,12})["']""")
_VALUE = re.compile(rb"<" + _NAMED + rb"v(?:\s[^<>]*)?>([^<]*)<")
_TEXT = re.compile(rb"(<" + _NAMED + rb"t(?:\s[^<>]*)?>)([^<]*)<")
_STRINGS = re.compile(rb"<" + _NAMED + rb"sst[\s>]")
_STRING = re.compile(rb"<" + _NAMED + rb"si(?=[\s/>])")
_RUN = re.compile(rb"<" + _NAMED + rb"r(?:\s[^<>]*)?>")
_WORDS = frozenset({b"s", b"str", b"inlineStr", b"n", b""})
"""Types of cells whose words can be written anew."""


def with_strikes(parts: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The parts of an xlsx, what is crossed out in their cells between two tildes each."""
    if not any(_STRIKE.search(part) for part in parts.values()):
        return parts
    styles = frozenset(number for part in parts.values() for number in _struck_styles(part))
    shared = [text for part in parts.values() for text in _shared(part)] if styles else []
    return {
        place: _with_struck_cells(_with_struck_runs(part), styles, shared)
        for place, part in parts.items()
    }


def _struck_styles(part: bytes) -> Iterator[bytes]:
    """The numbers of the styles of cells whose letters have a line through them."""
    fonts = _FONT.split(_within(part, _FONTS, b"fonts>"))[1:]
    struck = {number for number, font in enumerate(fonts) if _STRIKE.search(font)}
    styles = _STYLE.findall(_within(part, _STYLES, b"cellXfs>")) if struck else []
    for number, style in enumerate(styles):
        font = _FONT_OF.search(style)
        if font and int(font[1]) in struck:
            yield b"%d" % number


def _within(part: bytes, begin: re.Pattern[bytes], end: bytes) -> bytes:
    """What stands from where something begins to the last place where it may end."""
    found = begin.search(part)
    return part[found.start() : part.rfind(end)] if found else b""


def _shared(part: bytes) -> Iterator[bytes]:
    """The strings that sheets share, without their marks."""
    if _STRINGS.search(part[:1000]):
        for text in _STRING.split(part)[1:]:
            yield b"".join(words for _, words in _TEXT.findall(text))


def _with_struck_runs(part: bytes) -> bytes:
    """A part with its strings, the runs that are crossed out between tildes."""
    if not _STRIKE.search(part) or not _TEXT.search(part):
        return part
    begins = [found.end() for found in _RUN.finditer(part)]
    if not begins:
        return part
    runs = [part[at:until] for at, until in zip(begins, [*begins[1:], len(part)], strict=True)]
    return part[: begins[0]] + b"".join(map(_with_struck_run, runs))


def _with_struck_run(run: bytes) -> bytes:
    found = _TEXT.search(run)
    if not found or not found[2].strip() or not _STRIKE.search(run, 0, found.start()):
        return run
    return run[: found.start(2)] + _crossed(found[2]) + run[found.end(2) :]


def _with_struck_cells(part: bytes, styles: frozenset[bytes], shared: Sequence[bytes]) -> bytes:
    """A sheet, the words of the cells of these styles written into them between tildes."""
    if not styles:
        return part
    written, done, end = list[bytes](), 0, 0
    for cell in _CELL.finditer(part):
        style = _STYLE_OF.search(cell[2])
        if not style or style[1] not in styles or cell.start() < end:  # one within another is none
            continue
        end = part.find(b"</%sc>" % cell[1], cell.end())
        if end < 0:
            break
        kind = _TYPE_OF.search(cell[2])
        words = _words(part[cell.end() : end], kind[1] if kind else b"", shared)
        if words.strip():
            about = _TYPE_OF.sub(b"", cell[2])
            text = b'<%(p)sc %(a)s t="inlineStr"><%(p)sis><%(p)st>%(w)s</%(p)st></%(p)sis>' % {
                b"p": cell[1],
                b"a": about,
                b"w": _crossed(words),
            }
            written += [part[done : cell.start()], text]
            done = end
    return b"".join([*written, part[done:]])


def _words(cell: bytes, kind: bytes, shared: Sequence[bytes]) -> bytes:
    """What stands in a cell; empty where it is no words."""
    if kind not in _WORDS:
        return b""
    if kind == b"inlineStr":
        return b"".join(words for _, words in _TEXT.findall(cell))
    found = _VALUE.search(cell)
    if found is None or kind != b"s":
        return found[1] if found else b""
    number = int(found[1]) if found[1].strip().isdigit() and len(found[1]) < 10 else -1
    return shared[number] if 0 <= number < len(shared) else b""


def _crossed(words: bytes) -> bytes:
    return STRUCK + words.strip().strip(STRUCK) + STRUCK
