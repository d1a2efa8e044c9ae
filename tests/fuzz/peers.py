"""Journals of peers, forged event by event: kinds, subjects, standings, pins, sign-offs, steps,
plans, what was seen, clocks, targets, acts said anew; under their own origin, each other's, and
ours. And bytes of journals that were damaged."""

import hashlib
from collections.abc import Mapping
from random import Random
from typing import Any
from uuid import UUID

from fuzz import told
from fuzz.case import OURS, Case, Forgery, Step
from fuzz.oddities import changed, damaged, text, value
from fuzz.prepared import PLAN, SERVERS, SERVICES, STEPS, journal_bytes

STATE_KINDS = ("marked", "taken", "dropped", "settled", "undone")
KINDS = (
    *STATE_KINDS,
    "step.done",
    "step.skipped",
    "step.undone",
    "pinned",
    "unpinned",
    "pin.undone",
    "accepted",
    "accepted.undone",
    "noted",
    "note.undone",
    "plan.seen",
    "exported",
    "key.made",
    "signed",
    *told.KINDS,
)
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOVVrFIeDWmk3yDoo+638q5v1MjeID82TXRqk+wxqwg/"
KEYED = f"ward-k{hashlib.sha256(f'ward {KEY} 5a17'.encode()).hexdigest()[:16]}"
"""The name of an origin that is born with this key."""
ORIGINS = (
    "evil-00000001",
    "evil-00000002",
    "ward-00000003+deadbeef",
    OURS,
    KEYED,
    f"{KEYED}+deadbeef",
)
IDS = (*SERVERS, *SERVICES)
LOOKS = (
    ("show", "a1"),
    ("show", "v"),
    ("log",),
    ("progress",),
    ("forecast",),
    ("services",),
    ("services", "--json"),
    ("queue",),
    ("next",),
    ("undo",),
    ("settle", "a1", "clean", "--reason", "r", "--yes"),
    ("unpin", "v"),
    ("unpin", "w"),
    ("accept", "v", "--by", "x", "--tried", "y", "--yes"),
    ("export", "evidence", "e.zip", "--purpose", "p"),
    ("export", "plan", "o.toml"),
    ("diff",),
    ("mark", "a1", "b1", "restored", "--yes"),
    ("take", "a1"),
    ("drop", "a1", "--yes"),
    ("step", "a1", "image", "--yes"),
    ("show", "a1", "--json"),
    ("show", "v", "--json"),
    ("progress", "--json"),
    ("forecast", "--json"),
    ("log", "--lang", "fr"),
    ("queue", "--lang", "fr"),
    ("log", "--since", "00:00"),
    ("undo", "--yes"),
    ("conditions",),
    ("conditions", "--json"),
    ("queue", "--for", "ward"),
    ("custody",),
    ("custody", "a1", "--json"),
    ("show", "nas9"),
    ("show", "paper"),
    ("condition", "paper", "films", "open", "--reason", "r", "--yes"),
    ("condition", "films", "met", "--by", "Ana", "--tried", "x", "--yes"),
    ("restore-point", "a1", "p1", "--verdict", "verified", "--tool", "x", "--yes"),
    ("compromised-since", "2026-01-01T00:30", "--yes"),
    ("indicators", "three", "--yes"),
    ("evidence", "a1", "--item", "i1", "--place", "safe", "--yes"),
    ("hand-over", "i1", "--from", "x", "--to", "y", "--place", "z", "--purpose", "p", "--yes"),
    ("add", "nas9", "--site", "s", "--role", "x", "--yes"),
    ("mark", "nas9", "clean", "--yes"),
    ("mark", "a1", "restored", "--point", "p1", "--yes"),
    ("clocks",),
    ("handover",),
    ("handover", "--json"),
    ("promise", "v", "--kept"),
    ("promise", "v", "x", "--by", "9000-01-01", "--yes"),
    ("handover", "accept", "--all", "--yes"),
    ("note", "--hypothesis", "x"),
    ("clocks", "--json"),
    ("aware", "gdpr", "--yes"),
    ("notified", "gdpr", "--ref", "x", "--yes"),
    ("close", "--reason", "r", "--yes"),
    ("reopen", "--reason", "r", "--yes"),
)


