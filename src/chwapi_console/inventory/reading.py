"""A text that nobody knows yet becomes a plan, or every fault in it by line, key and remedy. Needs pydantic and TOML."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import tomli
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from chwapi_console.inventory.check import check, nearest
from chwapi_console.inventory.faults import Finding, Gravity, PlanError
from chwapi_console.inventory.lines import Lines
from chwapi_console.inventory.model import Plan
from chwapi_console.inventory.shape import Incident, Policy, Runbook, Server, Service, Site, Unfit, plan_of
from chwapi_console.inventory.shape import Plan as PlanShape
from chwapi_console.text import Sentence, say

_PARTS: Mapping[str, type[BaseModel]] = {"incident": Incident, "policy": Policy, "sites": Site, "services": Service,
                                         "servers": Server, "runbooks": Runbook}


def read(text: str, path: Path) -> Plan:
    """The plan in a text. PlanError with every finding about it when it cannot be parsed or trusted."""
    try:
        tables = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        finding = Finding((), say("this is not TOML: {reason}.", reason=error.msg), line=error.lineno)
        raise PlanError(path, [finding]) from error
    except RecursionError as error:
        raise PlanError(path, [Finding((), say("lists are nested too deeply to be a plan."))]) from error
    findings = list(_lone_choices(tables))
    try:
        plan = plan_of(PlanShape.model_validate(tables))
    except ValidationError as error:
        raise PlanError(path, placed([*findings, *_shape_faults(error.errors())], text)) from error
    findings += check(plan)
    if any(f.gravity is Gravity.FAULT for f in findings):
        raise PlanError(path, placed(findings, text))
    return plan


def placed(findings: Sequence[Finding], text: str) -> list[Finding]:
    """The findings with their lines, in their order."""
    lines = Lines(text)
    return sorted((f._replace(line=lines.of(f.key)) for f in findings), key=lambda f: (f.line, f.key))


def _lone_choices(tables: Mapping[str, Any]) -> Iterator[Finding]:
    """Any-of lists with fewer than two members, which the normalised plan no longer shows."""
    for table in ("services", "servers"):
        parts = tables.get(table)
        for name, part in parts.items() if isinstance(parts, dict) else ():
            needs = part.get("needs") if isinstance(part, dict) else None
            for group in needs if isinstance(needs, list) else ():
                if isinstance(group, list) and len(group) < 2:
                    yield Finding((table, name, "needs"), say(
                        "an \"any of\" list needs two or more members. Write a lone need without the inner brackets."))


def _shape_faults(errors: Sequence[ErrorDetails]) -> Iterator[Finding]:
    for error in errors:
        key = tuple(str(part) for part in error["loc"] if part != "[key]")
        yield Finding(key, _shape_sentence(error, key))


def _shape_sentence(error: ErrorDetails, key: Sequence[str]) -> Sentence:
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return say("is missing. Add it.")
        case "extra_forbidden":
            hint = nearest(key[-1], _known_keys(key))
            return say("is not a key of a plan. {hint}", hint=hint) if hint else say("is not a key of a plan. Take it out.")
        case "value_error" if isinstance(context.get("error"), Unfit):
            unfit: Unfit = context["error"]
            return say("{sentence}. Here stands {value}.", sentence=unfit.sentence, value=_shown(error["input"]))
        case "literal_error":
            return say("must be {expected}. Here stands {value}.", expected=str(context["expected"]).replace(" or ", ", "),
                       value=_shown(error["input"]))
        case "string_type":
            return say("must be text in quotes. Here stands {value}.", value=_shown(error["input"]))
        case "int_type" | "int_parsing" | "int_from_float":
            return say("must be a whole number. Here stands {value}.", value=_shown(error["input"]))
        case "greater_than_equal" | "less_than_equal":
            bound = context.get("ge", context.get("le"))
            return (say("must be at least {bound}. Here stands {value}.", bound=str(bound), value=_shown(error["input"]))
                    if "ge" in context else
                    say("must be at most {bound}. Here stands {value}.", bound=str(bound), value=_shown(error["input"])))
        case "bool_type":
            return say("must be true or false. Here stands {value}.", value=_shown(error["input"]))
        case "model_type" | "dict_type" | "model_attributes_type":
            return say("must be a table. Here stands {value}.", value=_shown(error["input"]))
        case "tuple_type" | "too_short":
            return say("must be a list with something in it. Here stands {value}.", value=_shown(error["input"]))
        case "datetime_type" | "datetime_parsing":
            return say("must be a date and time like 2021-01-17T20:46:00+01:00. Here stands {value}.",
                       value=_shown(error["input"]))
        case _:
            return say("{reason}. Here stands {value}.", reason=error["msg"], value=_shown(error["input"]))


def _known_keys(key: Sequence[str]) -> list[str]:
    """The keys that the table around `key` may hold."""
    model = PlanShape if len(key) == 1 else _PARTS.get(key[0])
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _shown(value: object) -> str:
    text = repr(value) if not isinstance(value, str) else f'"{value}"'
    return text if len(text) <= 60 else text[:57] + "…"
