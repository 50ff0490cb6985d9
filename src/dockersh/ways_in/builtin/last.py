"""`explain last`: the answer of the last line that read something, told in words; what is odd comes first.

Docker's own output is neither caught nor delayed for it: the engine is asked again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence

from dockersh.afterwards.answers.row import Row, ordered
from dockersh.afterwards.condition import Condition, condition
from dockersh.engine import Engine, Question
from dockersh.engine.state import ALIVE
from dockersh.explaining.secrets import mask
from dockersh.finding import say
from dockersh.foresight.plan import only_reads
from dockersh.reading import syntax
from dockersh.reading.invocation import Invocation, read
from dockersh.recreate.asked import find
from dockersh.startup.typed import Any
from dockersh.texts.wording import sentence
from dockersh.ways_in.builtin import answers
from dockersh.ways_in.builtin.condition import page_of, state_of
from dockersh.ways_in.builtin.desk import Desk
from dockersh.ways_in.builtin.remake import SCHEMA, patient

LAST = "last"
MOST = 20  # rows that are told
ASKED = 60  # containers that the engine is asked about to choose them from
ABOUT_ONE = frozenset(f"container {verb}" for verb in ("inspect", "logs", "top", "stats")) | {"inspect"}
INSPECTS = ("inspect", "container inspect")
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


def explain(desk: Desk, rest: str) -> int:
    """`explain last [--json]`: what that line showed, in words; 1 where there is nothing of it to tell."""
    if desk.shell.settings.json or rest:
        invocation = line_of(desk)
        found = told(patient(desk), invocation) if invocation else None
        return desk.complain("explain.no-last") if found is None else _json(desk, found)
    shown = page(desk)
    return desk.complain("explain.no-last") if shown is None else desk.show(shown)


def _json(desk: Desk, found: Sequence[Row]) -> int:
    notes = remarks(desk.lang, found)
    text = "".join(f"{one.line}\n" for one in found if one.line)
    desk.write(json.dumps({"schema": SCHEMA, "text": text, "notes": notes}, ensure_ascii=False) + "\n")
    return 0


def remarks(lang: str, found: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows as the schema has them, without secrets and without what says nothing."""
    shapes = (
        {"code": one.told.key.partition(".")[2], "text": mask(sentence(lang, one.told)), "odd": one.odd, "line": one.line}
        for one in found
    )
    return [{name: value for name, value in shape.items() if value} for shape in shapes]


def page(desk: Desk) -> str | None:
    """What that line showed, as a page; None where there is nothing of it to tell."""
    invocation = line_of(desk)
    if invocation is None:
        return None
    if invocation.name in ABOUT_ONE and (shown := _pages(desk, invocation)):
        return shown
    found = told(patient(desk), invocation)
    return None if found is None else "".join(f"{sentence(desk.lang, one.told)}\n{arrow(one.line)}" for one in found)


def _pages(desk: Desk, invocation: Invocation) -> str:
    """A page a container; '' where none was shown."""
    if invocation.name in INSPECTS:
        pages = [page_of(desk, name) for name in _named(invocation)[:MOST]]
    else:
        log = invocation.name == "container logs"
        pages = [state_of(desk, name, log=log) for name in _named(invocation)[:MOST]]
    return "\n".join(one for one in pages if one)


def _about(engine: Engine, invocation: Invocation) -> list[str]:
    """The containers of a line: those that it names, of `stats` without names all that run."""
    return _named(invocation) or (_containers(engine, invocation) if invocation.name == "container stats" else [])


def told(engine: Engine, invocation: Invocation) -> list[Row] | None:
    """The rows that a line of docker's showed, in words, the odd ones first; None where there is nothing to tell of it.

    As many as one reads; then how many more there are.
    """
    if invocation.name in ABOUT_ONE and (found := _conditions(engine, _about(engine, invocation))):
        return found
    listed = _listed(engine, invocation)
    if listed is None:
        return None
    found, count = listed
    more = [Row(say("answers.more-rows", count=str(count - MOST)))] if count > MOST else []
    nothing = "condition.nothing-runs" if invocation.name in (LIST, answers.COMPOSE) else "answers.nothing"
    return [*found[:MOST], *more] or [Row(say(nothing))]


def _named(invocation: Invocation) -> list[str]:
    return [part.text for part in invocation.arguments() if part.literal]


def _listed(engine: Engine, invocation: Invocation) -> tuple[list[Row], int] | None:
    """The rows, and how many there are; of containers only so many are asked about."""
    if invocation.name == LIST:
        names = _containers(engine, invocation)
        return _conditions(engine, names[:ASKED]), len(names)
    if invocation.name == answers.COMPOSE:
        found = answers.project(engine, invocation)
        if found is None:
            return None
        return [*ordered(found.rows), *_conditions(engine, found.containers[:ASKED])], len(found.rows) + len(found.containers)
    rows = answers.rows(engine, invocation)
    if rows is None:
        return None
    told_first = ordered(rows)
    return told_first, len(told_first)


def _containers(engine: Engine, invocation: Invocation) -> list[str]:
    """The names of those that the line listed."""
    chosen = answers.chosen(engine, invocation)
    listed = engine.ask((Question("list", ("containers",)),)).lists.get("containers", ())
    every = invocation.on("all")
    return [one.name for one in listed if (one.id in chosen if chosen is not None else every or one.status in ALIVE)]


def _conditions(engine: Engine, names: Iterable[str]) -> list[Row]:
    """A row a container, with what to type for those that are not well."""
    now = time.time()
    found = (find(engine, name, "container", changes=False) for name in names)
    ranked = sorted((condition(one.row, "", now) for one in found if one.kind), key=_rank)
    return [Row(one.head, _rank(one) < 0, f"why {one.head.args['name']}" if _rank(one) < 0 else "") for one in ranked]


def arrow(line: str) -> str:
    """What to type about the row above; nothing for none."""
    return f"  → {line}\n" if line else ""


def _rank(told: Condition) -> int:
    """Below 0: odd. One that ended with 0 ended as it should."""
    key = told.head.key
    if key not in USUAL or (key == "condition.exited" and told.head.args["code"] != "0"):
        return -1
    return USUAL.index(key)
