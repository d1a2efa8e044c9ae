"""Saying how a server stands: a verdict, a work, or which of two acts that disagree is right."""

from collections.abc import Mapping, Sequence
from typing import Any

from chwapi_console.inventory.plain_words import plain
from chwapi_console.journal.kinds.payload import NOTHING
from chwapi_console.journal.kinds.server_kinds import Marked, Settled
from chwapi_console.journal.kinds.standing import VERDICTS, WORKS, Standing
from chwapi_console.recovery.acts.claims import take
from chwapi_console.recovery.acts.drafting import Act, Drafting, StateAct
from chwapi_console.recovery.acts.ends import with_end
from chwapi_console.recovery.acts.targets import known_servers
from chwapi_console.recovery.rules.cases import MARK, SETTLE, TRIAGE, ServerCase
from chwapi_console.recovery.rules.remarks import NO_REMARKS, Remarks
from chwapi_console.recovery.state.told.marking import marked
from chwapi_console.recovery.state.told.situation import ServerState, followed
from chwapi_console.recovery.state.told.threshold import CLEAN
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.open_work import open_work
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Language, Sentence, word

STATES = (*VERDICTS, *(work for work in WORKS if work))
"""What a server can be marked with, by the words that are typed."""


def typed_word(state: str) -> Sentence:
    """The word that is typed for a state: that of the screen, where it is one word."""
    match state:
        case "on":
            return word("state", "on")
        case "off":
            return word("state", "off")
    return state_word(state)


def state_named(said: str, t: Language) -> str:
    """The state that a word says, in English or in the operator's language.

    With accents and capitals or without; empty where it says none.
    """
    said = plain(said.strip())
    return next((state for state in STATES if said in (state, plain(t(typed_word(state))))), "")


def mark(
    view: View, servers: Sequence[str], state: str, operator: str, remarks: Remarks = NO_REMARKS
) -> Act:
    """Marks servers with a verdict or a work. `restoring` is `take`."""
    if state == "restoring":
        return take(view, servers, operator, remarks=remarks)
    drafting, servers = Drafting(view, operator), known_servers(view, servers)
    remarks, found = with_end(view, state, remarks), open_work(view, servers, state, operator)
    kept = {work.server: work.data() for work in found}
    for server in servers:
        after = _marked(view, server, state, operator, remarks)
        replacing = {server: after.replacement}
        case = ServerCase(view, MARK, server, after, operator, remarks, servers, found, replacing)
        _stand(drafting, case, Marked, kept.get(server, NOTHING))
    return _told_at_once(view, drafting.done(), servers)


def judge(
    view: View, verdicts: Mapping[str, str], operator: str, remarks: Remarks = NO_REMARKS
) -> Act:
    """Marks each server with a verdict of its own, in one act.

    Those that are called usable by it first, of which the rules ask, and findings last, of which
    they ask nothing.
    """
    drafting, servers = (
        Drafting(view, operator),
        _in_turn(known_servers(view, list(verdicts)), verdicts),
    )
    clean = [server for server in servers if verdicts[server] == "clean"]
    found = open_work(view, clean, "clean", operator)
    for server in servers:
        after = _marked(view, server, verdicts[server], operator, remarks)
        case = ServerCase(view, TRIAGE, server, after, operator, remarks, servers)
        if server in clean:
            case = case._replace(servers=clean, open_work=found)
        drafting.stand(case, Marked, NOTHING)
    return _told_at_once(view, drafting.done(), clean)


def _told_at_once(view: View, act: Act, servers: Sequence[str]) -> Act:
    """The act.

    Where somebody said that many suspects which it clears were looked at each, with their number.
    `servers` are those that it calls usable.
    """
    meant = any("suspects.counted" in draft.data.get("meant", ()) for draft in act.drafts)
    cleared = {*servers} & {*view.suspects, *view.set_aside} if meant else set()
    drafts = [
        draft._replace(data={**draft.data, "at_once": len(cleared)})
        if draft.subject in cleared
        else draft
        for draft in act.drafts
    ]
    return act._replace(drafts=drafts)


def _in_turn(servers: Sequence[str], verdicts: Mapping[str, str]) -> list[str]:
    rank = {"clean": 0, "compromised": 2}
    return sorted(servers, key=lambda server: rank.get(verdicts[server], 1))


def first_judged(view: View, verdicts: Mapping[str, str], operator: str) -> ServerCase:
    """The server of which the rules ask first before some are judged, without its open work."""
    server = _in_turn(list(verdicts), verdicts)[0]
    after = _marked(view, server, verdicts[server], operator, NO_REMARKS)
    alike = [each for each in verdicts if verdicts[each] == verdicts[server]]
    return ServerCase(view, TRIAGE, server, after, operator, servers=alike)


def settle(view: View, server: str, state: str, operator: str, remarks: Remarks) -> Act:
    """Ends a conflict: the new standing knows every head."""
    (server,) = known_servers(view, [server])
    remarks = with_end(view, state, remarks)
    shown = view.situation.servers[server]
    agreeing = [head.after for head in shown.heads if head.after and head.after.state == state]
    if agreeing and state != "retired":
        after = agreeing[0]._replace(reason=remarks.reason)
    else:
        after = marked(
            _gone_on_from(shown, state),
            state,
            operator,
            view.situation.threshold(server),
            remarks.reason,
            remarks.replacement,
        )
    drafting, found = Drafting(view, operator), open_work(view, [server], state, operator)
    replacing = {server: after.replacement}
    case = ServerCase(view, SETTLE, server, after, operator, remarks, [server], found, replacing)
    _stand(drafting, case, Settled, found[0].data() if found else NOTHING)
    return drafting.done()


def _gone_on_from(shown: ServerState, state: str) -> Standing:
    """The standing from which a settlement goes on: what is on was clean, whatever is shown."""
    clean = [head.after for head in shown.heads if head.after and head.after.state in CLEAN]
    return clean[0] if state == "on" and clean else shown.standing


def _stand(drafting: Drafting, case: ServerCase, kind: StateAct, kept: Mapping[str, Any]) -> None:
    """Drafts it with what is kept of the work that is open, and relies on what was shown.

    On the steps, for by them it was judged what is open, and on whatever replaces the server.
    """
    drafting.stand(case, kind, kept)
    view, server = case.view, case.subject
    if case.after.state in ("restored", "verified") and server in drafting.shown:
        drafting.rely_on_steps(server)
    if case.after.replacement:
        drafting.rely_on(followed(view.situation.replacements, case.after.replacement))


def _marked(view: View, server: str, state: str, operator: str, remarks: Remarks) -> Standing:
    """The standing of a server after a mark."""
    so_far = view.situation
    before, replacement = so_far.servers[server].standing, remarks.replacement
    return marked(before, state, operator, so_far.threshold(server), remarks.reason, replacement)
