"""`check`: what is wrong or odd with the plan, all of it at once.

Its findings are its result, so they go to stdout.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output import as_json
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
from chwapi_console.recovery.state.told.situation import PLANNED
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Sentence, every, plural, say, some

MOST_ALIKE = 3
"""Findings alike that have a line each on a terminal, and servers that are named where there are
more."""

MOST_PIPED = 12
"""Findings alike that have a line each in a pipe, for whoever searches them for one."""


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
        _tell(context, loaded, loaded.findings, error)
        return error.exit_code
    _tell(context, loaded, findings)
    return 0


def _tell(
    context: VerbContext,
    loaded: LoadedPlan,
    findings: Sequence[Finding],
    hindered: JournalError | RecordError | None = None,
) -> None:
    counts = {
        "servers": len(loaded.plan.servers),
        "services": len(loaded.plan.services),
        "sites": len(loaded.plan.sites),
    }
    if context.options.as_json:
        why = {"error": str(hindered.sentence), "exit": hindered.exit_code} if hindered else {}
        context.out.json(as_json.checked(str(loaded.path), findings, counts, ok=True) | why)
        return
    _say(context, findings, loaded.path)
    context.out.say(_summary(loaded, findings))


def _say(context: VerbContext, findings: Sequence[Finding], path: Path) -> None:
    """The findings: the gravest first on a terminal, in a pipe each on a line in the file's order.

    Many alike stand on one line, in a pipe where they are very many; with `--all` none do.
    """
    out = context.out
    most = MOST_ALIKE if out.terminal else MOST_PIPED
    alike: dict[_Kind, list[Finding]] = {}
    in_turn = sorted(findings, key=lambda finding: finding.gravity) if out.terminal else findings
    for finding in in_turn:
        alike.setdefault(_kind(finding), []).append(finding)
    many = {kind for kind, group in alike.items() if len(group) > most and len(group[0].key) > 1}
    if context.given.all or not (many or out.terminal):
        for finding in in_turn:
            out.say(described(finding, path))
        return
    for kind, group in alike.items():
        for sentence in (
            _together(group, kind[1], path)
            if kind in many
            else [described(each, path) for each in group]
        ):
            out.say(sentence)
    if many:
        out.say(say("Findings alike stand on one line; with --all or --json each has its own."))


_Kind = tuple[int, str, str]
"""What makes findings alike: how grave, of which key of which parts, in which words."""


def _kind(finding: Finding) -> _Kind:
    key = ".".join((*finding.key[:1], *finding.key[2:]))
    return (finding.gravity, key, finding.sentence.template)


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
            _say(context, error.findings, error.path)
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
