"""A private session: nothing of it is kept, it says so, and what was kept before stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.programs import DOCKERSH, environment, recording_docker
from support.pty_terminal import Terminal

STATE = ".local/state/dockersh"


def kept(home: Path) -> dict[str, bytes]:
    """Every file of the state folder, and what is in it."""
    files = (home / STATE).rglob("*")
    return {file.name: file.read_bytes() for file in files if file.is_file() and not file.name.endswith(".lock")}


@pytest.mark.parametrize(
    ("lang", "word", "said"), [("en", "private", "what you type is not saved"), ("ko", "비공개", "저장하지 않으며")]
)
def test_a_private_session_keeps_nothing(tmp_path: Path, lang: str, word: str, said: str) -> None:
    """No history, no counts; the prompt and the first line say so; `!!` works all the same."""
    recording_docker(tmp_path)
    with Terminal([*DOCKERSH, "--no-engine", "--private", "--lang", lang], environment(tmp_path), tmp_path) as terminal:
        terminal.expect(said)
        terminal.expect(f"dockersh {word}>")
        terminal.line("docker run -d nginx")
        terminal.expect("from-docker")
        terminal.expect(f"dockersh {word}>")
        terminal.line("!!")
        terminal.expect("from-docker")
        terminal.line("history")
        terminal.expect("1  docker run -d nginx")
        terminal.line("exit")
        assert terminal.wait() == 0
    assert kept(tmp_path) == {}


def test_it_begins_and_ends_when_it_is_set(tmp_path: Path) -> None:
    """What was typed in between is in no file; what came before and after is."""
    recording_docker(tmp_path)
    with Terminal([*DOCKERSH, "--no-engine"], environment(tmp_path), tmp_path) as terminal:
        terminal.expect("dockersh>")
        terminal.line("docker ps")
        terminal.expect("from-docker")
        terminal.line("set private on")
        terminal.expect("not saved")
        terminal.expect("dockersh private>")
        terminal.line("docker volume ls")
        terminal.expect("from-docker")
        terminal.line("set private off")
        terminal.expect("saved again")
        terminal.expect("dockersh>")
        terminal.line("docker images")
        terminal.expect("from-docker")
        terminal.line("exit")
        assert terminal.wait() == 0
    files = kept(tmp_path)
    assert [word in files["history"] for word in (b"docker ps", b"docker volume ls", b"docker images")] == [True, False, True]
    assert [word in files["seen.json"] for word in (b"container ls", b"volume ls", b"image ls")] == [True, False, True]
