"""What the wheel installs is found by the shells themselves, and by man: nothing has to be sourced."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from support.programs import environment
from support.programs import script as program
from support.pty_terminal import Terminal

ROOT = Path(__file__).parents[2]
PACKAGE = Path("/usr/share/bash-completion/bash_completion")
SHELLS = {"bash": PACKAGE.is_file(), "zsh": shutil.which("zsh"), "fish": shutil.which("fish")}
INSTALLED = (
    "share/bash-completion/completions/dockersh",
    "share/zsh/site-functions/_dockersh",
    "share/fish/vendor_completions.d/dockersh.fish",
    "share/man/man1/dockersh.1",
    "share/man/ko/man1/dockersh.1",
)


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel was installed."""
    folder = tmp_path_factory.mktemp("prefix")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder / "wheel"), str(ROOT)], check=True)
    (wheel,) = (folder / "wheel").glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--ignore-installed", "--prefix", str(folder), str(wheel)], check=True)
    return folder


def test_everything_is_where_it_is_looked_for(prefix: Path) -> None:
    """bash, zsh, fish and man each have a folder."""
    assert [path for path in INSTALLED if not (prefix / path).is_file()] == []


def _start(shell: str, prefix: Path, home: Path) -> tuple[list[str], dict[str, str]]:
    env = environment(
        home / "bin", HOME=str(home), XDG_CONFIG_HOME=str(home), XDG_DATA_DIRS=f"{prefix}/share", fish_greeting=""
    )
    if shell == "bash":
        (home / "rc").write_text(f"source {PACKAGE}\nPS1='ready> '\nbind 'set bell-style none'\n", encoding="utf-8")
        return ["bash", "--noprofile", "--rcfile", str(home / "rc"), "-i"], env
    if shell == "zsh":
        folder = prefix / "share/zsh/site-functions"
        lines = [f"fpath=({folder} $fpath)", "autoload -Uz compinit", "compinit -u -D", "PS1='ready> '", "unsetopt prompt_sp"]
        (home / ".zshrc").write_text("\n".join(lines), encoding="utf-8")
        return ["zsh", "-i"], {**env, "ZDOTDIR": str(home)}
    (home / "fish").mkdir()
    (home / "fish" / "config.fish").write_text("function fish_prompt; echo -n 'ready> '; end", encoding="utf-8")
    return ["fish", "-i"], env


@pytest.mark.parametrize("shell", SHELLS)
def test_tab_works_without_sourcing_anything(prefix: Path, tmp_path: Path, shell: str) -> None:
    """Tab behind `dockersh docker ru` in a shell that knows only the folder."""
    if not SHELLS[shell]:
        if os.environ.get("CI"):
            pytest.fail(f"CI must press Tab in every shell: {shell} or its completion package is missing")
        pytest.skip(f"not installed: {shell} with completion")
    show = 'printf "GOT"; for word in "$@"; do printf "[%s]" "$word"; done; echo'
    program(tmp_path / "bin" / "dockersh", f'case "$1" in --complete) exec {sys.executable} -m dockersh "$@";; esac\n{show}')
    with Terminal(*_start(shell, prefix, tmp_path), cwd=tmp_path, columns=100) as terminal:
        terminal.expect("ready> ", 30)
        terminal.line("dockersh docker ru\t-d")
        assert terminal.expect(r"GOT(\[.*)\n")[1] == "[docker][run][-d]"
        os.kill(terminal.pid, signal.SIGHUP)
