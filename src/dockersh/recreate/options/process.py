"""What runs: its streams, its environment, where and as whom, how it is watched and stopped."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from dockersh.recreate.option import Option, duration
from dockersh.recreate.options import api_socket
from dockersh.recreate.options.plain import one
from dockersh.recreate.seen import Row, Seen, difference
from dockersh.startup.typed import Any

STREAMS = ("stdin", "stdout", "stderr")
CHECK = (("Interval", "interval"), ("Timeout", "timeout"), ("StartPeriod", "start-period"))
DEFAULT_DRIVER = "json-file"


def streams(seen: Seen) -> Iterator[Option]:
    """`-d`, `-it`, `-a`. Source: docker/cli cli/command/container/opts.go and run.go."""
    config = seen.config
    flags = (("d", seen.detached), ("i", config.get("OpenStdin")), ("t", config.get("Tty")))
    letters = "".join(letter for letter, given in flags if given)
    if letters:
        yield Option("", cluster=letters)
    usual = (bool(config.get("OpenStdin")), True, True)
    joined = tuple(bool(config.get(f"Attach{stream.capitalize()}")) for stream in STREAMS)
    if not seen.detached and joined != usual:
        yield from (Option("attach", stream) for stream, given in zip(STREAMS, joined, strict=True) if given)
    yield from one(seen, "rm")


def named(seen: Seen) -> Iterator[Option]:
    """`--name`, `--hostname` where it is not made of the id, or the host's own, or another container's."""
    yield Option("name", seen.name)
    hostname = seen.config.get("Hostname") or ""
    shares = seen.host.get("NetworkMode", "").startswith("container:") or seen.host.get("UTSMode") == "host"
    given = hostname not in ("", seen.short) and not shares
    if given and not (seen.host.get("NetworkMode") == "host" and hostname == seen.info.get("Name")):
        yield Option("hostname", hostname)


def restarts(seen: Seen) -> Iterator[Option]:
    """`--restart`."""
    policy = seen.host.get("RestartPolicy") or {}
    name, times = policy.get("Name") or "no", policy.get("MaximumRetryCount") or 0
    if name != "no":
        yield Option("restart", f"{name}:{times}" if times else name)


def environment(seen: Seen) -> Iterator[Option]:
    """`-e`: what stands in front of the image's own variables, which the engine adds after them.

    Source: moby daemon/commit.go merge.
    """
    given = seen.config.get("Env") or []
    by_socket = api_socket.asked(seen)
    for pair in given[: _own(given, seen.of_image.get("Env") or [])]:
        if not (by_socket and pair == api_socket.VARIABLE):
            yield Option("env", pair)


def _own(given: list[str], theirs: list[str]) -> int:
    """How many of the variables are the line's own."""
    for count in range(len(given) + 1):
        names = {pair.partition("=")[0] for pair in given[:count]}
        if given[count:] == [pair for pair in theirs if pair.partition("=")[0] not in names]:
            return count
    return len(given)


def labels(seen: Seen) -> Iterator[Option]:
    """`-l`."""
    for name, value in sorted(difference(seen.config.get("Labels"), seen.of_image.get("Labels")).items()):
        yield Option("label", f"{name}={value}" if value else name)


def place(seen: Seen) -> Iterator[Option]:
    """`-w`, `-u`, `--entrypoint`, `--platform`."""
    for name, key in (("workdir", "WorkingDir"), ("user", "User")):
        given = seen.config.get(key) or ""
        if given and given != (seen.of_image.get(key) or ""):
            yield Option(name, given)
    if (word := entrypoint(seen)) is not None:
        yield Option("entrypoint", word)
    if platform := _platform(seen):
        yield Option("platform", platform)


def entrypoint(seen: Seen) -> str | None:
    """The program that stands in the place of the image's own; None where it is that. A line can name one word."""
    mine, theirs = (row.get("Entrypoint") or [] for row in (seen.config, seen.of_image))
    if mine == theirs:
        return None
    return mine[0] if mine else ""


def command(seen: Seen) -> tuple[str, ...]:
    """The words behind the image: those of an entrypoint that is longer than a line can say, and the command."""
    words = tuple(seen.config.get("Cmd") or ())
    mine, theirs = (seen.config.get("Entrypoint") or [], seen.of_image.get("Entrypoint") or [])
    if mine != theirs:
        return (*mine[1:], *words)
    return () if list(words) == (seen.of_image.get("Cmd") or []) else words


def _platform(seen: Seen) -> str:
    """Of an image that is not for the engine's own processor."""
    names = {"x86_64": "amd64", "aarch64": "arm64", "armv7l": "arm", "armv6l": "arm"}
    own = seen.info.get("Architecture", "")
    architecture = seen.image.get("Architecture", "")
    if not own or not architecture or names.get(own, own) == architecture:
        return ""
    parts = (seen.image.get("Os") or "linux", architecture, seen.image.get("Variant") or "")
    return "/".join(part for part in parts if part)


def health(seen: Seen) -> Iterator[Option]:
    """`--health-…`: each setting that the image has not. Source: moby daemon/commit.go merge."""
    mine, theirs = (row.get("Healthcheck") or {} for row in (seen.config, seen.of_image))
    changed = difference(mine, theirs)
    if "Test" in changed:
        yield from _test(changed["Test"] or [])
    for key, name in (*CHECK, ("StartInterval", "start-interval")):
        if changed.get(key):
            yield Option(f"health-{name}", duration(changed[key]))
    if changed.get("Retries"):
        yield Option("health-retries", str(changed["Retries"]))


def _test(words: list[str]) -> Iterator[Option]:
    if words[:1] == ["NONE"]:
        yield Option("no-healthcheck")
    elif words[:1] == ["CMD-SHELL"]:
        yield Option("health-cmd", " ".join(words[1:]))
    elif words[1:]:
        yield Option("health-cmd", shlex.join(words[1:]))


def stops(seen: Seen) -> Iterator[Option]:
    """`--init`, `--stop-signal`, `--stop-timeout`."""
    if (init := seen.host.get("Init")) is not None:
        yield Option("init" if init else "init=false")
    signal = seen.config.get("StopSignal") or ""
    if signal and signal != (seen.of_image.get("StopSignal") or ""):
        yield Option("stop-signal", signal)
    if (seconds := seen.config.get("StopTimeout")) is not None:
        yield Option("stop-timeout", str(seconds))


def logs(seen: Seen) -> Iterator[Option]:
    """`--log-driver` where it is not the engine's own, `--log-opt`."""
    settings: Row = seen.host.get("LogConfig") or {}
    driver: Any = settings.get("Type") or ""
    if driver and driver != seen.info.get("LoggingDriver", DEFAULT_DRIVER):
        yield Option("log-driver", driver)
    yield from one(seen, "log-opt")
