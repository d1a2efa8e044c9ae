"""`NamedTuple` as `typing` has it, for a small part of what a class of it costs there.

A verb loads far more classes of values than it makes values of. The library compiles a constructor
for every class as it is loaded, and that was a fifth of all the time that a verb takes; here a
constructor waits until its class is first called. Nothing else differs: a value is a tuple, its
fields are read through the library's own descriptors, and whoever checks types sees
`typing.NamedTuple`.
"""

import sys
from collections import namedtuple
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Self

__all__ = ["NamedTuple"]

MOST_FIELDS = 32
"""Fields that a class may have: so many readers are made once, for all classes. A class that wants more
has parts that belong together, in a class of their own."""

_NAMES = [f"field_{index}" for index in range(MOST_FIELDS)]
# It has a name, for a class that the garbage collector finds takes along what is in it.
_Many: type = namedtuple("_Many", _NAMES)  # type: ignore[misc]
_READERS = [vars(_Many)[name] for name in _NAMES]


class _Signature:
    """What `inspect` says of how a class is called, also before it was."""

    def __get__(self, _: object, owner: type["_Values"]) -> object:
        from inspect import signature

        whole = signature(_constructor(_with_fields(owner)))
        return whole.replace(parameters=list(whole.parameters.values())[1:])


class _Values(tuple[Any, ...]):
    """What all classes of values share."""

    __slots__ = ()
    __signature__ = _Signature()
    _fields: tuple[str, ...]
    _field_defaults: dict[str, Any]

    def __new__(cls, *values: object, **named: object) -> Self:
        """The first value of a class: makes the constructor that makes all others."""
        owner = _with_fields(cls)
        new = _constructor(owner)
        owner.__new__ = staticmethod(new)  # type: ignore[method-assign]
        made: Self = new(cls, *values, **named)
        return made

    @classmethod
    def _make(cls, values: Iterable[object]) -> Self:
        """A value of all fields in their order."""
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self, **named: object) -> Self:
        """The same with other values in some fields."""
        made = self._make(map(named.pop, self._fields, self))
        if named:
            raise ValueError(f"Got unexpected field names: {list(named)!r}")
        return made

    def _asdict(self) -> dict[str, Any]:
        """From field to value."""
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{self.__class__.__name__}({fields})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


class _Maker(type):
    """Makes a class of values of what stands in a class; what is made has no metaclass."""

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
        """The annotations are its fields, and what they are set to the defaults."""
        fields = tuple(body.get("__annotations__", ()))
        if len(fields) > MOST_FIELDS:
            raise TypeError(
                f"{name} has {len(fields)} fields: more than MOST_FIELDS, in {__name__}"
            )
        body["_field_defaults"] = {each: body[each] for each in fields if each in body}
        body["_fields"] = body["__match_args__"] = fields
        body["__slots__"] = ()
        body.update(zip(fields, _READERS, strict=False))
        return type(name, tuple(_Values if type(base) is cls else base for base in bases), body)


def _with_fields(cls: type[_Values]) -> type[_Values]:
    """The class itself, or that which it has its fields from."""
    return next(each for each in cls.__mro__ if "_fields" in vars(each))


def _constructor(owner: type[_Values]) -> Callable[..., Any]:
    """`__new__` of a class, with the names of its fields as those of its arguments."""
    names = "".join(f"{name}, " for name in owner._fields)
    source = f"lambda _cls, {names}: make(_cls, ({names}))"
    new: Callable[..., Any] = eval(source, {"make": tuple.__new__, "__builtins__": {}})
    new.__defaults__ = tuple(owner._field_defaults.values())
    return new


if TYPE_CHECKING or sys.version_info >= (3, 14):
    # From 3.14 on what is annotated no longer stands among what a class is made of.
    from typing import NamedTuple
else:
    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {})
