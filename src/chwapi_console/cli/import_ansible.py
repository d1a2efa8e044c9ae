"""`import ansible`: the JSON of `ansible-inventory --list` as it is; INI, YAML and folders through that very program, where
it is installed. Nobody else reads Ansible's own formats as Ansible does.
"""

import subprocess
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from shutil import which
from typing import Any

from chwapi_console.cli.asking import ask, somebody_answers
from chwapi_console.cli.desk import Desk
from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.ansible import group_names, hosts_in, inventory_in, unmapped
from chwapi_console.inventory.importers.found import Haul, together
from chwapi_console.inventory.importers.groups import Group, group_said, groups_in
from chwapi_console.text import say

PROGRAM = "ansible-inventory"
PATIENCE = 120
"""Seconds that the program may take: it may ask machines that do not answer tonight."""

MOST_ASKED = 30
"""Groups that a person is asked about one by one; for more a file is less work."""


def hosts_of(desk: Desk, name: str, content: bytes | None) -> Haul:
    """The hosts of an inventory, by its content where that is known already."""
    inventory = _listed(name) if content is None or not _is_json(content) else inventory_in(content, name)
    groups = _groups(desk, inventory)
    found = hosts_in(inventory, groups)
    if not found.found and not found.unread:
        raise RequestError(say("{path} names no host. Look whether it is the right inventory.", path=name))
    return together([found, Haul((), tuple(unmapped(inventory, groups)))])


def _is_json(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"")


def _listed(name: str) -> Mapping[str, Any]:
    """What the program lists of an inventory that is no JSON. RequestError with what to do where that cannot be had."""
    program = which(PROGRAM)
    if program is None:
        raise RequestError(say("{path} is not JSON, and {program} is not installed here to read it. Where Ansible is, run: "
                               "{program} -i {path} --list > inventory.json, and import that.", path=name, program=PROGRAM))
    try:
        done = subprocess.run([program, "-i", str(Path(name).absolute()), "--list"], capture_output=True, timeout=PATIENCE,
                              stdin=subprocess.DEVNULL, check=False)
    except subprocess.TimeoutExpired as error:
        raise RequestError(say("{program} has not answered within {n} s. Run it by hand, and import what it prints.",
                               program=PROGRAM, n=PATIENCE)) from error
    except OSError as error:
        raise RequestError(say("{program} cannot be run: {reason}.", program=PROGRAM, reason=error.strerror or "")) from error
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise RequestError(say("{program} cannot read {path}: {reason}", program=PROGRAM, path=name, reason="".join(last)))
    return inventory_in(done.stdout, name)


def _groups(desk: Desk, inventory: Mapping[str, Any]) -> Mapping[str, Group]:
    """What the groups are: as a file says, else as somebody at a terminal does."""
    if desk.given.groups:
        path = Path(desk.given.groups)
        try:
            return groups_in(path.read_text(encoding="utf-8-sig"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise RequestError(say("{path} cannot be read as text.", path=str(path))) from error
    names = group_names(inventory)
    if desk.given.yes or len(names) > MOST_ASKED or not somebody_answers(desk, desk.given.files):
        return {}
    return _asked(desk, names)


def _asked(desk: Desk, names: list[str]) -> dict[str, Group]:
    desk.out.say(say('What are these groups? Answer "site", "role", "service 1" to "service 5" by tier, "skip" to leave its '
                     "hosts out, or Enter for none of these."))
    said = {name: ask(desk, say("{name}:", name=name), "", partial(group_said, name)) for name in names}
    return {name: group for name, group in said.items() if group}
