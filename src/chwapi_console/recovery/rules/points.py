"""From which restore point a server may be restored.

One that is known, older than the attack, found clean by what is known now, restored for a test
before, and not the one after which the server was found infected again.
"""

from collections.abc import Callable, Iterator

from chwapi_console.clock import day_and_time
from chwapi_console.journal.kinds.server_kinds import StepChange
from chwapi_console.journal.kinds.standing import RESTORED, Standing
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.rules.cases import (
    MARK,
    SETTLE,
    STEP,
    UNDO,
    ServerCase,
    StepCase,
)
from chwapi_console.recovery.rules.of_all import spoken_of
from chwapi_console.recovery.rules.results import no_point
from chwapi_console.recovery.rules.rule import ASKS, MAY_BE_OVERRIDDEN, WANTS, Rule
from chwapi_console.recovery.state.judged.chosen_points import (
    chosen_point,
    later_finding,
    restored_from,
)
from chwapi_console.recovery.state.told.restore_points import Flaw
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.point_words import flaw_word
from chwapi_console.text import Sentence, say, some

Choice = tuple[str, str]
"""A server, and the point that it is about to be restored from."""

NAMED, LATE, VERDICT, AGAIN = "point.named", "point.late", "point.verdict", "point.again"
UNSCANNED, TESTED = "point.unscanned", "point.tested"
MOST_NAMED = 8
"""Servers or points that one sentence names."""


def point_of(case: ServerCase) -> str:
    """The point from which a server counts as restored after an act.

    As its actor says, or what an undo puts back; else as a step of its runbook does; of one that is
    restored already the one before. Empty where nobody says, and where the act does not call it
    restored.
    """
    view, server, work = case.view, case.subject, case.after.work
    if work not in RESTORED:
        return ""
    if said := case.points.get(server) or case.remarks.point:
        return said
    if case.before.work in RESTORED and not case.shown.conflict:
        return restored_from(view.situation, server)
    return chosen_point(view.plan, view.situation, server)


def _choices(case: ServerCase | StepCase, rule: str, *, asks: bool) -> Iterator[Choice]:
    """The points that an act newly chooses, and nobody chose before in spite of this rule."""
    view = case.view
    if isinstance(case, StepCase):
        is_point = view.plan.step(case.step).result == "restore-point"
        choices = [(case.subject, case.result)] if is_point and case.after == "done" else []
    else:
        choices = [
            (server, point_of(case._replace(subject=server)))
            for server in spoken_of(case, rule, "ask" if asks else "reason")
        ]
    for server, point in choices:
        known = view.situation.points.of.get(server, {})
        if point in known and not _is_chosen(case, server, point, rule, asks=asks):
            yield server, point


def _is_chosen(
    case: ServerCase | StepCase, server: str, point: str, rule: str, *, asks: bool
) -> bool:
    """Whether a server is restored from a point already, or the rule was overridden for it.

    A rule that asks did so when a step chose the point.
    """
    view = case.view
    if (
        asks
        and isinstance(case, ServerCase)
        and chosen_point(view.plan, view.situation, server) == point
    ):
        return True
    if isinstance(case, ServerCase) and restored_from(view.situation, server) == point:
        doubted = any(cause.point == point for cause in view.suspects.get(server, ()))
        if case.act == UNDO or case.after.work == "verified" or not doubted:
            return True
    return any(
        override.rule == rule
        and point in (override.event.restored_from, _result_of(override.event))
        for override in view.overrides.get(server, ())
    )


def _result_of(event: Event) -> str | None:
    """What came of a step by an act; None of an act of another kind."""
    payload = event.payload
    return payload.result if isinstance(payload, StepChange) else None


def _spoken_against(
    case: ServerCase | StepCase,
    rule: str,
    against: Callable[[str, str], Sentence | None],
    *,
    asks: bool,
) -> Sentence | None:
    """What is said of the first point with something `against` it, and which others there are.

    By server and point.
    """
    found = [
        (choice, said)
        for choice in _choices(case, rule, asks=asks)
        if (said := against(*choice)) is not None
    ]
    if not found:
        return None
    (server, point), what = found[0]
    said = say("Restore point {point} of {server}: {flaw}.", server=server, point=point, flaw=what)
    if len(found) == 1:
        return said
    others = [say("{one}: {other}", one=other, other=its) for (other, its), _ in found[1:]]
    return say("{what} So it is with {others}.", what=said, others=some(others, MOST_NAMED))


def _flawed(
    case: ServerCase | StepCase, rule: str, *flaws: Flaw, asks: bool = False
) -> Sentence | None:
    """What is said of the points that have one of these flaws."""

    def against(server: str, point: str) -> Sentence | None:
        has = case.view.situation.points.flaws(server, point)
        flaw = next((flaw for flaw in has if flaw in flaws), None)
        return flaw_word(case.view, server, flaw) if flaw is not None else None

    return _spoken_against(case, rule, against, asks=asks)


def _late(case: ServerCase | StepCase) -> Sentence | None:
    return _flawed(case, LATE, "late")


def _bad(case: ServerCase | StepCase) -> Sentence | None:
    return _flawed(case, VERDICT, "compromised", "encrypted", "suspect")


