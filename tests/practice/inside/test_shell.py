"""The small shell does with a line what a container's shell does: judged by the dash or busybox of this machine."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from dockersh.practice.engine import registry
from dockersh.practice.engine.creating import create
from dockersh.practice.engine.world import World
from dockersh.practice.inside.process import Ended
from dockersh.practice.inside.programs import TABLE
from dockersh.practice.inside.running import Running
from dockersh.practice.inside.shell import Shell
from dockersh.practice.inside.streams import STDERR, STDOUT

LINES = [
    "echo a",
    "echo a b   c",
    "echo 'a   b'",
    'echo "a   b"',
    "echo a; echo b",
    "echo a && echo b",
    "false && echo b",
    "false || echo b",
    "true || echo b",
    "! true; echo $?",
    "false; echo $?",
    "(exit 4); echo $?",
    "x=5; echo $x",
    "x=5; echo ${x}y",
    "echo [$nosuch]",
    "echo ${nosuch:-default}",
    "x=; echo ${x:-empty}",
    "x=1; y=2; echo $((x + y * 3))",
    "echo $((7 / 2)) $((7 % 2)) $((1 - 5))",
    "echo $(echo inner)",
    "echo `echo ticks`",
    'echo "$(echo a   b)"',
    "x=$(echo one; echo two); echo $x",
    'x=$(echo one; echo two); echo "$x"',
    "echo a | cat",
    "echo a | cat | cat",
    "printf 'b\\na\\n' | sort",
    "printf 'a\\nb\\nab\\n' | grep a",
    "printf 'a\\nb\\nab\\n' | grep -v a",
    "printf 'a\\nb\\nab\\n' | grep -c a",
    "printf 'a\\nb\\nc\\n' | head -n 2",
    "printf 'a\\nb\\nc\\n' | tail -n 1",
    "printf 'a b\\nc\\n' | wc -l",
    "seq 3",
    "seq 2 4",
    "for i in 1 2 3; do echo $i; done",
    "for i in a 'b c'; do echo [$i]; done",
    "for i in 1 2 3; do if [ $i = 2 ]; then continue; fi; echo $i; done",
    "for i in 1 2 3; do [ $i = 2 ] && break; echo $i; done",
    "i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done",
    "i=0; until [ $i -ge 2 ]; do echo $i; i=$((i+1)); done",
    "if true; then echo yes; else echo no; fi",
    "if false; then echo yes; else echo no; fi",
    "if false; then echo 1; elif true; then echo 2; else echo 3; fi",
    "[ a = a ] && echo same",
    "[ a != a ] || echo differs",
    "[ -z '' ] && echo empty",
    "[ -n a ] && echo full",
    "[ 3 -gt 2 ] && echo more",
    "[ ! -e /nosuch ] && echo none",
    "[ -d / ] && echo folder",
    "{ echo a; echo b; } | wc -l",
    "(x=1; echo $x); echo [$x]",
    "export A=1; sh -c 'echo $A'",
    "A=1 sh -c 'echo $A'; echo [$A]",
    "sh -c 'exit 3'; echo $?",
    "sh -c 'echo $0 $1' name arg",
    "echo a > /tmp/dockersh-f; cat /tmp/dockersh-f; rm /tmp/dockersh-f",
    "echo a > /tmp/dockersh-f; echo b >> /tmp/dockersh-f; cat /tmp/dockersh-f; rm /tmp/dockersh-f",
    "cat < /dev/null; echo $?",
    "echo a >/dev/null; echo $?",
    "echo err >&2",
    "echo both 2>&1 >/dev/null",
    "set -e; true; echo on; false; echo never",
    "set -e; false || true; echo on",
    "exit 7",
    "true; exit",
    "false; exit",
    "eval 'echo a; echo b'",
    "unset x; x=1; unset x; echo [$x]",
    "cd /tmp; pwd",
    "cd /; pwd; cd /tmp; cd -  >/dev/null; pwd",
    "echo a # remark",
    "echo a\\ b",
    'echo "a\\"b" \'c"d\'',
    'echo "\\$HOME"',
    "echo ~ | grep -c /",
    "echo a;echo b;",
    "echo a\necho b",
    "echo one \\\n two",
    "test -f /etc/passwd; echo $?",
    "read x <<E || true",
]
SKIPPED = {"read x <<E || true"}


def ran(text: str) -> tuple[str, str, int]:
    """What a line prints in a practice container's `sh`, and its status."""
    world = World("/nonexistent")
    image = registry.pulled("busybox:latest")
    world.images[image.id] = image
    container = create(world, "box", {"Image": "busybox", "HostConfig": {}})
    running = Running(world, container, lambda _status: None)
    process = running.process
    shell = Shell(process, "sh", running.place.lookup(process), ("sh",))
    try:
        status = shell.run(text)
    except Ended as end:
        status = end.status
    out = "".join(text for _, stream, text in running.output.pieces if stream == STDOUT)
    err = "".join(text for _, stream, text in running.output.pieces if stream == STDERR)
    return out, err, status


