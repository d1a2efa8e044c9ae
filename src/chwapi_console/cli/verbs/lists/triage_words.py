"""What findings would change, in words and as JSON."""

from collections.abc import Iterator, Sequence

from chwapi_console.cli.output.as_json import Json
from chwapi_console.cli.output.listing import column_words, most_shown, section
from chwapi_console.cli.output.output import Output
from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.found import Unread
from chwapi_console.inventory.importers.tables.tables import Grid
from chwapi_console.inventory.importers.verdicts.beside_plan import (
    NEAR,
    Findings,
    Hit,
    RemarkBeside,
    Strange,
    Tables,
)
from chwapi_console.inventory.importers.verdicts.verdicts import Taking
from chwapi_console.inventory.importers.words.verdict_words import REST
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.acts.scanner_verdicts import VerdictChange, Verdicts
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Sentence, Typed, beginning, plural, say, some, typed

LONGEST = 100
"""Letters of a word that are printed whole in what to type."""
MOST_OF_A_REMARK = 200
"""Letters of a remark that are shown; `--json` has all."""


def show_triage(
    out: Output,
    name: str,
    tables: Tables,
    findings: Findings,
    verdicts: Verdicts,
    unread: Sequence[Unread],
) -> None:
    """How the list was taken; what it calls infected and no act would write.

    What it would change, the grave apart; then what it says in vain.
    """
    _taken_so(out, name, tables)
    if not findings.dated and any(verdict == "clean" for verdict in findings.verdicts.values()):
        out.say(
            say(
                "No column says when a machine was last heard of: nothing shows that this list is "
                "newer than the incident."
            )
        )
    _infected(out, [*_hits(findings.hits), *_alarms(verdicts.alarms)])
    _changes(out, say("Would change:"), verdicts.plain)
    section(out, say("Infected by the list though not all agrees:"), _each_why(findings.despite))
    _changes(out, _called_clean(verdicts.cleared), verdicts.cleared)
    _changes(out, _called_compromised(), verdicts.relapsed)
    section(out, say("Left as they are:"), _each_why(verdicts.left))
    _stand_so(out, len(verdicts.same))
    _strange(out, findings.strange)
    section(
        out,
        plural(
            "{n} row says nothing about a server of the plan:",
            "{n} rows say nothing about a server of the plan:",
            len(unread),
        ),
        [say("{where}: {why}", where=each.where.sentence, why=each.why) for each in unread],
    )
    _to_read(out, findings.beside(verdicts.cleans), bool(verdicts.to_read))
    out.say()


def _infected(out: Output, told: Sequence[Sentence]) -> None:
    section(out, say("Infected by the list, and not written:"), told)


def show_hits(out: Output, hits: Sequence[Hit]) -> None:
    """What a list that is refused calls infected."""
    _infected(out, list(_hits(hits)))
    out.say()


def refused_object(refused: RequestError, hits: Sequence[Hit]) -> Json:
    """The refusal of a list that calls something infected."""
    return {
        "error": str(refused),
        "exit": refused.exit_code,
        "infected": [_hit(hit) for hit in hits],
    }


def _to_read(out: Output, remarks: Sequence[RemarkBeside], unwritten: bool) -> None:
    """What stands beside each clean that may be written, and no rule understands.

    With what to type where the clean waits for somebody who reads it.
    """
    title = plural(
        "{n} remark beside a clean is in words that no rule knows. Read it:",
        "{n} remarks beside a clean are in words that no rule knows. Read them:",
        len(remarks),
    )
    told = _remark_to_write if unwritten else _remark
    section(out, title, [told(each) for each in remarks])


def _remark_to_write(remark: RemarkBeside) -> Sentence:
    return say(
        '{servers}: "{words}". To write it: {command}',
        servers=some(remark.servers, NEAR),
        words=beginning(remark.words, MOST_OF_A_REMARK),
        command=typed("chwapi-console", "mark", *remark.servers, "clean"),
    )


def _remark(remark: RemarkBeside) -> Sentence:
    return say(
        '{servers}: "{words}"',
        servers=some(remark.servers, NEAR),
        words=beginning(remark.words, MOST_OF_A_REMARK),
    )


def _each_why(servers: Sequence[tuple[str, Sentence]]) -> list[Sentence]:
    return [say("{server}: {why}", server=server, why=why) for server, why in servers]


def _taken_so(out: Output, name: str, tables: Tables) -> None:
    """Which columns of each table were taken for what."""
    for grid, taken in tables:
        what = (
            say("{name}, sheet {sheet}", name=name, sheet=grid.within)
            if grid.within
            else say("{name}", name=name)
        )
        out.say(
            plural(
                "{name}: {n} row. Its columns are taken so:",
                "{name}: {n} rows. Its columns are taken so:",
                len(taken.rows(grid)),
                name=what,
            )
        )
        out.fields(
            [
                (say("  {field}", field=field), column_words(taken.columns, place))
                for field, place in taken.used
            ]
        )


def _called_clean(cleared: Sequence[VerdictChange]) -> Sentence:
    """What stands above servers that people have found worse than the list calls them."""
    if all(change.before == "compromised" for change in cleared):
        return say("Compromised as far as people know; called clean only with --clear, or a yes:")
    return say(
        "Compromised or suspect as far as people know; called clean only with --clear, or a yes:"
    )


def _called_compromised() -> Sentence:
    """What stands above servers that were brought back and that the list calls infected."""
    return say("Brought back already; called compromised only with --reopen, or a yes:")


def _stand_so(out: Output, servers: int) -> None:
    if servers:
        out.say()
        out.say(plural("{n} server stands so already.", "{n} servers stand so already.", servers))


