"""Built-ins that make lines of what is there: how."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Sequence

from dockersh.engine import Engine
from dockersh.finding import Say, say
from dockersh.machine import limits
from dockersh.machine.screen import drawn
from dockersh.recreate.asked import KINDS, Found, find
from dockersh.recreate.change import Changed, absent, changed
from dockersh.recreate.how import again, typed
from dockersh.recreate.wanted import WITH, WITHOUT, wanted
from dockersh.recreate.written import Line, written
from dockersh.render.cells import ascii_marks, wrap
from dockersh.render.choose import style
from dockersh.texts.wording import sentence
from dockersh.ways_in.builtin.desk import Desk
from dockersh.ways_in.streams import STDERR, write

SECRETS = "--secrets"
SCHEMA = "dockersh.lines/1"


def how(desk: Desk, rest: str) -> int:
    """`how [KIND] NAME [--secrets]`: the line that makes it again; `how NAME with …`: those that change it."""
    words = split(rest)
    if _changes(words):
        return _change(desk, words)
    options = [word for word in words if word.startswith("-")]
    named = [word for word in words if not word.startswith("-")]
    unknown = next((word for word in options if word != SECRETS), None)
    if unknown:
        return refuse(desk, say("recreate.bad-option", option=unknown))
    if not named or len(named) > 1 + (named[0] in KINDS):
        return refuse(desk, say("recreate.usage"))
    found = find(patient(desk), named[-1], named[0] if len(named) > 1 else "")
    if not found.kind:
        return refuse(desk, missing(found, named[0] if len(named) > 1 else ""))
    made = again(found, secrets=SECRETS in options)
    deliver(desk, made.text, made.notes)
    return int(made.withheld)


def _changes(words: list[str]) -> int:
    """Where `with` or `without` stands behind a name; 0 for nowhere."""
    at = next((index for index, word in enumerate(words) if index and word in (WITH, WITHOUT)), 0)
    return 0 if any(word.startswith("-") and word != SECRETS for word in words[:at]) else at


def _change(desk: Desk, words: list[str]) -> int:
    """The lines that change a container, joined so that each runs only if the one before it did."""
    found = change_of(desk, words)
    if isinstance(found, int):
        return found
    name, change = found
    made = typed(change.lines, change.notes, secrets=SECRETS in words)
    deliver(desk, guarded(made.lines, change.name or name), made.notes)
    return int(made.withheld)


def change_of(desk: Desk, words: list[str]) -> tuple[str, Changed] | int:
    """The container of `NAME with …` and the lines that change it, secrets and all; a status where there are none."""
    words = [word for word in words if word != SECRETS]
    at = _changes(words) or len(words)
    name = words[at - 1] if words else ""
    what = wanted(words[at:])
    if what.wrong or not (what.given or what.gone):
        return refuse(desk, say("recreate.bad-change" if what.wrong else "recreate.no-change", word=what.wrong))
    found = find(patient(desk), name)
    if found.kind != "container":
        return refuse(desk, say("recreate.only-containers", name=name) if found.kind else missing(found))
    if option := absent(found, what):
        return refuse(desk, say("recreate.not-there", name=name, option=option))
    return name, changed(found, what)


def guarded(lines: Sequence[Line], name: str) -> str:
    """Lines each of which runs only if the one before it did; the old container goes only where the new one stands."""
    return " &&\n".join(_guarded(lines, name)) + "\n" * bool(lines)


def _guarded(lines: Iterable[Line], name: str) -> Iterable[str]:
    """One that runs, or was only made."""
    for line in lines:
        if line.head == ("docker", "rm"):
            yield f"test \"$(docker inspect --format '{{{{.State.Status}}}}' {name})\" != exited"
        yield written(line)


def split(rest: str) -> list[str]:
    """The words behind one of our commands; where quotes are open, as blanks part them."""
    try:
        return shlex.split(rest)
    except ValueError:
        return rest.split()


def missing(found: Found, kind: str = "") -> Say:
    """Why nothing is known about a name."""
    if found.status != "up":
        return say("recreate.no-answer", name=found.name)
    return say("recreate.none-of-kind", kind=kind, name=found.name) if kind else say("recreate.none", name=found.name)


def patient(desk: Desk) -> Engine:
    """The engine, which is waited for as long as somebody who asked would."""
    from dockersh.engine.docker import DockerEngine, time_box  # noqa: PLC0415  where nobody is asked, not even imported

    known = desk.shell.engine
    if not isinstance(known, DockerEngine):
        return known
    return DockerEngine(known.docker, time_box(desk.shell.env, limits.ASKED), before_a_run=True)


def refuse(desk: Desk, what: Say) -> int:
    """One line on standard error; 1."""
    write(sys.stderr, sentence(desk.lang, what) + "\n")
    return 1


def deliver(desk: Desk, text: str, notes: Iterable[Say], **more: object) -> None:
    """Lines on standard output, what is said about them on standard error; with --json both in one object."""
    if not desk.shell.settings.json:
        write(sys.stdout, "\t".join(map(drawn, text.split("\t"))), steers=True)  # a Dockerfile's tabs are its own
        tell(desk, notes)
        return
    import json  # noqa: PLC0415  where it is asked for

    said = [{"code": code(note), "text": sentence(desk.lang, note)} for note in notes]
    write(sys.stdout, json.dumps({"schema": SCHEMA, "text": text, "notes": said, **more}, ensure_ascii=False) + "\n")


def code(note: Say) -> str:
    """What a note is called in JSON: its key, or the code of the finding whose sentence it is."""
    stem, _, key = note.key.partition(".")
    return stem.removeprefix("findings/") if stem.startswith("findings/") else key


def tell(desk: Desk, notes: Iterable[Say]) -> None:
    """Beside the lines, on standard error."""
    look = style(STDERR, desk.shell.settings.colour, desk.shell.env)
    for note in notes:
        text = "\n".join(wrap(sentence(desk.lang, note), look.columns)) + "\n"
        write(sys.stderr, ascii_marks(text) if look.ascii else text)
