"""`clocks`, `draft`, `aware` and `notified`.

What laws ask to be told by when, in what words, and that it was.
"""

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.paper import as_of, print_page, refuse_other_formats
from chwapi_console.cli.verbs.verb_acts import done, when
from chwapi_console.errors import UsageError
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view.view import View
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, every, in_one, say


def clocks(context: VerbContext) -> int:
    """Prints how the clocks of laws stand."""
    refuse_other_formats(context)
    with context.session() as session:
        view, head = as_of(context, session)
        if context.options.as_json:
            from chwapi_console.cli.output import clocks_json

            context.out.json(clocks_json.clocks(view, head, context.operator))
            return 0
        from chwapi_console.report.clocks_page import clocks_page

        print_page(context, clocks_page(view, head, context.operator))
    return 0


def draft(context: VerbContext) -> int:
    """Prints the text of a notification, from the record."""
    from chwapi_console.recovery.acts.laws import duty_named
    from chwapi_console.report.situation import situation

    refuse_other_formats(context)
    with context.session() as session:
        view, head = as_of(context, session)
        if not context.given.duty:
            raise UsageError(_of_which_duty(view))
        duty, of = duty_named(view, context.given.duty), situation(view)
        if context.options.as_json:
            from chwapi_console.cli.output import clocks_json

            context.out.json(clocks_json.draft(of, duty, head, context.operator))
            return 0
        from chwapi_console.report.draft_page import draft_page

        print_page(context, draft_page(of, duty, head, context.operator))
    return 0


def _of_which_duty(view: View) -> Sentence:
    """The duties: first those of the laws that the plan chooses, then the others that are known."""
    from chwapi_console.inventory.laws import known_duties

    asked = say("A draft of what? Name a duty, or a law: its next duty.")
    duties, laws = known_duties(view.plan), view.plan.policy.legal
    chosen = [name for name, duty in duties.items() if duty.law in laws]
    others = [name for name in duties if name not in chosen]
    told = [asked]
    if chosen:
        told.append(say("Of this plan: {duties}.", duties=every(chosen)))
    if others:
        named = say("Known besides: {duties}.", duties=every(others))
        told.append(named if chosen else say("Known are: {duties}.", duties=every(others)))
    return in_one(told)


def aware(context: VerbContext) -> int:
    """`aware LAW`: `--at` is the moment itself; now where nobody says."""

    def told(session: Session, view: View) -> list[Event]:
        from chwapi_console.cli.verbs.when import done_at

        now = session.now()
        at = done_at(context, context.given.at, now, view) if context.given.at else now
        remarks = Remarks(meant=context.given.yes)
        return session.acts.aware(context.given.law, at, context.given.by or "", view, remarks)

    return done(context, told)


def notified(context: VerbContext) -> int:
    """`notified DUTY`."""
    return done(
        context,
        lambda session, view: session.acts.notified(
            context.given.duty, context.given.ref or "", view, when(context, session, view)
        ),
    )
