"""What PostgreSQL and the driver's library write where no connection comes about, by what it means.

There the state that a server names (SQLSTATE) does not reach a program, and a server writes in the
language that it was set up in; the library writes in English. Each meaning has the parts by which
its lines are known, all in one line and in small letters, as PostgreSQL 14 to 18 write them in
English, French, German, Spanish and Italian, and pgbouncer in English; plain letters alone, for the
others may have come in another encoding. The first that fits counts.
"""

import re
from collections.abc import Sequence

Parts = tuple[str, ...]

SERVER_SAID = re.compile(r"\A\S{1,20}:\s\s")
"""How a line begins that a server wrote: with how grave it is, in its language (`FATAL:  `)."""

_OF_A_HOST, _FROM = "- host: ", "connection "
_CONNECTION_IS_NONE = ("connection failed: ", "connection is bad: ")
_TO_SERVER, _FAILED = "connection to server ", " failed: "
_LONGEST_STEP = 40
"""How the driver, and its library for each address, begin what they write of a try: of which host and
server, and which step of it failed, in so many letters at most."""

Table = tuple[tuple[str, tuple[Parts, ...]], ...]

REFUSALS: Table = (
    ("no password", (("fe_sendauth: no password supplied",),)),
    (
        "own certificate",
        (
            ("client certificate",),
            ("certificat client",),
            ("client-zertifikat",),
            ("certificado de cliente",),
            ("certificato valido per il client",),
            ("certificate authentication failed",),
            ("authentification par le certificat",),
            ("zertifikatauthentifizierung",),
            ("autentificaci", "por certificado"),
            ("autenticazione con certificato",),
            ("could not open certificate file",),
            ("could not read certificate file",),
            ("private key file",),
            ("ssl error", "alert", "certificate"),
            ("ssl error", "alert", "unknown ca"),
        ),
    ),
    (
        "login of that name",
        (
            ("peer authentication failed",),
            ("ident authentication failed",),
            ("authentification peer",),
            ("authentification ident",),
            ("peer-authentifizierung",),
            ("ident-authentifizierung",),
            ("autentificaci", " peer "),
            ("autentificaci", " ident "),
            ("autenticazione peer",),
            ("autenticazione ident",),
        ),
    ),
    (
        "wrong password",
        (
            ("authentication failed",),
            ("authentification", "chou"),
            ("authentifizierung f", "fehlgeschlagen"),
            ("autentificaci", "fall"),
            ("autenticazione", "fallita"),
        ),
    ),
    ("no certificate known", (("root certificate",),)),
    ("other name", (("certificate", "does not match host name"),)),
    ("not vouched for", (("certificate verify failed",),)),
    ("wrong certificate", (("certificate",),)),
    ("no TLS", (("server does not support ssl",),)),
    ("no TLS in common", (("ssl error",), ("during ssl exchange",))),
    ("not let in", (("pg_hba.conf",),)),
    ("read-only", (("session is read-only",), ("session is not read-write",))),
    ("read-only", (("server is in hot standby mode",),)),
    (
        "too many of them",
        (
            ("too many connections for",),
            ("trop de connexions pour",),
            ("zu viele verbindungen", "rolle"),
            ("zu viele verbindungen", "datenbank"),
            ("demasiadas conexiones para",),
            ("troppe connessioni",),
        ),
    ),
    (
        "too many",
        (
            ("too many clients",),
            ("remaining connection slots",),
            ("no more connections allowed",),
            ("trop de clients",),
            ("emplacements de connexions restants",),
            ("zu viele verbindungen",),
            ("verbleibenden verbindungen",),
            ("demasiados clientes",),
            ("conexiones restantes",),
            ("troppi client",),
            ("rimanenti slot",),
        ),
    ),
    (
        "starts or ends",
        (
            ("the database system is",),
            ("le syst", "me de base"),
            ("das datenbanksystem",),
            ("el sistema de base",),
            ("il database si sta",),
            ("il database", "in modalit"),
            ("il sistema di database",),
        ),
    ),
    (
        "closed",
        (
            ('database "', "is not currently accepting connections"),
            ("la base de donn", "n'accepte plus les connexions"),
            ("datenbank", "akzeptiert gegenw"),
            ("la base de datos", "no acepta conexiones"),
            ("il database", "attualmente non accetta connessioni"),
        ),
    ),
    (
        "no right",
        (
            ("permission denied for database",),
            ("droit refus", "pour la base de donn"),
            ("keine berechtigung f", "datenbank"),
            ("permiso denegado a la base de datos",),
            ("permesso negato per il database",),
        ),
    ),
    (
        "no database",
        (
            ('database "', "does not exist"),
            ("la base de donn", "n'existe pas"),
            ("datenbank", "existiert nicht"),
            ("no existe la base de datos",),
            ("il database", "non esiste"),
            ("no such database",),
        ),
    ),
    (
        "no user",
        (
            ('role "', "does not exist"),
            ("le r", "n'existe pas"),
            ("rolle", "existiert nicht"),
            ("no existe el rol",),
            ("il ruolo", "non esiste"),
            ("is not permitted to log in",),
            ("n'est pas autoris",),
            ("keine berechtigung zum einloggen",),
            ("no se le permite conectarse",),
            ("consentito effettuare il login",),
            ("no such user",),
        ),
    ),
    (
        "address",
        (
            ("invalid uri",),
            ("invalid port number",),
            ("invalid ssl",),
            ("weak sslmode",),
            ("invalid connection option",),
            ("invalid integer value",),
            ("bad value for",),
            ("invalid", " value: "),
            ('value "', '" invalid'),
            ("could not match", "to"),
        ),
    ),
)
"""Why somebody who answers, or the library itself, lets no connection come about."""

