"""One try of a fuzzer as a value: what lies in the folder, what is typed, what a terminal sends. It
is made from a seed alone, can be made smaller, and is kept as JSON, from which it is replayed.

Bytes are kept as text, each that is no UTF-8 as a lone surrogate (`surrogateescape`), so that a
case can be read.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Step(NamedTuple):
    """A command line. `stdin` is a file or a pipe; `answers`, where they are given, is what
    somebody at a terminal types."""

    words: tuple[str, ...]
    stdin: bytes = b""
    answers: str | None = None
    environ: Mapping[str, str] = NOTHING


class Forgery(NamedTuple):
    """A journal as a forger makes it: `parts` are what each event has of its own (see
    `journal.forgeries.chained`).

    With `after_ours` the rows of the victim's own journal stand before them, but for the last
    `cut`, and parts whose origin is `OURS` go on with it. `statements` are SQL that is run at the
    end, `body` in them being free.
    """

    parts: tuple[Mapping[str, Any], ...] = ()
    after_ours: bool = False
    cut: int = 0
    statements: tuple[str, ...] = ()


OURS = "<ours>"
"""As the origin of a part: that of the victim's own journal. As its id: that of the victim's last
event."""


class Case(NamedTuple):
    """`files` by their names in the folder, which may lie over those that are prepared there;
    journals that are forged; what is typed, in order; for a terminal the pieces that come, each
    with the pause after it in seconds; and what lies in the folder that is no file, by its kind
    (`prepared.PLANTS`)."""

    target: str
    files: Mapping[str, bytes] = NOTHING
    forged: Mapping[str, Forgery] = NOTHING
    steps: tuple[Step, ...] = ()
    pieces: tuple[tuple[bytes, float], ...] = ()
    planted: Mapping[str, str] = NOTHING


def as_text(data: bytes) -> str:
    """Bytes as text that JSON can hold and people can read."""
    return data.decode("utf-8", "surrogateescape")


def as_bytes(text: str) -> bytes:
    """The bytes of such a text; half a surrogate pair that is no byte becomes three."""
    return b"".join(_bytes_of(character) for character in text)


def _bytes_of(character: str) -> bytes:
    try:
        return character.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return character.encode("utf-8", "surrogatepass")


def to_json(case: Case, **about: object) -> str:
    """The case, with what is told about it."""
    plain = {
        **about,
        "target": case.target,
        "files": {name: as_text(data) for name, data in case.files.items()},
        "forged": {name: forgery._asdict() for name, forgery in case.forged.items()},
        "steps": [
            {**step._asdict(), "stdin": as_text(step.stdin), "environ": dict(step.environ)}
            for step in case.steps
        ],
        "pieces": [[as_text(data), pause] for data, pause in case.pieces],
        "planted": dict(case.planted),
    }
    return (
        json.dumps(
            {name: value for name, value in plain.items() if value or name in about}, indent=1
        )
        + "\n"
    )


def from_json(text: str) -> Case:
    """The case in what `to_json` wrote."""
    plain = json.loads(text)
    return Case(
        plain["target"],
        {name: as_bytes(data) for name, data in plain.get("files", {}).items()},
        {name: _forgery(fields) for name, fields in plain.get("forged", {}).items()},
        tuple(_step(fields) for fields in plain.get("steps", ())),
        tuple((as_bytes(data), pause) for data, pause in plain.get("pieces", ())),
        plain.get("planted", {}),
    )


def _forgery(fields: Mapping[str, Any]) -> Forgery:
    return Forgery(
        tuple(fields["parts"]), fields["after_ours"], fields["cut"], tuple(fields["statements"])
    )


def _step(fields: Mapping[str, Any]) -> Step:
    return Step(
        tuple(fields["words"]),
        as_bytes(fields.get("stdin", "")),
        fields.get("answers"),
        fields.get("environ", {}),
    )


def stored(folder: Path) -> Sequence[Path]:
    """The cases in a folder."""
    return sorted(folder.glob("*.json"))
