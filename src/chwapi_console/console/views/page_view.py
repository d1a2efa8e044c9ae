"""The page of one server or service as rows.

Why it is here, what it needs, what waits for it, its runbook, its history.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from chwapi_console.clock import span
from chwapi_console.console.views.forecast_view import expected_rows
from chwapi_console.console.views.tree import Tree
from chwapi_console.console.widgets.row import Piece, Row, RowKey, columns, fit, paragraph, plain
from chwapi_console.console.widgets.styles import STATE_LOOKS
from chwapi_console.inventory.model import Service
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.acts.open_steps import told_in_full
from chwapi_console.recovery.state.judged.required_steps import tries
from chwapi_console.recovery.state.of_view.without import without
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.quick_words import quick_words
from chwapi_console.recovery.words.since.news import NOT_SIGNED
from chwapi_console.recovery.words.since.sign_off_words import sign_off_in_full
from chwapi_console.recovery.words.since.telling_words import promise_words
from chwapi_console.recovery.words.things.conditions import (
    facts_of,
    how_it_stands,
    services_above,
    waited_for,
)
from chwapi_console.recovery.words.things.estimate_words import estimate_words
from chwapi_console.recovery.words.things.evidence_words import evidence_of_server
from chwapi_console.recovery.words.things.finished import finished_words
from chwapi_console.recovery.words.things.incomplete_services import not_named
from chwapi_console.recovery.words.things.limits import status_words, what_it_does_without
from chwapi_console.recovery.words.things.notes import note_words, notes_on
from chwapi_console.recovery.words.things.point_words import points_of_server, since_words
from chwapi_console.recovery.words.things.policy_words import own_policy_words
from chwapi_console.recovery.words.things.reason_told import MOST_LETTERS, reason_told
from chwapi_console.recovery.words.things.site_words import sites_words
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.things.step_words import step_name, step_remark, step_terms
from chwapi_console.recovery.words.things.suspicion import in_queue_order, made_suspect
from chwapi_console.recovery.words.things.without_words import briefly
from chwapi_console.recovery.words.why.caveats import caveats_in_full
from chwapi_console.recovery.words.why.contest_words import wished_words
from chwapi_console.recovery.words.why.group_words import group_words, groups_of
from chwapi_console.recovery.words.why.in_its_way import why_lost
from chwapi_console.recovery.words.why.reasons import why
from chwapi_console.recovery.words.why.tier_words import tier_words
from chwapi_console.text import (
    Language,
    Sentence,
    Value,
    in_one,
    plural,
    say,
    shortened,
    side_by_side,
)

if TYPE_CHECKING:
    from chwapi_console.recovery.forecast.forecast import Forecast

MOST_NOTES = 3
"""Notes that stand above the runbook."""
RUNBOOK = RowKey("runbook")
"""The key of the runbook's heading."""
STEP_MARKS = {"open": "[ ]", "done": "[x]", "skipped": "[-]", "failed": "[!]"}


def page_rows(
    view: View,
    subject: str,
    width: int,
    t: Language,
    unfolded: AbstractSet[RowKey] = frozenset(),
    of: "Forecast | None" = None,
    unsigned: AbstractSet[str] = frozenset(),
) -> list[Row]:
    """The page of a server, service or condition of the plan.

    What is to be expected stands there where it is known. `unfolded` has the keys of its unfolded
    rows, `unsigned` the hashes of acts that lack the signature of their origin's key.
    """
    page = _Page(view, subject, width, unfolded, of, unsigned, t)
    if subject in view.plan.servers:
        return list(page.server())
    return list(page.condition() if subject in view.plan.conditions else page.service())


def page_title(view: View, subject: str, t: Language) -> str:
    """What the page is about, for the line above it."""
    if subject in view.plan.servers:
        server = view.plan.servers[subject]
        return f"{t(subject)} · {t(server.role)} · {t(view.plan.sites[server.site].name)}"
    if (condition := view.plan.conditions.get(subject)) is not None:
        at = t(view.plan.sites[condition.site].name) if condition.site else t(say("all sites"))
        return f"{t(condition.name)} · {at}"
    service = view.plan.services[subject]
    site = sites_words(view, subject)
    return t(say("{name} · {site} · tier {tier}", name=service.name, site=site, tier=service.tier))


