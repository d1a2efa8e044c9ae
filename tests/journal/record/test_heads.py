"""The heads of a key: by the events' own word they are worked out without a call for each."""

from random import Random

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.heads import Heads
from hospitals import standing_event


def acts_of(random: Random, origins: int, each: int) -> list[Event]:
    """Acts of some origins on one server, each of which saw some that the others wrote before."""
    tips: dict[str, Event] = {}
    acts: list[Event] = []
    for number in range(origins * each):
        origin = f"o{number % origins}"
        others = random.sample(
            [tip for name, tip in tips.items() if name != origin], k=min(len(tips) // 2, 3)
        )
        saw = {other.origin: (other.seq, other.hash) for other in others}
        prev = tips.get(origin)
        lamport = 1 + max((event.lamport for event in (*others, prev) if event), default=0)
        act = standing_event(
            origin,
            1 + number // origins,
            "san1",
            Standing("compromised"),
            saw=saw,
            prev=prev,
            lamport=lamport,
        )
        tips[origin] = act
        acts.append(act)
    return acts


def test_they_are_those_of_whoever_asks_each_whether_it_knows_the_other() -> None:
    for seed in range(40):
        random = Random(seed)
        acts = acts_of(random, random.randint(1, 8), random.randint(1, 6))
        own_word, asked = Heads(), Heads(lambda later, earlier: later.knows(earlier))
        for act in random.choices(acts, k=len(acts)) if seed % 2 else acts:
            own_word.add(act)
            asked.add(act)
            assert asked.of("san1") == own_word.of("san1")
