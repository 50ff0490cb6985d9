"""Modules that are imported when one of their functions is first called: a line needs few of them, and start-up none."""

from __future__ import annotations

import sys
from collections.abc import Callable

from dockersh.startup.typed import Any


class Later:
    """Stands for a module. An attribute is a function that imports the module and calls its own of that name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, function: str) -> Callable[..., Any]:
        name = self._name

        def call(*args: Any, **more: Any) -> Any:
            __import__(name)  # importlib.import_module would cost another millisecond
            return getattr(sys.modules[name], function)(*args, **more)

        return call