def _alarms(alarms: Sequence[tuple[str, Sentence]]) -> Iterator[Sentence]:
    """Servers that the list calls infected and no act writes, each with why and what to type."""
    for server, why in alarms:
        yield say(
            "{server}: {why}. To write it: {command}",
            server=server,
            why=why,
            command=_mark([server]),
        )


def _hits(hits: Sequence[Hit]) -> Iterator[Sentence]:
    for hit in hits:
        told = say(
            "{where}: {name} ({words}): {why}.",
            where=hit.where.sentence,
            name=hit.name or "-",
            words=hit.words or say("empty cell"),
            why=hit.why,
        )
        yield (
            say("{hit} To write it: {command}", hit=told, command=_mark(hit.servers))
            if hit.servers
            else told
        )


def _mark(servers: Sequence[str]) -> Typed:
    return typed("chwapi-console", "mark", *servers, "compromised")


def _strange(out: Output, strange: Sequence[Strange]) -> None:
    """The words that are no verdict, each once with what to type.

    That stands on a line of its own, which nothing breaks, so that it works as it is printed.
    """
    if not strange:
        return
    out.say()
    out.say(
        plural(
            "{n} word is no verdict. Where it means one, put clean, compromised or unknown for "
            "VERDICT:",
            "{n} words are no verdict. Where they mean one, put clean, compromised or unknown for "
            "VERDICT:",
            len(strange),
        )
    )
    words = [each.word for each in strange]
    for each in strange[: most_shown(out, len(strange))]:
        out.line(
            f"  {out.language(typed('--verdict', f'{told_shortly(each.word, words)}=VERDICT'))}"
        )
        out.say(
            plural(
                "{n} row: {names}", "{n} rows: {names}", each.rows, names=some(each.names, NEAR)
            ),
            "      ",
        )
    if (more := len(strange) - most_shown(out, len(strange))) > 0:
        out.say(
            plural("… {n} more; --json lists it.", "… {n} more; --json lists them.", more), "  "
        )


def told_shortly(word: str, words: Sequence[str]) -> str:
    """The word as `--verdict` takes it.

    Whole, or where it is longer than a line by its beginning, so far that no other of the words
    begins alike.
    """
    if len(word) <= LONGEST:
        return word
    for length in range(LONGEST // 2, LONGEST):
        if (
            sum(other.startswith(word[:length]) for other in words) == 1
            and not word[length - 1].isspace()
        ):
            return word[:length] + REST
    return word


def _changes(out: Output, title: Sentence, changes: Sequence[VerdictChange]) -> None:
    if not changes:
        return
    out.say()
    out.say(title)
    by_kind: dict[tuple[str, str], list[VerdictChange]] = {}
    for change in changes:
        by_kind.setdefault((change.before, change.verdict), []).append(change)
    for (before, after), alike in by_kind.items():
        out.say(
            plural(
                "{n} server, {before} → {after}:",
                "{n} servers, {before} → {after}:",
                len(alike),
                before=state_word(before),
                after=state_word(after),
            ),
            "  ",
        )
        out.say(some([change.server for change in alike], most_shown(out, len(alike))), "    ")


def triage_object(
    tables: Tables,
    findings: Findings,
    verdicts: Verdicts,
    unread: Sequence[Unread],
    events: Sequence[Event],
) -> Json:
    """The whole triage, as docs/json.md describes it."""
    return {
        "tables": [_table(grid, taken) for grid, taken in tables],
        "infected": [*map(_hit, findings.hits), *(_alarm(*alarm) for alarm in verdicts.alarms)],
        "changes": [_change(change) for change in verdicts.plain],
        "cleared": [_change(change) for change in verdicts.cleared],
        "relapsed": [_change(change) for change in verdicts.relapsed],
        "despite": [{"server": server, "why": str(why)} for server, why in findings.despite],
        "left": [{"server": server, "why": str(why)} for server, why in verdicts.left],
        "same": list(verdicts.same),
        "words": [
            {"word": each.word, "rows": each.rows, "names": list(each.names)}
            for each in findings.strange
        ],
        "unread": [{"row": u.where.row or None, "why": str(u.why)} for u in unread],
        "remarks": [_remark_object(each) for each in findings.beside(verdicts.cleans)],
        "dated": findings.dated,
        "events": [
            {"event": e.id, "server": e.subject, "state": e.after.state if e.after else None}
            for e in events
        ],
    }


def _remark_object(remark: RemarkBeside) -> Json:
    return {
        "servers": list(remark.servers),
        "heading": remark.heading or None,
        "words": remark.words,
    }


def _hit(hit: Hit) -> Json:
    return {
        "row": hit.where.row or None,
        "name": hit.name or None,
        "words": hit.words,
        "servers": list(hit.servers),
        "why": str(hit.why),
    }


def _alarm(server: str, why: Sentence) -> Json:
    return {"row": None, "name": server, "words": "", "servers": [server], "why": str(why)}


def _change(change: VerdictChange) -> Json:
    return {"server": change.server, "before": change.before, "verdict": change.verdict}


def _table(grid: Grid, taking: Taking) -> Json:
    named = [(field, taking.columns.title(place) or str(place + 1)) for field, place in taking.used]
    columns: dict[str, str] = {}
    for field, title in named:
        if field != "verdict":
            columns.setdefault(field, title)
    return {
        "sheet": grid.within or None,
        "rows": len(taking.rows(grid)),
        "columns": columns,
        "verdicts": [title for field, title in named if field == "verdict"],
    }
