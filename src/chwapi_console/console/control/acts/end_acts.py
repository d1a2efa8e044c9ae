"""The end of the recovery.

To close it, with a reason for each thing that does not hold, and to open it again.
"""

from collections.abc import Iterator, Mapping, Sequence

from chwapi_console.answers import KEYS
from chwapi_console.console.control.acts.acting import ANY_REMARKS, Acting
from chwapi_console.console.control.asking.conversation import Ask, Confirm, Conversation, Do
from chwapi_console.recovery.acts.ending import close
from chwapi_console.recovery.rules.cases import CLOSE, REOPEN, ActName, EndCase
from chwapi_console.recovery.rules.door import doubts
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.ending import (
    HEADINGS,
    LeftKind,
    Open,
    by_kind,
    left_to_end,
)
from chwapi_console.text import Sentence, in_one, plural, say, some

SUBJECT = say("the end")
MOST_NAMED = 3
"""Things of a kind that a question names; the list above it has all."""


class EndActs:
    """One method for each action, by its name."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def recovery_close(self) -> Conversation[None]:
        """Closes the recovery, or opens it again.

        It is held to what was shown when the key was pressed: somebody who acts meanwhile is not
        passed over.
        """
        shown = self._acting.known.view
        yield from self._acting.who.named("recovery.close", SUBJECT)
        act: ActName = CLOSE if shown.situation.ended is None else REOPEN
        case = EndCase(shown, act, actor=self._acting.known.operator)
        yield from self._acting.unless_for_others(case)
        if act == REOPEN:
            yield from self._reopened(shown)
        else:
            yield from self._closed(shown)

    def _closed(self, shown: View) -> Conversation[None]:
        """Asks why the recovery is closed in spite of each open thing, then whether that is meant.

        Between the two it asks for a last word.
        """
        left = left_to_end(shown)
        any_reason = {one.subject: "…" for one in left}
        yield from self._acting.unless_refused(
            shown, lambda view, who: close(view, any_reason, who, ANY_REMARKS)
        )
        exceptions: dict[str, str] = {}
        for kind, group in by_kind(left):
            exceptions |= yield from self._excepted(kind, group, len(exceptions), len(left))
        reason = yield Ask(
            say("What does the recovery end with, in a sentence (Esc: not closed)?"), remark=True
        )
        said = Remarks(reason=reason)
        case = EndCase(shown, CLOSE, exceptions, self._acting.known.operator, said)
        told = [*_reasons(by_kind(left), exceptions), *doubts(case)]
        yield Confirm(_whether_closed(len(exceptions)), in_one(told))
        meant = said._replace(meant=True)
        yield Do(SUBJECT, lambda acts: acts.close(exceptions, meant, shown))

    def _excepted(
        self, kind: LeftKind, group: Sequence[Open], done: int, of: int
    ) -> Conversation[dict[str, str]]:
        """Why each thing of a kind does not hold: one reason for all, or one after the other.

        All of them stand in the list above the question.
        """
        if len(group) > 1:
            question = say(
                "{first} to {last} of {n} that do not hold. {kind}: {what}. Closed all the same, one "
                "reason for all of them (Enter: one by one; Esc: not closed):",
                first=done + 1,
                last=done + len(group),
                n=of,
                kind=HEADINGS[kind],
                what=some([one.subject for one in group], MOST_NAMED),
            )
            if reason := (yield Ask(question, empty=True, remark=True, of=kind)).strip():
                return {one.subject: reason for one in group}
        exceptions: dict[str, str] = {}
        for number, one in enumerate(group, done + 1):
            question = say(
                "{number} of {n} that do not hold: {what}. Closed all the same because (Esc: not "
                "closed):",
                number=number,
                n=of,
                what=one.words,
            )
            exceptions[one.subject] = yield Ask(question, remark=True, of=one.subject)
        return exceptions

    def _reopened(self, shown: View) -> Conversation[None]:
        reason = yield Ask(say("The recovery goes on because (Esc: it stays closed):"), remark=True)
        yield Confirm(say("Reopen the recovery? ({yes})", yes=KEYS))
        remarks = Remarks(reason=reason, meant=True)
        yield Do(SUBJECT, lambda acts: acts.reopen(remarks, shown))


def _reasons(
    groups: Sequence[tuple[LeftKind, Sequence[Open]]], exceptions: Mapping[str, str]
) -> Iterator[Sentence]:
    """How many things of each kind are left undone, and why, where one reason is for several."""
    for kind, group in groups:
        reasons = {exceptions[one.subject] for one in group}
        if len(group) > 1 and len(reasons) == 1:
            yield say(
                "{title}: {n} ({reason}).", title=HEADINGS[kind], n=len(group), reason=reasons.pop()
            )


def _whether_closed(exceptions: int) -> Sentence:
    if not exceptions:
        return say("Close the recovery? ({yes})", yes=KEYS)
    return plural(
        "Close the recovery with {n} exception? ({yes})",
        "Close the recovery with {n} exceptions? ({yes})",
        exceptions,
        yes=KEYS,
    )
