"""A list of findings laid beside a plan.

A verdict for each server, and what of the list found no place.

Caution is not symmetrical. A doubt about which machine a row means, about its columns or about its
age holds a *clean* back and never an infection: what the list calls infected is a verdict where one
server is meant, and else stands among the hits, by name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from itertools import chain, pairwise
from zoneinfo import ZoneInfo

from chwapi_console.inventory.importers.found import Unread, Where
from chwapi_console.inventory.importers.servers.matching import MOST_TOLD_APART, Register
from chwapi_console.inventory.importers.tables.tables import Grid
from chwapi_console.inventory.importers.verdicts.parts import told_when
from chwapi_console.inventory.importers.verdicts.presence import STALE
from chwapi_console.inventory.importers.verdicts.remarks import doubt_in, suspicion_in
from chwapi_console.inventory.importers.verdicts.unread_remarks import (
    UnreadRemark,
    is_prose,
    is_understood,
)
from chwapi_console.inventory.importers.verdicts.verdicts import Taking, VerdictSaid, verdicts_in
from chwapi_console.inventory.importers.words.cells import says_another
from chwapi_console.inventory.importers.words.machine_addresses import is_machine_address
from chwapi_console.inventory.importers.words.moments import (
    DayFirst,
    day_first,
    ends_with_a_time,
    is_never,
    is_time_of_day,
    last_at,
    oldest,
)
from chwapi_console.inventory.importers.words.ranges import machines_of, named_in
from chwapi_console.inventory.importers.words.remark_sense import speaks
from chwapi_console.inventory.importers.words.verdict_words import PLAIN, bare
from chwapi_console.inventory.model import Plan, Verdict, most_cautious
from chwapi_console.inventory.plain_words import BLANKS
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Listing, Sentence, Value, every, say, side_by_side, some

NEAR = 4
"""Servers that are named where a list may mean several."""

_SEVERAL = re.compile(rf"{BLANKS}[,;|/+&]\s*|(?<!\s)\s+(?:and|et|und|en|-|–|—)\s+")

AHEAD = timedelta(minutes=15)
"""How far the clock of a tool may be ahead of this host's."""

_WORDS_OF_A_SENTENCE = re.compile(r"[\w.-]+")

_OF_AN_INFECTION = ("compromised", "over", "suspected", "perhaps", "merged")
"""What a row may mean that speaks of an infection itself."""

Tables = Sequence[tuple[Grid, Taking]]


class Hit(NamedTuple):
    """A row that speaks of an infection and was given to no server.

    Where it stands, the machine as the list calls it, why it was not, and the servers of the plan
    that it may mean.
    """

    where: Where
    name: str
    words: str
    why: Sentence
    servers: Sequence[str] = ()


class Strange(NamedTuple):
    """A word of the list that means no verdict, the machines it is said of, and its rows.

    As it stands in the list; of rows how many there are.
    """

    word: str
    names: Sequence[str]
    rows: int
    about_the_plan: bool


class RemarkBeside(NamedTuple):
    """Words beside the clean of some servers that no rule understands, with their heading."""

    servers: Sequence[str]
    heading: str
    words: str


class Findings(NamedTuple):
    """What a list says of a plan: a verdict for each server.

    Why some are not to be taken for clean, whatever it says; infections taken though something else
    in their rows does not agree; hits that were given to no server; words that are no verdict; rows
    that say nothing about a server of the plan; whether it says at all how old it is; and remarks
    beside a clean for people to read.
    """

    verdicts: Mapping[str, Verdict]
    held: Mapping[str, Sentence]
    despite: Sequence[tuple[str, Sentence]]
    hits: Sequence[Hit]
    strange: Sequence[Strange]
    unread: Sequence[Unread]
    dated: bool
    remarks: Sequence[RemarkBeside] = ()

    def beside(self, servers: AbstractSet[str]) -> list[RemarkBeside]:
        """The remarks that stand beside the clean of any of these servers."""
        told = (
            each._replace(servers=[server for server in each.servers if server in servers])
            for each in self.remarks
        )
        return [each for each in told if each.servers]