@pytest.mark.parametrize("line", [line for line in LINES if line not in SKIPPED])
def test_a_line_does_what_it_does_in_a_real_shell(line: str) -> None:
    """The same output, errors and status as busybox, or where that is not, dash."""
    real = [found, "sh"] if (found := shutil.which("busybox")) else ["/bin/sh"]
    result = subprocess.run([*real, "-c", line], capture_output=True, text=True, check=False, timeout=20)
    out, err, status = ran(line)
    assert (out, status) == (result.stdout, result.returncode)
    assert err == result.stderr


@pytest.mark.parametrize(
    ("line", "err"),
    [
        ("nosuch", "sh: nosuch: not found\n"),
        ("cat /nosuch", "cat: can't open '/nosuch': No such file or directory\n"),
        ("ls /nosuch", "ls: /nosuch: No such file or directory\n"),
        ("cd /nosuch", "sh: cd: line 0: can't cd to /nosuch: No such file or directory\n"),
        ("rm /nosuch", "rm: can't remove '/nosuch': No such file or directory\n"),
        ("rm /etc", "rm: can't remove '/etc': is a directory\n"),
        ("mkdir /etc", "mkdir: can't create directory '/etc': File exists\n"),
        ("rmdir /etc", "rmdir: '/etc': Directory not empty\n"),
        ("echo a > /no/such", "sh: can't create /no/such: nonexistent directory\n"),
        ("touch /a/b", "touch: /a/b: No such file or directory\n"),
        ("mv a b", "mv: can't rename 'a': No such file or directory\n"),
        ("cp a b", "cp: can't stat 'a': No such file or directory\n"),
        ("sleep x", "sleep: invalid number 'x'\n"),
        ("ping nosuch", "ping: bad address 'nosuch'\n"),
        ("wget nosuch", "wget: bad address 'nosuch'\n"),
        ("vi f", "practice: vi: not simulated\n"),
    ],
)
def test_what_goes_wrong_is_said_as_busybox_says_it(line: str, err: str) -> None:
    """Words that a beginner will look for later; what practice has not, it says."""
    assert ran(line)[1] == err


@pytest.mark.parametrize(
    ("line", "out"),
    [
        ("mkdir -p /a/b/c; ls -1 /a/b; rm -r /a; ls -d /a", "c\n"),
        ("echo one > /f; cp /f /g; mv /g /h; cat /h; ls / | grep -c ^g$", "one\n0\n"),
        ("ln -s /etc/passwd /p; head -n 1 /p", "root:x:0:0:root:/root:/bin/sh\n"),
        ("mkdir /d; echo x > /d/f; cp -r /d /e; cat /e/f", "x\n"),
        ("echo x | tee /t; cat /t", "x\nx\n"),
        ("cd /etc; ls pass*", "passwd\n"),
        ("whoami; id -u; uname", "root\n0\nLinux\n"),
        ("command -v ls; type cd", "/bin/ls\ncd is a shell builtin\n"),
        ("which ls nosuch", "/bin/ls\n"),
        ("trap 'echo bye' TERM; echo set", "set\n"),
        ("cd /etc; cd; pwd", "/root\n"),
    ],
)
def test_files_and_programs(line: str, out: str) -> None:
    """What is written is there, and gone when it is deleted."""
    assert ran(line)[0] == out


@pytest.mark.parametrize("program", sorted({name for kind in registry.table()["programs"].values() for name in kind}))
def test_every_program_of_an_image_is_there(program: str) -> None:
    """No image promises a program that nothing stands behind."""
    assert program in TABLE
