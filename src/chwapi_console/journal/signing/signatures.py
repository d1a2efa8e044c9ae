"""Which acts are signed by the key of their origin.

An origin may be born with a key: its name ends with a digest of that key, and its first event has
the key. So nobody can put another key in its place, nor bring one before the true one comes. A
signature is an event of its own, by which the holder of the key stands for one event of the origin,
and through the chain for all before it. Whatever its origin's key does not stand for is only said
to be of that origin. `docs/design/signatures.md` has the whole of it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from hashlib import sha256

from chwapi_console.journal.kinds.record_kinds import KeyMade, Signed
from chwapi_console.journal.record.events import Draft, Event, drafted, in_first_place, new_id
from chwapi_console.journal.record.record import Record
from chwapi_console.named_tuples import NamedTuple

NAMESPACE = "chwapi-console"
"""What a signature is made for, so that it is none for anything else."""

IsSigned = Callable[[str, str, str], bool | None]
"""Whether a signature (the last) by a key (the first) is one over a hash; None where that is not
looked at, for too much was."""

_KEYED = r"(?s)(.*)-k([0-9a-f]{16})"
_BRANCH = r"(?s)(.*-k[0-9a-f]{16})(\+[0-9a-f]{8})+"
_KEY = r"ssh-ed25519 [A-Za-z0-9+/]{68}"
_SALT = r"[0-9a-f-]{1,64}"
_ARMOUR = (
    r"-----BEGIN SSH SIGNATURE-----\n[A-Za-z0-9+/=\n]{100,1000}\n-----END SSH SIGNATURE-----\n?"
)
# compiled when first used: no verb pays for what its record does not have


class Statement(NamedTuple):
    """A signature: of the event with this number and hash in an origin."""

    seq: int
    digest: str
    signature: str


# The key in an origin's name


def is_key(text: str) -> bool:
    """Whether a text is an Ed25519 key as `ssh-keygen` writes its public half, without a remark."""
    return re.fullmatch(_KEY, text) is not None


def born_with(host: str, key: str) -> tuple[str, Draft]:
    """The name of a new origin of a host with a key, and its first event.

    The salt tells origins of one key apart.
    """
    salt = new_id()
    name = f"{host}-k{_digest(f'{host} {key} {salt}'.encode(errors='backslashreplace'))}"
    return name, drafted("record", KeyMade(key, salt))


def is_keyed(origin: str) -> bool:
    """Whether a name is that of an origin with a key, or of a branch of one."""
    return "-k" in origin and re.fullmatch(_KEYED, _unforked(origin)) is not None


def birth_key(birth: Event | None) -> str:
    """The key of the origin whose first event this is.

    Empty where it has none, or another than its name says.
    """
    named = (
        re.fullmatch(_KEYED, birth.origin)
        if birth is not None and birth.kind == KeyMade.kind
        else None
    )
    if birth is None or named is None or birth.seq != 1:
        return ""
    key, salt = birth.says(KeyMade)
    fits = is_key(key) and re.fullmatch(_SALT, salt) and _digest(named_by(birth)) == named[2]
    return key if fits else ""


def named_by(birth: Event) -> bytes:
    """What the name of an origin is made of, whose first event this is: host, key and salt."""
    host = birth.origin.rpartition("-k")[0]
    key, salt = birth.says(KeyMade)
    return f"{host} {key} {salt}".encode(errors="backslashreplace")


def _digest(named: bytes) -> str:
    return sha256(named).hexdigest()[:16]


def _unforked(origin: str) -> str:
    """The name of the origin with a key whose branch this one says anew, if it does."""
    branch = re.fullmatch(_BRANCH, origin) if "+" in origin else None
    return branch[1] if branch else origin


# Signing


def unsigned_tip(record: Record, origin: str) -> Event | None:
    """The last event of an origin with a key where acts up to it wait to be signed.

    None where there are none.
    """
    seq, _ = record.tips.get(origin, (0, ""))
    tip, signed_up_to = record.at.get((origin, seq)), 0
    if tip is None or not is_keyed(origin):
        return None
    while (event := record.at.get((origin, seq))) is not None and event.kind == Signed.kind:
        signed_up_to = max(signed_up_to, statement.seq if (statement := _statement(event)) else 0)
        seq -= 1
    return tip if seq > signed_up_to else None


def signed(tip: Event, signature: str) -> Draft:
    """The event by which an origin says that an event of it, and all before, are signed."""
    return drafted("record", Signed(tip.seq, tip.hash, signature))


def _statement(event: Event) -> Statement | None:
    """What a signature says; None where it says nothing that could be checked."""
    seq, digest, signature = event.says(Signed)
    if (
        type(seq) is int
        and isinstance(digest, str)
        and isinstance(signature, str)
        and re.fullmatch(_ARMOUR, signature)
    ):
        return Statement(seq, digest, signature)
    return None


# Checking


def is_of_a_key(event: Event) -> bool:
    """Whether the key of an origin should stand for this event.

    It does for all of the origin's acts, not for the signatures themselves.
    """
    return event.kind != Signed.kind and is_keyed(_origin_of(event))


class Signatures:
    """What is signed in a record as it is now.

    Each origin is looked at when it is first asked about, by few signatures: the last one stands
    for all before it. `of` is how many events the record had. Where `is_signed` fails, so does what
    is asked.
    """

    def __init__(self, record: Record, is_signed: IsSigned) -> None:
        self.of = len(record.events)
        self._record = record
        self._is_signed = is_signed
        self._chains: dict[str, dict[str, list[Event]]] | None = None
        self._looked_at: dict[str, _Origin] = {}

    def lacks(self, event: Event) -> bool:
        """Whether an event is only said to be of an origin with a key.

        Nothing that the key signed stands for it.
        """
        return (
            is_of_a_key(event)
            and (event.first_hash if event.shows_first else event.hash)
            not in self._of(_origin_of(event)).signed
        )

    def unsigned(self, events: Iterable[Event]) -> list[Event]:
        """Those of the events that lack a signature."""
        if not self._record.says_anew and not any(map(is_keyed, self._record.tips)):
            return []
        return [event for event in events if self.lacks(event)]

    def unchecked(self) -> list[str]:
        """The origins asked about with signatures left that were not looked at and could count."""
        return [origin for origin, looked_at in self._looked_at.items() if not looked_at.whole]

    def is_unchecked(self, event: Event) -> bool:
        """Whether an act counts as unsigned though a signature that was not looked at may cover it."""
        looked_at = self._looked_at.get(_origin_of(event))
        return looked_at is not None and not looked_at.whole and self.lacks(event)

    def proofs(self) -> Iterator[tuple[Event, Statement | None]]:
        """For each origin with a key its first event, and the last signature that holds."""
        for origin in sorted(self._record.tips):
            if birth_key(birth := self._record.at.get((origin, 1))) and birth is not None:
                yield birth, self._of(origin).last

    def _of(self, origin: str) -> "_Origin":
        if self._chains is None:
            self._chains = _chains_by_origin(self._record.events)
        if origin not in self._looked_at:
            self._looked_at[origin] = _looked_at(
                origin, self._chains.get(origin, {}), self._is_signed
            )
        return self._looked_at[origin]


class _Origin(NamedTuple):
    """The hashes, in their first places, of the events that an origin's key stands for.

    The last signature that holds, of the origin itself rather than of a branch said anew; and
    whether all were looked at that had to be.
    """

    signed: AbstractSet[str]
    last: Statement | None
    whole: bool


class _NotLookedAt(Exception):
    """Too much was looked at before."""


def _origin_of(event: Event) -> str:
    """The origin in which an act stood first, as far as it can show that it did."""
    return _unforked(event.keeps[0][0] if event.shows_first and event.keeps else event.origin)


def _chains_by_origin(events: Iterable[Event]) -> dict[str, dict[str, list[Event]]]:
    """For each origin with a key its chain here and those of its branches, by their names.

    Events are given as they stood in their first places.
    """
    chains: dict[str, dict[str, list[Event]]] = {}
    for event in events:
        if is_keyed(origin := _origin_of(event)):
            chains.setdefault(origin, {}).setdefault(event.origin, []).append(in_first_place(event))
    return chains


def _looked_at(origin: str, chains: Mapping[str, Sequence[Event]], is_signed: IsSigned) -> _Origin:
    first = {event.hash: event for chain in chains.values() for event in chain}
    key = next(
        (key for event in first.values() if event.origin == origin and (key := birth_key(event))),
        "",
    )
    signed, last, whole = set[str](), None, True

    def holds(made: Statement) -> bool:
        answer = is_signed(key, made.digest, made.signature)
        if answer is None:
            raise _NotLookedAt
        return answer

    for name, chain in sorted(chains.items()) if key else ():
        made = _statements(chain, first)
        try:
            while held := _last_that_holds(made, holds):
                signed.update(_up_to(first, held.digest, signed))
                last = held if name == origin and last is None else last
                made = _below_a_gap(made, first, signed)
        except _NotLookedAt:
            whole = False  # what is known of the other chains counts all the same
    return _Origin(signed, last, whole)


def _below_a_gap(
    made: Sequence[Statement], first: Mapping[str, Event], signed: AbstractSet[str]
) -> list[Statement]:
    """The signatures over events that none stands for yet though a later one holds.

    An entry between them is damaged.
    """
    lowest = min((first[one.digest].seq for one in made if one.digest in signed), default=0)
    return [one for one in made if one.seq < lowest and one.digest not in signed]


def _statements(chain: Iterable[Event], first: Mapping[str, Event]) -> list[Statement]:
    """The signatures of a chain over events that are here, in their order."""
    found = (_statement(event) for event in chain if event.kind == Signed.kind)
    return [
        made
        for made in found
        if made and made.digest in first and first[made.digest].seq == made.seq
    ]


def _last_that_holds(
    made: Sequence[Statement], holds: Callable[[Statement], bool]
) -> Statement | None:
    """The last signature that holds.

    Whoever goes on under an origin without its key comes after its holder, so they hold up to one
    place: as a rule the last does; else it is looked for by halves, for a forger may have put
    thousands behind it.
    """
    if not made or holds(made[-1]):
        return made[-1] if made else None
    low, high = 0, len(made) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if holds(made[middle]) else (low, middle)
    return made[low - 1] if low else None


def _up_to(first: Mapping[str, Event], digest: str, known: AbstractSet[str]) -> list[str]:
    """The hashes of an event and of all before it in its chain, down to one that is known."""
    found = []
    while digest in first and digest not in known:
        found.append(digest)
        digest = first[digest].prev
    return found
