"""What `queue --suppose` supposes: from words to the view in which it is so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from chwapi_console.cli.line.names import subject_called
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.supposing.if_taken import to_be_minded
from chwapi_console.cli.verbs.supposing.means_asked import no_means_called
from chwapi_console.cli.verbs.supposing.supposed_times import (
    supposed_met,
    supposed_open,
    supposed_slips,
    supposed_until,
)
from chwapi_console.cli.verbs.supposing.supposition import (
    FORMS,
    MOST_TOLD,
    Supposition,
    minutes_of,
    nothing_more,
    number_of,
    told_of,
)
from chwapi_console.clock import span
from chwapi_console.errors import RequestError, UsageError
from chwapi_console.inventory.assignments import crews_of
from chwapi_console.inventory.called import called, crew_called, lane_called, site_called
from chwapi_console.inventory.model import ALL_SITES, MOST_CREWS
from chwapi_console.inventory.plain_words import plain
from chwapi_console.recovery.acts.marks import state_named
from chwapi_console.recovery.acts.shutting import not_wanted, with_shut
from chwapi_console.recovery.acts.supposing import (
    MOST_WEIGHT,
    always_at_work,
    put_first,
    with_at_once,
    with_first,
    with_let_go,
    with_restore,
    with_taken,
    with_tier,
    with_weight,
    without_need,
    without_pin,
    without_step,
)
from chwapi_console.recovery.state.of_view.means import (
    crew_name,
    lane_name,
)
from chwapi_console.recovery.state.of_view.site_state import site_state
from chwapi_console.recovery.state.of_view.timings import finished, likely_left, minutes_in_hand
from chwapi_console.recovery.state.view.supposed_views import with_found_compromised, with_marks
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.consequences import naming
from chwapi_console.recovery.words.things.conditions import node_name, subject_name
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Listing, Sentence, in_one, plural, say, some

WORDS: Mapping[str, str] = {
    "tier": "tier",
    "niveau": "tier",
    "priorite": "tier",
    "weight": "weight",
    "poids": "weight",
    "restore": "restore",
    "duree": "restore",
    "takes": "restore",
    "prend": "restore",
    "without": "without",
    "sans": "without",
    "first": "first",
    "d'abord": "first",
    "premier": "first",
    "shut": "shut",
    "closed": "shut",
    "ferme": "shut",
    "fermee": "shut",
    "unpinned": "unpinned",
    "unpin": "unpinned",
    "desepingle": "unpinned",
    "desepinglee": "unpinned",
    "let": "let go",
    "dropped": "let go",
    "drop": "let go",
    "lache": "let go",
    "lachee": "let go",
    "taken": "taken",
    "pris": "taken",
    "met": "met",
    "remplie": "met",
    "open": "open",
    "ouverte": "open",
    "slips": "slips",
    "slip": "slips",
    "glisse": "slips",
    "decale": "slips",
    "decalee": "slips",
    "until": "until",
    "jusqu'a": "until",
    "jusqu'au": "until",
    "at_once": "at once",
    "at": "at once",
    "day": "always",
    "jour": "always",
    "skipped": "skipped",
    "saute": "skipped",
    "sautee": "skipped",
}
"""The words that say what would be otherwise, in English and in French, without accents."""

LIKELY_STATES = ("clean", "compromised", "restored", "blocked", "retired", "unknown")
"""States that a server can be supposed to be in."""


TO_RESTORE = ("compromised", "unknown", "restoring", "blocked")
"""States of servers whose restoration, with its steps, is to come or may be."""


def supposed(context: VerbContext, now: View, texts: Sequence[str]) -> list[Supposition]:
    """What was supposed, one thing after the other: the view of the last has them all."""
    found: list[Supposition] = []
    for text in sorted(texts, key=lambda text: _is_of_a_condition(context, now, text)):
        found.append(_one(context, now, found[-1].then if found else now, text))
    return found


def _one(context: VerbContext, now: View, so_far: View, text: str) -> Supposition:
    words, place = text.split(), _place_of_form(context, now, text)
    if place is None:
        raise UsageError(say('"{text}" supposes nothing. {forms}', text=text, forms=FORMS))
    form, value = _says(context, words[place]), " ".join(words[place + 1 :])
    if form in OF_CREWS:
        return OF_CREWS[form](so_far, " ".join(words[:place]), value)
    subject = _subject(now, " ".join(words[:place]))
    if form in FORMED:
        return FORMED[form](so_far, subject, value)
    return _in_a_state(so_far, subject, form, value)


def _place_of_form(context: VerbContext, view: View, text: str) -> int | None:
    """Which word says what would be otherwise: the first behind a name, for a name may have one too."""
    words = text.split()
    places = [n for n, word in enumerate(words) if n and _says(context, word)]
    behind = [n for n in places if _is_known(view, " ".join(words[:n]))]
    return next(iter((*behind, *places)), None)


def _is_known(view: View, name: str) -> bool:
    plan = view.plan
    known = name in plan.groups or name in plan.sites or name in view.situation.not_in_plan
    known = known or crew_called(plan, name) is not None or lane_called(plan, name) is not None
    return known or called(plan, name) is not None or site_called(plan, name) is not None


def _is_of_a_condition(context: VerbContext, view: View, text: str) -> bool:
    """Whether a condition is supposed: that comes last, for another plan is looked at anew."""
    place = _place_of_form(context, view, text)
    return place is not None and _says(context, text.split()[place]) in ("met", "open")


def _says(context: VerbContext, word: str) -> str:
    """What a word says would be otherwise, or which state; empty where it says neither."""
    if (form := WORDS.get(plain(word).replace("’", "'"))) is not None:
        return form
    state = state_named(word, context.out.language)
    return state if state in LIKELY_STATES else ""


def _subject(view: View, name: str) -> str:
    """A server, service, group or site, by id or by what people call it."""
    if name in view.plan.groups:
        return name
    site = site_called(view.plan, name)
    if site is not None and called(view.plan, name) is None:
        return site
    return subject_called(view, name, view.plan.sites)


def _tier(view: View, subject: str, value: str) -> Supposition:
    if subject not in view.plan.services:
        raise RequestError(
            say(
                "{id} has no tier of its own: only services have. A server has that of the most "
                "urgent service that waits for it.",
                id=subject,
            )
        )
    number = number_of(value, 5)
    was = view.plan.services[subject].tier
    what = say(
        "{id} of tier {tier} (it is {was})", id=subject_name(view, subject), tier=number, was=was
    )
    return Supposition(subject, what, with_tier(view, subject, number), [subject])


def _weight(view: View, subject: str, value: str) -> Supposition:
    number, plan = number_of(value, MOST_WEIGHT), view.written
    part = plan.services.get(subject) or plan.groups.get(subject) or plan.sites.get(subject)
    then = with_weight(view, subject, number)
    was = part.weight if part else 1
    what = say(
        "{id} of weight {weight} (it is {was})",
        id=subject_name(view, subject),
        weight=number,
        was=was,
    )
    mind = _where_it_counts(view, subject) if subject in plan.sites else None
    return Supposition(subject, what, then, told_of(view, subject), mind=mind)


def _where_it_counts(view: View, site: str) -> Sentence:
    """That the weight of a site counts in services alone that say whom they serve, and in which."""
    name, services = subject_name(view, site), view.plan.services
    of = [service for service in services if site in _served(view, service)]
    if not of:
        return say(
            "The weight of a site counts only in services that say whom they serve (serves), and none of "
            "these serves {site}: one that does not say it goes by its own weight.",
            site=name,
        )
    return say(
        "The weight of a site counts only in services that say whom they serve (serves), that of {site} "
        "in {services}. One that does not say it goes by its own weight.",
        site=name,
        services=some([node_name(view, service) for service in of], MOST_TOLD),
    )


def _served(view: View, service: str) -> Sequence[str]:
    serves = view.written.services[service].serves
    return list(view.plan.sites) if serves == ALL_SITES else list(serves or ())


def _restore(view: View, subject: str, value: str) -> Supposition:
    minutes = minutes_of(value)
    then = with_restore(view, subject, minutes)
    what = say(
        "{id} restored in {time} (likely {was})",
        id=subject_name(view, subject),
        time=span(minutes),
        was=span(view.plan.restoration(subject).likely),
    )
    return Supposition(subject, what, then, [subject])


def _without(view: View, subject: str, value: str) -> Supposition:
    if not value:
        raise UsageError(say("Without what? {forms}", forms=FORMS))
    if (step := _step_of(view, subject, value)) is not None:
        return _without_step(view, subject, step)
    need = subject_called(view, value)
    what = say("{id} without its need {need}", id=subject_name(view, subject), need=need)
    return Supposition(subject, what, without_need(view, subject, need), [subject])


def _step_of(view: View, subject: str, value: str) -> str | None:
    """The step of a server's runbook that is called so; None where a part of the plan is, or nothing."""
    if subject not in view.plan.servers or called(view.plan, value) is not None:
        return None
    return next((e for e in view.plan.steps_of(subject) if plain(e) == plain(value)), None)


