"""How the values of an answer are read: by what was asked for, never by what the server says.

A server names the type and the format of each column, and by these the driver chooses what reads
the bytes. Whoever stands in a hub's place may name any: what reads arrays takes their lengths from
them and ends the process, others raise whatever they like. So only the types of this program's own
questions are read, each within its bounds; a value of any other is the bytes that came.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import psycopg
from psycopg.adapt import AdaptersMap, Loader, PyFormat
from psycopg.pq import Format

Value = str | int | bytes | bool
Bytes = bytes | bytearray | memoryview
Reads = Callable[[bytes], Value]


class NoSuchValue(psycopg.DataError):
    """Bytes that no PostgreSQL sends for a value of this type."""


@cache
def adapters() -> AdaptersMap:
    """What turns the program's values into the server's, and these back: nothing but that.

    For a connection's `context`.
    """
    made = AdaptersMap(types=psycopg.adapters.types)
    for kind in (str, int, bytes, list, type(None)):
        made.register_dumper(kind, psycopg.adapters.get_dumper(kind, PyFormat.AUTO))
    for written, format_ in ((_WRITTEN, Format.TEXT), (_PACKED, Format.BINARY)):
        for oid, read in written.items():
            made.register_loader(oid, _loader(read, format_))
    return made


def _loader(read_bytes: Reads, of: Format) -> type[Loader]:
    class BoundedLoader(Loader):
        format = of

        def load(self, data: Bytes) -> Value:
            """The value in the bytes that came. NoSuchValue where there is none in them."""
            value = bytes(data)
            try:
                return read_bytes(value)
            except (ValueError, LookupError) as error:
                raise NoSuchValue(str(error)) from error

    return BoundedLoader


def _text(data: bytes) -> str:
    return data.decode()


def _written_number(data: bytes) -> int:
    if not re.fullmatch(rb"-?[0-9]{1,19}", data):
        raise ValueError("no number")
    return int(data)


def _packed_number(data: bytes) -> int:
    if len(data) not in (2, 4, 8):
        raise ValueError("no number")
    return int.from_bytes(data, "big", signed=True)


def _written_bytes(data: bytes) -> bytes:
    r"""As `bytea_output` has them: `\x` and two digits for each, or with octal escapes."""
    if data.startswith(rb"\x"):
        return bytes.fromhex(data[2:].decode("ascii"))
    if not re.fullmatch(rb"(?:[^\\]|\\\\|\\[0-3][0-7]{2})*", data, re.DOTALL):
        raise ValueError("no bytes")
    return re.sub(rb"\\(\\|[0-7]{3})", _unescaped, data)


def _unescaped(escape: "re.Match[bytes]") -> bytes:
    return b"\\" if escape[1] == b"\\" else bytes([int(escape[1], 8)])


def _each(kinds: Iterable[int], read: Reads) -> Mapping[int, Reads]:
    return dict.fromkeys(kinds, read)


_NOTHING_KNOWN, _BOOL, _BYTEA, _UUID = 0, 16, 17, 2950
_NUMBERS = (20, 21, 23)  # int8, int2, int4
_TEXTS = (19, 25, 705, 1042, 1043)  # name, text, unknown, bpchar, varchar

_WRITTEN: Mapping[int, Reads] = {
    _NOTHING_KNOWN: bytes,
    _BOOL: {b"t": True, b"f": False}.__getitem__,
    _BYTEA: _written_bytes,
    _UUID: _text,
    **_each(_NUMBERS, _written_number),
    **_each(_TEXTS, _text),
}
_PACKED: Mapping[int, Reads] = {
    _NOTHING_KNOWN: bytes,
    _BOOL: {b"\1": True, b"\0": False}.__getitem__,
    _BYTEA: bytes,
    **_each(_NUMBERS, _packed_number),
    **_each(_TEXTS, _text),
}
"""What reads a value of a type (its oid), where the server writes it as text, and as it keeps it."""
