"""Does a well-formed plan make sense? Every finding at once, none of them stopping another.

What is looked for: docs/design/plan.md, "What `check` finds".
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from chwapi_console.clock import span
from chwapi_console.inventory.assignments import for_nobody, runs, says
from chwapi_console.inventory.cycles import shortest_cycles
from chwapi_console.inventory.faults import Finding, Gravity
from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.group_words import SIGNED_OFF, in_words, plainly
from chwapi_console.inventory.groups import Group, accepted_service, enough, superfluous
from chwapi_console.inventory.identifiers import as_taken
from chwapi_console.inventory.laws import LAWS, known_duties, known_laws
from chwapi_console.inventory.model import (
    ALL_SITES,
    AWARE,
    ENDED,
    POLICY_RULES,
    Condition,
    Plan,
    Server,
    Service,
    TierWhen,
)
from chwapi_console.inventory.near_names import nearest
from chwapi_console.inventory.systems import family
from chwapi_console.marks import normalized
from chwapi_console.people import as_seen, person, why_nobody
from chwapi_console.text import Sentence, Value, either, every, plural, say, some

MOST_OF_A_KIND = 10_000
"""Findings of one kind that are told."""

MOST_STEPS = 8
"""Steps of a cycle that are named."""

MOST_WAITING = 1_000_000
"""Servers that services wait for, each counted for each service. A hospital of 10,000 servers has
some forty thousand."""

MOST_NAMED = 8
"""Servers with one address, and sites, that are named."""

MOST_TIMES = 20
"""Times at which one service has another tier: each is tried at every turn of the calendar."""

MOST_COMPARED = 40_000
"""Known names that unknown ones are compared with; those that come later get no hint. With the ids
of a hospital of 2,000 servers that is enough for twenty needs."""


def check(plan: Plan, already: Sequence[Finding] = ()) -> list[Finding]:
    """All that is wrong or odd with the plan, with what was found `already`; it may open when none
    of it is a fault."""
    hints = _Hints()
    findings = _bounded(
        _shared_ids(plan),
        _like_ids(plan),
        _like_names(plan),
        _references(plan, hints),
        _need_lists(plan),
        _rules(plan, hints),
        _incomplete(plan),
        _steps_alike(plan),
        _required_steps(plan, hints),
        _odd_conditions(plan),
        _odd_people(plan),
        _served(plan, hints),
        _odd_calendars(plan),
        _odd_groups(plan, hints),
        _odd_lanes(plan, hints),
        _odd_crews(plan, hints),
        _odd_starts(plan),
        _odd_duties(plan, hints),
    )
    if not any(f.gravity is Gravity.FAULT for f in findings):
        graph = plan.graph
        findings += _bounded(_cycles(plan, graph), _beyond_telling(plan, graph))
        if not already:  # where groups lack members, what they lead to is not known
            findings += _bounded(_late_by_plan(plan, graph), _unneeded(plan, graph))
    return [
        *already,
        *findings,
        *_bounded(
            _empty_sites(plan),
            _shared_addresses(plan),
            _odd_runbooks(plan),
            _idle_steps(plan, hints),
            _idle_crews(plan),
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


def _beyond_telling(plan: Plan, graph: Graph) -> Iterator[Finding]:
    """Where services wait for so many servers that the order cannot be told while somebody waits:
    thousands of services, each of which stands on most of the others."""
    if len(plan.services) * len(plan.servers) <= MOST_WAITING:
        return
    waited_for = 0
    for service in sorted(plan.services):
        waited_for += len(graph.reached_from([service]) & plan.servers.keys())
        if waited_for > MOST_WAITING:
            yield Finding(
                ("services",),
                say(
                    "its services wait for more than {n} servers, each counted for each service "
                    "that stands on it: that is no hospital's. Look for services that need each "
                    "other in long rows, or make several plans of it.",
                    n=MOST_WAITING,
                ),
            )
            return


class _Hints:
    """Looks for what was meant by unknown names, while that costs little."""

    def __init__(self) -> None:
        self._left = MOST_COMPARED

    def unknown(self, what: Sentence, name: str, known: Collection[str]) -> Sentence:
        """A sentence for a name that the plan lacks."""
        self._left -= len(known)
        return unknown(what, name, known if self._left > 0 else ())


def unknown(what: Sentence, name: str, known: Iterable[str]) -> Sentence:
    """A sentence for a name that the plan lacks, with the nearest known one offered."""
    if hint := nearest(name, known):
        return say('there is no {what} "{name}". {hint}', what=what, name=name, hint=hint)
    return say('there is no {what} "{name}". Add it, or take the name out.', what=what, name=name)


def _parts(plan: Plan) -> Iterator[tuple[tuple[str, str], Service | Server | Condition]]:
    for service in sorted(plan.services):
        yield ("services", service), plan.services[service]
    for server in sorted(plan.servers):
        yield ("servers", server), plan.servers[server]
    for condition in sorted(plan.conditions):
        yield ("conditions", condition), plan.conditions[condition]


def _rules(plan: Plan, hints: _Hints) -> Iterator[Finding]:
    """Rules that the plan sets and that there are not, or that cannot be set so."""
    for rule, word in sorted(plan.policy.rules.items()):
        where = ("policy", "rules", rule)
        if rule not in POLICY_RULES:
            yield Finding(where, hints.unknown(say("rule of policy"), rule, POLICY_RULES))
        elif word not in POLICY_RULES[rule]:
            yield Finding(
                where,
                say(
                    "this rule is set to one of {words}.",
                    words=either([f'"{known}"' for known in POLICY_RULES[rule]]),
                ),
            )


WANTED_OF_A_DUTY = ("law", "text", "to", "deadline", "starts")
"""What a plan must say of a duty that the program does not know."""


def _odd_duties(plan: Plan, hints: _Hints) -> Iterator[Finding]:
    """Laws that nobody knows, and duties that say too little, start from nothing or do nothing."""
    if not plan.policy.legal and not plan.duties:
        return
    laws, duties = known_laws(plan), known_duties(plan)
    for law in plan.policy.legal:
        if law not in laws:
            yield Finding(("policy", "legal"), hints.unknown(say("law"), law, laws))
    for name, duty in sorted(plan.duties.items()):
        where = ("duties", name)
        shipped = name in LAWS or any(name in law.duties for law in LAWS.values())
        if lacking := [] if shipped else [w for w in WANTED_OF_A_DUTY if not getattr(duty, w)]:
            yield Finding(
                where,
                say(
                    "the program knows no such duty, so the plan says all of it. It lacks: {keys}.",
                    keys=every(lacking),
                ),
            )
        if duty.starts and duty.starts not in (AWARE, ENDED, *duties):
            yield Finding(
                (*where, "starts"), hints.unknown(say("duty"), duty.starts, [AWARE, ENDED, *duties])
            )
        law = name if name in LAWS else duties[name].law
        if law and law not in plan.policy.legal:
            yield Finding(
                where,
                say("does nothing: {law} is not among [policy] legal.", law=law),
                Gravity.WARNING,
            )


def _shared_ids(plan: Plan) -> Iterator[Finding]:
    for name in sorted(plan.services.keys() & plan.servers.keys()):
        yield Finding(("servers", name), say("a service has this id too. Rename one of them."))
    for name in sorted(plan.conditions.keys() & plan.services.keys()):
        yield Finding(("conditions", name), say("a service has this id too. Rename one of them."))
    for name in sorted(plan.conditions.keys() & plan.servers.keys()):
        yield Finding(("conditions", name), say("a server has this id too. Rename one of them."))
    for name in sorted(plan.groups):
        if name in plan.services:
            yield Finding(("groups", name), say("a service has this id too. Rename one of them."))
        elif name in plan.servers:
            yield Finding(("groups", name), say("a server has this id too. Rename one of them."))
        elif name in plan.conditions:
            yield Finding(("groups", name), say("a condition has this id too. Rename one of them."))


def _like_ids(plan: Plan) -> Iterator[Finding]:
    """Ids that a person cannot tell apart: the same letters in other code points (Unicode NFC) or
    with signs that nobody sees; or hardly: in other shapes (NFKC), as ² and 2, or in capitals."""
    parts = {
        **dict.fromkeys(plan.services, "services"),
        **dict.fromkeys(plan.servers, "servers"),
        **dict.fromkeys(plan.conditions, "conditions"),
        **dict.fromkeys(plan.groups, "groups"),
    }
    for tables in (
        parts,
        dict.fromkeys(plan.sites, "sites"),
        dict.fromkeys(plan.runbooks, "runbooks"),
        dict.fromkeys(plan.lanes, "lanes"),
        dict.fromkeys(plan.crews, "crews"),
    ):
        first: dict[str, str] = {}
        for name in sorted(tables):
            like = first.setdefault(as_taken(name), name)
            if like == name:
                continue
            if _looks(like) == _looks(name):
                yield Finding(
                    (tables[name], name),
                    say(
                        '"{other}" looks the same, but is written with other characters. Rename '
                        "one of them.",
                        other=like,
                    ),
                )
            elif normalized("NFKC", _looks(like)) == normalized("NFKC", _looks(name)):
                yield Finding(
                    (tables[name], name),
                    say(
                        '"{other}" is written alike, in signs of another shape. Rename one of '
                        "them.",
                        other=like,
                    ),
                    Gravity.WARNING,
                )
            else:
                yield Finding(
                    (tables[name], name),
                    say(
                        '"{other}" differs from it in capitals only. Rename one of them.',
                        other=like,
                    ),
                    Gravity.WARNING,
                )


def _looks(name: str) -> str:
    return normalized("NFC", as_seen(name))


def _like_names(plan: Plan) -> Iterator[Finding]:
    """Names of services and of sites that look the same and are not: whoever reads one on the
    screen may mean the other. The very same name for services of several sites is what people
    do."""
    for table, parts in (("services", plan.services), ("sites", plan.sites)):
        first: dict[str, tuple[str, str]] = {}
        for id in sorted(parts):
            name: str = parts[id].name
            other, like = first.setdefault(normalized("NFKC", _looks(name)), (id, name))
            if like != name:
                yield Finding(
                    (table, id, "name"),
                    say(
                        "it looks the same as the name of {other}, but is written with other "
                        "characters. Write both alike, or rename one of them.",
                        other=other,
                    ),
                    Gravity.WARNING,
                )


def _steps_alike(plan: Plan) -> Iterator[Finding]:
    """Steps that `step` could not tell apart: it takes a name or a number."""
    for runbook in sorted(plan.runbooks):
        seen: set[str] = set()
        for step in plan.runbooks[runbook].steps:
            where, plainly = ("runbooks", runbook, "steps"), normalized("NFC", step).strip()
            if not plainly:
                yield Finding(where, say("a step without a name. Name it, or take it out."))
            elif plainly.isdecimal():
                yield Finding(
                    where,
                    say(
                        'the step "{step}" could be taken for a step\'s number. Use words.',
                        step=step,
                    ),
                )
            elif plainly in seen:
                yield Finding(
                    where,
                    say(
                        'the step "{step}" stands twice. Take one of them out, or rename it.',
                        step=step,
                    ),
                )
            seen.add(plainly)


def _required_steps(plan: Plan, hints: _Hints) -> Iterator[Finding]:
    """Steps that a runbook calls required or optional and does not have, or calls both."""
    for name in sorted(plan.runbooks):
        runbook = plan.runbooks[name]
        for field, steps in (("required", runbook.required), ("optional", runbook.optional)):
            for step in dict.fromkeys(steps):
                where = ("runbooks", name, field)
                if step not in runbook.steps:
                    yield Finding(where, hints.unknown(say("step"), step, runbook.steps))
                elif field == "optional" and step in runbook.required:
                    yield Finding(
                        where,
                        say(
                            'the step "{step}" is called required too. Take it out of one of the '
                            "two lists.",
                            step=step,
                        ),
                    )


def _references(plan: Plan, hints: _Hints) -> Iterator[Finding]:
    known = [*plan.servers, *plan.services, *plan.conditions]
    for key, part in _parts(plan):
        if part.site is not None and part.site not in plan.sites:
            yield Finding((*key, "site"), hints.unknown(say("site"), part.site, plan.sites))
        if (
            isinstance(part, Server)
            and part.runbook is not None
            and part.runbook not in plan.runbooks
        ):
            yield Finding(
                (*key, "runbook"), hints.unknown(say("runbook"), part.runbook, plan.runbooks)
            )
        yield from _unknown_needs(plan, hints, key, part, known)
        for name in dict.fromkeys(() if isinstance(part, Condition) else part.soft):
            if name in plan.conditions:
                yield Finding(
                    (*key, "soft"),
                    say(
                        '"{name}" is a condition; what it holds up needs it. Take it out.',
                        name=name,
                    ),
                )
            elif name not in plan.servers and name not in plan.services:
                yield Finding((*key, "soft"), hints.unknown(say("server or service"), name, known))


def _unknown_needs(
    plan: Plan,
    hints: _Hints,
    key: tuple[str, str],
    part: Service | Server | Condition,
    known: Sequence[str],
) -> Iterator[Finding]:
    """What somebody needs that the plan does not have: a server, a service or a condition; or a
    service to be signed off."""
    for name in dict.fromkeys(member for group in part.needs for member in group):
        if service := accepted_service(name):
            if service not in plan.services:
                yield Finding(
                    (*key, "needs"), hints.unknown(say("service"), service, plan.services)
                )
        elif name not in plan.servers and name not in plan.services and name not in plan.conditions:
            what = (
                say("server, service or condition") if plan.conditions else say("server or service")
            )
            yield Finding((*key, "needs"), hints.unknown(what, name, known))


def _need_lists(plan: Plan) -> Iterator[Finding]:
    for key, part in _parts(plan):
        named = [accepted_service(m) or m for group in part.needs for m in group]
        where = (*key, "needs")
        if key[1] in named:
            yield Finding(where, say("it needs itself. Take its own id out of the list."))
        for place, other in superfluous(part.needs).items():
            yield Finding(
                where, _superfluous(part.needs[place], part.needs[other]), Gravity.WARNING
            )
        for group in part.needs:
            for name in (name for name, times in Counter(group).items() if times > 1):
                yield Finding(
                    where,
                    say(
                        '"{name}" stands twice in one list. Take one of them out.',
                        name=plainly(name),
                    ),
                    Gravity.WARNING,
                )
    # A plain need and an any-of with one member look alike once normalised, so `parse` reports the
    # latter.


def _superfluous(group: Group, other: Group) -> Sentence:
    """That a group says nothing, for another one is met only with it."""
    if set(group) == set(other) and enough(group) == enough(other):
        return say(
            "{needs} stands twice among the needs. Take one of them out.", needs=in_words(group)
        )
    return say(
        "{needs} says nothing, for {other} is needed in any case. Take one of the two out.",
        needs=in_words(group),
        other=in_words(other),
    )


def _odd_conditions(plan: Plan) -> Iterator[Finding]:
    """Conditions that nobody is named for: nobody would be asked for them."""
    for name in sorted(plan.conditions):
        if not plan.conditions[name].who.strip():
            yield Finding(
                ("conditions", name),
                say("nobody is named for it, so it is in nobody's queue. Say who meets it: who."),
                Gravity.WARNING,
            )
        if not plan.conditions[name].name.strip():
            yield Finding(("conditions", name, "name"), say("say what must be true."))


def _served(plan: Plan, hints: _Hints) -> Iterator[Finding]:
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


def _odd_calendars(plan: Plan) -> Iterator[Finding]:
    """Tiers that hold at any time, and hours that are none."""
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


def _unknown_members(
    of: tuple[str, str],
    lists: Iterable[tuple[str, Iterable[str], Collection[str], Sentence]],
    hints: _Hints,
) -> Iterator[Finding]:
    """Members of a part's lists that there are not: for each list its key, its members, those that
    there are, and what each is."""
    for field, named, known, what in lists:
        for member in dict.fromkeys(named):
            if member not in known:
                yield Finding((*of, field), hints.unknown(what, member, list(known)))


def _odd_groups(plan: Plan, hints: _Hints) -> Iterator[Finding]:
    """Groups of what there is not, and of too little to be one."""
    for name in sorted(plan.groups):
        part = plan.groups[name]
        yield from _unknown_members(
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


def _odd_lanes(plan: Plan, hints: _Hints) -> Iterator[Finding]:
    """Lanes that steps, servers or sites use that there are not, and lanes that nothing uses."""
    steps = {step for runbook in plan.runbooks.values() for step in runbook.steps}
    for name in sorted(plan.lanes):
        part = plan.lanes[name]
        yield from _unknown_members(
            ("lanes", name),
            (
                ("steps", part.steps, steps, say("step")),
                ("servers", part.servers, plan.servers, say("server")),
                ("sites", part.sites, plan.sites, say("site")),
            ),
            hints,
        )
        if not (part.steps or part.work or part.servers or part.sites):
            yield Finding(
                ("lanes", name),
                say(
                    "it does not say what uses it. Write steps of runbooks, work (look, restore, "
                    "verify, connect), servers or sites."
                ),
            )


def _odd_crews(plan: Plan, hints: _Hints) -> Iterator[Finding]:
    """Crews of sites and runbooks that there are not, and people of crews that there are not."""
    for name in sorted(plan.crews):
        part = plan.crews[name]
        yield from _unknown_members(
            ("crews", name),
            (
                ("runbooks", part.runbooks, plan.runbooks, say("runbook")),
                ("sites", part.sites, plan.sites, say("site")),
            ),
            hints,
        )
    for name in sorted(plan.operators):
        crew = plan.operators[name].crew
        if crew and crew not in plan.crews:
            yield Finding(
                ("operators", name, "crew"), hints.unknown(say("crew"), crew, list(plan.crews))
            )


def _odd_starts(plan: Plan) -> Iterator[Finding]:
    """Restorations that may begin at a time before the incident, which says nothing."""
    for name in sorted(plan.servers):
        since = plan.servers[name].not_before
        if since is not None and since <= plan.incident.detected and not plan.incident.drill:
            yield Finding(
                ("servers", name, "not_before"),
                say(
                    "it is before the incident was detected, so it says nothing. Is the year, or the "
                    "day, another?"
                ),
                Gravity.WARNING,
            )


def _idle_crews(plan: Plan) -> Iterator[Finding]:
    """Words by which a crew is for no server at all; numbers of crews that say two things; servers
    that no crew is for."""
    servers = plan.servers.values()
    for name in sorted(plan.crews):
        part = plan.crews[name]
        for role in dict.fromkeys(part.roles):
            if not any(says(server.role, role) for server in servers):
                yield Finding(
                    ("crews", name, "roles"),
                    say('no server has "{word}" in its role.', word=role),
                    Gravity.WARNING,
                )
        for system in dict.fromkeys(part.os):
            if not any(runs(server, system) for server in servers):
                yield Finding(
                    ("crews", name, "os"),
                    say('no server runs "{word}", by its os.', word=system),
                    Gravity.WARNING,
                )
    if plan.crews and plan.policy.crews not in (1, plan.at_once):
        yield Finding(
            ("policy", "crews"),
            say(
                "the crews add up to {n}, which counts. Write that here too, or take this out.",
                n=plan.at_once,
            ),
            Gravity.WARNING,
        )
    if plan.crews and (left := for_nobody(plan)):
        yield Finding(
            ("crews",),
            plural(
                "no crew is for {servers}, so any of them takes it.",
                "no crew is for {servers}, so any of them takes them.",
                len(left),
                servers=some(left, MOST_NAMED),
            ),
            Gravity.NOTE,
        )


def _odd_people(plan: Plan) -> Iterator[Finding]:
    """Names of people that are nobody's, or twice one person's, however spelled; a plan in which
    nobody could do what only a lead may."""
    first: dict[str, str] = {}
    for name in sorted(plan.operators):
        where = ("operators", name)
        if (why := why_nobody(name)) is not None:
            yield Finding(where, say("{why} Write a person's name.", why=why))
        elif (other := first.setdefault(person(name), name)) != name:
            yield Finding(
                where, say('it is one person with "{other}". Take one of them out.', other=other)
            )
    if plan.operators and not any("lead" in of.roles for of in plan.operators.values()):
        yield Finding(
            ("operators",),
            say("nobody in it is a lead: pins and conflicts would be for nobody. Name one."),
            Gravity.WARNING,
        )


def _incomplete(plan: Plan) -> Iterator[Finding]:
    """Services that cannot be said to be up, for the plan does not yet name all that they run
    on."""
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


def _cycles(plan: Plan, graph: Graph) -> Iterator[Finding]:
    settled = graph.settle(lambda _, ready: ready, 0)
    for cycle in shortest_cycles(graph, graph.needs.keys() - settled.keys()):
        yield Finding(
            _key(plan, cycle[0]),
            say(
                "a cycle that nothing can break: {steps}. Take one of these needs out.",
                steps=_steps(cycle),
            ),
        )
    for cycle in shortest_cycles(graph, settled):
        yield Finding(
            _key(plan, cycle[0]),
            say(
                'a cycle, which only an "any of" or "at least" can break: {steps}.',
                steps=_steps(cycle),
            ),
            Gravity.WARNING,
        )


def _steps(cycle: Sequence[str]) -> Value:
    """The steps of a cycle, back to its first; of a long one the first few, for nobody reads
    thousands."""
    if (more := len(cycle) - MOST_STEPS) <= 0:
        return " → ".join(map(_step, [*cycle, cycle[0]]))
    return plural(
        "{steps} → … {n} more … → {first}",
        "{steps} → … {n} more … → {first}",
        more,
        steps=" → ".join(map(_step, cycle[:MOST_STEPS])),
        first=_step(cycle[0]),
    )


def _step(node: str) -> str:
    """A node by its id; a sign-off that something asks for as the plan writes it."""
    service = accepted_service(node)
    return f"{{ {SIGNED_OFF} = {service} }}" if service else node


def _key(plan: Plan, node: str) -> tuple[str, ...]:
    if service := accepted_service(node):
        return ("services", service)
    table = (
        "servers" if node in plan.servers else "services" if node in plan.services else "conditions"
    )
    return (table, node, "needs")


def _late_by_plan(plan: Plan, graph: Graph) -> Iterator[Finding]:
    """Services whose RTO is shorter than the longest chain they need, by the plan's own likely
    estimates."""

    def finish(node: str, ready: int) -> int | None:
        if (condition := plan.conditions.get(node)) is not None:
            return ready + (condition.estimate.likely if condition.estimate else 0)
        server = plan.servers.get(node)
        if server is None or server.state == "clean":
            return ready
        if server.state == "retired":
            return None
        if server.state == "unknown":
            return ready + plan.policy.triage
        return ready + plan.restoration(node).likely

    done = graph.settle(finish, 0)
    for name in sorted(plan.services):
        rto = plan.services[name].rto
        if rto is not None and done.get(name, 0) > rto:
            yield Finding(
                ("services", name, "rto"),
                say(
                    "the longest chain it needs takes {chain}, more than its RTO of {rto}. One of "
                    "the two is wrong.",
                    chain=span(done[name]),
                    rto=span(rto),
                ),
                Gravity.WARNING,
            )


def _unneeded(plan: Plan, graph: Graph) -> Iterator[Finding]:
    reached = graph.reached_from([*plan.services, *plan.conditions])
    for server in sorted(plan.servers.keys() - reached):
        yield Finding(("servers", server), say("no service needs it."), Gravity.NOTE)


def empty_sites(plan: Plan) -> dict[str, Sentence]:
    """Sites that have services and no server, in a plan that has servers: their names may not be
    those that a list uses. With each what it means, and what to do."""
    served = {server.site for server in plan.servers.values()}
    services = Counter(service.site for service in plan.services.values())
    strange = [
        part.name for site, part in plan.sites.items() if site in served and site not in services
    ]
    return {
        site: _empty_site(part.name, services[site], strange)
        for site, part in plan.sites.items()
        if served and site not in served and services[site]
    }


def _empty_site(name: str, n: int, strange: Sequence[str]) -> Sentence:
    """What is said of a site of so many services and no server, beside `strange` ones where it is
    the other way round."""
    if not strange:
        return plural(
            "{n} service is at {site}, and no server. Is the site called otherwise?",
            "{n} services are at {site}, and no server. Is the site called otherwise?",
            n,
            site=name,
        )
    return plural(
        "{n} service is at {site}, and no server; the servers of {sites} have no service. Write "
        "one of these as its site, or "
        "start again with init --sites, the sites named as your list names them.",
        "{n} services are at {site}, and no server; the servers of {sites} have no service. Write "
        "one of these as their site, or "
        "start again with init --sites, the sites named as your list names them.",
        n,
        site=name,
        sites=some(strange, MOST_NAMED),
    )


def _empty_sites(plan: Plan) -> Iterator[Finding]:
    for site, sentence in empty_sites(plan).items():
        yield Finding(("sites", site), sentence, Gravity.WARNING)


def _shared_addresses(plan: Plan) -> Iterator[Finding]:
    by_address: dict[str, list[str]] = defaultdict(list)
    for name in sorted(plan.servers):
        if address := plan.servers[name].address:
            by_address[address].append(name)
    for address, names in by_address.items():
        if len(names) > 1:
            yield Finding(
                ("servers", names[1], "address"),
                say(
                    "{address} is also the address of {others}.",
                    address=address,
                    others=some([names[0], *names[2:]], MOST_NAMED),
                ),
                Gravity.WARNING,
            )


def _idle_steps(plan: Plan, hints: _Hints) -> Iterator[Finding]:
    """Names for steps that no runbook has: most often a step that is written otherwise there."""
    known = {step for runbook in plan.runbooks.values() for step in runbook.steps}
    for step in sorted(plan.steps.keys() - known):
        yield Finding(("steps", step), hints.unknown(say("step"), step, known), Gravity.WARNING)


def _odd_runbooks(plan: Plan) -> Iterator[Finding]:
    """Servers whose runbook is by its name for another family of systems than theirs."""
    for name in sorted(plan.servers):
        server = plan.servers[name]
        runs, meant = family(server.os), family(server.runbook or "")
        if runs and meant and runs != meant:
            yield Finding(
                ("servers", name, "runbook"),
                say(
                    'it runs {os}, and its runbook is "{runbook}". One of the two is wrong.',
                    os=server.os,
                    runbook=server.runbook or "",
                ),
                Gravity.WARNING,
            )
