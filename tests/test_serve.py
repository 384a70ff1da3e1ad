"""`python -m budget serve` refuses a port that it cannot have, in one sentence, before Streamlit is started."""

from __future__ import annotations

import socket

import pytest
from streamlit.web.server.starlette import starlette_server

from budget import serve
from budget.model import BadInput


@pytest.mark.parametrize("port", [0, -1, 70000])
def test_no_such_port(port: int) -> None:
    with pytest.raises(BadInput, match="is no port"):
        serve.serve(port)


def test_taken_port() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(BadInput, match="choose another --port"):
            serve.serve(other.getsockname()[1])


def test_address_of_another_machine() -> None:
    with pytest.raises(BadInput, match="choose another --port or --address"):
        serve.serve(8501, "192.0.2.1")


def test_a_connection_sends_at_once() -> None:
    with serve._bound(starlette_server._bind_socket, "127.0.0.1", 0, 1) as listening:
        listening.setblocking(True)
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
