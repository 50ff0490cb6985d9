"""Built-ins that translate: `docker run` lines to a compose file, a service of one to a line."""

from __future__ import annotations

import os

from dockersh.engine import Question
from dockersh.finding import say
from dockersh.reading import syntax
from dockersh.reading.invocation import read
from dockersh.reading.syntax import logical_lines
from dockersh.recreate.compose import back
from dockersh.recreate.compose.file import file
from dockersh.recreate.how import typed
from dockersh.ways_in.builtin.desk import Desk
from dockersh.ways_in.builtin.remake import deliver, patient, refuse, split

SUFFIXES = (".yaml", ".yml", ".json")


def to_compose(desk: Desk, rest: str) -> int:
    """`to-compose LINE`: the file on standard output, what it cannot say on standard error."""
    if not rest.strip():
        return refuse(desk, say("recreate.to-compose-usage"))
    invocations = [read(call) for line in logical_lines.split(rest) for call in syntax.parse(line).dockers]
    state = patient(desk).ask((Question("list", ("volumes",)),)) if any(one.flags("volume") for one in invocations) else None
    made = file(invocations, frozenset(state.named("volumes")) if state else frozenset())
    if made is None:
        return refuse(desk, say("recreate.no-run-line"))
    deliver(desk, made.text, made.notes)
    return 0


def to_run(desk: Desk, rest: str) -> int:
    """`to-run [FILE] SERVICE`: compose reads the file."""
    words = split(rest)
    named = [word for word in words if not (word.endswith(SUFFIXES) or os.path.isfile(word))]
    files = tuple(f"--file={word}" for word in words if word not in named)
    if len(named) != 1:
        return refuse(desk, say("recreate.to-run-usage"))
    state = patient(desk).ask((Question("compose-config", files),))
    project = state.raw.get(("compose-config", *files))
    if project is None:
        return refuse(desk, say("recreate.no-project", reason=state.project_problem or state.status))
    found = back.line(project, named[0])
    if found is None:
        return refuse(desk, say("recreate.no-service", name=named[0], services=", ".join(project.get("services") or {})))
    made = typed(found.lines, found.notes, secrets=False)
    deliver(desk, made.text, made.notes)
    return int(made.withheld)
