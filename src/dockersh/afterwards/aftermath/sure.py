"""Whether the status of a line is that of its docker command, so that it tells whether docker did what it was asked."""

from __future__ import annotations

from dockersh.execute.outcome import Outcome
from dockersh.reading.syntax import Line
from dockersh.startup.lazy_regex import pattern

REDIRECTION = pattern(r"\d*(?:>&|&>>?|<&|>>|>\||<>|[<>])")
OTHERS = pattern(r"[|;&!(){}\n`]")  # with these the status may be another program's, or docker was perhaps never called


def sure(parsed: Line, outcome: Outcome) -> bool:
    """A docker command alone; behind `sudo` and the like, with redirections; all of a chain of `&&` that ended well."""
    if parsed.alone:
        return True
    rest = list(parsed.text)
    for call in parsed.calls:
        rest[call.span.start : call.span.end] = " " * (call.span.end - call.span.start)
    text = REDIRECTION.sub(" ", "".join(rest))
    chain = "&&" in text
    return not OTHERS.search(text.replace("&&", " ")) and (outcome.status == 0 or not chain)
