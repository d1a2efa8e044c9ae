"""The clocks of laws as a page: what is due next, then every duty with its source."""

from collections.abc import Iterator, Sequence
from datetime import date

from chwapi_console.clock import day_and_time
from chwapi_console.inventory.laws import known_laws, law_name
from chwapi_console.inventory.model import Duty
from chwapi_console.recovery.state.of_view.clocks import Clock, clocks, not_in_force
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.clock_words import clock_words, deadline_words
from chwapi_console.report.page import PaperPage, Section, foot, moment_in_full, titled
from chwapi_console.text import Sentence, say, typed

NO_ADVICE = say(
    "This page states sources and times. It gives no advice: whether a law applies is for your "
    "data protection officer and your lawyers."
)
NO_DRILL = say("DRILL: an exercise notifies nobody.")


def clocks_page(view: View, head: str, by: str) -> PaperPage:
    """The page, as somebody makes it."""
    running = clocks(view)
    under = [NO_ADVICE, say("Incident since {time}", time=moment_in_full(view, view.started))]
    if view.plan.incident.drill:
        under.insert(0, NO_DRILL)
    sections = [_none_chosen(view)] if not running and not not_in_force(view) else []
    if running:
        sections += [_next(view, running), *_laws(view, running)]
    return PaperPage(
        titled(view, say("Legal clocks")),
        under,
        [*sections, _too_new(view)],
        foot(view, head, by),
    )


def _none_chosen(view: View) -> Section:
    return Section(
        say("The plan chooses no law"),
        [say("{id}: {law}", id=law, law=law_name(law)) for law in known_laws(view.plan)],
        remark=say('Write the ids of those that apply under [policy]: legal = ["gdpr"]'),
        whole=True,
    )


def _next(view: View, all_clocks: Sequence[Clock]) -> Section:
    todo = sorted(
        (clock for clock in all_clocks if clock.is_open),
        key=lambda clock: (clock.due is not None, clock.due or view.now, clock.id),
    )
    return Section(
        say("To do now"),
        [
            say("{duty}: {how}. {whom}", duty=c.id, how=clock_words(view, c), whom=_whom(c.duty))
            for c in todo
        ],
        say("No clock runs."),
        whole=True,
    )


def _whom(duty: Duty) -> Sentence:
    if duty.phone:
        return say("To: {whom}, {phone}", whom=duty.to, phone=duty.phone)
    return say("To: {whom}; the plan has no telephone number", whom=duty.to)


def _laws(view: View, all_clocks: Sequence[Clock]) -> Iterator[Section]:
    for law in dict.fromkeys(clock.duty.law for clock in all_clocks):
        its = [clock for clock in all_clocks if clock.duty.law == law]
        alike = all(_for_all(clock.duty) == _for_all(its[0].duty) for clock in its)
        about = _awareness(view, law)
        if alike:
            about = say("{about}. {whom}", about=about, whom=_for_all(its[0].duty))
        yield Section(
            say("{law} ({id})", law=law_name(law), id=law),
            [_in_full(view, clock, alone=not alike) for clock in its],
            remark=about,
            whole=True,
        )


def _awareness(view: View, law: str) -> Sentence:
    since = view.situation.said_of_laws.aware_since(law)
    if since is None:
        return say(
            "Nobody said since when somebody is aware: aware {law} --at TIME --by NAME",
            law=typed(law),
        )
    said = say(
        "{who} is aware since {time}; recorded by {operator}, {written}",
        who=since.terms.by,
        time=day_and_time(since.at.astimezone(view.plan.incident.zone)),
        operator=view.by(since.event),
        written=view.when(since.event),
    )
    if view.situation.said_of_laws.aware[law].in_conflict:
        return say("{said}. People disagree about it: the earliest counts here", said=said)
    return said


def _in_full(view: View, clock: Clock, *, alone: bool) -> Sentence:
    duty = clock.duty
    how = clock_words(view, clock)
    if clock.state != "duty":
        how = say("{deadline}: {how}", deadline=deadline_words(duty.deadline), how=how)
    line = say("{duty}, {how}. {text}", duty=clock.id, how=how, text=duty.text)
    if clock.disagreed:
        line = say("{line} People disagree about it.", line=line)
    return say("{line} {source}", line=line, source=_for_all(duty)) if alone else line


def _for_all(duty: Duty) -> Sentence:
    return say("{whom}. {source}", whom=_whom(duty), source=source_words(duty))


def source_words(duty: Duty) -> Sentence:
    """Where a duty stands, since when it is in force, and when that was read.

    And that it was not confirmed, where it was not.
    """
    words = say("Source: {source}", source=duty.source or say("none is named"))
    if duty.valid_from:
        words = say("{source}; applies since {day}", source=words, day=_day(duty.valid_from))
    if duty.checked:
        words = say("{source}; read {day}", source=words, day=_day(duty.checked))
    return (
        say("{source}.", source=words)
        if duty.verified
        else say("{source}. NOT CONFIRMED: ask.", source=words)
    )


def _too_new(view: View) -> Section:
    laws: dict[str, Duty] = {}
    for duty in not_in_force(view).values():
        laws.setdefault(duty.law, duty)
    return Section(
        say("Chosen, and not yet in force when the incident began: no clock"),
        [
            say("{law}: applies since {day}", law=law, day=_day(duty.valid_from))
            for law, duty in laws.items()
            if duty.valid_from
        ],
    )


def _day(day: date) -> str:
    return f"{day:%d/%m}/{day.year:04}"
