"""`docker inspect`: JSON as the engine wrote it, or a template. Source: docker/cli cli/command/inspect (28.5.2)."""

from __future__ import annotations

import json
from collections.abc import Callable

from dockersh.practice.standin.failing import Answered, Failed, failed, text
from dockersh.practice.standin.golang import TemplateError, compiled
from dockersh.practice.standin.job import NOT_FOUND, Job, Json, said
from dockersh.practice.standin.shown.tables import out
from dockersh.practice.standin.wire import named

PATHS = {"container": "/containers/{}/json", "image": "/images/{}/json", "network": "/networks/{}", "volume": "/volumes/{}"}
OTHERS = frozenset(("config", "node", "plugin", "secret", "service", "task"))  # docker has them
UNPARSED = 64
PASSED_OVER = ("not supported", "invalid reference format")


def inspect(job: Job) -> int:
    """One or more things, whatever they are."""
    wanted = _kind(job)
    made = _shown(job.value("format"))
    found, problems = [], []
    for name in job.arguments:
        try:
            found.append(_found(job, name, wanted))
        except Failed as problem:
            problems.append(problem.text)
    kept, wrong = made(found)
    out(kept)
    if problems + wrong:
        raise Failed("\n".join(problems + wrong))
    return 0


def _kind(job: Job) -> str:
    """Of which things; '' for any. Raises Failed."""
    wanted = job.invocation.name.rpartition(" ")[0] or job.value("type")
    if wanted and wanted not in PATHS and wanted not in OTHERS:
        raise failed("unknown-type", type=wanted)
    return wanted


def _found(job: Job, name: str, wanted: str) -> Json:
    for kind, path in PATHS.items():
        if wanted not in ("", kind):
            continue
        query = {"size": "1"} if job.on("size") and kind == "container" else {}
        try:
            found: Json = job.wire.ask("GET", path.format(named(name)), query)
        except Answered as answered:
            if wanted or not (answered.code == NOT_FOUND or any(word in answered.message for word in PASSED_OVER)):
                raise
            continue
        if job.on("size") and kind != "container":
            said("size-ignored", type=kind)
        return found
    raise failed("no-such-object", name=name)


Shown = Callable[[list[Json]], tuple[str, list[str]]]


def _shown(shape: str) -> Shown:
    """How the things are printed, and what went wrong with that."""
    if not shape:
        return lambda found: (json.dumps(found, ensure_ascii=False, indent=4) + "\n" if found else "[]\n", [])
    if shape == "json":
        return lambda found: (json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n" if found else "[]\n", [])
    try:
        made = compiled(shape)
    except TemplateError as error:
        raise Failed(text("template-parsing", error=error), UNPARSED) from error

    def by_template(found: list[Json]) -> tuple[str, list[str]]:
        lines, wrong = [], []
        for one in found:
            try:
                lines.append(made.on(one) + "\n")
            except TemplateError as error:
                wrong.append(text("template-parsing", error=error))
        return "".join(lines) or "\n", wrong

    return by_template