def _without_step(view: View, server: str, step: str) -> Supposition:
    """A step of one server skipped."""
    _refuse_without_time(view, step)
    if not view.situation.is_to_do(server, step):
        raise RequestError(say("{step} of {id} is done or skipped.", step=step, id=server))
    what = say("{id} without its step {step}", id=server, step=step)
    then = without_step(view, [server], step)
    return Supposition(server, what, then, [server], mind=_likely_over(view, then, server, step))


def _likely_over(view: View, then: View, server: str, step: str) -> Sentence | None:
    """That a step skipped of what is in hand is likely over by now, or in part; None where it is not."""
    if view.situation.state(server) != "restoring":
        return None
    time = view.plan.step(step).time or 0
    saved = round(likely_left(view, server) - likely_left(then, server))
    if saved >= time:
        return None
    spent = span(round(minutes_in_hand(view, server)))
    if not saved:
        return say(
            "{server} has been in hand for {spent}: by now its {step} is likely over, and spared no more.",
            server=server,
            spent=spent,
            step=step,
        )
    return say(
        "{server} has been in hand for {spent}: of its {step} ({time}) likely {left} is left to be spared.",
        server=server,
        spent=spent,
        step=step,
        time=span(time),
        left=span(saved),
    )


def _refuse_without_time(view: View, step: str) -> None:
    """Nobody can say what it brings to skip a step of which the plan does not say how long it takes."""
    if view.plan.step(step).time:
        return
    told = say(
        "The plan gives {step} no time, so nobody can say what it brings to skip it. Write how "
        'long it takes: [steps.{step}] time = "45m".',
        step=step,
    )
    lanes = [lane for lane, of in view.plan.lanes.items() if step in of.steps]
    if lanes:
        told = say(
            "{told} More room in its lane is: {form}.", told=told, form=f"{lanes[0]} at_once 2"
        )
    raise RequestError(told)


