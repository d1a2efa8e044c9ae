"""Moments that somebody gives with an act: read, and asked about where they may not be meant."""

from datetime import datetime, tzinfo

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.asking import agreed, somebody_answers
from chwapi_console.errors import Refused
from chwapi_console.moments import MomentSaid, read_coming, read_past
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.why.too_early import too_early
from chwapi_console.text import Sentence, in_one, say


def done_at(context: VerbContext, given: str, now: datetime, view: View) -> datetime:
    """When an act was really done, by `--at`.

    Refused where that is doubtful, or before the incident or the exercise began, and nobody says that
    it is meant.
    """
    said = read_past(given, now, view.plan.incident.zone)
    early = too_early(view, said.at, given)
    doubts = [doubt for doubt in (said.doubt, early) if doubt is not None]
    _meant(context, doubts)
    return said.at


def past(context: VerbContext, text: str, now: datetime, zone: tzinfo) -> datetime:
    """A moment that is over; Refused where it is doubtful and nobody says that it is meant."""
    return _certain(context, read_past(text, now, zone))


def coming(context: VerbContext, text: str, now: datetime, zone: tzinfo) -> datetime:
    """A moment to come; Refused where it is doubtful and nobody says that it is meant."""
    return _certain(context, read_coming(text, now, zone))


def _certain(context: VerbContext, said: MomentSaid) -> datetime:
    _meant(context, [said.doubt] if said.doubt else [])
    return said.at


def _meant(context: VerbContext, doubts: list[Sentence]) -> None:
    """Goes on where there is no doubt, or where somebody says that it is meant.

    By `--yes`, which has it told, or when asked.
    """
    if not doubts:
        return
    words = in_one(doubts)
    if vars(context.given).get("yes"):
        context.out.complain(words)
    elif not (
        somebody_answers(context) and agreed(context, say("{doubts} Is that meant?", doubts=words))
    ):
        raise Refused(
            say("{doubts} Nothing was written. Say --yes if that is meant.", doubts=words)
        )
