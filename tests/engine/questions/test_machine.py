"""What is read of `docker info`, from the answers of engines that this machine does not have."""

from __future__ import annotations

import pytest

from dockersh.engine import Question, State
from dockersh.engine import questions as ask

# Recorded of docker 28.5.2 with cgroup v1; of one on cgroup v2 only the third line is different (moby daemon/info_unix.go).
INFO = '{"io.containerd.runc.v2":{"path":"runc"},"runc":{"path":"runc"}}\n["json-file","local"]\n'


@pytest.mark.parametrize("version", ["1", "2"])
def test_the_version_of_the_cgroups_is_read(version: str) -> None:
    """Beside the runtimes and log drivers, and who keeps the images."""
    state = ask.read(Question("features"), f'{INFO}"{version}"\n[["Backing Filesystem","extfs"]]\n', State("up"))
    assert (state.cgroup, state.log_drivers, state.in_containerd) == (version, ("json-file", "local"), False)
