"""The rules of acting: from what an operator was shown and wants to do, to the events that say so, or to a refusal.

Pure: nothing is written here. Each act gives drafts that share one act id, and the heads that the actor was shown, so that
the store can refuse what came too late. Where an act would change nothing, it gives no drafts.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from chwapi_console.clock import clock_time, iso, minutes_between
from chwapi_console.errors import ChwapiError, InConflict, Refused, RequestError
from chwapi_console.journal.events import Draft, Event, Standing, new_id
from chwapi_console.journal.heads import key_of
from chwapi_console.journal.record import Record
from chwapi_console.recovery.reasons import state_word
from chwapi_console.recovery.situation import ServerState, is_undo, restorers, undone_events
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


class _Drafting:
    """Collects the drafts of one act."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.act = new_id()
        self.drafts: list[Draft] = []
        self.shown: dict[str, frozenset[str]] = {}

    def add(self, subject: str, kind: str, data: Mapping[str, Any]) -> None:
        self.drafts.append(Draft(new_id(), subject, kind, {**data, "act": self.act}))

    def stand(self, server: str, kind: str, after: Standing, extra: Mapping[str, Any]) -> None:
        """A state act, unless the server stands so already."""
        state = self.view.situation.servers[server]
        same = after._replace(reason=after.reason or state.standing.reason) == state.standing
        if same and not state.conflict and not extra:
            return
        self.shown[server] = frozenset(head.id for head in state.heads)
        self.add(server, kind, {"before": state.standing.plain(), "after": after.plain(), **extra})

    def done(self) -> Act:
        return Act(self.drafts, self.shown)


def mark(view: View, servers: Sequence[str], state: str, operator: str, remarks: Remarks = NO_REMARKS) -> Act:
    """Marks servers with a verdict or a work. `restoring` is `take`."""
    if state == "restoring":
        return take(view, servers, operator, remarks=remarks)
    if state == "blocked" and not remarks.reason.strip():
        raise RequestError(say("Say why it is blocked, with --reason."))
    if remarks.replacement and state != "retired":
        raise RequestError(say("A replacement goes with the state retired only."))
    drafting = _Drafting(view)
    for server in _known(view, servers):
        shown = _plainly(view, server)
        _refuse_mark(view, shown, server, state, operator)
        drafting.stand(server, "marked", _marked(view, server, shown.standing, state, operator, remarks), remarks.data())
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
    if operator in restorers(shown.heads, view.situation.history.get(server, ())):
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
    """The replacement, refused when it does not exist or would in the end be replaced by the server itself."""
    if not replacement:
        return ""
    _known(view, [replacement])
    seen = [server]
    following = replacement
    while following:
        if following in seen:
            raise RequestError(say("{server} cannot be replaced by {replacement}, which it replaces itself.", server=server,
                                   replacement=replacement))
        seen.append(following)
        following = view.situation.servers[following].standing.replacement
    return replacement


def take(view: View, servers: Sequence[str], operator: str, holder: str = "", remarks: Remarks = NO_REMARKS) -> Act:
    """Takes servers in hand, for the operator or for `holder`."""
    drafting = _Drafting(view)
    for server in _known(view, servers):
        shown = _plainly(view, server)
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
    drafting = _Drafting(view)
    for server in _known(view, servers):
        shown = _plainly(view, server)
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
    touched = max((e.at for e in view.situation.history.get(server, ())), default="")
    moment = datetime.fromisoformat(touched) if touched else view.started
    if minutes_between(moment, view.now) < view.plan.policy.stale:
        raise Refused(say("{holder} is restoring {server} since {time}. Ask {holder} to drop it.", server=server,
                          holder=shown.standing.holder, time=clock_time(moment, view.plan.incident.zone, view.now)))


def settle(view: View, server: str, state: str, operator: str, remarks: Remarks) -> Act:
    """Ends a conflict: the new standing knows every head."""
    (server,) = _known(view, [server])
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
    drafting = _Drafting(view)
    drafting.stand(server, "settled", after, remarks.data())
    return drafting.done()


def step(view: View, server: str, step_name: str, *, skip: str = "", result: str = "") -> Act:
    """Ticks a step of the server's runbook, or skips it with a reason. A step is named, or numbered from 1."""
    (server,) = _known(view, [server])
    name = _step_named(view, server, step_name)
    now, after = view.situation.step_state(server, name), "skipped" if skip else "done"
    drafting = _Drafting(view)
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


