"""Lines of an `--env-file` that docker's client refuses.

Source: docker/cli 28.2.2 pkg/kvfile/kvfile.go; older clients refuse the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Part

COMMANDS = ("container create", "container exec", "container run")


def ask(request: Request) -> tuple[Question, ...]:
    """What the files look like."""
    paths = tuple(dict.fromkeys(part.text for part in files(request)))
    return (Question("env-files", paths),) if paths else ()


def files(request: Request) -> list[Part]:
    """The files that the line names, where the shell does not decide."""
    parts = () if request.moves else request.invocation.flags("env-file")
    return [part for part in parts if part.literal and part.value]


def broken(request: Request, state: State) -> Iterator[Finding]:
    """A line without a name, or with a blank in it: `export X=1`, `X = 1`."""
    for part in files(request):
        held = state.env_files.get(part.text)
        if held is not None and held.broken:
            shown = {"file": part.text, "number": str(held.broken)}
            yield finding("env-file-export" if held.word == "export" else "env-file-broken", "error", part.span, **shown)
