"""`docker images | awk '{print $3}'`: docker 29 prints other columns, in pipes too, unless the line names them.

Source: docker/cli 29.7.2 cli/command/image, list.go (which options keep the older table) and tree.go (IMAGE, ID, DISK USAGE …).
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.finding import Finding, finding
from dockersh.foresight.plan import Request
from dockersh.reading import catalogue
from dockersh.startup.lazy_regex import pattern

# Filters that leave a row's words where they are, then awk with its program; nothing in it that a shell would run.
AWK = pattern(
    r"(?:[^\S\n]*+\|[^\S\n]*+(?:e?grep|head|tail|sort|sed|tr|uniq)\b(?:[^|;&\n'\"\\`$()]|'[^'\n]*+'|\"[^\"`$\n]*+\")*+)*+"
    r"[^\S\n]*+\|[^\S\n]*+[gmn]?awk[^\S\n]++(?P<quote>['\"])(?P<program>[^'\"\n|]*+(?:(?!(?P=quote))['\"][^'\"\n|]*+)*+)(?P=quote)"
)
COLUMN = pattern(r"\$([0-9]+)")
OWN = ("quiet", "format", "digests", "no-trunc", "tree")  # their table is the same in every version, or a picture


def columns(request: Request) -> Iterator[Finding]:
    """The first three words of a row, which were the name, the tag and the id."""
    if request.invocation.name != "image ls" or any(request.invocation.flags(name) for name in OWN):
        return
    taken = AWK.match(request.text, request.invocation.call.span.end)
    numbers = dict.fromkeys(COLUMN.findall(taken["program"])) if taken else ()
    known = catalogue.words("versions")["columns"]["image ls"]
    if numbers and all(number in known for number in numbers):
        fields = " ".join(known[number] for number in numbers)
        yield finding("columns-changed", "tip", request.invocation.command_span, fields=fields, version="29")


RULES = (columns,)
