"""Plans found sound before, kept as plain values in the user's cache by their text's digest.

Reading a plan anew costs most of a verb's time; this saves it. Nothing is lost with the cache: what
is missing, damaged, somebody else's or of another version of the program is read anew, and no file
is removed that has not the name of an entry. Each entry begins with a digest of itself, and nothing
of it is used before that fits.
"""

import hashlib
import marshal
import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from chwapi_console import __version__
from chwapi_console.inventory.groups import AtLeast, Needs
from chwapi_console.inventory.model import (
    Condition,
    Crew,
    Duty,
    Estimate,
    Hub,
    Incident,
    Lane,
    Operator,
    Plan,
    Policy,
    Runbook,
    RunbookPolicy,
    Server,
    Service,
    ServiceGroup,
    Site,
    Step,
    TierWhen,
)
from chwapi_console.own_cache import held, made, own_bytes, put
from chwapi_console.package_data import archive_of

MOST_KEPT = 16
"""Plans that are kept: that in force beside the last that were acted by, which `show` reads."""
DIGEST_SIZE = 32
MOST_READ = 100_000_000
_ENTRY = re.compile(r"[0-9a-f]{64}-[\w.+-]*\.plan")


def recall(digest: str) -> Plan | None:
    """The plan whose text has this digest; None when it is not known."""
    with (
        suppress(
            OSError, ValueError, EOFError, TypeError, LookupError, AttributeError, MemoryError
        ),
        held() as folder,
    ):
        entry = own_bytes(_name(digest), folder, MOST_READ)
        if entry[:DIGEST_SIZE] == _seal(digest, entry[DIGEST_SIZE:]):
            return _plan(marshal.loads(entry[DIGEST_SIZE:]))
    return None


def remember(digest: str, plan: Plan) -> None:
    """Keeps a sound plan for the next time; the oldest of more than `MOST_KEPT` give way."""
    with suppress(OSError, ValueError), made() as folder:
        values = marshal.dumps(_values(plan))
        put(_name(digest), _seal(digest, values) + values, folder)
        for old in _entries(folder)[MOST_KEPT:]:
            os.unlink(old, dir_fd=folder)


def _entries(folder: int) -> list[str]:
    """The entries of the cache, the latest first; what else lies there is nobody's business here."""
    times = {
        name: os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime_ns
        for name in os.listdir(folder)
        if _ENTRY.fullmatch(name)
    }
    return sorted(times, key=times.__getitem__, reverse=True)


def _seal(digest: str, values: bytes) -> bytes:
    """What an entry begins with.

    The SHA-256 of the plan's digest and of the values, so that neither can be another's.
    """
    return hashlib.sha256(digest.encode() + values).digest()


def _name(digest: str) -> str:
    """Changes with whatever decides what a sound plan is.

    The text, this program and the Python that wrote it. All modules beside this one and of the
    model above it count, so that none is forgotten whose rule somebody mends between two versions.
    """
    newest = _newest(Path(__file__).parent, Path(__file__).parents[1])
    return f"{digest}-{__version__}-{sys.hexversion:x}-{newest:x}.plan"


def _newest(*rooms: Path) -> int:
    """When a module of these rooms was changed last, in nanoseconds."""
    try:
        return max(
            file.stat().st_mtime_ns
            for room in rooms
            for file in os.scandir(room)
            if file.name.endswith(".py")
        )
    except NotADirectoryError:  # all modules lie in one archive
        return archive_of(rooms[0]).stat().st_mtime_ns


def _values(plan: Plan) -> tuple[Any, ...]:
    incident = (
        plan.incident.name,
        plan.incident.detected.isoformat(),
        plan.incident.timezone,
        plan.incident.drill,
        plan.incident.unplugged,
    )
    return (
        incident,
        _row(plan.policy),
        *(
            {name: _row(part) for name, part in parts.items()}
            for parts in (plan.sites, plan.services, plan.servers, plan.runbooks, plan.steps)
        ),
        {name: _row(condition) for name, condition in plan.conditions.items()},
        {name: tuple(of) for name, of in plan.operators.items()},
        {name: tuple(of) for name, of in plan.groups.items()},
        {name: tuple(of) for name, of in plan.lanes.items()},
        {name: tuple(of) for name, of in plan.crews.items()},
        _row(plan.hub),
        {name: _row(duty) for name, duty in plan.duties.items()},
        *(_counts(parts) for parts in (plan.services, plan.servers, plan.conditions)),
    )