def _skipped(view: View, name: str, value: str) -> Supposition:
    """A step skipped wherever it is still to be done."""
    nothing_more(value)
    plan, so_far = view.plan, view.situation
    steps = {step for server in plan.servers for step in plan.steps_of(server)}
    step = next((each for each in sorted(steps) if plain(each) == plain(name)), None)
    if step is None:
        raise RequestError(say('No runbook has a step "{step}".', step=name))
    _refuse_without_time(view, step)
    of = [
        e.server for e in view.entries if e.state in TO_RESTORE and step in plan.steps_of(e.server)
    ]
    left = [server for server in of if so_far.is_to_do(server, step)]
    if not left:
        raise RequestError(say("{step} is done or skipped everywhere.", step=step))
    what = plural(
        "{step} skipped at the {n} server where it is to be done",
        "{step} skipped at the {n} servers where it is to be done",
        len(left),
        step=step,
    )
    told = view.order.services_by_urgency[:1] or left[:1]
    return Supposition(step, what, without_step(view, left, step), list(told), order=False)


def _first(view: View, subject: str, value: str) -> Supposition:
    nothing_more(value)
    of_many = subject in view.plan.sites or subject in view.plan.groups
    if of_many and not put_first(view, subject):
        raise RequestError(say("{id} misses nothing that can be put first.", id=subject))
    what = say("{id} put first", id=subject_name(view, subject))
    return Supposition(subject, what, with_first(view, subject), told_of(view, subject))


