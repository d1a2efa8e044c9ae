"""What a scanner or an EDR found, beside what is known.

What its verdicts would change, and what they must not change by themselves.

A finding is weaker than a person who looked, and its age is not known. So it fills in what nobody
looked at and raises an alarm, but who takes a compromised server for clean, or what was brought
back for compromised, does so by saying so; what somebody has in hand is theirs. A finding of an
infection that changes nothing, and that nobody knew of, is an alarm all the same.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from chwapi_console.inventory.model import Verdict
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Sentence, say

NOTHING_HELD: Mapping[str, Sentence] = MappingProxyType({})


class VerdictChange(NamedTuple):
    """A server whose state a finding would change."""

    server: str
    before: str
    verdict: Verdict


class Verdicts(NamedTuple):
    """What findings come to, each group in queue order.

    `plain` can be taken as it is. `cleared` would call clean what is compromised or suspect,
    `relapsed` compromised what was restored or verified: each wants its own yes. `alarms` are called
    compromised, were not known to be, and stay as they are all the same; `left` says why any other
    server does; `same` are so already. `to_read` would be among the first two, and wait for somebody who
    reads what stands beside them.
    """

    plain: tuple[VerdictChange, ...]
    cleared: tuple[VerdictChange, ...]
    relapsed: tuple[VerdictChange, ...]
    alarms: tuple[tuple[str, Sentence], ...]
    left: tuple[tuple[str, Sentence], ...]
    same: tuple[str, ...]
    to_read: tuple[VerdictChange, ...] = ()

    @property
    def cleans(self) -> frozenset[str]:
        """The servers that may be written as clean."""
        changes = (*self.plain, *self.cleared, *self.to_read)
        return frozenset(change.server for change in changes if change.verdict == "clean")

    def unread(self, servers: Collection[str]) -> "Verdicts":
        """The same where nobody reads what stands beside the clean of these servers."""
        waiting = self.cleans.intersection(servers)
        plain, cleared = (
            tuple(change for change in changes if change.server not in waiting)
            for changes in (self.plain, self.cleared)
        )
        changes = (*self.plain, *self.cleared)
        to_read = tuple(change for change in changes if change.server in waiting)
        return self._replace(plain=plain, cleared=cleared, to_read=to_read)


def weighed(
    view: View, verdicts: Mapping[str, Verdict], held: Mapping[str, Sentence] = NOTHING_HELD
) -> Verdicts:
    """What verdicts on servers of the plan would change.

    None of `held`, which says why, is taken for clean.
    """
    plain: list[VerdictChange] = []
    cleared: list[VerdictChange] = []
    relapsed: list[VerdictChange] = []
    alarms: list[tuple[str, Sentence]] = []
    left: list[tuple[str, Sentence]] = []
    same: list[str] = []
    for server in _in_queue_order(view, verdicts):
        state, verdict = view.situation.state(server), verdicts[server]
        change = VerdictChange(server, state, verdict)
        if why := _untouched(view, server, verdict):
            (alarms if verdict == "compromised" and not is_known(view, server) else left).append(
                (server, why)
            )
        elif verdict == "unknown" and server in held:
            left.append((server, held[server]))
        elif verdict == "clean" and server in view.suspects:
            if server in held:
                left.append((server, held[server]))
            else:
                cleared.append(change)
        elif state == verdict or (state in ("restored", "verified") and verdict == "clean"):
            same.append(server)
        elif verdict == "clean" and server in held:
            left.append((server, held[server]))
        elif state in ("restored", "verified"):
            relapsed.append(change)
        elif state == "compromised":
            cleared.append(change)
        else:
            plain.append(change)
    return Verdicts(
        tuple(plain), tuple(cleared), tuple(relapsed), tuple(alarms), tuple(left), tuple(same)
    )


def is_known(view: View, server: str) -> bool:
    """Whether people know that a server is compromised, and it was not brought back since."""
    standing = view.situation.servers[server].standing
    return standing.verdict == "compromised" and standing.work not in ("restored", "verified")


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
