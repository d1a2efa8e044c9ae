"""Plans: the shipped one and small ones, with values, keys, lines and signs made others, as text
and as bytes."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from cli.conftest import PLAN as OTHER
from fuzz.case import Case, Step, as_bytes
from fuzz.oddities import as_toml, changed_toml, damaged, text, value
from fuzz.prepared import PLAN

SHIPPED = Path(__file__).parents[2] / "inventory.toml"
LOOKS = (
    ("queue", "--json"),
    ("forecast",),
    ("services",),
    ("next",),
    ("show", "a1"),
    ("show", "v"),
    ("export", "plan"),
    ("infer", "--yes", "--output", "out.toml"),
    ("diff", "inventory.toml"),
    ("needs",),
    ("needs", "v", "c1"),
    ("forecast", "--json"),
    ("services", "--json"),
    ("progress",),
    ("note", "a1", "x"),
    ("mark", "a1", "restored", "--yes"),
    ("check", "--json"),
    ("infer", "--yes", "--in-place", "--guesses"),
    ("take", "b1"),
    ("pin", "v", "--reason", "r", "--yes"),
)


@cache
def _shipped() -> str:
    return SHIPPED.read_text(encoding="utf-8")


def plan_text(random: Random) -> str:
    """A plan that is odd in a few places."""
    match random.randrange(10):
        case 0:
            return changed_toml(_shipped(), random)
        case 1 | 2:
            return changed_toml(OTHER, random)
        case 3 | 4 | 5 | 6 | 7:
            return built(random)
        case _:
            return changed_toml(PLAN, random)


def plan(random: Random) -> Case:
    """A plan, checked and looked at."""
    made = as_bytes(plan_text(random))
    if random.random() < 0.1:
        made = damaged(made, random)
    if random.random() < 0.05:
        made = random.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\x00")) + made.replace(
            b"\n", random.choice((b"\r\n", b"\r", b"\n"))
        )
    looks = random.sample(LOOKS, 3)
    return Case("plan", {"inventory.toml": made}, steps=(Step(("check",)), *map(Step, looks)))


def built(random: Random) -> str:
    """A plan made from its parts, most of them sound: needs in circles, ids that look alike, times
    at the calendar's ends."""
    ids = random.sample(IDS, random.randrange(1, 7))
    ids += [random.choice((_words(random), random.choice(ids)))] * (random.random() < 0.2)
    lines = _head(random)
    for place, name in enumerate(dict.fromkeys(ids)):
        needs = _needs(ids[:place] if random.random() < 0.85 else ids, random)
        if random.random() < 0.3:
            part = {"name": _words(random), "tier": random.randrange(1, 6), "needs": needs}
            part |= random.choice(
                (
                    {},
                    {},
                    {"rto": _long(random)},
                    {"soft": ids[:1]},
                    {"unnamed": ["x"]},
                    {"weight": 9},
                )
            )
            lines.append(f"[services.{as_toml(name)}]")
        elif random.random() < 0.15:
            part = {"name": _words(random), "who": _words(random) or "x", "needs": needs}
            part |= random.choice(({}, {"estimate": "30m"}, {"promised": "2026-01-01T08:00:00Z"}))
            lines.append(f"[conditions.{as_toml(name)}]")
        else:
            part = {
                "site": "s",
                "role": _words(random),
                "needs": needs,
                "restore": _long(random),
                "state": random.choice(("clean", "compromised", "unknown", "retired")),
            }
            part |= random.choice(
                (
                    {},
                    {},
                    {"runbook": "r"},
                    {random.choice(("os", "address", "notes")): _words(random)},
                )
            )
            lines.append(f"[servers.{as_toml(name)}]")
        lines += [f"{key} = {as_toml(_usually(sound, random))}" for key, sound in part.items()]
    return "\n".join(lines) + "\n"


IDS = ("a1", "b1", "c1", "d1", "A1", "v", "w", "dc1", "é")
ODD_TIMES = (
    "9998-12-31T23:59:59Z",
    "9998-12-31T23:59:59-23:59",
    "2000-01-01T00:00:00Z",
    "2026-03-29T02:30:00",
    "2026-01-01",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+14:00",
    "1970-01-01T00:00:00Z",
)
ODD_ZONES = (
    "Pacific/Kiritimati",
    "Africa/Monrovia",
    "Etc/GMT+12",
    "America/Sao_Paulo",
    "../UTC",
    "Europe",
    "",
)


