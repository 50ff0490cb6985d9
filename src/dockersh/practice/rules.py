"""What a practice session refuses, because it would leave practice: decided on the words, before anything runs."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence

from dockersh.finding import Say, say
from dockersh.reading.invocation import Invocation, read
from dockersh.reading.syntax import Line, parse
from dockersh.texts.wording import sentence

# Of docker's own options, those that choose another engine or other settings.
CHOOSES = frozenset(("host", "context", "config", "tls", "tlsverify", "tlscacert", "tlscert", "tlskey"))
# Groups and commands that practice has not: accounts, other engines, and what plugins do.
NOT_HERE = frozenset(
    (
        *("context", "login", "logout", "compose", "buildx", "build", "builder", "plugin", "swarm", "service", "stack", "node"),
        *("secret", "config", "trust", "manifest", "checkpoint", "search", "push", "scout", "init", "model", "desktop", "mcp"),
    )
)
# Where a line speaks of the engine's address itself.
AWAY = re.compile(
    r"DOCKER_(?:HOST|CONTEXT|CONFIG|TLS\w*|CERT_PATH|CUSTOM_HEADERS)|CONTAINER_HOST|DOCKERSH_PRACTICE|docker\.sock|containerd"
    r"|\benv\s+(?:-\S+\s+)*-(?:i|u|-ignore|-unset)|/(?:sudo|su|doas|podman|nerdctl|ctr)\b|\bexec\s+-c\b|(?:^|[\s;&|(])PATH="
    r"|\bunset\b.*\bPATH\b|\bnsenter\b|\bchroot\b|\bmachinectl\b|\bsystemd-run\b|\brunuser\b|\bcommand\s+-p\b|\bssh\b"
)
# Options of the client that name files of this machine.
FILES = ("env-file", "label-file", "cidfile", "output", "input", "seccomp")


def refused(parsed: Line, home: str) -> Say | None:
    """Why a line would leave practice; None where it stays."""
    found = AWAY.search(parsed.text)
    if found is not None:
        return say("practice.leads-away", what=found.group().strip(" ;&|("))
    for call in parsed.calls:
        why = call_refused(read(call), home)
        if why is not None:
            return why
    return None


def complaint(parsed: Line, home: str, lang: str) -> str:
    """The line to print where a line would leave practice; '' where it stays."""
    why = refused(parsed, home)
    return sentence(lang, why) + "\n" if why is not None else ""


def words_refused(words: Sequence[str], home: str) -> Say | None:
    """The same for docker's words, as a program gets them."""
    import shlex  # noqa: PLC0415  the gate only

    parsed = parse(shlex.join(["docker", *words]))
    return next((why for call in parsed.calls if (why := call_refused(read(call), home)) is not None), None)


def call_refused(invocation: Invocation, home: str) -> Say | None:
    """Why one docker command would leave practice."""
    for part in invocation.parts:
        if part.kind == "global-flag" and part.name in CHOOSES:
            return say("practice.leads-away", what=f"--{part.name}")
    first = invocation.name.partition(" ")[0]
    if first in NOT_HERE or invocation.name in ("image build", "image push", "image import", "system dial-stdio"):
        return say("practice.not-simulated", command=f"docker {invocation.typed or invocation.name}")
    for path in _paths(invocation):
        if _outside(path, home):
            return say("practice.outside", path=path, home=home)
    return None


def _paths(invocation: Invocation) -> list[str]:
    """The files of this machine that the client would open."""
    found = [part.text for part in invocation.parts if part.kind == "flag" and part.name in FILES]
    if invocation.name in ("container cp", "cp"):
        arguments = [part.text for part in invocation.parts if part.kind == "argument"]
        found += [text for text in arguments if text != "-" and not re.match(r"[^/.][^/]*:", text)]
    return found


def _outside(path: str, home: str) -> bool:
    real, own = os.path.realpath(os.path.expanduser(path)), os.path.realpath(home)
    return real != own and not real.startswith(own + os.sep)


def home_of(env: Mapping[str, str]) -> str:
    """The practice home of a session; '' outside of one."""
    return env.get("DOCKERSH_PRACTICE", "")
