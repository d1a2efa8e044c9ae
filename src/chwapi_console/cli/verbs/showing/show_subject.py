"""`show` of a server, a service, a condition, or of an id that only the journal knows."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.placeholders import to_type
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output import page_json
from chwapi_console.cli.output.as_json import Json
from chwapi_console.cli.output.words import server_state, site_name
from chwapi_console.cli.verbs.showing.subject_facts import (
    condition_facts,
    link_facts,
    plan_facts,
    server_facts,
    service_facts,
)
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.acts.open_steps import told_in_full
from chwapi_console.recovery.state.judged.required_steps import tries
from chwapi_console.recovery.state.of_view.service_course import Spell, service_courses
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.quick_words import quick_words
from chwapi_console.recovery.words.since.news import NOT_SIGNED
from chwapi_console.recovery.words.since.outage_words import course_in_words
from chwapi_console.recovery.words.things.conditions import condition_command, how_it_stands
from chwapi_console.recovery.words.things.evidence_words import evidence_of_server
from chwapi_console.recovery.words.things.limits import status_words
from chwapi_console.recovery.words.things.notes import MOST_LETTERS, note_on_a_page
from chwapi_console.recovery.words.things.point_words import points_of_server
from chwapi_console.recovery.words.things.site_words import sites_words
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.things.step_words import step_name, step_remark, step_terms
from chwapi_console.text import Sentence, Value, beginning, say, shortened, typed

LAST_EVENTS, LAST_NOTES = 20, 50
_Section = tuple[Sentence, Sequence[Sentence]]
"""A title, and the lines below it; no line, no section."""


def subject_page(view: View, subject: str, operator: str) -> Json:
    """All that is known of it, for `--json`."""
    if subject in view.plan.servers:
        return page_json.server_page(view, subject, operator)
    if subject in view.services:
        from chwapi_console.cli.verbs.showing.show_promise import promises_in_json
        from chwapi_console.recovery.forecast.forecast import forecast

        page = page_json.service_page(view, subject, forecast(view, [subject]))
        return page | {"promises": promises_in_json(view, subject)}
    if subject in view.plan.conditions:
        return page_json.condition_page(view, subject)
    return page_json.stranger_page(view, subject)


def show_subject(
    context: VerbContext,
    view: View,
    subject: str,
    lacking: AbstractSet[str],
    written: Value,
    decided: Sequence[Sentence] = (),
) -> None:
    """Prints the page: the first line, facts with their labels, then sections.

    `lacking` has the hashes of events without a signature that should have one; `written` says
    where it stands in the plan's file, empty where it does not; `decided` who decided that.
    """
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
    of_the_plan = (say("What the plan says of it, and since when"), decided)
    for title, lines in (course_of_it, *_sections(view, subject, lacking), of_the_plan):
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
            *server_facts(view, subject, context.operator),
            *link_facts(view, subject, server.soft),
            *plan_facts(view, subject),
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
    context.out.fields(
        [*service_facts(view, subject, course), *link_facts(view, subject, service.soft)]
    )


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
            *condition_facts(view, subject),
            (label, to_type([PROGRAM, *words], context.out.language)),
            *link_facts(view, subject, ()),
        ]
    )


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
            time=view.when(note),
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
        time=view.when(event),
    )
    if tried > 1:
        done = say("{step}, try {n}", step=done, n=tried)
    return say("{step} ({remark})", step=done, remark=said) if said else done


def _event(view: View, event: Event, *, unsigned: bool) -> Sentence:
    line = say(
        "{time}  {what}  ({event})",
        time=view.when(event),
        what=shortened(told_in_full(view, event), MOST_LETTERS),
        event=event.id[:8],
    )
    note = beginning(event.note, MOST_LETTERS)
    line = say("{line} · {note}", line=line, note=note) if note else line
    return say("{what} ({remark})", what=line, remark=NOT_SIGNED) if unsigned else line
