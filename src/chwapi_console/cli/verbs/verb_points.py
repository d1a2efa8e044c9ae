"""`restore-point`, `compromised-since` and `indicators`.

What is told of restore points, and what that depends on.
"""

from datetime import datetime

from chwapi_console.cli.line.names import servers_named, word_meant
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.verb_acts import done, when
from chwapi_console.cli.verbs.when import past
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.point_words import VERDICTS_SPOKEN
from chwapi_console.session.session import Session


def restore_point(context: VerbContext) -> int:
    """`restore-point SERVER ID`."""
    given = context.given
    verdict = word_meant("--verdict", given.verdict or "", VERDICTS_SPOKEN, context.out.language)

    def told(session: Session, view: View) -> list[Event]:
        (server,) = servers_named(view, [given.server])
        return session.acts.restore_point(
            server,
            given.point,
            view,
            taken=_past(context, given.taken, session, view) if given.taken else None,
            verdict=verdict,
            by=given.by or "",
            tool=given.tool or "",
            indicators=given.indicators or "",
            tested=bool(given.test_restored),
            remarks=when(context, session, view),
        )

    return done(context, told)


def compromised_since(context: VerbContext) -> int:
    """`compromised-since TIME`."""
    given = context.given
    return done(
        context,
        lambda session, view: session.acts.compromised_since(
            _past(context, given.time, session, view),
            servers_named(view, given.server or []),
            view,
            when(context, session, view),
        ),
    )


def indicators(context: VerbContext) -> int:
    """`indicators SET`."""
    return done(
        context,
        lambda session, view: session.acts.indicators(
            context.given.set, view, when(context, session, view)
        ),
    )


def _past(context: VerbContext, text: str, session: Session, view: View) -> datetime:
    return past(context, text, session.now(), view.plan.incident.zone)
