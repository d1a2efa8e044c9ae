"""Promising, saying that a promise was kept or broken, and taking a shift over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from chwapi_console.clock import iso
from chwapi_console.errors import RequestError
from chwapi_console.inventory.near_names import with_nearest
from chwapi_console.journal.kinds.payload import NOTHING, THE_RECORD
from chwapi_console.journal.kinds.server_kinds import Taken
from chwapi_console.journal.kinds.telling_kinds import (
    HANDED_OVER,
    PROMISE,
    HandoverAccepted,
    HandoverChange,
    HandoverTerms,
    Promised,
    PromiseState,
    PromiseTerms,
)
from chwapi_console.journal.record.events import new_id
from chwapi_console.people import same_person
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.acts.notes import known_subject
from chwapi_console.recovery.acts.targets import known_servers
from chwapi_console.recovery.rules.cases import (
    HANDOVER,
    TAKE,
    HandoverCase,
    PromiseCase,
    ServerCase,
)
from chwapi_console.recovery.rules.cases import PROMISE as PROMISE_ACT
from chwapi_console.recovery.rules.remarks import NO_REMARKS, Remarks
from chwapi_console.recovery.state.told.promises import Promise
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import say, some

SIGNS_OF_AN_ID = 4
"""Hexadecimal digits that tell a promise from others about the same."""
OF_THE_INCIDENT = "incident"
"""How the id of a promise about the incident as a whole begins."""
MOST_NAMED = 6


def promise(
    view: View,
    subject: str,
    text: str,
    by: datetime | None,
    operator: str,
    remarks: Remarks = NO_REMARKS,
) -> Act:
    """Records a promise about a server, service or condition, or the incident as a whole."""
    drafting = Drafting(view, operator)
    about = OF_THE_INCIDENT if subject == THE_RECORD else subject
    name = f"{about}-{new_id()[:SIGNS_OF_AN_ID]}"
    terms = PromiseTerms(text.strip(), iso(by) if by is not None else "")
    one = drafting.admit(PromiseCase(view, PROMISE_ACT, subject, name, terms, operator, remarks))
    known_subject(view, subject)
    drafting.shown[_key(subject, name)] = frozenset()
    drafting.add(one, Promised(name, None, terms), remarks.data())
    return drafting.done()


def settle_promise(
    view: View,
    name: str,
    state: PromiseState,
    operator: str,
    remarks: Remarks = NO_REMARKS,
) -> Act:
    """Says that a promise was kept or broken."""
    drafting, of = Drafting(view, operator), promise_named(view, name)
    terms = of.terms._replace(state=state, reason=remarks.reason)
    case = PromiseCase(view, PROMISE_ACT, of.subject, of.id, terms, operator, remarks)
    one = drafting.admit(case)
    if terms != of.terms or of.disagreed:
        key = _key(of.subject, of.id)
        drafting.shown[key] = view.situation.head_ids.get(key, frozenset())
        drafting.add(one, Promised(of.id, of.terms, terms), remarks.data())
    return drafting.done()


def _key(subject: str, name: str) -> str:
    return f"{PROMISE}{subject} {name}"


def promise_named(view: View, name: str) -> Promise:
    """The promise with an id; or the one that is open about a server, service or condition.

    RequestError where there is none, or where several are open about it.
    """
    known = view.situation.promises
    if name in known:
        return known[name]
    subject = THE_RECORD if name == OF_THE_INCIDENT else name
    about = [one for one in known.values() if one.subject == subject and one.is_open]
    if len(about) == 1:
        return about[0]
    if about:
        raise RequestError(
            say(
                "Several promises are open about {subject}: {promises}. Name one.",
                subject=name,
                promises=some([one.id for one in about], MOST_NAMED),
            )
        )
    raise RequestError(
        with_nearest(say('There is no promise "{id}". See handover.', id=name), name, known)
    )


def accept_handover(
    view: View,
    by: str,
    servers: Sequence[str],
    operator: str,
    remarks: Remarks = NO_REMARKS,
) -> Act:
    """Records that the next person takes the shift over, and these servers with it.

    Servers that they have in hand already are left as they are.
    """
    by, servers = view.situation.spelled(by), known_servers(view, servers)
    drafting, terms = Drafting(view, operator), HandoverTerms(by, tuple(servers))
    one = drafting.admit(HandoverCase(view, HANDOVER, terms, operator, remarks))
    last = view.situation.handed_over
    before = last.payload.after if last and isinstance(last.payload, HandoverChange) else None
    if not servers and _has_it(view, by):
        return drafting.done()
    drafting.shown[HANDED_OVER] = view.situation.head_ids.get(HANDED_OVER, frozenset())
    drafting.add(one, HandoverAccepted(before, terms), remarks.data())
    for server in servers:
        standing = view.situation.servers[server].standing
        after = standing.with_work("restoring", by, standing.reason)
        if after == standing:
            continue
        case = ServerCase(view, TAKE, server, after, operator, remarks, servers, handing_over=True)
        drafting.stand(case, Taken, NOTHING)
    return drafting.done()


ONE_SHIFT = timedelta(hours=4)
"""So long after it was taken over a shift goes on, whoever acted meanwhile: who says again that they
take it over has it."""


def _has_it(view: View, by: str) -> bool:
    """Whether a person took the shift over last, and that a moment ago."""
    last = view.situation.handed_over
    return (
        last is not None
        and isinstance(last.payload, HandoverChange)
        and last.payload.after is not None
        and same_person(last.payload.after.by, by)
        and view.now - last.moment < ONE_SHIFT
    )
