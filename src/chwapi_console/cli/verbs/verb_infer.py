"""`infer`: what servers and services probably need, from their names.

Shown with its reasons, and written only on a yes.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from chwapi_console.answers import means_yes
from chwapi_console.cli.line.names import refuse_unoffered
from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.as_json import Json
from chwapi_console.cli.verbs.asking import ask, somebody_answers
from chwapi_console.cli.verbs.plans.plan_file import (
    Written,
    make_ready_to_edit,
    refuse_two_places,
    tell_copy,
    write_edited,
    written_as_json,
)
from chwapi_console.errors import Refused, RequestError
from chwapi_console.inventory.edit.replace import refuse_existing
from chwapi_console.inventory.file.load import LoadedPlan, load
from chwapi_console.inventory.model import Plan
from chwapi_console.inventory.proposals.inference import (
    RELATIONS,
    Proposal,
    proposals,
    with_needs,
    without_basics,
)
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, either, every, plural, say, some

EXAMPLES = 4
MOST_LACKING = 5
"""Services that are named on a terminal where many lack the same."""
LACKING = {
    "directory": say("No directory lies beneath these vital and urgent services: {services}."),
    "names": say(
        "No server for names (DNS) lies beneath these vital and urgent services: {services}."
    ),
    "time": say(
        "No server for the time (NTP) lies beneath these vital and urgent services: {services}."
    ),
}
"""What is told of services beneath which the plan has none of the `BASICS`."""

TITLES = {
    "directory": say("Windows servers that sign in to domain controllers"),
    "names": say("servers that look names up"),
    "time": say("servers that take their time from others"),
    "host": say("servers that run on hypervisors"),
    "storage": say("hypervisors whose disks lie in storage"),
    "database": say("applications with their databases"),
    "service": say("services with the servers that are for them"),
}


class _Outcome(NamedTuple):
    taken: Sequence[Proposal] = ()
    written: Written | None = None
    unnamed: Sequence[str] = ()
    plan: Plan | None = None


def infer(context: VerbContext) -> int:
    """Lists the proposals; with `--output` or `--in-place` writes those that somebody says yes to."""
    _refuse_contradictions(context)
    loaded = load(context.options.inventory, context.out.mention)
    found = [p for p in proposals(loaded.plan) if p.relation in (context.given.only or RELATIONS)]
    writes = context.given.output or context.given.in_place
    asks = writes and not context.given.yes and somebody_answers(context)
    if writes and not asks and not context.given.yes:
        raise Refused(
            say(
                "Nobody sits at a terminal to be asked. Say --yes to take what is likely, "
                "--guesses to take all."
            )
        )
    if not asks and not context.options.as_json:
        for group in _groups(found):
            _show(context, group, len(group) if not context.out.terminal else EXAMPLES)
    outcome = (
        _written(context, loaded, _taken(context, found, asks)) if writes and found else _Outcome()
    )
    _tell(context, loaded, found, outcome)
    return 0


def _refuse_contradictions(context: VerbContext) -> None:
    given = context.given
    refuse_unoffered("--only", given.only or (), RELATIONS)
    refuse_two_places(context)
    if given.yes and not (given.in_place or given.output):
        raise RequestError(
            say("Say where it is to be written: --output FILE, or --in-place, which keeps a copy.")
        )
    if given.in_place or given.output:
        make_ready_to_edit(context)
    if given.output:
        refuse_existing(Path(given.output))


def _groups(chosen_proposals: Sequence[Proposal]) -> Iterator[list[Proposal]]:
    """The proposals of each relation, the likely ones before the guesses."""
    in_order = sorted(chosen_proposals, key=lambda p: (RELATIONS.index(p.relation), not p.likely))
    for _, group in groupby(in_order, key=lambda p: (p.relation, p.likely)):
        yield list(group)


def _title(group: Sequence[Proposal]) -> Sentence:
    what, n = TITLES[group[0].relation], len(group)
    if group[0].likely:
        return plural("Likely, {n} need: {what}", "Likely, {n} needs: {what}", n, what=what)
    return plural("A guess, {n} need: {what}", "Guesses, {n} needs: {what}", n, what=what)


def _show(context: VerbContext, group: Sequence[Proposal], most: int) -> None:
    context.out.say(_title(group))
    for proposal in group[:most]:
        context.out.say(
            say(
                "{node} needs {members}: {reason}",
                node=proposal.node,
                members=either(proposal.members),
                reason=proposal.reason,
            ),
            "  ",
        )
    if len(group) > most:
        context.out.say(plural("… and {n} more", "… and {n} more", len(group) - most), "  ")


def _taken(
    context: VerbContext, chosen_proposals: Sequence[Proposal], asks: bool
) -> list[Proposal]:
    """The proposals that somebody says yes to, a group at a time.

    With `--yes` the likely ones, with `--guesses` all.
    """
    if not asks:
        return [
            proposal for proposal in chosen_proposals if proposal.likely or context.given.guesses
        ]
    return [
        proposal
        for group in _groups(chosen_proposals)
        for proposal in (group if _says_yes(context, group) else ())
    ]


def _says_yes(context: VerbContext, group: Sequence[Proposal]) -> bool:
    """Whether this group is taken; its whole list can be asked for first. Enter means no."""
    everything = context.out.language(say("all"))
    _show(context, group, EXAMPLES)
    question = plural(
        "Take it? ({yes}/Enter: no; {all} shows the list)",
        "Take these {n}? ({yes}/Enter: no; {all} shows the list)",
        len(group),
        yes=say("y"),
        all=everything,
    )

    def read(answer: str) -> bool | None:
        if (
            yes := means_yes(answer, context.out.language)
        ) is None and answer.casefold() != everything:
            raise RequestError(say("Answer y or n."))
        return yes

    answer = ask(context, question, "", read)
    if answer is None:
        _show(context, group, len(group))
        answer = ask(context, question, "", read)
    return answer is True


def _written(
    context: VerbContext, loaded: LoadedPlan, chosen_proposals: Sequence[Proposal]
) -> _Outcome:
    if not chosen_proposals:
        raise Refused(say("Nothing was taken, so nothing was written."))
    into = None if context.given.in_place else Path(context.given.output)
    wanted = with_needs(loaded.plan, chosen_proposals)
    unnamed = [name for name, service in wanted.services.items() if service.unnamed]
    return _Outcome(chosen_proposals, write_edited(loaded, wanted, into, "infer"), unnamed, wanted)


def _tell_lacking(context: VerbContext, plan: Plan) -> None:
    """Names the services that would come up without a basic that this plan gives them nowhere.

    Basics are signing in, looking up a name and knowing the time.
    """
    lacking = {basic: services for basic, services in without_basics(plan).items() if services}
    for basic, services in lacking.items():
        context.out.say(
            Sentence(
                LACKING[basic].template,
                {
                    "services": some(
                        [plan.services[s].name for s in services],
                        MOST_LACKING if context.out.terminal else len(services),
                    )
                },
            )
        )
    if lacking:
        context.out.say(
            say(
                "Where a domain controller gives names and time, say so in its role (DNS, NTP); "
                "else write into needs what gives them: {program} needs SERVER SERVER…",
                program=PROGRAM,
            )
        )


def _tell(
    context: VerbContext, loaded: LoadedPlan, proposed: Sequence[Proposal], outcome: _Outcome
) -> None:
    if context.options.as_json:
        context.out.json(_object(loaded, proposed, outcome))
    elif outcome.written:
        _tell_taken(context, loaded, outcome, outcome.written)
        _tell_of_guesses(context, proposed)
    elif proposed:
        context.out.complain(
            say(
                "Nothing was written. To take what you agree with: infer --output FILE, or "
                "--in-place."
            )
        )
    else:
        context.out.complain(
            say(
                "Names tell nothing more than the plan says: {relations}.",
                relations=every(RELATIONS),
            )
        )


def _tell_of_guesses(context: VerbContext, proposed: Sequence[Proposal]) -> None:
    """How many of what was listed nobody was asked about and is not in the plan."""
    left = sum(not proposal.likely for proposal in proposed)
    if left and context.given.yes and not context.given.guesses:
        context.out.say(
            plural(
                "{n} guess above was not taken; --yes --guesses takes it too.",
                "{n} guesses above were not taken; --yes --guesses takes them too.",
                left,
            )
        )


def _object(loaded: LoadedPlan, proposed: Sequence[Proposal], outcome: _Outcome) -> Json:
    return {
        "plan": str(loaded.path),
        "proposals": [
            {
                "node": p.node,
                "members": list(p.members),
                "relation": p.relation,
                "likely": p.likely,
                "reason": str(p.reason),
                "taken": p in outcome.taken,
            }
            for p in proposed
        ],
        "without": without_basics(outcome.plan or loaded.plan),
        **written_as_json(outcome.written),
    }


def _tell_taken(
    context: VerbContext, loaded: LoadedPlan, outcome: _Outcome, written: Written
) -> None:
    context.out.say(
        plural(
            "{path}: {n} need taken.",
            "{path}: {n} needs taken.",
            len(outcome.taken),
            path=str(written.path),
        )
    )
    tell_copy(context.out, written)
    context.out.say(say("They are proposals: look through them, then run check."))
    _tell_lacking(context, outcome.plan or loaded.plan)
    if outcome.unnamed:
        context.out.say(
            plural(
                "{n} service still waits for servers that only you can name. Which: {program} "
                "needs",
                "{n} services still wait for servers that only you can name. Which: {program} "
                "needs",
                len(outcome.unnamed),
                program=PROGRAM,
            )
        )
