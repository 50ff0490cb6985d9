"""A docker command failed in a terminal: docker asks what to say below its error. Nothing, where the cause is not known."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Sequence

from dockersh.execute.outcome import Outcome
from dockersh.machine import regular_files
from dockersh.machine.screen import drawn
from dockersh.reading import syntax
from dockersh.startup.typed import Any
from dockersh.texts import language
from dockersh.ways_in.shell import Settings, Shell

MOST = 10  # lines, which docker shows at most. docker/cli 28.2.2 cli-plugins/hooks/printer.go
WORDS = 200_000  # bytes of a command line
OF_DOCKER = 125  # the status of `docker run` where docker failed, and not the program in the container
PLAIN = 0  # the kind of answer that is shown. docker/cli 28.2.2 cli-plugins/hooks/template.go


def answer(asked: str, parent: Sequence[str] | None = None) -> str:
    """What docker shall show, as it wants it: JSON with a template; '' for nothing.

    *asked* is docker's JSON: the command, its flags and the error. *parent* are the words of the docker that asks.
    """
    try:
        told: Any = json.loads(asked)
        error, command = str(told["CommandError"]), str(told["RootCmd"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    error = error.partition("\n\nRun 'docker ")[0]  # where to find help, behind the error
    if not error:
        return ""
    words = _of_parent() if parent is None else list(parent)
    lines = _lines(words or ["docker", *command.split()], error)
    return json.dumps({"type": PLAIN, "template": "\n".join(map(_literal, lines))}, ensure_ascii=False) if lines else ""


def _lines(words: Sequence[str], error: str) -> list[str]:
    """The cause and the cure, as in a pipe; none where the error is in words that nobody knows."""
    from dockersh.afterwards.failures.found import found, without_secrets  # noqa: PLC0415  most commands do not fail
    from dockersh.explaining.foresee import foresee  # noqa: PLC0415

    shell = Shell(Settings(language(None, os.environ), colour="never"))
    parsed = syntax.parse(shlex.join(words))
    invocations = foresee(parsed).invocations
    failures = found(invocations, Outcome(OF_DOCKER, errors=f"{error}\n"), shell.ahead)
    known = [one for one in failures if one.code != "unknown"]
    text = "".join(shell.failure_text(without_secrets(one, parsed.text)) for one in known)
    return drawn(text).removesuffix("\n").split("\n")[:MOST] if text else []


def _literal(line: str) -> str:
    """A line that docker's template leaves as it is."""
    return line.replace("{{", '{{"{{"}}')


def _of_parent() -> list[str]:
    """The words of the docker that started us, where the system tells (Linux)."""
    try:
        raw = regular_files.head(f"/proc/{os.getppid()}/cmdline", WORDS)
    except OSError:
        return []
    words = [os.fsdecode(word) for word in raw.removesuffix(b"\0").split(b"\0")]
    return ["docker", *words[1:]] if os.path.basename(words[0]) == "docker" else []