def standing(random: Random) -> dict[str, Any]:
    """A server's standing, most often a sound one."""
    made: dict[str, Any] = {
        "verdict": random.choice(("unknown", "clean", "compromised")),
        "work": random.choice(("", "", "restoring", "restored", "verified", "blocked", "retired")),
        "holder": random.choice(("", "eve", text(random))),
        "reason": random.choice(("", text(random))),
        "replacement": random.choice(("", "", "a1", "b1", "nobody", text(random))),
        **random.choice(({}, {}, {"second": random.choice(("dba", text(random)))})),
    }
    return made


def data_of(kind: str, random: Random) -> dict[str, Any]:
    """What an event of that kind has to say, as the program writes it."""
    target = random.choice((str(_id(random)), OURS, text(random)))
    made: dict[str, Any]
    if kind in STATE_KINDS:
        made = {"before": standing(random), "after": standing(random)}
        return {**made, "target": target} if kind == "undone" else made
    if kind in told.KINDS:
        made = told.data_of(kind, random)
        return {**made, "target": target} if kind.endswith("undone") else made
    if kind.startswith("step."):
        states = ("open", "done", "skipped")
        made = {
            "step": random.choice((*STEPS, text(random))),
            "before": random.choice(states),
            "after": random.choice(states),
        }
        return {**made, "target": target} if kind == "step.undone" else made
    if kind.startswith(("pin", "unpin")):
        pin = {
            "reason": text(random),
            "until": random.choice(
                ("", "2026-12-01T00:00:00Z", "9998-12-31T23:59:59-23:59", text(random))
            ),
            "before": random.choice(("", "a1", "w", text(random))),
        }
        return {
            "before": random.choice((None, pin)),
            "after": random.choice((None, pin)),
            **({"target": target} if kind == "pin.undone" else {}),
        }
    if kind.startswith("accepted"):
        signed = {
            "by": text(random),
            "tried": text(random),
            "servers": random.choice(([], ["a1", "b1"], [text(random)])),
            **random.choice(({}, {"without": ["c1"]})),
        }
        return {
            "before": random.choice((None, signed)),
            "after": random.choice((None, signed)),
            **({"target": target} if kind == "accepted.undone" else {}),
        }
    if kind == "plan.seen":
        plan = random.choice(
            (PLAN, PLAN.replace("tier = 1", "tier = 5"), text(random), "x = " + "[" * 500)
        )
        digest = hashlib.sha256(plan.encode("utf-8", "surrogatepass")).hexdigest()
        return random.choice(
            (
                {"digest": digest, "text": plan},
                {"digest": digest},
                {"digest": "ab" * 32, "text": plan},
            )
        )
    if kind == "key.made":
        return {
            "key": random.choice((KEY, KEY, text(random))),
            "salt": random.choice(("5a17", "5a17", text(random))),
        }
    if kind == "signed":
        content = random.choice(("U1NIU0lH", "A=", "")) + "A" * 200
        armoured = f"-----BEGIN SSH SIGNATURE-----\n{content}\n-----END SSH SIGNATURE-----\n"
        return {
            "seq": random.choice((1, 2, 0, text(random))),
            "hash": random.choice(("ab" * 32, "0" * 64, text(random))),
            "signature": random.choice((armoured, text(random))),
        }
    if kind == "exported":
        return {
            "purpose": text(random),
            "events": random.choice((1, 10**30, text(random))),
            "head": text(random),
        }
    kinds_of_note = ({"told": text(random)}, {"hypothesis": True}, {"settles": "ab" * 32})
    more = random.choice(({}, {}, *kinds_of_note, {"outcome": "eliminated", **kinds_of_note[2]}))
    return {
        "text": text(random),
        **more,
        **({"target": target} if kind == "note.undone" else {}),
    }


BESIDE: Mapping[str, Any] = {
    "act": "x",
    "done_at": "2026-01-02T00:00:00Z",
    "note": "n",
    "target_hash": "ab" * 32,
    "digest": "ab" * 32,
    "result": "r",
    "reason": "r",
    "overridden": {"role.listed": "r", "work.open": "r", "later.rule": "r"},
    "meant": ["role.listed", "service.stops"],
    "point": "p1",
    "awaits": "b1",
    "until": "2026-12-02T00:00:00Z",
    "step": "image",
    "text": "t",
    "purpose": "p",
    "keeps": {
        "origin": "o",
        "seq": 1,
        "hash": "ab" * 32,
        "id": "x",
        "prev": "0" * 64,
        "saw": {"p": [1, "ab" * 32]},
    },
    "open": {
        "steps": 1,
        "of": 2,
        "not_taken": True,
        "unexamined": True,
        "held_by": "x",
        "waits_for": ["a1"],
        "blocked": "x",
    },
    "cost": {
        "later": {"v": 5},
        "sooner": {"w": 9},
        "expected": {"p50": "2026-01-02T00:00:00Z", "p90": "2026-01-03T00:00:00Z"},
        "without": {"p50": "x", "p90": "y"},
    },
}
"""What the program reads of an event's data beside what its kind must have."""


