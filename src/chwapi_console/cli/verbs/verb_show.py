"""`show`: all that is known of a server or service, as one page of text."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from chwapi_console.cli.line.names import subject_called
from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.placeholders import to_type
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output import page_json, service_json
from chwapi_console.cli.output.as_json import Json
from chwapi_console.cli.output.words import (
    journal_moment,
    nobody_before,
    node_state,
    ready_words,
    server_state,
    site_name,
)
from chwapi_console.cli.verbs.signed import in_json, unsigned
from chwapi_console.clock import clock_time, iso, span
from chwapi_console.errors import RequestError
from chwapi_console.inventory.called import called, crew_called, lane_called, site_called
from chwapi_console.inventory.file.load import LoadedPlan
from chwapi_console.inventory.group_words import needs_in_words
from chwapi_console.inventory.plain_words import plain
from chwapi_console.journal.events import Event
from chwapi_console.people import same_person
from chwapi_console.recovery.acts.open_steps import told_in_full
from chwapi_console.recovery.state.person_state import known_people, person_named
from chwapi_console.recovery.state.required_steps import tries
from chwapi_console.recovery.state.service_course import (
    Spell,
    given_since,
    outages,
    service_courses,
    suspect_since,
)
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.state.without import without
from chwapi_console.recovery.words import caveats
from chwapi_console.recovery.words.conditions import (
    condition_command,
    facts_of,
    how_it_stands,
    node_name,
    waited_for,
)
from chwapi_console.recovery.words.contest_words import goes_before, wished_words
from chwapi_console.recovery.words.estimate_words import estimate_words
from chwapi_console.recovery.words.evidence_words import evidence_of_server
from chwapi_console.recovery.words.finished import finished_words
from chwapi_console.recovery.words.group_words import (
    GroupState,
    counts_words,
    group_state,
    group_words,
    groups_of,
    state_of_group,
    weight_words,
)
from chwapi_console.recovery.words.incomplete_services import not_named
from chwapi_console.recovery.words.limits import status_words, what_it_does_without
from chwapi_console.recovery.words.missing import first_to_take
from chwapi_console.recovery.words.news import NOT_SIGNED
from chwapi_console.recovery.words.not_begun import why_not_begun
from chwapi_console.recovery.words.notes import MOST_LETTERS, note_on_a_page
from chwapi_console.recovery.words.outage_words import course_in_words, outages_in_words
from chwapi_console.recovery.words.pin_words import pin_words
from chwapi_console.recovery.words.point_words import points_of_server, since_words
from chwapi_console.recovery.words.policy_words import policy_words
from chwapi_console.recovery.words.quick_words import quick_words
from chwapi_console.recovery.words.reason_told import reason_told
from chwapi_console.recovery.words.reasons import blocked_beneath, why, why_lost
from chwapi_console.recovery.words.sign_off_words import sign_off_in_full
from chwapi_console.recovery.words.site_words import sites_words
from chwapi_console.recovery.words.state_words import state_word
from chwapi_console.recovery.words.step_words import step_name, step_remark, step_terms
from chwapi_console.recovery.words.suspicion import in_queue_order, made_suspect, would_be_suspect
from chwapi_console.recovery.words.tier_words import tier_words
from chwapi_console.recovery.words.without_words import briefly
from chwapi_console.session.session import Session
from chwapi_console.text import (
    Sentence,
    Value,
    beginning,
    every,
    in_one,
    plural,
    say,
    shortened,
    typed,
)

if TYPE_CHECKING:
    from chwapi_console.recovery.forecast.forecast import Forecast

LAST_EVENTS, LAST_NOTES = 20, 50
_OF_ONE = say("--without is for a server, a service or a condition; name one of them.")
Fact = tuple[Value, Value]
_Section = tuple[Sentence, Sequence[Sentence]]
"""A title, and the lines below it; no line, no section."""


def show(context: VerbContext) -> int:
    """Prints the page of a server, service, condition or group, or of an id without a plan's part.

    Such an id only the journal knows.
    """
    with context.session() as session:
        view = session.look()
        if context.given.id in view.plan.groups:
            if context.given.without:
                raise RequestError(_OF_ONE)
            _show_group(context, view, context.given.id)
            _tell_where(context, session, "groups", context.given.id)
            if context.given.id in view.plan.sites and not context.options.as_json:
                context.out.say()
                _tell_site(context, session, view, context.given.id)
            return 0
        if _is_site_or_person(context, session, view) or _is_promise(context, view):
            return 0
        _refuse_who_meets_conditions(view, context.given.id)
        subject = subject_called(view, context.given.id, _besides(view))
        if context.given.without:
            _show_without(context, view, subject)
            return 0
        lacking = unsigned(context, session, view.situation.history.get(subject, ()))
        written = _written_somewhere(session.loaded, subject)
        if context.options.as_json:
            context.out.json(_object(view, subject, session.operator) | in_json(session, lacking))
        else:
            _print(context, view, subject, {event.hash for event in lacking or ()}, written)
    return 0


def _is_site_or_person(context: VerbContext, session: Session, view: View) -> bool:
    """Whether a site, somebody or a crew is meant, whose page is printed then.

    What has the id, or is called so, of servers, services and conditions comes first.
    """
    name = context.given.id
    if name in view.situation.not_in_plan or called(view.plan, name) is not None:
        return False
    site = site_called(view.plan, name)
    somebody = None if site else person_named(view, name)
    crew = None if site or somebody else crew_called(view.plan, name)
    lane = None if site or somebody or crew else lane_called(view.plan, name)
    if site is None and somebody is None and crew is None and lane is None:
        return False
    if context.given.without:
        raise RequestError(_OF_ONE)
    if site is not None:
        _tell_site(context, session, view, site)
    elif crew is not None:
        from chwapi_console.cli.verbs.show_crew import show_crew

        show_crew(context, view, crew)
        _tell_where(context, session, "crews", crew)
    elif lane is not None:
        from chwapi_console.cli.verbs.show_lane import show_lane

        show_lane(context, view, lane)
        _tell_where(context, session, "lanes", lane)
    elif somebody is not None:
        from chwapi_console.cli.verbs.show_person import show_person

        show_person(context, view, somebody)
        known = next((n for n in view.plan.operators if same_person(n, somebody)), "")
        _tell_where(context, session, "operators", known)
    return True


def _refuse_who_meets_conditions(view: View, name: str) -> None:
    """Says of somebody outside, who meets conditions and has no page, where these are."""
    if name in view.situation.not_in_plan or called(view.plan, name) is not None:
        return
    meant = [
        (of.name, of.phone)
        for of in view.plan.conditions.values()
        if of.who and plain(of.who) == plain(name)
    ]
    if not meant:
        return
    told = say(
        "{who} has no page, but is to meet: {conditions}. See {command}.",
        who=name,
        conditions=every([what for what, _ in meant]),
        command=f"conditions --for {typed(name)}",
    )
    phones = list(dict.fromkeys(phone for _, phone in meant if phone))
    if phones:
        told = say("{told} Phone: {phones}.", told=told, phones=every(phones))
    raise RequestError(told)


def _is_promise(context: VerbContext, view: View) -> bool:
    """Whether a promise is meant, by its id, which is printed then."""
    promise = view.situation.promises.get(context.given.id)
    if promise is None or promise.id in view.graph.needs:
        return False
    if context.given.without:
        raise RequestError(_OF_ONE)
    from chwapi_console.cli.verbs.show_promise import show_promise

    show_promise(context, view, promise)
    return True


def _besides(view: View) -> list[str]:
    """What has a page beside servers, services and conditions, by the names that people type."""
    sites = [
        name
        for site, of in view.plan.sites.items()
        for name in ((site,) if plain(site) == plain(of.name) else (site, of.name))
    ]
    known = [
        *view.plan.groups,
        *sites,
        *known_people(view),
        *view.plan.crews,
        *view.plan.lanes,
        *view.situation.promises,
    ]
    return list(dict.fromkeys(known))


def _show_without(context: VerbContext, view: View, subject: str) -> None:
    if subject not in view.graph.needs:
        raise RequestError(say("{id}: not in this plan, so nothing hangs on it.", id=subject))
    from chwapi_console.cli.verbs.show_without import show_without

    show_without(context, view, subject)


def _object(view: View, subject: str, operator: str) -> Json:
    if subject in view.plan.servers:
        return page_json.server_page(view, subject, operator)
    if subject in view.services:
        from chwapi_console.recovery.forecast.forecast import forecast

        return page_json.service_page(view, subject, forecast(view, [subject]))
    if subject in view.plan.conditions:
        return page_json.condition_page(view, subject)
    return page_json.stranger_page(view, subject)


def _tell_site(context: VerbContext, session: Session, view: View, site: str) -> None:
    from chwapi_console.cli.verbs.show_site import show_site

    show_site(context, view, site)
    _tell_where(context, session, "sites", site)


def _tell_where(context: VerbContext, session: Session, table: str, name: str) -> None:
    """Says on which line of the plan's file a part of it is written, where it is in the file."""
    if not context.options.as_json and name in getattr(session.loaded.plan, table):
        context.out.fields([(say("Written"), _written(session.loaded, table, name))])


