"""Why no connection to a hub comes about, in words: whatever language the server speaks, by the very
library that a console speaks through."""

import socket
import struct
import threading
from contextlib import suppress

import pytest

from chwapi_console.hub_address import hub_address
from chwapi_console.journal.hub import faults
from chwapi_console.journal.hub.connection import HubConnection
from chwapi_console.journal.hub.faults import HubError, NoPassword, fault
from chwapi_console.journal.hub.server_words import REFUSALS, SILENCES
from chwapi_console.text import Sentence, language


class Refusing:
    """Listens on a port of this host, and writes the same to whoever comes: what a PostgreSQL says
    that is grave, or any bytes."""

    def __init__(self, said: str | bytes, severity: str = "FATAL", encoding: str = "utf-8") -> None:
        fields = [f"S{severity}", "VFATAL", "C28000", f"M{said!s}"]
        body = b"".join(field.encode(encoding) + b"\0" for field in fields) + b"\0"
        self._says = (
            said if isinstance(said, bytes) else b"E" + struct.pack("!i", len(body) + 4) + body
        )
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listening.accept()
                with line:
                    line.recv(1000)
                    line.sendall(self._says)

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


def refusal(address: str) -> HubError:
    hub = HubConnection(hub_address(address, {}))
    with pytest.raises(HubError) as refused:
        hub.how_far()
    hub.close()
    return refused.value


def answered(server: Refusing) -> str:
    address = f"postgresql://chwapi@127.0.0.1:{server.port}/hub?sslmode=disable"
    try:
        return str(refusal(address))
    finally:
        server.close()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('password authentication failed for user "chwapi"', "does not take this user or password"),
        (
            "authentification par mot de passe échouée pour l'utilisateur  « chwapi »",
            "does not take this user or password",
        ),
        (
            "Passwort-Authentifizierung für Benutzer »chwapi« fehlgeschlagen",
            "does not take this user or password",
        ),
        (
            "la autentificación password falló para el usuario «chwapi»",
            "does not take this user or password",
        ),
        (
            'autenticazione con password fallita per l\'utente "chwapi"',
            "does not take this user or password",
        ),
        ('Peer authentication failed for user "chwapi"', "only from the login of that name"),
        ("authentification peer échouée pour l'utilisateur « chwapi »", "only from the login of"),
        ("connection requires a valid client certificate", "The certificate of this host"),
        ("la connexion requiert un certificat client valide", "The certificate of this host"),
        ('database "hub" does not exist', "there is no such database"),
        ("la base de données « hub » n'existe pas", "there is no such database"),
        ("Datenbank »hub« existiert nicht", "there is no such database"),
        ("no such database: hub", "there is no such database"),
        ('role "chwapi" does not exist', "has no user of that name"),
        ("le rôle « chwapi » n'existe pas", "has no user of that name"),
        ("Rolle »chwapi« existiert nicht", "has no user of that name"),
        ('role "chwapi" is not permitted to log in', "has no user of that name"),
        ('database "hub" is not currently accepting connections', "lets nobody into this database"),
        ("la base de données « hub » n'accepte plus les connexions", "lets nobody into this"),
        ('permission denied for database "hub"', "read or write too little"),
        ("droit refusé pour la base de données « hub »", "read or write too little"),
        ('too many connections for database "hub"', "CONNECTION LIMIT"),
        ('too many connections for role "chwapi"', "CONNECTION LIMIT"),
        ("trop de connexions pour le rôle « chwapi »", "CONNECTION LIMIT"),
        ("zu viele Verbindungen für Datenbank »hub«", "CONNECTION LIMIT"),
        ("sorry, too many clients already", "max_connections"),
        ("désolé, trop de clients sont déjà connectés", "max_connections"),
        ("tut mir leid, schon zu viele Verbindungen", "max_connections"),
        ("le système de bases de données se lance", "is stopping or starting."),
        ("le système de base de données s'arrête", "is stopping or starting."),
        ("il database è in modalità di ripristino", "is stopping or starting."),
        (
            'pg_hba.conf rejects connection for host "10.0.0.1", user "chwapi", database "hub"',
            "lets nobody in from here",
        ),
        (
            "aucune entrée dans pg_hba.conf pour l'hôte « ::1 », utilisateur « x »",
            "lets nobody in from here",
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_why_a_server_lets_nobody_in_is_known_in_its_language(
    said: str, told: str, encoding: str
) -> None:
    assert told in answered(Refusing(said, encoding=encoding))


def test_what_no_one_foresaw_is_quoted_as_the_servers_and_is_no_silence() -> None:
    said = answered(Refusing("roep de beheerder", severity="FATALE"))
    assert 'answers, and refuses: "roep de beheerder".' in said
    assert "cannot be reached" not in said


@pytest.mark.parametrize(
    "said", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-OpenSSH_9.2\r\n", b"\0\xff nonsense"]
)
def test_what_answers_and_is_no_postgresql_is_told_so(said: bytes) -> None:
    assert "what answers there is no PostgreSQL." in answered(Refusing(said))


def test_a_line_that_breaks_off_at_once_is_told() -> None:
    assert "cannot be reached: the line broke off." in answered(Refusing(b""))


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://u@127.0.0.1:1/x", "nothing listens there"),
        ("postgresql://u@nonesuch.invalid/x?connect_timeout=2", "cannot be reached: no "),
        ("postgresql:///x?host=/nonesuch", "no PostgreSQL has its socket there"),
        ("postgresql://u@127.0.0.1:99999/x", 'cannot be used ("invalid port number: "99999"")'),
        ("postgresql://u@127.0.0.1/x?foo=1", 'cannot be used ("invalid URI query parameter'),
        ("postgresql://u@127.0.0.1/x?sslmode=sure", "cannot be used"),
        ("postgresql://u@127.0.0.1/x?connect_timeout=soon", "cannot be used"),
        (f"postgresql://u@127.0.0.1:1/x?connect_timeout={10**20}", "nothing listens there"),
    ],
)
def test_why_nobody_is_reached_is_told(address: str, told: str) -> None:
    assert told in str(refusal(address))


