"""What exchanges a journal with its hub in the background.

One of all the processes that have the journal open on this host, the others take over when it ends.

It opens the journal by itself, and speaks to the hub on its own thread. The hub is asked each second
how far every origin goes; where word comes by itself that something changed, only now and then.
"""

import random
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from chwapi_console.clock import clock_time, iso, utc_now
from chwapi_console.errors import JournalError
from chwapi_console.hub_address import HubAddress
from chwapi_console.inventory.model import Incident
from chwapi_console.journal.hub.beside import HubBeside
from chwapi_console.journal.hub.driver import with_driver
from chwapi_console.journal.hub.exchange import exchanged
from chwapi_console.journal.hub.faults import HubError
from chwapi_console.journal.hub.presence import Presence, Seat
from chwapi_console.journal.hub.put_back import HubPutBack, confirmed, lacked
from chwapi_console.journal.hub.rows import Heads
from chwapi_console.journal.hub.turn import HubNotes, HubTurn
from chwapi_console.journal.kinds.parts import told_moment
from chwapi_console.journal.opening import opened
from chwapi_console.journal.record.read_once import ReadOnce
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.store import Store
from chwapi_console.session.background_exchange import Reach
from chwapi_console.session.hub_news import HubNews
from chwapi_console.session.hub_presence import HubPresence
from chwapi_console.session.other_incident import other_incident
from chwapi_console.text import Sentence, beginning, plural, say

if TYPE_CHECKING:
    from chwapi_console.journal.sync import Exchange

SECONDS_BETWEEN_LOOKS = 0.25
"""Seconds between two looks at the journal here, and at whether word came."""

SECONDS_BETWEEN_QUESTIONS, SECONDS_WHERE_WORD_COMES = 1.0, 15.0
LONGEST_PAUSE = 5.0
"""Seconds between two questions to a hub that does not answer, at most."""


