"""The verbs of an investigation: restore points, the attacker's time, evidence and its custody."""

from chwapi_console.cli.line.verb_entries.argument_types import called, stripped_name
from chwapi_console.cli.line.verb_entries.shared_arguments import (
    A_NAME,
    AT,
    MEANT,
    OVERRIDE,
    PAGE,
    SERVER,
)
from chwapi_console.cli.line.verb_entries.verb import Argument, Verb
from chwapi_console.letters import with_letters
from chwapi_console.text import say

VERBS = (
    Verb(
        "restore-point",
        "verb_points",
        say("say when a restore point of a server was taken, and what is known of it"),
        (
            SERVER,
            Argument(
                "point", "ID", say("what people call the point, in one word"), type=stripped_name
            ),
            Argument("--taken", "TIME", say("when it was taken; a new point must have it")),
            Argument(
                "--verdict",
                "VERDICT",
                say("unknown, verified, suspect, compromised or encrypted"),
                type=stripped_name,
            ),
            Argument("--by", "NAME", say("who scanned it; else you"), type=called, wanted=A_NAME),
            Argument("--tool", "TEXT", say("with what it was scanned"), type=called, wanted=A_NAME),
            Argument(
                "--indicators",
                "SET",
                say("for which set of indicators, by its name"),
                type=called,
                wanted=A_NAME,
            ),
            Argument("--test-restored", help=say("a restoration from it was tried, and works")),
            AT,
            MEANT,
            OVERRIDE,
        ),
        (
            'restore-point dc1 monday --taken "12/01 02:00"',
            'restore-point dc1 monday --verdict verified --tool yara --indicators "CERT 3"',
        ),
        acts=True,
    ),
    Verb(
        "compromised-since",
        "verb_points",
        say("say since when the attacker was in; it may move earlier"),
        (
            Argument(
                "time",
                "TIME",
                say("the earliest trace that is known: 11/01 03:00, 2021-01-11T03:00"),
            ),
            Argument(
                "--server",
                "SERVER",
                say("only on this server; may be given several times"),
                repeat="append",
                type=stripped_name,
            ),
            AT,
            MEANT,
            OVERRIDE,
        ),
        (
            'compromised-since "11/01 03:00"',
            'compromised-since "14/01 22:10" --server sql-adt1',
        ),
        acts=True,
    ),
    Verb(
        "indicators",
        "verb_points",
        say("say which set of indicators is the newest: older scans are stale"),
        (
            Argument("set", "SET", say("what people call the set"), type=with_letters),
            AT,
            MEANT,
            OVERRIDE,
        ),
        ('indicators "CERT 3"',),
        acts=True,
    ),
    Verb(
        "evidence",
        "verb_evidence",
        say("record evidence taken of a server: an image, memory, logs"),
        (
            SERVER,
            Argument(
                "--item",
                "ID",
                say("what the item is called; a known one is put right, else it gets a name"),
                type=stripped_name,
            ),
            Argument("--what", "KIND", say("image, memory, logs or other; else image")),
            Argument("--source", "TEXT", say("of what it was taken"), type=with_letters),
            Argument("--asset", "ID", say("the asset id of that"), type=with_letters),
            Argument("--by", "NAME", say("who acquired it; else you"), type=called, wanted=A_NAME),
            Argument(
                "--taken",
                "TIME",
                say("when it was acquired; else the record has when that was written down"),
            ),
            Argument("--method", "TEXT", say("how"), type=with_letters),
            Argument("--tool", "TEXT", say("with which tool"), type=called, wanted=A_NAME),
            Argument(
                "--sha256", "DIGITS", say("its SHA-256, as sha256sum prints it"), type=stripped_name
            ),
            Argument("--place", "TEXT", say("where it lies"), type=with_letters),
            Argument("--protected", "YES|NO", say("whether it is write-protected where it lies")),
            Argument("--seal", "NUMBER", say("the number of its seal"), type=with_letters),
            Argument("--copy", "KIND", say("original, working-copy or derived")),
            Argument(
                "--of", "ITEM", say("of which item it was copied or derived"), type=stripped_name
            ),
            AT,
            MEANT,
            OVERRIDE,
        ),
        (
            'evidence dc1 --sha256 DIGITS --tool "dd 9.1" --place "safe, shelf 2" --protected yes',
            "evidence dc1 --item dc1-3f9a --seal 4711",
        ),
        acts=True,
    ),
    Verb(
        "hand-over",
        "verb_evidence",
        say("record that an item of evidence went from one hand to another"),
        (
            Argument("item", "ITEM", say("the item, by id"), type=stripped_name),
            Argument("--from", "NAME", say("who released it"), type=called, wanted=A_NAME),
            Argument("--to", "NAME", say("who received it"), type=called, wanted=A_NAME),
            Argument("--place", "TEXT", say("where it went"), type=with_letters),
            Argument("--purpose", "TEXT", say("for what"), type=with_letters),
            Argument("--before", "DIGITS", say("its SHA-256 before"), type=stripped_name),
            Argument("--after", "DIGITS", say("its SHA-256 after"), type=stripped_name),
            Argument("--taken", "TIME", say("when; else now")),
            AT,
            MEANT,
            OVERRIDE,
        ),
        (
            'hand-over dc1-3f9a --from lead --to police --place "their laboratory" --purpose analysis',
        ),
        acts=True,
    ),
    Verb(
        "custody",
        "verb_evidence",
        say("the chain of custody: a sheet for each item of evidence"),
        (
            Argument(
                "of",
                "SERVER|ITEM",
                say("of this server, or this item"),
                repeat="?",
                type=stripped_name,
            ),
            *PAGE,
        ),
        ("custody", "custody dc1", "custody dc1-3f9a --output custody.html"),
        paged=True,
    ),
)
