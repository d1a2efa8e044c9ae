"""Plans that were found sound before, kept as plain values in the user's cache folder under the digest of their text.

Reading a plan anew costs most of a verb's time; this saves it. Nothing is lost with the cache: what is missing, damaged,
somebody else's or of another version of the program is read anew, and a cache that cannot be written is done without.
The folder is held open and must be one's own and no link: nothing is read, written or taken away anywhere else, and nothing
taken away that has not the name of an entry.
Damage shows in the digest that each entry begins with: nothing of an entry is used before that fits.
"""

import hashlib
import marshal
import os
import re
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from chwapi_console import __version__
from chwapi_console.inventory.groups import AtLeast, Needs
from chwapi_console.inventory.model import Estimate, Incident, Plan, Policy, Runbook, Server, Service, Site, Step

MOST_KEPT = 8
DIGEST_SIZE = 32
MOST_READ = 100_000_000
_ENTRY = re.compile(r"[0-9a-f]{64}-[\w.+-]*\.plan|\d+\.new")
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def recall(digest: str) -> Plan | None:
    """The plan whose text has this digest; None when it is not known."""
    with suppress(OSError, ValueError, EOFError, TypeError, LookupError, AttributeError, MemoryError), _held(_path()) as folder:
        entry = _own_bytes(_name(digest), folder)
        if entry[:DIGEST_SIZE] == _seal(digest, entry[DIGEST_SIZE:]):
            return _plan(marshal.loads(entry[DIGEST_SIZE:]))
    return None


def remember(digest: str, plan: Plan) -> None:
    """Keeps a sound plan for the next time; the oldest of more than `MOST_KEPT` give way."""
    with suppress(OSError, ValueError):
        path = _path()
        _make(path)
        with _held(path) as folder:
            fresh = f"{os.getpid()}.new"
            with suppress(FileNotFoundError):
                os.unlink(fresh, dir_fd=folder)
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=folder)
            with os.fdopen(descriptor, "wb") as file:
                values = marshal.dumps(_values(plan))
                file.write(_seal(digest, values) + values)
            os.rename(fresh, _name(digest), src_dir_fd=folder, dst_dir_fd=folder)
            for old in _entries(folder)[MOST_KEPT:]:
                os.unlink(old, dir_fd=folder)


def _entries(folder: int) -> list[str]:
    """The entries of the cache, the latest first; what else lies there is nobody's business here."""
    times = {name: os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime_ns for name in os.listdir(folder)
             if _ENTRY.fullmatch(name)}
    return sorted(times, key=times.__getitem__, reverse=True)


def _own_bytes(name: str, folder: int) -> bytes:
    """The bytes of a file in the folder; none of what is a link, somebody else's, too large or for others to write."""
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        return file.read() if stat.S_ISREG(status.st_mode) and _own(status) and status.st_size < MOST_READ else b""


@contextmanager
def _held(path: Path) -> Iterator[int]:
    """The cache folder, open. OSError where it is a link, somebody else's, or for others to write."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if not _own(os.fstat(folder)):
            raise PermissionError(path)
        yield folder
    finally:
        os.close(folder)


def _own(status: os.stat_result) -> bool:
    return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_WRITE


def _make(path: Path) -> None:
    """Makes the folder where there is none. OSError in somebody else's home, as root finds it after `sudo`: what is made there
    would be in their way."""
    around = next(parent for parent in path.parents if parent.is_dir())
    if around.stat().st_uid != os.geteuid():
        raise PermissionError(path)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)


def _path() -> Path:
    """OSError where the environment names no home: then nothing is kept. A relative `XDG_CACHE_HOME` counts for nothing, as
    the XDG Base Directory Specification wants it.
    """
    if (base := os.environ.get("XDG_CACHE_HOME", "")).startswith("/"):
        return Path(base) / "chwapi-console"
    if home := os.environ.get("HOME"):
        return Path(home) / ".cache" / "chwapi-console"
    raise OSError("no home")


def _seal(digest: str, values: bytes) -> bytes:
    """What an entry begins with: the SHA-256 of the plan's digest and of the values, so that neither can be another's."""
    return hashlib.sha256(digest.encode() + values).digest()


def _name(digest: str) -> str:
    """Changes with whatever decides what a sound plan is: the text, this program and the Python that wrote it. All modules beside
    this one count, so that none is forgotten whose rule somebody mends between two versions.
    """
    with os.scandir(Path(__file__).parent) as beside:
        newest = max(module.stat().st_mtime_ns for module in beside if module.name.endswith(".py"))
    return f"{digest}-{__version__}-{sys.hexversion:x}-{newest:x}.plan"


def _values(plan: Plan) -> tuple[Any, ...]:
    incident = (plan.incident.name, plan.incident.detected.isoformat(), plan.incident.timezone, plan.incident.drill)
    return (incident, _row(plan.policy), *(
        {name: _row(part) for name, part in parts.items()} for parts in (
            plan.sites, plan.services, plan.servers, plan.runbooks, plan.steps)),
        *(_counts(parts) for parts in (plan.services, plan.servers)))


def _row(part: Policy | Site | Service | Server | Runbook | Step) -> tuple[Any, ...]:
    """The fields as marshal takes them: groups of needs as tuples of ids, whatever they ask for."""
    values: Mapping[str, Any] = part._asdict()
    return tuple(tuple(value) if isinstance(value, Estimate) else value if name != "needs" else tuple(map(tuple, value))
                 for name, value in values.items())


def _counts(parts: Mapping[str, Service | Server]) -> dict[str, dict[int, int]]:
    """How many members each group asks for that does not say "any of": by node, and by the place of the group."""
    counted = {name: {place: group.least for place, group in enumerate(part.needs) if isinstance(group, AtLeast)}
               for name, part in parts.items()}
    return {name: counts for name, counts in counted.items() if counts}


def _counted(needs: Needs, counts: Mapping[int, int]) -> Needs:
    return tuple(AtLeast(counts[place], group) if place in counts else group for place, group in enumerate(needs))


def _plan(values: tuple[Any, ...]) -> Plan:
    (name, detected, timezone, drill), policy, sites, services, servers, runbooks, steps, *counts = values
    at = Server._fields.index("restore")
    estimates = {row[at]: Estimate(*row[at]) for row in servers.values()}

    def each(rows: Mapping[str, tuple[Any, ...]], make: Any) -> dict[str, Any]:
        return {key: make(*row) for key, row in rows.items()}

    plan = Plan(Incident(name, datetime.fromisoformat(detected), timezone, drill), Policy(*policy), each(sites, Site),
                each(services, Service), {key: Server._make((*row[:at], estimates[row[at]], *row[at + 1:]))
                                          for key, row in servers.items()}, each(runbooks, Runbook), each(steps, Step))
    return _with_counts(plan, *counts) if any(counts) else plan


def _with_counts(plan: Plan, services: Mapping[str, dict[int, int]], servers: Mapping[str, dict[int, int]]) -> Plan:
    return plan._replace(
        services={**plan.services, **{name: (of := plan.services[name])._replace(needs=_counted(of.needs, counts))
                                      for name, counts in services.items()}},
        servers={**plan.servers, **{name: (at := plan.servers[name])._replace(needs=_counted(at.needs, counts))
                                    for name, counts in servers.items()}})
