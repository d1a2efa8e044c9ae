"""What a verb works with.

The options, its own words, the output, and the session when it asks for one.
"""

import os
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from chwapi_console.cli.line.options import Options
from chwapi_console.cli.output.output import Output
from chwapi_console.errors import JournalReadOnly
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.operators import operator_name
from chwapi_console.recovery.state.view.view import View
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, plural, some

MOST_NAMED = 5


class VerbContext(NamedTuple):
    """What one verb works with.

    Where a session is `opened` already, the verb works in that one.
    """

    options: Options
    given: Namespace
    out: Output
    opened: Session | None = None

    @property
    def operator(self) -> str:
        """Who is acting; empty for a shared account that nobody has put a name to."""
        return operator_name(self.options.operator, os.environ)

    @contextmanager
    def session(self, *, acting: bool = False, stays: bool = False) -> Iterator[Session]:
        """The plan and its journal, open.

        What is wrong with the record is said at once, and hinders nobody. That acts were kept in
        another file is said at the end: the verb may be the one that brings them in. Where there is
        a hub, the journal is exchanged with it for a moment once all is printed; what comes of that
        changes nothing of what the verb did. One that `stays` is exchanged in the background, again
        and again, once somebody starts that. JournalReadOnly for who wants to act where nothing can
        be written.
        """
        given = self.options
        if self.opened is not None:
            yield self.opened
            return
        session = Session(
            given.inventory,
            given.journal,
            mirror=given.mirror,
            operator=self.operator,
            read_only=given.read_only,
            allow_network=given.allow_network_fs,
            hub=given.hub,
            tell=self.out.mention,
            stays=stays,
        )
        try:
            if acting and (why := session.why_read_only) is not None:
                raise JournalReadOnly(why)
            if (known := session.record_trouble) is not None:
                self.out.complain(known)
            yield session
            self._complain_of(trouble for trouble in session.troubles if trouble != known)
            if session.exchange is not None and not session.exchange.is_alive():
                self.out.flush()
                session.exchange.begin_with_one()
        finally:
            session.close()
        if session.exchange is not None and (alarm := session.exchange.alarm) is not None:
            self.out.complain(alarm)

    def _complain_of(self, troubles: Iterable[Sentence]) -> None:
        for trouble in troubles:
            self.out.complain(trouble)

    @contextmanager
    def writing(self, *, stays: bool = False) -> Iterator[Session]:
        """A session to act in.

        JournalReadOnly where nothing can be written, before anything else is looked at.
        """
        with self.session(acting=True, stays=stays) as session:
            if (clock := session.health.clock) is not None:
                self.out.complain(clock)
            if overrides := vars(self.given).get("override"):
                session.override(dict(overrides))
            if vars(self.given).get("yes"):
                session.mean_it()
            yield session
            if self.opened is not None:
                return
            session.keeping.sign()
            if session.keeping.unsigned is not None:
                self.out.complain(session.keeping.unsigned)

    def mention_strangers(self, view: View) -> None:
        """Says which ids the journal knows and the plan does not.

        Their events count for nothing until it does.
        """
        strangers = view.situation.not_in_plan
        if strangers:
            self.out.complain(
                plural(
                    "Not in this plan, though in the journal: {ids}.",
                    "{n} ids are in the journal, but not in this plan: {ids}.",
                    len(strangers),
                    ids=some(strangers, MOST_NAMED),
                )
            )
