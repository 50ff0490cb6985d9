"""Whether a container can have been made by this line: all that the line says of it, and nothing that it does not say."""

from __future__ import annotations

from collections.abc import Callable

from dockersh.engine import Container
from dockersh.engine.setup import Setup
from dockersh.reading.invocation import Invocation
from dockersh.reading.values.images import Reference, parse

Check = Callable[[Invocation, Container, Setup], bool]


def fits(invocation: Invocation, held: Container) -> bool:
    """True also where the shell decides what the line says; of one that was not inspected only the image is known."""
    setup = held.setup
    return of_image(invocation, held.image) and (setup is None or all(check(invocation, held, setup) for check in CHECKS))


def of_image(invocation: Invocation, kept: str) -> bool:
    """Whether that is the line's image: docker keeps it as typed, podman in full."""
    typed = next((part for part in invocation.arguments("IMAGE") if part.literal), None)
    return typed is None or typed.value == kept or ("/" in kept and _full(typed.decoded) == _full(parse(kept)) is not None)


def _full(found: object) -> tuple[object, ...] | None:
    """Registry, repository, tag and digest; None of what is no reference."""
    return found[:4] if isinstance(found, Reference) else None


def detaches(invocation: Invocation) -> bool:
    """Whether nothing of the container is joined to the terminal."""
    return invocation.on("detach")


def _same_command(invocation: Invocation, _held: Container, setup: Setup) -> bool:
    words = invocation.words()
    if not words or not all(word.literal for word in words):
        return True
    return setup.words == tuple(word.text for word in words)


def _same_entrypoint(invocation: Invocation, _held: Container, setup: Setup) -> bool:
    wanted = _literal(invocation, "entrypoint")
    return wanted is None or setup.entrypoint == ((wanted,) if wanted else ())


def _same_streams(invocation: Invocation, held: Container, setup: Setup) -> bool:
    """The terminal and its input; `-d` joins nothing."""
    same = (held.tty, held.open_stdin) == (invocation.on("tty"), invocation.on("interactive"))
    return same and (bool(invocation.flags("attach")) or setup.attached != detaches(invocation))


def _same_end(invocation: Invocation, held: Container, _setup: Setup) -> bool:
    policy = _literal(invocation, "restart") if invocation.flags("restart") else "no"
    named = (policy or "no").partition(":")[0]
    return held.auto_remove == invocation.on("rm") and _is(named, held.restart)


def _same_labels(invocation: Invocation, _held: Container, setup: Setup) -> bool:
    pairs = [pair.partition("=") for pair in _literals(invocation, "label")]
    return all(setup.labels.get(name) == value for name, _, value in pairs)


def _same_variables(invocation: Invocation, _held: Container, setup: Setup) -> bool:
    """By name; one without a value is passed on only where it is set."""
    return all(pair.partition("=")[0] in setup.env for pair in _literals(invocation, "env") if "=" in pair)


def _same_person(invocation: Invocation, _held: Container, setup: Setup) -> bool:
    pairs = {"hostname": setup.hostname, "user": setup.user, "workdir": setup.folder}
    return all(_is(_literal(invocation, flag) or None, value) for flag, value in pairs.items())


def _same_ports(invocation: Invocation, _held: Container, setup: Setup) -> bool:
    typed = invocation.flags("publish")
    if not typed:
        return not setup.published
    single = [port for port in invocation.decoded("publish") if port.container_port and "-" not in port.container_port]
    return all(f"{port.container_port}/{port.protocol}" in setup.published for port in single)


def _same_mounts(invocation: Invocation, _held: Container, setup: Setup) -> bool:
    """A `-v` without a colon is an anonymous volume, and no mount asked for."""
    typed = (*invocation.flags("volume"), *invocation.flags("mount"))
    return bool(typed) or invocation.on("use-api-socket") or not setup.mounts


def _same_power(invocation: Invocation, _held: Container, setup: Setup) -> bool:
    return setup.privileged == invocation.on("privileged")


CHECKS: tuple[Check, ...] = (
    _same_command,
    _same_entrypoint,
    _same_streams,
    _same_end,
    _same_labels,
    _same_variables,
    _same_person,
    _same_ports,
    _same_mounts,
    _same_power,
)


def _literal(invocation: Invocation, flag: str) -> str | None:
    """The value of a flag, the last one; None where there is none or the shell decides it."""
    last = invocation.last(flag)
    return last.value if last else None


def _literals(invocation: Invocation, flag: str) -> list[str]:
    return [part.value for part in invocation.flags(flag) if part.literal and part.value]


def _is(wanted: str | None, found: str) -> bool:
    return wanted is None or wanted == found
