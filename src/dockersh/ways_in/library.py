"""What other programs ask about what is there: `how`, `why`, `answer`, `to_compose`, `to_run`.

Nothing is printed, run or changed. What is wrong is no exception: the text is empty then, and a remark says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dockersh import texts
from dockersh.engine import Engine, Question
from dockersh.explaining.secrets import has_secret, mask
from dockersh.finding import Say, say
from dockersh.machine import limits
from dockersh.machine.screen import visible
from dockersh.reading import syntax
from dockersh.reading.invocation import read
from dockersh.reading.syntax import logical_lines
from dockersh.recreate.asked import find
from dockersh.recreate.change import absent, changed
from dockersh.recreate.compose import back
from dockersh.recreate.compose.file import file
from dockersh.recreate.how import again, typed
from dockersh.recreate.wanted import wanted
from dockersh.startup.typed import Any, NamedTuple
from dockersh.texts.wording import sentence
from dockersh.ways_in.builtin import condition
from dockersh.ways_in.builtin.remake import SCHEMA, code, guarded, missing, split


class Remark(NamedTuple):
    """What is to be known about lines: a code, which stays, and a sentence in the language that was asked for.

    Of `answer`: *odd* is whether it tells of something unusual, *line* what to type about it ('' for nothing).
    """

    code: str
    text: str
    odd: bool = False
    line: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Without what says nothing."""
        return {name: value for name, value in self._asdict().items() if value or name in ("code", "text")}


class Lines(NamedTuple):
    """Lines, or a file, ready to be run or written ('' where none can be given; never a mask), and what is said beside them.

    *log* is the end of a container's log, secrets masked; of `why` only.
    """

    text: str
    notes: tuple[Remark, ...] = ()
    log: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As `--json` prints it; the schema is `recreate/lines.schema.json` in the package."""
        notes = [one.to_dict() for one in self.notes]
        return {"schema": SCHEMA, "text": self.text, "notes": notes, **({"log": list(self.log)} if self.log else {})}


def how(
    name: str,
    *,
    kind: str = "",
    changes: str = "",
    secrets: bool = False,
    lang: str = texts.SOURCE,
    engine: Engine | None = None,
) -> Lines:
    """The lines that make an object again: *name* of a container, image, volume or network; *kind* where a name is of several.

    *changes*: `with -p 8081:80 without -e DEBUG`, the lines that change a container so. *secrets*: their values stand in it.
    *engine*: who is asked; without one the engine of this process's environment, through its socket or docker client.
    """
    found = find(_own(engine), name, kind)
    if not found.kind:
        return _lines(lang, "", (missing(found, kind),))
    if not changes:
        made = again(found, secrets=secrets)
        return _lines(lang, made.text, made.notes)
    what = wanted(split(changes))
    if found.kind != "container":
        return _lines(lang, "", (say("recreate.only-containers", name=name),))
    if what.wrong or not (what.given or what.gone):
        return _lines(lang, "", (say("recreate.bad-change" if what.wrong else "recreate.no-change", word=what.wrong),))
    if option := absent(found, what):
        return _lines(lang, "", (say("recreate.not-there", name=name, option=option),))
    change = changed(found, what)
    made = typed(change.lines, change.notes, secrets=secrets)
    return _lines(lang, guarded(made.lines, change.name or name), made.notes)


def why(name: str, *, lang: str = texts.SOURCE, engine: Engine | None = None) -> Lines:
    """Why a container is as it is: the notes say it, the first of them how it is; the text is what to type about it."""
    told = condition.told(_own(engine), name)
    if told is None:
        return _lines(lang, "", (say("recreate.none-of-kind", kind="container", name=name),))
    fixes = "".join(f"{line}\n" for line in told.fixes if not has_secret(line))
    found = _lines(lang, fixes, (told.head, *told.why, *told.advice))
    notes = tuple(one._replace(text=mask(one.text)) for one in found.notes)
    return found._replace(notes=notes, log=tuple(mask(visible(line)) for line in told.log[-condition.LINES :]))


def answer(line: str, *, lang: str = texts.SOURCE, engine: Engine | None = None) -> Lines:
    """What a line that only reads (`docker ps -a`, `images`, `volume ls`…) shows now, told in words, the odd first.

    The notes are its rows, the text is what to type about them.
    """
    from dockersh.ways_in.builtin import last  # noqa: PLC0415  here alone

    calls = syntax.parse(line).dockers
    found = last.told(_own(engine), read(calls[-1])) if calls else None
    if found is None:
        return _lines(lang, "", (say("recreate.no-rows", line=mask(line)),))
    text = "".join(f"{one.line}\n" for one in found if one.line)
    return Lines(text, tuple(Remark(**one) for one in last.remarks(lang, found)))


def to_compose(lines: str, *, lang: str = texts.SOURCE, engine: Engine | None = None) -> Lines:
    """A compose file of all `docker run` and `create` lines of a text; the notes name every option that compose has not.

    *engine*: its volumes are declared as external; without one nobody is asked.
    """
    invocations = [read(call) for line in logical_lines.split(lines) for call in syntax.parse(line).dockers]
    state = engine.ask((Question("list", ("volumes",)),)) if engine else None
    made = file(invocations, frozenset(state.named("volumes")) if state else frozenset())
    return _lines(lang, "", (say("recreate.no-run-line"),)) if made is None else _lines(lang, made.text, made.notes)


def to_run(service: str, files: Sequence[str] = (), *, lang: str = texts.SOURCE, engine: Engine | None = None) -> Lines:
    """The `docker run` line of a service of a compose project: of *files*, or of the folder of this process."""
    about = tuple(f"--file={path}" for path in files)
    state = _own(engine).ask((Question("compose-config", about),))
    project = state.raw.get(("compose-config", *about))
    if project is None:
        return _lines(lang, "", (say("recreate.no-project", reason=state.project_problem or state.status),))
    found = back.line(project, service)
    if found is None:
        there = ", ".join(project.get("services") or {})
        return _lines(lang, "", (say("recreate.no-service", name=service, services=there),))
    made = typed(found.lines, found.notes, secrets=False)
    return _lines(lang, made.text, made.notes)


def _own(engine: Engine | None) -> Engine:
    if engine is not None:
        return engine
    from dockersh.client.real_docker import real_docker  # noqa: PLC0415  where nobody else is asked
    from dockersh.engine.docker import DockerEngine  # noqa: PLC0415  as above

    return DockerEngine(real_docker(), limits.ASKED, before_a_run=True)


def _lines(lang: str, text: str, notes: Iterable[Say]) -> Lines:
    return Lines(text, tuple(Remark(code(note), sentence(lang, note)) for note in notes))
