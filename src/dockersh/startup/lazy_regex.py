"""Regular expressions that are compiled when they are first used: a line needs few of them, and start-up none."""

from __future__ import annotations

import re

from dockersh.startup.typed import Any, cast


class _Pattern:
    """Stands for a compiled pattern until something of it is wanted."""

    def __init__(self, text: str, flags: int) -> None:
        self._asked = (text, flags)

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._asked)
        found = getattr(compiled, name)
        setattr(self, name, found)  # the next time it is an attribute like any other
        return found


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, later."""
    return cast("re.Pattern[str]", _Pattern(text, flags))
