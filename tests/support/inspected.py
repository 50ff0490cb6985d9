"""Containers and images as `inspect` tells of them, made small; and an engine that tells of them."""

from __future__ import annotations

from typing import Any

from dockersh.engine import Question, State

ID = "0123456789ab" + "0" * 52
IMAGE_ID = "sha256:" + "a" * 64
INFO = {
    "ServerVersion": "28.5.2",
    "LoggingDriver": "json-file",
    "DefaultRuntime": "runc",
    "CgroupVersion": "2",
    "Architecture": "x86_64",
}
NEVER = "0001-01-01T00:00:00Z"


def container(name: str = "web", **more: Any) -> dict[str, Any]:
    """A container; *more*: keys of Config and HostConfig, `state` and `networks`, and of the row itself where known there.

    `HostMounts` are the Mounts of HostConfig.
    """
    state = {"Status": "created", "StartedAt": NEVER, "FinishedAt": NEVER, "ExitCode": 0, **more.pop("state", {})}
    networks = more.pop("networks", {"bridge": {"IPAMConfig": None, "Aliases": None}})
    config = {
        "Hostname": ID[:12],
        "Image": "nginx",
        "AttachStdin": False,
        "AttachStdout": True,
        "AttachStderr": True,
        "Env": [],
        "Cmd": ["sh"],
    }
    host: dict[str, Any] = {"NetworkMode": "bridge", "CgroupnsMode": "private", "IpcMode": "private", "Runtime": "runc"}
    row: dict[str, Any] = {"Id": ID, "Name": f"/{name}", "Image": IMAGE_ID, "Mounts": [], "RestartCount": 0}
    for key, value in more.items():
        place = row if key in ("Mounts", "RestartCount", "Image") else config if key in CONFIG else host
        place[key.removeprefix("Host") if key == "HostMounts" else key] = value
    return {**row, "State": state, "Config": config, "HostConfig": host, "NetworkSettings": {"Networks": networks}}


CONFIG = frozenset(
    [
        "Hostname",
        "Domainname",
        "User",
        "AttachStdin",
        "AttachStdout",
        "AttachStderr",
        "ExposedPorts",
        "Tty",
        "OpenStdin",
        "StdinOnce",
        "Env",
        "Cmd",
        "Healthcheck",
        "Volumes",
        "WorkingDir",
        "Entrypoint",
        "MacAddress",
        "Labels",
        "StopSignal",
        "StopTimeout",
        "NetworkDisabled",
    ]
) | {"ImageName"}


def image(**config: Any) -> dict[str, Any]:
    """An image; *config*: what it says by itself."""
    return {
        "Id": IMAGE_ID,
        "Os": "linux",
        "Architecture": "amd64",
        "RepoTags": ["nginx:latest"],
        "Config": {"Cmd": ["sh"], **config},
    }


class Told:
    """An engine that has these objects, by kind and name, and no others. *asked* is what it was asked."""

    def __init__(self, objects: dict[tuple[str, ...], Any], logs: dict[str, str] | None = None, **state: Any) -> None:
        self.objects = {("info",): INFO, **objects}
        self.logs = logs or {}
        self.state = State("up", **state)
        self.asked: list[Question] = []
        self.more: dict[tuple[str, ...], Any] = {}  # beyond objects: a compose project

    def ask(self, questions: tuple[Question, ...], options: tuple[str, ...] = (), env: dict[str, str] | None = None) -> State:
        """The answers."""
        del options, env
        self.asked += questions
        if not self.state.up:
            return self.state
        raw = {one.about: self.objects.get(one.about) for one in questions if one.kind == "raw"} | self.more
        logs = {one.about[0]: self.logs.get(one.about[0], "") for one in questions if one.kind == "log"}
        return self.state._replace(raw=raw, logs=logs)


def engine(row: dict[str, Any], of_image: dict[str, Any] | None = None, **more: Any) -> Told:
    """An engine with one container and its image."""
    found = image() if of_image is None else of_image
    name = row["Name"].removeprefix("/")
    objects: dict[tuple[str, ...], Any] = {("container", name): row, ("image", IMAGE_ID): found, ("image", "nginx"): found}
    return Told(objects, **more)
