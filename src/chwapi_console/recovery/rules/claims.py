"""Whose a server is.

What somebody has in hand is theirs, and what waits or is done is taken by nobody unawares.
"""

from collections.abc import Iterable, Iterator

from chwapi_console.clock import later
from chwapi_console.inventory.near_names import beside_nearest
from chwapi_console.journal.kinds.server_kinds import StepChange
from chwapi_console.people import is_among, same_person
from chwapi_console.recovery.rules.cases import (
    DROP,
    MARK,
    STEP,
    TAKE,
    UNDO,
    ServerCase,
    StepCase,
    UndoCase,
)
from chwapi_console.recovery.rules.rule import ASKS, REFUSES, Rule
from chwapi_console.recovery.state.of_view.since import since
from chwapi_console.recovery.state.of_view.untouched import is_stale, touched
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Sentence, say

DONE = ("restored", "verified", "retired")
"""States from which nothing is taken in hand."""
LET_GO = (*DONE, "on")
"""States in which there is nothing to let go of."""


def _held(case: ServerCase) -> Sentence | None:
    if case.handing_over and same_person(case.actor, case.after.holder):
        return None  # who takes the shift over takes over from them
    return held_by_another(case.view, case.subject, case.actor, case.after.holder)


def held_by_another(view: View, server: str, actor: str, holder_after: str) -> Sentence | None:
    """That somebody has a server in hand, who is neither the actor nor to have it, and since when.

    None where nobody does, or where nobody touched it for long.
    """
    before = view.situation.servers[server].standing
    holder = before.holder
    if before.work != "restoring" or is_among(holder, (actor, holder_after)):
        return None
    if is_stale(view, server, view.now):
        return None
    moment, begun = touched(view, server), since(view, server)
    return say(
        "{holder} is restoring {server} since {time}. Ask {holder} to let go, or others take it from "
        "{free}. To take the shift over: handover accept --take {server}.",
        server=server,
        holder=holder,
        time=view.clock(begun.at if begun else moment),
        free=view.clock(later(moment, view.plan.policy_for(server).stale)),
    )


def _blocked(case: ServerCase) -> Sentence | None:
    if case.before.work != "blocked" or case.subject not in case.view.problem.blocked:
        return None
    return say(
        "{server} is blocked: {reason}. Let go of it first when that is over (in the console x, in "
        "the shell drop).",
        server=case.subject,
        reason=case.before.reason,
    )


def _steps_of_what_is_blocked(case: StepCase) -> Sentence | None:
    """That a server waits for something, as one of its steps is ticked; nothing to who has it in hand."""
    shown = case.view.situation.servers.get(case.subject)
    if case.after != "done" or shown is None or shown.standing.work != "blocked":
        return None
    if case.subject not in case.view.problem.blocked or same_person(
        shown.standing.holder, case.actor
    ):
        return None
    return say("{server} is blocked: {reason}.", server=case.subject, reason=shown.standing.reason)


def _early(case: ServerCase) -> Sentence | None:
    """That a restoration would begin before the plan lets it."""
    begins = case.view.not_before.get(case.subject)
    if begins is None or case.after.work != "restoring" or case.before.work == "restoring":
        return None
    if case.view.situation.shown_state(case.subject) not in ("compromised", "blocked"):
        return None
    return say(
        "By the plan the restoration of {server} may not begin before {time}.",
        server=case.subject,
        time=case.view.clock(begins),
    )


def _done(case: ServerCase) -> Sentence | None:
    if case.before.work not in DONE:
        return None
    return say(
        "{server} is {state}. If it must be done again, mark it compromised first.",
        server=case.subject,
        state=state_word(case.view.situation.shown_state(case.subject)),
    )


def _nothing_to_let_go_of(case: ServerCase) -> Sentence | None:
    if case.before.work not in LET_GO:
        return None
    return say(
        "{server} is {state}: nobody has it to let go of. Undo it, or mark it anew.",
        server=case.subject,
        state=state_word(case.view.situation.shown_state(case.subject)),
    )


def _beside_its_holder(case: StepCase | UndoCase) -> Sentence | None:
    """Steps of what somebody else has in hand, but those that the plan gives to a trade.

    Who takes back what they themselves said of a step is asked nothing.
    """
    found = (
        list(_steps_taken_back(case)) if isinstance(case, UndoCase) else [(case.subject, case.step)]
    )
    told = (_held_by_another(case.view, server, step, case.actor) for server, step in found)
    return next((words for words in told if words is not None), None)


def _steps_taken_back(case: UndoCase) -> Iterator[tuple[str, str]]:
    """Of which steps, each after its server, an undo takes back what others said."""
    for event in case.targets or ([case.target] if case.target else []):
        change = event.payload
        if isinstance(change, StepChange) and not same_person(event.operator, case.actor):
            yield event.subject, change.step


