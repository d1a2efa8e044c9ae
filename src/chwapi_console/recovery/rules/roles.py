"""Who may do what.

Where the plan names its people, each does what their roles are for, and whoever else is about to do
it is told who may. Without that table everybody may do everything.
"""

from collections.abc import Collection, Mapping
from typing import get_args

from chwapi_console.inventory.called import operator_called
from chwapi_console.inventory.model import ROLES, Operator
from chwapi_console.inventory.near_names import beside_nearest
from chwapi_console.people import person, same_person
from chwapi_console.recovery.rules.cases import (
    ACCEPT,
    DROP,
    HANDOVER,
    OF_PEOPLE,
    SETTLE,
    TAKE,
    UNDO,
    EndCase,
    EvidenceCase,
    FoundCase,
    HandOverCase,
    HandoverCase,
    IndicatorsCase,
    PinCase,
    PointCase,
    ServerCase,
    SignOffCase,
    SinceCase,
    StepCase,
    UndoCase,
    ViewedCase,
)
from chwapi_console.recovery.rules.rule import ASKS, MAY_BE_OVERRIDDEN, Rule
from chwapi_console.recovery.state.told.newcomers import LISTED
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, Value, either, every, in_one, plural, say

MOST_NAMED = 4
"""People who may do it that are named; the others are counted, one more is named too."""

ALL_BUT_OBSERVERS = frozenset(ROLES) - {"observer"}
LOOKS = ("unknown", "clean", "compromised")
"""What whoever looks at a server says of it, whether they restore or verify."""


def role_word(role: str) -> Sentence:
    """The word for a role."""
    return _ROLE_WORDS[role]


_ROLE_WORDS = {
    "restorer": say("restorer"),
    "verifier": say("verifier"),
    "lead": say("lead"),
    "scribe": say("scribe"),
    "observer": say("observer"),
    "clinician": say("clinician"),
}


def wanted_roles(case: ViewedCase) -> Collection[str]:
    """The roles whose people may do it; a lead may do everything.

    Who takes back what is their own puts back what others did in their roles.
    """
    match case:
        case (
            StepCase() | PointCase() | SinceCase() | FoundCase() | EvidenceCase() | HandOverCase()
        ) if case.act == UNDO:
            return ALL_BUT_OBSERVERS
        case ServerCase():
            return _roles_for_server(case)
        case StepCase():
            return {"restorer"}
        case PointCase() | SinceCase() | IndicatorsCase():
            return {"restorer", "verifier"}
        case FoundCase() | EvidenceCase() | HandOverCase():
            return {"restorer", "scribe"}
        case PinCase() | EndCase():
            return {"lead"}
        case UndoCase() if case.target and not same_person(case.target.operator, case.actor):
            return {"lead"}
    return ALL_BUT_OBSERVERS


def _roles_for_server(case: ServerCase) -> Collection[str]:
    if case.act == SETTLE:
        return {"lead"}
    if case.act == UNDO:
        return ALL_BUT_OBSERVERS
    if case.act == DROP:
        return {"restorer"}
    if case.after.work == "verified" or case.after.second != case.before.second:
        return {"verifier"}
    return {"restorer", "verifier"} if case.after.state in LOOKS else {"restorer"}


def _may(operator: Operator, roles: Collection[str]) -> bool:
    return "lead" in operator.roles or not set(roles).isdisjoint(operator.roles)


def _not_for_their_role(case: ViewedCase) -> Sentence | None:
    """Whoever the table lacks is asked about, by another rule."""
    view = case.view
    if not view.plan.operators or (of := operator_called(view.plan, case.actor)) is None:
        return None
    roles = wanted_roles(case)
    return None if _may(of, roles) else _told(view, case.actor, of, roles)


def _holder_s_role(case: ServerCase | HandoverCase) -> Sentence | None:
    """That whoever is to have a server in hand is not there to restore it.

    And whoever is to have the shift is not there to do anything, with servers or without.
    """
    match case:
        case HandoverCase():
            holder, roles = case.after.by, ALL_BUT_OBSERVERS
        case ServerCase():
            holder, roles = case.after.holder, frozenset({"restorer"})
    if same_person(holder, case.actor) or not case.view.plan.operators:
        return None
    of = operator_called(case.view.plan, holder)
    return None if of is None or _may(of, roles) else _told(case.view, holder, of, roles)


