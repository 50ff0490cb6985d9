"""Which of the lines that went by are docker's own: not a program's in a container, not a build step's, no progress.

On one standard error speak docker, its plugins, the programs in containers and the steps of a build. What each puts before its
lines was recorded from real runs: buildx 0.29 and 0.36, compose 2.40 and 5.6, engines 20.10 and 28.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dockersh.execute.outcome import Outcome
from dockersh.reading.invocation import Invocation
from dockersh.startup.lazy_regex import pattern

ENGINE = pattern(r"Error response from daemon: ")
CLIENT = pattern(r"^(?:docker: |Error: |ERROR: |error: |Failed to initialize: )")
BUILDER = pattern(
    r"^(?:failed to solve|unable to prepare|The command '|(?:COPY|ADD) failed|error checking context|failed to reach"
    r"|the --[\w-]+ option requires BuildKit|target \S+: failed|base name \(|invalid from flag value|failed to parse platform"
    r"|[Ww]hen using (?:COPY|ADD) with)"
)
# What docker tells beside an error: it warns, or fetches an image first.
NOTICES = pattern(
    r"^(?:WARNING: (?:The requested image's platform|Published ports are discarded|Your kernel does not support"
    r"|IPv4 forwarding is disabled|Localhost DNS setting)|Unable to find image '|[\w.-]+: Pulling from |Digest: sha256:"
    r"|Status: (?:Downloaded newer image|Image is up to date) for |[0-9a-f]{12}: (?:Pull|Wait|Download|Verif|Extract|Already))"
)
EPILOGUE = pattern(
    r"^(?:(?:Run|See) 'docker[^']*--help'|Usage:|exit status \d|(?:Error|error): failed to start containers"
    r"|You can configure shared paths|The paths? \S+ (?:is|are) not shared|: Are you trying to mount|See https://docs\.docker\.com)"
)
PROGRAM = pattern(r"^(?:exec \S+: |standard_init_linux\.go|OCI runtime exec failed)")
ESCAPES = pattern(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|\x1b[()][A-Z0-9]|\x1b[=>78M]")

# Compose tells how each object comes on, then says once more, on a line of its own, what went wrong.
PROGRESS = pattern(
    r"^(?!Service \S+ has neither)(?:(?:Network|Container|Volume|Image|Service|Model|Config|Secret) \S+ +\S"
    r"|(?:service|network|volume|provider|config|secret|image):\S+ "
    r"|\[\+\] |time=\"[^\"]*\" level=(?:warning|info|debug) |(?:WARN|INFO|DEBU)\[\d+\] )"
)
# The output of a build's steps, and the piece of the Dockerfile that is shown with an error.
STEP = pattern(r"^(?:#\d+ |=> |\d+\.\d+ |> \[|-{4,}$|\d+ \|(?: |$)|\S+:\d+$)")
CLASSIC_STEP = pattern(r"^Step \d+/\d+ : ")
PREFIXED = pattern(r"^[\w.-]+\s+\| ")  # a container's line, as `compose up` shows it

# The container's own standard error comes through docker's in these; the status then says who failed.
PASSES = frozenset(f"container {verb}" for verb in ("run", "exec", "start", "attach", "logs")) | frozenset(
    ("compose run", "compose exec", "compose attach", "compose logs", "service logs")
)
BUILDS = frozenset(("image build", "builder build", "buildx build", "buildx debug build", "buildx bake"))
COMPOSE_BUILDS = frozenset(f"compose {verb}" for verb in ("build", "up", "run", "create", "watch"))
DOCKERS_OWN = (125, 126, 127)  # statuses of run that docker itself chooses, as a rule


def lines_of(errors: str) -> list[str]:
    """Lines as they stood on the screen: without escapes, the last of what was drawn over itself."""
    clean = ESCAPES.sub("", errors).replace("\r\n", "\n")
    drawn = (line.rstrip("\r").rpartition("\r")[2].strip() for line in clean.split("\n"))
    return [last for last in drawn if last and not NOTICES.search(last)]


def builds(invocation: Invocation) -> bool:
    """Whether a builder may have spoken."""
    return invocation.name in BUILDS or invocation.name in COMPOSE_BUILDS


def passes(invocation: Invocation) -> bool:
    """Whether a container's own words come through as they are, so that they cannot be told from docker's."""
    return invocation.name in PASSES or (invocation.name == "compose up" and invocation.last("no-log-prefix") is not None)


def candidates(invocation: Invocation, outcome: Outcome, lines: Sequence[str]) -> tuple[Sequence[str], bool]:
    """The lines that may be docker's, and whether all of them must be for one to count."""
    if invocation.name.startswith("compose "):
        return list(_of_compose(lines)), passes(invocation)
    if invocation.name in BUILDS:
        return _of_build(lines), False
    if invocation.name == "container run" and outcome.status in DOCKERS_OWN:
        return (lines if usage(lines) else _of_run(lines)), False
    return lines, passes(invocation)


def _of_compose(lines: Sequence[str]) -> Iterable[str]:
    if any(CLASSIC_STEP.search(line) for line in lines):  # its steps write on the same stream, with nothing before it
        return _of_build(lines)
    return (line for line in lines if not any(noise.search(line) for noise in (PROGRESS, STEP, PREFIXED)))


def _of_build(lines: Sequence[str]) -> Sequence[str]:
    marked = [line for line in lines if any(mark.search(line) for mark in (CLIENT, ENGINE, BUILDER))]
    return marked or (lines if usage(lines) else [])


def _of_run(lines: Sequence[str]) -> Sequence[str]:
    return [line for line in lines if line.startswith("docker: ") or PROGRAM.search(line)]


def usage(lines: Sequence[str]) -> bool:
    """Whether docker pointed to its help: then it is docker that refused."""
    return any(EPILOGUE.search(line) and "--help" in line for line in lines)


def surely_dockers(invocation: Invocation, outcome: Outcome, lines: Sequence[str]) -> Iterator[str]:
    """The lines of which nobody but docker can be the speaker, also where no failure is known for them."""
    through = passes(invocation)
    chosen = not through or outcome.status in DOCKERS_OWN or len(lines) == 1
    for line in candidates(invocation, outcome, lines)[0]:
        if (ENGINE.search(line) and chosen) or (CLIENT.search(line) and (not through or line.startswith("docker: "))):
            yield line


def is_epilogue(line: str) -> bool:
    """Whether the line only goes with an error: where the help is, how the program ended."""
    return bool(EPILOGUE.search(line))


def from_engine(line: str) -> re.Match[str] | None:
    """Where the engine's own words begin (the match's end); None where the client or a plugin speaks."""
    return ENGINE.search(line)
