"""The stand-in in a terminal: what stands on the screen, and the status, are those of the real client."""

from __future__ import annotations

import re
import shlex

import pytest

from support.pty_terminal import Terminal
from support.recorded import normal
from support.twins import Twin, Twins

CTRL_C, LEAVE = "\x03", "\x10\x11"
LOOP = "while :; do sleep 0.1; done"
TRAP = f"trap 'echo got it; exit 5' INT; echo ready; {LOOP}"
LATER = f"trap 'echo got it; exit 5' INT; sleep 3; echo ready; {LOOP}"
# What is there before, the line, and then what is waited for and typed.
SESSIONS: dict[str, tuple[tuple[str, ...], str, tuple[tuple[str, str], ...]]] = {
    "run and exit": ((), "docker run -it --name box busybox", (("# ", "echo hi; exit 3\r"),)),
    "run and leave": ((), "docker run -it --name box busybox", (("# ", "echo hi\r"), ("\n/ # ", LEAVE))),
    "run and type": ((), "docker run -it --rm busybox", (("# ", "lx\x7fs /etc | wc -l\r"), ("\n/ # ", "exit\r"))),
    "run and interrupt": ((), "docker run -it --rm busybox", (("# ", "sleep 100\r"), ("\n", CTRL_C), ("\n/ # ", "exit\r"))),
    "run and end of input": ((), "docker run -it --rm busybox", (("# ", "\x04"),)),
    "run without a shell": ((), "docker run -t --rm busybox echo hi", ()),
    "run without input": ((), "docker run --rm busybox sh -c 'echo out; echo err >&2'", ()),
    "other keys to leave": ((), "docker run -it --name box --detach-keys ctrl-x,x busybox", (("# ", "\x18x"),)),
    "a signal": ((), f"docker run --rm busybox sh -c {shlex.quote(TRAP)}", (("ready", CTRL_C),)),
    "start": (("docker create -it --name box busybox",), "docker start -ai box", (("# ", "echo again; exit 4\r"),)),
    "start and leave": (("docker create -it --name box busybox",), "docker start -ai box", (("# ", LEAVE),)),
    "attach": (("docker run -dit --name box busybox",), "docker attach box", (("# ", "echo here; exit 6\r"),)),
    "attach and leave": (("docker run -dit --name box busybox",), "docker attach box", (("# ", LEAVE),)),
    "attach without a terminal": (
        (f"docker run -d --name box busybox sh -c {shlex.quote(LATER)}",),
        "docker attach box",
        (("ready", CTRL_C),),
    ),
    "exec": (("docker run -dit --name box busybox",), "docker exec -it box sh", (("# ", "echo in; exit 7\r"),)),
    "exec and leave": (("docker run -dit --name box busybox",), "docker exec -it box sh", (("# ", LEAVE),)),
    "exec without input": (("docker run -dit --name box busybox",), "docker exec -t box hostname -i", ()),
    "follow a log": (
        ("docker run -d --name box busybox sh -c 'echo one; sleep 0.2; echo two; sleep 100'",),
        "docker logs -f box",
        (("two", CTRL_C),),
    ),
    "follow a log to its end": (
        ("docker run -d --name box busybox sh -c 'echo one; sleep 0.5; echo two'",),
        "docker logs -f box",
        (),
    ),
    "pull": (("docker rmi alpine",), "docker pull alpine", ()),
    "run with a pull": (("docker rmi alpine",), "docker run --rm alpine echo hi", ()),
    "an answer": (("docker create --name box busybox",), "docker container prune", (("N] ", "y\r"),)),
    "no answer": (("docker create --name box busybox",), "docker container prune", (("N] ", "\r"),)),
    "a list": (("docker create --name box busybox",), "docker ps -a", ()),
}


def seen(twin: Twin, name: str) -> tuple[list[str], int]:
    """What stands on the screen at the end, and the status."""
    twin.empty()
    before, line, keys = SESSIONS[name]
    for one in before:
        assert twin.run(one).status == 0, one
    with Terminal(shlex.split(line), twin.env(), twin.home, columns=120) as terminal:
        for wanted, sent in keys:
            terminal.expect(re.escape(wanted))
            terminal.send(sent)
        status = terminal.wait()
        screen = [row for row in terminal.screen() if row]
    return [found for row in screen for found in normal(row)], status


@pytest.mark.parametrize("name", SESSIONS)
def test_a_terminal(both: Twins, name: str) -> None:
    """The same screen, the same status; and the same is there afterwards."""
    assert seen(both.ours, name) == seen(both.real, name)
    assert both.states_differ() == ""


def test_the_window(both: Twins) -> None:
    """A terminal whose window changes goes on, and is a terminal again afterwards."""
    both.ours.empty()
    with Terminal(["/bin/sh"], both.ours.env(), both.ours.home) as terminal:
        terminal.line("docker run -it --rm busybox")
        terminal.expect("/ # ")
        terminal.resize(30, 100)
        terminal.line("echo wi''de")
        terminal.expect("wide")
        terminal.line("exit")
        terminal.expect(r"\n[#$] ")
        terminal.line("stty -a | grep -c ' icanon'; exit")
        terminal.expect("1\n")
        assert terminal.wait() == 0
