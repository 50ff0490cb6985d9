"""Docker aliases are taken over from the person's own shells."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from dockersh.ways_in.builtin.importing import found, parse

FILES = {
    "bash": (".bashrc", "alias dps='docker ps -a'\nalias ll='ls -l'\nalias q='sudo docker images -q'\n"),
    "zsh": (".zshrc", "alias dps='docker ps -a'\nalias ll='ls -l'\nalias q='sudo docker images -q'\n"),
    "fish": (".config/fish/config.fish", "alias dps 'docker ps -a'\nalias ll 'ls -l'\nalias q 'sudo docker images -q'\n"),
}


@pytest.mark.parametrize("shell", FILES)
def test_each_shell_is_asked(tmp_path: Path, shell: str) -> None:
    """The real shell, with a file that sets aliases: those of docker come, the others stay."""
    if shutil.which(shell) is None:
        if os.environ.get("CI"):
            pytest.fail(f"CI must ask every shell: {shell} is not installed")
        pytest.skip(f"not installed: {shell}")
    file, text = FILES[shell]
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(text, encoding="utf-8")
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    assert found(env) == {"dps": "docker ps -a", "q": "sudo docker images -q"}


@pytest.mark.parametrize(
    ("output", "aliases"),
    [
        ("alias d='docker'", {"d": "docker"}),
        ("dc='docker compose'\ngs='git status'", {"dc": "docker compose"}),
        ("alias dl 'docker logs -f'", {"dl": "docker logs -f"}),
        ("alias broken='docker ps", {}),
        ("alias dockerize='echo docker'", {}),
        ("", {}),
    ],
)
def test_what_alias_prints_is_read(output: str, aliases: dict[str, str]) -> None:
    """bash's, zsh's and fish's way to write it."""
    assert parse(output) == aliases
