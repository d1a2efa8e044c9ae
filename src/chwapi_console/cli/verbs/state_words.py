"""The state that somebody probably meant by a word that is no state.

What people say of servers, and the French words of the screen. Offered, never taken: whether a
server that is "ok" was looked at or was restored only the person knows.
"""

from collections.abc import Mapping, Sequence

from chwapi_console.inventory.near_names import nearest
from chwapi_console.inventory.plain_words import plain
from chwapi_console.recovery.acts.marks import STATES, typed_word
from chwapi_console.text import Language, Sentence, Value, either, quoted, say

_SAID: Mapping[tuple[str, ...], str] = {
    (
        "restored",
    ): "fixed repaired done back recovered rebuilt finished repare restaure retabli reconstruit "
    "fini termine fait",
    ("restored", "clean"): "ok okay up online good fine works marche bon",
    ("clean",): "healthy safe sain propre intact off unplugged eteint debranche",
    ("on",): "powered connected reconnected plugged allume branche rallume reconnecte",
    (
        "compromised",
    ): "infected hit broken attacked hacked encrypted dead compromis infecte touche attaque "
    "chiffre casse mort",
    ("restoring",): "taken started doing pris commence",
    ("verified",): "checked tested confirmed verifie controle teste confirme",
    ("blocked",): "stuck waiting bloque coince attend",
    ("retired",): "gone removed scrapped decommissioned retire supprime",
    ("unknown",): "unseen unsure inconnu",
}
MEANT = {word: states for states, words in _SAID.items() for word in words.split()}
"""By word, in small letters without accents: the states it may mean."""


def state_as_typed(state: str, t: Language) -> Value:
    """A state as it may be typed.

    By the word on the screen, with the English one behind it where that is another.
    """
    word = t(typed_word(state))
    return state if word == state else say("{word} ({state})", word=word, state=state)


def state_meant(typed: str, t: Language) -> Sentence | None:
    """The state that was probably meant, as a question; None when nothing is near."""
    if states := MEANT.get(plain(typed).strip()):
        return _question(
            [
                state_as_typed(state, t) if t(typed_word(state)) != state else quoted(state)
                for state in states
            ]
        )
    return nearest(typed, STATES)


def _question(states: Sequence[Value]) -> Sentence:
    return say("Did you mean {states}?", states=either(states))
