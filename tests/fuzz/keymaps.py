"""`keys.toml`: odd texts and tables. Nothing in it leaves an action without a key, or puts an act
where a torn sequence presses it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from chwapi_console.text import language
from fuzz.case import Case, as_bytes
from fuzz.judging import RAW
from fuzz.oddities import as_toml, changed_toml, damaged, text, value
from fuzz.warm import place_of


def _sound(random: Random) -> str:
    from chwapi_console.console.known.actions import ACTIONS

    keys = (
        "T",
        "x",
        "ctrl+t",
        "f5",
        "space",
        "[",
        "é",
        "shift+ctrl+a",
        "escape",
        "enter",
        "A",
        "1",
        "up",
        text(random),
    )
    lines = [
        f"{as_toml(random.choice(ACTIONS).id)} = "
        f"{as_toml(random.choice((random.choice(keys), random.sample(keys, 2))))}"
        for _ in range(random.randrange(1, 6))
    ]
    return "\n".join(dict.fromkeys(lines)) + "\n"


def keys_file(random: Random) -> Case:
    """A file of keys."""
    made = _sound(random) if random.random() < 0.5 else changed_toml(_sound(random), random)
    if random.random() < 0.1:
        made += f"x = {as_toml(value(random))}\n"
    data = as_bytes(made)
    return Case("keys", {"keys.toml": damaged(data, random) if random.random() < 0.15 else data})


def faults(case: Case) -> Iterator[str]:
    """What is wrong with the keys that come of it."""
    from chwapi_console.console.known.actions import ACTIONS, ACTS
    from chwapi_console.console.known.keymap import _TORN_NAMES, ANSWERS, keymap

    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / "keys.toml"
        path.write_bytes(case.files.get("keys.toml", b""))
        try:
            made = keymap(path)
        except Exception as error:
            yield f"{type(error).__name__} at {place_of(error)}"
            return
    for action in ACTIONS:
        keys = made.actions[action.id].keys
        if not keys or any(made.by_key[key].id != action.id for key in keys):
            yield "an action has no key of its own"
        if action.id in ACTS and set(keys) & _TORN_NAMES - set(action.keys):
            yield "an act lies on a key that a torn sequence presses"
        if action.id in ACTS and set(keys) & ANSWERS:
            yield "an act lies on a key that ends an answer"
    for complaint in made.complaints:
        for code in ("en", "fr"):
            if RAW.search(language(code)(complaint)):
                yield "a complaint that does not print"


def said(case: Case) -> Iterator[str]:
    """The templates of what is complained of."""
    from chwapi_console.console.known.keymap import keymap

    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / "keys.toml"
        path.write_bytes(case.files.get("keys.toml", b""))
        yield from (complaint.template for complaint in keymap(path).complaints)