BROKEN_OFF = "broken off"

SILENCES: Table = (
    (
        "no PostgreSQL",
        (("response to ssl negotiation",), ("expected authentication request from server",)),
    ),
    ("refused", (("connection refused",),)),
    ("no socket", (("no such file or directory",),)),
    ("not permitted", (("permission denied",), ("operation not permitted",))),
    (
        "no route",
        (
            ("no route to host",),
            ("network is unreachable",),
            ("network is down",),
            ("host is unreachable",),
            ("host is down",),
        ),
    ),
    ("no answer", (("timeout expired",), ("timed out",))),
    (
        BROKEN_OFF,
        (
            ("closed the connection unexpectedly",),
            ("has been closed unexpectedly",),
            ("connection reset",),
            ("broken pipe",),
            ("eof detected",),
            ("connection is lost",),
            ("connection is closed",),
            ("could not receive data",),
            ("could not send data",),
        ),
    ),
    ("no name server", (("[errno -3]",), ("temporary failure in name resolution",))),
    (
        "no such name",
        (("failed to resolve host",), ("could not translate host name",)),
    ),
)
"""Why nobody answers."""


def lines_of(text: str) -> list[str]:
    """What was written about each try, without the words that are before each."""
    return [line for each in text.splitlines() if (line := _what_happened(each.strip()))]


def _what_happened(line: str) -> str:
    """The rest of a line; a stranger may have written it, so nothing is looked for twice."""
    if line.startswith(_OF_A_HOST):
        _, _, rest = line.partition(f": {_FROM}")
        line = f"{_FROM}{rest}" if rest else line
    for before in _CONNECTION_IS_NONE:
        line = line.removeprefix(before)
    step, _, rest = line.partition(_FAILED)
    is_a_step = len(step) <= _LONGEST_STEP and all(map(_is_of_words, step))
    return rest if rest and (is_a_step or step.startswith(_TO_SERVER)) else line


def _is_of_words(letter: str) -> bool:
    return letter == " " or ("a" <= letter <= "z")


def meaning(lines: Sequence[str], table: Table) -> str:
    """What the first line that fits means; empty where none fits."""
    return next(
        (
            name
            for name, known in table
            for parts in known
            if any(all(part in line.lower() for part in parts) for line in lines)
        ),
        "",
    )
