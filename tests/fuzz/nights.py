"""Nights: a sound plan in whose groups servers, services of which no server is named, conditions and
sign-offs stand beside each other, acts of all kinds on it, and all that looks at what came of them."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from fuzz.case import Case, Step
from fuzz.oddities import as_toml
from fuzz.prepared import SERVERS as OF_THE_JOURNAL

SERVERS = (*OF_THE_JOURNAL, "d1", "e1")
SERVICES = ("v", "w", "portal")
CONDITIONS = ("paper", "films", "key")
HEAD = """\
schema = 1
[incident]
name = "Night"
detected = 2026-01-01T00:00:00Z
timezone = "Europe/Brussels"
[sites.s]
name = "North"
[sites.t]
name = "South"
[runbooks.r]
steps = ["image", "test"]
"""
AUDIENCES = ("direction", "wards", "technical", "authorities", "press")
LOOKS = (
    *((verb,) for verb in ("queue", "next", "services", "forecast", "handover", "report")),
    *((verb, "--json") for verb in ("queue", "next", "services", "forecast", "conditions")),
    *((verb,) for verb in ("conditions", "progress", "check", "custody", "needs", "diff")),
    *(("report", "--for", whom) for whom in AUDIENCES),
    *(("sheet", what) for what in ("next", "systems", "activity", "calls")),
    ("queue", "--why"),
    ("forecast", "--why"),
    ("close", "--list"),
    ("export", "plan"),
)


def night(random: Random) -> Case:
    """A plan, a few acts, and every way to look."""
    ids = (*SERVERS, *SERVICES, *CONDITIONS)
    acts = [Step(_act(random, ids)) for _ in range(random.randrange(10))]
    looks = [*LOOKS, *_supposed(random, ids)]
    looks += [("show", each) for each in ids]
    looks += [("show", each, "--json") for each in random.sample(ids, 4)]
    looks += [("forecast", each, "--why") for each in SERVICES]
    looks += [("compare", *random.sample(ids, 2)) for _ in range(3)]
    return Case(
        "night",
        {"inventory.toml": _plan(random).encode()},
        steps=(*acts, *map(Step, looks)),
    )


def _plan(random: Random) -> str:
    """Each needs only what stands before it in some order, so that nothing needs itself."""
    order = random.sample((*SERVERS, *SERVICES, *CONDITIONS), len(SERVERS) + 6)
    lines = [HEAD]
    for place, name in enumerate(order):
        before: list[Any] = order[:place]
        before += [{"accepted": each} for each in order[:place] if each in SERVICES]
        part = _part(name, random) | {"needs": list(_groups(before, random))}
        kind = "servers" if name in SERVERS else "services" if name in SERVICES else "conditions"
        lines.append(f"[{kind}.{name}]")
        lines += [f"{key} = {as_toml(value)}" for key, value in part.items()]
    return "\n".join(lines) + "\n"


def _part(name: str, random: Random) -> dict[str, Any]:
    if name in SERVERS:
        state = random.choice(("clean", "compromised", "compromised", "unknown", "retired"))
        sound: dict[str, Any] = {"site": random.choice("st"), "role": "App", "state": state}
        beside = random.choice(({}, {"runbook": "r"}, {"restore": ["1h", "2h", "9h"]}))
    elif name in SERVICES:
        sound = {"name": f"Service {name}", "tier": random.randrange(1, 6)}
        beside = random.choice(({}, {"unnamed": ["x"]}, {"rto": "4h"}, {"site": "s"}))
    else:
        sound = {"name": f"Condition {name}"}
        beside = random.choice(({}, {"who": "ward"}, {"estimate": "1h"}))
    return {**sound, **beside}


def _groups(before: list[Any], random: Random) -> Iterator[Any]:
    """Up to three groups that share nothing."""
    left = random.sample(before, len(before))
    for _ in range(random.randrange(4)):
        size = random.choice((1, 2, 2, 3))
        group, left = left[:size], left[size:]
        if len(group) == 3 and random.random() < 0.3:
            yield {"at_least": 2, "of": group}
        elif group:
            yield group if len(group) > 1 else group[0]


def _act(random: Random, ids: Sequence[str]) -> tuple[str, ...]:
    server, service = random.choice(SERVERS), random.choice(SERVICES)
    condition, other = random.choice(CONDITIONS), random.choice(ids)
    state = random.choice(("restored", "clean", "compromised", "unknown", "verified"))
    why = ("--reason", "r", "--yes")
    said: tuple[tuple[str, ...], ...] = (
        ("mark", server, state, "--yes"),
        ("mark", server, "blocked", "--awaits", other, *why),
        ("mark", server, "retired", *why),
        ("mark", server, "retired", "--replaced-by", random.choice(SERVERS), *why),
        ("take", server, "--yes"),
        ("condition", condition, "lost", *why),
        ("condition", condition, "awaited", "--from", "x", "--until", "4h", "--yes"),
        ("condition", condition, "met", "--by", "Ana", "--tried", "t", "--yes"),
        ("accept", service, "--by", "Ana", "--tried", "t", "--yes"),
        ("pin", random.choice((*SERVERS, *SERVICES)), *why),
        ("promise", other, "soon", "--by", "4h", "--yes"),
        ("add", "n1", "--site", "s", "--role", "DB", "--for", other, "--yes"),
        ("step", server, random.choice(("image", "test")), "--yes"),
        ("undo", "--yes"),
    )
    return random.choice(said)


def _supposed(random: Random, ids: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for verb in ("forecast", "queue", "next", "services"):
        what = random.choice(("restored", "blocked", "retired", "lost", "met", "first", "3h"))
        yield verb, "--suppose", f"{random.choice(ids)} {what}"
