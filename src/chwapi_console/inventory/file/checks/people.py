"""Who there is and who does what: people, crews, the lanes they share, and who meets a condition."""

from collections.abc import Iterator

from chwapi_console.alphabets import strange_letters
from chwapi_console.inventory.assignments import for_nobody, runs, says
from chwapi_console.inventory.faults import Finding, Gravity
from chwapi_console.inventory.file.checks.unknown_names import NameHints, unknown_members
from chwapi_console.inventory.model import Plan
from chwapi_console.people import person, why_nobody
from chwapi_console.text import plural, say, some

MOST_NAMED = 8
"""Servers that no crew is for that are named."""


def odd_conditions(plan: Plan) -> Iterator[Finding]:
    """Conditions that nobody is named for: nobody would be asked for them."""
    for name in sorted(plan.conditions):
        if not plan.conditions[name].who.strip():
            yield Finding(
                ("conditions", name),
                say("nobody is named for it, so it is in nobody's queue. Say who meets it: who."),
                Gravity.WARNING,
            )
        if not plan.conditions[name].name.strip():
            yield Finding(("conditions", name, "name"), say("say what must be true."))


def odd_lanes(plan: Plan, hints: NameHints) -> Iterator[Finding]:
    """Lanes that steps, servers or sites use that there are not, and lanes that nothing uses."""
    steps = {step for runbook in plan.runbooks.values() for step in runbook.steps}
    for name in sorted(plan.lanes):
        part = plan.lanes[name]
        yield from unknown_members(
            ("lanes", name),
            (
                ("steps", part.steps, steps, say("step")),
                ("servers", part.servers, plan.servers, say("server")),
                ("sites", part.sites, plan.sites, say("site")),
            ),
            hints,
        )
        if not (part.steps or part.work or part.servers or part.sites):
            yield Finding(
                ("lanes", name),
                say(
                    "it does not say what uses it. Write steps of runbooks, work (look, restore, "
                    "verify, connect), servers or sites."
                ),
            )


def odd_crews(plan: Plan, hints: NameHints) -> Iterator[Finding]:
    """Crews of sites and runbooks that there are not, and people of crews that there are not."""
    for name in sorted(plan.crews):
        part = plan.crews[name]
        yield from unknown_members(
            ("crews", name),
            (
                ("runbooks", part.runbooks, plan.runbooks, say("runbook")),
                ("sites", part.sites, plan.sites, say("site")),
            ),
            hints,
        )
    for name in sorted(plan.operators):
        crew = plan.operators[name].crew
        if crew and crew not in plan.crews:
            yield Finding(
                ("operators", name, "crew"), hints.unknown(say("crew"), crew, list(plan.crews))
            )


def idle_crews(plan: Plan) -> Iterator[Finding]:
    """Crews for no server at all, numbers of crews that say two things, servers without a crew."""
    servers = plan.servers.values()
    for name in sorted(plan.crews):
        part = plan.crews[name]
        for role in dict.fromkeys(part.roles):
            if not any(says(server.role, role) for server in servers):
                yield Finding(
                    ("crews", name, "roles"),
                    say('no server has "{word}" in its role.', word=role),
                    Gravity.WARNING,
                )
        for system in dict.fromkeys(part.os):
            if not any(runs(server, system) for server in servers):
                yield Finding(
                    ("crews", name, "os"),
                    say('no server runs "{word}", by its os.', word=system),
                    Gravity.WARNING,
                )
    if plan.crews and plan.policy.crews not in (1, plan.at_once):
        yield Finding(
            ("policy", "crews"),
            say(
                "the crews add up to {n}, which counts. Write that here too, or take this out.",
                n=plan.at_once,
            ),
            Gravity.WARNING,
        )
    if plan.crews and (left := for_nobody(plan)):
        yield Finding(
            ("crews",),
            plural(
                "no crew is for {servers}, so any of them takes it.",
                "no crew is for {servers}, so any of them takes them.",
                len(left),
                servers=some(left, MOST_NAMED),
            ),
            Gravity.NOTE,
        )


def odd_people(plan: Plan) -> Iterator[Finding]:
    """Names of people that are nobody's, or twice one person's, however spelled.

    A plan in which nobody could do what only a lead may.
    """
    first: dict[str, str] = {}
    for name in sorted(plan.operators):
        where = ("operators", name)
        if (why := why_nobody(name)) is not None:
            gravity = Gravity.WARNING if strange_letters(name) else Gravity.FAULT
            yield Finding(where, say("{why} Write a person's name.", why=why), gravity)
        elif (other := first.setdefault(person(name), name)) != name:
            yield Finding(
                where, say('it is one person with "{other}". Take one of them out.', other=other)
            )
    if plan.operators and not any("lead" in of.roles for of in plan.operators.values()):
        yield Finding(
            ("operators",),
            say("nobody in it is a lead: pins and conflicts would be for nobody. Name one."),
            Gravity.WARNING,
        )
