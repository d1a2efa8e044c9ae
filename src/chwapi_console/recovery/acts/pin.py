"""Putting something first against the order of the rules, and taking that back."""

from collections.abc import Mapping
from datetime import datetime

from chwapi_console.clock import iso
from chwapi_console.errors import Refused, RequestError
from chwapi_console.journal.events import Draft, Event
from chwapi_console.journal.kinds import PinTerms, pin_key
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.acts.targets import known_servers
from chwapi_console.recovery.forecast.pin_price import Price
from chwapi_console.recovery.state.pins import contradictions, pin_in, terms_after
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.reasons import no_such_pin
from chwapi_console.text import say, typed


def pin(
    view: View,
    subject: str,
    reason: str,
    until: datetime | None = None,
    before: str = "",
    price: Price | None = None,
) -> Act:
    """Puts what a server or service still misses first of all, or before what another one misses.
    What its actor was told that it costs is kept with it."""
    refuse_without_reason(reason)
    _refuse_pin(view, subject, until, before)
    after = _plain(reason, until, before)
    if _pin_that_stands(view, subject) == after:
        return Act((), {})
    act = _pinned(view, subject, "pinned", after, price)
    relied_on = (
        {pin_key(before): view.situation.step_heads.get(pin_key(before), frozenset())}
        if before
        else {}
    )
    return act._replace(shown={**relied_on, **act.shown})


def as_if_pinned(view: View, subject: str, until: datetime | None = None, before: str = "") -> View:
    """The view as such a pin would make it; nothing is written. Refused where the pin would be."""
    _refuse_pin(view, subject, until, before)
    return _with_pin(view, subject, _draft(subject, _plain("", until, before)))


def refuse_without_reason(reason: str) -> None:
    """RequestError where nobody says why."""
    if not reason.strip():
        raise RequestError(say("Say why, with --reason."))


def _refuse_pin(view: View, subject: str, until: datetime | None, before: str) -> None:
    for name in (subject, *([before] if before else [])):
        if name not in view.plan.services:
            known_servers(view, [name])
    if subject == before:
        raise RequestError(say("{id} cannot stand before itself.", id=subject))
    if until is not None and until <= view.now:
        raise RequestError(say("That time is over."))
    if view.works(subject):
        raise Refused(say("{id} works already; there is nothing to put first.", id=subject))
    if not view.problem.can_come_back(subject):
        raise Refused(
            say("{id} cannot come back; see show {typed}.", id=subject, typed=typed(subject))
        )
    if before and view.works(before):
        raise Refused(say("{before} works already; nothing can be put before it.", before=before))
    refuse_contradiction(view, subject, _draft(subject, _plain("", until, before)))


def _plain(reason: str, until: datetime | None, before: str) -> dict[str, str]:
    return {"reason": reason, "until": iso(until) if until else "", "before": before}


def _draft(subject: str, plain: Mapping[str, str]) -> Draft:
    return Draft("", subject, "pinned", {"after": plain})


def refuse_contradiction(view: View, subject: str, draft: Draft) -> None:
    """Refuses a pin, made or put back by the draft, that cannot hold beside those that stand: they
    are named, with who made them, and how to go on."""
    before = draft.data["after"]["before"]
    for ring in (
        contradictions(view.by_rule, _with_pin(view, subject, draft).pins) if before else ()
    ):
        if subject in {pin.subject for pin in ring}:
            raise Refused(
                no_such_pin(view, [pin for pin in ring if pin.subject != subject], before, subject)
            )


def _with_pin(view: View, subject: str, draft: Draft) -> View:
    event = Event(
        draft.id, "", 0, "", {}, 0, iso(view.now), "", "", subject, draft.kind, draft.data
    )
    others = [pin for pin in view.situation.pins if pin.subject != subject]
    return view.with_pins([*others, pin_in(event, subject, PinTerms.of(draft.data["after"]))])


def unpin(view: View, subject: str) -> Act:
    """Takes a pin away."""
    if _pin_that_stands(view, subject) is None:
        raise RequestError(say("{id} is not pinned.", id=subject))
    return _pinned(view, subject, "unpinned", None)


def _pinned(
    view: View, subject: str, kind: str, after: Mapping[str, str] | None, price: Price | None = None
) -> Act:
    drafting = Drafting(view)
    drafting.shown[pin_key(subject)] = view.situation.step_heads.get(pin_key(subject), frozenset())
    cost = {"cost": price.data()} if price is not None else {}
    drafting.add(subject, kind, {"before": _pin_that_stands(view, subject), "after": after, **cost})
    return drafting.done()


def _pin_that_stands(view: View, subject: str) -> Mapping[str, str] | None:
    """The pin on something, as an event holds it, whether its time has come or not."""
    found = next((pin for pin in view.situation.pins if pin.subject == subject), None)
    terms = terms_after(found.event) if found is not None else None
    return terms.plain() if terms is not None else None
