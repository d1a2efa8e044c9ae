"""Each rule of the registry, broken alone: by a verb, and by the way that a key of the console takes.

That it is the rule which stops the act shows when it is taken out of the registry: then the very
same act is written, but for a few that another rule stops as well.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from chwapi_console.errors import ChwapiError
from chwapi_console.journal.kinds.evidence_kinds import HandOverTerms
from chwapi_console.journal.kinds.server_kinds import FoundServer
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.acts.conditions import Saying
from chwapi_console.recovery.rules import registry
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.rules.rule import ASKS, Rule
from chwapi_console.recovery.state.view.view import View
from chwapi_console.session.session import Session
from cli.command_line import CommandLine

Way = Callable[[Session, View, Sequence[str]], list[Event]]
"""An act through the session, by what was shown; with the ids of the events so far."""

MEANT, ASKED = Remarks(meant=True), Remarks()
FOUND = FoundServer("imc", "x")
NOT_DONE = {"bloc": "x", "pacs": "x"}
CLOSE = "close --reason over --exception bloc=x --exception pacs=x"
ENDS = Remarks(reason="over", meant=True)
BOTH = 'second_person = ["restored", "clean"]'
MAIL_UP = ("mark dc1 ex1 restored",)
CONDITIONS = """
[services.room]
name = "Salle 4"
tier = 2
needs = ["images"]
[conditions.images]
name = "Images at the bedside"
who = "radiology"
needs = ["mail"]
"""
"""Behind a [policy] that says nothing."""
IN_CONFLICT = (
    "mark san1 restored --journal b.journal --operator ana",
    "mark san1 clean",
    "sync b.journal",
)


SUSPECT = (
    "mark dc1 restored --yes",
    "mark ex1 restored --yes",
    "mark dc1 compromised",
)
POINT = ("restore-point dc1 monday --taken 2021-01-11T02:00",)
GIVES_A_HASH = 'evidence_first = false\n[steps.image]\nresult = "hash"'
NOT_YET = datetime(9000, 1, 1, tzinfo=UTC)
HANDED = HandOverTerms("lead", "police", "2021-01-18T03:00:00.000Z", "their lab", "analysis")


class Broken(NamedTuple):
    """How one rule is broken: what is done `before`, the words of the verb, the same by the session,
    and what is said. `{1}` is the id of the first event, and so on. `next` is the rule, or what
    else, that stops the act where this one does not."""

    rule: str
    before: Sequence[str]
    words: str
    act: Way
    says: str
    next: str = ""
    read: str = ""
    """What a verb says that reads what was typed, and so does not come to ask the rule."""
    policy: str = ""
    """What the plan's [policy] says, where the rule holds only then."""
    unplugged: bool = False
    """Whether the plan says that all servers were unplugged."""
    not_before: bool = False
    """Whether the plan says that nobody may begin with san1 yet."""
    practised: bool = False
    """Whether the plan was an exercise's `before`."""
    practises: bool = False
    """Whether it is an exercise's since."""


def as_somebody(session: Session, name: str, shown: View) -> list[Event]:
    session.operator = name
    return session.acts.take(["san1"], "", shown, MEANT)


def marked_by(session: Session, name: str, shown: View) -> list[Event]:
    session.operator = name
    return session.acts.mark(["san1"], "unknown", ASKED, shown)


def people(role_of_dba: str) -> str:
    """A plan that names its people, of whom dba is one."""
    roles = {"dba": [role_of_dba], "lead": ["lead"], "night": ["restorer"], "Noe": ["scribe"]}
    tables = (f"[operators.{name}]\nroles = {json.dumps(of)}\n" for name, of in roles.items())
    return "".join(tables).replace('["lead"]\n', '["lead"]\nphone = "4711"\n')


