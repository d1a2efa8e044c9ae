"""Saying how a server stands: a verdict, a work, or which of two acts that disagree is right."""

from collections.abc import Mapping, Sequence
from typing import Any

from chwapi_console.errors import Refused, RequestError, Unmeant
from chwapi_console.inventory.plain_words import plain
from chwapi_console.journal.kinds import step_key
from chwapi_console.journal.standing import VERDICTS, WORKS, Standing
from chwapi_console.people import is_among, same_person
from chwapi_console.recovery.acts.claims import take
from chwapi_console.recovery.acts.drafting import NO_REMARKS, Act, Drafting, Remarks
from chwapi_console.recovery.acts.replacements import possible_replacement
from chwapi_console.recovery.acts.targets import known_servers, plainly
from chwapi_console.recovery.state.situation import ServerState, followed
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.open_work import (
    MOST_IN_FULL,
    in_words,
    open_work,
    required_by_plan,
)
from chwapi_console.recovery.words.reasons import in_one, state_word
from chwapi_console.recovery.words.stops import what_stops
from chwapi_console.text import Language, say

STATES = (*VERDICTS, *(work for work in WORKS if work))
"""What a server can be marked with, by the words that are typed."""


def state_named(word: str, t: Language) -> str:
    """The state that a word says, in English or in the operator's language, with accents and
    capitals or without; empty where it says none."""
    said = plain(word.strip())
    return next((state for state in STATES if said in (state, plain(t(state_word(state))))), "")


def mark(
    view: View, servers: Sequence[str], state: str, operator: str, remarks: Remarks = NO_REMARKS
) -> Act:
    """Marks servers with a verdict or a work. `restoring` is `take`."""
    if state == "restoring":
        return take(view, servers, operator, remarks=remarks)
    if state == "blocked" and not remarks.reason.strip():
        raise RequestError(say("Say why it is blocked, with --reason."))
    if remarks.replacement and state != "retired":
        raise RequestError(say("A replacement goes with the state retired only."))
    _refuse_end(state, remarks)
    drafting, servers = Drafting(view), known_servers(view, servers)
    for server in servers:
        _refuse_mark(view, plainly(view, server), server, state, operator)
    kept = _meant(view, servers, state, operator, remarks)
    for server in servers:
        standing = _marked(view, server, plainly(view, server).standing, state, operator, remarks)
        drafting.stand(server, "marked", standing, {**remarks.data(), **kept.get(server, {})})
        _rely_on_steps(drafting, server, state)
    drafting.rely_on(
        followed(view.situation.replacements, remarks.replacement) if remarks.replacement else []
    )
    return drafting.done()


def _refuse_end(state: str, remarks: Remarks) -> None:
    if remarks.until and state != "blocked":
        raise RequestError(say("An end (--until) goes with the state blocked only."))


def judge(
    view: View, verdicts: Mapping[str, str], operator: str, remarks: Remarks = NO_REMARKS
) -> Act:
    """Marks each server with a verdict of its own, in one act."""
    drafting = Drafting(view)
    for server in known_servers(view, list(verdicts)):
        standing = _marked(
            view, server, plainly(view, server).standing, verdicts[server], operator, remarks
        )
        drafting.stand(server, "marked", standing, remarks.data())
    return drafting.done()


def _meant(
    view: View, servers: Sequence[str], state: str, operator: str, remarks: Remarks
) -> dict[str, dict[str, Any]]:
    """What the events keep of the work that is open, by server. Unmeant where work is open or a
    service would stop, and nobody said that the act is meant all the same; a finding needs no such
    word."""
    found = open_work(view, servers, state, operator)
    if not remarks.meant:
        required = required_by_plan(view, found)
        doubts = [in_words(view, servers, state, required, in_full=True)] if required else []
        stops = what_stops(view, servers, state, remarks.replacement, MOST_IN_FULL)
        if state != "compromised" and stops is not None:
            doubts.append(stops)
        if doubts:
            raise Unmeant(in_one(doubts))
    return {work.server: {"open": work.data()} for work in found}


def _rely_on_steps(drafting: Drafting, server: str, state: str) -> None:
    """Refuses the act, should somebody have ticked or opened a step since it was shown: what is
    open was judged by that."""
    if state in ("restored", "verified") and server in drafting.shown:
        for step in drafting.view.plan.steps_of(server):
            key = step_key(server, step)
            drafting.shown[key] = drafting.view.situation.step_heads.get(key, frozenset())


def _refuse_mark(view: View, shown: ServerState, server: str, state: str, operator: str) -> None:
    if state != "verified" or shown.state == "verified":
        return
    if shown.state != "restored":
        raise Refused(
            say(
                "{server} is {state}; only what is restored can be verified.",
                server=server,
                state=state_word(shown.state),
            )
        )
    if same_person(operator, shown.standing.holder):
        raise Refused(
            say(
                "{operator} restored {server}; somebody else must verify it.",
                operator=operator,
                server=server,
            )
        )
    _refuse_restorer(view, shown, server, operator)


def _refuse_restorer(view: View, shown: ServerState, server: str, operator: str) -> None:
    if is_among(operator, view.situation.past(server).restorers(shown.heads)):
        raise Refused(
            say(
                "{operator} had a hand in restoring {server}; somebody else must verify it.",
                operator=operator,
                server=server,
            )
        )


def _marked(
    view: View, server: str, before: Standing, state: str, operator: str, remarks: Remarks
) -> Standing:
    """The standing after a mark. Whoever marks a server restored or verified is the one who
    restored or verified it, as the log has it; marking it so again changes nothing."""
    match state:
        case "unknown" | "clean" | "compromised":
            return Standing(state, reason=remarks.reason)
        case "restored":
            return Standing(
                before.verdict,
                "restored",
                before.holder if before.work == state else operator,
                remarks.reason,
            )
        case "verified":
            return Standing(
                before.verdict,
                "verified",
                before.holder if before.work == state else operator,
                remarks.reason,
            )
        case "blocked":
            return Standing(before.verdict, "blocked", reason=remarks.reason)
        case _:
            replacement = possible_replacement(view, server, remarks.replacement)
            return Standing(before.verdict, "retired", "", remarks.reason, replacement)


def settle(view: View, server: str, state: str, operator: str, remarks: Remarks) -> Act:
    """Ends a conflict: the new standing knows every head."""
    (server,) = known_servers(view, [server])
    shown = view.situation.servers[server]
    if not remarks.reason.strip():
        raise RequestError(say("Say why, with --reason."))
    _refuse_end(state, remarks)
    if not shown.conflict:
        raise RequestError(
            say(
                "{server} is not in conflict: it is {state}. Use mark.",
                server=server,
                state=state_word(shown.state),
            )
        )
    agreeing = [head.after for head in shown.heads if head.after and head.after.state == state]
    if agreeing and state != "retired":
        after = agreeing[0]._replace(reason=remarks.reason)
    elif state == "restoring":
        after = Standing(shown.standing.verdict, "restoring", operator, remarks.reason)
    else:
        if state == "verified":
            _refuse_restorer(view, shown, server, operator)
        after = _marked(view, server, shown.standing, state, operator, remarks)
    kept = _meant(view, [server], state, operator, remarks)
    drafting = Drafting(view)
    drafting.stand(server, "settled", after, {**remarks.data(), **kept.get(server, {})})
    _rely_on_steps(drafting, server, state)
    drafting.rely_on(
        followed(view.situation.replacements, after.replacement) if after.replacement else []
    )
    return drafting.done()