def note(view: View, subject: str, text: str) -> Act:
    """Adds a note to a server or service."""
    if not text.strip():
        raise RequestError(say("The note is empty."))
    if subject not in view.plan.services:
        _known(view, [subject])
    drafting = _Drafting(view)
    drafting.add(subject, "noted", {"text": text})
    return drafting.done()


def undo(view: View, record: Record, operator: str, origin: str, target: str = "") -> Act:
    """Puts back the standing before an act: the one named by the id (or its beginning) of one of its events, else this
    operator's latest act in this journal that is not an undo and still stands. What was one act is undone whole."""
    event = _event_named(record, target) if target else _latest_act(record, operator, origin)
    drafting = _Drafting(view)
    for undone in [e for e in record.acts if e.act == event.act]:
        _undo(view, record, drafting, undone)
    return drafting.done()


def _undo(view: View, record: Record, drafting: _Drafting, target: Event) -> None:
    key = key_of(target)
    if key is not None:
        heads = record.heads.of(key)
        if [head.id for head in heads] != [target.id]:
            raise _no_longer_the_head(view, target, [head for head in heads if head.id != target.id])
        drafting.shown[key] = frozenset([target.id])
    if (after := target.after) is not None:
        drafting.add(target.subject, "undone", {"target": target.id, "before": after.plain(),
                                                "after": target.data["before"]})
    elif key is not None:
        drafting.add(target.subject, "step.undone", {"target": target.id, "step": target.data["step"],
                                                     "before": target.data["after"], "after": target.data["before"]})
    elif target.kind == "noted":
        drafting.add(target.subject, "note.undone", {"target": target.id})
    else:
        raise RequestError(say("{event} is not an act that can be undone.", event=target.id[:8]))


def _no_longer_the_head(view: View, target: Event, later: Sequence[Event]) -> ChwapiError:
    return Refused(say("{subject}: the act of {operator} can no longer be undone, for {later} came after it.",
                       subject=target.subject, operator=target.operator,
                       later=every([done_by(view, event) for event in later])))


def done_by(view: View, event: Event) -> Sentence:
    """Who did what and when, in a few words: "dba 02:14 (restored)"."""
    what: Value = state_word(event.after.state) if event.after else event.kind
    moment = datetime.fromisoformat(event.at)
    return say("{operator} {time} ({what})", operator=event.operator, what=what,
               time=clock_time(moment, view.plan.incident.zone, view.now))


def _event_named(record: Record, target: str) -> Event:
    if event := record.by_id.get(target):
        return event
    found = [event for event in record.acts if event.id.startswith(target.lower())] if len(target) >= 4 else []
    if len(found) == 1:
        return found[0]
    if found:
        raise RequestError(say("Several events begin with {id}. Write more of it.", id=target))
    raise RequestError(say("There is no event {id}. See log.", id=target))


def _latest_act(record: Record, operator: str, origin: str) -> Event:
    undone = undone_events(record.acts)
    mine = [e for e in record.acts if e.operator == operator and e.origin == origin and not is_undo(e)
            and e.id not in undone and (key_of(e) is not None or e.kind == "noted")]
    if not mine:
        raise RequestError(say("{operator} has done nothing here that could be undone.", operator=operator))
    return max(mine, key=lambda event: event.order)


def _known(view: View, servers: Iterable[str]) -> list[str]:
    """The servers, each once. RequestError names all that the plan lacks, with the nearest known names."""
    wanted = list(dict.fromkeys(servers))
    lacking = [name for name in wanted if name not in view.situation.servers]
    if lacking:
        raise RequestError(plural("There is no server {names} in the plan. {hint}",
                                  "There are no servers {names} in the plan. {hint}",
                                  len(lacking), names=every(lacking), hint=_nearest(view, lacking[0])))
    return wanted


def _nearest(view: View, name: str) -> Value:
    from difflib import get_close_matches  # only a mistake pays for this import

    found = get_close_matches(name, view.situation.servers, n=1)
    return say('Did you mean "{name}"?', name=found[0]) if found else ""


def _plainly(view: View, server: str) -> ServerState:
    """The state of a server on which plain acts are allowed."""
    state = view.situation.servers[server]
    if state.conflict:
        raise InConflict(say("{server} is in conflict: {heads}. Use settle.", server=server,
                             heads=every([done_by(view, head) for head in state.heads])))
    return state

