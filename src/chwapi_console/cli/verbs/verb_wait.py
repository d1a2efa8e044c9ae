"""`wait`: ends when a server or service is up, or a server is restored; for scripts."""

import time

from chwapi_console.cli.line.names import subject_named
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.words import server_state
from chwapi_console.errors import RequestError, UsageError
from chwapi_console.inventory.near_names import with_nearest
from chwapi_console.inventory.plain_words import plain
from chwapi_console.recovery.state.told.threshold import plain_state
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.limits import status_words
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Language, Sentence, either, say, typed

POLL = 0.5
"""Seconds between two looks at what others wrote."""

OFFERED = ("up", "restored")


def wait(context: VerbContext) -> int:
    """Looks at the record as the console does, until it is so: 0, or the time is over: 1.

    Of a plan that is edited meanwhile the one in force is asked.
    """
    begun, timeout = time.monotonic(), context.given.timeout
    wanted = _word(context.given.state, context.out.language)
    with context.session() as session:
        view = session.look().at(session.now())
        subject = _waited_for(view, context.given.id, wanted)
        if not is_so(view, subject, wanted):
            context.out.mention(
                say(
                    "{id} is {state}. Waiting; Ctrl-C ends that.",
                    id=subject,
                    state=_state(view, subject),
                )
            )
        while not (met := is_so(view, subject, wanted)):
            left = None if timeout is None else begun + timeout - time.monotonic()
            if left is not None and left <= 0:
                break
            time.sleep(POLL if left is None else min(POLL, left))
            view = session.look().at(session.now())
            _waited_for(view, subject, wanted)
        _tell(context, view, subject, wanted, met)
    return 0 if met else 1


def is_so(view: View, subject: str, wanted: str) -> bool:
    """Whether a service is up, signed off or not.

    A server works, with all that it needs (`up`), or is restored: said so by somebody, verified, or
    clean and usable.
    """
    if subject in view.services:
        return view.services[subject].is_up
    if wanted == "up":
        return view.works(subject)
    shown = view.situation.servers[subject]
    return not shown.conflict and (shown.state == "restored" or view.situation.available(subject))


def _word(word: str, t: Language) -> str:
    """What is waited for, that somebody typed in English or in their language.

    UsageError where it is neither.
    """
    said = plain(word.strip())
    for offered in OFFERED:
        if said in (offered, plain(t(state_word(offered)))):
            return offered
    raise UsageError(
        with_nearest(
            say('wait takes {states}, not "{word}".', states=either(OFFERED), word=word),
            word,
            OFFERED,
        )
    )


def _waited_for(view: View, name: str, wanted: str) -> str:
    """The server or service.

    RequestError where there is none of that name, or it is never called that.
    """
    subject = subject_named(view, name)
    if subject in view.services:
        if wanted == "up":
            return subject
        raise RequestError(
            say(
                "{name} is a service: it is up or not, and never restored. Type {command}.",
                name=subject,
                command=typed("wait", subject, "up"),
            )
        )
    if subject in view.plan.servers:
        return subject
    raise RequestError(
        say("{name} is neither a server nor a service. wait takes these alone.", name=subject)
    )


def _state(view: View, subject: str) -> Sentence:
    return status_words(view, subject) if subject in view.services else server_state(view, subject)


def _tell(context: VerbContext, view: View, subject: str, wanted: str, met: bool) -> None:
    if context.options.as_json:
        status = (
            view.services[subject].status
            if subject in view.services
            else plain_state(view.situation.state(subject))
        )
        context.out.json({"id": subject, "wanted": wanted, "met": met, "state": status})
    elif met:
        context.out.say(say("{id}: {state}", id=subject, state=_state(view, subject)))
    else:
        context.out.complain(
            say("The time is over: {id} is {state}.", id=subject, state=_state(view, subject))
        )
