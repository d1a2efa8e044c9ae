"""Going on though a rule of policy is broken: for a reason, which stays with the act."""

from chwapi_console.console.control.conversation import Ask, Conversation, Do
from chwapi_console.console.known.session_thread import Errand
from chwapi_console.text import Sentence, say


def overriding(why_not: Sentence, rule: str, errand: Errand) -> Conversation[None]:
    """Asks for the reason why a rule, by its id, does not hold this time, and does the errand for
    it. Should another rule be broken too, its refusal asks for one of its own."""
    reason = yield Ask(
        say(
            "{why_not} Nothing was written. To override {rule}, say why (Esc: no):",
            why_not=why_not,
            rule=rule,
        )
    )
    yield Do(rule, lambda acts: errand(acts.overriding({rule: reason})))
