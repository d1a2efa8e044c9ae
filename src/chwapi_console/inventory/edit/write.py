"""A plan as TOML, for what the program generates.

A file that a person wrote is touched line by line (`editing`).

Servers stand one to a line where they fit, as in a plan written by hand.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import tomli_w

from chwapi_console.inventory.group_words import Written, as_written
from chwapi_console.inventory.groups import Needs
from chwapi_console.inventory.model import (
    WEEKDAYS,
    Estimate,
    Part,
    Plan,
    RunbookPolicy,
    TierWhen,
)
from chwapi_console.text import NO_BREAK, wrapped

WIDTH = 118
"""Characters of a comment's line, its sign left out."""


def toml_text(plan: Plan) -> str:
    """The plan as text that `load.parse` reads back to an equal plan."""
    tables: dict[str, Any] = {
        "schema": 1,
        "incident": _said(plan.incident),
        "policy": _said(plan.policy),
    }
    tables["sites"] = {key: _said(part) for key, part in plan.sites.items()}
    services = "".join(
        f"\n{part_text('services', name, service)}" for name, service in plan.services.items()
    )
    servers = "".join(f"{entry(name, server)}\n" for name, server in plan.servers.items())
    texts = [tomli_w.dumps(tables) + services, f"[servers]\n{servers}"]
    if plan.runbooks:
        texts.append(
            tomli_w.dumps(
                {"runbooks": {key: _said(runbook) for key, runbook in plan.runbooks.items()}}
            )
        )
    if plan.steps:
        texts.append(
            tomli_w.dumps({"steps": {key: _said(step) for key, step in plan.steps.items()}})
        )
    texts += [part_text("conditions", name, one) for name, one in plan.conditions.items()]
    texts += [part_text("operators", name, of) for name, of in plan.operators.items()]
    texts += [part_text("groups", name, of) for name, of in plan.groups.items()]
    texts += [part_text("lanes", name, of) for name, of in plan.lanes.items()]
    texts += [part_text("crews", name, of) for name, of in plan.crews.items()]
    texts += [part_text("duties", name, duty) for name, duty in plan.duties.items()]
    if plan.hub.url:
        texts.append(tomli_w.dumps({"hub": _said(plan.hub)}))
    return "\n".join(texts)


def _said(part: Part | RunbookPolicy) -> dict[str, Any]:
    """What a part says beyond its defaults, in the words of the file.

    Durations as text, groups of one as plain needs.
    """
    given = {
        name: value
        for name, value in part._asdict().items()
        if part._field_defaults.get(name, ...) != value
    }
    return {
        key: _WORDS[key](value)
        if key in _WORDS
        else _said(value)
        if isinstance(value, RunbookPolicy)
        else list(value)
        if isinstance(value, tuple)
        else value
        for key, value in given.items()
    }


def entry(name: str, part: Part) -> str:
    """`name = { … }` on one line, which tomli-w by itself would spread over a table of several."""
    return (
        f"{key_text(name)} = {{ "
        f"{', '.join(f'{key_text(key)} = {value_text(value)}' for key, value in _said(part).items())} }}"
    )


def table_text(path: Sequence[str], part: Part) -> str:
    """A table of its own, a line for each key."""
    entries = (f"{key_text(key)} = {value_text(value)}\n" for key, value in _said(part).items())
    return f"[{'.'.join(map(key_text, path))}]\n{''.join(entries)}"


def comment(words: str) -> Iterator[str]:
    """The words as lines of a comment, with plain spaces: a person edits the file."""
    yield from (
        f"# {line}".replace(NO_BREAK, " ") for line in wrapped(words, WIDTH, whole_words=True)
    )


def part_text(table: str, name: str, part: Part) -> str:
    """`[table.name]` and a line for each thing that the part says.

    What stands in braces is written here: tomli-w would make tables of their own of them.
    """
    said = _said(part)
    braced = {
        key: said.pop(key)
        for key in ("needs", "tier_when")
        if any(map(_in_braces, said.get(key, ())))
    }
    lines = "".join(f"{key} = {value_text(value)}\n" for key, value in braced.items())
    return f"{tomli_w.dumps({table: {name: said}})}{lines}"


