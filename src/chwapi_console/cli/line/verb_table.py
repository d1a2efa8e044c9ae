"""Every verb: its words, what it takes, and where it is done. The parser and the help page are made
from this table.

The module that does a verb is named, not imported: a verb loads only what it needs.
"""

from collections.abc import Callable
from keyword import iskeyword
from typing import Any

from chwapi_console.letters import with_letters
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, say


class Argument(NamedTuple):
    """What a verb takes: an option where the name begins with a hyphen, else a word; a switch has
    no metavar.

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
    """One verb. `acts` tells those that can write from those that only read; `home` is the module
    of its function."""

    name: str
    home: str
    summary: Sentence
    arguments: tuple[Argument, ...] = ()
    examples: tuple[str, ...] = ()
    acts: bool = False

    @property
    def function(self) -> str:
        """The name of its function: its own, with underscores for hyphens, or with one behind it
        where Python wants that word for itself."""
        return f"{self.name}_" if iskeyword(self.name) else self.name.replace("-", "_")


AROUND_NAMES = " \t\r\n\v\f\ufeff\u00a0"
"""What stands around a name that comes from a file: blanks, the line ends of another system, a byte
order mark."""


def named(text: str) -> str:
    """A name without what stood around it in a file."""
    return text.strip(AROUND_NAMES)


def number(text: str) -> int:
    """A whole number from 1. ValueError otherwise."""
    if (value := int(text)) < 1:
        raise ValueError(text)
    return value


def tier(text: str) -> int:
    """A tier, 1 to 5. ValueError otherwise."""
    if (value := number(text)) > 5:
        raise ValueError(text)
    return value


_SITE = Argument("--site", "SITE", say("only this site, by id or name"), type=named)
_SERVERS = Argument(
    "servers",
    "SERVER",
    say("one or more servers, by id; - reads them from stdin, one to a line"),
    repeat="+",
    type=named,
)
_SERVER = Argument("server", "SERVER", say("a server, by id"), type=named)
_NOTE = Argument("--note", "TEXT", say("a remark kept with the act"), type=with_letters)
_REPLACED_BY = Argument(
    "--replaced-by", "ID", say("the server that takes its place; with retired"), type=named
)
_AT = Argument(
    "--at",
    "TIME",
    say("when it was really done: 02:10, yesterday 23:40, 25/11 22:00, 2h, 2021-01-18T02:10"),
)
_AS_OF = Argument(
    "--at", "TIME", say("the page as it would have been then: 02:10, yesterday 23:40, 25/11 22:00")
)
_FORMAT = Argument("--format", "FORMAT", say("text of 80 columns, or markdown"), type=named)
_SHEET = Argument(
    "--sheet", "NAME", say("only this sheet of a workbook"), repeat="append", type=with_letters
)
_ENCODING = Argument(
    "--encoding", "NAME", say("how the text is encoded, where that is guessed wrongly")
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
    "--point", "ID", say("the restore point that it was restored from; with restored"), type=named
)
_MEANT = Argument(
    "--yes",
    help=say(
        "it is meant, whatever is open or stops by it; without it the act is refused, and told why"
    ),
)


def rule_and_reason(text: str) -> tuple[str, str]:
    """A rule of policy, by id, and why it does not hold this time. ValueError otherwise."""
    from chwapi_console.inventory.model import POLICY_RULES

    rule, _, reason = with_letters(text).partition("=")
    if rule.strip() not in POLICY_RULES or not reason.strip():
        raise ValueError(text)
    return rule.strip(), reason.strip()


def range_of_times(text: str) -> tuple[int, int, int]:
    """Minutes at best, likely and at worst: half to double of one duration, or three. ValueError
    otherwise."""
    from chwapi_console.clock import parse_duration

    match [parse_duration(part) for part in text.split(",")]:
        case [likely]:
            return (max(1, likely // 2), likely, likely * 2)
        case [low, likely, high] if low <= likely <= high:
            return (low, likely, high)
    raise ValueError(text)


def seconds(text: str) -> float:
    """Seconds of a duration: `30s`, or as it is written elsewhere. ValueError otherwise."""
    from chwapi_console.clock import parse_duration

    said = text.strip()
    if said.endswith("s") and said[:-1].isdecimal() and len(said) < 9:
        return float(said[:-1])
    return 60.0 * parse_duration(said)


def id_and_reason(text: str) -> tuple[str, str]:
    """An id, and why it is an exception. ValueError otherwise."""
    subject, _, reason = with_letters(text).partition("=")
    if not subject.strip() or not reason.strip():
        raise ValueError(text)
    return named(subject), reason.strip()


_OVERRIDE = Argument(
    "--override",
    "RULE=REASON",
    say("go on though a rule of policy is broken, and why; the refusal names the rule"),
    repeat="append",
    type=rule_and_reason,
    wanted=say("a rule of policy, as the refusal names it, and a reason: RULE=REASON"),
)
_IN_PLACE = Argument("--in-place", help=say("write into the plan itself; a copy of it is kept"))


def _reason(help: Sentence) -> Argument:
    return Argument("--reason", "TEXT", help, type=with_letters)


VERBS = {
    verb.name: verb
    for verb in (
        Verb(
            "next",
            "verb_next",
            say("the one server to go on with now, why, and what to type"),
            (_SITE,),
            ("next", "next --site imc"),
        ),
        Verb(
            "queue",
            "verb_queue",
            say("all servers with work to do, in the order to do it"),
            (
                _SITE,
                Argument(
                    "--tier",
                    "N",
                    say("only this effective tier, 1 to 5"),
                    type=tier,
                    wanted=say("a whole number from 1 to 5"),
                ),
                Argument("--ready", help=say("only what you can go on with now")),
                Argument(
                    "--limit",
                    "N",
                    say("no more than this many"),
                    type=number,
                    wanted=say("a whole number from 1"),
                ),
                Argument("--why", help=say("with the reason in words")),
                Argument(
                    "--for",
                    "TRADE",
                    say(
                        "the conditions that this trade or person can meet, and the servers whose "
                        "next step is theirs"
                    ),
                    type=with_letters,
                ),
            ),
            ("queue --ready", "queue --tier 1 --why", "queue --for radiologie"),
        ),
        Verb(
            "services",
            "verb_services",
            say("what is down, and what is missing"),
            (
                _SITE,
                Argument("--missing", help=say("only what misses something, with all of it")),
                Argument("--forecast", help=say("with when each is expected, which takes longer")),
            ),
            ("services --site imc --missing", "services --forecast"),
        ),
        Verb(
            "conditions",
            "verb_conditions",
            say("what must be true and is no machine: sign-offs, certificates, paper entered"),
            (
                _SITE,
                Argument("--open", help=say("only what is not met")),
                Argument(
                    "--for", "TRADE", say("only what this trade or person meets"), type=with_letters
                ),
            ),
            ("conditions --open", "conditions --for radiologie"),
        ),
        Verb(
            "forecast",
            "verb_forecast",
            say("when services will be up again, as a range of times"),
            (
                Argument(
                    "service", "SERVICE", say("only this service, by id"), repeat="?", type=named
                ),
                Argument(
                    "--crews",
                    "N",
                    say("as if so many crews were at work, and what that changes"),
                    type=number,
                    wanted=say("a whole number from 1"),
                ),
                Argument(
                    "--why",
                    help=say("why a service is expected then, and what would bring it sooner"),
                ),
            ),
            ("forecast", "forecast bloc-imc --crews 9", "forecast bloc-imc --why"),
        ),
        Verb(
            "progress",
            "verb_progress",
            say("servers back and services up since the incident began, as a picture"),
            (),
            ("progress", "progress --ascii"),
        ),
        Verb(
            "handover",
            "verb_handover",
            say("what the next shift must know, as a page"),
            (
                Argument(
                    "--since",
                    "TIME",
                    say("when the shift began; else with your first act after a pause of 4 h"),
                ),
                _AS_OF,
                _FORMAT,
            ),
            ("handover", "handover --since 22:00 --format markdown"),
        ),
        Verb(
            "report",
            "verb_report",
            say("the situation for people who are not at the console, as a page"),
            (
                Argument(
                    "--for",
                    "WHOM",
                    say("direction (unless you say so), wards or technical"),
                    type=named,
                ),
                Argument("--since", "TIME", say("with what changed since then")),
                _AS_OF,
                _FORMAT,
            ),
            ("report --for direction --since 06:00", "report --for wards --format markdown"),
        ),
        Verb(
            "clocks",
            "verb_clocks",
            say("what laws ask to be told to whom, by when, and whether it was"),
            (_AS_OF, _FORMAT),
            ("clocks", "clocks --format markdown"),
        ),
        Verb(
            "show",
            "verb_show",
            say("all that is known of a server or service"),
            (Argument("id", "ID", say("a server or service, by id"), type=named),),
            ("show sql-adt1",),
        ),
        Verb(
            "wait",
            "verb_wait",
            say("end once a server or service is up, or a server is restored; for scripts"),
            (
                Argument("id", "ID", say("a server or service, by id"), type=named),
                Argument(
                    "state", "STATE", say("up: it works; restored, of a server alone"), type=named
                ),
                Argument(
                    "--timeout",
                    "DURATION",
                    say("wait no longer than this, and end with 1: 30s, 15m, 2h"),
                    type=seconds,
                    wanted=say("a time such as 30s, 15m or 2h"),
                ),
            ),
            ("wait bloc-imc up --timeout 2h", "wait sql-adt1 restored && echo ready"),
        ),
        Verb(
            "log",
            "verb_log",
            say("what was done, when, by whom"),
            (
                Argument(
                    "subjects",
                    "ID",
                    say("only what was done to these servers, services or conditions"),
                    repeat="*",
                    type=named,
                ),
                Argument(
                    "--by",
                    "NAME",
                    say("only what this person did"),
                    repeat="append",
                    type=with_letters,
                ),
                Argument(
                    "--kind",
                    "KIND",
                    say("only acts of this kind, by the verb that does them: mark, step, note …"),
                    repeat="append",
                    type=named,
                ),
                Argument(
                    "--until",
                    "TIME",
                    say("only what was written until then"),
                ),
                Argument(
                    "--since",
                    "TIME",
                    say(
                        "only what was written since: 02:10, yesterday 23:40, 25/11 22:00, 2h, "
                        "2021-01-18T02:10; or what came into this journal after an EVENT, by its id"
                    ),
                ),
                Argument("--follow", help=say("go on printing new acts until Ctrl-C")),
            ),
            (
                "log --since 02:00",
                "log sql-adt1 --by oncall-1 --kind step",
                "log --follow --json --since 1f0c2a3b",
            ),
        ),
        Verb(
            "audit",
            "verb_audit",
            say("check that the record holds together"),
            (
                Argument(
                    "--head",
                    "CODE",
                    say(
                        "is the moment that this head code stands for still in it, and what came "
                        "after?"
                    ),
                ),
            ),
            ("audit", "audit --head 7K3M-9QTX-2B4D-6"),
        ),
        Verb(
            "check",
            "verb_check",
            say("what is wrong or odd with the plan"),
            (),
            ("check -i draft.toml",),
        ),
        Verb(
            "take",
            "verb_acts",
            say("take servers in hand"),
            (
                _SERVERS,
                Argument("--for", "NAME", say("somebody else who does it"), type=with_letters),
                _AT,
                _MEANT,
                _OVERRIDE,
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
                    type=named,
                ),
                Argument("--all", help=say("with on: every clean server that is off")),
                Argument(
                    "--site",
                    "SITE",
                    say("with on: those of this site, by id or name"),
                    type=named,
                ),
                Argument(
                    "--service",
                    "SERVICE",
                    say("with on: those that this service stands on, by id"),
                    type=named,
                ),
                _reason(say("why; blocked must have one")),
                _UNTIL,
                _AWAITS,
                _NOTE,
                _REPLACED_BY,
                _POINT,
                _AT,
                _MEANT,
                _OVERRIDE,
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
            (_SERVERS, _AT, _MEANT, _OVERRIDE),
            ("drop sql-adt1",),
            acts=True,
        ),
        Verb(
            "step",
            "verb_acts",
            say("tick a step of a server's runbook"),
            (
                _SERVER,
                Argument("step", "STEP", say("the step, by name or number"), type=with_letters),
                Argument("--skip", "REASON", say("skip it, and why"), type=with_letters),
                Argument("--failed", "REASON", say("it failed, and why"), type=with_letters),
                Argument("--result", "TEXT", say("what came of it"), type=with_letters),
                _AT,
                _MEANT,
                _OVERRIDE,
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
            "verb_acts",
            say("write a note about a server or service"),
            (
                Argument("id", "ID", say("a server or service, by id"), type=named),
                Argument(
                    "text",
                    "TEXT",
                    say("the note; - reads it from stdin"),
                    repeat="+",
                    type=with_letters,
                ),
                _AT,
                _MEANT,
                _OVERRIDE,
            ),
            (
                'note sql-adt1 "tape 14 is unreadable"',
                "note sql-adt1 - < findings.txt",
            ),
            acts=True,
        ),
        Verb(
            "settle",
            "verb_acts",
            say("end a conflict between two acts"),
            (
                _SERVER,
                Argument("state", "STATE", say("how the server really stands"), type=named),
                _reason(say("why; there must be one")),
                _UNTIL,
                _AWAITS,
                _NOTE,
                _REPLACED_BY,
                _POINT,
                _AT,
                _MEANT,
                _OVERRIDE,
            ),
            ('settle sql-adt1 compromised --reason "looked again"',),
            acts=True,
        ),
        Verb(
            "accept",
            "verb_acts",
            say("a clinician signs a service off that is up"),
            (
                Argument("service", "SERVICE", say("the service, by id"), type=named),
                Argument("--by", "NAME", say("who signs it off"), type=with_letters),
                Argument("--tried", "TEXT", say("what they tried"), type=with_letters),
                _AT,
                _MEANT,
                _OVERRIDE,
            ),
            ('accept bloc-imc --by "head of theatre" --tried "images of two patients opened"',),
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
                    type=named,
                ),
                Argument("state", "STATE", say("met, awaited, lost or open"), type=named),
                Argument(
                    "--by", "NAME", say("who met it; with {state}", state="met"), type=with_letters
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
                    type=with_letters,
                ),
                Argument(
                    "--until",
                    "TIME",
                    say(
                        "the end of a reserve, or when what is awaited comes: 14:00, tomorrow 06:00"
                    ),
                ),
                _reason(say("why; {states} must have one", states="lost, open")),
                _NOTE,
                _AT,
                _MEANT,
                _OVERRIDE,
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
            "compare",
            "verb_compare",
            say("why one server or service stands before another"),
            (
                Argument("one", "ID", say("a server or service, by id"), type=named),
                Argument("other", "ID", say("another one"), type=named),
            ),
            ("compare bloc-imc bloc-union", "compare dc1 san-imc3"),
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
                    type=named,
                ),
                _reason(say("why; there must be one")),
                Argument(
                    "--until",
                    "TIME",
                    say("until then: 14:00, tomorrow 06:00, 28/11 14:00, 4h; else until it works"),
                ),
                Argument(
                    "--before", "ID", say("not first of all, only before this one"), type=named
                ),
                Argument("--yes", help=say("do not ask whether it is worth it")),
                _OVERRIDE,
            ),
            ('pin bloc-union --reason "transfer at 14:00" --until 14:00',),
            acts=True,
        ),
        Verb(
            "unpin",
            "verb_pin",
            say("let the rule order again"),
            (Argument("id", "ID", say("what is pinned"), type=named), _MEANT, _OVERRIDE),
            ("unpin bloc-union",),
            acts=True,
        ),
        Verb(
            "restore-point",
            "verb_points",
            say("say when a restore point of a server was taken, and what is known of it"),
            (
                _SERVER,
                Argument("point", "ID", say("what people call the point, in one word"), type=named),
                Argument("--taken", "TIME", say("when it was taken; a new point must have it")),
                Argument(
                    "--verdict",
                    "VERDICT",
                    say("unknown, verified, suspect, compromised or encrypted"),
                    type=named,
                ),
                Argument("--by", "NAME", say("who scanned it; else you"), type=with_letters),
                Argument("--tool", "TEXT", say("with what it was scanned"), type=with_letters),
                Argument(
                    "--indicators",
                    "SET",
                    say("for which set of indicators, by its name"),
                    type=with_letters,
                ),
                Argument("--test-restored", help=say("a restoration from it was tried, and works")),
                _AT,
                _MEANT,
                _OVERRIDE,
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
                    type=named,
                ),
                _AT,
                _MEANT,
                _OVERRIDE,
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
                _AT,
                _MEANT,
                _OVERRIDE,
            ),
            ('indicators "CERT 3"',),
            acts=True,
        ),
        Verb(
            "evidence",
            "verb_evidence",
            say("record evidence taken of a server: an image, memory, logs"),
            (
                _SERVER,
                Argument(
                    "--item",
                    "ID",
                    say("what the item is called; a known one is put right, else it gets a name"),
                    type=named,
                ),
                Argument("--what", "KIND", say("image, memory, logs or other; else image")),
                Argument("--source", "TEXT", say("of what it was taken"), type=with_letters),
                Argument("--asset", "ID", say("the asset id of that"), type=with_letters),
                Argument("--by", "NAME", say("who acquired it; else you"), type=with_letters),
                Argument(
                    "--taken",
                    "TIME",
                    say("when it was acquired; else the record has when that was written down"),
                ),
                Argument("--method", "TEXT", say("how"), type=with_letters),
                Argument("--tool", "TEXT", say("with which tool"), type=with_letters),
                Argument(
                    "--sha256", "DIGITS", say("its SHA-256, as sha256sum prints it"), type=named
                ),
                Argument("--place", "TEXT", say("where it lies"), type=with_letters),
                Argument(
                    "--protected", "YES|NO", say("whether it is write-protected where it lies")
                ),
                Argument("--seal", "NUMBER", say("the number of its seal"), type=with_letters),
                Argument("--copy", "KIND", say("original, working-copy or derived")),
                Argument("--of", "ITEM", say("of which item it was copied or derived"), type=named),
                _AT,
                _MEANT,
                _OVERRIDE,
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
                Argument("item", "ITEM", say("the item, by id"), type=named),
                Argument("--from", "NAME", say("who released it"), type=with_letters),
                Argument("--to", "NAME", say("who received it"), type=with_letters),
                Argument("--place", "TEXT", say("where it went"), type=with_letters),
                Argument("--purpose", "TEXT", say("for what"), type=with_letters),
                Argument("--before", "DIGITS", say("its SHA-256 before"), type=named),
                Argument("--after", "DIGITS", say("its SHA-256 after"), type=named),
                Argument("--taken", "TIME", say("when; else now")),
                _AT,
                _MEANT,
                _OVERRIDE,
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
                    "of", "SERVER|ITEM", say("of this server, or this item"), repeat="?", type=named
                ),
            ),
            ("custody", "custody dc1", "custody dc1-3f9a"),
        ),
        Verb(
            "aware",
            "verb_clocks",
            say("say since when somebody is aware of the incident: legal clocks start"),
            (
                Argument("law", "LAW", say("the law, by id, as clocks names it"), type=named),
                Argument(
                    "--at",
                    "TIME",
                    say("since when: 02:10, yesterday 23:40, 25/11 22:00; else now"),
                ),
                Argument("--by", "NAME", say("who became aware; else you"), type=with_letters),
                _MEANT,
                _OVERRIDE,
            ),
            ("aware gdpr --at 23:40 --by lead",),
            acts=True,
        ),
        Verb(
            "notified",
            "verb_clocks",
            say("record that what a law asks for was notified"),
            (
                Argument(
                    "duty",
                    "DUTY",
                    say("the duty, by id, as clocks names it; or a law: its next duty"),
                    type=named,
                ),
                Argument("--ref", "NUMBER", say("the number that it was given"), type=with_letters),
                _AT,
                _MEANT,
                _OVERRIDE,
            ),
            ("notified nis2-be-early --ref 2026-0417 --at 21:30",),
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
                    type=named,
                ),
                _MEANT,
                _OVERRIDE,
            ),
            ("undo", "undo 1f0c2a3b"),
            acts=True,
        ),
        Verb(
            "add",
            "verb_acts",
            say("add a server that was found; the record has it, the plan's file is left alone"),
            (
                Argument("new", "SERVER", say("its id"), type=named),
                _SITE,
                Argument("--role", "TEXT", say("what it does"), type=with_letters),
                Argument(
                    "--needs",
                    "GROUP",
                    say("what it needs: an id, or a,b for any of them, or 2/a,b,c"),
                    repeat="append",
                    type=named,
                ),
                Argument(
                    "--for",
                    "ID",
                    say("a server or service that needs it"),
                    repeat="append",
                    type=named,
                ),
                Argument(
                    "--restore",
                    "TIME",
                    say("how long restoring takes: 2h, or at best, likely and at worst: 1h,2h,6h"),
                    type=range_of_times,
                    wanted=say("a duration such as 2h, or three of them: 1h,2h,6h"),
                ),
                Argument("--runbook", "ID", say("its runbook"), type=named),
                Argument("--os", "TEXT", say("its system"), type=with_letters),
                Argument("--address", "TEXT", say("its address"), type=with_letters),
                Argument("--contact", "TEXT", say("who knows it"), type=with_letters),
                _NOTE,
                _AT,
                _MEANT,
                _OVERRIDE,
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
                Argument("--list", help=say("list what does not hold yet, and write nothing")),
                _AT,
                _MEANT,
                _OVERRIDE,
            ),
            (
                "close --list",
                'close --reason "handed over to the usual service"',
                'close --reason "normal work" --exception "ens-imc=moved to a supplier"',
            ),
            acts=True,
        ),
        Verb(
            "reopen",
            "verb_acts",
            say("go on with a recovery that was closed"),
            (_reason(say("why; there must be one")), _AT, _MEANT, _OVERRIDE),
            ('reopen --reason "dc1 was found infected again"',),
            acts=True,
        ),
        Verb(
            "sync",
            "verb_sync",
            say("exchange acts with another journal, as on a stick, or with the hub"),
            (
                Argument(
                    "other",
                    "OTHER",
                    say(
                        "the other journal's file, or the folder it lies in; made if it is not "
                        "there; or the address of a hub; the hub of --hub or the plan without one"
                    ),
                    repeat="?",
                ),
                Argument(
                    "--keep-fork",
                    help=say("where two copies of one journal both went on, keep the acts of both"),
                ),
                Argument(
                    "--many",
                    help=say(
                        "take acts of up to 2,000 origins, a million acts and 256 MB, where you "
                        "trust who sent them; else 500 origins (100 new at once), 100,000 acts "
                        "(50,000) and 64 MB"
                    ),
                ),
            ),
            ("sync /media/stick", "sync copy.journal --keep-fork", "sync"),
            acts=True,
        ),
        Verb(
            "hub",
            "verb_hub",
            say("make the tables of a hub, or look how it and its journals stand"),
            (
                Argument(
                    "what",
                    "init|status",
                    say(
                        "init: tables, grants and a role that may only read and add; status: what is "
                        "there, who lacks what, and what is wrong"
                    ),
                ),
                Argument(
                    "--role",
                    "NAME",
                    say("with init, what the role is called; chwapi unless you say so"),
                ),
                Argument(
                    "--sql",
                    help=say(
                        "print the statements for whoever runs the PostgreSQL, and do nothing"
                    ),
                ),
            ),
            (
                "hub init --hub postgresql://postgres@hub/chwapi",
                "hub init --sql",
                "hub status --hub postgresql://hub/chwapi",
            ),
        ),
        Verb(
            "sign",
            "verb_sign",
            say("sign what you do from now on, with a key of this login"),
            (),
            ("sign",),
            acts=True,
        ),
        Verb(
            "init",
            "verb_init",
            say("write a first plan, with the services that hospitals usually have"),
            (
                Argument(
                    "--yes", help=say("ask nothing: take what is usual, or what the options say")
                ),
                Argument(
                    "--schema", help=say("write the JSON Schema of a plan beside it, and no plan")
                ),
                Argument("--name", "NAME", say("the hospital"), type=with_letters),
                Argument("--incident", "NAME", say("what the outage is called"), type=with_letters),
                Argument(
                    "--detected",
                    "TIME",
                    say(
                        "when it was noticed: 02:10, yesterday 23:40, 25/11 22:00, "
                        "2021-01-18T02:10; else now"
                    ),
                ),
                Argument(
                    "--timezone",
                    "ZONE",
                    say("the hospital's, like Europe/Brussels; else this host's"),
                ),
                Argument(
                    "--crews",
                    "N",
                    say("restorations that can run side by side, for the forecast; else 1"),
                ),
                Argument(
                    "--sites",
                    "NAMES",
                    say("the sites, with commas between them"),
                    type=with_letters,
                ),
                Argument(
                    "--services",
                    "IDS",
                    say("ids of the catalogue, with commas between them, or all"),
                ),
                Argument(
                    "--names",
                    "fr|en",
                    say("the language of the services' names; else the program's"),
                ),
                Argument("--drill", help=say("it is an exercise")),
                Argument(
                    "--unplugged",
                    help=say("all servers were taken off the network: what is clean is off"),
                ),
            ),
            (
                "init",
                (
                    'init --yes --name "CHU" --sites "Nord, Sud" --detected "yesterday 23:40" --crews '
                    "6"
                ),
            ),
            acts=True,
        ),
        Verb(
            "drill",
            "verb_drill",
            say("lay out the exercise that comes with the program, in a new folder"),
            (Argument("folder", "FOLDER", say("the folder; drill unless you say so"), repeat="?"),),
            ("drill", "drill /tmp/night"),
            acts=True,
        ),
        Verb(
            "import",
            "verb_import",
            say("make a plan of somebody's list of servers, or add the list to the plan"),
            (
                Argument(
                    "kind",
                    "KIND",
                    say(
                        "csv, xlsx, json, rvtools, vcenter, ansible or netbox; tables are known by "
                        "their content"
                    ),
                ),
                Argument("files", "FILE", say("the list; - reads it from stdin"), repeat="+"),
                Argument("--yes", help=say("take it as it is understood, without being asked")),
                Argument(
                    "--map",
                    "FIELD=COLUMN",
                    say(
                        "which column has a field, by heading, letter or number; site==IMC is for "
                        "every row"
                    ),
                    repeat="append",
                    type=with_letters,
                ),
                Argument(
                    "--site", "NAME", say("the site of what the list gives none"), type=with_letters
                ),
                Argument(
                    "--new-sites",
                    help=say("sites that the plan does not know are new ones; needed with --yes"),
                ),
                _SHEET,
                _ENCODING,
                Argument(
                    "--groups",
                    "FILE",
                    say("for ansible: which groups are sites, roles and services, as TOML"),
                ),
                Argument(
                    "--output",
                    "FILE",
                    say("where the plan is written; never over a file that is there"),
                ),
                _IN_PLACE,
                Argument(
                    "--take",
                    "FIELD",
                    say(
                        "where list and plan differ in this field, take the list's word; all for "
                        "all fields"
                    ),
                    repeat="append",
                ),
                Argument(
                    "--incident",
                    "NAME",
                    say("for a new plan: what the incident is called"),
                    type=with_letters,
                ),
                Argument(
                    "--detected", "TIME", say("for a new plan: since when; now unless you say so")
                ),
            ),
            (
                "import csv servers.csv",
                "import xlsx park.xlsx --map name=Nom --yes",
                "import ansible inventory.json --groups map.toml",
            ),
            acts=True,
        ),
        Verb(
            "diff",
            "verb_diff",
            say("how two plans differ, or a plan from the journal"),
            (
                Argument(
                    "old",
                    "OLD",
                    say(
                        "a plan; without a second one it is compared with the journal; else the "
                        "plan in use"
                    ),
                    repeat="?",
                ),
                Argument("new", "NEW", say("another plan"), repeat="?"),
                Argument("--exit-code", help=say("end with 1 when something differs")),
            ),
            ("diff", "diff monday.toml inventory.toml", "diff draft.toml --exit-code"),
        ),
        Verb(
            "triage",
            "verb_triage",
            say("take verdicts from an export of an EDR or a scanner"),
            (
                Argument(
                    "--from",
                    "FILE",
                    say("the export: CSV, a workbook or JSON; - reads it from stdin"),
                ),
                Argument(
                    "--map",
                    "FIELD=COLUMN",
                    say(
                        "which column has a field: name, site, address, verdict or seen (when it "
                        "was last heard of); verdict==compromised holds for every row"
                    ),
                    repeat="append",
                    type=with_letters,
                ),
                Argument(
                    "--verdict",
                    "WORD=VERDICT",
                    say(
                        "what a word of the list means, or all that begin so (WORD*): clean, "
                        "compromised or unknown"
                    ),
                    repeat="append",
                    type=with_letters,
                ),
                Argument("--yes", help=say("take what is not grave, without being asked")),
                _OVERRIDE,
                Argument(
                    "--clear", help=say("also call clean what is compromised as far as people know")
                ),
                Argument(
                    "--reopen", help=say("also call compromised what was restored or verified")
                ),
                _SHEET,
                _ENCODING,
            ),
            (
                "triage --from edr.csv",
                "triage --from scan.json --map verdict=threat.state --verdict healthy=clean",
            ),
            acts=True,
        ),
        Verb(
            "infer",
            "verb_infer",
            say("what servers and services probably need, from their names"),
            (
                Argument(
                    "--only",
                    "RELATION",
                    say("directory, names, time, host, storage, database or service"),
                    repeat="append",
                ),
                Argument(
                    "--output",
                    "FILE",
                    say("write the plan with what you take; never over a file that is there"),
                ),
                _IN_PLACE,
                Argument("--yes", help=say("take all that is likely, without being asked")),
                Argument("--guesses", help=say("with --yes: the guesses too")),
            ),
            (
                "infer",
                "infer --only database",
                "infer --in-place",
                "infer --yes --output draft.toml",
            ),
            acts=True,
        ),
        Verb(
            "needs",
            "verb_needs",
            say("the servers that services wait to have named, and naming them in the plan"),
            (
                Argument(
                    "id",
                    "ID",
                    say("a service or server; without one: all services that lack servers"),
                    repeat="?",
                ),
                Argument(
                    "needed",
                    "SERVER",
                    say(
                        "what it needs too; one,other where either is enough, 2/a,b,c where two are"
                    ),
                    repeat="*",
                ),
                Argument("--complete", help=say("all that the service needs is named now")),
            ),
            (
                "needs",
                "needs bloc-imc",
                "needs bloc-imc srv-bloc1 sql1,sql2",
                "needs bloc-imc --complete",
            ),
            acts=True,
        ),
        Verb(
            "export",
            "verb_export",
            say("write the record for others to check, or the plan as it stands"),
            (
                Argument(
                    "kind",
                    "evidence|plan",
                    say(
                        "evidence: an archive that needs nothing but sha256sum to be checked; "
                        "plan: the plan with the present verdicts, to begin a new journal with"
                    ),
                ),
                Argument(
                    "file",
                    "FILE",
                    say("the file to write; a plan goes to stdout without one"),
                    repeat="?",
                ),
                Argument(
                    "--purpose",
                    "TEXT",
                    say("what evidence is for; the journal keeps it"),
                    type=with_letters,
                ),
                Argument(
                    "--seen",
                    "DIGEST",
                    say(
                        "not the plan in use but one that the journal has, by the first signs of "
                        "its digest"
                    ),
                ),
                Argument(
                    "--unchanged", help=say("that plan's text as it was, without the verdicts")
                ),
            ),
            (
                'export evidence night.zip --purpose "police"',
                "export plan tomorrow.toml",
                "export plan --seen 7820c7cb --unchanged",
            ),
            acts=True,
        ),
    )
}
