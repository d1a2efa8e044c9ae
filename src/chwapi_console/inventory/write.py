"""A plan as TOML, for what the program generates. It never rewrites a file that a person wrote.

Servers stand one to a line where they fit, as in a plan written by hand.
"""

from collections.abc import Mapping
from typing import Any

import tomli_w

from chwapi_console.inventory.model import Estimate, Needs, Plan


def toml_text(plan: Plan) -> str:
    """The plan as text that `load.parse` reads back to an equal plan."""
    tables = _plain(plan.model_dump(by_alias=True, exclude_defaults=True) | {"schema": plan.schema_version})
    servers = tables.pop("servers", {})
    runbooks = tables.pop("runbooks", {})
    parts = [tomli_w.dumps(tables), "[servers]\n" + "".join(_one_line(name, server) for name, server in servers.items())]
    if runbooks:
        parts.append(tomli_w.dumps({"runbooks": runbooks}))
    return "\n".join(parts)


def _one_line(name: str, table: Mapping[str, Any]) -> str:
    """`name = { … }`, which tomli-w by itself would spread over a table of several lines."""
    entries = ", ".join(f"{_key(key)} = {_value(value)}" for key, value in table.items())
    return f"{_key(name)} = {{ {entries} }}\n"


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(part) for part in value)}]"
    return tomli_w.dumps({"_": value}).removeprefix("_ = ").rstrip("\n")


def _key(name: str) -> str:
    return tomli_w.dumps({name: 0}).removesuffix(" = 0\n")


def _plain(tables: dict[str, Any]) -> dict[str, Any]:
    """The dump in the words of the file: durations as text, groups of one as plain needs."""
    if (policy := tables.get("policy")) is not None:
        tables["policy"] = {key: _duration(value) if key in ("triage", "stale") else value for key, value in policy.items()}
    for part in (*tables.get("services", {}).values(), *tables.get("servers", {}).values()):
        if "needs" in part:
            part["needs"] = _need_list(part["needs"])
        if part.get("rto") is not None:
            part["rto"] = _duration(part["rto"])
        if "restore" in part:
            part["restore"] = _range(Estimate(*part["restore"]))
    return {key: value for key, value in tables.items() if value not in ({}, None)}


def _need_list(needs: Needs) -> list[str | list[str]]:
    return [group[0] if len(group) == 1 else list(group) for group in needs]


def _range(estimate: Estimate) -> str | list[str]:
    low, likely, high = estimate
    if (low, high) == (max(1, likely // 2), likely * 2):
        return _duration(likely)
    return [_duration(low), _duration(likely), _duration(high)]


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}h" if hours and not rest else f"{hours}h{rest:02}" if hours else f"{rest}m"
