"""What the plan and the record together say of every server.

Its standing, conflict, steps and notes.

A fold over a set of events: any two journals with the same events and the same plan give the same
situation.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from chwapi_console.journal.kinds.record_kinds import THE_END, EndingChange, Noted
from chwapi_console.journal.kinds.standing import STEPS_TO_DO, Standing
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.heads import Heads, in_conflict, standing_shown
from chwapi_console.journal.record.record import Record
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import person, same_person
from chwapi_console.recovery.state.told.blocks import Block, blocks
from chwapi_console.recovery.state.told.conditions import SaidOfCondition, said_of_conditions
from chwapi_console.recovery.state.told.evidence_items import Item, evidence_items
from chwapi_console.recovery.state.told.footing import Footing
from chwapi_console.recovery.state.told.found_servers import (
    ABOUT_THE_RECORD,
    Grown,
    Growth,
    found_since,
)
from chwapi_console.recovery.state.told.losses import Losses
from chwapi_console.recovery.state.told.newcomers import newcomers
from chwapi_console.recovery.state.told.pins import Pin, pins_of
from chwapi_console.recovery.state.told.promises import Promise, handed_over, promises
from chwapi_console.recovery.state.told.restore_points import RestorePoints, restore_points
from chwapi_console.recovery.state.told.said_of_laws import SaidOfLaws, said_of_laws
from chwapi_console.recovery.state.told.server_history import (
    Past,
    Pasts,
    is_undo,
    latest_of_each_origin,
    step_after,
    takes_back,
    verdicts_on,
)
from chwapi_console.recovery.state.told.sign_offs import SignOff, sign_offs
from chwapi_console.recovery.state.told.threshold import Threshold, Thresholds

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Crew, Plan


class ServerState(NamedTuple):
    """One server as the record has it.

    `heads` are the acts that stand; none where only the plan has spoken.
    """

    standing: Standing
    heads: tuple[Event, ...] = ()
    conflict: bool = False

    @property
    def state(self) -> str:
        """The word shown for it."""
        return self.standing.state

    @property
    def latest(self) -> Event | None:
        """The act that people read last."""
        return self.heads[-1] if self.heads else None

    def is_with(self, operator: str) -> bool:
        """Whether an operator has it in hand."""
        return self.state == "restoring" and same_person(self.standing.holder, operator)


class Situation(NamedTuple):
    """Every server of the plan, by id; steps that count by (server, step).

    Notes and events by subject; ids the plan lacks; pins that nobody took away; sign-offs that
    hold, and those that `lapsed`, by service. `head_ids` has the hashes of all heads of each key
    beside those of servers: `server/step`, `pin id`, `sign-off id`, `condition id` and so on;
    `spellings` how each person's name was first written; `newcomers` are those of whom it is kept
    that they were meant to act, by `person`; `ended` is the act that ended the recovery, None while
    it goes on; `growth` is what the record adds to the plan; `conditions` what was said of each
    condition that anybody spoke of; `points` are the restore points, `evidence` the items of each
    server by id; `said_of_laws` has what starts and ends legal clocks; `promises` are by id, and
    `handed_over` is the act by which the shift was taken over last; `footing` is what ends what people vouched for;
    `plans` are those that people acted by. What is `supposed_skipped` nobody skipped: steps that
    somebody asks about; nor does anybody know that what is `supposed_at_worst` takes its worst.
    `crews_so_far` are those of the plan where others are supposed from now on, else None.
    """

    servers: Mapping[str, ServerState]
    steps: Mapping[tuple[str, str], Event]
    notes: Mapping[str, Sequence[Event]]
    head_ids: Mapping[str, frozenset[str]]
    history: Mapping[str, Sequence[Event]]
    pasts: Pasts
    footing: Footing
    not_in_plan: Sequence[str]
    pins: Sequence[Pin] = ()
    sign_offs: Mapping[str, SignOff] = MappingProxyType({})
    lapsed: Mapping[str, SignOff] = MappingProxyType({})
    knows: Callable[[Event, Event], bool] = Event.knows
    thresholds: Thresholds = Thresholds()
    blocks: Mapping[str, Block] = MappingProxyType({})
    undone: AbstractSet[str] = frozenset()
    spellings: Mapping[str, str] = MappingProxyType({})
    newcomers: AbstractSet[str] = frozenset()
    points: RestorePoints = RestorePoints()
    evidence: Mapping[str, Mapping[str, Item]] = MappingProxyType({})
    conditions: Mapping[str, SaidOfCondition] = MappingProxyType({})
    ended: Event | None = None
    growth: Growth = Growth()
    said_of_laws: SaidOfLaws = SaidOfLaws()
    promises: Mapping[str, Promise] = MappingProxyType({})
    handed_over: Event | None = None
    plans: Sequence[Event] = ()
    supposed_skipped: AbstractSet[tuple[str, str]] = frozenset()
    supposed_at_worst: AbstractSet[str] = frozenset()
    crews_so_far: "Mapping[str, Crew] | None" = None

    def state(self, server: str) -> str:
        """The state shown for a server."""
        return self.servers[server].state

    def available(self, server: str) -> bool:
        """Whether a server can be used, were all that it needs to work."""
        return self.threshold(server).available(self.servers[server].standing)

    def threshold(self, server: str) -> Threshold:
        """What a server must be so that it counts as available."""
        return self.thresholds.for_server(server)

    def is_unconfirmed(self, server: str) -> bool:
        """Whether a second person is still to confirm that a server is clean."""
        return self.threshold(server).is_unconfirmed(self.servers[server].standing)

    def is_off(self, server: str) -> bool:
        """Whether a clean server is still to be switched on and reconnected."""
        return self.threshold(server).is_off(self.servers[server].standing)

    def shown_state(self, server: str) -> str:
        """The state as people read it: `off` for a clean server that is not switched on yet."""
        return self.threshold(server).shown(self.servers[server].standing)

    @property
    def found_since(self) -> dict[str, datetime]:
        """Since when each server that somebody found is known (UTC)."""
        return found_since(self.growth, self.history, self.undone)

    def past(self, subject: str) -> Past:
        """What was done to a server or service, and who could see what of it."""
        return self.pasts[subject]

    def spelled(self, name: str) -> str:
        """A person's name as the record first has it; as it is where nobody has borne it yet."""
        return self.spellings.get(person(name), name)

    @property
    def replacements(self) -> dict[str, str]:
        """What replaces each retired server, where that is a server of the plan."""
        return _replacements(self.servers)

    def step_state(self, server: str, step: str) -> str:
        """One of `STEP_STATES`."""
        if (server, step) in self.supposed_skipped:
            return "skipped"
        event = self.steps.get((server, step))
        return step_after(event) if event else "open"

    def is_to_do(self, server: str, step: str) -> bool:
        """Whether a step is still to be done: nobody ticked or skipped it, or it failed."""
        return self.step_state(server, step) in STEPS_TO_DO


