"""What a container may do: capabilities, security options, limits, kernel settings.

    --cap-add, --cap-drop NAME     with or without CAP_, in any case; ALL     (the engine checks the name)
    --security-opt KEY=VALUE | KEY:VALUE | no-new-privileges      seccomp=FILE is read by the client
    --ulimit TYPE=SOFT[:HARD]      -1: no limit
    --sysctl KEY=VALUE             net.*, fs.mqueue.* and a few kernel.* only
Source: docker/cli cli/command/container/opts.go, opts.ValidateSysctl; docker/go-units ParseUlimit; moby oci/caps (28.2.2).
"""

from __future__ import annotations

from dockersh.finding import Say
from dockersh.reading.nearest import nearest
from dockersh.reading.values.value import Bad, Value, bad, good
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

LIMITS = frozenset(
    "core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack".split()  # noqa: SIM905  reads better
)
KERNEL = frozenset(
    f"kernel.{name}" for name in ("msgmax", "msgmnb", "msgmni", "sem", "shmall", "shmmax", "shmmni", "shm_rmid_forced")
)
NUMBER = pattern(r"[+-]?[0-9]{1,18}")
# seccomp's own words; another value is a file of the client, whose content we cannot judge.
SECCOMP = frozenset(("unconfined", "builtin"))


class SecurityOption(NamedTuple):
    """A `--security-opt`: its *name* and its *value*, None where it has none."""

    name: str
    value: str | None

    @property
    def profile(self) -> str:
        """The file that `seccomp=FILE` names; empty where it is no file."""
        return self.value if self.name == "seccomp" and self.value and self.value not in SECCOMP else ""


# The most used first; `man 7 capabilities`, as moby 28.2.2 knows them.
CAPABILITIES = (
    *("NET_ADMIN", "NET_BIND_SERVICE", "NET_RAW", "SYS_PTRACE", "SYS_TIME", "SYS_NICE", "CHOWN", "DAC_OVERRIDE", "FOWNER"),
    *("SETUID", "SETGID", "AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE"),
    *("DAC_READ_SEARCH", "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL", "LEASE", "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE"),
    *("MKNOD", "NET_BROADCAST", "PERFMON", "SETFCAP", "SETPCAP", "SYSLOG", "SYS_BOOT", "SYS_CHROOT", "SYS_MODULE", "SYS_PACCT"),
    *("SYS_RAWIO", "SYS_RESOURCE", "SYS_TTY_CONFIG", "WAKE_ALARM", "SYS_ADMIN", "ALL"),
)


def capability(text: str) -> Value | Bad:
    """Decode `--cap-add` and `--cap-drop`: `{capability}` as the engine names it."""
    name = text.upper()
    if name.removeprefix("CAP_") not in CAPABILITIES:
        near = nearest(name.removeprefix("CAP_"), CAPABILITIES)
        return bad("capability-near", value=text, near=near) if near else bad("capability", value=text)
    shape = {"capability": name if name == "ALL" or name.startswith("CAP_") else f"CAP_{name}"}
    return Value(shape, _power("cap-add", name))


def dropped(text: str) -> Value | Bad:
    """The same for `--cap-drop`, whose sentence says what root can no longer do."""
    found = capability(text)
    if isinstance(found, Bad):
        return found
    return Value(found.decoded, _power("cap-drop", text.upper()))


def _power(verb: str, name: str) -> Say:
    """What a capability lets root do: `man 7 capabilities`."""
    if name == "ALL":
        return Say(f"values.{verb}-all", {})
    return Say(f"values.{verb}", {"power": Say(f"capabilities.{name.removeprefix('CAP_')}", {})})


def security_opt(text: str) -> Value | Bad:
    """Decode `--security-opt` to a SecurityOption."""
    name, separator, value = text.partition("=")
    if not separator and name != "no-new-privileges":
        name, separator, value = text.partition(":")
        if not separator:
            return bad("security-opt", value=text)
    found = SecurityOption(name, value or None)
    if name == "no-new-privileges":
        return good(found, "no-new-privileges")
    if value == "unconfined" or (name, value) == ("label", "disable"):
        return good(found, "security-off", name=name)
    return good(found, "seccomp-file" if name == "seccomp" and value not in SECCOMP else None, file=value)


def ulimit(text: str) -> Value | Bad:
    """Decode `--ulimit`: `{name, soft, hard}`, -1 for no limit."""
    name, equals, limits = text.partition("=")
    if not equals:
        return bad("ulimit", value=text)
    if name not in LIMITS:
        return bad("ulimit-type", value=name)
    numbers = limits.split(":")
    if len(numbers) > 2 or not all(NUMBER.fullmatch(number) for number in numbers):
        return bad("ulimit", value=text)
    soft, hard = int(numbers[0]), int(numbers[-1])
    if hard != -1 and (soft == -1 or soft > hard):
        return bad("ulimit-order", soft=numbers[0], hard=numbers[-1])
    return good({"name": name, "soft": soft, "hard": hard}, "ulimit", name=name, soft=str(soft), hard=str(hard))


def sysctl(text: str) -> Value | Bad:
    """Decode `--sysctl`: `{name, value}`."""
    name, equals, value = text.partition("=")
    if not equals or not (name in KERNEL or name.startswith(("net.", "fs.mqueue."))):
        return bad("sysctl", value=text)
    return good({"name": name, "value": value}, "sysctl", name=name, value=value)
