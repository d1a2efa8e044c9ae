"""The address of a hub, as people write it.

`postgresql://USER@HOST:PORT/DATABASE?OPTION=VALUE`, with several hosts where there are standbys.

A password in it is refused where others could read it, and shown nowhere. Whatever host is not this
one is spoken to in TLS, with a certificate that is checked, unless the address itself says
otherwise. Nothing of the driver is loaded here.
"""

import re
from collections.abc import Mapping

from chwapi_console.errors import RequestError
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, say

SCHEMES = ("postgresql://", "postgres://")

USER = "chwapi"
"""Who speaks to a hub unless the address names another; asking the system could hang."""

MOST_HOSTS = 20
"""Of one hub. Each may take seconds to find out that nobody is there, one after the other."""

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

_LIKE_ONE = re.compile(
    r"://|^(?:postgres|postgresql|mysql|mariadb|jdbc)[^/]{0,20}:|(?:^|\s)(?:password|user|host|dbname)\s?=",
    re.IGNORECASE,
)

_SECRET = frozenset({"password", "sslpassword"})
_HOST = frozenset({"host", "hostaddr"})
_MAY_HAVE_AN_AT = _HOST | {"options"}

_VARIABLES = {
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "gssencmode": "PGGSSENCMODE",
    "sslmode": "PGSSLMODE",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
}
"""What the environment says to every program that speaks to a PostgreSQL."""


class HubAddress(NamedTuple):
    """A hub's address.

    `url` is what the driver is given, and may hold a password that the environment gave; `name`
    never does.
    """

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


def is_like_one(text: str) -> bool:
    """Whether a text that is no address of a hub may be meant as one, or as the driver's settings."""
    return _LIKE_ONE.search(text) is not None


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
    parts = _parts_of(text)
    options = parts.options
    if (parts.password is not None or _SECRET & options.keys()) and not may_hold_a_password:
        raise RequestError(_HOLDS_A_PASSWORD)
    user = parts.user or options.get("user", "") or environ.get("PGUSER", "") or USER
    named = [options[name] for name in _HOST & options.keys()]
    where = parts.hosts or ",".join(named) or environ.get("PGHOST", "")
    hosts = [_unquoted(parts.hosts if named else where), *named, environ.get("PGHOSTADDR", "")]
    if max(each.count(",") for each in hosts) >= MOST_HOSTS:
        raise RequestError(_TOO_MANY_HOSTS)
    is_elsewhere = bool(options.get("service", "") or environ.get("PGSERVICE", ""))
    return HubAddress(
        parts.spelled,
        f"postgresql://{user}@{where}{parts.path}",
        {
            name: value
            for name, value in _settings(_unquoted(user), hosts, is_elsewhere=is_elsewhere).items()
            if name not in options and not environ.get(_VARIABLES.get(name, ""))
        },
    )


class _Parts(NamedTuple):
    """What an address says: all but the values of `options` as it stands there."""

    user: str
    password: str | None
    hosts: str
    path: str
    options: Mapping[str, str]

    @property
    def spelled(self) -> str:
        """The address, in which nothing can be taken for another part than it was taken for."""
        who = _anew(self.user)
        if self.password is not None:
            who += f":{_anew(self.password)}"
        where = ",".join(map(_host_spelled, self.hosts.split(",")))
        said = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in self.options.items())
        path = "/" + _anew(self.path.removeprefix("/"))
        return f"{SCHEMES[0]}{who}{'@' if who else ''}{where}{path}{'?' if said else ''}{said}"


def _parts_of(text: str) -> _Parts:
    """RequestError where it is no address of a hub."""
    where, _, query = text.partition("://")[2].partition("?")
    authority, slash, path = where.partition("/")
    who, _, hosts = authority.rpartition("@")
    user, has_password, password = who.partition(":")
    said = [each.partition("=") for each in query.split("&") if each]
    if (
        not is_of_a_hub(text)
        or not text.isprintable()
        or "#" in text
        or "@" in path
        or not all(name and equals for name, equals, _ in said)
        or any("@" in value and name not in _MAY_HAVE_AN_AT for name, _, value in said)
        or not all(map(_has_a_port_at_most, hosts.split(",")))
        or ":" in _unquoted(user)
        or any(":" in _unquoted(value) for name, _, value in said if _unquoted(name) == "user")
    ):  # where a sign of a password ends a part, the rest of it would be shown as another
        raise RequestError(NO_ADDRESS)
    options = {_unquoted(name): _unquoted(value) for name, _, value in said}
    return _Parts(user, password if has_password else None, hosts, slash + path, options)


def _has_a_port_at_most(host: str) -> bool:
    """Whether nothing but a number stands behind a host's colon."""
    behind = host.rpartition("]")[2] if host.startswith("[") else host
    port = behind.partition(":")[2]
    return not port or (port.isascii() and port.isdigit())


def _host_spelled(host: str) -> str:
    """One of several hosts, with its port: a number in brackets, a name, or the path of a socket."""
    number, bracket, rest = host.partition("]")
    if bracket and host.startswith("["):
        return f"[{_anew(number[1:])}]{rest[:1]}{_anew(rest[1:])}"
    name, colon, port = host.partition(":")
    return _anew(name) + colon + _anew(port)


def _anew(text: str) -> str:
    """A part of an address, whose percent signs stand for what they stood for."""
    return _quoted(_unquoted(text))


def _unquoted(text: str) -> str:
    from urllib.parse import unquote

    return unquote(text, errors="surrogateescape")


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="", errors="surrogateescape")


def _settings(user: str, hosts: list[str], *, is_elsewhere: bool = False) -> dict[str, str]:
    """Settings by which a connection notices a lost line, and never asks for names of people.

    Times are seconds; `tcp_user_timeout` is in milliseconds. `is_elsewhere` where some file says
    which host it is.
    """
    is_here = not is_elsewhere and all(map(_are_here, hosts))
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
        "sslmode": "prefer" if is_here else "verify-full",
    }


def _are_here(hosts: str) -> bool:
    """Whether all of several hosts, with their ports, are this one."""
    return all(map(_is_here, hosts.split(",")))


def _is_here(host: str) -> bool:
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:  # a name, whatever it looks like
        return False


NO_ADDRESS = say(
    "That is no address of a hub. Write it as postgresql://USER@HOST:5432/DATABASE, or with several "
    "hosts: postgresql://USER@HOST1,HOST2/DATABASE?target_session_attrs=read-write"
)

_TOO_MANY_HOSTS = say(
    "That address of a hub names more than {n} hosts. Name those of one PostgreSQL and its standbys.",
    n=MOST_HOSTS,
)

_HOLDS_A_PASSWORD = say(
    "A password does not belong into the address of a hub: others can read it there. Put it into "
    "~/.pgpass (a line HOST:PORT:DATABASE:USER:PASSWORD, chmod 600), or into PGPASSWORD, and take it "
    "out of the address."
)