WAYS = (
    Broken(
        "actor.named",
        (),
        "take san1 --operator root",
        lambda s, v, ids: as_somebody(s, "", v),
        "Say who you are: this is a shared account.",
        "actor.person",
    ),
    Broken(
        "actor.person",
        (),
        "take san1 --operator x",
        lambda s, v, ids: as_somebody(s, "x", v),
        '"x" is too short for a name. Use --operator NAME',
    ),
    Broken(
        "record.exercise",
        MAIL_UP[:1],
        "take san1 --yes",
        lambda s, v, ids: s.acts.take(["san1"], "", v, MEANT),
        "The plan is an exercise, and this journal is the record of Nuit blanche, which is none.",
        practises=True,
    ),
    Broken(
        "record.incident",
        MAIL_UP[:1],
        "take san1 --yes",
        lambda s, v, ids: s.acts.take(["san1"], "", v, MEANT),
        "The acts in this journal were an exercise's (Nuit blanche), and the plan is none now",
        practised=True,
    ),
    Broken(
        "role.act",
        (),
        "mark san1 unknown --yes",
        lambda s, v, ids: s.acts.mark(["san1"], "unknown", MEANT, v),
        "By the plan dba is observer: this is for lead (4711) or night.",
        policy=people("observer"),
    ),
    Broken(
        "role.holder",
        (),
        "take san1 --for Noe --yes",
        lambda s, v, ids: s.acts.take(["san1"], "Noe", v, MEANT),
        "By the plan Noe is scribe: this is for dba, lead (4711) or night.",
        policy=people("restorer"),
    ),
    Broken(
        "role.clinician",
        MAIL_UP,
        "accept mail --by lead --tried x --yes",
        lambda s, v, ids: s.acts.accept("mail", "lead", "x", v, meant=True),
        "By the plan lead is lead: this is for nobody that it names.",
        policy=people("restorer"),
    ),
    Broken(
        "role.listed",
        (),
        "mark san1 unknown --operator knight",
        lambda s, v, ids: marked_by(s, "knight", v),
        '"knight" is not among the people of the plan. Near to it: "night".',
        policy=people("restorer"),
    ),
    Broken(
        "reason.blocked",
        (),
        "mark san1 blocked",
        lambda s, v, ids: s.acts.mark(["san1"], "blocked", MEANT, v),
        "Say why it is blocked",
    ),
    Broken(
        "reason.settle",
        IN_CONFLICT,
        "settle san1 clean --yes",
        lambda s, v, ids: s.acts.settle("san1", "clean", MEANT, v),
        "Say why, with --reason.",
    ),
    Broken(
        "reason.pin",
        (),
        "pin ex1 --yes",
        lambda s, v, ids: s.acts.pin("ex1", " ", shown=v),
        "Say why, with --reason.",
    ),
    Broken(
        "replacement.retired",
        (),
        "mark san1 compromised --replaced-by dc2 --note x",
        lambda s, v, ids: s.acts.mark(
            ["san1"], "compromised", Remarks(note="x", replacement="dc2", meant=True), v
        ),
        "A replacement goes with the state retired only.",
    ),
    Broken(
        "end.blocked",
        (),
        "mark san1 unknown --until 4h",
        lambda s, v, ids: s.acts.mark(["san1"], "unknown", Remarks(until=s.now(), meant=True), v),
        "An end (--until) goes with the state blocked only.",
    ),
    Broken(
        "awaited.other",
        (),
        "mark san1 blocked --reason x --awaits san1",
        lambda s, v, ids: s.acts.mark(
            ["san1"], "blocked", Remarks(reason="x", awaits="san1", meant=True), v
        ),
        "san1 cannot wait for itself.",
    ),
    Broken(
        "holder.person",
        (),
        "take san1 --for root --yes",
        lambda s, v, ids: s.acts.take(["san1"], "root", v, MEANT),
        "is a shared account, nobody's name",
    ),
    Broken(
        "sign-off.told",
        MAIL_UP,
        "accept mail --by Ana",
        lambda s, v, ids: s.acts.accept("mail", "Ana", " ", v, meant=True),
        "Say who signs it off",
    ),
    Broken(
        "note.text",
        (),
        "note san1 ''",
        lambda s, v, ids: s.acts.note("san1", " "),
        "The note is empty.",
    ),
    Broken(
        "conflict.settled",
        IN_CONFLICT,
        "mark san1 compromised",
        lambda s, v, ids: s.acts.mark(["san1"], "compromised", MEANT, v),
        "san1 is in conflict: ",
    ),
    Broken(
        "conflict.there",
        (),
        "settle san1 clean --reason seen --yes",
        lambda s, v, ids: s.acts.settle("san1", "clean", Remarks(reason="seen", meant=True), v),
        "san1 is not in conflict: it is compromised.",
    ),
    Broken(
        "claim.held",
        ("take san1 --operator ana",),
        "take san1",
        lambda s, v, ids: s.acts.take(["san1"], "", v, MEANT),
        "ana is restoring san1 since ",
    ),
    Broken(
        "step.held",
        ("take sql1 --operator ana",),
        "step sql1 image",
        lambda s, v, ids: s.acts.step("sql1", "image", shown=v),
        "ana has had sql1 in hand since ",
    ),
    Broken(
        "step.blocked",
        ("mark sql1 blocked --reason disk",),
        "step sql1 image",
        lambda s, v, ids: s.acts.step("sql1", "image", shown=v),
        "sql1 is blocked: disk.",
    ),
    Broken(
        "take.blocked",
        ("mark san1 blocked --reason disk",),
        "take san1",
        lambda s, v, ids: s.acts.take(["san1"], "", v, MEANT),
        "san1 is blocked: disk.",
    ),
    Broken(
        "take.early",
        (),
        "take san1",
        lambda s, v, ids: s.acts.take(["san1"], "", v),
        "By the plan the restoration of san1 may not begin before ",
        not_before=True,
    ),
    Broken(
        "take.done",
        ("mark san1 restored",),
        "take san1",
        lambda s, v, ids: s.acts.take(["san1"], "", v, MEANT),
        "san1 is restored. If it must be done again",
    ),
    Broken(
        "drop.done",
        ("mark san1 restored",),
        "drop san1",
        lambda s, v, ids: s.acts.drop(["san1"], v),
        "nobody has it to let go of",
    ),
    Broken(
        "holder.known",
        (),
        "take san1 --for Zoe",
        lambda s, v, ids: s.acts.take(["san1"], "Zoe", v, ASKED),
        'Nobody has borne the name "Zoe" here yet.',
    ),
    Broken(
        "verified.restored",
        (),
        "mark old verified --yes",
        lambda s, v, ids: s.acts.mark(["old"], "verified", MEANT, v),
        "only what is restored can be verified",
    ),
    Broken(
        "clean.another",
        ("mark san1 clean",),
        "mark san1 verified --yes",
        lambda s, v, ids: s.acts.mark(["san1"], "verified", MEANT, v),
        "dba said that san1 is clean; somebody else must confirm it.",
        policy=BOTH,
    ),
    Broken(
        "on.unplugged",
        (),
        "mark app1 on --yes",
        lambda s, v, ids: s.acts.mark(["app1"], "on", MEANT, v),
        "By the plan a clean server is on: app1 need not be switched on.",
    ),
    Broken(
        "on.clean",
        ("take app1",),
        "mark app1 on --yes",
        lambda s, v, ids: s.acts.mark(["app1"], "on", MEANT, v),
        "app1 is restoring; only what is clean is switched on and reconnected.",
        unplugged=True,
    ),
    Broken(
        "on.confirmed",
        (),
        "mark app1 on --yes",
        lambda s, v, ids: s.acts.mark(["app1"], "on", MEANT, v),
        "No second person has confirmed that app1 is clean",
        policy=BOTH,
        unplugged=True,
    ),
    Broken(
        "on.counted",
        ("mark san1 restored", "mark sql1 restored"),
        "mark on --all",
        lambda s, v, ids: s.acts.mark(["app1"], "on", Remarks(by_filter=True), v),
        "1 clean server is off and would be marked on: app1.",
        unplugged=True,
    ),
    Broken(
        "verified.another",
        ("mark san1 restored",),
        "mark san1 verified --yes",
        lambda s, v, ids: s.acts.mark(["san1"], "verified", MEANT, v),
        "dba restored san1; somebody else must verify it.",
        "verified.no-hand",
    ),
    Broken(
        "verified.no-hand",
        ("take san1", "mark san1 restored --operator ana"),
        "mark san1 verified --yes",
        lambda s, v, ids: s.acts.mark(["san1"], "verified", MEANT, v),
        "dba had a hand in restoring san1",
    ),
    Broken(
        "clean.no-hand",
        ("mark dc1 restored --yes",),
        "mark dc1 clean",
        lambda s, v, ids: s.acts.mark(["dc1"], "clean", ASKED, v),
        "dba had a hand in restoring dc1; somebody else must say that it is clean.",
        policy="second_person = true",
    ),
    Broken(
        "clean.own",
        SUSPECT,
        "mark ex1 clean",
        lambda s, v, ids: s.acts.mark(["ex1"], "clean", ASKED, v),
        "ex1 is suspect, and dba had a hand in restoring it",
    ),
    Broken(
        "suspects.counted",
        (
            "mark dc1 san1 restored --yes --operator ana",
            "mark ex1 sql1 restored --yes --operator ana",
            "mark dc1 san1 compromised",
        ),
        "mark ex1 sql1 app1 clean",
        lambda s, v, ids: s.acts.mark(["ex1", "sql1", "app1"], "clean", ASKED, v),
        "3 servers are suspect (found compromised: dc1 and san1) and would be cleared in one act",
    ),
    Broken(
        "suspect.restored",
        SUSPECT,
        "mark ex1 restored",
        lambda s, v, ids: s.acts.mark(["ex1"], "restored", ASKED, v),
        "ex1 is suspect (found compromised: dc1). Restored says that it was restored since",
    ),
    Broken(
        "retired.needed",
        (),
        "mark sql1 retired",
        lambda s, v, ids: s.acts.mark(["sql1"], "retired", ASKED, v),
        "Nothing replaces sql1: without that Bloc IMC and PACS cannot come back",
    ),
    Broken(
        "replacement.possible",
        (),
        "mark dc1 retired --replaced-by ex1 --yes",
        lambda s, v, ids: s.acts.mark(
            ["dc1"], "retired", Remarks(replacement="ex1", meant=True), v
        ),
        "dc1 cannot be replaced by ex1, which needs it.",
    ),
    Broken(
        "replacement.put-back",
        (
            "mark san1 retired --replaced-by dc1",
            "mark san1 compromised",
            "mark dc1 retired --replaced-by san1",
        ),
        "undo {2}",
        lambda s, v, ids: s.acts.undo(ids[1], v),
        "san1 cannot be replaced by dc1, which it replaces itself.",
    ),
    Broken(
        "work.open",
        (),
        "mark sql1 restored",
        lambda s, v, ids: s.acts.mark(["sql1"], "restored", ASKED, v),
        "3 of 3 steps open",
        "steps.required",
    ),
    Broken(
        "service.stops",
        MAIL_UP,
        "mark ex1 unknown",
        lambda s, v, ids: s.acts.mark(["ex1"], "unknown", ASKED, v),
        "ex1 is restored and works. Marking it unknown stops Messagerie.",
    ),
    Broken(
        "sign-off.up",
        (),
        "accept mail --by Ana --tried post",
        lambda s, v, ids: s.acts.accept("mail", "Ana", "post", v, meant=True),
        "mail is down; only what is up can be signed off.",
    ),
    Broken(
        "sign-off.person",
        MAIL_UP,
        "accept mail --by A --tried post",
        lambda s, v, ids: s.acts.accept("mail", "A", "post", v, meant=True),
        '"A" is too short for a name.',
    ),
    Broken(
        "sign-off.name",
        MAIL_UP,
        "accept mail --by ana? --tried post",
        lambda s, v, ids: s.acts.accept("mail", "ana?", "post", v),
        '"ana?" is hardly the name of a clinician.',
    ),
    Broken(
        "sign-off.reserve",
        MAIL_UP,
        "accept mail --by Ana --tried post --reserve x",
        lambda s, v, ids: s.acts.accept("mail", "Ana", "post", v, reserve="x"),
        "A reserve has an end",
    ),
    Broken(
        "sign-off.ahead",
        MAIL_UP,
        "accept mail --by Ana --tried post --reserve x --until 2021-01-18T02:10",
        lambda s, v, ids: s.acts.accept("mail", "Ana", "post", v, reserve="x", until=v.started),
        "The end of the reserve (--until) is over already.",
        read='"2021-01-18T02:10" is over: it is',
    ),
    Broken(
        "sign-off.without",
        ("mark san1 sql1 dc2 restored",),
        "accept bloc --by Ana --tried knife",
        lambda s, v, ids: s.acts.accept("bloc", "Ana", "knife", v),
        "Bloc IMC is up, without Messagerie: it would be signed off so.",
    ),
    Broken(
        "sign-off.suspect",
        (*MAIL_UP, "mark dc1 compromised", "mark dc1 restored"),
        "accept mail --by Ana --tried post",
        lambda s, v, ids: s.acts.accept("mail", "Ana", "post", v),
        "Messagerie is up, but stands on what is suspect: ex1. It would be signed off so.",
    ),
    Broken(
        "condition.told",
        MAIL_UP,
        "condition images met --by Ana",
        lambda s, v, ids: s.acts.condition(["images"], Saying("met", "Ana", " "), MEANT, v),
        "Say who meets it",
        policy=CONDITIONS,
    ),
    Broken(
        "condition.person",
        MAIL_UP,
        "condition images met --by A --tried x",
        lambda s, v, ids: s.acts.condition(["images"], Saying("met", "A", "x"), MEANT, v),
        '"A" is too short for a name.',
        policy=CONDITIONS,
    ),
    Broken(
        "condition.from",
        (),
        "condition images awaited --yes",
        lambda s, v, ids: s.acts.condition(["images"], Saying("awaited"), MEANT, v),
        "Say from whom it is awaited",
        policy=CONDITIONS,
    ),
    Broken(
        "condition.reason",
        (),
        "condition images lost",
        lambda s, v, ids: s.acts.condition(["images"], Saying("lost"), MEANT, v),
        "Say why, with --reason.",
        policy=CONDITIONS,
    ),
    Broken(
        "condition.reserve",
        MAIL_UP,
        "condition images met --by Ana --tried x --reserve bedside",
        lambda s, v, ids: s.acts.condition(
            ["images"], Saying("met", "Ana", "x", "bedside"), MEANT, v
        ),
        "A reserve has an end",
        policy=CONDITIONS,
    ),
    Broken(
        "condition.words",
        (),
        "condition images awaited --from Ana --by Zoe",
        lambda s, v, ids: s.acts.condition(
            ["images"], Saying("awaited", "Zoe", source="Ana"), MEANT, v
        ),
        "--by, --tried and --reserve go with the state met only.",
        policy=CONDITIONS,
    ),
    Broken(
        "condition.ahead",
        (),
        "condition images awaited --from Ana --until 2021-01-18T02:10",
        lambda s, v, ids: s.acts.condition(
            ["images"], Saying("awaited", source="Ana", until=v.started), MEANT, v
        ),
        "The end (--until) lies behind us already.",
        read='"2021-01-18T02:10" is over: it is',
        policy=CONDITIONS,
    ),
    Broken(
        "condition.needs",
        (),
        "condition images met --by Ana --tried x",
        lambda s, v, ids: s.acts.condition(["images"], Saying("met", "Ana", "x"), MEANT, v),
        "Images at the bedside cannot be met yet: it waits for Messagerie.",
        policy=CONDITIONS,
    ),
    Broken(
        "condition.suspect",
        (*MAIL_UP, "mark dc1 compromised", "mark dc1 restored"),
        "condition images met --by Ana --tried x",
        lambda s, v, ids: s.acts.condition(["images"], Saying("met", "Ana", "x"), ASKED, v),
        "Images at the bedside stands on what is suspect: ex1. It would be met so.",
        policy=CONDITIONS,
    ),
    Broken(
        "condition.stops",
        (*MAIL_UP, "condition images met --by Ana --tried x"),
        "condition images open --reason wrong",
        lambda s, v, ids: s.acts.condition(
            ["images"], Saying("open"), ASKED._replace(reason="wrong"), v
        ),
        "Images at the bedside is met. That stops Salle 4.",
        policy=CONDITIONS,
    ),
    Broken(
        "pin.itself",
        (),
        "pin ex1 --before ex1 --reason post --yes",
        lambda s, v, ids: s.acts.pin("ex1", "post", before="ex1", shown=v),
        "ex1 cannot stand before itself.",
        "pin.contradiction",
    ),
    Broken(
        "pin.time",
        (),
        "pin ex1 --until 2021-01-18T02:10 --reason post --yes",
        lambda s, v, ids: s.acts.pin("ex1", "post", v.started, shown=v),
        "That time is over.",
        read='"2021-01-18T02:10" is over: it is',
    ),
    Broken(
        "pin.works",
        MAIL_UP,
        "pin ex1 --reason post --yes",
        lambda s, v, ids: s.acts.pin("ex1", "post", shown=v),
        "ex1 works already; there is nothing to put first.",
    ),
    Broken(
        "pin.comes-back",
        ("mark san1 retired",),
        "pin sql1 --reason images --yes",
        lambda s, v, ids: s.acts.pin("sql1", "images", shown=v),
        "sql1 cannot come back",
    ),
    Broken(
        "pin.before-works",
        ("mark dc1 restored",),
        "pin ex1 --before dc1 --reason post --yes",
        lambda s, v, ids: s.acts.pin("ex1", "post", before="dc1", shown=v),
        "dc1 works already; nothing can be put before it.",
    ),
    Broken(
        "pin.contradiction",
        ("pin ex1 --before san1 --reason post --yes",),
        "pin san1 --before ex1 --reason images --yes",
        lambda s, v, ids: s.acts.pin("san1", "images", before="ex1", shown=v),
        "That cannot be as well. Take that pin away first: unpin ex1.",
    ),
    Broken(
        "pin.there",
        (),
        "unpin ex1",
        lambda s, v, ids: s.acts.unpin("ex1", v),
        "ex1 is not pinned.",
    ),
    Broken(
        "evidence.image",
        (),
        "step sql1 rebuild --yes",
        lambda s, v, ids: s.acts.step("sql1", "rebuild", shown=v, meant=True),
        "sql1 is compromised, and no image of it is recorded",
    ),
    Broken(
        "point.restored",
        POINT,
        "mark dc1 clean --point monday --yes",
        lambda s, v, ids: s.acts.mark(["dc1"], "clean", MEANT._replace(point="monday"), v),
        "A restore point (--point) goes with the state restored only.",
    ),
    Broken(
        "point.known",
        POINT,
        "mark dc1 restored --point tuesday --yes",
        lambda s, v, ids: s.acts.mark(["dc1"], "restored", MEANT._replace(point="tuesday"), v),
        'dc1 has no restore point "tuesday". It has monday.',
    ),
    Broken(
        "point.late",
        (*POINT, "compromised-since 2021-01-10T00:00"),
        "mark dc1 restored --point monday --yes",
        lambda s, v, ids: s.acts.mark(["dc1"], "restored", MEANT._replace(point="monday"), v),
        "Restore point monday of dc1: taken when the attacker was in",
    ),
    Broken(
        "point.verdict",
        (*POINT, "restore-point dc1 monday --verdict encrypted"),
        "mark dc1 restored --point monday --yes",
        lambda s, v, ids: s.acts.mark(["dc1"], "restored", MEANT._replace(point="monday"), v),
        "Restore point monday of dc1: encrypted.",
    ),
    Broken(
        "point.again",
        (*POINT, "mark dc1 restored --point monday --yes", "mark dc1 compromised --yes"),
        "mark dc1 restored --point monday --yes",
        lambda s, v, ids: s.acts.mark(["dc1"], "restored", MEANT._replace(point="monday"), v),
        "Restore point monday of dc1: the server was restored from it before, and found "
        "compromised",
    ),
    Broken(
        "point.named",
        POINT,
        "mark dc1 restored",
        lambda s, v, ids: s.acts.mark(["dc1"], "restored", ASKED, v),
        "It is not said from which restore point dc1 was restored.",
        "work.open",
    ),
    Broken(
        "point.unscanned",
        (*POINT, "restore-point dc1 monday --test-restored"),
        "mark dc1 restored --point monday",
        lambda s, v, ids: s.acts.mark(["dc1"], "restored", ASKED._replace(point="monday"), v),
        "Restore point monday of dc1: not scanned yet.",
        "work.open",
    ),
    Broken(
        "point.tested",
        (*POINT, "restore-point dc1 monday --verdict verified"),
        "mark dc1 restored --point monday",
        lambda s, v, ids: s.acts.mark(["dc1"], "restored", ASKED._replace(point="monday"), v),
        "Restore point monday of dc1: never restored for a test.",
        "work.open",
    ),
    Broken(
        "step.result",
        (),
        "step sql1 image --result abc",
        lambda s, v, ids: s.acts.step("sql1", "image", result="abc", shown=v),
        "A SHA-256 is 64 hexadecimal digits; this has 3.",
        policy=GIVES_A_HASH,
    ),
    Broken(
        "step.image",
        (f"evidence sql1 --item a --sha256 {'1' * 64} --tool dd --place safe --protected yes",),
        f"step sql1 image --result {'2' * 64}",
        lambda s, v, ids: s.acts.step("sql1", "image", result="2" * 64, shown=v),
        "That is not the SHA-256 of image a of sql1, which begins 111111111111: this begins 2222",
    ),
    Broken(
        "steps.result",
        (),
        "step sql1 image",
        lambda s, v, ids: s.acts.step("sql1", "image", shown=v),
        "sql1: image gives a SHA-256, and none is told. Say it with --result.",
        policy=GIVES_A_HASH,
    ),
    Broken(
        "steps.required",
        (),
        "mark sql1 restored",
        lambda s, v, ids: s.acts.mark(["sql1"], "restored", ASKED, v),
        "Required and not done on sql1: image and rebuild.",
        "work.open",
        policy="evidence_first = false",
    ),
    Broken(
        "point.name",
        (),
        "restore-point dc1 a/b --taken 2021-01-11T02:00",
        lambda s, v, ids: s.acts.restore_point("dc1", "a/b", v, taken=v.started),
        '"a/b" is no name for it',
    ),
    Broken(
        "point.taken",
        (),
        "restore-point dc1 monday",
        lambda s, v, ids: s.acts.restore_point("dc1", "monday", v),
        "dc1: restore point monday is not known yet. Say when it was taken",
    ),
    Broken(
        "point.past",
        (),
        "restore-point dc1 monday --taken 9000-01-01",
        lambda s, v, ids: s.acts.restore_point("dc1", "monday", v, taken=NOT_YET),
        "is still to come",
        read='"9000-01-01" has not come yet',
    ),
    Broken(
        "point.moved",
        POINT,
        "restore-point dc1 monday --taken 2021-01-12T02:00",
        lambda s, v, ids: s.acts.restore_point("dc1", "monday", v, taken=v.started),
        "restore point monday of dc1 was taken 11/01/2021 02:00",
    ),
    Broken(
        "since.past",
        (),
        "compromised-since 9000-01-01",
        lambda s, v, ids: s.acts.compromised_since(NOT_YET, shown=v),
        "is still to come",
        read='"9000-01-01" has not come yet',
    ),
    Broken(
        "since.later",
        ("compromised-since 2021-01-10T00:00",),
        "compromised-since 2021-01-11T00:00",
        lambda s, v, ids: s.acts.compromised_since(v.started, shown=v),
        "As far as people know the attacker was in since 10/01/2021 00:00 already",
    ),
    Broken(
        "indicators.name",
        (),
        "indicators _",
        lambda s, v, ids: s.acts.indicators(" ", v),
        "Name the set of indicators.",
    ),
    Broken(
        "promise.text",
        (),
        "promise bloc --by 9000-01-01",
        lambda s, v, ids: s.acts.promise("bloc", " ", NOT_YET, v),
        "Say what is promised.",
    ),
    Broken(
        "promise.time",
        (),
        "promise bloc x",
        lambda s, v, ids: s.acts.promise("bloc", "x", None, v),
        "Say by when, with --by.",
        "a time",
    ),
    Broken(
        "promise.ahead",
        (),
        "promise bloc x --by 2021-01-18T00:00",
        lambda s, v, ids: s.acts.promise("bloc", "x", v.started, v),
        "That time lies behind us already.",
        read="2021-01-18T00:00",
    ),
    Broken(
        "handover.person",
        (),
        "handover accept --by root",
        lambda s, v, ids: s.acts.accept_handover("root", (), v),
        '"root" is',
    ),
    Broken(
        "handover.several",
        ("take san1 --operator ana", "take ex1 --operator bob"),
        "handover accept --all",
        lambda s, v, ids: s.acts.accept_handover("", ("san1", "ex1"), v),
        "That takes servers from ana and bob: it says that all of them go.",
    ),
    Broken(
        "aware.person",
        (),
        "aware gdpr --by x",
        lambda s, v, ids: s.acts.aware("gdpr", v.started, "x", v),
        "too short for a name",
    ),
    Broken(
        "aware.past",
        (),
        "aware gdpr --at 9000-01-01",
        lambda s, v, ids: s.acts.aware("gdpr", NOT_YET, shown=v),
        "is still to come",
        read='"9000-01-01" has not come yet',
    ),
    Broken(
        "aware.later",
        ("aware gdpr --at 2021-01-17T21:00 --by Ana",),
        "aware gdpr --at 2021-01-18T00:00",
        lambda s, v, ids: s.acts.aware("gdpr", v.now, shown=v),
        "gdpr: Ana is aware since 17/01/2021 21:00, as far as people know. Its deadlines would",
    ),
    Broken(
        "notified.ref",
        (),
        "notified gdpr",
        lambda s, v, ids: s.acts.notified("gdpr", " ", v),
        "Give the number under which it was notified, with --ref.",
    ),
    Broken(
        "notified.number",
        ("notified gdpr-authority --ref 1",),
        "notified gdpr-authority --ref 2",
        lambda s, v, ids: s.acts.notified("gdpr-authority", "2", v),
        "gdpr-authority was notified under 1 (",
    ),
    Broken(
        "evidence.name",
        (),
        "evidence dc1 --item a/b",
        lambda s, v, ids: s.acts.evidence("dc1", "a/b", {}, v),
        '"a/b" is no name for it',
    ),
    Broken(
        "evidence.of",
        (),
        "evidence dc1 --item E1 --copy derived",
        lambda s, v, ids: s.acts.evidence("dc1", "E1", {"copy": "derived"}, v),
        "Say of which item it was made, with --of.",
    ),
    Broken(
        "evidence.sha256",
        (),
        "evidence dc1 --item E1 --sha256 xyz",
        lambda s, v, ids: s.acts.evidence("dc1", "E1", {"sha256": "xyz"}, v),
        "A SHA-256 is 64 hexadecimal digits",
        "what a journal takes",
    ),
    Broken(
        "hand-over.told",
        ("evidence dc1 --item E1",),
        "hand-over E1 --to police",
        lambda s, v, ids: s.acts.hand_over("E1", HANDED._replace(purpose=" "), v),
        "Say who released it, who received it, where and for what",
    ),
    Broken(
        "evidence.once",
        (f"evidence dc1 --item E1 --sha256 {'a' * 64}",),
        f"evidence dc1 --sha256 {'a' * 64}",
        lambda s, v, ids: s.acts.evidence("dc1", "", {"sha256": "a" * 64}, v),
        "This SHA-256 is recorded already, as item E1 of dc1.",
    ),
    Broken(
        "hand-over.match",
        ("evidence dc1 --item E1",),
        f"hand-over E1 --from lead --to police --place lab --purpose x --before {'a' * 64} "
        f"--after {'b' * 64}",
        lambda s, v, ids: s.acts.hand_over(
            "E1", HANDED._replace(before="a" * 64, after="b" * 64), v
        ),
        "The SHA-256 of E1 does not match: aaaaaaaaaaaa… and bbbbbbbbbbbb….",
    ),
    Broken(
        "point.kept",
        (*POINT, "mark dc1 restored --point monday --yes"),
        "undo {1}",
        lambda s, v, ids: s.acts.undo(ids[0], v),
        "dc1 was restored from point monday",
    ),
    Broken(
        "undo.settlement",
        (*IN_CONFLICT, "settle san1 clean --reason seen"),
        "undo {3}",
        lambda s, v, ids: s.acts.undo(ids[2], v),
        "san1: what settled a conflict is not undone",
    ),
    Broken(
        "undo.conflict",
        IN_CONFLICT,
        "undo {1}",
        lambda s, v, ids: s.acts.undo(ids[0], v),
        "san1 is in conflict: ",
        "undo.latest",
    ),
    Broken(
        "undo.latest",
        ("mark san1 restored", "mark san1 compromised --operator ana"),
        "undo {1}",
        lambda s, v, ids: s.acts.undo(ids[0], v),
        "san1: the act of dba can no longer be undone",
    ),
    Broken(
        "undo.stops",
        MAIL_UP,
        "undo",
        lambda s, v, ids: s.acts.undo(shown=v),
        "Undoing it stops",
    ),
    Broken(
        "undo.added",
        ("add nas1 --site imc --role x", "mark nas1 clean --yes"),
        "undo {1}",
        lambda s, v, ids: s.acts.undo(ids[0], v),
        "1 act stands on nas1: it would count for nothing.",
    ),
    Broken(
        "add.id",
        (),
        "add a=b --site imc --role x",
        lambda s, v, ids: s.acts.add("a=b", FOUND, shown=v),
        '"a=b" cannot be a server',
    ),
    Broken(
        "add.new",
        (),
        "add dc1 --site imc --role x",
        lambda s, v, ids: s.acts.add("dc1", FOUND, shown=v),
        "dc1 is in the plan already",
    ),
    Broken(
        "add.place",
        (),
        "add nas1 --site imc",
        lambda s, v, ids: s.acts.add("nas1", FOUND._replace(role=""), shown=v),
        "Say where nas1 is and what it does",
    ),
    Broken(
        "add.stops",
        MAIL_UP,
        "add nas1 --site imc --role x --for mail",
        lambda s, v, ids: s.acts.add("nas1", FOUND._replace(needed_by=("mail",)), shown=v),
        "Nobody knows how nas1 stands. What needs it waits for it then. That stops Messagerie.",
    ),
    Broken(
        "end.reason",
        (),
        f"close --yes {' '.join(f'--exception {each}=x' for each in NOT_DONE)}",
        lambda s, v, ids: s.acts.close(NOT_DONE, MEANT, v),
        "Say what the recovery ends with",
    ),
    Broken(
        "end.exceptions",
        (),
        f"{CLOSE} --yes --exception mail=x",
        lambda s, v, ids: s.acts.close({**NOT_DONE, "mail": "x"}, ENDS, v),
        "Nothing about mail hinders the end",
    ),
    Broken(
        "end.done",
        (),
        "close --reason over --yes",
        lambda s, v, ids: s.acts.close({}, ENDS, v),
        "The recovery cannot be closed, 2 things do not hold: Bloc IMC (bloc: down, not",
    ),
    Broken(
        "end.there",
        (),
        "reopen --reason again",
        lambda s, v, ids: s.acts.reopen(ENDS, v),
        "The recovery was not closed; it goes on.",
    ),
    Broken(
        "end.meant",
        (),
        CLOSE,
        lambda s, v, ids: s.acts.close(NOT_DONE, ENDS._replace(meant=False), v),
        "This ends the recovery for everybody.",
    ),
    Broken(
        "end.over",
        (f"{CLOSE} --yes",),
        "take dc1",
        lambda s, v, ids: s.acts.take(["dc1"], shown=v),
        "The recovery was closed by dba at",
    ),
)


