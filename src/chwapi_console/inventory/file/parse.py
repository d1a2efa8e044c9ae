"""A text that nobody knows yet becomes a plan, or every fault in it by line, key and remedy.

Needs pydantic and TOML.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import tomli
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from chwapi_console.inventory.faults import Finding, Gravity, PlanError
from chwapi_console.inventory.file.amounts import (
    MOST_FAULTS,
    is_large,
    pieces,
    told_findings,
    too_much,
    too_much_text,
    with_piece,
)
from chwapi_console.inventory.file.check import check, of_one_kind
from chwapi_console.inventory.file.lines import FileLines
from chwapi_console.inventory.file.not_toml import A_TIME, line_of, not_toml
from chwapi_console.inventory.file.schema import (
    Condition,
    Crew,
    Duty,
    Hub,
    Incident,
    Lane,
    Once,
    Operator,
    Policy,
    Runbook,
    RunbookPolicy,
    Server,
    Service,
    ServiceGroup,
    Site,
    Step,
    TierWhen,
    plan_of,
)
from chwapi_console.inventory.file.schema import Plan as PlanShape
from chwapi_console.inventory.file.written_values import Unfit
from chwapi_console.inventory.model import Plan
from chwapi_console.inventory.near_names import nearest
from chwapi_console.text import Sentence, Value, either, plural, say

_PARTS: Mapping[str, type[BaseModel]] = {
    "incident": Incident,
    "policy": Policy,
    "sites": Site,
    "services": Service,
    "servers": Server,
    "runbooks": Runbook,
    "steps": Step,
    "conditions": Condition,
    "operators": Operator,
    "groups": ServiceGroup,
    "lanes": Lane,
    "crews": Crew,
    "hub": Hub,
    "duties": Duty,
}


def plan_in(text: str, path: Path, tell: Callable[[Sentence], object]) -> Plan:
    """The plan in a text.

    PlanError with every finding when it cannot be parsed or trusted. `tell` hears what is done.
    """
    tell(say("Reading {path} ({size} MB) …", path=str(path), size=f"{len(text) / 1_000_000:.0f}"))
    if vast := list(too_much_text(text)):
        raise PlanError(path, vast)
    tables = _tables(text, path)
    servers = tables.get("servers")
    tell(
        plural(
            "Checking {n} server …",
            "Checking {n} servers …",
            len(servers) if isinstance(servers, dict) else 0,
        )
    )
    lines = FileLines(text)
    if vast := list(too_much(tables)):
        raise PlanError(path, with_line_numbers(told_findings(vast), lines))
    findings = list(of_one_kind(_lone_choices(tables)))
    plan, errors = _plan_in(tables)
    if plan is None:
        raise PlanError(path, with_line_numbers([*findings, *_shape_faults(errors, lines)], lines))
    findings = check(plan, findings)
    if any(f.gravity is Gravity.FAULT for f in findings):
        raise PlanError(path, with_line_numbers(findings, lines))
    return plan


def _plan_in(tables: dict[str, Any]) -> tuple[Plan | None, list[ErrorDetails]]:
    """The plan in these tables.

    None where something does not fit, and what, until there are faults enough. A large one is taken
    out of them piece by piece.
    """
    errors: list[ErrorDetails] = []
    plan, once = None, Once()
    for piece in pieces(tables) if is_large(tables) else (tables,):
        try:
            shape = PlanShape.model_validate(piece)
        except ValidationError as error:
            errors += error.errors()
        else:
            part = plan_of(shape, once) if not errors else None
            plan = with_piece(plan, part) if plan and part else part
        if len(errors) > MOST_FAULTS:
            break
    return (None if errors else plan), errors


def _tables(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise PlanError(path, [Finding((), not_toml(error), line=line_of(error))]) from error
    except RecursionError as error:
        raise PlanError(
            path, [Finding((), say("lists are nested too deeply to be a plan."))]
        ) from error
    except ValueError as error:  # Python reads no number of thousands of digits (CVE-2020-10735)
        raise PlanError(
            path, [Finding((), say("a number is too long."), line=_longest_number(text))]
        ) from error


def _longest_number(text: str) -> int:
    """The line with the most digits in a row."""
    longest = [max(map(len, re.findall(r"[0-9_]+", line)), default=0) for line in text.split("\n")]
    return longest.index(max(longest)) + 1


def with_line_numbers(findings: Sequence[Finding], lines: FileLines) -> list[Finding]:
    """The findings with their lines, in their order."""
    return sorted(
        (f if f.line else f._replace(line=lines.of(f.key)) for f in findings),
        key=lambda f: (f.line, f.key),
    )


def _lone_choices(tables: Mapping[str, Any]) -> Iterator[Finding]:
    """Any-of lists with fewer than two members, which the normalised plan no longer shows."""
    for table in ("services", "servers", "conditions"):
        parts = tables.get(table)
        for name, part in parts.items() if isinstance(parts, dict) else ():
            needs = part.get("needs") if isinstance(part, dict) else None
            for group in needs if isinstance(needs, list) else ():
                if isinstance(group, list) and len(group) < 2:
                    yield Finding(
                        (table, name, "needs"),
                        say(
                            'an "any of" list needs two or more members. Write a lone need without '
                            "the inner brackets."
                        ),
                    )


def _shape_faults(errors: Sequence[ErrorDetails], lines: FileLines) -> list[Finding]:
    """The first of these as faults.

    An entry of a list is told by the key of the list, on the entry's own line.
    """
    errors = _once_each(errors)
    return told_findings(
        [_shape_fault(each, lines) for each in errors[:MOST_FAULTS]], len(errors) - MOST_FAULTS
    )


def _once_each(errors: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """These without lists that would be empty only because none of their entries fits.

    Each of those entries is told by itself.
    """
    around = {error["loc"][:end] for error in errors for end in range(len(error["loc"]))}
    return [each for each in errors if each["type"] != "too_short" or each["loc"] not in around]


def _shape_fault(error: ErrorDetails, lines: FileLines) -> Finding:
    path = tuple(str(part) for part in error["loc"] if part != "[key]")
    key = tuple(part for part in error["loc"] if isinstance(part, str) and part != "[key]")
    if error["type"] == "missing":
        return Finding(key, say("is missing. Add it."), line=lines.of(path[:-1]))
    value = f'"{path[-1]}"' if "[key]" in error["loc"] else lines.written(path)
    if key[:1] == _MAY_HOLD_A_SECRET:
        value = ""
    return Finding(key, _shape_sentence(error, key, _shortened(value)), line=lines.of(path))


_MAY_HOLD_A_SECRET = ("hub",)
"""The table of which no value is told."""


def _shape_sentence(error: ErrorDetails, key: Sequence[str], value: str) -> Sentence:
    context = error.get("ctx", {})
    if error["type"] == "extra_forbidden":
        hint, table = nearest(key[-1], _known_keys(key)), _table_of(key)
        if hint and not (table and key[-1] in Policy.model_fields):
            return say("is not a key of a plan. {hint}", hint=hint)
        if table:
            return say("is not a key of a plan here. It stands in [{table}].", table=table)
        return say("is not a key of a plan. Take it out.")
    if isinstance(unfit := context.get("error"), Unfit) and unfit.says_all:
        return unfit.sentence
    sentence: Value = _wanted(error["type"], context) or error["msg"]
    return (
        say("{sentence}. Here stands {value}.", sentence=sentence, value=value)
        if value
        else say("{sentence}.", sentence=sentence)
    )


_MUST_BE = {
    "string_type": say("must be text in quotes"),
    "int_type": say("must be a whole number"),
    "int_parsing": say("must be a whole number"),
    "int_from_float": say("must be a whole number"),
    "int_parsing_size": say("must be a smaller number"),
    "bool_type": say("must be true or false"),
    "model_type": say("must be a table"),
    "dict_type": say("must be a table"),
    "model_attributes_type": say("must be a table"),
    "tuple_type": say('must be a list, like ["a", "b"]'),
    "too_short": say("must be a list with something in it"),
    "datetime_type": say("must be a date and time like {example}", example=A_TIME),
    "datetime_parsing": say("must be a date and time like {example}", example=A_TIME),
    "date_type": say("must be a date like {example}, without quotes", example="2024-10-18"),
}
"""What should stand where something else does, by pydantic's kinds of errors that need no more."""


