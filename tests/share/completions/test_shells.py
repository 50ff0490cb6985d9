"""Tab pressed in real shells, in a real terminal: bash with and without its completion package, zsh, fish.

The `dockersh` of these tests completes as ever, and otherwise prints its words, so that what came onto the line is seen.
Docker is a stand-in that knows a few names; the names of a real engine are asked for in `test_names.py`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dockersh.share.completions import FILES, script
from support import shells
from support.programs import script as program
from support.pty_terminal import Terminal
from support.shells import SHELLS

ROOT = Path(__file__).parents[3] / "completions"
Start = Callable[..., Terminal]
# The line of the documentation for `docker` itself.
DOCKER_TOO = {
    "bash": "complete -o nospace -F _dockersh docker",
    "zsh": "compdef _dockersh docker",
    "fish": "complete -c docker -f -k -a '(__dockersh_complete)'",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose PATH holds a dockersh that shows its words, and a docker that lists two containers."""
    shells.furnish(tmp_path)
    for shell, file in FILES.items():
        (tmp_path / file).write_text(script(shell), encoding="utf-8")
    (tmp_path / "my dir").mkdir()
    return tmp_path


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Starts a shell with our completion in a terminal; each is ended at the end of its test."""
    with contextlib.ExitStack() as running:

        def started(name: str, *, docker: bool = False) -> Terminal:
            kind = name.split(maxsplit=1)[0]
            setup = ["autoload -Uz compinit", "compinit -u"] if kind == "zsh" else []
            setup.append(f"source {home}/{FILES[kind]}")
            setup += ["alias docker='dockersh docker'", DOCKER_TOO[kind]] if docker else []
            return running.enter_context(shells.shell(name, home, setup))

        yield started


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


def test_the_package_has_the_scripts_themselves() -> None:
    """A link that a checkout lost would be sourced as a file's name."""
    for shell, file in FILES.items():
        assert script(shell) == (ROOT / file).read_text(encoding="utf-8"), shell


# Words of ours behind `dockersh`, and what follows them.
OURS = [
    ("dockersh ho\tx", "[how][x]"),
    ("dockersh how we\tx", "[how][web][x]"),
    ("dockersh how web with --restart un\tx", "[how][web][with][--restart][unless-stopped][x]"),
    ("dockersh why we\tx", "[why][web][x]"),
    ("dockersh undo --li\tx", "[undo][--list][x]"),
    ("dockersh step how we\tx", "[step][how][web][x]"),
    ("dockersh to-compose docker run --nam\tx", "[to-compose][docker][run][--name][x]"),
    ("dockersh --to com\t-c", "[--to][compose][-c]"),
]


@pytest.mark.parametrize("shell", SHELLS)
def test_tab_completes_our_own_words(start: Start, shell: str) -> None:
    """As it does docker's."""
    terminal = start(shell)
    for typed, expected in OURS:
        terminal.line(typed)
        got = terminal.expect(r"GOT(\[.*)\n", 8)[1]
        assert got.startswith(expected), typed
        terminal.expect(r"ready> ")


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
