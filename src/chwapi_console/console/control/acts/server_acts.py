"""The acts on servers: take, give, drop, and the states that they are marked with."""

from collections.abc import Sequence
from datetime import datetime

from chwapi_console.answers import KEYS
from chwapi_console.clock import clock_time
from chwapi_console.console.control.acts.acting import ANY_REMARKS, Acting
from chwapi_console.console.control.acts.at_stake import (
    HELD,
    SURPRISING,
    at_stake,
    loss_of_one,
    losses_counted,
    worked_on,
)
from chwapi_console.console.control.acts.condition_acts import ConditionActs
from chwapi_console.console.control.asking.certain import known_to, one_of, why_nobodys
from chwapi_console.console.control.asking.conversation import (
    Ask,
    Confirm,
    Conversation,
    Do,
    Refuse,
)
from chwapi_console.operators import clean_name
from chwapi_console.recovery.acts.claims import drop, take
from chwapi_console.recovery.acts.ends import perhaps_an_end
from chwapi_console.recovery.acts.marks import mark
from chwapi_console.recovery.rules.claims import unheard_of
from chwapi_console.recovery.rules.points import points_to_name
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.rules.results import no_point
from chwapi_console.recovery.state.judged.present_work import USABLE
from chwapi_console.recovery.state.of_view.off import is_clean_and_off
from chwapi_console.recovery.state.of_view.untouched import is_stale, touched
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.open_work import but, named, open_work, open_work_in_words
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Sentence, either, in_one, plural, say