def rule_of(broken: Broken) -> Rule[Any]:
    (rule,) = (rule for rule in registry.every_rule() if rule.id == broken.rule)
    return rule


def acts(here: CommandLine) -> list[str]:
    """The ids of the events so far, but for those that tell of the plan."""
    with closing(Session(here.plan, operator="dba")) as session:
        return [e.id for e in session.record.acts if e.kind != "plan.seen"]


def prepared(here: CommandLine, broken: Broken) -> list[str]:
    plan = here.plan.read_text(encoding="utf-8")
    if broken.rule == "evidence.image":
        plan = plan.replace('"evidence.image" = "off"', '"evidence.image" = "reason"')
    if broken.not_before:
        plan = plan.replace("san1 = {", "san1 = { not_before = 2099-01-01T00:00:00Z,", 1)
    if broken.unplugged:
        plan = plan.replace("[sites.imc]", "unplugged = true\n[sites.imc]", 1)
    plan = f"{plan}[policy]\n{broken.policy}\n"
    practising = plan.replace("[incident]", "[incident]\ndrill = true", 1)
    here.plan.write_text(practising if broken.practised else plan, encoding="utf-8")
    for line in broken.before:
        here.done(*line.split())
    here.plan.write_text(practising if broken.practises else plan, encoding="utf-8")
    return acts(here)


