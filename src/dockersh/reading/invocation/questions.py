"""What of a line has a say in which engine it goes to, with which settings; `permissions` decides what of it counts."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.reading.invocation.parts import Invocation
from dockersh.reading.syntax import Call, Word
from dockersh.reading.syntax.words import ASSIGNMENT

GLOBALS = frozenset(["config", "context", "host", "tls", "tlscacert", "tlscert", "tlskey", "tlsverify"])
# What a command in front of docker may take away, or leave behind on another machine.
CHOOSING = ("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH")
ROOT = ("sudo", "doas")  # what the line itself sets may be kept: their configuration decides
KEEPS = ("-E", "--preserve-env")  # of sudo


def global_options(invocation: Invocation) -> tuple[str, ...]:
    """Docker's own options of the line (`--host=…`, `--context=…`), as typed where only the shell knows the value."""
    found = (part for part in invocation.parts if part.kind == "global-flag" and part.name in GLOBALS)
    return tuple(f"--{part.name}" if part.value is None else f"--{part.name}={part.value}" for part in found)


def assignments(call: Call) -> dict[str, str]:
    """What the line makes of docker's environment: variables it sets before the call or in front of it, '' for those it takes
    away; as typed where only the shell knows the value.
    """
    found = dict(call.earlier)
    for name, words in _wrapped(call.before):
        if name in TAKES:
            taken = TAKES[name](words)
            found = {**taken, **found} if name in ROOT else {**found, **taken}
        found.update(_pair(word) for word in words if ASSIGNMENT.fullmatch(_bare(word)))
    return found


def _wrapped(before: tuple[Word, ...]) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """The words in front of docker, by the command they belong to; '' for those in front of any."""
    name, start = "", 0
    for index, word in enumerate(before):
        if (found := word.text.rpartition("/")[2]) in TAKES:
            yield name, before[start:index]
            name, start = found, index + 1
    yield name, before[start:]


def _pair(word: Word) -> tuple[str, str]:
    name, _, value = _bare(word).partition("=")
    return name.rstrip("+"), value


def _bare(word: Word) -> str:
    """A word that only the shell knows is there as typed, quotes and all."""
    return word.text if word.literal else word.text.strip("'\"")


def _taken_by_env(words: tuple[Word, ...]) -> dict[str, str]:
    """`env -i`, `env -u NAME`."""
    texts = [word.text for word in words]
    found = dict.fromkeys(CHOOSING if {"-i", "-", "--ignore-environment"} & set(texts) else (), "")
    named = [text.partition("=")[2] or text[2:] for text in texts if text.startswith(("-u", "--unset="))]
    following = [texts[at] for at in range(1, len(texts)) if texts[at - 1] in ("-u", "--unset")]
    return {**found, **dict.fromkeys((*named, *following), "")}


def _taken_by_sudo(words: tuple[Word, ...]) -> dict[str, str]:
    """Root's own environment, where nothing says that this one is kept."""
    keeps = any(word.text.startswith(KEEPS) for word in words)
    return {} if keeps else dict.fromkeys(("DOCKER_HOST", "DOCKER_CONTEXT"), "")


def _taken_by_ssh(words: tuple[Word, ...]) -> dict[str, str]:
    """Another machine's docker: wherever it goes, it is not this engine."""
    where = next((word.text for word in words if not word.text.startswith("-")), "")
    return {"DOCKER_HOST": f"ssh://{where}"}


TAKES = {
    "env": _taken_by_env,
    "sudo": _taken_by_sudo,
    "doas": _taken_by_sudo,
    "ssh": _taken_by_ssh,
}


def prints_an_id(invocation: Invocation) -> bool:
    """Whether docker prints nothing on standard output but the id of a container that has no name of the line's own."""
    makes = invocation.name == "container create" or (invocation.name == "container run" and invocation.on("detach"))
    return makes and not invocation.flags("name")
