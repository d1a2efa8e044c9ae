"""A line to a server that can be cut, or made to swallow all that is sent."""

import select
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress


class Proxy:
    """Listens on a port of this host and passes on to another, which is a PostgreSQL's where this
    one speaks `tls`. `taken` counts connections; `changed` is what is made of what it answers."""

    def __init__(
        self,
        target: int,
        tls: ssl.SSLContext | None = None,
        changed: Callable[[bytes], bytes] = lambda data: data,
    ) -> None:
        self._target, self._tls, self._changed = target, tls, changed
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.taken = 0
        self._passes = threading.Event()
        self._passes.set()
        self._lines: list[tuple[socket.socket, socket.socket]] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Ends every connection; new ones are taken."""
        for pair in self._lines:
            for end in pair:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        self._lines.clear()

    def swallow(self) -> None:
        """From now on nothing is passed on, and nobody is told."""
        self._passes.clear()

    def pass_on(self) -> None:
        """What was swallowed goes its way, and all that comes."""
        self._passes.set()

    def close(self) -> None:
        """Nobody listens any more."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                self.taken += 1
                try:
                    far = socket.create_connection(("127.0.0.1", self._target))
                except OSError:
                    near.close()
                    continue
                self._lines.append((near, far))
                threading.Thread(target=self._pass, args=(near, far), daemon=True).start()

    def _pass(self, near: socket.socket, far: socket.socket) -> None:
        with near, far, suppress(OSError), self._spoken(near) as spoken:
            while True:
                ready, _, _ = select.select([spoken, far], [], [])
                self._passes.wait()
                for end in ready:
                    data = end.recv(65536)
                    while isinstance(end, ssl.SSLSocket) and end.pending():
                        data += end.recv(65536)
                    if not data:
                        return
                    if end is spoken:
                        far.sendall(data)
                    else:
                        spoken.sendall(self._changed(data))

    def _spoken(self, near: socket.socket) -> socket.socket:
        """What is spoken through: the client asks in eight bytes whether it may be TLS."""
        if self._tls is None:
            return near
        near.recv(8)
        near.sendall(b"S")
        return self._tls.wrap_socket(near, server_side=True)
