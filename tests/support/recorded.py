"""Sessions recorded from a real engine: what each line printed, where, with which status, and what was there at the end.

    $ docker rm web
    ! Error response from daemon: No such container: web
    = 1

A line, what it printed (`  ` standard output, `! ` standard error), and its status where that is not 0. What differs from run
to run (ids, times, sizes, generated names) is a word in angle brackets. A recording is made on the current row's engine with
images made from practice's own definitions, and replayed on practice.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import tarfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from dockersh.practice.engine import registry
from support.paths import ROOT
from support.private_engine import _busybox_root

FOLDER = ROOT / "tests" / "practice" / "recorded"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
IMAGES = ("busybox:latest", "alpine:latest", "nginx:latest", "redis:latest", "hello-world:latest")
PATIENCE = 20
FIELDS = (
    "{{.Name}} {{.Path}} {{json .Args}} {{.State.Status}} {{.State.ExitCode}} {{.State.Running}} {{.State.Paused}}",
    "{{.Name}} {{json .Config.Env}} {{json .Config.Cmd}} {{json .Config.Entrypoint}} {{.State.Error}}",
    "{{.Name}} {{json .Config.ExposedPorts}} {{json .Config.Volumes}} {{.Config.WorkingDir}} {{json .Config.Labels}}",
    "{{.Name}} {{.Config.Tty}} {{.Config.OpenStdin}} {{.Config.StdinOnce}} {{.Config.Image}} {{.HostConfig.NetworkMode}}",
    "{{.Name}} {{json .HostConfig.PortBindings}} {{json .HostConfig.RestartPolicy}} {{json .HostConfig.Binds}}",
    "{{.Name}} {{.HostConfig.AutoRemove}} {{.HostConfig.Memory}} {{.RestartCount}} {{json .NetworkSettings.Ports}}",
    "{{.Name}} {{range $k, $v := .NetworkSettings.Networks}}{{$k}} {{$v.IPAddress}}/{{$v.IPPrefixLen}} {{$v.Gateway}} {{end}}",
    "{{.Name}} {{range .Mounts}}{{.Type}} {{.Name}} {{.Destination}} {{.RW}} {{.Mode}} {{.Driver}} {{end}}",
)
# What is asked at the end of every session.
STATE = (
    "docker ps -a --no-trunc --format '{{.Names}} | {{.Image}} | {{.Command}} | {{.Status}} | {{.Ports}} | {{.Mounts}}'",
    "docker volume ls --format '{{.Name}} {{.Driver}}'",
    "docker network ls --format '{{.Name}} {{.Driver}} {{.Scope}}'",
    "docker images --format '{{.Repository}}:{{.Tag}}' | sort",
    *(f"docker ps -aq | xargs -r docker inspect --format '{fields}'" for fields in FIELDS),
)
EVENTS = (
    "docker events --since {since} --until {until} --filter type=container --filter type=volume --filter type=network --format "
    "'{{{{.Type}}}} {{{{.Action}}}} {{{{with .Actor.Attributes.name}}}}{{{{.}}}}{{{{end}}}}"
    "{{{{with .Actor.Attributes.exitCode}}}} {{{{.}}}}{{{{end}}}}{{{{with .Actor.Attributes.signal}}}} {{{{.}}}}{{{{end}}}}'"
)
NORMAL = (
    (r"(?:sha256:)?\b[0-9a-f]{64}\b", "<id>"),
    (r"\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{12}\b", "<id>"),
    (r"\b\d{4}-\d\d-\d\dT[\d:.]+Z\b", "<time>"),
    (r"(?:Less than a second|About an? (?:minute|hour)|\d+ (?:second|minute|hour|day|week|month|year)s?)( ago)?", "<age>"),
    (r"\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b", "<mac>"),
    (r"\b\d+(?:\.\d+)?(?:e\+\d+)?(?:B|kB|MB|GB|KiB|MiB|GiB)\b", "<size>"),
    (r"\b[a-z]+_[a-z]+\d?\b(?=\s*(?:\||$| /| \d+$))", "<name>"),
    (r"^/[a-z]+_[a-z]+\d?(?= )", "/<name>"),
    (r"time=\d+\.\d+ ms", "time=<ms>"),
    (r"= [\d.]+/[\d.]+/[\d.]+ ms", "= <ms>"),
    (r"\b172\.(?:1[89]|2\d|3[01])\.0\.", "172.<n>.0."),  # a subnet that was given back is taken again, or the next one
    (r"Bind for (?:0\.0\.0\.0|::):", "Bind for <any>:"),  # whichever comes first
    (r"^Untagged: \S+@<id>$", ""),  # what was imported has no digest
    (r"[ \t]{2,}", "  "),
    (r"[ \t\r]+$", ""),
)


class Step(NamedTuple):
    """A line and what came of it."""

    line: str
    out: tuple[str, ...]
    err: tuple[str, ...]
    status: int


def lines(name: str) -> list[str]:
    """The lines of a session."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line[2:] for line in text.split("\n") if line.startswith("$ ") and not line.startswith("$ #")]


def typed(name: str) -> list[str]:
    """The lines that somebody typed, without the questions at the end."""
    return [line for line in lines(name) if line not in STATE]


