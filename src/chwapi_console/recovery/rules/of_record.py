"""The record that an act is written into: what another incident brought back counts in none of ours."""

from chwapi_console.clock import day_and_time
from chwapi_console.inventory.file.incident_in_text import which
from chwapi_console.inventory.model import OF_THIS_INCIDENT
from chwapi_console.recovery.rules.cases import EVERY_ACT, RecordCase
from chwapi_console.recovery.rules.rule import MAY_BE_OVERRIDDEN, REFUSES, Rule
from chwapi_console.text import Sentence, beginning, say


def _of_a_night(case: RecordCase) -> Sentence | None:
    """A journal may be named for a whole host, and what an exercise marks counts in it for good."""
    night = next((each for each in case.known if not each.drill), None)
    if not case.incident.drill or night is None:
        return None
    return say(
        "The plan is an exercise, and this journal is the record of {name}, which is none. Nothing "
        "was written. An exercise has a journal of its own: name it with --journal (config says "
        "where this one was named). If this is no exercise: take drill = true out of the plan.",
        name=beginning(night.name),
    )


def of_another(case: RecordCase) -> Sentence | None:
    """That what stands in a record was done in an exercise, or before this incident began.

    None where the plan is an exercise itself: another is begun as often as people like.
    """
    if case.incident.drill or case.latest is None or not case.known:
        return None
    name = beginning(min(each.name for each in case.known))
    if all(each.drill for each in case.known):
        return say(
            "The acts in this journal were an exercise's ({name}), and the plan is none now: what "
            "was brought back in it would count. A night has a journal of its own: name it with "
            "--journal.",
            name=name,
        )
    began, zone = case.incident.detected, case.incident.zone
    if case.latest >= began or which(case.incident) in case.known:
        return None
    return say(
        "The acts in this journal are those of {name}, all of them before this incident began "
        "({began}): what was brought back then would count. A night has a journal of its own: name "
        "it with --journal.",
        name=name,
        began=day_and_time(began.astimezone(zone)),
    )


OF_NO_NIGHT = Rule(
    "record.exercise",
    REFUSES,
    RecordCase,
    (EVERY_ACT,),
    says=say("No act of an exercise is written into the record of a night."),
    met_by=say("Name a journal of its own for the exercise."),
    broken=_of_a_night,
)
OF_NO_OTHER = Rule(
    OF_THIS_INCIDENT,
    MAY_BE_OVERRIDDEN,
    RecordCase,
    (EVERY_ACT,),
    says=say(
        "No act is written into the record of an exercise, or of what was over before the incident "
        "began."
    ),
    met_by=say(
        "Name a journal of its own for the night; where it was begun as an exercise by mistake, say "
        "so: the reason is kept as a note."
    ),
    broken=of_another,
)
RULES = (OF_NO_NIGHT, OF_NO_OTHER)