def _infected_again(case: ServerCase | StepCase) -> Sentence | None:
    """Whoever takes a finding back says by that alone that the server was not infected again."""
    view = case.view
    taken_back = case.taken_back if isinstance(case, ServerCase) else ()

    def against(server: str, point: str) -> Sentence | None:
        finding = later_finding(view.situation, server, point)
        if finding is None or finding.hash in taken_back:
            return None
        return say(
            "the server was restored from it before, and found compromised {time}",
            time=day_and_time(finding.counts_from.astimezone(view.plan.incident.zone)),
        )

    return _spoken_against(case, AGAIN, against, asks=False)


def _unscanned(case: ServerCase | StepCase) -> Sentence | None:
    return _flawed(case, UNSCANNED, "unknown", "stale", asks=True)


def _untested(case: ServerCase | StepCase) -> Sentence | None:
    return _flawed(case, TESTED, "untested", asks=True)


def _unnamed(case: ServerCase) -> Sentence | None:
    """Where points of a server are known it is said which one it was."""
    view = case.view
    lacking = [
        server
        for server in spoken_of(case, NAMED, "ask")
        if case.after.work == "restored"
        and view.situation.points.of.get(server)
        and view.situation.servers[server].standing.work not in RESTORED
        and not point_of(case._replace(subject=server))
    ]
    if not lacking:
        return None
    return say(
        "It is not said from which restore point {servers} was restored. Name it where the console "
        "asks, or with --point.",
        servers=some(lacking, MOST_NAMED),
    )


def _unknown(case: ServerCase) -> Sentence | None:
    return no_point(case.view, case.subject, case.remarks.point) if case.remarks.point else None


def _not_restored(case: ServerCase) -> Sentence | None:
    if not case.remarks.point or case.after.work in RESTORED:
        return None
    return say("A restore point (--point) goes with the state restored only.")


def points_to_name(view: View, server: str) -> list[str]:
    """The restore points of a server of which it must be said which one it was restored from.

    None where nobody need say.
    """
    case = ServerCase(view, MARK, server, Standing(work="restored"), servers=(server,))
    return list(view.situation.points.of[server]) if POINT_SAID.broken(case) is not None else []


BOTH = (ServerCase, StepCase)
POINT_WHEN_RESTORED = Rule(
    "point.restored",
    WANTS,
    ServerCase,
    (MARK, SETTLE),
    says=say("Only what is restored was restored from a restore point."),
    met_by=say("Mark it restored, or name no point."),
    broken=_not_restored,
)
POINT_THAT_IS_KNOWN = Rule(
    "point.known",
    WANTS,
    ServerCase,
    (MARK, SETTLE),
    says=say("A server is restored from a restore point of its own that is known."),
    met_by=say("Say what is known of the point, with restore-point."),
    broken=_unknown,
)
OLDER_THAN_THE_ATTACK = Rule[ServerCase | StepCase](
    LATE,
    MAY_BE_OVERRIDDEN,
    BOTH,
    (MARK, SETTLE, STEP, UNDO),
    says=say("No server is restored from a point that was taken when the attacker was in."),
    met_by=say("Take an older point."),
    broken=_late,
)
FOUND_CLEAN = Rule[ServerCase | StepCase](
    VERDICT,
    MAY_BE_OVERRIDDEN,
    BOTH,
    (MARK, SETTLE, STEP, UNDO),
    says=say("No server is restored from a point that is compromised, encrypted or suspect."),
    met_by=say("Take another point."),
    broken=_bad,
)
NOT_INFECTED_AGAIN = Rule[ServerCase | StepCase](
    AGAIN,
    MAY_BE_OVERRIDDEN,
    BOTH,
    (MARK, SETTLE, STEP, UNDO),
    says=say("No server is restored once more from the point after which it was infected again."),
    met_by=say("Take another point."),
    broken=_infected_again,
)
POINT_SAID = Rule(
    NAMED,
    ASKS,
    ServerCase,
    (MARK, SETTLE),
    says=say("Of a server whose restore points are known it is said which one was used."),
    met_by=say("Name it with --point, or as the result of a step."),
    broken=_unnamed,
)
SCANNED_BY_WHAT_IS_KNOWN = Rule[ServerCase | StepCase](
    UNSCANNED,
    ASKS,
    BOTH,
    (MARK, SETTLE, STEP, UNDO),
    says=say("A restore point was scanned before it is used, for the newest indicators."),
    met_by=say("Scan it, or say that it is meant."),
    broken=_unscanned,
)
RESTORED_FOR_A_TEST = Rule[ServerCase | StepCase](
    TESTED,
    ASKS,
    BOTH,
    (MARK, SETTLE, STEP, UNDO),
    says=say("A restore point was restored for a test before it is relied on."),
    met_by=say("Try a restoration aside, or say that it is meant."),
    broken=_untested,
)
RULES = (
    POINT_WHEN_RESTORED,
    POINT_THAT_IS_KNOWN,
    OLDER_THAN_THE_ATTACK,
    FOUND_CLEAN,
    NOT_INFECTED_AGAIN,
    POINT_SAID,
    SCANNED_BY_WHAT_IS_KNOWN,
    RESTORED_FOR_A_TEST,
)
