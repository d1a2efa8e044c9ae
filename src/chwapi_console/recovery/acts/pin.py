"""Putting something first against the order of the rules, and taking that back."""

from datetime import datetime

from chwapi_console.journal.kinds.service_kinds import Pinned, PinTerms, Unpinned, pin_key
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.acts.targets import known_servers
from chwapi_console.recovery.forecast.pin_price import Price
from chwapi_console.recovery.rules.cases import PIN, PRICE, UNPIN, PinCase
from chwapi_console.recovery.rules.door import admitted
from chwapi_console.recovery.rules.pinning import with_pin
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.told.pins import pin_after
from chwapi_console.recovery.state.view.view import View


def pin(
    view: View,
    subject: str,
    reason: str,
    until: datetime | None = None,
    before: str = "",
    price: Price | None = None,
    operator: str = "",
) -> Act:
    """Puts what a server or service still misses first of all, or before what another one misses.

    What its actor was told that it costs is kept with it.
    """
    _known(view, subject, before)
    drafting = Drafting(view, operator)
    case = PinCase(view, PIN, subject, before, until, operator, Remarks(reason=reason))
    one, stands = drafting.admit(case), _pin_that_stands(view, subject)
    if stands != case.pin:
        for key in [pin_key(subject), *([pin_key(before)] if before else [])]:
            drafting.shown[key] = view.situation.head_ids.get(key, frozenset())
        cost = price.data() if price is not None else None
        drafting.add(one, Pinned(stands, case.pin, cost))
    return drafting.done()


def as_if_pinned(
    view: View,
    subject: str,
    until: datetime | None = None,
    before: str = "",
    operator: str = "",
) -> View:
    """The view as such a pin would make it; nothing is written. Refused where the pin would be."""
    _known(view, subject, before)
    case = PinCase(view, PRICE, subject, before, until, operator)
    admitted(case)
    return with_pin(case)


def _known(view: View, *names: str) -> None:
    for name in names:
        if name and name not in view.plan.services:
            known_servers(view, [name])


def unpin(view: View, subject: str, operator: str = "") -> Act:
    """Takes a pin away."""
    drafting, key = Drafting(view, operator), pin_key(subject)
    one = drafting.admit(PinCase(view, UNPIN, subject, actor=operator))
    drafting.shown[key] = view.situation.head_ids.get(key, frozenset())
    drafting.add(one, Unpinned(_pin_that_stands(view, subject), None))
    return drafting.done()


def _pin_that_stands(view: View, subject: str) -> PinTerms | None:
    """The pin on something, whether its time has come or not."""
    found = next((pin for pin in view.situation.pins if pin.subject == subject), None)
    return pin_after(found.event) if found is not None else None
