"""The law of undos: whoever takes an undo back does an act again, and is asked and refused whatever
they would be, were they to do that act now. For acts of every kind, whatever was done since."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from chwapi_console.clock import iso
from chwapi_console.errors import ChwapiError, Unmeant
from chwapi_console.inventory.file.load import parse
from chwapi_console.inventory.model import POLICY_RULES
from chwapi_console.journal.kinds.evidence_kinds import HandOverTerms
from chwapi_console.journal.kinds.kinds import KINDS
from chwapi_console.journal.kinds.server_kinds import FoundServer, Settled
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.recovery.acts import (
    adding,
    claims,
    conditions,
    ending,
    evidence,
    laws,
    marks,
    notes,
    pin,
    restore_points,
    sign_off,
    steps,
    telling,
    undo,
)
from chwapi_console.recovery.acts.drafting import Act
from chwapi_console.recovery.rules.door import overriding
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.rules.standing_again import DONE_BY
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.meant.ending import left_to_end
from hospitals import HEAD, MEANT, NOW
from journal.memory_store import MemoryStore

PLAN = parse(
    HEAD.replace("[incident]", "[incident]\nunplugged = true")
    + """
[policy]
second_person = ["restored", "clean"]
evidence_first = true
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app", "clear"]
[services.mail]
name = "Mail"
tier = 3
needs = [["app", "sql"]]
[conditions.clear]
name = "No trace left"
who = "security"
needs = ["sql"]
[servers]
app = { site = "imc", role = "x", runbook = "w", state = "compromised", needs = ["sql"] }
sql = { site = "imc", role = "x", runbook = "w", state = "compromised" }
[runbooks.w]
steps = ["isolate", "rebuild"]
""",
    Path("plan.toml"),
).plan
EARLIER, SOON = NOW - timedelta(days=9), NOW + timedelta(hours=1)
LONG_AFTER = SOON + timedelta(hours=1)
WHY = "the vendor did it"
HANDED = HandOverTerms("a b", "police", iso(EARLIER), "lab", "analysis", "ab" * 32, "ab" * 32)
IMAGE = {"sha256": "ab" * 32, "tool": "dd", "place": "safe", "protected": "yes"}
PEOPLE = ("ana", "ben")
PERMIT = dict.fromkeys(POLICY_RULES, WHY)

Done = Callable[[View, str, Remarks], Act]


def marked(server: str, state: str, **said: str) -> Done:
    return lambda v, who, m: marks.mark(v, [server], state, who, m._replace(**said))  # type: ignore[arg-type]


def said_of(state: str) -> Done:
    saying = conditions.Saying(state, *(("Dr Ana", "a look") if state == "met" else ()))  # type: ignore[arg-type]
    return lambda v, who, m: conditions.say_of(v, ["clear"], saying, who, m._replace(reason=WHY))


def ticked(step: str, **how: str) -> Done:
    return lambda v, who, m: steps.step(v, "app", step, remarks=m, operator=who, **how)


def told_of(verdict: str, day: int = 9) -> Done:
    taken = NOW - timedelta(days=day)
    return lambda v, who, m: restore_points.restore_point(
        v, "app", "monday", who, taken=taken, verdict=verdict, tested=day > 5, remarks=m
    )


def _first_promise(of: View) -> str:
    """The promise that was made first, by its id: of several the act names one, as its undo does."""
    return next(iter(of.situation.promises), "bloc")


ACTS: Mapping[str, Done] = {
    "clean": marked("sql", "clean"),
    "restored": marked("app", "restored"),
    "sql restored": marked("sql", "restored"),
    "from a point": marked("app", "restored", point="monday"),
    "verified": marked("app", "verified"),
    "sql verified": marked("sql", "verified"),
    "found": marked("app", "compromised"),
    "sql found": marked("sql", "compromised"),
    "retired": marked("app", "retired"),
    "sql retired": marked("sql", "retired"),
    "replaced": marked("sql", "retired", replacement="app"),
    "blocked": marked("app", "blocked", reason=WHY),
    "on": marked("sql", "on"),
    "taken": lambda v, who, m: claims.take(v, ["app"], who, remarks=m),
    "given": lambda v, who, m: claims.take(v, ["app"], who, "Ben", m),
    "dropped": lambda v, who, m: claims.drop(v, ["app"], who, m),
    "isolate": ticked("isolate"),
    "rebuild": ticked("rebuild"),
    "skipped": ticked("isolate", skip=WHY),
    "failed": ticked("rebuild", failed=WHY),
    "accepted": lambda v, who, m: sign_off.accept(
        v, "bloc", "Dr Ana", "a chart", meant=m.meant, operator=who, reserve="x", until=SOON
    ),
    "met": said_of("met"),
    "lost": said_of("lost"),
    "pinned": lambda v, who, m: pin.pin(v, "mail", WHY, SOON, operator=who),
    "before": lambda v, who, m: pin.pin(v, "bloc", WHY, before="mail", operator=who),
    "unpinned": lambda v, who, m: pin.unpin(v, "mail", who),
    "point": told_of("verified"),
    "bad point": told_of("compromised", 2),
    "since": lambda v, who, m: restore_points.compromised_since(v, EARLIER, [], who, m),
    "later": lambda v, who, m: restore_points.compromised_since(v, NOW, [], who, m),
    "indicators": lambda v, who, m: restore_points.indicators(v, "CERT 3", who, m),
    "image": lambda v, who, m: evidence.evidence(v, "app", "E1", IMAGE, who, remarks=m),
    "twice": lambda v, who, m: evidence.evidence(v, "app", "E2", IMAGE, who, remarks=m),
    "handed": lambda v, who, m: evidence.hand_over(v, "E1", HANDED, who, m),
    "changed": lambda v, who, m: evidence.hand_over(
        v, "E1", HANDED._replace(after="cd" * 32), who, m
    ),
    "added": lambda v, who, m: adding.add(v, "nas", FoundServer("imc", "x"), who, m),
    "closed": lambda v, who, m: ending.close(
        v, {one.subject: WHY for one in left_to_end(v)}, who, m._replace(reason=WHY)
    ),
    "reopened": lambda v, who, m: ending.reopen(v, who, m._replace(reason=WHY)),
    "aware": lambda v, who, m: laws.aware(v, "gdpr", EARLIER, "Ana", who, m),
    "aware later": lambda v, who, m: laws.aware(v, "gdpr", NOW, "Ana", who, m),
    "notified": lambda v, who, m: laws.notified(v, "gdpr-authority", "1", who, m),
    "otherwise": lambda v, who, m: laws.notified(v, "gdpr-authority", "2", who, m),
    "promised": lambda v, who, m: telling.promise(v, "bloc", "by noon", SOON, who, m),
    "kept": lambda v, who, m: telling.settle_promise(v, _first_promise(v), "kept", who, m),
    "shift": lambda v, who, m: telling.accept_handover(v, "Ben", ["app"], who, m),
    "noted": lambda v, who, m: notes.note(v, "app", "rack B4", operator=who),
}


class Night:
    """A record, and the time."""

    def __init__(self) -> None:
        self.store, self.now = MemoryStore("imc"), NOW

    def look(self) -> View:
        return view(PLAN, self.store.record, self.now)

    def does(self, who: str, act: Callable[[View], Act]) -> list[str]:
        """Writes an act that its actor means, with a reason for whatever may be overridden; gives
        the hashes of what was written, none where it was refused."""
        try:
            with overriding(PERMIT, meant=True):
                made = act(self.look())
            actor = Actor(who, "imc")
            return [one.hash for one in self.store.append(made.drafts, actor, made.shown)]
        except ChwapiError:
            return []

    def undoes(self, who: str, event: str) -> Callable[[View], Act]:
        record = self.store.record
        return lambda v: undo.undo(v, record, who, self.store.own_origins, event)

    def refused(self, act: Callable[[View], Act]) -> ChwapiError | None:
        """Why an act is not written while nobody says a word more about it."""
        try:
            act(self.look())
        except ChwapiError as error:
            return error
        return None

    def was_said(self, refused: ChwapiError, by: list[str], name: str, who: str) -> bool:
        """Whether an act said itself what it would be asked: that it was meant while just as much was
        open."""
        said = [each for each in self.store.record.events if each.hash in by]
        if not isinstance(refused, Unmeant):
            return False
        with overriding(PERMIT, meant=True):
            anew = ACTS[name](self.look(), who, MEANT).drafts
        (left,) = [each.data.get("open", {}) for each in anew if each.subject == said[0].subject]
        kept = said[0].data.get("open", {})
        return bool(left) and all(_is_kept(kept.get(name), value) for name, value in left.items())


def _is_kept(kept: Any, left: Any) -> bool:
    """Whether a part of what is open now was open then."""
    if isinstance(left, tuple | list):
        return {tuple(each) for each in left} <= {tuple(each) for each in kept or ()}
    return left <= kept if type(left) is int and type(kept) is int else bool(kept)


BROUGHT_BACK = [
    ("ana", "image"),
    ("ana", "isolate"),
    ("ana", "rebuild"),
    ("ana", "sql restored"),
    ("ana", "restored"),
    ("ben", "sql verified"),
    ("ben", "verified"),
    ("ana", "met"),
    ("ana", "accepted"),
]
"""What chance would hardly come to."""
DEEDS = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(sorted(ACTS))), max_size=6)
STORIES = st.builds(
    lambda begun, story: [*BROUGHT_BACK[:begun], *story], st.integers(0, len(BROUGHT_BACK)), DEEDS
)


@given(
    before=STORIES,
    name=st.sampled_from(sorted(set(ACTS) - {"noted"})),
    since=DEEDS,
    who=st.sampled_from(PEOPLE),
    late=st.booleans(),
    again=st.booleans(),
)
@example(before=[], name="promised", since=[], who="ana", late=True, again=False)
@example(
    before=[], name="restored", since=[("ana", "sql retired")], who="ana", late=False, again=True
)
@example(before=[("ana", "clean")], name="on", since=[], who="ben", late=False, again=True)
@example(
    before=[("ana", "closed"), ("ana", "given")],
    name="shift",
    since=[],
    who="ana",
    late=False,
    again=False,
)
@example(
    before=[("ana", "clean")], name="sql restored", since=[], who="ana", late=False, again=False
)
@example(before=[("ana", "isolate")], name="restored", since=[], who="ben", late=False, again=True)
def test_an_undo_of_an_undo_asks_and_refuses_what_the_act_would(
    before: list[tuple[str, str]],
    name: str,
    since: list[tuple[str, str]],
    who: str,
    late: bool,
    again: bool,
) -> None:
    night = Night()
    for person, act in before:
        night.does(person, lambda v, p=person, a=act: ACTS[a](v, p, MEANT))  # type: ignore[misc]
    written = night.does("ana", lambda v: ACTS[name](v, "ana", MEANT))
    if not written:
        return
    taken_back = night.does("ana", night.undoes("ana", written[0]))
    if not taken_back:
        return
    if again:
        redone = night.does("ana", night.undoes("ana", taken_back[0]))
        taken_back = (redone and night.does("ana", night.undoes("ana", redone[0]))) or taken_back
    for person, act in since:
        night.does(person, lambda v, p=person, a=act: ACTS[a](v, p, MEANT))  # type: ignore[misc]
    night.now = LONG_AFTER if late else NOW
    anew = night.refused(lambda v: ACTS[name](v, who, Remarks()))
    if anew is not None and not night.was_said(anew, written, name, who):
        assert night.refused(night.undoes(who, taken_back[0])) is not None, anew


def test_every_kind_that_is_undone_can_be_asked_about_again() -> None:
    undone = {kind for kind in KINDS.values() if kind.undone_by and not kind.takes_back}
    assert undone - {KINDS["noted"]} == set(DONE_BY)


def test_an_act_of_every_kind_is_taken_back_and_done_again_here() -> None:
    written: set[str] = set()
    for names in (
        "image handed",
        "clean on",
        "isolate skipped failed rebuild",
        "taken dropped",
        "sql-restored restored sql-verified/ben verified/ben met accepted",
        "pinned unpinned",
        "point since indicators added closed reopened aware notified promised shift",
    ):
        night = Night()
        for name, _, who in (each.partition("/") for each in names.split()):
            act = ACTS[name.replace("-", " ")]
            assert night.does(who or "ana", lambda v, a=act, p=who or "ana": a(v, p, MEANT)), name  # type: ignore[misc]
        written |= {event.kind for event in night.store.record.events}
    assert {kind.kind for kind in DONE_BY if kind is not Settled} <= written
