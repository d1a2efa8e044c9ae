"""The record as files that anybody can check without this program.

Stored bytes, one event to a line, and sums over all.
"""

import json
import os
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

from chwapi_console.errors import JournalError, RequestError
from chwapi_console.inventory.edit.replace import refuse_existing, write_new
from chwapi_console.journal.kinds.record_kinds import PlanSeen
from chwapi_console.journal.record.events import Event, hash_of, in_first_place
from chwapi_console.journal.record.record import Reference
from chwapi_console.journal.signing.signatures import NAMESPACE, Statement, birth_key, named_by
from chwapi_console.text import say

SUMS, KEPT, LOOSE, FAULTS, SIGNERS = (
    "SHA256SUMS",
    "kept.jsonl",
    "loose.txt",
    "faults.txt",
    "signatures/signers",
)
NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._+-]")


def event_files(events: Sequence[Event]) -> dict[str, bytes]:
    """A file for each origin, its events in their order, each line the stored bytes.

    The name says which origin, roughly.
    """
    by_origin: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda event: event.seq):
        by_origin.setdefault(event.origin, []).append(event)
    return {
        f"events/{number:02}-{NOT_IN_A_NAME.sub('_', origin)[:60]}.jsonl": b"".join(
            event.body + b"\n" for event in of_origin
        )
        for number, (origin, of_origin) in enumerate(sorted(by_origin.items()), 1)
    }


def plan_files(plans: Sequence[Event]) -> dict[str, bytes]:
    """Each plan text that the record keeps, named after its SHA-256."""
    texts = (
        text.encode(errors="backslashreplace")
        for event in plans
        if (text := event.says(PlanSeen).text) is not None
    )
    return {f"plans/{hash_of(text)}.toml": text for text in texts}


def kept_files(events: Sequence[Event]) -> dict[str, bytes]:
    """The acts that forks had said anew, each in the bytes of its first place.

    Their hashes need not be taken on trust.
    """
    first = sorted({in_first_place(event).body for event in events if event.shows_first})
    return {KEPT: b"".join(body + b"\n" for body in first)} if first else {}


def loose_files(loose: Iterable[Reference]) -> dict[str, bytes]:
    """What events from elsewhere claim to have seen and never came, as it stands in them.

    `"ORIGIN":[SEQ,"HASH"]`.
    """
    named = {
        f"{json.dumps(origin, ensure_ascii=False)}:[{seq},{json.dumps(digest, ensure_ascii=False)}]\n"
        for _, (origin, seq), digest in loose
    }
    return {LOOSE: b"".join(sorted(line.encode(errors="backslashreplace") for line in named))}


def signature_files(proofs: Iterable[tuple[Event, Statement | None]]) -> dict[str, bytes]:
    """The keys of origins in the form that `ssh-keygen -Y verify` reads, and what each signed last.

    Each stands under the end of its origin's name, which is a digest of `.birth`. None where no
    origin has a key.
    """
    signers, files = [], {}
    for birth, last in proofs:
        name = birth.origin.rpartition("-")[2]
        signers.append(f'{name} namespaces="{NAMESPACE}" {birth_key(birth)}\n')
        files[f"signatures/{name}.birth"] = named_by(birth)
        if last is not None:
            files[f"signatures/{name}.hash"] = f"{last.digest}\n".encode()
            files[f"signatures/{name}.sig"] = last.signature.encode()
    return {SIGNERS: "".join(signers).encode(), **files} if signers else {}


def write_archive(path: Path, files: Mapping[str, bytes], at: datetime) -> str:
    """Writes the files and their sums (`SHA256SUMS`, as sha256sum reads it) as one zip.

    Gives the SHA-256 of the sums.

    RequestError where the file is there already, JournalError where it cannot be written; then
    nothing is left of it. A zip knows the years 1980 to 2107: a clock that says another is told as
    the nearest of these.
    """
    sums = "".join(
        f"{hash_of(content)}  {name}\n" for name, content in sorted(files.items())
    ).encode()
    moment = (min(max(at.year, 1980), 2107), *at.timetuple()[1:6])
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted({**files, SUMS: sums}.items()):
            archive.writestr(zipfile.ZipInfo(name, moment), content, zipfile.ZIP_DEFLATED)
    refuse_existing(path)
    try:
        write_new(path, packed.getvalue(), 0o600)
    except RequestError as error:
        if os.path.lexists(path):
            raise
        raise JournalError(
            say("{why} The journal says that an export was begun.", why=error.sentence)
        ) from error
    return hash_of(sums)
