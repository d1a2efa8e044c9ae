"""`export plan`: the plan as it stands, to begin a new journal with, here or in another hospital.

Nothing is journalled.
"""

from collections.abc import Iterator
from pathlib import Path

from chwapi_console.cli.line.verb_context import MOST_NAMED, VerbContext
from chwapi_console.cli.verbs.plans.plan_file import refuse_to_write
from chwapi_console.cli.verbs.plans.seen_plans import record_of, text_seen
from chwapi_console.clock import iso, utc_now
from chwapi_console.errors import RequestError
from chwapi_console.inventory.edit.replace import refuse_existing, write_new
from chwapi_console.inventory.edit.write import comment, toml_text
from chwapi_console.inventory.file.load import parse
from chwapi_console.journal.record.headcode import head_code
from chwapi_console.journal.record.record import Record
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.carried_plan import Carried, carried
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.text import Sentence, plural, say, some


class _Exported(NamedTuple):
    text: str
    digest: str
    carried: Carried | None


def export_plan(context: VerbContext) -> int:
    """Writes the plan with the present verdicts into a file, else to stdout.

    With `--seen` an earlier plan of the journal.
    """
    path = Path(context.given.file) if context.given.file else None
    if path is not None:
        refuse_to_write(context)
        refuse_existing(path)
    exported = _earlier(context, context.given.seen) if context.given.seen else _present(context)
    if path is not None:
        write_new(path, exported.text.encode())
    _tell(context, path, exported)
    return 0


def _present(context: VerbContext) -> _Exported:
    if context.given.unchanged:
        raise RequestError(
            say(
                "The plan in use lies in {path}; --unchanged goes with --seen DIGEST.",
                path=str(context.options.inventory),
            )
        )
    with context.session() as session:
        return _merged(context, session.look(), session.record, session.loaded.digest)


def _earlier(context: VerbContext, prefix: str) -> _Exported:
    """A plan whose text is in the journal; the file it came from need not be there any more."""
    with record_of(context) as (record, _):
        digest, text = text_seen(record, prefix)
        if context.given.unchanged:
            return _Exported(text, digest, None)
        plan = parse(text, Path(f"{digest[:12]}.toml")).plan
        return _merged(context, view(plan, record, utc_now()), record, digest)


def _merged(context: VerbContext, seen: View, record: Record, digest: str) -> _Exported:
    made, head = carried(seen), record.head()
    beginning = _head(iso(seen.now), digest, head_code(head.hash) if head else "")
    t = context.out.language
    comments = (line for sentence in beginning for line in comment(t(sentence)))
    return _Exported("\n".join([*comments, "", toml_text(made.plan)]), digest, made)


def _head(now: str, digest: str, code: str) -> Iterator[Sentence]:
    yield say(
        "The plan {digest} with the verdicts of its journal, exported {time}.",
        digest=digest[:12],
        time=now,
    )
    if code:
        yield say("Head code of that journal: {code}", code=code)
    yield say(
        "Verified servers are clean. Restored ones are unknown, for who restored them stays in that "
        "journal, and suspect ones: a look costs minutes. Holders, blocks, steps, notes, pins and sign-offs stay in that journal."
    )


def _tell(context: VerbContext, path: Path | None, exported: _Exported) -> None:
    made = exported.carried
    if context.options.as_json:
        context.out.json(
            {
                "file": str(path) if path else None,
                "text": None if path else exported.text,
                "plan": exported.digest,
                "restored": list(made.restored) if made else [],
                "conflicts": list(made.conflicts) if made else [],
                "not_replaced": list(made.not_replaced) if made else [],
                "suspects": list(made.suspects) if made else [],
            }
        )
        return
    if path is None:
        context.out.text(exported.text)
    else:
        context.out.say(
            say("{path}: the plan {digest}.", path=str(path), digest=exported.digest[:12])
        )
    for remark in _remarks(made) if made else ():
        context.out.complain(remark)


def _remarks(carried_plan: Carried) -> Iterator[Sentence]:
    """What somebody should know who begins with it."""
    if carried_plan.restored:
        yield plural(
            "{servers} is restored, and unknown in it: look at it again.",
            "{n} restored servers are unknown in it, to be looked at again: {servers}.",
            len(carried_plan.restored),
            servers=some(carried_plan.restored, MOST_NAMED),
        )
    if carried_plan.suspects:
        yield plural(
            "{servers} is suspect, and unknown in it: look at it again.",
            "{n} suspect servers are unknown in it, to be looked at again: {servers}.",
            len(carried_plan.suspects),
            servers=some(carried_plan.suspects, MOST_NAMED),
        )
    if carried_plan.conflicts:
        yield say(
            "In conflict, so the most cautious verdict stands in it: {servers}.",
            servers=some(carried_plan.conflicts, MOST_NAMED),
        )
    if carried_plan.not_replaced:
        yield say(
            "Retired, and not replaced in what needs them, for that would run in a circle: "
            "{servers}.",
            servers=some(carried_plan.not_replaced, MOST_NAMED),
        )
