"""What Tab offers.

Verbs, options, the ids of the plan in front of who types, and the latest events. One function for
all shells; each shell's script, which `completion SHELL` prints, asks it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from chwapi_console.cli.line.options import GLOBAL_OPTIONS
from chwapi_console.cli.line.verb_entries.verb import Argument, Verb
from chwapi_console.cli.line.verb_table import VERBS
from chwapi_console.inventory.file.load import load
from chwapi_console.inventory.model import Plan
from chwapi_console.journal.kinds.service_kinds import CONDITION_STATES
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.acts.marks import STATES
from chwapi_console.recovery.rules.registry import every_rule

OFFERED_STATES: Mapping[str, Sequence[str]] = {
    "condition": CONDITION_STATES,
    "wait": ("up", "restored"),
}
"""The states that a verb takes where they are not those of servers."""
WORDS: Mapping[tuple[str, str], Sequence[str]] = {
    ("", "FORMAT"): ("text", "markdown", "html"),
    ("report", "WHOM"): ("direction", "wards", "technical", "authorities", "press"),
}
"""By verb, empty for all, and by what is taken: the words that there are for it."""
OF_A_PLAN = (
    "SERVER",
    "SERVICE",
    "CONDITION",
    "ID",
    "STEP",
    "SITE",
    "SERVER|ITEM",
    "LAW",
    "DUTY",
)
"""What a plan has the ids of."""
MOST_EVENTS = 20
"""Events that are offered, the latest."""

_VALUED = {
    flag: option.metavar for option in GLOBAL_OPTIONS if option.metavar for flag in option.flags
}
_SWITCHES = [flag for option in GLOBAL_OPTIONS if not option.metavar for flag in option.flags]

SCRIPTS: Mapping[str, str] = {
    "bash": """\
_chwapi_console() {
    local each
    COMPREPLY=()
    while IFS= read -r each; do
        [[ -n $each ]] && printf -v each %q "$each" && COMPREPLY+=("$each")
    done <<< "$(chwapi-console completion words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)"
}
complete -o default -F _chwapi_console chwapi-console
""",
    "zsh": """\
