"""Questions that several acts ask, each again where what was typed cannot be: a SHA-256, a time that
is over, what may be said later."""

from collections.abc import Sequence
from datetime import datetime

from chwapi_console.console.control.acting import Acting
from chwapi_console.console.control.conversation import Ask, Conversation
from chwapi_console.errors import RequestError
from chwapi_console.moments import read_past
from chwapi_console.recovery.rules.results import no_sha256, sha256_of
from chwapi_console.text import Sentence, in_one, say


def asked_digits(question: Sentence, *, must: bool) -> Conversation[str]:
    """A SHA-256; none where nobody `must` say it and nobody does."""
    text, why_not = "", list[Sentence]()
    while True:
        text = (yield Ask(in_one([*why_not, question]), typed=text, empty=not must)).strip()
        digits = sha256_of(text)
        if not text or (why := no_sha256(digits)) is None:
            return digits
        why_not = [why]


def asked_later(question: Sentence) -> Conversation[str]:
    """A text that may also be said later: empty then."""
    return (yield Ask(question, empty=True)).strip()


def asked_past(
    acting: Acting, question: Sentence, *, just_now: bool = False
) -> Conversation[datetime]:
    """A time that is over, where no text may mean `just_now`."""
    text, why_not = "", list[Sentence]()
    zone = acting.known.view.plan.incident.zone
    while True:
        text = yield Ask(in_one([*why_not, question]), typed=text, empty=just_now)
        if not text.strip():
            return acting.picture.now()
        try:
            return read_past(text, acting.picture.now(), zone).certain()
        except RequestError as error:
            why_not = [error.sentence]


def asked_which(question: Sentence, names: Sequence[str]) -> Conversation[str]:
    """One of some names, of which there is at least one: a part is enough where only one has it, and
    nothing is asked where there is no choice."""
    why_not: list[Sentence] = []
    while len(names) > 1:
        typed = (yield Ask(in_one([*why_not, question]))).strip()
        found = [name for name in names if typed in name]
        if typed in names:
            return typed
        if typed and len(found) == 1:
            return found[0]
        why_not = [say('"{text}" is the name of no single one.', text=typed)]
    return names[0]
