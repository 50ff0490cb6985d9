"""Programs that print and filter text, as busybox has them."""

from __future__ import annotations

import re
import time

from dockersh.practice.inside.files import Problem
from dockersh.practice.inside.job import Job

ESCAPES = {"\\n": "\n", "\\t": "\t", "\\\\": "\\", "\\r": "\r", "\\e": "\x1b", "\\033": "\x1b"}


def unescaped(text: str) -> str:
    r"""`\n` as a newline."""
    return re.sub(r"\\(?:033|.)", lambda found: ESCAPES.get(found.group(), found.group()), text)


def echo(job: Job) -> int:
    """Its words."""
    words = job.argv[1:]
    switches = ""
    while words and re.fullmatch(r"-[neE]+", words[0]):
        switches += words.pop(0)
    text = " ".join(words)
    job.write((unescaped(text) if "e" in switches else text) + ("" if "n" in switches else "\n"))
    return 0


def printf(job: Job) -> int:
    """A format of %s and %d."""
    values = iter(job.argv[2:])
    job.write(re.sub(r"%[-\d.]*[sd]", lambda _found: next(values, ""), unescaped(job.argv[1] if len(job.argv) > 1 else "")))
    return 0


def inputs(job: Job, names: list[str]) -> tuple[list[tuple[str, str]], int]:
    """The contents of files, `-` or none is the input; and the status where one could not be read."""
    found, status = [], 0
    for name in names or ["-"]:
        if name == "-":
            found.append((name, job.everything()))
            continue
        try:
            found.append((name, job.files.read(job.path(name))))
        except Problem as problem:
            job.complain(f"{job.argv[0]}: can't open '{name}': {problem.reason}\n")
            status = 1
    return found, status


def cat(job: Job) -> int:
    """Files, or what is typed, line by line."""
    _, names = job.parted()
    if not names and job.text is None:
        while line := job.line():
            job.write(line)
        return 0
    found, status = inputs(job, names)
    for _, text in found:
        job.write(text)
    return status


def _ends(job: Job, *, last: bool) -> int:
    options, names = job.parted("nc")
    wanted = int(re.sub(r"\D", "", options.get("n", "") or next((one for one in options if one.isdecimal()), "10")) or 10)
    found, status = inputs(job, names)
    for _, text in found:
        lines = text.split("\n")
        whole = [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
        job.write("".join(whole[-wanted:] if last else whole[:wanted]))
    if last and ("f" in options or "F" in options):
        _follow(job, names)
    return status


def _follow(job: Job, names: list[str]) -> None:
    """`tail -f`: until it is ended."""
    if not names or names[-1] == "/dev/null":
        job.process.idle()
    path = job.path(names[-1])
    seen = len(job.files.read(path))
    while True:
        job.process.sleep(0.2)
        text = job.files.read(path)
        if len(text) > seen:
            job.write(text[seen:])
        seen = len(text)


def head(job: Job) -> int:
    """The first lines."""
    return _ends(job, last=False)


def tail(job: Job) -> int:
    """The last lines."""
    return _ends(job, last=True)


def wc(job: Job) -> int:
    """Counts."""
    options, names = job.parted()
    found, status = inputs(job, names)
    wanted = [letter for letter in "lwc" if letter in options] or ["l", "w", "c"]
    for name, text in found:
        counts = {"l": text.count("\n"), "w": len(text.split()), "c": len(text.encode("utf-8", "surrogateescape"))}
        width = 0 if len(wanted) == 1 else 9
        numbers = " ".join(f"{counts[letter]:>{width}}" for letter in wanted)
        job.write(f"{numbers}{'' if name == '-' else ' ' + name}\n")
    return status


def grep(job: Job) -> int:
    """Lines that match."""
    options, words = job.parted("e")
    pattern = options.get("e") or (words.pop(0) if words else "")
    found, status = inputs(job, words)
    flags = re.IGNORECASE if "i" in options else 0
    wanted = re.compile(re.escape(pattern) if "F" in options else pattern, flags)
    lines = [line for _, text in found for line in text.split("\n")[: text.count("\n") + (not text.endswith("\n"))]]
    kept = [line for line in lines if bool(wanted.search(line)) != ("v" in options)]
    if "c" in options:
        job.write(f"{len(kept)}\n")
    elif "q" not in options:
        job.write("".join(line + "\n" for line in kept))
    return status * 2 or int(not kept)


def sort(job: Job) -> int:
    """Lines in order."""
    options, names = job.parted()
    found, status = inputs(job, names)
    lines = [line for _, text in found for line in text.split("\n") if line]
    lines = sorted(set(lines) if "u" in options else lines, reverse="r" in options)
    job.write("".join(line + "\n" for line in lines))
    return status


def seq(job: Job) -> int:
    """Numbers."""
    numbers = [int(word) for word in job.argv[1:] if re.fullmatch(r"-?\d+", word)]
    first, last = ([1, *numbers] if len(numbers) == 1 else [*numbers, 1, 0])[:2]
    job.write("".join(f"{number}\n" for number in range(first, last + 1)))
    return 0


def tee(job: Job) -> int:
    """To files and on."""
    options, names = job.parted()
    text = job.everything()
    for name in names:
        job.files.write(job.path(name), text, add="a" in options)
    job.write(text)
    return 0


def date(job: Job) -> int:
    """The time."""
    form = next((word[1:] for word in job.argv[1:] if word.startswith("+")), "%a %b %e %H:%M:%S UTC %Y")
    job.write(time.strftime(form, time.gmtime(time.time() - job.process.behind)) + "\n")
    return 0


PROGRAMS = {
    "echo": echo,
    "printf": printf,
    "cat": cat,
    "head": head,
    "tail": tail,
    "wc": wc,
    "grep": grep,
    "sort": sort,
    "seq": seq,
    "tee": tee,
    "date": date,
}
