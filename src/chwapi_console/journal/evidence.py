"""The record as files that anybody can check without this program: stored bytes, one event to a line, and sums over all."""

import os
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from chwapi_console.errors import JournalError, RequestError
from chwapi_console.journal.events import Event, hash_of
from chwapi_console.text import say

SUMS = "SHA256SUMS"
NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._+-]")


def event_files(events: Sequence[Event]) -> dict[str, bytes]:
    """A file for each origin, its events in their order, each line the stored bytes; the name says which origin, roughly."""
    by_origin: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda event: event.seq):
        by_origin.setdefault(event.origin, []).append(event)
    return {f"events/{number:02}-{NOT_IN_A_NAME.sub('_', origin)[:60]}.jsonl": b"".join(event.body + b"\n" for event in of_origin)
            for number, (origin, of_origin) in enumerate(sorted(by_origin.items()), 1)}


def plan_files(plans: Sequence[Event]) -> dict[str, bytes]:
    """Each plan text that the record keeps, named after its SHA-256."""
    texts = (str(event.data["text"]).encode(errors="backslashreplace") for event in plans if "text" in event.data)
    return {f"plans/{hash_of(text)}.toml": text for text in texts}


def write_archive(path: Path, files: Mapping[str, bytes], at: datetime) -> str:
    """Writes the files and their sums (`SHA256SUMS`, as sha256sum reads it) as one zip; gives the SHA-256 of the sums.

    RequestError where the file is there already, JournalError where it cannot be written; then nothing is left of it.
    """
    sums = "".join(f"{hash_of(content)}  {name}\n" for name, content in sorted(files.items())).encode()
    fresh = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    if path.exists():
        raise RequestError(say("{path} is there already. Name another file.", path=str(path)))
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, content in sorted({**files, SUMS: sums}.items()):
                    archive.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise JournalError(say("{path} cannot be written: {reason}. The journal says that an export was begun.", path=str(path),
                               reason=error.strerror or str(error))) from error
    return hash_of(sums)
