"""What would fall without one server, service or condition, and what stays, in words."""

from collections.abc import Iterator, Sequence

from chwapi_console.recovery.state.of_view.without import Fall, Stay, Without
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.node_words import with_state
from chwapi_console.text import Sentence, Value, either, every, plural, say, some

MOST_NAMED = 6
"""Services that a short answer names; of more the rest is counted."""
MOST_OTHERS = 4
"""What does the work of another, as far as it is named."""


def briefly(view: View, of: Without) -> list[Sentence]:
    """The answer in a few sentences; none where no service hangs on it at all."""
    told = list[Sentence]()
    if of.falls:
        told.append(
            plural(
                "{n} service cannot be up, whatever else works: {services}.",
                "{n} services cannot be up, whatever else works: {services}.",
                len(of.falls),
                services=some(_names(view, [fall.service for fall in of.falls]), MOST_NAMED),
            )
        )
    return [*told, *_would_fall(of), *_would_stay(view, of), *_would_lack(view, of)]


def without_in_full(view: View, of: Without) -> Iterator[Sentence]:
    """What is said above the list of those that fall."""
    node = node_name(view, of.subject)
    if not (of.falls or of.stays or of.lacking):
        yield say("No service hangs on {node}.", node=node)
        return
    if of.falls:
        yield plural(
            "Without {node} {n} service cannot be up, whatever else works.",
            "Without {node} {n} services cannot be up, whatever else works.",
            len(of.falls),
            node=node,
        )
    else:
        yield say(
            "Without {node} every service can be up, as long as others do its work.", node=node
        )
    yield from _would_fall(of)


def _would_fall(of: Without) -> Iterator[Sentence]:
    if (n := len(of.falling)) > 0:
        yield plural("{n} works now and would fall.", "{n} work now and would fall.", n)


def _would_stay(view: View, of: Without) -> Iterator[Sentence]:
    if kept := of.kept:
        yield plural(
            "{n} service can do without it, for others do its work: {services}.",
            "{n} services can do without it, for others do its work: {services}.",
            len(kept),
            services=some(_names(view, [stay.service for stay in kept]), MOST_NAMED),
        )
    if waiting := of.waiting:
        yield plural(
            "{n} service could do without it only once {others}: {services}.",
            "{n} services could do without it only once {others}: {services}.",
            len(waiting),
            others=_others_back(view, waiting),
            services=some(_names(view, [stay.service for stay in waiting]), MOST_NAMED),
        )


def waiting_in_full(view: View, waiting: Sequence[Stay]) -> Sentence:
    """What stands above the list of those that could do without it, did the others work."""
    return plural(
        "{n} service could do without it only once {others}:",
        "{n} services could do without it only once {others}:",
        len(waiting),
        others=_others_back(view, waiting),
    )


def _others_back(view: View, waiting: Sequence[Stay]) -> Sentence:
    """Which others would have to be back; each is named as it stands in the table beneath."""
    down = dict.fromkeys(
        other for stay in waiting for other in stay.others if not view.works(other)
    )
    could = [node for node in down if view.problem.can_come_back(node)]
    if len(could) == 1:
        return say("{other} is back", other=node_name(view, could[0]))
    return say("others are back ({others})", others=some(_names(view, could), MOST_OTHERS))


def _would_lack(view: View, of: Without) -> Iterator[Sentence]:
    if of.lacking:
        yield _lacking(of, some(_names(view, of.lacking), MOST_NAMED))


def lacking_in_full(view: View, of: Without) -> Sentence:
    """The services that would only miss what they wish for, all of them."""
    return _lacking(of, every(_names(view, of.lacking)))


def _lacking(of: Without, services: Value) -> Sentence:
    return plural(
        "{n} service would only miss what it wishes for: {services}.",
        "{n} services would only miss what they wish for: {services}.",
        len(of.lacking),
        services=services,
    )


def chain_words(view: View, fall: Fall) -> Value:
    """Through what a service falls; nothing where it needs the thing itself."""
    return every(_names(view, fall.through)) if fall.through else say("needs it itself")


def kept_words(view: View, stay: Stay) -> Sentence:
    """What does the work instead, and for what.

    Where too little of that works now, that it falls until then.
    """
    node = node_name(view, stay.node)
    named = [_as_it_stands(view, member) for member in stay.others]
    if stay.least > 1:
        members = some(named, MOST_OTHERS)
        if stay.falls_now:
            return say("falls until {n} of {members} work", n=stay.least, members=members)
        if not stay.others_work:
            return say(
                "{n} of {members} would be enough for {node}, too few work now",
                n=stay.least,
                members=members,
                node=node,
            )
        return say(
            "{n} of {members} are enough for {node}", n=stay.least, members=members, node=node
        )
    others = either(named) if len(named) <= MOST_OTHERS else some(named, MOST_OTHERS)
    if stay.falls_now:
        return say("falls until {others} works", others=others)
    if not stay.others_work:
        return say("{others} would be enough for {node}", others=others, node=node)
    if stay.node == stay.service:
        return say("{others} is enough", others=others)
    return say("{others} is enough for {node}", others=others, node=node)


def _as_it_stands(view: View, node: str) -> Value:
    """A node, with how it stands where it does not work now."""
    return node_name(view, node) if view.works(node) else with_state(view, node)


def _names(view: View, nodes: Sequence[str]) -> list[Value]:
    return [node_name(view, node) for node in nodes]
