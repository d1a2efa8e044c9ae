"""The options that every verb takes, before or after it.

For each there is a variable of the environment that stands in for it.
"""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from chwapi_console.cli.line.settings import NO_SETTINGS, THEMES, Settings, settings_for
from chwapi_console.errors import UsageError
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import LANGUAGES, Sentence, either, language_code, say

INVENTORY = Path("inventory.toml")
NO = frozenset({"", "0", "false", "no", "off"})


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
        "no_pager", ("--no-pager",), "", say("print what is long at once, without PAGER or less")
    ),
    GlobalOption("no_config", ("--no-config",), "", say("read no file of settings; see config")),
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
    """What was asked of the program as a whole.

    `operator` is as given: who that makes the operator the session knows. `ascii` is None where
    nothing was said about it. With `force_color` colours are written where no terminal is, too.
    `settings` are those of the files, for what no option says.
    """

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
    no_pager: bool = False
    force_color: bool = False
    settings: Settings = NO_SETTINGS


def check_theme(name: str) -> None:
    """UsageError when there is no theme of that name.

    An empty one leaves the choice to the console.
    """
    if name and name not in THEMES:
        raise UsageError(
            say(
                'There is no theme "{name}". Write --theme or CHWAPI_THEME with one of these: '
                "{themes}.",
                name=name,
                themes=either(THEMES),
            )
        )


def asked_settings(argv: Sequence[str], environ: Mapping[str, str]) -> Settings:
    """The settings for the plan that a command line names, even one that cannot be parsed."""
    options = argv[: argv.index("--")] if "--" in argv else argv
    if "--no-config" in options or environ.get("CHWAPI_NO_CONFIG", "").lower() not in NO:
        return NO_SETTINGS
    named = [
        following if word in ("-i", "--inventory") else word.partition("=")[2]
        for word, following in zip(options, [*options[1:], ""], strict=False)
        if word in ("-i", "--inventory") or word.startswith("--inventory=")
    ]
    plan = next(filter(None, reversed(named)), "") or environ.get("CHWAPI_INVENTORY", "")
    return settings_for(Path(plan or INVENTORY), environ)


def asked_ascii(
    given: bool, environ: Mapping[str, str], settings: Settings = NO_SETTINGS
) -> bool | None:
    """Whether ASCII is asked for, by the option, its variable or a setting.

    None where nothing is said.
    """
    said = environ.get("CHWAPI_ASCII", "")
    return True if given else said.lower() not in NO if said else settings.switch("ascii")


def asks_for_json(argv: Sequence[str], environ: Mapping[str, str]) -> bool:
    """Whether a command line asks for JSON, even one that cannot be parsed.

    What stands behind `--` is somebody's text.
    """
    words = argv[: argv.index("--")] if "--" in argv else argv
    return "--json" in words or environ.get("CHWAPI_JSON", "").lower() not in NO


def colours_forced(environ: Mapping[str, str]) -> bool | None:
    """Whether the environment forces colours on or off; None where it leaves that to the terminal.

    On by FORCE_COLOR or CLICOLOR_FORCE, off by NO_COLOR, FORCE_COLOR=0 or CLICOLOR=0. Off wins.
    """
    forced = environ.get("FORCE_COLOR", "").lower()
    if environ.get("NO_COLOR") or (forced and forced in NO):
        return False
    if forced or environ.get("CLICOLOR_FORCE", "") not in ("", "0"):
        return True
    return False if environ.get("CLICOLOR") == "0" else None


def options_of(
    arguments: Namespace, environ: Mapping[str, str], settings: Settings = NO_SETTINGS
) -> Options:
    """The options: from the command line, else the environment, else settings, else the usual ones."""

    def text(name: str) -> str:
        said = getattr(arguments, name) or environ.get(f"CHWAPI_{name.upper()}", "")
        return said or settings.text(name)

    def switch(name: str) -> bool:
        said = environ.get(f"CHWAPI_{name.upper()}", "").lower()
        if getattr(arguments, name) or said not in NO:
            return True
        return False if said else bool(settings.switch(name))

    if arguments.hub:
        from chwapi_console.hub_address import hub_address

        hub_address(arguments.hub, environ)
    no_color, forced = switch("no_color"), colours_forced(environ)
    return Options(
        inventory=Path(text("inventory") or INVENTORY),
        journal=Path(text("journal")) if text("journal") else None,
        mirror=Path(text("mirror")) if text("mirror") else None,
        allow_network_fs=switch("allow_network_fs"),
        hub=text("hub"),
        operator=text("operator"),
        language_code=arguments.lang or asked_language_code(environ, settings),
        as_json=switch("json"),
        no_color=no_color or forced is False,
        theme=text("theme"),
        ascii=asked_ascii(arguments.ascii, environ, settings),
        read_only=switch("read_only"),
        no_pager=switch("no_pager"),
        force_color=forced is True and not no_color,
        settings=settings,
    )


def asked_language_code(environ: Mapping[str, str], settings: Settings) -> str:
    """The language of who says nothing on the command line.

    `CHWAPI_LANG`, else a setting, else what the locale says.
    """
    if environ.get("CHWAPI_LANG"):
        return language_code(environ)
    return settings.text("language") or language_code(environ)
