"""The id that docker prints is heard as it passes: nothing changes for docker, nor for who reads what it prints."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dockersh.execute import foreground
from execute.test_stderr_copy import NO_ENGINE, docker, python
from support.pty_terminal import Terminal

ID = "0123456789abcdef" * 4
LINE = "docker run -d nginx"


@pytest.mark.parametrize("redirect", ["", ">/dev/null", ">&-", ">file", "2>&1", ">&2", "2>/dev/null", "2>&1 | cat", "| cat"])
def test_docker_sees_the_outputs_it_would_see(tmp_path: Path, redirect: str) -> None:
    """A terminal where ours is one, none where it is none, closed where it is closed, and both the same where they are."""
    code = (
        "import os\nfor fd in 1, 2:\n  try: os.fstat(fd); k = os.isatty(fd)\n  except OSError: k = 'closed'\n"
        "  os.write(9, f'{k} '.encode())\n"
        "try: os.write(9, str(os.path.samestat(os.fstat(1), os.fstat(2))).encode() + b' ')\n"
        "except OSError: os.write(9, b'closed ')"
    )
    env = docker(tmp_path, f"exec 9>>seen\n{python(code)}")
    for line in (f"{tmp_path}/docker run -d nginx", f"{' '.join(NO_ENGINE)} -c '{LINE}'"):
        with Terminal(["/bin/sh", "-c", f"{line} {redirect}"], env, tmp_path) as terminal:
            assert terminal.wait() == 0
    half = (tmp_path / "seen").read_text(encoding="utf-8").split()
    assert half[:3] == half[3:]


def test_the_order_on_the_screen_stays(tmp_path: Path) -> None:
    """What docker says before and after the id stands before and after it."""
    env = docker(tmp_path, "; ".join(f"echo before{n} >&2; echo {ID}; echo after{n} >&2" for n in range(20)))
    with Terminal([*NO_ENGINE, "-c", LINE], env, rows=90) as terminal:
        assert terminal.wait() == 0
    words = [line for line in terminal.text.splitlines() if line == ID or line.startswith(("before", "after"))]
    assert words == [word for n in range(20) for word in (f"before{n}", ID, f"after{n}")]


def test_every_byte_passes(tmp_path: Path) -> None:
    """Also what is no id; the status is docker's."""
    env = docker(tmp_path, f"printf 'a\\000b\\r\\n\\377'; echo {ID}; exit 3")
    ours = subprocess.run([*NO_ENGINE, "-c", LINE], env=env, capture_output=True, check=False)
    assert (ours.stdout, ours.returncode) == (b"a\0b\r\n\xff" + ID.encode() + b"\n", 3)


@pytest.mark.parametrize(("said", "printed"), [(f"echo {ID}", ID), ("echo hello", ""), (f"echo x{ID}", "")])
def test_the_id_is_known_afterwards(tmp_path: Path, said: str, printed: str) -> None:
    """A line of its own of 64 hexadecimal digits."""
    docker(tmp_path, said)
    assert foreground.run([str(tmp_path / "docker"), "run"], read=True).printed == printed
    assert foreground.run([str(tmp_path / "docker"), "run"]).printed is None
