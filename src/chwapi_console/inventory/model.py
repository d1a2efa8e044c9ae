"""The plan as frozen values, as the rest of the program works with it.

Ids are unique over servers, services and conditions together. Durations are whole minutes. Needs are
normalised: a tuple of groups, each a tuple of ids of which any one is enough, or as many as it says
(`groups`); a plain need is a group of one. What a file may say, and its bounds, stand in `schema`,
which needs pydantic; these values do not, so a plan that is known already opens in a blink.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, TypeVar, get_args
from zoneinfo import ZoneInfo

from chwapi_console.clock import zone_named
from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import Needs, accepted_service, irredundant
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Value, say

Tier = Literal[1, 2, 3, 4, 5]
TIER_WORDS = {
    1: say("vital"),
    2: say("urgent"),
    3: say("necessary"),
    4: say("administrative"),
    5: say("deferrable"),
}
Verdict = Literal["unknown", "clean", "compromised"]
TableOfParts = Literal[
    "sites",
    "services",
    "servers",
    "runbooks",
    "steps",
    "conditions",
    "operators",
    "groups",
    "lanes",
    "crews",
    "duties",
]
TABLES_OF_PARTS: tuple[TableOfParts, ...] = get_args(TableOfParts)
"""Tables of a plan whose keys are names that people give."""

PlanState = Literal["unknown", "clean", "compromised", "retired"]
State = TypeVar("State", bound=str)
MOST_CAUTIOUS_FIRST = (
    "compromised",
    "blocked",
    "unknown",
    "restoring",
    "retired",
    "restored",
    "clean",
    "on",
    "verified",
)
"""All states of a server, in the order in which they are believed where acts, lists or people
disagree (docs/design/journal.md, "What counts")."""


def most_cautious(states: Iterable[State]) -> State:
    """Of states that disagree the one to believe. ValueError where there is none."""
    return min(states, key=MOST_CAUTIOUS_FIRST.index)


class Estimate(NamedTuple):
    """How long a restoration takes, in minutes: at best, likely, at worst."""

    low: int
    likely: int
    high: int

    def times(self, factor: float) -> "Estimate":
        """So many times as long, a minute at least."""
        return Estimate(*(max(1, round(minutes * factor)) for minutes in self))


USUAL_RESTORE = Estimate(60, 120, 240)
"""The estimate for a server of which the plan says none: two hours, half to double."""


USUAL_SIGN_OFF = Estimate(15, 30, 60)
"""The estimate for a sign-off that some need asks for: half an hour to try it, half to double."""

MOST_CREWS = 1000
"""More restorations side by side are a slip of the pen."""


class Incident(NamedTuple):
    """The outage: what it is called and since when; `drill` marks an exercise.

    `unplugged` that every server was taken off the network, so that a clean one is off until it is
    reconnected.
    """

    name: str
    detected: datetime
    timezone: str
    drill: bool = False
    unplugged: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which people of this incident read the clock."""
        return zone_named(self.timezone)


SECOND_PERSON_FOR = ("restored", "clean")
"""States for which a plan may ask a second person."""
RuleWord = Literal["off", "ask", "reason"]
"""What a plan may make of a rule of policy: nobody asks; it is asked whether the act is meant; the
act is written where its actor says why the rule does not hold this time."""

POLICY_RULES: Mapping[str, tuple[RuleWord, ...]] = MappingProxyType(
    {
        "work.open": ("ask", "reason"),
        "evidence.image": ("off", "ask", "reason"),
        "clean.own": ("off", "ask", "reason"),
        "steps.required": ("off", "ask", "reason"),
        "steps.result": ("off", "ask", "reason"),
        "point.named": ("off", "ask", "reason"),
        "point.late": ("off", "ask", "reason"),
        "point.verdict": ("off", "ask", "reason"),
        "point.again": ("off", "ask", "reason"),
        "point.unscanned": ("off", "ask", "reason"),
        "point.tested": ("off", "ask", "reason"),
        "condition.needs": ("ask", "reason"),
        "condition.suspect": ("ask", "reason"),
        "on.confirmed": ("off", "reason"),
        "role.act": ("off", "ask", "reason"),
        "role.holder": ("off", "reason"),
        "role.clinician": ("off", "ask", "reason"),
        "role.listed": ("off", "ask", "reason"),
        "suspect.restored": ("ask", "reason"),
        "retired.needed": ("ask", "reason"),
        "hand-over.match": ("ask", "reason"),
        "point.moved": ("ask", "reason"),
        "since.later": ("ask", "reason"),
        "sign-off.suspect": ("ask", "reason"),
        "sign-off.without": ("off", "ask", "reason"),
        "aware.later": ("ask", "reason"),
        "end.over": ("off", "ask", "reason"),
    }
)
"""The rules that a plan may set, by id, each with the words that it may be set to. None of them is
absolute: somebody alone at night can always go on, and never silently."""

