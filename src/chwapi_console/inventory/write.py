"""A plan as TOML, for what the program generates. It never rewrites a file that a person wrote.

Servers stand one to a line where they fit, as in a plan written by hand.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import tomli_w

from chwapi_console.inventory.model import Estimate, Incident, Needs, Plan, Policy, Runbook, Server, Service, Site

Part = Incident | Policy | Site | Service | Server | Runbook


def toml_text(plan: Plan) -> str:
    """The plan as text that `load.parse` reads back to an equal plan."""
    tables: dict[str, Any] = {"schema": 1, "incident": _said(plan.incident), "policy": _said(plan.policy)}
    for name, parts in (("sites", plan.sites), ("services", plan.services)):
        tables[name] = {key: _said(part) for key, part in parts.items()}
    servers = "".join(one_line(name, server) + "\n" for name, server in plan.servers.items())
    texts = [tomli_w.dumps(tables), f"[servers]\n{servers}"]
    if plan.runbooks:
        texts.append(tomli_w.dumps({"runbooks": {key: _said(runbook) for key, runbook in plan.runbooks.items()}}))
    return "\n".join(texts)


def _said(part: Part) -> dict[str, Any]:
    """What a part says beyond its defaults, in the words of the file: durations as text, groups of one as plain needs."""
    given = {name: value for name, value in part._asdict().items() if part._field_defaults.get(name, ...) != value}
    return {key: _WORDS[key](value) if key in _WORDS else list(value) if isinstance(value, tuple) else value
            for key, value in given.items()}


def one_line(name: str, part: Part) -> str:
    """`name = { … }`, which tomli-w by itself would spread over a table of several lines."""
    entries = ", ".join(f"{_key(key)} = {_value(value)}" for key, value in _said(part).items())
    return f"{_key(name)} = {{ {entries} }}"


def table_text(path: Sequence[str], part: Part) -> str:
    """A table of its own, a line for each key."""
    entries = (f"{_key(key)} = {_value(value)}\n" for key, value in _said(part).items())
    return f"[{'.'.join(map(_key, path))}]\n{''.join(entries)}"


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(part) for part in value)}]"
    return tomli_w.dumps({"_": value}).removeprefix("_ = ").rstrip("\n")


def _key(name: str) -> str:
    return tomli_w.dumps({name: 0}).removesuffix(" = 0\n")


def _need_list(needs: Needs) -> list[str | list[str]]:
    return [group[0] if len(group) == 1 else list(group) for group in needs]


def _range(estimate: Estimate) -> str | list[str]:
    low, likely, high = estimate
    if (low, high) == (max(1, likely // 2), likely * 2):
        return _duration(likely)
    return [_duration(low), _duration(likely), _duration(high)]


def _duration(minutes: int) -> str:
    if minutes >= 2 * 1440 and not minutes % 1440:
        return f"{minutes // 1440}d"
    hours, rest = divmod(minutes, 60)
    return f"{hours}h" if hours and not rest else f"{hours}h{rest:02}" if hours else f"{rest}m"


_WORDS: Mapping[str, Callable[[Any], object]] = {
    "triage": _duration, "stale": _duration, "idle": _duration, "rto": _duration, "needs": _need_list, "restore": _range}