def situation(plan: "Plan", record: Record) -> Situation:
    """The situation that a plan and a record give, without what the record adds to the plan."""
    return situation_of(Grown(plan), record)


def situation_of(whole: Grown, record: Record) -> Situation:
    """The situation that a plan, with what the record adds to it, and a record give."""
    plan, growth = whole
    undone = undone_events(record.acts, record.knows)
    history = by_subject(record.acts)
    pasts = Pasts(history, record.knows)
    nodes, heads = plan.servers.keys() | plan.services.keys(), record.heads
    known = nodes | plan.conditions.keys() | {*ABOUT_THE_RECORD}
    thresholds, spellings = Thresholds.of(plan), first_spellings(record.events)
    servers = _servers(plan, heads, spellings)
    footing = Footing(plan, _replacements(servers), Losses(history, thresholds, growth.acts_on))
    signed = sign_offs(record, sorted(plan.services), pasts, footing)
    return Situation(
        servers=servers,
        steps=_steps(record, pasts, undone),
        notes=_notes(history, undone),
        head_ids=_head_ids(heads),
        history=history,
        pasts=pasts,
        footing=footing,
        not_in_plan=sorted(history.keys() - known),
        pins=pins_of(record, nodes, pasts),
        sign_offs={name: given for name, given in signed.items() if given.stands},
        lapsed={name: given for name, given in signed.items() if not given.stands},
        knows=record.knows,
        thresholds=thresholds,
        blocks=blocks(servers, pasts),
        undone=undone,
        spellings=spellings,
        newcomers=newcomers(record.events),
        points=restore_points(heads, record.knows, plan.servers),
        evidence=evidence_items(heads),
        conditions=said_of_conditions(record, sorted(plan.conditions), pasts, footing),
        ended=ended_by(record.heads.of(THE_END)),
        growth=growth,
        said_of_laws=said_of_laws(heads, pasts),
        promises=promises(heads, pasts),
        handed_over=handed_over(heads, pasts),
        plans=tuple(record.plans),
    )


def ended_by(heads: Sequence[Event]) -> Event | None:
    """The act that ended the recovery, by the heads of its end.

    None while it goes on, as it does where anybody says so.
    """
    endings = [
        head
        for head in heads
        if isinstance(head.payload, EndingChange) and head.payload.after is not None
    ]
    return endings[-1] if endings and len(endings) == len(heads) else None


PLANNED: Mapping[str, Standing] = {
    "unknown": Standing("unknown"),
    "clean": Standing("clean"),
    "compromised": Standing("compromised"),
    "retired": Standing("unknown", "retired"),
}
"""The standing before anybody acted, by the state that the plan gives."""

UNTOUCHED: Mapping[str, ServerState] = {
    state: ServerState(standing) for state, standing in PLANNED.items()
}
"""The same, as a server that nobody acted on shows it."""


