"""Limits and words of `run` and `create` that the engine refuses when the container is made.

Observed on 20.10; the numbers are those of moby daemon/daemon_unix.go verifyPlatformContainerResources and
daemon/container.go verifyContainerSettings (28.2.2). The client takes all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine import Question, State
from dockersh.finding import Finding, conflict, finding
from dockersh.foresight.named import OF_CGROUP_1
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Invocation, Part
from dockersh.reading.nearest import nearest
from dockersh.reading.values.quantities import Cpus, Duration, Size

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


def ask_devices(request: Request) -> tuple[Question, ...]:
    """Whether the devices are there, where the engine is on this machine."""
    paths = tuple(path for _, path in _devices(request))
    return (Question("endpoint"), Question("host"), Question("paths", paths)) if paths else ()


def devices(request: Request, state: State) -> Iterator[Finding]:
    """A device that this machine does not have."""
    for part, path in _devices(request):
        if state.paths.get(path) == "missing":
            yield finding("no-such-device", "error", part.span, device=path)


def _devices(request: Request) -> tuple[tuple[Part, str], ...]:
    """Device files of the host. A name with `=` is one of the Container Device Interface."""
    parts = (part for part in request.invocation.flags("device") if part.literal and request.alone)
    pairs = ((part, part.text.partition(":")[0]) for part in parts)
    return tuple((part, path) for part, path in pairs if path.startswith("/") and "=" not in path)


def _bytes(invocation: Invocation, flag: str) -> int:
    """The size given; 0 where there is none, or no limit."""
    part = invocation.last(flag)
    size = part.decoded if part else None
    return max(size.bytes, 0) if isinstance(size, Size) else 0


def memory(request: Request, _state: State) -> Iterator[Finding]:
    """Too little, or sizes that do not go together."""
    invocation = request.invocation
    most, swap, soft = (_bytes(invocation, flag) for flag in ("memory", "memory-swap", "memory-reservation"))
    known = most or not invocation.flags("memory")
    for flag, size in (("memory", most), ("memory-reservation", soft)):
        if 0 < size < LEAST:
            yield finding("memory-too-small", "error", invocation.flags(flag)[-1].span, flag=f"--{flag}")
    if known and swap and not most:
        yield finding("swap-without-memory", "error", invocation.flags("memory-swap")[-1].span)
    elif 0 < swap < most:
        yield finding("swap-below-memory", "error", invocation.flags("memory-swap")[-1].span)
    if 0 < most < soft:
        yield finding("reservation-over-memory", "error", invocation.flags("memory-reservation")[-1].span)


def cpu_time(request: Request, _state: State) -> Iterator[Finding]:
    """A share of the processors, said in two ways."""
    invocation = request.invocation
    for flag in ("cpu-period", "cpu-quota"):
        if invocation.flags("cpus") and invocation.flags(flag):
            yield conflict(invocation.flags(flag)[-1].span, "--cpus", f"--{flag}")


def ask_cpus(request: Request) -> tuple[Question, ...]:
    """How many processors the engine's machine has."""
    asks = request.invocation.flags("cpuset-cpus") or request.invocation.flags("cpus")
    return (Question("host"),) if asks else ()


def cpuset(request: Request, state: State) -> Iterator[Finding]:
    """Processors by their numbers, which begin with 0."""
    part = request.invocation.last("cpuset-cpus")
    numbers = part.text.replace("-", ",").split(",") if part else []
    plain = bool(numbers) and all(number.isdecimal() and len(number) < 20 for number in numbers)
    if part and plain and state.host and max(int(number) for number in numbers) >= state.host.cpus:
        yield finding("cpus-not-there", "error", part.span, last=str(state.host.cpus - 1))


def cpus(request: Request, state: State) -> Iterator[Finding]:
    """More processors than there are."""
    part = request.invocation.last("cpus")
    asked = part.decoded if part else None
    most = asked.cpus if isinstance(asked, Cpus) else 0
    if part and state.host and most > state.host.cpus:
        yield finding("cpus-over-host", "error", part.span, cpus=str(state.host.cpus))


def ranges(request: Request, _state: State) -> Iterator[Finding]:
    """Numbers that the kernel takes within limits only."""
    invocation = request.invocation
    for flag, (least, most, unit) in RANGES.items():
        part = invocation.last(flag)
        try:
            number = int(part.value or "0") if part else 0
        except ValueError:
            continue
        if part and number and (number < least or (most is not None and number > most)):
            shown = f"{least}{unit} … {most}{unit}" if most is not None else f"≥ {least}{unit}"
            yield finding("out-of-range", "error", part.span, flag=f"--{flag}", range=shown)


def health_times(request: Request, _state: State) -> Iterator[Finding]:
    """Times of a health check under a millisecond."""
    invocation = request.invocation
    for flag in HEALTH:
        part = invocation.last(flag)
        time = part.decoded if part else None
        if part and isinstance(time, Duration) and 0 < time.seconds < SHORTEST:
            yield finding("out-of-range", "error", part.span, flag=f"--{flag}", range="≥ 1ms")


def security(request: Request, _state: State) -> Iterator[Finding]:
    """An option of --security-opt that there is not."""
    for part in request.invocation.flags("security-opt"):
        name = part.text.replace(":", "=", 1).partition("=")[0]
        if part.literal and name not in SECURITY:
            near = nearest(name, SECURITY)
            code = "unknown-security-option-near" if near else "unknown-security-option"
            yield finding(code, "error", part.span, name=name, near=near or "", known=", ".join(SECURITY))


def ask_features(request: Request) -> tuple[Question, ...]:
    """Which runtimes and log drivers the engine has, and which cgroups, where an option depends on that."""
    asks = any(request.invocation.flags(flag) for flag in ("runtime", "log-driver", *OF_CGROUP_1))
    return (Question("features"),) if asks else ()


def features(request: Request, state: State) -> Iterator[Finding]:
    """What `docker info` lists; `none` is a log driver that it does not."""
    for flag, known in (("runtime", state.runtimes), ("log-driver", (*state.log_drivers, "none") if state.log_drivers else ())):
        part = request.invocation.last(flag)
        name = part.text if part else ""
        if part and known and name and name not in known and not {":", "/"} & set(name):
            yield finding(f"no-such-{flag}", "error", part.span, name=name, known=", ".join(sorted(known)))
