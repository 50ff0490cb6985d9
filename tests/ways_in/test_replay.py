"""`--replay`: what of a page is run, and that each line is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockersh.ways_in.replay import lines
from support.programs import DOCKERSH, environment, recording_docker, run
from support.pty_terminal import Terminal

PAGE = """# Setup

    docker indented

```sh
# a remark
cd /
echo "at $PWD"
docker run -d \\
  --name web nginx
```

```text
docker output
```

```console
$ docker session
```

> ```sh
> docker quoted
> ```

````bash
docker run -e PASSWORD=•••••••• db
exit 3
```
````
"""


def test_only_blocks_of_shell_are_read() -> None:
    """By the word behind the fence; a longer fence holds shorter ones."""
    assert list(lines(PAGE)) == [
        "cd /",
        'echo "at $PWD"',
        "docker run -d \\\n  --name web nginx",
        "docker run -e PASSWORD=•••••••• db",
        "exit 3",
        "```",
    ]


@pytest.mark.parametrize("page", ["", "text", "```sh\n```", "```sh", "```\ndocker ps\n```"])
def test_nothing_to_run(tmp_path: Path, page: str) -> None:
    """One line, status 2."""
    (tmp_path / "page.md").write_text(page, encoding="utf-8")
    done = run("--replay", str(tmp_path / "page.md"), env=environment(tmp_path))
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)


def test_without_a_terminal_nothing_runs(tmp_path: Path) -> None:
    """Nobody could be asked; -n explains all of it. A file that is not there is said."""
    recording_docker(tmp_path)
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    env = environment(tmp_path)
    done = run("--no-engine", "--replay", str(tmp_path / "page.md"), env=env, stdin=b"y\n" * 9)
    assert (done.returncode, done.stdout) == (2, b"")
    told = run("--no-engine", "-n", "--replay", str(tmp_path / "page.md"), env=env)
    assert b"--name web" in told.stdout
    assert b"[run]" not in told.stdout
    assert run("--replay", str(tmp_path / "none.md"), env=env).returncode == 2


@pytest.mark.parametrize(
    ("lang", "question", "masked"), [("en", "Run it", "skipped"), ("ko", "실행하시겠습니까", "건너뜁니다")]
)
def test_each_line_is_asked_about(tmp_path: Path, lang: str, question: str, masked: str) -> None:
    """In one shell; Enter runs, s skips, a masked secret is never asked about; `exit` ends it with its status."""
    recording_docker(tmp_path)
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    argv = [*DOCKERSH, "--no-engine", "--lang", lang, "--replay", "page.md"]
    with Terminal(argv, environment(tmp_path), tmp_path, rows=40) as terminal:
        terminal.expect(r"\[1/6\] cd /")
        terminal.expect(question)
        terminal.line("")
        terminal.expect(question)
        terminal.line("")
        terminal.expect("\nat /\n")
        terminal.expect("--name web")
        terminal.expect(question)
        terminal.line("s")
        terminal.expect(masked)
        terminal.expect("exit 3")
        terminal.expect(question)
        terminal.line("y")
        assert terminal.wait() == 3
    assert "from-docker" not in terminal.text


def test_q_stops(tmp_path: Path) -> None:
    """Before anything ran."""
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    with Terminal([*DOCKERSH, "--no-engine", "--replay", "page.md"], environment(tmp_path), tmp_path) as terminal:
        terminal.expect("Run it")
        terminal.line("q")
        assert terminal.wait() == 0
    assert "echo" not in terminal.text


def test_a_session_is_recorded_and_replayed(tmp_path: Path) -> None:
    """What was typed comes back as it was typed."""
    recording_docker(tmp_path)
    with Terminal([*DOCKERSH, "--no-engine"], environment(tmp_path), tmp_path, rows=40) as terminal:
        terminal.expect("dockersh>")
        terminal.line("record page.md")
        terminal.expect("recording into page.md")
        for line in ("docker run -d nginx", "x='two words'; echo \"$x\""):
            terminal.expect("dockersh>")
            terminal.line(line)
        terminal.expect("\ntwo words\n")
        terminal.expect("dockersh>")
        terminal.line("exit")
        assert terminal.wait() == 0
    with Terminal([*DOCKERSH, "--no-engine", "--replay", "page.md"], environment(tmp_path), tmp_path, rows=40) as terminal:
        terminal.expect("Run it")
        terminal.line("")
        terminal.expect(r"\[run\]\n\[-d\]\n\[nginx\]")
        terminal.expect("Run it")
        terminal.line("")
        terminal.expect("\ntwo words\n")
        assert terminal.wait() == 0
