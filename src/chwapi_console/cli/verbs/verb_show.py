"""`show`: which page is meant by what was typed, and where in the plan's file its subject is written."""

from collections.abc import Sequence

from chwapi_console.cli.line.names import subject_called
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.showing.show_subject import show_subject, subject_page
from chwapi_console.cli.verbs.signed import in_json, unsigned
from chwapi_console.errors import RequestError
from chwapi_console.inventory.called import called, crew_called, lane_called, site_called
from chwapi_console.inventory.file.load import LoadedPlan
from chwapi_console.inventory.plain_words import plain
from chwapi_console.people import same_person
from chwapi_console.recovery.state.of_view.person_state import known_people, person_named
from chwapi_console.recovery.state.view.view import View
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, Value, every, say, typed

_OF_ONE = say("--without is for a server, a service or a condition; name one of them.")

_GROUPS = say("groups")
"""What is typed for the page of all groups."""

_CREWS = (say("crews"), say("lanes"))
"""What is typed for the page of all crews and lanes, in English or as people say it."""


def show(context: VerbContext) -> int:
    """Prints the page of a server, service, condition or group, or of an id without a plan's part.

    Such an id only the journal knows.
    """
    with context.session() as session:
        view = session.look()
        if context.given.id in view.plan.groups:
            if context.given.without:
                raise RequestError(_OF_ONE)
            from chwapi_console.cli.verbs.showing.show_group import show_group

            show_group(context, view, context.given.id)
            _tell_where(context, session, "groups", context.given.id)
            if context.given.id in view.plan.sites and not context.options.as_json:
                context.out.say()
                _tell_site(context, session, view, context.given.id)
            return 0
        if _showed_site_or_people(context, session, view) or _showed_promise(context, view):
            return 0
        if _showed_crews(context, view) or _showed_groups(context, view):
            return 0
        _refuse_who_meets_conditions(view, context.given.id)
        subject = subject_called(view, context.given.id, _besides(view))
        if context.given.without:
            _show_without(context, view, subject)
            return 0
        _show_page(context, session, view, subject)
    return 0


def _show_page(context: VerbContext, session: Session, view: View, subject: str) -> None:
    """Prints the page of a server, a service or a condition, or of what only the journal knows."""
    lacking = unsigned(context, session, view.situation.history.get(subject, ()))
    from chwapi_console.cli.verbs.showing.decided import decided_in_json, decided_words

    written = _written_somewhere(session.loaded, subject)
    if context.options.as_json:
        page = subject_page(view, subject, session.operator)
        if subject in view.plan.servers or subject in view.services:
            page |= {"decided": decided_in_json(session, subject)}
        context.out.json(page | in_json(session, lacking))
    else:
        unsaid = {event.hash for event in lacking or ()}
        said = list(decided_words(session, view, subject))
        show_subject(context, view, subject, unsaid, written, said)


def _showed_site_or_people(context: VerbContext, session: Session, view: View) -> bool:
    """Whether a site, somebody, a crew or a lane is meant, whose page was printed then.

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
        from chwapi_console.cli.verbs.showing.show_crew import show_crew

        show_crew(context, view, crew)
        _tell_where(context, session, "crews", crew)
    elif lane is not None:
        from chwapi_console.cli.verbs.showing.show_lane import show_lane

        show_lane(context, view, lane)
        _tell_where(context, session, "lanes", lane)
    elif somebody is not None:
        from chwapi_console.cli.verbs.showing.show_person import show_person

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


def _showed_promise(context: VerbContext, view: View) -> bool:
    """Whether a promise is meant, by its id, whose page was printed then."""
    promise = view.situation.promises.get(context.given.id)
    if promise is None or promise.id in view.graph.needs:
        return False
    if context.given.without:
        raise RequestError(_OF_ONE)
    from chwapi_console.cli.verbs.showing.show_promise import show_promise

    show_promise(context, view, promise)
    return True


def _showed_crews(context: VerbContext, view: View) -> bool:
    """Whether all crews or lanes are meant, whose page was printed then: nothing of the plan is called so."""
    if not _is_page(context, view, _CREWS):
        return False
    from chwapi_console.cli.verbs.showing.show_crews import show_crews

    show_crews(context, view)
    return True


def _showed_groups(context: VerbContext, view: View) -> bool:
    """Whether all groups are meant, as `_showed_crews`."""
    if not _is_page(context, view, [_GROUPS]):
        return False
    from chwapi_console.cli.verbs.showing.show_groups import show_groups

    show_groups(context, view)
    return True


def _is_page(context: VerbContext, view: View, called_so: Sequence[Sentence]) -> bool:
    """Whether a page of all of a kind is meant, by its name in English or as people say it."""
    name = context.given.id
    words = (word for of in called_so for word in (str(of), context.out.language(of)))
    if plain(name) not in {plain(word) for word in words}:
        return False
    if name in view.situation.not_in_plan or called(view.plan, name) is not None:
        return False
    if context.given.without:
        raise RequestError(_OF_ONE)
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
    from chwapi_console.cli.verbs.showing.show_without import show_without

    show_without(context, view, subject)


def _tell_site(context: VerbContext, session: Session, view: View, site: str) -> None:
    from chwapi_console.cli.verbs.showing.show_site import show_site

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
