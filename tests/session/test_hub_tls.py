"""The line to a hub on another host: nothing is sent unless its certificate is one to trust."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import pytest

from chwapi_console.hub_address import hub_address
from chwapi_console.journal.hub.connection import HubConnection
from chwapi_console.journal.hub.faults import HubError
from journal.hubs import a_hub
from journal.proxy import Proxy
from postgres import Postgres


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of `localhost`, signed by itself, with its key beside it."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    return made_certificate(tmp_path_factory.mktemp("tls") / "server.crt")


def made_certificate(place: Path) -> Path:
    words = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run(
        ["openssl", *words, "-keyout", str(place.with_suffix(".key")), "-out", str(place)],
        check=True,
        capture_output=True,
    )
    return place


@pytest.fixture
def in_tls(postgres: Postgres, certificate: Path) -> Iterator[int]:
    """A port of this host that speaks TLS with that certificate, and leads to the server."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    proxy = Proxy(postgres.port, tls=context)
    yield proxy.port
    proxy.close()


def asked(url: str, host: str, **options: str) -> HubConnection:
    query = "".join(f"&{name}={value}" for name, value in options.items())
    hub = HubConnection(hub_address(url.replace("127.0.0.1", host) + query, {}))
    try:
        hub.how_far()
    finally:
        hub.close()
    return hub


def test_a_certificate_that_fits_is_taken_and_no_other(
    postgres: Postgres,
    in_tls: int,
    certificate: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    url = a_hub(postgres).replace(f":{postgres.port}", f":{in_tls}")
    verified = {"sslmode": "verify-full", "sslrootcert": str(certificate)}
    assert asked(url, "localhost", **verified).id
    with pytest.raises(HubError, match="is for another host, so nothing was sent there"):
        asked(url, "127.0.0.1", **verified)
    with pytest.raises(HubError, match="Nothing is here to check the certificate"):
        asked(url, "localhost", sslmode="verify-full")
    stranger = made_certificate(tmp_path / "stranger.crt")
    with pytest.raises(HubError, match="is not one to trust, so nothing was sent there"):
        asked(url, "localhost", sslmode="verify-full", sslrootcert=str(stranger))


def test_a_server_without_tls_is_sent_nothing(postgres: Postgres, certificate: Path) -> None:
    with pytest.raises(
        HubError, match=r"speaks no TLS, so nothing was sent there.*stands in between"
    ):
        asked(a_hub(postgres), "127.0.0.1", sslmode="verify-full", sslrootcert=str(certificate))


@pytest.mark.parametrize("mode", ["verify-full", "verify-ca", "require"])
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"N", "speaks no TLS, so nothing was sent there"),
        (b"Nmore", "speaks no TLS, so nothing was sent there"),
        (b"E", "No TLS comes about with the hub"),
        (b"EFATAL: no\0", "No TLS comes about with the hub"),
        (b"X", "what answers there is no PostgreSQL"),
        (b"", "the line broke off"),
    ],
)
def test_who_does_not_begin_tls_where_it_was_asked_for_hears_no_password_and_no_name(
    certificate: Path, answer: bytes, said: str, mode: str
) -> None:
    heard: list[bytes] = []

    def answers(line: socket.socket) -> None:
        with line:
            heard.append(line.recv(4096))
            line.sendall(answer)
            line.shutdown(socket.SHUT_WR)
            heard.append(line.recv(4096))

    with in_the_place_of_a_hub(answers) as port:
        options = f"sslmode={mode}&sslrootcert={certificate}"
        hub = HubConnection(hub_address(f"postgresql://who@127.0.0.1:{port}/x?{options}", {}))
        hub.password = "geheim"
        with pytest.raises(HubError, match=said):
            hub.how_far()
    assert set(heard) <= {SSL_REQUEST, b""}


SSL_REQUEST = b"\0\0\0\x08\x04\xd2\x16\x2f"
"""How one asks whether a PostgreSQL speaks TLS."""


@contextmanager
def in_the_place_of_a_hub(answers: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of something that answers whoever comes, one after another."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                answers(listening.accept()[0])

    serving = Thread(target=serve, daemon=True)
    serving.start()
    yield listening.getsockname()[1]
    with suppress(OSError):
        listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    serving.join(timeout=10)
