"""The plan as it stands.

What the record knows of each server, written where a plan says how things stood before anybody
acted.

It is for a journal that begins anew, here or in another hospital, so it claims no more than that
journal could bear out. Who holds what, blocks, steps, notes, pins and sign-offs stay in the old
journal.
"""

from collections.abc import Mapping, Sequence

from chwapi_console.inventory.faults import Gravity
from chwapi_console.inventory.file.check import check
from chwapi_console.inventory.groups import Needs, enough, group_of, irredundant
from chwapi_console.inventory.model import Plan, PlanState, most_cautious
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.told.situation import ServerState
from chwapi_console.recovery.state.view.view import View


class Carried(NamedTuple):
    """A plan with the present verdicts, and what somebody should know of it.

    Restored servers that it calls unknown, and suspect ones, servers in conflict, and retired ones
    whose replacement could not be written into needs.
    """

    plan: Plan
    restored: Sequence[str]
    conflicts: Sequence[str]
    not_replaced: Sequence[str]
    suspects: Sequence[str]


def carried(view: View) -> Carried:
    """The plan as it stands. What needed a retired server needs its replacement."""
    states = {name: _plan_state(view.situation.servers[name]) for name in view.plan.servers}
    doubted = view.suspects.keys() | view.set_aside.keys()
    suspects = [name for name in states if states[name] == "clean" and name in doubted]
    states |= dict.fromkeys(suspects, "unknown")
    plan = view.written._replace(
        servers={
            name: server._replace(state=states[name]) for name, server in view.plan.servers.items()
        }
    )
    replaced = _replacing(plan, view.situation.replacements)
    sound = not any(finding.gravity is Gravity.FAULT for finding in check(replaced))
    servers = view.situation.servers
    return Carried(
        replaced if sound else plan,
        [
            name
            for name, of in servers.items()
            if states[name] == "unknown" and of.standing.work == "restored"
        ],
        [name for name, of in servers.items() if of.conflict],
        [] if sound else sorted(view.situation.replacements),
        suspects,
    )


def _plan_state(server: ServerState) -> PlanState:
    """Of acts that disagree the most cautious one counts."""
    standings = [head.after for head in server.heads if head.after is not None] or [server.standing]
    return most_cautious(map(_of_standing, standings))


def _of_standing(standing: Standing) -> PlanState:
    """Verified is clean: two people vouch for it.

    Restored is unknown: one person does, whose act stays in another journal, and a look costs
    minutes. What is in hand or blocked is what it was found to be.
    """
    match standing.work:
        case "retired":
            return "retired"
        case "verified":
            return "clean"
        case "restored":
            return "unknown"
        case _:
            return standing.verdict


def _replacing(plan: Plan, replacements: Mapping[str, str]) -> Plan:
    """The plan in which whatever needed a key needs its value."""
    needs = plan.graph.replacing(replacements).needs
    return plan._replace(
        servers={
            name: server._replace(needs=_tidy(needs[name], name))
            for name, server in plan.servers.items()
        },
        services={
            name: service._replace(needs=_tidy(needs[name], name))
            for name, service in plan.services.items()
        },
        conditions={
            name: condition._replace(needs=_tidy(needs[name], name))
            for name, condition in plan.conditions.items()
        },
    )


def _tidy(needs: Needs, node: str) -> Needs:
    """Needs in which nothing is said twice, nor the node itself named.

    What needs it works only when it does, so it counts.
    """
    others = [
        group if node not in group else group_of(enough(group) - 1, (m for m in group if m != node))
        for group in needs
        if node not in group or enough(group) > 1
    ]
    return irredundant(tuple(others))