@contextmanager
def without(rule: str, patched: pytest.MonkeyPatch) -> Iterator[None]:
    """The registry as if it had no such rule."""
    with patched.context() as patch:
        known = registry.rules_of
        patch.setattr(
            registry,
            "rules_of",
            lambda act, again=None: [each for each in known(act, again) if each.id != rule],
        )
        yield


def test_every_rule_is_broken_here_and_no_other() -> None:
    assert {rule.id for rule in registry.every_rule()} == {broken.rule for broken in WAYS}


@pytest.mark.parametrize("broken", WAYS, ids=[broken.rule for broken in WAYS])
def test_a_verb_that_breaks_a_rule_says_so_and_writes_nothing(
    here: CommandLine, broken: Broken, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = prepared(here, broken)
    words = [word.strip("'").format("", *before) for word in broken.words.split()]
    answer = here.typed(*words)
    assert (rule_of(broken).effect.error.exit_code, "") == (answer.code, answer.out)
    assert (broken.read or broken.says) in answer.err.replace("\n", " ")
    assert before == acts(here)
    with without(broken.rule, monkeypatch):
        answer = here.typed(*words)
    if broken.next or broken.read:
        assert 0 != answer.code
        assert broken.says not in answer.err
    else:
        assert 0 == answer.code, answer
        assert before == acts(here)[: len(before)] != acts(here)


@pytest.mark.parametrize("broken", WAYS, ids=[broken.rule for broken in WAYS])
def test_a_key_that_breaks_a_rule_says_so_and_writes_nothing(
    here: CommandLine, broken: Broken, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = prepared(here, broken)
    with closing(Session(here.plan, operator="dba", host="test")) as session:
        shown = session.look()
        with pytest.raises(rule_of(broken).effect.error) as refused:
            broken.act(session, shown, before)
        assert rule_of(broken).effect.error is type(refused.value)
        assert broken.says in str(refused.value)
        assert before == acts(here)
        with without(broken.rule, monkeypatch):
            if broken.next:
                with pytest.raises(ChwapiError) as refused:
                    broken.act(session, shown, before)
                assert broken.says not in str(refused.value)
            else:
                assert broken.act(session, shown, before)


@pytest.mark.parametrize(
    "broken", [each for each in WAYS if rule_of(each).effect is ASKS], ids=lambda each: each.rule
)
def test_what_asks_is_written_once_somebody_says_that_it_is_meant(
    here: CommandLine, broken: Broken
) -> None:
    before = prepared(here, broken)
    words = [word.format("", *before) for word in broken.words.split()]
    assert 0 == here.typed(*words, "--yes").code
    assert before != acts(here)
