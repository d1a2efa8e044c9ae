"""The verbs by which people say what they do, and take it back.

About servers, services and conditions.
"""

from chwapi_console.cli.line.verb_entries.argument_types import (
    called,
    id_and_reason,
    range_of_times,
    stripped_name,
    stripped_words,
)
from chwapi_console.cli.line.verb_entries.shared_arguments import (
    A_NAME,
    AT,
    CREW,
    MEANT,
    OVERRIDE,
    SERVER,
    SITE,
)
from chwapi_console.cli.line.verb_entries.verb import Argument, Verb
from chwapi_console.letters import with_letters
from chwapi_console.text import Sentence, say

_SERVERS = Argument(
    "servers",
    "SERVER",
    say("one or more servers, by id; - reads them from stdin, one to a line"),
    repeat="+",
    type=stripped_name,
)
_NOTE = Argument("--note", "TEXT", say("a remark kept with the act"), type=with_letters)
_REPLACED_BY = Argument(
    "--replaced-by", "ID", say("the server that takes its place; with retired"), type=stripped_name
)
_UNTIL = Argument(
    "--until",
    "TIME",
    say("when what it waits for is expected; with blocked: 14:00, tomorrow 06:00, 4h"),
)
_AWAITS = Argument(
    "--awaits",
    "WHAT",
    say("what it waits for: a server, service or condition by id, or in words; with blocked"),
    type=with_letters,
)
_POINT = Argument(
    "--point",
    "ID",
    say("the restore point that it was restored from; with restored"),
    type=stripped_name,
)


def _reason(help: Sentence) -> Argument:
    return Argument("--reason", "TEXT", help, type=with_letters)


