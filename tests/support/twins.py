"""Two practice engines that are alike: the real docker client on one, our stand-in on the other, line by line."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dockersh.practice.lessons.ask import Engine
from dockersh.practice.standin.wire import Wire
from support.recorded import IMAGES, normal

PATIENCE = 60
# An engine whose published ports are at an address of its own: both publish the same ones.
SERVE = (
    "import sys; from dockersh.practice.inside import doors; doors.HOST = sys.argv[4]; "
    "from dockersh.practice import serve; serve.PATIENCE = 1e6; serve.main(*sys.argv[1:4])"
)
GATE = "#!/bin/sh\nexec '{python}' -I -m dockersh.practice.gate docker \"$@\"\n"
MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? \+0000 UTC|\b[0-9a-f]{14}(?=…)|\b\d{4}-\d\d-\d\dT[\d:]+Z|(?<=\"Pid\":)\s?\d+"
)
READS = (
    "ps",
    "images",
    "image ls",
    "volume ls",
    "network ls",
    "inspect",
    "port",
    "top",
    "diff",
    "history",
    "system df",
    "logs",
)


class Printed(NamedTuple):
    """What a line printed."""

    out: str
    err: str
    status: int


class Twin:
    """An engine, and how a line is run on it."""

    def __init__(self, folder: Path, address: str, path: str) -> None:
        self.folder, self.path = folder, path
        self.socket = folder / "s"
        self.home = folder / "home"
        self.home.mkdir(parents=True)
        argv = [sys.executable, "-c", SERVE, str(self.socket), str(folder / "state.json"), str(self.home), address]
        self.process = subprocess.Popen(argv, stdin=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while not self.socket.exists():
            assert time.monotonic() < until
            time.sleep(0.02)

    @property
    def engine(self) -> Engine:
        """To be asked."""
        return Engine(str(self.socket))

    def env(self, path: str | None = None) -> dict[str, str]:
        """The environment of a line."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER")}
        own = {"DOCKER_HOST": f"unix://{self.socket}", "DOCKER_CONFIG": str(self.folder / "config"), "LANG": "C.UTF-8"}
        return {**kept, **own, "PATH": path or self.path, "DOCKERSH_PRACTICE": str(self.home), "DOCKER_CLI_HINTS": "false"}

    def begin(self, line: str, path: str | None = None) -> subprocess.Popen[bytes]:
        """Start a line."""
        return subprocess.Popen(
            ["/bin/sh", "-c", line],
            env=self.env(path),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def end(self, process: subprocess.Popen[bytes]) -> Printed:
        """What it printed."""
        out, err = process.communicate(timeout=PATIENCE)
        texts = [data.decode("utf-8", "replace").replace(str(self.folder), "FOLDER") for data in (out, err)]
        return Printed(texts[0], texts[1], process.returncode)

    def run(self, line: str, path: str | None = None) -> Printed:
        """Run a line to its end."""
        return self.end(self.begin(line, path))

    def told(self, request: str) -> tuple[str, ...]:
        """What the engine answers, without what differs from run to run."""
        text = str(self.engine.get(request)).replace(str(self.folder), "FOLDER")
        for pattern, word in ((r"'Created': \d{10}\b", "'Created': TIME"), (r"'/[a-z]+_[a-z]+\d?'", "'/NAME'")):
            text = re.sub(pattern, word, text)
        return normal(text)

    def empty(self) -> None:
        """Nothing but the images of the recordings."""
        self.engine.empty()
        for path in self.home.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        wire = Wire(self.env())
        for image in IMAGES:
            wire.open("POST", "/images/create", {"fromImage": image}).whole()


class Twins(NamedTuple):
    """The two."""

    real: Twin
    ours: Twin

    def differ(self, line: str) -> str:
        """How a line differs between them; '' where it does not. What it did, it did on both."""
        begun = [(one, one.begin(line)) for one in self]
        real, ours = (one.end(process) for one, process in begun)
        if alike(real.out, ours.out) and alike(real.err, ours.err) and real.status == ours.status:
            return self.unlike(line)
        return f"{line}\nreal {real}\nours {ours}"

    def unlike(self, line: str) -> str:
        """The same for a line that only reads: both clients on one engine, byte for byte."""
        if not only_reads(line):
            return ""
        found = ""
        for _ in range(8):  # an age grows by a second between two of them
            real, ours = self.ours.run(line, self.real.path), self.ours.run(line)
            if real == ours:
                return ""
            found = f"{line}\non one engine\nreal {real}\nours {ours}"
        return found

    def states_differ(self) -> str:
        """What is there at the end, as the engines tell it."""
        for request in ("/containers/json?all=1", "/images/json", "/volumes", "/networks"):
            real, ours = (one.told(request) for one in self)
            if real != ours:
                return f"{request}\nreal {real}\nours {ours}"
        return ""


def alike(real: str, ours: str) -> bool:
    """Whether two texts differ only in what differs from run to run."""
    first, second = (normal(MOMENT.sub("<time>", text)) for text in (real, ours))
    return first == second


def only_reads(line: str) -> bool:
    """Whether a line is one docker command that shows something."""
    words = line.removeprefix("docker ")
    plain = not any(sign in line.replace("'{{", "").replace("}}'", "") for sign in "|;&$<>`")
    return line.startswith("docker ") and plain and words.startswith(tuple(f"{name} " for name in READS)) and " -f " not in line


def without_docker(folder: Path) -> str:
    """A PATH with everything of ours but a docker client."""
    folder.mkdir(parents=True)
    for place in os.environ["PATH"].split(os.pathsep):
        with contextlib.suppress(OSError):
            for program in Path(place).iterdir():
                here = folder / program.name
                if program.name != "docker" and not here.exists() and os.access(program, os.X_OK):
                    here.symlink_to(program)
    return str(folder)


def somebody(folder: Path, path: str) -> dict[str, str]:
    """The environment of a person without docker."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER")}
    own = {"XDG_STATE_HOME": str(folder / "state"), "HOME": str(folder), "LANG": "C.UTF-8", "SHELL": "/bin/sh"}
    return {**kept, **own, "PATH": path}


@contextlib.contextmanager
def twins(folder: Path) -> Iterator[Twins]:
    """Both of them; they end afterwards."""
    bare = without_docker(folder / "bare")
    gate = folder / "gate"
    gate.mkdir()
    (gate / "docker").write_text(GATE.format(python=sys.executable), encoding="utf-8")
    (gate / "docker").chmod(0o700)
    made = Twins(
        Twin(folder / "a", "127.0.0.2", os.environ["PATH"]), Twin(folder / "b", "127.0.0.3", f"{gate}{os.pathsep}{bare}")
    )
    try:
        yield made
    finally:
        for one in made:
            one.process.send_signal(signal.SIGKILL)
            one.process.wait()
