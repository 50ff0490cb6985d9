"""`explain last`: the answer of the last line that read something, told in words; what is odd comes first.

Docker's own output is neither caught nor delayed for it: the engine is asked again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from dockersh.afterwards.answers.row import Row, ordered
from dockersh.afterwards.condition import Condition, condition
from dockersh.engine import Question
from dockersh.engine.state import ALIVE
from dockersh.finding import say
from dockersh.foresight.plan import only_reads
from dockersh.reading import syntax
from dockersh.reading.invocation import Invocation, read
from dockersh.recreate.asked import find
from dockersh.texts.wording import sentence
from dockersh.ways_in.builtin import answers
from dockersh.ways_in.builtin.condition import page_of
from dockersh.ways_in.builtin.desk import Desk
from dockersh.ways_in.builtin.remake import patient

LAST = "last"
MOST = 20  # containers of a list that are told of
ABOUT_ONE = frozenset(f"container {verb}" for verb in ("inspect", "logs", "port", "top", "stats", "diff")) | {"inspect"}
LIST = "container ls"
# From odd to usual; what stands in none of these comes first.
USUAL = (
    "condition.created",
    "condition.paused",
    "condition.exited",
    "condition.starting",
    "condition.running",
    "condition.healthy",
)


def line_of(desk: Desk) -> Invocation | None:
    """The last docker line of the session that only read; None where there is none."""
    for typed in reversed([ran.line for ran in desk.past()]):
        calls = [call for call in syntax.parse(typed).dockers if not call.foreign]
        invocation = read(calls[-1]) if calls else None
        if invocation is not None and invocation.command is not None and only_reads(invocation.name):
            return invocation
    return None


def page(desk: Desk) -> str | None:
    """What that line showed, in words; None where there is nothing of it to tell."""
    invocation = line_of(desk)
    if invocation is None:
        return None
    if invocation.name == LIST:
        return _containers(desk, invocation)
    if invocation.name == answers.COMPOSE:
        return _project(desk, invocation)
    if (rows := answers.rows(patient(desk), invocation)) is not None:
        return _rows(desk, ordered(rows)) or sentence(desk.lang, say("answers.nothing")) + "\n"
    names = [part.text for part in invocation.arguments() if part.literal]
    pages = [page_of(desk, name) for name in names[:MOST]] if invocation.name in ABOUT_ONE else []
    return "\n".join(one for one in pages if one) or None


def _rows(desk: Desk, rows: Sequence[Row]) -> str:
    """As many as one reads; then how many more there are."""
    more = [Row(say("answers.more-rows", count=str(len(rows) - MOST)))] if len(rows) > MOST else []
    return "".join(f"{sentence(desk.lang, one.told)}\n{arrow(one.line)}" for one in (*rows[:MOST], *more))


def _containers(desk: Desk, invocation: Invocation) -> str | None:
    """A line a container, with what to type for those that are not well."""
    engine, every = patient(desk), invocation.on("all")
    chosen = answers.chosen(engine, invocation)
    listed = engine.ask((Question("list", ("containers",)),)).lists.get("containers", ())
    wanted = [one for one in listed if one.id in chosen] if chosen is not None else []
    wanted += [one for one in listed if every or one.status in ALIVE] if chosen is None else []
    return _told(desk, [one.name for one in wanted]) or sentence(desk.lang, say("condition.nothing-runs")) + "\n"


def _project(desk: Desk, invocation: Invocation) -> str | None:
    """The containers of a compose project, and the services that have none."""
    found = answers.project(patient(desk), invocation)
    if found is None:
        return None
    return _rows(desk, found.rows) + _told(desk, found.containers) or sentence(desk.lang, say("condition.nothing-runs")) + "\n"


def _told(desk: Desk, names: Iterable[str]) -> str:
    engine, now = patient(desk), time.time()
    found = [find(engine, name, "container", changes=False) for name in list(names)[:MOST]]
    told = sorted((condition(one.row, "", now) for one in found if one.kind), key=_rank)
    return "".join(_row(desk, one) for one in told)


def _row(desk: Desk, told: Condition) -> str:
    line = f"why {told.head.args['name']}" if _rank(told) < 0 else ""
    return f"{sentence(desk.lang, told.head)}\n{arrow(line)}"


def arrow(line: str) -> str:
    """What to type about the row above; nothing for none."""
    return f"  → {line}\n" if line else ""


def _rank(told: Condition) -> int:
    """Below 0: odd. One that ended with 0 ended as it should."""
    key = told.head.key
    if key not in USUAL or (key == "condition.exited" and told.head.args["code"] != "0"):
        return -1
    return USUAL.index(key)
