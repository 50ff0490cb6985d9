"""The prompt under hard hands: keys at the wrong moment, terminals that lack something, windows that change."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.programs import DOCKERSH, environment, recording_docker, script
from support.pty_terminal import Terminal

WELCOME = "dockersh explains it, then runs it"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose docker prints the words it gets."""
    recording_docker(tmp_path)
    return tmp_path


def ready(home: Path, *options: str, rows: int = 40, term: str = "xterm", **env: str) -> Terminal:
    """A dockersh that is about to show its first prompt."""
    return Terminal([*DOCKERSH, *options], environment(home, **env), home, rows=rows, term=term)


@pytest.fixture
def shell(home: Path) -> Iterator[Terminal]:
    """A dockersh waiting for its first line."""
    with ready(home, "--no-engine") as terminal:
        terminal.expect(WELCOME)
        terminal.expect("dockersh>")
        yield terminal


def test_ctrl_c_in_the_pager(home: Path) -> None:
    """It ends the pager at most; the prompt comes back, and the terminal echoes what is typed."""
    pager = script(home / "pager", "trap 'exit 130' INT; echo page up; while :; do sleep 0.1; done")
    with ready(home, "--no-engine", rows=10, PAGER=str(pager)) as terminal:
        terminal.expect("dockersh>")
        terminal.line("help run")
        terminal.expect("page up")
        terminal.send("\x03")
        terminal.expect(r"dockersh(?: \[\d+\])?>")
        terminal.line("echo a''live")
        terminal.expect("\nalive\n")


def test_a_pager_that_is_not_there(home: Path) -> None:
    """The page is printed."""
    with ready(home, "--no-engine", rows=10, PAGER="nosuchpager") as terminal:
        terminal.expect("dockersh>")
        terminal.line("help ports")
        terminal.expect("ports · ")
        terminal.expect("dockersh>")


def test_ctrl_c_while_tab_waits_for_the_engine(home: Path) -> None:
    """An engine that does not answer: Ctrl-C drops the line at once, and the next line runs."""
    script(home / "docker", 'case "$*" in *--format*|*inspect*|*__complete*) exec sleep 60;; esac\necho ran "$@"')
    with ready(home, DOCKERSH_TIMEOUT="30") as terminal:
        terminal.expect("dockersh>")
        terminal.send("docker rm \t")
        terminal.expect("docker rm")
        terminal.send("\x03")
        terminal.expect("dockersh>")
        terminal.line("echo a''live")
        terminal.expect("\nalive\n")


def test_ctrl_c_closes_the_menu_and_drops_the_line(shell: Terminal) -> None:
    """With Tab's menu open."""
    shell.send("docker \t\t")
    shell.shows("creates a new container from an image")
    shell.send("\x03")
    shell.expect("dockersh>")
    shell.line("echo a''live")
    shell.expect("\nalive\n")


def test_ctrl_d_on_text_does_not_leave(shell: Terminal) -> None:
    """It deletes the character at the cursor, as in readline; at the end of the text nothing happens."""
    shell.send("echo abc\x02\x02\x04\x05\x04\r")  # back twice, Ctrl-D deletes b, to the end, Ctrl-D
    shell.expect("\nac\n")
    shell.expect("dockersh>")


def test_the_window_changes_at_the_prompt(shell: Terminal) -> None:
    """The line and the bars are drawn anew for 40 columns, and again for 100; what was typed is whole."""
    shell.send("docker run --name web nginx")
    shell.shows("F1")
    for columns in (40, 100):
        before = len(shell.output)
        shell.resize(40, columns)
        while len(shell.output) == before:
            assert shell._read(time.monotonic() + 20)
        shell.send("x\x7f")
    shell.send("\r")
    shell.expect(r"\[run\]\n\[--name\]\n\[web\]\n\[nginx\]")


@pytest.mark.parametrize("term", ["xterm", "dumb", "unknown-terminal"])
def test_a_terminal_that_does_not_say_where_its_cursor_is(home: Path, term: str) -> None:
    """No warning, no waiting for the answer: lines run."""
    with ready(home, "--no-engine", term=term) as terminal:
        terminal.answers = False
        terminal.expect("dockersh>")
        terminal.line("docker ps")
        terminal.expect(r"\[ps\]")
        terminal.expect("dockersh>")
        terminal.line("exit 3")
        assert terminal.wait() == 3
        assert "CPR" not in terminal.text


