"""The shape of a plan as a JSON Schema (draft 2020-12), for editors that complete and check.

It is made from the models in `schema` and describes the file as a person writes it: durations as
text, needs as lists in lists, times with their offset. What a schema cannot say (that an id exists,
that needs run in no circle) is for `check`.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from chwapi_console.inventory.file.schema import Plan

DRAFT = "https://json-schema.org/draft/2020-12/schema"

_HOURS, _MINUTES = r"\d+\s*h(\s*\d+(\s*m(in)?)?)?", r"\d+\s*m(in)?"
_DURATION = rf"^\s*(\d+\s*d(\s*({_HOURS}|{_MINUTES}))?|{_HOURS}|{_MINUTES})\s*$"
_ID = r'^[^\s"\[\]{}=,/\-][^\s"\[\]{}=,/]*$'

AS_WRITTEN: Mapping[str, Any] = {
    "id": {
        "type": "string",
        "pattern": _ID,
        "description": "An id: no spaces, quotes, slashes or brackets, and no hyphen in front.",
    },
    "duration": {
        "type": "string",
        "pattern": _DURATION,
        "examples": ["45m", "2h", "1h30", "2d"],
        "description": "A duration, like 45m, 2h, 1h30 or 2d.",
    },
    "estimate": {
        "description": "One duration (half to double of it is meant), or three: at best, likely, "
        "at worst.",
        "anyOf": [
            {"$ref": "#/$defs/duration"},
            {"type": "array", "items": {"$ref": "#/$defs/duration"}, "minItems": 3, "maxItems": 3},
        ],
    },
    "need": {
        "description": "The id of a server, service or condition, or a service to be signed off.",
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "additionalProperties": False,
                "required": ["accepted"],
                "properties": {
                    "accepted": {"type": "string", "description": "The id of the service."}
                },
            },
        ],
    },
    "needs": {
        "type": "array",
        "description": "Ids of servers, services or conditions, all needed; of an inner list any one is "
        "enough, of a table so many.",
        "examples": [["san1", ["dc1", "dc2"], {"at_least": 2, "of": ["app1", "app2", "app3"]}]],
        "items": {
            "anyOf": [
                {"$ref": "#/$defs/need"},
                {"type": "array", "items": {"$ref": "#/$defs/need"}, "minItems": 2},
                {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["at_least", "of"],
                    "properties": {
                        "at_least": {
                            "type": "integer",
                            "minimum": 1,
                            "description": "How many of these must work.",
                        },
                        "of": {
                            "type": "array",
                            "items": {"$ref": "#/$defs/need"},
                            "minItems": 2,
                            "uniqueItems": True,
                            "description": "Ids of servers, services or conditions.",
                        },
                    },
                },
            ]
        },
    },
    "share": {
        "type": "number",
        "minimum": 0,
        "maximum": 1,
        "description": "A share, from 0 to 1.",
    },
    "weekdays": {
        "type": "array",
        "items": {"enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]},
        "minItems": 1,
        "description": "Days of the week.",
    },
    "time_of_day": {
        "type": "string",
        "pattern": r"^\d{1,2}:[0-5]\d$",
        "examples": ["05:00", "24:00"],
        "description": "A time of the day, in the time zone of the incident.",
    },
    "hours": {
        "description": "From and until, on the clock of the incident, over midnight where the end is "
        "the earlier; or several.",
        "examples": ["07:00-19:00", ["07:00-12:30", "13:30-19:00"]],
        "anyOf": [
            {"$ref": "#/$defs/stretch"},
            {"type": "array", "items": {"$ref": "#/$defs/stretch"}, "minItems": 1},
        ],
    },
    "stretch": {
        "type": "string",
        "pattern": r"^\s*\d{1,2}:[0-5]\d\s*[-–]\s*\d{1,2}:[0-5]\d\s*$",
    },
    "day_of_month": {
        "description": "A day of the month; of a shorter month the last.",
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": 31},
            {"enum": ["last"]},
        ],
    },
    "sites_served": {
        "description": "Ids of sites, or all.",
        "anyOf": [{"type": "array", "items": {"type": "string"}}, {"enum": ["all"]}],
    },
    "second_person": {
        "description": "Whether what is restored counts only when a second person confirmed it; or "
        "for which states.",
        "anyOf": [
            {"type": "boolean"},
            {
                "type": "array",
                "items": {"enum": ["restored", "clean"]},
                "uniqueItems": True,
            },
        ],
    },
    "moment": {
        "type": "string",
        "format": "date-time",
        "examples": ["2021-01-17T20:46:00+01:00"],
        "pattern": r"^[2-9]\d{3}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$",
        "description": "A date and time with its offset, without quotes.",
    },
}

DESCRIPTIONS: Mapping[str, Mapping[str, str]] = {
    "Plan": {
        "schema": "The version of this form: 1.",
        "incident": "The outage.",
        "policy": "How the recovery is to be run.",
        "sites": "The places, by id.",
        "services": "What clinicians ask for, by id.",
        "servers": "What is restored, by id.",
        "runbooks": "The checklists, one for each kind of server, by id.",
        "steps": "What people call steps of the checklists, by the step, where the program's own "
        "name is not wanted.",
        "conditions": "What must be true and is no machine, by id.",
        "groups": "What opens together and is worth most when whole, by id.",
        "lanes": "What work on servers shares, by id: restore throughput, a clean zone, imaging, eyes "
        "that verify.",
        "crews": "Who restores, by id. Without this table policy.crews that do everything.",
        "operators": "The people of the recovery, by name. Without this table everybody may do "
        "everything.",
        "hub": "The PostgreSQL through which the journals of several hosts share one record.",
        "duties": "What laws ask to be told, by the id of a duty or of a whole law: what is otherwise "
        "than the program knows it, or one of your own.",
    },
    "Duty": {
        "law": "The id of its law, for [policy] legal; of a duty of your own.",
        "text": "What is to be told, in the country's language.",
        "to": "To whom.",
        "phone": "Where they are reached.",
        "deadline": "24h, 3d, 1 month, without delay or on request.",
        "starts": "aware, ended (the recovery), or the id of another duty: its notification.",
        "valid_from": "Since when the law is in force; older incidents have no such deadline.",
        "source": "Where it stands.",
        "checked": "When that was read.",
        "verified": "Whether it was confirmed; else every page says that it was not.",
    },
    "Hub": {
        "url": "Its address, postgresql://USER@HOST:5432/DATABASE, without a password.",
    },
    "Incident": {
        "name": "What the outage is called.",
        "detected": "When it was noticed. RTOs count from here.",
        "timezone": "The zone in which people read the clock, like Europe/Brussels.",
        "drill": "An exercise: the clock starts at the journal's first event.",
        "unplugged": "Every server was taken off the network: a clean one counts only when it is "
        "switched on and reconnected.",
    },
    "Policy": {
        "crews": "Restorations that can run side by side.",
        "triage": "Time to look at one unknown server.",
        "second_person": "Restored counts only when someone else has verified it; in a list with "
        "clean, clean too.",
        "stale": "How long nothing may happen to a server in hand before somebody should ask.",
        "idle": "How long the console may be left alone before it asks who is there.",
        "rules": "What becomes of rules of policy, by id: off (nobody asks), ask (it is asked whether "
        "the act is meant), reason (the act wants the reason why the rule does not hold).",
        "evidence_first": "An image of a compromised server is wanted before it is rebuilt; so it is "
        "outside exercises unless the plan says otherwise.",
        "legal": "The laws whose deadlines are kept in view, by id: nis2-be, gdpr …; clocks names "
        "all.",
        "wish": "How much of its worth a service lends to each thing that it wishes, within that "
        "one's tier.",
        "connect": "Time to switch a clean server on and reconnect it, where all were unplugged.",
    },
    "RunbookPolicy": {
        "second_person": "For which states its servers need a second person.",
        "evidence_first": "Whether an image of its servers is wanted before they are rebuilt.",
        "stale": "How long nothing may happen to one of them in hand before others may take it.",
        "triage": "Time to look at one of them.",
        "connect": "Time to switch one of them on and reconnect it, where all were unplugged.",
        "rules": "What becomes of rules about servers, by id: off, ask or reason, as in [policy.rules].",
    },
    "Site": {
        "name": "What people call it.",
        "weight": "What it counts in the weight of services that serve several sites.",
    },
    "Service": {
        "name": "What people call it.",
        "site": "The id of its site; none for a service that serves all.",
        "tier": "1 vital, 2 urgent, 3 necessary, 4 administrative, 5 deferrable.",
        "weight": "How much it counts within its tier. A clinical decision.",
        "rto": "Wanted up within this time of detection.",
        "needs": "What it cannot work without.",
        "soft": "What it wishes and does not wait for.",
        "unnamed": "Kinds of servers that it needs and that are not named yet; while there are "
        "any, it does not count as up.",
        "fallback": "How people work meanwhile.",
        "signs": "The role that signs it off.",
        "public": "Whether the press is told of it, by its name.",
        "serves": "The sites that it serves, of a service without a site: its weight counts for each.",
        "tier_when": "When it has another tier, and why. Of several that hold the most urgent counts.",
    },
    "Server": {
        "site": "The id of its site.",
        "role": "What it does, in words.",
        "needs": "What it wants in order to run.",
        "soft": "What it wishes and does not wait for.",
        "restore": "How long its restoration takes.",
        "runbook": "The id of its runbook.",
        "state": "How it stands before anybody acts in the journal.",
        "os": "The system it runs.",
        "address": "Where it is reached.",
        "notes": "Anything worth knowing.",
        "backup": "Where its backup is.",
        "contact": "Whom to call.",
        "checks": "What to try before it counts as restored.",
        "hands": "How many pairs of hands can be at its restoration.",
        "not_before": "When its restoration may begin at the earliest: evidence, a decision.",
    },
    "Condition": {
        "name": "What must be true.",
        "who": "The trade or person that meets it.",
        "site": "The id of its site; none for one that is for all.",
        "needs": "What must be there before it can be met.",
        "estimate": "How long it takes once its needs are there.",
        "promised": "When somebody outside promised it.",
        "phone": "Whom to call.",
        "notes": "Anything worth knowing.",
    },
    "TierWhen": {
        "tier": "The tier that it has then.",
        "reason": "Why; shown wherever the tier is.",
        "weekdays": "Only on these days.",
        "from": "Only from this time of the day on.",
        "until": "Only until this time of the day; of the next where it is the earlier.",
        "day": "Only on this day of each month, and so many days before it.",
        "before": "Days before that day.",
    },
    "Lane": {
        "at_once": "How many can be in it side by side.",
        "name": "What people call it.",
        "steps": "Steps of runbooks that use it, by id.",
        "work": "Kinds of work that use it: look, restore, verify, connect.",
        "servers": "Only these servers use it, and those of its sites.",
        "sites": "Only servers of these sites use it, and its servers.",
    },
    "Crew": {
        "at_once": "At how many servers it is side by side; 1 unless set.",
        "name": "What people call it.",
        "roles": "It is for servers with one of these words in their role.",
        "os": "It is for servers that run one of these systems.",
        "runbooks": "It is for servers with one of these runbooks.",
        "sites": "It is for servers of these sites only.",
        "hours": "When it works, on the clock of the incident; day and night unless set.",
        "weekdays": "On which days its hours begin; every day unless set.",
    },
    "ServiceGroup": {
        "name": "What people call it.",
        "services": "Ids of services that open together.",
        "sites": "Ids of sites of which all services open together.",
        "weight": "How many times their worth counts once more when the last of them is up.",
    },
    "Runbook": {
        "name": "What people call it.",
        "steps": "The steps, in the order to tick them off.",
        "required": "Steps of it that must be done, whatever is said of them elsewhere.",
        "optional": "Steps of it that need not be done, whatever is said of them elsewhere.",
        "policy": "What of [policy] is otherwise for its servers.",
    },
    "Step": {
        "name": "What people call it.",
        "meaning": "What is to be done, in one line.",
        "required": "Whether it must be done; image, rebuild, secrets and test must unless this says "
        "otherwise.",
        "time": "How long it takes.",
        "holder": "Who does it, or which trade.",
        "result": "What comes of it: text, hash (a SHA-256), time, restore-point or ticket.",
    },
    "Operator": {
        "roles": "What they are there for.",
        "phone": "Where they are reached.",
        "crew": "The id of their crew.",
    },
}


def plan_schema() -> dict[str, Any]:
    """The JSON Schema of a plan."""
    schema = Plan.model_json_schema(ref_template="#/$defs/{model}")
    parts = {name: _described(name, part) for name, part in schema.pop("$defs").items()}
    whole = _described("Plan", schema)
    for table in whole["properties"].values():
        if "additionalProperties" in table:
            table["propertyNames"] = {"$ref": "#/$defs/id"}
    return {
        "$schema": DRAFT,
        **whole,
        "title": "Plan of chwapi-console",
        "$defs": {**parts, **AS_WRITTEN},
    }


def schema_text() -> str:
    """The schema as the text of a file."""
    return json.dumps(plan_schema(), indent=2) + "\n"


def _described(name: str, part: Mapping[str, Any]) -> dict[str, Any]:
    """A part whose fields say what they mean.

    Defaults are left out: they are as the program has them, not as a file does.
    """
    fields = {
        field: {**dict(_plain(of)), "description": DESCRIPTIONS[name][field]}
        for field, of in part["properties"].items()
    }
    return {**part, "properties": fields}


def _plain(field: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """A field without what pydantic adds.

    Titles, defaults, and null for what may be left out, which TOML does not have.
    """
    for key, value in field.items():
        if (
            key == "anyOf"
            and len(kept := [choice for choice in value if choice != {"type": "null"}]) == 1
        ):
            yield from _plain(kept[0])
        elif key == "as_written":
            yield "$ref", f"#/$defs/{value}"
        elif key not in ("title", "default"):
            yield key, value