def _written(loaded: LoadedPlan, table: str, name: str) -> Sentence:
    from chwapi_console.inventory.file.lines import FileLines

    line = FileLines(loaded.text).of((table, name))
    return say("{file}, line {line}", file=loaded.path.name, line=line)


def _written_somewhere(loaded: LoadedPlan, subject: str) -> Value:
    """On which line of the plan's file something is written; empty for what the file lacks."""
    plan = loaded.plan
    tables = {"servers": plan.servers, "services": plan.services, "conditions": plan.conditions}
    table = next((table for table, parts in tables.items() if subject in parts), None)
    return "" if table is None else _written(loaded, table, subject)


def _print(
    context: VerbContext, view: View, subject: str, lacking: AbstractSet[str], written: Value
) -> None:
    out, course = context.out, list[Spell]()
    if subject in view.plan.servers:
        _print_server(context, view, subject)
    elif subject in view.services:
        course = service_courses(view, [subject])[subject]
        _print_service(context, view, subject, course)
    elif subject in view.plan.conditions:
        _print_condition(context, view, subject)
    else:
        out.say(
            say(
                "{id}: not in this plan. What the journal knows of it is kept and counts for "
                "nothing.",
                id=subject,
            )
        )
    if written:
        context.out.fields([(say("Written"), written)])
    course_of_it = (say("Course"), course_in_words(view, course))
    for title, lines in (course_of_it, *_sections(view, subject, lacking)):
        if lines:
            out.say()
            out.say(title)
            for line in lines:
                out.say(line, "  ")


