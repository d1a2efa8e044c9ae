"""A server, service or condition of the plan with how it stands, in a few words."""

from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import how_it_stands, is_condition, node_name
from chwapi_console.recovery.words.things.limits import status_in_a_word
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Sentence, say


def state_in_a_word(view: View, node: str) -> Sentence:
    """How it stands."""
    if is_condition(view, node):
        return how_it_stands(view, view.conditions[node])
    if node in view.services:
        return status_in_a_word(view, node)
    word = state_word(view.situation.shown_state(node))
    return say("{status}, suspect", status=word) if node in view.suspects else word


def with_state(view: View, node: str) -> Sentence:
    """Its name, with how it stands in brackets."""
    return say("{name} ({state})", name=node_name(view, node), state=state_in_a_word(view, node))
