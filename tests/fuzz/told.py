"""What forged events say of conditions, restore points, evidence, servers that were found and the end:
most often as the program writes it, with times, ids and texts of the forger's choice."""

from random import Random
from typing import Any

from fuzz.oddities import text, value

FAR = (
    "2026-01-02T00:00:00Z",
    "2026-12-01T00:00:00Z",
    "9998-12-31T23:59:59-23:59",
    "0002-01-01T00:00:00+14:00",
)
HASHES = ("ab" * 32, "cd" * 32, "")
KINDS = (
    "step.failed",
    "condition.said",
    "condition.undone",
    "point.told",
    "point.undone",
    "compromised.since",
    "compromised.since.undone",
    "indicators.known",
    "indicators.undone",
    "evidence.taken",
    "evidence.undone",
    "evidence.handed",
    "evidence.handed.undone",
    "added",
    "added.undone",
    "closed",
    "reopened",
    "end.undone",
    "came.loose",
    "aware",
    "aware.undone",
    "notified",
    "notified.undone",
    "promised",
    "promise.undone",
    "handover.accepted",
    "handover.undone",
)
SUBJECTS = {
    "condition": ("paper", "films", "accepted v", "v"),
    "point": ("a1", "b1", "nas9", "v"),
    "compromised": ("record", "a1", "b1", "zzz"),
    "indicators": ("record", "a1"),
    "evidence": ("a1", "b1", "nas9"),
    "added": ("nas9", "nas8", "a1", "A1", "v", "--help", "record", "nas9\u200b"),
    "closed": ("record", "a1"),
    "reopened": ("record", "a1"),
    "end": ("record", "v"),
    "came": ("record",),
    "aware": ("record", "record", "a1"),
    "notified": ("record", "record", "v"),
    "promised": ("record", "v", "a1", "zzz"),
    "promise": ("record", "v", "a1"),
    "handover": ("record", "record", "a1"),
    "step": ("a1", "b1", "v"),
}
"""What they are about, by how their kind begins: most often what it may be."""


def subject_of(kind: str, random: Random) -> str:
    """What an event of one of these kinds is about."""
    return random.choice(SUBJECTS[kind.partition(".")[0]])


def data_of(kind: str, random: Random) -> dict[str, Any]:
    """What an event of one of these kinds says."""
    begun = kind.partition(".")[0]
    if kind == "came.loose":
        return random.choice(({"claims": ["ab" * 32] * random.choice((1, 9))}, {"came": 3}))
    if begun == "step":
        return {
            "step": random.choice(("image", "test", text(random))),
            "before": "open",
            "after": "failed",
            "reason": text(random),
            "result": random.choice(("", "p1", "ab" * 32, text(random))),
        }
    if begun == "compromised":
        said = {"before": random.choice(("", *FAR)), "after": random.choice(("", *FAR))}
        return {**said, **random.choice(({}, {"server": random.choice(("a1", "", "zzz"))}))}
    if begun == "indicators":
        return {"before": random.choice(("", "one")), "after": random.choice(("two", text(random)))}
    named = {
        "point": {"point": "p1"},
        "evidence": {"item": "i1"},
        "aware": {"law": random.choice(("gdpr", "nis2-be", "none"))},
        "promised": {"promise": random.choice(("v-0001", "record-0002"))},
        "promise": {"promise": random.choice(("v-0001", "record-0002"))},
        "notified": {"duty": random.choice(("gdpr-authority", "nis2-be-early", "none"))},
    }.get(begun, {})
    terms = random.choice((None, _terms(kind, random), _terms(kind, random)))
    return {
        **{name: random.choice((what, what, text(random))) for name, what in named.items()},
        "before": random.choice((None, _terms(kind, random))),
        "after": terms,
        **random.choice(({}, {"reason": text(random)})),
    }


def _terms_of_what_is_told(begun: str, random: Random) -> Any:
    match begun:
        case "aware":
            return {"at": random.choice(FAR), "by": text(random)}
        case "promised" | "promise":
            state = random.choice(("open", "kept", "broken"))
            return {"text": text(random), "by": random.choice(FAR), "state": state}
        case "handover":
            return {"by": text(random), "servers": random.choice(([], ["a1"], [text(random)]))}
    return {"ref": random.choice(("4711", text(random)))}


def _terms(kind: str, random: Random) -> Any:
    if random.random() < 0.03:
        return value(random)
    match kind.partition(".")[0]:
        case "condition":
            return {
                "state": random.choice(("met", "met", "awaited", "lost", "open")),
                "by": text(random),
                "tried": text(random),
                "until": random.choice(("", "", *FAR)),
                "reserve": random.choice(("", text(random))),
                "source": random.choice(("", text(random))),
                "servers": random.choice(([], ["a1", "b1"], ["nas9", text(random)])),
                "suspect": random.choice(([], ["a1"])),
            }
        case "point":
            return {
                "taken": random.choice(FAR),
                "verdict": random.choice(("verified", "compromised", "encrypted", "unknown")),
                "by": text(random),
                "indicators": random.choice(("", "one", text(random))),
                "tested": random.choice((True, False)),
            }
        case "evidence" if ".handed" in kind:
            return {
                "released": text(random),
                "received": text(random),
                "at": random.choice(FAR),
                "before": random.choice(HASHES),
                "after": random.choice(HASHES),
            }
        case "evidence":
            return {
                "made": random.choice(("image", "memory", "logs", "other")),
                "taken": random.choice(FAR),
                "sha256": random.choice(HASHES),
                "place": text(random),
                "protected": random.choice(("", "yes", "no")),
                "copy": random.choice(("original", "working-copy", "derived")),
                "of": random.choice(("", "i1", "i2")),
            }
        case "aware" | "promised" | "promise" | "handover" | "notified" as begun:
            return _terms_of_what_is_told(begun, random)
        case "added":
            return {
                "site": random.choice(("s", "s", "t")),
                "role": text(random) or "x",
                "needs": random.choice(([], ["a1"], ["nas9"], [["a1", "nas8"]], ["w"])),
                "needed_by": random.choice(([], ["v"], ["a1"], ["nas9", "paper"])),
                "restore": random.choice(([], [1, 2, 3])),
                "runbook": random.choice(("", "r", "nowhere")),
            }
    ending = {"reason": text(random), "exceptions": {text(random): text(random)}}
    return random.choice((ending, {"reason": "over", "exceptions": {}}))
