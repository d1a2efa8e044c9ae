"""The rules of acting: from what an operator was shown and wants to do, to the events that say so, or to a refusal.

Pure: nothing is written here. Each act gives drafts that share one act id, and the heads that the actor was shown, so that
the store can refuse what came too late. Where an act would change nothing, it gives no drafts.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from chwapi_console.clock import clock_time, iso, minutes_between
from chwapi_console.errors import ChwapiError, InConflict, Refused, RequestError
from chwapi_console.inventory.graph import Graph
from chwapi_console.journal.events import Draft, Event, Standing, new_id
from chwapi_console.journal.heads import pin_key, sign_off_key
from chwapi_console.recovery.pins import contradictions, pin_in
from chwapi_console.recovery.reasons import in_one, no_such_pin, state_word
from chwapi_console.recovery.signoff import stood_on
from chwapi_console.recovery.situation import ServerState, followed, replace_each_other
from chwapi_console.recovery.view import View
from chwapi_console.text import Sentence, Value, every, plural, say

VERDICTS = ("unknown", "clean", "compromised")
STATES = (*VERDICTS, "restoring", "restored", "verified", "blocked", "retired")


class Act(NamedTuple):
    """What is to be written, in one transaction, and the heads that the actor was shown."""

    drafts: Sequence[Draft]
    shown: Mapping[str, frozenset[str]]


class Remarks(NamedTuple):
    """What an operator adds to an act: why, a note, when it really happened, and what replaces the server."""

    reason: str = ""
    note: str = ""
    done_at: datetime | None = None
    replacement: str = ""

    def data(self) -> dict[str, str]:
        """As an event holds them; empty ones are left out. The reason and replacement are in the standing."""
        given = {"note": self.note, "done_at": iso(self.done_at) if self.done_at else ""}
        return {name: value for name, value in given.items() if value}


NO_REMARKS = Remarks()


class Drafting:
    """Collects the drafts of one act."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.act = new_id()
        self.drafts: list[Draft] = []
        self.shown: dict[str, frozenset[str]] = {}

    def add(self, subject: str, kind: str, data: Mapping[str, Any]) -> None:
        """One more event of the act."""
        self.drafts.append(Draft(new_id(), subject, kind, {**data, "act": self.act}))

    def stand(self, server: str, kind: str, after: Standing, extra: Mapping[str, Any]) -> None:
        """A state act, unless the server stands so already."""
        state = self.view.situation.servers[server]
        same = after._replace(reason=after.reason or state.standing.reason) == state.standing
        if same and not state.conflict and not extra:
            return
        self.shown[server] = frozenset(head.id for head in state.heads)
        self.add(server, kind, {"before": state.standing.plain(), "after": after.plain(), **extra})

    def rely_on(self, servers: Iterable[str]) -> None:
        """Refuses the act, should somebody have acted on these servers since they were shown."""
        for server in servers if self.drafts else ():
            self.shown.setdefault(server, frozenset(head.id for head in self.view.situation.servers[server].heads))

    def done(self) -> Act:
        """The act as it was collected."""
        return Act(self.drafts, self.shown)


def mark(view: View, servers: Sequence[str], state: str, operator: str, remarks: Remarks = NO_REMARKS) -> Act:
    """Marks servers with a verdict or a work. `restoring` is `take`."""
    if state == "restoring":
        return take(view, servers, operator, remarks=remarks)
    if state == "blocked" and not remarks.reason.strip():
        raise RequestError(say("Say why it is blocked, with --reason."))
    if remarks.replacement and state != "retired":
        raise RequestError(say("A replacement goes with the state retired only."))
    drafting = Drafting(view)
    for server in known_servers(view, servers):
        shown = plainly(view, server)
        _refuse_mark(view, shown, server, state, operator)
        drafting.stand(server, "marked", _marked(view, server, shown.standing, state, operator, remarks), remarks.data())
    drafting.rely_on(followed(view.situation.replacements, remarks.replacement) if remarks.replacement else [])
    return drafting.done()


