"""A container that runs: its first process in a thread, those of `exec`, and the doors of its published ports."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable

from dockersh.practice.engine.records import Container
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.engine.world import World
from dockersh.practice.inside.files import Layers, Problem
from dockersh.practice.inside.job import Job
from dockersh.practice.inside.place import Place, files_of, own_files
from dockersh.practice.inside.process import Ended, Interrupted, Process
from dockersh.practice.inside.streams import STDERR, STDOUT, Output

DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
INTERRUPTED = 130


class Running:
    """The living part of a container. *done* is called with the status when its first process has ended."""

    def __init__(self, world: World, container: Container, done: Callable[[int], None]) -> None:
        self.world, self.container, self.done = world, container, done
        self.output = world.outputs.setdefault(container.id, Output(container.log))
        self.place = Place(world, container)
        self.files = files_of(world, container)
        own = own_files(world, container)
        stores = Layers(
            {path: {"kind": "file", "text": text, "mode": 0o644, "time": time.time()} for path, text in own.items()}
        )
        self.files.mounts += [(path, _One(stores, path), True) for path in own]
        self.files.mounts.sort(key=lambda mount: -len(mount[0]))
        self.process = self._process(container.argv, self.output, tty=bool(container.config.get("Tty")), first=True)
        self.next_pid = 7

    def _process(self, argv: list[str], output: Output, *, tty: bool, first: bool) -> Process:
        process = Process(argv, self.files, self.place, output, tty=tty, first=first)
        given = dict(one.partition("=")[::2] for one in self.container.config.get("Env") or [])
        process.env = {"PATH": DEFAULT_PATH, "HOSTNAME": self.place.hostname(), **({"TERM": "xterm"} if tty else {}), **given}
        process.env.setdefault("HOME", "/root")
        if first and not tty and not self.container.config.get("OpenStdin"):
            process.input.end()
        process.user = str(self.container.config.get("User") or "root").partition(":")[0].replace("0", "root")
        process.folder = str(self.container.config.get("WorkingDir") or "/")
        return process

    def start(self, behind: float = 0.0) -> None:
        """Run the first process. Raises Refused where there is no such program."""
        program = found_program(self.process)
        if not self.files.is_folder(self.process.folder):
            self._make_folders(self.process.folder)
        self.process.behind = behind
        self.place.everybody.append((1, self.process))
        self.output.open()
        threading.Thread(target=self._run, args=(self.process, program, self.done), daemon=True).start()

    def _make_folders(self, path: str) -> None:
        parts = path.strip("/").split("/")
        for count in range(1, len(parts) + 1):
            above = "/" + "/".join(parts[:count])
            if self.files.get(above) is None:
                self.files.make(above)

    def start_exec(self, argv: list[str], output: Output, settings: dict[str, object]) -> Process:
        """Run one more process; *settings* are those of the request."""
        process = self._process(argv, output, tty=bool(settings.get("Tty")), first=False)
        for one in settings.get("Env") or []:  # type: ignore[attr-defined]
            name, _, value = one.partition("=")
            process.env[name] = value
        process.folder = str(settings.get("WorkingDir") or process.folder)
        process.user = str(settings.get("User") or process.user)
        process.pid = self.next_pid
        if not settings.get("AttachStdin") and not process.tty:
            process.input.end()
        self.next_pid += 6
        return process

    def run_exec(self, process: Process, program: Callable[[Job], int], done: Callable[[int], None]) -> None:
        """Let it run, in a thread."""
        entry = (process.pid, process)
        self.place.everybody.append(entry)
        process.output.open()

        def ended(status: int) -> None:
            self.place.everybody.remove(entry)
            done(status)

        threading.Thread(target=self._run, args=(process, program, ended), daemon=True).start()

    def _run(self, process: Process, program: Callable[[Job], int], done: Callable[[int], None]) -> None:
        status = 1
        try:
            job = Job(process, process.argv, lambda text: process.write(text, STDOUT), lambda text: process.write(text, STDERR))
            status = program(job)
        except Ended as end:
            status = end.status
        except Interrupted:
            status = INTERRUPTED
        except Problem as problem:
            process.output.write(STDERR, f"{process.argv[0]}: {problem.path}: {problem.reason}\n")
        except Exception:  # noqa: BLE001  a fault of ours ends this container, not the engine
            traceback.print_exc(file=sys.stderr)
        done(status)


class _One:
    """A single file, mounted at its own path."""

    def __init__(self, store: Layers, path: str) -> None:
        self.store, self.path = store, path

    def get(self, _path: str) -> dict[str, object] | None:
        """The file."""
        return self.store.get(self.path)

    def put(self, _path: str, entry: dict[str, object]) -> None:
        """Written again."""
        self.store.put(self.path, entry)

    def drop(self, path: str) -> None:
        """A mount is busy."""
        raise Problem(path, "Resource busy")

    def names(self, _path: str) -> set[str]:
        """It is no folder."""
        return set()


def found_program(process: Process) -> Callable[[Job], int]:
    """The program of a process. Raises Refused as runc does."""
    name = process.argv[0]
    path = process.place.program_path(process, name)
    if not path:
        raise Refused("command-not-there" if "/" in name else "command-not-found", command=name)
    entry = process.files.get(path) or {}
    if entry.get("kind") == "folder":
        raise Refused("command-is-folder", command=name)
    found = process.place.lookup(process)(name)
    if found is None or not int(entry.get("mode", 0)) & 0o111:
        raise Refused("command-not-executable", command=name)
    return found  # type: ignore[no-any-return]
