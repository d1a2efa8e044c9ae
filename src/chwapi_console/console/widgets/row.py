"""A row of the screen: what it is about, and its words with their looks.

Rows are compared to see what must be redrawn.
"""

from abc import abstractmethod
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, takewhile, zip_longest
from typing import ClassVar, Literal, overload

from rich.cells import cell_len, set_cell_size

from chwapi_console.console.widgets.styles import Look
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import wrapped


class Piece(NamedTuple):
    """Words of one look."""

    text: str
    look: Look = ""


RowKind = Literal["server", "service", "condition", "group", "step", "runbook", "event"]


class RowKey(NamedTuple):
    """What a row is about: its kind, and its id where there are several of that.

    `within` says where it stands, so that one thing can have several rows on a page.
    """

    kind: RowKind
    id: str = ""
    within: str = ""


class Row(NamedTuple):
    """One line.

    `key` says what it is about; a row without one cannot be opened or acted on. `folds` says that
    more lies in it.
    """

    pieces: tuple[Piece, ...]
    key: RowKey | None = None
    folds: bool = False

    @property
    def text(self) -> str:
        """The words of the row."""
        return "".join(piece.text for piece in self.pieces)


def cells(text: str) -> int:
    """The width of a text on the screen."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, width: int) -> str:
    """The text in exactly so many cells: filled with blanks, or cut with an ellipsis."""
    if width <= 0:
        return ""
    if text.isascii() and len(text) <= width:
        return text.ljust(width)
    if cells(text) <= width:
        return set_cell_size(text, width)
    kept = set_cell_size(text, width - 1)
    return kept + (" " if kept.rstrip().endswith("…") else "…")


def fit_words(text: str, width: int) -> str:
    """The same without the part of a word that an ellipsis would end: half a name is another one.

    But of a word that is most of the line.
    """
    fitted = fit(text, width)
    if fitted.rstrip() == text.rstrip():
        return fitted
    whole, blank, part = fitted.rstrip("… ").rpartition(" ")
    cut_between = text[len(whole) + 1 + len(part) :][:1] in (" ", "")
    return fitted if cut_between or len(part) > width // 2 else fit(f"{whole}{blank}…", width)


def told_apart(names: Collection[str], width: int) -> dict[str, str]:
    """Each name in so many cells; where several would be cut alike, with the end by which they differ."""
    alike: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        alike.setdefault(fit(name, width).rstrip(), []).append(name)
    shown = {}
    for cut, those in alike.items():
        words = [name.split() for name in those] if len(those) > 1 else []
        same = sum(
            1 for _ in takewhile(lambda each: len(set(each)) == 1, zip(*words, strict=False))
        )
        for name in those:
            end = " ".join(name.split()[same:])
            room = width - cells(end) - 1
            apart = same and end and room > 1
            shown[name] = f"{fit_words(name, room).rstrip()} {end}" if apart else cut
    return shown


class LazyRows(Sequence[Row]):
    """Rows made when they are asked for; their ids are known before.

    All are about things of one kind, of which there may be a hundred thousand.
    """

    kind: ClassVar[RowKind]

    @abstractmethod
    def row(self, index: int) -> Row:
        """Makes the row at a place, counted from 0."""

    @abstractmethod
    def id(self, index: int) -> str:
        """The id of what the row at a place is about."""

    def key(self, index: int) -> RowKey:
        """The key that the row at a place has."""
        return RowKey(self.kind, self.id(index))

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        places = range(len(self))[index]
        return (
            self.row(places) if isinstance(places, int) else [self.row(place) for place in places]
        )


def key_at(rows: Sequence[Row], index: int) -> RowKey | None:
    """The key of the row at a place."""
    return rows.key(index) if isinstance(rows, LazyRows) else rows[index].key


def keys(rows: Sequence[Row]) -> Iterator[RowKey | None]:
    """The keys of all rows."""
    return (key_at(rows, index) for index in range(len(rows)))


def ids(rows: Sequence[Row], kind: RowKind) -> Iterator[str]:
    """The ids of what the rows are about, of those that are about things of a kind."""
    return (key.id for key in keys(rows) if key is not None and key.kind == kind)


def index_of(rows: Sequence[Row], key: RowKey | None, near: int = 0) -> int | None:
    """Where the row about something stands, looked for from where it stood to both sides.

    None when there is none.
    """
    if key is None:
        return None
    near = min(near, len(rows))
    outwards = chain.from_iterable(zip_longest(range(near, len(rows)), range(near - 1, -1, -1)))
    if isinstance(rows, LazyRows):
        if key != RowKey(rows.kind, key.id):
            return None
        return next((i for i in outwards if i is not None and rows.id(i) == key.id), None)
    return next((i for i in outwards if i is not None and rows[i].key == key), None)


def still_at(rows: Sequence[Row], before: Sequence[Row], cursor: int) -> int | None:
    """Where what the cursor stood on stands now.

    Rows of a page that are about nothing are known by their words; where those changed, by the
    nearest row above that is still there: never is it another thing that has moved up under the
    cursor. None where none is, and where rows that are made when asked for have lost it.
    """
    if not 0 <= cursor < len(before):
        return None
    if isinstance(rows, LazyRows) or isinstance(before, LazyRows):
        return index_of(rows, key_at(before, cursor), cursor)
    if len(rows) == len(before) and not rows[cursor].key and not before[cursor].key:
        return cursor  # a page of one shape, such as a picture, in other words
    places: dict[tuple[RowKey | None, str], list[int]] = {}
    for index, row in enumerate(rows):
        places.setdefault(_known_by(row), []).append(index)
    for stood in range(cursor, -1, -1):
        if found := places.get(_known_by(before[stood])):
            anchor = min(found, key=lambda index: abs(index - stood))
            reworded = range(anchor + 1, min(anchor + cursor - stood, len(rows) - 1) + 1)
            return (
                anchor
                if any(rows[index].key for index in reworded)
                else max(anchor, reworded.stop - 1)
            )
    return None


def _known_by(row: Row) -> tuple[RowKey | None, str]:
    return (row.key, "" if row.key else row.text)


def plain(text: str = "", look: Look = "", key: RowKey | None = None) -> Row:
    """A row of one look."""
    return Row((Piece(text, look),), key)


def paragraph(text: str, width: int, indent: str = " ", look: Look = "") -> Iterator[Row]:
    """The text on as many rows as it takes."""
    for line in wrapped(text, max(20, width - len(indent))):
        yield plain(indent + line, look)


def on_lines(text: str, most: int, width: int) -> list[str]:
    """The text on at most so many lines; the last one is cut with an ellipsis."""
    lines = [row.text for row in paragraph(text, width, indent="")]
    return (
        lines
        if len(lines) <= most
        else [*lines[: most - 1], fit(" ".join(lines[most - 1 :]), width)]
    )


def ending_on_lines(text: str, end: str, most: int, width: int) -> list[str]:
    """The text on at most so many lines, of which its end is kept whole: what comes before is cut."""
    lines = list(wrapped(text, width))
    if len(lines) <= most:
        return lines
    if not end or not text.endswith(end):
        return [fit(f"… {lines[-most]}", width), *lines[len(lines) - most + 1 :]]
    last = list(wrapped(end, width))[-most:]
    return [
        *(
            on_lines(text.removesuffix(end).rstrip(), most - len(last), width)
            if len(last) < most
            else ()
        ),
        *last,
    ]


def columns(
    values: Sequence[tuple[str, int, Look]], key: RowKey | None = None, *, folds: bool = False
) -> Row:
    """A row of columns: words, width in cells, look; one blank between them.

    The last one is not filled. Blanks that fill a column have no look, so that they need not be
    sent again when the look of the words changes; a heading's are underlined.
    """
    pieces: list[Piece] = []
    for text, width, look in values[:-1]:
        if width > 0:
            filled = fit(text, width)
            words = filled if look == "heading" else filled.rstrip(" ")
            pieces += [Piece(words, look), Piece(filled[len(words) :] + " ")]
    text, width, look = values[-1]
    pieces.append(Piece(fit(text, width).rstrip(), look))
    return Row(tuple(pieces), key, folds)