def part(random: Random) -> dict[str, Any]:
    """What one event has of its own."""
    kind = random.choice((*KINDS, *KINDS, text(random)))
    made: dict[str, Any] = {
        "id": str(_id(random)),
        "kind": kind,
        "subject": _subject(kind, random),
        "data": data_of(kind, random),
    }
    if random.random() < 0.5:
        made["origin"] = random.choice(ORIGINS)
    if random.random() < 0.3:
        made["data"] = changed(made["data"], random)
    if random.random() < 0.3 and isinstance(made["data"], dict):
        name = random.choice(list(BESIDE))
        made["data"] = {
            **made["data"],
            name: changed(BESIDE[name], random) if random.random() < 0.7 else _keeps(random),
        }
    if random.random() < 0.2:
        made["saw"] = random.choice((_saw(random), value(random)))
    if random.random() < 0.25:
        made[
            random.choice(
                (
                    "lamport",
                    "seq",
                    "at",
                    "operator",
                    "host",
                    "prev",
                    "id",
                    "origin",
                    "subject",
                    "kind",
                )
            )
        ] = value(random)
    if random.random() < 0.1:
        made["lamport"] = random.choice((2, 5, 100, 10**6, 10**6 + 50, 2**53 - 1, 2**53, 2**52))
    if random.random() < 0.1:
        made["at"] = random.choice(
            (
                "1999-01-01T00:00:00Z",
                "9998-12-31T23:59:59Z",
                "0002-01-01T00:00:00+14:00",
                "2026-01-01",
                text(random),
            )
        )
    if random.random() < 0.05:
        made["id"] = OURS
    if random.random() < 0.08:
        made["replace"] = random.choice(
            (
                ('"kind":', '"kind": '),
                ('"subject":', '"extra":1,"subject":'),
                ("{", "{{"),
                ('"text":"', '"text":NaN,"x":"'),
                (":", "="),
                ('"at":', '"at":"x","at":'),
                ("a", "\udc80"),
                ('"data":{', '"data":{"z":' + "[" * 990 + "]" * 990 + ","),
                ("1", "1e999"),
                ('"data":', '"data":{"z":' + "9" * 5000 + '},"x":'),
            )
        )
    return made


def _subject(kind: str, random: Random) -> str:
    if kind in told.KINDS and random.random() < 0.9:
        return told.subject_of(kind, random)
    return random.choice(
        (*IDS, *IDS, "plan", "record", "sign-off v", "pin v", "a1/image", text(random))
    )


def _id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128))


def _saw(random: Random) -> dict[str, Any]:
    return {
        random.choice((*ORIGINS[:3], "nobody-00000000", text(random))): [
            random.choice((1, 2, 99, 2**53 - 1)),
            random.choice(("0" * 64, "ab" * 32, text(random))),
        ]
        for _ in range(random.randrange(3))
    }


def _keeps(random: Random) -> Any:
    made = {
        "origin": random.choice(ORIGINS[:3]),
        "seq": random.choice((1, 2, 10**6)),
        "hash": "ab" * 32,
    }
    if random.random() < 0.5:
        made |= {"id": str(_id(random)), "prev": "0" * 64, "saw": {}}
    return changed(made, random) if random.random() < 0.5 else made


def forgery(random: Random) -> Forgery:
    """A journal with up to a dozen forged events, some after ours, some in the place of our last
    ones."""
    after_ours = random.random() < 0.4
    parts = [part(random) for _ in range(random.randrange(1, 13))]
    if not after_ours:
        parts = [
            {**each, "origin": "evil-00000009"} if each.get("origin") == OURS else each
            for each in parts
        ]
    return Forgery(
        tuple(parts),
        after_ours,
        random.choice((0, 0, 1, 3)) if after_ours else 0,
        _statements(random),
    )


