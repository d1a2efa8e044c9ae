"""What keeps a server from being gone on with, or a service from coming back, as sentences.

Who has it, who blocked it, what it waits for, what is lost, and who put it forward.
"""

from collections.abc import Iterator

from chwapi_console.journal.record.heads import MOST_TOLD, most_cautious_first
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.judged.present_work import found_again
from chwapi_console.recovery.state.of_view.root_cause import lost_beneath, missing_beneath
from chwapi_console.recovery.state.of_view.since import in_hand, is_given, since
from chwapi_console.recovery.state.told.situation import replace_each_other
from chwapi_console.recovery.state.told.threshold import CLEAN
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import how_it_stands, is_condition, node_name
from chwapi_console.recovery.words.things.pin_words import pins_at_odds, placed_pin_words
from chwapi_console.recovery.words.things.reason_told import reason_told
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.things.suspicion import why_suspect
from chwapi_console.recovery.words.things.unmet import unmet_in_words
from chwapi_console.text import (
    Sentence,
    Value,
    beginning,
    every,
    in_one,
    say,
    some,
    typed,
)


def in_its_way(view: View, entry: Entry) -> list[Sentence]:
    """What keeps a server from being gone on with, for what it is suspect, and who put it forward."""
    return [
        *why_suspect(view, entry.server),
        *_found_again(view, entry),
        *_hindrance(view, entry),
        *_pinned(view, entry),
    ]


def _found_again(view: View, entry: Entry) -> list[Sentence]:
    """That a server was back and is compromised again: its work begins anew, from the network on."""
    if entry.state != "compromised" or entry.conflict:
        return []
    found = since(view, entry.server)
    if found is None or not found_again(view.situation, entry.server):
        return []
    return [
        say(
            "It was back, and {operator} found it compromised again at {time}: off the network with "
            "it, then all anew, with a new image and from another restore point.",
            operator=found.by,
            time=view.clock(found.at),
        )
    ]


def _pinned(view: View, entry: Entry) -> list[Sentence]:
    """By whom and why it was put forward, where it was; and what keeps pins on it from holding."""
    subject = view.order.pinned.get(entry.server)
    at_odds = [
        pins_at_odds(view, ring)
        for ring in view.contradictions
        if any(
            entry.server in (pin.subject, *view.order.missing.get(pin.subject, ())[:1])
            for pin in ring
        )
    ]
    return [*at_odds, *(placed_pin_words(view, pin) for pin in view.pins if pin.subject == subject)]


def why_not(view: View, server: str) -> Sentence:
    """Names what is lost at the end of the chain that keeps a server from coming back."""
    lost = lost_beneath(view, server)
    if lost is None:
        return say("Cannot come back: what it needs needs it in turn.")
    if is_condition(view, lost):
        return say("Cannot come back: {condition} is lost.", condition=node_name(view, lost))
    if ring := replace_each_other(view.situation.replacements, lost):
        return say(
            "Cannot come back: {servers} are retired, and replace each other.",
            servers=every(sorted(ring)),
        )
    if replacement := view.situation.servers[lost].standing.replacement:
        return say(
            "Cannot come back: {lost} is retired, and {replacement}, which replaces it, is not in "
            "the plan.",
            lost=lost,
            replacement=replacement,
        )
    if lost == server:
        return say("Cannot come back: it is retired, and no replacement is named.")
    return say("Cannot come back: {lost} is retired, and no replacement is named.", lost=lost)


def why_lost(view: View, service: str) -> list[Sentence]:
    """Why a service cannot come back, and what would help; nothing of one that can."""
    if view.services[service].can_come_back:
        return []
    told = [why_not(view, service)]
    lost = lost_beneath(view, service)
    if lost is not None and is_condition(view, lost):
        return [
            *told,
            say("If it can be met again: condition {lost} open --reason WHY.", lost=typed(lost)),
        ]
    if (
        lost is not None
        and lost in view.plan.servers
        and not view.situation.servers[lost].standing.replacement
    ):
        told.append(
            say("Name what replaces it: mark {lost} retired --replaced-by ID.", lost=typed(lost))
        )
    return told


def _hindrance(view: View, entry: Entry) -> list[Sentence]:
    state = view.situation.servers[entry.server]
    if entry.conflict:
        return [
            say(
                "In conflict: {acts}. Settle it.",
                acts=some(
                    [
                        say(
                            "{operator} says {state}",
                            operator=beginning(view.by(head)),
                            state=state_word(head.after.state),
                        )
                        for head in most_cautious_first(state.heads)
                        if head.after
                    ],
                    MOST_TOLD,
                ),
            )
        ]
    if entry.state == "blocked":
        return _why_blocked(view, entry.server)
    if entry.state == "restoring":
        return [_in_hand(view, entry), *_waiting(view, entry)]
    if entry.state == "restored" and not entry.to_look_at:
        return [
            say("{operator} restored it; somebody else must verify it.", operator=entry.restored_by)
        ]
    if entry.state in CLEAN and not entry.to_look_at:
        return [*_of_a_clean_server(view, entry), *_waiting(view, entry)]
    return [*_not_yet(view, entry), *([] if entry.ready else _waiting(view, entry))]


