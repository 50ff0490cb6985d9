"""The wheel puts the completions where bash, zsh and fish look, and the page where man does: nobody has to be told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support import shells
from support.paths import ROOT

INSTALLED = (
    "share/bash-completion/completions/dockersh",
    "share/zsh/site-functions/_dockersh",
    "share/fish/vendor_completions.d/dockersh.fish",
    "share/man/man1/dockersh.1",
    "share/man/ko/man1/dockersh.1",
)
# What the shells need to know of a folder that is not /usr; nothing about dockersh.
SETUP = {
    "bash": [],
    "zsh": ["fpath=({prefix}/share/zsh/site-functions $fpath)", "autoload -Uz compinit", "compinit -u"],
    "fish": [],
}


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as pip installs it into a folder."""
    folder = tmp_path_factory.mktemp("prefix")
    argv = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--ignore-installed",
        "--prefix",
        str(folder),
        str(ROOT),
    ]
    subprocess.run([*argv, "--disable-pip-version-check"], check=True)
    return folder


def test_everything_is_where_it_is_looked_for(prefix: Path) -> None:
    """bash, zsh, fish and man each have a folder."""
    assert [path for path in INSTALLED if not (prefix / path).is_file()] == []


@pytest.mark.parametrize("name", ["bash with its package", "zsh", "fish"])
def test_a_shell_finds_the_installed_completion(prefix: Path, tmp_path: Path, name: str) -> None:
    """By itself, the first time Tab is pressed behind `dockersh`."""
    shells.furnish(tmp_path)
    setup = [line.format(prefix=prefix) for line in SETUP[name.split(maxsplit=1)[0]]]
    data = os.pathsep.join((f"{prefix}/share", "/usr/local/share", "/usr/share"))
    with shells.shell(name, tmp_path, setup, XDG_DATA_DIRS=data) as terminal:
        terminal.line("dockersh docker logs w\t-f")
        assert terminal.expect(r"GOT(\[.*)\n")[1] == "[docker][logs][web][-f]"


@pytest.mark.skipif(shutil.which("man") is None, reason="not installed: man")
def test_man_finds_the_page(prefix: Path) -> None:
    """`man dockersh`, where the folder is on man's path."""
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "MANPATH": f"{prefix}/share/man", "MANWIDTH": "100"}
    done = subprocess.run(["man", "dockersh"], env=env, capture_output=True, text=True, check=True)
    assert "explains a docker command before it runs" in done.stdout