def judge(view: View, verdicts: Mapping[str, str], operator: str, remarks: Remarks = NO_REMARKS) -> Act:
    """Marks each server with a verdict of its own, in one act."""
    drafting = Drafting(view)
    for server in known_servers(view, list(verdicts)):
        standing = _marked(view, server, plainly(view, server).standing, verdicts[server], operator, remarks)
        drafting.stand(server, "marked", standing, remarks.data())
    return drafting.done()


def _refuse_mark(view: View, shown: ServerState, server: str, state: str, operator: str) -> None:
    if state != "verified" or shown.state == "verified":
        return
    if shown.state != "restored":
        raise Refused(say("{server} is {state}; only what is restored can be verified.", server=server,
                          state=state_word(shown.state)))
    if operator == shown.standing.holder:
        raise Refused(say("{operator} restored {server}; somebody else must verify it.", operator=operator, server=server))
    _refuse_restorer(view, shown, server, operator)


def _refuse_restorer(view: View, shown: ServerState, server: str, operator: str) -> None:
    if operator in view.situation.past(server).restorers(shown.heads):
        raise Refused(say("{operator} had a hand in restoring {server}; somebody else must verify it.", operator=operator,
                          server=server))


def _marked(view: View, server: str, before: Standing, state: str, operator: str, remarks: Remarks) -> Standing:
    """The standing after a mark. Whoever marks a server restored or verified is the one who restored or verified it, as the
    log has it; marking it so again changes nothing."""
    match state:
        case "unknown" | "clean" | "compromised":
            return Standing(state, reason=remarks.reason)
        case "restored":
            return Standing(before.verdict, "restored", before.holder if before.work == state else operator, remarks.reason)
        case "verified":
            return Standing(before.verdict, "verified", before.holder if before.work == state else operator, remarks.reason)
        case "blocked":
            return Standing(before.verdict, "blocked", reason=remarks.reason)
        case _:
            return Standing(before.verdict, "retired", "", remarks.reason, _replacement(view, server, remarks.replacement))


def _replacement(view: View, server: str, replacement: str) -> str:
    """The replacement, refused where it could not stand for the server."""
    if not replacement:
        return ""
    known_servers(view, [replacement])
    if why_not := no_replacement(view, server, {server: replacement}):
        raise RequestError(why_not)
    return replacement


def no_replacement(view: View, server: str, now: Mapping[str, str]) -> Sentence | None:
    """Why a server cannot be replaced as `now` says (which also has what else the act changes), None where it can: its
    replacement, or what stands for that in turn, must be another server, and must not need the one it replaces."""
    replacement = now[server]
    others = {old: new for old, new in {**view.situation.replacements, **now}.items()
              if new in view.situation.servers and old != server}
    chain = followed(others, replacement)
    if replacement == server:
        return say("{server} cannot be replaced by itself.", server=server)
    if server in chain:
        return say("{server} cannot be replaced by {replacement}, which it replaces itself.", server=server,
                   replacement=replacement)
    if ring := replace_each_other(others, replacement):
        return say("{server} cannot be replaced by {replacement}: {servers} are retired, and replace each other.",
                   server=server, replacement=replacement, servers=every(sorted(ring)))
    if needing := _need_it(view, server, others, chain):
        return say("{server} cannot be replaced by {replacement}, which needs it.", server=server, replacement=needing[0])
    return None


def _need_it(view: View, server: str, replacements: Mapping[str, str], among: Sequence[str]) -> list[str]:
    """Those among some servers that cannot work without a server, whatever else there is."""
    graph = Graph.of(view.plan).replacing(replacements)
    at_best = graph.settle(lambda _, ready: ready, 0)
    without = graph.settle(lambda node, ready: None if node == server else ready, 0)
    return [other for other in among if other in at_best and other not in without]


def take(view: View, servers: Sequence[str], operator: str, holder: str = "", remarks: Remarks = NO_REMARKS) -> Act:
    """Takes servers in hand, for the operator or for `holder`."""
    drafting = Drafting(view)
    for server in known_servers(view, servers):
        shown = plainly(view, server)
        _refuse_take(view, shown, server, holder or operator)
        after = Standing(shown.standing.verdict, "restoring", holder or operator, remarks.reason)
        drafting.stand(server, "taken", after, remarks.data())
    return drafting.done()


