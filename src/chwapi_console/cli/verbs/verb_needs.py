"""`needs`: what a service or server needs, shown, and added to without an editor.

After `init` and `infer` most services wait for servers that nobody named; each is one line of this.
"""

from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.placeholders import placeholder
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.plans.plan_file import (
    Written,
    make_ready_to_edit,
    tell_copy,
    write_edited,
)
from chwapi_console.errors import RequestError
from chwapi_console.inventory.edit.need_edits import (
    ANY_OF,
    fresh_groups,
    needing,
    needs_said,
    part_named,
)
from chwapi_console.inventory.file.lines import FileLines
from chwapi_console.inventory.file.load import LoadedPlan, load
from chwapi_console.inventory.group_words import needs_in_words
from chwapi_console.inventory.groups import Needs, enough
from chwapi_console.inventory.model import Plan
from chwapi_console.inventory.proposals.inference import proposals
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, Value, either, every, say, typed

MOST_GUESSES = 8
MOST_NAMED = 24
"""Servers that no service needs up to which they are named, for one of them may be what is
lacking."""


class _Outcome(NamedTuple):
    plan: Plan
    added: Needs = ()
    written: Written | None = None


def needs(context: VerbContext) -> int:
    """Shows the needs of one, or adds to them and writes the plan in place, a copy of it kept."""
    loaded = load(context.options.inventory, context.out.mention)
    if context.given.id is None:
        return _show_all(context, loaded)
    node: str = context.given.id
    part_named(loaded.plan, node)
    changes = context.given.needed or context.given.complete
    outcome = _written(context, loaded, node) if changes else _Outcome(loaded.plan)
    if context.options.as_json:
        context.out.json(_as_object(loaded, node, outcome))
    elif changes and not outcome.written:
        context.out.complain(say("Nothing to do: already so."))
    elif changes:
        _tell(context, node, outcome)
    else:
        _show(context, loaded, node)
    return 0


def _show_all(context: VerbContext, loaded: LoadedPlan) -> int:
    """The services that wait for servers to be named, the vital ones first."""
    if context.given.complete:
        raise RequestError(
            say(
                "Name the service whose servers are all named: {program} needs ID --complete",
                program=PROGRAM,
            )
        )
    lacking = sorted(
        (service for service in loaded.plan.services.items() if service[1].unnamed),
        key=lambda service: (service[1].tier, service[0]),
    )
    if context.options.as_json:
        waiting = [
            {"service": name, "tier": service.tier, "unnamed": list(service.unnamed)}
            for name, service in lacking
        ]
        context.out.json({"plan": str(loaded.path), "services": waiting})
        return 0
    if not lacking:
        context.out.complain(say("No service waits for servers to be named."))
        return 0
    for name, service in lacking:
        context.out.say(
            say(
                "Tier {tier}. {service}: {kinds}",
                tier=service.tier,
                service=name,
                kinds=every(service.unnamed),
            )
        )
    example = typed(lacking[0][0])
    context.out.say(say("To look at one: {program} needs {node}", program=PROGRAM, node=example))
    return 0


def _written(context: VerbContext, loaded: LoadedPlan, node: str) -> _Outcome:
    make_ready_to_edit(context)
    fresh = fresh_groups(loaded.plan, node, needs_said(context.given.needed))
    wanted = needing(loaded.plan, node, fresh, complete=context.given.complete)
    if wanted == loaded.plan:
        return _Outcome(wanted)
    return _Outcome(wanted, fresh, write_edited(loaded, wanted, None, "needs"))


def _tell(context: VerbContext, node: str, outcome: _Outcome) -> None:
    assert outcome.written
    path = str(outcome.written.path)
    if outcome.added:
        context.out.say(
            say(
                "{path}: {node} needs {needs} too.",
                path=path,
                node=node,
                needs=_words(outcome.added),
            )
        )
    context.out.say(_what_is_left(outcome.plan, node))
    tell_copy(context.out, outcome.written)


def _what_is_left(plan: Plan, node: str) -> Sentence:
    """Whether the plan names all that a service needs, and if not, how to say so."""
    if not (unnamed := _unnamed(plan, node)):
        return say(
            "The plan names all that {node} needs: {needs}.",
            node=node,
            needs=_words(part_named(plan, node).needs),
        )
    return say(
        "{node} still waits for servers to be named: {kinds}. Add them, or if these are all: "
        "{program} needs {id} --complete",
        program=PROGRAM,
        node=node,
        id=typed(node),
        kinds=every(unnamed),
    )


def _show(context: VerbContext, loaded: LoadedPlan, node: str) -> None:
    unnamed = _unnamed(loaded.plan, node)
    guesses = [proposal for proposal in proposals(loaded.plan) if proposal.node == node]
    guesses = guesses[:MOST_GUESSES]
    context.out.fields(_as_written(loaded, node))
    for proposal in guesses:
        context.out.say(
            say(
                "Perhaps {members}: {reason}",
                members=either(proposal.members),
                reason=proposal.reason,
            )
        )
    if unnamed and not guesses and 0 < len(idle := _idle(loaded.plan, node)) <= MOST_NAMED:
        context.out.say(say("Servers there that no service needs: {servers}.", servers=every(idle)))
    example = (
        typed(*(ANY_OF.join(proposal.members) for proposal in guesses))
        if guesses
        else f"{placeholder('SERVER', context.out.language)}…"
    )
    context.out.say(
        say(
            "To add, with commas where any one is enough: {program} needs {node} {servers}",
            program=PROGRAM,
            node=typed(node),
            servers=example,
        )
    )
    if unnamed:
        context.out.say(
            say(
                "When all its servers are named: {program} needs {node} --complete",
                program=PROGRAM,
                node=typed(node),
            )
        )


def _as_written(loaded: LoadedPlan, node: str) -> list[tuple[Value, Value]]:
    """What the plan says of the needs, and on which line."""
    plan, needs = loaded.plan, part_named(loaded.plan, node).needs
    table = (
        "services"
        if node in plan.services
        else "conditions"
        if node in plan.conditions
        else "servers"
    )
    line = FileLines(loaded.text).of((table, node, "needs"))
    return [
        (say("Needs"), _words(needs) if needs else say("nothing yet")),
        (say("Not named yet"), every(_unnamed(plan, node))),
        (say("In the file"), say("{path}, line {line}", path=str(loaded.path), line=line)),
    ]


def _idle(plan: Plan, service: str) -> list[str]:
    """The servers of the sites that a service is for that no service needs yet."""
    needed = plan.graph.reached_from(plan.services)
    return [
        name
        for name, server in plan.servers.items()
        if name not in needed and plan.is_for_site(service, server.site)
    ]


def _unnamed(plan: Plan, node: str) -> tuple[str, ...]:
    return plan.services[node].unnamed if node in plan.services else ()


def _words(groups: Needs) -> Value:
    return needs_in_words(groups)


def _as_object(loaded: LoadedPlan, node: str, outcome: _Outcome) -> dict[str, object]:
    written, part = outcome.written, part_named(outcome.plan, node)
    return {
        "plan": str(loaded.path),
        "id": node,
        "needs": [list(group) for group in part.needs],
        "needs_at_least": [enough(group) for group in part.needs],
        "added": [list(group) for group in outcome.added],
        "added_at_least": [enough(group) for group in outcome.added],
        "unnamed": list(_unnamed(outcome.plan, node)),
        "file": str(written.path) if written else None,
        "copy": str(written.copy) if written and written.copy else None,
    }
