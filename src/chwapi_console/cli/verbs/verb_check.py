"""`check`: what is wrong or odd with the plan, all of it at once.

Its findings are its result, so they go to stdout.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output import as_json
from chwapi_console.cli.output.output import Output
from chwapi_console.errors import JournalError, RecordError
from chwapi_console.inventory.faults import (
    GRAVITIES,
    Finding,
    Gravity,
    NoPlanYet,
    PlanError,
    described,
)
from chwapi_console.inventory.file.lines import FileLines
from chwapi_console.inventory.file.load import LoadedPlan, load
from chwapi_console.inventory.model import Plan
from chwapi_console.recovery.state.situation import PLANNED
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.state_words import state_word
from chwapi_console.text import Sentence, every, plural, say, some

MOST_ALIKE = 3
"""Findings alike that have a line each on a terminal, and servers that are named where there are
more."""


def check(context: VerbContext) -> int:
    """Prints every finding, then a summary. 0 when the plan may open, whatever is odd about it.

    A journal that cannot be read says so and decides the exit code, but the plan is checked all the
    same.
    """
    try:
        with context.session() as session:
            loaded = session.loaded
            findings = sorted(
                [
                    *(Finding((), told, Gravity.WARNING) for told in session.keeping.open_to_all),
                    *loaded.findings,
                    *_edited_too_late(session.look(), loaded),
                ],
                key=lambda f: (f.line, f.key),
            )
    except PlanError as error:
        return _refused(context, error)
    except (JournalError, RecordError) as error:
        context.out.complain(error.sentence)
        loaded = load(context.options.inventory)
        _tell(context, loaded, loaded.findings)
        return error.exit_code
    _tell(context, loaded, findings)
    return 0


def _tell(context: VerbContext, loaded: LoadedPlan, findings: Sequence[Finding]) -> None:
    counts = {
        "servers": len(loaded.plan.servers),
        "services": len(loaded.plan.services),
        "sites": len(loaded.plan.sites),
    }
    if context.options.as_json:
        context.out.json(as_json.checked(str(loaded.path), findings, counts, ok=True))
        return
    _say(context.out, findings, loaded.path)
    context.out.say(_summary(loaded, findings))


def _say(out: Output, findings: Sequence[Finding], path: Path) -> None:
    """The findings: each on a line, in the order of the file.

    On a terminal the gravest first, and many alike on one line.
    """
    if not out.terminal:
        for finding in findings:
            out.say(described(finding, path))
        return
    alike: dict[tuple[int, str, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: finding.gravity):
        key = ".".join((*finding.key[:1], *finding.key[2:]))
        alike.setdefault((finding.gravity, key, finding.sentence.template), []).append(finding)
    many = {
        kind for kind, group in alike.items() if len(group) > MOST_ALIKE and len(group[0].key) > 1
    }
    for kind, group in alike.items():
        for sentence in (
            _together(group, kind[1], path)
            if kind in many
            else [described(each, path) for each in group]
        ):
            out.say(sentence)
    if many:
        out.say(
            say("Findings alike stand on one line; through a pipe or with --json each has its own.")
        )


def _together(group: Sequence[Finding], key: str, path: Path) -> Iterator[Sentence]:
    """Many findings alike: the very same as one.

    Else the first of them, and how many more say that of others.
    """
    if len({str(finding.sentence) for finding in group}) > 1:
        yield described(group[0], path)
        yield say(
            "{path}: {gravity}: {key}, {n} more alike: {names}",
            path=str(path),
            gravity=GRAVITIES[group[0].gravity],
            key=key,
            n=len(group) - 1,
            names=some([finding.key[1] for finding in group[1:]], MOST_ALIKE),
        )
        return
    yield say(
        "{path}: {gravity}: {key}, {n} times: {sentence} {names}",
        path=str(path),
        gravity=GRAVITIES[group[0].gravity],
        key=key,
        n=len(group),
        sentence=group[0].sentence,
        names=some([finding.key[1] for finding in group], MOST_ALIKE),
    )


def _refused(context: VerbContext, error: PlanError) -> int:
    if context.options.as_json:
        context.out.json(
            as_json.checked(
                str(error.path), error.findings, {"servers": 0, "services": 0, "sites": 0}, ok=False
            )
        )
    else:
        if not isinstance(error, NoPlanYet):
            _say(context.out, error.findings, error.path)
        context.out.say(error.sentence)
    return error.exit_code


def _edited_too_late(view: View, loaded: LoadedPlan) -> Iterator[Finding]:
    """Servers whose state in the plan is not what it was when somebody first acted on them."""
    lines = FileLines(loaded.text)
    for name, server in sorted(loaded.plan.servers.items()):
        first = next(
            (e for e in view.situation.history.get(name, ()) if e.before is not None), None
        )
        before = first.before if first else None
        if before is not None and before.state != PLANNED[server.state].state:
            key = ("servers", name, "state")
            yield Finding(
                key,
                say(
                    "the plan says {state}, but said {before} when somebody first acted on it. "
                    "Editing it later does nothing; use mark.",
                    state=state_word(server.state),
                    before=state_word(before.state),
                ),
                Gravity.WARNING,
                lines.of(key),
            )


def _summary(loaded: LoadedPlan, findings: Sequence[Finding]) -> Sentence:
    odd = sum(f.gravity is Gravity.WARNING for f in findings)
    notes = sum(f.gravity is Gravity.NOTE for f in findings)
    return say(
        "{path}: no faults, {warnings}, {notes}; {parts}.",
        path=str(loaded.path),
        warnings=plural("{n} warning", "{n} warnings", odd),
        notes=plural("{n} note", "{n} notes", notes),
        parts=every(_parts(loaded.plan)),
    )


def _parts(plan: Plan) -> list[Sentence]:
    return [
        plural("{n} server", "{n} servers", len(plan.servers)),
        plural("{n} service", "{n} services", len(plan.services)),
        plural("{n} site", "{n} sites", len(plan.sites)),
    ]
