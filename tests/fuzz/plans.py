"""Plans: the shipped one and small ones, with values, keys, lines and signs made others, as text and as bytes."""

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from cli.conftest import PLAN as OTHER
from fuzz.case import Case, Step, as_bytes
from fuzz.oddities import as_toml, changed_toml, damaged, text, value
from fuzz.prepared import PLAN

SHIPPED = Path(__file__).parents[2] / "inventory.toml"
LOOKS = (("queue", "--json"), ("forecast",), ("services",), ("next",), ("show", "a1"), ("show", "v"), ("export", "plan"),
         ("infer", "--yes", "--output", "out.toml"), ("diff", "inventory.toml"), ("needs",), ("needs", "v", "c1"),
         ("forecast", "--json"), ("services", "--json"), ("progress",), ("note", "a1", "x"), ("mark", "a1", "restored", "--yes"),
         ("check", "--json"), ("infer", "--yes", "--in-place", "--guesses"), ("take", "b1"),
         ("pin", "v", "--reason", "r", "--yes"))


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
        case 3 | 4 | 5:
            return built(random)
        case _:
            return changed_toml(PLAN, random)


def plan(random: Random) -> Case:
    """A plan, checked and looked at."""
    made = as_bytes(plan_text(random))
    if random.random() < 0.15:
        made = damaged(made, random)
    if random.random() < 0.05:
        made = random.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\x00")) + made.replace(b"\n",
                                                                                     random.choice((b"\r\n", b"\r", b"\n")))
    looks = random.sample(LOOKS, 2)
    return Case("plan", {"inventory.toml": made}, steps=(Step(("check",)), *map(Step, looks)))


def built(random: Random) -> str:
    """A plan made from its parts, most of them sound: needs in circles, ids that look alike, times at the calendar's ends."""
    ids = random.sample(("a1", "b1", "c1", "d1", "A1", "v", "w"), random.randrange(1, 7))
    ids += [random.choice((text(random), random.choice(ids)))] * (random.random() < 0.3)

    def usually(sound: Any) -> str:
        return as_toml(value(random) if random.random() < 0.008 else sound)

    def needs() -> Any:
        picked: list[Any] = [random.choice(ids) for _ in range(random.randrange(3))]
        if random.random() < 0.15 and len(ids) > 2:
            picked.append(random.sample(ids, random.choice((2, 2, 3))))
        if random.random() < 0.15 and len(ids) > 2:
            picked.append({"at_least": random.choice((1, 2, 2, 3, 4)), "of": random.sample(ids, 3)})
        return picked

    def took() -> Any:
        return "30m" if random.random() < 0.8 else random.choice(("1h", ["1h", "2h", "6h"], "366d", "0m", ["6h", "2h", "1h"],
                                                                  "99999h"))

    detected = "2026-01-01T00:00:00Z" if random.random() < 0.6 else random.choice(("2026-01-01T00:00:00Z",
                                                                                   "9998-12-31T23:59:59Z",
                                                                                   "0002-01-01T00:00:00Z", "2026-03-29T02:30:00",
                              "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z"))
    zone = "UTC" if random.random() < 0.7 else random.choice(("Europe/Brussels", "UTC", "Pacific/Kiritimati", "Africa/Monrovia",
                                                              "Etc/GMT+12", text(random)))
    lines = ["schema = 1", "[incident]", f"name = {usually('N')}", f"detected = {detected}", f"timezone = {as_toml(zone)}"]
    if random.random() < 0.4:
        lines += ["[policy]", f"crews = {usually(random.choice((1, 3, 3, 9, 0, 10**6)))}", f"triage = {usually(took())}",
                  f"second_person = {usually(random.random() < 0.5)}"]
    lines += ["[sites.s]", f"name = {usually('S')}", "[runbooks.r]",
              f"steps = {usually(random.sample(('image', 'test', 'tick', text(random)), random.randrange(1, 3)))}"]
    for name in dict.fromkeys(ids):
        if random.random() < 0.3:
            lines += [f"[services.{as_toml(name)}]", f"name = {usually(text(random))}",
                      f"tier = {usually(random.randrange(1, 6))}",
                      f"needs = {usually(needs())}"]
            lines += [f"rto = {usually(took() if random.random() < 0.5 else '8h')}"] * (random.random() < 0.5)
            lines += [f"{random.choice(('unnamed', 'soft'))} = {usually([random.choice(ids)])}"] * (random.random() < 0.2)
        else:
            lines += [f"[servers.{as_toml(name)}]", f"site = {usually('s')}", f"role = {usually(text(random))}",
                      f"needs = {usually(needs())}", f"restore = {usually(took())}"]
            state = random.choice(("clean", "compromised", "unknown", "retired"))
            lines += [f"state = {usually(state)}"] * (random.random() < 0.7)
            lines += [f"runbook = {usually('r')}"] * (random.random() < 0.3)
            lines += [f"{random.choice(('os', 'address', 'notes', 'backup', 'contact'))} = {as_toml(text(random))}"] * (
                random.random() < 0.4)
    return "\n".join(lines) + "\n"
