"""The verbs of what is told to others, and recorded of it: legal clocks, promises."""

from chwapi_console.cli.line.verb_entries.argument_types import called, stripped_name
from chwapi_console.cli.line.verb_entries.shared_arguments import A_NAME, AT, MEANT, OVERRIDE, PAGE
from chwapi_console.cli.line.verb_entries.verb import Argument, Verb
from chwapi_console.letters import with_letters
from chwapi_console.text import say

_DUTY = Argument(
    "duty",
    "DUTY",
    say("the duty, by id, as clocks names it; or a law: its next duty"),
    type=stripped_name,
)

VERBS = (
    Verb(
        "clocks",
        "verb_clocks",
        say("what laws ask to be told to whom, by when, and whether it was"),
        PAGE,
        ("clocks", "clocks --format markdown"),
        paged=True,
    ),
    Verb(
        "draft",
        "verb_clocks",
        say("the text of a notification, from the record, with what is unknown marked so"),
        (
            _DUTY._replace(repeat="?"),
            *PAGE,
        ),
        ("draft nis2-be-early", "draft gdpr --output draft.html"),
        paged=True,
    ),
    Verb(
        "promise",
        "verb_telling",
        say("record what was promised by when, or that it was kept or broken"),
        (
            Argument(
                "id",
                "ID",
                say("a server or service, by id, or incident; with --kept a promise, by its id"),
                type=stripped_name,
            ),
            Argument("text", "TEXT", say("what was promised"), repeat="*", type=with_letters),
            Argument("--by", "TIME", say("by when: 14:00, tomorrow 06:00, 4h")),
            Argument("--kept", help=say("it was kept")),
            Argument("--broken", help=say("it was not")),
            Argument("--reason", "TEXT", say("why"), type=with_letters),
            AT,
            MEANT,
            OVERRIDE,
        ),
        (
            'promise bloc-imc "two theatres open" --by 08:00',
            "promise bloc-imc --kept",
        ),
        acts=True,
    ),
    Verb(
        "aware",
        "verb_clocks",
        say("say since when somebody is aware of the incident: legal clocks start"),
        (
            Argument("law", "LAW", say("the law, by id, as clocks names it"), type=stripped_name),
            Argument(
                "--at",
                "TIME",
                say("since when: 02:10, yesterday 23:40, 25/11 22:00; else now"),
            ),
            Argument("--by", "NAME", say("who became aware; else you"), type=called, wanted=A_NAME),
            MEANT,
            OVERRIDE,
        ),
        ("aware gdpr --at 23:40 --by lead",),
        acts=True,
    ),
    Verb(
        "notified",
        "verb_clocks",
        say("record that what a law asks for was notified"),
        (
            _DUTY,
            Argument("--ref", "NUMBER", say("the number that it was given"), type=with_letters),
            AT,
            MEANT,
            OVERRIDE,
        ),
        ("notified nis2-be-early --ref 2026-0417 --at 21:30",),
        acts=True,
    ),
)
