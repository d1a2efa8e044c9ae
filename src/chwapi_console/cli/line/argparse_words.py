"""The words that argparse itself prints, so that they are extracted and translated with ours.

Nothing imports this module: argparse looks its words up in the gettext domain that `parser.parser`
sets. They are those of Python 3.11 to 3.14 that this program can meet.
"""

from chwapi_console.text import plural, say

WORDS = (
    say("usage: "),
    say("positional arguments"),
    say("options"),
    say("argument %(argument_name)s: %(message)s"),
    say("the following arguments are required: %s"),
    say("unrecognized arguments: %s"),
    say("invalid choice: %(value)r (choose from %(choices)s)"),
    say("expected one argument"),
    say("expected at most one argument"),
    say("expected at least one argument"),
    say("ignored explicit argument %r"),
    plural("expected %s argument", "expected %s arguments", 1),
)
