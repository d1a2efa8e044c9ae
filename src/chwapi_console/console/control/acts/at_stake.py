"""What an act on servers would take away unasked: somebody's work, a finding, a reason.

The questions before an act say it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from chwapi_console.clock import clock_time
from chwapi_console.people import same_person
from chwapi_console.recovery.state.judged.stints import in_hand_since
from chwapi_console.recovery.state.told.evidence_items import recorded
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.reason_told import reason_told
from chwapi_console.text import Sentence, Value, every, plural, say, some

HELD, ENDED = "held", ("held", "blocked", "verified", "retired")
SURPRISING: Mapping[str, Collection[str]] = {
    "restored": ("verified",),
    "verified": (),
    "on": (),
    "compromised": ENDED,
    "clean": ("restored", "verified"),
}
"""What each act is not done over unasked, beside what `open_work` asks about. Over restored,
`compromised` asks for more than a key; elsewhere the rules refuse."""
ANY = ("restored", *ENDED)
"""What every question about a server that is going to lose it says in passing."""


MOST_NAMED = 3
"""Servers of a kind that a question about many names; the others are counted."""


def stake(view: View, server: str, operator: str) -> str:
    """What stands on a server.

    Its work, `held` where that is somebody else's in hand, else its verdict.
    """
    standing = view.situation.servers[server].standing
    if standing.work == "restoring":
        return HELD if not same_person(standing.holder, operator) else standing.verdict
    return standing.work or standing.verdict


def at_stake(
    view: View, servers: Sequence[str], operator: str, kinds: Collection[str]
) -> dict[str, list[str]]:
    """The servers that would lose something of these kinds, by kind, in the order of the kinds."""
    found: dict[str, list[str]] = {}
    for server in servers:
        if (kind := stake(view, server, operator)) in kinds:
            found.setdefault(kind, []).append(server)
    return {kind: found[kind] for kind in kinds if kind in found}


def loss_of_one(view: View, server: str, kind: str) -> Sentence:
    """In a sentence what one server would lose."""
    standing = view.situation.servers[server].standing
    who: dict[str, Value] = {"server": server, "holder": standing.holder}
    match kind:
        case "held":
            return say("{holder} is restoring {server}.", **who)
        case "blocked":
            return say(
                "{server} is blocked: {reason}.", server=server, reason=reason_told(standing)
            )
        case "restored":
            return say("{server} was restored by {holder}.", **who)
        case "verified":
            return say("{server} was verified by {holder}.", **who)
        case "retired":
            return say("{server} is retired.", server=server)
    return say("{server} is compromised as far as people know.", server=server)


def in_brackets(view: View, server: str, kind: str, now: datetime) -> Sentence:
    """One server by its name, with what it would lose, for the middle of a question."""
    state = view.situation.servers[server]
    since = state.latest.moment if state.latest else view.started
    who: dict[str, Value] = {
        "server": server,
        "holder": state.standing.holder,
        "time": clock_time(since, view.plan.incident.zone, now),
    }
    match kind:
        case "held":
            return say("{server} (held by {holder} since {time})", **who)
        case "restored":
            return say("{server} (restored by {holder} {time})", **who)
        case "verified":
            return say("{server} (verified by {holder} {time})", **who)
        case "blocked":
            return say(
                "{server} (blocked: {reason})", server=server, reason=reason_told(state.standing)
            )
    return say("{server} (retired)", server=server)


def losses_counted(view: View, found: Mapping[str, Sequence[str]]) -> Value:
    """How many of several servers would lose what, by name; of those in hand, who holds them."""
    return every([_count(view, kind, servers) for kind, servers in found.items()])


def _count(view: View, kind: str, servers: Sequence[str]) -> Sentence:
    n, which = len(servers), some(servers, MOST_NAMED)
    match kind:
        case "held":
            holders = sorted({view.situation.servers[server].standing.holder for server in servers})
            return plural(
                "{n} held by {holders}", "{n} held by {holders}", n, holders=every(holders)
            )
        case "blocked":
            return plural("{n} blocked ({which})", "{n} blocked ({which})", n, which=which)
        case "restored":
            return plural("{n} restored ({which})", "{n} restored ({which})", n, which=which)
        case "verified":
            return plural("{n} verified ({which})", "{n} verified ({which})", n, which=which)
        case "retired":
            return plural("{n} retired ({which})", "{n} retired ({which})", n, which=which)
    return plural("{n} compromised", "{n} compromised", n)


def worked_on(view: View, servers: Sequence[str]) -> list[Sentence]:
    """What was done on servers since they were taken in hand: of one in full, of more by their names."""
    found = {server: work for server in servers if (work := _work_since_taken(view, server))}
    if len(found) > 1:
        which = some(list(found), MOST_NAMED)
        return [say("Work is done on {n} of them ({which}).", n=len(found), which=which)]
    return list(found.values())


def _work_since_taken(view: View, server: str) -> Sentence | None:
    """How many of its steps are done, where any was since; else what was recorded of evidence since."""
    situation = view.situation
    if (since := in_hand_since(view.plan, situation, server)) is None:
        return None
    steps = view.plan.steps_of(server)
    done = [step for step in steps if not situation.is_to_do(server, step)]
    if any(situation.steps[server, step].moment >= since for step in done):
        return plural(
            "{server}: {n} of {all} steps done.",
            "{server}: {n} of {all} steps done.",
            len(done),
            server=server,
            all=len(steps),
        )
    items = recorded(situation, server).values()
    n = sum(any(event.moment >= since for event in events) for events in items)
    if not n:
        return None
    return plural(
        "{server}: {n} item of evidence recorded.",
        "{server}: {n} items of evidence recorded.",
        n,
        server=server,
    )
