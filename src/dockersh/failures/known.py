"""What docker's error means: its text, as it went by, recognised by patterns that are data (`*.toml`, one file a source).

A program in a container is not docker: what it says on the same standard error is left alone. What nobody knows stays unknown.
"""

from __future__ import annotations

import functools
import os.path
import re
from collections.abc import Iterable, Iterator, Mapping

from dockersh import tables
from dockersh.failures.failure import Failure
from dockersh.invocation import Invocation
from dockersh.outcome import Outcome
from dockersh.patterns import pattern
from dockersh.plan.client import PLUGINS

FOLDER = os.path.dirname(__file__)
SOURCES = ("compose", "buildkit", "client", "runc", "registry", "engine")
MOST = 3  # failures of one line that are explained

ESCAPES = pattern(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|\x1b[()][A-Z0-9]|\x1b[=>78M]")
ENGINE = pattern(r"Error response from daemon: ")
CLIENT = pattern(r"^(?:docker: |Error: |ERROR: |error: |Failed to initialize: )")
BUILDER = pattern(
    r"^(?:failed to solve|unable to prepare|The command '|(?:COPY|ADD) failed|failed to reach|target \S+: failed)"
)
EPILOGUE = pattern(r"^(?:(?:Run|See) 'docker[^']*--help'|Usage:|exit status \d|(?:Error|error): failed to start containers)")
PROGRAM = pattern(r"^(?:exec \S+: |standard_init_linux\.go|OCI runtime exec failed)")

# The container's own standard error comes through docker's in these; the status then says who failed.
PASSES = frozenset(f"container {verb}" for verb in ("run", "exec", "start", "attach", "logs")) | frozenset(
    ("compose run", "compose exec", "compose up", "compose attach", "compose logs", "service logs")
)
BUILDS = frozenset(
    ("image build", "builder build", "buildx build", "buildx debug build", "buildx bake", "compose build", "compose up")
)
DOCKERS_OWN = (125, 126, 127)  # statuses of run that docker itself chooses, as a rule


@functools.cache
def known(source: str) -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """The patterns of a source by the failure's code."""
    table = tables.load(os.path.join(FOLDER, f"{source}.toml"))
    return {code: tuple(re.compile(text) for text in texts) for code, texts in table.items()}


def codes() -> tuple[str, ...]:
    """Every failure in the catalogue."""
    return tuple(code for source in SOURCES for code in known(source))


def recognise(invocation: Invocation, outcome: Outcome) -> tuple[Failure, ...]:
    """The failures in what was said, each once; `unknown` where docker failed and none fits; nothing where docker did not."""
    if outcome.status == 0 or outcome.errors is None:
        return ()
    lines = _lines(outcome.errors)
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
    engine = ENGINE.search(line)
    said = line[engine.end() :] if engine else line
    for source in SOURCES:
        if _can_say(source, command, from_engine=bool(engine)):
            for code, patterns in known(source).items():
                if match := next((found for pattern in patterns if (found := pattern.search(said))), None):
                    return Failure(code, {name: value for name, value in match.groupdict().items() if value}, line)
    return None


def _can_say(source: str, command: str, *, from_engine: bool) -> bool:
    if source == "compose":
        return command.startswith("compose") and not from_engine
    if source == "buildkit":
        return command in BUILDS or command.startswith("buildx ") or not command
    return source != "client" or not from_engine


def _absent_plugin(invocation: Invocation, lines: list[str]) -> str | None:
    """Docker itself read a plugin's words, and shows its own usage: whatever it stumbled over, there is no such plugin."""
    plugin = invocation.name.partition(" ")[0]
    own = any(line.startswith("Usage:") and line.endswith("docker [OPTIONS] COMMAND [ARG...]") for line in lines)
    return plugin if own and plugin in PLUGINS else None


def _lines(errors: str) -> list[str]:
    """Lines as they stood on the screen: without escapes, the last of what was drawn over itself."""
    clean = ESCAPES.sub("", errors).replace("\r\n", "\n")
    return [last for line in clean.split("\n") if (last := line.rstrip("\r").rpartition("\r")[2].strip())]


def _dockers_lines(invocation: Invocation, outcome: Outcome, lines: list[str]) -> Iterable[str]:
    """The lines that docker said, as against a program in the container or a step of a build."""
    if invocation.name in BUILDS:
        return [line for line in lines if CLIENT.search(line) or ENGINE.search(line) or BUILDER.search(line)] or (
            lines if _usage(lines) else []
        )
    if invocation.name not in PASSES:
        return lines
    if invocation.name == "container run" and outcome.status in DOCKERS_OWN:
        return lines if _usage(lines) else [line for line in lines if line.startswith("docker: ") or PROGRAM.search(line)]
    return lines if _alone(lines, invocation.name) else []


def _usage(lines: list[str]) -> bool:
    """Whether docker pointed to its help: then it is docker that refused."""
    return any(EPILOGUE.search(line) and "--help" in line for line in lines)


def _alone(lines: list[str], command: str) -> bool:
    """Whether all that was said is docker's: every line is one we know, or goes with one."""
    left = [line for line in lines if not EPILOGUE.search(line)]
    return bool(left) and all(_is_dockers(line) and read(line, command) for line in left)


def _is_dockers(line: str) -> bool:
    return not line.startswith((" ", "\t")) and "|" not in line[:40]


def _unknown(invocation: Invocation, outcome: Outcome, lines: list[str]) -> tuple[Failure, ...]:
    """Only where docker surely spoke, and was not just ended by a signal."""
    said = next(_spoken(invocation, outcome, lines), None)
    return (Failure("unknown", {}, said),) if said and outcome.status <= 128 else ()


def _spoken(invocation: Invocation, outcome: Outcome, lines: list[str]) -> Iterator[str]:
    passes = invocation.name in PASSES
    chosen = not passes or outcome.status in DOCKERS_OWN or len(lines) == 1
    for line in lines:
        engines = ENGINE.search(line) and chosen
        if engines or (CLIENT.search(line) and (not passes or line.startswith("docker: "))):
            yield line