OF_THIS_INCIDENT = "record.incident"
"""The rule that a plan may not set, and a reason overrides all the same: what is in the record is of this
incident. A plan that could would say so of itself."""


RULES_OF_SERVERS = frozenset(POLICY_RULES) - {
    *("role.clinician", "role.listed", "condition.needs", "condition.suspect"),
    *("sign-off.suspect", "sign-off.without", "since.later", "aware.later", "end.over"),
}
"""Those of them that are asked about a server, so that a runbook may set them for its own. Sign-offs
and conditions have no runbook; a person comes in, the attacker came and the recovery ends for all
servers at once."""


class Policy(NamedTuple):
    """How this hospital wants the recovery to be run.

    `second_person` has the states that count only when a second person confirmed them; `connect` is
    what it takes to switch a clean server on and reconnect it; `wish` how many hundredths of its
    worth a service lends to each thing that it wishes. Where it does not say whether evidence comes
    first, it does outside exercises. `legal` are the laws, by id, whose deadlines are kept in view.
    """

    crews: int = 1
    triage: int = 10
    second_person: tuple[str, ...] = ()
    stale: int = 120
    idle: int | None = None
    rules: Mapping[str, RuleWord] = MappingProxyType({})
    connect: int = 5
    evidence_first: bool | None = None
    wish: int = 5
    legal: tuple[str, ...] = ()


class RunbookPolicy(NamedTuple):
    """What of the policy is otherwise for servers of one runbook.

    What is None here, and each rule that is not among `rules`, is as the policy of the plan says.
    """

    second_person: tuple[str, ...] | None = None
    evidence_first: bool | None = None
    stale: int | None = None
    triage: int | None = None
    connect: int | None = None
    rules: Mapping[str, RuleWord] = MappingProxyType({})

    def over(self, usual: Policy) -> Policy:
        """The policy with what is otherwise here."""
        said = {
            field: value
            for field, value in self._asdict().items()
            if field != "rules" and value is not None
        }
        return usual._replace(**said, rules={**usual.rules, **self.rules})


class Hub(NamedTuple):
    """The PostgreSQL through which several hosts share one record; empty where there is none.

    Its address holds no password.
    """

    url: str = ""


