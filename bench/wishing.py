"""Hospitals whose services wish for each other, and are worth most when whole, to judge by what such
words are worth in an order.

Written down before any rule knew of wishes and groups. Who is wished for, how much is lost without a
wish, who opens together and how much the whole counts is drawn anew in every instance: a rule is not
told.
"""

import random
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bench.instances import Instance, hospital
from bench.simulation import worth
from chwapi_console.recovery.order.problem import TIERS


class Wishing(NamedTuple):
    """A hospital, what each service wishes (services, by id), and which share of a service's worth is
    lost while it is up without all that it wishes, evenly by wish."""

    instance: Instance
    wishes: Mapping[str, Sequence[str]]
    lost: float

    def downtime(self, up: Mapping[str, int], factors: Mapping[int, int]) -> float:
        """The weighted downtime, and the share of it that counts while a service is up without a
        wish; `up` are the minutes at which services are."""
        services, total = self.instance.problem.services, 0.0
        for service, minute in up.items():
            counts, wishes = worth(services[service], factors), self.wishes.get(service, ())
            total += counts * minute
            for wish in wishes:
                without = max(0, up.get(wish, 0) - minute)
                total += counts * self.lost / len(wishes) * without
        return total


class Together(NamedTuple):
    """A hospital, what opens together (services, by id), and how often the worth of a group counts
    once more when it is whole: tier by tier, with the last of its services of that tier or a more
    urgent one."""

    instance: Instance
    groups: Mapping[str, Sequence[str]]
    whole: float

    def downtime(self, up: Mapping[str, int], factors: Mapping[int, int]) -> float:
        """The weighted downtime, and that of the groups as wholes."""
        services = self.instance.problem.services
        total = float(sum(worth(services[s], factors) * minute for s, minute in up.items()))
        for members in self.groups.values():
            for tier in TIERS:
                counts = sum(
                    worth(services[s], factors) for s in members if services[s].tier == tier
                )
                last = max((up.get(s, 0) for s in members if services[s].tier <= tier), default=0)
                total += self.whole * counts * last
        return total

    def half_open(self, up: Mapping[str, int]) -> float:
        """How many groups are half open at a time, on the mean over the time until all are whole."""
        spans = [[up.get(service, 0) for service in members] for members in self.groups.values()]
        until = max((max(span) for span in spans), default=0)
        return sum(max(span) - min(span) for span in spans) / until if until else 0.0


def wishing(size: int, seed: int) -> Wishing:
    """A hospital in which most services wish for one to three others; a few, as a laboratory or a
    record, are wished for by many."""
    dice = random.Random(f"wishing hospital of {size}, seed {seed}")
    instance = hospital(size, 1000 + seed)
    services = sorted(instance.problem.services)
    popular = dice.sample(services, max(2, len(services) // 12))
    wishes: dict[str, list[str]] = {}
    for service in services:
        if dice.random() < 0.75:
            wanted = [
                dice.choice(popular if dice.random() < 0.8 else services)
                for _ in range(dice.choice((1, 1, 2, 3)))
            ]
            wishes[service] = sorted({wish for wish in wanted if wish != service})
    return Wishing(
        instance, {s: wanted for s, wanted in wishes.items() if wanted}, dice.uniform(0.05, 0.5)
    )


def together(size: int, seed: int) -> Together:
    """A hospital with campuses, the services of a site or most of them, and a few pathways across
    sites."""
    dice = random.Random(f"hospital of {size} that opens together, seed {seed}")
    instance = hospital(size, 2000 + seed)
    problem = instance.problem
    services = sorted(problem.services)
    groups: dict[str, Sequence[str]] = {}
    for site in sorted({problem.sites[service] for service in services}):
        there = [service for service in services if problem.sites[service] == site]
        if len(there) > 2:
            groups[f"campus-{site}"] = sorted(
                dice.sample(there, dice.randint(max(2, len(there) // 2), len(there)))
            )
    for number in range(max(2, len(services) // 15)):
        groups[f"pathway-{number}"] = sorted(
            dice.sample(services, min(len(services), dice.randint(3, 6)))
        )
    return Together(instance, groups, dice.uniform(0.3, 2.0))