@pytest.mark.parametrize(("many", "rest"), [(53, "52"), (500, "499")])
def test_many_containers(home: Path, many: int, rest: str) -> None:
    """Tab puts in what they have in common and shows the first of them without asking; more letters narrow it to one."""
    rows = "".join(f"box{number:03}\tnginx\trunning\t{number:064}\n" for number in range(many))
    (home / "rows").write_text(rows, encoding="utf-8")
    script(
        home / "docker",
        f'case "$*" in *__complete*) ;; *"ls --all"*|*"ps -a"*) cat "{home}/rows";; *) printf "[%s]\\n" "$@";; esac',
    )
    with ready(home, DOCKERSH_TIMEOUT="20") as terminal:
        terminal.expect("dockersh>")
        terminal.send("docker logs \t")
        terminal.shows("box000")
        terminal.send(f"{rest}\t")
        terminal.shows(f"docker logs box{many - 1:03}")
        terminal.line("")
        terminal.expect(rf"\[logs\]\n\[box{many - 1:03}\]")


def test_a_copied_prompt_is_not_blamed_on_the_container(home: Path) -> None:
    """No program called $ is looked for: nothing of docker's ran."""
    with ready(home, "--no-engine", rows=24) as terminal:
        terminal.expect("dockersh>")
        terminal.line("$ docker run x")
        terminal.expect("you probably meant: docker run x")
        terminal.expect(r"dockersh \[127\]>")
        assert "127 is" not in terminal.text


HOSTILE = [
    "docker ps\0 x",
    "docker \x0cps",
    "docker ps \x85",
    "docker '\u202ecba'",
    "docker ps \u200b\u2028",
    "docker \x1bcommit x y",
]


def pasted(text: str) -> str:
    """As a terminal sends it."""
    return f"\x1b[200~{text}\x1b[201~"


@pytest.mark.parametrize("line", HOSTILE)
def test_a_hostile_line_that_is_pasted(home: Path, shell: Terminal, line: str) -> None:
    """It runs, is drawn so that it steers nothing, and the next line runs; then it comes back from the history."""
    script(home / "docker", "echo from-docker")
    shell.send(pasted(line))
    shell.send("\r")
    shell.expect("from-docker")
    shell.expect("dockersh(?: [^>]*)?>")
    shell.line("echo a''live")
    shell.expect("\nalive\n")
    shell.expect("dockersh(?: [^>]*)?>")
    shell.send("\x1b[A\x1b[A")
    shell.expect("docker")
    assert not any(char in shell.output.decode("utf-8", "replace") for char in "\u202e\u200b\u2028\x85")


def test_a_state_that_cannot_be_kept_is_said_once(home: Path) -> None:
    """In one line, before the first prompt; with detail off not at all."""
    (home / "state").write_text("in the way", encoding="utf-8")
    with ready(home, "--no-engine", XDG_STATE_HOME=str(home / "state")) as terminal:
        terminal.expect(f"the history is not saved: {home}/state/dockersh is not writable")
        terminal.expect("dockersh>")
        terminal.line("echo a''live")
        terminal.expect("\nalive\n")
        terminal.line("exit")
        assert terminal.wait() == 0
        assert terminal.text.count("is not saved") == 1


def test_a_docker_that_is_killed_leaves_no_raw_terminal(home: Path) -> None:
    """Neither alone nor within a line of shell: what comes next begins at the left, and is echoed."""
    script(home / "docker", "case $1 in run) stty raw -echo; kill -9 $$;; esac")
    with ready(home, "--no-engine", "-q") as terminal:
        for line in ("docker run -it x", "docker run -it 'x'; (exit 137)"):
            terminal.expect("dockersh(?: [^>]*)?>")
            terminal.line(line)
            terminal.expect(r"dockersh \[137\]>")
            terminal.line("stty -a | grep -c -e ' -icanon' -e ' -opost'; echo a''live")
            terminal.expect("0\n+alive\n")
