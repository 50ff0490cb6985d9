"""A command of the stand-in client that opens no file of this machine and knows no variable of its environment."""

from __future__ import annotations

from dockersh.practice.foretell.engine import Inner
from dockersh.practice.foretell.scene import Scene
from dockersh.practice.standin.job import Job
from dockersh.reading.invocation import Invocation

UNKNOWN = "\ufdd0"  # stands for what only the shell knows; no character
# Options that name files or devices of the engine's machine: whether they are there nobody looks at.
LEFT_OUT = frozenset(
    (
        *("env-file", "label-file", "cidfile", "privileged", "device", "gpus", "security-opt", "device-cgroup-rule", "iidfile"),
        *("platform", "runtime", "ip", "ip6", "mac-address", "volumes-from"),
    )
)
HERE = ("/", ".", "~", UNKNOWN)


class Quiet(Job):
    """One call; *scene* is the engine it is for."""

    def __init__(self, invocation: Invocation, inner: Inner) -> None:
        super().__init__(invocation, {})
        self.wire = self.inner = inner

    @property
    def scene(self) -> Scene:
        """What there is."""
        return self.inner.scene

    def on(self, flag: str) -> bool:
        """Whether a switch is on; a prune asks nobody."""
        if flag == "force" and self.invocation.name.endswith(" prune"):
            return True
        return flag not in LEFT_OUT and super().on(flag)

    def value(self, flag: str, without: str = "") -> str:
        """The value of an option."""
        return without if flag in LEFT_OUT else super().value(flag, without)

    def given(self, flag: str) -> bool:
        """Whether an option was typed."""
        return flag not in LEFT_OUT and super().given(flag)

    def every(self, flag: str) -> list[str]:
        """The values of an option, without those about folders of the engine's machine."""
        found = [] if flag in LEFT_OUT else super().every(flag)
        if flag == "volume":
            return [one for one in found if not one.startswith(HERE) and ":\\" not in one]
        if flag == "mount":
            return [one for one in found if "bind" not in one and UNKNOWN not in one]
        return [one for one in found if UNKNOWN not in one] if flag in ("publish", "memory") else found