#compdef chwapi-console
_chwapi_console() {
    local -a offered
    offered=(${(f)"$(chwapi-console completion words -- "${(@)words[2,CURRENT]}" 2>/dev/null)"})
    if (( $#offered )); then compadd -a offered; else _files; fi
}
compdef _chwapi_console chwapi-console
""",
    "fish": """\
function __chwapi_console
    set -l typed (commandline -opc) (commandline -ct)
    set -l offered (chwapi-console completion words -- $typed[2..-1] 2>/dev/null)
    if test -n "$offered"
        printf '%s\\n' $offered
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c chwapi-console -f -a '(__chwapi_console)'
""",
}
"""By shell: what its start-up file takes in. Where nothing is offered, the shell offers files. What
is offered may be an id of somebody else's list or an event of somebody else's journal: zsh and fish
quote it as they type it, bash types it as it is, so that it is quoted before."""


class _Typed(NamedTuple):
    """A command line as far as it is typed: the verb, None before there is one; its own `words`.

    The option that `waits_for` its value, empty where none does; the options `given`; where the
    plan is, and its journal, None where that was not said.
    """

    verb: Verb | None
    words: Sequence[str]
    waits_for: str
    given: frozenset[str]
    plan: Path
    journal: Path | None = None


class Sources(NamedTuple):
    """Where ids come from.

    The plan at a path, None where it cannot be read, and the events of its journal, or of one that
    was named, the latest first.
    """

    plan: Callable[[Path], Plan | None]
    events: Callable[[Path, Path | None], Sequence[Event]]


def completions(typed: Sequence[str], sources: Sources) -> list[str]:
    """What the last word may become."""
    *before, beginning = typed or ("",)
    line = _read(before)
    return [word for word in _candidates(line, beginning, sources) if word.startswith(beginning)]


def plan_at(path: Path) -> Plan | None:
    """The plan there; None where none can be read, for Tab complains to nobody."""
    from chwapi_console.errors import ChwapiError

    try:
        return load(path).plan
    except ChwapiError:
        return None


def _read(words: Sequence[str]) -> _Typed:
    verb: Verb | None = None
    own: list[str] = []
    given: set[str] = set()
    waits_for, plan, journal = "", Path("inventory.toml"), None
    for word in words:
        if waits_for:
            if waits_for in ("-i", "--inventory"):
                plan = Path(word)
            elif waits_for == "--journal":
                journal = Path(word)
            waits_for = ""
        elif word.startswith("-"):
            given.add(word)
            waits_for = word if _metavar(verb, word) else ""
        elif verb is None:
            verb = VERBS.get(word)
        else:
            own.append(word)
    return _Typed(verb, own, waits_for, frozenset(given), plan, journal)


def _metavar(verb: Verb | None, flag: str) -> str:
    """What an option takes; empty for a switch, and for what is none."""
    own = {argument.name: argument.metavar for argument in (verb.arguments if verb else ())}
    return own.get(flag) or _VALUED.get(flag, "")


def _candidates(line: _Typed, beginning: str, sources: Sources) -> Iterator[str]:
    if line.waits_for:
        yield from _values(line, _metavar(line.verb, line.waits_for), sources)
    elif beginning.startswith("-"):
        yield from _flags(line)
    elif line.verb is None:
        yield from VERBS
    else:
        for argument in _next_arguments(line.verb, len(line.words)):
            yield from _values(line, argument.metavar, sources)


def _flags(line: _Typed) -> Iterator[str]:
    own = line.verb.arguments if line.verb else ()
    repeated = {argument.name for argument in own if argument.repeat == "append"}
    options = (argument.name for argument in own if argument.name.startswith("-"))
    flags = [*options, *_VALUED, *_SWITCHES, "--help"]
    return (flag for flag in flags if flag not in line.given or flag in repeated)


def _next_arguments(verb: Verb, typed: int) -> Iterator[Argument]:
    """What the next word of a verb may be.

    After several servers comes one more, or what follows them.
    """
    for argument in (each for each in verb.arguments if not each.name.startswith("-")):
        if argument.repeat in ("+", "*"):
            yield argument
            if argument.repeat == "+" and not typed:
                return
            typed = 0
        elif typed:
            typed -= 1
        else:
            yield argument
            return


def _values(line: _Typed, metavar: str, sources: Sources) -> Iterator[str]:
    verb = line.verb.name if line.verb else ""
    if words := WORDS.get((verb, metavar)) or WORDS.get(("", metavar)):
        return iter(words)
    if metavar == "EVENT":
        return _events(line, sources)
    if metavar == "KIND" and verb == "log":
        return (name for name, each in VERBS.items() if each.acts)
    if metavar == "STATE":
        return iter(OFFERED_STATES.get(verb, STATES))
    if metavar == "RULE=REASON":
        return (f"{rule.id}=" for rule in every_rule() if rule.is_policy)
    if metavar.strip("{}").islower():  # to be typed as it stands: {en,fr}, init|status
        return iter(metavar.strip("{}").replace("|", ",").split(","))
    if metavar not in OF_A_PLAN:
        return iter(())
    plan = sources.plan(line.plan)
    return iter(()) if plan is None else _of_plan(plan, metavar, line.words)


def _events(line: _Typed, sources: Sources) -> Iterator[str]:
    """The latest events that somebody meant, as `log` names them.

    Hypotheses where one is asked for.
    """
    events = [event for event in sources.events(line.plan, line.journal) if event.payload.is_meant]
    if line.waits_for in ("--eliminated", "--confirmed"):
        from chwapi_console.journal.kinds.record_kinds import Noted

        events = [e for e in events if isinstance(e.payload, Noted) and e.payload.hypothesis]
    return (event.id[:8] for event in events[:MOST_EVENTS])


def _of_plan(plan: Plan, metavar: str, words: Sequence[str]) -> Iterator[str]:
    match metavar:
        case "SERVER" | "SERVER|ITEM":
            return iter(plan.servers)
        case "SERVICE":
            return iter(plan.services)
        case "CONDITION":
            return iter(plan.conditions)
        case "SITE":
            return iter(plan.sites)
        case "STEP":
            return iter(plan.steps_of(words[0]) if words and words[0] in plan.servers else ())
        case "LAW" | "DUTY":
            return _of_laws(plan, metavar)
    return iter((*plan.servers, *plan.services, *plan.conditions))


def _of_laws(plan: Plan, metavar: str) -> Iterator[str]:
    """The laws that a plan chooses, or their duties; all that are known where it chooses none."""
    from chwapi_console.inventory.laws import known_duties, known_laws

    chosen = plan.policy.legal or known_laws(plan)
    if metavar == "LAW":
        return iter(chosen)
    return (name for name, duty in known_duties(plan).items() if duty.law in chosen)
