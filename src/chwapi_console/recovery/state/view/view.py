"""Everything the faces show, computed in full from a plan, a record and the time.

`view(plan, record, now)`.

A view is a value: it does not change when the record grows; a new one is made. So a face can
compare two of them and redraw only what differs, and an act can say exactly what its actor was
shown.
"""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from chwapi_console.clock import clock_time, minutes_between
from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import accepted_service, is_met
from chwapi_console.journal.record.events import Event, Place
from chwapi_console.journal.record.record import Record
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.order import Order, in_order
from chwapi_console.recovery.order.problem import Problem
from chwapi_console.recovery.state.judged.entry import Entry, entry_of
from chwapi_console.recovery.state.judged.overrides import Override, overrides
from chwapi_console.recovery.state.judged.present_problem import present_problem
from chwapi_console.recovery.state.judged.shortcuts import Shortcuts, shortcuts
from chwapi_console.recovery.state.judged.stints import WorkInHand, left_in_hand
from chwapi_console.recovery.state.judged.suspects import Suspects, SuspectServers, found_suspects
from chwapi_console.recovery.state.judged.tier_calendar import (
    TierMove,
    all_moves,
    moves,
    next_change,
    with_present_tiers,
)
from chwapi_console.recovery.state.told.conditions import (
    ConditionStanding,
    standing,
    turning_points,
)
from chwapi_console.recovery.state.told.found_servers import with_added
from chwapi_console.recovery.state.told.pins import Pin, bent, contradictions
from chwapi_console.recovery.state.told.server_history import holders
from chwapi_console.recovery.state.told.service_state import ServiceState, service_state
from chwapi_console.recovery.state.told.situation import Situation, situation_of, unmet_wishes
from chwapi_console.recovery.state.view.completed_views import HOUR, completed, hours_until

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan

TOLD_AHEAD = 1440
"""Minutes before it comes that another tier is told."""


class _Facts(NamedTuple):
    plan: "Plan"
    situation: Situation
    problem: Problem
    begun: datetime | None
    now: datetime
    written: "Plan"


