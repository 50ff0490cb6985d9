"""Programs that ask or wait for the machine, as busybox has them."""

from __future__ import annotations

import re

from dockersh.practice.inside.job import Job

UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}


def sleep(job: Job) -> int:
    """So many seconds."""
    if len(job.argv) < 2:
        job.complain("BusyBox v1.36.1 multi-call binary.\n\nUsage: sleep [N]...\n")
        return 1
    total = 0.0
    for word in job.argv[1:]:
        found = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd]?)", word)
        if found is None and word in ("infinity", "inf"):
            job.process.idle()
        if found is None:
            job.complain(f"sleep: invalid number '{word}'\n")
            return 1
        total += float(found[1]) * UNITS[found[2]]
    job.process.sleep(total)
    return 0


def env(job: Job) -> int:
    """The environment."""
    wanted = job.argv[1:] if job.argv[0].endswith("printenv") else []
    if wanted:
        found = [job.process.env[name] for name in wanted if name in job.process.env]
        job.write("".join(value + "\n" for value in found))
        return int(len(found) < len(wanted))
    job.write("".join(f"{name}={value}\n" for name, value in job.process.env.items()))
    return 0


def hostname(job: Job) -> int:
    """The name of the container's machine."""
    if "i" in job.parted()[0]:
        found = job.process.place.addresses()
        if not found:
            job.complain(f"hostname: {job.process.place.hostname()}: Host name lookup failure\n")
            return 1
        job.write(" ".join(found) + "\n")
        return 0
    job.write(job.process.place.hostname() + "\n")
    return 0


def identity(job: Job) -> int:
    """`id`."""
    user = job.process.user
    number = 0 if user == "root" else 1000
    options, _ = job.parted()
    if "u" in options:
        job.write(f"{user if 'n' in options else number}\n")
        return 0
    job.write(f"uid={number}({user}) gid={number}({user}) groups={number}({user})\n")
    return 0


def whoami(job: Job) -> int:
    """The user."""
    job.write(job.process.user + "\n")
    return 0


def uname(job: Job) -> int:
    """The kernel, which is the engine's."""
    options, _ = job.parted()
    parts = {"s": "Linux", "n": job.process.place.hostname(), "r": "6.1.0-practice", "m": "x86_64"}
    wanted = "snrm" if "a" in options else "".join(one for one in "snrm" if one in options) or "s"
    job.write(" ".join(parts[letter] for letter in wanted) + "\n")
    return 0


def ps(job: Job) -> int:
    """The processes of the container."""
    rows = job.process.place.processes()
    if job.process.argv != job.argv:  # a child of a shell
        rows.append((max((row[0] for row in rows), default=0) + 6, job.process.user, " ".join(job.argv)))
    job.write("PID   USER     COMMAND\n" if not job.process.place.is_gnu() else "    PID TTY          TIME CMD\n")
    for pid, user, command in rows:
        if job.process.place.is_gnu():
            job.write(f"{pid:>7} ?        00:00:00 {command.split(' ')[0].rpartition('/')[2]}\n")
        else:
            job.write(f"{pid:>5} {user:<8} {command}\n")
    return 0


def kill(job: Job) -> int:
    """Signals to the other processes of the container."""
    numbers = [int(word) for word in job.argv[1:] if word.isdecimal()]
    signal = next((int(word[1:]) for word in job.argv[1:] if re.fullmatch(r"-\d+", word)), 15)
    status = 0
    for number in numbers:
        if not job.process.place.kill(number, signal):
            job.complain(f"{job.argv[0]}: can't kill pid {number}: No such process\n")
            status = 1
    job.process.check()
    return status


def which(job: Job) -> int:
    """Where a program is."""
    found = [path for name in job.argv[1:] if (path := job.process.place.program_path(job.process, name))]
    job.write("".join(path + "\n" for path in found))
    return 0 if found else 1


def clear(job: Job) -> int:
    """An empty screen."""
    job.write("\x1b[H\x1b[J")
    return 0


def not_simulated(job: Job) -> int:
    """A program that a real image has, and that needs more than practice has."""
    job.complain(f"practice: {job.argv[0]}: not simulated\n")
    return 1


PROGRAMS = {
    "sleep": sleep,
    "env": env,
    "printenv": env,
    "hostname": hostname,
    "id": identity,
    "whoami": whoami,
    "uname": uname,
    "ps": ps,
    "kill": kill,
    "which": which,
    "clear": clear,
    "true": lambda _job: 0,
    "false": lambda _job: 1,
    **dict.fromkeys(("apt-get", "apt", "apk", "apt-cache", "vi", "nano", "top", "mount", "psql", "redis-cli"), not_simulated),
}
