"""Why an action means nothing just now.

One short sentence, shown when its key is pressed all the same.

Where a rule of the recovery forbids an act whatever its actor would say with it, that very rule is
asked here. Other rules are not judged here: the act is asked for, and its refusal says why.
"""

from collections.abc import Callable, Mapping

from chwapi_console.console.known.actions import ACTS
from chwapi_console.console.known.console_state import ConsoleState
from chwapi_console.console.views.about import step_words
from chwapi_console.console.views.pages import Page, page_of
from chwapi_console.console.views.place import END, TRIAGE, Place
from chwapi_console.console.views.why_view import asked_about
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.acts.sign_off import why_no_sign_off
from chwapi_console.recovery.rules.cases import PIN, SETTLE, PinCase, ServerCase
from chwapi_console.recovery.rules.conflicts import SOMEBODY_DISAGREES
from chwapi_console.recovery.rules.pinning import PINNED_WHEN_DOWN
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Sentence, say


class Now(NamedTuple):
    """Where the operator is, and what a key would act on.

    The servers selected or under the cursor, and the subject.
    """

    known: ConsoleState
    place: Place
    servers: tuple[str, ...]
    subject: str
    step: str
    can_open: bool

    @property
    def page(self) -> Page:
        """What is shown there."""
        return page_of(self.place, self.known.view)


Rule = Callable[[Now], Sentence | None]


def why_disabled(action: str, now: Now) -> Sentence | None:
    """Why the action means nothing here and now; None when it does mean something."""
    if action in ACTS and now.known.health.read_only:
        return now.known.health.read_only
    rule = _RULES.get(action)
    return rule(now) if rule else None


def _server(now: Now) -> Sentence | None:
    if now.servers:
        return None
    if now.place.kind == "journal" and now.subject in now.known.view.plan.servers:
        return say("Open the server's page first (Enter): the journal is there to look at.")
    return say("Put the cursor on a server first.")


def _one_server(now: Now) -> Sentence | None:
    return _server(now) or (
        say("Only one server at a time: Esc drops the selection.") if len(now.servers) > 1 else None
    )


def _or_a_condition(rule: Rule) -> Rule:
    """The rule, but for a condition, of which the key says something else."""
    return lambda now: None if is_a_condition(now) else rule(now)


def _settled(now: Now) -> Sentence | None:
    if is_a_condition(now):
        return say("Nothing to settle: what is said next of a condition ends its conflict.")
    return _conflict(now)


def is_a_condition(now: Now) -> bool:
    """Whether a key would act on a condition."""
    return not now.servers and now.subject in now.known.view.plan.conditions


def _subject(now: Now) -> Sentence | None:
    return (
        None if now.subject or now.servers else say("Put the cursor on a server or service first.")
    )


def _note(now: Now) -> Sentence | None:
    if now.place.kind == "report" and not now.subject:
        return say("N writes a note on the incident as a whole.")
    return _subject(now)


def _drop(now: Now) -> Sentence | None:
    if lacking := _server(now):
        return lacking
    found = [now.known.view.situation.servers[server] for server in now.servers]
    if any(server.standing.work or server.conflict for server in found):
        return None
    return say(
        "{server} is {state}: there is nothing to let go of.",
        server=now.servers[0],
        state=state_word(now.known.view.situation.shown_state(now.servers[0])),
    )


def _on(now: Now) -> Sentence | None:
    if lacking := _server(now):
        return lacking
    so_far = now.known.view.situation
    if not now.known.view.plan.incident.unplugged:
        return say("By the plan a clean server is on: nothing need be switched on.")
    if any(so_far.is_off(server) for server in now.servers):
        return None
    return say(
        "{server} is {state}: only what is clean and off is switched on.",
        server=now.servers[0],
        state=state_word(so_far.shown_state(now.servers[0])),
    )