def _print_server(context: VerbContext, view: View, subject: str) -> None:
    server = view.plan.servers[subject]
    context.out.say(
        say(
            "{server} · {role} · {site} · {state}",
            server=subject,
            role=server.role,
            site=site_name(view, server.site),
            state=server_state(view, subject),
        )
    )
    context.out.fields(
        [
            *_of_server(view, subject, context.operator),
            *_links(view, subject, server.soft),
            *_in_plan(view, subject),
        ]
    )


def _print_service(context: VerbContext, view: View, subject: str, course: Sequence[Spell]) -> None:
    service = view.plan.services[subject]
    context.out.say(
        say(
            "{name} · {id} · {site} · {state}",
            name=service.name,
            id=subject,
            site=sites_words(view, subject),
            state=status_words(view, subject),
        )
    )
    context.out.fields([*_of_service(view, subject, course), *_links(view, subject, service.soft)])


def _print_condition(context: VerbContext, view: View, subject: str) -> None:
    condition = view.conditions[subject]
    context.out.say(
        say(
            "{name} · {id} · {site} · {state}",
            name=view.plan.conditions[subject].name,
            id=subject,
            site=site_name(view, view.plan.conditions[subject].site),
            state=how_it_stands(view, condition),
        )
    )
    label, words = condition_command(condition)
    context.out.fields(
        [
            *_of_condition(view, subject),
            (label, to_type([PROGRAM, *words], context.out.language)),
            *_links(view, subject, ()),
        ]
    )


def _show_group(context: VerbContext, view: View, group: str) -> None:
    from chwapi_console.recovery.forecast.forecast import forecast

    state, out = group_state(view, group), context.out
    foreseen = forecast(view, state.services, wholes=[group])
    if context.options.as_json:
        out.json(_group_page(view, state, foreseen))
        return
    name = view.plan.groups[group].name
    out.say(say("{name} · {id} · {state}", name=name, id=group, state=state_of_group(state)))
    out.fields(list(_of_group(view, state, foreseen)))


