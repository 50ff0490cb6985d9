"""Interactive shells for Tab: bash with and without its completion package, zsh, fish, each with a home of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.programs import environment
from support.programs import script as program
from support.pty_terminal import Terminal

PACKAGE = Path("/usr/share/bash-completion/bash_completion")
SHELLS = ("bash", "bash with its package", "zsh", "fish")
ROWS = {
    "container ls": "web\\tnginx\\trunning\\taaa\\nold\\tredis:7\\texited\\tbbb",
    "image ls": "nginx:latest\\t2MB\\t\\tccc\\nredis:7\\t1MB\\t\\tddd",
}


def furnish(home: Path) -> None:
    """A PATH with a docker that lists two containers, and a dockersh that completes as ever and else shows its words."""
    answers = "\n".join(f"*'{words}'*) printf '{rows}\\n';;" for words, rows in ROWS.items())
    program(home / "bin" / "docker", f'case "$*" in\n{answers}\nesac')
    show = 'printf "GOT"; for word in "$@"; do printf "[%s]" "$word"; done; echo'
    body = f'case "$1" in --complete) exec {sys.executable} -m dockersh "$@";; esac\n{show}'
    program(home / "bin" / "dockersh", body)


@contextlib.contextmanager
def shell(name: str, home: Path, setup: list[str], **more: str) -> Iterator[Terminal]:
    """A shell at its prompt, which has read *setup*. Without the shell: skipped in a checkout, failed in CI."""
    if reason := _reason_against(name):
        if os.environ.get("CI"):
            pytest.fail(f"CI must press Tab in every shell: {reason}")
        pytest.skip(reason)
    env = environment(home / "bin", HOME=str(home), PS1="ready> ", DOCKERSH_TIMEOUT="20", XDG_CONFIG_HOME=str(home), **more)
    argv, own = _command(name, home, setup)
    with Terminal(argv, {**env, **own}, cwd=home, columns=100) as terminal:
        terminal.expect(r"ready> ", 30)
        yield terminal
        with contextlib.suppress(ProcessLookupError):
            os.kill(terminal.pid, signal.SIGHUP)  # as when a window is closed; interactive shells ignore the gentler ones


def _reason_against(name: str) -> str | None:
    """None where the shell is here."""
    if name == "bash with its package" and not PACKAGE.is_file():
        return "not installed: bash-completion"
    return None if shutil.which(name.split(maxsplit=1)[0]) else f"not installed: {name}"


def _command(name: str, home: Path, setup: list[str]) -> tuple[list[str], dict[str, str]]:
    """The words that start a shell, and what it needs in its environment; its start file is written here."""
    if name.startswith("bash"):
        quiet = ["PS1='ready> '", "bind 'set enable-bracketed-paste off'", "bind 'set bell-style none'"]
        package = [f"source {PACKAGE}"] if "package" in name else []
        (home / "rc").write_text("\n".join([*package, *setup, *quiet]), encoding="utf-8")
        return ["bash", "--noprofile", "--rcfile", str(home / "rc"), "-i"], {}
    if name == "zsh":
        (home / ".zshrc").write_text("\n".join([*setup, "PS1='ready> '", "unsetopt prompt_sp"]), encoding="utf-8")
        return ["zsh", "-i"], {"ZDOTDIR": str(home)}
    (home / "fish").mkdir(exist_ok=True)
    prompt = "function fish_prompt; echo -n 'ready> '; end"
    (home / "fish" / "config.fish").write_text("\n".join([*setup, prompt]), encoding="utf-8")
    return ["fish", "-i"], {"fish_greeting": ""}