def _conflict(now: Now) -> Sentence | None:
    if lacking := _one_server(now):
        return lacking
    case = ServerCase(now.known.view, SETTLE, now.servers[0], Standing())
    if SOMEBODY_DISAGREES.broken(case) is None:
        return None
    return say("{server} is not in conflict.", server=now.servers[0])


def _step(now: Now) -> Sentence | None:
    if lacking := _one_server(now):
        return lacking
    view, server = now.known.view, now.servers[0]
    on_page = now.place.kind == "page" and now.place.subject in view.plan.servers
    if now.step and on_page:
        return None
    if any(view.situation.is_to_do(server, step) for step in view.plan.steps_of(server)):
        if not on_page:
            return say(
                "Steps are ticked where they are read: Enter opens the page with the runbook."
            )
        return say("The cursor stands on the next open step now: press the key again.")
    return say("{server} has no open step.", server=server)


def _pin(now: Now) -> Sentence | None:
    view = now.known.view
    if lacking := _subject(now) or (_one_server(now) if not now.subject else None):
        return lacking
    subject = now.subject or now.servers[0]
    works = PINNED_WHEN_DOWN.broken(PinCase(view, PIN, subject)) is not None
    if works and not any(pin.subject == subject for pin in view.situation.pins):
        return say(
            "{id} works already; there is nothing to put first.", id=node_name(view, subject)
        )
    return None


def _accept(now: Now) -> Sentence | None:
    if is_a_condition(now):
        return None
    if now.subject not in now.known.view.plan.services:
        return say("Put the cursor on a service first (2).")
    return why_no_sign_off(now.known.view, now.subject)


def _why(now: Now) -> Sentence | None:
    if asked_about(now.known.view, now.subject):
        return None
    return say("Put the cursor on a service that is down, or on what one waits for.")


def _compare(now: Now) -> Sentence | None:
    plan = now.known.view.plan
    if len(now.servers) > 2:
        return say("Two servers are compared at a time: Esc drops the selection.")
    if now.servers or now.subject in plan.services:
        return None
    return say("Put the cursor on a server or service first.")


def _close(now: Now) -> Sentence | None:
    if now.place == END:
        return None
    return say("Read first what is left before the end (7).")


def _selectable(now: Now) -> Sentence | None:
    return (
        None
        if now.page.lists_servers
        else say("Servers are selected in the queue (1) or in triage (3).")
    )


def _row_selectable(now: Now) -> Sentence | None:
    on_server = now.subject in now.known.view.plan.servers
    return _selectable(now) or (None if on_server else say("Put the cursor on a server first."))


_RULES: Mapping[str, Rule] = {
    **dict.fromkeys(
        (
            "server.take",
            "server.give",
            "server.clean",
            "server.compromised",
            "server.unknown",
            "server.restored",
            "server.verified",
        ),
        _server,
    ),
    "server.on": _on,
    "server.block": _or_a_condition(_server),
    "server.drop": _or_a_condition(_drop),
    "server.retire": _or_a_condition(_server),
    "server.settle": _settled,
    "step.tick": _step,
    "step.skip": _step,
    "step.fail": _step,
    "evidence.record": _one_server,
    "subject.note": _note,
    "telling.record": lambda now: _one_server(now) if len(now.servers) > 1 else None,
    "subject.pin": _pin,
    "service.accept": _accept,
    "recovery.close": _close,
    "view.why": _why,
    "row.compare": _compare,
    "row.select": _row_selectable,
    "row.select_to": _row_selectable,
    "row.select_all": _selectable,
    "server.skip": lambda now: (
        None if now.place == TRIAGE else say("Skipping goes with triage (3).")
    ),
    "filter.ask": lambda now: (
        None if now.page.can_be_filtered else say("There is nothing to filter here.")
    ),
    "row.open": lambda now: (
        None
        if now.can_open
        else (step_words(now.known.view, now.step) if now.step else None)
        or say("There is nothing to open here.")
    ),
    "order.take_up": lambda now: (
        None if now.known.has_moves else say("The order is as new as it can be.")
    ),
}