class ServerActs:
    """One method for each action, by its name."""

    def __init__(self, acting: Acting) -> None:
        self._acting, self._picture = acting, acting.picture
        self._conditions = ConditionActs(acting)

    def server_take(self) -> Conversation[None]:
        """Takes in hand; asks first where that takes over what somebody else has let lie."""
        servers, shown = yield from self._acting.aimed("server.take")
        yield from self._unless_untakable(servers, shown)
        question = say("Take {subject}? ({yes})", subject=named(servers), yes=KEYS)
        takes_over = say("{operator} takes over?", operator=self._acting.known.operator)
        yield from self._unless_held(servers, shown, question, takes_over, "restoring")
        yield Do(
            named(servers),
            lambda acts: acts.take(servers, shown=shown, remarks=Remarks(meant=True)),
        )

    def server_give(self) -> Conversation[None]:
        """Takes for somebody else, who is asked for."""
        servers, shown = yield from self._acting.aimed("server.give")
        yield from self._unless_untakable(servers, shown)
        name = yield from self._who_takes(servers, shown)
        yield Do(
            named(servers),
            lambda acts: acts.take(servers, name, shown, Remarks(meant=True)),
        )

    def server_drop(self) -> Conversation[None]:
        """Lets go of what is taken, or unblocks it; says that a condition is open again.

        Asks first where work was done since it was taken: one key gives that to anybody.
        """
        if condition := self._picture.at.condition:
            yield from self._conditions.opened(condition)
            return
        servers, shown = yield from self._acting.aimed("server.drop")
        yield from self._acting.unless_refused(shown, lambda view, who: drop(view, servers, who))
        work = worked_on(shown, servers)
        question = (
            say("Let go of it all the same? ({yes})", yes=KEYS)
            if work and len(servers) == 1
            else say("Let go of {subject}? ({yes})", subject=named(servers), yes=KEYS)
        )
        yield from self._unless_held(servers, shown, question, say("Let go of it?"), work=work)
        yield Do(named(servers), lambda acts: acts.drop(servers, shown=shown))

    def server_restored(self) -> Conversation[None]:
        """Marks restored; asks first where that takes something away."""
        servers, shown = yield from self._acting.aimed("server.restored")
        point = yield from self._from_which_point(servers, shown)
        yield from self._whether_marked(servers, shown, "restored", point)
        yield _mark(servers, shown, "restored", Remarks(meant=True, point=point))

    def server_verified(self) -> Conversation[None]:
        """Marks verified by a second person."""
        servers, shown = yield from self._acting.aimed("server.verified")
        yield from self._whether_marked(servers, shown, "verified")
        yield _mark(servers, shown, "verified", Remarks(meant=True))

    def server_clean(self) -> Conversation[None]:
        """Marks clean."""
        servers, shown = yield from self._acting.aimed("server.clean")
        yield from self._unless_off(servers, shown)
        yield from self._whether_marked(servers, shown, "clean")
        yield _mark(servers, shown, "clean", Remarks(meant=True))

    def _unless_off(self, servers: Sequence[str], shown: View) -> Conversation[None]:
        """Ends where clean says nothing new, and names the key that does."""
        if all(is_clean_and_off(shown, server) for server in servers):
            yield Refuse(
                plural(
                    "{servers} is clean already, and off; {key} once it is on and reconnected.",
                    "{servers} are clean already, and off; {key} once they are on and reconnected.",
                    len(servers),
                    servers=named(servers),
                    key=self._picture.key_of("server.on"),
                )
            )

    def server_on(self) -> Conversation[None]:
        """Marks what is clean as switched on and reconnected."""
        servers, shown = yield from self._acting.aimed("server.on")
        yield from self._whether_marked(servers, shown, "on")
        yield _mark(servers, shown, "on", Remarks(meant=True))

    def server_compromised(self) -> Conversation[None]:
        """Marks compromised.

        Where that undoes a restoration, only when its name is typed, or the number of several.
        """
        servers, shown = yield from self._acting.aimed("server.compromised")
        yield from self._unless_refused(servers, shown, "compromised")
        state_of = shown.situation.state
        restored = [server for server in servers if state_of(server) in ("restored", "verified")]
        if restored:
            told = self._acting.forewarned(servers, shown, "compromised")
            question = _to_undo_a_restoration(servers, restored, shown, is_told=bool(told))
            yield from self._acting.typed(servers, in_one([*told, question]))
        else:
            yield from self._whether_marked(servers, shown, "compromised")
        yield _mark(servers, shown, "compromised", Remarks(meant=True))

    def server_unknown(self) -> Conversation[None]:
        """Marks unknown, with a note: why nobody could tell."""
        servers, shown = yield from self._acting.aimed("server.unknown")
        yield from self._unless_refused(servers, shown, "unknown")
        question = say(
            "{servers} unknown, because (Esc: no):",
            servers=self._acting.with_what_is_lost(servers, shown),
        )
        told = self._acting.before_a_text(servers, shown, "unknown")
        note = yield from self._acting.why(question, told)
        yield from self._acting.when_several_are_meant(servers)
        yield _mark(servers, shown, "unknown", Remarks(note=note, meant=True))

    def server_block(self) -> Conversation[None]:
        """Marks blocked, with a reason; says that a condition is awaited."""
        if condition := self._picture.at.condition:
            yield from self._conditions.awaited(condition)
            return
        servers, shown = yield from self._acting.aimed("server.block")
        yield from self._unless_refused(servers, shown, "blocked")
        question = say(
            "{servers}: blocked, because (Esc: no):",
            servers=self._acting.with_what_is_lost(servers, shown),
        )
        told = self._acting.before_a_text(servers, shown, "blocked")
        reason = yield from self._acting.why(question, told)
        until = yield from self._until_when(shown, reason)
        yield from self._acting.when_several_are_meant(servers)
        yield _mark(servers, shown, "blocked", Remarks(reason=reason, until=until, meant=True))

    def _until_when(self, shown: View, reason: str) -> Conversation[datetime | None]:
        """When what is blocked is expected to go on, where its reason may say that."""
        if not (time := perhaps_an_end(shown, reason)):
            return None
        question = say(
            "Is it expected to go on at {time}? If so, type it; Enter: nobody knows (Esc: no)",
            time=time,
        )
        return (yield from self._acting.until(shown, question, empty=True))

    def server_retire(self) -> Conversation[None]:
        """Marks retired; says that a condition is lost.

        What replaces the server is asked, then its name, or the number of several, must be typed.
        """
        if condition := self._picture.at.condition:
            yield from self._conditions.lost(condition)
            return
        servers, shown = yield from self._acting.aimed("server.retire")
        yield from self._unless_refused(servers, shown, "retired")
        question = say(
            "What replaces {servers}? Its id; Enter: nothing does (Esc: no):",
            servers=self._acting.with_what_is_lost(servers, shown),
        )
        told = self._acting.forewarned(servers, shown)
        known = one_of(shown.plan.servers)
        replacement = yield Ask(in_one([*told, question]), empty=True, certain=known)
        remarks = Remarks(replacement=replacement, meant=True)
        yield from self._unless_refused(servers, shown, "retired", remarks, all_is_said=True)
        yield from self._acting.retired(servers, shown)
        yield _mark(servers, shown, "retired", remarks)

    def _from_which_point(self, servers: Sequence[str], shown: View) -> Conversation[str]:
        """The restore point that a server came from, asked again until there is one.

        Asked only where points of the server are known and no step says which it was.
        """
        if len(servers) > 1 or not (points := points_to_name(shown, servers[0])):
            return ""
        (server,), why_not = servers, None
        while True:
            question = say(
                "From which restore point of {server}? {points}; Enter: not said (Esc: no):",
                server=server,
                points=either(points),
            )
            ask = Ask(question, why_not, empty=True, certain=one_of(points))
            point = (yield ask).strip()
            if not point or (why_not := no_point(shown, server, point)) is None:
                return point

    # What is asked before

    def _unless_refused(
        self,
        servers: Sequence[str],
        shown: View,
        state: str,
        remarks: Remarks = ANY_REMARKS,
        *,
        all_is_said: bool = False,
    ) -> Conversation[None]:
        """Ends where the rules refuse to mark the servers so, before anything is asked."""
        yield from self._acting.unless_refused(
            shown,
            lambda view, who: mark(view, servers, state, who, remarks),
            all_is_said=all_is_said,
        )

    def _unless_untakable(self, servers: Sequence[str], shown: View) -> Conversation[None]:
        """Ends where the rules refuse that anybody takes the servers in hand."""
        yield from self._acting.unless_refused(
            shown, lambda view, who: take(view, servers, who, remarks=ANY_REMARKS)
        )

    def _who_takes(self, servers: Sequence[str], shown: View) -> Conversation[str]:
        """The name of somebody; asked for again where what was typed is nobody's."""
        why_not: Sentence | None = None
        operator = self._acting.known.operator

        def doubt(text: str) -> Sentence | None:
            name = clean_name(text)
            is_name = name and why_nobodys(shown, name, operator) is None
            return unheard_of(shown, name, [operator], shown=True) if is_name else None

        while True:
            question = say(
                "Who takes {servers}? Name, then Enter (Esc: nobody):",
                servers=self._acting.with_what_is_lost(servers, shown),
            )
            told = self._acting.forewarned(servers, shown, "restoring")
            known = known_to(shown, operator)
            ask = Ask(in_one([*told, question]), why_not, certain=known, doubt=doubt, kept=False)
            name = clean_name((yield ask))
            why_not = why_nobodys(shown, name, operator) if name else None
            if why_not is None:
                return name

    def _whether_marked(
        self, servers: Sequence[str], shown: View, state: str, point: str = ""
    ) -> Conversation[None]:
        """Asks before servers are marked, where one of four things should be known first.

        Several would be marked; open work would be called done; one would lose what people may
        still count on; one comes from a doubtful `point`.
        """
        yield from self._unless_refused(servers, shown, state, ANY_REMARKS._replace(point=point))
        operator, word, kinds = self._acting.known.operator, state_word(state), SURPRISING[state]
        found = at_stake(shown, servers, operator, kinds)
        work = open_work(shown.at(self._picture.now()), servers, state, operator)
        all_the_same = plural(
            "Mark {server} {state} all the same? ({yes})",
            "Mark all {n} {state} all the same? ({yes})",
            len(servers),
            server=servers[0],
            state=word,
            yes=KEYS,
        )
        if work and state in USABLE:
            told = self._acting.forewarned(servers, shown, state, point=point, is_asked=True)
            told.append(open_work_in_words(shown, servers, state, work))
            if found and len(servers) > 1:
                told.append(say("Among them: {what}.", what=losses_counted(shown, found)))
            yield Confirm(all_the_same, in_one(told), last_told=but(shown, servers, work))
        elif len(servers) == 1 and found:
            told = self._acting.forewarned(servers, shown, state, point=point)
            (kind,) = found
            yield Confirm(all_the_same, in_one([*told, loss_of_one(shown, servers[0], kind)]))
        else:
            question = say(
                "Mark {subject} {state}? ({yes})", subject=named(servers), state=word, yes=KEYS
            )
            yield from self._acting.whether_all(question, servers, shown, kinds, state, point)

    def _unless_held(
        self,
        servers: Sequence[str],
        shown: View,
        otherwise: Sentence,
        over_a_stale_claim: Sentence,
        state: str = "",
        work: Sequence[Sentence] = (),
    ) -> Conversation[None]:
        """Asks before a claim ends that nobody touched for long, or where `work` is to be told.

        One that is still warm is refused by the rules.
        """
        held, now = (
            at_stake(shown, servers, self._acting.known.operator, (HELD,)),
            self._picture.now(),
        )
        if not (len(servers) == 1 and held and is_stale(shown, servers[0], now)):
            yield from self._acting.whether_all(
                otherwise, servers, shown, (HELD,), state, also=work
            )
            return
        question = say(
            "{holder} has {server}, untouched since {time}. {question} ({yes})",
            holder=shown.situation.servers[servers[0]].standing.holder,
            server=servers[0],
            time=clock_time(touched(shown, servers[0]), shown.plan.incident.zone, now),
            question=over_a_stale_claim,
            yes=KEYS,
        )
        told = [*self._acting.forewarned(servers, shown), *work]
        yield Confirm(question, in_one(told) if told else None)


def _to_undo_a_restoration(
    servers: Sequence[str], restored: Sequence[str], shown: View, *, is_told: bool
) -> Sentence:
    """What must be typed before a restoration is called compromised.

    How one server stands is said where nothing else is told.
    """
    if len(servers) == 1 and is_told:
        return say("To mark {server} compromised, type its name (Esc: no):", server=servers[0])
    if len(servers) == 1:
        return say(
            "{server} is {state}. To mark it compromised, type its name (Esc: no):",
            server=servers[0],
            state=state_word(shown.situation.shown_state(servers[0])),
        )
    return plural(
        "{n} of {all} is restored. To mark all compromised, type {all} (Esc: no):",
        "{n} of {all} are restored. To mark all compromised, type {all} (Esc: no):",
        len(restored),
        all=len(servers),
    )


def _mark(servers: Sequence[str], shown: View, state: str, remarks: Remarks) -> Do:
    """An act that is meant: what is open was asked about before, by the very view that is acted on."""
    return Do(named(servers), lambda acts: acts.mark(servers, state, remarks, shown))
