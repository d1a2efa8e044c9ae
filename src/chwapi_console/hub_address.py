"""The address of a hub, as people write it.

`postgresql://USER@HOST:PORT/DATABASE?OPTION=VALUE`, with several hosts where there are standbys.

A password in it is refused where others could read it, and shown nowhere. Whatever host is not this
one is spoken to in TLS, with a certificate that is checked, unless the address itself says
otherwise. Nothing of the driver is loaded here.
"""

from collections.abc import Mapping

from chwapi_console.errors import RequestError
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, say

SCHEMES = ("postgresql://", "postgres://")

USER = "chwapi"
"""Who speaks to a hub unless the address names another; asking the system could hang."""

MOST_LETTERS = 48
"""Of an address where there is little room: longer ones would push out what is to be done."""

_ANYBODYS = frozenset(
    {
        *(
            "application_name",
            "connect_timeout",
            "dbname",
            "host",
            "hostaddr",
            "load_balance_hosts",
        ),
        *("keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval", "options"),
        *("port", "target_session_attrs", "tcp_user_timeout", "user"),
    }
)
"""What the address in a plan may say. All else is for who runs the program: by it a plan that came
from elsewhere would have a password told to whom it likes, or a file written where it likes."""

_SECRET = frozenset({"password", "sslpassword"})
_HOST = frozenset({"host", "hostaddr"})

_VARIABLES = {
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "gssencmode": "PGGSSENCMODE",
    "sslmode": "PGSSLMODE",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
}
"""What the environment says to every program that speaks to a PostgreSQL."""


class HubAddress(NamedTuple):
    """A hub's address. `url` may hold a password that the environment gave; `name` never does."""

    url: str
    name: str
    settings: Mapping[str, str]

    def __repr__(self) -> str:
        return f"HubAddress({self.name!r})"

    @property
    def short(self) -> str:
        """The address for a place that has little room: its name, and where that is long its hosts.

        Of each as much from its beginning as tells it from the others.
        """
        where = self.name.partition("@")[2].rpartition("/")[0]
        hosts = [host.removesuffix(":5432") for host in where.split(",") if host]
        if len(self.name) <= MOST_LETTERS or not hosts:
            return self.name
        shown = next(
            shown
            for labels in range(1, MOST_LETTERS)
            if len(set(shown := [_beginning_of_host(host, labels) for host in hosts])) == len(hosts)
            or shown == hosts
        )
        several = ", ".join(shown)
        return several if len(several) <= MOST_LETTERS else f"{shown[0]} +{len(shown) - 1}"


def _beginning_of_host(host: str, labels: int) -> str:
    """So many labels of a host's name, with its port; a number or a path as it is."""
    name, colon, port = host.partition(":")
    if host.startswith(("[", "/", "@", "%2F")) or name.replace(".", "").isdigit():
        return host
    return ".".join(name.split(".")[:labels]) + colon + port


def is_of_a_hub(address: object) -> bool:
    """Whether an address is one of a hub, and no path."""
    return isinstance(address, str) and address.lower().startswith(SCHEMES)


def why_no_address(text: str) -> Sentence | None:
    """Why a text that others may read is no address of a hub; None where it is one."""
    try:
        hub_address(text, {})
    except RequestError as error:
        return error.sentence
    return None


def only_for_the_login(text: str) -> list[str]:
    """The options of an address that count for nothing where a plan says them."""
    return [_name_of(said) for said in _said_in(text) if not _is_anybodys(said)]


def as_a_plan_may_say_it(text: str) -> str:
    """The address without the options that a plan cannot say."""
    where = text.partition("?")[0]
    kept = "&".join(said for said in _said_in(text) if _is_anybodys(said))
    return f"{where}?{kept}" if kept else where


def _said_in(text: str) -> list[str]:
    """Each option of an address, as it stands there."""
    return [said for said in text.partition("?")[2].split("&") if said]


def _is_anybodys(said: str) -> bool:
    """Whether an option makes the line to a hub no weaker, and names no file."""
    return said == "sslmode=verify-full" or _name_of(said) in _ANYBODYS


def _name_of(said: str) -> str:
    from urllib.parse import unquote

    return unquote(said.partition("=")[0])


def hub_address(
    text: str, environ: Mapping[str, str], *, may_hold_a_password: bool = False
) -> HubAddress:
    """The address in a text, with settings for the connection that nobody gave.

    Those that neither it nor the environment gives. RequestError where it is no address, or holds a
    password and may not.
    """
    from urllib.parse import parse_qsl, unquote, urlsplit

    try:
        parts = urlsplit(text)
        options = dict(
            parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
        )
    except ValueError as error:
        raise RequestError(_NO_ADDRESS) from error
    if not is_of_a_hub(text) or parts.fragment:
        raise RequestError(_NO_ADDRESS)
    who, _, hosts = parts.netloc.rpartition("@")
    user, has_password, _ = who.partition(":")
    if (has_password or _SECRET & options.keys()) and not may_hold_a_password:
        raise RequestError(_HOLDS_A_PASSWORD)
    user = user or options.get("user", "") or environ.get("PGUSER", "") or USER
    named = [options[name] for name in _HOST & options.keys()]
    where = hosts or ",".join(named) or environ.get("PGHOST", "")
    name = f"postgresql://{user}@{where}{parts.path}"
    return HubAddress(
        text,
        name,
        {
            name: value
            for name, value in _settings(unquote(user), [hosts, *named]).items()
            if name not in options and not environ.get(_VARIABLES.get(name, ""))
        },
    )


def _settings(user: str, hosts: list[str]) -> dict[str, str]:
    """Settings by which a connection notices a lost line, and never asks for names of people.

    Times are seconds; `tcp_user_timeout` is in milliseconds.
    """
    return {
        "user": user,
        "connect_timeout": "3",
        "keepalives_idle": "5",
        "keepalives_interval": "2",
        "keepalives_count": "3",
        "tcp_user_timeout": "5000",
        "gssencmode": "disable",
        "application_name": "chwapi-console",
        "target_session_attrs": "read-write" if "," in "".join(hosts) else "any",
        "sslmode": "prefer" if all(map(_are_here, hosts)) else "verify-full",
    }


def _are_here(hosts: str) -> bool:
    """Whether all of several hosts, with their ports, are this one."""
    return all(_is_here(host.replace("%2F", "/")) for host in hosts.split(","))


def _is_here(host: str) -> bool:
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    return (
        host in ("", "localhost", "::1")
        or host.startswith(("/", "@"))
        or (host.startswith("127.") and host.replace(".", "").isdigit())
    )


_NO_ADDRESS = say(
    "That is no address of a hub. Write it as postgresql://USER@HOST:5432/DATABASE, or with several "
    "hosts: postgresql://USER@HOST1,HOST2/DATABASE?target_session_attrs=read-write"
)

_HOLDS_A_PASSWORD = say(
    "A password does not belong into the address of a hub: others can read it there. Put it into "
    "~/.pgpass (a line HOST:PORT:DATABASE:USER:PASSWORD, chmod 600), or into PGPASSWORD, and take it "
    "out of the address."
)