def recording(name: str) -> str:
    """All of it."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def normal(text: str) -> tuple[str, ...]:
    """Its lines, without what differs from run to run."""
    for pattern, word in NORMAL:
        text = re.sub(pattern, word, text, flags=re.MULTILINE)
    return tuple(line for line in text.rstrip("\n").split("\n") if line.strip()) if text.strip() else ()


def steps(name: str, env: Mapping[str, str], folder: Path) -> Iterator[Step]:
    """Carry a session out in a folder, line by line; the state and the events come last."""
    since = time.time()
    for line in (*typed(name), *STATE):
        yield step(line, env, folder)
    told = step(EVENTS.format(since=f"{since:.6f}", until=f"{time.time():.6f}"), env, folder)
    yield told._replace(line="# events", out=tuple(one for one in told.out if "exec_" not in one))


def step(line: str, env: Mapping[str, str], folder: Path) -> Step:
    """One line, in a shell of its own."""
    result = subprocess.run(
        ["/bin/sh", "-c", line],
        env=dict(env),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        stdin=subprocess.DEVNULL,
    )
    out, err = (text.replace(str(folder), "<folder>") for text in (result.stdout, result.stderr))
    return Step(line, normal(out), normal(err), result.returncode)


def written(found: list[Step]) -> str:
    """As a file holds it."""
    out = []
    for one in found:
        out += [f"$ {one.line}", *(f"  {line}" for line in one.out), *(f"! {line}" for line in one.err)]
        out += [f"= {one.status}"] if one.status else []
    return "\n".join(out) + "\n"


def read(text: str) -> list[Step]:
    """The steps of what was written."""
    found: list[Step] = []
    for row in text.split("\n"):
        if row.startswith("$ "):
            found.append(Step(row[2:], (), (), 0))
        elif row.startswith("  "):
            found[-1] = found[-1]._replace(out=(*found[-1].out, row[2:]))
        elif row.startswith("! "):
            found[-1] = found[-1]._replace(err=(*found[-1].err, row[2:]))
        elif row.startswith("= "):
            found[-1] = found[-1]._replace(status=int(row[2:]))
    return found


def root_of(image: str) -> tuple[bytes, list[str]]:
    """A root file system for a real engine that behaves as practice's image does, and the changes of `docker import`."""
    row = registry.row_of(image)
    assert row is not None
    out = io.BytesIO(_busybox_root())
    with tarfile.open(fileobj=out, mode="a") as tar:
        for path, text in files_of(image).items():
            member = tarfile.TarInfo(path.lstrip("/"))
            member.size, member.mode = len(text.encode()), 0o755
            tar.addfile(member, io.BytesIO(text.encode()))
    config = registry.config(row)
    changes = [f"ENV {one}" for one in config["Env"]]
    changes += [f"EXPOSE {port}" for port in config["ExposedPorts"] or {}]
    changes += [f"VOLUME {path}" for path in config["Volumes"] or {}]
    changes += [f"WORKDIR {config['WorkingDir']}"] if config["WorkingDir"] else []
    changes += [
        f"{word} {_json(config[field])}" for word, field in (("ENTRYPOINT", "Entrypoint"), ("CMD", "Cmd")) if config[field]
    ]
    changes += [f"STOPSIGNAL {config['StopSignal']}"] if config.get("StopSignal") else []
    return out.getvalue(), [word for change in changes for word in ("--change", change)]


def _json(words: list[str]) -> str:
    return "[" + ", ".join('"' + word.replace('"', '\\"') + '"' for word in words) + "]"


SERVER = "#!/bin/sh\ntrap 'exit 0' TERM QUIT INT\necho up\nwhile :; do sleep 0.1; done\n"


def files_of(image: str) -> dict[str, str]:
    """What a real engine's image has beside busybox."""
    row = registry.row_of(image)
    assert row is not None
    found = dict(row.get("files", {}))
    for word in row.get("entrypoint", []):
        found[word if word.startswith("/") else f"/bin/{word}"] = '#!/bin/sh\nexec "$@"\n'
    if "nginx" in image:
        found["/bin/nginx"] = (
            "#!/bin/sh\ntrap 'exit 0' TERM QUIT INT\nhttpd -p 80 -h /usr/share/nginx/html\nwhile :; do sleep 0.1; done\n"
        )
    if "redis" in image:
        found["/bin/redis-server"] = SERVER
    if "prints" in row:
        found[row["cmd"][0]] = f"#!/bin/sh\ncat <<'END'\n{row['prints']}END\n"
    return found


def import_all(env: Mapping[str, str]) -> None:
    """Bring the images into a real engine; one of docker 20.10 takes no STOPSIGNAL with an import."""
    for image in IMAGES:
        data, changes = root_of(image)
        older = [word for word in changes if not word.startswith("STOPSIGNAL")]
        older = older if older == changes else older[:-1]  # it comes last, with an option in front
        assert any(_imported(image, data, given, env) for given in dict.fromkeys((tuple(changes), tuple(older)))), image


def _imported(image: str, data: bytes, changes: tuple[str, ...], env: Mapping[str, str]) -> bool:
    argv = ["docker", "import", *changes, "-", image]
    done = subprocess.run(argv, env=dict(env), input=data, capture_output=True, check=False, timeout=PATIENCE)
    return done.returncode == 0


def clear(env: Mapping[str, str]) -> None:
    """No containers, volumes and networks; the images under their names."""
    ours = "|".join(IMAGES)
    names = "docker images --format '{{.Repository}}:{{.Tag}}'"
    script = (
        "docker ps -aq | xargs -r docker rm -fv; docker volume ls -q | xargs -r docker volume rm -f; docker network prune -f; "
        f"{names} | grep -vE '^({ours})$|none' | xargs -r docker rmi -f; docker image prune -f"
    )
    subprocess.run(["/bin/sh", "-c", script], env=dict(env), capture_output=True, check=False, timeout=PATIENCE)


REWRITE = bool(os.environ.get("DOCKERSH_REWRITE_CASES"))
