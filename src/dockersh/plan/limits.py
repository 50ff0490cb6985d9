"""Limits and words of `run` and `create` that the engine refuses when the container is made.

Observed on 20.10; the numbers are those of moby daemon/daemon_unix.go verifyPlatformContainerResources and
daemon/container.go verifyContainerSettings (28.2.2). The client takes all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Question, State
from dockersh.finding import Finding, conflict, finding
from dockersh.invocation import Invocation, Part
from dockersh.near import nearest
from dockersh.plan.step import Request
from dockersh.values import quantities
from dockersh.values.value import Value

LEAST = 6 * 1024 * 1024  # bytes of memory
# Flag → the numbers it takes: the least, the most (None: any), the unit they are told in. 0 means not set.
RANGES: dict[str, tuple[int, int | None, str]] = {
    "cpu-period": (1000, 1_000_000, "µs"),
    "cpu-quota": (1000, None, "µs"),
    "oom-score-adj": (-1000, 1000, ""),
}
HEALTH = ("health-interval", "health-timeout", "health-start-period", "health-start-interval")
SHORTEST = 0.001  # seconds of a health check's times
SECURITY = ("apparmor", "label", "seccomp", "no-new-privileges", "systempaths", "credentialspec", "writable-cgroups")


def questions(request: Request) -> tuple[Question, ...]:
    """Only what the line gives reason to ask."""
    invocation = request.invocation
    asked = [Question("host")] if invocation.flags("cpuset-cpus") else []
    asked += [Question("features")] if invocation.flags("runtime") or invocation.flags("log-driver") else []
    if devices := tuple(path for _, path in _devices(request)):
        asked += [Question("endpoint"), Question("host"), Question("paths", devices)]
    return tuple(asked)


def at_create(request: Request, state: State) -> tuple[Finding, ...]:
    """What keeps the container from being made."""
    invocation = request.invocation
    return (
        *_memory(invocation),
        *_cpus(invocation, state),
        *_ranges(invocation),
        *_security(invocation),
        *_features(invocation, state),
    )


def at_start(request: Request, state: State) -> tuple[Finding, ...]:
    """What keeps it from starting: a device that this machine does not have."""
    gone = ((part, path) for part, path in _devices(request) if state.paths.get(path) == "missing")
    return tuple(finding("no-such-device", "error", part.span, device=path) for part, path in gone)


def _devices(request: Request) -> tuple[tuple[Part, str], ...]:
    """Device files of the host. A name with `=` is one of the Container Device Interface."""
    parts = (part for part in request.invocation.flags("device") if part.literal and request.alone)
    pairs = ((part, (part.value or "").partition(":")[0]) for part in parts)
    return tuple((part, path) for part, path in pairs if path.startswith("/") and "=" not in path)


def _last(invocation: Invocation, flag: str) -> Part | None:
    """The use of a flag that counts, when the shell does not decide it."""
    parts = invocation.flags(flag)
    return parts[-1] if parts and parts[-1].literal else None


def _bytes(invocation: Invocation, flag: str) -> int:
    """The size given; 0 where there is none."""
    part = _last(invocation, flag)
    found = quantities.size(part.value or "") if part else None
    return int(found.decoded["bytes"]) if isinstance(found, Value) else 0


def _memory(invocation: Invocation) -> Iterator[Finding]:
    memory, swap, soft = (_bytes(invocation, flag) for flag in ("memory", "memory-swap", "memory-reservation"))
    known = memory or not invocation.flags("memory")
    for flag, size in (("memory", memory), ("memory-reservation", soft)):
        if 0 < size < LEAST:
            yield finding("memory-too-small", "error", invocation.flags(flag)[-1].span, flag=f"--{flag}")
    if known and swap and not memory:
        yield finding("swap-without-memory", "error", invocation.flags("memory-swap")[-1].span)
    elif 0 < swap < memory:
        yield finding("swap-below-memory", "error", invocation.flags("memory-swap")[-1].span)
    if 0 < memory < soft:
        yield finding("reservation-over-memory", "error", invocation.flags("memory-reservation")[-1].span)


def _cpus(invocation: Invocation, state: State) -> Iterator[Finding]:
    for flag in ("cpu-period", "cpu-quota"):
        if invocation.flags("cpus") and invocation.flags(flag):
            span = invocation.flags(flag)[-1].span
            yield conflict(span, "--cpus", f"--{flag}")
    part = _last(invocation, "cpuset-cpus")
    numbers = (part.value or "").replace("-", ",").split(",") if part else []
    plain = bool(numbers) and all(one.isdecimal() for one in numbers)
    if part and plain and state.host and max(int(one) for one in numbers) >= state.host.cpus:
        yield finding("cpus-not-there", "error", part.span, last=str(state.host.cpus - 1))


def _ranges(invocation: Invocation) -> Iterator[Finding]:
    for flag, (least, most, unit) in RANGES.items():
        part = _last(invocation, flag)
        try:
            number = int(part.value or "0") if part else 0
        except ValueError:
            continue
        if part and number and (number < least or (most is not None and number > most)):
            shown = f"{least}{unit} … {most}{unit}" if most is not None else f"≥ {least}{unit}"
            yield finding("out-of-range", "error", part.span, flag=f"--{flag}", range=shown)
    for flag in HEALTH:
        part = _last(invocation, flag)
        found = quantities.interval(part.value or "") if part else None
        if part and isinstance(found, Value) and 0 < found.decoded["seconds"] < SHORTEST:
            yield finding("out-of-range", "error", part.span, flag=f"--{flag}", range="≥ 1ms")


def _security(invocation: Invocation) -> Iterator[Finding]:
    for part in invocation.flags("security-opt"):
        name = (part.value or "").replace(":", "=", 1).partition("=")[0]
        if part.literal and name not in SECURITY:
            near = nearest(name, SECURITY)
            code = "unknown-security-option-near" if near else "unknown-security-option"
            yield finding(code, "error", part.span, name=name, near=near or "", known=", ".join(SECURITY))


def _features(invocation: Invocation, state: State) -> Iterator[Finding]:
    """What `docker info` lists; `none` is a log driver that it does not."""
    for flag, known in (("runtime", state.runtimes), ("log-driver", (*state.log_drivers, "none") if state.log_drivers else ())):
        part = _last(invocation, flag)
        name = part.value or "" if part else ""
        if part and known and name and name not in known and not {":", "/"} & set(name):
            yield finding(f"no-such-{flag}", "error", part.span, name=name, known=", ".join(sorted(known)))
