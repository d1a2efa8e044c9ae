"""The words for the states of servers, services and conditions."""

from chwapi_console.text import Sentence, say

_STATE_WORDS = {
    "unknown": say("unknown"),
    "clean": say("clean"),
    "off": say("clean, off"),
    "on": say("clean, on"),
    "compromised": say("compromised"),
    "restoring": say("restoring"),
    "restored": say("restored"),
    "verified": say("verified"),
    "blocked": say("blocked"),
    "retired": say("retired"),
    "down": say("down"),
    "partial": say("partial"),
    "limited": say("limited"),
    "up": say("up"),
    "accepted": say("accepted"),
    "suspect": say("suspect"),
    "open": say("open"),
    "done": say("done"),
    "met": say("met"),
    "awaited": say("awaited"),
    "lost": say("lost"),
    "skipped": say("skipped"),
    "failed": say("failed"),
}


def state_word(state: str) -> Sentence:
    """The word for a state on the screen."""
    return _STATE_WORDS[state]
