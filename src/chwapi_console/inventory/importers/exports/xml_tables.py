"""Reports in XML as tables.

Elements become keys, as in JSON, and what repeats a list; `objects` makes tables of them. nmap's hosts
become rows of their own. Nothing is fetched. A text that declares entities is refused, for a few of
them become all memory; so is what lies deeper than any report, or has more elements.

Format: XML 1.0; of nmap its `nmap.dtd`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.exports.objects import grids_of_value
from chwapi_console.inventory.importers.tables.tables import Grid, ListRow, filled_rows
from chwapi_console.text import Sentence, say

DEEPEST, MOST_SIGNS = 40, 1_000_000
"""Elements within one another; signs that begin an element or its end, and such before a value."""

_OF_OTHER_KINDS = frozenset(
    {"workbook", "document", "document-content", "objs", "plist", "rss", "feed", "svg", "html"}
)
"""Roots of what is no report: a workbook, a text, objects of PowerShell, a page."""


def looks_like_xml(data: bytes) -> bool:
    """Whether bytes begin as XML does, and not as a web page."""
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<?xml", b"<!doctype nmaprun", b"<nmaprun")) and b"<html" not in head


def grids_of_xml(data: bytes, name: str, asked: Sequence[str] = ()) -> list[Grid]:
    """The tables of a report in XML.

    RequestError where there is none, and for what no report is.
    """
    root, whole = _read(data, name)
    if root.casefold() == "nmaprun":
        return [_of_nmap(whole)]
    if root.casefold() in _OF_OTHER_KINDS:
        raise RequestError(
            say(
                "{path} is XML, but no report: its root is {root}. Open it in the program that wrote "
                "it, and save it as CSV.",
                path=name,
                root=root[:40],
            )
        )
    return grids_of_value({root: whole}, name, asked, all_of_several=True)


class _Element:
    """An element as far as it was read."""

    def __init__(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.tag = tag
        self.parts: dict[str, list[Any]] = {_local(key): [said] for key, said in attributes.items()}
        self.words: list[str] = []
        self.children = 0

    @property
    def value(self) -> Any:
        """Its text, where it says nothing else; else its attributes and elements by their names.

        What stands under one name more than once is a list, and so is what an element holds only.
        """
        text = " ".join("".join(self.words).split())
        if not self.parts:
            return text
        if text:
            self.parts.setdefault("value", []).append(text)
        holds_one_kind = self.children and len(self.parts) == 1
        return {
            key: said
            if len(said) > 1 or (holds_one_kind and isinstance(said[0], dict))
            else said[0]
            for key, said in self.parts.items()
        }


class _Reader:
    """Reads along, with the elements that are open, and the root and its value at the end."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[_Element] = []
        self.root, self.whole = "", None

    def doctype(self, _: str, __: str | None, ___: str | None, declares: int) -> None:
        """The type of the document, which may declare what is in it."""
        if declares:
            self.entity()

    def entity(self, *_: object) -> None:
        """Where an entity is declared."""
        raise RequestError(
            say(
                "{path} declares entities of its own, as a report never does, and is not read. Look "
                "where it comes from.",
                path=self._name,
            )
        )

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element."""
        if len(self._open) >= DEEPEST:
            raise RequestError(_too_much(self._name))
        self._open.append(_Element(_local(tag), attributes))

    def words(self, text: str) -> None:
        """Letters."""
        self._open[-1].words.append(text)

    def end(self, _: str) -> None:
        """The end of an element."""
        ended = self._open.pop()
        if self._open:
            self._open[-1].parts.setdefault(ended.tag, []).append(ended.value)
            self._open[-1].children += 1
        else:
            self.root, self.whole = ended.tag, ended.value


def _too_much(name: str) -> Sentence:
    return say(
        "{path} has more elements, or deeper ones, than a report has. Export what lists servers alone.",
        path=name,
    )


def _local(tag: str) -> str:
    """The name of an element or attribute without its namespace."""
    return tag.rpartition(":")[2]


def _read(data: bytes, name: str) -> tuple[str, Any]:
    """The root's name and its value. RequestError for what is no XML, or none that is read."""
    if data.count(b"<") + data.count(b"=") > MOST_SIGNS:
        raise RequestError(_too_much(name))
    reader = _Reader(name)
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.EntityDeclHandler = reader.entity
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    parser.CharacterDataHandler = reader.words
    try:
        parser.Parse(data, True)
    except (ExpatError, ValueError, LookupError) as error:
        raise RequestError(
            say(
                "{path} is no XML that can be read: line {line}. Export it again.",
                path=name,
                line=getattr(error, "lineno", 1),
            )
        ) from error
    return reader.root, reader.whole


def _of_nmap(whole: Any) -> Grid:
    """The hosts that answered, with their first name and their addresses."""
    rows = [ListRow(number, [*said, ""]) for number, said in enumerate(_hosts_of_nmap(whole), 1)]
    return Grid(
        list(filled_rows(iter([ListRow(0, ["Host name", "IP address", "Description"]), *rows])))
    )


def _hosts_of_nmap(whole: Any) -> Iterator[tuple[str, str]]:
    for host in _each(whole, "host"):
        if any(each.get("state") == "down" for each in _each(host, "status")):
            continue
        addresses = [
            str(each.get("addr", ""))
            for each in _each(host, "address")
            if str(each.get("addrtype", "")).startswith("ip")
        ]
        names = [
            str(each.get("name", ""))
            for part in _each(host, "hostnames")
            for each in _each(part, "hostname")
        ]
        yield next(filter(None, names), ""), ", ".join(addresses)


def _each(value: Any, key: str) -> list[Mapping[str, Any]]:
    """The objects that stand below a key, one or several."""
    found = value.get(key, []) if isinstance(value, dict) else []
    return [
        each for each in (found if isinstance(found, list) else [found]) if isinstance(each, dict)
    ]
