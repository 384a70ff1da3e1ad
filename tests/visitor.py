"""The address of a running server comes in; a reader without a browser goes out, who opens pages and makes choices.

What goes over the wire is what a browser sends and gets: the time from a choice to the end of the script's run holds all that the
server does for it, and nothing that a browser does.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

PATIENCE = 120  # seconds


@dataclass(frozen=True, slots=True)
class Choice:
    """A widget that offers options, as the last run has drawn it."""

    kind: str
    id: str
    options: tuple[str, ...]
    start: tuple[str, ...]
    fragment: str


class Visitor:
    """One session. `choices`: what can be chosen on the page that is open, by key; `said`: its HTML and figures; `failed`: what went wrong."""

    def __init__(self, wire: ClientConnection) -> None:
        self._wire = wire
        self._page = ""
        self._made: dict[str, tuple[str, tuple[str, ...]]] = {}  # id of the widget and labels, by key
        self.choices: dict[str, Choice] = {}
        self.said: list[str] = []
        self.failed = ""
        self.received = 0

    def open(self, page: str = "", **parameters: object) -> float:
        """Open a page by its name in the address, as a link does: nothing is chosen but what the link says. Milliseconds."""
        self._page, self._made = page, {}
        return self._run(query=urlencode(parameters, doseq=True))

    def choose(self, **labels: Sequence[str]) -> float:
        """Choose these labels in the widgets of these keys; the run that follows, in milliseconds."""
        for key, chosen in labels.items():
            self._made[key] = (self.choices[key].id, tuple(chosen))
        fragments = {self.choices[key].fragment for key in labels}
        return self._run(fragment=fragments.pop() if len(fragments) == 1 else "")

    def again(self) -> float:
        """The same once more."""
        return self._run()

    def chosen(self, key: str) -> tuple[str, ...]:
        """The labels that stand chosen."""
        found = self.choices[key]
        made = self._made.get(key)
        return made[1] if made and made[0] == found.id else found.start

    def _run(self, query: str = "", fragment: str = "") -> float:
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = self._page
        asked.rerun_script.fragment_id = fragment
        asked.rerun_script.widget_states.widgets.extend(_state(found, self.chosen(key)) for key, found in self.choices.items())
        if not fragment:
            self.choices, self.said = {}, []
        self.failed = ""
        start = time.perf_counter()
        self._wire.send(asked.SerializeToString())
        told = []
        while True:
            message = self._wire.recv(timeout=PATIENCE)
            assert isinstance(message, bytes)
            told.append(message)
            if len(message) < 200:  # the word that the run is over is a short one
                got = ForwardMsg.FromString(message)
                if got.WhichOneof("type") == "script_finished" and got.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    break
        took = (time.perf_counter() - start) * 1000
        self.received = sum(map(len, told))
        for message in told:
            self._hear(ForwardMsg.FromString(message))
        return took

    def _hear(self, got: ForwardMsg) -> None:
        if got.WhichOneof("type") != "delta" or got.delta.WhichOneof("type") != "new_element":
            return
        kind = got.delta.new_element.WhichOneof("type")
        element: Any = getattr(got.delta.new_element, kind or "empty")
        if kind == "html":
            self.said.append(element.body)
        elif kind == "plotly_chart":
            self.said.append(element.spec)
        elif kind == "exception":
            self.failed = f"{element.type}: {element.message}"
        elif kind in ("multiselect", "selectbox", "button_group"):
            key = element.id.split("-", 2)[2]
            options = tuple(one.content for one in element.options) if kind == "button_group" else tuple(element.options)
            if kind == "selectbox":
                start = (element.raw_value,) if element.set_value else (options[element.default],) if element.HasField("default") else ()
            else:
                start = tuple(element.raw_values) if element.set_value else tuple(options[place] for place in element.default)
            self.choices[key] = Choice(kind, element.id, options, start, got.delta.fragment_id)
            if element.set_value:
                self._made[key] = (element.id, start)


def _state(found: Choice, labels: Sequence[str]) -> WidgetState:
    state = WidgetState(id=found.id)
    if found.kind == "selectbox":
        if labels:
            state.string_value = labels[0]
    else:
        state.string_array_value.data.extend(labels)
    return state


@contextmanager
def visiting(address: str) -> Iterator[Visitor]:
    """A reader at this address, who has opened nothing yet."""
    # No pings: a server with eight runs at once on a busy machine answers late, and that is what is measured.
    stream = f"ws{address.removeprefix('http')}/_stcore/stream"
    with connect(stream, subprotocols=["streamlit"], max_size=None, ping_interval=None) as wire:  # type: ignore[list-item]
        yield Visitor(wire)


def filters(regions: Sequence[str] = (), departments: Sequence[str] = (), years: Sequence[str] = ()) -> Mapping[str, Sequence[str]]:
    """Labels of the filters of the frame, as `Visitor.choose` takes them."""
    return {"region": regions, "department": departments, "year": years}
