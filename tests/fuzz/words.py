"""Command lines: every verb and option with sound and odd words, in odd places, before and behind
`--`."""

from random import Random

from chwapi_console.cli.line.options import GLOBAL_OPTIONS
from chwapi_console.cli.line.verb_entries.verb import Argument, Verb
from chwapi_console.cli.line.verb_table import VERBS
from fuzz.case import Case, Step
from fuzz.oddities import text, word
from fuzz.prepared import SERVERS, SERVICES, STEPS

STATES = (
    "unknown",
    "clean",
    "compromised",
    "restoring",
    "restored",
    "verified",
    "blocked",
    "retired",
    "restauré",
    "sain",
    "met",
    "awaited",
    "lost",
    "open",
)
TIMES = (
    "02:10",
    "yesterday 23:40",
    "25/11 22:00",
    "2h",
    "2026-01-18T02:10",
    "9999-12-31T23:59",
    "0001-01-01T00:00",
    "tomorrow 06:00",
    "9998-12-31T23:59:59Z",
    "99999999h",
    "31/02 10:00",
    "24:61",
    "hier 22h15",
)
FITTING = {
    "SERVER": SERVERS,
    "ID": (*SERVERS, *SERVICES),
    "SERVICE": SERVICES,
    "STATE": STATES,
    "STEP": (*STEPS, "1", "2", "9", "-1"),
    "TIME": TIMES,
    "NAME": ("eve", "image", "North"),
    "TEXT": ("a word", "r"),
    "REASON": ("r",),
    "SITE": ("s", "North"),
    "EVENT": ("1f0c2a3b", "0", "record"),
    "OTHER": (
        "stick.journal",
        ".",
        "inventory.journal",
        "inventory.toml",
        "/dev/null",
        "/dev/zero",
        "new/stick.journal",
    ),
    "CODE": ("7K3M-9QTX-2B4D-6",),
    "CONDITION": ("paper", "films"),
    "ITEM": ("i1", "a1-3f9a"),
    "SERVER|ITEM": ("a1", "i1"),
    "VERDICT": ("verified", "suspect", "compromised", "x"),
    "DIGITS": ("ab" * 32, "ab"),
    "yes|no": ("yes", "no", "x"),
    "WHAT": ("b1", "paper", "the courier"),
    "WHOM": ("the ward",),
    "GROUP": ("a1", "a1,b1", "2/a1,b1,c1", "nas9"),
    "ID=REASON": ("v=moved away", "paper=x", "=", "x"),
    "RULE=REASON": ("role.act=r", "work.open=r", "condition.needs=r", "x=r"),
    "SET": ("two",),
    "TRADE": ("ward", "radiology"),
    "FILE": ("list.csv", "out.toml", "inventory.toml", "-", "/dev/null", "."),
    "FOLDER": ("drill", ".", "inventory.toml"),
    "OLD": ("inventory.toml",),
    "NEW": ("inventory.toml",),
    "KIND": ("csv", "json", "ansible"),
    "evidence|plan": ("evidence", "plan"),
    "N": ("1", "0", "-1", "99999", "1.5"),
    "FIELD=COLUMN": ("name=Name", "site==X", "=", "name="),
    "WORD=VERDICT": ("x=clean", "*=clean"),
    "DIGEST": ("a", "ff"),
    "fr|en": ("fr", "en", "nl"),
    "ZONE": ("Europe/Brussels", "../../etc/passwd", "UTC"),
    "IDS": ("all", "x"),
    "NAMES": ("a, b", ","),
    "FIELD": ("site", "all"),
    "PATH": ("inventory.toml", "other.journal", "/dev/null", "."),
    "DIR": (".", "mirror", "/dev/null"),
    "URL": ("postgres://x",),
    "RELATION": ("directory", "names"),
}


def _given(metavar: str, random: Random) -> str:
    return (
        random.choice(FITTING[metavar])
        if metavar in FITTING and random.random() < 0.75
        else word(random)
    )


def _option(name: str, metavar: str, random: Random) -> list[str]:
    if not metavar:
        return [name] if random.random() < 0.95 else [f"{name}={word(random)}"]
    given = _given(metavar, random)
    return (
        [f"{name}={given}"]
        if random.random() < 0.3
        else [name, given]
        if random.random() < 0.95
        else [name]
    )


def _of(argument: Argument, random: Random) -> list[str]:
    if argument.name.startswith("-"):
        return _option(argument.name, argument.metavar, random) if random.random() < 0.3 else []
    count = {
        "+": random.choice((1, 1, 2, 4)),
        "*": random.choice((0, 1, 3)),
        "?": random.choice((0, 1)),
    }.get(argument.repeat or "", 1)
    return [_given(argument.metavar, random) for _ in range(count)]


def words_of(verb: Verb, random: Random) -> tuple[str, ...]:
    """One command line of that verb."""
    words = [verb.name, *(each for argument in verb.arguments for each in _of(argument, random))]
    if random.random() < 0.3 and any(argument.name == "--yes" for argument in verb.arguments):
        words.append("--yes")
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        option = random.choice(GLOBAL_OPTIONS)
        at = random.choice((0, len(words), random.randrange(len(words) + 1)))
        words[at:at] = _option(random.choice(option.flags), option.metavar, random)
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        words.insert(
            random.randrange(len(words) + 1),
            random.choice(
                ("--", "--", "-", "--help", "--version", "-h", "--json", "-z", text(random))
            ),
        )
    if random.random() < 0.03:
        words += [word(random)] * 300
    return tuple(
        each.replace("\x00", "").replace("\ud800", "\udcff")
        for each in words
        if not _follows_for_ever(each)
    )


def _follows_for_ever(word: str) -> bool:
    return word == "--follow"


def command_line(random: Random) -> Case:
    """A few command lines, one after another."""
    files = {"list.csv": b"Name;Site;verdict\nsrv1;North;clean\na1;North;compromised\n"}
    steps = [
        Step(
            words_of(random.choice(list(VERBS.values())), random),
            stdin=random.choice((b"", b"a1\nb1\r\n", b"\xff\x00", b"x" * 5000)),
        )
        for _ in range(3)
    ]
    if random.random() < 0.1:
        steps[0] = Step(tuple(word(random) for _ in range(random.randrange(4))))
    return Case("words", files, steps=tuple(steps))