def _shut(view: View, subject: str, value: str) -> Supposition:
    """A site, a group or a service for which nobody waits any more."""
    nothing_more(value)
    of, name = _services_of(view, subject), subject_name(view, subject)
    gone = not_wanted(view, of)
    shut = [service for service in of if service in gone]
    if not of:
        raise RequestError(say("{id} has no services that could be shut.", id=name))
    if not shut:
        raise RequestError(say("Nothing of {id} can be shut alone: others need it.", id=name))
    left = [service for service in view.order.services_by_urgency if service not in gone]
    if not left:
        raise RequestError(say("Without {id} nothing would be left to bring back.", id=name))
    then = with_shut(view, of, subject)
    what = say("{id} shut: nobody waits for {services}", id=name, services=_names(view, shut))
    return Supposition(
        subject, what, then, left[:1], order=False, mind=_of_shut(view, then, set(of) - gone)
    )


def _of_shut(view: View, then: View, kept: AbstractSet[str]) -> Sentence:
    """What is wanted still of what is shut, and what of it somebody has in hand."""
    mind = say(
        "What others need of it is restored all the same. Should nobody work there, suppose that too."
    )
    if kept:
        names = _names(view, kept)
        mind = say(
            "Wanted still, for others need it: {services}. {mind}", services=names, mind=mind
        )
    held = [s for s in view.in_hand if view.because(s) and not then.because(s)]
    if held:
        mind = plural(
            "{mind} {servers} is in hand, and stays so until it is let go of.",
            "{mind} {servers} are in hand, and stay so until they are let go of.",
            len(held),
            servers=some(held, MOST_TOLD),
            mind=mind,
        )
    return mind


def _services_of(view: View, subject: str) -> Sequence[str]:
    """A service itself; of a group or a site its services."""
    if subject in view.plan.groups:
        return view.plan.opens_together[subject]
    if subject in view.plan.sites:
        return site_state(view, subject).services
    if subject in view.plan.services:
        return [subject]
    raise RequestError(
        say(
            "{id} is no service, site or group; only these are shut.",
            id=subject_name(view, subject),
        )
    )


def _names(view: View, nodes: Iterable[str]) -> Listing:
    """Services by name, the most urgent first."""
    return naming(view, {node for node in nodes if node in view.plan.services}, MOST_TOLD)


def _unpinned(view: View, subject: str, value: str) -> Supposition:
    nothing_more(value)
    what = say("{id} no longer pinned", id=subject_name(view, subject))
    return Supposition(subject, what, without_pin(view, subject), [subject])


def _let_go(view: View, subject: str, value: str) -> Supposition:
    nothing_more("" if value in ("go", "go of") else value)
    if subject not in view.plan.servers:
        raise RequestError(
            say("{id} is no server; only a server is let go of.", id=subject_name(view, subject))
        )
    what = say("{id} let go of", id=subject)
    return Supposition(subject, what, with_let_go(view, subject), [subject])