def _in_braces(need: object) -> bool:
    return isinstance(need, dict) or (isinstance(need, list) and any(map(_in_braces, need)))


def field_text(field: str, value: object) -> str:
    """`field = …` as a part of a plan says it, the value in the shape of `model`.

    Dots may lead to the field.
    """
    return f"{field} = {value_text(in_words_of_the_file(field, value))}"


def in_words_of_the_file(field: str, value: object) -> object:
    """The value of a field, in the shape of `model`, as a file says it."""
    own = field.rpartition(".")[2]
    return _WORDS[own](value) if own in _WORDS else value


@lru_cache(maxsize=65536)
def _text(value: str) -> str:
    """A plan says the same few words over and over."""
    return tomli_w.dumps({"_": value}).removeprefix("_ = ").rstrip("\n")


def value_text(value: object) -> str:
    """A value as TOML on one line."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(value_text(part) for part in value)}]"
    if isinstance(value, dict):
        return (
            f"{{ "
            f"{', '.join(f'{key_text(key)} = {value_text(part)}' for key, part in value.items())} "
            f"}}"
        )
    return (
        _text(value)
        if isinstance(value, str)
        else tomli_w.dumps({"_": value}).removeprefix("_ = ").rstrip("\n")
    )


@lru_cache(maxsize=1024)
def key_text(name: str) -> str:
    """A key as TOML, in quotes where it must be."""
    return tomli_w.dumps({name: 0}).removesuffix(" = 0\n")


def _need_list(needs: Needs) -> list[Written]:
    return [as_written(group) for group in needs]


def _range(estimate: Estimate) -> str | list[str]:
    low, likely, high = estimate
    if (low, high) == (max(1, likely // 2), likely * 2):
        return _duration(likely)
    return [_duration(low), _duration(likely), _duration(high)]


def _second_person(states: Sequence[str]) -> bool | list[str]:
    return list(states) if len(states) > 1 or "clean" in states else bool(states)


def _duration(minutes: int) -> str:
    if minutes >= 2 * 1440 and not minutes % 1440:
        return f"{minutes // 1440}d"
    hours, rest = divmod(minutes, 60)
    return f"{hours}h" if hours and not rest else f"{hours}h{rest:02}" if hours else f"{rest}m"


def _share(hundredths: int) -> float:
    return hundredths / 100


def _calendar(tiers: Sequence[TierWhen]) -> list[dict[str, object]]:
    return [
        {
            _CALENDAR_WORDS[field][0] if field in _CALENDAR_WORDS else field: _CALENDAR_WORDS[
                field
            ][1](value)
            if field in _CALENDAR_WORDS
            else value
            for field, value in tier_share._asdict().items()
            if TierWhen._field_defaults.get(field, ...) != value
        }
        for tier_share in tiers
    ]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _hours(stretches: Sequence[tuple[int, int]]) -> str | list[str]:
    said = [f"{_clock(since)}-{_clock(until)}" for since, until in stretches]
    return said[0] if len(said) == 1 else said


def _weekdays(days: Sequence[int]) -> list[str]:
    return [WEEKDAYS[day] for day in days]


_CALENDAR_WORDS: Mapping[str, tuple[str, Callable[[Any], object]]] = {
    "weekdays": ("weekdays", _weekdays),
    "since": ("from", _clock),
    "until": ("until", _clock),
}


_WORDS: Mapping[str, Callable[[Any], object]] = {
    "triage": _duration,
    "stale": _duration,
    "idle": _duration,
    "connect": _duration,
    "second_person": _second_person,
    "rto": _duration,
    "time": _duration,
    "needs": _need_list,
    "restore": _range,
    "wish": _share,
    "tier_when": _calendar,
    "estimate": _range,
    "hours": _hours,
    "weekdays": _weekdays,
}
