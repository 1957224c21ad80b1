"""A reserved port: its server listens on it, and nobody else comes by it."""

import socket

import pytest

from bench.ports import reserved_port


def test_its_server_may_listen_on_it_again_and_again_and_nobody_else_gets_it() -> None:
    with reserved_port() as port:
        for _ in range(2):
            with socket.create_server(("127.0.0.1", port)) as server, socket.create_connection(("127.0.0.1", port)):
                server.accept()[0].close()
        with socket.socket() as stranger, pytest.raises(OSError, match="in use"):
            stranger.bind(("127.0.0.1", port))