class HubExchanger:
    """See `Exchanger`.

    `once` for a verb, which does not stay to listen. Who `sits_here` is asked anew each time: see
    `BackgroundExchange`; `since` is when that console was opened. `read` has what the session has
    read of the journal.
    """

    def __init__(
        self,
        journal: Path,
        address: HubAddress,
        incident: Incident,
        writing: AbstractContextManager[object],
        *,
        allow_network: bool = False,
        once: bool = False,
        host: str = "",
        since: str = "",
        read: ReadOnce | None = None,
        sits_here: Callable[[], str | None] = lambda: None,
    ) -> None:
        with with_driver():
            from chwapi_console.journal.hub.connection import HubConnection
        self._incident, self._writing, self._once = incident, writing, once
        self._journal, self._allow_network = journal, allow_network
        self._turn = HubTurn(journal)
        self._hub: HubConnection = HubConnection(address._replace(name=address.short))
        self._hub.when_asked = self._turn.give_sign
        self._people = HubPresence(journal, self._hub)
        self._host, self._sits_here, self._since = host, sits_here, since or iso(utc_now())
        self._read = read
        self._open_journal()
        self._found: Heads = {}
        self._known = HubNotes()
        self._fault: HubError | None = None
        self._finding: Sentence | None = None
        self._is_forked = False
        self._ask_from = 0.0
        self._tries = 0
        self._events = -1
        self._listens_since = 0
        self._word_comes = False
        self._news = HubNews(incident.zone)
        self._counted: tuple[Record, set[str], Mapping[str, int]] | None = None
        self._looked_at = self._waits = 0
        self.brought = 0

    def _open_journal(self) -> None:
        self._here: Store = opened(
            self._journal, allow_network=self._allow_network, once=self._read
        )
        self._beside = HubBeside(self._hub, self._here)
        self._is_open = True

    def exchange(self) -> None:
        """Exchanges, where it is this process's turn and there may be something to exchange.

        HubError while that is not well.
        """
        if (name := self._sits_here()) is not None:
            self._people.sit(Seat(name, self._host, self._since))
        self._turn.give_sign()
        if not self._turn.is_held:
            if not self._turn.take():
                self._hub.close()
                self._tell_of_others()
                return
            is_first, self._known = not self._known.id, self._turn.known()
            if is_first:  # what was seen before it began is no news
                self._news.pass_over(self._known.put_back)
        if not self._is_open:
            self._open_journal()
        try:
            self._here.refresh()
            if self._is_due():
                self._ask()
        except JournalError:  # the journal here: its own session tells what is wrong with it
            self._close_journal()
            raise
        if not self._once or self._news.saw.at:
            self._look_at_people()
        self._tell()

    @property
    def line(self) -> int | None:
        """What becomes readable when word comes that others put something there.

        None where none comes to this process.
        """
        listens = self._word_comes and self._turn.is_held and self._fault is None
        return self._hub.descriptor if listens else None

    @property
    def alarm(self) -> Sentence | None:
        """That acts under this journal's own name came, or an origin is forked: who exchanged is to know."""
        return self._news.own or (self._finding if self._is_forked else None)

    @property
    def reach(self) -> Reach:
        """How the hub is reached, as this process or the one whose turn it is has found it."""
        return Reach(self._known.away_since, self._known.wait, self._known.present)

    def _look_at_people(self) -> None:
        if self._fault is not None:
            self._people.lose_sight()
        elif self._hub.is_open and self._people.is_due():
            self._people.speak(self._said_of_here())
            self._hear_of_put_back()
        if (present := tuple(self._people.all())) != tuple(self._known.present):
            self._known = self._known._replace(present=present)
            self._turn.keep(self._known)

    def _said_of_here(self) -> Presence:
        tips = self._here.record.tips
        return Presence(
            (),
            sorted(self._here.own_origins),
            sum(min(seq, tips.get(name, (0,))[0]) for name, (seq, _) in self._beside.heads.items()),
            self._waiting(),
            self._news.saw_lately,
        )

    def step_back(self) -> None:
        """Lets the next take over, until the next exchange here."""
        self._turn.step_back()

    def close(self) -> None:
        """Lets go of the hub and the journal, and lets the next take over."""
        speaks = self._turn.is_held and self._fault is None and self._hub.is_open
        self._people.rise(self._said_of_here() if speaks else Presence(()), speaks=speaks)
        self._turn.close()
        self._hub.close()
        self._close_journal()

    def _close_journal(self) -> None:
        if self._is_open:
            self._is_open = False
            with suppress(JournalError):
                self._here.close()

    def _is_due(self) -> bool:
        now = time.monotonic()
        if now >= self._ask_from or self._fault is not None:
            return now >= self._ask_from
        try:
            return len(self._here.record.events) != self._events or self._hub.heard()
        except HubError:
            return True

    def _ask(self) -> None:
        known = self._turn.known()
        self._hub.expect(known.id)
        if known.id != self._known.id:  # somebody meant another one, in the open
            self._known = known
            self._news.forget_put_back()
        self._learn_of_put_back(known)
        try:
            exchange = self._exchanged(is_new=not known.id)
        except HubError as error:
            self._go_wrong(error)
        else:
            self._go_well(exchange)
            self._listen()

    def _exchanged(self, *, is_new: bool) -> "Exchange | None":
        """What was exchanged; None where there was nothing to.

        One that `is_new` this journal never met.
        """
        if not self._beside.look():
            return None
        self._found = self._beside.heads
        if is_new:
            self._check_incident()
        return exchanged(self._here, self._beside, writing=lambda: self._writing)

    def _listen(self) -> None:
        """Over a new connection: whether word comes from now on.

        What others put there since the look was told to nobody here, so it is asked for at once.
        """
        if self._once or self._hub.opened == self._listens_since:
            return
        self._listens_since = self._hub.opened
        self._word_comes = self._hub.listen()
        pause = 0.0 if self._word_comes else SECONDS_BETWEEN_QUESTIONS
        self._ask_from = time.monotonic() + pause

    def _check_incident(self) -> None:
        """HubError where what stands in a hub that this journal never met is of another incident.

        An exercise in the hub of the real night, or the other way round, is never taken out again.
        """
        self._beside.refresh()
        there = chain(self._beside.record.brought, self._beside.of_strange_origins())
        other = other_incident(self._incident, self._here.record, there)
        self._beside.look()
        if other is not None:
            raise HubError(
                say(
                    "The hub {name} holds the record of another incident, {other}. Nothing was "
                    "exchanged. If it is the same: chwapi-console sync",
                    name=self._hub.name,
                    other=other,
                ),
            )

    def _go_wrong(self, error: HubError) -> None:
        self._fault = error
        self._tries += 1
        self._hub.close()  # the next may find another of its servers, or other rights
        pause = min(LONGEST_PAUSE, 2.0 ** min(self._tries, 9) / 2) * random.uniform(0.7, 1.3)
        self._ask_from = time.monotonic() + pause
        since = self._known.away_since or iso(utc_now())
        self._known = self._known._replace(away_since=since, wait=self._waiting())
        self._turn.keep(self._known)

    def _go_well(self, exchange: "Exchange | None") -> None:
        self._fault, self._tries = None, 0
        self._events = len(self._here.record.events)
        self._ask_from = time.monotonic() + (
            SECONDS_WHERE_WORD_COMES if self._word_comes else SECONDS_BETWEEN_QUESTIONS
        )
        if exchange is None:
            self._known = self._known._replace(away_since="", wait=0, misfits=self._has_misfits)
            self._turn.keep(self._known)
            return
        self._finding = _wrong_in(exchange)
        self._is_forked = any(not fork.kept for fork in exchange.forks)
        if exchange.own:
            self._news.tell_own(exchange.own)
        self.brought += len(exchange.received)
        stopped = {fork.origin for fork in exchange.forks} | {of.origin for of in exchange.refused}
        tips = self._here.record.tips
        lost = lacked(self._known.went, self._found, tips, exchange.sent)
        if lost:
            self._known = self._as_put_back(self._news.see_put_back(lost))
            self._people.speak_soon()
        own = self._here.own_origins
        self._known = self._known._replace(
            id=self._hub.id,
            went=confirmed(tips, self._beside.heads, exchange.sent, stopped, own),
            away_since="",
            wait=0,
            misfits=self._has_misfits,
        )
        self._turn.keep(self._known)

    def _hear_of_put_back(self) -> None:
        """What the syncers of other journals saw."""
        for seen in self._news.heard(self._people.put_back):
            self._known = self._as_put_back(self._news.tell_put_back(seen))
            self._turn.keep(self._known)

    def _as_put_back(self, seen: HubPutBack) -> HubNotes:
        return self._known._replace(put_back=seen.at, lacked=seen.lacked)

    def _learn_of_put_back(self, known: HubNotes) -> None:
        """What another process of this journal saw.

        One that met the hub in the open (`sync`), or the one whose turn it is.
        """
        seen = HubPutBack(known.put_back, known.lacked)
        if self._news.is_news(seen):
            self._known = self._as_put_back(self._news.tell_put_back(seen))
            if self._turn.is_held:
                self._news.saw = seen

    def _waiting(self) -> int:
        """How many acts of this journal the hub lacks, as far as is known.

        While the hub is away each event is looked at once.
        """
        record, own, went = self._here.record, set(self._here.own_origins), self._known.went
        if self._counted != (record, own, went):
            self._counted, self._looked_at, self._waits = (record, own, went), 0, 0
        new = record.events[self._looked_at :]
        self._looked_at += len(new)
        self._waits += sum(
            event.origin in own and event.seq > went.get(event.origin, 0) and event.payload.is_meant
            for event in new
        )
        return self._waits

    def _tell(self) -> None:
        """HubError while the hub is away, or what it has does not fit what is here."""
        if self._fault is not None:
            if (waiting := self._waiting()) != self._known.wait:
                self._known = self._known._replace(wait=waiting)
                self._turn.keep(self._known)
            raise HubError(
                say(
                    "{summary} {reason}",
                    summary=self._away(self._known),
                    reason=self._fault.sentence,
                )
            )
        if self._finding is not None:
            raise HubError(self._finding)
        self._tell_news()

    @property
    def _has_misfits(self) -> bool:
        return self._finding is not None or self._news.is_own_told

    def _tell_news(self) -> None:
        if (news := self._news.told) is not None:
            raise HubError(news)

    def _tell_of_others(self) -> None:
        """HubError where the process whose turn it is found the hub away."""
        self._known = self._turn.known()
        if self._known.away_since:
            raise HubError(self._away(self._known))
        if self._known.misfits:
            raise HubError(_FOUND_BESIDE)
        self._learn_of_put_back(self._known)
        self._tell_news()

    def _away(self, known: HubNotes) -> Sentence:
        now = utc_now()
        since = told_moment(known.away_since) or now
        time = clock_time(since, self._incident.zone, now)
        if not known.wait:
            return say("No hub since {time}. All acts of this journal were sent before.", time=time)
        return plural(
            "No hub since {time}, {n} act waits here.",
            "No hub since {time}, {n} acts wait here.",
            known.wait,
            time=time,
        )


_FOUND_BESIDE = say(
    "Not all that the hub has fits this journal. The console here that speaks to it says what; or "
    "chwapi-console sync"
)


def _wrong_in(exchange: "Exchange") -> Sentence | None:
    """What does not fit of what was exchanged; None where all does."""
    for fork in exchange.forks:
        if not fork.kept:
            return say(
                "The hub has other acts than this journal from {origin} {seq} on: two copies of one "
                "journal both went on, or somebody wrote under its name. See chwapi-console sync",
                origin=beginning(fork.origin),
                seq=fork.seq,
            )
    for misfit in exchange.refused:
        return say(
            "Not all could be exchanged with the hub: {misfit} See chwapi-console sync",
            misfit=misfit.sentence,
        )
    if exchange.trouble is not None:
        return say("Not all that the hub has can be read: {trouble}", trouble=exchange.trouble)
    return None
