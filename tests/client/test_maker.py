"""Which program answers to docker's name is read from the file on PATH; nothing is started to find out."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockersh.client.maker import maker
from support.programs import script

# Debian podman-docker 5.8, Fedora podman-docker 5; and what people write themselves.
PODMANS = (
    '[ -e /etc/containers/nodocker ] || \\\necho "Emulate Docker CLI using podman." >&2\nexec /usr/bin/podman "$@"',
    'exec podman "$@"',
    '"/opt/podman/bin/podman" --log-level=error "$@"',
    'exec podman-remote "$@"',
)
OTHERS = ('exec /usr/bin/docker "$@"', '# podman\nexec nerdctl "$@"', "podman ps", 'echo "podman $@"')


@pytest.mark.parametrize("body", PODMANS)
def test_a_start_script_that_hands_on_to_podman_is_podman(tmp_path: Path, body: str) -> None:
    """As podman-docker installs it."""
    assert maker(str(script(tmp_path / "docker", body))) == "podman"


@pytest.mark.parametrize("body", OTHERS)
def test_a_script_that_does_something_else_is_not(tmp_path: Path, body: str) -> None:
    """The word alone says nothing."""
    assert maker(str(script(tmp_path / "docker", body))) == ""


def test_a_link_to_podman_is_podman(tmp_path: Path) -> None:
    """`ln -s /usr/bin/podman docker`; a link to docker's client, or to nothing, is not."""
    (tmp_path / "podman").write_bytes(b"\x7fELF")
    (tmp_path / "client").write_bytes(b"\x7fELF")
    for name, target in (("docker", "podman"), ("other", "client"), ("broken", "gone")):
        (tmp_path / name).symlink_to(tmp_path / target)
    assert [maker(str(tmp_path / name)) for name in ("docker", "other", "broken")] == ["podman", "", ""]
    assert maker(None) == ""
