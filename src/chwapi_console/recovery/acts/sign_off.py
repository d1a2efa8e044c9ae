"""Sign-offs of services: giving one, and why that cannot be."""

from datetime import datetime

from chwapi_console.clock import iso
from chwapi_console.errors import RequestError
from chwapi_console.journal.kinds.service_kinds import Accepted, SignOffTerms, sign_off_key
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.rules.cases import ACCEPT, SignOffCase
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.rules.signing_off import SIGNED_OFF_WHEN_UP
from chwapi_console.recovery.state.told.sign_offs import vouched_for
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, say


def accept(
    view: View,
    service: str,
    by: str,
    tried: str,
    done_at: datetime | None = None,
    *,
    meant: bool = False,
    operator: str = "",
    reserve: str = "",
    until: datetime | None = None,
) -> Act:
    """Signs a service off: `by` is the clinician, `tried` what they tried.

    Of a service that does without something it must be `meant`, by who was told what that is. With
    a `reserve` it holds `until` a time (UTC). Refused, should somebody have acted on a server
    beneath it since it was shown: what was tried may not be what stands.
    """
    if service not in view.plan.services:
        raise RequestError(say("There is no service {id} in the plan.", id=service))
    drafting = Drafting(view, operator)
    remarks = Remarks(done_at=done_at, meant=meant)
    one = drafting.admit(
        SignOffCase(view, ACCEPT, service, by, tried, operator, remarks, reserve, until)
    )
    signed, state = view.situation.sign_offs.get(service), view.services[service]
    stands_on = vouched_for(view.plan, view.graph, view.problem.working, service)
    ends = iso(until) if until else ""
    without, suspect = tuple(state.without), tuple(state.suspect)
    terms = SignOffTerms(by, tried, tuple(stands_on), without, suspect, reserve, ends)
    if signed is not None and _said(signed.terms) == _said(terms):
        return drafting.done()
    key = sign_off_key(service)
    drafting.shown[key] = view.situation.head_ids.get(key, frozenset())
    drafting.add(one, Accepted(signed.terms if signed else None, terms), remarks.data())
    drafting.rely_on(stands_on)
    return drafting.done()


def _said(terms: SignOffTerms) -> tuple[object, ...]:
    """What the clinician said of what there was; the servers that it stood on are no part of it."""
    without, suspect = frozenset(terms.without), frozenset(terms.suspect)
    return terms.by, terms.tried, without, suspect, terms.reserve, terms.until


def why_no_sign_off(view: View, service: str) -> Sentence | None:
    """Why a service cannot be signed off now: it is not up, or is signed off already.

    None where it can.
    """
    if not_up := SIGNED_OFF_WHEN_UP.broken(SignOffCase(view, ACCEPT, service, "", "")):
        return not_up
    if (signed := view.situation.sign_offs.get(service)) is not None and view.services[
        service
    ].status == "accepted":
        return say(
            "{service} was signed off by {by} at {time} already.",
            service=service,
            by=signed.by,
            time=view.when_done(signed.event),
        )
    return None
