"""The docker commands behind the lists of names; and a start at one of them while Python is still importing the rest.

Tab waits for docker and for our own imports. Side by side they take half as long, so this module imports next to nothing.
"""

from __future__ import annotations

import os
import time

from dockersh.client.real_docker import real_docker
from dockersh.machine import limits
from dockersh.startup.lazy_module import Later
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from dockersh.machine import bounded_programs
else:
    bounded_programs = Later("dockersh.machine.bounded_programs")  # not where an engine has a socket here


def _list(*words: str, row: str) -> tuple[str, ...]:
    return (*words, "--format", row)


LISTS: dict[str, tuple[str, ...]] = {
    "containers": _list("container", "ls", "--all", row="{{.Names}}\t{{.Image}}\t{{.State}}\t{{.ID}}"),
    "images": _list("image", "ls", row="{{.Repository}}:{{.Tag}}\t{{.Size}}\t\t{{.ID}}"),
    "volumes": _list("volume", "ls", row="{{.Name}}\t{{.Driver}}"),
    "networks": _list("network", "ls", row="{{.Name}}\t{{.Driver}}\t\t{{.ID}}"),
    "contexts": _list("context", "ls", row="{{.Name}}\t{{.DockerEndpoint}}"),
    "plugins": _list("plugin", "ls", row="{{.Name}}\t{{.Description}}\t\t{{.ID}}"),
    "nodes": _list("node", "ls", row="{{.Hostname}}\t{{.ManagerStatus}}\t\t{{.ID}}"),
    "swarm-services": _list("service", "ls", row="{{.Name}}\t{{.Image}}\t\t{{.ID}}"),
    "stacks": _list("stack", "ls", row="{{.Name}}"),
    "secrets": _list("secret", "ls", row="{{.Name}}\t\t\t{{.ID}}"),
    "configs": _list("config", "ls", row="{{.Name}}\t\t\t{{.ID}}"),
}
# Where one of these stands in a line it may go to another engine, which is not asked ahead of time.
CHOOSING = ("DOCKER_", "HOME=", "-H", "--host", "--context", "--config", "--tls", " -c", "ssh ", " env ")
# Words that make it likely that a list will be wanted. A wrong guess costs nothing but a docker that nobody waits for.
LIKELY = {
    **dict.fromkeys(("attach", "commit", "cp", "diff", "exec", "export", "kill", "logs", "pause", "port"), "containers"),
    **dict.fromkeys(("rename", "restart", "rm", "start", "stats", "stop", "top", "unpause", "update", "wait"), "containers"),
    **dict.fromkeys(("create", "history", "pull", "push", "rmi", "run", "save", "tag"), "images"),
}


class Begun:
    """A list that is being asked for: its kind, and the docker that prints it."""

    def __init__(self, kind: str, child: bounded_programs.Child) -> None:
        self.kind, self.child = kind, child
        self.since = time.monotonic()

    def read(self, time_box: float) -> str | None:
        """What it printed; None where it takes longer than the time box."""
        self.child.until = self.since + time_box
        bounded_programs.finish([self.child])
        return None if self.child.status is None else self.child.output.decode("utf-8", "replace")

    def end(self) -> None:
        """Leave nothing running."""
        self.child.end()


def likely(line: str) -> tuple[str | None, str]:
    """The kind of the list that the end of a line will likely need, of the person's own engine; and what is typed of a name."""
    words = line.split()
    last = words.pop() if words and not line[-1:].isspace() else ""
    if last.startswith("-") or any(mark in f" {line}" for mark in CHOOSING):
        return None, last
    return next((LIKELY[word] for word in words if word in LIKELY), None), last


def begin(line: str) -> Begun | None:
    """Start asking for the list that the end of a line will likely need."""
    kind, _ = likely(line)
    docker = real_docker() if kind else None
    if kind is None or docker is None:
        return None
    child = bounded_programs.start([docker, *LISTS[kind]], os.environ, time.monotonic() + limits.TIME_BOX)
    return None if child is None else Begun(kind, child)
