"""What the plan sets: rules of policy, the duties of laws, and how the hub is reached."""

from collections.abc import Iterator, Mapping

from chwapi_console.inventory.faults import Finding, Gravity
from chwapi_console.inventory.file.checks.unknown_names import NameHints
from chwapi_console.inventory.laws import LAWS, known_duties, known_laws
from chwapi_console.inventory.model import (
    AWARE,
    ENDED,
    POLICY_RULES,
    RULES_OF_SERVERS,
    Plan,
    RuleWord,
    Runbook,
    RunbookPolicy,
)
from chwapi_console.text import beginning, either, every, say

WANTED_OF_A_DUTY = ("law", "text", "to", "deadline", "starts")
"""What a plan must say of a duty that the program does not know."""


def odd_rules(plan: Plan, hints: NameHints) -> Iterator[Finding]:
    """Rules that the plan sets and that there are not, or that cannot be set so."""
    yield from _odd_words(("policy", "rules"), plan.policy.rules, hints)
    for name, runbook in sorted(plan.runbooks.items()):
        if runbook.policy is not None:
            yield from _odd_of_runbook(name, runbook.policy, hints)
            yield from _idle_of_runbook(name, runbook)


def idle_hub_options(plan: Plan) -> Iterator[Finding]:
    """What the address of the hub says and a plan cannot: it would weaken the line, or name a file."""
    if not plan.hub.url:
        return
    from chwapi_console.hub_address import only_for_the_login

    if names := only_for_the_login(plan.hub.url):
        yield Finding(
            ("hub", "url"),
            say(
                "{options} in it counts for nothing: a plan may come from anybody. Say it in --hub, "
                "CHWAPI_HUB, or a variable of PostgreSQL such as PGSSLMODE or PGSSLROOTCERT.",
                options=every([beginning(name) for name in names[:9]]),
            ),
            Gravity.WARNING,
        )


def _odd_of_runbook(name: str, policy: RunbookPolicy, hints: NameHints) -> Iterator[Finding]:
    """The same of one runbook, and rules that are asked about no server."""
    where, own = ("runbooks", name, "policy", "rules"), dict(policy.rules)
    for rule in sorted(own.keys() & POLICY_RULES.keys() - RULES_OF_SERVERS):
        del own[rule]
        yield Finding(
            (*where, rule),
            say(
                "this rule is not about one server, so no runbook sets it. It stands in "
                "[policy.rules]."
            ),
        )
    yield from _odd_words(where, own, hints)


def _idle_of_runbook(name: str, runbook: Runbook) -> Iterator[Finding]:
    """That a runbook asks for an image before a step that it has not."""
    if runbook.policy and runbook.policy.evidence_first and "rebuild" not in runbook.steps:
        yield Finding(
            ("runbooks", name, "policy", "evidence_first"),
            say(
                'does nothing: an image is wanted before the step "rebuild", and this runbook has none.'
            ),
            Gravity.WARNING,
        )


def _odd_words(
    where: tuple[str, ...], rules: Mapping[str, RuleWord], hints: NameHints
) -> Iterator[Finding]:
    for rule, word in sorted(rules.items()):
        if rule not in POLICY_RULES:
            yield Finding((*where, rule), hints.unknown(say("rule of policy"), rule, POLICY_RULES))
        elif word not in POLICY_RULES[rule]:
            yield Finding(
                (*where, rule),
                say(
                    "this rule is set to one of {words}.",
                    words=either([f'"{known}"' for known in POLICY_RULES[rule]]),
                ),
            )


def odd_duties(plan: Plan, hints: NameHints) -> Iterator[Finding]:
    """Laws that nobody knows, and duties that say too little, start from nothing or do nothing."""
    if not plan.policy.legal and not plan.duties:
        return
    laws, duties = known_laws(plan), known_duties(plan)
    for law in plan.policy.legal:
        if law not in laws:
            yield Finding(("policy", "legal"), hints.unknown(say("law"), law, laws))
    for name, duty in sorted(plan.duties.items()):
        where = ("duties", name)
        shipped = name in LAWS or any(name in law.duties for law in LAWS.values())
        if lacking := [] if shipped else [w for w in WANTED_OF_A_DUTY if not getattr(duty, w)]:
            yield Finding(
                where,
                say(
                    "the program knows no such duty, so the plan says all of it. It lacks: {keys}.",
                    keys=every(lacking),
                ),
            )
        if duty.starts and duty.starts not in (AWARE, ENDED, *duties):
            yield Finding(
                (*where, "starts"), hints.unknown(say("duty"), duty.starts, [AWARE, ENDED, *duties])
            )
        law = name if name in LAWS else duties[name].law
        if law and law not in plan.policy.legal:
            yield Finding(
                where,
                say("does nothing: {law} is not among [policy] legal.", law=law),
                Gravity.WARNING,
            )