def _refuse_take(view: View, shown: ServerState, server: str, holder: str) -> None:
    match shown.state:
        case "restoring" if shown.standing.holder != holder:
            _refuse_held(view, shown, server)
        case "blocked":
            raise Refused(say("{server} is blocked: {reason}. Drop it first when that is over.", server=server,
                              reason=shown.standing.reason))
        case "restored" | "verified" | "retired":
            raise Refused(say("{server} is {state}. If it must be done again, mark it compromised first.", server=server,
                              state=state_word(shown.state)))


def drop(view: View, servers: Sequence[str], operator: str) -> Act:
    """Lets go of servers: clears `restoring` and `blocked`, and leaves the verdict."""
    drafting = Drafting(view)
    for server in known_servers(view, servers):
        shown = plainly(view, server)
        if shown.state == "restoring" and shown.standing.holder != operator:
            _refuse_held(view, shown, server)
        if shown.state in ("restored", "verified", "retired"):
            raise Refused(say("{server} is {state}; drop is for what is taken or blocked. Undo it, or mark it anew.",
                              server=server, state=state_word(shown.state)))
        if shown.standing.work:
            drafting.stand(server, "dropped", Standing(shown.standing.verdict), {})
    return drafting.done()


def _refuse_held(view: View, shown: ServerState, server: str) -> None:
    """Refuses unless nobody has touched the server for `policy.stale` minutes."""
    moment, zone = touched(view, server), view.plan.incident.zone
    if not is_stale(view, server, view.now):
        free = moment + timedelta(minutes=view.plan.policy.stale)
        raise Refused(say("{holder} is restoring {server} since {time}. Ask {holder} to let go; others can take it from {free}.",
                          server=server, holder=shown.standing.holder, time=clock_time(moment, zone, view.now),
                          free=clock_time(free, zone, view.now)))


def touched(view: View, server: str) -> datetime:
    """When somebody last did anything to a server; the beginning where nobody did."""
    latest = max((e.at for e in view.situation.history.get(server, ())), default="")
    return datetime.fromisoformat(latest) if latest else view.started


def is_stale(view: View, server: str, now: datetime) -> bool:
    """Whether nobody has touched a server for `policy.stale` minutes: then a claim on it can be taken over."""
    return minutes_between(touched(view, server), now) >= view.plan.policy.stale


def settle(view: View, server: str, state: str, operator: str, remarks: Remarks) -> Act:
    """Ends a conflict: the new standing knows every head."""
    (server,) = known_servers(view, [server])
    shown = view.situation.servers[server]
    if not remarks.reason.strip():
        raise RequestError(say("Say why, with --reason."))
    if not shown.conflict:
        raise RequestError(say("{server} is not in conflict: it is {state}. Use mark.", server=server,
                               state=state_word(shown.state)))
    agreeing = [head.after for head in shown.heads if head.after and head.after.state == state]
    if agreeing and state != "retired":
        after = agreeing[0]._replace(reason=remarks.reason)
    elif state == "restoring":
        after = Standing(shown.standing.verdict, "restoring", operator, remarks.reason)
    else:
        if state == "verified":
            _refuse_restorer(view, shown, server, operator)
        after = _marked(view, server, shown.standing, state, operator, remarks)
    drafting = Drafting(view)
    drafting.stand(server, "settled", after, remarks.data())
    drafting.rely_on(followed(view.situation.replacements, after.replacement) if after.replacement else [])
    return drafting.done()


