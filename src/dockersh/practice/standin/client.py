"""The stand-in: docker's words in, docker's output and exit status out."""

from __future__ import annotations

import functools
import os
import shlex
import sys
from collections.abc import Mapping, Sequence

from dockersh.practice.standin.failing import Failed, failed
from dockersh.practice.standin.job import Job
from dockersh.practice.standin.usage import check
from dockersh.reading.invocation import Invocation, read
from dockersh.reading.syntax import parse
from dockersh.startup.toml_cache import load

HERE = "dockersh.practice.standin"


@functools.cache
def commands() -> dict[str, tuple[str, str]]:
    """Who carries a command out: the module and the function in it."""
    rooms = load(os.path.join(os.path.dirname(__file__), "commands.toml"))
    return {command: (room, function) for room, held in rooms.items() for command, function in held.items()}


def main(words: Sequence[str], env: Mapping[str, str]) -> int:
    """Carry docker's words out; the exit status."""
    try:
        return _carried_out(words, env)
    except Failed as problem:
        if problem.text:
            sys.stderr.write(problem.text + "\n")
        return problem.status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1


def _carried_out(words: Sequence[str], env: Mapping[str, str]) -> int:
    invocation = read(parse(shlex.join(["docker", *words])).calls[0])
    if _asks_for_help(invocation) or (not words):
        from dockersh.practice.standin.helping import help_of  # noqa: PLC0415  only where it is asked for

        return help_of(invocation, env)
    if invocation.name == "" and invocation.on("version"):
        from dockersh.practice.standin.system import short_version  # noqa: PLC0415  rare

        return short_version()
    check(invocation, words)
    place = commands().get(invocation.name)
    if place is None:
        raise failed("not-simulated", command=f"docker {invocation.typed}")
    module = f"{HERE}.{place[0]}"
    __import__(module)
    status: int = getattr(sys.modules[module], place[1])(Job(invocation, env))
    return status


def _asks_for_help(invocation: Invocation) -> bool:
    return any(part.name == "help" for part in invocation.parts)
