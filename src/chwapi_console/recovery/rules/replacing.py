"""Which server can stand for one that will not come back."""

from collections.abc import Mapping, Sequence

from chwapi_console.inventory.near_names import no_such_servers
from chwapi_console.recovery.rules.cases import MARK, SETTLE, UNDO, ServerCase
from chwapi_console.recovery.rules.rule import ASKS, REFUSES, WANTS, Rule
from chwapi_console.recovery.state.told.situation import followed, replace_each_other
from chwapi_console.recovery.state.view.supposed_views import with_marks
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.consequences import naming
from chwapi_console.recovery.words.meant.open_work import MOST_IN_FULL, MOST_NAMED
from chwapi_console.text import Sentence, every, say, some

MOST_SERVERS = 8
"""Servers that one sentence names."""


def _impossible(case: ServerCase) -> Sentence | None:
    replacement, known = case.after.replacement, case.view.situation.servers
    if replacement and replacement not in known:
        return no_such_servers([replacement], known)
    return _cannot_be_put_back(case)


def _cannot_be_put_back(case: ServerCase) -> Sentence | None:
    if not case.after.replacement:
        return None
    return no_replacement(case.view, case.subject, case.replacing)


def no_replacement(view: View, server: str, now: Mapping[str, str]) -> Sentence | None:
    """Why a server cannot be replaced as `now` says; None where it can.

    `now` also has what else the act changes. The replacement, or what stands for that in turn, must
    be another server, and must not need the one it replaces.
    """
    replacement = now[server]
    others = {
        old: new
        for old, new in {**view.situation.replacements, **now}.items()
        if new in view.situation.servers and old != server
    }
    chain = followed(others, replacement)
    if replacement == server:
        return say("{server} cannot be replaced by itself.", server=server)
    if server in chain:
        return say(
            "{server} cannot be replaced by {replacement}, which it replaces itself.",
            server=server,
            replacement=replacement,
        )
    if ring := replace_each_other(others, replacement):
        return say(
            "{server} cannot be replaced by {replacement}: {servers} are retired, and replace each "
            "other.",
            server=server,
            replacement=replacement,
            servers=every(sorted(ring)),
        )
    if needing := _need_it(view, server, others, chain):
        return say(
            "{server} cannot be replaced by {replacement}, which needs it.",
            server=server,
            replacement=needing[0],
        )
    return None


def _needed(case: ServerCase) -> Sentence | None:
    """What is retired for good may take services with it, and that is no slip of a key."""
    view, after = case.view, case.after
    if after.work != "retired" or after.replacement:
        return None
    then = with_marks(view, case.servers or [case.subject], "retired")
    lost = {
        service
        for service, state in view.services.items()
        if state.can_come_back and not then.services[service].can_come_back
    }
    if not lost:
        return None
    return say(
        "Nothing replaces {servers}: without that {services} cannot come back.",
        servers=some(case.servers or [case.subject], MOST_SERVERS),
        services=naming(view, lost, MOST_NAMED if case.by_key else MOST_IN_FULL),
    )


def _need_it(
    view: View, server: str, replacements: Mapping[str, str], among: Sequence[str]
) -> list[str]:
    """Those among some servers that cannot work without a server, whatever else there is."""
    graph = view.plan.graph.replacing(replacements)
    at_best = graph.settle(lambda _, ready: ready, 0)
    without = graph.settle(lambda node, ready: None if node == server else ready, 0)
    return [other for other in among if other in at_best and other not in without]


REPLACED_BY_WHAT_CAN = Rule(
    "replacement.possible",
    WANTS,
    ServerCase,
    (MARK, SETTLE),
    says=say(
        "What replaces a server is another server of the plan, which does not need it and is not "
        "replaced by it."
    ),
    met_by=say("Name a server that can stand for it."),
    broken=_impossible,
)
REPLACED_AGAIN_BY_WHAT_CAN = Rule(
    "replacement.put-back",
    REFUSES,
    ServerCase,
    (UNDO,),
    says=say("An undo puts back no replacement that others have made impossible meanwhile."),
    met_by=say("Undo what they did first, or mark the server anew."),
    broken=_cannot_be_put_back,
)
NOT_RETIRED_WHILE_NEEDED = Rule(
    "retired.needed",
    ASKS,
    ServerCase,
    (MARK, SETTLE, UNDO),
    says=say("Nothing is retired unsaid for want of which a service cannot come back."),
    met_by=say("Name what replaces it, or say that it is meant."),
    broken=_needed,
)
RULES = (
    REPLACED_BY_WHAT_CAN,
    REPLACED_AGAIN_BY_WHAT_CAN,
    NOT_RETIRED_WHILE_NEEDED,
)