VERBS = (
    Verb(
        "do",
        "verb_do",
        say("go through the queue line by line: it tells the next server and asks what to do"),
        (
            SITE,
            CREW,
        ),
        ("do", "do --site imc"),
        acts=True,
        patient=True,
    ),
    Verb(
        "take",
        "verb_acts",
        say("take servers in hand"),
        (
            _SERVERS,
            Argument("--for", "NAME", say("somebody else who does it"), type=with_letters),
            AT,
            MEANT,
            OVERRIDE,
        ),
        ("take sql-adt1", "take sql-adt1 --at 02:10"),
        acts=True,
    ),
    Verb(
        "mark",
        "verb_acts",
        say("say how servers stand"),
        (
            _SERVERS._replace(repeat="*"),
            Argument(
                "state",
                "STATE",
                say(
                    "unknown, clean, compromised, restoring, restored, verified, blocked, "
                    "retired, or on: a clean one that is switched on and reconnected"
                ),
                type=stripped_name,
            ),
            Argument("--all", help=say("with on: every clean server that is off")),
            Argument(
                "--site",
                "SITE",
                say("with on: those of this site, by id or name"),
                type=stripped_name,
            ),
            Argument(
                "--service",
                "SERVICE",
                say("with on: those that this service stands on, by id"),
                type=stripped_name,
            ),
            _reason(say("why; blocked must have one")),
            _UNTIL,
            _AWAITS,
            _NOTE,
            _REPLACED_BY,
            _POINT,
            AT,
            MEANT,
            OVERRIDE,
        ),
        (
            "mark sql-adt1 restored",
            'mark sql-adt1 blocked --reason "controller ordered" --awaits "the courier" --until 04:00',
            "mark dns1 dns2 clean --at 02:10",
            "mark on --site imc",
        ),
        acts=True,
    ),
    Verb(
        "drop",
        "verb_acts",
        say("let go of servers that are taken or blocked"),
        (_SERVERS, AT, MEANT, OVERRIDE),
        ("drop sql-adt1",),
        acts=True,
    ),
    Verb(
        "step",
        "verb_acts",
        say("tick a step of a server's runbook"),
        (
            SERVER,
            Argument("step", "STEP", say("the step, by name or number"), type=stripped_words),
            Argument("--skip", "REASON", say("skip it, and why"), type=with_letters),
            Argument("--failed", "REASON", say("it failed, and why"), type=with_letters),
            Argument("--result", "TEXT", say("what came of it"), type=with_letters),
            AT,
            MEANT,
            OVERRIDE,
        ),
        (
            "step sql-adt1 image",
            'step sql-adt1 5 --skip "no EDR here"',
            'step sql-adt1 restore-data --failed "tape 14 is unreadable"',
        ),
        acts=True,
    ),
    Verb(
        "note",
        "verb_telling",
        say("write a note about a server or service, or about the incident"),
        (
            Argument(
                "id", "ID", say("a server or service, by id, or incident"), type=stripped_name
            ),
            Argument(
                "text",
                "TEXT",
                say("the note, no patient's data; - reads it from stdin"),
                repeat="*",
                type=with_letters,
            ),
            Argument("--hypothesis", help=say("it is a hypothesis of how it happened")),
            Argument(
                "--eliminated",
                "EVENT",
                say("why that hypothesis is none any more; by its event"),
                type=stripped_name,
            ),
            Argument(
                "--confirmed",
                "EVENT",
                say("why that hypothesis is so; by its event"),
                type=stripped_name,
            ),
            Argument("--told", "WHOM", say("it was told to them"), type=with_letters),
            AT,
            MEANT,
            OVERRIDE,
        ),
        (
            'note sql-adt1 "tape 14 is unreadable"',
            "note sql-adt1 - < findings.txt",
            'note sql-adt1 --hypothesis "infected by its tape"',
            'note bloc-imc --told director "theatre IMC at eight"',
        ),
        acts=True,
    ),
    Verb(
        "settle",
        "verb_acts",
        say("end a conflict between two acts"),
        (
            SERVER,
            Argument("state", "STATE", say("how the server really stands"), type=stripped_name),
            _reason(say("why; there must be one")),
            _UNTIL,
            _AWAITS,
            _NOTE,
            _REPLACED_BY,
            _POINT,
            AT,
            MEANT,
            OVERRIDE,
        ),
        ('settle sql-adt1 compromised --reason "looked again"',),
        acts=True,
    ),
    Verb(
        "accept",
        "verb_acts",
        say("a clinician signs a service off that is up"),
        (
            Argument("service", "SERVICE", say("the service, by id"), type=stripped_name),
            Argument("--by", "NAME", say("who signs it off"), type=called, wanted=A_NAME),
            Argument("--tried", "TEXT", say("what they tried"), type=with_letters),
            Argument(
                "--reserve",
                "TEXT",
                say("with which reserve; it has an end, at which it must be signed off again"),
                type=with_letters,
            ),
            Argument("--until", "TIME", say("the end of the reserve: 14:00, tomorrow 06:00")),
            AT,
            MEANT,
            OVERRIDE,
        ),
        (
            'accept bloc-imc --by "head of theatre" --tried "images of two patients opened"',
            (
                'accept bloc-imc --by "head of theatre" --tried "two images opened" '
                '--reserve "one room only" --until "tomorrow 06:00"'
            ),
        ),
        acts=True,
    ),
    Verb(
        "condition",
        "verb_conditions",
        say("say how conditions stand"),
        (
            Argument(
                "conditions",
                "CONDITION",
                say("one or more conditions, by id; - reads them from stdin"),
                repeat="+",
                type=stripped_name,
            ),
            Argument("state", "STATE", say("met, awaited, lost or open"), type=stripped_name),
            Argument(
                "--by",
                "NAME",
                say("who met it; with {state}", state="met"),
                type=called,
                wanted=A_NAME,
            ),
            Argument(
                "--tried",
                "TEXT",
                say("what they tried or saw; with {state}", state="met"),
                type=with_letters,
            ),
            Argument(
                "--reserve",
                "TEXT",
                say("with which reserve it is met; it has an end, at which it is open again"),
                type=with_letters,
            ),
            Argument(
                "--from",
                "WHOM",
                say("from whom; with {state}", state="awaited"),
                type=called,
                wanted=A_NAME,
            ),
            Argument(
                "--until",
                "TIME",
                say("the end of a reserve, or when what is awaited comes: 14:00, tomorrow 06:00"),
            ),
            _reason(say("why; {states} must have one", states="lost, open")),
            _NOTE,
            AT,
            MEANT,
            OVERRIDE,
        ),
        (
            'condition images-urgences-imc met --by "head of radiology" --tried "two images opened"',
            (
                'condition images-urgences-imc met --by "head of radiology" --tried "two images opened" '
                '--reserve "one room only" --until "tomorrow 06:00"'
            ),
            'condition papier-laboratoire awaited --from "outside laboratory" --until 14:00',
        ),
        acts=True,
    ),
    Verb(
        "pin",
        "verb_pin",
        say("put something first, against the rule; shows what that costs"),
        (
            Argument(
                "id",
                "ID",
                say("a server or service, by id: all that it still misses comes first"),
                type=stripped_name,
            ),
            _reason(say("why; there must be one")),
            Argument(
                "--until",
                "TIME",
                say("until then: 14:00, tomorrow 06:00, 28/11 14:00, 4h; else until it works"),
            ),
            Argument(
                "--before",
                "ID",
                say("only before the first server that this one still misses"),
                type=stripped_name,
            ),
            Argument("--yes", help=say("do not ask whether it is worth it")),
            OVERRIDE,
        ),
        ('pin bloc-union --reason "transfer at 14:00" --until 14:00',),
        acts=True,
    ),
    Verb(
        "unpin",
        "verb_pin",
        say("let the rule order again"),
        (Argument("id", "ID", say("what is pinned"), type=stripped_name), MEANT, OVERRIDE),
        ("unpin bloc-union",),
        acts=True,
    ),
    Verb(
        "enter",
        "verb_enter",
        say("record afterwards what was done on paper: many lines, all of them or none"),
        (
            Argument(
                "file",
                "FILE",
                say(
                    "a line for each act: TIME NAME VERB and its words, as 02:10 dba mark sql1 "
                    "restored; - reads stdin"
                ),
            ),
            Argument("--check", help=say("only say what is wrong with which line")),
            MEANT,
            OVERRIDE,
        ),
        ("enter night.txt --check", "enter night.txt"),
        acts=True,
    ),
    Verb(
        "undo",
        "verb_acts",
        say("take back an act"),
        (
            Argument(
                "event",
                "EVENT",
                say("the event to take back, as log shows it; else your latest act here"),
                repeat="?",
                type=stripped_name,
            ),
            MEANT,
            OVERRIDE,
        ),
        ("undo", "undo 1f0c2a3b"),
        acts=True,
    ),
    Verb(
        "add",
        "verb_acts",
        say("add a server that was found; the record has it, the plan's file is left alone"),
        (
            Argument("new", "SERVER", say("its id"), type=stripped_name),
            SITE,
            Argument("--role", "TEXT", say("what it does"), type=with_letters),
            Argument(
                "--needs",
                "GROUP",
                say("what it needs: an id, or a,b for any of them, or 2/a,b,c"),
                repeat="append",
                type=stripped_name,
            ),
            Argument(
                "--for",
                "ID",
                say("a server or service that needs it"),
                repeat="append",
                type=stripped_name,
            ),
            Argument(
                "--restore",
                "TIME",
                say("how long restoring takes: 2h, or at best, likely and at worst: 1h,2h,6h"),
                type=range_of_times,
                wanted=say("a duration such as 2h, or three of them: 1h,2h,6h"),
            ),
            Argument("--runbook", "ID", say("its runbook"), type=stripped_name),
            Argument("--os", "TEXT", say("its system"), type=with_letters),
            Argument("--address", "TEXT", say("its address"), type=with_letters),
            Argument("--contact", "TEXT", say("who knows it"), type=with_letters),
            _NOTE,
            AT,
            MEANT,
            OVERRIDE,
        ),
        ('add nas-cardio --site imc --role "Cardiology images" --needs nas-img1 --for pacs',),
        acts=True,
    ),
    Verb(
        "close",
        "verb_acts",
        say("end the recovery, once what must hold does"),
        (
            _reason(say("what it ends with; there must be one")),
            Argument(
                "--exception",
                "ID=REASON",
                say("what does not hold yet, and why the recovery ends all the same"),
                repeat="append",
                type=id_and_reason,
                wanted=say("an id and a reason: ID=REASON"),
            ),
            Argument(
                "--for-all",
                "KIND=REASON",
                say("the same for all of a kind that close --list names: suspect, down …"),
                repeat="append",
                type=id_and_reason,
                wanted=say("a kind and a reason: KIND=REASON"),
            ),
            Argument("--list", help=say("list what does not hold yet, and write nothing")),
            AT,
            MEANT,
            OVERRIDE,
        ),
        (
            "close --list",
            'close --reason "handed over to the usual service"',
            'close --reason "normal work" --exception "ens-imc=moved to a supplier"',
            'close --reason "normal work" --for-all "condition=the archive goes on"',
        ),
        acts=True,
    ),
    Verb(
        "reopen",
        "verb_acts",
        say("go on with a recovery that was closed"),
        (_reason(say("why; there must be one")), AT, MEANT, OVERRIDE),
        ('reopen --reason "dc1 was found infected again"',),
        acts=True,
    ),
)