def _words(random: Random) -> str:
    """A text that can stand in a file."""
    return text(random).encode("utf-8", "ignore").decode()


def _usually(sound: Any, random: Random) -> Any:
    return value(random) if random.random() < 0.004 else sound


def _head(random: Random) -> list[str]:
    """What stands above servers and services."""
    detected = "2026-01-01T00:00:00Z" if random.random() < 0.85 else random.choice(ODD_TIMES)
    zone = "Europe/Brussels" if random.random() < 0.8 else random.choice(ODD_ZONES)
    lines = [
        "schema = 1",
        "[incident]",
        f"name = {as_toml(_words(random) or 'N')}",
        f"detected = {detected}",
        f"timezone = {as_toml(zone)}",
        f"drill = {random.choice(('true', 'false', 'false'))}",
    ]
    if random.random() < 0.4:
        lines += [
            "[policy]",
            f"crews = {random.choice((1, 2, 3, 9, 1000))}",
            f"triage = {as_toml(_long(random))}",
            f"second_person = {random.choice(('true', 'false'))}",
        ]
        if random.random() < 0.2:
            lines += ['legal = ["gdpr", "nis2-be"]' if random.random() < 0.8 else 'legal = ["x"]']
        if random.random() < 0.3:
            rule = random.choice(("role.listed", "role.act", "work.open", "steps.required", "x"))
            word = random.choice(("off", "ask", "reason", "x"))
            lines += ["[policy.rules]", f'"{rule}" = "{word}"']
    if random.random() < 0.1:
        lines += [
            "[operators.dba]",
            f"roles = {as_toml([random.choice(('lead', 'restorer', 'x'))])}",
        ]
    if random.random() < 0.2:
        lines += ["[steps.image]", f"result = {as_toml(random.choice(('hash', 'point', 'x')))}"]
    if random.random() < 0.1:
        lines += ["[hub]", f"url = {as_toml(_usually('postgresql://hub/chwapi', random))}"]
    steps = random.sample(("image", "test", "tick", _words(random) or "x"), random.randrange(1, 4))
    return [
        *lines,
        "[sites.s]",
        f"name = {as_toml(_words(random) or 'S')}",
        "[runbooks.r]",
        f"steps = {as_toml(steps)}",
        *(_policy_of_a_runbook(random) if random.random() < 0.3 else ()),
    ]


def _policy_of_a_runbook(random: Random) -> list[str]:
    """What a runbook says otherwise for its servers, most of it sound."""
    rule = random.choice(("work.open", "steps.required", "evidence.image", "role.listed", "x"))
    said: dict[str, Any] = {
        "second_person": random.choice((True, False, ["clean"], ["restored", "clean"])),
        "evidence_first": random.choice((True, False)),
        "stale": _long(random) if random.random() < 0.1 else "4h",
        "connect": "10m",
        "rules": {rule: random.choice(("ask", "reason", "off"))},
        "crews": 2,
    }
    keys = random.sample(tuple(said), random.randrange(4))
    return [
        "[runbooks.r.policy]",
        *(f"{key} = {as_toml(_usually(said[key], random))}" for key in keys),
    ]


def _long(random: Random) -> Any:
    """A duration, or three of them."""
    return random.choice(
        ("0m", ["6h", "2h", "1h"], "99999h", "2000d")
        if random.random() < 0.03
        else ("30m", "1h", ["1h", "2h", "6h"], "30d")
    )


def _needs(others: Sequence[str], random: Random) -> list[Any]:
    picked: list[Any] = random.sample(others, min(len(others), random.randrange(3)))
    if random.random() < 0.3 and len(others) > 2:
        picked.append(random.sample(others, random.choice((2, 2, 3))))
    if random.random() < 0.1 and others:
        picked.append({"accepted": random.choice(others)})
    if random.random() < 0.3 and len(others) > 2:
        picked.append({"at_least": random.choice((1, 2, 2, 3)), "of": random.sample(others, 3)})
    return picked
