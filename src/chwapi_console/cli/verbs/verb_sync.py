"""`sync`: two journals, or a journal and a hub, come to hold the same events."""

import os
from collections.abc import Iterator, Sequence
from itertools import chain

from chwapi_console.cli.line.verb_context import MOST_NAMED, VerbContext
from chwapi_console.cli.output.words import first_of
from chwapi_console.cli.verbs.hubs.hub_named import was_put_back
from chwapi_console.cli.verbs.hubs.hub_password import with_password
from chwapi_console.cli.verbs.signed import by_origin, in_json, unsigned
from chwapi_console.clock import iso
from chwapi_console.errors import RecordError
from chwapi_console.hub_address import hub_address, is_of_a_hub
from chwapi_console.journal.hub.turn import HubTurn
from chwapi_console.journal.kinds.record_kinds import PlanSeen
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.sync import Exchange, Fork
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.consequences import consequences
from chwapi_console.recovery.words.meant.ending import news_of_the_end
from chwapi_console.session.hub_news import is_lately, written_elsewhere
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, beginning, in_one, plural, say, some, typed_path


def sync(context: VerbContext) -> int:
    """Exchanges events with another journal or a hub.

    5 where an origin was forked and its acts are not all in both.
    """
    with context.writing() as session:
        before = session.look()
        exchange = _exchanged(context, session)
        after = session.look()
        conflicts = [server for server, state in after.situation.servers.items() if state.conflict]
        alike = [e for e in exchange.received if len(session.record.called(e.id)) > 1]
        lacking = unsigned(context, session, exchange.received)
        if context.options.as_json:
            context.out.json(_as_object(session, exchange, conflicts, alike, lacking))
        else:
            _tell(context, exchange, before, after)
            _tell_of_disagreement(context, session, conflicts)
        for warning in _warnings(exchange, alike, lacking):
            context.out.complain(warning)
        if exchange.with_a_hub and not exchange.lacked:
            _tell_of_earlier(context, session)
        _tell_trouble(context, exchange)
        if trouble := list(_trouble(exchange)):
            raise RecordError(in_one(first_of(trouble, MOST_NAMED)))
    return 0


def _as_object(
    session: Session,
    exchange: Exchange,
    conflicts: Sequence[str],
    alike: Sequence[Event],
    lacking: Sequence[Event] | None,
) -> dict[str, object]:
    """The exchange, as docs/json.md describes it."""
    return {
        "received": len(exchange.received),
        "sent": len(exchange.sent),
        "conflicts": conflicts,
        "forks": [
            {
                "origin": f.origin,
                "seq": f.seq,
                "here": f.here.hash,
                "there": f.there.hash,
                "kept": f.kept,
            }
            for f in exchange.forks
        ],
        **({"made": exchange.made} if exchange.made else {}),
        **({"lacked": exchange.lacked} if exchange.lacked else {}),
        **({"own": [event.id for event in exchange.own]} if exchange.own else {}),
        **({"same_id": [event.hash for event in alike]} if alike else {}),
        **in_json(session, lacking),
        **({"loose": [misfit.plain() for misfit in exchange.loose]} if exchange.loose else {}),
        "refused": [misfit.plain() for misfit in exchange.refused],
        "other_plans": [
            {
                "origin": e.origin,
                "operator": e.operator,
                "host": e.host,
                "plan": e.says(PlanSeen).digest or None,
            }
            for e in session.other_plans
        ],
    }


def _tell_of_disagreement(context: VerbContext, session: Session, conflicts: Sequence[str]) -> None:
    """Which servers are in conflict now, and that others work by another plan."""
    if conflicts:
        context.out.say(
            plural(
                "In conflict: {servers}. Look with show, then settle.",
                "{n} servers are in conflict: {servers}. Look with show, then settle.",
                len(conflicts),
                servers=some(conflicts, MOST_NAMED),
            )
        )
    if (others := session.health.others) is not None:
        context.out.say(others)


