"""The plans that a journal has in it: every one that was acted by, with its text."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.errors import RequestError
from chwapi_console.inventory.faults import PlanError
from chwapi_console.inventory.file.load import of_text
from chwapi_console.inventory.model import Plan
from chwapi_console.journal.kinds.record_kinds import PlanSeen
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.record import Record
from chwapi_console.session.record_alone import RecordAlone, record_alone
from chwapi_console.text import Sentence, beginning, say, some

MOST_NAMED = 24
"""Plans named by their digests; `log` has all. A peer can have acted by any number."""


def record_of(context: VerbContext) -> AbstractContextManager[RecordAlone]:
    """The record alone, for reading: the plan's file need not be there.

    RequestError where there is no journal.
    """
    asked = context.options
    return record_alone(asked.inventory, asked.journal, allow_network=asked.allow_network_fs)


def plan_texts(record: Record) -> dict[str, str]:
    """The texts of all plans, by digest."""
    plans = (event.says(PlanSeen) for event in record.plans)
    return {plan.digest: plan.text for plan in plans if plan.text is not None}


def plan_seen(event: Event, texts: Mapping[str, str]) -> Plan | None:
    """The plan by which somebody acted; None where its text is no plan, as a peer can write."""
    digest = event.says(PlanSeen).digest
    try:
        return of_text(texts[digest], Path(digest[:12])).plan
    except PlanError:
        return None


def latest(record: Record, own: Collection[str]) -> Event | None:
    """The event by which a plan was taken up last, in one of a journal's `own` origins.

    Where there is none of these, one by which others act: they choose the text and the time of theirs
    freely. None where no plan was taken up.
    """
    known = plan_texts(record)
    return max(
        (event for event in record.plans if event.says(PlanSeen).digest in known),
        key=lambda e: (e.origin in own, e.order),
        default=None,
    )


def by_the_plan_of(event: Event) -> Sentence:
    """Whose plan it is, where it is another's than this journal's own."""
    return say(
        "The plan of then is that of {operator} on {host} ({digest}): this journal had none of its own.",
        operator=beginning(event.operator),
        host=beginning(event.host),
        digest=event.says(PlanSeen).digest[:12],
    )


def text_seen(record: Record, prefix: str) -> tuple[str, str]:
    """The digest and text of the plan whose digest begins so. RequestError unless it is one."""
    known = plan_texts(record)
    found = [digest for digest in known if digest.startswith(prefix.strip().lower())]
    if len(found) == 1:
        return found[0], known[found[0]]
    if not known:
        raise RequestError(
            say(
                "This journal has no plan in it. The first act, or an export of evidence, writes "
                "it there."
            )
        )
    named: Sequence[str] = [digest[:12] for digest in found or known]
    raise RequestError(
        say(
            "No plan of this journal has the digest {digest}. It has {known}.",
            digest=prefix,
            known=some(named, MOST_NAMED),
        )
        if not found
        else say(
            "Several plans of this journal have digests that begin with {digest}: {known}. Write "
            "more of it.",
            digest=prefix,
            known=some(named, MOST_NAMED),
        )
    )
