"""The address of a hub: what is one, what a password in it comes to, and how the line to it is
guarded."""

from contextlib import suppress

import psycopg
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from chwapi_console.errors import RequestError
from chwapi_console.hub_address import as_a_plan_may_say_it, hub_address, is_of_a_hub


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://chwapi:geheim@hub/chwapi",
        "postgres://chwapi:geheim@hub1,hub2/chwapi",
        "postgresql://chwapi:@hub/chwapi",
        "postgresql://hub/chwapi?password=geheim",
        "postgresql://hub/chwapi?user=chwapi&password=geheim&sslmode=require",
        "postgresql://hub/chwapi?sslpassword=geheim",
        "postgresql://hub/chwapi?p%61ssword=geheim",
    ],
)
def test_a_password_in_an_address_is_refused_and_never_shown(address: str) -> None:
    with pytest.raises(RequestError, match=r"A password does not belong .* ~/\.pgpass") as refused:
        hub_address(address, {})
    assert "geheim" not in str(refused.value)
    taken = hub_address(address, {}, may_hold_a_password=True)
    assert "geheim" not in f"{taken.name} {taken!r} {taken}"


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("postgresql://hub/chwapi", "postgresql://chwapi@hub/chwapi"),
        ("postgresql://hub-imc.group.hospital.example:5433/chwapi", "hub-imc:5433"),
        ("postgresql://hub1.group.hospital.example,hub2.group.hospital.example/c", "hub1, hub2"),
        (
            "postgresql://hub.imc.hospital.example,hub.union.hospital.example/c",
            "hub.imc, hub.union",
        ),
        (
            "postgresql://10.177.110.113:5432,10.177.110.114/chwapi",
            "10.177.110.113, 10.177.110.114",
        ),
        ("postgresql://one.hub.hospital.example,one.hub.hospital.example:5433/c", "one, one:5433"),
        (
            f"postgresql://{','.join(f'server{n}.hospital.example' for n in range(7))}/c",
            "server0 +6",
        ),
        ("postgresql:///a-database-of-a-hub-with-a-name-that-is-long", None),
    ],
)
def test_a_long_address_is_told_shortly_by_what_tells_its_hosts_apart(
    address: str, short: str | None
) -> None:
    given = hub_address(address, {})
    assert (short or given.name) == given.short


@pytest.mark.parametrize(
    "text",
    ["postgresql:/hub/x", "mysql://hub/x", "postgresql://hub/x?y", "postgresql://hub/x#y", ""],
)
def test_what_is_no_address_of_a_hub_is_told_how_one_is_written(text: str) -> None:
    with pytest.raises(RequestError, match="postgresql://USER@HOST"):
        hub_address(text, {})


@pytest.mark.parametrize(
    ("address", "mode"),
    [
        ("postgresql://hub/chwapi", "verify-full"),
        ("postgresql://chwapi@10.0.0.7:5432/chwapi", "verify-full"),
        ("postgresql://localhost,hub/chwapi", "verify-full"),
        ("postgresql://localhost.evil.example/chwapi", "verify-full"),
        ("postgresql://127.0.0.1.evil.example/chwapi", "verify-full"),
        ("postgresql:///chwapi?host=hub", "verify-full"),
        ("postgresql://127.0.0.1/chwapi?hostaddr=10.0.0.7", "verify-full"),
        ("postgresql://localhost:5433/chwapi", "prefer"),
        ("postgresql://127.0.0.1,[::1]:5433/chwapi", "prefer"),
        ("postgresql:///chwapi?host=/run/postgresql", "prefer"),
        ("postgresql://%2Frun%2Fpostgresql/chwapi", "prefer"),
        ("postgresql://hub/chwapi?sslmode=require", None),
    ],
)
def test_the_certificate_of_every_other_host_is_checked(address: str, mode: str | None) -> None:
    assert mode == hub_address(address, {}).settings.get("sslmode")


def test_of_several_hosts_the_one_that_writes_is_wanted() -> None:
    assert "read-write" == hub_address("postgresql://a,b/x", {}).settings["target_session_attrs"]
    assert "any" == hub_address("postgresql://a/x", {}).settings["target_session_attrs"]


@pytest.mark.parametrize(
    ("address", "environ"),
    [
        ("postgresql://" + ",".join(["h"] * 21) + "/x", {}),
        ("postgresql:///x?host=" + "%2C".join(["h"] * 21), {}),
        ("postgresql:///x", {"PGHOST": ",".join(["h"] * 21)}),
    ],
)
def test_more_hosts_than_a_hub_has_are_refused_before_each_is_waited_for(
    address: str, environ: dict[str, str]
) -> None:
    with pytest.raises(RequestError, match="names more than 20 hosts"):
        hub_address(address, environ)


def test_as_many_hosts_as_a_hub_may_have_are_taken() -> None:
    assert hub_address("postgresql://" + ",".join(["h"] * 20) + "/x", {})


