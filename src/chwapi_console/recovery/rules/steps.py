"""Steps of runbooks: which must be done before a server counts as restored, and what comes of one."""

from chwapi_console.journal.kinds.standing import RESTORED
from chwapi_console.recovery.rules.cases import MARK, SETTLE, STEP, UNDO, ServerCase, StepCase
from chwapi_console.recovery.rules.of_all import spoken_of
from chwapi_console.recovery.rules.results import is_sha256, sha256_of, unfit_result
from chwapi_console.recovery.rules.rule import ASKS, WANTS, Rule
from chwapi_console.recovery.state.judged.images import IMAGE_STEP, image_of
from chwapi_console.recovery.state.judged.required_steps import required_open
from chwapi_console.recovery.words.things.step_words import RESULT_WORDS, step_name
from chwapi_console.text import Sentence, Value, say, some

MOST_STEPS, MOST_SERVERS = 8, 8
"""Steps and servers that one sentence names."""
SIGNS_OF_A_HASH = 12
"""Digits by which people tell one SHA-256 from another."""
REQUIRED = "steps.required"


def _unfit(case: StepCase) -> Sentence | None:
    if not case.result:
        return None
    return unfit_result(case.view, case.subject, case.view.plan.step(case.step).result, case.result)


def _another_image(case: StepCase) -> Sentence | None:
    """That the digits told with the image are of none that the record has of the server as it is."""
    if (case.step, case.after) != (IMAGE_STEP, "done") or not is_sha256(case.result):
        return None
    image = image_of(case.view.situation, case.subject)
    items = case.view.situation.evidence.get(case.subject, {}).values()
    told = sha256_of(case.result)
    if image is None or any(sha256_of(item.terms.sha256) == told for item in items):
        return None
    return say(
        "That is not the SHA-256 of image {item} of {server}, which begins {known}: this begins "
        "{told}. Another image is recorded first, as evidence.",
        item=image.id,
        server=case.subject,
        known=image.terms.sha256[:SIGNS_OF_A_HASH],
        told=told[:SIGNS_OF_A_HASH],
    )


def _nothing_came_of_it(case: StepCase) -> Sentence | None:
    kind = case.view.plan.step(case.step).result
    if case.after != "done" or kind is None or case.result:
        return None
    return say(
        "{server}: {step} gives {what}, and none is told. Say it with --result.",
        server=case.subject,
        step=step_name(case.view.plan, case.step),
        what=RESULT_WORDS[kind],
    )


def _required_and_open(case: ServerCase) -> Sentence | None:
    if case.after.state not in RESTORED:
        return None
    found = {
        server: steps
        for server in spoken_of(case, REQUIRED, "ask")
        if _is_asked(case, server)
        and (steps := required_open(case.view.plan, case.view.situation, server))
    }
    if not found:
        return None
    names: list[Value] = [step_name(case.view.plan, step) for step in _all(list(found.values()))]
    if len(found) == 1:
        return say(
            "Required and not done on {server}: {steps}.",
            server=next(iter(found)),
            steps=some(names, MOST_STEPS),
        )
    return say(
        "Required and not done: {steps} (on {servers}).",
        steps=some(names, MOST_STEPS),
        servers=some(list(found), MOST_SERVERS),
    )


def _is_asked(case: ServerCase, server: str) -> bool:
    """Whether a server is about to count as restored with required steps that nobody excused.

    It is called restored or verified anew, and nobody said before why they need not be done.
    """
    if case.act == UNDO and server not in case.anew:
        return False
    shown = case.view.situation.servers[server]
    stands = (shown.state, case.after.state) in (
        ("restored", "restored"),
        ("verified", "verified"),
        ("verified", "restored"),
    )
    overridden = case.view.overrides.get(server, ())
    return (shown.conflict or not stands) and not any(o.rule == REQUIRED for o in overridden)


def _all(steps: list[list[str]]) -> list[str]:
    return list(dict.fromkeys(step for of_server in steps for step in of_server))


RESULT_THAT_FITS = Rule(
    "step.result",
    WANTS,
    StepCase,
    (STEP,),
    says=say("What comes of a step is of the kind that the plan says."),
    met_by=say(
        "A SHA-256 is 64 hexadecimal digits, a ticket one word with a number in it, a time over, a "
        "restore point one that is known."
    ),
    broken=_unfit,
)
RESULT_OF_THE_IMAGE = Rule(
    "step.image",
    ASKS,
    StepCase,
    (STEP,),
    says=say("The SHA-256 told as an image is ticked is that of an image in the record."),
    met_by=say("Tell that one, or record the other image as evidence, or say that it is meant."),
    broken=_another_image,
)
RESULT_TOLD = Rule(
    "steps.result",
    ASKS,
    StepCase,
    (STEP,),
    says=say("A step that gives something says what."),
    met_by=say("Say it with --result, or say that it is meant without."),
    broken=_nothing_came_of_it,
)
REQUIRED_STEPS_DONE = Rule(
    REQUIRED,
    ASKS,
    ServerCase,
    (MARK, SETTLE),
    says=say("A server counts as restored when its required steps are done."),
    met_by=say(
        "Do them, or skip them with a reason, or say that it is meant; what was open is kept with "
        "the act."
    ),
    broken=_required_and_open,
)
RULES = (
    RESULT_THAT_FITS,
    RESULT_OF_THE_IMAGE,
    RESULT_TOLD,
    REQUIRED_STEPS_DONE,
)
