"""What people call the steps of a runbook, and what is meant by them, in the reader's language.

The plan may name its own in `[steps]`; those that runbooks usually have the program knows. A step's
id stays what the journal keeps and `step SERVER STEP` takes; the name is taken there too.
"""

from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING

from chwapi_console.clock import day_and_time, span
from chwapi_console.inventory.plain_words import plain
from chwapi_console.journal.kinds.parts import told_moment
from chwapi_console.journal.kinds.server_kinds import StepChange
from chwapi_console.journal.record.events import Event
from chwapi_console.text import ENGLISH, Language, Sentence, Value, beginning, say

MOST_LETTERS = 80
"""Letters of what came of a step in a line about it."""
FIRST_OF_A_HASH = 12
"""Digits of a SHA-256 by which people tell it from others in a line."""

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan

USUAL: Mapping[str, tuple[Sentence, Sentence]] = {
    "isolate": (
        say("isolate"),
        say("Take it off the network; leave it powered, so that traces in memory stay."),
    ),
    "image": (
        say("image"),
        say(
            "Copy its disks and memory before anything is changed; note the SHA-256. It is evidence."
        ),
    ),
    "volatile": (
        say("note volatile traces"),
        say("Write down who is logged on, connections, processes and tasks before they are gone."),
    ),
    "choose-point": (
        say("choose a restore point"),
        say("Take one older than the attack, scanned clean, and restored for a test before."),
    ),
    "reconnect-needs": (
        say("reconnect interfaces"),
        say("Connect what it needs and each interface again, one by one, and try each."),
    ),
    "sweep": (
        say("sweep for indicators"),
        say("Search it for the newest indicators of this attack before it counts as back."),
    ),
    "second-person": (
        say("second person"),
        say("Somebody who had no hand in it looks at it, and verifies it."),
    ),
    "export-logs": (
        say("export the logs"),
        say("Save its logs elsewhere before they are overwritten: they are evidence."),
    ),
    "rebuild": (
        say("rebuild"),
        say("Install the system anew from clean media, not from the server's own disks."),
    ),
    "firmware": (
        say("firmware"),
        say("Load the vendor's firmware anew, and compare its checksum."),
    ),
    "patch": (
        say("patch"),
        say("Close the hole that let the attack in, and all known ones, before it is connected."),
    ),
    "edr": (say("EDR"), say("Put the EDR agent on, and see it report to its console.")),
    "restore-data": (
        say("restore the data"),
        say("Bring data back from a backup older than the attack, scan it, note what is missing."),
    ),
    "restore-config": (
        say("restore the configuration"),
        say("Load a configuration saved before the attack, and read through it."),
    ),
    "integrity": (
        say("check integrity"),
        say("Run the database's own checks; compare counts with the backup."),
    ),
    "secrets": (
        say("change the secrets"),
        say("New passwords, keys, certificates and service accounts: the old ones are known."),
    ),
    "krbtgt": (
        say("reset krbtgt twice"),
        say("Reset the krbtgt account twice, ten hours apart: forged tickets end."),
    ),
    "hunt": (
        say("hunt for traces"),
        say("Search for what the attacker left: tasks, services, accounts, policies, backdoors."),
    ),
    "scan": (
        say("scan"),
        say("Scan it whole with current signatures, and the indicators of this attack."),
    ),
    "test": (
        say("test"),
        say("Try with its users what they need of it, before others rely on it."),
    ),
    "reconnect": (
        say("reconnect"),
        say("Put it back on the network, and watch it for the first hours."),
    ),
    "check-snapshots": (
        say("check the snapshots"),
        say("Find snapshots from before the attack; see that none was deleted."),
    ),
    "attach-storage": (
        say("attach the storage"),
        say("Connect its volumes, and see that all are there."),
    ),
    "call-vendor": (
        say("call the vendor"),
        say("Ask the vendor for help and for clean media; note the case number."),
    ),
    "master-image": (
        say("rebuild the master image"),
        say("Make the image that desktops start from anew, from clean media."),
    ),
    "rebuild-catalogue": (
        say("rebuild the catalogue"),
        say("Read the tapes or the store anew: the backup's own catalogue was hit."),
    ),
    "test-restore": (
        say("test a restore"),
        say("Bring one server back from it, aside, and see that it starts."),
    ),
    "vlan": (
        say("put into a clean network"),
        say("Move it to the network of what was restored, apart from the rest."),
    ),
    "backup": (say("back up"), say("Back it up anew, to a place that cannot be overwritten.")),
    "monitor": (say("monitor"), say("Put it back into monitoring, and see its values come in.")),
}


