"""Undo: putting back what stood before an act, by an act of its own.

Pure, like the rules of every act.
"""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet

from chwapi_console.errors import RequestError
from chwapi_console.journal.kinds.kinds import taken_back
from chwapi_console.journal.kinds.payload import NOTHING, Data, Payload
from chwapi_console.journal.kinds.record_kinds import EndingChange, Note, NoteChange, NoteUndone
from chwapi_console.journal.kinds.server_kinds import (
    Dropped,
    Marked,
    StepChange,
    StepUndone,
    Undone,
)
from chwapi_console.journal.record.events import (
    FEWEST_LETTERS,
    GENESIS,
    LETTERS_OF_A_HASH,
    LETTERS_OF_AN_ID,
    Event,
)
from chwapi_console.journal.record.heads import key_of
from chwapi_console.journal.record.record import Record
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import same_person
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.acts.targets import known_servers
from chwapi_console.recovery.rules.cases import (
    MARK,
    UNDO,
    ActName,
    ServerCase,
    UndoCase,
)
from chwapi_console.recovery.rules.door import Admitted, admitted
from chwapi_console.recovery.rules.standing_again import DONE_BY, stands_again
from chwapi_console.recovery.state.told.restore_points import point_behind
from chwapi_console.recovery.state.told.server_history import (
    Past,
    Pasts,
    can_be_undone,
    is_undo,
    step_after,
    take_back_the_same,
    verdicts_on,
)
from chwapi_console.recovery.state.told.situation import by_subject, followed, undone_events
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.open_work import is_more, open_work
from chwapi_console.text import beginning, say, some

MOST_TOLD = 5
"""Events told of those that begin alike."""


def undo(
    view: View, record: Record, operator: str, here: AbstractSet[str], target: str = ""
) -> Act:
    """Puts back the standing before an act.

    The one named by the id (or its beginning) of one of its events, else this operator's latest act
    in this journal (whose origins are `here`) that is not an undo and still stands. What was one
    act is undone whole; what is undone already stays as it is. An act can be undone while what
    stands is its own, be it that an undo put it back.
    """
    event = _event_named(record, target) if target else _latest_act(record, operator, here)
    return _undone(view, record, [event.act], operator)


def undo_on(view: View, record: Record, servers: Sequence[str], operator: str = "") -> Act:
    """Puts back the standing before the latest act on each of some servers, by whomever.

    What was one act is undone whole.
    """
    latest: list[tuple[str, str]] = []
    for server in known_servers(view, servers):
        shown = view.situation.servers[server]
        admitted(UndoCase(view, UNDO, server, heads=shown.heads, actor=operator))
        if shown.latest:
            latest.append(shown.latest.act)
    if not latest:
        raise RequestError(say("Nothing was done to them that could be undone."))
    return _undone(view, record, latest, operator)


class PutBack(NamedTuple):
    """What is put back in place of a `target`.

    Its undo, which was admitted, and what else was admitted for it; where it does an act `again`,
    that act's event.
    """

    target: Event
    admitted: Admitted
    payload: Payload
    also: Sequence[Admitted]
    again: Event | None = None

    @property
    def verb(self) -> ActName | None:
        """The act that is done again, if any.

        Who let go of what they had in hand did so themselves: that is theirs to say, whoever says
        it again.
        """
        if (again := self.again) is None:
            return None
        payload = again.payload
        if isinstance(payload, Dropped) and same_person(payload.before.holder, again.operator):
            return None
        return DONE_BY.get(type(payload))


Alike = tuple[ActName | None, str, str]
"""What servers have in common of which the rules speak together: by which act they stand so again,
if any, in which state, and what replaces them."""


def _undone(view: View, record: Record, acts: Collection[tuple[str, str]], operator: str) -> Act:
    drafting = Drafting(view, operator)
    undone = undone_events(record.acts, record.knows)
    pasts = Pasts(by_subject(record.acts), record.knows)
    of_act = [event for event in record.acts if event.act in acts]
    targets = [event for event in of_act if event.hash not in undone]
    put_back: list[PutBack] = []
    for target in of_act:
        past = pasts[target.subject]
        if isinstance(target.payload, Note | NoteChange):
            _undo_note(past, drafting, target, undone)
        elif target.hash not in undone:
            put_back.append(_put_back(record, past, drafting, target, targets, undone))
    for one in _stand_again(drafting, pasts, put_back):
        drafting.add(one.admitted, one.payload, _named(one.target), one.also)
    _rely(drafting, put_back)
    return drafting.done()


