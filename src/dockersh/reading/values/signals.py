"""A signal, by name or number: `--stop-signal`, `kill --signal`, `stop --signal`.

    SIGTERM | TERM | sigterm | 15 | RTMIN+3
Source: moby pkg/signal (28.2.2), Linux. The client takes any word; the engine refuses what it does not know.
"""

from __future__ import annotations

from dockersh.reading.nearest import nearest
from dockersh.reading.values.value import Bad, Value, bad, good
from dockersh.startup.lazy_regex import pattern

NAMES = (
    *("ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE", "POLL", "PROF"),
    *("PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2"),
    *("VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX"),
)
REAL_TIME = pattern(r"RTMIN\+\d{1,2}|RTMAX-\d{1,2}")


def signal(text: str) -> Value | Bad:
    """Decode a signal: `{name, number}`."""
    if not text:
        return good({"name": None, "number": None})
    if text.isdecimal():
        return good({"name": None, "number": int(text)}) if int(text) <= 64 else bad("signal", value=text)
    bare = text.upper().removeprefix("SIG")
    if bare in NAMES or REAL_TIME.fullmatch(bare):
        return good({"name": f"SIG{bare}", "number": None})
    near = nearest(bare, NAMES)
    return bad("signal-near", value=text, near=f"SIG{near}") if near else bad("signal", value=text)
