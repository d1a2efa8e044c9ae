"""A restoration that does everything once that the program writes into a journal, at fixed times and
under fixed ids: whoever does the same again gets the same bytes.

`recorded/written.jsonl` has them as they were when this was first done. A journal lives longer than
the program that wrote it, so what an act stores is never changed; where an act comes to keep more,
its new form goes beside the old one.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chwapi_console.clock import iso
from chwapi_console.inventory.file.load import parse
from chwapi_console.journal import sqlite
from chwapi_console.journal.kinds.evidence_kinds import HandOverTerms
from chwapi_console.journal.kinds.record_kinds import Noted
from chwapi_console.journal.kinds.server_kinds import FoundServer
from chwapi_console.journal.kinds.telling_kinds import Promised
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import Draft, Event, drafted, new_id, sealed
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.record.sequencing import Actor, following
from chwapi_console.journal.signing.signatures import born_with, signed
from chwapi_console.journal.sync import sync
from chwapi_console.recovery.acts import marks, notes, undo
from chwapi_console.recovery.acts.conditions import Saying
from chwapi_console.recovery.acts.drafting import Act
from chwapi_console.recovery.acts.restore_points import ToldOfPoint
from chwapi_console.recovery.forecast.pin_price import ExpectedRange, Price
from chwapi_console.recovery.rules import registry
from chwapi_console.recovery.rules.cases import UNDO, ActName
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.rules.rule import ASKS, Rule
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.meant.ending import left_to_end
from chwapi_console.session.session import Session
from hospitals import HEAD, MEANT
from journal.memory_store import MemoryStore

BEGUN = datetime(2021, 1, 18, 2, 0, tzinfo=UTC)
LATE, ALONE = "2021-01-18T05:00:00.000Z", Actor("oncall-1", "lone")
LONG_DONE = BEGUN - timedelta(minutes=40)
HOSPITAL = """
[services.bloc]
name = "Bloc opératoire IMC"
site = "imc"
tier = 1
needs = ["app1"]
soft = ["dpi"]
[services.dpi]
name = "Dossier patient"
site = "union"
tier = 2
needs = ["sql1"]
[services.labo]
name = "Laboratoire"
site = "union"
tier = 2
needs = ["lis"]
[servers]
app1 = { site = "imc", role = "Anesthésie", needs = ["dc1"], state = "compromised", runbook = "w" }
dc1 = { site = "imc", role = "Contrôleur", runbook = "w" }
sql1 = { site = "union", role = "Base", runbook = "w", state = "compromised" }
lis = { site = "union", role = "Labo", needs = ["sql1"] }
old = { site = "union", role = "Ancien labo" }
nas = { site = "union", role = "Fichiers", state = "compromised" }
[runbooks.w]
steps = ["isolate", "rebuild", "test"]
"""
CONDITIONS = """
[conditions.images]
name = "Images au bloc"
who = "radiologie"
[conditions.out]
name = "Laboratoire externe"
who = "Labo Sud"
"""
PLAN = HEAD + HOSPITAL
RECORDED = Path(__file__).parent / "recorded"
WRITTEN = (RECORDED / "written.jsonl").read_bytes().split(b"\n")[:-1]
"""What the program wrote."""

ELSEWHERE = (RECORDED / "elsewhere.jsonl").read_bytes().split(b"\n")[:-1]
"""What another hand wrote, or a later program: kinds that nobody knows, more than is known of what
is, and, where only people read it, other types than this program writes."""

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOVVrFIeDWmk3yDoo+638q5v1MjeID82TXRqk+wxqwg/"
SIGNATURE = f"-----BEGIN SSH SIGNATURE-----\nU1NIU0lH{'A' * 200}\n-----END SSH SIGNATURE-----\n"


def events() -> list[Event]:
    """Everything that was recorded, read."""
    return [unsealed(body) for body in (*WRITTEN, *ELSEWHERE)]


def expected(name: str) -> Any:
    """What was made of it then."""
    return json.loads((RECORDED / name).read_text(encoding="utf-8"))


COPIED = datetime(2021, 1, 18, 6, 9, tzinfo=UTC)
"""When an item of evidence was copied."""


class Watch:
    """A clock that goes on by a minute each time that it is looked at, and ids that count up."""

    def __init__(self) -> None:
        self.now, self.ids = BEGUN, 0

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def random(self, count: int) -> bytes:
        self.ids += 1
        return hashlib.sha256(str(self.ids).encode()).digest()[:count]


def acted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """What the record of site IMC holds in the end, in the order in which it came."""
    watch = Watch()
    monkeypatch.setattr("chwapi_console.journal.record.events.urandom", watch.random)
    monkeypatch.setattr(sqlite, "utc_now", watch)
    monkeypatch.setattr(sqlite, "this_machine", lambda: Actor("", "imc"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "no key"))
    rules_of = registry.rules_of

    def older(act: ActName, again: ActName | None = None) -> Sequence[Rule[Any]]:
        """Most of this was done before there was that."""
        return [
            rule
            for rule in rules_of(act, again)
            if rule.id != "evidence.image" and not (rule.effect is ASKS and UNDO in rule.acts)
        ]

    monkeypatch.setattr(registry, "rules_of", older)
    imc, union = (_site(folder / name, name, watch) for name in ("imc", "union"))
    _one_by_one(imc)
    imc.keeping.sync(union.journal_path)
    _unseen_by_each_other(imc, union)
    imc.keeping.sync(union.journal_path)
    imc.acts.settle("old", "retired", Remarks("lead decided", "the Lab agreed", replacement="lis"))
    _said_anew(imc, union, watch)
    _signed_elsewhere(imc, watch)
    imc.keeping.journal_export("police")
    _seen_by_nobody_here(imc)
    _on_the_end(imc)
    _on_found_servers(imc)
    _on_conditions(imc)
    _on_points(imc)
    _on_evidence(imc)
    _on_what_was_off(imc)
    _on_laws(imc)
    _on_what_is_told(imc)
    events = list(imc.record.events)
    assert not imc.record.misfits
    for session in (imc, union):
        session.close()
    return events


def _site(folder: Path, name: str, watch: Watch) -> Session:
    folder.mkdir(parents=True)
    plan = folder / "inventory.toml"
    plan.write_text(PLAN, encoding="utf-8")
    return Session(plan, operator=f"oncall-{name}", host=name, clock=watch)


def _one_by_one(here: Session) -> None:
    """Each act in each of its forms, and what takes it back."""
    for acting in (_on_servers, _on_steps, _on_verdicts, _on_pins, _on_notes, _on_sign_offs):
        acting(here)
    for text in (f"{PLAN}# edited, and edited back\n", PLAN):
        here.loaded.path.write_text(text, encoding="utf-8")
        here.acts.note("nas", "by another plan")


def _on_servers(here: Session) -> None:
    here.acts.mark(["dc1", "sql1"], "compromised", Remarks(note="beacon in the log · Zoé"))
    here.acts.take(["dc1"])
    here.acts.take(["sql1"], "dba", remarks=Remarks("knows it best", "by phone", meant=True))
    here.acts.undo()
    here.acts.undo()
    here.acts.take(["sql1"])
    here.acts.take(["sql1"], "dba", remarks=Remarks(meant=True))
    here.acts.take(["dc1"])
    here.acts.drop(["dc1"], remarks=Remarks(note="shift ends", done_at=LONG_DONE))
    here.acts.mark(["dc1"], "blocked", Remarks("disk ordered", until=BEGUN + timedelta(hours=9)))
    here.acts.drop(["dc1"])
    here.acts.mark(["dc1"], "blocked", Remarks("no hands"))


def _on_steps(here: Session) -> None:
    here.acts.step("dc1", "isolate", done_at=LONG_DONE, meant=True)
    here.acts.step("dc1", "2", result="image 2021-01-14, clean", meant=True)
    here.acts.step("dc1", "test", skip="no test bench", meant=True)
    here.acts.undo()
    here.acts.step("dc1", "test", skip="no test bench", meant=True)
    here.acts.undo()
    here.acts.undo()
    here.acts.step("dc1", "2", result="image 2021-01-14, clean", meant=True)
    here.acts.mark(["dc1"], "restored", Remarks(done_at=LONG_DONE, meant=True))


def _on_verdicts(here: Session) -> None:
    here.operator = "lead"
    here.acts.mark(["dc1"], "verified", Remarks("pinged, logged on", meant=True))
    here.operator = "oncall-imc"
    here.acts.judge({"lis": "clean", "old": "compromised"}, Remarks(note="scanner"))
    here.acts.mark(["nas"], "unknown", Remarks("scanner was wrong"))
    here.acts.mark(["app1"], "restored", Remarks(meant=True))
    here.acts.undo()


def _on_pins(here: Session) -> None:
    price = Price(
        "labo",
        {"bloc": 30, "labo": -90},
        ExpectedRange(BEGUN + timedelta(hours=3), BEGUN + timedelta(hours=5)),
    )
    here.acts.pin("labo", "blood for the theatre", BEGUN + timedelta(days=1), "bloc", None, price)
    here.acts.pin("labo", "blood for the theatre")
    here.acts.unpin("labo")
    here.acts.undo()
    here.acts.undo()
    here.acts.pin("app1", "theatre at noon")
    here.acts.undo()


def _on_notes(here: Session) -> None:
    here.acts.note("app1", "câble posé …", LONG_DONE)
    here.acts.undo()
    here.acts.note_on(["bloc", "nas"], 'quote " and \\ and \u2028')
    here.acts.undo()
    here.acts.undo(here.record.events[-1].id)


def _on_sign_offs(here: Session) -> None:
    here.acts.mark(["app1"], "restored", Remarks(meant=True))
    here.acts.accept("bloc", "Dr A", "an intubation chart", None, LONG_DONE, meant=True)
    here.acts.undo()
    here.acts.mark(["sql1"], "restored", Remarks(meant=True))
    here.acts.accept("bloc", "Dr A", "a chart")
    here.acts.undo()
    here.acts.accept("dpi", "Dr B", "a file")
    here.acts.mark(["old"], "retired", Remarks("fifteen years old", replacement="lis", meant=True))


def _on_found_servers(here: Session) -> None:
    found = FoundServer(
        "imc", "Images", ("nas", ["dc1", "sql1"]), ("lis",), (60, 120, 240), notes="rack B4"
    )
    here.acts.add("nas2", found)
    here.acts.undo()
    here.acts.undo(here.record.events[-1].id)


def _on_the_end(here: Session) -> None:
    exceptions = {one.subject: "moved to another house" for one in left_to_end(here.look())}
    here.acts.close(exceptions, Remarks("normal work", meant=True))
    here.acts.reopen(Remarks("found infected again", meant=True))
    here.acts.undo()


def _on_conditions(here: Session) -> None:
    """By a plan that has some, which the recorded one has not."""
    here.loaded.path.write_text(PLAN + CONDITIONS, encoding="utf-8")
    met = Saying("met", "Dr A", "two images", "one room only", until=BEGUN + timedelta(days=2))
    here.acts.condition(["images"], met, MEANT)
    here.acts.undo()
    until = BEGUN + timedelta(days=1)
    here.acts.condition(["images", "out"], Saying("awaited", source="the Lab", until=until), MEANT)
    gone = Remarks("the firm is bankrupt", "by phone", meant=True)
    here.acts.condition(["out"], Saying("lost"), gone)
    here.acts.condition(["out"], Saying("open"), Remarks("another firm", meant=True))


def _on_points(here: Session) -> None:
    taken = BEGUN - timedelta(days=3)
    here.acts.restore_point("sql1", "monday", taken=taken)
    here.acts.undo()
    here.acts.restore_point("sql1", "monday", taken=taken)
    told: ToldOfPoint = {"verdict": "verified", "by": "soc", "tool": "yara", "indicators": "CERT 2"}
    told |= {"tested": True, "remarks": Remarks(note="clean")}
    here.acts.restore_point("sql1", "monday", **told)
    here.acts.compromised_since(BEGUN - timedelta(days=2))
    here.acts.compromised_since(BEGUN - timedelta(days=4), ["sql1"])
    here.acts.undo()
    here.acts.indicators("CERT 3")
    here.acts.undo()
    here.acts.step("sql1", "rebuild", failed="disk full", result="2 TB wanted")
    here.acts.undo()
    here.acts.undo()


def _on_evidence(here: Session) -> None:
    told = {"sha256": "ab" * 32, "tool": "dd", "place": "safe", "protected": "yes", "seal": "4711"}
    here.acts.evidence("sql1", "E1", {**told, "source": "disk 0", "asset": "A-17"}, taken=BEGUN)
    copied = {"copy": "working-copy", "of": "E1", "method": "dd"}
    here.acts.evidence("sql1", "E2", copied, taken=COPIED)
    here.acts.undo()
    handed = HandOverTerms("lead", "police", iso(BEGUN), "lab", "analysis", "ab" * 32, "ab" * 32)
    here.acts.hand_over("E1", handed)
    here.acts.undo()


def _on_what_was_off(here: Session) -> None:
    """By a plan in which all was unplugged, and where clean needs a second person."""
    plan = here.loaded.path
    head = PLAN.replace("[sites.imc]", "unplugged = true\n[sites.imc]", 1)
    plan.write_text(f'{head}[policy]\nsecond_person = ["clean"]\n', encoding="utf-8")
    here.operator = "oncall-imc"
    here.acts.mark(["nas"], "clean", Remarks("looked at", meant=True))
    here.operator = "dba"
    here.acts.mark(["nas"], "verified", MEANT)
    here.acts.mark(["nas"], "on", MEANT)
    here.acts.undo()
    late = BEGUN + timedelta(hours=12)
    here.acts.mark(
        ["nas"], "blocked", Remarks("no cable", meant=True, until=late, awaits="courier")
    )


def _on_laws(here: Session) -> None:
    here.acts.aware("gdpr", BEGUN - timedelta(hours=1), "Dr A", remarks=MEANT)
    here.acts.undo()
    here.acts.aware("nis2-be", BEGUN, remarks=MEANT)
    here.acts.notified("nis2-be", "2021-17", remarks=Remarks(done_at=LONG_DONE, meant=True))
    here.acts.undo()


def _on_what_is_told(here: Session) -> None:
    (thought,) = here.acts.note_on(["record"], "by the VPN", None, Noted("", hypothesis=True))
    settled = Noted("", settles=thought.first_hash, outcome="eliminated")
    here.acts.note_on(["record"], "the logs are clean", LONG_DONE, settled)
    here.acts.note_on(["bloc"], "at eight", None, Noted("", told="director"))
    (promised,) = here.acts.promise("bloc", "two theatres", BEGUN + timedelta(days=30))
    name = promised.says(Promised).promise
    here.acts.settle_promise(name, "broken", remarks=Remarks("no power", meant=True))
    here.acts.undo()
    here.acts.settle_promise(name, "kept", remarks=MEANT)
    here.acts.mark(["lis"], "compromised", MEANT)
    here.acts.accept_handover("dba", ["lis"], remarks=MEANT)
    here.acts.undo()


def _unseen_by_each_other(imc: Session, union: Session) -> None:
    """Two sites act on the same, and neither has seen what the other did."""
    imc.acts.mark(["old"], "compromised")
    union.acts.mark(["old"], "clean", Remarks(meant=True))
    union.acts.note("old", "from union")
    union.acts.step("sql1", "1")
    imc.acts.step("sql1", "1", skip="done by hand")


def _said_anew(imc: Session, union: Session, watch: Watch) -> None:
    """A copy of Union's journal that somebody put back went on, and its acts are kept."""
    there = MemoryStore()
    there.receive(union.record.events)
    there.origin = union.origin
    plan = parse(PLAN, Path("plan.toml")).plan

    def did(build: Callable[[View, Record], Act]) -> None:
        act = build(view(plan, there.record, watch()), there.record)
        there.append(act.drafts, Actor("dba", "union"), act.shown)

    did(lambda v, _: marks.mark(v, ["nas"], "compromised", "dba", Remarks(note="put back")))
    did(lambda v, record: undo.undo(v, record, "dba", there.own_origins))
    did(lambda v, _: notes.note(v, "nas", "on the copy"))
    union.acts.note("nas", "on the other")
    imc.keeping.sync(union.journal_path)
    sync(imc._workspace.store, there, keep_fork=True)


def _signed_elsewhere(imc: Session, watch: Watch) -> None:
    """A ward whose origin has a key: its first event, an act, a signature over both."""
    ward, actor = Record(), Actor("oncall-1", "ward")
    name, birth = born_with("ward", KEY)
    for draft in (birth, Draft(new_id(), "lis", "noted", {"text": "signed"}), None):
        made = draft or signed(ward.events[-1], SIGNATURE)
        for event in following(ward, name, [made], actor, iso(watch())):
            ward.take(event)
    assert not imc._workspace.store.receive(ward.events).refused


def _seen_by_nobody_here(imc: Session) -> None:
    """Somebody who had read a journal that nobody here has ever seen."""
    lone = Record()
    for event in following(lone, "lone-00000001", [drafted("nas", Noted("alone"))], ALONE, LATE):
        lone.take(sealed(event._replace(saw={"gone-00000001": (3, "ab" * 32)}, lamport=4)))
    assert not imc._workspace.store.receive(lone.events).refused
