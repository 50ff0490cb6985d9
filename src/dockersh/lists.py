"""The docker commands behind the lists of names; and a start at one of them while Python is still importing the rest.

Tab waits for docker and for our own imports. Side by side they take half as long, so this module imports next to nothing.
"""

from __future__ import annotations

import os
import select
import signal
import time

from dockersh.binary import real_docker


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
# Words that make it likely that a list will be wanted. A wrong guess costs nothing but a docker that nobody waits for.
LIKELY = {
    **dict.fromkeys(("attach", "commit", "cp", "diff", "exec", "export", "kill", "logs", "pause", "port"), "containers"),
    **dict.fromkeys(("rename", "restart", "rm", "start", "stats", "stop", "top", "unpause", "update", "wait"), "containers"),
    **dict.fromkeys(("create", "history", "pull", "push", "rmi", "run", "save", "tag"), "images"),
}


class Begun:
    """A list that is being asked for: its kind, and the docker that prints it."""

    def __init__(self, kind: str, pid: int, output: int) -> None:
        self.kind, self.pid, self.output = kind, pid, output
        self.since = time.monotonic()

    def read(self, time_box: float) -> str:
        """What it prints until its end; '' where that takes longer than the time box."""
        found = b""
        while select.select([self.output], [], [], max(0.0, self.since + time_box - time.monotonic()))[0]:
            piece = os.read(self.output, 65536)
            if not piece:
                return found.decode("utf-8", "replace")
            found += piece
        return ""

    def end(self) -> None:
        """Leave nothing running."""
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except OSError:
            return


def begin(line: str) -> Begun | None:
    """Start asking for the list that the end of a line will likely need."""
    words = line.split()
    last = "" if line[-1:].isspace() else (words.pop() if words else "")
    kind = next((LIKELY[word] for word in words if word in LIKELY), None)
    docker = real_docker() if kind and not last.startswith("-") else None
    if kind is None or docker is None:
        return None
    reading, writing = os.pipe()
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, writing, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    try:
        pid = os.posix_spawn(docker, ["docker", *LISTS[kind]], os.environ, file_actions=actions, setpgroup=0)
    except OSError:
        os.close(reading)
        return None
    finally:
        os.close(writing)
    return Begun(kind, pid, reading)
