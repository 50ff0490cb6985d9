"""`sh` and `bash`: with a text, a file, or lines as they are typed."""

from __future__ import annotations

from dockersh.practice.inside.job import Job
from dockersh.practice.inside.process import Exited, Process
from dockersh.practice.inside.shell import Shell


def shell(job: Job) -> int:
    """`sh -c TEXT`, `sh FILE`, `sh`."""
    name = job.argv[0].rpartition("/")[2].lstrip("-")
    words = list(job.argv[1:])
    switches = ""
    while words and words[0].startswith("-") and words[0] != "-":
        switches += words.pop(0)
    inner = Shell(job.process, name, job.process.place.lookup(job.process), tuple(words))
    inner.errors_end = "e" in switches.replace("-c", "")
    try:
        return _run(job, inner, words, switches)
    except Exited as end:
        return end.status


def _run(job: Job, inner: Shell, words: list[str], switches: str) -> int:
    if "c" in switches and words:
        inner.arguments = tuple(words[1:]) or (inner.name,)
        return inner.run(words[0])
    if words and words[0] != "-":
        return inner.run(job.files.read(job.path(words[0])))
    return _lines(job, inner, interactive=job.process.tty or "i" in switches)


def _lines(job: Job, inner: Shell, *, interactive: bool) -> int:
    if job.text is not None:
        return inner.run(job.everything())
    before = job.process.is_shell
    try:
        if interactive:
            return inner.interact(lambda: prompt(job.process, inner.name))
        return _script(job, inner)
    finally:
        job.process.is_shell = before


def _script(job: Job, inner: Shell) -> int:
    """Lines of a pipe, each run when it is there."""
    waiting = ""
    while line := job.line():
        waiting = inner._typed(waiting + line)  # noqa: SLF001  the same shell
    return inner.run(waiting) if waiting.strip() else inner.status


def prompt(process: Process, name: str) -> str:
    """`/ # `, and bash's."""
    mark = "#" if process.user == "root" else "$"
    home = process.env.get("HOME", "/root")
    folder = process.folder
    short = "~" + folder[len(home) :] if home != "/" and (folder + "/").startswith(home + "/") else folder
    return f"{process.user}@{process.place.hostname()}:{short}{mark} " if name == "bash" else f"{short} {mark} "


PROGRAMS = {"sh": shell, "bash": shell, "ash": shell}
