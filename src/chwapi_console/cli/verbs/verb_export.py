"""`export evidence FILE.zip`: the record, as others can check it without this program.

`export plan` has a module of its own.
"""

import os
from collections.abc import Sequence
from errno import EINVAL, EISDIR, EOPNOTSUPP
from pathlib import Path
from typing import TYPE_CHECKING

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.descriptors import close_anyhow
from chwapi_console.errors import JournalError, Overridable, Refused, RequestError, UsageError
from chwapi_console.text import in_one, plural, say

if TYPE_CHECKING:
    from chwapi_console.journal.audit import Audit
    from chwapi_console.journal.record.events import Event
    from chwapi_console.report.evidence import Checked
    from chwapi_console.session.session import Session


def export(context: VerbContext) -> int:
    """Exports what is asked for."""
    match context.given.kind:
        case "evidence":
            return _evidence(context)
        case "plan":
            from chwapi_console.cli.verbs.plans.export_plan import export_plan

            return export_plan(context)
    raise UsageError(
        say(
            'There is no export of "{kind}". Write: export evidence FILE.zip --purpose TEXT, or '
            "export plan.",
            kind=context.given.kind,
        )
    )


def _evidence(context: VerbContext) -> int:
    """Journals who exports and what for, then writes the archive."""
    from chwapi_console.cli.verbs.signed import in_json, unsigned
    from chwapi_console.journal.evidence import write_archive
    from chwapi_console.report.evidence import ExportPurpose, evidence_files

    path, purpose = _asked_for(context)
    with context.writing() as session:
        session.look()
        _journal_plan(session)
        session.keeping.journal_export(purpose)
        session.keeping.sign()
        view, audit = session.look(), session.keeping.audit()
        record, lacking = audit.record, unsigned(context, session, audit.record.events)
        checked = _checked(context, session, audit, lacking)
        why = ExportPurpose(session.operator, session.host, session.now(), purpose)
        words = context.out.language.spelled()
        sums = write_archive(
            path, evidence_files(record, view, session.loaded.digest, why, checked, words), why.at
        )
        if context.options.as_json:
            context.out.json(
                {
                    "file": str(path),
                    "events": len(record.events),
                    "sums": sums,
                    "head": session.head_code,
                    **in_json(session, lacking),
                }
            )
        else:
            _tell(context, path, len(record.events), sums, session.head_code)
    return 0


def _journal_plan(session: "Session") -> None:
    try:
        session.keeping.journal_plan()
    except Overridable as error:
        by_its_own = say("Or export it by the plan of that time (--inventory).")
        raise Refused(in_one([error.sentence, by_its_own])) from error


def _asked_for(context: VerbContext) -> tuple[Path, str]:
    """The archive to write and what it is for.

    Refused where either is missing, or no archive can be written there.
    """
    from chwapi_console.inventory.edit.replace import refuse_existing

    if not context.given.file:
        raise UsageError(
            say("Name the zip file to write: export evidence FILE.zip --purpose TEXT.")
        )
    purpose = (context.given.purpose or "").strip()
    if not purpose:
        raise RequestError(
            say("Say what it is exported for, with --purpose: the journal keeps it.")
        )
    path = Path(context.given.file)
    refuse_existing(path)
    _refuse_unreachable(path)
    return path, purpose


_NO_SUCH_FILES = frozenset({EOPNOTSUPP, EISDIR, EINVAL})
"""What a disk answers that knows no files without a name, as a stick."""


def _refuse_unreachable(path: Path) -> None:
    """JournalError where no file can be made there, as the system says when one is tried."""
    try:
        unnamed = getattr(os, "O_TMPFILE", 0)
        close_anyhow(
            os.open(path.parent, (os.O_WRONLY | unnamed) if unnamed else os.O_RDONLY, 0o600)
        )
    except (FileNotFoundError, NotADirectoryError, PermissionError) as error:
        raise JournalError(
            say(
                "{path} cannot be written: its folder is missing or closed to you. Nothing was "
                "exported.",
                path=str(path),
            )
        ) from error
    except OSError as error:
        if error.errno not in _NO_SUCH_FILES:
            raise JournalError(
                say(
                    "{path} cannot be written: {reason}. Nothing was exported. Look whether the "
                    "disk is still there, or name another place.",
                    path=str(path),
                    reason=error.strerror or str(error),
                )
            ) from error


def _checked(
    context: VerbContext, session: "Session", audit: "Audit", lacking: Sequence["Event"] | None
) -> "Checked":
    """What was found when the record was read, told where it does not hold together.

    `lacking` are the events without a signature; None where nobody signs.
    """
    from chwapi_console.journal.evidence import FAULTS
    from chwapi_console.report.evidence import Checked

    signatures = session.keeping.signatures
    checked = Checked(
        [*(misfit.sentence for misfit in audit.misfits), *audit.file_faults],
        {event.hash for event in lacking or ()},
        [] if lacking is None else list(signatures.proofs()),
        [] if lacking is None else signatures.unchecked(),
    )
    if checked.faults:
        context.out.complain(
            say(
                "The record does not hold together: {file} in the archive says why, and its "
                "checks fail.",
                file=FAULTS,
            )
        )
    return checked


def _tell(context: VerbContext, path: Path, events: int, sums: str, head_code: str) -> None:
    from chwapi_console.report.evidence import PAGE

    context.out.say(
        say(
            "{path}: {events}. {page} in it says how to check that without this program.",
            path=str(path),
            events=plural("{n} event", "{n} events", events),
            page=PAGE,
        )
    )
    context.out.say(say("SHA-256 of its SHA256SUMS: {sums}", sums=sums))
    context.out.say(say("Head code: {code}", code=head_code))
