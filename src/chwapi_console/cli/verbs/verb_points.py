"""`restore-point`, `compromised-since` and `indicators`.

What is told of restore points, and what that depends on.
"""

from datetime import datetime

from chwapi_console.cli.line.names import servers_named, word_meant
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.verb_acts import done, when
from chwapi_console.cli.verbs.when import past
from chwapi_console.journal.events import Event
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.point_words import VERDICTS_SPOKEN
from chwapi_console.session.session import Session


def restore_point(desk: VerbContext) -> int:
    """`restore-point SERVER ID`."""
    given = desk.given
    verdict = word_meant("--verdict", given.verdict or "", VERDICTS_SPOKEN, desk.out.language)

    def told(session: Session, view: View) -> list[Event]:
        (server,) = servers_named(view, [given.server])
        return session.acts.restore_point(
            server,
            given.point,
            view,
            taken=_past(desk, given.taken, session, view) if given.taken else None,
            verdict=verdict,
            by=given.by or "",
            tool=given.tool or "",
            indicators=given.indicators or "",
            tested=bool(given.test_restored),
            remarks=when(desk, session, view),
        )

    return done(desk, told)


def compromised_since(desk: VerbContext) -> int:
    """`compromised-since TIME`."""
    given = desk.given
    return done(
        desk,
        lambda session, view: session.acts.compromised_since(
            _past(desk, given.time, session, view),
            servers_named(view, given.server or []),
            view,
            when(desk, session, view),
        ),
    )


def indicators(desk: VerbContext) -> int:
    """`indicators SET`."""
    return done(
        desk,
        lambda session, view: session.acts.indicators(
            desk.given.set, view, when(desk, session, view)
        ),
    )


def _past(desk: VerbContext, text: str, session: Session, view: View) -> datetime:
    return past(desk, text, session.now(), view.plan.incident.zone)
