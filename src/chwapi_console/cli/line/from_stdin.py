"""Words of a command line that are read from stdin where `-` stands in their place.

Names of servers one to a line, or a note.
"""

from argparse import Namespace
from collections.abc import Callable
from itertools import takewhile

from chwapi_console.cli.line.content import STDIN, content_of, is_typed
from chwapi_console.cli.line.verb_entries.argument_types import stripped_name
from chwapi_console.errors import RequestError
from chwapi_console.letters import with_letters
from chwapi_console.text import Sentence, say

COMMENT = "#"


def fill_in(arguments: Namespace, tell: Callable[[Sentence], object]) -> None:
    """Puts what stdin has in the place of a lone `-` for the servers or the text.

    RequestError where there is nothing.
    """
    for names in ("servers", "conditions"):
        if getattr(arguments, names, None) == [STDIN]:
            setattr(arguments, names, _names(_text(tell)))
            return
    if getattr(arguments, "text", None) == [STDIN]:
        arguments.text = [_text(tell).strip()]


def _names(text: str) -> list[str]:
    """The words of each line up to one that begins a comment. Blank lines are passed over."""
    names = [
        name
        for line in text.splitlines()
        for name in takewhile(lambda word: not word.startswith(COMMENT), line.split())
    ]
    if not names:
        raise RequestError(say("There is no name on stdin. Write one to a line."))
    return names


def _text(tell: Callable[[Sentence], object]) -> str:
    if is_typed():
        tell(say("Write it here; Ctrl-D on a line of its own ends it."))
    return stripped_name(with_letters(content_of(STDIN, tell).decode("utf-8", "surrogateescape")))