class _Match(NamedTuple):
    """Which servers a row means, and why it is not certain."""

    servers: Sequence[str]
    doubt: Sentence | None = None


class _Sifted(NamedTuple):
    """What is gathered row by row."""

    verdicts: dict[str, Verdict]
    held: dict[str, Sentence]
    despite: dict[str, Sentence]
    hits: list[Hit]
    strange: dict[str, list[tuple[str, bool]]]
    unread: list[Unread]
    of_many: dict[int, Sequence[str]]
    remarks: dict[UnreadRemark, dict[str, None]]

    def hold(self, servers: Iterable[str], why: Sentence) -> None:
        """Keeps servers from being taken for clean; the first reason is told."""
        for server in servers:
            self.held.setdefault(server, why)

    def hold_all(self, servers: Sequence[str], why: Sentence) -> None:
        """Keeps all servers that go by one name from being taken for clean.

        They share one list, which thousands of rows may be about.
        """
        if id(servers) not in self.of_many:
            self.of_many[id(servers)] = servers
            self.hold(servers, why)

    def say(self, server: str, verdict: Verdict) -> None:
        """Of several verdicts on a server the most cautious counts."""
        self.verdicts[server] = most_cautious((verdict, self.verdicts.get(server, verdict)))


class _Age(NamedTuple):
    """By what is told whether a row is newer than the incident."""

    began: datetime
    now: datetime
    zone: ZoneInfo
    made: datetime | None
    orders: Mapping[str, DayFirst]
    hours: AbstractSet[str]

    def doubt(self, verdict: VerdictSaid, dated: bool) -> Sentence | None:
        """Why a row does not show that anybody looked since the incident began.

        None where it does, or where the list has no dates at all and is not known to be older.
        """
        if not dated:
            if self.made is not None and self.made < self.began:
                return say(
                    "the list was made on {date}, before the incident began",
                    date=f"{self.made.astimezone(self.zone):%Y-%m-%d %H:%M}",
                )
            return None
        moments = [
            (title, cell, self._moment(title, cell[:120]))
            for title, cell in self._with_hours_joined(verdict.seen)
            if not is_never(cell)
        ]
        # a time of day tells nothing where the column of days beside it is empty
        has_days = any(title not in self.hours for title, _ in verdict.seen)
        if not any(
            moment for title, _, moment in moments if title not in self.hours or not has_days
        ):
            return say(
                "the list does not say when it was last heard of ({heading})",
                heading=_heading(verdict),
            )
        for title, cell, moment in moments:
            if moment is not None and moment < self.began:
                return say(
                    "by the list it was last heard of before the incident began ({words})",
                    words=_below(title, cell),
                )
            if moment is not None and moment > self.now + AHEAD:
                return say(
                    "the list has a date that has not come yet ({words})", words=_below(title, cell)
                )
        return None

    def doubt_of_looks(self, verdict: VerdictSaid) -> Sentence | None:
        """Why a look cannot have seen the attack, by a remark or by what it knew; None where it can."""
        for words, day in verdict.looked:
            moment = oldest(day, self.zone, self._reference)
            if moment is not None and moment < self.began:
                return say(
                    "by the list it was last looked at before the incident began ({words})",
                    words=words[:120],
                )
        for title, cell in verdict.knows:
            moment = oldest(cell[:120], self.zone, self._reference)
            if moment is not None and moment < self.began - timedelta(days=STALE):
                return say(
                    "what the scanner knew is older than the attack ({words})",
                    words=_below(title, cell),
                )
        return None

    def _with_hours_joined(self, seen: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """The cells that say when, those of a day and of an hour beside it as one."""
        joined = list(seen)
        for (title, day), (beside, hour) in [*pairwise(seen), *pairwise(reversed(seen))]:
            is_a_pair = title not in self.hours and beside in self.hours
            if not is_a_pair or is_never(day) or is_never(hour) or ends_with_a_time(day):
                continue
            both = (title, f"{day} {hour}")
            if (beside, hour) in joined and (title, day) in joined and self._moment(*both):
                joined[joined.index((title, day))] = both
                joined.remove((beside, hour))
        return joined

    def _moment(self, title: str, cell: str) -> datetime | None:
        if title in self.hours:
            return last_at(cell, self.zone, self._reference)
        return oldest(cell, self.zone, self._reference, self.orders.get(title, ""))

    @property
    def _reference(self) -> datetime:
        """Since when "3 days ago" is counted: when the list was made, where that is known."""
        return min(self.now, self.made) if self.made is not None else self.now


def _heading(verdict: VerdictSaid) -> Listing:
    return every([_below(title, cell or say("empty cell")) for title, cell in verdict.seen])


def _below(title: str, cell: Value) -> Value:
    """A cell with its heading, where it has one."""
    return say("{title}: {cell}", title=title, cell=cell) if title else cell


def findings(
    tables: Tables, plan: Plan, register: Register, now: datetime, made: datetime | None = None
) -> Findings:
    """What the tables of a list say of a plan.

    `made` is when the list itself was made, where its file tells.
    """
    sifted = _Sifted({}, {}, {}, [], {}, [], {}, {})
    dated = False
    for grid, taken in tables:
        rows = list(verdicts_in(grid, taken))
        with_dates = bool(taken.seen) or "seen" in taken.columns.always
        age = _age(grid, taken, rows, plan, now, made)
        dated |= with_dates and any(
            title not in age.hours for row in rows[:1] for title, _ in row.seen
        )
        for said in (machine for row in rows for machine in _each_machine(row, register)):
            if (servers := _in_words(said, register)) and _told_of(sifted, said, servers):
                continue
            match, of_findings = (
                _match(said, register, taken),
                taken.of_findings and not taken.chosen,
            )
            if len(match.servers) > MOST_TOLD_APART:
                _one_of_many(sifted, said, match.servers, of_findings)
            else:
                too_old = age.doubt(said, with_dates) or age.doubt_of_looks(said)
                _sift(sifted, said, match, too_old, of_findings)
    _hold_what_is_spelled_otherwise(sifted, register)
    return Findings(
        sifted.verdicts,
        sifted.held,
        tuple(sifted.despite.items()),
        sorted(sifted.hits, key=lambda hit: not hit.servers),
        tuple(_strange(word, about) for word, about in sifted.strange.items()),
        sifted.unread,
        dated,
        _remarks_of(sifted),
    )


def _hold_what_is_spelled_otherwise(sifted: _Sifted, register: Register) -> None:
    """Keeps servers from being taken for clean that an infected machine of no server may be: `DC-1`."""
    for hit in sifted.hits:
        if not hit.servers:
            why = say(
                'the list calls "{name}" infected, which may be it; it is not taken for clean',
                name=hit.name[:120],
            )
            sifted.hold(register.spelled(hit.name), why)


def _remarks_of(sifted: _Sifted) -> list[RemarkBeside]:
    return [
        RemarkBeside(tuple(servers), remark.heading, remark.words)
        for remark, servers in sifted.remarks.items()
    ]


def _age(
    grid: Grid,
    taking: Taking,
    rows: Sequence[VerdictSaid],
    plan: Plan,
    now: datetime,
    made: datetime | None,
) -> "_Age":
    """By what the dates of a table are read, and what is too old."""
    zone = plan.incident.zone
    titles = {title for said in rows[:1] for title, _ in said.seen}
    orders = {
        title: day_first(cell for said in rows for t, cell in said.seen if t == title)
        for title in titles
    }
    told = told_when(grid, taking.columns.heading_row, zone, min(now, made or now))
    made_first = min(filter(None, (made, told)), default=None)
    return _Age(plan.incident.detected, now, zone, made_first, orders, _hours(rows))


def _hours(rows: Sequence[VerdictSaid]) -> frozenset[str]:
    """The headings of columns that say times without their days, in each row that says any."""
    told = [(title, cell) for said in rows for title, cell in said.seen if not is_never(cell)]
    with_days = {title for title, cell in told if not is_time_of_day(cell)}
    return frozenset(title for title, _ in told if title not in with_days)


def _strange(word: str, about: Sequence[tuple[str, bool]]) -> Strange:
    """A word that is no verdict, with the machines of which it is said."""
    names = tuple(dict.fromkeys(name for name, _ in about))
    return Strange(word, names, len(about), any(known for _, known in about))


def _each_machine(verdict: VerdictSaid, register: Register) -> Iterator[VerdictSaid]:
    """The row for each machine that it names, where a cell names several of the plan's."""
    if says_another(verdict.name):
        yield verdict
        return
    parts = (
        [part for part in _SEVERAL.split(verdict.name) if part]
        if verdict.name and not is_machine_address(verdict.name)
        else []
    )
    if len(parts) < 2 and all(map(register.called, words := verdict.name.split())):
        parts = words
    if any(map(register.called, numbered := machines_of(verdict.name))):
        parts = [*numbered]
    known = sum(bool(register.called(part)) for part in parts)
    if known < 2 and (known == 0 or register.called(verdict.name)):
        yield verdict
        return
    for part in parts:
        yield verdict._replace(names=(part,), addresses="")


def _match(verdict: VerdictSaid, register: Register, taking: Taking) -> _Match:
    """The servers that a row means.

    Those of the first of its names that means any, else those at its addresses.
    """
    by_name = (
        _match_of_name(verdict, place, register, taking) for place in range(len(verdict.names))
    )
    return next(filter(None, by_name), None) or _match_of_address(verdict, register, taking)


def _match_of_name(
    verdict: VerdictSaid, place: int, register: Register, taking: Taking
) -> _Match | None:
    """The servers that one of a row's names means; None where it means none of the plan's."""
    name = verdict.names[place]
    meant = register.meant(name, verdict.site, verdict.addresses)
    if len(meant.agreeing) == 1:
        return _Match(meant.agreeing, _doubt_of_name(verdict, place, taking))
    if meant.agreeing:
        return _Match(
            meant.agreeing,
            say(
                "{name} may be {servers}; neither its site nor its address tells which",
                name=name,
                servers=some(meant.agreeing, NEAR),
            ),
        )
    if not meant.called:
        return None
    return _Match(
        meant.called,
        say(
            "{name} is {servers} by its name, but not by its site or address ({words})",
            name=name,
            servers=some(meant.called, NEAR),
            words=" · ".join(filter(None, (verdict.site, verdict.addresses))),
        ),
    )


def _doubt_of_name(verdict: VerdictSaid, place: int, taking: Taking) -> Sentence | None:
    """Why a name that means one server may mean another machine; None where it does not."""
    first, name = verdict.names[0], verdict.names[place]
    if says_another(name):
        return say('the list calls it "{name}", which may be another machine', name=name)
    if place and first and not is_machine_address(first) and len(taking.names) > 1:
        return say('the list calls it "{name}" too, which is not in the plan', name=first)
    return None


def _match_of_address(verdict: VerdictSaid, register: Register, taking: Taking) -> _Match:
    """The servers that have one of a row's addresses, where none of its names means any."""
    named = [name for name in verdict.names if not is_machine_address(name)]
    addresses = [name for name in verdict.names if is_machine_address(name)]
    at = register.at(", ".join((verdict.addresses, *addresses)))
    if len(at) > 1:
        return _Match(
            at,
            say(
                "{name} is the address of {servers}",
                name=verdict.addresses or verdict.name,
                servers=some(at, NEAR),
            ),
        )
    if not at or not named or any(map(register.called, named)) or _names_findings(taking):
        return _Match(at)
    return _Match(at, say("its address is that of {server}, its name is not", server=at[0]))


def _in_words(verdict: VerdictSaid, register: Register) -> Sequence[str]:
    """The servers that a row names in a sentence; none where it is a row of the table."""
    if verdict.means not in (None, "unknown") or any(
        register.knows(name) for name in verdict.names
    ):
        return ()
    text = _sentence(verdict)
    alone = (word.strip(".") for word in _WORDS_OF_A_SENTENCE.findall(text))
    words = (word for word in chain(alone, named_in(text)) if len(word) > 1)
    return list(dict.fromkeys(server for word in words for server in register.called(word)[:NEAR]))


def _sentence(verdict: VerdictSaid) -> str:
    return " · ".join(filter(None, (*verdict.names, verdict.words)))


def _told_of(sifted: _Sifted, verdict: VerdictSaid, servers: Sequence[str]) -> bool:
    """Keeps servers of which a sentence says more than nothing from being taken for clean.

    Whether it says that one is infected: it is a hit then, and else a row that found no place.
    """
    text = _sentence(verdict)
    if any(bare(word) in PLAIN for word in _WORDS_OF_A_SENTENCE.findall(text)) or speaks(text):
        why = say("a sentence of the list says so")
        sifted.hits.append(Hit(verdict.where, verdict.name, verdict.words, why, tuple(servers)))
        sifted.hold(servers, _a_sentence(text))
        return True
    if doubt_in([text], [""], [0]) or suspicion_in([text], [""], [0]):
        sifted.hold(servers, _a_sentence(text))
    elif is_prose(text) and not is_understood(text, lambda word: word in " ".join(servers)):
        sifted.remarks.setdefault(UnreadRemark("", text), {}).update(dict.fromkeys(servers))
    return False


def _a_sentence(text: str) -> Sentence:
    return say('a sentence of the list says "{words}"; it is not taken for clean', words=text[:120])


def _names_findings(taking: Taking) -> bool:
    """Whether machines go by their addresses, and names are those of findings.

    So it is in the lists of network scanners.
    """
    return bool(taking.names) and taking.names[0] in taking.addresses and taking.of_findings


def _sift(
    sifted: _Sifted,
    verdict: VerdictSaid,
    match: _Match,
    too_old: Sentence | None,
    of_findings: bool,
) -> None:
    """Puts one row where it belongs.

    In a list of findings a row that says no verdict is a finding all the same.
    """
    servers, doubts = match.servers, [*filter(None, (match.doubt, *verdict.doubts))]
    doubt = _joined(doubts)
    _keep_strange(sifted, verdict, servers)
    if verdict.remark and verdict.means not in _OF_AN_INFECTION:
        sifted.hits.append(_remarked(verdict, servers))
    if verdict.means == "compromised":
        _infected(sifted, verdict, servers, doubt)
    elif not servers:
        sifted.unread.append(Unread(verdict.where, _nowhere(verdict)))
    elif (why := _why_to_look(verdict, of_findings)) is not None:
        sifted.hold(servers, why)
        sifted.hits.append(Hit(verdict.where, verdict.name, verdict.words, why, servers))
    elif verdict.means is None:
        sifted.hold(
            servers,
            say("the list says more of it that was not understood; it is not taken for clean"),
        )
    elif verdict.means == "unknown":
        sifted.hold(
            servers,
            say('the list does not know ("{words}")', words=verdict.words or say("empty cell")),
        )
        for server in servers:
            sifted.say(server, "unknown")
    else:
        _clean(sifted, verdict, servers, [*doubts, *filter(None, (too_old,))])


def _clean(
    sifted: _Sifted, verdict: VerdictSaid, servers: Sequence[str], doubts: Sequence[Sentence]
) -> None:
    """A row that calls a machine clean, with why it is not to be taken so, and what is to be read."""
    if held := _joined(doubts):
        sifted.hold(servers, say("{why}; it is not taken for clean", why=held))
    for remark in verdict.unread:
        sifted.remarks.setdefault(remark, {}).update(dict.fromkeys(servers))
    for server in servers:
        sifted.say(server, "clean")


def _remarked(verdict: VerdictSaid, servers: Sequence[str]) -> Hit:
    """A row that speaks of an infection where its verdict says none."""
    why = say("another column speaks of an infection; somebody must look")
    return Hit(verdict.where, verdict.name or verdict.addresses, verdict.remark, why, servers)


def _one_of_many(
    sifted: _Sifted, verdict: VerdictSaid, servers: Sequence[str], of_findings: bool
) -> None:
    """A row that may mean any of hundreds: all of them are held, and it is given to none."""
    why = say("too many servers of the plan go by it to tell which is meant")
    _keep_strange(sifted, verdict, servers)
    sifted.hold_all(servers, why)
    if verdict.means == "compromised" or _why_to_look(verdict, of_findings) is not None:
        sifted.hits.append(
            Hit(verdict.where, verdict.name or verdict.addresses, verdict.words, why)
        )
    else:
        name = verdict.name or verdict.addresses
        sifted.unread.append(Unread(verdict.where, say("{name}: {why}.", name=name, why=why)))


def _why_to_look(verdict: VerdictSaid, of_findings: bool) -> Sentence | None:
    """Why a row that calls nothing compromised may speak of an infection all the same.

    None where it does not.
    """
    if verdict.means == "over":
        return say("the list speaks of an infection that is over; somebody must look")
    if verdict.means == "suspected":
        return say("the list suspects an infection; somebody must look")
    if verdict.means == "perhaps":
        return say("the row ends before its verdict, and a cell of it says so; somebody must look")
    if verdict.means == "merged":
        return say(
            "its verdict is empty, below one of an infection. If the cells were merged, it holds "
            "for it too; somebody must look"
        )
    if of_findings and verdict.means in (None, "unknown"):
        return say("the list is one of findings, and does not say whether this one is an infection")
    return None


def _joined(reasons: Sequence[Sentence]) -> Sentence | None:
    """Several reasons as one; None where there is none."""
    return side_by_side(reasons) if reasons else None


def _infected(
    sifted: _Sifted, verdict: VerdictSaid, servers: Sequence[str], doubt: Sentence | None
) -> None:
    """A row that calls a machine infected: a verdict where one server is meant, else a hit."""
    if len(servers) == 1:
        sifted.say(servers[0], "compromised")
        if doubt:
            sifted.despite.setdefault(servers[0], doubt)
    elif servers:
        sifted.hold(servers, doubt or say("the list may mean it"))
        sifted.hits.append(
            Hit(
                verdict.where,
                verdict.name,
                verdict.words,
                doubt or say("several servers may be meant"),
                servers,
            )
        )
    elif verdict.name:
        why = say("it is not in the plan")
        sifted.hits.append(Hit(verdict.where, verdict.name, verdict.words, why))
    else:
        sifted.hits.append(
            Hit(verdict.where, verdict.addresses, verdict.words, say("no name stands in this row"))
        )


def _keep_strange(sifted: _Sifted, verdict: VerdictSaid, servers: Sequence[str]) -> None:
    for word in dict.fromkeys(verdict.strange):
        sifted.strange.setdefault(word, []).append(
            (verdict.name or verdict.addresses, bool(servers))
        )


def _nowhere(verdict: VerdictSaid) -> Sentence:
    """That a row says nothing of any server."""
    if not verdict.name and not verdict.addresses:
        return say('no name stands in this row: "{words}".', words=verdict.words[:60])
    return say(
        "{name} ({words}) is not in the plan.",
        name=verdict.name or verdict.addresses,
        words=verdict.words or say("empty cell"),
    )


def with_near(hits: Iterable[Hit], register: Register) -> Iterator[Hit]:
    """The hits, those that are not in the plan with the servers that are nearly called so."""
    for hit in hits:
        near = register.near(hit.name) if hit.name and not hit.servers else ()
        why = say("it is not in the plan, but nearly {servers}", servers=some(near, NEAR))
        yield hit._replace(servers=near, why=why) if near else hit
