"""What the table says of a verb and of each thing that it takes."""

from collections.abc import Callable
from keyword import iskeyword
from typing import Any

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence


class Argument(NamedTuple):
    """What a verb takes: an option where the name begins with a hyphen, else a word.

    A switch has no metavar.

    `repeat` is argparse's `nargs`, or `append` for an option that may be given several times.
    `wanted` says what `type` takes, where it does not take everything.
    """

    name: str
    metavar: str = ""
    help: Sentence | None = None
    repeat: str | None = None
    type: Callable[[str], Any] | None = None
    wanted: Sentence | None = None


class Verb(NamedTuple):
    """One verb.

    `acts` tells those that can write from those that only read; `home` is the module of its
    function.

    One that is `paged` prints much and asks nothing: at a terminal a pager shows what is longer than
    it. One that is `patient` waits for people or for others, or is done at once: it never says that
    it is still at it.
    """

    name: str
    home: str
    summary: Sentence
    arguments: tuple[Argument, ...] = ()
    examples: tuple[str, ...] = ()
    acts: bool = False
    paged: bool = False
    patient: bool = False

    @property
    def function(self) -> str:
        """The name of its function.

        Its own, with underscores for hyphens, or with one behind it where Python wants that word
        for itself.
        """
        return f"{self.name}_" if iskeyword(self.name) else self.name.replace("-", "_")
