"""From a file to a plan, or to every fault in it: nothing half-opens, and a bad file is told by line, key and remedy."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import tomli
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from chwapi_console.inventory.check import check, nearest
from chwapi_console.inventory.faults import Finding, Gravity, PlanError
from chwapi_console.inventory.lines import Lines
from chwapi_console.inventory.model import Incident, Plan, Policy, Runbook, Server, Service, Site, Unfit
from chwapi_console.text import Sentence, say

_PARTS: Mapping[str, type[BaseModel]] = {"incident": Incident, "policy": Policy, "sites": Site, "services": Service,
                                         "servers": Server, "runbooks": Runbook}


@dataclass(frozen=True)
class LoadedPlan:
    """A sound plan with the text it was read from, its digest (SHA-256, hex) and what is odd about it."""

    plan: Plan
    path: Path
    text: str
    digest: str
    unplaced: Sequence[Finding]

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """What is odd, in the order of the lines; the lines are looked up only when somebody asks."""
        return tuple(_placed(self.unplaced, self.text))


def load(path: Path) -> LoadedPlan:
    """The plan of a file. PlanError with every fault when it cannot be read, parsed or trusted."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise _unreadable(path, say("there is no such file. Name one with --inventory, or change folder.")) from error
    except OSError as error:
        raise _unreadable(path, say("cannot be read: {reason}.", reason=error.strerror or str(error))) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[:error.start].count(b"\n") + 1
        raise PlanError(path, [Finding((), say("a byte that is not UTF-8. Save the file as UTF-8."), line=line)]) from error
    return parse(text, path)


def parse(text: str, path: Path) -> LoadedPlan:
    """The plan in a text; `path` is where it says it comes from."""
    try:
        tables = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        finding = Finding((), say("this is not TOML: {reason}.", reason=error.msg), line=error.lineno)
        raise PlanError(path, [finding]) from error
    except RecursionError as error:
        raise _unreadable(path, say("lists are nested too deeply to be a plan.")) from error
    findings = list(_lone_choices(tables))
    try:
        plan = Plan.model_validate(tables)
    except ValidationError as error:
        findings += _shape_faults(error.errors())
        raise PlanError(path, _placed(findings, text)) from error
    findings += check(plan)
    if any(f.gravity is Gravity.FAULT for f in findings):
        raise PlanError(path, _placed(findings, text))
    return LoadedPlan(plan, path, text, hashlib.sha256(text.encode()).hexdigest(), tuple(findings))


def _unreadable(path: Path, sentence: Sentence) -> PlanError:
    return PlanError(path, [Finding((), sentence)])


def _placed(findings: Sequence[Finding], text: str) -> list[Finding]:
    lines = Lines(text)
    return sorted((replace(f, line=lines.of(f.key)) for f in findings), key=lambda f: (f.line, f.key))


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
    model = Plan if len(key) == 1 else _PARTS.get(key[0])
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _shown(value: object) -> str:
    text = repr(value) if not isinstance(value, str) else f'"{value}"'
    return text if len(text) <= 60 else text[:57] + "…"
