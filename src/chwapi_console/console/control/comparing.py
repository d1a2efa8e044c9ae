"""Why one of two servers or services stands before the other.

Asked for at the screen, and said as `compare` says it.
"""

from chwapi_console.console.control.asking.conversation import Conversation, asked_for, thought
from chwapi_console.console.control.asking.dialogue import Dialogue
from chwapi_console.console.control.picture.picture import Picture
from chwapi_console.inventory.called import called
from chwapi_console.inventory.near_names import no_such_node
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.text import Sentence, in_one, say


class Comparing:
    """One method for its action, by its name."""

    def __init__(self, picture: Picture, dialogue: Dialogue) -> None:
        self._picture, self._dialogue = picture, dialogue

    def row_compare(self) -> Conversation[None]:
        """Says which of two stands before the other, and why.

        Of two servers that are selected, else of what the cursor stands on and one that is asked
        for.
        """
        at, view = self._picture.at, self._picture.known.view
        one, *others = at.servers if at.selected else (at.subject,)
        other = others[0] if others else (yield from self._other(view, one))
        words = yield from thought(lambda _: _compared(view, one, other))
        self._dialogue.tell(words)

    def _other(self, view: View, one: str) -> Conversation[str]:
        question = say(
            "Compare {id} with which server or service? Its id or name (Esc: none):",
            id=node_name(view, one),
        )

        def node(text: str) -> str | Sentence:
            if text in view.plan.servers or text in view.plan.services:
                return text
            return called(view.plan, text) or no_such_node(
                text, [*view.plan.servers, *view.plan.services]
            )

        return (yield from asked_for(question, node, writes=False))


def _compared(view: View, one: str, other: str) -> Sentence:
    from chwapi_console.recovery.forecast.ahead import sooner_all_the_same
    from chwapi_console.recovery.forecast.unforeseeable import without_a_time_words
    from chwapi_console.recovery.words.why.comparing import compared, comparison_words

    of = compared(view, one, other)
    return in_one(
        [
            comparison_words(view, of),
            *sooner_all_the_same(view, of.first, of.second),
            *without_a_time_words(view, (of.first, of.second)),
        ]
    )
