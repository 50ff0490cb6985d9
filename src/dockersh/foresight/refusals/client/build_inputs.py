"""What a build is to be given beside its context, and what is not there: secrets, ssh agents, more contexts, addresses.

Source: buildx build/opt.go and util/buildflags; each was refused by buildx 0.29.1 with an engine 28.5.2.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from dockersh.engine import Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight.refusals.client.buildx import classic
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Part
from dockersh.reading.invocation.questions import assignments

CONTEXT = "PATH | URL | -"
KINDS = ("docker-image:", "oci-layout:", "target:", "http:", "https:", "git@", "github.com/", "input:")


def ask_inputs(request: Request) -> tuple[Question, ...]:
    """What is there of the files and folders that the line names."""
    paths = tuple(path for _, path in (*_secrets(request), *_contexts(request), *_bare(request)))
    return (Question("files", paths),) if paths and not request.moves else ()


def inputs(request: Request, state: State) -> Iterator[Finding]:
    """Files of secrets, folders of contexts, an address that has no scheme, an ssh agent."""

    def absent(named: Iterator[tuple[Part, str]]) -> Iterator[tuple[Part, str]]:
        return ((part, path) for part, path in named if state.files.get(path) == "missing")

    for part, path in absent(_secrets(request)):
        yield finding("file-missing", "error", part.span, flag="--secret", file=path)
    for part, path in absent(_contexts(request)):
        yield finding("build-context-missing", "error", part.span, folder=path)
    for part, path in absent(_bare(request)):
        yield finding("build-address-without-scheme", "error", part.span, address=path)
    for part in request.invocation.flags("ssh"):
        if part.literal and part.value and "=" not in part.value and not _agent(request):
            yield finding("build-no-ssh-agent", "error", part.span, id=part.value)


def _agent(request: Request) -> bool:
    return bool({**os.environ, **assignments(request.invocation.call)}.get("SSH_AUTH_SOCK"))


def _bare(request: Request) -> Iterator[tuple[Part, str]]:
    """`github.com/me/app`, which the old builder took for an address."""
    for part in request.invocation.arguments(CONTEXT)[:1]:
        if part.literal and part.text.startswith("github.com/") and not classic(request):
            yield part, part.text


def _secrets(request: Request) -> Iterator[tuple[Part, str]]:
    for part in request.invocation.flags("secret"):
        shape = part.decoded if part.literal else None
        if isinstance(shape, dict) and (path := shape.get("source")):
            yield part, path


def _contexts(request: Request) -> Iterator[tuple[Part, str]]:
    for part in request.invocation.flags("build-context"):
        path = part.text.partition("=")[2] if part.literal else ""
        if path and not path.startswith(KINDS) and "://" not in path:
            yield part, path
