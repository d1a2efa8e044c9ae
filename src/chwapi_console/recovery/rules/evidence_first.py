"""Evidence first.

What was found on a compromised server is lost when it is rebuilt, so an image of it is recorded
before, or somebody says why not.
"""

from chwapi_console.journal.kinds.evidence_kinds import EvidenceTaken, EvidenceTerms
from chwapi_console.journal.kinds.standing import RESTORED
from chwapi_console.recovery.rules.cases import (
    EVIDENCE,
    MARK,
    SETTLE,
    STEP,
    TRIAGE,
    UNDO,
    EvidenceCase,
    ServerCase,
    StepCase,
    UndoCase,
)
from chwapi_console.recovery.rules.of_all import spoken_of
from chwapi_console.recovery.rules.rule import MAY_BE_OVERRIDDEN, Rule
from chwapi_console.recovery.state.judged.images import (
    IMAGE,
    REBUILD,
    has_image,
    image_of,
    is_rebuilt,
    wants_image,
)
from chwapi_console.recovery.state.judged.present_work import USABLE
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.evidence_words import FIELD_WORDS
from chwapi_console.text import Sentence, every, say, some

MOST_SERVERS = 8
"""Servers that one sentence names."""


def _no_image(case: StepCase | ServerCase | UndoCase | EvidenceCase) -> Sentence | None:
    match case:
        case StepCase():
            return _before_the_step(case)
        case ServerCase():
            return _before_it_counts(case)
        case EvidenceCase():
            return _taken_from_under(case, case.item, case.terms)
    payload = case.target.payload if case.target is not None else None
    if not isinstance(payload, EvidenceTaken):
        return None
    return _taken_from_under(case, payload.item, payload.before)


def _before_the_step(case: StepCase) -> Sentence | None:
    """Whoever rebuilds wants an image.

    Whoever leaves the image out says why, which is the reason of the override too.
    """
    if case.step != REBUILD and (case.step, case.after) != ("image", "skipped"):
        return None
    if not _lacks_image(case.view, case.subject):
        return None
    return _words(case.view, [case.subject])


def _before_it_counts(case: ServerCase) -> Sentence | None:
    if case.after.state not in USABLE:
        return None
    lacking = [
        server
        for server in spoken_of(case, IMAGE, "reason")
        if case.view.situation.state(server) not in RESTORED and _lacks_image(case.view, server)
    ]
    return _words(case.view, lacking) if lacking else None


def _lacks_image(view: View, server: str) -> bool:
    return wants_image(view.plan, view.situation, server) and not has_image(
        view.situation, view.overrides, server
    )


def _taken_from_under(
    case: UndoCase | EvidenceCase, item: str, left: EvidenceTerms | None
) -> Sentence | None:
    """The image by which a server was rebuilt is not taken back, nor told to be something else.

    `left` is what the act leaves of it.
    """
    view, server = case.view, case.subject
    plan, situation = view.plan, view.situation
    if server not in plan.servers or not wants_image(plan, situation, server):
        return None
    image = image_of(situation, server)
    if image is None or image.id != item or not is_rebuilt(plan, situation, server):
        return None
    if left is not None and left.made == "image" and not image._replace(terms=left).lacks:
        return None
    return say(
        "{server} was rebuilt since image {item} was recorded. Put right what is wrong with it: "
        "evidence {server} --item {item} …",
        server=server,
        item=item,
    )


def _words(view: View, servers: list[str]) -> Sentence:
    are_now = all(
        view.situation.servers[server].standing.verdict == "compromised" for server in servers
    )
    if len(servers) > 1:
        return _of_several(servers, are_now=are_now)
    (server,) = servers
    half = next(
        (
            item
            for item in view.situation.evidence.get(server, {}).values()
            if item.terms.made == "image" and item.lacks
        ),
        None,
    )
    if half is not None:
        return say(
            "{server} was found compromised, and of its image {item} it is not told yet: {parts}. Say it "
            "first: key W, or evidence {server} --item {item} …",
            server=server,
            item=half.id,
            parts=every([FIELD_WORDS[part] for part in half.lacks]),
        )
    if are_now:
        return say(
            "{server} is compromised, and no image of it is recorded: what is found on it would be "
            "lost. Record one first: key W, or evidence {server} --sha256 … --tool … --place … "
            "--protected yes.",
            server=server,
        )
    return say(
        "{server} was found compromised, and nothing ended that since; no image of it is recorded: "
        "what is found on it would be lost. Record one first: key W, or evidence {server} --sha256 "
        "… --tool … --place … --protected yes.",
        server=server,
    )


def _of_several(servers: list[str], *, are_now: bool) -> Sentence:
    named = some(servers, MOST_SERVERS)
    if are_now:
        return say(
            "No image is recorded of {servers}, which are compromised: what is found on them "
            "would be lost.",
            servers=named,
        )
    return say(
        "No image is recorded of {servers}, which were found compromised: what is found on "
        "them would be lost.",
        servers=named,
    )


IMAGE_FIRST = Rule[StepCase | ServerCase | UndoCase | EvidenceCase](
    IMAGE,
    MAY_BE_OVERRIDDEN,
    (StepCase, ServerCase, UndoCase, EvidenceCase),
    (STEP, MARK, SETTLE, TRIAGE, UNDO, EVIDENCE),
    says=say(
        "A compromised server is not rebuilt, nor called usable, before an image of it is recorded "
        "(policy.evidence_first)."
    ),
    met_by=say(
        "Record the image, with its SHA-256, who took it, with which tool, where it lies and "
        "whether it is write-protected."
    ),
    broken=_no_image,
)
RULES = (IMAGE_FIRST,)