def test_what_the_environment_says_holds_and_nobody_asks_the_system_for_a_name() -> None:
    said = hub_address("postgresql://hub/x", {"PGUSER": "site-imc", "PGCONNECT_TIMEOUT": "9"})
    assert ("postgresql://site-imc@hub/x", "site-imc") == (said.name, said.settings["user"])
    assert "connect_timeout" not in said.settings
    assert "chwapi" == hub_address("postgresql://hub/x", {}).settings["user"]


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("postgresql://hub/x", True),
        ("POSTGRES://hub/x", True),
        ("postgresql:/hub", False),
        ("/media/postgresql://x", False),
        ("other.journal", False),
    ],
)
def test_an_address_of_a_hub_is_told_from_a_path(address: str, is_one: bool) -> None:
    assert is_one == is_of_a_hub(address)


HOSTS = st.sampled_from(
    ["localhost", "127.0.0.1", "[::1]", "hub.example", "%2Ftmp", "/tmp", "@x", "10.0.0.7:5433", ""]
)
PIECES = st.one_of(
    HOSTS,
    st.sampled_from(
        ["?", "&", "@", ":", ",", "/", "=", "#", "%2C", "%40", "%3F", "%2F", "%00", "+", " ", "\t"]
    ),
    st.sampled_from(
        ["options", "host", "hostaddr", "sslmode", "sslkeylogfile", "disable", "u", "é"]
    ),
)


@given(st.lists(PIECES, max_size=12).map("".join))
@example("127.0.0.1?options=x@hub.example/db")
@example("a@hub.example,x@localhost/db")
@example("%2Ftmp%2Chub.example/db")
@example("u?host=x@hub.example/db?sslkeylogfile=y")
@example("u:p@ss@hub.example/db")
@example("127.0.0.1127.0.0.1")
def test_the_drivers_library_reads_an_address_as_it_was_read_here(rest: str) -> None:
    """Else a plan from elsewhere has a password told to a host whose certificate nobody looks at."""
    with suppress(RequestError):
        address = hub_address(f"postgresql://{rest}", {}, may_hold_a_password=True)
        try:
            read = conninfo_to_dict(address.url, **address.settings)
        except psycopg.Error:
            return
        hosts = f"{read.get('host') or ''},{read.get('hostaddr') or ''}".split(",")
        is_here = all(
            host in ("", "localhost", "127.0.0.1", "::1") or host.startswith(("/", "@"))
            for host in hosts
        )
        said = dict(each.split("=") for each in address.url.partition("?")[2].split("&") if each)
        assert is_here or "verify-full" == read["sslmode"] or "sslmode" in said
        assert set(read) <= {"host", "port", "dbname", "password", *said, *address.settings}


@pytest.mark.parametrize(
    "rest",
    [
        "127.0.0.1?options=x@hub.example/db",
        "a@hub.example,x@localhost/db",
        "%2Ftmp%2Chub.example/db",
        "localhost?host=x@hub.example/db?sslkeylogfile=y",
    ],
)
def test_no_plan_leads_to_a_host_without_a_certificate_or_names_a_file(rest: str) -> None:
    address = hub_address(as_a_plan_may_say_it(f"postgresql://{rest}"), {})
    read = conninfo_to_dict(address.url, **address.settings)
    assert "sslkeylogfile" not in read
    if "hub.example" in str(read.get("host")):
        assert "verify-full" == read["sslmode"]


@pytest.mark.parametrize("rest", ["hub\t/x", "hub/x@y", "hub/x?=y", "hub/x?a=b#", "h\nub/x"])
def test_an_address_with_signs_that_no_address_has_is_none(rest: str) -> None:
    with pytest.raises(RequestError, match="postgresql://USER@HOST"):
        hub_address(f"postgresql://{rest}", {})


@pytest.mark.parametrize(
    ("environ", "mode"),
    [
        ({}, "prefer"),
        ({"PGHOST": "/run/postgresql"}, "prefer"),
        ({"PGHOST": "hub.example"}, "verify-full"),
        ({"PGHOSTADDR": "10.0.0.7"}, "verify-full"),
        ({"PGSERVICE": "hub"}, "verify-full"),
        ({"PGHOST": "hub.example", "PGSSLMODE": "require"}, None),
    ],
)
def test_a_host_that_the_environment_names_is_asked_its_certificate_too(
    environ: dict[str, str], mode: str | None
) -> None:
    assert mode == hub_address("postgresql:///chwapi", environ).settings.get("sslmode")


def test_what_an_address_says_reaches_the_driver_as_it_was_said() -> None:
    said = (
        "postgresql://site-imc:p%40%2Fss@hub1:1,[::1]:2,%2Frun%2Fpg/a%20b"
        "?options=-c%20a%3Db+c&application_name=x%26y"
    )
    read = conninfo_to_dict(hub_address(said, {}, may_hold_a_password=True).url)
    assert {
        "user": "site-imc",
        "password": "p@/ss",
        "host": "hub1,::1,/run/pg",
        "port": "1,2,",
        "dbname": "a b",
        "options": "-c a=b+c",
        "application_name": "x&y",
    } == read
