"""`enter FILE`: records afterwards what was done on paper, all of it or nothing."""

from collections.abc import Callable, Sequence
from importlib import import_module

from chwapi_console.cli.line.content import content_of
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.output import Output
from chwapi_console.cli.verbs.by_line.paper_lines import Fault, PaperLine, paper_lines
from chwapi_console.cli.verbs.verb_acts import done
from chwapi_console.errors import ChwapiError, Overridable, Refused, RequestError, Unmeant
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.rules.claims import unheard_of
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.news import told
from chwapi_console.session.entering import Entering
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, Value, in_one, plural, say

MOST_FAULTS = 10
"""Lines that are told to be wrong; of more the rest is counted."""

MOST_LINES = 2_000
"""That are entered at once: each is rehearsed as its verb would do it, which takes a hundredth of a
second among 300 servers."""

LINES_BETWEEN_WORDS = 200
"""Of a long list, after which who waits is told how far it is."""


def enter(context: VerbContext) -> int:
    """Rehearses every line as its verb would do it, then writes all in one transaction.

    Or only says that it could.
    """
    data = content_of(context.given.file, context.out.mention)
    if not context.given.check:
        return done(context, lambda session, view: _rehearsal(context, data, session, view).write())
    with context.session() as session:
        can_be_entered = _rehearsal(context, data, session, session.look()).lines
        if context.options.as_json:
            context.out.json({"lines": can_be_entered})
        else:
            context.out.say(
                plural(
                    "{n} line can be entered. Nothing was written.",
                    "{n} lines can be entered. Nothing was written.",
                    can_be_entered,
                )
            )
    return 0


def _rehearsal(context: VerbContext, data: bytes, session: Session, view: View) -> Entering:
    """All lines, rehearsed; RequestError or Refused where one cannot be entered."""
    lines, faults = paper_lines(data, view.at(session.now()), context.out.language)
    if not lines and not faults:
        raise RequestError(say("{path} has no line to enter.", path=context.given.file))
    entering = Entering(session)
    new = [line for line in lines if not entering.is_entered(line.key)]
    _refuse_too_many(context, new)
    if not context.given.yes:
        faults += _unheard_of(view, session.operator, new)
    for number, line in enumerate(new):
        if number and number % LINES_BETWEEN_WORDS == 0:
            context.out.mention(say("{n} of {all} lines", n=number, all=len(new)))
        if (fault := _rehearsed(context, entering, view, line)) is not None:
            faults.append(fault)
    if faults:
        raise _refusal(context, sorted(faults))
    if known := len(lines) - len(new):
        context.out.complain(
            plural(
                "{n} line is in the record already.",
                "{n} lines are in the record already.",
                known,
            )
        )
    return entering


def _refuse_too_many(context: VerbContext, lines: Sequence[PaperLine]) -> None:
    """RequestError where more lines are new than are entered at once."""
    if len(lines) > MOST_LINES:
        raise RequestError(
            say(
                "{path} has {n} lines that are not in the record yet; at most {most} are entered at "
                "once. Nothing was written. Enter its beginning first, then more of it: what is in "
                "the record already is not entered twice.",
                path=context.given.file,
                n=len(lines),
                most=MOST_LINES,
            )
        )


def _unheard_of(view: View, enterer: str, lines: Sequence[PaperLine]) -> list[Fault]:
    """Each name that nobody has borne yet, once; none where nobody has a name here so far.

    A letter that was read wrong would make somebody else of who has a server in hand.
    """
    known, faults = [enterer], list[Fault]()
    if not (view.situation.spellings or view.plan.operators):
        return faults
    for line in lines:
        if (doubt := unheard_of(view, line.operator, known)) is not None:
            known.append(line.operator)
            what = say("{doubt} If that is who did it, say so with --yes.", doubt=doubt)
            faults.append(Fault(line.number, what, Refused.exit_code))
    return faults


class _Unsaid(Output):
    """Takes what a verb says of a rehearsal, and keeps what it would complain about."""

    def __init__(self, out: Output) -> None:
        super().__init__(out.language, {})
        self.terminal = False
        self.complaints: list[Value] = []

    def line(self, line: str) -> None:
        """Nobody reads it."""

    def complain(self, value: Value) -> None:
        """Kept for who enters the line."""
        self.complaints.append(value)


def _rehearsed(
    context: VerbContext, entering: Entering, view: View, line: PaperLine
) -> Fault | None:
    """What the verb of a line refuses; None where it would do it."""
    command, before = line.command, entering.rehearsed
    verb, given = command.verb, command.given
    assert verb is not None
    given.yes = getattr(given, "yes", False) or context.given.yes
    given.override = [*(vars(given).get("override") or ()), *(context.given.override or ())]
    out = _Unsaid(context.out)
    act = VerbContext(context.options, given, out, entering.acting_as(line.operator, line.key))
    do: Callable[[VerbContext], int] = getattr(
        import_module(f"chwapi_console.cli.verbs.{verb.home}"), verb.function
    )
    asked = list[Sentence]()
    try:
        try:
            do(act)
        except Unmeant as error:  # go on as if it were meant: what else is to be told of the line?
            asked.append(error.sentence)
            given.yes = True
            do(act)
    except ChwapiError as error:
        return Fault(line.number, in_one([*asked, _how_to_go_on(error)]), error.exit_code)
    later = _later(view, entering.latest(before))
    if later is not None and (asked or not given.yes):
        asked.append(later)
    if asked:
        return Fault(line.number, in_one(asked), Refused.exit_code)
    for complaint in out.complaints:
        context.out.complain(say("Line {number}: {what}", number=line.number, what=complaint))
    return None


def _how_to_go_on(error: ChwapiError) -> Sentence:
    if not isinstance(error, Overridable):
        return error.sentence
    return say(
        "{what} If that must be, say why in the line: --override {rule}=REASON",
        what=error.sentence,
        rule=error.rule,
    )


def _later(view: View, events: Sequence[Event]) -> Sentence | None:
    """That somebody said of a server, of a later time than a line's, how it stands.

    The line would stand above that. None where nobody did.
    """
    for event in events:
        state = view.situation.servers.get(event.subject) if event.after is not None else None
        for head in state.heads if state else ():
            if head.counts_from > event.counts_from:
                return say(
                    "{what} at {time}, which is later than this line. If the line holds all the "
                    "same, say so with --yes.",
                    what=told(head, view),
                    time=view.clock(head.counts_from),
                )
    return None


def _refusal(context: VerbContext, faults: Sequence[Fault]) -> ChwapiError:
    """What the faults mean for all lines, once each was told."""
    for fault in faults[:MOST_FAULTS]:
        context.out.complain(fault.sentence)
    sentence = plural(
        "{n} line cannot be entered (line {first}). Nothing was written.",
        "{n} lines cannot be entered, the first is line {first}. Nothing was written.",
        len(faults),
        first=faults[0].number,
    )
    refused = all(fault.exit_code == Refused.exit_code for fault in faults)
    error = Refused(sentence) if refused else RequestError(sentence)
    if context.options.as_json:
        lines = [{"line": each.number, "error": str(each.what)} for each in faults]
        context.out.json({"error": str(sentence), "exit": error.exit_code, "lines": lines})
    return error
