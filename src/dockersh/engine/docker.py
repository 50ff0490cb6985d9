"""Asks a real engine through the docker client: all questions of a round at once, none waited for beyond the time box."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Mapping

from dockersh.engine import questions as ask
from dockersh.engine.question import Question
from dockersh.engine.state import State, Status
from dockersh.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

TIME_BOX = 0.3  # seconds for one round; a hung engine costs no more than this

# Answered by compose from its files, without the engine, which is not to blame when it takes longer.
LOCAL = frozenset(("compose-config", "compose-hashes"))
FILES = 0.7  # seconds more for these
# Nice to know, and slow on an engine with much to weigh: not waited for beyond the others, and no reason to call it silent.
OPTIONAL = frozenset((("volume-sizes", ()), ("list", ("build-cache",)), ("features", ())))
# How the client says that it got no answer; wordings of 20.10 to 29.
REFUSALS: tuple[tuple[Status, str], ...] = (
    ("denied", r"permission denied while trying to connect|Got permission denied|connect: permission denied"),
    ("down", r"Cannot connect to the Docker daemon|failed to connect to the docker API|error during connect"),
    ("down", r"unable to resolve docker endpoint|Is the docker daemon running"),
)
NO_CONTEXT = r'resolve docker endpoint: context "([^"]+)":? (?:context )?(?:not found|does not exist)'
MISSING = r"(?i)no such (?:container|image|volume|network|object)|network .* not found"
ENDPOINT = r"\b((?:unix|tcp|http|https|ssh|npipe)://[^\s;\"]+?)[.:;]?(?=[\s;\"]|$)"


class DockerEngine:
    """The engine that `docker` (a path) talks to."""

    def __init__(self, docker: str | None, time_box: float = TIME_BOX) -> None:
        self.docker = docker
        self.time_box = time_box

    def ask(self, questions: tuple[Question, ...], options: tuple[str, ...] = (), env: dict[str, str] | None = None) -> State:
        """Answer the questions. Without a docker client the status is `absent`; without questions nobody is asked."""
        if self.docker is None:
            return State("absent")
        if not questions:
            return State("off")
        deadline = time.monotonic() + self.time_box
        asked = [one for one in questions if one.kind not in ask.HERE and not ask.known_here(one.kind, one.about)]
        running = [(question, self._start(question, options, env)) for question in asked]
        state = State("up")
        for question, process in running:
            state = self._collect(question, process, deadline, state)
        for question in questions:
            if question.kind in ask.CLIENTS or (question.kind in ask.HERE and state.up):
                state = ask.look(question.kind, question.about, state)
        return state

    def _start(self, question: Question, options: Iterable[str], env: dict[str, str] | None) -> subprocess.Popen[str] | None:
        import subprocess  # noqa: PLC0415  Tab often has its list already

        try:
            return subprocess.Popen(  # noqa: S603  docker itself, with words of ours
                [str(self.docker), *options, *ask.command(question)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                env={**os.environ, "DOCKER_CLI_HINTS": "false", **(env or {})},
                start_new_session=True,  # a Ctrl-C is for the person's command, not for our question
            )
        except (OSError, ValueError):  # gone since we looked, or a word with a NUL
            return None

    def _collect(self, question: Question, process: subprocess.Popen[str] | None, deadline: float, state: State) -> State:
        if process is None:
            return state._replace(status="absent" if state.up else state.status)
        import subprocess  # noqa: PLC0415

        patience = FILES if question.kind in LOCAL else 0.0
        try:
            output, errors = process.communicate(timeout=max(0.001, deadline + patience - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            silent = state.up and question.kind not in LOCAL and question not in OPTIONAL
            return state._replace(status="silent" if silent else state.status)
        if refusal := _refusal(errors):
            endpoint = re.search(ENDPOINT, errors)
            context = re.search(NO_CONTEXT, errors)
            said = [found[1] if found else "" for found in (endpoint, context)]
            return state._replace(status=refusal, endpoint=said[0], absent_context=said[1])
        if process.returncode != 0 and not re.search(MISSING, errors):
            return ask.fails(question, errors, state)
        return ask.warns(question, errors, ask.read(question, output, state))


def _refusal(errors: str) -> Status | None:
    return next((status for status, pattern in REFUSALS if re.search(pattern, errors)), None)


def time_box(env: Mapping[str, str], usual: float = TIME_BOX) -> float:
    """Seconds to wait for the engine: DOCKERSH_TIMEOUT where it is a number (far engines need more), else the usual."""
    try:
        wanted = float(env.get("DOCKERSH_TIMEOUT", ""))
    except ValueError:
        return usual
    return wanted if 0 < wanted < float("inf") else usual
