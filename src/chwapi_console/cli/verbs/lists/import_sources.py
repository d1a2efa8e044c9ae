"""From the words `import KIND FILE…` to what the files hold.

The bytes are read here, what they mean is found elsewhere.
"""

import re
from collections.abc import Callable
from pathlib import Path

from chwapi_console.cli.line.content import STDIN, content_of
from chwapi_console.cli.line.names import refuse_unoffered
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.inventory.importers.found import Haul, together
from chwapi_console.inventory.importers.lists import ReadingHints, TakenTable, tables_of
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, say


class Gathered(NamedTuple):
    """What the files gave, and the tables that were understood, with the names of their files."""

    haul: Haul
    tables: tuple[tuple[str, TakenTable], ...] = ()

    @property
    def without_rows(self) -> "Gathered":
        """What is to be told of it."""
        return Gathered(Haul(), tuple((name, table.without_rows) for name, table in self.tables))


class Source(NamedTuple):
    """One file: how it is called, and its bytes (none where it is a folder).

    With the names of sites, folded, that the plan knows.
    """

    name: str
    content: bytes | None
    known_sites: frozenset[str]


Reader = Callable[[VerbContext, Source], Gathered]
"""How the file of one product is read."""

_INVENTORY = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[^\S\n]*(?:[#;][^\n]*)?\n)*(?:\[[\w.-]+(?::(?:children|vars))?\][^\S\n]*\n"
    rb"|all:[^\S\n]*\n\s+(?:hosts|children):)"
)
"""How the inventories begin that people write for Ansible: with a group in brackets, or with
all."""


def gathered(context: VerbContext, known_sites: frozenset[str] = frozenset()) -> Gathered:
    """Everything in the files that were named.

    UsageError for an unknown kind; RequestError for what cannot be read.
    """
    refuse_unoffered("import", [context.given.kind], list(KINDS))
    parts = [_read(context, name, known_sites) for name in context.given.files]
    return Gathered(
        together(part.haul for part in parts),
        tuple(table for part in parts for table in part.tables),
    )


def _read(context: VerbContext, name: str, known_sites: frozenset[str]) -> Gathered:
    """What a file holds.

    By the word that was said, unless it plainly is what another word stands for.
    """
    wanted = KINDS[context.given.kind]
    if name != STDIN and Path(name).is_dir() and wanted is _ansible:
        return _ansible(context, Source(name, None, known_sites))
    source = Source(name, content_of(name, context.out.mention), known_sites)
    read = _by_content(source, wanted)
    if read is not wanted:
        context.out.complain(
            say("{path} is {what}, and is read as that.", path=name, what=_CALLED[read])
        )
    return read(context, source)


def _by_content(source: Source, wanted_reader: Reader) -> Reader:
    """The reader for what a file plainly is; the wanted one where it may well be that."""
    from chwapi_console.inventory.importers.exports.objects import looks_like_json, parsed
    from chwapi_console.inventory.importers.workbooks.spreadsheets import is_workbook

    content = source.content or b""
    if not looks_like_json(content):
        if is_workbook(content) or (wanted_reader is _netbox and content):
            return _tables
        if wanted_reader is _ansible:
            return _tables if source.name.casefold().endswith(".csv") else _ansible
        return _ansible if _INVENTORY.match(content[:4000]) else wanted_reader
    from chwapi_console.inventory.importers.exports.ansible import is_an_inventory
    from chwapi_console.inventory.importers.exports.netbox import is_of_netbox
    from chwapi_console.inventory.importers.tables.decoding import decoded

    whole = parsed(decoded(content).text.lstrip("\ufeff"), source.name)
    if isinstance(whole, dict) and is_an_inventory(whole, any_group=wanted_reader is _ansible):
        return _ansible
    return _netbox if is_of_netbox(whole, any_machine=wanted_reader is _netbox) else _tables


def _tables(context: VerbContext, source: Source) -> Gathered:
    from chwapi_console.inventory.importers.columns.wishes import wish

    given = context.given
    hints = ReadingHints(
        tuple(wish(text) for text in given.map or ()),
        tuple(given.sheet or ()),
        given.encoding or "",
        given.site or "",
        source.known_sites,
    )
    taken = tables_of(source.content or b"", source.name, hints)
    hauls = [table.haul for table in taken.tables]
    return Gathered(
        together([*hauls, Haul((), taken.unread)]),
        tuple((source.name, table) for table in taken.tables),
    )


def _netbox(context: VerbContext, source: Source) -> Gathered:
    from chwapi_console.inventory.importers.exports.netbox import machines_in

    return Gathered(_at(context, machines_in(source.content or b"", source.name)))


def _ansible(context: VerbContext, source: Source) -> Gathered:
    from chwapi_console.cli.verbs.lists.import_ansible import hosts_of

    return Gathered(_at(context, hosts_of(context, source.name, source.content)))


def _at(context: VerbContext, haul: Haul) -> Haul:
    """The servers, those of no site at the one that `--site` names."""
    site = context.given.site or ""
    return Haul(
        tuple(server if server.site else server._replace(site=site) for server in haul.found),
        haul.unread,
    )


KINDS: dict[str, Reader] = {
    "csv": _tables,
    "xlsx": _tables,
    "json": _tables,
    "rvtools": _tables,
    "vcenter": _tables,
    "ansible": _ansible,
    "netbox": _netbox,
}
"""What can be imported. A table is known by its content, so any word for one reads them all."""

_CALLED: dict[Reader, Sentence] = {
    _tables: say("a table"),
    _ansible: say("an inventory of Ansible"),
    _netbox: say("an export of NetBox"),
}
