"""Names that people typed: the ids they mean, or a refusal that offers the nearest one."""

from collections.abc import Iterable, Sequence

from chwapi_console.errors import RequestError, UsageError
from chwapi_console.inventory.called import called, called_alike, crew_called, site_called
from chwapi_console.inventory.near_names import nearest, no_such_node, with_nearest
from chwapi_console.journal.kinds.payload import THE_RECORD
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.spoken import Spoken, meant_by
from chwapi_console.text import Language, Sentence, Value, either, in_one, say, some, typed

MOST_NAMED = 6
"""Trades that a refusal names where none is near what was typed."""


def servers_named(view: View, names: Sequence[str]) -> list[str]:
    """The servers, each once. RequestError about every name that no server has."""
    known = view.plan.servers
    if lacking := [name for name in dict.fromkeys(names) if name not in known]:
        raise RequestError(
            in_one([with_nearest(_what_it_is(view, name), name, known) for name in lacking])
        )
    return list(dict.fromkeys(names))


def subject_named(view: View, name: str, besides: Iterable[str] = ()) -> str:
    """A server, service or condition of the plan, or an id that at least the journal knows.

    What is known `besides` may have been meant too.
    """
    known = [*view.plan.servers, *view.plan.services, *view.plan.conditions]
    if name in known or name in view.situation.not_in_plan:
        return name
    if (called_so := called(view.plan, name)) is not None:
        lacking, hint = no_such_node(name, ()), say('Did you mean "{name}"?', name=called_so)
        raise RequestError(say("{sentence} {hint}", sentence=lacking, hint=hint))
    _refuse_what_several_are_called(view, name)
    if (of := _of_many(view, name)) is not None:
        raise RequestError(of)
    raise RequestError(no_such_node(name, [*known, *besides]))


def _of_many(view: View, name: str) -> Sentence | None:
    """That a site, a group or a crew has that name, and what to ask of it instead."""
    site = site_called(view.plan, name)
    if (of := name if name in view.plan.groups else site) is not None:
        kind = say("a group") if name in view.plan.groups else say("a site")
        return say(
            "{name} is {kind}, no server or service: name one of its services, which show {id} has. What "
            "all of it first would cost: {suppose}.",
            name=name,
            kind=kind,
            id=typed(of),
            suppose=typed("queue", "--suppose", f"{of} first"),
        )
    if (crew := crew_called(view.plan, name)) is None:
        return None
    return say(
        "{name} is a crew, no server or service. show {id} has who is in it and what it has in hand.",
        name=name,
        id=typed(crew),
    )


def service_called(view: View, name: str) -> str:
    """A service of the plan, for whoever only reads: what people call it counts too."""
    found = called(view.plan, name)
    return found if found and found in view.plan.services else service_named(view, name)


def subject_called(view: View, name: str, besides: Iterable[str] = ()) -> str:
    """A server, service or condition, for whoever only reads.

    What people call it counts too, where it means one alone.
    """
    exact = name in view.situation.not_in_plan or name in besides
    return (None if exact else called(view.plan, name)) or subject_named(view, name, besides)


INCIDENT_WORDS = ("incident", THE_RECORD)
"""What people write for the incident as a whole, where no server or service is called so."""


def about_named(view: View, name: str) -> str:
    """A server, service or condition of the plan or the journal, or the incident as a whole."""
    known = name in view.plan.servers or name in view.plan.services or name in view.plan.conditions
    if name in INCIDENT_WORDS and not known:
        return THE_RECORD
    return subject_named(view, name, [INCIDENT_WORDS[0]])


def service_named(view: View, name: str) -> str:
    """A service of the plan."""
    if name in view.plan.services:
        return name
    if name in view.plan.servers:
        raise RequestError(_of_a_server(view, name))
    if name in view.plan.groups:
        raise RequestError(_of_a_group(view, name))
    if name in view.plan.conditions or (
        (meant := called(view.plan, name)) and meant in view.plan.conditions
    ):
        raise RequestError(
            say(
                "{name} is a condition; a forecast is for a service. See show {id}.",
                name=name,
                id=typed(name),
            )
        )
    _refuse_what_several_are_called(view, name)
    if (of := _of_many(view, name)) is not None:
        raise RequestError(of)
    raise RequestError(
        with_nearest(
            say('There is no service "{name}" in the plan.', name=name), name, view.plan.services
        )
    )


def _of_a_server(view: View, server: str) -> Sentence:
    """That a forecast is for services, and which of those that wait for the server to ask about."""
    see = say(
        "{name} is a server; a forecast is for a service. See show {id}.",
        name=server,
        id=typed(server),
    )
    waiting = view.order.because.get(server)
    if not waiting:
        return see
    ask = say(
        "The most urgent service that waits for it is {service}: forecast {id} --why.",
        service=node_name(view, waiting[0]),
        id=typed(waiting[0]),
    )
    return in_one([see, ask])