def by_subject(acts: Iterable[Event]) -> dict[str, list[Event]]:
    """The acts on each server, service or other subject, in reading order."""
    history: dict[str, list[Event]] = defaultdict(list)
    for event in acts:
        history[event.subject].append(event)
    for events in history.values():
        events.sort(key=lambda event: event.order)
    return history


def undone_events(events: Iterable[Event], knows: Callable[[Event, Event], bool]) -> set[str]:
    """The hashes of the events that an undo which still stands has taken back.

    One that is not for its target, or whose writer could not see it, takes nothing back.
    """
    undone: set[str] = set()
    events = list(events)
    undos = [event for event in events if is_undo(event)]
    named: dict[str, list[Event]] = {undo.target_hash or undo.target: [] for undo in undos}
    for event in events if undos else ():
        for name in (event.id, event.first_hash):
            if name in named:
                named[name].append(event)
    for undo in sorted(undos, key=lambda event: event.order, reverse=True):
        if undo.hash not in undone:
            undone |= {
                target.hash
                for target in named[undo.target_hash or undo.target]
                if takes_back(undo, target) and knows(undo, target)
            }
    return undone


def first_spellings(events: Iterable[Event]) -> dict[str, str]:
    """How each person's name was written first, in reading order, by `person`.

    Of everybody who acted or had a server in hand.
    """
    bearing: dict[str, list[Event]] = {}
    for event in events:
        bearing.setdefault(event.operator, []).append(event)
        if (after := event.after) and after.holder and after.holder != event.operator:
            bearing.setdefault(after.holder, []).append(event)
    ways: dict[str, list[str]] = defaultdict(list)
    for name in bearing:
        ways[person(name)].append(name)
    return {
        who: min(names, key=lambda name: min(event.order for event in bearing[name]))
        if len(names) > 1
        else names[0]
        for who, names in ways.items()
        if who
    }


# What replaces what


def _replacements(servers: Mapping[str, ServerState]) -> dict[str, str]:
    return {
        name: server.standing.replacement
        for name, server in servers.items()
        if server.state == "retired" and server.standing.replacement in servers
    }


def followed(replacements: Mapping[str, str], server: str) -> list[str]:
    """A server, its replacement, the replacement of that, and so on to the end.

    Or until one comes again.
    """
    chain = [server]
    while (following := replacements.get(chain[-1])) and following not in chain:
        chain.append(following)
    return chain


def unmet_wishes(
    wishes: Iterable[str], replacements: Mapping[str, str], works: Callable[[str], bool]
) -> tuple[str, ...]:
    """Those of some wishes, each once, that do not work, nor what has replaced them."""
    return tuple(
        wish for wish in dict.fromkeys(wishes) if not works(followed(replacements, wish)[-1])
    )


def replace_each_other(replacements: Mapping[str, str], server: str) -> list[str]:
    """The retired servers that replace each other in a ring at the end of a server's replacements.

    None is the rule.
    """
    chain = followed(replacements, server)
    again = replacements.get(chain[-1])
    return chain[chain.index(again) :] if again else []


def _servers(plan: "Plan", heads: Heads, spellings: Mapping[str, str]) -> dict[str, ServerState]:
    """How each server stands by the acts on it; one that nobody touched as the plan says."""
    return {
        name: _acted_on(acts, PLANNED[plan.servers[name].state], spellings)
        if (acts := heads.of(name))
        else UNTOUCHED[plan.servers[name].state]
        for name in sorted(plan.servers)
    }


def _notes(
    history: Mapping[str, Sequence[Event]], undone: AbstractSet[str]
) -> dict[str, list[Event]]:
    """The notes on each subject that nobody took back."""
    return {
        subject: [e for e in events if e.kind == Noted.kind and e.hash not in undone]
        for subject, events in history.items()
    }


def _head_ids(heads: Heads) -> dict[str, frozenset[str]]:
    """The hashes of the heads of all that has heads and is no server."""
    return {
        key: frozenset(head.hash for head in heads.of(key))
        for key in heads
        if "/" in key or " " in key
    }


def _acted_on(
    heads: tuple[Event, ...], planned: Standing, spellings: Mapping[str, str]
) -> ServerState:
    standing = standing_shown(heads, planned)
    holder = spellings.get(person(standing.holder), "") if standing.holder else ""
    return ServerState(
        standing if holder == standing.holder else standing._replace(holder=holder),
        heads,
        in_conflict(heads),
    )


def _steps(
    record: Record, pasts: Mapping[str, Past], undone: set[str]
) -> dict[tuple[str, str], Event]:
    """The act that counts of each step: a verdict on the server begins its runbook anew."""
    steps: dict[tuple[str, str], Event] = {}
    verdicts: dict[str, list[Event]] = {}
    for key in record.heads:
        server, slash, step = key.partition("/")
        if not slash:
            continue
        past = pasts[server]
        if server not in verdicts:
            verdicts[server] = latest_of_each_origin(verdicts_on(past.events, undone))
        if act := past.step_that_counts(record.heads.of(key), verdicts[server]):
            steps[server, step] = act
    return steps
