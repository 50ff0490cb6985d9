"""Sizes and references as docker's lists show them."""

from __future__ import annotations

UNITS = ("B", "kB", "MB", "GB", "TB", "PB")
DEFAULTS = ("docker.io/library/", "docker.io/")


def human(size: float) -> str:
    """`196MB`, `1e+03kB`. Source: docker/go-units, HumanSizeWithPrecision(size, 3)."""
    unit = 0
    while size >= 1000 and unit < len(UNITS) - 1:
        size /= 1000
        unit += 1
    return f"{size:.3g}{UNITS[unit]}"


def familiar(reference: str) -> str:
    """Without a digest, and without what docker adds itself. Source: docker/cli cli/command/formatter/container.go, Image."""
    name = reference.partition("@")[0]
    start = next((default for default in DEFAULTS if name.startswith(default)), "")
    return name.removeprefix(start)


def short(identity: str) -> str:
    """The first twelve digits of an id."""
    return identity.removeprefix("sha256:")[:12]
