"""What people set once instead of typing it each time.

`config.toml` in their own configuration folder, and `chwapi-console.toml` in the folder of the
plan, which wins.

Both hold plain values of a few known keys; none of them names a program or a file that is run. The
folder of a plan is often one that several people write, or a stick, and a home is often that of
whoever became root: who acts and where the record goes is taken only from a file that is the
reader's own, or root's, that nobody else may write, and that a folder of others does not lead to by
a link.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from chwapi_console.errors import ChwapiError, RequestError
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import LANGUAGES, Sentence, either, every, say, typed_path

OWN_NAME, PLAN_NAME = "config.toml", "chwapi-console.toml"
LARGEST = 65_536
"""Bytes beyond which no file holds a few settings."""
LONGEST = 1000
"""Letters of a text: more than an address of a hub, or a path, has."""
MOST_CREWS = 1000
"""As in the plan, whose module costs more than these files."""
THEMES = ("dark", "light", "terminal")
"""The looks that the console can have."""

Origin = Literal["flag", "environment", "plan folder", "user", "default"]
"""Where a value comes from, what wins first."""
_TEXT, _SWITCH = "text", "switch"
KEYS: Mapping[str, str | Sequence[str]] = MappingProxyType(
    {
        "operator": _TEXT,
        "language": LANGUAGES,
        "theme": THEMES,
        "ascii": _SWITCH,
        "no_color": _SWITCH,
        "no_pager": _SWITCH,
        "crews": "number",
        "hub": _TEXT,
        "mirror": _TEXT,
    }
)
"""What may stand in the files, and what it may be: words to choose from, a text, a switch, a
number."""
OWN_ALONE = frozenset({"operator", "hub", "mirror"})
"""Who acts, and where the record goes."""


class Setting(NamedTuple):
    """A value, from which kind of file, and from which."""

    value: str | int | bool
    origin: Origin
    path: Path


class Settings(NamedTuple):
    """The values by key; what was left aside, and why.

    What is wrong with a file, in which case there are no values.
    """

    values: Mapping[str, Setting] = MappingProxyType({})
    left_aside: Sequence[Sentence] = ()
    fault: ChwapiError | None = None

    def text(self, key: str) -> str:
        """The text of a key; empty where there is none."""
        return str(self.values[key].value) if key in self.values else ""

    def switch(self, key: str) -> bool | None:
        """Whether a switch is on; None where nothing is said."""
        return bool(self.values[key].value) if key in self.values else None

    def number(self, key: str) -> int | None:
        """A number; None where there is none."""
        return int(self.values[key].value) if key in self.values else None


NO_SETTINGS = Settings()


def own_file(environ: Mapping[str, str]) -> Path | None:
    """Where a login's own settings stand; None where nothing says where its home is."""
    from chwapi_console.own_folder import place_of

    folder = place_of("config", environ)
    return folder / OWN_NAME if folder else None


def file_beside(inventory: Path) -> Path:
    """Where the settings of a plan's folder stand."""
    return inventory.parent / PLAN_NAME


def settings_for(inventory: Path, environ: Mapping[str, str]) -> Settings:
    """The settings for a plan, of both files together."""
    values, left_aside = dict[str, Setting](), list[Sentence]()
    own, beside = own_file(environ), file_beside(inventory)
    try:
        places: Sequence[tuple[Path | None, Origin]] = ((own, "user"), (beside, "plan folder"))
        for path, origin in places:
            if path is not None and (found := _read(path)) is not None:
                found, aside = _trusted(path, found, origin)
                left_aside += aside
                values |= {key: Setting(value, origin, path) for key, value in found.items()}
    except ChwapiError as error:
        return Settings(fault=error)
    return Settings(values, left_aside)


def _read(path: Path) -> dict[str, Any] | None:
    """The values of a file; None where there is none, or nobody may even look for one.

    RequestError where something in it is wrong.
    """
    try:
        path.stat()
    except OSError:
        return None
    import tomli

    from chwapi_console.bounded import read_file

    try:
        told = tomli.loads(read_file(path, LARGEST).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _wrong(path, say("it is not UTF-8")) from error
    except tomli.TOMLDecodeError as error:
        raise _wrong(path, say("it is no TOML ({reason})", reason=str(error))) from error
    except (RecursionError, ValueError) as error:  # as in a plan: `inventory/file/parse.py`
        raise _wrong(
            path, say("its lists are nested too deeply, or a number in it is too long")
        ) from error
    except OSError as error:
        raise _wrong(path, say("{reason}", reason=error.strerror or str(error))) from error
    return dict(_values(path, told))


def _values(path: Path, told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in told.items():
        if key not in KEYS:
            raise _wrong(
                path,
                say('there is no setting "{key}", but {keys}', key=key, keys=every(list(KEYS))),
            )
        if (why_not := _unfit(key, value)) is not None:
            raise _wrong(path, why_not)
        yield key, _at(path, value) if key == "mirror" else value


def _at(path: Path, place: str) -> str:
    """A path of a file of settings: what is relative stands beside that file."""
    return str((path.parent / Path(place).expanduser()).absolute())


def _unfit(key: str, value: object) -> Sentence | None:
    """Why a value is none of its key; None where it is."""
    match KEYS[key]:
        case "switch" if isinstance(value, bool):
            return None
        case "switch":
            return say("{key} is true or false", key=key)
        case "number" if (
            isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_CREWS
        ):
            return None
        case "number":
            return say("{key} is a whole number from 1 to {most}", key=key, most=MOST_CREWS)
        case "text" if isinstance(value, str) and value.strip() and value.isprintable():
            return _unfit_text(key, value)
        case "text":
            return say('{key} is a text between quotes, as {key} = "…"', key=key)
        case words if value not in words:
            return say(
                "{key} is one of {words}", key=key, words=either([f'"{each}"' for each in words])
            )
    return None


def _unfit_text(key: str, value: str) -> Sentence | None:
    if len(value) > LONGEST:
        return say("{key} has more than {most} letters", key=key, most=LONGEST)
    if key == "hub":
        from chwapi_console.hub_address import why_no_address

        return why_no_address(value)
    if key == "mirror":
        try:
            Path(value).expanduser()
        except RuntimeError:
            return say("{place} is in the home of a login that is not here", place=value)
    return None


def _trusted(
    path: Path, found: dict[str, Any], origin: Origin
) -> tuple[dict[str, Any], list[Sentence]]:
    """What is taken from a file, and that something is not."""
    aside = sorted(OWN_ALONE & found.keys())
    if not aside:
        return found, []
    from chwapi_console.own_folder import is_ones_own

    if is_ones_own(path):
        return found, []
    return {key: value for key, value in found.items() if key not in aside}, [
        say(
            "{path} is not yours alone to write, so this in it is left aside: {keys}. Say it by an "
            "option, or see whose home this is, and who may write there.",
            keys=every(aside),
            path=str(path),
        )
        if origin == "user"
        else say(
            "{path} is not yours alone to write, so this in it is left aside: {keys}. Put that into "
            "your own file, or: chown {owner} {typed}; chmod go-w {typed}",
            keys=every(aside),
            path=str(path),
            owner=str(os.geteuid()),
            typed=typed_path(path),
        )
    ]


def _wrong(path: Path, what: Sentence) -> RequestError:
    return RequestError(
        say(
            "{path}: {what}. Mend it, or go on without it: --no-config",
            path=str(path),
            what=what,
        )
    )
