"""What stands above the first prompt: where one is, what to type, where help is. Three lines at most."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator

from dockersh.engine import Engine, Question, State
from dockersh.engine.docker import DockerEngine
from dockersh.engine.state import ALIVE
from dockersh.explaining.foresee import foresee
from dockersh.finding import Say, say
from dockersh.machine import limits, regular_files
from dockersh.permissions.engines import Target, target
from dockersh.reading import syntax
from dockersh.startup import toml_cache
from dockersh.texts.wording import finding_fix, finding_text, sentence
from dockersh.ways_in.builtin.history import short
from dockersh.ways_in.shell import Shell

PATIENCE = 0.3  # seconds
RELEASE = "/etc/os-release"  # os-release(5): ID and ID_LIKE name the distribution
HERE = (Question("version"), Question("endpoint"), Question("list", ("containers",)))


def greeting_lines(shell: Shell) -> Iterator[str]:
    """The lines, in the language of the shell; the first prompt waits for an engine no longer than PATIENCE."""
    lang, down = shell.settings.lang, False
    if shell.settings.practice:
        yield sentence(lang, say("repl.practising"))
        return
    if shell.docker is None:
        yield sentence(lang, say("repl.no-docker", install=install()))
        down = True
    elif shell.settings.ask_engine:
        down = yield from _where(lang, shell, DockerEngine(shell.docker, PATIENCE))
    yield sentence(lang, say("repl.welcome"))
    yield sentence(lang, say("repl.offer-practice" if down else "repl.try"))


def _where(lang: str, shell: Shell, engine: Engine) -> Generator[str, None, bool]:
    """Where docker's commands go; where no engine answers, why, and what starts it. Of a silent one nothing is said yet.

    Gives back whether there is none.
    """
    state = engine.ask(HERE)
    if state.up:
        yield sentence(lang, _engine(state, target((), {}, shell.env)))
    elif state.status != "silent":
        found = [one for call in foresee(syntax.parse("docker ps"), engine).calls for one in call.findings]
        for one in found[:1]:
            yield "✗ " + finding_text(lang, one)
            yield from ("  → " + fix for fix in [finding_fix(lang, one)] if fix)
        return True
    return False


def _engine(state: State, where: Target) -> Say:
    """Its version and its containers; by its context, or by an address of the person's own."""
    held = state.lists.get("containers", ())
    running = sum(one.status in ALIVE for one in held)
    counts = {"running": str(running), "stopped": str(len(held) - running)}
    return say("repl.engine", version=state.version, where=where.context or short(where.address or "default"), **counts)


def install() -> str:
    """The command that installs docker on this system, by its own name for itself."""
    commands: dict[str, str] = toml_cache.load(os.path.join(os.path.dirname(__file__), "packages.toml"))
    names = ["darwin"] if sys.platform == "darwin" else _release()
    return next((commands[name] for name in names if name in commands), commands["other"])


def _release() -> list[str]:
    try:
        lines = regular_files.read(RELEASE, limits.OWN_FILE).decode("utf-8", "replace").split("\n")
    except OSError:
        return []
    told = dict(line.split("=", 1) for line in lines if "=" in line)
    return [name.strip('"') for key in ("ID", "ID_LIKE") for name in told.get(key, "").split()]
