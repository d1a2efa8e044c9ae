"""A plan to begin with, where there is none.

An incident that runs since it was told of, no service, no server.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from chwapi_console.clock import zone_named
from chwapi_console.inventory.model import Incident, Plan, Policy

_ZONES = "zoneinfo/"


def blank_plan(name: str, detected: datetime, timezone: str) -> Plan:
    """The plan of an incident of which nothing is known but its name and since when."""
    at = detected.astimezone(zone_named(timezone)).replace(microsecond=0)
    return Plan(Incident(name, at, timezone), Policy(), {})


def zone_of(environ: Mapping[str, str], localtime: Path = Path("/etc/localtime")) -> str:
    """The time zone of this host, by `TZ` or by what its clock is linked to.

    UTC where neither tells.
    """
    for name in (environ.get("TZ", "").lstrip(":"), _linked(localtime)):
        try:
            if name:
                return zone_named(name).key
        except ValueError:
            continue
    return "UTC"


def _linked(path: Path) -> str:
    try:
        return str(path.readlink()).rpartition(_ZONES)[2]
    except OSError:
        return ""
