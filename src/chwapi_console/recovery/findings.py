"""What a scanner or an EDR found, beside what is known: what its verdicts would change, and what they must not change by
themselves.

A finding is weaker than a person who looked, and its age is not known. So it fills in what nobody looked at and raises an
alarm, but who takes a compromised server for clean, or what was brought back for compromised, does so by saying so; what
somebody has in hand is theirs.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from chwapi_console.inventory.model import Verdict, most_cautious
from chwapi_console.recovery.reasons import state_word
from chwapi_console.recovery.view import View
from chwapi_console.text import Sentence, say


class Change(NamedTuple):
    """A server whose state a finding would change."""

    server: str
    before: str
    verdict: Verdict


class Verdicts(NamedTuple):
    """What findings come to, each group in queue order.

    `plain` can be taken as it is. `cleared` would call clean what is compromised, `relapsed` compromised what was restored
    or verified: each wants its own yes. `left` says why a server stays as it is; `same` are so already.
    """

    plain: tuple[Change, ...]
    cleared: tuple[Change, ...]
    relapsed: tuple[Change, ...]
    left: tuple[tuple[str, Sentence], ...]
    same: tuple[str, ...]


def each_by_caution(found: Iterable[tuple[str, Verdict]]) -> dict[str, Verdict]:
    """The most cautious verdict on each server, whatever the order and number of the findings."""
    verdicts: dict[str, Verdict] = {}
    for server, verdict in found:
        verdicts[server] = most_cautious((verdict, verdicts.get(server, verdict)))
    return verdicts


def weighed(view: View, verdicts: Mapping[str, Verdict], doubted: Collection[str] = ()) -> Verdicts:
    """What verdicts on servers of the plan would change. None of `doubted`, of which the list says something that was not
    understood, is taken for clean."""
    plain: list[Change] = []
    cleared: list[Change] = []
    relapsed: list[Change] = []
    left: list[tuple[str, Sentence]] = []
    same: list[str] = []
    for server in _in_queue_order(view, verdicts):
        state, verdict = view.situation.state(server), verdicts[server]
        change = Change(server, state, verdict)
        if why := _untouched(view, server, verdict):
            left.append((server, why))
        elif verdict == "clean" and server in doubted:
            left.append((server, say("the list says more of it that was not understood; it is not taken for clean")))
        elif state == verdict or (state in ("restored", "verified") and verdict == "clean"):
            same.append(server)
        elif state in ("restored", "verified"):
            relapsed.append(change)
        elif state == "compromised":
            cleared.append(change)
        else:
            plain.append(change)
    return Verdicts(tuple(plain), tuple(cleared), tuple(relapsed), tuple(left), tuple(same))


def _in_queue_order(view: View, verdicts: Mapping[str, Verdict]) -> list[str]:
    place = view.order.rank
    return sorted(verdicts, key=lambda server: (place.get(server, len(place) + 1), server))


def _untouched(view: View, server: str, verdict: Verdict) -> Sentence | None:
    """Why a finding changes nothing here, whatever it says."""
    state = view.situation.servers[server]
    if state.conflict:
        return say("is in conflict; settle it")
    if verdict == "unknown" and state.state != "unknown":
        return say("the finding says nothing; it stays {state}", state=state_word(state.state))
    match state.state:
        case "restoring":
            return say("{holder} has it in hand", holder=state.standing.holder)
        case "blocked" | "retired":
            return say("is {state}", state=state_word(state.state))
    return None
