import copy
import inspect
import pickle
import subprocess
import sys
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest

from chwapi_console import named_tuples

T = TypeVar("T")

ours = pytest.mark.skipif(
    sys.version_info >= (3, 14), reason="from Python 3.14 on it is the library's own"
)


class Ours(named_tuples.NamedTuple):
    server: str
    minutes: int = 5
    steps: tuple[str, ...] = ()

    @property
    def hours(self) -> float:
        return self.minutes / 60


class Theirs(typing.NamedTuple):
    server: str
    minutes: int = 5
    steps: tuple[str, ...] = ()


class Kind:
    __slots__ = ()
    word = ""


class Marked(Ours, Kind):
    __slots__ = ()
    word = "marked"


class Nothing(named_tuples.NamedTuple):
    pass


class Boxed(named_tuples.NamedTuple, Generic[T]):
    inside: T


@pytest.mark.parametrize(
    "say",
    [
        lambda made: made("dc1"),
        lambda made: made("dc1", steps=("boot",)),
        lambda made: made(server="dc1", minutes=9)._replace(minutes=2),
        lambda made: made._make(["dc1", 1, ()]),
        lambda made: (made("dc1").server, made("dc1").minutes, made("dc1").steps),
        lambda made: made("dc1")._asdict(),
        lambda made: (made._fields, made._field_defaults, made.__match_args__),
        lambda made: sorted([made("sql1"), made("dc1")]),
        lambda made: hash(made("dc1")),
        lambda made: {made("dc1"): 1}[("dc1", 5, ())],
        lambda made: copy.deepcopy(made("dc1")),
        lambda made: repr(made("dc1")).removeprefix(made.__name__),
    ],
)
def test_a_value_is_and_does_what_one_of_the_library_does(say: Callable[[Any], object]) -> None:
    assert say(Theirs) == say(Ours)


@pytest.mark.parametrize(
    ("say", "error"),
    [
        (lambda made: made(), TypeError),
        (lambda made: made("dc1", 1, (), "more"), TypeError),
        (lambda made: made("dc1", color="red"), TypeError),
        (lambda made: made._make(["dc1"]), TypeError),
        (lambda made: setattr(made("dc1"), "server", "sql1"), AttributeError),
        (lambda made: setattr(made("dc1"), "other", "sql1"), AttributeError),
    ],
)
def test_what_the_library_refuses_is_refused(
    say: Callable[[Any], object], error: type[Exception]
) -> None:
    for made in (Theirs, Ours):
        with pytest.raises(error):
            say(made)


def test_a_field_that_is_none_cannot_be_replaced() -> None:
    with pytest.raises(ValueError, match="color"):
        Ours("dc1")._replace(color="red")  # type: ignore[call-arg]


def test_a_class_that_inherits_from_values_has_their_fields_and_its_own_words() -> None:
    first, second = Marked("dc1"), Ours("dc1")
    assert ("marked", "dc1", 5) == (first.word, first.server, first.minutes)
    assert (Marked, Ours) == (type(first), type(second))
    assert "Marked(server='dc1', minutes=5, steps=())" == repr(first)
    assert not hasattr(first, "__dict__")


def test_the_first_value_may_be_of_a_class_that_inherits() -> None:
    class Base(named_tuples.NamedTuple):
        name: str

    class Later(Base):
        __slots__ = ()

    assert (Later, Base) == (type(Later("x")), type(Base("y")))
    assert ("x", "y") == (Later("x").name, Base("y").name)


def test_values_may_have_no_field_methods_and_a_type_within() -> None:
    assert () == Nothing()
    assert 2.0 == Ours("dc1", 120).hours
    assert 3 == Boxed[int](3).inside
    match Ours("dc1", 7):
        case Ours(server, minutes):
            assert ("dc1", 7) == (server, minutes)


def test_how_a_class_is_called_can_be_asked_before_it_is() -> None:
    class Later(named_tuples.NamedTuple):
        server: str
        minutes: int = 5

    class Kept(Later):
        __slots__ = ()

    for asked in (Later, Kept, Kept, Later):
        assert ["server", "minutes"] == list(inspect.signature(asked).parameters)
        assert [5] == [
            each.default
            for each in inspect.signature(asked).parameters.values()
            if each.default is not each.empty
        ]
    assert ("dc1", 5) == Kept("dc1")
    assert "(server, minutes=5)" == str(inspect.signature(Later))


def test_a_value_survives_being_pickled() -> None:
    assert Ours("dc1", 7) == pickle.loads(pickle.dumps(Ours("dc1", 7)))
    assert Marked is type(pickle.loads(pickle.dumps(Marked("dc1", 7))))


@ours
def test_a_class_may_have_only_so_many_fields() -> None:
    many = {f"part_{index}": int for index in range(named_tuples.MOST_FIELDS + 1)}
    with pytest.raises(TypeError, match="MOST_FIELDS"):
        type("Many", (named_tuples.NamedTuple,), {"__annotations__": many})


def test_it_is_loaded_while_garbage_is_collected_at_every_turn() -> None:
    source = Path(named_tuples.__file__).read_text(encoding="utf-8")
    code = (
        "import collections, gc, typing; gc.set_threshold(3, 1, 1)\n"
        f"for _ in range(20): exec({source!r}, {{'__name__': 'loaded'}})\nprint('so')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ("so\n", "") == (done.stdout, done.stderr)


@ours
def test_no_constructor_is_made_before_the_first_value() -> None:
    code = (
        "import sys; from chwapi_console.named_tuples import NamedTuple\n"
        "class A(NamedTuple):\n    x: int\n"
        "assert '__new__' not in vars(A); A(1); assert '__new__' in vars(A); print('so')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ("so\n", "") == (done.stdout, done.stderr)
