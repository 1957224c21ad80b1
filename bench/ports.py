"""Where does a process listen that is told its port before it starts?"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def reserved_port() -> Iterator[int]:
    """A port of this machine that nobody else is given until the block ends.

    It stays bound and nobody listens on it, so the system chooses it for no other socket, and a server that sets
    SO_REUSEADDR, as those of the standard library, uvicorn and tornado do, may still listen on it (socket(7)).
    """
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]