def _wanted(kind: str, context: Mapping[str, Any]) -> Sentence | None:
    """What should stand where something else does.

    None for kinds of error that no plan is known to make.
    """
    match kind:
        case "value_error" if isinstance(context.get("error"), Unfit):
            unfit: Unfit = context["error"]
            return unfit.sentence
        case "literal_error":
            expected = re.split(", | or ", str(context["expected"]))
            return say("must be {expected}", expected=either(expected))
        case "greater_than_equal":
            return say("must be at least {bound}", bound=str(context["ge"]))
        case "less_than_equal":
            return say("must be at most {bound}", bound=str(context["le"]))
        case _:
            return _MUST_BE.get(kind)


def _known_keys(key: Sequence[str]) -> list[str]:
    """The keys that the table around `key` may hold."""
    within = _NESTED.get(tuple(key[2:-1])) or _PARTS.get(key[0])
    model = PlanShape if len(key) == 1 else within
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _table_of(key: Sequence[str]) -> str:
    """The table of which there is one that has this key, of a runbook its own.

    Empty where none has.
    """
    table, name = key[0], key[-1]
    if table == "runbooks" and len(key) == 3 and name in RunbookPolicy.model_fields:
        return f"{table}.{key[1]}.policy"
    return next((table for table in _LONE if name in _PARTS[table].model_fields), "")


_NESTED: Mapping[tuple[str, ...], type[BaseModel]] = {
    ("tier_when",): TierWhen,
    ("policy",): RunbookPolicy,
}
"""The tables within a part, by their key in it."""
_LONE = ("incident", "policy", "hub")


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
