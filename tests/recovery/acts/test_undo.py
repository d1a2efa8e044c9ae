"""Undo: what it puts back, again and again, and what it refuses. Over records in memory, at one
site or two."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chwapi_console.errors import ChwapiError, InConflict, Refused, RequestError, Unmeant
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import GENESIS, Draft, Event, sealed
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.sync import said_anew
from chwapi_console.recovery.acts import claims, marks, notes, steps, undo
from chwapi_console.recovery.acts.drafting import Act
from chwapi_console.recovery.rules.door import overriding
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.since.news import deed
from chwapi_console.recovery.words.why.reasons import why
from chwapi_console.text import in_one
from hospitals import NOW, plan_of, standing_event

STEPS = ("isolate", "rebuild")
PLAN = plan_of("""
[policy]
evidence_first = false
[services.bloc]
name = "Bloc IMC"
tier = 1
needs = ["a"]
[services.labo]
name = "Labo"
tier = 3
needs = [["c", "d"]]
[servers]
a = { site = "imc", role = "x", runbook = "w", state = "compromised" }
b = { site = "imc", role = "x", runbook = "w", state = "compromised" }
c = { site = "imc", role = "x" }
d = { site = "imc", role = "x" }
san = { site = "imc", role = "x" }
app = { site = "imc", role = "x", needs = ["e"] }
e = { site = "imc", role = "x", needs = ["san"] }
either = { site = "imc", role = "x", needs = [["san", "c"]] }
[runbooks.w]
steps = ["isolate", "rebuild"]
""")


class Site:
    """A journal in memory, and who acts there."""

    def __init__(self, origin: str = "imc", operator: str = "dba") -> None:
        self.origin, self.operator, self.record = origin, operator, Record()

    def look(self) -> View:
        return view(PLAN, self.record, NOW)

    def write(self, act: Act) -> list[Event]:
        """What the store does: each draft in its place, if the heads are those that were shown."""
        record = self.record
        for key, shown in act.shown.items():
            assert {head.hash for head in record.heads.of(key)} <= shown
        written = []
        for draft in act.drafts:
            seq, prev = record.tips.get(self.origin, (0, GENESIS))
            event = sealed(
                Event(
                    id=draft.id,
                    origin=self.origin,
                    seq=seq + 1,
                    prev=prev,
                    lamport=record.lamport + 1,
                    operator=self.operator,
                    saw={
                        origin: tip for origin, tip in record.tips.items() if origin != self.origin
                    },
                    at="2021-01-18T02:00:00.000Z",
                    host="test",
                    subject=draft.subject,
                    kind=draft.kind,
                    data=draft.data,
                )
            )
            record.take(event)
            written.append(event)
        return written

    def hears(self, other: "Site") -> None:
        """Takes over what the other has and this one lacks."""
        for event in other.record.events:
            if event.place not in self.record.at:
                self.record.take(event)

    def take(self, *servers: str) -> list[Event]:
        return self.write(claims.take(self.look(), servers, self.operator))

    def mark(self, state: str, *servers: str, **remarks: str) -> list[Event]:
        return self.write(
            marks.mark(self.look(), servers, state, self.operator, Remarks(**remarks, meant=True))  # type: ignore[arg-type]
        )

    def drop(self, server: str) -> list[Event]:
        return self.write(claims.drop(self.look(), [server], self.operator))

    def settle(self, server: str, state: str) -> list[Event]:
        return self.write(
            marks.settle(
                self.look(), server, state, self.operator, Remarks(reason="seen", meant=True)
            )
        )

    def step(self, server: str, step: str, **given: str) -> list[Event]:
        return self.write(steps.step(self.look(), server, step, **given))  # type: ignore[arg-type]

    def note(self, server: str, text: str = "rack B4") -> list[Event]:
        return self.write(notes.note(self.look(), server, text))

    def undo(self, target: str = "") -> list[Event]:
        with overriding({}, meant=True):
            act = undo.undo(self.look(), self.record, self.operator, {self.origin}, target)
        return self.write(act)

    def state(self, server: str) -> str:
        return self.look().situation.state(server)

    def stands(self, server: str) -> object:
        """The standing, the steps and the notes of a server."""
        situation = self.look().situation
        return (
            situation.servers[server].standing,
            [situation.step_state(server, step) for step in STEPS],
            {note.id for note in situation.notes.get(server, ())},
        )


@pytest.fixture
def site() -> Site:
    return Site()


# Back, step by step


def test_undo_goes_back_twice_on_one_server(site: Site) -> None:
    site.take("b")
    site.mark("restored", "b")
    site.undo()
    assert "restoring" == site.state("b")
    (back,) = site.undo()
    assert ("compromised", "restoring", "compromised") == (
        site.state("b"),
        *(_state(back, of) for of in ("before", "after")),
    )
    with pytest.raises(RequestError, match="nothing here that could be undone"):
        site.undo()


def _state(event: Event, of: str) -> str:
    return Standing.of(event.data[of]).state


def test_every_undo_can_be_undone_in_turn_and_then_done_again(site: Site) -> None:
    site.take("b")
    site.mark("restored", "b")
    undos = [site.undo()[0] for _ in range(2)]
    site.undo(undos[1].id)
    assert "restoring" == site.state("b")
    site.undo(undos[0].id)
    assert "restored" == site.state("b")
    site.undo()
    site.undo()
    assert "compromised" == site.state("b")


def test_what_is_undone_already_stays_as_it_is(site: Site) -> None:
    (taken,) = site.take("b")
    site.undo(taken.id)
    assert [] == site.undo(taken.id)


def test_an_act_under_one_that_another_undid_can_be_undone(site: Site) -> None:
    site.take("b")
    site.operator = "lead"
    site.mark("blocked", "b", reason="no disks")
    site.undo()
    site.operator = "dba"
    site.undo()
    assert "compromised" == site.state("b")


def test_an_act_on_which_another_has_acted_cannot_be_undone(site: Site) -> None:
    site.take("b")
    site.operator = "lead"
    site.mark("blocked", "b", reason="no disks")
    site.operator = "dba"
    with pytest.raises(
        Refused,
        match=r"b: the act of dba can no longer be undone, for lead .* \(blocked\) came after it",
    ):
        site.undo()


def test_bulk_acts_are_undone_whole_one_after_the_other(site: Site) -> None:
    site.take("a", "b")
    site.mark("restored", "a", "b")
    assert 2 == len(site.undo())
    assert 2 == len(site.undo())
    assert ["compromised"] * 2 == [site.state("a"), site.state("b")]


def test_the_steps_of_a_runbook_go_back_one_by_one_and_say_what_they_are_again(site: Site) -> None:
    site.step("a", "isolate", skip="no time")
    site.step("a", "isolate")
    said = [str(deed(site.undo()[0])) for _ in range(2)]
    assert ["a: step isolate is skipped again", "a: step isolate is open again"] == said
    assert "open" == site.look().situation.step_state("a", "isolate")


def test_a_step_before_a_verdict_is_what_it_was_once_both_and_what_followed_are_undone(
    site: Site,
) -> None:
    site.step("a", "isolate")
    site.mark("compromised", "a", reason="it came back")
    site.step("a", "isolate")
    states = []
    for _ in range(3):
        site.undo()
        states.append(site.look().situation.step_state("a", "isolate"))
    assert ["open", "done", "open"] == states


def test_a_step_cannot_be_undone_across_the_verdict_that_began_the_runbook_anew(site: Site) -> None:
    site.step("a", "isolate", skip="no time")
    (done,) = site.step("a", "isolate")
    site.mark("compromised", "a", reason="it came back")
    with pytest.raises(Refused, match=r"\(compromised\) came after it"):
        site.undo(done.id)


OPERATORS = ("dba", "lead")
SERVERS = ("a", "b")
DEEDS: Sequence[Callable[[Site, str], list[Event]]] = [
    lambda site, server: site.take(server),
    lambda site, server: site.drop(server),
    lambda site, server: site.mark("restored", server),
    lambda site, server: site.mark("clean", server),
    lambda site, server: site.mark("compromised", server),
    lambda site, server: site.mark("blocked", server, reason="no disks"),
    lambda site, server: site.mark("retired", server, replacement="c"),
    lambda site, server: site.mark("restored", *SERVERS),
    lambda site, server: site.step(server, "isolate"),
    lambda site, server: site.step(server, "isolate", skip="no time"),
    lambda site, server: site.step(server, "rebuild", result="build 7"),
    lambda site, server: site.note(server),
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(OPERATORS), st.sampled_from(SERVERS), st.sampled_from(DEEDS)),
        max_size=14,
    )
)
def test_undo_goes_back_act_by_act_and_redo_forth_again(deeds: list[tuple[str, str, Any]]) -> None:
    site = Site()
    known = {server: [site.look().situation.servers[server].standing] for server in SERVERS}
    mine: list[tuple[set[str], dict[str, object]]] = []
    touched_by: dict[str, int] = {}
    for operator, server, act in deeds:
        site.operator = operator
        before = {name: site.stands(name) for name in SERVERS}
        try:
            events = act(site, server)
        except ChwapiError:
            continue
        for event in events:
            known[event.subject] += [event.after] if event.after else []
        subjects = {event.subject for event in events}
        if operator == "dba" and events:
            mine.append((subjects, before))
        elif operator != "dba":
            touched_by |= dict.fromkeys(subjects, len(mine))
    site.operator = "dba"
    done: list[tuple[Event, set[str], dict[str, object]]] = []
    while mine:
        subjects, before = mine.pop()
        if any(touched_by.get(subject, 0) > len(mine) for subject in subjects):
            break
        after = {name: site.stands(name) for name in SERVERS}
        undone = site.undo()
        done.append((undone[0], subjects, after))
        assert {name: before[name] for name in subjects} == {
            name: site.stands(name) for name in subjects
        }
    for taken_back, subjects, after in reversed(done):
        site.undo(taken_back.id)
        assert {name: after[name] for name in subjects} == {
            name: site.stands(name) for name in subjects
        }
    for server in SERVERS:
        assert site.look().situation.servers[server].standing in known[server]


# Notes


def test_a_note_goes_and_comes_back_and_says_so(site: Site) -> None:
    (note,) = site.note("a")
    (gone,) = site.undo(note.id)
    assert [] == site.undo(note.id)
    assert [] == list(site.look().situation.notes["a"])
    (back,) = site.undo(gone.id)
    assert [] == site.undo(gone.id)
    assert ["a: a note taken back; its words stay in the log", "a: a note put back"] == [
        str(deed(event)) for event in (gone, back)
    ]
    assert [note] == list(site.look().situation.notes["a"])
    site.undo()
    assert [] == list(site.look().situation.notes["a"])


def test_a_note_that_two_sites_took_back_comes_back_with_one_undo(site: Site) -> None:
    (note,) = site.note("a")
    union = Site("union", "lead")
    union.hears(site)
    (gone,) = site.undo(note.id)
    union.undo(note.id)
    site.hears(union)
    site.undo(gone.id)
    assert [note] == list(site.look().situation.notes["a"])


def test_a_note_can_be_made_on_an_id_that_only_the_journal_knows(site: Site) -> None:
    site.record.take(standing_event("imc", 1, "gone", Standing("clean")))
    site.note("gone")
    assert ["marked", "noted"] == [event.kind for event in site.look().situation.history["gone"]]
    site.undo()
    assert [] == list(site.look().situation.notes["gone"])


def test_an_unknown_id_is_refused_without_a_blank_at_the_end(site: Site) -> None:
    with pytest.raises(RequestError) as refused:
        site.take("zzz")
    assert "There is no server zzz in the plan." == str(refused.value)
    with pytest.raises(RequestError) as refused:
        site.note("blok")
    assert 'There is no server or service "blok" in the plan. Did you mean "bloc"?' == str(
        refused.value
    )


# Replacements


@pytest.mark.parametrize("replacement", ["app", "e"])
def test_a_server_cannot_be_replaced_by_what_needs_it(site: Site, replacement: str) -> None:
    with pytest.raises(
        RequestError, match=f"san cannot be replaced by {replacement}, which needs it"
    ):
        site.mark("retired", "san", replacement=replacement)


def test_a_server_can_be_replaced_by_what_needs_it_or_another(site: Site) -> None:
    site.mark("retired", "san", replacement="either")
    assert "retired" == site.state("san")


def test_a_server_cannot_be_replaced_by_what_needs_what_it_replaces(site: Site) -> None:
    site.mark("retired", "e", replacement="d")
    site.mark("retired", "san", replacement="app")
    with pytest.raises(RequestError, match="d cannot be replaced by app, which needs it"):
        site.mark("retired", "d", replacement="app")
    with pytest.raises(RequestError, match="d cannot be replaced by itself"):
        site.mark("retired", "d", replacement="d")


def test_an_undo_that_would_close_a_ring_of_replacements_is_refused(site: Site) -> None:
    site.mark("retired", "a", replacement="b")
    (clean,) = site.mark("clean", "a")
    site.mark("retired", "b", replacement="a")
    with pytest.raises(Refused, match="a cannot be replaced by b, which it replaces itself"):
        site.undo(clean.id)
    site.undo()
    site.undo(clean.id)
    assert "retired" == site.state("a")


def test_an_undo_that_retires_what_nothing_stands_for_any_more_must_be_meant(site: Site) -> None:
    site.mark("retired", "c")
    (clean,) = site.mark("clean", "c")
    site.mark("retired", "d")
    for _ in range(2):  # whether it was retired by an act, or by the undo of an undo
        with pytest.raises(Unmeant, match="Nothing replaces c: without that Labo cannot come back"):
            undo.undo(site.look(), site.record, "dba", {"imc"}, clean.id)
        (again,) = site.undo(clean.id)
        (clean,) = site.undo(again.id)


def ring() -> Site:
    """Two sites, each of which replaced one server by the other, and then heard of it."""
    imc, union = Site(), Site("union", "lead")
    imc.mark("retired", "a", replacement="b")
    union.mark("retired", "b", replacement="a")
    imc.hears(union)
    return imc


def test_servers_that_replace_each_other_are_said_to() -> None:
    seen = ring().look()
    assert not seen.services["bloc"].can_come_back
    cannot = [str(in_one(why(seen, entry))) for entry in seen.entries if entry.part == "cannot"]
    assert (
        ["Cannot come back: a and b are retired, and replace each other."] * len(cannot)
        == cannot
        != []
    )


def test_who_names_one_of_a_ring_is_told_of_the_ring_and_not_blamed_for_it() -> None:
    with pytest.raises(
        RequestError,
        match=r"d cannot be replaced by a: a and b are retired, and replace each other\.",
    ):
        ring().mark("retired", "d", replacement="a")


def test_a_replacement_is_refused_when_somebody_acted_on_it_meanwhile(site: Site) -> None:
    shown = marks.mark(site.look(), ["a"], "retired", "dba", Remarks(replacement="b")).shown
    assert {"a": frozenset(), "b": frozenset()} == shown


def test_a_replacement_that_has_left_the_plan_is_named(site: Site) -> None:
    site.record.take(
        standing_event("imc", 1, "a", Standing("compromised", "retired", replacement="gone"))
    )
    seen = site.look()
    assert (
        "Cannot come back: a is retired, and gone, which replaces it, is not in the plan."
        == str(in_one(why(seen, seen.entry["a"])))
    )


# Conflicts


def conflict() -> Site:
    """One site restored a server while the other found it compromised."""
    imc, union = Site(), Site("union", "lead")
    imc.mark("restored", "a")
    union.mark("compromised", "a", reason="a beacon")
    imc.hears(union)
    return imc


def test_what_settled_a_conflict_is_not_undone_into_a_false_agreement() -> None:
    site = conflict()
    (settled,) = site.settle("a", "restored")
    with pytest.raises(Refused, match="a: what settled a conflict is not undone"):
        site.undo(settled.id)
    with pytest.raises(Refused, match="a: what settled a conflict is not undone"):
        site.undo()
    site.mark("compromised", "a")
    site.undo()
    assert "restored" == site.state("a")


def test_no_act_in_a_conflict_can_be_undone() -> None:
    with pytest.raises(InConflict, match="Use settle"):
        conflict().undo()


def test_who_restored_it_does_not_settle_it_as_verified() -> None:
    with pytest.raises(Refused, match="dba had a hand in restoring a"):
        conflict().settle("a", "verified")


# What others wrote


UNKNOWN, COMPROMISED = (Standing(verdict).plain() for verdict in ("unknown", "compromised"))
TAKES_A_MARK = ("c", "undone", {"before": COMPROMISED, "after": UNKNOWN})
TAKES_A_NOTE = ("c", "note.undone", {"before": "noted", "after": "undone"})
TAKES_A_STEP = ("b", "step.undone", {"step": "isolate", "before": "done", "after": "open"})
EACH = (TAKES_A_MARK, TAKES_A_NOTE, TAKES_A_STEP)
Forged = tuple[str, str, dict[str, Any]]


def stranger(site: Site, forged: Forged, target: Event, by_name: str, *, saw: bool = True) -> Site:
    """A journal elsewhere with one undo that names an event by its id or its hash."""
    subject, kind, data = forged
    other = Site("union", "lead")
    if saw:
        other.hears(site)
    named = {"target": target.id} if by_name == "id" else {"target_hash": target.first_hash}
    other.write(Act([Draft("forged", subject, kind, {**data, **named})], {}))
    return other


def found_and_noted(site: Site) -> tuple[Event, Event, Event]:
    (found,), (noted,) = site.mark("compromised", "c"), site.note("c")
    (ticked,) = site.step("b", "isolate")
    return found, noted, ticked


@pytest.mark.parametrize("by_name", ["id", "hash"])
@pytest.mark.parametrize(("which", "forged"), enumerate(EACH))
def test_an_undo_by_whomever_takes_back_what_it_is_for_and_its_writer_saw(
    site: Site, which: int, forged: Forged, by_name: str
) -> None:
    acts = found_and_noted(site)
    site.hears(stranger(site, forged, acts[which], by_name))
    assert {acts[which].hash} == site.look().situation.undone


@pytest.mark.parametrize("by_name", ["id", "hash"])
@pytest.mark.parametrize(
    ("which", "forged", "saw"),
    [
        *((which, ("zzz", *forged[1:]), True) for which, forged in enumerate(EACH)),
        (0, TAKES_A_NOTE, True),
        (1, TAKES_A_MARK, True),
        (2, ("b", "undone", TAKES_A_MARK[2]), True),
        (2, ("b", "step.undone", {**TAKES_A_STEP[2], "step": "rebuild"}), True),
        *((which, forged, False) for which, forged in enumerate(EACH)),
    ],
)
def test_an_undo_of_something_else_or_by_who_never_saw_it_takes_nothing_back(
    site: Site, which: int, forged: Forged, saw: bool, by_name: str
) -> None:
    acts = found_and_noted(site)
    site.hears(stranger(site, forged, acts[which], by_name, saw=saw))
    situation = site.look().situation
    assert (set(), [acts[1].id]) == (situation.undone, [note.id for note in situation.notes["c"]])


def test_a_note_comes_back_with_one_undo_whatever_names_it_elsewhere(site: Site) -> None:
    (note,) = site.note("c")
    site.hears(stranger(site, ("d", *TAKES_A_NOTE[1:]), note, "id"))
    site.undo()
    (back,) = site.undo(site.record.events[-1].id)
    assert [note.id] == [e.id for e in site.look().situation.notes["c"]]
    assert "c" == back.subject


def test_an_act_that_a_fork_had_said_anew_is_undone_whole_and_its_undo_counts(site: Site) -> None:
    site.mark("compromised", "c", "d")
    other = Site("union", "lead")
    for event in said_anew(site.record.events):
        other.record.take(event)
    acts = other.record.acts
    assert [event.id for event in acts] == [undone.target for undone in other.undo(acts[0].id)]
    assert {event.hash for event in acts} == other.look().situation.undone
    site.hears(other)
    assert {event.hash for event in site.record.events[:2]} == site.look().situation.undone


def test_undo_leaves_what_another_journal_says_to_be_part_of_the_same_act(site: Site) -> None:
    first, second = site.mark("clean", "c", "d")
    other = Site("union", "lead")
    other.hears(site)
    data = {"before": UNKNOWN, "after": COMPROMISED, "act": first.data["act"]}
    other.write(Act([Draft("forged", "e", "marked", data)], {}))
    site.hears(other)
    assert [first.id, second.id] == [undone.target for undone in site.undo()]
    assert ("unknown", "compromised") == (site.state("c"), site.state("e"))


def test_an_event_that_is_called_as_anothers_id_begins_is_not_taken_for_it(site: Site) -> None:
    (mine,) = site.take("b")
    called_so = Event(
        id=mine.id[:8],
        origin="union",
        seq=1,
        prev=GENESIS,
        saw={},
        lamport=1,
        at="2021-01-18T02:00:00.000Z",
        operator="eve",
        host="test",
        subject="a",
        kind="noted",
        data={"text": "hello"},
    )
    site.record.take(sealed(called_so))
    with pytest.raises(RequestError, match="Several events begin with"):
        site.undo(mine.id[:8])
    site.undo(mine.id[:9])
    assert "compromised" == site.state("b")
