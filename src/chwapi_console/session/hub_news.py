"""What is told of a hub for a while, though nothing of it is left to be seen.

That it was put back to an earlier state: whoever looks first hands it all out again. And that acts
under this journal's own name came from it.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from chwapi_console.clock import clock_time, iso, utc_now
from chwapi_console.journal.hub.put_back import HubPutBack
from chwapi_console.journal.kinds.parts import told_moment
from chwapi_console.journal.record.events import Event, in_first_place
from chwapi_console.text import Sentence, beginning, plural

MINUTES_OF_NEWS = 10
"""For which it is told, by this host's own clock."""


class HubNews:
    """`saw` is what was seen here, or by another process of this journal, of a hub that was put back.

    Times are told in the `zone` of the incident.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._told_of = {""}
        self._has_heard = False
        self._put_back: _Told | None = None
        self._own: _Told | None = None
        self.saw = HubPutBack()

    @property
    def saw_lately(self) -> HubPutBack:
        """What is to be said on to the other journals."""
        return self.saw if is_lately(self.saw.at) else HubPutBack()

    def see_put_back(self, lacked: int) -> HubPutBack:
        """The hub lacks so many acts that it had. What was seen, which is told from now on."""
        self.saw = HubPutBack(iso(utc_now()), lacked)
        return self.tell_put_back(self.saw)

    def tell_put_back(self, seen: HubPutBack) -> HubPutBack:
        """What was seen, here or elsewhere, as seen at this host's own time; told from now on."""
        now = utc_now()
        self._told_of |= {seen.at, iso(now)}
        self._put_back = _Told(
            plural(
                "The hub was put back to an earlier state: at {time} it lacked {n} act that it had "
                "had, which was handed to it again.",
                "The hub was put back to an earlier state: at {time} it lacked {n} acts that it had "
                "had, which were handed to it again.",
                max(1, seen.lacked),
                time=clock_time(now, self._zone, now),
            )
        )
        return HubPutBack(iso(now), seen.lacked)

    def heard(self, put_back: Iterable[HubPutBack]) -> Iterator[HubPutBack]:
        """What is new of what the syncers of other journals saw.

        Who hands all out again before the others look has hidden it from them. It is not said on,
        so that it ends; and what they saw before this began is no news.
        """
        heard_before, self._has_heard = self._has_heard, True
        for seen in put_back:
            if not heard_before:
                self.pass_over(seen.at)
            elif seen.at not in self._told_of:
                yield seen

    def is_news(self, seen: HubPutBack) -> bool:
        """Whether it was not told yet, and happened lately."""
        return seen.at not in self._told_of and is_lately(seen.at)

    def pass_over(self, at: str) -> None:
        """What was seen then is not told."""
        self._told_of.add(at)

    def forget_put_back(self) -> None:
        """Another hub is meant now: what the one before lacked is no news of it."""
        self.saw, self._put_back = HubPutBack(), None

    def tell_own(self, events: Sequence[Event]) -> None:
        """Acts under this journal's own name came: told from now on."""
        self._own = _Told(written_elsewhere(events))

    @property
    def own(self) -> Sentence | None:
        """That acts under this journal's own name came, while it is told."""
        return self._own.sentence if self._own is not None and self._own.is_news else None

    @property
    def is_own_told(self) -> bool:
        """Whether it is still told that acts under this journal's own name came."""
        return self.own is not None

    @property
    def told(self) -> Sentence | None:
        """What is told now, the worst of it; None where nothing is."""
        for news in (self._own, self._put_back):
            if news is not None and news.is_news:
                return news.sentence
        return None


class _Told:
    """A sentence, from now on and for a while."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self._until = time.monotonic() + MINUTES_OF_NEWS * 60

    @property
    def is_news(self) -> bool:
        return time.monotonic() < self._until


def is_lately(at: str) -> bool:
    """Whether what was seen at a moment (ISO 8601) happened lately; not where it is no moment."""
    moment = told_moment(at)
    return moment is not None and abs(utc_now() - moment) < timedelta(minutes=MINUTES_OF_NEWS)


def written_elsewhere(own: Sequence[Event]) -> Sentence:
    """That acts under this journal's own name came: a chain cannot tell who wrote them."""
    return plural(
        "{n} act under this journal's own name, {origin}, came from elsewhere: this file was "
        "put back to an earlier state, or somebody wrote under its name. Look at it with log; "
        "further acts here go under a new name.",
        "{n} acts under this journal's own name, {origin}, came from elsewhere: this file was "
        "put back to an earlier state, or somebody wrote under its name. Look at them with "
        "log; further acts here go under a new name.",
        len(own),
        origin=beginning(in_first_place(own[0]).origin),
    )
