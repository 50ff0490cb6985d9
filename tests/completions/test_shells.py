"""Tab pressed in real shells, in a real terminal: bash with and without its completion package, zsh, fish.

The `dockersh` of these tests completes as ever, and otherwise prints its words, so that what came onto the line is seen.
Docker is a stand-in that knows a few names; the names of a real engine are asked for in `test_names.py`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dockersh.completions import FILES, script
from support.programs import environment
from support.programs import script as program
from support.pty_terminal import Terminal

PACKAGE = Path("/usr/share/bash-completion/bash_completion")
SHELLS = ("bash", "bash with its package", "zsh", "fish")
ROWS = {
    "container ls": "web\\tnginx\\trunning\\taaa\\nold\\tredis:7\\texited\\tbbb",
    "image ls": "nginx:latest\\t2MB\\t\\tccc\\nredis:7\\t1MB\\t\\tddd",
}
Start = Callable[..., Terminal]


def reason_against(shell: str) -> str | None:
    """None where the shell is here."""
    if shell == "bash with its package" and not PACKAGE.is_file():
        return "not installed: bash-completion"
    name = shell.split(maxsplit=1)[0]
    return None if shutil.which(name) else f"not installed: {name}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose PATH holds a dockersh that shows its words, and a docker that lists two containers."""
    answers = "\n".join(f"*'{words}'*) printf '{rows}\\n';;" for words, rows in ROWS.items())
    program(tmp_path / "bin" / "docker", f'case "$*" in\n{answers}\nesac')
    show = 'printf "GOT"; for word in "$@"; do printf "[%s]" "$word"; done; echo'
    body = f'case "$1" in --complete) exec {sys.executable} -m dockersh "$@";; esac\n{show}'
    program(tmp_path / "bin" / "dockersh", body)
    for shell, file in FILES.items():
        (tmp_path / file).write_text(script(shell), encoding="utf-8")
    (tmp_path / "my dir").mkdir()
    return tmp_path


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Starts a shell with our completion in a terminal; each is ended at the end of its test."""
    running: list[Terminal] = []

    def started(shell: str, *, docker: bool = False) -> Terminal:
        if reason := reason_against(shell):
            if os.environ.get("CI"):
                pytest.fail(f"CI must press Tab in every shell: {reason}")
            pytest.skip(reason)
        terminal = Terminal(*_command(shell, home, docker=docker), cwd=home, columns=100)
        running.append(terminal.__enter__())
        terminal.expect(r"ready> ", 30)
        return terminal

    yield started
    for terminal in running:
        with contextlib.suppress(ProcessLookupError):
            os.kill(terminal.pid, signal.SIGHUP)  # as when a window is closed; interactive shells ignore the gentler ones
        terminal.__exit__()


def _command(shell: str, home: Path, *, docker: bool) -> tuple[list[str], dict[str, str]]:
    """The words that start a shell which has loaded our script, and its environment; `docker` with the documented line."""
    env = environment(
        home / "bin", HOME=str(home), PS1="ready> ", DOCKERSH_TIMEOUT="20", XDG_CONFIG_HOME=str(home), fish_greeting=""
    )
    if shell.startswith("bash"):
        lines = [f"source {PACKAGE}"] if "package" in shell else []
        lines += [
            f"source {home}/dockersh.bash",
            "PS1='ready> '",
            "bind 'set enable-bracketed-paste off'",
            "bind 'set bell-style none'",
        ]
        lines += ["alias docker='dockersh docker'", "complete -o nospace -F _dockersh docker"] if docker else []
        (home / "rc").write_text("\n".join(lines), encoding="utf-8")
        return ["bash", "--noprofile", "--rcfile", str(home / "rc"), "-i"], env
    if shell == "zsh":
        lines = ["autoload -Uz compinit", "compinit -u", f"source {home}/_dockersh", "PS1='ready> '", "unsetopt prompt_sp"]
        lines += ["alias docker='dockersh docker'", "compdef _dockersh docker"] if docker else []
        (home / ".zshrc").write_text("\n".join(lines), encoding="utf-8")
        return ["zsh", "-i"], {**env, "ZDOTDIR": str(home)}
    lines = [f"source {home}/dockersh.fish", "function fish_prompt; echo -n 'ready> '; end"]
    lines += ["alias docker='dockersh docker'", "complete -c docker -f -k -a '(__dockersh_complete)'"] if docker else []
    (home / "fish").mkdir()
    (home / "fish" / "config.fish").write_text("\n".join(lines), encoding="utf-8")
    return ["fish", "-i"], env


LINES = [
    ("dockersh docker run --nam\tx", "[docker][run][--name][x]"),
    ("dockersh docker ru\t-d", "[docker][run][-d]"),
    ("dockersh docker logs w\t-f", "[docker][logs][web][-f]"),
    ("dockersh docker rm \tx", "[docker][rm][old][x]"),
    ("dockersh docker run ngi\tx", "[docker][run][nginx:latest][x]"),
    ("dockersh docker run --network=con\tx", "[docker][run][--network=container:x]"),
    ("dockersh docker run -v ./m\t", "[docker][run][-v][./my dir"),
    ("dockersh docker ps --filter status=runn\t-q", "[docker][ps][--filter][status=running][-q]"),
    ("dockersh --lan\tko", "[--lang][ko]"),
    ("dockersh --detail bri\tdocker", "[--detail][brief][docker]"),
    ("dockersh -c 'docker run --nam\tx'", "[-c][docker run --name x]"),
    ("dockersh -c 'docker logs w\t'", "[-c][docker logs web"),
]


@pytest.mark.parametrize("shell", SHELLS)
def test_tab_completes(start: Start, shell: str) -> None:
    """What is on the line behind Tab is what runs."""
    terminal = start(shell)
    for typed, expected in LINES:
        terminal.line(typed)
        got = terminal.expect(r"GOT(\[.*)\n", 8)[1]
        assert got.startswith(expected), typed
        terminal.expect(r"ready> ")


@pytest.mark.parametrize("shell", SHELLS)
def test_docker_itself_completes_with_one_more_line(start: Start, shell: str) -> None:
    """`alias docker='dockersh docker'` and the documented line."""
    terminal = start(shell, docker=True)
    terminal.line("docker run --nam\tx")
    assert terminal.expect(r"GOT(\[.*)\n")[1] == "[docker][run][--name][x]"


@pytest.mark.parametrize("shell", SHELLS)
def test_several_are_listed_with_what_they_do(start: Start, shell: str) -> None:
    """Tab twice lists the flags; each says what it does."""
    terminal = start(shell)
    terminal.send("dockersh docker run --network\t\t\t")
    terminal.expect(r"--network-alias")
    terminal.expect(r"lets others on the network")


@pytest.mark.parametrize("shell", SHELLS)
def test_nothing_is_printed_when_something_fails(start: Start, home: Path, shell: str) -> None:
    """A dockersh that breaks leaves the line as it was typed."""
    program(home / "bin" / "dockersh", 'case "$1" in --complete) echo trouble >&2; exit 1;; esac\necho "GOT[$*]"')
    terminal = start(shell)
    terminal.line("dockersh docker ru\tx")
    terminal.expect(r"GOT\[docker rux\]")
    assert "trouble" not in terminal.text
