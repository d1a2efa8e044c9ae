"""What `init` has to know of a hospital.

From options, from the person at the terminal, or as is usual.
"""

import os
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from chwapi_console.answers import means_yes
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.plans.interview import Interview
from chwapi_console.cli.verbs.when import past
from chwapi_console.clock import utc_now, zone_named
from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.drafting import zone_of
from chwapi_console.inventory.importers.words.ids import site_id
from chwapi_console.inventory.model import MOST_CREWS, TIER_WORDS, Policy
from chwapi_console.inventory.near_names import with_nearest
from chwapi_console.inventory.proposals.catalogue import Catalogue
from chwapi_console.inventory.proposals.proposal import Answers
from chwapi_console.moments import read_past
from chwapi_console.text import LANGUAGES, Sentence, either, language, say

Answer = TypeVar("Answer")
_NUMBERS = re.compile(r"(-?)(\d{1,3})(?:-(\d{1,3}))?", re.ASCII)


def language_of_names(context: VerbContext, interview: Interview | None) -> str:
    """The language in which services are named: that of the program unless somebody says otherwise."""
    return _known(
        interview,
        context.given.names,
        say("Language of the services' names: {codes}?", codes=either(LANGUAGES)),
        context.options.language_code,
        _language,
    )


def answers_of(
    context: VerbContext, interview: Interview | None, catalogue: Catalogue, code: str
) -> Answers:
    """The answers; questions are put only in an interview, and only about what no option says."""
    given, t = context.given, context.out.language
    name = _known(interview, given.name, say("Name of the hospital?"), t(say("Hospital")), _text)
    usual = t(say("Cyberattack {hospital}", hospital=name))
    incident = _known(interview, given.incident, say("Name of the incident?"), usual, _text)
    question = say("Time zone of the hospital, like Europe/Brussels?")
    zone = _known(interview, given.timezone, question, zone_of(os.environ), _zone)
    detected = _detected(context, interview, zone)
    question = say("Its sites, as your list writes them, with commas between?")
    sites = _known(interview, given.sites, question, name, _sites)
    drill = given.drill or (interview is not None and _is_a_drill(context, interview))
    unplugged = given.unplugged or (interview is not None and _was_unplugged(context, interview))
    question = say("How many crews will restore servers side by side?")
    crews = _known(interview, given.crews, question, str(Policy().crews), _crews)
    offers = _offers(context, interview, catalogue, code)
    return Answers(incident, detected, zone, drill, sites, offers, crews, unplugged)


def _detected(context: VerbContext, interview: Interview | None, zone: str) -> datetime:
    now = utc_now().astimezone(zone_named(zone)).replace(second=0, microsecond=0)
    detected = _known(
        interview,
        context.given.detected,
        say("When was it detected: 20:46, yesterday 20:46 or 2021-01-17T20:46?"),
        f"{now:%Y-%m-%dT%H:%M}",
        lambda text: _moment(
            context, text, zone, interview is not None and not context.given.detected
        ),
    )
    if interview is not None and not context.given.detected:
        interview.say(say("That is {time} ({zone}).", time=f"{detected:%Y-%m-%d %H:%M}", zone=zone))
    return detected


def _is_a_drill(context: VerbContext, interview: Interview) -> bool:
    usual = context.out.language(say("real"))
    return interview.ask(say("Is it real or a drill?"), usual, lambda word: _drill(context, word))


def _was_unplugged(context: VerbContext, interview: Interview) -> bool:
    return interview.ask(
        say("Were all servers unplugged from the network, as is usual after an attack?"),
        context.out.language(say("yes")),
        lambda word: _yes(context, word),
    )


def _known(
    interview: Interview | None,
    given: str | None,
    question: Sentence,
    usual: str,
    read: Callable[[str], Answer],
) -> Answer:
    if given:
        return read(given)
    return read(usual) if interview is None else interview.ask(question, usual, read)


