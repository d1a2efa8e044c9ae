"""Does a well-formed plan make sense? Every finding at once, none of them stopping another.

What is looked for: docs/design/plan.md, "What `check` finds".
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from chwapi_console.inventory.faults import Finding, Gravity
from chwapi_console.inventory.file.checks import (
    alike,
    needs,
    order,
    people,
    policy,
    runbooks,
    servers,
    services,
)
from chwapi_console.inventory.file.checks.unknown_names import NameHints
from chwapi_console.inventory.model import Plan
from chwapi_console.text import say

MOST_OF_A_KIND = 10_000
"""Findings of one kind that are told."""


def check(plan: Plan, already: Sequence[Finding] = ()) -> list[Finding]:
    """Every finding about the plan, with those found `already`; it opens when none is a fault."""
    hints = NameHints()
    findings = _bounded(
        alike.shared_ids(plan),
        alike.like_ids(plan),
        alike.like_names(plan),
        needs.references(plan, hints),
        needs.need_lists(plan),
        policy.odd_rules(plan, hints),
        policy.idle_hub_options(plan),
        services.incomplete(plan),
        runbooks.steps_alike(plan),
        runbooks.required_steps(plan, hints),
        people.odd_conditions(plan),
        people.odd_people(plan),
        services.odd_serves(plan, hints),
        services.odd_calendars(plan),
        services.odd_groups(plan, hints),
        people.odd_lanes(plan, hints),
        people.odd_crews(plan, hints),
        servers.odd_starts(plan),
        policy.odd_duties(plan, hints),
    )
    if not any(f.gravity is Gravity.FAULT for f in findings):
        graph = plan.graph
        findings += _bounded(order.cycles(plan, graph), order.beyond_telling(plan, graph))
        if not already:  # where groups lack members, what they lead to is not known
            findings += _bounded(order.late_by_plan(plan, graph), order.unneeded(plan, graph))
    return [
        *already,
        *findings,
        *_bounded(
            servers.odd_sites(plan),
            servers.shared_addresses(plan),
            runbooks.odd_runbooks(plan),
            runbooks.idle_steps(plan, hints),
            people.idle_crews(plan),
        ),
    ]


def _bounded(*kinds: Iterator[Finding]) -> list[Finding]:
    return [finding for kind in kinds for finding in of_one_kind(kind)]


def of_one_kind(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings up to so many of one kind; the last of these says that there are more."""
    found = iter(findings)
    yield from islice(found, MOST_OF_A_KIND - 1)
    for last in islice(found, 1):
        yield (
            last._replace(
                sentence=say(
                    "{sentence} There are more of this kind, which are not told.",
                    sentence=last.sentence,
                )
            )
            if next(found, None)
            else last
        )