STATEMENTS = (
    "DROP TRIGGER event_is_never_updated",
    "UPDATE event SET hash = 'x' WHERE position = 2",
    "UPDATE event SET body = zeroblob(300) WHERE position = 2",
    "UPDATE event SET seq = seq + 100 WHERE position > 2",
    "UPDATE event SET id = id || 'x'",
    "UPDATE event SET position = 9223372036854775807 WHERE position = 1",
    "UPDATE event SET body = CAST('X' || substr(body, 2) AS BLOB) WHERE position = 1",
    "UPDATE event SET origin = origin || 'x'",
    "UPDATE event SET hash = substr(hash, 1, 10) || char(1) WHERE position = 1",
    "UPDATE event SET seq = -1 WHERE position = 1",
    "DROP TRIGGER event_is_never_deleted",
    "DELETE FROM event WHERE position = 2",
    "DELETE FROM event",
    "DROP TABLE own_origin",
    "CREATE VIEW odd AS SELECT 1",
    "CREATE TRIGGER odd BEFORE INSERT ON event BEGIN SELECT RAISE(IGNORE); END",
    "CREATE TABLE odd (x)",
    "PRAGMA user_version = 3",
    "PRAGMA user_version = 1",
    "PRAGMA application_id = 7",
    "DROP TABLE event",
    "ALTER TABLE event RENAME TO other",
    "INSERT INTO own_origin VALUES ('evil', 'm', 1, 'x')",
    "PRAGMA journal_mode = DELETE",
    (
        "CREATE TABLE stopped (origin TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL, "
        "since TEXT NOT NULL) STRICT"
    ),
    "INSERT INTO stopped VALUES ('evil-00000001', 1, 'x', 'y')",
    "UPDATE own_origin SET since = 'x', machine = char(27)",
)


def _statements(random: Random) -> tuple[str, ...]:
    if random.random() < 0.75:
        return ()
    chosen = random.sample(STATEMENTS, random.randrange(1, 4))
    return ("DROP TRIGGER event_is_never_updated", "DROP TRIGGER event_is_never_deleted", *chosen)


EVERYTHING = tuple(
    map(
        Step,
        (
            ("note", "c1", "x", "--yes"),
            ("log", "--json"),
            ("queue",),
            ("audit",),
            ("sync", "fresh.journal"),
        ),
    )
)


def _looks(random: Random) -> list[Step]:
    return [Step(words) for words in random.sample(LOOKS, 3)]


def peer(random: Random) -> Case:
    """A peer that is given to `sync`, with and without `--keep-fork`; then looked at and acted
    upon."""
    forged: dict[str, Forgery] = {"peer.journal": forgery(random)}
    keep = ("--keep-fork",) if random.random() < 0.4 else ()
    steps = [Step(("sync", "peer.journal", *keep))]
    if random.random() < 0.25:
        forged["other.journal"] = forgery(random)
        steps += [Step(("sync", "other.journal", *keep)), Step(("sync", "peer.journal", *keep))]
    return Case("peer", forged=forged, steps=(*steps, *_looks(random)))


def inside(random: Random) -> Case:
    """Forged rows within our own journal, as an early program or somebody with an editor of
    databases let them in."""
    return Case(
        "inside",
        forged={"inventory.journal": forgery(random)},
        steps=(*_looks(random), *EVERYTHING),
    )


def journal(random: Random) -> Case:
    """A journal whose bytes were damaged, as ours, or as a peer's."""
    data = damaged(journal_bytes(), random)
    if random.random() < 0.4:
        return Case(
            "journal",
            {"peer.journal": data},
            steps=(Step(("sync", "peer.journal")), *_looks(random)),
        )
    files: dict[str, bytes] = {"inventory.journal": data}
    if random.random() < 0.2:
        beside = random.choice(("inventory.journal-wal", "inventory.journal-shm"))
        files[beside] = random.randbytes(random.choice((0, 1, 32, 4096, 40_000)))
    return Case("journal", files, steps=(*_looks(random), *EVERYTHING))


def is_a_peer(case: Case) -> bool:
    """Whether our own journal was left alone."""
    return "inventory.journal" not in case.files and "inventory.journal" not in case.forged


def of(plain: Mapping[str, Any]) -> Case:
    """A case of one forged event that a peer brings."""
    return Case(
        "peer", forged={"peer.journal": Forgery((plain,))}, steps=(Step(("sync", "peer.journal")),)
    )