def _text(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise RequestError(say("A name is one line of words."))
    return text.strip()


def _language(text: str) -> str:
    if text.lower() not in LANGUAGES:
        raise RequestError(
            say(
                '"{text}" is not a language of the catalogue. Write {codes}.',
                text=text,
                codes=either(LANGUAGES),
            )
        )
    return text.lower()


def _zone(text: str) -> str:
    try:
        return zone_named(text).key
    except ValueError as error:
        raise RequestError(
            say('"{zone}" is not a time zone. Write one like Europe/Brussels.', zone=text)
        ) from error


def _crews(text: str) -> int:
    if not (re.fullmatch("[0-9]{1,9}", text) and 1 <= int(text) <= MOST_CREWS):
        raise RequestError(
            say(
                '"{text}" is not a number of crews. Write a whole number from 1 to {most}: the '
                "people or teams "
                "who can each work on a server of their own.",
                text=text,
                most=MOST_CREWS,
            )
        )
    return int(text)


def _moment(context: VerbContext, text: str, zone: str, asked: bool) -> datetime:
    """The moment.

    A doubtful one is asked for again where somebody was asked for it, else there must be a `--yes`
    to it.
    """
    here, now = zone_named(zone), utc_now()
    moment = read_past(text, now, here).certain() if asked else past(context, text, now, here)
    return moment.astimezone(here).replace(microsecond=0)


def _sites(text: str) -> dict[str, str]:
    names = [_text(name) for name in re.split("[,;]", text) if name.strip()]
    if not names:
        raise RequestError(say("Name one site at least."))
    sites: dict[str, str] = {}
    for name in dict.fromkeys(names):
        sites[site_id(name, sites)] = name
    return sites


def _drill(context: VerbContext, text: str) -> bool:
    spoken = [context.out.language, *map(language, LANGUAGES)]
    words = {
        t(word).casefold(): is_drill
        for t in spoken
        for word, is_drill in ((say("real"), False), (say("drill"), True))
    }
    if text.casefold() not in words:
        raise RequestError(say("Answer {words}.", words=either(list(words)[:2])))
    return words[text.casefold()]


def _yes(context: VerbContext, text: str) -> bool:
    if (meant := means_yes(text, context.out.language)) is None:
        words = either([context.out.language(say("yes")), context.out.language(say("no"))])
        raise RequestError(say("Answer {words}.", words=words))
    return meant


def _offers(
    context: VerbContext, interview: Interview | None, catalogue: Catalogue, code: str
) -> Sequence[str]:
    """The offers to take: those named, or of each tier those that somebody keeps, or all."""
    if context.given.services:
        return _offers_named(context.given.services, catalogue)
    if interview is None:
        return list(catalogue.offers)
    interview.say(
        say(
            "Which services does the hospital have? Enter keeps all; numbers like 1 3-5 keep "
            "those; -2 leaves one out; 0 keeps none."
        )
    )
    return [
        name
        for tier in TIER_WORDS
        for name in _offers_of(context, interview, tier, catalogue, code)
    ]


def _offers_of(
    context: VerbContext, interview: Interview, tier: int, catalogue: Catalogue, code: str
) -> list[str]:
    names = [name for name, offer in catalogue.offers.items() if offer.tier == tier]
    for number, name in enumerate(names, 1):
        interview.say(
            say(
                "{number}. {service}",
                number=f"{number:2}",
                service=catalogue.offers[name].name[code],
            )
        )
    kept = interview.ask(
        say("Tier {tier}, {word}: which of these?", tier=tier, word=TIER_WORDS[tier]),
        context.out.language(say("all")),
        lambda text: numbers_kept(text, len(names), context.out.language(say("all"))),
    )
    return [names[number - 1] for number in sorted(kept)]


def numbers_kept(text: str, count: int, everything: str = "all") -> set[int]:
    """The numbers from 1 to `count` that an answer keeps.

    `all`, `1 3-5`, all but some with `-2`, none with 0. RequestError where it is none of these.
    """
    parts = text.replace(",", " ").split()
    if parts in ([everything], ["all"]):
        return set(range(1, count + 1))
    kept, left_out = set[int](), set[int]()
    for part in parts:
        found = _NUMBERS.fullmatch(part)
        first, last = (int(found[2]), int(found[3] or found[2])) if found else (count + 1, 0)
        if last < first or last > count or (first == 0 and (last > 0 or len(parts) > 1)):
            raise RequestError(
                say(
                    '"{part}" is not understood. Write numbers from 1 to {n}, like 1 3-5, or '
                    "{all}.",
                    part=part,
                    n=count,
                    all=everything,
                )
            )
        (left_out if found and found[1] else kept).update(range(first, last + 1))
    return (kept or set(range(1, count + 1))) - left_out - {0} if left_out or kept != {0} else set()


def _offers_named(text: str, catalogue: Catalogue) -> Sequence[str]:
    """The offers of a list of ids, in the order of the catalogue."""
    named = text.replace(",", " ").split()
    if named == ["all"]:
        return list(catalogue.offers)
    for name in named:
        if name not in catalogue.offers:
            raise RequestError(
                with_nearest(
                    say('There is no service "{name}" in the catalogue.', name=name),
                    name,
                    catalogue.offers,
                )
            )
    return [name for name in catalogue.offers if name in named]
