"""Problems without wishes, groups or a calendar are ordered to the letter as they were before the
rule knew of these: what a plan does not say moves nothing in it."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from bench.instances import Instance, hospital, tangle

from chwapi_console.recovery.order.order import in_order

RECORDED = Path(__file__).with_name("orders_as_before.json")
"""The digest of each order as it was, by the name of its instance. Whoever changes the rule for all
writes it anew: `python -m tests.recovery.order.test_as_before`."""


def instances() -> Iterator[Instance]:
    """24 small hospitals, 12 large ones, 36 AND/OR graphs with what is blocked, lost or unused."""
    yield from (hospital(100, seed) for seed in range(100, 124))
    yield from (hospital(300, seed) for seed in range(100, 112))
    yield from (tangle(size, seed) for size in (20, 60, 120) for seed in range(100, 112))


def digest(instance: Instance) -> str:
    """Of all that an order says: places, tiers, turns, parts of the queue and chosen members."""
    order = in_order(instance.problem)
    said = [
        list(order.servers),
        sorted(order.tier.items()),
        list(order.turns),
        [order.part[server] for server in order.servers],
        sorted((node, list(members)) for node, members in order.choice.items()),
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def test_72_generated_problems_are_ordered_as_before_to_the_letter() -> None:
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    found = {instance.name: digest(instance) for instance in instances()}
    assert len(found) == 72
    assert found == recorded


if __name__ == "__main__":
    RECORDED.write_text(
        json.dumps({each.name: digest(each) for each in instances()}, indent=1) + "\n",
        encoding="utf-8",
    )
