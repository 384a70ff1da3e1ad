"""What a thing is made from comes in; the thing made before goes out when all of that is the same.

A page runs again at every click, mostly to make what it made before. Comparing tables takes a tenth of drawing them.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

_Made = TypeVar("_Made")


class Kept(Generic[_Made]):
    """Things by the content of what they are made from, the last `most` of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[bytes, _Made] = OrderedDict()
        self._lock = Lock()

    def get(self, given: object, make: Callable[[], _Made]) -> _Made:
        """What was made from this, or what `make` makes of it."""
        key = pickle.dumps(given)
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        thing = make()
        with self._lock:
            self._things[key] = thing
            if len(self._things) > self._most:
                self._things.popitem(last=False)
        return thing
