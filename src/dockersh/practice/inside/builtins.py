"""What the small shell does itself: `cd`, `exit`, `export`, `trap`…"""

from __future__ import annotations

import functools
from collections.abc import Callable

from dockersh.practice.inside.job import Job
from dockersh.practice.inside.process import Exited
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from dockersh.practice.inside.shell import Shell

NOT_FOUND = 127
SIGNALS = {"TERM": 15, "15": 15, "INT": 2, "2": 2, "HUP": 1, "1": 1, "QUIT": 3, "3": 3, "USR1": 10, "USR2": 12}


class LoopEnd(Exception):
    """`break`, or `continue`."""

    def __init__(self, *, goes_on: bool) -> None:
        super().__init__()
        self.goes_on = goes_on


def cd(shell: Shell, job: Job) -> int:
    """Another folder."""
    wanted = job.argv[1] if len(job.argv) > 1 else shell.process.env.get("HOME", "/")
    path = shell.path(shell.process.env.get("OLDPWD", "/") if wanted == "-" else wanted)
    if not shell.process.files.is_folder(path):
        reason = "Not a directory" if shell.process.files.get(path) else "No such file or directory"
        said = f"cd: {wanted}: {reason}" if shell.name == "bash" else f"cd: line 0: can't cd to {wanted}: {reason}"
        job.complain(f"{shell.name}: {said}\n")
        return 1 if shell.name == "bash" else 2
    shell.process.env["OLDPWD"] = shell.process.folder
    shell.process.folder = shell.process.env["PWD"] = shell.process.files.resolved(path)
    return 0


def leave(shell: Shell, job: Job) -> int:
    """Leave the shell."""
    if shell.interactive and shell.process.tty and shell.name == "bash":
        job.write("exit\n")
    status = job.argv[1] if len(job.argv) > 1 else str(shell.status)
    raise Exited(int(status) % 256 if status.lstrip("-").isdecimal() else 2)


def export(shell: Shell, job: Job) -> int:
    """Variables for programs, too."""
    for word in job.argv[1:]:
        name, equals, value = word.partition("=")
        shell.process.env[name] = value if equals else shell.variables.pop(name, shell.process.env.get(name, ""))
    return 0


def unset(shell: Shell, job: Job) -> int:
    """Forget variables."""
    for name in job.argv[1:]:
        shell.process.env.pop(name, None)
        shell.variables.pop(name, None)
    return 0


def switch(shell: Shell, job: Job) -> int:
    """`set -e`."""
    for word in job.argv[1:]:
        if word[:1] in "-+" and "e" in word:
            shell.errors_end = word[0] == "-"
    return 0


def shift(shell: Shell, _job: Job) -> int:
    """The arguments, one further."""
    shell.arguments = (*shell.arguments[:1], *shell.arguments[2:])
    return 0


def end_loop(_shell: Shell, job: Job) -> int:
    """Out of a loop, or on with it."""
    raise LoopEnd(goes_on=job.argv[0] == "continue")


def source(shell: Shell, job: Job) -> int:
    """A file, in this shell."""
    return shell.run(shell.process.files.read(shell.path(job.argv[1])))


def replace(shell: Shell, job: Job) -> int:
    """A program in place of the shell."""
    shell.process.is_shell = False
    raise Exited(shell.program(Job(shell.process, job.argv[1:], job.out, job.err, job.text), shell.channels(job.out, job.err)))


def trap(shell: Shell, job: Job) -> int:
    """A text for a signal."""
    if len(job.argv) < 3:
        return 0
    text, *names = job.argv[1:]
    for name in names:
        number = SIGNALS.get(name.upper().removeprefix("SIG"))
        if number is not None:
            shell.process.traps[number] = functools.partial(shell.run, text)
    return 0


def evaluate(shell: Shell, job: Job) -> int:
    """Words as a line."""
    return shell.run(" ".join(job.argv[1:]))


def read(shell: Shell, job: Job) -> int:
    """A line of the input into a variable."""
    line = job.line()
    for name in job.argv[1:2]:
        shell.assign(name, line.rstrip("\n"))
    return 0 if line else 1


def kind(shell: Shell, job: Job) -> int:
    """What a word is."""
    for name in job.argv[1:]:
        if name in shell.builtins:
            job.write(f"{name} is a shell builtin\n")
        elif shell.lookup(name):
            job.write(f"{name} is /bin/{name}\n")
        else:
            job.complain(f"{name}: not found\n")
            return NOT_FOUND
    return 0


def command(shell: Shell, job: Job) -> int:
    """A program, or where it is."""
    if job.argv[1:2] == ["-v"]:
        known = [name for name in job.argv[2:] if name in shell.builtins or shell.lookup(name)]
        job.write("".join(f"/bin/{name}\n" for name in known))
        return 0 if known else NOT_FOUND
    shell.call(job.argv[1:], {}, shell.channels(job.out, job.err, job.text))
    return shell.status


TABLE: dict[str, Callable[[Shell, Job], int]] = {
    "cd": cd,
    "exit": leave,
    "export": export,
    "unset": unset,
    "set": switch,
    "break": end_loop,
    "continue": end_loop,
    ".": source,
    "source": source,
    "exec": replace,
    "type": kind,
    "command": command,
    "eval": evaluate,
    "read": read,
    "shift": shift,
    "trap": trap,
}
NOTHING = (":", "wait", "umask", "jobs")


def of(shell: Shell) -> dict[str, Callable[[Job], int]]:
    """Those of one shell, by name."""
    return {name: functools.partial(run, shell) for name, run in TABLE.items()} | dict.fromkeys(NOTHING, lambda _job: 0)