def _held_by_another(view: View, server: str, step: str, actor: str) -> Sentence | None:
    """Since when somebody else has a server in hand.

    None where nobody has, or where by the plan a trade does this step that is not theirs.
    """
    shown = view.situation.servers.get(server)
    if shown is None or shown.standing.work != "restoring":
        return None
    holder, trade = shown.standing.holder, view.plan.step(step).holder
    if same_person(holder, actor) or (trade and not same_person(trade, holder)):
        return None
    begun = since(view, server)
    return say(
        "{holder} has had {server} in hand since {time}: its steps are theirs.",
        holder=view.situation.spelled(holder),
        server=server,
        time=view.clock(begun.at if begun else touched(view, server)),
    )


def names_borne(view: View) -> list[str]:
    """The names that people bear here: by the plan, in the record, as a contact of a server."""
    contacts = {part.contact for part in view.plan.servers.values() if part.contact}
    return [*view.plan.operators, *view.situation.spellings.values(), *contacts]


def unheard_of(
    view: View, name: str, besides: Iterable[str], *, shown: bool = False
) -> Sentence | None:
    """That nobody has borne a name yet, with the nearest name that somebody has.

    In the record, as a contact of the plan, or besides. None where the name is known. It is not said
    once more where it is `shown` already.
    """
    known = [*besides, *names_borne(view)]
    if is_among(name, known):
        return None
    unknown = (
        say("Nobody has borne that name here yet.")
        if shown
        else say('Nobody has borne the name "{name}" here yet.', name=name)
    )
    return beside_nearest(unknown, name, known)


def _for_who_is_unheard_of(case: ServerCase) -> Sentence | None:
    return unheard_of(case.view, case.after.holder, [case.actor])


IN_HAND = Rule(
    "claim.held",
    REFUSES,
    ServerCase,
    (TAKE, DROP),
    says=say("What somebody has in hand is theirs while they work on it."),
    met_by=say(
        "They let go of it, hand it on, who comes accepts the handover of it, or nobody touches it "
        "for as long as policy.stale says."
    ),
    broken=_held,
)
TAKEN_WHEN_UNBLOCKED = Rule(
    "take.blocked",
    REFUSES,
    ServerCase,
    (TAKE,),
    says=say("What is blocked is not taken in hand before what it waits for is there, or due."),
    met_by=say("Drop it, when what it waits for is there."),
    broken=_blocked,
)
TAKEN_WHEN_IT_MAY_BEGIN = Rule(
    "take.early",
    ASKS,
    ServerCase,
    (TAKE, MARK),
    says=say("What the plan lets nobody restore before a time is not taken in hand before it."),
    met_by=say("Wait for that time, or say that it is meant."),
    broken=_early,
)
TAKEN_WHEN_TO_BE_DONE = Rule(
    "take.done",
    REFUSES,
    ServerCase,
    (TAKE,),
    says=say("What is restored, verified or retired is not taken in hand."),
    met_by=say("Mark it compromised, if it must be done again."),
    broken=_done,
)
DROPPED_WHEN_TAKEN = Rule(
    "drop.done",
    REFUSES,
    ServerCase,
    (DROP,),
    says=say("What is restored, verified or retired is not let go of."),
    met_by=say("Undo that, or mark it anew."),
    broken=_nothing_to_let_go_of,
)
TAKEN_FOR_WHO_IS_KNOWN = Rule(
    "holder.known",
    ASKS,
    ServerCase,
    (TAKE,),
    says=say("Who is to have a server in hand has borne that name here before."),
    met_by=say("Name somebody by the name that they have here, or say that it is meant."),
    broken=_for_who_is_unheard_of,
)
STEPS_OF_THE_HOLDER = Rule[StepCase | UndoCase](
    "step.held",
    ASKS,
    (StepCase, UndoCase),
    (STEP, UNDO),
    says=say("The steps of a server that somebody has in hand are theirs to tick."),
    met_by=say("Tell them, or say that it is meant; the record keeps that it was theirs."),
    broken=_beside_its_holder,
    asked_once=True,
)
STEPS_OF_WHAT_IS_NOT_BLOCKED = Rule(
    "step.blocked",
    ASKS,
    StepCase,
    (STEP,),
    says=say("The steps of a server that is blocked wait for what it waits for."),
    met_by=say("Let go of it when that is over, or say that it is meant."),
    broken=_steps_of_what_is_blocked,
)
RULES = (
    IN_HAND,
    STEPS_OF_THE_HOLDER,
    STEPS_OF_WHAT_IS_NOT_BLOCKED,
    TAKEN_WHEN_UNBLOCKED,
    TAKEN_WHEN_IT_MAY_BEGIN,
    TAKEN_WHEN_TO_BE_DONE,
    DROPPED_WHEN_TAKEN,
    TAKEN_FOR_WHO_IS_KNOWN,
)
