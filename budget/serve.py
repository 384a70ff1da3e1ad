"""A port and an address come in; a server that serves app.py until it is stopped goes out.

It differs from `streamlit run app.py` in three things. Streamlit's old discovery of a folder `pages/` is off from the
start, so that the first deep link after a start opens the right page under the right menu. What a run says is sent at
once: Streamlit's socket holds a small message back until the browser has acknowledged the one before, 40 ms for each run.
And the theme, which every run sends, is put together once.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from budget.model import BadInput

if TYPE_CHECKING:
    from streamlit.proto.NewSession_pb2 import CustomThemeConfig

APP = Path(__file__).resolve().parent.parent / "app.py"


def serve(port: int = 8501, address: str = "127.0.0.1") -> None:
    """Serve the pages at http://address:port and block until stopped. Raises BadInput when the port is taken or odd."""
    if not 1 <= port <= 65535:
        raise BadInput(f"{port} is no port: give --port a number from 1 to 65535")
    _refuse_taken_port(port, address)
    # Streamlit takes a second to import: only this command pays for it.
    from streamlit import config
    from streamlit.runtime import app_session
    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.web import bootstrap
    from streamlit.web.server.starlette import starlette_server

    PagesManager.uses_pages_directory = False
    starlette_server._bind_socket = partial(_bound, starlette_server._bind_socket)
    app_session._populate_theme_msg = partial(_themed, cache(partial(_theme, app_session._populate_theme_msg)))
    # Settings are looked for beside app.py, wherever the command was given.
    config._main_script_path = str(APP)
    options = {"server_port": port, "server_address": address, "server_headless": True}
    bootstrap.load_config_options(flag_options=options)
    print(
        f"明账 http://{'localhost' if address in ('127.0.0.1', '0.0.0.0', '::') else address}:{port}", file=sys.stderr
    )
    bootstrap.run(str(APP), False, [], options)


def _bound(bind: Callable[..., socket.socket], *given: object) -> socket.socket:
    """A socket whose connections send at once: they inherit it. asyncio does so itself, but not for a socket that was bound elsewhere."""
    listening = bind(*given)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _themed(theme: Callable[[str], CustomThemeConfig], message: CustomThemeConfig, section: str = "theme") -> None:
    if theme(section).ByteSize():  # a section without settings stays away
        message.MergeFrom(theme(section))


def _theme(populate: Callable[[CustomThemeConfig, str], None], section: str) -> CustomThemeConfig:
    """The settings of a section of the theme, as they are sent: some hundred are looked up, and none changes while the server runs."""
    from streamlit.proto.NewSession_pb2 import CustomThemeConfig

    message = CustomThemeConfig()
    populate(message, section)
    return message


def _refuse_taken_port(port: int, address: str) -> None:
    # Streamlit would take the next free port without a word, and a saved link would open another program's page.
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":  # there the option would let a taken port pass
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise BadInput(
                f"cannot serve at {address}:{port} ({error.strerror}): choose another --port or --address"
            ) from None