def step_name(plan: "Plan", step: str) -> Value:
    """What people call a step: as the plan says, else as the program does, else its id."""
    own = plan.steps[step].name if step in plan.steps else ""
    return own or (USUAL[step][0] if step in USUAL else step)


def step_meaning(plan: "Plan", step: str) -> Value:
    """What is meant by a step, in one line; empty where neither the plan nor the program says."""
    own = plan.steps[step].meaning if step in plan.steps else ""
    return own or (USUAL[step][1] if step in USUAL else "")


def usual_name(step: str) -> Value:
    """What people usually call a step, for who does not have the plan at hand."""
    return USUAL[step][0] if step in USUAL else step


def step_called(plan: "Plan", server: str, typed: str, t: Language) -> str:
    """The step of a server's runbook that goes by a name, in English or in the reader's language.

    What was typed where none does. Neither capitals nor accents count.
    """
    steps, wanted = plan.steps_of(server), plain(typed.strip())
    return (
        typed
        if typed in steps
        else next(
            (
                step
                for step in steps
                for language in (t, ENGLISH)
                if plain(language(step_name(plan, step))) == wanted
            ),
            typed,
        )
    )


def step_terms(plan: "Plan", server: str, step: str) -> Value:
    """How a step is to be done, and what is meant by it.

    Whether it is required, how long it takes, who does it, what comes of it. Empty where neither
    the plan nor the program says.
    """
    said, parts = plan.step(step), list[Value]()
    if plan.is_required(server, step):
        parts.append(say("required"))
    if said.time is not None:
        parts.append(span(said.time))
    if said.holder:
        parts.append(said.holder)
    if said.result is not None:
        parts.append(say("gives {what}", what=RESULT_WORDS[said.result]))
    meaning = step_meaning(plan, step)
    if not parts:
        return meaning
    if meaning:
        parts.append(meaning)
    return reduce(lambda one, other: say("{one} · {other}", one=one, other=other), parts)


def who_does_it(plan: "Plan", step: str) -> list[Value]:
    """Which trade or person does a step, and how long it takes, as far as the plan says."""
    said = plan.step(step)
    return [*([said.holder] if said.holder else []), *([span(said.time)] if said.time else [])]


RESULT_WORDS: Mapping[str, Sentence] = {
    "text": say("a text"),
    "hash": say("a SHA-256"),
    "time": say("a time"),
    "restore-point": say("a restore point"),
    "ticket": say("a ticket"),
}
"""What comes of a step."""


def step_remark(plan: "Plan", event: Event) -> str:
    """What was said with an act on a step: why it was skipped or failed, else what came of it.

    Empty where nothing was.
    """
    payload = event.payload
    return payload.reason or result_words(plan, payload) if isinstance(payload, StepChange) else ""


def result_words(plan: "Plan", change: StepChange) -> str:
    """What came of a step, a time on the clock of the incident."""
    if plan.step(change.step).result != "time":
        return change.result
    at = told_moment(change.result)  # none where the plan called it something else then
    return change.result if at is None else day_and_time(at.astimezone(plan.incident.zone))


def result_in_short(plan: "Plan", change: StepChange) -> str:
    """The same, of a hash or a long text the beginning."""
    words = result_words(plan, change)
    is_hash = plan.step(change.step).result == "hash"
    return f"{words[:FIRST_OF_A_HASH]}…" if is_hash and words else beginning(words, MOST_LETTERS)
