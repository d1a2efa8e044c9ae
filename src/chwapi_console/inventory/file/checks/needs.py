"""What services, servers and conditions name: their site and runbook, and what they need."""

from collections import Counter
from collections.abc import Iterator, Sequence

from chwapi_console.inventory.faults import Finding, Gravity
from chwapi_console.inventory.file.checks.unknown_names import NameHints
from chwapi_console.inventory.group_words import group_in_words, plainly
from chwapi_console.inventory.groups import Group, accepted_service, enough, superfluous
from chwapi_console.inventory.model import (
    Condition,
    Plan,
    Server,
    Service,
)
from chwapi_console.text import Sentence, say


def _parts(plan: Plan) -> Iterator[tuple[tuple[str, str], Service | Server | Condition]]:
    for service in sorted(plan.services):
        yield ("services", service), plan.services[service]
    for server in sorted(plan.servers):
        yield ("servers", server), plan.servers[server]
    for condition in sorted(plan.conditions):
        yield ("conditions", condition), plan.conditions[condition]


def references(plan: Plan, hints: NameHints) -> Iterator[Finding]:
    """Sites, runbooks and needs, hard and soft, that there are not."""
    known = [*plan.servers, *plan.services, *plan.conditions]
    for key, part in _parts(plan):
        if part.site is not None and part.site not in plan.sites:
            yield Finding((*key, "site"), hints.unknown(say("site"), part.site, plan.sites))
        if (
            isinstance(part, Server)
            and part.runbook is not None
            and part.runbook not in plan.runbooks
        ):
            yield Finding(
                (*key, "runbook"), hints.unknown(say("runbook"), part.runbook, plan.runbooks)
            )
        yield from _unknown_needs(plan, hints, key, part, known)
        for name in dict.fromkeys(() if isinstance(part, Condition) else part.soft):
            if name in plan.conditions:
                yield Finding(
                    (*key, "soft"),
                    say(
                        '"{name}" is a condition; what it holds up needs it. Take it out.',
                        name=name,
                    ),
                )
            elif name not in plan.servers and name not in plan.services:
                yield Finding((*key, "soft"), hints.unknown(say("server or service"), name, known))


def _unknown_needs(
    plan: Plan,
    hints: NameHints,
    key: tuple[str, str],
    part: Service | Server | Condition,
    known: Sequence[str],
) -> Iterator[Finding]:
    """What somebody needs that the plan does not have: a server, a service or a condition.

    Or a service to be signed off.
    """
    for name in dict.fromkeys(member for group in part.needs for member in group):
        if service := accepted_service(name):
            if service not in plan.services:
                yield Finding(
                    (*key, "needs"), hints.unknown(say("service"), service, plan.services)
                )
        elif name not in plan.servers and name not in plan.services and name not in plan.conditions:
            what = (
                say("server, service or condition") if plan.conditions else say("server or service")
            )
            yield Finding((*key, "needs"), hints.unknown(what, name, known))


def need_lists(plan: Plan) -> Iterator[Finding]:
    """Needs that say nothing, or the same twice, or that a part needs itself."""
    for key, part in _parts(plan):
        named = [accepted_service(m) or m for group in part.needs for m in group]
        where = (*key, "needs")
        if key[1] in named:
            yield Finding(where, say("it needs itself. Take its own id out of the list."))
        for place, other in superfluous(part.needs).items():
            yield Finding(
                where, _superfluous(part.needs[place], part.needs[other]), Gravity.WARNING
            )
        for group in part.needs:
            for name in (name for name, times in Counter(group).items() if times > 1):
                yield Finding(
                    where,
                    say(
                        '"{name}" stands twice in one list. Take one of them out.',
                        name=plainly(name),
                    ),
                    Gravity.WARNING,
                )


def _superfluous(group: Group, other: Group) -> Sentence:
    """That a group says nothing, for another one is met only with it."""
    if set(group) == set(other) and enough(group) == enough(other):
        return say(
            "{needs} stands twice among the needs. Take one of them out.",
            needs=group_in_words(group),
        )
    return say(
        "{needs} says nothing, for {other} is needed in any case. Take one of the two out.",
        needs=group_in_words(group),
        other=group_in_words(other),
    )