def test_of_several_hosts_each_reason_is_told_once() -> None:
    silent = Refusing(b"")
    hosts = f"127.0.0.1:1,127.0.0.1:{silent.port},127.0.0.1:2"
    said = str(refusal(f"postgresql://u@{hosts}/x?sslmode=disable"))
    silent.close()
    assert (1, 1) == (said.count("nothing listens there"), said.count("the line broke off"))


def test_a_server_that_ends_is_told_of_before_others_that_are_silent() -> None:
    tried = (
        'connection to server at "hub1" (10.0.0.1), port 5432 failed: Connection refused\n'
        'connection to server at "hub2" (10.0.0.2), port 5432 failed: FATAL:  the database system '
        "is starting up\n"
    )
    assert "The hub h1, h2 is stopping or starting." == str(fault(None, tried, "h1, h2").sentence)


def test_a_password_that_is_missing_can_be_asked_for() -> None:
    said = 'connection to server at "h", port 1 failed: fe_sendauth: no password supplied'
    assert isinstance(fault(None, said, "h"), NoPassword)


@pytest.mark.parametrize(
    ("state", "said", "told"),
    [
        ("57014", "canceling statement due to statement timeout", "breaks off what it is asked"),
        ("58030", "could not read block 0 in file", "cannot read or write its own files"),
        ("XX001", "invalid page in block 3", "cannot read or write its own files"),
        ("53100", "could not extend file", "is full"),
        ("53200", "out of memory", 'answers, and refuses: "out of memory"'),
    ],
)
def test_what_a_server_answers_is_no_silence(state: str, said: str, told: str) -> None:
    sentence = str(fault(state, f"{said}\nCONTEXT:  line 1 of a function", "h").sentence)
    assert (True, False) == (told in sentence, "cannot be reached" in sentence)


def sentences(of: str = "Boo!") -> list[Sentence]:
    told = [*faults._BY_STATE.values(), *faults._BY_WORDS.values(), faults._other]
    return [words("h", of) for words in told]


def test_what_a_server_or_the_driver_writes_is_only_ever_quoted() -> None:
    for tongue, quotes in ((language("en"), ('"', '"')), (language("fr"), ("« ", " »"))):
        for sentence in sentences():
            said = tongue(sentence).replace("\N{NO-BREAK SPACE}", " ")
            assert said.count("Boo!") == said.count(f"{quotes[0]}Boo!{quotes[1]}")


def test_each_meaning_has_its_words_and_each_part_is_plain() -> None:
    assert {name for name, _ in REFUSALS} == set(faults._BY_WORDS)
    assert {name for name, _ in SILENCES} == set(faults._WHY_SILENT)
    parts = [
        part for table in (REFUSALS, SILENCES) for _, known in table for p in known for part in p
    ]
    assert [] == [part for part in parts if not part.isascii() or part != part.lower()]
