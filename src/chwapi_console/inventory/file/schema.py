"""What a plan's file may say, as pydantic models.

Every table, key, type and bound, but not whether it makes sense (`check`).

`plan_of` gives the values that the rest of the program works with (`model`); a test holds the two
together.
"""

from datetime import date
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    field_validator,
)

from chwapi_console.clock import zone_named
from chwapi_console.hub_address import why_no_address
from chwapi_console.inventory import model
from chwapi_console.inventory.deadlines import deadline_named
from chwapi_console.inventory.file.written_values import (
    MOST_DAYS_BEFORE,
    MOST_HANDS,
    AtOnce,
    DayOfMonth,
    Hours,
    Identifier,
    LaneWork,
    Minutes,
    Moment,
    NeedList,
    PlanState,
    Restore,
    Role,
    Schema,
    SecondPerson,
    Served,
    Share,
    Tier,
    TimeOfDay,
    Unfit,
    Weekdays,
    Weight,
    Words,
)
from chwapi_console.inventory.model import (
    MOST_CREWS,
    USUAL_RESTORE,
    ResultKind,
    RuleWord,
)
from chwapi_console.text import say


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Incident(_Part):
    """The outage: what it is called and since when.

    `drill` marks an exercise, `unplugged` servers that are off the network until they are
    reconnected.
    """

    name: str
    detected: Moment
    timezone: str
    drill: bool = False
    unplugged: bool = False

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        try:
            zone_named(value)
        except ValueError as error:
            raise Unfit(say('not a time zone; write one like "Europe/Brussels"')) from error
        return value


class Policy(_Part):
    """How this hospital wants the recovery to be run."""

    crews: Annotated[int, Field(ge=1, le=MOST_CREWS)] = 1
    triage: Minutes = 10
    second_person: SecondPerson = ()
    stale: Minutes = 120
    idle: Minutes | None = None
    rules: dict[str, RuleWord] = Field(default_factory=dict)
    connect: Minutes = 5
    evidence_first: bool | None = None
    wish: Share = 5
    legal: tuple[str, ...] = Field(default=(), strict=False)


class RunbookPolicy(_Part):
    """What of the policy is otherwise for servers of one runbook."""

    second_person: SecondPerson | None = None
    evidence_first: bool | None = None
    stale: Minutes | None = None
    triage: Minutes | None = None
    connect: Minutes | None = None
    rules: dict[str, RuleWord] = Field(default_factory=dict)


class Hub(_Part):
    """The PostgreSQL through which the journals of several hosts share one record."""

    url: str

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if (wrong := why_no_address(value)) is not None:
            raise Unfit(wrong, says_all=True)
        return value


class Site(_Part):
    """A place."""

    name: str
    weight: Weight = 1


class TierWhen(_Part):
    """When a service has another tier than usual, and why."""

    tier: Tier
    reason: str
    weekdays: Weekdays = ()
    since: Annotated[TimeOfDay, Field(alias="from")] = 0
    until: TimeOfDay = 1440
    day: DayOfMonth | None = None
    before: Annotated[int, Field(ge=0, le=MOST_DAYS_BEFORE)] = 0

    @field_validator("reason")
    @classmethod
    def _says_why(cls, value: str) -> str:
        if not value.strip():
            raise Unfit(say("say why: it is shown wherever the tier is"))
        return value


class Service(_Part):
    """What clinicians ask for; without a site it serves them all."""

    name: str
    site: str | None = None
    tier: Tier
    weight: Weight = 1
    rto: Minutes | None = None
    needs: NeedList = ()
    soft: Words = ()
    unnamed: Words = ()
    fallback: str = ""
    signs: str = ""
    public: bool = False
    serves: Served = ()
    tier_when: tuple[TierWhen, ...] = Field(default=(), strict=False)


class Server(_Part):
    """What sysadmins restore; its tier is inherited from the services that wait for it."""

    site: str
    role: str
    needs: NeedList = ()
    soft: Words = ()
    restore: Restore = USUAL_RESTORE
    runbook: str | None = None
    state: PlanState = "unknown"
    os: str = ""
    address: str = ""
    notes: str = ""
    backup: str = ""
    contact: str = ""
    checks: Words = ()
    hands: Annotated[int, Field(ge=1, le=MOST_HANDS)] = 1
    not_before: Moment | None = None


class Condition(_Part):
    """What must be true and is no machine; what needs it waits for it."""

    name: str
    who: str = ""
    site: str | None = None
    needs: NeedList = ()
    estimate: Restore | None = None
    promised: Moment | None = None
    phone: str = ""
    notes: str = ""


class Runbook(_Part):
    """The ordered checklist for restoring one kind of server."""

    name: str = ""
    steps: Annotated[Words, Field(min_length=1)]
    required: Words = ()
    optional: Words = ()
    policy: RunbookPolicy | None = None


class Step(_Part):
    """What people call a step of runbooks, what is meant by it, and how it is done."""

    name: str = ""
    meaning: str = ""
    required: bool | None = None
    time: Minutes | None = None
    holder: str = ""
    result: ResultKind | None = None


