"""`next`: the one server to go on with now, why, and what to type; or in words why there is none."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from chwapi_console.cli.line.names import crew_asked, site_named
from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.placeholders import to_type
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.words import header, server_state, site_name
from chwapi_console.recovery.state.judged.entry import Entry, WorkToDo
from chwapi_console.recovery.state.judged.images import has_image, wants_image
from chwapi_console.recovery.state.judged.required_steps import next_step
from chwapi_console.recovery.state.of_view.advice import Advice
from chwapi_console.recovery.state.of_view.advising import advice
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.steps_for import holder_of_next_step, next_step_words
from chwapi_console.recovery.words.things.suspicion import suspects_next
from chwapi_console.recovery.words.why.held_up import hanging_words
from chwapi_console.recovery.words.why.reasons import why
from chwapi_console.text import Sentence, in_one, plural, say, some

if TYPE_CHECKING:
    from chwapi_console.cli.output.as_json import Json

COMMANDS: dict[WorkToDo, tuple[tuple[Sentence, str], ...]] = {
    "look": (
        (say("No trace of the attack"), "mark {server} clean"),
        (say("Traces of it"), "mark {server} compromised"),
    ),
    "restore": (
        (say("To take it"), "take {server}"),
        (say("When it is back"), "mark {server} restored"),
    ),
    "verify": ((say("When you have verified it"), "mark {server} verified"),),
    "recheck": ((say("When you know"), "settle {server} STATE --reason TEXT"),),
    "wait": (),
    "ask": (
        (say("When it can go on"), "take {server}"),
        (say("When not yet"), "mark {server} blocked --reason TEXT --until TIME"),
    ),
    "connect": ((say("When it is switched on and reconnected"), "mark {server} on"),),
}
ABOUT = (say("All about it"), "show {server}")
MOST_NAMED = 4
"""Servers that a line names; of more the rest is counted."""
HELPING = (say("When you help"), "note {server} TEXT")
TAKING = COMMANDS["restore"][0]
TAKING_OVER = (say("To take it over"), "handover accept --take {server}")


def next(context: VerbContext) -> int:
    """Prints the first server that the operator can go on with."""
    with context.session() as session:
        view = session.look()
        site = site_named(view, context.given.site)
        crew = crew_asked(view, context.given.crew)
        found = advice(view, session.operator, site, crew)
        found = _with_figures(view, found)
        if context.options.as_json:
            _in_json(context, view, found, session.operator)
            return 0
        entry = found.entry
        if entry or found.before_others:
            _tell(context, view, found)
            if entry and context.given.why:
                _tell_why(context, view, entry)
            if site and entry:
                for sentence in _waiting_elsewhere(view, entry, site):
                    context.out.say(sentence)
        else:
            for sentence in _beside(view, found):
                context.out.say(sentence)
            from chwapi_console.recovery.words.why.nothing_now import nothing_now

            for sentence in nothing_now(view, found, session.operator, site):
                context.out.say(sentence)
    return 0


def _in_json(context: VerbContext, view: View, advised: Advice, operator: str) -> None:
    from chwapi_console.cli.output import as_json

    entry = advised.entry
    context.out.json(
        {
            "entry": as_json.entry(view, entry, operator) if entry else None,
            **as_json.advice(view, advised),
            **(_reason_in_json(view, entry) if entry and context.given.why else {}),
        }
    )


def _with_figures(view: View, advised: Advice) -> Advice:
    """The advice with what its choices bring, where the plan says who works when."""
    if not view.plan.crews or advised.crew is None:
        return advised
    from chwapi_console.recovery.forecast.by_choice import with_figures

    return with_figures(view, advised)


def _tell_why(context: VerbContext, view: View, entry: Entry) -> None:
    from chwapi_console.recovery.words.why.full_reason import full_reason, reason_in_full

    context.out.say()
    context.out.fields(list(reason_in_full(view, full_reason(view, entry))))


def _reason_in_json(view: View, entry: Entry) -> "Json":
    from chwapi_console.recovery.words.why.full_reason import comparisons, full_reason

    reason = full_reason(view, entry)
    return {
        "reason": {
            "chain": list(reason.chain),
            "waiting": list(reason.waiting),
            "to_go": list(reason.to_go),
            "ahead": [each.server for each in reason.ahead],
            "compared": [str(words) for words in comparisons(view, reason)],
        }
    }


def _waiting_elsewhere(view: View, entry: Entry, site: str) -> Iterator[Sentence]:
    """How many servers of a site are more urgent than the one told, and what holds them up.

    What they wait for is at another site.
    """
    behind = {
        each.server: held
        for each in view.entries
        if each.rank < entry.rank
        and not each.ready
        and not each.held_by
        and view.plan.servers[each.server].site == site
        and (held := _first_elsewhere(view, each, site))
    }
    if behind:
        yield plural(
            "{n} server of {site} is more urgent, and waits for what is elsewhere: {servers}.",
            "{n} servers of {site} are more urgent, and wait for what is elsewhere: {servers}.",
            len(behind),
            site=site_name(view, site),
            servers=some(sorted({name for held in behind.values() for name in held}), MOST_NAMED),
        )


def _first_elsewhere(view: View, entry: Entry, site: str) -> set[str]:
    """What has to be done first, at other sites, until a server can be begun."""
    found, seen, left = set[str](), set[str](), [entry]
    while left:
        for name in (name for group in left.pop().waits_for for name in group):
            if name in seen or name not in view.entry:
                continue
            seen.add(name)
            beneath = view.entry[name]
            if not (beneath.ready or beneath.held_by):
                left.append(beneath)
            elif view.plan.servers[name].site != site:
                found.add(name)
    return found


def _beside(view: View, advised: Advice) -> Iterator[Sentence]:
    """What is to be known before it."""
    if view.plan.divides_work or advised.holds:
        from chwapi_console.recovery.words.why.advice_words import advice_words

        yield from advice_words(view, advised)
    if advised.entry and len(view.in_hand) > 1:
        from chwapi_console.recovery.words.why.not_begun import all_at_work

        if (busy := all_at_work(view, advised.entry)) is not None:
            yield busy


def _tell(context: VerbContext, view: View, advised: Advice) -> None:
    context.out.say(header(view))
    for hanging in hanging_words(view):
        context.out.say(hanging)
    for sentence in (*_moves(view), *_beside(view, advised)):
        context.out.say(sentence)
    if first := advised.before_others:
        command = HELPING if advised.hand else TAKING_OVER if advised.gains else TAKING
        context.out.fields(
            [
                (label, to_type([PROGRAM, *_words(words, first)], context.out.language))
                for label, words in (command, ABOUT)
            ]
        )
    context.out.say()
    if advised.entry and first:
        context.out.say(say("Otherwise:"))
    if advised.entry:
        _tell_of(context, view, advised.entry, away=advised.away is not None)


def _moves(view: View) -> Iterator[Sentence]:
    """Which services have another tier now, by the calendar."""
    if view.tier_moves:
        from chwapi_console.recovery.words.why.tier_words import move_words

        yield from (move_words(view, move) for move in view.tier_moves)


def _tell_of(context: VerbContext, view: View, entry: Entry, *, away: bool) -> None:
    server = view.plan.servers[entry.server]
    context.out.say(
        say(
            "{server} · {role} · {site} · {state}",
            server=entry.server,
            role=server.role,
            site=site_name(view, server.site),
            state=server_state(view, entry.server),
        )
    )
    context.out.say(in_one(why(view, entry)))
    if suspects := suspects_next(view):
        context.out.say(in_one(suspects))
    context.out.say()
    who = next_step_words(view, entry.server) if holder_of_next_step(view, entry.server) else ""
    context.out.fields(
        [
            (say("Next step"), who),
            *(
                (label, to_type([PROGRAM, *_words(command, entry.server)], context.out.language))
                for label, command in (*_commands(view, entry, away=away), ABOUT)
            ),
        ]
    )


def _words(command: str, server: str) -> list[str]:
    """The words of a command with a server in it, whatever its name is."""
    return [server if part == "{server}" else part for part in command.split()]


def _commands(view: View, entry: Entry, *, away: bool) -> Sequence[tuple[Sentence, str]]:
    """What is typed of it; or will be, while whom it is for is away.

    Of a server to be restored also what comes before it is back, and from which restore point,
    where points of it are known.
    """
    if entry.work != "restore":
        return COMMANDS[entry.work]
    (label, command), (back_label, back) = COMMANDS["restore"]
    take = (say("To take it, when they work"), command) if away else (label, command)
    point = " --point ID" if view.situation.points.of.get(entry.server) else ""
    return (take, *_before_it_is_back(view, entry), (back_label, back + point))


def _before_it_is_back(view: View, entry: Entry) -> Iterator[tuple[Sentence, str]]:
    """What is to be done on a server before it is back.

    Its next step, and the image of it where that is wanted and not recorded.
    """
    plan, so_far = view.plan, view.situation
    if step := next_step(plan, so_far, entry.server):
        yield say("Its next step, when done"), f"step {{server}} {step}"
    wanted = wants_image(plan, so_far, entry.server) or step == "image"
    if wanted and not has_image(so_far, view.overrides, entry.server):
        yield (
            say("Its image, before it is rebuilt"),
            "evidence {server} --sha256 DIGITS --tool TEXT --place TEXT --protected yes",
        )