def _group_page(view: View, state: GroupState, foreseen: "Forecast") -> Json:
    outlook = foreseen.wholes[state.group]
    return {
        "id": state.group,
        "kind": "group",
        "in_plan": True,
        **service_json.group(view, state),
        "forecast": {"p50": iso(outlook.p50), "p90": iso(outlook.p90)}
        if outlook.p50 and outlook.p90
        else None,
        "forecast_reason": str(outlook.reason) if outlook.reason else None,
        "last": outlook.last[0][0] if outlook.last else None,
        **_site_called_so(view, state.group),
    }


def _of_group(view: View, state: GroupState, foreseen: "Forecast") -> Iterator[Fact]:
    from chwapi_console.recovery.forecast.outlook import expected, last_of_it

    outlook = foreseen.wholes[state.group]
    yield say("Opens together"), every([node_state(view, service) for service in state.services])
    yield say("Counts"), counts_words(view, state.group)
    yield say("What reopens it"), every([node_state(view, server) for server in state.missing])
    yield say("Forecast"), "" if state.whole else expected(view, outlook)
    yield say("Why then"), last_of_it(view, outlook, list(foreseen.services.values())) or ""


def _site_called_so(view: View, group: str) -> Json:
    """The page of a site that has the id of a group."""
    if group not in view.plan.sites:
        return {}
    from chwapi_console.cli.verbs.show_site import page_of_site

    return {"site_of_that_id": page_of_site(view, group)}


def _of_server(view: View, server: str, operator: str) -> Iterator[Fact]:
    entry = view.entry.get(server)
    if entry:
        yield say("Queue"), say("{rank} of {n}", rank=entry.rank, n=len(view.entries))
        yield say("Why here"), in_one(why(view, entry))
        if entry.ready_for(operator):
            yield say("Ready"), ready_words(view, entry, say("yes, it can be gone on with now"))
            yield say("Not begun"), in_one(told) if (told := why_not_begun(view, entry)) else ""
        others = [node_name(view, service) for service in view.because(server)]
        yield say("Services"), every(others)
        for service in view.because(server)[: not entry.to_look_at]:
            yield (
                say("Forecast"),
                say(
                    "{service}: {when}",
                    service=node_name(view, service),
                    when=_expected(view, service),
                ),
            )
    else:
        yield say("Queue"), finished_words(view, server)
    yield say("Promised"), _promised(view, server)
    yield _caveats(view, server)
    yield say("Made suspect"), in_one(made) if (made := made_suspect(view, server)) else ""
    yield say("Estimate"), estimate_words(view, server)


def _order_of_service(view: View, service: str) -> Iterator[Sentence]:
    """Who put it first or before what, then what decides by the rule."""
    pinned = [pin_words(view, pin) for pin in view.pins if pin.subject == service]
    yield from pinned
    if (before := goes_before(view, service)) is not None:
        yield say("By the rule: {before}", before=before) if pinned else before


def _of_service(view: View, service: str, course: Sequence[Spell]) -> Iterator[Fact]:
    part, state = view.plan.services[service], view.services[service]
    yield from _rank_of_service(view, service)
    yield from _course_of_service(view, service, course)
    yield say("Needs met"), say("{met} of {n}", met=state.met, n=state.needs)
    yield say("Incomplete"), not_named(view, service) or ""
    if not state.is_up:
        yield (
            say("Conditions"),
            every([node_state(view, each) for each in waited_for(view, service)]),
        )
        yield say("Forecast"), _expected_beside_its_peers(view, service)
    yield say("Promised"), _promised(view, service)
    if blocked := list(blocked_beneath(view, service)):
        yield say("Blocked"), in_one(blocked)
    if order := list(_order_of_service(view, service)):
        yield say("Order"), in_one(order)
    yield from _way_back_of_service(view, service)
    if signed := sign_off_in_full(view, service):
        yield say("Acceptance"), in_one(signed)
    yield say("Take first"), _first(view, service) if state.can_come_back else ""
    up = view.services[service].is_up
    yield (say("Should it fail") if up else say("Meanwhile")), part.fallback
    yield say("Signs it off"), part.signs


def _promised(view: View, subject: str) -> Value:
    """What is promised of it and awaited yet; empty where nothing is."""
    if all(promise.subject != subject for promise in view.situation.promises.values()):
        return ""
    from chwapi_console.cli.verbs.show_promise import promised_of

    return in_one(told) if (told := list(promised_of(view, subject))) else ""


