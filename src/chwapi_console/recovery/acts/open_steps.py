"""How far a runbook was when its server was marked restored.

Whoever relies on the server should know what was left out.
"""

from collections.abc import Iterable

from chwapi_console.journal.kinds.server_kinds import Marked, step_key
from chwapi_console.journal.kinds.standing import STEPS_TO_DO
from chwapi_console.journal.record.events import Event
from chwapi_console.people import same_person
from chwapi_console.recovery.state.of_view.since import had_in_hand
from chwapi_console.recovery.state.told.server_history import step_after
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.open_work import kept_open
from chwapi_console.recovery.words.since.news import deed
from chwapi_console.recovery.words.why.caveats import overrides_of
from chwapi_console.text import Sentence, every, plural, say


def left_open(view: View, event: Event) -> Sentence | None:
    """How many steps were ticked or skipped when this act marked a server restored.

    None where none was open, or it did not.
    """
    server = event.subject
    if (
        not isinstance(event.payload, Marked)
        or event.payload.after.work != "restored"
        or server not in view.plan.servers
    ):
        return None
    steps, past = view.plan.steps_of(server), view.situation.past(server)
    verdicts = past.verdicts_behind(past.heads_before(event))
    counting = (
        past.step_that_counts(past.heads_known_to(event, step_key(server, step)), verdicts)
        for step in steps
    )
    done = sum(act is not None and step_after(act) not in STEPS_TO_DO for act in counting)
    if done == len(steps):
        return None
    return plural("{done} of {n} step ticked", "{done} of {n} steps ticked", len(steps), done=done)


def deed_with_open_steps(view: View, event: Event) -> Sentence:
    """What was done to what, and how far the runbook was where that is to be known.

    "sql2 restored (0 of 10 steps ticked)".
    """
    return _remarked(view, event, _remarks(view, event))


def deed_in_full(view: View, event: Event) -> Sentence:
    """What was done to what, with open steps, for who looks back.

    Of a pin also what it cost and gained, as its actor was told.
    """
    from chwapi_console.recovery.forecast.pin_price import kept_price_words

    return _remarked(view, event, [*_remarks(view, event), kept_price_words(view, event)])


def told_in_full(view: View, event: Event) -> Sentence:
    """Who did what to what, in full; see `deed_in_full`."""
    return say(
        "{operator}: {what}", operator=view.by(event) or event.host, what=deed_in_full(view, event)
    )


BESIDE_ITS_HOLDER = "step.held"
"""The rule whose yes says that an act was done on what somebody else had in hand."""


def _remarks(view: View, event: Event) -> list[Sentence | None]:
    theirs = BESIDE_ITS_HOLDER in event.meant
    holder = view.held_before[event.place] if theirs else had_in_hand(view, event)
    held = (
        say("{holder} had it in hand", holder=holder)
        if holder and not same_person(holder, event.operator)
        else None
    )
    at_once = plural("{n} suspect at once", "{n} suspects at once", event.at_once)
    bulk = [at_once] if event.at_once else []
    return [left_open(view, event), *kept_open(event), held, *bulk, *overrides_of(event)]


def _remarked(view: View, event: Event, remarks: Iterable[Sentence | None]) -> Sentence:
    said = [remark for remark in remarks if remark is not None]
    return (
        say("{what} ({remark})", what=deed(event, view), remark=every(said))
        if said
        else deed(event, view)
    )
