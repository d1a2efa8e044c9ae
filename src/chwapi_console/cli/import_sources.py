"""From the words `import KIND FILE…` to what the files hold: the bytes are read here, what they mean is found elsewhere."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from chwapi_console.cli.content import STDIN, content_of
from chwapi_console.cli.desk import Desk
from chwapi_console.cli.names import refuse_unoffered
from chwapi_console.inventory.importers.found import Haul, together
from chwapi_console.inventory.importers.lists import Hints, TakenTable, tables_of


class Gathered(NamedTuple):
    """What the files gave, and the tables that were understood, with the names of their files."""

    haul: Haul
    tables: tuple[tuple[str, TakenTable], ...] = ()


def gathered(desk: Desk) -> Gathered:
    """Everything in the files that were named. UsageError for an unknown kind; RequestError for what cannot be read."""
    refuse_unoffered("import", [desk.given.kind], list(KINDS))
    read = KINDS[desk.given.kind]
    parts = [read(desk, name) for name in desk.given.files]
    return Gathered(together(part.haul for part in parts), tuple(table for part in parts for table in part.tables))


def _tables(desk: Desk, name: str) -> Gathered:
    return _in_tables(desk, name, content_of(name, desk.out.mention))


def _in_tables(desk: Desk, name: str, content: bytes) -> Gathered:
    from chwapi_console.inventory.importers.wishes import wish
    given = desk.given
    hints = Hints(tuple(wish(text) for text in given.map or ()), tuple(given.sheet or ()), given.encoding or "", given.site or "")
    taken = tables_of(content, name, hints)
    hauls = [table.haul for table in taken.tables]
    return Gathered(together([*hauls, Haul((), taken.unread)]), tuple((name, table) for table in taken.tables))


def _netbox(desk: Desk, name: str) -> Gathered:
    content = content_of(name, desk.out.mention)
    from chwapi_console.inventory.importers.objects import looks_like_json
    if not looks_like_json(content):
        return _in_tables(desk, name, content)
    from chwapi_console.inventory.importers.netbox import machines_in
    return Gathered(_at(desk, machines_in(content, name)))


def _ansible(desk: Desk, name: str) -> Gathered:
    from chwapi_console.cli.import_ansible import hosts_of
    is_folder = name != STDIN and Path(name).is_dir()
    return Gathered(_at(desk, hosts_of(desk, name, None if is_folder else content_of(name, desk.out.mention))))


def _at(desk: Desk, found: Haul) -> Haul:
    """The servers, those of no site at the one that `--site` names."""
    site = desk.given.site or ""
    return Haul(tuple(server if server.site else server._replace(site=site) for server in found.found), found.unread)


KINDS: dict[str, Callable[[Desk, str], Gathered]] = {
    "csv": _tables, "xlsx": _tables, "rvtools": _tables, "vcenter": _tables, "ansible": _ansible, "netbox": _netbox}
"""What can be imported. A table is known by its content, so any word for one reads them all."""