class Operator(_Part):
    """Somebody of the recovery, by name: what for, and where they are reached."""

    roles: Annotated[tuple[Role, ...], Field(min_length=1, strict=False)]
    phone: str = ""
    crew: str = ""


class Lane(_Part):
    """What work on servers shares: restore throughput, a clean zone, imaging, eyes that verify."""

    at_once: AtOnce
    name: str = ""
    steps: Words = ()
    work: tuple[LaneWork, ...] = Field(default=(), strict=False)
    servers: Words = ()
    sites: Words = ()


class Crew(_Part):
    """People who restore: what they are for, and when."""

    at_once: AtOnce = 1
    name: str = ""
    roles: Words = ()
    os: Words = ()
    runbooks: Words = ()
    sites: Words = ()
    hours: Hours = ()
    weekdays: Weekdays = ()


class ServiceGroup(_Part):
    """Services that open together, worth most when whole: a campus, a market, a pathway."""

    name: str
    services: Words = ()
    sites: Words = ()
    weight: Weight = 1


class Duty(_Part):
    """What a law asks to be told to whom and by when; of a duty that is known what is otherwise."""

    law: str = ""
    text: str = ""
    to: str = ""
    phone: str = ""
    deadline: str = ""
    starts: str = ""
    valid_from: date | None = None
    source: str = ""
    checked: date | None = None
    verified: bool | None = None

    @field_validator("deadline")
    @classmethod
    def _is_a_deadline(cls, value: str) -> str:
        try:
            deadline_named(value)
        except ValueError as error:
            raise Unfit(
                say('must be like "24h", "3d", "1 month", "without delay" or "on request"')
            ) from error
        return value


class Plan(_Part):
    """One whole inventory file."""

    schema_version: Schema = Field(alias="schema")
    incident: Incident
    policy: Policy = Policy()
    sites: dict[Identifier, Site]
    services: dict[Identifier, Service] = Field(default_factory=dict)
    servers: dict[Identifier, Server] = Field(default_factory=dict)
    runbooks: dict[Identifier, Runbook] = Field(default_factory=dict)
    steps: dict[str, Step] = Field(default_factory=dict)
    conditions: dict[Identifier, Condition] = Field(default_factory=dict)
    operators: dict[str, Operator] = Field(default_factory=dict)
    groups: dict[Identifier, ServiceGroup] = Field(default_factory=dict)
    lanes: dict[Identifier, Lane] = Field(default_factory=dict)
    crews: dict[Identifier, Crew] = Field(default_factory=dict)
    hub: Hub | None = None
    duties: dict[Identifier, Duty] = Field(default_factory=dict)


def plan_of(shape: Plan, once: "Once") -> model.Plan:
    """The plan in a file of this shape, or a piece of it; what is said often is kept `once`."""
    return model.Plan(
        incident=model.Incident(**vars(shape.incident)),
        policy=model.Policy(**vars(shape.policy)),
        sites={once(name): model.Site(**once.each(site)) for name, site in shape.sites.items()},
        services={
            once(name): model.Service(
                **once.each(service)
                | {"tier_when": tuple(model.TierWhen(**vars(when)) for when in service.tier_when)}
            )
            for name, service in shape.services.items()
        },
        servers={
            once(name): model.Server(**once.each(server)) for name, server in shape.servers.items()
        },
        runbooks={
            once(name): model.Runbook(
                **once.each(runbook) | {"policy": _own_policy(runbook.policy)}
            )
            for name, runbook in shape.runbooks.items()
        },
        steps={once(name): model.Step(**vars(step)) for name, step in shape.steps.items()},
        conditions={
            once(name): model.Condition(**once.each(condition))
            for name, condition in shape.conditions.items()
        },
        operators={
            name: model.Operator(**vars(person)) for name, person in shape.operators.items()
        },
        groups={
            once(name): model.ServiceGroup(**once.each(group))
            for name, group in shape.groups.items()
        },
        lanes={once(name): model.Lane(**once.each(lane)) for name, lane in shape.lanes.items()},
        crews={once(name): model.Crew(**once.each(crew)) for name, crew in shape.crews.items()},
        hub=model.Hub(**vars(shape.hub)) if shape.hub else model.Hub(),
        duties={name: model.Duty(**vars(duty)) for name, duty in shape.duties.items()},
    )


def _own_policy(shape: RunbookPolicy | None) -> model.RunbookPolicy | None:
    """What a runbook says otherwise; None where it says nothing, be there an empty table or none."""
    own = model.RunbookPolicy(**vars(shape)) if shape is not None else None
    return own if own != model.RunbookPolicy() else None


class Once:
    """Gives for a value the equal one that was met first.

    Texts, and tuples of what is kept once in its turn.
    """

    def __init__(self) -> None:
        self._met: dict[tuple[type, Any], Any] = {}

    def __call__(self, value: Any) -> Any:
        """The equal value that was met first."""
        if type(value) is tuple:
            value = tuple([self(part) for part in value])
        return (
            self._met.setdefault((type(value), value), value)
            if isinstance(value, str | tuple)
            else value
        )

    def each(self, part: _Part) -> dict[str, Any]:
        """The fields of a part."""
        return {name: self(value) for name, value in vars(part).items()}
