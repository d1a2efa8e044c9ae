"""Moments that lie before there was anything to recover from.

An act may have been done before its incident was detected, and hardly ever was: so every way in asks
about it.
"""

from datetime import datetime

from chwapi_console.clock import day_and_time
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, say


def too_early(view: View, at: datetime, text: str = "") -> Sentence | None:
    """That a moment (UTC), said by a `text`, is before the incident or the exercise began.

    None where it is not. People say minutes: one of the minute in which it began is none such.
    """
    began, zone = view.started, view.plan.incident.zone
    if at >= began.replace(second=0, microsecond=0):
        return None
    time = day_and_time(at.astimezone(zone))
    said = say('"{text}" is {time}', text=text, time=time) if text else time
    if view.begun is None:
        return say("{time}, and the exercise begins only with its first act.", time=said)
    start = day_and_time(began.astimezone(zone))
    if view.plan.incident.drill:
        return say("{time}, before the exercise began ({began}).", time=said, began=start)
    return say("{time}, before the incident began ({began}).", time=said, began=start)
