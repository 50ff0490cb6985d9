"""Jobs at the prompt, as in a shell: Ctrl-Z suspends what runs, and never dockersh. Keys pressed in a real terminal."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh.ways_in.repl.behind.jobs import Jobs
from support.programs import DOCKERSH, environment, script
from support.pty_terminal import Terminal

SHELLS = [shell for shell in ("bash", "dash", "zsh") if shutil.which(shell)]
# Programs that say when they run: a key that is pressed before is the shell's.
WAITS, READS = "echo it runs; exec sleep 1000", "echo it runs; exec cat"
DOCKER = f"case $1 in logs) {WAITS};; attach) {READS};; *) exit 1;; esac"
CTRL_Z, CTRL_C, CTRL_D = "\x1a", "\x03", "\x04"


def session(folder: Path, shell: str) -> Terminal:
    """A dockersh with this shell behind its prompt."""
    for name, body in {"docker": DOCKER, "waits": WAITS, "reads": READS}.items():
        script(folder / name, body)
    env = {**environment(folder), "SHELL": str(shutil.which(shell))}
    return Terminal([*DOCKERSH, "--no-engine"], env, folder, rows=40)


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    """One with each shell, waiting for its first line."""
    with session(tmp_path, request.param) as terminal:
        terminal.expect("dockersh>")
        yield terminal


@pytest.fixture
def in_bash(tmp_path: Path) -> Iterator[Terminal]:
    """One with bash."""
    with session(tmp_path, "bash") as terminal:
        terminal.expect("dockersh>")
        yield terminal


def suspend(shell: Terminal, line: str) -> None:
    """Run a line, and press Ctrl-Z when its program runs."""
    shell.line(line)
    shell.expect("it runs")
    shell.send(CTRL_Z)
    shell.expect(r"(?i)stopped|suspended")
    shell.expect(r"dockersh \[\d+\]>")


def pressed_until(shell: Terminal, key: str, pattern: str) -> None:
    """Press again and again: fg names its job a moment before that has the terminal; a killed one ends a moment later."""
    for _ in range(40):
        shell.send(key)
        with contextlib.suppress(AssertionError):
            shell.expect(pattern, 0.5)
            return
    shell.expect(pattern, 0)


def test_ctrl_z_suspends_docker_and_fg_continues_it(shell: Terminal) -> None:
    """A docker line of plain words is a job like any other; Ctrl-C ends it when it is back."""
    suspend(shell, "docker logs -f web")
    shell.line("jobs")
    shell.expect(r"\[1\].*(?i:stopped|suspended).*docker logs -f web")
    shell.expect("dockersh>")
    shell.line("fg")
    shell.expect("docker logs -f web")
    pressed_until(shell, CTRL_C, r"dockersh \[130\]>")
    shell.line("jobs; echo al''one")
    shell.expect("alone")
    assert "[1]" not in shell.text[shell.text.rindex("jobs; echo") :]


def test_what_was_suspended_reads_the_terminal_again(shell: Terminal) -> None:
    """Its keys come back with fg."""
    suspend(shell, "reads")
    shell.line("fg")
    shell.expect("reads")
    shell.send("he''re\r")
    shell.expect(r"he''re[\s\S]*he''re")  # as typed, then as read; zsh may say between them that it goes on
    shell.send(CTRL_D)
    shell.expect("dockersh>")


def test_bg_kill_and_wait(shell: Terminal) -> None:
    """`bg` lets it run, `kill %1` ends it, `wait` waits for it."""
    suspend(shell, "waits")
    shell.line("bg")
    shell.expect("dockersh>")
    shell.line("jobs")
    shell.expect(r"\[1\].*(?i:running).*waits")
    shell.expect("dockersh>")
    shell.line("kill %1; wait; echo we''nt")
    shell.expect("went")


def test_a_killed_job_is_told_of_at_the_next_prompt(in_bash: Terminal) -> None:
    """Also by Enter alone, and before `wait`, which would forget it."""
    in_bash.line("sleep 300 &")
    in_bash.expect(r"\[1\] in the background: sleep 300")
    in_bash.expect("dockersh>")
    in_bash.line("kill %1")
    pressed_until(in_bash, "\r", r"\[1\] ended.*: sleep 300")
    in_bash.line("wait; jobs; echo do''ne")
    in_bash.expect("done")
    assert in_bash.text.count("] ended") == 1


def test_disown(in_bash: Terminal) -> None:
    """What is disowned is no job any more."""
    in_bash.line("sleep 30 &")
    in_bash.expect(r"\[1\] in the background: sleep 30")
    in_bash.expect("dockersh>")
    in_bash.line("disown; jobs; kill $! && echo go''ne")
    in_bash.expect("gone")
    assert "sleep 30" not in in_bash.text[in_bash.text.rindex("disown;") :]


def test_the_end_of_a_background_job_is_told_once(in_bash: Terminal) -> None:
    """With the next line, as bash does before a prompt."""
    in_bash.line("(exit 3) &")
    in_bash.expect("dockersh>")
    in_bash.line("while kill -0 $! 2>/dev/null; do :; done; :")
    in_bash.expect(r"\[1\] ended \(Exit 3\): \( ?exit 3 ?\)")
    in_bash.expect("dockersh>")
    in_bash.line("echo la''st")
    in_bash.expect("last")
    in_bash.expect("dockersh>")
    assert in_bash.text.count("ended (Exit 3)") == 1


def test_ctrl_c_ends_a_loop_and_the_session_lives(shell: Terminal) -> None:
    """Of programs, of the shell's own words, and of several commands: what stands behind does not run."""
    for line in ("while :; do waits; done", "echo it ru''ns; while :; do :; done", "waits; echo af''ter"):
        shell.line(f"x=kept; {line}")
        shell.expect("it runs")
        shell.send(CTRL_C)
        shell.expect(r"dockersh( \[130\])?>")  # in its own words dash now and then says 0
    shell.line('echo "x is $x"')
    shell.expect("\nx is kept\n")
    assert "after\n" not in shell.text