class View(_Facts):
    """The plan as it stands at a moment.

    What is thought is thought when it is first asked for, and kept. `plan` has the tiers that hold
    at the moment, `written` those that the file says.

    What is kept hangs on `now` through six things only: which pins still run, which blocks have an
    end to come, which reserves of conditions, tiers that follow the calendar, what may not begin
    yet, and what is left of servers in hand where others could do their work. All else that the time decides is worked out
    whenever it is asked for, so that nothing kept is ever wrong at a later moment before
    `holds_until`.
    """

    def at(self, now: datetime) -> "View":
        """The view at a later moment.

        What was thought is kept, unless the time of a pin came meanwhile.
        """
        if self.holds_until is not None and now >= self.holds_until:
            return _seen(self.written, self.situation, self.begun, now)
        return self.kept_at(now)

    def kept_at(self, now: datetime) -> "View":
        """The view with all that was thought, at a moment at which that still holds."""
        then = self._replace(now=now)
        then.__dict__.update(self.__dict__.copy())  # in one step: others may be thinking meanwhile
        return then

    def with_plan(self, written: "Plan") -> "View":
        """The view if the plan said this, and all else stood as it does."""
        return _seen(written, self.situation, self.begun, self.now)

    def with_situation(self, so_far: Situation) -> "View":
        """The view if people had said this, by the same plan and at the same time."""
        return _seen(self.written, so_far, self.begun, self.now)

    @property
    def graph(self) -> Graph:
        """The plan's graph, with retired servers replaced."""
        return self.problem.graph

    @cached_property
    def services(self) -> dict[str, ServiceState]:
        """The state of each service, by id."""
        replacements = self.situation.replacements
        signed = {
            name: given
            for name, given in self.situation.sign_offs.items()
            if not given.is_over(self.now)
        }
        return {
            name: service_state(
                name,
                self.problem,
                unmet_wishes(self.plan.services[name].soft, replacements, self.works),
                self.stood_on_suspects.get(name, ()),
                signed.get(name),
            )
            for name in sorted(self.plan.services)
        }

    @property
    def suspects(self) -> Suspects:
        """The suspects by id, each with why.

        They stood on what was later found compromised, and were not looked at since.
        """
        return self.found_suspects.suspect

    @property
    def set_aside(self) -> Suspects:
        """The servers that were suspect when somebody took or blocked them, by id, each with why.

        They are suspect again when they are let go of.
        """
        return self.found_suspects.set_aside

    @cached_property
    def found_suspects(self) -> SuspectServers:
        """The suspects, and those set aside."""
        return found_suspects(self.plan, self.situation)

    @property
    def added(self) -> Mapping[str, Event]:
        """The servers that the record adds to the plan, by id, each with the act that did."""
        return self.situation.growth.added

    @cached_property
    def overrides(self) -> dict[str, tuple[Override, ...]]:
        """The rules that were overridden for what stands now, by server or service.

        Nothing that has none.
        """
        return overrides(self.situation)

    @cached_property
    def shortcuts(self) -> Mapping[str, Shortcuts]:
        """The shortcuts taken in restoring a server, and what they rest on that holds no longer.

        By server; nothing that has none.
        """
        return shortcuts(self.plan, self.situation, self.overrides)

    @cached_property
    def stood_on_suspects(self) -> dict[str, tuple[str, ...]]:
        """The suspect servers that each service stands on which works, by service.

        No service that stands on none.
        """
        return self._stood_on(self.suspects.keys())

    @cached_property
    def on_suspects(self) -> frozenset[str]:
        """What works and is suspect, or stands on what is."""
        found = self.suspects.keys() & self.plan.servers.keys() & self.problem.working
        return frozenset(found | self.graph.above_any(found, self.problem.working))

    @cached_property
    def stood_on_caveats(self) -> dict[str, tuple[str, ...]]:
        """The servers with an override or a shortcut of their own that each service stands on.

        By service; no service that stands on none.
        """
        return self._stood_on(self.overrides.keys() | self.shortcuts.keys())

    def _stood_on(self, servers: AbstractSet[str]) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for server in sorted(servers & self.plan.servers.keys() & self.problem.working):
            for node in self.graph.above(server, self.problem.working) & self.plan.services.keys():
                found.setdefault(node, []).append(server)
        return {service: tuple(servers) for service, servers in found.items()}

    @cached_property
    def order(self) -> Order:
        """The order of what is to be done."""
        at_odds = {pin.subject for pins in self.contradictions for pin in pins}
        return bent(self.by_rule, [pin for pin in self.pins if pin.subject not in at_odds])

    @cached_property
    def by_rule(self) -> Order:
        """The order as it is without any pin. Suspects have their places in it."""
        order = in_order(self.problem)
        if not self.suspects:
            return order
        from chwapi_console.recovery.order.looks import with_looks

        sources = {
            cause.source for causes in self.suspects.values() for cause in causes if not cause.point
        }
        return with_looks(order, self.suspects, sources)

    @cached_property
    def by_itself(self) -> dict[object, "View"]:
        """Views as they are once time alone moved the order, by what is otherwise in them."""
        return {}

    @cached_property
    def by_moment(self) -> dict[datetime, "View"]:
        """Those of them by the moments that were asked about."""
        return {}

    def remembering(self) -> "View":
        """The view, with its order worked out, and room for how it is once time moved that.

        For whoever makes several of it of one moment that share both.
        """
        self.__dict__.update(order=self.order, by_itself=self.by_itself, by_moment=self.by_moment)
        return self

    @cached_property
    def pins(self) -> Sequence[Pin]:
        """The pins that people hold to now.

        Their time has not come, and neither what they are for works yet nor what they put it
        before.
        """
        return [
            pin
            for pin in self.situation.pins
            if pin.runs(self.now) and not self.works(pin.subject) and not self.works(pin.before)
        ]

    @cached_property
    def contradictions(self) -> Sequence[tuple[Pin, ...]]:
        """The pins that cannot all hold, those of one ring together: none of them bends the order."""
        return (
            contradictions(self.by_rule, self.pins) if any(pin.before for pin in self.pins) else ()
        )

    @property
    def ended_pins(self) -> Sequence[Pin]:
        """Pins whose time came not long ago (`policy.stale`) while what they were for did not work."""
        return [
            pin
            for pin in self.situation.pins
            if pin.until is not None
            and pin.until <= self.now
            and self.now - pin.until < timedelta(minutes=self.plan.policy_for(pin.subject).stale)
            and not self.works(pin.subject)
        ]

    @property
    def due(self) -> frozenset[str]:
        """The blocked servers that are to be asked about.

        What they wait for is there, or its time has passed.
        """
        return frozenset(self.situation.blocks.keys() - self.problem.blocked)

    @property
    def holds_until(self) -> datetime | None:
        """When something changes though nobody acts.

        The next end of a pin, of a block or of a reserve, the time at which a condition was to
        come, at which a service gets another tier, or at which a restoration may begin, and each
        full hour before that where others may do its work, as each half hour that is left of a
        server in hand. None when there is none.
        """
        ends = [pin.until for pin in self.pins if pin.until is not None]
        for block in self.situation.blocks.values():
            if block.until is not None and block.until > self.now:
                ends.append(block.until)
        if self.plan.conditions:
            ends += [at for at in turning_points(self.plan, self.situation) if at > self.now]
        for signed in self.situation.sign_offs.values():
            if signed.until is not None and signed.until > self.now:
                ends.append(signed.until)
        if self.next_tier is not None:
            ends.append(self.next_tier)
        for at in self.not_before.values():
            whole_hours = hours_until(at, self.now) - 1 if self.problem.has_choice else 0
            ends.append(at - HOUR * whole_hours)
        ends += [left.until for left in self.left_in_hand.values() if left.until is not None]
        return min(ends, default=None)

    @cached_property
    def next_tier(self) -> datetime | None:
        """When a service gets another tier by the calendar next."""
        return next_change(self.written, self.now)

    @property
    def tier_moves(self) -> Sequence[TierMove]:
        """The tiers that the calendar changes within a day, the next of each service."""
        return self.tiers_to_come(self.now + timedelta(minutes=TOLD_AHEAD))

    @property
    def tier_moves_of_a_day(self) -> Sequence[TierMove]:
        """All that the calendar does to tiers within a day, the first to come first."""
        return all_moves(self.written, self.now, self.now + timedelta(minutes=TOLD_AHEAD))

    def tiers_to_come(self, until: datetime | None) -> Sequence[TierMove]:
        """The tiers that the calendar changes by a moment, the next of each service."""
        return moves(self.written, self.now, until) if until is not None else ()

    @cached_property
    def conditions(self) -> dict[str, ConditionStanding]:
        """How each condition of the plan stands, by id, and each asked-for sign-off.

        The id of such a sign-off is `accepted SERVICE`.
        """
        if not self.plan.conditions and not self.plan.sign_offs_asked:
            return {}
        stated = standing(self.plan, self.situation, self.suspects, self.now)
        return {
            **{name: at._replace(ready=self._ready(name)) for name, at in stated.items()},
            **{node: self._sign_off(node) for node in self.plan.sign_offs_asked},
        }

    def _ready(self, condition: str) -> bool:
        """Whether all works that a condition needs."""
        return all(is_met(group, self.works) for group in self.graph.needs[condition])

    def _sign_off(self, node: str) -> ConditionStanding:
        """A sign-off that some need asks for, as a condition."""
        service = accepted_service(node)
        is_open, signed = node in self.problem.conditions, self.situation.sign_offs.get(service)
        lapsed = self.situation.lapsed.get(service) if is_open else None
        of = signed or lapsed
        return ConditionStanding(
            node,
            "open" if is_open else "met",
            signed.by if signed and not is_open else self.plan.services[service].signs,
            tried=of.tried if of else "",
            ready=self.works(service),
            holds_down=True,
            until=signed.until if signed and not is_open else None,
            reserve=of.reserve if of else "",
            event=of.event if of else None,
            lapsed_by=lapsed.ended_by if lapsed else None,
            unknown=lapsed.unknown if lapsed and lapsed.ended_by is None else (),
            reserve_over=is_open and signed is not None and signed.is_over(self.now),
        )

    @property
    def conditions_waiting(self) -> int:
        """How many of these people wait for.

        But for those that hold nothing down, of which nobody spoke and whose turn has not come, as
        the paper of what is still down.
        """
        return sum(self.waits_for(each) for each in self.open_conditions)

    @staticmethod
    def waits_for(of: ConditionStanding) -> bool:
        """Whether people wait for a condition that is open."""
        return of.holds_down or of.ready or of.event is not None or of.until is not None

    @cached_property
    def reserves(self) -> dict[str, tuple[str, ...]]:
        """The conditions that were met with a reserve on which what works stands, by node.

        Nothing that stands on none.
        """
        found: dict[str, list[str]] = {}
        for name, condition in self.conditions.items():
            if condition.is_met and condition.reserve and self.works(name):
                for node in self.graph.above(name, self.problem.working):
                    found.setdefault(node, []).append(name)
        return {node: tuple(names) for node, names in found.items()}

    @property
    def open_conditions(self) -> Sequence[ConditionStanding]:
        """The conditions and sign-offs asked for that are not met, by id."""
        return [condition for condition in self.conditions.values() if not condition.is_met]

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """The queue."""
        return [
            entry_of(
                rank,
                server,
                self.situation,
                self.order,
                suspect=server in self.suspects,
                not_before=self.not_before.get(server),
            )
            for server, rank in self.order.rank.items()
        ]

    @cached_property
    def not_before(self) -> Mapping[str, datetime]:
        """When each of those servers may be restored that may not yet."""
        return {
            server: of.not_before
            for server, of in self.plan.servers.items()
            if of.not_before is not None and of.not_before > self.now
        }

    @cached_property
    def left_in_hand(self) -> Mapping[str, WorkInHand]:
        """What is left of the servers in hand that stand where others could do their work."""
        return left_in_hand(self.plan, self.situation, self.problem, self.now)

    @cached_property
    def in_hand(self) -> Sequence[str]:
        """The servers that somebody has in hand, in the order of the queue."""
        return [entry.server for entry in self.entries if entry.state == "restoring"]

    def because(self, server: str) -> Sequence[str]:
        """The services that wait for a server of the queue, the most urgent first.

        For one that can be used and is suspect those that stand on it.
        """
        if not self.entry[server].to_look_at:
            return self.order.because[server]
        return self.problem.most_urgent_first(self.graph.above(server) & self.plan.services.keys())

    def missing(self, node: str) -> Sequence[str]:
        """The servers that a service or server still misses, in the order of the queue.

        For a server itself is among them.
        """
        if node in self.plan.services:
            return self.order.missing[node]
        closures = self.order.closures
        return sorted(closures.names(closures.whole(node)), key=self.order.rank.__getitem__)

    def thought_through(self) -> "View":
        """The view with everything thought, for a thread that has the time."""
        _ = (self.entries, self.services, self.order.because, self.fallen)
        return self

    @cached_property
    def incomplete(self) -> frozenset[str]:
        """The services that the plan does not name all servers of: they are not up, whatever works."""
        return frozenset(name for name, service in self.plan.services.items() if service.incomplete)

    @cached_property
    def entry(self) -> dict[str, Entry]:
        """The entry of each server that is in the queue."""
        return {entry.server: entry for entry in self.entries}

    @property
    def started(self) -> datetime:
        """Since when the incident runs.

        An exercise begins with the first event of its journal: until then it is always now.
        """
        return self.begun or self.now

    @property
    def elapsed(self) -> int:
        """Minutes of the incident so far."""
        return minutes_between(self.started, self.now)

    @cached_property
    def hit(self) -> Sequence[str]:
        """The servers that were compromised, by the plan or by an act that was not undone.

        The "of 80" that people ask for.
        """
        by_acts = {
            name
            for name, events in self.situation.history.items()
            if any(
                says_compromised(event) and event.hash not in self.situation.undone
                for event in events
            )
        }
        return [
            name
            for name, server in self.plan.servers.items()
            if server.state == "compromised" or name in by_acts
        ]

    @cached_property
    def back(self) -> int:
        """Servers of those hit that are available again."""
        return sum(self.situation.available(name) for name in self.hit)

    @cached_property
    def unknown(self) -> int:
        """Servers that nobody has looked at; only when it is 0 is the count of hit servers final."""
        return sum(state.state == "unknown" for state in self.situation.servers.values())

    @cached_property
    def up(self) -> int:
        """Services that are up."""
        return sum(1 for service in self.services.values() if service.is_up)

    @cached_property
    def limited(self) -> int:
        """Of these, those that do without something they wish, signed off so or not."""
        return sum(service.is_limited for service in self.services.values())

    @cached_property
    def held_before(self) -> Mapping[Place, str]:
        """Who had the server in hand on which each act was done, as `holders` tells it."""
        return {
            event.place: holder
            for events in self.situation.history.values()
            for event, holder in zip(events, holders(events, self.situation.undone), strict=False)
        }

    @cached_property
    def fallen(self) -> frozenset[str]:
        """The services that were down at some moment since the incident began."""
        from chwapi_console.recovery.state.judged.fallen import fallen

        found = self.suspects if self.situation.conditions else {}
        return fallen(self.plan, self.situation, self.problem.working, found, self.now)

    def first_ready(
        self, operator: str = "", site: str | None = None, passed_over: Collection[str] = ()
    ) -> Entry | None:
        """The first entry that somebody can go on with now, but for servers they passed over."""
        return next(
            (
                entry
                for entry in self.entries
                if entry.ready_for(operator)
                and entry.server not in passed_over
                and (site is None or self.plan.servers[entry.server].site == site)
            ),
            None,
        )

    def by(self, event: Event) -> str:
        """Who did it, as the record first spells the name."""
        return self.situation.spelled(event.operator)

    def clock(self, moment: datetime) -> str:
        """A moment as people of this incident read the clock: with its date where it is not today."""
        return clock_time(moment, self.plan.incident.zone, self.now)

    def when(self, event: Event) -> str:
        """When an act was written, as people of this incident read the clock."""
        return self.clock(event.moment)

    def when_done(self, event: Event) -> str:
        """When an act was done, as a person said, else when it was written."""
        return self.clock(event.counts_from)

    def works(self, node: str) -> bool:
        """Whether a server or service works now."""
        return node in self.problem.working


def says_compromised(event: Event) -> bool:
    """Whether an act says that a server is hit."""
    return event.after is not None and event.after.verdict == "compromised"


def view(plan: "Plan", record: Record, now: datetime) -> View:
    """The view that a plan and a record give at `now`; its plan has what the record adds to it."""
    whole = with_added(plan, record)
    return _seen(whole.plan, situation_of(whole, record), _begun(whole.plan, record), now)


def _seen(plan: "Plan", so_far: Situation, begun: datetime | None, now: datetime) -> View:
    """The view of a situation at `now`, of a plan as it is written."""
    graph, of_now = plan.graph.replacing(so_far.replacements), with_present_tiers(plan, now)
    seen = View(of_now, so_far, present_problem(of_now, so_far, graph), begun, now, plan)
    return completed(seen)


def _begun(plan: "Plan", record: Record) -> datetime | None:
    """When the incident began; None for an exercise in which nobody has acted yet."""
    if not plan.incident.drill:
        return plan.incident.detected
    first = min(record.events, key=lambda event: event.order, default=None)
    return first.moment if first else None
