"""Which incident the text of a plan is about, told without reading the plan."""

import re
from datetime import datetime

from chwapi_console.inventory.model import Incident
from chwapi_console.named_tuples import NamedTuple

_HEADING = re.compile(r"""^[ \t]*\[[ \t]*["']?incident["']?[ \t]*\]""", re.MULTILINE)
_INLINE = re.compile(r"""^[ \t]*["']?incident["']?[ \t]*[.=]""", re.MULTILINE)
_NEXT_HEADING = re.compile(r"\n[ \t]*\[")
_KEY = r"""(?:^|[{,.])[ \t]*["']?%s["']?[ \t]*=[ \t]*"""
_NAME = re.compile(
    _KEY % "name" + r"""("{3}[^"\n]*"{3}|'{3}[^'\n]*'{3}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')(?!["'])""",
    re.MULTILINE,
)
_DETECTED = re.compile(_KEY % "detected" + r"(\d{4}-[0-9Tt:.+ -]*[0-9Zz])", re.MULTILINE)
_DRILL = re.compile(_KEY % "drill" + r"(true|false)", re.MULTILINE)
_MOST_OF_AN_INCIDENT = 20_000
"""Characters from its beginning in which an incident says what it is called."""


class WhichIncident(NamedTuple):
    """What tells one incident from another: its name, its beginning, and whether it is an exercise."""

    name: str
    detected: datetime
    drill: bool = False


def which(incident: Incident) -> WhichIncident:
    """Which incident a plan that was read is about."""
    return WhichIncident(incident.name, incident.detected, incident.drill)


def incident_in(text: str) -> WhichIncident | None:
    """Which incident a plan is about; None in what is none.

    Only these values are parsed: the text is a stranger's, and a parser of TOML takes hours for
    one that is made to take them.
    """
    import tomllib

    if (begins := _HEADING.search(text) or _INLINE.search(text)) is None:
        return None
    part = text[begins.start() : begins.end() + _MOST_OF_AN_INCIDENT]
    part = _NEXT_HEADING.split(part, 1)[0]
    name, detected = _NAME.search(part), _DETECTED.search(part)
    if name is None or detected is None:
        return None
    try:
        said = tomllib.loads(f"name = {name[1]}\ndetected = {detected[1]}")
    except ValueError:
        return None
    if not isinstance(said["detected"], datetime):
        return None
    drill = _DRILL.search(part)
    return WhichIncident(said["name"], said["detected"], drill is not None and drill[1] == "true")