def _of_a_group(view: View, group: str) -> Sentence:
    """That a group has no forecast of its own here, and which of its services the queue ends with."""
    see = say(
        "{name} is a group of services that open together. show {id} says when it is whole.",
        name=group,
        id=typed(group),
    )
    missing = [s for s in view.plan.opens_together[group] if view.order.missing[s]]
    if not missing:
        return see
    last = max(
        missing, key=lambda service: (view.order.rank[view.order.missing[service][-1]], service)
    )
    ask = say(
        "The last of it in the queue is {service}: forecast {id} --why.",
        service=node_name(view, last),
        id=typed(last),
    )
    return in_one([see, ask])


def _refuse_what_several_are_called(view: View, name: str) -> None:
    """Refuses a name that several services or conditions have, and says by which ids to name one."""
    if len(several := called_alike(view.plan, name)) > 1:
        raise RequestError(
            say(
                '"{name}" is what several are called. Name one by its id: {ids}.',
                name=name,
                ids=some([_with_site(view, each) for each in several], MOST_NAMED),
            )
        )


def _with_site(view: View, node: str) -> Value:
    """The id, with the site where that tells it from others."""
    part = view.plan.services.get(node) or view.plan.conditions.get(node)
    if part is None or part.site is None:
        return typed(node)
    return say("{id} ({site})", id=typed(node), site=view.plan.sites[part.site].name)


def site_named(view: View, name: str | None) -> str | None:
    """The id of a site that was named by id or as people call it, in capitals or not.

    None where none was named.
    """
    if name is None or name in view.plan.sites:
        return name
    for site, part in view.plan.sites.items():
        if name.casefold() in (site.casefold(), part.name.casefold()):
            return site
    raise RequestError(
        with_nearest(
            say('There is no site "{name}" in the plan.', name=name), name, view.plan.sites
        )
    )


def crew_asked(view: View, name: str | None) -> str | None:
    """The id of a crew that was named by id or as people call it; None where none was named."""
    if name is None:
        return None
    if not view.plan.crews:
        raise RequestError(
            say(
                "The plan names no crews. Write who is for what: [crews.NAME], or leave --crew out."
            )
        )
    if (crew := crew_called(view.plan, name)) is not None:
        return crew
    raise RequestError(
        with_nearest(
            say('There is no crew "{name}" in the plan.', name=name), name, view.plan.crews
        )
    )


def trade_asked(view: View, name: str, operator: str) -> str:
    """The trade or person as it was typed.

    UsageError where nobody and nothing of the plan or of the record is called so, and it is not
    whoever asks: what was mistyped must not read as if nothing waited for them.
    """
    from chwapi_console.recovery.words.things.trades import is_called, known_trades

    known = known_trades(view)
    if any(is_called(name, each) for each in (operator, *known)):
        return name
    lacking = say(
        'No trade, person or crew of the plan or the journal is called "{name}".', name=name
    )
    if not known:
        raise UsageError(
            say(
                "{sentence} The plan names none: who meets a condition, who does a step.",
                sentence=lacking,
            )
        )
    if (told := nearest(name, known)) is None:
        told = say("There are {names}.", names=some(known, MOST_NAMED))
    raise UsageError(say("{sentence} {hint}", sentence=lacking, hint=told))


def _what_it_is(view: View, name: str) -> Sentence:
    if name in view.plan.services:
        return say("{name} is a service; its state follows from the servers it needs.", name=name)
    if name in view.plan.conditions:
        return say("{name} is a condition. Use condition.", name=name)
    return say('There is no server "{name}" in the plan.', name=name)


def refuse_unoffered(taker: str, words: Iterable[str], offered: Sequence[str]) -> None:
    """UsageError about the first word that is not among those which a verb or an option takes.

    Words of the program, not ids.
    """
    for word in words:
        if word not in offered:
            raise UsageError(
                with_nearest(
                    say(
                        '{taker} does not take "{word}". It takes {offered}.',
                        taker=taker,
                        word=word,
                        offered=either(offered),
                    ),
                    word,
                    offered,
                )
            )


def word_meant(taker: str, said: str, spoken: Spoken, t: Language) -> str:
    """The word of the program that somebody means; empty where nothing was said.

    In English or in their language, with accents, capitals and endings or without. UsageError, with
    the words that the option takes, where it is none of them.
    """
    if not said.strip():
        return ""
    if kept_word := meant_by(said, spoken, t):
        return kept_word
    shown: list[Value] = [
        kept if t(words[0]) == kept else say("{word} ({state})", word=words[0], state=kept)
        for kept, words in spoken.items()
    ]
    raise UsageError(
        with_nearest(
            say(
                '{taker} does not take "{word}". It takes {offered}.',
                taker=taker,
                word=said.strip(),
                offered=either(shown),
            ),
            said,
            [*spoken, *(t(words[0]) for words in spoken.values())],
        )
    )
