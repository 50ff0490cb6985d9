"""What an image says of itself, as instructions. Its variables, user and folder stand where the history has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dockersh.recreate.dockerfile.history import SHELL
from dockersh.recreate.dockerfile.spelled import array, can_be_said, command, line, pair
from dockersh.recreate.option import duration
from dockersh.recreate.seen import Row

TIMES = (("interval", "Interval"), ("timeout", "Timeout"), ("start-period", "StartPeriod"), ("start-interval", "StartInterval"))


def instructions(config: Row) -> Iterator[str]:
    """In the order people write them."""
    shell = tuple(config.get("Shell") or SHELL)
    labels = sorted((config.get("Labels") or {}).items())
    yield from (f"LABEL {pair(name, value)}" for name, value in labels if can_be_said(name + value))
    yield from _lists(config)
    yield from _health((config.get("Healthcheck") or {}), shell)
    if signal := config.get("StopSignal"):
        yield f"STOPSIGNAL {line(signal)}"
    yield from (f"ONBUILD {one}" for one in config.get("OnBuild") or () if can_be_said(one))
    for word, key in (("ENTRYPOINT", "Entrypoint"), ("CMD", "Cmd")):
        if config.get(key):
            yield f"{word} {command(config[key], shell)}"


def _lists(config: Row) -> Iterator[str]:
    if ports := config.get("ExposedPorts"):
        ordered = sorted(ports, key=lambda port: (int(re.sub(r"\D.*", "", port) or 0), port))
        yield f"EXPOSE {' '.join(port.removesuffix('/tcp') for port in ordered)}"
    if volumes := config.get("Volumes"):
        yield f"VOLUME {array(line(path) for path in sorted(volumes))}"


def _health(health: Row, shell: Sequence[str]) -> Iterator[str]:
    test = health.get("Test") or []
    if test[:1] == ["NONE"]:
        yield "HEALTHCHECK NONE"
        return
    options = [f"--{name}={duration(health[key])} " for name, key in TIMES if health.get(key)]
    options += [f"--retries={health['Retries']} "] if health.get("Retries") else []
    if test[1:]:
        words = command([*shell, *test[1:]], shell) if test[0] == "CMD-SHELL" else array(test[1:])
        yield f"HEALTHCHECK {''.join(options)}CMD {words}"


def unsaid(config: Row) -> list[str]:
    """The names of values that no Dockerfile can have: a new line ends an instruction."""
    found = [*(one.partition("=")[::2] for one in config.get("Env") or ()), *(config.get("Labels") or {}).items()]
    found += [(f"ONBUILD {one.split()[0]}", one) for one in config.get("OnBuild") or ()]
    return [name for name, value in found if not can_be_said(name + value)]
