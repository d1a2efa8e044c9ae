"""The options that every verb takes, before or after it, each with a variable of the environment
that stands in for it."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from chwapi_console.errors import UsageError
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import LANGUAGES, Sentence, either, language_code, say

INVENTORY = Path("inventory.toml")
NO = frozenset({"", "0", "false", "no", "off"})
THEMES = ("dark", "light", "terminal")
"""The looks that the console can have."""


class GlobalOption(NamedTuple):
    """One option as people write it; a switch has no metavar."""

    name: str
    flags: tuple[str, ...]
    metavar: str
    help: Sentence

    @property
    def variable(self) -> str:
        """The variable of the environment that says the same."""
        return f"CHWAPI_{self.name.upper()}"


GLOBAL_OPTIONS = (
    GlobalOption(
        "inventory",
        ("-i", "--inventory"),
        "PATH",
        say("the plan; inventory.toml in this folder unless you say so"),
    ),
    GlobalOption(
        "journal",
        ("--journal",),
        "PATH",
        say("the journal; inventory.journal beside inventory.toml unless you say so"),
    ),
    GlobalOption(
        "mirror",
        ("--mirror",),
        "DIR",
        say("keep a second copy of the journal up to date in this folder"),
    ),
    GlobalOption(
        "hub",
        ("--hub",),
        "URL",
        say("a PostgreSQL that several hosts share; else [hub] url in the plan; no password in it"),
    ),
    GlobalOption(
        "operator",
        ("--operator",),
        "NAME",
        say("who is acting; a shared account (root, admin) needs it; else SUDO_USER, else LOGNAME"),
    ),
    GlobalOption(
        "lang",
        ("--lang",),
        "{" + ",".join(LANGUAGES) + "}",
        say("the language; else LC_ALL, LC_MESSAGES, LANG"),
    ),
    GlobalOption(
        "json", ("--json",), "", say("one JSON object instead of text, always in English")
    ),
    GlobalOption("no_color", ("--no-color",), "", say("no colours; NO_COLOR says so too")),
    GlobalOption(
        "theme",
        ("--theme",),
        "{" + ",".join(THEMES) + "}",
        say("the console's colours; dark unless you say so, or the terminal's own where it has 16"),
    ),
    GlobalOption(
        "ascii",
        ("--ascii",),
        "",
        say("ASCII in place of signs and lines; by itself where the locale is not UTF-8"),
    ),
    GlobalOption(
        "allow_network_fs",
        ("--allow-network-fs",),
        "",
        say("use a journal on a network drive, at your own risk"),
    ),
    GlobalOption(
        "read_only", ("--read-only",), "", say("look, and write nothing whatever is asked")
    ),
)


class Options(NamedTuple):
    """What was asked of the program as a whole. `operator` is as given: who that makes the operator
    the session knows. `ascii` is None where nothing was said about it."""

    inventory: Path = INVENTORY
    journal: Path | None = None
    mirror: Path | None = None
    allow_network_fs: bool = False
    hub: str = ""
    operator: str = ""
    language_code: str = "en"
    as_json: bool = False
    no_color: bool = False
    theme: str = ""
    ascii: bool | None = None
    read_only: bool = False


def check_theme(name: str) -> None:
    """UsageError when there is no theme of that name; an empty one leaves the choice to the
    console."""
    if name and name not in THEMES:
        raise UsageError(
            say(
                'There is no theme "{name}". Write --theme or CHWAPI_THEME with one of these: '
                "{themes}.",
                name=name,
                themes=either(THEMES),
            )
        )


def asked_ascii(given: bool, environ: Mapping[str, str]) -> bool | None:
    """Whether ASCII is asked for, by the option or its variable; None where nothing is said."""
    said = environ.get("CHWAPI_ASCII", "")
    return True if given else said.lower() not in NO if said else None


def asks_for_json(argv: Sequence[str], environ: Mapping[str, str]) -> bool:
    """Whether a command line asks for JSON, even one that cannot be parsed; what stands behind `--`
    is somebody's text."""
    words = argv[: argv.index("--")] if "--" in argv else argv
    return "--json" in words or environ.get("CHWAPI_JSON", "").lower() not in NO


def options_of(given: Namespace, environ: Mapping[str, str]) -> Options:
    """The options on the command line, else in the environment, else as they are unless somebody
    says so."""

    def text(name: str) -> str:
        return getattr(given, name) or environ.get(f"CHWAPI_{name.upper()}", "")

    def switch(name: str) -> bool:
        return getattr(given, name) or environ.get(f"CHWAPI_{name.upper()}", "").lower() not in NO

    if given.hub:
        from chwapi_console.hub_address import hub_address

        hub_address(given.hub, environ)
    return Options(
        inventory=Path(text("inventory") or INVENTORY),
        journal=Path(text("journal")) if text("journal") else None,
        mirror=Path(text("mirror")) if text("mirror") else None,
        allow_network_fs=switch("allow_network_fs"),
        hub=text("hub"),
        operator=text("operator"),
        language_code=given.lang or language_code(environ),
        as_json=switch("json"),
        no_color=switch("no_color") or bool(environ.get("NO_COLOR")),
        theme=text("theme"),
        ascii=asked_ascii(given.ascii, environ),
        read_only=switch("read_only"),
    )
