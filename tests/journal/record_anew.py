"""`python -m journal.record_anew`: does the recorded acts once more and keeps what they wrote, and
what is made of it. For who adds an act at the end of `recorded_acts`: what is there stays what it is."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.heads import key_of
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.recovery.acts.open_steps import deed_in_full
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.things.notes import note_in
from hospitals import NOW, plan_of, record_of
from journal.recorded_acts import ELSEWHERE, HOSPITAL, PLAN, RECORDED, WRITTEN, acted


def each_event(record: Record) -> dict[str, Any]:
    """What is made of each event by itself, by its id."""
    shown = _shown(record)
    return {
        event.id: {
            "act": event.act[1],
            "key": key_of(event),
            "before": event.before.plain() if event.before else None,
            "after": event.after.plain() if event.after else None,
            "note": note_in(event),
            "words": str(deed_in_full(shown, event)),
        }
        for event in sorted(record.events, key=lambda event: event.order)
    }


def states(record: Record) -> dict[str, Any]:
    """What stands in the end, by all of them."""
    shown = _shown(record)
    situation, ids = shown.situation, {event.hash: event.id for event in record.events}
    return {
        "servers": {
            name: {
                **state.standing.plain(),
                "conflict": state.conflict,
                "heads": [head.id for head in state.heads],
                "works": shown.works(name),
            }
            for name, state in situation.servers.items()
        },
        "services": {name: state.status for name, state in shown.services.items()},
        "steps": {" ".join(key): act.id for key, act in sorted(situation.steps.items())},
        "notes": {
            subject: [event.id for event in notes]
            for subject, notes in sorted(situation.notes.items())
        },
        "heads": {
            key: sorted(ids[digest] for digest in heads)
            for key, heads in sorted(situation.head_ids.items())
        },
        "undone": sorted(ids[digest] for digest in situation.undone),
        "not in the plan": list(situation.not_in_plan),
        "pins": [
            {
                "subject": pin.subject,
                "reason": pin.reason,
                "before": pin.before,
                "until": str(pin.until),
                "event": pin.event.id,
            }
            for pin in situation.pins
        ],
        "signed off": {
            service: {"by": signed.by, "tried": signed.tried, "without": sorted(signed.without)}
            for service, signed in {**situation.lapsed, **situation.sign_offs}.items()
        },
        "lapsed": sorted(situation.lapsed),
        "names": dict(sorted(situation.spellings.items())),
        "plans": [event.id for event in record.plans],
    }


def _shown(record: Record) -> View:
    return view(plan_of(HOSPITAL), record, NOW + timedelta(hours=3))


def record_anew() -> None:
    """Does the acts, and writes what came of them. SystemExit where an event that was recorded would
    not be written as it was: then the program is wrong, or the act is another one."""
    with pytest.MonkeyPatch.context() as patched, TemporaryDirectory() as folder:
        written = [event.body for event in acted(Path(folder), patched)]
    for number, (now, then) in enumerate(zip(written, WRITTEN, strict=False), 1):
        if now != then:
            raise SystemExit(f"event {number} is no longer written as it was recorded")
    (RECORDED / "written.jsonl").write_bytes(b"".join(body + b"\n" for body in written))
    everything = [unsealed(body) for body in (*written, *ELSEWHERE)]
    record = record_of(everything)
    _keep("events.json", each_event(record))
    _keep("states.json", states(record))
    with TemporaryDirectory() as folder:
        plan = Path(folder, "inventory.toml")
        plan.write_text(PLAN, encoding="utf-8")
        store = SqliteStore(plan.with_suffix(".journal"))
        store.receive(everything)
        store.close()
        log, audit = (_printed(plan, verb) for verb in ("log", "audit"))
    _keep("log.json", [_without(line, "signed") for line in log])
    _keep("audit.json", _without(audit[0], "unsigned", "unchecked", "open_to_all"))


def _printed(plan: Path, verb: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "chwapi_console", "-i", str(plan), verb, "--json"]
    said = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in said.stdout.splitlines()]


def _without(printed: dict[str, Any], *names: str) -> dict[str, Any]:
    """What does not depend on the machine: whether there is OpenSSH, and who may write a folder."""
    return {name: value for name, value in printed.items() if name not in names}


def _keep(name: str, value: object) -> None:
    told = json.dumps(value, ensure_ascii=False, indent=1)
    (RECORDED / name).write_text(told + "\n", encoding="utf-8")


if __name__ == "__main__":
    record_anew()
