"""`why NAME`: why a container is as it is, whatever that is."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from dockersh.afterwards.condition import Condition, condition, gone
from dockersh.engine import Engine, Question
from dockersh.explaining.pipeline import explain
from dockersh.explaining.secrets import has_secret, mask
from dockersh.explanation import Finding
from dockersh.finding import Arg, say
from dockersh.machine.screen import visible
from dockersh.recreate.asked import Found, find
from dockersh.recreate.container import line
from dockersh.recreate.secret import safe
from dockersh.recreate.written import joined
from dockersh.render import render
from dockersh.render.page import page
from dockersh.texts.wording import sentence
from dockersh.ways_in.builtin.desk import Desk
from dockersh.ways_in.builtin.remake import deliver, patient

BACK = 24 * 3600.0  # seconds of events that are looked at for what is gone
LINES = 10  # of the log


def told(engine: Engine, name: str) -> Condition | None:
    """What the engine tells of a container; None where there is none, and was none lately."""
    found = find(engine, name, "container", changes=False)
    now = time.time()
    if found.kind:
        return condition(found.row, _log(engine, found), now)
    if found.status != "up":
        return None
    state = engine.ask((Question("events", (f"{now - BACK:.6f}", f"{now:.6f}")),))
    return gone(name, state.events, now)


def _log(engine: Engine, found: Found) -> str:
    return engine.ask((Question("log", (found.seen.name,)),)).logs.get(found.seen.name, "")


def why(desk: Desk, name: str) -> int | None:
    """The page about it; None where no container is meant."""
    what = told(patient(desk), name)
    if what is None:
        return None
    fixes = [line for line in what.fixes if not has_secret(line)]
    log = [mask(visible(line)) for line in what.log[-LINES:]]
    if desk.shell.settings.json:
        notes = [note._replace(args={name: _safe(arg) for name, arg in note.args.items()}) for note in (what.head, *what.why)]
        deliver(desk, "".join(f"{line}\n" for line in fixes), notes, log=log)
        return 0
    body = "\n".join(_body(desk, what, log, fixes))
    return desk.show(page(sentence(desk.lang, what.head), body, desk.style()).rstrip("\n") + "\n")


def page_of(desk: Desk, name: str) -> str | None:
    """`explain NAME`: how a container is, and what its line means, which is what differs from docker's own choices.

    None where there is none. What the line would do is left out, for the container is there.
    """
    found = find(patient(desk), name, "container", changes=False)
    if not found.kind:
        return None
    meant = explain(joined(safe(line(found.seen)).line.words), lang=desk.lang)
    commands = (one._replace(steps=(), notes=(), findings=_to_mind(one.findings)) for one in meant.commands)
    head = sentence(desk.lang, condition(found.row, "", time.time()).head)
    return f"{head}\n\n{render(meant._replace(commands=tuple(commands)), 'full', desk.style())}"


def _to_mind(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Without what would fail, or cannot be known from a line alone."""
    return tuple(one for one in findings if one.severity in ("danger", "warning"))


def _safe(arg: Arg) -> Arg:
    return mask(arg) if isinstance(arg, str) else arg


def _body(desk: Desk, what: Condition, log: list[str], fixes: list[str]) -> Iterator[str]:
    yield from (mask(sentence(desk.lang, one)) for one in what.why)
    if log:
        yield from ("", sentence(desk.lang, say("condition.log")), *(f"    {line}" for line in log))
    if fixes:
        yield from ("", *(f"  → {line}" for line in fixes))
