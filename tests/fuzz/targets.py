"""All fuzzers by name: how each makes a case from a seed, how it tells what is wrong with what came
of it, and of which parts of the program it should meet the refusals."""

from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

from fuzz import (
    consoles,
    keymaps,
    lists,
    nights,
    peers,
    places,
    plans,
    settings,
    terminals,
    words,
)
from fuzz.case import Case
from fuzz.judging import LIVES_ON, faults_left, faults_of_living_on, faults_of_run, lost_notes
from fuzz.prepared import events, laid_out, quiet
from fuzz.warm import run


class Outcome(NamedTuple):
    """What came of one case: what is wrong, how often each exit code was seen, and which sentences
    were said."""

    faults: tuple[str, ...] = ()
    codes: Counter[int] = Counter()  # noqa: RUF012  # never written to
    said: frozenset[str] = frozenset()


class Target(NamedTuple):
    """One fuzzer. `lives_on` tells for which cases every verb must work afterwards, and `sound`
    whether the record must audit."""

    name: str
    make: Callable[[Random], Case]
    outcome: Callable[[Case], Outcome]
    areas: tuple[str, ...] = ()
    in_tests: int = 40
    """Tries of a test."""

    def case(self, seed: int | str, number: int) -> Case:
        """The case of that number; the same one whenever it is asked for."""
        return self.make(Random(f"{seed} {self.name} {number}"))


def _typed(case: Case, *, lives_on: bool) -> Outcome:
    """What came of command lines."""
    with laid_out(case) as folder:
        plan = (folder / "inventory.toml").read_bytes()
        before = (
            sum(event.get("kind") == "noted" for event in events(folder / "inventory.journal"))
            if lives_on
            else 0
        )
        steps = case.steps + (LIVES_ON if lives_on else ())
        came = run(steps, folder, quiet(folder.parent))
        faults = [*faults_of_run(came), *faults_left(case, folder, plan)]
        if lives_on and len(came.tried) == len(steps) and came.tried[-1].code is not None:
            faults += faults_of_living_on(came.tried[-len(LIVES_ON) :], sound=True)
            if not any(name.startswith("CHWAPI") for step in case.steps for name in step.environ):
                faults += lost_notes(came.tried, before, folder / "inventory.journal")
    codes = Counter(tried.code for tried in came.tried[: len(case.steps)] if tried.code is not None)
    return Outcome(
        tuple(dict.fromkeys(faults)),
        codes,
        frozenset().union(*(tried.said for tried in came.tried)),
    )


def _with_a_sound_record(case: Case) -> Outcome:
    return _typed(case, lives_on=True)


def _with_any_record(case: Case) -> Outcome:
    return _typed(case, lives_on=False)


def _journals(case: Case) -> Outcome:
    return _typed(case, lives_on=peers.is_a_peer(case))


def _in_process(faults: Callable[[Case], Iterator[str]]) -> Callable[[Case], Outcome]:
    return lambda case: Outcome(tuple(dict.fromkeys(faults(case))))


def _keys(case: Case) -> Outcome:
    found = tuple(dict.fromkeys(keymaps.faults(case)))
    return Outcome(found, said=frozenset() if found else frozenset(keymaps.said(case)))


TARGETS = {
    target.name: target
    for target in (
        Target(
            "plan",
            plans.plan,
            _with_any_record,
            (
                "inventory/file/check",
                "inventory/file/parse",
                "inventory/file/schema",
                "inventory/file/written_values",
                "inventory/file/load",
                "inventory/file/not_toml",
                "inventory/file/lines",
                "inventory/near_names",
            ),
        ),
        Target(
            "night",
            nights.night,
            _with_a_sound_record,
            ("recovery/words/", "recovery/forecast/", "recovery/acts/"),
            6,
        ),
        Target(
            "peer",
            peers.peer,
            _with_a_sound_record,
            ("journal/record", "journal/file_format", "journal/sync", "cli/verbs/verb_sync"),
        ),
        Target("inside", peers.inside, _with_any_record, ("journal/",), 25),
        Target("journal", peers.journal, _journals, ("journal/",), 25),
        Target(
            "import",
            lists.list_of_servers,
            _with_a_sound_record,
            ("inventory/importers/", "cli/verbs/import_", "cli/verbs/verb_import"),
        ),
        Target(
            "groups",
            lists.groups,
            _with_a_sound_record,
            ("inventory/importers/exports/groups",),
            25,
        ),
        Target(
            "triage",
            lists.verdicts,
            _with_a_sound_record,
            (
                "cli/verbs/verb_triage",
                "cli/verbs/triage_words",
                "inventory/importers/verdicts/",
                "inventory/importers/words/verdict_",
                "inventory/importers/columns/verdict_",
                "inventory/importers/exports/objects",
            ),
        ),
        Target(
            "words",
            words.command_line,
            _with_a_sound_record,
            ("cli/", "recovery/", "moments", "session"),
            50,
        ),
        Target("answers", lists.answers, _with_a_sound_record, ("cli/",), 25),
        Target(
            "environ",
            lists.environment,
            _with_a_sound_record,
            ("cli/line/options", "cli/line/parser", "operators", "clock"),
            25,
        ),
        Target(
            "places",
            places.odd_places,
            _with_any_record,
            (
                "cli/line/content",
                "journal/journal_file",
                "journal/file_faults",
                "journal/hindrances",
                "inventory/edit/replace",
                "cli/verbs/verb_drill",
            ),
        ),
        Target("settings", settings.settings_file, _with_any_record, ("cli/line/settings",), 25),
        Target("keys", keymaps.keys_file, _keys, ("console/known/keymap",), 200),
        Target("terminal", terminals.terminal, _in_process(terminals.faults), (), 300),
        Target("console", consoles.bytes_at_a_console, _in_process(consoles.faults), (), 1),
    )
}
