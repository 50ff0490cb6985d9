"""How to draw for a stream: its width, whether colours are wanted, which marks its locale can show."""

from __future__ import annotations

import os
from collections.abc import Mapping

from dockersh.render import Style
from dockersh.startup.typed import Literal

Colour = Literal["auto", "always", "never"]
DEFAULT_COLUMNS, FEWEST = 80, 20
DIGITS = 9  # of a number of columns; with more it is none


def style(descriptor: int, colour: Colour, env: Mapping[str, str]) -> Style:
    """The style for an open file: columns and colours for a terminal, the linear form for pipes, files and TERM=dumb.

    NO_COLOR and FORCE_COLOR are honoured (https://no-color.org, https://force-color.org); `--color` outranks both.
    """
    terminal = _is_terminal(descriptor) and env.get("TERM") != "dumb"
    forced = colour == "always" or (colour == "auto" and _set(env, "FORCE_COLOR"))
    layout = terminal or forced
    return Style(_columns(descriptor, env), _coloured(colour, env, terminal=terminal), _ascii(env), layout)


def _coloured(colour: Colour, env: Mapping[str, str], *, terminal: bool) -> bool:
    if colour != "auto":
        return colour == "always"
    if _set(env, "NO_COLOR"):
        return False
    return terminal or _set(env, "FORCE_COLOR")


def _set(env: Mapping[str, str], name: str) -> bool:
    return env.get(name, "") not in ("", "0") or (name == "NO_COLOR" and env.get(name, "") != "")


def _is_terminal(descriptor: int) -> bool:
    try:
        return os.isatty(descriptor)
    except OSError:
        return False


def _columns(descriptor: int, env: Mapping[str, str]) -> int:
    told = env.get("COLUMNS", "")
    if told.isdecimal() and len(told) <= DIGITS and int(told) > 0:
        return max(FEWEST, int(told))
    try:
        columns = os.get_terminal_size(descriptor).columns
    except OSError:
        columns = 0
    return max(FEWEST, columns) if columns else DEFAULT_COLUMNS


def _ascii(env: Mapping[str, str]) -> bool:
    """Whether the locale is known not to be UTF-8; an unset locale is the C locale, which Python reads as UTF-8."""
    # Python itself sets LC_CTYPE to C.UTF-8 where the person's locale is not installed (PEP 538).
    ctype = env.get("LC_CTYPE") if env.get("LC_CTYPE") != "C.UTF-8" else None
    locale = env.get("LC_ALL") or ctype or env.get("LANG") or ""
    return bool(locale) and "utf" not in locale.lower()
