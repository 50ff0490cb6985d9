"""What it may do: capabilities, profiles, namespaces it shares."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.recreate.option import Option
from dockersh.recreate.options.plain import one
from dockersh.recreate.seen import Seen

SELINUX_OFF = "label=disable"
PROFILE = "seccomp={"  # the client sends the file itself
USUAL_IPC = ("", "private")
RUNTIME = "runc"


def rights(seen: Seen) -> Iterator[Option]:
    """Capabilities, security options, namespaces, the runtime."""
    for name, key in (("cap-add", "CapAdd"), ("cap-drop", "CapDrop")):
        yield from (Option(name, found.removeprefix("CAP_")) for found in seen.host.get(key) or ())
    yield from (Option("security-opt", text) for text in profiles(seen))
    yield from one(seen, "pid")
    if (seen.host.get("IpcMode") or "") not in USUAL_IPC:
        yield Option("ipc", seen.host["IpcMode"])
    if namespace := _cgroups(seen):
        yield Option("cgroupns", namespace)
    runtime = seen.host.get("Runtime") or ""
    if runtime and runtime != seen.info.get("DefaultRuntime", RUNTIME):
        yield Option("runtime", runtime)
    isolation = seen.host.get("Isolation") or "default"
    if isolation != "default":
        yield Option("isolation", isolation)


def profiles(seen: Seen) -> Iterator[str]:
    """`--security-opt`; what the engine adds by itself is left out, a profile's own text stands for a file."""
    host = seen.host
    given = host.get("SecurityOpt") or []
    shares = host.get("Privileged") or host.get("PidMode") == "host" or host.get("IpcMode") == "host"
    if not (shares and given == [SELINUX_OFF]):
        yield from (f"seccomp={profile_file(seen)}" if text.startswith(PROFILE) else text for text in given)
    if host.get("MaskedPaths") == []:  # a privileged one that was not asked for it has none of these fields
        yield "systempaths=unconfined"


def has_profile(seen: Seen) -> bool:
    """Whether a seccomp profile was read from a file that the engine does not name."""
    return any(text.startswith(PROFILE) for text in seen.host.get("SecurityOpt") or ())


def profile_file(seen: Seen) -> str:
    """What the file is called that has to be written first."""
    return f"{seen.name}-seccomp.json"


def _cgroups(seen: Seen) -> str:
    """`--cgroupns`, where it is not what the engine chooses by the version of the kernel's groups."""
    given = seen.host.get("CgroupnsMode") or ""
    version = str(seen.info.get("CgroupVersion") or "")
    if not given or not version:
        return ""
    usual = "private" if version == "2" and not seen.host.get("Privileged") else "host"
    return "" if given == usual else given
