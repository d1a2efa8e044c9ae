"""Addresses are compared as addresses, whatever stands around them."""

import pytest

from chwapi_console.inventory.importers.words.machine_addresses import (
    addresses_in,
    is_machine_address,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.11/24", "192.0.2.11"),
        ("192.0.2.11/255.255.255.0", "192.0.2.11"),
        ("192.000.002.011", "192.0.2.11"),
        ("::ffff:192.0.2.11", "192.0.2.11"),
        ("192.0.2.11:445", "192.0.2.11"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:db8::1%eth0", "2001:db8::1"),
        ("['192.0.2.11', 'fe80::1']", "192.0.2.11"),
        ("192.0.2.11 169.254.3.4", "192.0.2.11"),
        ("10.0.0.1; 10.0.0.2", "10.0.0.2 10.0.0.1"),
        ("10.0.0.1/10.0.0.2", "10.0.0.1,10.0.0.2"),
    ],
)
def test_one_address_is_one_by_any_spelling(one: str, other: str) -> None:
    assert addresses_in(one) == addresses_in(other) != frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "N/A",
        "System.String[]",
        "0.0.0.0",
        "127.0.0.1",
        "169.254.1.1",
        "fe80::1",
        "::",
        "::1",
        "24.1.4.257",
        "00-50-56-00-00-01",
        "DHCP",
        "255.255.255.255",
        "dc1.chw.local",
    ],
)
def test_what_every_machine_has_or_none_is_no_address(text: str) -> None:
    assert frozenset() == addresses_in(text)


def test_a_cell_of_nothing_but_addresses_is_told_from_a_name() -> None:
    assert (True, True, False, False) == tuple(
        map(is_machine_address, ("10.0.0.1, fe80::1", "127.0.0.1", "dc1", "dc1 (10.0.0.1)"))
    )
