"""The next step in grey on the empty prompt, after what really happened: typed into a terminal beside a real engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.private_engine import PrivateEngine
from support.programs import DOCKERSH
from support.pty_terminal import Terminal

RIGHT = "\x1b[C"
# What is there, what is typed, and what stands in grey then.
STEPS = [
    ("run -d --name web ubuntu:14.04 sleep 1000", "docker rm web", "docker stop web"),
    ("run -d --name web ubuntu:14.04 sleep 1000", "docker logs wbe", "docker logs web"),
    ("run -d --name web ubuntu:14.04 sleep 1000", "docker run --name web ubuntu:14.04 true", ""),
    ("create --name old ubuntu:14.04 true", "docker exec old ls", "docker start old"),
    ("create --name old ubuntu:14.04 true", "docker attach old", "docker start -ai old"),
    ("run -d --name web ubuntu:14.04 sleep 1000", "docker stop -t 0 web", "docker start web"),
    ("run -d --name web ubuntu:14.04 sleep 1000", "docker rm wbe", ""),
    ("version", "docker imges", "docker images"),
    ("version", "docker run -d --name job ubuntu:14.04 sh -c 'echo failed; exit 3'", "docker logs job"),
    ("version", "docker run -d --name job ubuntu:14.04 sleep 1000", "docker logs -f job"),
    ("version", "docker create -it --name box ubuntu:14.04", "docker start -ai box"),
    ("run -d --name web ubuntu:14.04 sleep 1000", "docker exec -it web bash", "docker exec -it web sh"),
]


@pytest.fixture(name="shell")
def fixture_shell(engine: PrivateEngine, tmp_path: Path) -> Iterator[Terminal]:
    """The interactive shell beside the engine."""
    env = engine.env(HOME=str(tmp_path))
    with Terminal([*DOCKERSH, "--confirm", "never"], env, tmp_path, rows=50, columns=120) as terminal:
        terminal.expect("dockersh>")
        yield terminal


@pytest.mark.parametrize(("there", "typed", "expected"), STEPS)
def test_what_comes_next(engine: PrivateEngine, shell: Terminal, there: str, typed: str, expected: str) -> None:
    """Right takes it; nothing of it ever takes something away."""
    engine.docker(*there.split())
    shell.expect("running")
    shell.line(typed)
    shell.expect(r"dockersh( \[\d+\])?>")
    shell.expect("F1")
    if expected:
        shell.shows(f"> {expected}")
        shell.send(RIGHT + "\x01echo \x05\r")
        shell.expect(f"\n{expected}\n")
    else:
        assert not any("> docker" in line for line in shell.screen()[-6:])


def test_in_every_language(engine: PrivateEngine, tmp_path: Path) -> None:
    """The line is the same, wherever it stands in the sentence that names it."""
    engine.docker(*STEPS[0][0].split())
    env = engine.env(HOME=str(tmp_path), DOCKERSH_LANG="ko")
    with Terminal([*DOCKERSH, "--confirm", "never"], env, tmp_path, rows=50, columns=120) as shell:
        shell.expect("dockersh>")
        shell.line(STEPS[0][1])
        shell.expect(r"dockersh \[1\]>")
        shell.shows(f"> {STEPS[0][2]}")


def test_a_record_with_output(shell: Terminal, tmp_path: Path) -> None:
    """What docker printed, and what a refused line said; the screen looks as ever."""
    for line in (
        "record --output page.md",
        "docker run --rm busybox sh -c 'echo o''ut; echo er''r >&2'",
        "docker rm nosuch",
        "record off",
    ):
        shell.line(line)
        shell.expect(r"page.md|\n(out\nerr|err\nout)\n|No such container")
        shell.expect(r"dockersh( \[\d+\])?>")
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    printed = page.partition("```text\n")[2].partition("```")[0]
    assert sorted(printed.split()) == ["err", "out"]  # from two pipes, in the order in which the engine read them
    assert "No such container: nosuch\n```" in page


def test_after_a_detach(shell: Terminal) -> None:
    """Ctrl-P Ctrl-Q leaves it running: back to it."""
    shell.line("docker run -it --name box ubuntu:14.04")
    shell.expect("# ")
    shell.send("\x10\x11")
    shell.expect("dockersh>")
    shell.shows("> docker attach box")
