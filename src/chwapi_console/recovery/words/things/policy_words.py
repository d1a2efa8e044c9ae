"""Which policy holds for a server, and where that stands.

In the plan, in its runbook, or nowhere, so that it is as usual.
"""

from collections.abc import Mapping
from typing import Literal, cast

from chwapi_console.clock import span
from chwapi_console.inventory.model import (
    RULES_OF_SERVERS,
    SECOND_PERSON_FOR,
    Plan,
    Policy,
    RuleWord,
    RunbookPolicy,
)
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, every, say

Source = Literal["runbook", "plan", "usual"]


class PolicySetting(NamedTuple):
    """One thing that the policy says of a server: the key as a plan writes it, of a rule its id.

    The value as `model` has it; and who says so.
    """

    key: str
    value: object
    source: Source


def policy_settings(plan: Plan, server: str) -> list[PolicySetting]:
    """All that the policy says of a server, in the order of `model`; of rules those that are set."""
    holds = plan.policy_for(server)
    runbook = plan.runbooks.get(plan.servers[server].runbook or "")
    own = (runbook.policy if runbook else None) or RunbookPolicy()
    values = {
        key: (getattr(own, key) is not None, getattr(holds, key))
        for key in RunbookPolicy._fields
        if key != "rules"
    }
    of_keys = [
        PolicySetting(key, value, "runbook" if by_runbook else _by_plan(plan, key))
        for key, (by_runbook, value) in values.items()
    ]
    of_rules = [
        PolicySetting(rule, word, "runbook" if rule in own.rules else "plan")
        for rule, word in sorted(holds.rules.items())
        if rule in RULES_OF_SERVERS
    ]
    return [*(_in_force(plan, server, of) for of in of_keys), *of_rules]


def _by_plan(plan: Plan, key: str) -> Source:
    return "usual" if getattr(plan.policy, key) == Policy._field_defaults[key] else "plan"


def _in_force(plan: Plan, server: str, of: PolicySetting) -> PolicySetting:
    """Where nobody says whether evidence comes first, what that means here."""
    if of.key != "evidence_first":
        return of
    return of._replace(value=plan.evidence_comes_first(server))


def policy_words(plan: Plan, server: str) -> list[Sentence]:
    """What the runbook of a server and the plan say of its policy; nothing where neither does."""
    settings, told = policy_settings(plan, server), list[Sentence]()
    if by_runbook := [_words(of) for of in settings if of.source == "runbook"]:
        told.append(
            say(
                "By the runbook {name}: {what}.",
                name=plan.servers[server].runbook or "",
                what=every(by_runbook),
            )
        )
    if by_plan := [_words(of) for of in settings if of.source == "plan"]:
        told.append(say("By [policy]: {what}.", what=every(by_plan)))
    return told


def own_policy_words(plan: Plan, server: str) -> list[Sentence]:
    """The same, where the runbook says any of it."""
    return policy_words(plan, server) if plan.policy_for(server) is not plan.policy else []


def _words(of: PolicySetting) -> Sentence:
    match of.key, of.value:
        case "second_person", tuple() as states:
            return _SECOND_PERSON[states]
        case "evidence_first", value:
            return say("an image before it is rebuilt") if value else say("no image wanted first")
        case ("stale" | "triage" | "connect") as key, int() as minutes:
            return _TIMES[key]._replace(values={"time": span(minutes)})
        case rule, word:
            return say("{rule} {word}", rule=rule, word=_RULE_WORDS[cast(RuleWord, word)])


_SECOND_PERSON: Mapping[object, Sentence] = {
    (): say("no second person"),
    ("restored",): say("a second person for what is restored"),
    ("clean",): say("a second person for what is clean"),
    SECOND_PERSON_FOR: say("a second person for what is restored or clean"),
}
_TIMES: Mapping[str, Sentence] = {
    "stale": say("free for others when untouched for {time}"),
    "triage": say("a look at it takes {time}"),
    "connect": say("to switch it on takes {time}"),
}
_RULE_WORDS: Mapping[RuleWord, Sentence] = {
    "off": say("is not asked"),
    "ask": say("is asked about"),
    "reason": say("wants a reason"),
}