def _no_clinician(case: SignOffCase) -> Sentence | None:
    of = operator_called(case.view.plan, case.by)
    if of is None or "clinician" in of.roles:
        return None
    return _told(case.view, case.by, of, {"clinician"}, leads=False)


def _told(
    view: View, name: str, operator: Operator, roles: Collection[str], *, leads: bool = True
) -> Sentence:
    """What somebody is here, and who may do it instead, by name and telephone."""
    allowed = {*roles, *(["lead"] if leads else [])}
    may: list[Value] = [
        say("{name} ({phone})", name=known, phone=other.phone) if other.phone else known
        for known, other in view.plan.operators.items()
        if not allowed.isdisjoint(other.roles)
    ]
    what: Mapping[str, Value] = {
        "name": name,
        "roles": every([role_word(r) for r in operator.roles]),
    }
    if not may:
        return say("By the plan {name} is {roles}: this is for nobody that it names.", **what)
    more = len(may) - MOST_NAMED
    if more > 1:
        may = [*may[:MOST_NAMED], plural("{n} more", "{n} more", more)]
    people = either(may)
    return say("By the plan {name} is {roles}: this is for {people}.", people=people, **what)


def _unlisted(case: ViewedCase) -> Sentence | None:
    """That the plan names its people, and not these, of whom nobody said yet that they are meant."""
    view, people = case.view, case.view.plan.operators
    if not people:
        return None
    asked = [case.actor]
    if isinstance(case, SignOffCase):
        asked.append(case.by)
    elif isinstance(case, HandoverCase):
        asked.append(case.after.by)
    elif isinstance(case, ServerCase) and case.act == TAKE:
        asked.append(case.after.holder)
    strange = {
        who: name
        for name in asked
        if (who := person(name)) not in view.situation.newcomers
        and operator_called(view.plan, name) is None
    }
    if not strange:
        return None
    return in_one([_is_strange(name, people) for name in strange.values()])


def _is_strange(name: str, people: Collection[str]) -> Sentence:
    sentence = say('"{name}" is not among the people of the plan.', name=name)
    return beside_nearest(sentence, name, people)


IN_THEIR_ROLE: Rule[ViewedCase] = Rule(
    "role.act",
    MAY_BE_OVERRIDDEN,
    get_args(ViewedCase),
    OF_PEOPLE,
    says=say("Where the plan names its people, each does what their roles are for."),
    met_by=say("Somebody does it whose role it is: the refusal names them, with their telephone."),
    broken=_not_for_their_role,
)
GIVEN_TO_A_RESTORER: Rule[ServerCase | HandoverCase] = Rule(
    "role.holder",
    MAY_BE_OVERRIDDEN,
    (ServerCase, HandoverCase),
    (TAKE, HANDOVER),
    says=say(
        "Where the plan names its people, a server is given to one who restores, and a shift to no "
        "observer."
    ),
    met_by=say("Name a restorer."),
    broken=_holder_s_role,
)
SIGNED_OFF_BY_A_CLINICIAN = Rule(
    "role.clinician",
    MAY_BE_OVERRIDDEN,
    SignOffCase,
    (ACCEPT,),
    says=say("Where the plan names its people, a clinician signs off."),
    met_by=say("Name the clinician who tried it."),
    broken=_no_clinician,
)
AMONG_THE_PEOPLE: Rule[ViewedCase] = Rule(
    LISTED,
    ASKS,
    get_args(ViewedCase),
    OF_PEOPLE,
    says=say("Where the plan names its people, nobody else comes in unasked."),
    met_by=say("Use the name of the plan, or say that it is meant: it is asked once."),
    broken=_unlisted,
    asked_once=True,
)
RULES = (
    IN_THEIR_ROLE,
    GIVEN_TO_A_RESTORER,
    SIGNED_OFF_BY_A_CLINICIAN,
    AMONG_THE_PEOPLE,
)
