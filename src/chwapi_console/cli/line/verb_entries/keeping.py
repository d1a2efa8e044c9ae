"""The verbs that keep plan and record: exchange, sign and export them, make a plan and widen it."""

from chwapi_console.cli.line.verb_entries.argument_types import stripped_name
from chwapi_console.cli.line.verb_entries.shared_arguments import OVERRIDE
from chwapi_console.cli.line.verb_entries.verb import Argument, Verb
from chwapi_console.letters import with_letters
from chwapi_console.text import say

_SHEET = Argument(
    "--sheet", "NAME", say("only this sheet of a workbook"), repeat="append", type=with_letters
)
_ENCODING = Argument(
    "--encoding", "NAME", say("how the text is encoded, where that is guessed wrongly")
)
_IN_PLACE = Argument("--in-place", help=say("write into the plan itself; a copy of it is kept"))

VERBS = (
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
            Argument("--yes", help=say("it is the same incident, though the plans name another")),
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
                help=say("print the statements for whoever runs the PostgreSQL, and do nothing"),
            ),
        ),
        (
            "hub init --hub postgresql://postgres@hub/chwapi",
            "hub init --sql",
            "hub status --hub postgresql://hub/chwapi",
        ),
        patient=True,
    ),
    Verb(
        "sign",
        "verb_sign",
        say("sign what you do from now on, with a key of this login"),
        (),
        ("sign",),
        acts=True,
        patient=True,
    ),
    Verb(
        "init",
        "verb_init",
        say("write a first plan, with the services that hospitals usually have"),
        (
            Argument("--yes", help=say("ask nothing: take what is usual, or what the options say")),
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
            ('init --yes --name "CHU" --sites "Nord, Sud" --detected "yesterday 23:40" --crews 6'),
        ),
        acts=True,
        patient=True,
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
        paged=True,
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
            OVERRIDE,
            Argument(
                "--clear", help=say("also call clean what is compromised as far as people know")
            ),
            Argument("--reopen", help=say("also call compromised what was restored or verified")),
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
                type=stripped_name,
            ),
            Argument(
                "needed",
                "SERVER",
                say("what it needs too; one,other where either is enough, 2/a,b,c where two are"),
                repeat="*",
                type=stripped_name,
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
        "config",
        "verb_config",
        say("what is set here, and where each value comes from"),
        (),
        ("config", "config --json"),
        paged=True,
        patient=True,
    ),
    Verb(
        "help",
        "verb_help",
        say("how the program is used, or one of its verbs"),
        (Argument("verb", "VERB", say("the verb, or questions; else all of them"), repeat="?"),),
        ("help", "help mark", "help questions"),
        paged=True,
        patient=True,
    ),
    Verb(
        "completion",
        "verb_completion",
        say("what a shell needs to complete verbs, options and ids at Tab"),
        (
            Argument(
                "shell",
                "bash|zsh|fish|words",
                say(
                    "print the script of a shell; words: what the last of some words may become, "
                    "which the scripts ask for"
                ),
            ),
            Argument("words", "WORD", say("a command line, behind two hyphens"), repeat="*"),
        ),
        ("completion bash", "completion zsh", "completion fish"),
        patient=True,
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
            Argument("--unchanged", help=say("that plan's text as it was, without the verdicts")),
        ),
        (
            'export evidence night.zip --purpose "police"',
            "export plan tomorrow.toml",
            "export plan --seen 7820c7cb --unchanged",
        ),
        acts=True,
    ),
)