class Site(NamedTuple):
    """A place, and what it counts in the weight of services that serve several."""

    name: str
    weight: int = 1


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of the week, as plans write them."""


class TierWhen(NamedTuple):
    """When a service has another tier than usual, and why.

    All that is said must hold: `weekdays` (0 is Monday) and `since`, `until` on the clock of the
    incident, in minutes after midnight, over midnight where `until` is not the later; and, each
    month, `before` days before its `day` and on it, which is the last where a month is shorter.
    """

    tier: Tier
    reason: str
    weekdays: tuple[int, ...] = ()
    since: int = 0
    until: int = 1440
    day: int | None = None
    before: int = 0


ALL_SITES: Literal["all"] = "all"
"""What a service serves that serves them all."""


class Service(NamedTuple):
    """What clinicians ask for; without a site it serves them all.

    Where it says which sites it `serves`, its weight counts for each of them. `tier_when` says when
    it has another tier. `unnamed` are kinds of servers that it needs too and that nobody has named yet; `signs` is the
    role that signs it off. One that is `public` is told to the press by its name.
    """

    name: str
    tier: Tier
    site: str | None = None
    weight: int = 1
    rto: int | None = None
    needs: Needs = ()
    soft: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    fallback: str = ""
    signs: str = ""
    public: bool = False
    serves: tuple[str, ...] | Literal["all"] = ()
    tier_when: tuple[TierWhen, ...] = ()

    @property
    def incomplete(self) -> bool:
        """Whether the plan does not say all that it needs: then nobody can know that it is up."""
        return not self.needs or bool(self.unnamed)


class Server(NamedTuple):
    """What sysadmins restore; its tier is inherited from the services that wait for it.

    So many pairs of `hands` can be at its restoration, which may not begin before `not_before`.
    """

    site: str
    role: str
    needs: Needs = ()
    soft: tuple[str, ...] = ()
    restore: Estimate = USUAL_RESTORE
    runbook: str | None = None
    state: PlanState = "unknown"
    os: str = ""
    address: str = ""
    notes: str = ""
    backup: str = ""
    contact: str = ""
    checks: tuple[str, ...] = ()
    hands: int = 1
    not_before: datetime | None = None


class Condition(NamedTuple):
    """What must be true and is no machine.

    An area signed off, an interface tested, a certificate, a decision, paper entered. `name` says
    what; `who` is the person or trade that meets it; `estimate` how long that takes once its needs
    are there, `promised` since when somebody outside promised it. What needs it waits for it; what
    nothing needs holds nothing down.
    """

    name: str
    who: str = ""
    site: str | None = None
    needs: Needs = ()
    estimate: Estimate | None = None
    promised: datetime | None = None
    phone: str = ""
    notes: str = ""


class Runbook(NamedTuple):
    """The ordered checklist for restoring one kind of server.

    Which of its steps are `required` here and which `optional`, whatever is said of them elsewhere;
    and what of the `policy` is otherwise for its servers.
    """

    steps: tuple[str, ...]
    name: str = ""
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    policy: RunbookPolicy | None = None


ResultKind = Literal["text", "hash", "time", "restore-point", "ticket"]
"""What comes of a step: words, a SHA-256, a time, a restore point of the server, a ticket."""

USUALLY_REQUIRED = ("image", "rebuild", "secrets", "test")
"""Steps that are required where no plan says otherwise: without them evidence is lost, the attacker
comes back, or nobody knows that it works."""


class Step(NamedTuple):
    """What a plan says of a step of runbooks: its name, and what is meant by it.

    For the usual steps the program says both itself. Whether it is `required` (None: where it is
    usually), its `time` in minutes, the person or trade that does it (`holder`), and what comes of
    it (`result`).
    """

    name: str = ""
    meaning: str = ""
    required: bool | None = None
    time: int | None = None
    holder: str = ""
    result: ResultKind | None = None


NO_STEP = Step()
"""What a plan says of a step that it does not name."""

NO_TIMES: Mapping[str, int] = MappingProxyType({})
"""The times of steps, where no plan gives one."""


ROLES = ("restorer", "verifier", "lead", "scribe", "observer", "clinician")
"""What people of a recovery are there for; what each may do: docs/design/states.md, "People"."""


class Operator(NamedTuple):
    """Somebody whom the plan names: what for, where they are reached, and of which crew they are."""

    roles: tuple[str, ...]
    phone: str = ""
    crew: str = ""


LaneWork = Literal["look", "restore", "verify", "connect"]
"""Kinds of work that may use a lane as a whole."""


class Lane(NamedTuple):
    """What work on servers shares, so many `at_once`: restore throughput, a clean zone.

    `steps` of runbooks use it, and kinds of `work`; of these `servers` and all of these `sites`,
    else of all.
    """

    at_once: int
    name: str = ""
    steps: tuple[str, ...] = ()
    work: tuple[LaneWork, ...] = ()
    servers: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()


class Crew(NamedTuple):
    """People who are at so many servers `at_once`.

    What they are for: servers with one of these words in their role, these systems or these
    runbooks, of these `sites`; all where it says none. Their `hours` are minutes after midnight on
    the clock of the incident, over midnight where the end is not the later; on these `weekdays` (0
    is Monday). Day and night where it says none.
    """

    at_once: int = 1
    name: str = ""
    roles: tuple[str, ...] = ()
    os: tuple[str, ...] = ()
    runbooks: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    hours: tuple[tuple[int, int], ...] = ()
    weekdays: tuple[int, ...] = ()


class ServiceGroup(NamedTuple):
    """Services that open together, as a campus, a market or a pathway.

    These, and all of these sites. They are worth most when whole: their worth counts `weight` times
    once more with the last.
    """

    name: str
    services: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    weight: int = 1


AWARE, ENDED = "aware", "ended"
"""From what a deadline can start beside another duty: somebody became aware, the recovery ended."""


class Duty(NamedTuple):
    """What a law asks to be told: `to` whom, in what words, and by which `deadline`.

    The deadline (see `deadlines`) starts from an act: one of the two above, or the notification of
    another duty, by its id. `valid_from` is when the law came into force, `checked` when its
    `source` was read, and `verified` whether all that was confirmed. Of a duty that is known a plan
    says only what is otherwise: empty, or None, is as known.
    """

    law: str = ""
    text: Value = ""
    to: Value = ""
    phone: str = ""
    deadline: str = ""
    starts: str = ""
    valid_from: date | None = None
    source: Value = ""
    checked: date | None = None
    verified: bool | None = None


class _Tables(NamedTuple):
    incident: Incident
    policy: Policy
    sites: Mapping[str, Site]
    services: Mapping[str, Service] = MappingProxyType({})
    servers: Mapping[str, Server] = MappingProxyType({})
    runbooks: Mapping[str, Runbook] = MappingProxyType({})
    steps: Mapping[str, Step] = MappingProxyType({})
    conditions: Mapping[str, Condition] = MappingProxyType({})
    operators: Mapping[str, Operator] = MappingProxyType({})
    groups: Mapping[str, ServiceGroup] = MappingProxyType({})
    lanes: Mapping[str, Lane] = MappingProxyType({})
    crews: Mapping[str, Crew] = MappingProxyType({})
    hub: Hub = Hub()
    duties: Mapping[str, Duty] = MappingProxyType({})


class Plan(_Tables):
    """One whole inventory file, of schema 1."""

    @cached_property
    def graph(self) -> Graph:
        """The needs of all its nodes, without what is said twice.

        A sign-off that something asks for is a node that needs its service.
        """
        needs = {
            node: irredundant(part.needs)
            for parts in (self.servers, self.services, self.conditions)
            for node, part in parts.items()
        }
        return Graph(needs | {node: ((accepted_service(node),),) for node in self.sign_offs_asked})

    @cached_property
    def sign_offs_asked(self) -> Sequence[str]:
        """The nodes of those sign-offs that some need asks for, by id."""
        return sorted(
            {
                member
                for parts in (self.servers, self.services, self.conditions)
                for part in parts.values()
                for group in part.needs
                for member in group
                if " " in member and accepted_service(member)
            }
        )

    @cached_property
    def names_of_several(self) -> frozenset[str]:
        """What people call more than one service."""
        seen, twice = set[str](), set[str]()
        for part in self.services.values():
            (twice if part.name in seen else seen).add(part.name)
        return frozenset(twice)

    @cached_property
    def holds_down(self) -> frozenset[str]:
        """The conditions and sign-offs that something waits for."""
        return frozenset(
            node
            for node in (*self.conditions, *self.sign_offs_asked)
            if self.graph.dependents(node)
        )

    def with_part(self, table: str, name: str, **said: object) -> "Plan":
        """The plan if one part of a table said this: `with_part("services", "mail", tier=1)`."""
        parts = getattr(self, table)
        changed: dict[str, Any] = {table: {**parts, name: parts[name]._replace(**said)}}
        return self._replace(**changed)

    def weight(self, service: str) -> int:
        """What a service counts within its tier.

        What the plan says, once for what each site counts that it serves, where it says which.
        """
        part = self.services[service]
        served = self.sites if part.serves == ALL_SITES else part.serves
        return part.weight * (sum(self.sites[site].weight for site in served) if served else 1)

    def sites_of(self, service: str) -> tuple[str, ...]:
        """The sites that a service is for, its own or those it serves; none where it is for all."""
        part = self.services[service]
        if part.site is not None:
            return (part.site,)
        if part.serves == ALL_SITES or self.sites.keys() <= set(part.serves):
            return ()
        return tuple(dict.fromkeys(part.serves))

    def is_for_site(self, service: str, site: str | None) -> bool:
        """Whether a service is for a site; each is where none is asked for."""
        return site is None or site in (self.sites_of(service) or (site,))

    @cached_property
    def opens_together(self) -> Mapping[str, Sequence[str]]:
        """The services of each group, by id: those that it names, and those of its sites."""
        return {
            group: sorted(
                {*part.services, *(s for s, of in self.services.items() if of.site in part.sites)}
            )
            for group, part in self.groups.items()
        }

    def steps_of(self, server: str) -> tuple[str, ...]:
        """The steps of the server's runbook, in order; none where it names no runbook."""
        runbook = self.servers[server].runbook
        return self.runbooks[runbook].steps if runbook else ()

    def step(self, step: str) -> Step:
        """What the plan says of a step."""
        return self.steps.get(step, NO_STEP)

    def is_required(self, server: str, step: str) -> bool:
        """Whether a step of the server's runbook must be done.

        As the runbook says, else the step, else as usual.
        """
        return self._requires(self.runbooks[self.servers[server].runbook or ""], step)

    def _requires(self, runbook: Runbook, step: str) -> bool:
        if step in runbook.required or step in runbook.optional:
            return step in runbook.required
        said = self.step(step).required
        return step in USUALLY_REQUIRED if said is None else said

    @cached_property
    def _step_times(self) -> Mapping[str, Mapping[str, int]]:
        """The minutes of required steps, by runbook that has one with a time."""
        timed = {name: part.time for name, part in self.steps.items() if part.time is not None}
        times = {
            name: {
                step: timed[step]
                for step in runbook.steps
                if step in timed and self._requires(runbook, step)
            }
            for name, runbook in self.runbooks.items()
        }
        return {name: of_runbook for name, of_runbook in times.items() if of_runbook}

    def step_times(self, server: str) -> Mapping[str, int]:
        """The minutes of those required steps of a server that the plan gives a time."""
        return self._step_times.get(self.servers[server].runbook or "", NO_TIMES)

    def restoration(self, server: str) -> Estimate:
        """How long a server takes to restore, its steps among it: as its line says.

        Where the times of its required steps add up to more than is likely by that, so long, in the
        same proportions.
        """
        said, steps = self.servers[server].restore, sum(self.step_times(server).values())
        return said if steps <= said.likely else said.times(steps / said.likely)

    @cached_property
    def divides_work(self) -> bool:
        """Whether it says who is for what, what work shares, or where several can be at one thing."""
        return bool(self.lanes or self.crews) or any(of.hands > 1 for of in self.servers.values())

    @property
    def at_once(self) -> int:
        """Servers that people can be at side by side: what its crews add up to, else `policy.crews`."""
        return sum(crew.at_once for crew in self.crews.values()) or self.policy.crews

    @cached_property
    def own_policies(self) -> Mapping[str, Policy]:
        """The policy that holds for servers of a runbook, by runbook that says any of it itself."""
        return {
            name: runbook.policy.over(self.policy)
            for name, runbook in self.runbooks.items()
            if runbook.policy is not None
        }

    def policy_for(self, node: str) -> Policy:
        """The policy that holds for a server: what its runbook says, else what the plan says.

        For what is no server of the plan, what the plan says.
        """
        if not self.own_policies or (server := self.servers.get(node)) is None:
            return self.policy
        return self.own_policies.get(server.runbook or "", self.policy)

    def one_of_each_policy(self, servers: Sequence[str]) -> Sequence[str]:
        """Of some servers the first of those for which one policy holds, for each."""
        if not self.own_policies:
            return servers[:1]
        return list({id(self.policy_for(server)): server for server in servers[::-1]}.values())[
            ::-1
        ]

    def evidence_comes_first(self, server: str) -> bool:
        """Whether an image of a server is wanted before anything is changed on it.

        Should it be compromised.
        """
        said = self.policy_for(server).evidence_first
        return not self.incident.drill if said is None else said


Part = (
    Incident
    | Policy
    | Hub
    | Site
    | Service
    | Server
    | Runbook
    | Step
    | Condition
    | Operator
    | ServiceGroup
    | Lane
    | Crew
    | Duty
)
"""What a table of a plan has in it."""