def _first(view: View, service: str) -> Value:
    """What to take first for a service, and from when on where nobody works whom it is for."""
    first = first_to_take(view, service)
    from_then = nobody_before(view, view.entry[first]) if first in view.entry else ""
    if not from_then:
        return first
    return say("{server}, for which nobody works before {time}", server=first, time=from_then)


def _rank_of_service(view: View, service: str) -> Iterator[Fact]:
    """What the order knows of a service beside what it needs."""
    part = view.plan.services[service]
    yield say("Tier"), say("{tier}, weight {weight}", tier=part.tier, weight=part.weight)
    yield say("Weight"), weight_words(view, service) or ""
    yield say("Calendar"), in_one(told) if (told := tier_words(view, service)) else ""
    yield say("Wished by"), in_one(told) if (told := wished_words(view, service)) else ""
    yield say("Opens with"), every([group_words(view, group) for group in groups_of(view, service)])
    if part.rto:
        yield say("RTO"), say("{rto} after detection, by the plan", rto=span(part.rto))


def _course_of_service(view: View, service: str, course: Sequence[Spell]) -> Iterator[Fact]:
    """Since when a service stands so, and what casts a doubt on it."""
    zone = view.plan.incident.zone
    if (begun := given_since(course)) is not None:
        yield say("Since"), clock_time(begun, zone, view.now)
    yield say("Outages"), outages_in_words(view, outages(course))
    yield _caveats(view, service)
    yield say("Limits"), what_it_does_without(view, service) or ""
    yield say("Suspect"), every(in_queue_order(view, view.services[service].suspect))
    if (found := suspect_since(view, service)) is not None:
        yield say("Suspect since"), clock_time(found, zone, view.now)


def _way_back_of_service(view: View, service: str) -> Iterator[Fact]:
    """Why a service cannot come back, and what of its servers is missing."""
    lost = why_lost(view, service)
    missing = [
        node_state(view, server)
        for server in view.missing(service)
        if not lost or view.problem.can_come_back(server)
    ]
    yield say("Why not"), in_one(lost) if lost else ""
    yield say("Missing besides") if lost else say("What reopens it"), every(missing)


def _of_condition(view: View, condition: str) -> Iterator[Fact]:
    yield from facts_of(view, view.conditions[condition])
    yield _caveats(view, condition)
    if view.conditions[condition].state in ("open", "awaited"):
        yield say("Forecast"), _expected(view, condition)


def _caveats(view: View, subject: str) -> Fact:
    """What must be known beside how it stands."""
    return say("Mind"), in_one(told) if (told := caveats.caveats_in_full(view, subject)) else ""


def _expected(view: View, service: str) -> Sentence:
    """When a service is expected to be up; of the others nothing is worked out."""
    from chwapi_console.recovery.forecast.forecast import forecast
    from chwapi_console.recovery.forecast.outlook import in_one_line

    when = in_one_line(view, forecast(view, [service]).services[service])
    doubtful = would_be_suspect(view, [service])
    return say("{when}. {doubtful}", when=when, doubtful=doubtful) if doubtful else when


def _expected_beside_its_peers(view: View, service: str) -> Sentence:
    """When a service is expected, and which later ones of its tier are expected sooner."""
    from chwapi_console.recovery.forecast.forecast import forecast
    from chwapi_console.recovery.forecast.outlook import in_one_line, later_peers, sooner_words

    of = forecast(view, [service], watched=later_peers(view, service))
    when = in_one_line(view, of.services[service])
    beside = [
        each
        for each in (would_be_suspect(view, [service]), sooner_words(view, of, service))
        if each is not None
    ]
    return say("{when}. {sooner}", when=when, sooner=in_one(beside)) if beside else when


def _links(view: View, node: str, soft: Sequence[str]) -> Iterator[Fact]:
    yield (
        say("Needs"),
        needs_in_words(view.graph.needs[node], lambda member: node_state(view, member)),
    )
    yield say("Wishes"), every([node_state(view, member) for member in soft])
    yield (
        say("Needed by"),
        every([node_name(view, dependent) for dependent in view.graph.dependents(node)]),
    )
    yield say("Without it"), in_one(told) if (told := briefly(view, without(view, node))) else ""


