"""Which engine a line goes to, where that is not the one of this machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dockersh.permissions.engines import target


def elsewhere(options: Sequence[str], assigned: Mapping[str, str], env: Mapping[str, str]) -> str | None:
    """An address or the name of a context; None for the default, and for a socket of this machine."""
    found = target(options, assigned, env)
    return None if found.local else found.context or found.address


def address(options: Sequence[str], assigned: Mapping[str, str], env: Mapping[str, str]) -> str:
    """The address of an engine that is elsewhere; '' for the one of this machine."""
    found = target(options, assigned, env)
    return "" if found.local else found.address
