"""Plans of any size, from a seed: hospitals whose services need applications, databases and a
shared ground."""

import random

HEAD = """schema = 1
[incident]
name = "Bench"
detected = 2021-01-17T20:46:00+01:00
timezone = "Europe/Brussels"
[sites.imc]
name = "IMC"
[sites.union]
name = "Union"
"""
SERVERS_A_SERVICE = 7
HIT = 0.27


def names(size: int) -> list[str]:
    """The ids of the servers of a plan of so many servers."""
    return [f"s{number:05}" for number in range(size)]


def hit(size: int, seed: int = 1) -> list[str]:
    """Those of them that were compromised."""
    dice = random.Random(seed)
    return [name for name in names(size) if dice.random() < HIT]


def needs(size: int, seed: int = 2) -> dict[str, list[list[str]]]:
    """What each server needs: two pairs at the bottom of which one is enough, and one of the layer
    beneath its own.

    About four names a server, as in the shipped plan.
    """
    dice = random.Random(seed)
    servers = names(size)
    ground, middle = max(8, size // 10), max(12, size // 3)
    of: dict[str, list[list[str]]] = {server: [] for server in servers[:ground]}
    for number, server in enumerate(servers[ground:], ground):
        low, high = dice.randrange(0, ground // 2 - 1), dice.randrange(ground // 2, ground - 1)
        of[server] = [servers[low : low + 2], servers[high : high + 2]]
        if number >= middle:
            of[server].append([servers[dice.randrange(ground, middle)]])
    return of


def plan_text(size: int, seed: int = 3, servers_a_service: int = SERVERS_A_SERVICE) -> str:
    """The plan as TOML, one line a server."""
    dice, compromised, needed, servers = (
        random.Random(seed),
        set(hit(size)),
        needs(size),
        names(size),
    )
    lines = [HEAD]
    for number in range(max(1, size // servers_a_service)):
        wanted = ", ".join(f'"{name}"' for name in dice.sample(servers[size // 3 :], 3))
        lines.append(
            f'[services.v{number:05}]\nname = "Service {number}"\nsite = "imc"\ntier = '
            f"{dice.randint(1, 5)}\n"
            f"weight = {dice.randint(1, 9)}\nneeds = [{wanted}]"
        )
    lines.append("[servers]")
    for server in servers:
        groups = ", ".join(
            f'"{g[0]}"' if len(g) == 1 else f'["{g[0]}", "{g[1]}"]' for g in needed[server]
        )
        state = "compromised" if server in compromised else "clean"
        likely = dice.randint(30, 360)
        lines.append(
            f'{server} = {{ site = "imc", role = "Application", needs = [{groups}], '
            f'restore = ["{likely // 2 + 1}m", "{likely}m", "{likely * 3}m"], state = "{state}" }}'
        )
    return "\n".join(lines) + "\n"
