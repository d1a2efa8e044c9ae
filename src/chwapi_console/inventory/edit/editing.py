"""A plan's text with a few things written into it, and every other byte as it was.

Comments, order and layout survive.

Only additions and changed fields of sites, services and servers are written; nothing is taken out.
An edit is a guess about how somebody laid out their file, so the outcome is read again: it must be
the wanted plan and have every comment that stood there, or nothing is written at all. (tomlkit
keeps layouts too; it took 4.7 s for 10,000 servers where this takes 0.6, and its own edits would
need the same proof.)
"""

import re
from collections.abc import Iterator
from pathlib import Path

from chwapi_console.errors import RequestError
from chwapi_console.inventory.edit.difference import (
    Changed,
    Difference,
    PlanPart,
    Table,
    differences,
    parts_of,
)
from chwapi_console.inventory.edit.list_edits import Edit, list_edits
from chwapi_console.inventory.edit.write import entry, field_text, part_text
from chwapi_console.inventory.faults import PlanError
from chwapi_console.inventory.file.lines import FileLines, comments
from chwapi_console.inventory.file.load import LoadedPlan, parse
from chwapi_console.inventory.model import Plan, Server, Service, Site
from chwapi_console.text import say


def edited(loaded: LoadedPlan, wanted_plan: Plan) -> str:
    """The plan's text, edited so that it says what is wanted.

    RequestError where its layout cannot be edited safely.
    """
    text = loaded.text
    found = differences(loaded.plan, wanted_plan)
    outcome = _with(found, text, wanted_plan)
    if found.removed or not _says(outcome, wanted_plan, loaded.path):
        raise RequestError(
            say(
                "{path} is laid out in a way that cannot be edited safely. Nothing was written; "
                "write the new servers into a plan of their own with --output, and copy them over.",
                path=str(loaded.path),
            )
        )
    if lost := comments(text) - comments(outcome):
        raise RequestError(
            say(
                'The comment "{comment}" in {path} would be lost. Nothing was written; put it on a '
                "line of its "
                "own, outside the value that changes, and try again.",
                comment=next(iter(lost)),
                path=str(loaded.path),
            )
        )
    return outcome


def _with(difference: Difference, text: str, wanted_plan: Plan) -> str:
    """The text with what was found to differ.

    Where things stand in it is known here only: of a large plan that takes much memory, and the
    outcome is read next.
    """
    pen = _Pen(text)
    edits = [edit for changed in difference.changed for edit in pen.changing(changed)]
    for table in ("sites", "services", "servers"):
        edits += pen.adding(
            table, wanted_plan, [place for place in difference.added if place.table == table]
        )
    return _applied(text, edits)


def _says(text: str, wanted_plan: Plan, path: Path) -> bool:
    try:
        return differences(parse(text, path).plan, wanted_plan).nothing
    except PlanError:
        return False


def _applied(text: str, edits: list[Edit]) -> str:
    """The text with all edits, each placed by the text as it was.

    Those at one place in the order they were made.
    """
    pieces, at = [], 0
    for start, end, words in sorted(edits, key=lambda edit: edit.start):
        pieces += [text[at:start], words]
        at = end
    return "".join([*pieces, text[at:]])


class _Pen:
    """Knows where in one text things stand."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = FileLines(text)
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._keys = {
            table: self._lines.keys_of(table)
            for table in ("sites", "services", "servers", "conditions")
        }

    def changing(self, changed: Changed) -> Iterator[Edit]:
        """The edits that give a part its new fields.

        What the file says already is replaced, the rest put at its end.
        """
        (table, name), fresh = changed.place, []
        for change in changed.fields:
            key = (table, name, change.field)
            if span := self._lines.span(key):
                within = list_edits(self._text, self._lines, key, change.old, change.new)
                whole = Edit(*span, field_text(change.field, change.new).partition(" = ")[2])
                yield from [whole] if within is None else within
            else:
                fresh.append(field_text(change.field, change.new))
        if fresh and (keys := self._keys.get(table, {}).get(name)):
            yield self._beside(table, name, max(keys, key=lambda key: self._span(key)[1]), fresh)

    def _beside(self, table: str, name: str, last: tuple[str, ...], fresh: list[str]) -> Edit:
        """New fields after the last one.

        Within the same braces, or on lines of their own with the same words before.
        """
        end = self._span(last)[1]
        whole = self._lines.span((table, name))
        if whole and self._text[whole[0]] == "{":
            return Edit(end, end, "".join(f", {field}" for field in fresh))
        line_end = self._end_of_line(end)
        before = self._before(last)
        return Edit(
            line_end, line_end, "".join(f"{self._newline}{before}{field}" for field in fresh)
        )

    def _before(self, key: tuple[str, ...]) -> str:
        """What stands on the line before the last name of a key.

        Blanks, and the dotted names around it.
        """
        start = self._text.rfind("\n", 0, self._lines.begins(key) or 0) + 1
        written = self._text[start : self._span(key)[0]]
        found = re.match(r"(.*?)[\"']?" + re.escape(key[-1]) + r"[\"']?\s*=", written)
        return found[1] if found else ""

    def adding(self, table: Table, plan: Plan, places: list[PlanPart]) -> Iterator[Edit]:
        """The edits that add parts.

        Below those that stand one to a line, else at the end of the file.
        """
        if not places:
            return
        parts = [
            (place.name, part)
            for place in places
            if isinstance(part := parts_of(plan, table)[place.name], Site | Service | Server)
        ]
        lines = [entry(name, part) for name, part in parts if isinstance(part, Site | Server)]
        at = self._after_the_last(table) if lines else None
        if at is not None:
            yield Edit(at, at, "".join(f"{self._newline}{line}" for line in lines))
        else:
            yield self._at_the_end(
                [f"[{table}]", *lines]
                if lines and not self._has_heading(table)
                else [
                    line
                    for name, part in parts
                    for line in part_text(table, name, part).splitlines()
                ]
            )

    def _at_the_end(self, lines: list[str]) -> Edit:
        end = len(self._text) + 1  # after what is put below the last line, should that end the file
        first = "" if not self._text or self._text.endswith("\n") else self._newline
        return Edit(end, end, first + "".join(f"{line}{self._newline}" for line in ["", *lines]))

    def _after_the_last(self, table: str) -> int | None:
        """The end of the last line below the heading of a table that has one entry to a line.

        None where none has.
        """
        ends = [
            span[1]
            for name in self._keys[table]
            if (span := self._lines.span((table, name)))
            and self._text[span[0]] == "{"
            and self._is_one_name(table, name)
        ]
        if ends:
            return self._end_of_line(max(ends))
        heading = self._heading(table)
        return self._end_of_line(heading.end()) if heading else None

    def _is_one_name(self, table: str, name: str) -> bool:
        """Whether an entry stands under the heading of its table, not in braces within braces."""
        start = self._lines.begins((table, name)) or 0
        return not self._text[self._text.rfind("\n", 0, start) + 1 : start].strip()

    def _has_heading(self, table: str) -> bool:
        return self._heading(table) is not None

    def _heading(self, table: str) -> re.Match[str] | None:
        return re.search(rf"^[ \t]*\[[ \t]*{table}[ \t]*\]", self._text, re.MULTILINE)

    def _end_of_line(self, place: int) -> int:
        end = self._text.find("\n", place)
        if end < 0:
            return len(self._text)
        return end - 1 if end > place and self._text[end - 1] == "\r" else end

    def _span(self, key: tuple[str, ...]) -> tuple[int, int]:
        span = self._lines.span(key)
        assert span is not None
        return span
