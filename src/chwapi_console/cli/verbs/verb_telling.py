"""`note`, `promise` and `handover accept`: what people write down for each other."""

from chwapi_console.cli.line.names import INCIDENT_WORDS, about_named, servers_named
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.verb_acts import done, moment_done, when
from chwapi_console.errors import UsageError
from chwapi_console.journal.kinds.payload import THE_RECORD
from chwapi_console.journal.kinds.telling_kinds import PromiseState
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.view.view import View
from chwapi_console.session.session import Session
from chwapi_console.text import say


def note(context: VerbContext) -> int:
    """`note ID TEXT`; several words need no quotes.

    What is thought or told is about the incident where nothing that is known is named first.
    """
    given = context.given
    kinds = [given.hypothesis, given.told, given.eliminated, given.confirmed]
    if sum(map(bool, kinds)) > 1:
        raise UsageError(
            say("A note is one of these: --hypothesis, --eliminated, --confirmed or --told.")
        )

    def noted(session: Session, view: View) -> list[Event]:
        from chwapi_console.recovery.acts.notes import PLAIN, settling

        subject, text = _about(context, view, any(kinds))
        like = PLAIN._replace(told=given.told or "", hypothesis=bool(given.hypothesis))
        for outcome in ("eliminated", "confirmed"):
            if event := getattr(given, outcome):
                subject, like = settling(view, event, outcome)
        return session.acts.note_on([subject], text, moment_done(context, session, view), like)

    return done(context, noted)


def _about(context: VerbContext, view: View, may_be_the_incident: bool) -> tuple[str, str]:
    """What a note is about, and its text."""
    name, words = context.given.id, list(context.given.text)
    known = {
        *view.plan.servers,
        *view.plan.services,
        *view.plan.conditions,
        *view.situation.not_in_plan,
        *INCIDENT_WORDS,
    }
    if may_be_the_incident and name not in known:
        return THE_RECORD, " ".join([name, *words])
    return about_named(view, name), " ".join(words)


def promise(context: VerbContext) -> int:
    """`promise ID TEXT --by TIME`, and `promise ID --kept` or `--broken`."""
    given = context.given
    if given.kept and given.broken:
        raise UsageError(say("A promise is kept or broken: say --kept or --broken, not both."))
    if (given.kept or given.broken) and (given.text or given.by):
        raise UsageError(say("Who says that a promise was kept or broken gives its id alone."))

    def promised(session: Session, view: View) -> list[Event]:
        remarks = when(context, session, view)._replace(reason=given.reason or "")
        if given.kept or given.broken:
            state: PromiseState = "kept" if given.kept else "broken"
            return session.acts.settle_promise(given.id, state, view, remarks)
        by = None
        if given.by:
            from chwapi_console.cli.verbs.when import coming

            by = coming(context, given.by, session.now(), view.plan.incident.zone)
        subject = about_named(view, given.id)
        return session.acts.promise(subject, " ".join(given.text), by, view, remarks)

    return done(context, promised)


def accept_handover(context: VerbContext) -> int:
    """`handover accept --by NAME`, with what who comes takes over."""

    def accepted(session: Session, view: View) -> list[Event]:
        given = context.given
        servers = servers_named(view, given.take or [])
        if given.all:
            servers = [name for name in view.situation.servers if _in_hand(view, name)]
        return session.acts.accept_handover(
            given.by or "", servers, view, when(context, session, view)
        )

    return done(context, accepted)


def _in_hand(view: View, server: str) -> bool:
    shown = view.situation.servers[server]
    return shown.state == "restoring" and not shown.conflict
