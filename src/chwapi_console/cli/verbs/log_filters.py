"""Which events `log` tells: by subject, person, kind and time."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from chwapi_console.cli.line.names import refuse_unoffered, subject_named
from chwapi_console.errors import RequestError
from chwapi_console.inventory.near_names import with_nearest
from chwapi_console.journal.kinds.kinds import KINDS
from chwapi_console.journal.record.events import Event
from chwapi_console.people import is_among
from chwapi_console.recovery.state.told.found_servers import ABOUT_THE_RECORD
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import say

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "mark": ("marked",),
    "take": ("taken",),
    "drop": ("dropped",),
    "settle": ("settled",),
    "step": ("step.done", "step.skipped", "step.failed"),
    "pin": ("pinned",),
    "unpin": ("unpinned",),
    "accept": ("accepted",),
    "condition": ("condition.said",),
    "note": ("noted",),
    "point": ("point.told", "compromised.since", "indicators.known"),
    "evidence": ("evidence.taken",),
    "hand-over": ("evidence.handed",),
    "add": ("added",),
    "close": ("closed",),
    "reopen": ("reopened",),
    "promise": ("promised",),
    "handover": ("handover.accepted",),
    "aware": ("aware",),
    "notified": ("notified",),
    "export": ("exported",),
    "plan": ("plan.seen",),
    "undo": tuple(kind for kind in KINDS if kind.endswith("undone")),
}
"""The kinds of events by the verb that writes them; any kind may be named as it is, too."""


def is_wanted(arguments: Namespace, view: View) -> Callable[[Event], bool]:
    """Whether an event is of those that were asked for, but for time.

    Refused where a subject, a person or a kind is not there.
    """
    about = {_subject(view, name) for name in arguments.subjects}
    people = [_person(view, name) for name in arguments.by or ()]
    kinds = _kinds(arguments.kind or ())

    def wanted(event: Event) -> bool:
        return (
            (not about or event.subject in about)
            and (not people or is_among(event.operator, people))
            and (not kinds or event.kind in kinds)
        )

    return wanted


def written_within(earliest: datetime | None, latest: datetime | None) -> Callable[[Event], bool]:
    """Whether an event was written between two moments (UTC), both included."""

    def within(event: Event) -> bool:
        return (earliest is None or event.moment >= earliest) and (
            latest is None or event.moment <= latest
        )

    return within


def _subject(view: View, name: str) -> str:
    return name if name in ABOUT_THE_RECORD else subject_named(view, name)


def _person(view: View, name: str) -> str:
    people = list(view.situation.spellings.values())
    if not is_among(name, people):
        raise RequestError(
            with_nearest(say('Nobody called "{name}" has acted.', name=name), name, people)
        )
    return name


def _kinds(said: Sequence[str]) -> set[str]:
    refuse_unoffered("--kind", [word for word in said if word not in KINDS], list(FAMILIES))
    return {kind for word in said for kind in FAMILIES.get(word, (word,))}
