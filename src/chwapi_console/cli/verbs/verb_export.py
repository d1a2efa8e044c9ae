"""`export evidence FILE.zip`: the record, as others can check it without this program. `export
plan` has a module of its own."""

import os
from pathlib import Path

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.errors import JournalError, RequestError, UsageError
from chwapi_console.text import plural, say


def export(desk: VerbContext) -> int:
    """Exports what is asked for."""
    match desk.given.kind:
        case "evidence":
            return _evidence(desk)
        case "plan":
            from chwapi_console.cli.verbs.export_plan import export_plan

            return export_plan(desk)
    raise UsageError(
        say(
            'There is no export of "{kind}". Write: export evidence FILE.zip --purpose TEXT, or '
            "export plan.",
            kind=desk.given.kind,
        )
    )


def _evidence(desk: VerbContext) -> int:
    """Journals who exports and what for, then writes the archive."""
    from chwapi_console.cli.verbs.signed import in_json, unsigned
    from chwapi_console.inventory.edit.replace import refuse_existing
    from chwapi_console.journal.evidence import FAULTS, write_archive
    from chwapi_console.report.evidence import PAGE, Checked, ExportPurpose, evidence_files

    if not desk.given.file:
        raise UsageError(
            say("Name the zip file to write: export evidence FILE.zip --purpose TEXT.")
        )
    purpose = (desk.given.purpose or "").strip()
    if not purpose:
        raise RequestError(
            say("Say what it is exported for, with --purpose: the journal keeps it.")
        )
    path = Path(desk.given.file)
    refuse_existing(path)
    if not os.access(path.parent, os.W_OK):
        raise JournalError(
            say(
                "{path} cannot be written: its folder is missing or closed to you. Nothing was "
                "exported.",
                path=str(path),
            )
        )
    with desk.writing() as session:
        session.look()
        session.keeping.journal_plan()
        session.keeping.journal_export(purpose)
        session.keeping.sign()
        view, found = session.look(), session.keeping.audit()
        record, lacking = found.record, unsigned(desk, session, found.record.events)
        proofs = [] if lacking is None else list(session.keeping.signatures.proofs())
        checked = Checked(
            [*(misfit.sentence for misfit in found.misfits), *found.file_faults],
            {event.hash for event in lacking or ()},
            proofs,
            [] if lacking is None else session.keeping.signatures.unchecked(),
        )
        if checked.faults:
            desk.out.complain(
                say(
                    "The record does not hold together: {file} in the archive says why, and its "
                    "checks fail.",
                    file=FAULTS,
                )
            )
        why = ExportPurpose(session.operator, session.host, session.now(), purpose)
        words = desk.out.language.spelled()
        sums = write_archive(
            path, evidence_files(record, view, session.loaded.digest, why, checked, words), why.at
        )
        if desk.options.as_json:
            desk.out.json(
                {
                    "file": str(path),
                    "events": len(record.events),
                    "sums": sums,
                    "head": session.head_code,
                    **in_json(session, lacking),
                }
            )
        else:
            desk.out.say(
                say(
                    "{path}: {events}. {page} in it says how to check that without this program.",
                    path=str(path),
                    events=plural("{n} event", "{n} events", len(record.events)),
                    page=PAGE,
                )
            )
            desk.out.say(say("SHA-256 of its SHA256SUMS: {sums}", sums=sums))
            desk.out.say(say("Head code: {code}", code=session.head_code))
    return 0