def _taken(view: View, subject: str, value: str) -> Supposition:
    """Somebody else goes on with what is in hand, or takes what nobody has."""
    if subject not in view.plan.servers:
        raise RequestError(
            say("{id} is no server; only a server is taken.", id=subject_name(view, subject))
        )
    by, _, who = value.partition(" ")
    if plain(by) not in ("by", "par") or not who:
        raise UsageError(say("By whom? {forms}", forms=FORMS))
    then = with_taken(view, subject, who)
    holder = then.entry[subject].held_by
    what = say("{id} in the hands of {operator}", id=subject, operator=holder)
    minds = to_be_minded(view, then, subject, holder)
    return Supposition(subject, what, then, [subject], mind=in_one(minds) if minds else None)


def _at_once(view: View, name: str, value: str) -> Supposition:
    """So many restorations of a crew, or places in a lane, at once."""
    plan = view.plan
    means = crew_called(plan, name) or lane_called(plan, name)
    if means is None:
        raise RequestError(_no_crew(view, name))
    words = value.split()
    number = number_of(words[-1] if words else "", MOST_CREWS)
    was = (plan.crews.get(means) or plan.lanes[means]).at_once
    shown = crew_name(view, means) if means in plan.crews else lane_name(view, means)
    what = say("{n} at once of {crew} (they are {was})", crew=shown, n=number, was=was)
    then = with_at_once(view, means, number)
    return Supposition(means, what, then, _of_means(view, means), order=False)


def _always(view: View, name: str, _: str) -> Supposition:
    """A crew that works day and night."""
    crew = crew_called(view.plan, name)
    if crew is None:
        raise RequestError(_no_crew(view, name))
    what = say("{crew} day and night", crew=crew_name(view, crew))
    return Supposition(crew, what, always_at_work(view, crew), _of_means(view, crew), order=False)


def _no_crew(view: View, name: str) -> Sentence:
    there = [*view.plan.crews, *view.plan.lanes]
    if not there:
        return say("The plan names no crews and no lanes; forecast --crews N asks for so many.")
    return no_means_called(name, there)


def _of_means(view: View, means: str) -> list[str]:
    """The most urgent service that waits for a server of a crew; of a lane, for any."""
    servers, plan = view.plan.servers, view.plan
    of = [
        service
        for service in view.order.services_by_urgency
        if means in plan.lanes
        or any(means in crews_of(plan, servers[each]) for each in view.missing(service))
    ]
    return of[:1] or [view.order.services_by_urgency[0]] if view.order.services_by_urgency else []


OF_CREWS: Mapping[str, Callable[[View, str, str], Supposition]] = {
    "at once": _at_once,
    "always": _always,
    "skipped": _skipped,
}
"""What is supposed of crews, lanes and steps, by their names."""


def _in_a_state(view: View, subject: str, state: str, value: str) -> Supposition:
    nothing_more(value)
    if subject not in view.plan.servers:
        raise RequestError(
            say(
                "{id} is no server; only a server can be {state}.",
                id=subject,
                state=state_word(state),
            )
        )
    what = say("{id} {state}", id=subject, state=state_word(state))
    then = (
        with_found_compromised(view, subject)
        if state == "compromised"
        else with_marks(view, [subject], state)
    )
    mind = _teaches(view, then, subject) if state == "restored" else None
    return Supposition(subject, what, then, [subject], mind=mind)


def _teaches(view: View, then: View, server: str) -> Sentence | None:
    """That others are forecast by what a server took that is done; None where that teaches nothing."""
    took = next((of.minutes for of in finished(then) if of.server == server), None)
    if took is None or view.situation.state(server) != "restoring":
        return None
    return say(
        "{server} would have taken {spent}, likely was {likely}: all others are forecast by that too.",
        server=server,
        spent=span(round(took)),
        likely=span(view.plan.restoration(server).likely),
    )


FORMED: Mapping[str, Callable[[View, str, str], Supposition]] = {
    "tier": _tier,
    "weight": _weight,
    "restore": _restore,
    "without": _without,
    "first": _first,
    "shut": _shut,
    "unpinned": _unpinned,
    "let go": _let_go,
    "taken": _taken,
    "met": supposed_met,
    "open": supposed_open,
    "slips": supposed_slips,
    "until": supposed_until,
}
