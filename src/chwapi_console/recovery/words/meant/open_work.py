"""What is not done on servers that somebody is about to call usable, and what that announces.

One key, or one line with the names of twenty servers, tells clinicians that a theatre is up. So
whoever says it while required work is open must mean it: both faces ask by `open_work_in_words`, and the
rules refuse an act that was not meant (`marks`). Whoever took a server and did its steps is asked
nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import reduce
from typing import Any

from chwapi_console.journal.kinds.payload import Data
from chwapi_console.journal.kinds.server_kinds import StandingChange
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import same_person
from chwapi_console.recovery.state.judged.present_work import (
    USABLE,
    answers_finding,
    finding_stands,
)
from chwapi_console.recovery.state.told.threshold import CLEAN
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.consequences import in_manners, naming, services_up
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.reason_told import reason_told
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.things.step_words import step_name
from chwapi_console.text import Sentence, Value, either, every, plural, say, some

MOST_NAMED, MOST_IN_FULL = 2, 100
"""Services and servers that are named in a question on a screen, and by a verb; more are
counted."""


class OpenWork(NamedTuple):
    """What is open on one server, as its actor sees it: who else has it in hand and since when.

    What stands in the way; whether nobody took it or examined it; how many of its steps, `of` how
    many; its unmet needs, of each inner list any one would do; which of the open steps `failed`,
    which the acts on them keep.
    """

    server: str
    held_by: str = ""
    since: str = ""
    blocked: str = ""
    retired: bool = False
    compromised: bool = False
    unexamined: bool = False
    not_taken: bool = False
    steps: int = 0
    of: int = 0
    waits_for: tuple[tuple[str, ...], ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether anything is open at all."""
        return any(self[1:])

    def data(self) -> dict[str, Any]:
        """As an event keeps it: only what is open."""
        return {
            name: value
            for name, value in self._asdict().items()
            if value and name not in ("server", "since", "failed")
        }


def open_work(view: View, servers: Iterable[str], state: str, operator: str) -> list[OpenWork]:
    """What is open on each of these servers, should this operator mark them so.

    Only those on which anything is.
    """
    servers = list(servers)
    after = _marked(view, servers, state) if state in USABLE and len(servers) > 1 else view
    found = [_open_on(view, after, server, state, operator) for server in servers]
    return [work for work in found if work.is_any]


PLAINLY = ("blocked", "retired", "compromised", "unexamined", "not_taken")
"""What is open or is not, however much."""


def _marked(view: View, servers: Iterable[str], state: str) -> View:
    """The view once servers are marked so; who only looks at the log asks for none."""
    from chwapi_console.recovery.state.view.supposed_views import with_marks

    return with_marks(view, servers, state)


def is_more(work: OpenWork, kept: Data) -> bool:
    """Whether more is open than an act kept, which may be any values.

    Another hand may have written them.
    """
    steps, waits_for = kept.get("steps"), kept.get("waits_for")
    groups = waits_for if isinstance(waits_for, list | tuple) else ()
    known = [tuple(group) for group in groups if isinstance(group, list | tuple)]
    return (
        work.steps > (steps if type(steps) is int else 0)
        or (bool(work.held_by) and not same_person(work.held_by, str(kept.get("held_by", ""))))
        or any(group not in known for group in work.waits_for)
        or any(getattr(work, name) and not kept.get(name) for name in PLAINLY)
    )


def required_by_plan(view: View, found: Sequence[OpenWork]) -> list[OpenWork]:
    """What of it the rules refuse unless it is meant.

    A plan without a single runbook asks for no way of working: there a server that is named in full
    need not be taken first, nor wait for its needs.
    """
    if view.plan.runbooks:
        return list(found)
    return [work for work in found if work._replace(not_taken=False, waits_for=()).is_any]


