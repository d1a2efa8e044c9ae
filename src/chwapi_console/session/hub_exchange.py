"""What exchanges a journal with its hub in the background.

One of all the processes that have the journal open on this host, the others take over when it ends.

It opens the journal by itself, and speaks to the hub on its own thread. The hub is asked each second
how far every origin goes; where word comes by itself that something changed, only now and then.
"""

import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from chwapi_console.clock import clock_time, iso, utc_now
from chwapi_console.errors import JournalError
from chwapi_console.hub_address import HubAddress
from chwapi_console.inventory.model import Incident
from chwapi_console.journal.events import Event
from chwapi_console.journal.hub.beside import HubBeside
from chwapi_console.journal.hub.driver import with_driver
from chwapi_console.journal.hub.exchange import exchanged
from chwapi_console.journal.hub.faults import HubError
from chwapi_console.journal.hub.presence import Presence, Seat
from chwapi_console.journal.hub.put_back import HubPutBack, confirmed, lacked
from chwapi_console.journal.hub.rows import Heads
from chwapi_console.journal.hub.turn import HubNotes, HubTurn
from chwapi_console.journal.opening import opened
from chwapi_console.journal.read_once import ReadOnce
from chwapi_console.journal.record import Record
from chwapi_console.journal.record_kinds import PlanSeen
from chwapi_console.journal.store import Store
from chwapi_console.session.background_exchange import Reach
from chwapi_console.session.hub_presence import HubPresence
from chwapi_console.text import Sentence, beginning, plural, say

if TYPE_CHECKING:
    from chwapi_console.journal.sync import Exchange

SECONDS_BETWEEN_LOOKS = 0.25
"""Seconds between two looks at the journal here, and at whether word came."""

SECONDS_BETWEEN_QUESTIONS, SECONDS_WHERE_WORD_COMES = 1.0, 15.0
LONGEST_PAUSE = 5.0
"""Seconds between two questions to a hub that does not answer, at most."""