def test_ctrl_z_in_a_loop_of_the_shell_itself_is_nothing(in_bash: Terminal) -> None:
    """As in bash; dockersh goes on, and Ctrl-C ends the loop."""
    in_bash.line("echo be''gun; while :; do :; done")
    in_bash.expect("begun")
    in_bash.send(CTRL_Z + CTRL_C)
    in_bash.expect(r"dockersh \[130\]>")


def test_leaving_with_a_suspended_job_is_asked_twice(shell: Terminal) -> None:
    """The first try is told what would end, the second one leaves, and the job ends."""
    suspend(shell, "waits")
    shell.line("exit")
    shell.expect("a job is suspended")
    shell.expect("dockersh")
    shell.line("exit 5")
    assert shell.wait() == 5


def test_keys_for_the_container_are_the_containers(shell: Terminal) -> None:
    """Standard input of a docker line is the terminal, in its foreground."""
    shell.line("docker attach web")
    shell.expect("it runs")
    shell.send("ty''ped\r")
    shell.expect("ty''ped\r?\nty''ped")
    shell.send(CTRL_D)
    shell.expect("dockersh>")


@pytest.mark.parametrize(
    ("printed", "news"),
    [
        ("[1]+  Stopped                 sleep 50", [(1, "suspended", "sleep 50")]),
        ("[1]  + suspended  sleep 50", [(1, "suspended", "sleep 50")]),
        ("[1] + Running                    sleep 50 &", [(1, "running", "sleep 50")]),
        ('[1]+  Stopped                 eval "$__dockersh_line" | cat', [(1, "suspended", "the line")]),
        ("[2]+  Exit 3                  make x", [(2, "ended", "make x")]),
        (
            "[1]+  Running                 one &\n[2]-  Done                    two",
            [(1, "running", "one"), (2, "ended", "two")],
        ),
        ("", []),
    ],
)
def test_what_is_new(printed: str, news: list[tuple[int, str, str]]) -> None:
    """By what `jobs` prints in bash, dash and zsh."""
    jobs = Jobs().after("the line", printed)
    assert [(job.number, job.state, job.line) for job in jobs.news] == news
    assert jobs.told().after("next", printed).news == tuple(job for job in jobs.news if job.state == "ended")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("kill %1", True),
        ("", True),
        ("wait", False),
        ("kill %1; wait", False),
        ("fg %1", False),
        ("disown", False),
        (". ./x", False),
    ],
)
def test_a_job_that_the_shell_forgot_has_ended(line: str, told: bool) -> None:
    """Unless the line itself may have waited for it, or given it up."""
    jobs = Jobs().after("sleep 9 &", "[1]+  Running                 sleep 9 &").told().after(line, "")
    assert [(job.state, job.line) for job in jobs.news] == [("ended", "sleep 9")] * told
    assert jobs.now == ()