def _open_on(view: View, after: View, server: str, state: str, operator: str) -> OpenWork:
    """`after` is the view that the whole act would make.

    What is marked with it is waited for no more.
    """
    shown = view.situation.servers[server]
    standing, waits_for = shown.standing, tuple(after.problem.down.get(server, ()))
    held, settled = _held(view, server, operator), not shown.conflict
    if state not in USABLE or (standing.state == state and settled):
        return held
    if state == "on":
        return held._replace(waits_for=waits_for)
    if standing.state in CLEAN and settled and view.situation.threshold(server).second_for_clean:
        return held
    steps = view.plan.steps_of(server)
    left = sum(view.situation.is_to_do(server, step) for step in steps)
    failed = tuple(s for s in steps if view.situation.step_state(server, s) == "failed")
    of = len(steps) if left else 0
    with_work = held._replace(steps=left, of=of, waits_for=waits_for, failed=failed)
    if standing.state in USABLE and settled:
        return with_work if state == "verified" else held
    blocked = reason_told(standing) if standing.work == "blocked" else ""
    retired = standing.work == "retired"
    if state == "clean":
        compromised = _found_compromised(view, server)
        return held._replace(blocked=blocked, retired=retired, compromised=compromised)
    return with_work._replace(
        blocked=blocked,
        retired=retired,
        unexamined=standing.verdict == "unknown" and not (steps and not left),
        not_taken=not standing.work
        and not any(head.after and head.after.work for head in shown.heads),
    )


def _found_compromised(view: View, server: str) -> bool:
    """Whether a server is compromised as far as people know, be it that they cannot tell any more."""
    verdict = view.situation.servers[server].standing.verdict
    return verdict == "compromised" or (
        verdict == "unknown" and finding_stands(view.plan, view.situation, server, _is_an_answer)
    )


def _is_an_answer(act: Event) -> bool:
    """Whether an act answers a finding, be it by a reason for which it is taken back."""
    after = act.after
    taken_back = after is not None and after.verdict == "unknown" and after.reason != ""
    return taken_back or answers_finding(act)


def _held(view: View, server: str, operator: str) -> OpenWork:
    """Who else has a server in hand, and since when; nothing where nobody does."""
    for head in reversed(view.situation.servers[server].heads):
        after = head.after
        if after and after.work == "restoring" and not same_person(after.holder, operator):
            return OpenWork(server, view.situation.spelled(after.holder), head.at)
    return OpenWork(server)


# In words


def open_work_in_words(
    view: View,
    servers: Sequence[str],
    state: str,
    found: Sequence[OpenWork],
    *,
    in_full: bool = False,
) -> Sentence:
    """What marking servers so would announce, and what is open.

    The sentence by which both faces ask. On a screen a few are named and the others counted;
    `in_full` all are named.
    """
    most = MOST_IN_FULL if in_full else MOST_NAMED
    what: dict[str, Value] = {"servers": named(servers), "state": state_word(state)}
    if state not in USABLE:
        return say(
            "{servers} {state}: {open}.", **what, open=_open(view, servers, found, in_full=in_full)
        )
    what["but"] = but(view, servers, found, in_full=in_full)
    after = _marked(view, servers, state)
    if ups := services_up(after) - services_up(view):
        most = most if in_full or len(servers) == 1 else 1
        return say(
            "{servers} {state}: this would say that {services}. {but}",
            services=reduce(_beside, _would_be_up(after, ups, most)),
            **what,
        )
    return say("{servers} {state}: that brings no service back up. {but}", **what)


def but(
    view: View, servers: Sequence[str], found: Sequence[OpenWork], *, in_full: bool = False
) -> Sentence:
    """What is open, as the end of that sentence: the last that may be cut of it."""
    return say("But: {open}.", open=_open(view, servers, found, in_full=in_full))


def _open(view: View, servers: Sequence[str], found: Sequence[OpenWork], *, in_full: bool) -> Value:
    return every(
        _one(view, found[0], in_full=in_full)
        if len(servers) == 1
        else _several(view, found, MOST_IN_FULL if in_full else MOST_NAMED)
    )


def _would_be_up(after: View, services: set[str], most: int) -> Iterator[Sentence]:
    """The services that would be up, those that would be so alike together."""
    for manner, those in in_manners(after, services):
        what: dict[str, Value] = {"services": naming(after, those, most)}
        n = len(those)
        if manner.without:
            what["without"] = every([node_name(after, wish) for wish in manner.without])
        match manner.without, manner.suspect:
            case (), False:
                yield plural("{services} is up", "{services} are up", n, **what)
            case (), True:
                yield plural("{services} is up, suspect", "{services} are up, suspect", n, **what)
            case _, False:
                yield plural(
                    "{services} is up (without {without})",
                    "{services} are up (without {without})",
                    n,
                    **what,
                )
            case _:
                yield plural(
                    "{services} is up, suspect (without {without})",
                    "{services} are up, suspect (without {without})",
                    n,
                    **what,
                )


def _beside(one: Sentence, other: Sentence) -> Sentence:
    """Two phrases that have lists of their own, kept apart."""
    return say("{one}; {other}", one=one, other=other)


