"""Questions that several acts ask, each again where what was typed cannot be.

A SHA-256, a time that is over, what may be said later.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from chwapi_console.answers import means_yes
from chwapi_console.clock import day_and_time
from chwapi_console.console.control.acts.acting import Acting
from chwapi_console.console.control.asking.certain import one_of, reads, reads_digits
from chwapi_console.console.control.asking.conversation import Ask, Conversation, asked_for
from chwapi_console.errors import RequestError
from chwapi_console.moments import read_past
from chwapi_console.recovery.rules.results import is_sha256, no_sha256, sha256_of
from chwapi_console.recovery.words.things.spoken import Spoken, begun_by, meant_by
from chwapi_console.text import Language, Sentence, say


def asked_digits(
    question: Sentence, *, must: bool, server: str = "", others: Iterable[str] = ()
) -> Conversation[str]:
    """A SHA-256, of what is of a `server`; none where nobody `must` say it and nobody does.

    The name of a file beside it must not be that of one of the `others`.
    """

    def digits(text: str) -> str | Sentence:
        said = sha256_of(text)
        if not text:
            return said
        if (why := no_sha256(said)) is not None:
            return why
        named = [each for each in (server, *others) if _names(text, each)]
        return said if not named or server in named else _of_another(named[0], server)

    return (yield from asked_for(question, digits, empty=not must, certain=is_sha256))


def _names(text: str, server: str) -> bool:
    """Whether a text has the name of a server in it, as a word of its own."""
    as_word = rf"(?<![a-z0-9]){re.escape(server)}(?![a-z0-9])"
    return bool(server) and re.search(as_word, text, re.IGNORECASE) is not None


def _of_another(other: str, server: str) -> Sentence:
    return say(
        "The file beside the digits is called {other}, and this is {server}. Paste the digits alone, "
        "if they are of {server}.",
        other=other,
        server=server,
    )


def asked_later(question: Sentence) -> Conversation[str]:
    """A text that may also be said later: empty then."""
    return (yield Ask(question, empty=True)).strip()


def asked_one_of(
    question: Sentence, spoken: Spoken, t: Language, *, empty: bool = False
) -> Conversation[str]:
    """One of some words, by its beginning; asked for again where it is none of them.

    Empty where an empty answer is one.
    """

    def read(text: str) -> str | Sentence:
        if not text:
            return ""
        return begun_by(text, spoken, t) or say('"{text}" is none of these.', text=text)

    def is_whole(text: str) -> bool:
        return bool(meant_by(text, spoken, t))

    return (yield from asked_for(question, read, empty=empty, a_word=True, certain=is_whole))


def asked_whether(question: Sentence, t: Language) -> Conversation[bool]:
    """Yes or no, where an empty answer means no; asked for again where it is neither."""

    def read(text: str) -> bool | Sentence:
        answer = means_yes(text, t)
        return say('"{text}" is neither yes nor no.', text=text) if answer is None else answer

    return (yield from asked_for(question, read, empty=True, a_word=True, certain=reads(read)))


def asked_past(
    acting: Acting, question: Sentence, *, just_now: bool = False, usual: datetime | None = None
) -> Conversation[datetime]:
    """A time that is over, where no text may mean `just_now`, or a `usual` one."""
    zone = acting.known.view.plan.incident.zone

    def moment(text: str) -> datetime:
        now = acting.picture.now()
        return read_past(text, now, zone).certain() if text else (usual or now)

    def as_later(text: str) -> str:
        """An hour ago, or just now, is another moment when it is offered again."""
        try:
            return day_and_time(moment(text).astimezone(zone)) if text or not usual else ""
        except RequestError:
            return text

    certain = reads_digits(moment)
    return (
        yield from asked_for(question, moment, empty=just_now, certain=certain, as_later=as_later)
    )


def asked_which(question: Sentence, names: Sequence[str]) -> Conversation[str]:
    """One of some names, of which there is at least one.

    A part is enough where only one has it, and nothing is asked where there is no choice.
    """
    why_not: Sentence | None = None
    while len(names) > 1:
        typed = (yield Ask(question, why_not, certain=one_of(names))).strip()
        found = [name for name in names if typed in name]
        if typed in names:
            return typed
        if typed and len(found) == 1:
            return found[0]
        why_not = say('"{text}" is the name of no single one.', text=typed)
    return names[0]
