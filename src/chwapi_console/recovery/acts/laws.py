"""Saying since when somebody is aware, as a law counts it, and that a duty was notified."""

from datetime import datetime

from chwapi_console.clock import iso
from chwapi_console.errors import RequestError
from chwapi_console.inventory.deadlines import ON_REQUEST
from chwapi_console.inventory.laws import known_duties, known_laws
from chwapi_console.inventory.near_names import with_nearest
from chwapi_console.journal.kinds.legal_kinds import (
    AWARE_OF,
    NOTIFIED_OF,
    Aware,
    AwarenessTerms,
    NotificationTerms,
    Notified,
)
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.rules.cases import AWARE, NOTIFIED, AwareCase, NotifiedCase
from chwapi_console.recovery.rules.remarks import NO_REMARKS, Remarks
from chwapi_console.recovery.state.told.said_of_laws import SaidOfLaw
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import say, some

MOST_NAMED = 6


def aware(
    view: View,
    name: str,
    at: datetime,
    by: str,
    operator: str,
    remarks: Remarks = NO_REMARKS,
) -> Act:
    """Says since when somebody is aware, as a law counts it.

    The law is meant by its id, or by that of one of its duties; each law has a moment of its own.
    """
    drafting, law = Drafting(view, operator), law_named(view, name)
    after, said = AwarenessTerms(iso(at), by.strip()), view.situation.said_of_laws.aware.get(law)
    one = drafting.admit(AwareCase(view, AWARE, law, after, operator, remarks))
    if not _is_said(said, after):
        key, before = AWARE_OF + law, view.situation.said_of_laws.aware_since(law)
        drafting.shown[key] = view.situation.head_ids.get(key, frozenset())
        drafting.add(one, Aware(law, before and before.terms, after), remarks.data())
    return drafting.done()


def notified(view: View, name: str, ref: str, operator: str, remarks: Remarks = NO_REMARKS) -> Act:
    """Says under which number something was notified.

    A duty by its id, or by that of its law the next of its duties that was not.
    """
    drafting, duty = Drafting(view, operator), duty_named(view, name, ref)
    after, said = NotificationTerms(ref.strip()), view.situation.said_of_laws.notified.get(duty)
    one = drafting.admit(NotifiedCase(view, NOTIFIED, duty, after, operator, remarks))
    if not _is_said(said, after) or remarks.data():
        key, before = NOTIFIED_OF + duty, view.situation.said_of_laws.notification(duty)
        drafting.shown[key] = view.situation.head_ids.get(key, frozenset())
        drafting.add(one, Notified(duty, before and before.terms, after), remarks.data())
    return drafting.done()


def _is_said(said: SaidOfLaw | None, terms: AwarenessTerms | NotificationTerms) -> bool:
    """Whether all who said anything say just this."""
    return (
        said is not None
        and bool(said.by)
        and not said.denied
        and all(one.terms == terms for one in said.by)
    )


def law_named(view: View, name: str) -> str:
    """The law that is meant by its id or by that of one of its duties.

    RequestError where there is none.
    """
    laws, duties = known_laws(view.plan), known_duties(view.plan)
    if name in laws:
        return name
    if name in duties:
        return duties[name].law
    raise RequestError(
        with_nearest(
            say(
                'There is no law "{name}". Known are: {laws}.',
                name=name,
                laws=some(laws, len(laws)),
            ),
            name,
            laws,
        )
    )


def duty_named(view: View, name: str, ref: str = "") -> str:
    """The duty that is meant by its id, or by that of its law.

    RequestError where there is none, or where several are left and a number that is known already
    does not tell which.
    """
    duties = known_duties(view.plan)
    if name in duties:
        return name
    law, said = law_named(view, name), view.situation.said_of_laws
    of_law = [duty for duty, part in duties.items() if part.law == law]
    left = [duty for duty in of_law if said.notification(duty) is None]
    met = [duty for duty in of_law if duty not in left]
    same = [
        d
        for d in met
        if ref.strip() and (told := said.notification(d)) and told.terms.ref == ref.strip()
    ]
    if same and left:
        raise RequestError(
            say(
                "Number {ref} stands for {duty} already. Name what else it is for: {duties}.",
                ref=ref.strip(),
                duty=same[0],
                duties=some(left, MOST_NAMED),
            )
        )
    expected = [duty for duty in left if duties[duty].deadline != ON_REQUEST]
    return (expected or left or of_law)[0] if not same else same[0]
