"""Asks a real engine: over its socket where it has one here, else through the docker client, all questions of a round at once.

None is waited for beyond the time box.
"""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Iterable, Mapping

from dockersh import permissions
from dockersh.client.maker import maker
from dockersh.client.real_docker import real_docker
from dockersh.engine import direct
from dockersh.engine import questions as ask
from dockersh.engine.question import OPTIONAL, Question
from dockersh.engine.state import State, Status
from dockersh.machine import limits
from dockersh.machine.limits import TIME_BOX
from dockersh.permissions import NotAsked
from dockersh.startup.lazy_module import Later
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from dockersh.machine import bounded_programs
else:
    bounded_programs = Later("dockersh.machine.bounded_programs")  # not where a socket answers

# Answered by compose from its files, without the engine, which is not to blame when it takes longer.
LOCAL = frozenset(("compose-config", "compose-active", "compose-hashes"))
NO_ROOM = frozenset((errno.EMFILE, errno.ENFILE))
# How the client says that it got no answer; wordings of 20.10 to 29.
REFUSALS: tuple[tuple[Status, str], ...] = (
    ("denied", r"permission denied while trying to connect|Got permission denied|connect: permission denied"),
    ("down", r"Cannot connect to the Docker daemon|failed to connect to the docker API|error during connect"),
    ("down", r"unable to resolve docker endpoint|Is the docker daemon running"),
)
NO_CONTEXT = r'resolve docker endpoint: context "([^"]+)":? (?:context )?(?:not found|does not exist)'
TOLD = 4000  # characters at either end of what a client says of an error, in which the error itself stands
MISSING = r"(?i)no such (?:container|image|volume|network|object)|network [^\n]{0,300} not found|: image not known"
# What the start script of podman-docker says each time.
EMULATES = "Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg.\n"
ENDPOINT = r"\b((?:unix|tcp|http|https|ssh|npipe)://[^\s;\"]+?)[.:;]?(?=[\s;\"]|$)"


class DockerEngine:
    """The engine that `docker` (a path) talks to.

    *before_a_run*: what it is asked about runs next, so that docker will talk to the line's engine anyway.
    """

    def __init__(self, docker: str | None, time_box: float = TIME_BOX, *, before_a_run: bool = False) -> None:
        self.docker = docker
        self.kin = maker(docker) or "docker"
        self.time_box = time_box
        self.before_a_run = before_a_run

    def ask(self, questions: tuple[Question, ...], options: tuple[str, ...] = (), env: dict[str, str] | None = None) -> State:
        """Answer the questions. Without a docker client the status is `absent`; without questions nobody is asked, nor where
        `permissions` says so.
        """
        if self.docker is None:
            return State("absent")
        if not questions:
            return State("off")
        if self.kin == "podman":
            return self._of_podman(questions)
        where = permissions.endpoint(options, env or {}, os.environ, before_a_run=self.before_a_run)
        if isinstance(where, NotAsked):
            return _without_asking(questions, where, options, env or {})
        state = State("up", not_asked=permissions.preloaded(env or {}))
        deadline = time.monotonic() + self.time_box
        asked = [one for one in questions if one.kind not in ask.HERE and not ask.known_here(one.kind, one.about)]
        share = direct.shares(str(self.docker), asked, direct.Way(where.address, options, env or {}), state)
        left, state = _permitted(share.rest, env or {}, share.state)
        state = self._answered(share._replace(rest=left, state=state), where.options, deadline, questions)
        return _looked(questions, state, ask.HERE - ask.CLIENTS) if state.up else _placed(state, options, env or {})

    def another(self, program: str) -> DockerEngine:
        """The engine of another program of the person's (`podman`)."""
        return DockerEngine(real_docker(program), self.time_box, before_a_run=self.before_a_run)

    def _of_podman(self, questions: tuple[Question, ...]) -> State:
        """Podman is asked by its own commands, of what it has an answer to; it has no address and no contexts."""
        deadline = time.monotonic() + self.time_box
        asked = [one for one in dict.fromkeys(questions) if one.kind not in ask.HERE and ask.answers(one, self.kin)]
        asked = [one for one in asked if permissions.words(ask.command(one, self.kin), self.kin)]
        share = direct.Shares(State("up"), tuple(asked[: limits.QUESTIONS]))
        state = self._answered(share, (), deadline, questions)
        return _looked(questions, state, ask.HERE - ask.CLIENTS) if state.up else state

    def _answered(
        self, share: direct.Shares, options: Iterable[str], deadline: float, questions: tuple[Question, ...]
    ) -> State:
        """The round's answers: of the socket, of the client's files and of clients, side by side."""
        try:
            running = [(question, self._start(question, options, deadline)) for question in share.rest]
        except OSError as problem:  # no room to import what starts them
            if problem.errno not in NO_ROOM:
                raise
            return share.state._replace(status="silent")
        children = [child for _, child in running if child is not None]
        try:
            state = _looked(questions, direct.answered(share, deadline), ask.CLIENTS)  # while the clients answer
        finally:
            if children:
                bounded_programs.finish(children)
        until = time.monotonic() + limits.READING
        for question, child in running:
            state = _collect(question, child, state, self.kin) if time.monotonic() < until else state
        return state

    def _start(self, question: Question, options: Iterable[str], deadline: float) -> bounded_programs.Child | None:
        """The client that answers; None where there is none (any more)."""
        patience = limits.COMPOSE if question.kind in LOCAL else 0.0
        argv = [str(self.docker), *options, *ask.command(question, self.kin)]
        return bounded_programs.start(argv, {**os.environ, "DOCKER_CLI_HINTS": "false"}, deadline + patience)


