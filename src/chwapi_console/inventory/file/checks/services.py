"""What a service says of itself.

Whom it serves, its tiers by the calendar, its group, and whether its servers are named.
"""

from collections.abc import Iterator

from chwapi_console.inventory.faults import Finding, Gravity
from chwapi_console.inventory.file.checks.unknown_names import NameHints, unknown_members
from chwapi_console.inventory.model import (
    ALL_SITES,
    Plan,
    TierWhen,
)
from chwapi_console.text import Sentence, every, say

MOST_TIMES = 20
"""Times at which one service has another tier: each is tried at every turn of the calendar."""


def odd_serves(plan: Plan, hints: NameHints) -> Iterator[Finding]:
    """Sites that services say they serve and that there are not, or though they have one."""
    for name in sorted(plan.services):
        part, where = plan.services[name], ("services", name, "serves")
        if part.serves and part.site is not None:
            yield Finding(
                where, say("it has a site, so it serves that one alone. Take out one of the two.")
            )
        for site in () if part.serves == ALL_SITES else dict.fromkeys(part.serves):
            if site not in plan.sites:
                yield Finding(where, hints.unknown(say("site"), site, plan.sites))


def odd_calendars(plan: Plan) -> Iterator[Finding]:
    """Tiers whose hours are not hours, and tiers that hold at all hours."""
    for name in sorted(plan.services):
        where, whole = ("services", name, "tier_when"), plan.services[name].tier_when
        if len(whole) > MOST_TIMES:
            yield Finding(
                where,
                say(
                    "{n} times at which it has another tier; no more than {most} are read. Say them "
                    "by weekdays and hours.",
                    n=len(whole),
                    most=MOST_TIMES,
                ),
            )
        for when in whole:
            if when.since == when.until:
                yield Finding(where, say("from and until are the same time. Take both out."))
            elif when.before and when.day is None:
                yield Finding(where, say("before which day of the month? Write day, like 25."))
            elif when._replace(tier=1, reason="") == TierWhen(1, ""):
                yield Finding(
                    where,
                    say(
                        "it says no time, so it would always hold. Write weekdays, from, until or day; "
                        "or change the tier itself."
                    ),
                )
            elif when.tier >= plan.services[name].tier:
                yield Finding(where, _no_rise(plan, name, when), Gravity.NOTE)


def _no_rise(plan: Plan, service: str, when: TierWhen) -> Sentence:
    """That a time of the calendar makes a service no more urgent than it is at all others."""
    usual = plan.services[service].tier
    if when.tier == usual:
        return say(
            "tier {tier} is what it has at all other times: this changes nothing.", tier=usual
        )
    return say(
        "tier {tier} is less urgent than its tier {usual}: at that time it falls. If it is to rise then, write "
        "a lower number, or put {usual} here and the usual one into tier.",
        tier=when.tier,
        usual=usual,
    )


def odd_groups(plan: Plan, hints: NameHints) -> Iterator[Finding]:
    """Groups of what there is not, and of too little to be one."""
    for name in sorted(plan.groups):
        part = plan.groups[name]
        yield from unknown_members(
            ("groups", name),
            (
                ("services", part.services, plan.services, say("service")),
                ("sites", part.sites, plan.sites, say("site")),
            ),
            hints,
        )
        if not part.name.strip():
            yield Finding(("groups", name, "name"), say("say what people call it."))
        members = {*part.services, *(s for s, of in plan.services.items() if of.site in part.sites)}
        if len(members) < 2:
            yield Finding(
                ("groups", name),
                say("it has fewer than two services, so it says nothing. Name what opens with it."),
                Gravity.WARNING,
            )


def incomplete(plan: Plan) -> Iterator[Finding]:
    """Services that cannot be said to be up, for the plan does not yet name all that they run on."""
    for name in sorted(plan.services):
        service = plan.services[name]
        if service.unnamed:
            yield Finding(
                ("services", name, "unnamed"),
                say(
                    "not named yet: {kinds}. It does not count as up before its servers are named, "
                    "as with: "
                    "chwapi-console needs SERVICE SERVER… --complete",
                    kinds=every(service.unnamed),
                ),
                Gravity.WARNING,
            )
        elif not service.needs:
            yield Finding(
                ("services", name),
                say(
                    "no server is named for it yet, so it counts as down. List what it needs, as "
                    "with: chwapi-console needs SERVICE SERVER…"
                ),
                Gravity.WARNING,
            )
