"""The cells of the tables of an OpenDocument sheet, each as often as it is repeated.

Format: OpenDocument 1.3 part 3, 9.1.

The text is parsed as XML, for what is in a comment, an attribute or a cell may look like a row.
What the reader could take otherwise than this does is refused: another encoding, an entity, a table
within a cell.
"""

from collections.abc import Mapping
from xml.parsers.expat import ExpatError, ParserCreate

_TABLE, _ROW, _CELLS = (
    "table:table",
    "table:table-row",
    ("table:table-cell", "table:covered-table-cell"),
)
_LEVELS = {_TABLE: 0, _ROW: 1, **dict.fromkeys(_CELLS, 2)}
"""How deep in one another these stand."""


class Misplaced(ValueError):
    """The text is no table as programs write them."""


def repeated_cells(content: bytes) -> int:
    """The cells of all tables that say something, and the empty ones before them.

    Misplaced for what is no such text.
    """
    tables = _Tables()
    parser = ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = tables.doctype
    parser.StartElementHandler, parser.EndElementHandler = tables.begin, tables.end
    parser.CharacterDataHandler = tables.words
    try:
        parser.Parse(content, True)
    except ExpatError as error:
        raise Misplaced(str(error)) from error
    return tables.cells


class _Tables:
    """Counts along: `cells` of the tables that have ended."""

    def __init__(self) -> None:
        self.cells = 0
        self._open: list[int] = []
        self._table = self._widest = self._rows = self._columns = self._wide = 0
        self._repeated = 1

    def doctype(self, *_: object) -> None:
        """Where entities are declared."""
        raise Misplaced("doctype")

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element, which within a cell says something."""
        level = _LEVELS.get(name)
        if self._open and self._open[-1] == 2:
            self._wide = self._columns
        if level is None:
            return
        if self._open and self._open[-1] >= level:
            raise Misplaced(name)
        self._open.append(level)
        if level == 1:
            self._repeated, self._columns, self._wide = (
                _times(attributes, "table:number-rows-repeated"),
                0,
                0,
            )
        elif level == 2:
            self._columns += _times(attributes, "table:number-columns-repeated")
            if any("value" in each or "formula" in each for each in attributes):
                self._wide = self._columns

    def words(self, _: str) -> None:
        """Letters, which within a cell say something."""
        if self._open and self._open[-1] == 2:
            self._wide = self._columns

    def end(self, name: str) -> None:
        """The end of an element."""
        if name not in _LEVELS:
            return
        level = self._open.pop()
        if level == 1:
            self._rows += self._repeated
            self._widest = max(self._widest, self._wide)
            self._table = self._rows * self._widest if self._wide else self._table
        elif level == 0:
            self.cells += self._table
            self._table = self._widest = self._rows = 0


def _times(attributes: Mapping[str, str], name: str) -> int:
    """How often something is repeated. Misplaced where that is no number."""
    try:
        return int(attributes.get(name, "1"))
    except ValueError as error:
        raise Misplaced(name) from error
