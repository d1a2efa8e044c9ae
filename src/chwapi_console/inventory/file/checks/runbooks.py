"""Runbooks and their steps."""

from collections.abc import Iterator

from chwapi_console.inventory.faults import Finding, Gravity
from chwapi_console.inventory.file.checks.unknown_names import NameHints
from chwapi_console.inventory.model import Plan
from chwapi_console.inventory.systems import family
from chwapi_console.marks import normalized
from chwapi_console.text import say


def steps_alike(plan: Plan) -> Iterator[Finding]:
    """Steps that `step` could not tell apart: it takes a name or a number."""
    for runbook in sorted(plan.runbooks):
        seen: set[str] = set()
        for step in plan.runbooks[runbook].steps:
            where, plainly = ("runbooks", runbook, "steps"), normalized("NFC", step).strip()
            if not plainly:
                yield Finding(where, say("a step without a name. Name it, or take it out."))
            elif plainly.isdecimal():
                yield Finding(
                    where,
                    say(
                        'the step "{step}" could be taken for a step\'s number. Use words.',
                        step=step,
                    ),
                )
            elif plainly in seen:
                yield Finding(
                    where,
                    say(
                        'the step "{step}" stands twice. Take one of them out, or rename it.',
                        step=step,
                    ),
                )
            seen.add(plainly)


def required_steps(plan: Plan, hints: NameHints) -> Iterator[Finding]:
    """Steps that a runbook calls required or optional and does not have, or calls both."""
    for name in sorted(plan.runbooks):
        runbook = plan.runbooks[name]
        for field, steps in (("required", runbook.required), ("optional", runbook.optional)):
            for step in dict.fromkeys(steps):
                where = ("runbooks", name, field)
                if step not in runbook.steps:
                    yield Finding(where, hints.unknown(say("step"), step, runbook.steps))
                elif field == "optional" and step in runbook.required:
                    yield Finding(
                        where,
                        say(
                            'the step "{step}" is called required too. Take it out of one of the '
                            "two lists.",
                            step=step,
                        ),
                    )


def idle_steps(plan: Plan, hints: NameHints) -> Iterator[Finding]:
    """Names for steps that no runbook has: most often a step that is written otherwise there."""
    known = {step for runbook in plan.runbooks.values() for step in runbook.steps}
    for step in sorted(plan.steps.keys() - known):
        yield Finding(("steps", step), hints.unknown(say("step"), step, known), Gravity.WARNING)


def odd_runbooks(plan: Plan) -> Iterator[Finding]:
    """Servers whose runbook is by its name for another family of systems than theirs."""
    for name in sorted(plan.servers):
        server = plan.servers[name]
        runs, meant = family(server.os), family(server.runbook or "")
        if runs and meant and runs != meant:
            yield Finding(
                ("servers", name, "runbook"),
                say(
                    'it runs {os}, and its runbook is "{runbook}". One of the two is wrong.',
                    os=server.os,
                    runbook=server.runbook or "",
                ),
                Gravity.WARNING,
            )
