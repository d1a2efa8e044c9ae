"""What a service that is up does without: wishes of its own that do not work.

It is up all the same, and says so every time.
"""

from collections.abc import Sequence

from chwapi_console.recovery.state.told.sign_offs import stood_on
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Listing, Sentence, Value, say, some

MOST_WITHOUT = 4
"""Things that a sentence names that a service does without; the others are counted."""


def status_words(view: View, service: str) -> Sentence:
    """How a service stands: one word, what it is up without, and whether it stands on suspects."""
    state, words = view.services[service], _status_and_lack(view, service)
    return say("{status}, suspect", status=words) if state.suspect else words


def status_in_a_word(view: View, service: str) -> Sentence:
    """How a service stands, for one column: "up, suspect"."""
    state = view.services[service]
    word = state_word(state.status)
    return say("{status}, suspect", status=word) if state.suspect else word


def status_for_others(view: View, service: str, *, column: bool = False) -> Sentence:
    """How a service stands, for who waits for it.

    What is not up does not function, however much of what it needs works. What is up says in a
    `column` one word, else what it is up without.
    """
    state = view.services[service]
    if state.is_up:
        return (status_in_a_word if column else status_words)(view, service)
    return say("not up; part of what it needs works") if state.met else say("not up")


def _status_and_lack(view: View, service: str) -> Sentence:
    state = view.services[service]
    if not state.without:
        return state_word(state.status)
    if state.status == "accepted":
        return say("accepted, without {services}", services=names_of(view, state.without))
    return say("up, without {services}", services=names_of(view, state.without))


def without_words(view: View, service: str, most: int = MOST_WITHOUT) -> Sentence | None:
    """What a service that is up does without; None where nothing is lacking."""
    without = view.services[service].without
    return say("without {services}", services=names_of(view, without, most)) if without else None


def what_it_does_without(view: View, service: str) -> Sentence | None:
    """Which services beneath one that is up do without what.

    None where none does, and for a service that is not up.
    """
    if not view.services[service].is_up:
        return None
    limited = [
        node
        for node in stood_on(view.graph, view.problem.working, service)
        if node in view.services and view.services[node].without
    ]
    limited.sort(key=lambda node: view.plan.services[node].tier)
    beneath = [
        say(
            "{service} (up without {without})",
            service=node_name(view, node),
            without=names_of(view, view.services[node].without),
        )
        for node in limited
    ]
    return (
        say("It stands on {services}.", services=some(beneath, MOST_WITHOUT)) if beneath else None
    )


def names_of(view: View, nodes: Sequence[str], most: int = MOST_WITHOUT) -> Listing:
    """Services by name, servers by id, in the order in which the plan has them; of many the first."""
    names: list[Value] = [node_name(view, node) for node in nodes]
    return some(names, most)
