"""What is written down of a server beside its state.

An image as evidence and its way from hand to hand, restore points, since when it counts as
compromised, and the newest set of indicators.

Each question may be answered later where the record can do without; what was said is shown whole
before it is written.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from chwapi_console.answers import KEYS
from chwapi_console.clock import clock_time, day_and_time
from chwapi_console.console.control.acts.acting import Acting
from chwapi_console.console.control.acts.hand_over import handed_over
from chwapi_console.console.control.acts.questions import (
    asked_digits,
    asked_later,
    asked_one_of,
    asked_past,
    asked_whether,
)
from chwapi_console.console.control.asking.certain import one_of
from chwapi_console.console.control.asking.conversation import (
    Ask,
    Confirm,
    Conversation,
    Do,
    StillToAsk,
    asked_for,
)
from chwapi_console.journal.kinds.evidence_kinds import EvidenceTerms
from chwapi_console.journal.kinds.point_kinds import PointTerms
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.acts.restore_points import ToldOfPoint, as_told
from chwapi_console.recovery.rules.cases import (
    COMPROMISED_SINCE,
    EVIDENCE,
    RESTORE_POINT,
    EvidenceCase,
    PointCase,
    SinceCase,
)
from chwapi_console.recovery.rules.door import doubts
from chwapi_console.recovery.rules.naming import no_name
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.judged.images import IMAGE_STEP, image_of
from chwapi_console.recovery.state.told.evidence_items import Item
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.evidence_words import PROTECTED_SPOKEN, terms_words
from chwapi_console.recovery.words.things.point_words import VERDICTS_SPOKEN, terms_in_words
from chwapi_console.session.acts import Acts
from chwapi_console.text import Sentence, either, every, in_one, say, word

KINDS: Final = {
    "image": (word("record", "image"),),
    "point": (word("record", "restore point"), word("record", "point")),
    "since": (word("record", "compromised since"), word("record", "since")),
    "indicators": (word("record", "indicators"),),
    "hand-over": (word("record", "hand-over"),),
}
"""What can be written down, by the words that are typed."""
OF_ITEMS = ("image", "hand-over")
"""Those of them that are about an item of evidence."""
MEANT = Remarks(meant=True)


class ImageTold(NamedTuple):
    """What somebody tells of the image of a server.

    The id of a known item or none, what is told anew by the fields of `EvidenceTerms`, when it was
    taken (UTC), and all of it in words.
    """

    item: str
    told: Mapping[str, str]
    taken: datetime
    words: Sentence

    def record(self, acts: Acts, server: str, shown: View) -> list[Event]:
        """Writes it down."""
        return acts.evidence(server, self.item, self.told, shown, self.taken)

    def record_at(self, step: str, acts: Acts, server: str, shown: View) -> list[Event]:
        """Writes it down and ticks the step that takes it, as one act."""
        return acts.image_at_its_step(server, step, self.item, self.told, shown, self.taken)


class EvidenceActs:
    """`evidence_record`, and the questions about an image that the step `image` asks too."""

    def __init__(self, acting: Acting) -> None:
        self._acting, self._picture = acting, acting.picture

    def evidence_record(self) -> Conversation[None]:
        """Asks what is to be written down of the server, and writes it down."""
        server, shown = self._picture.at.servers[0], self._acting.known.view
        yield from self._acting.who.named("evidence.record", server)
        match (yield from self._which_is_theirs(server, shown)):
            case "image":
                yield from self._image(server, shown)
            case "point":
                yield from self._point(server, shown)
            case "since":
                yield from self._since(server, shown)
            case "indicators":
                yield from self._indicators(shown)
            case "hand-over":
                yield from handed_over(self._acting, server, shown)

    def _which_is_theirs(self, server: str, shown: View) -> Conversation[str]:
        """What is to be written down.

        Whoever may write down none of it hears so before anything is asked, who may not write down
        this before more is.
        """
        acting, who = self._acting, self._acting.known.operator
        item = EvidenceCase(shown, EVIDENCE, server, "", EvidenceTerms("image", by=who), who)
        since = SinceCase(shown, COMPROMISED_SINCE, server, None, (), who)
        if acting.why_for_others(item) is not None and acting.why_for_others(since) is not None:
            yield from acting.unless_for_others(item)
            return (yield from self._which(server))
        kind = yield from self._which(server)
        yield from acting.unless_for_others(item if kind in OF_ITEMS else since)
        return kind

    def _which(self, server: str) -> Conversation[str]:
        offered, t = either([words[0] for words in KINDS.values()]), self._picture.t
        question = say(
            "{server}: write down what: {kinds} (Esc: nothing)?", server=server, kinds=offered
        )
        return (yield from asked_one_of(question, KINDS, t))

    # An image

    def is_asked_for(self, server: str, step: str, shown: View) -> bool:
        """Whether the image of a server is asked for as a step is ticked.

        It is compromised, and none is recorded yet. Nobody computes a SHA-256 later.
        """
        so_far, kind = shown.situation, shown.plan.step(step).result
        return (
            step == IMAGE_STEP
            and kind in (None, "hash")
            and so_far.servers[server].standing.verdict == "compromised"
            and image_of(so_far, server) is None
        )

    def asked_at_its_step(self, server: str, shown: View) -> Conversation[ImageTold | None]:
        """What is told of an image as its step is ticked; None where nobody tells anything."""
        question = say(
            "Paste the SHA-256 of the image of {server} (64 digits) to record it. Enter without it only "
            "ticks the step; Esc does not tick it:",
            server=server,
        )
        return (yield from self._of_an_image(server, shown, question))

    def _image(self, server: str, shown: View) -> Conversation[None]:
        question = say(
            "Paste the SHA-256 of the image of {server} (64 digits, as sha256sum prints it; Esc: no):",
            server=server,
        )
        told = yield from self._of_an_image(server, shown, question, must=True)
        if told is not None:
            yield Confirm(say("Write that: {what}? ({yes})", what=told.words, yes=KEYS))
            yield Do(server, lambda acts: told.record(acts, server, shown))

    def _of_an_image(
        self, server: str, shown: View, question: Sentence, *, must: bool = False
    ) -> Conversation[ImageTold | None]:
        yield StillToAsk(6)
        digits = yield from asked_digits(
            question, must=must, server=server, others=shown.situation.servers
        )
        if not digits:
            return None
        told = {"sha256": digits}
        told["tool"] = yield from asked_later(say("With which tool was it taken? Enter: later"))
        told["place"] = yield from asked_later(say("Where does it lie? Enter: later"))
        told["protected"] = yield from self._protected()
        half = _half_told(shown, server)
        taken = yield from self._taken(shown, half)
        known = half.terms if half else EvidenceTerms("image", by=self._acting.known.operator)
        terms = known._replace(
            sha256=digits,
            tool=told["tool"] or known.tool,
            place=told["place"] or known.place,
            protected=told["protected"] or known.protected,
        )
        zone, now = shown.plan.incident.zone, self._picture.now()
        words = say(
            "{server}: evidence, taken {time}: {told}",
            server=server,
            time=clock_time(taken, zone, now),
            told=every(terms_words(terms)),
        )
        return ImageTold(half.id if half else "", told, taken, words)

    def _taken(self, shown: View, half: Item | None) -> Conversation[datetime]:
        """When it was taken; what is recorded already stands, where nobody says otherwise."""
        question = say("When was it taken? For example 02:10 or 1h. Enter: just now")
        usual = datetime.fromisoformat(half.terms.taken) if half and half.terms.taken else None
        if usual is not None:
            time = clock_time(usual, shown.plan.incident.zone, self._picture.now())
            question = say("When was it taken? Enter: {time}, as recorded", time=time)
        return (yield from asked_past(self._acting, question, just_now=True, usual=usual))

    def _protected(self) -> Conversation[str]:
        """Whether it is write-protected where it lies; empty where nobody knows."""
        question = say("Is it write-protected there, yes or no? Enter: nobody knows yet")
        return (yield from asked_one_of(question, PROTECTED_SPOKEN, self._picture.t, empty=True))

    # A restore point

    def _point(self, server: str, shown: View) -> Conversation[None]:
        points = shown.situation.points.of.get(server, {})
        question = say("Which restore point of {server}? Its name (Esc: no):", server=server)
        if points:
            question = say(
                "Which restore point of {server}? {points}, or a new name (Esc: no):",
                server=server,
                points=every(list(points)),
            )
        point = yield from self._name(question, points)
        known, told = points.get(point), ToldOfPoint(remarks=MEANT)
        if known is None:
            told["taken"] = yield from asked_past(
                self._acting,
                say("When was {point} taken? For example 11/01 02:00 (Esc: no)", point=point),
            )
        yield from self._verdict(shown, point, told)
        operator = self._acting.known.operator
        terms = as_told(known.terms if known else PointTerms(""), operator, told)
        case = PointCase(shown, RESTORE_POINT, server, point, terms, False, operator)
        what = say(
            "{point} of {server}: {told}",
            point=point,
            server=server,
            told=every(terms_in_words(shown, terms)),
        )
        yield from self._whether(what, doubts(case))
        yield Do(server, lambda acts: acts.restore_point(server, point, shown, **told))

    def _name(self, question: Sentence, known: Collection[str]) -> Conversation[str]:
        """One word, a known one or a new one; asked for again where it is none."""
        certain = one_of(known)
        return (yield from asked_for(question, lambda text: no_name(text) or text, certain=certain))

    def _verdict(self, shown: View, point: str, told_of_point: ToldOfPoint) -> Conversation[None]:
        """What is known of a point.

        Its verdict, and where somebody scanned it with what and for which indicators; whether a
        restoration from it was tried.
        """
        t = self._picture.t
        question = say(
            "What is known of {point}: {verdicts}? Enter: nothing new",
            point=point,
            verdicts=either([words[0] for words in VERDICTS_SPOKEN.values()]),
        )
        if verdict := (yield from asked_one_of(question, VERDICTS_SPOKEN, t, empty=True)):
            told_of_point["verdict"] = verdict
        if told_of_point.get("verdict", "unknown") != "unknown":
            told_of_point["tool"] = yield from asked_later(
                say("With what was it scanned? Enter: not said")
            )
            newest = shown.situation.points.indicators
            question = say("For which set of indicators? Enter: none")
            if len(newest) == 1:
                question = say("For which set of indicators? Enter: {newest}", newest=newest[0])
            named = yield from asked_later(question)
            told_of_point["indicators"] = named or (newest[0] if len(newest) == 1 else "")
        question = say("Was a restoration from it tried, and does it work, yes or no? Enter: no")
        told_of_point["tested"] = yield from asked_whether(question, t)

    # Since when, and for what

    def _since(self, server: str, shown: View) -> Conversation[None]:
        yield StillToAsk(3)
        at = yield from asked_past(
            self._acting,
            say("Since when was the attacker in, as far as is known? For example 11/01 03:00"),
        )
        question = say(
            "Does that hold for {server} alone, yes or no? Enter: for all", server=server
        )
        alone = yield from asked_whether(question, self._picture.t)
        servers, zone = [server] if alone else [], shown.plan.incident.zone
        case = SinceCase(shown, COMPROMISED_SINCE, server, at, servers, self._acting.known.operator)
        time = day_and_time(at.astimezone(zone))
        what = say("the attacker was in since {time}, on all servers", time=time)
        if alone:
            what = say("the attacker was in {server} since {time}", server=server, time=time)
        yield from self._whether(what, doubts(case))
        yield Do(server, lambda acts: acts.compromised_since(at, servers, shown, MEANT))

    def _indicators(self, shown: View) -> Conversation[None]:
        yield StillToAsk(2)
        name = yield Ask(say("What is the newest set of indicators called (Esc: no)?"))
        yield from self._whether(say("the newest set of indicators is {set}", set=name), [])
        yield Do(name, lambda acts: acts.indicators(name, shown, MEANT))

    def _whether(self, what: Sentence, told: list[Sentence]) -> Conversation[None]:
        """Asks whether all that was said is meant, with what the rules ask."""
        question = say("Write that: {what}? ({yes})", what=what, yes=KEYS)
        yield Confirm(question, in_one(told) if told else None)


def _half_told(shown: View, server: str) -> Item | None:
    """The image of a server of which not all is told yet."""
    items = shown.situation.evidence.get(server, {}).values()
    return next((item for item in items if item.terms.made == "image" and item.lacks), None)