def _warnings(
    exchange: Exchange, alike: Sequence[Event], lacking: Sequence[Event] | None
) -> Iterator[Sentence]:
    """What is strange about events that came in."""
    if exchange.own:
        yield written_elsewhere(exchange.own)
    yield from by_origin(lacking or ())
    if exchange.loose:
        yield plural(
            "{n} event that came claims to have seen what is not here: {first} Sync with "
            "those who have it; audit names it.",
            "{n} events that came claim to have seen what is not here: {first} Sync with "
            "those who have it; audit names all.",
            len({(misfit.origin, misfit.seq) for misfit in exchange.loose}),
            first=exchange.loose[0].sentence,
        )
    if exchange.lacked:
        yield plural(
            "The hub was put back to an earlier state: it lacked {n} act that it had had, which was "
            "handed to it again.",
            "The hub was put back to an earlier state: it lacked {n} acts that it had had, which "
            "were handed to it again.",
            exchange.lacked,
        )
    if alike:
        yield _alike(alike)


def _tell_of_earlier(context: VerbContext, session: Session) -> None:
    """That the hub was put back, where a verb or a console here has seen that lately and made it good."""
    seen = HubTurn(session.journal_path).known().put_back
    if is_lately(seen):
        context.out.complain(was_put_back(session, seen))


def _tell_trouble(context: VerbContext, exchange: Exchange) -> None:
    """What is wrong with the other side, of which not all may have been read."""
    if exchange.trouble is not None and exchange.with_a_hub:
        context.out.complain(
            say("Not all that the hub has can be read: {trouble}", trouble=exchange.trouble)
        )
    elif exchange.trouble is not None:
        context.out.complain(
            say(
                "The other journal is in trouble: {trouble} What of it can be read was "
                "exchanged; look at it with audit --journal {path}",
                trouble=exchange.trouble,
                path=typed_path(context.given.other),
            )
        )


def _exchanged(context: VerbContext, session: Session) -> Exchange:
    other, given = context.given.other, context.given
    if other and not is_of_a_hub(other):
        return session.keeping.sync(
            other, keep_fork=given.keep_fork, many=given.many, meant=given.yes
        )
    address = hub_address(other, os.environ) if other else None
    return with_password(
        context,
        lambda password: session.keeping.sync_with_hub(
            address, keep_fork=given.keep_fork, many=given.many, password=password
        ),
    )


def _alike(alike: Sequence[Event]) -> Sentence:
    """That events bear the ids of others: one of the two was made so, and no chain shows which."""
    return plural(
        "{n} event that came bears the id of another, {first}: somebody gave it that. Both are "
        "here, and each is named by its hash; log --json has it.",
        "{n} events that came bear the ids of others, the first is {first}: somebody gave them "
        "those. All are here, and each is named by its hash; log --json has it.",
        len(alike),
        first=f"{beginning(alike[0].origin)} {alike[0].seq}",
    )


def _tell(context: VerbContext, exchange: Exchange, before: View, after: View) -> None:
    received = plural("{n} event received", "{n} events received", len(exchange.received))
    sent = plural("{n} sent", "{n} sent", len(exchange.sent))
    context.out.say(say("{received}, {sent}.", received=received, sent=sent))
    if exchange.made:
        context.out.say(
            say("{path} was not there: it is a new journal now, one file.", path=exchange.made)
        )
    kept = [fork for fork in exchange.forks if fork.kept]
    for fork in kept[:MOST_NAMED]:
        context.out.say(
            say(
                "{origin} was forked at {seq}; the acts of both branches are kept.",
                origin=beginning(fork.origin),
                seq=fork.seq,
            )
        )
    if (more := len(kept) - MOST_NAMED) > 0:
        context.out.say(
            plural("So it is with {n} more origin.", "So it is with {n} more origins.", more)
        )
    for told in chain(consequences(before, after), news_of_the_end(before, after)):
        context.out.say(told)


def _trouble(exchange: Exchange) -> Iterator[Sentence]:
    for fork in exchange.forks:
        if not fork.kept:
            yield _forked(fork)
    for misfit in exchange.refused:
        yield say(
            "{origin} was stopped at {seq}: it {what}",
            origin=beginning(misfit.origin),
            seq=misfit.seq,
            what=misfit.what,
        )


def _forked(fork: Fork) -> Sentence:
    return say(
        "{origin} was forked: its event {seq} here is by {here} ({here_time} UTC), there by "
        "{there} ({there_time} UTC). Two copies of one journal both went on. Nothing of it was "
        "exchanged from there on; sync --keep-fork brings the acts of both into both.",
        origin=beginning(fork.origin),
        seq=fork.seq,
        here=beginning(fork.here.operator),
        here_time=iso(fork.here.moment)[:16],
        there=beginning(fork.there.operator),
        there_time=iso(fork.there.moment)[:16],
    )