def _permitted(questions: Iterable[Question], assigned: Mapping[str, str], state: State) -> tuple[tuple[Question, ...], State]:
    """The questions that a docker client may be asked; and of those about compose's files that may not, why."""
    questions = [one for one in questions if permissions.words(ask.command(one))]
    refused = {one: why for one in questions if (why := _refused(one, assigned)) is not None}
    left = [one for one in dict.fromkeys(questions) if one not in refused]
    withheld = ask.withheld(left, assigned)
    state = state._replace(
        not_asked=next(iter(refused.values()), state.not_asked), project_withheld=next(iter(withheld.values()), "")
    )
    return tuple(one for one in left if one not in withheld)[: limits.QUESTIONS], state


def _looked(questions: tuple[Question, ...], state: State, kinds: frozenset[str]) -> State:
    """With what is seen without a process."""
    for question in questions:
        if question.kind in kinds:
            state = ask.look(question.kind, question.about, state)
    return state


def _collect(question: Question, child: bounded_programs.Child | None, state: State, program: str) -> State:
    """With the answer of a client that has ended, or with why there is none."""
    if child is None:
        return state._replace(status="absent" if state.up else state.status)
    if child.status is None:
        silent = state.up and question.kind not in LOCAL and question not in OPTIONAL
        return state._replace(status="silent" if silent else state.status)
    output, errors = child.output.decode("utf-8", "replace"), child.errors.decode("utf-8", "replace")
    errors = errors.replace(EMULATES, "")
    told = f"{errors[:TOLD]}\n{errors[TOLD:][-TOLD:]}"
    if refusal := _refusal(told):
        endpoint = re.search(ENDPOINT, told)
        context = re.search(NO_CONTEXT, told)
        said = [found[1] if found else "" for found in (endpoint, context)]
        return state._replace(status=refusal, endpoint=said[0], absent_context=said[1])
    if child.status != 0 and not re.search(MISSING, told):
        return ask.fails(question, told, state, program)
    return ask.warns(question, errors, ask.read(question, output, state, program), program)


def _placed(state: State, options: tuple[str, ...], assigned: Mapping[str, str]) -> State:
    """Of an engine that does not answer: what it is part of, so that it can be said how to start it."""
    if state.status != "down":
        return state
    from dockersh.engine import installation  # noqa: PLC0415  as a rule engines answer

    return state._replace(installation=installation.of_line(options, assigned, os.environ))


def _without_asking(
    questions: tuple[Question, ...], why: NotAsked, options: tuple[str, ...], assigned: Mapping[str, str]
) -> State:
    """What is seen without the engine; with other settings of docker's not even that."""
    state = State("off", not_asked=why)
    if why.reason == "settings":
        return state
    return direct.in_files(questions, options, assigned, _looked(questions, state, ask.CLIENTS))


def _refused(question: Question, assigned: Mapping[str, str]) -> NotAsked | None:
    """Why a question may not be asked of an engine that may: what compose would read for it."""
    reads = ask.compose_options(question)
    return None if reads is None else permissions.compose_files(reads, assigned, os.environ)


def _refusal(errors: str) -> Status | None:
    return next((status for status, pattern in REFUSALS if re.search(pattern, errors)), None)


def time_box(env: Mapping[str, str], usual: float = TIME_BOX) -> float:
    """Seconds to wait for the engine: DOCKERSH_TIMEOUT where it is a number (far engines need more), else the usual."""
    try:
        wanted = float(env.get("DOCKERSH_TIMEOUT", ""))
    except ValueError:
        return usual
    return wanted if 0 < wanted < float("inf") else usual