def _put_back(
    record: Record,
    past: Past,
    drafting: Drafting,
    target: Event,
    targets: Sequence[Event],
    undone: AbstractSet[str],
) -> PutBack:
    key = key_of(target)
    if key is None:
        raise RequestError(say("{event} is not an act that can be undone.", event=target.id[:8]))
    payload, counts_again = target.payload, None
    of_a_step = isinstance(payload, StepChange)
    verdicts = verdicts_on(past.events, undone) if of_a_step else []
    heads = record.heads.of(key)
    later = _came_after(record, past, target, verdicts)
    view, actor = drafting.view, drafting.actor
    case = UndoCase(view, UNDO, target.subject, target, heads, later, targets, actor)
    one = drafting.admit(case)
    drafting.shown[key] = frozenset([heads[0].hash])
    if isinstance(payload, StepChange):
        now, counts_again = (
            past.step_that_counts(these, verdicts) for these in (heads, past.heads_before(target))
        )
        before, after = (step_after(act) if act else "open" for act in (now, counts_again))
        put_back: Payload = StepUndone(payload.step, before, after)
    else:
        put_back = taken_back(payload)
    behind, is_again = past.behind_undos(target)
    back = PutBack(target, one, put_back, (), behind if is_again else None)
    stands = stands_again(view, target.subject, put_back, actor, counts_again, back.verb)
    return back if stands is None else back._replace(also=[drafting.admit(stands, back.verb)])


def _came_after(
    record: Record, past: Past, target: Event, verdicts: Sequence[Event]
) -> Sequence[Event]:
    """The acts that stand and that are not the target's own.

    Of a step also the verdicts on its server since.
    """
    heads = record.heads.of(key_of(target) or "")
    later = [head for head in heads if head.hash != target.hash]
    if len(heads) == 1 and any(event.hash == target.hash for event in past.made_to_stand(heads[0])):
        later = []
    return later or [verdict for verdict in verdicts if record.knows(verdict, target)]


def _named(target: Event) -> dict[str, str]:
    """How an undo names what it takes back; see `takes_back`."""
    return {"target": target.id, "target_hash": target.first_hash}


def _undo_note(past: Past, drafting: Drafting, target: Event, undone: AbstractSet[str]) -> None:
    """Takes a note back, or puts it back when the target took it back.

    Nothing where it is so already. Of several who took back the same without knowing of each other,
    all are meant.
    """
    note, puts_back = past.behind_undos(target)
    if (note.hash in undone) != puts_back:
        return
    for event in past.events if is_undo(target) else [target]:
        if event.hash not in undone and (
            event.hash == target.hash or (is_undo(event) and take_back_the_same(event, target))
        ):
            put_back = NoteUndone("undone", "noted") if puts_back else NoteUndone("noted", "undone")
            case = UndoCase(drafting.view, UNDO, target.subject, event, actor=drafting.actor)
            one = drafting.admit(case)
            drafting.add(one, put_back, _named(event))


def _restored_from_again(past: Past, target: Event) -> str:
    """The restore point from which a server counts as restored once an act on it is taken back.

    Empty where it does not, or nobody said.
    """
    found = past.heads_before(target)
    return next((point for head in found if (point := point_behind(past, head))), "")


def _stand_again(
    drafting: Drafting, pasts: Mapping[str, Past], put_back: Sequence[PutBack]
) -> list[PutBack]:
    """Asks the rules about the servers that will stand otherwise, with all that the act puts back.

    Those that stand alike are asked about together. What is open on a server that is called usable
    again is kept, as it is of the act itself.
    """
    view, actor = drafting.view, drafting.actor
    of_servers = {
        one.target.subject: (one, one.payload.after)
        for one in put_back
        if isinstance(one.payload, Undone) and one.target.subject in view.situation.servers
    }
    alike: dict[Alike, list[str]] = {}
    for server, (one, after) in of_servers.items():
        alike.setdefault((one.verb, after.state, after.replacement), []).append(server)
    replacing = {server: after.replacement for server, (_, after) in of_servers.items()}
    points = {
        server: _restored_from_again(pasts[server], one.target)
        for server, (one, _) in of_servers.items()
    }
    taken_back = _acts_taken_back(pasts, put_back)
    asked: dict[str, PutBack] = {}
    for (_, state, _), servers in alike.items():
        kept = _kept_open({server: of_servers[server][0] for server in servers})
        more = [
            work for work in open_work(view, kept, state, actor) if is_more(work, kept[work.server])
        ]
        left = {work.server: work.data() for work in more}
        anew = [server for server, of in kept.items() if server in left or not of]
        for server in servers:
            one, after = of_servers[server]
            case = ServerCase(view, UNDO, server, after, actor, servers=servers, open_work=more)
            case = case._replace(replacing=replacing, points=points, anew=anew)
            case = case._replace(taken_back=taken_back)
            also = [*one.also, drafting.admit(case, one.verb)]
            payload = _with_open(one.payload, left.get(server, NOTHING))
            asked[one.target.hash] = one._replace(also=also, payload=payload)
    return [asked.get(one.target.hash, one) for one in put_back]


