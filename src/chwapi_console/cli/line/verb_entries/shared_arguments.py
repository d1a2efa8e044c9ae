"""What verbs of several rooms take."""

from chwapi_console.cli.line.verb_entries.argument_types import rule_and_reason, stripped_name
from chwapi_console.cli.line.verb_entries.verb import Argument
from chwapi_console.text import say

A_NAME = say("a name")
"""What is expected where somebody or something is called by its name."""
SITE = Argument("--site", "SITE", say("only this site, by id or name"), type=stripped_name)
SERVER = Argument("server", "SERVER", say("a server, by id"), type=stripped_name)
CREW = Argument(
    "--crew", "NAME", say("for this crew of the plan, not your own"), type=stripped_name
)
AT = Argument(
    "--at",
    "TIME",
    say("when it was really done: 02:10, yesterday 23:40, 25/11 22:00, 2h, 2021-01-18T02:10"),
)
MEANT = Argument(
    "--yes",
    help=say(
        "it is meant, whatever is open or stops by it; without it the act is refused, and told why"
    ),
)
OVERRIDE = Argument(
    "--override",
    "RULE=REASON",
    say("go on though a rule of policy is broken, and why; the refusal names the rule"),
    repeat="append",
    type=rule_and_reason,
    wanted=say("a rule of policy, as the refusal names it, and a reason: RULE=REASON"),
)
PAGE = (
    Argument(
        "--at",
        "TIME",
        say("the page as it would have been then: 02:10, yesterday 23:40, 25/11 22:00"),
    ),
    Argument(
        "--format",
        "FORMAT",
        say("text of 80 columns, markdown, or html to print on A4"),
        type=stripped_name,
    ),
    Argument(
        "--output",
        "FILE",
        say("the page goes there, in the format that its name ends with; never over a file"),
    ),
)
"""What every page for others takes."""
