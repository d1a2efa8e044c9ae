"""What can be put first: what is missing, can come back, and stands in no contradiction."""

from chwapi_console.clock import iso
from chwapi_console.journal.kinds.service_kinds import Pinned
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.rules.cases import PIN, PRICE, UNDO, UNPIN, ActName, PinCase
from chwapi_console.recovery.rules.rule import REFUSES, WANTS, Rule
from chwapi_console.recovery.state.told.pins import contradictions, pin_in
from chwapi_console.recovery.state.view.supposed_views import with_pins
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.pin_words import no_such_pin
from chwapi_console.text import Sentence, say, typed

MADE: tuple[ActName, ...] = (PIN, PRICE)


def _before_itself(case: PinCase) -> Sentence | None:
    if case.subject != case.before:
        return None
    return say("{id} cannot stand before itself.", id=case.subject)


def _over(case: PinCase) -> Sentence | None:
    is_over = case.until is not None and case.until <= case.view.now
    return say("That time is over.") if is_over else None


def _works(case: PinCase) -> Sentence | None:
    if not case.view.works(case.subject):
        return None
    return say("{id} works already; there is nothing to put first.", id=case.subject)


def _lost(case: PinCase) -> Sentence | None:
    if case.view.problem.can_come_back(case.subject):
        return None
    return say(
        "{id} cannot come back; see show {typed}.", id=case.subject, typed=typed(case.subject)
    )


def _before_what_works(case: PinCase) -> Sentence | None:
    if not case.before or not case.view.works(case.before):
        return None
    return say("{before} works already; nothing can be put before it.", before=case.before)


def _contradicts(case: PinCase) -> Sentence | None:
    """The pins that it cannot hold beside, with who made them, and how to go on."""
    if not case.before:
        return None
    for ring in contradictions(case.view.by_rule, with_pin(case).pins):
        if case.subject in {pin.subject for pin in ring}:
            others = [pin for pin in ring if pin.subject != case.subject]
            return no_such_pin(case.view, others, case.before, case.subject)
    return None


def _not_pinned(case: PinCase) -> Sentence | None:
    view = case.view
    pin = next((pin for pin in view.situation.pins if pin.subject == case.subject), None)
    if pin is None:
        return say("{id} is not pinned.", id=case.subject)
    if pin.until is None or pin.runs(view.now):
        return None
    return say(
        "The pin on {id} ended at {until} already.",
        id=node_name(view, pin.subject),
        until=view.clock(pin.until),
    )


def with_pin(case: PinCase) -> View:
    """The view as the pin would make it."""
    view = case.view
    made = Pinned(None, case.pin)
    event = Event("", "", 0, "", {}, 0, iso(view.now), "", "", case.subject, made.kind, made.data())
    others = [pin for pin in view.situation.pins if pin.subject != case.subject]
    return with_pins(view, [*others, pin_in(event, case.subject, case.pin)])


PINNED_BEFORE_ANOTHER = Rule(
    "pin.itself",
    WANTS,
    PinCase,
    MADE,
    says=say("Nothing is put before itself."),
    met_by=say("Name another, or none."),
    broken=_before_itself,
)
PINNED_UNTIL_LATER = Rule(
    "pin.time",
    WANTS,
    PinCase,
    MADE,
    says=say("A pin ends at a time to come."),
    met_by=say("Give a later time, or none."),
    broken=_over,
)
PINNED_WHEN_DOWN = Rule(
    "pin.works",
    REFUSES,
    PinCase,
    MADE,
    says=say("What works is not put first."),
    met_by=say("Put first what is missing."),
    broken=_works,
)
PINNED_WHEN_IT_CAN_COME_BACK = Rule(
    "pin.comes-back",
    REFUSES,
    PinCase,
    MADE,
    says=say("What cannot come back is not put first."),
    met_by=say("Name a replacement for what is retired."),
    broken=_lost,
)
PINNED_BEFORE_WHAT_IS_DOWN = Rule(
    "pin.before-works",
    REFUSES,
    PinCase,
    MADE,
    says=say("Nothing is put before what works."),
    met_by=say("Put it before something that is missing, or first of all."),
    broken=_before_what_works,
)
PINNED_WITHOUT_CONTRADICTION = Rule(
    "pin.contradiction",
    REFUSES,
    PinCase,
    (*MADE, UNDO),
    says=say("Pins that cannot all hold are not made, nor put back."),
    met_by=say("Take the other pin away, or do not pin before what the subject waits for."),
    broken=_contradicts,
)
UNPINNED_WHEN_PINNED = Rule(
    "pin.there",
    WANTS,
    PinCase,
    (UNPIN,),
    says=say("Only a pin that stands is taken away."),
    met_by=say("Nothing need be done."),
    broken=_not_pinned,
)
RULES = (
    PINNED_BEFORE_ANOTHER,
    PINNED_UNTIL_LATER,
    PINNED_WHEN_DOWN,
    PINNED_WHEN_IT_CAN_COME_BACK,
    PINNED_BEFORE_WHAT_IS_DOWN,
    PINNED_WITHOUT_CONTRADICTION,
    UNPINNED_WHEN_PINNED,
)