def _acts_taken_back(pasts: Mapping[str, Past], put_back: Sequence[PutBack]) -> set[str]:
    """The hashes of the acts that are taken back in the end, however many undos lie between."""
    behind = [pasts[one.target.subject].behind_undos(one.target) for one in put_back]
    return {act.hash for act, is_again in behind if not is_again}


def _kept_open(servers: Mapping[str, PutBack]) -> dict[str, Data]:
    """What was open on those servers that are marked again, as the mark kept it.

    Empty where it kept nothing.
    """
    return {
        server: said.open
        for server, one in servers.items()
        if one.again is not None and isinstance(said := one.again.payload, Marked)
    }


def _with_open(payload: Payload, left: Data) -> Payload:
    return payload._replace(open=left) if isinstance(payload, Undone) else payload


def _rely(drafting: Drafting, put_back: Sequence[PutBack]) -> None:
    """Relies on what must not have changed since it was shown.

    Whatever replaces servers that stand otherwise, the steps of those called restored again, and,
    where the recovery ends again, all servers.
    """
    situation = drafting.view.situation
    for one in put_back:
        if isinstance(of := one.payload, EndingChange) and of.after is not None:
            drafting.rely_on(situation.servers)
        elif isinstance(of, Undone):
            if one.verb == MARK and of.after.state in ("restored", "verified"):
                drafting.rely_on_steps(one.target.subject)
            chain = followed(situation.replacements, of.after.replacement)
            drafting.rely_on(member for member in chain if member in situation.servers)


def _event_named(record: Record, target: str) -> Event:
    """The event that somebody means by its id, by its hash or by how either begins.

    An event from elsewhere may be called as another's id begins, or just so: then more of it is
    asked for, or the beginning of a hash, which nobody can give an event of theirs.
    """
    found = _events_named(record, target)
    if len(found) == 1:
        return found[0]
    if found:
        ways = [
            say(
                "{hash} ({subject}: {kind}, by {operator})",
                hash=event.hash[:LETTERS_OF_A_HASH],
                subject=beginning(event.subject),
                kind=beginning(event.kind),
                operator=beginning(event.operator),
            )
            for event in found
        ]
        raise RequestError(
            say(
                "Several events begin with {id}. Write more of it, or one of these: {events}.",
                id=beginning(target),
                events=some(ways, MOST_TOLD),
            )
        )
    raise RequestError(say("There is no event {id}. See log.", id=target))


def _events_named(record: Record, target: str) -> list[Event]:
    begun, letters = target.lower(), len(target)
    found = [e for e in record.acts if letters >= LETTERS_OF_A_HASH and e.hash.startswith(begun)]
    if not (found and letters == len(GENESIS)):
        found += (whole := record.called(target))
        if letters >= FEWEST_LETTERS and not (whole and letters >= LETTERS_OF_AN_ID):
            found += [e for e in record.acts if e.id.startswith(begun)]
    return list({event.hash: event for event in found}.values())


def _latest_act(record: Record, operator: str, here: AbstractSet[str]) -> Event:
    undone = undone_events(record.acts, record.knows)
    mine = [
        e
        for e in record.acts
        if same_person(e.operator, operator)
        and e.origin in here
        and can_be_undone(e)
        and e.hash not in undone
    ]
    if not mine:
        raise RequestError(
            say("{operator} has done nothing here that could be undone.", operator=operator)
        )
    return max(mine, key=lambda event: event.order)