def named(servers: Sequence[str]) -> Value:
    """One server by its name, several by their number."""
    return servers[0] if len(servers) == 1 else plural("{n} server", "{n} servers", len(servers))


def _one(view: View, work: OpenWork, *, in_full: bool) -> list[Value]:
    parts: list[Value | None] = [
        say("{holder} has had it since {time}", holder=work.held_by, time=_time(view, work.since))
        if work.held_by
        else None,
        say("blocked: {reason}", reason=work.blocked) if work.blocked else None,
        say("it is retired") if work.retired else None,
        _finding(view, work.server) if work.compromised else None,
        plural("{n} of {all} steps open", "{n} of {all} steps open", work.steps, all=work.of)
        if work.steps
        else None,
        _tried(view, work.failed) if work.failed else None,
        say("nobody took it") if work.not_taken else None,
        say("never examined") if work.unexamined else None,
        _waits(view, work.waits_for, in_full=in_full) if work.waits_for else None,
    ]
    return [part for part in parts if part is not None]


def _finding(view: View, server: str) -> Sentence:
    if view.situation.servers[server].standing.verdict == "unknown":
        return say("found compromised before, and nobody has restored it since")
    return say("compromised as far as people know")


def _tried(view: View, failed: Sequence[str]) -> Sentence:
    """That open steps were tried, and failed: worse than what nobody has come to yet."""
    names = [step_name(view.plan, step) for step in dict.fromkeys(failed)]
    return plural(
        "{n} of them failed ({steps})",
        "{n} of them failed ({steps})",
        len(failed),
        steps=some(names, MOST_NAMED),
    )


def _waits(view: View, groups: Sequence[Sequence[str]], *, in_full: bool) -> Sentence:
    """What a server waits for: all of it, or one and how many more."""
    if in_full:
        either_of = [either([node_name(view, each) for each in group]) for group in groups]
        return say("waits for {need}", need=every(either_of))
    waits = say("waits for {need}", need=node_name(view, groups[0][0]))
    more = len(groups) - 1
    return say("{waits} +{more}", waits=waits, more=more) if more else waits


def _several(view: View, found: Sequence[OpenWork], most: int) -> list[Value]:
    parts: list[Value] = [*_holders(view, found, most)]
    if n := sum(bool(work.blocked) for work in found):
        parts.append(plural("{n} is blocked", "{n} are blocked", n))
    if n := sum(work.retired for work in found):
        parts.append(plural("{n} is retired", "{n} are retired", n))
    if n := sum(work.compromised for work in found):
        parts.append(plural("{n} is compromised", "{n} are compromised", n))
    if n := sum(work.steps for work in found):
        parts.append(
            plural(
                "{n} of {all} steps open",
                "{n} of {all} steps open",
                n,
                all=sum(work.of for work in found),
            )
        )
    if failed := [step for work in found for step in work.failed]:
        parts.append(_tried(view, failed))
    if n := sum(work.not_taken for work in found):
        parts.append(plural("{n} that nobody took", "{n} that nobody took", n))
    if n := sum(work.unexamined for work in found):
        parts.append(plural("{n} was never examined", "{n} were never examined", n))
    if n := sum(bool(work.waits_for) for work in found):
        parts.append(
            plural("{n} waits for what does not work", "{n} wait for what does not work", n)
        )
    return parts


def _holders(view: View, found: Sequence[OpenWork], most: int) -> list[Sentence]:
    """Who else has which of the servers in hand, and since when the first of them."""
    held: dict[str, list[OpenWork]] = {}
    for work in found:
        if work.held_by:
            held.setdefault(work.held_by, []).append(work)
    return [
        say(
            "{holder} has had {servers} since {time}",
            holder=holder,
            time=_time(view, min((work.since for work in works), key=datetime.fromisoformat)),
            servers=some([work.server for work in works], most),
        )
        for holder, works in held.items()
    ]


def _time(view: View, at: str) -> str:
    return view.clock(datetime.fromisoformat(at))


def kept_open(event: Event) -> list[Sentence]:
    """What an act's event keeps of the work that was open and should be seen by who reads on.

    That somebody else had it in hand (of a block its deed says so), that nobody ever looked.
    """
    payload, parts = event.payload, list[Sentence]()
    if not isinstance(payload, StandingChange):
        return parts
    kept = payload.open
    if kept.get("held_by") and payload.after.work != "blocked":
        parts.append(say("{holder} had it in hand", holder=str(kept["held_by"])))
    if kept.get("unexamined"):
        parts.append(say("never examined"))
    return parts
