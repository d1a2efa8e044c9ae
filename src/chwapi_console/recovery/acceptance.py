"""What is said of a service's sign-off: who gave it and when, and what ended it."""

from datetime import datetime

from chwapi_console.clock import clock_time
from chwapi_console.journal.events import Event
from chwapi_console.recovery.news import told
from chwapi_console.recovery.reasons import state_word
from chwapi_console.recovery.view import View
from chwapi_console.text import Sentence, say


def in_a_column(view: View, service: str) -> Sentence | None:
    """Who signed a service off that is up, or must sign it off again; None where nobody ever did, or where it is not up."""
    situation = view.situation
    if not view.services[service].is_up:
        return None
    if (signed := situation.sign_offs.get(service)) is not None:
        return say("{time} by {by}", by=signed.by, time=_when(view, signed.event))
    if (lapsed := situation.lapsed.get(service)) is not None:
        return say("sign off again (was {time} by {by})", by=lapsed.by, time=_when(view, lapsed.event))
    return None


def in_full(view: View, service: str) -> list[Sentence]:
    """Who signed a service off, when and after trying what; where that lapsed, by which act."""
    situation = view.situation
    signed = situation.sign_offs.get(service) or situation.lapsed.get(service)
    if signed is None:
        return []
    words = [say("Signed off by {by} at {time}, tried: {tried}.", by=signed.by, time=_when(view, signed.event),
                 tried=signed.tried)]
    if (end := signed.ended_by) is not None:
        words.append(say("That lapsed at {time} ({act}): once it is up it must be signed off again.", time=_when(view, end),
                         act=told(end)))
    return words


def why_no_sign_off(view: View, service: str) -> Sentence | None:
    """Why a service cannot be signed off now: it is not up, or is signed off already. None where it can."""
    state = view.services[service]
    if not state.is_up:
        return say("{service} is {state}; only what is up can be signed off.", service=service, state=state_word(state.status))
    if (signed := view.situation.sign_offs.get(service)) is not None:
        return say("{service} was signed off by {by} at {time} already.", service=service, by=signed.by,
                   time=_when(view, signed.event))
    return None


def _when(view: View, event: Event) -> str:
    return clock_time(datetime.fromisoformat(event.at), view.plan.incident.zone, view.now)
