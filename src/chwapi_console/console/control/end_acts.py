"""The end of the recovery: to close it, with a reason for each thing that does not hold, and to open
it again."""

from chwapi_console.answers import KEYS
from chwapi_console.console.control.acting import ANY_REMARKS, Acting
from chwapi_console.console.control.conversation import Ask, Confirm, Conversation, Do
from chwapi_console.recovery.acts.ending import close
from chwapi_console.recovery.rules.cases import CLOSE, EndCase
from chwapi_console.recovery.rules.door import doubts
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.ending import left_to_end
from chwapi_console.text import Sentence, in_one, plural, say

SUBJECT = say("the end")


class EndActs:
    """One method for each action, by its name."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def recovery_close(self) -> Conversation[None]:
        """Closes the recovery, or opens it again. It is held to what was shown when the key was
        pressed: somebody who acts meanwhile is not passed over."""
        shown = self._acting.known.view
        yield from self._acting.who.named("recovery.close", SUBJECT)
        if shown.situation.ended is not None:
            yield from self._reopened(shown)
        else:
            yield from self._closed(shown)

    def _closed(self, shown: View) -> Conversation[None]:
        """Asks of one thing after the other why the recovery is closed all the same, then with what
        word, then whether that is meant."""
        left = left_to_end(shown)
        any_reason = {one.subject: "…" for one in left}
        yield from self._acting.unless_refused(
            shown, lambda view, who: close(view, any_reason, who, ANY_REMARKS)
        )
        exceptions: dict[str, str] = {}
        for number, one in enumerate(left, 1):
            question = say(
                "{number} of {n} that do not hold: {what}. Closed all the same because (Esc: not "
                "closed):",
                number=number,
                n=len(left),
                what=one.words,
            )
            exceptions[one.subject] = yield Ask(question, remark=True)
        reason = yield Ask(
            say("What does the recovery end with, in a word (Esc: not closed)?"), remark=True
        )
        said = Remarks(reason=reason)
        case = EndCase(shown, CLOSE, exceptions, self._acting.known.operator, said)
        yield Confirm(_whether_closed(len(exceptions)), in_one(doubts(case)))
        meant = said._replace(meant=True)
        yield Do(SUBJECT, lambda acts: acts.close(exceptions, meant, shown))

    def _reopened(self, shown: View) -> Conversation[None]:
        reason = yield Ask(say("The recovery goes on because (Esc: it stays closed):"), remark=True)
        yield Confirm(say("Reopen the recovery? ({yes})", yes=KEYS))
        remarks = Remarks(reason=reason, meant=True)
        yield Do(SUBJECT, lambda acts: acts.reopen(remarks, shown))


def _whether_closed(exceptions: int) -> Sentence:
    if not exceptions:
        return say("Close the recovery? ({yes})", yes=KEYS)
    return plural(
        "Close the recovery with {n} exception? ({yes})",
        "Close the recovery with {n} exceptions? ({yes})",
        exceptions,
        yes=KEYS,
    )
