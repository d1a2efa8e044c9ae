"""What verbs say of acts that lack the signature of their origin's key."""

from collections.abc import Iterable, Iterator, Sequence

from chwapi_console.cli.line.verb_context import MOST_NAMED, VerbContext
from chwapi_console.errors import JournalError
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.words.since.news import told
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, plural, say, some


def unsigned(
    context: VerbContext, session: Session, events: Iterable[Event]
) -> Sequence[Event] | None:
    """Those of the events that lack the signature of their origin's key.

    None, and why, where that cannot be found out here. Says so where there were too many signatures
    to look at all of them.
    """
    try:
        lacking = session.keeping.signatures.unsigned(events)
    except JournalError as error:
        context.out.complain(say("Signatures were not looked at. {reason}", reason=error.sentence))
        return None
    if origins := session.keeping.signatures.unchecked():
        context.out.complain(
            plural(
                "Not all signatures of {origins} were checked, for they are too many. Acts that "
                "they stand for count as not signed until a later look comes to them.",
                "Not all signatures of {n} origins were checked, for they are too many: {origins}. "
                "Acts that they stand for count as "
                "not signed until a later look comes to them.",
                len(origins),
                origins=some(origins, MOST_NAMED),
            )
        )
    return lacking


def in_json(
    session: Session, lacking: Sequence[Event] | None, *, always: bool = False
) -> dict[str, object]:
    """The keys of an object about acts that lack a signature.

    The ids of these, and the origins of which not all signatures were checked. What is empty is
    there only where that is `always` so; nothing is where nobody could find out.
    """
    if lacking is None:
        return {}
    keys = {
        "unsigned": [e.id for e in lacking],
        "unchecked": session.keeping.signatures.unchecked(),
    }
    return {key: ids for key, ids in keys.items() if ids or always}


def by_origin(events: Iterable[Event]) -> Iterator[Sentence]:
    """A sentence for each origin of which acts lack a signature.

    Of very many the first and how many more.
    """
    origins: dict[str, list[Event]] = {}
    for event in events:
        origins.setdefault(event.origin, []).append(event)
    for origin, lacking in list(origins.items())[:MOST_NAMED]:
        yield plural(
            "{n} act said to be of {origin} is not signed by its key: {first}. Its signature did "
            "not come along, or somebody else wrote it.",
            "{n} acts said to be of {origin} are not signed by its key; the first is {first}. "
            "Their signature did not come along, or somebody else wrote them.",
            len(lacking),
            origin=origin,
            first=told(lacking[0]),
        )
    if (more := len(origins) - MOST_NAMED) > 0:
        yield plural("So it is with {n} more origin.", "So it is with {n} more origins.", more)
