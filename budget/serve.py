"""A port and an address come in; a server that serves app.py until it is stopped goes out.

It differs from `streamlit run app.py` in one thing: Streamlit's old discovery of a folder `pages/` is off from the
start, so that the first deep link after a start opens the right page under the right menu.
"""

from __future__ import annotations

import sys
from pathlib import Path

from budget.model import BadInput

APP = Path(__file__).resolve().parent.parent / "app.py"


def serve(port: int = 8501, address: str = "127.0.0.1") -> None:
    """Serve the pages at http://address:port and block until stopped. Raises BadInput when the port is taken or odd."""
    if not 1 <= port <= 65535:
        raise BadInput(f"{port} is no port: give --port a number from 1 to 65535")
    _refuse_taken_port(port, address)
    # Streamlit takes a second to import: only this command pays for it.
    from streamlit import config
    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.web import bootstrap

    PagesManager.uses_pages_directory = False
    # Settings are looked for beside app.py, wherever the command was given.
    config._main_script_path = str(APP)
    options = {"server_port": port, "server_address": address, "server_headless": True}
    bootstrap.load_config_options(flag_options=options)
    print(
        f"明账 http://{'localhost' if address in ('127.0.0.1', '0.0.0.0', '::') else address}:{port}", file=sys.stderr
    )
    bootstrap.run(str(APP), False, [], options)


def _refuse_taken_port(port: int, address: str) -> None:
    # Streamlit would take the next free port without a word, and a saved link would open another program's page.
    import socket

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
