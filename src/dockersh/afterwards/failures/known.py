"""What docker's error means: its text, as it went by, recognised by patterns that are data (`*.toml`, one file a source).

A program in a container is not docker: what it says on the same standard error is left alone. What nobody knows stays unknown.
"""

from __future__ import annotations

import functools
import os.path
import re
from collections.abc import Iterable, Mapping

from dockersh.afterwards.failures import heard, of_podman
from dockersh.afterwards.failures.failure import Failure
from dockersh.execute.outcome import Outcome
from dockersh.foresight.refusals.client.version_and_plugins import PLUGINS
from dockersh.reading.invocation import Invocation
from dockersh.startup import toml_cache
from dockersh.startup.lazy_regex import pattern

FOLDER = os.path.dirname(__file__)
SOURCES = ("system", "daemon", "compose", "buildkit", "runc", "client", "registry", "swarm", "engine")
STEP = "buildstep"  # the words of programs in a build, which nobody else's are compared with
PRINTED = "printed"  # those of programs in well-known images, which name their cause by themselves
QUOTE = pattern(r'\\+"')  # as often as it was handed on, a quote has got backslashes
MOST = 3  # failures of one line that are explained


@functools.cache
def known(source: str) -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """The patterns of a source by the failure's code."""
    table = toml_cache.load(os.path.join(FOLDER, f"{source}.toml"))
    return {code: tuple(re.compile(text) for text in texts) for code, texts in table.items()}


def codes() -> tuple[str, ...]:
    """Every failure in the catalogue."""
    return tuple(dict.fromkeys(code for source in (*SOURCES, STEP, PRINTED, "podman") for code in known(source)))


def recognise(invocation: Invocation, outcome: Outcome) -> tuple[Failure, ...]:
    """The failures in what was said, each once; `unknown` where docker failed and none fits; nothing where docker did not."""
    if outcome.status == 0 or outcome.errors is None:
        return ()
    if invocation.call.engine == "podman":
        return of_podman.recognise(invocation, outcome, _found)
    lines = heard.lines_of(outcome.errors)
    if plugin := _absent_plugin(invocation, lines):
        return (Failure("plugin-not-installed", {"plugin": plugin}, lines[0]),)
    found: dict[tuple[str, str], Failure] = {}
    for line in _dockers_lines(invocation, outcome, lines):
        if failure := read(line, invocation.name):
            found.setdefault((failure.code, str(sorted(failure.args.items()))), failure)
    if found:
        return tuple(found.values())[:MOST]
    return _unknown(invocation, outcome, lines)


def read(line: str, command: str = "") -> Failure | None:
    """The failure a line of docker's tells of."""
    for source in SOURCES:
        said = _said(source, line, command)
        if said is not None and (found := _found(source, said)):
            return found._replace(line=line)
    return None


def _found(source: str, said: str) -> Failure | None:
    for code, patterns in known(source).items():
        if match := next((found for pattern in patterns if (found := pattern.search(said))), None):
            return Failure(code, {name: value for name, value in match.groupdict().items() if value})
    return None


def printed(line: str) -> Failure | None:
    """The failure that a line of a well-known image's program tells of."""
    found = _found(PRINTED, line)
    return found._replace(line=line) if found else None


def _said(source: str, line: str, command: str) -> str | None:
    """The words in which a source's failures are to be looked for; None where the source cannot have said the line."""
    engine = heard.from_engine(line)
    own = QUOTE.sub('"', line[engine.end() :] if engine else line)
    if source == "compose":  # it may say what it was about, and then the engine's answer
        return line if command.startswith("compose") and not (engine and engine.start() == 0) else None
    if source == "buildkit":
        builds = command in heard.BUILDS or command.startswith(("buildx ", "compose ")) or not command
        return own if builds else None
    return None if source == "client" and engine else own


def _absent_plugin(invocation: Invocation, lines: list[str]) -> str | None:
    """Docker itself read a plugin's words, and shows its own usage: whatever it stumbled over, there is no such plugin."""
    plugin = invocation.name.partition(" ")[0]
    own = any(line.startswith("Usage:") and line.endswith("docker [OPTIONS] COMMAND [ARG...]") for line in lines)
    return plugin if own and plugin in PLUGINS else None


def _dockers_lines(invocation: Invocation, outcome: Outcome, lines: list[str]) -> Iterable[str]:
    """The lines that docker said, as against a program in the container or a step of a build."""
    left, together = heard.candidates(invocation, outcome, lines)
    return left if not together or _alone(left, invocation.name) else []


def _alone(lines: Iterable[str], command: str) -> bool:
    """Whether all that was said is docker's: every line is one we know, or goes with one."""
    left = [line for line in lines if not heard.is_epilogue(line)]
    return bool(left) and all("|" not in line[:40] and read(line, command) for line in left)


def _unknown(invocation: Invocation, outcome: Outcome, lines: list[str]) -> tuple[Failure, ...]:
    """Only where docker surely spoke, and was not just ended by a signal."""
    said = next(heard.surely_dockers(invocation, outcome, lines), None)
    return (Failure("unknown", {}, said),) if said and outcome.status <= 128 else ()