def step(view: View, server: str, step_name: str, *, skip: str = "", result: str = "") -> Act:
    """Ticks a step of the server's runbook, or skips it with a reason. A step is named, or numbered from 1."""
    (server,) = known_servers(view, [server])
    name = _step_named(view, server, step_name)
    now, after = view.situation.step_state(server, name), "skipped" if skip else "done"
    drafting = Drafting(view)
    if now != after or skip or result:
        drafting.shown[f"{server}/{name}"] = view.situation.step_heads.get(f"{server}/{name}", frozenset())
        given = {"reason": skip, "result": result}
        drafting.add(server, f"step.{after}", {"step": name, "before": now, "after": after,
                                               **{key: value for key, value in given.items() if value}})
    return drafting.done()


def _step_named(view: View, server: str, name: str) -> str:
    steps = view.plan.steps_of(server)
    if name in steps:
        return name
    if name.isdecimal() and 0 < int(name) <= len(steps):
        return steps[int(name) - 1]
    if not steps:
        raise RequestError(say("{server} has no runbook in the plan, so it has no steps.", server=server))
    raise RequestError(say('{server} has no step "{step}". Its steps are {steps}.', server=server, step=name,
                           steps=every(list(steps))))


def pin(view: View, subject: str, reason: str, until: datetime | None = None, before: str = "") -> Act:
    """Puts what a server or service still misses first of all, or before what another one misses."""
    _refuse_pin(view, subject, reason, until, before)
    after = {"reason": reason, "until": iso(until) if until else "", "before": before}
    if _pin_that_stands(view, subject) == after:
        return Act((), {})
    act = _pinned(view, subject, "pinned", after)
    relied_on = {pin_key(before): view.situation.step_heads.get(pin_key(before), frozenset())} if before else {}
    return act._replace(shown={**relied_on, **act.shown})


def _refuse_pin(view: View, subject: str, reason: str, until: datetime | None, before: str) -> None:
    if not reason.strip():
        raise RequestError(say("Say why, with --reason."))
    for name in (subject, *([before] if before else [])):
        if name not in view.plan.services:
            known_servers(view, [name])
    if subject == before:
        raise RequestError(say("{id} cannot stand before itself.", id=subject))
    if until is not None and until <= view.now:
        raise RequestError(say("That time is over."))
    if view.works(subject):
        raise Refused(say("{id} works already; there is nothing to put first.", id=subject))
    if subject not in view.problem.reach:
        raise Refused(say("{id} cannot come back; see show {id}.", id=subject))
    if before and view.works(before):
        raise Refused(say("{before} works already; nothing can be put before it.", before=before))
    plain = {"reason": reason, "until": iso(until) if until else "", "before": before}
    refuse_contradiction(view, subject, Draft("", subject, "pinned", {"after": plain}))


def refuse_contradiction(view: View, subject: str, draft: Draft) -> None:
    """Refuses a pin, made or put back by the draft, that cannot hold beside those that stand: they are named, with who made
    them, and how to go on."""
    before = draft.data["after"]["before"]
    for ring in contradictions(view.by_rule, with_pin(view, subject, Act([draft], {})).pins) if before else ():
        if subject in {pin.subject for pin in ring}:
            raise Refused(no_such_pin(view, [pin for pin in ring if pin.subject != subject], before, subject))


def with_pin(view: View, subject: str, act: Act) -> View:
    """The view as it would be once such a pin is written; where nothing would be, the view itself."""
    if not act.drafts:
        return view
    draft = act.drafts[0]
    event = Event(draft.id, "", 0, "", {}, 0, iso(view.now), "", "", subject, draft.kind, draft.data)
    others = [pin for pin in view.situation.pins if pin.subject != subject]
    pins = [*others, pin_in(event, subject, draft.data["after"])]
    return view._replace(situation=view.situation._replace(pins=pins))


def unpin(view: View, subject: str) -> Act:
    """Takes a pin away."""
    if _pin_that_stands(view, subject) is None:
        raise RequestError(say("{id} is not pinned.", id=subject))
    return _pinned(view, subject, "unpinned", None)


def _pinned(view: View, subject: str, kind: str, after: Mapping[str, str] | None) -> Act:
    drafting = Drafting(view)
    drafting.shown[pin_key(subject)] = view.situation.step_heads.get(pin_key(subject), frozenset())
    drafting.add(subject, kind, {"before": _pin_that_stands(view, subject), "after": after})
    return drafting.done()


