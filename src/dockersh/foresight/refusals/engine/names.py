"""Names that are taken."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight.named import new_container
from dockersh.foresight.refusals.engine.common import status
from dockersh.foresight.step import Request
from dockersh.texts.ages import age


def ask_name(request: Request) -> tuple[Question, ...]:
    """Is the name free."""
    name = new_container(request)
    return (Question("containers", (name,)),) if name else ()


def name_in_use(request: Request, state: State) -> Iterator[Finding]:
    """A container of any status keeps its name until it is removed."""
    name = new_container(request)
    holder = state.containers.get(name) if name else None
    if holder is None or holder.name != name:
        return
    where = request.invocation.flags("name")[-1].span
    code = "name-in-use-running" if holder.running else "name-in-use"
    since = holder.started if holder.running else holder.finished or holder.created
    ago = age(request.now, since)
    yield finding(code, "error", where, name=holder.name, status=status(holder), age=ago, image=holder.image)