def _in_plan(view: View, name: str) -> Iterator[Fact]:
    server, standing = view.plan.servers[name], view.situation.servers[name].standing
    yield say("Reason"), reason_told(standing)
    yield say("Compromised since"), since_words(view, name) or ""
    yield say("System"), server.os
    yield say("Address"), server.address
    yield say("Backup"), server.backup
    yield say("Contact"), server.contact
    yield say("Notes"), server.notes
    yield say("Checks"), every(server.checks)
    yield say("Policy"), in_one(told) if (told := policy_words(view.plan, name)) else ""
    yield say("Who and with what"), in_one(told) if (told := _means(view, name)) else ""


def _means(view: View, server: str) -> list[Sentence]:
    """Which crews and lanes a server asks for, where the plan says anything of it."""
    if not view.plan.divides_work:
        return [
            plural(
                "Anybody: the plan tells no crews apart, and counts on {n} at once.",
                "Anybody: the plan tells no crews apart, and counts on {n} at once.",
                view.plan.at_once,
            )
        ]
    from chwapi_console.recovery.words.means_words import means_lines, people_words

    return [*means_lines(view, server), *people_words(view, server)]


def _sections(view: View, subject: str, lacking: AbstractSet[str]) -> Iterator[_Section]:
    if subject in view.plan.servers and (runbook := view.plan.servers[subject].runbook):
        steps = enumerate(view.plan.steps_of(subject), 1)
        yield (
            say("Runbook {name}", name=runbook),
            [
                *(_step(view, subject, number, step) for number, step in steps),
                *quick_words(view, subject),
            ],
        )
    yield say("Restore points"), points_of_server(view, subject)
    yield say("Evidence"), evidence_of_server(view, subject)
    yield _last_notes(view, subject)
    yield _last_events(view, subject, lacking)


def _last_notes(view: View, subject: str) -> _Section:
    notes = view.situation.notes.get(subject, ())
    title = (
        say("Notes")
        if len(notes) <= LAST_NOTES
        else say(
            "Notes, the last {shown} of {all}: {log} has all",
            shown=LAST_NOTES,
            all=len(notes),
            log=typed("log", subject),
        )
    )
    return title, [
        say(
            "{time}  {operator}: {text}",
            time=journal_moment(view, note.at),
            operator=view.by(note),
            text=note_on_a_page(note),
        )
        for note in notes[-LAST_NOTES:]
    ]


def _last_events(view: View, subject: str, lacking: AbstractSet[str]) -> _Section:
    history = view.situation.history.get(subject, ())
    title = (
        say("History")
        if len(history) <= LAST_EVENTS
        else say("History, the last {shown} of {all} events", shown=LAST_EVENTS, all=len(history))
    )
    return title, [
        _event(view, event, unsigned=event.hash in lacking) for event in history[-LAST_EVENTS:]
    ]


def _step(view: View, server: str, number: int, step: str) -> Sentence:
    state, event = view.situation.step_state(server, step), view.situation.steps.get((server, step))
    meaning, tried = step_terms(view.plan, server, step), tries(view.situation, server, step)
    plain = say(
        "{number}. {step}: {state}",
        number=number,
        step=step_name(view.plan, step),
        state=state_word(state),
    )
    if event is None or state == "open":
        return say("{step}. {meaning}", step=plain, meaning=meaning) if meaning else plain
    said = beginning(step_remark(view.plan, event), MOST_LETTERS)
    done = say(
        "{step}, {operator} {time}",
        step=plain,
        operator=view.by(event),
        time=journal_moment(view, event.at),
    )
    if tried > 1:
        done = say("{step}, try {n}", step=done, n=tried)
    return say("{step} ({remark})", step=done, remark=said) if said else done


def _event(view: View, event: Event, *, unsigned: bool) -> Sentence:
    line = say(
        "{time}  {what}  ({event})",
        time=journal_moment(view, event.at),
        what=shortened(told_in_full(view, event), MOST_LETTERS),
        event=event.id[:8],
    )
    note = beginning(event.note, MOST_LETTERS)
    line = say("{line} · {note}", line=line, note=note) if note else line
    return say("{what} ({remark})", what=line, remark=NOT_SIGNED) if unsigned else line
