"""`why`: the last failure in full, why a container is as it is, or an error's text from anywhere explained."""

from __future__ import annotations

import re

from dockersh import texts
from dockersh.afterwards.failures import pasted
from dockersh.afterwards.failures.failure import Failure
from dockersh.afterwards.failures.found import without_secrets
from dockersh.ways_in.builtin import read
from dockersh.ways_in.builtin.desk import Desk
from dockersh.ways_in.streams import STDOUT

QUOTES = ("'", '"')
ESCAPES = {'\\"': '"', "\\\\": "\\", "\\$": "$", "\\`": "`"}  # in double quotes


def why(desk: Desk, rest: str) -> int:
    """`why`; `why NAME` of a container, else `why CODE`, else a text of one word; `why "TEXT"`, `why TEXT OF SEVERAL WORDS`.

    What stands in quotes is always a text.
    """
    if not rest:
        return _last(desk)
    if rest[0] in QUOTES or len(rest.split()) > 1:
        return text(desk, unquoted(rest))
    from dockersh.ways_in.builtin import condition  # noqa: PLC0415  where a name is asked about

    status = condition.why(desk, rest)
    return _word(desk, rest) if status is None else status


def _last(desk: Desk) -> int:
    """The last docker line that failed: its cause, else what its status tells."""
    shell = desk.shell
    if shell.last_failure is not None:
        return desk.show(_full(desk, shell.last_failure))
    if not shell.unexplained:
        return desk.complain("why.nothing")
    return desk.show("".join(map(shell.worded, shell.unexplained)))


def _word(desk: Desk, rest: str) -> int:
    """A code, or a text that is known; what is neither was meant as a name."""
    for code in (rest, f"failed-{rest}"):
        if re.fullmatch(r"[a-z0-9-]+", code) and texts.raw(desk.lang, f"{read.FINDINGS}/{code}", "text"):
            return desk.show(read.finding_page(desk, code))
    return text(desk, rest) if pasted.told(rest).failures else desk.complain("why.unknown", name=rest)


def text(desk: Desk, said: str) -> int:
    """What an error's text means; 1 where nothing of it is known."""
    found = pasted.told(said)
    failures = [without_secrets(one, said) for one in found.failures]
    if failures:
        return desk.show("\n".join(_full(desk, one) for one in failures))
    if found.near is None:
        return desk.complain("why.unknown-text")
    return desk.show(desk.text("why.near") + "\n" + desk.shell.failure_text(found.near, STDOUT))


def unquoted(rest: str) -> str:
    """A text without the quotes around it. What is pasted between them may hold more of the same kind."""
    quote = rest[:1]
    if quote not in QUOTES or len(rest) < 2 or not rest.endswith(quote):
        return rest
    inside = rest[1:-1].replace("'\"'\"'", "'")  # as a shell's words are put in quotes
    for escaped, plain in ESCAPES.items() if quote == '"' else ():
        inside = inside.replace(escaped, plain)
    return inside


def _full(desk: Desk, failure: Failure) -> str:
    return desk.shell.failure_text(failure, STDOUT, full=True)
