"""`config`: what is set here, each value with where it comes from; and the files that could say so."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from chwapi_console.cli.line.options import GLOBAL_OPTIONS
from chwapi_console.cli.line.settings import (
    Origin,
    Settings,
    file_beside,
    own_file,
)
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.table import TextColumn, TextRow, TextTable
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, Value, say

ORIGINS: Mapping[Origin, Sentence] = {
    "flag": say("flag"),
    "environment": say("environment"),
    "plan folder": say("plan folder"),
    "user": say("user"),
    "default": say("default"),
}
COLUMNS = (
    TextColumn(say("setting")),
    TextColumn(say("value"), long="cut", least=12),
    TextColumn(say("from")),
    TextColumn(say("where"), long="cut", least=12),
)
KEYS_OF_OPTIONS: Mapping[str, str] = {"lang": "language"}
"""How an option is called in the files, where that is not its own name."""
NOT_SHOWN = frozenset({"json", "no_config"})


class Shown(NamedTuple):
    """A setting with its value, as text, where it comes from, and by which variable or file."""

    name: str
    value: str | int | bool | None
    origin: Origin
    where: str = ""


def config(context: VerbContext) -> int:
    """Prints every setting."""
    shown = list(_shown(context, context.options.settings))
    files = _files(context)
    if context.options.as_json:
        context.out.json(
            {
                "settings": [
                    {"name": s.name, "value": s.value, "from": s.origin, "where": s.where or None}
                    for s in shown
                ],
                "files": [{"path": str(path), "there": path.exists()} for path in files],
            }
        )
        return 0
    context.out.table(TextTable(COLUMNS, [_row(each) for each in shown]))
    context.out.say()
    for path in files:
        context.out.say(
            say("{path} is read.", path=str(path))
            if path.exists()
            else say("{path} would be read, but is not there.", path=str(path))
        )
    return 0


def _files(context: VerbContext) -> list[Path]:
    own, beside = own_file(os.environ), file_beside(context.options.inventory.absolute())
    return [path for path in (own, beside) if path is not None]


def _row(shown: Shown) -> TextRow:
    match shown.value:
        case bool():
            value: Value = say("yes") if shown.value else say("no")
        case None:
            value = ""
        case _:
            value = shown.value
    return TextRow((shown.name, value, ORIGINS[shown.origin], shown.where))


def _shown(context: VerbContext, settings: Settings) -> Iterator[Shown]:
    values = _values(context)
    for option in GLOBAL_OPTIONS:
        if option.name in NOT_SHOWN:
            continue
        key = KEYS_OF_OPTIONS.get(option.name, option.name)
        yield _of(context, settings, option.name, key, values[option.name])
    yield _of(context, settings, "", "crews", settings.number("crews"))


def _of(
    context: VerbContext, settings: Settings, option: str, key: str, value: str | int | bool | None
) -> Shown:
    """One setting: the flag first, then the environment, then the files."""
    if option and getattr(context.given, option):
        return Shown(key, value, "flag")
    if option and (variable := _variable(option)):
        return Shown(key, value, "environment", variable)
    if key in settings.values:
        setting = settings.values[key]
        return Shown(key, value, setting.origin, str(setting.path))
    if variable := _system_variable(key):
        return Shown(key, value, "environment", variable)
    return Shown(key, value, "default")


def _variable(option: str) -> str:
    """The variable of the environment that says so; empty where none does."""
    name = f"CHWAPI_{option.upper()}"
    if os.environ.get(name):
        return name
    return next(
        (
            name
            for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR")
            if option == "no_color" and os.environ.get(name)
        ),
        "",
    )


def _system_variable(key: str) -> str:
    """The variable of the system that says so where nobody set anything; empty where none does."""
    names = {
        "operator": ("SUDO_USER", "LOGNAME"),
        "language": ("LC_ALL", "LC_MESSAGES", "LANG"),
    }.get(key, ())
    return next((name for name in names if os.environ.get(name)), "")


def _values(context: VerbContext) -> Mapping[str, str | bool | None]:
    """The values that are in force, by option."""
    options = context.options
    beside = options.inventory
    return {
        "inventory": str(options.inventory),
        "journal": str(options.journal or (beside.with_suffix(".journal") if beside.name else "")),
        "mirror": str(options.mirror) if options.mirror else None,
        "hub": _without_password(options.hub),
        "operator": context.operator or None,
        "lang": options.language_code,
        "no_color": options.no_color,
        "no_pager": options.no_pager,
        "theme": options.theme or None,
        "ascii": options.ascii,
        "allow_network_fs": options.allow_network_fs,
        "read_only": options.read_only,
    }


def _without_password(hub: str) -> str | None:
    """The address of a hub as it may be shown."""
    if not hub:
        return None
    from chwapi_console.hub_address import hub_address

    return hub_address(hub, os.environ, may_hold_a_password=True).name
