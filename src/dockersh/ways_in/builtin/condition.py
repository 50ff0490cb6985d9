"""`why NAME`: why a container is as it is, whatever that is."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from dockersh.afterwards.condition import Condition, condition, gone
from dockersh.afterwards.failures import pasted
from dockersh.afterwards.failures.failure import Failure
from dockersh.afterwards.failures.here import with_circumstances
from dockersh.afterwards.failures.page import says
from dockersh.engine import Engine, Question
from dockersh.explaining.pipeline import explain
from dockersh.explaining.secrets import has_secret, mask
from dockersh.explanation import Finding
from dockersh.finding import Arg, say
from dockersh.machine.screen import visible
from dockersh.reading import syntax
from dockersh.reading.invocation import read
from dockersh.recreate.asked import Found, find
from dockersh.recreate.container import line
from dockersh.recreate.how import service
from dockersh.recreate.written import joined
from dockersh.render import render
from dockersh.render.page import page
from dockersh.texts.wording import sentence
from dockersh.ways_in.builtin.desk import Desk
from dockersh.ways_in.builtin.remake import deliver, patient

BACK = 24 * 3600.0  # seconds of events that are looked at for what is gone
LOOKED_AT = 4000  # characters of a log
TYPED = ("secret-on-the-line", "password-on-the-line")
LINES = 10  # of the log
OF_THE_LINE = "program-"  # failures that another start has again: only another container helps


def told(engine: Engine, name: str) -> Condition | None:
    """What the engine tells of a container; None where there is none, and was none lately."""
    found = find(engine, name, "container", changes=False)
    now = time.time()
    if found.kind:
        return _with_cause(condition(found.row, _log(engine, found), now), found, engine)
    if found.status != "up":
        return None
    state = engine.ask((Question("events", (f"{now - BACK:.6f}", f"{now:.6f}")),))
    return gone(name, state.events, now)


def _with_cause(what: Condition, found: Found, engine: Engine) -> Condition:
    """With what the engine's error means, where that is known, in the place of its words."""
    known = pasted.told(what.error).failures if what.error else ()
    meant = says(_here(known[0], found, engine)) if known else None
    if meant is None:
        return what
    cause = [one for one in (meant.text, meant.why) if one]
    why = [new for one in what.why for new in (cause if one.key == "condition.engine-said" else [one])]
    hopeless = known[0].code.startswith(OF_THE_LINE)
    fixes = tuple(one for one in what.fixes if not (hopeless and one.startswith("docker start ")))
    return what._replace(why=tuple(why), advice=(meant.fix,) if meant.fix else (), fixes=fixes)


def _here(failure: Failure, found: Found, engine: Engine) -> Failure:
    """As if the line that makes it had failed now."""
    invocation = read(syntax.parse(joined(line(found.seen).words)).calls[0])
    in_file = next(service(found.seen), None) is not None
    return with_circumstances(failure, invocation, engine)._replace(in_file=in_file)


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
        notes = [
            note._replace(args={name: _safe(arg) for name, arg in note.args.items()})
            for note in (what.head, *what.why, *what.advice)
        ]
        deliver(desk, "".join(f"{line}\n" for line in fixes), notes, log=log)
        return 0
    return desk.show(_drawn(desk, what))


def state_of(desk: Desk, name: str, *, log: bool) -> str | None:
    """The same page of a container that is there; *log*: with its log, also where it runs well. None: there is none."""
    engine = patient(desk)
    what = told(engine, name)
    if what is None or what.head.key == "condition.gone":
        return None
    return _drawn(desk, _with_log(what, engine.ask((Question("log", (name,)),)).logs.get(name, "")) if log else what)


def _with_log(what: Condition, log: str) -> Condition:
    """With what is known of the errors in a log, and that it is empty."""
    if not log.strip():
        return what._replace(why=(*what.why, say("condition.silent-log")))
    lines = tuple(line for line in log.split("\n") if line.strip())
    known = [meant for one in pasted.told(log[-LOOKED_AT:]).failures if (meant := says(one))]
    said = tuple(one for meant in known for one in (meant.text, meant.why) if one)
    return what._replace(why=(*what.why, *said), log=lines, advice=(*what.advice, *(one.fix for one in known if one.fix)))


def _drawn(desk: Desk, what: Condition) -> str:
    fixes = [line for line in what.fixes if not has_secret(line)]
    log = [mask(visible(line)) for line in what.log[-LINES:]]
    body = "\n".join(_body(desk, what, log, fixes))
    return page(sentence(desk.lang, what.head), body, desk.style()).rstrip("\n") + "\n"


def page_of(desk: Desk, name: str) -> str | None:
    """`explain NAME`: how a container is, and what its line means, which is what differs from docker's own choices.

    None where there is none. What the line would do is left out, for the container is there.
    """
    found = find(patient(desk), name, "container", changes=False)
    if not found.kind:
        return None
    meant = explain(joined(line(found.seen).words), lang=desk.lang)
    commands = (one._replace(steps=(), notes=(), findings=_to_mind(one.findings)) for one in meant.commands)
    head = sentence(desk.lang, condition(found.row, "", time.time()).head)
    return f"{head}\n\n{render(meant._replace(commands=tuple(commands)), 'full', desk.style())}"


def _to_mind(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Without what would fail, what cannot be known from a line alone, and what typing a secret means."""
    return tuple(one for one in findings if one.severity in ("danger", "warning") and one.code not in TYPED)


def _safe(arg: Arg) -> Arg:
    return mask(arg) if isinstance(arg, str) else arg


def _body(desk: Desk, what: Condition, log: list[str], fixes: list[str]) -> Iterator[str]:
    yield from (mask(sentence(desk.lang, one)) for one in what.why)
    if log:
        yield from ("", sentence(desk.lang, say("condition.log")), *(f"    {line}" for line in log))
    typed = [*(mask(sentence(desk.lang, one)) for one in what.advice), *fixes]
    if typed:
        yield from ("", *(f"  → {line}" for line in typed))
