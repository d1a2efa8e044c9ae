"""What is recorded of telling others, on one key.

Its questions are loaded when they are asked first: a night may have none.
"""

from chwapi_console.console.control.acts.acting import Acting
from chwapi_console.console.control.asking.conversation import Conversation
from chwapi_console.journal.kinds.payload import THE_RECORD
from chwapi_console.recovery.rules.cases import NOTE, NoteCase
from chwapi_console.recovery.words.since.telling_words import about_words


class TellingActs:
    """`telling_record`, for what is under the cursor, or for the incident as a whole."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def telling_record(self) -> Conversation[None]:
        """Asks what is to be recorded, and records it.

        It is held to what was shown when the key was pressed.
        """
        from chwapi_console.console.control.acts.telling_questions import TellingQuestions

        at, shown = self._acting.picture.at, self._acting.known.view
        subject = at.subject or (at.servers[0] if at.servers else THE_RECORD)
        yield from self._acting.who.named("telling.record", about_words(subject, shown))
        case = NoteCase(shown, NOTE, subject, "", self._acting.known.operator)
        yield from self._acting.unless_for_others(case)
        yield from TellingQuestions(self._acting, subject, shown).asked()
