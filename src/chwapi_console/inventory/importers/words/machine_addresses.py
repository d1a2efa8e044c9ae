"""Addresses compared as addresses, however a list writes them.

With a mask or a port, several in a cell, within that of a page, IPv6 spelled otherwise.

What every machine has, or none, is no sign of anything: loopback, link-local, unspecified and
multicast addresses are left out.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

MachineAddress = IPv4Address | IPv6Address

_BETWEEN = re.compile(r"[\s,;|\"'\[\](){}<>]+")
_OF_A_PAGE = re.compile(r"[a-z][a-z0-9+]{1,9}://(?:[^/@]*@)?([^/]+)(?:/.*)?", re.IGNORECASE)
_V4 = re.compile(r"(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?::\d{1,5})?")
_BROADCAST = IPv4Address("255.255.255.255")


def addresses_in(text: str) -> frozenset[MachineAddress]:
    """All addresses in a text that tell one machine from another; none where it has none."""
    return frozenset(addresses_in_order(text))


def addresses_in_order(text: str) -> list[MachineAddress]:
    """The addresses in a text that tell one machine from another, in their order."""
    if not any(sign in text for sign in ".:"):
        return []
    return [
        address for word in _BETWEEN.split(text) for address in _of_a_word(word) if _tells(address)
    ]


def is_machine_address(text: str) -> bool:
    """Whether a text is nothing but addresses, be they such as tell nothing."""
    words = [word for word in _BETWEEN.split(text) if word.strip("/")]
    return bool(words) and all(_of_a_word(word) for word in words)


def _of_a_word(word: str) -> list[MachineAddress]:
    """The address in a word like `192.0.2.1/24`; several where a slash parts them."""
    if "://" in word and (page := _OF_A_PAGE.fullmatch(word)):
        word = page[1]
    first, *others = word.rpartition("=")[2].split("/")  # `prod=192.0.2.2`, as clouds say a network
    if _read(first.partition("%")[0]) is None:
        return []
    parts = [_read(part.partition("%")[0]) for part in (first, *others)]
    return [part for part in parts if part is not None and (part is parts[0] or not _is_mask(part))]


def _read(word: str) -> MachineAddress | None:
    try:
        if found := _V4.fullmatch(word):
            return IPv4Address(".".join(str(int(part)) for part in found.groups()))
        address = ip_address(word)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def _is_mask(address: MachineAddress) -> bool:
    return isinstance(address, IPv4Address) and address.packed[0] == 255


def _tells(address: MachineAddress) -> bool:
    return not (
        address.is_unspecified
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address == _BROADCAST
    )