MINUTES_OF_NEWS = 10
"""For which it is told that a hub was put back."""


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
        self._people = HubPresence(journal, self._hub)
        self._host, self._sits_here, self._since = host, sits_here, since or iso(utc_now())
        self._read = read
        self._open_journal()
        self._found: Heads = {}
        self._known = HubNotes()
        self._fault: HubError | None = None
        self._finding: Sentence | None = None
        self._ask_from = 0.0
        self._tries = 0
        self._events = -1
        self._listens_since = 0
        self._word_comes = False
        self._news: dict[str, tuple[float, Sentence]] = {}
        self._saw, self._told_of, self._has_heard = HubPutBack(), {""}, False
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
        if not self._turn.is_held:
            if not self._turn.take():
                self._tell_of_others()
                return
            is_first, self._known = not self._known.id, self._turn.known()
            if is_first:  # what was seen before it began is no news
                self._told_of.add(self._known.put_back)
        if not self._is_open:
            self._open_journal()
        try:
            self._here.refresh()
            if self._is_due():
                self._ask()
        except JournalError:  # the journal here: its own session tells what is wrong with it
            self._close_journal()
            raise
        if not self._once or self._saw.at:
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
            self._saw if is_lately(self._saw.at) else HubPutBack(),
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
        self._hub.expected = known.id
        if known.id != self._known.id:  # somebody meant another one, in the open
            self._known = known
            self._forget_put_back()
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
        there = {
            incident
            for event in chain(self._beside.record.brought, self._beside.of_strange_origins())
            if isinstance(event.payload, PlanSeen)
            and event.payload.text
            and (incident := _incident_in(event.payload.text)) is not None
        }
        self._beside.look()
        if there and (self._incident.name, self._incident.detected) not in there:
            other = sorted(name for name, _ in there)[0]
            raise HubError(
                say(
                    "The hub {name} holds the record of another incident, {other}. Nothing was "
                    "exchanged. If it is the same: chwapi-console sync",
                    name=self._hub.name,
                    other=beginning(other),
                ),
                may_pass=False,
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
        if exchange.own:
            self._tell_for_a_while(_OWN, _under_own_name(exchange.own))
        self.brought += len(exchange.received)
        stopped = {fork.origin for fork in exchange.forks} | {of.origin for of in exchange.refused}
        before, tips = self._known, self._here.record.tips
        if before.id not in ("", self._hub.id):  # another is meant now
            before = HubNotes()
            self._forget_put_back()
        lost = lacked(before.went, self._found, tips, exchange.sent)
        if lost:
            self._saw = HubPutBack(iso(utc_now()), lost)
            self._people.speak_soon()
            before = self._tell_put_back(self._saw)
        own = self._here.own_origins
        self._known = before._replace(
            id=self._hub.id,
            went=confirmed(tips, self._beside.heads, exchange.sent, stopped, own),
            away_since="",
            wait=0,
            misfits=self._has_misfits,
        )
        self._turn.keep(self._known)

    def _forget_put_back(self) -> None:
        """What the hub before lacked is no news of the one that is meant now."""
        self._saw = HubPutBack()
        self._news.pop(_PUT_BACK, None)

    def _tell_put_back(self, seen: HubPutBack) -> HubNotes:
        """The hub lacked what it had, as was seen here or elsewhere.

        That is told for a while, by this host's own clock. What is known from now on.
        """
        now = utc_now()
        self._told_of |= {seen.at, iso(now)}
        self._tell_for_a_while(
            _PUT_BACK,
            plural(
                "The hub was put back to an earlier state: at {time} it lacked {n} act that it had "
                "had, which was handed to it again.",
                "The hub was put back to an earlier state: at {time} it lacked {n} acts that it had "
                "had, which were handed to it again.",
                max(1, seen.lacked),
                time=clock_time(now, self._incident.zone, now),
            ),
        )
        return self._known._replace(put_back=iso(now), lacked=seen.lacked)

    def _hear_of_put_back(self) -> None:
        """What the syncers of other journals saw.

        Who hands all out again before the others look has hidden it from them. It is not said on,
        so that it ends; and what they saw before this began is no news.
        """
        seen_before, self._has_heard = not self._has_heard, True
        for seen in self._people.put_back:
            if seen_before:
                self._told_of.add(seen.at)
            elif seen.at and seen.at not in self._told_of:
                self._known = self._tell_put_back(seen)
                self._turn.keep(self._known)

    def _learn_of_put_back(self, known: HubNotes) -> None:
        """What another process of this journal saw.

        One that met the hub in the open (`sync`), or the one whose turn it is.
        """
        if known.put_back not in self._told_of and is_lately(known.put_back):
            seen = HubPutBack(known.put_back, known.lacked)
            self._known = self._tell_put_back(seen)
            if self._turn.is_held:
                self._saw = seen

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

    def _tell_for_a_while(self, what: str, sentence: Sentence) -> None:
        self._news[what] = (time.monotonic() + MINUTES_OF_NEWS * 60, sentence)

    @property
    def _has_misfits(self) -> bool:
        return bool(self._finding or self._still_told(_OWN))

    def _still_told(self, *of: str) -> list[Sentence]:
        return [
            self._news[what][1]
            for what in of
            if what in self._news and time.monotonic() < self._news[what][0]
        ]

    def _tell_news(self) -> None:
        for sentence in self._still_told(_OWN, _PUT_BACK):
            raise HubError(sentence)

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
        try:
            since = datetime.fromisoformat(known.away_since)
        except ValueError:
            since = utc_now()
        time = clock_time(since, self._incident.zone, utc_now())
        if not known.wait:
            return say("No hub since {time}. All acts of this journal were sent before.", time=time)
        return plural(
            "No hub since {time}, {n} act waits here.",
            "No hub since {time}, {n} acts wait here.",
            known.wait,
            time=time,
        )


def is_lately(at: str) -> bool:
    """Whether what was seen here at a moment is news still."""
    try:
        return abs(utc_now() - datetime.fromisoformat(at)) < timedelta(minutes=MINUTES_OF_NEWS)
    except (ValueError, TypeError):
        return False


_HEADING = re.compile(r"""^[ \t]*\[[ \t]*["']?incident["']?[ \t]*\]""", re.MULTILINE)
_INLINE = re.compile(r"""^[ \t]*["']?incident["']?[ \t]*[.=]""", re.MULTILINE)
_NEXT_HEADING = re.compile(r"\n[ \t]*\[")
_KEY = r"""(?:^|[{,.])[ \t]*["']?%s["']?[ \t]*=[ \t]*"""
_NAME = re.compile(
    _KEY % "name" + r"""("{3}[^"\n]*"{3}|'{3}[^'\n]*'{3}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')(?!["'])""",
    re.MULTILINE,
)
_DETECTED = re.compile(_KEY % "detected" + r"(\d{4}-[0-9Tt:.+ -]*[0-9Zz])", re.MULTILINE)
_MOST_OF_AN_INCIDENT = 20_000
"""Characters from its beginning in which an incident says what it is called."""


def _incident_in(text: str) -> tuple[str, datetime] | None:
    """What the incident of a plan is called, and when it was detected; None in what is none.

    Only these two values are parsed: the text is a stranger's, and a parser of TOML takes hours for
    one that is made to take them.
    """
    import tomllib

    if (begins := _HEADING.search(text) or _INLINE.search(text)) is None:
        return None
    part = text[begins.start() : begins.end() + _MOST_OF_AN_INCIDENT]
    part = _NEXT_HEADING.split(part, 1)[0]
    name, detected = _NAME.search(part), _DETECTED.search(part)
    if name is None or detected is None:
        return None
    try:
        said = tomllib.loads(f"name = {name[1]}\ndetected = {detected[1]}")
    except ValueError:
        return None
    is_a_moment = isinstance(said["detected"], datetime)
    return (said["name"], said["detected"]) if is_a_moment else None


_PUT_BACK, _OWN = "put back", "own"
"""What is told for a while, though nothing of it is left to be seen."""

_FOUND_BESIDE = say(
    "Not all that the hub has fits this journal. The console here that speaks to it says what; or "
    "chwapi-console sync"
)


def _under_own_name(events: Sequence[Event]) -> Sentence:
    return plural(
        "{n} act under this journal's own name, {origin}, came from the hub: this journal was "
        "put back to an earlier state, or somebody wrote under its name. Look at it with log.",
        "{n} acts under this journal's own name, {origin}, came from the hub: this journal was "
        "put back to an earlier state, or somebody wrote under its name. Look at them with "
        "log.",
        len(events),
        origin=beginning(events[0].origin),
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
