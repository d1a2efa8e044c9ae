"""The verbs that look: at the queue, at how things stand and why, at what was done."""

from chwapi_console.cli.line.verb_entries.argument_types import (
    called,
    crews,
    number,
    seconds,
    stripped_name,
    tier,
)
from chwapi_console.cli.line.verb_entries.shared_arguments import (
    A_NAME,
    CREW,
    MEANT,
    OVERRIDE,
    PAGE,
    SITE,
)
from chwapi_console.cli.line.verb_entries.verb import Argument, Verb
from chwapi_console.letters import with_letters
from chwapi_console.text import Sentence, say

_ID = Argument("id", "ID", say("a server or service, by id"), type=stripped_name)


def _number(name: str, help: Sentence) -> Argument:
    return Argument(name, "N", help, type=number, wanted=say("a whole number from 1"))


VERBS = (
    Verb(
        "next",
        "verb_next",
        say("the one server to go on with now, why, and what to type"),
        (
            SITE,
            CREW,
            Argument(
                "--why",
                help=say("the whole reason: the chain, who waits, what stands before and after it"),
            ),
        ),
        ("next", "next --why", "next --site imc", "next --crew network"),
    ),
    Verb(
        "queue",
        "verb_queue",
        say("all servers with work to do, in the order to do it"),
        (
            SITE,
            Argument(
                "--tier",
                "N",
                say("only this effective tier, 1 to 5"),
                type=tier,
                wanted=say("a whole number from 1 to 5"),
            ),
            Argument("--ready", help=say("only what you can go on with now")),
            _number("--limit", say("no more than this many")),
            Argument(
                "--at",
                "TIME",
                say(
                    "as it is then if nobody acts; of a time that is over, as it was, and what "
                    "changed it since"
                ),
                type=with_letters,
            ),
            Argument(
                "--since",
                "TIME",
                say("as it is, and which acts, edits and times changed it since then"),
                type=with_letters,
            ),
            Argument(
                "--suppose",
                "WHAT",
                say(
                    "as it would be if the plan were otherwise, and for whom that is later; nothing "
                    "is written. SERVICE tier 1, SERVICE weight 12, SITE weight 3, SERVER takes 2h, "
                    "SERVICE without SERVER, SERVICE first, SITE first, GROUP first, ID unpinned, "
                    "SERVER compromised, SERVER let go, SERVER taken by CREW, CONDITION met, CONDITION open, CONDITION slips "
                    "1d, CONDITION until 18:00, CREW at_once 3, CREW day and night, SERVER without "
                    "STEP, STEP skipped, SITE shut, SERVICE shut; may be given several times"
                ),
                repeat="append",
                type=with_letters,
            ),
            Argument("--why", help=say("with the reason in words")),
            Argument(
                "--plain", help=say("to be read by ear: a fact to a line, no table, no colour")
            ),
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
        (
            "queue --ready",
            "queue --tier 1 --why",
            "queue --plain",
            "queue --for radiologie",
            "queue --since 03:00",
            'queue --suppose "bloc-union tier 2"',
        ),
        paged=True,
    ),
    Verb(
        "services",
        "verb_services",
        say("what is down, and what is missing"),
        (
            SITE,
            Argument("--missing", help=say("only what misses something, with all of it")),
            Argument("--forecast", help=say("with when each is expected, which takes longer")),
        ),
        ("services --site imc --missing", "services --forecast"),
        paged=True,
    ),
    Verb(
        "conditions",
        "verb_conditions",
        say("what must be true and is no machine: sign-offs, certificates, paper entered"),
        (
            SITE,
            Argument("--open", help=say("only what is not met")),
            Argument(
                "--for", "TRADE", say("only what this trade or person meets"), type=with_letters
            ),
        ),
        ("conditions --open", "conditions --for radiologie"),
        paged=True,
    ),
    Verb(
        "forecast",
        "verb_forecast",
        say("when services will be up again, as a range of times"),
        (
            Argument(
                "service",
                "SERVICE",
                say("only this service, by id"),
                repeat="?",
                type=stripped_name,
            ),
            Argument(
                "--crews",
                "N",
                say("as if N crews were at work, or NAME=N, NAME+1,OTHER-1"),
                repeat="append",
                type=crews,
                wanted=say("a whole number from 1, or NAME=N, NAME+1, NAME-1 of a crew or lane"),
            ),
            Argument(
                "--why",
                help=say(
                    "why a service is expected then, and what would bring it sooner; of all which "
                    "estimate leaves most open"
                ),
            ),
            Argument(
                "--all",
                help=say("with --crews: what that changes for each service, by name"),
            ),
            Argument("--by", "TIME", say("how likely a service is up by a time to come")),
            Argument(
                "--since",
                "TIME",
                say("as told then and now; of a service, which acts moved it"),
            ),
        ),
        (
            "forecast",
            "forecast --crews 9 --all",
            "forecast --crews windows-1",
            "forecast bloc-imc --why",
            "forecast bloc-imc --by 14:00",
            "forecast bloc-imc --since 24h",
        ),
        paged=True,
    ),
    Verb(
        "progress",
        "verb_progress",
        say("servers back and services up since the incident began, as a picture"),
        (),
        ("progress", "progress --ascii"),
        paged=True,
    ),
    Verb(
        "handover",
        "verb_handover",
        say("what the next shift must know, as a page; accept: who comes takes over"),
        (
            Argument("what", "accept", say("record that the shift was taken over"), repeat="?"),
            Argument(
                "--by", "NAME", say("with accept, who comes; else you"), type=called, wanted=A_NAME
            ),
            Argument(
                "--take",
                "SERVER",
                say("with accept, a server that they take in hand; may be given several times"),
                repeat="append",
                type=stripped_name,
            ),
            Argument("--all", help=say("with accept, all that anybody has in hand")),
            Argument(
                "--since",
                "TIME",
                say("when the shift began; else with your first act after a pause of 4 h"),
            ),
            *PAGE,
            MEANT,
            OVERRIDE,
        ),
        (
            "handover",
            "handover --since 22:00 --format markdown",
            "handover accept --by dba --take sql-adt1",
        ),
        paged=True,
    ),
    Verb(
        "report",
        "verb_report",
        say("the situation for people who are not at the console, as a page"),
        (
            Argument(
                "--for",
                "WHOM",
                say("direction (unless you say so), wards, technical, authorities or press"),
                type=stripped_name,
            ),
            Argument("--since", "TIME", say("with what changed since then")),
            *PAGE,
        ),
        ("report --for direction --since 06:00", "report --for wards --output wards.html"),
        paged=True,
    ),
    Verb(
        "sheet",
        "verb_sheet",
        say("a form to write on by hand, for the night without a console"),
        (
            Argument(
                "what",
                "WHAT",
                say(
                    "next: the servers that come next, with boxes to tick; systems (251): how far "
                    "each service functions; activity (214): what a shift did; calls: whom to call, "
                    "and what to say"
                ),
                type=stripped_name,
            ),
            _number("--limit", say("so many servers, with next; else 10")),
            SITE,
            Argument(
                "--since",
                "TIME",
                say(
                    "when the shift began, with activity; else with your first act after a pause of 4 h"
                ),
            ),
            *PAGE,
        ),
        (
            "sheet next --limit 6 --output next.html",
            "sheet systems",
            "sheet activity --since 22:00",
        ),
        paged=True,
    ),
    Verb(
        "show",
        "verb_show",
        say("all that is known of a server, service, group, site or person"),
        (
            Argument(
                "id",
                "ID",
                say("a server, service, condition, group or site, by id, or a person's name"),
                type=stripped_name,
            ),
            Argument(
                "--without",
                help=say(
                    "which services fall without it, and which stay because others do its work"
                ),
            ),
        ),
        ("show sql-adt1", "show sql-adt1 --without", "show imc"),
        paged=True,
    ),
    Verb(
        "wait",
        "verb_wait",
        say("end once a server or service is up, or a server is restored; for scripts"),
        (
            _ID,
            Argument(
                "state",
                "STATE",
                say("up: it works; restored, of a server alone"),
                type=stripped_name,
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
        patient=True,
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
                type=stripped_name,
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
                type=stripped_name,
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
        paged=True,
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
                    "is the moment that this head code stands for still in it, and what came after?"
                ),
            ),
        ),
        ("audit", "audit --head 7K3M-9QTX-2B4D-6"),
        paged=True,
    ),
    Verb(
        "check",
        "verb_check",
        say("what is wrong or odd with the plan"),
        (Argument("--all", help=say("each finding on a line of its own, those alike too")),),
        ("check -i draft.toml", "check --all"),
        paged=True,
    ),
    Verb(
        "doctor",
        "verb_doctor",
        say("what is and is not right here: terminal, clock, disk, journal"),
        (),
        ("doctor", "doctor --json"),
        paged=True,
    ),
    Verb(
        "compare",
        "verb_compare",
        say("why one server, service or site stands before another"),
        (
            Argument("one", "ID", say("a server, service or site, by id"), type=stripped_name),
            Argument("other", "ID", say("another one"), type=stripped_name),
        ),
        ("compare bloc-imc bloc-union", "compare dc1 san-imc3", "compare imc union"),
        paged=True,
    ),
)
