"""`chwapi-console.toml` beside the plan: odd texts and values, at verbs that look and at one that
acts."""

from random import Random

from chwapi_console.cli.line.settings import KEYS, PLAN_NAME
from fuzz.case import Case, Step, as_bytes
from fuzz.oddities import as_toml, changed_toml, damaged, text, value

SOUND = (
    'operator = "dba"',
    'language = "fr"',
    'theme = "light"',
    "ascii = true",
    "no_color = false",
    "crews = 3",
    'hub = "postgresql://h/d"',
    'mirror = "mirror"',
    'mirror = "~nobody/m"',
)
STEPS: tuple[tuple[str, ...], ...] = (
    ("config",),
    ("config", "--json"),
    ("queue",),
    ("forecast", "--json"),
    ("note", "a1", "x"),
    ("help", "config"),
    ("doctor",),
    ("next", "--no-config"),
)


def settings_file(random: Random) -> Case:
    """A file of settings."""
    lines = random.sample(SOUND, random.randrange(1, 5))
    if random.random() < 0.5:
        key = random.choice((*KEYS, text(random)))
        lines.append(f"{as_toml(key)} = {as_toml(random.choice((value(random), text(random))))}")
    if random.random() < 0.3:
        many = random.choice((50, 500, 3000))
        lines.append(
            random.choice(("x = {0}", "x{1} = 1", "crews = {2}")).format(
                "[" * many, ".a" * many, "9" * many
            )
        )
    made = "\n".join(lines) + "\n"
    data = as_bytes(changed_toml(made, random) if random.random() < 0.4 else made)
    return Case(
        "settings",
        {PLAN_NAME: damaged(data, random) if random.random() < 0.15 else data},
        steps=tuple(map(Step, random.sample(STEPS, 3))),
    )