def _row(
    part: Policy | Hub | Site | Service | Server | Runbook | Step | Condition | Duty,
) -> tuple[Any, ...]:
    """The fields as marshal takes them: groups of needs as tuples of ids, whatever they ask for.

    Times as text.
    """
    values: Mapping[str, Any] = part._asdict()
    return tuple(
        tuple(value)
        if isinstance(value, Estimate)
        else (*value[:-1], dict(value.rules))
        if isinstance(value, RunbookPolicy)
        else value.isoformat()
        if isinstance(value, date)
        else value
        if name not in ("needs", "tier_when")
        else tuple(map(tuple, value))
        for name, value in values.items()
    )


def _counts(parts: Mapping[str, Service | Server | Condition]) -> dict[str, dict[int, int]]:
    """How many members each group asks for that does not say "any of".

    By node, and by the place of the group.
    """
    counted = {
        name: {
            place: group.least
            for place, group in enumerate(part.needs)
            if isinstance(group, AtLeast)
        }
        for name, part in parts.items()
    }
    return {name: counts for name, counts in counted.items() if counts}


def _counted(needs: Needs, counts: Mapping[int, int]) -> Needs:
    return tuple(
        AtLeast(counts[place], group) if place in counts else group
        for place, group in enumerate(needs)
    )


def _plan(values: tuple[Any, ...]) -> Plan:
    (
        (name, detected, timezone, drill, unplugged),
        policy,
        sites,
        services,
        servers,
        runbooks,
        steps,
        conditions,
        operators,
        groups,
        lanes,
        crews,
        hub,
        duties,
        *counts,
    ) = values
    at, since = map(Server._fields.index, ("restore", "not_before"))
    estimates = {row[at]: Estimate(*row[at]) for row in servers.values()}
    plan = Plan(
        Incident(name, datetime.fromisoformat(detected), timezone, drill, unplugged),
        Policy(*policy),
        _each(sites, Site),
        {key: _service(row) for key, row in services.items()},
        {key: _server(row, estimates[row[at]], at, since) for key, row in servers.items()},
        {key: _runbook(row) for key, row in runbooks.items()},
        _each(steps, Step),
        {key: _condition(row) for key, row in conditions.items()},
        _each(operators, Operator),
        _each(groups, ServiceGroup),
        _each(lanes, Lane),
        _each(crews, Crew),
        Hub(*hub),
        {key: _duty(row) for key, row in duties.items()},
    )
    return _with_counts(plan, *counts) if any(counts) else plan


def _each(rows: Mapping[str, tuple[Any, ...]], make: Any) -> dict[str, Any]:
    return {key: make(*row) for key, row in rows.items()}


def _server(row: tuple[Any, ...], restore: Estimate, at: int, since: int) -> Server:
    made = Server._make((*row[:at], restore, *row[at + 1 :]))
    return made._replace(not_before=datetime.fromisoformat(row[since])) if row[since] else made


def _runbook(row: tuple[Any, ...]) -> Runbook:
    made = Runbook._make(row)
    return made._replace(policy=made.policy and RunbookPolicy(*made.policy))


def _service(row: tuple[Any, ...]) -> Service:
    made = Service._make(row)
    return (
        made._replace(tier_when=tuple(TierWhen(*when) for when in made.tier_when))
        if made.tier_when
        else made
    )


def _condition(row: tuple[Any, ...]) -> Condition:
    made = Condition._make(row)
    return made._replace(
        estimate=made.estimate and Estimate(*made.estimate),
        promised=made.promised and datetime.fromisoformat(str(made.promised)),
    )


def _duty(row: tuple[Any, ...]) -> Duty:
    made = Duty._make(row)
    return made._replace(
        valid_from=made.valid_from and date.fromisoformat(str(made.valid_from)),
        checked=made.checked and date.fromisoformat(str(made.checked)),
    )


def _with_counts(
    plan: Plan,
    services: Mapping[str, dict[int, int]],
    servers: Mapping[str, dict[int, int]],
    conditions: Mapping[str, dict[int, int]],
) -> Plan:
    return plan._replace(
        conditions={
            **plan.conditions,
            **{
                name: (one := plan.conditions[name])._replace(needs=_counted(one.needs, counts))
                for name, counts in conditions.items()
            },
        },
        services={
            **plan.services,
            **{
                name: (of := plan.services[name])._replace(needs=_counted(of.needs, counts))
                for name, counts in services.items()
            },
        },
        servers={
            **plan.servers,
            **{
                name: (at := plan.servers[name])._replace(needs=_counted(at.needs, counts))
                for name, counts in servers.items()
            },
        },
    )