def _in_hand(view: View, entry: Entry) -> Sentence:
    """Who restores a server, or whom it was given to, who has not begun."""
    if is_given(view, entry.server):
        return say("Given to {operator}.", operator=entry.held_by)
    return say("{operator} is restoring it.", operator=entry.held_by)


def _not_yet(view: View, entry: Entry) -> list[Sentence]:
    """What keeps a server from being begun besides its needs.

    Where the plan says of anything that could.
    """
    if entry.not_before is None and not view.plan.divides_work:
        return []
    from chwapi_console.recovery.words.why.means_words import not_yet

    return not_yet(view, entry)


def _of_a_clean_server(view: View, entry: Entry) -> list[Sentence]:
    """That a second person must confirm it, and that it is off: what keeps it from counting."""
    so_far, words = view.situation, list[Sentence]()
    if so_far.is_unconfirmed(entry.server):
        lookers = sorted(map(so_far.spelled, entry.restorers))
        words.append(
            say("{people} found it clean; somebody else must confirm it.", people=every(lookers))
            if lookers
            else say("The plan calls it clean; a second person must confirm it.")
        )
    if so_far.is_off(entry.server):
        words.append(say("It is clean, and off: it counts once it is switched on and reconnected."))
    return words


def blocked_beneath(view: View, service: str) -> Iterator[Sentence]:
    """Of each blocked server that a service misses.

    By whom it was blocked, since when and why, and who had it in hand.
    """
    for server in view.missing(service):
        if view.situation.state(server) == "blocked":
            yield say("{server}: {why}", server=server, why=in_one(_why_blocked(view, server)))


def _why_blocked(view: View, server: str) -> list[Sentence]:
    reason, begun, holder = (
        reason_told(view.situation.servers[server].standing),
        since(view, server),
        in_hand(view, server),
    )
    if begun is None:
        return [say("Blocked: {reason}.", reason=reason)]
    return [
        say(
            "Blocked by {operator} since {time}: {reason}.",
            operator=begun.by,
            reason=reason,
            time=view.clock(begun.at),
        ),
        *waits_until(view, server),
        *(
            [say("{operator} had it in hand.", operator=holder)]
            if holder not in ("", begun.by)
            else []
        ),
    ]


def waits_until(view: View, server: str) -> list[Sentence]:
    """What a blocked server waits for and until when.

    Where that is there, or its time has passed, what to do now.
    """
    block = view.situation.blocks.get(server)
    if block is None:
        return []
    words = list[Sentence]()
    at = view.clock(block.until) if block.until else ""
    what = node_name(view, block.awaits)
    if view.works(block.awaits):
        words.append(say("It waits for {what}, which is there now.", what=what))
    elif block.awaits:
        words.append(say("It waits for {what}.", what=what))
    if block.until and block.until <= view.now:
        words.append(say("That was expected by {time}.", time=at))
    elif block.until:
        words.append(say("Expected to end {time}.", time=at))
    if server in view.due:
        words.append(say("Ask: let go of it or take it when it can go on, else block it anew."))
    return words


def due_words(view: View, server: str) -> Sentence:
    """That a blocked server is to be asked about."""
    reason = reason_told(view.situation.servers[server].standing)
    first = say("{server} was blocked: {reason}.", server=server, reason=reason)
    return in_one([first, *waits_until(view, server)])


def _waiting(view: View, entry: Entry) -> list[Sentence]:
    """What a server needs that does not work, whoever has it in hand."""
    if not entry.waits_for:
        return []
    return [
        say(
            "Waits for {needs}.",
            needs=unmet_in_words(view, entry.server, lambda member: _with_state(view, member)),
        )
    ]


def _with_state(view: View, node: str) -> Value:
    """An unmet need, with the state that keeps it from working."""
    if is_condition(view, node):
        condition = view.conditions[node]
        name, state = node_name(view, node), how_it_stands(view, condition)
        return say("{name} ({state})", name=name, state=state)
    if node in view.plan.services:
        return node_name(view, node)
    standing = view.situation.servers[node].standing
    if standing.work == "blocked":
        return say("{server} (blocked: {reason})", server=node, reason=reason_told(standing))
    state, beneath = state_word(view.situation.shown_state(node)), missing_beneath(view, node)
    if beneath and beneath != node:
        return say(
            "{server} ({state}, waits for {beneath})", server=node, state=state, beneath=beneath
        )
    return say("{server} ({state})", server=node, state=state)
