"""Odd things in the places that the program reads, writes or makes: pipes, folders, links to
themselves, to nowhere, to a device or to the plan, giants, and files that are something else; where
a verb is pointed at them, and where it comes upon them by itself. And a mirror's folder that holds
what somebody forged or damaged."""

from random import Random

from fuzz.case import Case, Step
from fuzz.oddities import damaged, word
from fuzz.peers import forgery
from fuzz.prepared import PLANTS, journal_bytes

NAMED, HOME = "X", "../home"
POINTED: tuple[tuple[str, ...], ...] = (
    ("check", "-i", NAMED),
    ("diff", NAMED),
    ("queue", "--journal", NAMED),
    ("note", "a1", "x", "--journal", NAMED),
    ("note", "a1", "x", "--mirror", NAMED),
    ("sync", NAMED),
    ("triage", "--from", NAMED, "--yes"),
    ("import", "csv", NAMED, "--yes"),
    ("import", "xlsx", NAMED, "--yes"),
    ("import", "json", NAMED, "--yes"),
    ("import", "netbox", NAMED, "--yes"),
    ("import", "ansible", NAMED, "--yes"),
    ("import", "ansible", "list.json", "--yes", "--groups", NAMED),
    ("import", "csv", "list.csv", "--yes", "--output", NAMED),
    ("import", "csv", "list.csv", "--yes", "-i", NAMED),
    ("infer", "--yes", "--output", NAMED),
    ("init", "-i", NAMED),
    ("init", "--schema", "-i", NAMED),
    ("export", "evidence", NAMED, "--purpose", "p"),
    ("export", "plan", NAMED),
    ("drill", NAMED),
    ("doctor", "--journal", NAMED),
    ("doctor", "--mirror", NAMED),
    ("enter", NAMED),
    ("report", "--output", f"{NAMED}"),
    ("handover", "--format", "html", "--output", NAMED),
    ("sync", f"{NAMED}/inventory.journal"),
    ("note", "a1", "x", "--mirror", "."),
)
BY_ITSELF = (
    "inventory.journal-wal",
    "inventory.journal-shm",
    "inventory.journal-journal",
    f"{HOME}/cache",
    f"{HOME}/cache/chwapi-console",
    "mirror/inventory.journal",
    "mirror/inventory.journal-wal",
    "drill",
    "inventory.schema.json",
    f"{HOME}/.config/chwapi-console/keys.toml",
    f"{HOME}/.config/chwapi-console/config.toml",
    "chwapi-console.toml",
    "inventory.journal-seats",
    "inventory.journal-hub",
    "ansible.cfg",
    "other.journal",
    "other.journal-journal",
)
LOOKS: tuple[tuple[str, ...], ...] = (
    ("check",),
    ("queue",),
    ("log",),
    ("audit",),
    ("doctor",),
    ("config",),
    ("handover",),
    ("do",),
    ("enter", "list.csv"),
    ("note", "a1", "x"),
    ("note", "a1", "x", "--mirror", "mirror"),
    ("drill",),
    ("sync", "other.journal"),
    ("export", "evidence", "e.zip", "--purpose", "p"),
    ("take", "a1"),
    ("needs", "v", "c1"),
    ("import", "csv", "list.csv", "--in-place", "--yes", "--new-sites"),
)
FILES = {"list.csv": b"name,site\nsrv1,North\n", "list.json": b'{"a":{"hosts":["h1"]}}'}


def odd_places(random: Random) -> Case:
    """Something odd in a place, and verbs that are pointed at it or come upon it; or a mirror that
    holds something odd."""
    match random.randrange(5):
        case 0 | 1:
            words = random.choice(POINTED)
            planted = {NAMED: random.choice(PLANTS)} if random.random() < 0.85 else {}
            name = NAMED if planted else word(random) or NAMED
            steps = [Step(tuple(each.replace(NAMED, name) for each in words)), Step(("queue",))]
            return Case("places", FILES, steps=tuple(steps), planted=planted)
        case 2 | 3:
            planted = {
                name: random.choice(PLANTS)
                for name in random.sample(BY_ITSELF, random.choice((1, 1, 2)))
            }
            return Case(
                "places", FILES, steps=tuple(map(Step, random.sample(LOOKS, 4))), planted=planted
            )
    steps = [Step((*random.choice(LOOKS[:10]), "--mirror", "mirror")) for _ in range(3)]
    if random.random() < 0.5:
        return Case("places", FILES, {"mirror/inventory.journal": forgery(random)}, tuple(steps))
    return Case(
        "places",
        {**FILES, "mirror/inventory.journal": damaged(journal_bytes(), random)},
        steps=tuple(steps),
    )