def _pin_that_stands(view: View, subject: str) -> Mapping[str, str] | None:
    """The pin on something, as an event holds it, whether its time has come or not."""
    found = next((pin for pin in view.situation.pins if pin.subject == subject), None)
    return found.event.data["after"] if found is not None else None


def accept(view: View, service: str, by: str, tried: str) -> Act:
    """Signs a service off: `by` is the clinician, `tried` what they tried. Refused, should somebody have acted on a server
    beneath it since it was shown: what was tried may not be what stands."""
    if service not in view.plan.services:
        raise RequestError(say("There is no service {id} in the plan.", id=service))
    if not by.strip() or not tried.strip():
        raise RequestError(say("Say who signs it off, with --by, and what they tried, with --tried."))
    state = view.services[service]
    if not state.is_up:
        raise Refused(say("{service} is {state}; only what is up can be signed off.", service=service,
                          state=state_word(state.status)))
    signed = view.situation.sign_offs.get(service)
    if signed is not None and (signed.by, signed.tried) == (by, tried):
        return Act((), {})
    key, drafting = sign_off_key(service), Drafting(view)
    drafting.shown[key] = view.situation.step_heads.get(key, frozenset())
    servers = [node for node in stood_on(view.graph, view.problem.working, service) if node in view.plan.servers]
    drafting.add(service, "accepted", {"before": signed.event.data["after"] if signed else None,
                                       "after": {"by": by, "tried": tried, "servers": servers}})
    drafting.rely_on(servers)
    return drafting.done()


def note(view: View, subject: str, text: str) -> Act:
    """Adds a note to a server or service, or to an id that at least the journal knows."""
    return note_on(view, [subject], text)


def note_on(view: View, subjects: Sequence[str], text: str) -> Act:
    """Adds the same note to several."""
    if not text.strip():
        raise RequestError(say("The note is empty."))
    known = [*view.situation.servers, *view.plan.services]
    drafting = Drafting(view)
    for subject in subjects:
        if subject not in known and subject not in view.situation.not_in_plan:
            lacking = say("There is no server or service \"{name}\" in the plan.", name=subject)
            raise RequestError(in_one([lacking, *_nearest(subject, known)]))
        drafting.add(subject, "noted", {"text": text})
    return drafting.done()


def done_by(view: View, event: Event) -> Sentence:
    """Who did what and when, in a few words: "dba 02:14 (restored)"."""
    what: Value = state_word(event.after.state) if event.after else event.kind
    moment = datetime.fromisoformat(event.at)
    return say("{operator} {time} ({what})", operator=event.operator, what=what,
               time=clock_time(moment, view.plan.incident.zone, view.now))


def known_servers(view: View, servers: Iterable[str]) -> list[str]:
    """The servers, each once. RequestError names all that the plan lacks, with the nearest known names."""
    known = view.situation.servers
    wanted = list(dict.fromkeys(servers))
    if lacking := [name for name in wanted if name not in known]:
        raise RequestError(in_one([
            plural("There is no server {names} in the plan.", "There are no servers {names} in the plan.", len(lacking),
                   names=every(lacking)),
            *_nearest(lacking[0], known)]))
    return wanted


def _nearest(name: str, known: Iterable[str]) -> list[Sentence]:
    """The known name that was probably meant, as a question; nothing when nothing is near."""
    from difflib import get_close_matches  # only a mistake pays for this import

    return [say('Did you mean "{name}"?', name=found) for found in get_close_matches(name, list(known), n=1)]


def plainly(view: View, server: str) -> ServerState:
    """The state of a server on which plain acts are allowed."""
    state = view.situation.servers[server]
    if state.conflict:
        raise conflict(view, server, state.heads)
    return state


def conflict(view: View, server: str, heads: Sequence[Event]) -> ChwapiError:
    """The refusal of a plain act where acts disagree, with each of them named."""
    return InConflict(say("{server} is in conflict: {heads}. Use settle.", server=server,
                          heads=every([done_by(view, head) for head in heads])))
