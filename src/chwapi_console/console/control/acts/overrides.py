"""Going on though a rule is broken.

One that asks for a yes, one of policy for a reason, which stays with the act.
"""

from chwapi_console.answers import KEYS
from chwapi_console.console.control.asking.conversation import Ask, Confirm, Conversation, Do
from chwapi_console.console.known.session_thread import Errand
from chwapi_console.text import Sentence, say


def override_asked(why_not: Sentence, rule: str, errand: Errand) -> Conversation[None]:
    """Asks why a rule, by its id, does not hold this time, and does the errand for that reason.

    Should another rule be broken too, its refusal asks for a reason of its own.
    """
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


def meaning_it(what: Sentence, errand: Errand) -> Conversation[None]:
    """Asks whether an errand is meant, where the rules ask that, and has it done.

    Should more be asked by then, or another rule be broken too, that is said in its turn.
    """
    yield Confirm(say("Nothing was written yet. Do it? ({yes})", yes=KEYS), what)
    yield Do(say("Writing it"), lambda acts: errand(acts.meaning_it()))
