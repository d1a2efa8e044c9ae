"""What clears a suspect: a look by somebody who says so, and knows that it is one."""

from collections.abc import Sequence

from chwapi_console.journal.kinds.standing import RESTORED
from chwapi_console.people import is_among
from chwapi_console.recovery.rules.cases import MARK, SETTLE, TRIAGE, ServerCase
from chwapi_console.recovery.rules.of_all import spoken_of
from chwapi_console.recovery.rules.rule import ASKS, REFUSES, Rule
from chwapi_console.recovery.state.told.threshold import CLEAN
from chwapi_console.recovery.words.things.suspicion import sources_of
from chwapi_console.text import Sentence, plural, say, some

MOST_SERVERS, MOST_NAMED = 8, 2
"""Servers that one sentence names, and one on a screen before an act."""
OWN = "clean.own"
CLEARS = (*CLEAN, "verified")
"""States that say of a suspect no more than that somebody looked at it."""
FEWEST_AT_ONCE = 3
"""Suspects from which on an act that clears them together is asked about."""


def _own(case: ServerCase) -> Sentence | None:
    """Whoever restored a suspect may look at it again, and is told that nobody else has."""
    if case.after.state not in CLEAN:
        return None
    own = [
        server
        for server in _suspects(case, spoken_of(case, OWN, "ask"))
        if _restored_by(case, server)
    ]
    if not own:
        return None
    return plural(
        "{servers} is suspect, and {operator} had a hand in restoring it: nobody else has looked "
        "since.",
        "{servers} are suspect, and {operator} had a hand in restoring them: nobody else has "
        "looked since.",
        len(own),
        servers=some(own, MOST_SERVERS),
        operator=case.actor,
    )


def _instead_of_verifying(case: ServerCase) -> Sentence | None:
    """That clean would count at once where only verifying by somebody else counts.

    Of a server that was restored, and that its own restorer calls clean.
    """
    so_far = case.view.situation
    if case.after.state not in CLEAN or not so_far.threshold(case.subject).second_for_restored:
        return None
    works = {head.after.work for head in case.shown.heads if head.after}
    if works.isdisjoint(RESTORED) or not _restored_by(case, case.subject):
        return None
    return say(
        "{operator} had a hand in restoring {server}; somebody else must say that it is clean.",
        operator=case.actor,
        server=case.subject,
    )


def _as_it_is(case: ServerCase) -> Sentence | None:
    """To restore is work. Of a suspect on which none was begun anew it is a word."""
    if case.after.work != "restored":
        return None
    suspects = _suspects(case, case.servers or [case.subject])
    if not suspects:
        return None
    return plural(
        "{servers} is suspect (found compromised: {sources}). Restored says that it was restored "
        "since, and clears it; where somebody looked and found no trace, it is clean.",
        "{servers} are suspect (found compromised: {sources}). Restored says that they were "
        "restored since, and clears them; where somebody looked and found no trace, they are clean.",
        len(suspects),
        servers=some(suspects, MOST_SERVERS),
        sources=some(sources_of(case.view, suspects), MOST_SERVERS),
    )


def _many_at_once(case: ServerCase) -> Sentence | None:
    """A look at each takes minutes, and one key or one line names a hundred."""
    if not (n := cleared_at_once(case)):
        return None
    suspects = _suspects(case, case.servers)
    return plural(
        "{n} server is suspect (found compromised: {sources}) and would be cleared in one act: "
        "{servers}. That says that each was looked at.",
        "{n} servers are suspect (found compromised: {sources}) and would be cleared in one act: "
        "{servers}. That says that each was looked at.",
        n,
        sources=some(sources_of(case.view, suspects), MOST_SERVERS),
        servers=some(suspects, MOST_NAMED if case.by_key else MOST_SERVERS),
    )


def cleared_at_once(case: ServerCase) -> int:
    """How many suspects an act would clear, where they are many; else 0."""
    if case.after.state not in CLEARS or len(case.servers) < FEWEST_AT_ONCE:
        return 0
    n = len(_suspects(case, case.servers))
    return n if n >= FEWEST_AT_ONCE else 0


def _suspects(case: ServerCase, servers: Sequence[str]) -> list[str]:
    view = case.view
    return [server for server in servers if server in view.suspects or server in view.set_aside]


def _restored_by(case: ServerCase, server: str) -> bool:
    so_far = case.view.situation
    return is_among(case.actor, so_far.past(server).restorers(so_far.servers[server].heads))


CLEAN_IS_NO_VERIFICATION = Rule(
    "clean.no-hand",
    REFUSES,
    ServerCase,
    (MARK, SETTLE, TRIAGE),
    says=say(
        "Where what is restored needs a second person, whoever restored it does not call it clean "
        "instead."
    ),
    met_by=say("Somebody else looks, and says verified or clean."),
    broken=_instead_of_verifying,
)
CLEARED_BY_ANOTHER = Rule(
    OWN,
    ASKS,
    ServerCase,
    (MARK, SETTLE, TRIAGE),
    says=say("A suspect is cleared by somebody who had no hand in restoring it."),
    met_by=say("Somebody else looks at it, or say that it is meant."),
    broken=_own,
)
RESTORED_SINCE = Rule(
    "suspect.restored",
    ASKS,
    ServerCase,
    (MARK, SETTLE),
    says=say(
        "A suspect is called restored when it was restored anew, and nobody does so unawares."
    ),
    met_by=say("Restore it, or mark it clean where there is no trace, or say that it is meant."),
    broken=_as_it_is,
)
LOOKED_AT_EACH = Rule(
    "suspects.counted",
    ASKS,
    ServerCase,
    (MARK, TRIAGE),
    says=say("Suspects are looked at one by one: nobody clears many of them in one act unawares."),
    met_by=say("Clear them one by one, or say that each was looked at; the record keeps how many."),
    broken=_many_at_once,
    asked_once=True,
)
RULES = (CLEAN_IS_NO_VERIFICATION, CLEARED_BY_ANOTHER, RESTORED_SINCE, LOOKED_AT_EACH)
