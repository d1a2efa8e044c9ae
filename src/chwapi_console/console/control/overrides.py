"""Going on though a rule of policy is broken: for a reason, which stays with the act."""

from chwapi_console.answers import KEYS
from chwapi_console.console.control.conversation import Ask, Confirm, Conversation, Do
from chwapi_console.console.known.session_thread import Errand
from chwapi_console.text import Sentence, say


def overriding(why_not: Sentence, rule: str, errand: Errand) -> Conversation[None]:
    """Asks for the reason why a rule, by its id, does not hold this time, and whether the errand
    is done for it. Should another rule be broken too, its refusal asks for one of its own."""
    question = say(
        "{why_not} Nothing was written. To override {rule}, say why (Esc: no):",
        why_not=why_not,
        rule=rule,
    )
    reason = yield Ask(question, remark=True)
    question = say(
        'Do it all the same, overriding {rule}, because "{reason}"? ({yes})',
        rule=rule,
        reason=reason,
        yes=KEYS,
    )
    yield Confirm(question, why_not)
    yield Do(rule, lambda acts: errand(acts.overriding({rule: reason})))
