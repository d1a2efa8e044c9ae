"""`import ansible`: the JSON of `ansible-inventory --list` as it is.

INI, YAML and folders through that very program, where it is installed. Nobody else reads Ansible's
own formats as Ansible does.
"""

import os
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from shutil import which
from typing import Any

from chwapi_console.cli.line.content import content_of
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.asking import ask, somebody_answers
from chwapi_console.cli.verbs.lists.ansible_process import PROGRAM, run_ansible
from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.exports.ansible import (
    group_names,
    hosts_in,
    inventory_in,
    unmapped,
)
from chwapi_console.inventory.importers.exports.groups import ListedGroup, group_said, groups_in
from chwapi_console.inventory.importers.found import Haul, Unread, Where, together
from chwapi_console.inventory.importers.tables.tables import one_line
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import say, typed_path

MOST_ASKED = 30
"""Groups that a person is asked about one by one; for more a file is less work."""


def hosts_of(context: VerbContext, name: str, content: bytes | None) -> Haul:
    """The hosts of an inventory, by its content where that is known already."""
    listed = (
        _listed(name)
        if content is None or not _is_json(content)
        else _Listed(inventory_in(content, name))
    )
    groups = _groups(context, listed.inventory)
    found = hosts_in(listed.inventory, groups)
    if not found.found and not found.unread:
        raise RequestError(
            say("{path} names no host. Look whether it is the right inventory.", path=name)
        )
    warned = tuple(
        Unread(Where(0, name), say("{program} warns: {words}", program=PROGRAM, words=words))
        for words in listed.warned
    )
    return together([found, Haul((), (*warned, *unmapped(listed.inventory, groups)))])


def _is_json(content: bytes) -> bool:
    begin = content[:400].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    return begin[:1] in (b"{", b"")


class _Listed(NamedTuple):
    """An inventory as Ansible's program lists it, and what the program warned of."""

    inventory: Mapping[str, Any]
    warned: Sequence[str] = ()


def _listed(name: str) -> _Listed:
    """What the program lists of an inventory that is no JSON.

    RequestError with what to do where that cannot be had, or not wholly: the program ends with 0
    although it could not read a part.
    """
    program = which(PROGRAM, path=_absolute(os.environ.get("PATH", os.defpath)))
    if program is None:
        raise RequestError(
            say(
                "{path} is not JSON, and {program} is not installed here to read it. Where Ansible "
                "is, run: "
                "{program} -i {quoted} --list > inventory.json, and import that.",
                path=name,
                program=PROGRAM,
                quoted=typed_path(name),
            )
        )
    path = str(Path(name).absolute())
    if "," in path:
        raise RequestError(
            say(
                "{path}: Ansible takes a name with a comma in it for a list of hosts. Rename it, "
                "or copy it elsewhere.",
                path=path,
            )
        )
    done = run_ansible(program, path)
    messages = _messages(done.err.decode("utf-8", "replace"))
    unparsed = [words for words in messages if _UNPARSED.search(words)]
    if done.code or unparsed:
        raise RequestError(
            say(
                "{program} cannot read {path}: {reason}",
                program=PROGRAM,
                path=name,
                reason=_reason(messages, unparsed),
            )
        )
    return _Listed(inventory_in(done.out, name), messages)


def _absolute(path: str) -> str:
    """The folders of a search path that do not hang on the one that somebody stands in."""
    return os.pathsep.join(folder for folder in path.split(os.pathsep) if folder.startswith("/"))


_UNPARSED = re.compile(
    r"Unable to parse|Failed to parse inventory|No inventory was parsed", re.IGNORECASE
)
_WHY = re.compile(
    r"Failed to parse (?:(?!Failed to parse ).)*? with \S+ plugin: *|Failed to parse inventory: *"
)
_LABEL = re.compile(r"^\[(?:WARNING|ERROR|DEPRECATION WARNING)\]: *(?:\* *)?")
_EMPTY = re.compile(r"provided hosts list is empty|only implicit localhost", re.IGNORECASE)


def _messages(stderr: str) -> list[str]:
    """What a program of Ansible said beside its answer, each message on one line, said once."""
    found: list[str] = []
    for line in stderr.splitlines():
        if _LABEL.match(line) or not found:
            found.append(_LABEL.sub("", line.strip()))
        elif line.strip():
            found[-1] += f" {line.strip()}"
    return [words for words in dict.fromkeys(map(one_line, found)) if words]


def _reason(messages: Sequence[str], unparsed: Sequence[str]) -> str:
    """Why an inventory was not read.

    What each way of reading it failed by, else the last that was said.
    """
    reasons = [_WHY.sub("", words) for words in messages if _WHY.search(words)]
    whys = [words for words in reasons if "plugin" not in words[:30]] or [
        words for words in unparsed if not _EMPTY.search(words)
    ]
    return " / ".join(dict.fromkeys(whys)) or "".join(messages[-1:])


def _groups(context: VerbContext, inventory: Mapping[str, Any]) -> Mapping[str, ListedGroup]:
    """What the groups are: as a file says, else as somebody at a terminal does."""
    if context.given.groups:
        path: str = context.given.groups
        try:
            return groups_in(content_of(path, context.out.mention).decode("utf-8-sig"), path)
        except UnicodeDecodeError as error:
            raise RequestError(say("{path} cannot be read as text.", path=path)) from error
    names = group_names(inventory)
    if (
        context.given.yes
        or len(names) > MOST_ASKED
        or not somebody_answers(context, context.given.files)
    ):
        return {}
    return _asked(context, names)


def _asked(context: VerbContext, names: list[str]) -> dict[str, ListedGroup]:
    context.out.say(
        say(
            'What are these groups? Answer "site", "role", "service 1" to "service 5" by tier, '
            '"skip" to leave its '
            "hosts out, or Enter for none of these."
        )
    )
    said = {
        name: ask(context, say("{name}:", name=name), "", partial(group_said, name))
        for name in names
    }
    return {name: group for name, group in said.items() if group}