class _Page:
    def __init__(
        self,
        view: View,
        subject: str,
        width: int,
        unfolded: AbstractSet[RowKey],
        of: "Forecast | None",
        unsigned: AbstractSet[str],
        t: Language,
    ) -> None:
        self.unsigned = unsigned
        self.view, self.subject, self.width, self.t, self.forecast = view, subject, width, t, of
        self.tree = Tree(view, unfolded, width, t)

    def server(self) -> Iterator[Row]:
        view, t = self.view, self.t
        entry, state = view.entry.get(self.subject), view.situation.servers[self.subject]
        shown_state = view.situation.shown_state(self.subject)
        yield self._state(shown_state, state.standing.holder, reason_told(state.standing))
        yield from self._caveats()
        if entry:
            yield from paragraph(t(in_one(why(view, entry))), self.width)
            if suspects := made_suspect(view, self.subject):
                yield from paragraph(t(in_one(suspects)), self.width)
            yield from expected_rows(view, self.forecast, self.subject, self.width, t)
            takes = say("Restoring takes {time}.", time=estimate_words(view, self.subject))
            yield plain(" " + t(takes), "faint")
            if view.plan.divides_work:
                yield from self._means()
        else:
            yield from paragraph(t(finished_words(view, self.subject)), self.width)
        yield from self._promised()
        yield from self._plan_notes()
        yield from self._notes()
        yield from self._runbook()
        yield from self._points()
        yield from self._evidence()
        yield from self._needs()
        yield from self._wanted(view.plan.servers[self.subject].soft)
        yield from self._dependents()
        yield from self._remarks()
        yield from self._history()

    def _means(self) -> Iterator[Row]:
        from chwapi_console.recovery.words.why.means_words import means_lines

        if told := means_lines(self.view, self.subject):
            yield from paragraph(self.t(in_one(told)), self.width)

    def service(self) -> Iterator[Row]:
        view, t = self.view, self.t
        part, state = view.plan.services[self.subject], view.services[self.subject]
        yield from paragraph(
            t(status_words(view, self.subject)),
            self.width,
            look=STATE_LOOKS["suspect" if state.suspect else state.status],
        )
        yield from self._caveats()
        if (beneath := what_it_does_without(view, self.subject)) is not None:
            yield from paragraph(t(beneath), self.width, look=STATE_LOOKS["limited"])
        if signed := sign_off_in_full(view, self.subject):
            yield from paragraph(t(in_one(signed)), self.width)
        yield from expected_rows(view, self.forecast, self.subject, self.width, t)
        yield from self._promised()
        met = say("Needs met: {met} of {n}.", met=state.met, n=state.needs)
        yield plain(" " + t(met))
        if unnamed := not_named(view, self.subject):
            yield from paragraph(t(say("Incomplete: {what}.", what=unnamed)), self.width)
        yield from self._place_by_rule()
        yield from self._agreed(part, is_up=state.is_up)
        yield from self._notes()
        if state.suspect:
            yield self._heading(say("Suspect, to be looked at, in this order"))
            yield from (self._link(server) for server in in_queue_order(view, state.suspect))
        if waiting := waited_for(view, self.subject):
            yield self._heading(say("Conditions that it waits for"))
            yield from (self._link(condition) for condition in waiting)
        yield from self._missing()
        yield from self._needs()
        yield from self._wanted(part.soft)
        yield from self._dependents()
        yield from self._history()

    def _promised(self) -> Iterator[Row]:
        """What is promised of it and awaited yet."""
        for promise in self.view.situation.promises.values():
            if promise.subject == self.subject and promise.is_open:
                told = say("Promised: {promise}", promise=promise_words(self.view, promise))
                yield from paragraph(self.t(told), self.width)

    def _agreed(self, part: Service, *, is_up: bool) -> Iterator[Row]:
        """What the plan says of a service.

        Until when it is wanted, what is done without it, who signs it off.
        """
        if part.rto:
            rto = say("Wanted up within {rto} of detection, by the plan (RTO).", rto=span(part.rto))
            yield plain(" " + self.t(rto))
        if part.fallback:
            fallback = (
                say("Should it fail: {fallback}.", fallback=part.fallback)
                if is_up
                else say("Meanwhile: {fallback}.", fallback=part.fallback)
            )
            yield from paragraph(self.t(fallback), self.width)
        if part.signs:
            yield plain(" " + self.t(say("To be signed off by: {role}.", role=part.signs)))

    def _place_by_rule(self) -> Iterator[Row]:
        """What the order knows of a service beside what it needs.

        Its tier by the calendar, who wishes for it, what opens with it.
        """
        view, service = self.view, self.subject
        for told in (*tier_words(view, service), *wished_words(view, service)):
            yield from paragraph(self.t(told), self.width)
        for group in groups_of(view, service):
            words = self.t(say("Opens with {group}.", group=group_words(view, group)))
            yield plain(fit(" " + words, self.width).rstrip(), key=RowKey("group", group))

    def _missing(self) -> Iterator[Row]:
        """Why a service cannot come back, and what it misses in the order to bring that back."""
        view = self.view
        if lost := why_lost(view, self.subject):
            yield from paragraph(self.t(in_one(lost)), self.width, look="warn")
        if missing := [
            server
            for server in view.missing(self.subject)
            if not lost or view.problem.can_come_back(server)
        ]:
            yield self._heading(
                say("Missing besides") if lost else say("What reopens it, in this order")
            )
            yield from (self._link(server) for server in missing)

    def condition(self) -> Iterator[Row]:
        view, t = self.view, self.t
        stands = view.conditions[self.subject]
        yield from paragraph(
            t(how_it_stands(view, stands)), self.width, look=STATE_LOOKS[stands.state]
        )
        yield from self._caveats()
        yield from self._labelled(
            [(label, t(value)) for label, value in facts_of(view, stands)], " "
        )
        for service in services_above(view, self.subject)[:1]:
            yield from expected_rows(view, self.forecast, service, self.width, t)
        if stands.state in ("open", "awaited"):
            yield from paragraph(t(self._what_is_pressed()), self.width, look="faint")
        yield from self._notes()
        yield from self._needs()
        yield from self._dependents()
        yield from self._history()

    def _what_is_pressed(self) -> Sentence:
        return say("y: met (by whom, what they tried) · b: awaited · x: open again · X: lost")

    def _state(self, state: str, holder: str, reason: str) -> Row:
        pieces = [Piece(" " + self.t(state_word(state)), STATE_LOOKS[state])]
        if holder:
            pieces.append(Piece(" " + self.t(say("by {holder}", holder=holder))))
        if second := self._confirmed_by():
            confirmed = self.t(say("confirmed by {operator}", operator=second))
            pieces.append(Piece(f", {confirmed}"))
        if self.subject in self.view.suspects:
            pieces.append(Piece(f", {self.t(state_word('suspect'))}", STATE_LOOKS["suspect"]))
        if reason:
            pieces.append(Piece(f" · {self.t(reason)}"))
        return Row(tuple(pieces))

    def _confirmed_by(self) -> str:
        servers = self.view.situation.servers
        return servers[self.subject].standing.second if self.subject in servers else ""

    def _caveats(self) -> Iterator[Row]:
        """What must be known beside how it stands."""
        for caveat in caveats_in_full(self.view, self.subject):
            yield from paragraph(self.t(caveat), self.width, look="warn")

    def _heading(self, words: Value) -> Row:
        return plain(" " + self.t(words), "heading")

    def _runbook(self) -> Iterator[Row]:
        view, t = self.view, self.t
        steps = view.plan.steps_of(self.subject)
        if not steps:
            return
        done = sum(not view.situation.is_to_do(self.subject, step) for step in steps)
        name = view.plan.servers[self.subject].runbook or ""
        words = self.t(
            plural(
                "Runbook {name}: {done} of {n} step",
                "Runbook {name}: {done} of {n} steps",
                len(steps),
                name=name,
                done=done,
            )
        )
        yield plain(" " + words, "heading", key=RUNBOOK)
        for number, step in enumerate(steps, 1):
            state, event = (
                view.situation.step_state(self.subject, step),
                view.situation.steps.get((self.subject, step)),
            )
            who = f"{view.by(event)} {self._when(event)}" if event and state != "open" else ""
            remark = step_remark(view.plan, event) if event and state != "open" else ""
            tried = tries(view.situation, self.subject, step) if who else 0
            if tried > 1:
                who = t(say("{who}, try {n}", who=who, n=tried))
            said = f"{who}  {remark}" if who else step_terms(view.plan, self.subject, step)
            yield columns(
                [
                    (f" {STEP_MARKS[state]}", 4, STATE_LOOKS[state]),
                    (str(number), 2, "faint"),
                    (t(step_name(view.plan, step)), 26, ""),
                    (t(said), self.width - 35, "faint"),
                ],
                key=RowKey("step", step),
            )
        yield from self._beneath_the_runbook()

    def _beneath_the_runbook(self) -> Iterator[Row]:
        """What was ticked off in a hurry, and what of the policy the runbook says itself."""
        quick = quick_words(self.view, self.subject)
        for told in (*quick, *own_policy_words(self.view.plan, self.subject)):
            yield from paragraph(self.t(told), self.width, "   ")

    def _points(self) -> Iterator[Row]:
        """The restore points, and since when the server counts as compromised."""
        told = points_of_server(self.view, self.subject)
        since = since_words(self.view, self.subject)
        if told:
            yield self._heading(say("Restore points"))
        if since is not None and (told or self._is_compromised()):
            yield from paragraph(
                self.t(say("Compromised since: {since}.", since=since)), self.width, "   "
            )
        for one in told:
            yield from paragraph(self.t(one), self.width, "   ")

    def _is_compromised(self) -> bool:
        return self.view.situation.servers[self.subject].standing.verdict == "compromised"

    def _evidence(self) -> Iterator[Row]:
        told = evidence_of_server(self.view, self.subject)
        if told:
            yield self._heading(say("Evidence"))
        for one in told:
            yield from paragraph(self.t(one), self.width, "   ")
        if self._is_compromised():
            what = say("W: evidence, restore points, compromised since when")
            yield from paragraph(self.t(what), self.width, look="faint")

    def _needs(self) -> Iterator[Row]:
        if self.view.graph.needs[self.subject]:
            yield self._heading(say("Needs"))
            yield from self.tree.rows(self.subject, "needs")

    def _wanted(self, soft: Sequence[str]) -> Iterator[Row]:
        if soft:
            yield self._heading(say("Wishes, but does not wait for"))
            yield from (self._link(member) for member in soft)

    def _dependents(self) -> Iterator[Row]:
        if self.view.graph.dependents(self.subject):
            yield self._heading(say("Needed by"))
            yield from self.tree.rows(self.subject, "needed")
            if told := briefly(self.view, without(self.view, self.subject)):
                yield self._heading(say("Without it"))
                yield from paragraph(self.t(in_one(told)), self.width, "   ")

    def _link(self, node: str) -> Row:
        return self.tree.link(node, "   ")

    def _remarks(self) -> Iterator[Row]:
        server = self.view.plan.servers[self.subject]
        known: list[tuple[Sentence, str]] = [
            (say("System"), server.os),
            (say("Address"), server.address),
            (say("Backup"), server.backup),
            (say("Contact"), server.contact),
        ]
        if any(text for _, text in known):
            yield self._heading(say("In the plan"))
        yield from self._labelled(known, "   ")

    def _plan_notes(self) -> Iterator[Row]:
        """What the plan wants known and checked, before anybody begins."""
        server = self.view.plan.servers[self.subject]
        yield from self._labelled(
            [
                (say("Notes"), server.notes),
                (say("Checks"), self.t(side_by_side(server.checks)) if server.checks else ""),
            ],
            " ",
        )

    def _labelled(self, known: Sequence[tuple[Sentence, str]], indent: str) -> Iterator[Row]:
        for label, text in known:
            if text:
                yield from paragraph(
                    self.t(say("{name}: {value}", name=label, value=text)), self.width, indent
                )

    def _notes(self) -> Iterator[Row]:
        """The latest notes, the newest first; all of them stand in the history too."""
        for event in list(reversed(notes_on(self.view, self.subject)))[:MOST_NOTES]:
            yield from paragraph(self.t(note_words(self.view, event)), self.width)

    def _history(self) -> Iterator[Row]:
        events = self.view.situation.history.get(self.subject, ())
        if events:
            yield self._heading(say("What was done"))
        for event in reversed(events):
            note = event.note
            words = f"{self._when(event)} {self.t(shortened(told_in_full(self.view, event), MOST_LETTERS))}"
            words = f"{words} · {self.t(note)}" if note else words
            remark = f" ({self.t(NOT_SIGNED)})" if event.hash in self.unsigned else ""
            yield from paragraph(words + remark, self.width, "   ")

    def _when(self, event: Event) -> str:
        return self.view.when(event)
