"""What is supposed of a server has the forecast of the deed, once it is done at the same minute."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from chwapi_console.clock import iso
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.recovery.acts import claims, marks, notes
from chwapi_console.recovery.acts.drafting import Act
from chwapi_console.recovery.acts.supposing import with_let_go
from chwapi_console.recovery.forecast.forecast import forecast
from chwapi_console.recovery.forecast.learning import learned
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view.supposed_views import with_found_compromised, with_marks
from chwapi_console.recovery.state.view.view import View, view
from hospitals import plan_of
from journal.memory_store import MemoryStore

BEGAN = datetime(2021, 1, 18, 8, 0, tzinfo=UTC)
RUNS = 32

MEANS = """
[policy]
evidence_first = false
[crews.day]
name = "Day"
at_once = 2
hours = "07:00-19:00"
roles = ["x"]
[crews.night]
name = "Night"
hours = "19:00-07:00"
[crews.any]
name = "Any"
roles = ["x"]
[lanes.copy]
work = ["restore"]
at_once = 2
[operators]
ann = { roles = ["restorer"], crew = "day" }
bob = { roles = ["restorer"], crew = "day" }
owl = { roles = ["restorer"], crew = "night" }
eve = { roles = ["restorer"], crew = "any" }
zoe = { roles = ["lead"] }
"""
WORKERS = ("ann", "bob", "owl", "eve")


def hospital(dice: Random) -> str:
    """Some 30 servers, of which others need some, and services that need some of them."""
    servers = [f"s{n:02}" for n in range(dice.randint(20, 34))]
    lines = [MEANS]
    for n in range(8):
        needs = dice.sample(servers, dice.randint(1, 3))
        lines.append(
            f'[services.v{n}]\nname = "V{n}"\ntier = {dice.randint(1, 4)}\nneeds = {needs}'
        )
    lines.append("[servers]")
    for n, server in enumerate(servers):
        needs = [dice.choice(servers[:n])] if n and dice.random() < 0.4 else []
        state = dice.choices(("compromised", "unknown", "clean"), (70, 15, 15))[0]
        lines.append(
            f'{server} = {{ site = "imc", role = "{dice.choice("xxy")}", needs = {needs},'
            f' restore = "{dice.choice((30, 60, 90, 180, 300))}m", state = "{state}" }}'
        )
    return "\n".join(lines).replace("'", '"')


class Incident:
    """What was done to servers in a day and a half, with hours in which nobody did anything."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.plan, self.store, self.now = plan_of(hospital(self.dice)), MemoryStore("here"), BEGAN
        for _ in range(self.dice.randint(8, 40)):
            self.now += timedelta(minutes=self.dice.choice((1, 10, 25, 50, 90, 400)))
            self._does()

    @property
    def seen(self) -> View:
        return view(self.plan, self.store.record, self.now)

    def _does(self) -> None:
        seen, dice = self.seen, self.dice
        held = [entry for entry in seen.entries if entry.state == "restoring"]
        free = [who for who in WORKERS if all(entry.held_by != who for entry in held)]
        ready = [entry.server for entry in seen.entries if entry.state == "compromised"]
        if held and (dice.random() < 0.5 or not (free and ready)):
            of = dice.choice(held)
            self.write(dice.choice(COURSE), of.server, of.held_by)
        elif free and ready:
            self.write("take", ready[0], dice.choice(free))

    def write(self, deed: str, server: str, who: str) -> None:
        write(self.store, DEEDS[deed](self.seen, server, who), who, self.now)

    def once(self, deed: str, server: str, who: str) -> View:
        """The view once that is done too, in a copy of the journal."""
        copy = MemoryStore("copy")
        copy.receive(self.store.record.events)
        copy.origin = self.store.origin
        write(copy, DEEDS[deed](self.seen, server, who), who, self.now)
        return view(self.plan, copy.record, self.now)


def write(store: MemoryStore, act: Act, who: str, at: datetime) -> None:
    store.at = iso(at)
    store.append(act.drafts, Actor(who, "host"), act.shown)


MEANT = Remarks("disks", meant=True)


Deed = Callable[[View, str, str], Act]


def marked(state: str) -> Deed:
    return lambda seen, server, who: marks.mark(seen, [server], state, operator=who, remarks=MEANT)


STATES = ("restored", "blocked", "clean", "unknown", "retired")
DEEDS: dict[str, Deed] = {
    **{state: marked(state) for state in (*STATES, "compromised")},
    "let go": lambda seen, server, who: claims.drop(seen, [server], who, MEANT),
    "noted": lambda seen, server, who: notes.note(seen, server, "80 %", operator=who),
    "take": lambda seen, server, who: claims.take(seen, [server], who, remarks=MEANT),
}
COURSE = (*["restored"] * 6, "blocked", "compromised", "let go", "noted")
"""What comes of what is in hand in an incident, one as often as it stands here."""


def supposed(state: str) -> Callable[[View, str], View]:
    return lambda seen, server: with_marks(seen, [server], state)


SUPPOSED: dict[str, Callable[[View, str], View]] = {
    **{state: supposed(state) for state in STATES},
    "compromised": with_found_compromised,
    "let go": with_let_go,
}


@settings(max_examples=15)
@given(seed=st.integers(0, 1 << 20))
def test_what_is_supposed_moves_every_service_as_the_deed_does(seed: int) -> None:
    """Of what is in hand by who has it, of what nobody has by anybody; and each run by itself."""
    incident = Incident(seed)
    seen = incident.seen
    held = [(e.server, e.held_by) for e in seen.entries if e.state == "restoring"][:2]
    free = [(e.server, "eve") for e in seen.entries if e.state == "compromised" and e.ready][:1]
    for server, who in (*held, *free):
        for deed in SUPPOSED if (server, who) in held else STATES:
            then, done = SUPPOSED[deed](seen, server), incident.once(deed, server, who)
            assert learned(done) == learned(then), (deed, server)
            told, once = (forecast(of, runs=RUNS).services for of in (then, done))
            assert once == told, (deed, server)


def test_who_has_in_hand_what_their_crew_is_not_for_may_have_nothing_else_to_do() -> None:
    """Found on a generated plan: nothing left was for the crew of who had one of others in hand."""
    incident = Incident(0)
    incident.plan = plan_of(
        f"""{MEANS}
[services.lab]
name = "Laboratory"
tier = 1
needs = ["lis", "net"]
[servers]
lis = {{ site = "imc", role = "y", restore = "4h", state = "compromised" }}
net = {{ site = "imc", role = "y", restore = "4h", state = "compromised" }}
"""
    )
    incident.store = MemoryStore("here")
    incident.write("take", "lis", "ann")
    assert forecast(incident.seen, runs=RUNS).services["lab"].p50 is not None
