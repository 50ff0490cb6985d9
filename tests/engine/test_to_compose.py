"""`--to compose`: both composes read the file, and the container that compose makes of it is the one that the line makes."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dockersh.reading import syntax
from dockersh.reading.invocation import Invocation, read
from dockersh.recreate.compose.file import File, file
from support import create_lines, rows
from support.differences import differences
from support.private_engine import PrivateEngine

PARTS = ("Config", "HostConfig", "Mounts", "Path", "Args")
# Which of a container's streams a client joins; how a mount was written: what is mounted stands in Mounts.
WAYS = {
    "Config": ("AttachStdin", "AttachStdout", "AttachStderr", "StdinOnce", "Volumes"),
    "HostConfig": ("Binds", "Mounts", "VolumeDriver", "ConsoleSize"),
}
# Compose names the folder of the logins also where there are none; docker where there are some.
LOGINS = "DOCKER_CONFIG=/run/secrets/docker"


class Composes(NamedTuple):
    """The row's compose, which makes the containers, and all that read the files."""

    own: Path
    every: tuple[Path, ...]


@pytest.fixture(scope="module", name="composes")
def fixture_composes(row: rows.Row) -> Composes:
    """That of the row and that of the test environment."""
    own = rows.compose(row)
    return Composes(own, tuple({own, Path(sys.executable).with_name("docker-compose")}))


def left_out(made: File) -> set[str]:
    """The options that we say are not in the file."""
    return {str(note.args["option"]) for note in made.notes if "option" in note.args}


def without(line: str, invocation: Invocation, options: set[str]) -> str:
    """The line without them."""
    for part in reversed(invocation.parts):
        if part.kind == "flag" and f"--{part.canonical}" in options:
            line = line[: part.span.start] + line[part.span.end :]
    return line


def inspected(engine: PrivateEngine, name: str) -> dict[str, Any]:
    """What counts of a container, without compose's own labels and names, and without an order where none is meant."""
    found: dict[str, Any] = json.loads(engine.docker("container", "inspect", name))[0]
    plain = json.dumps({key: found[key] for key in (*PARTS, "NetworkSettings")}).replace(found["Id"][:12], "SHORT")
    row: dict[str, Any] = json.loads(plain)
    row["Config"]["Labels"] = {k: v for k, v in (row["Config"]["Labels"] or {}).items() if "docker.compose" not in k}
    for part, names in WAYS.items():
        kept = {key: value for key, value in row[part].items() if key not in names and value}
        row[part] = {key: sorted(value, key=str) if isinstance(value, list) else value for key, value in kept.items()}
    row["Config"]["Env"] = [one for one in row["Config"].get("Env") or () if one != LOGINS]
    if "VolumesFrom" in row["HostConfig"]:
        row["HostConfig"]["VolumesFrom"] = [one.removesuffix(":rw") for one in row["HostConfig"]["VolumesFrom"]]
    for request in row["HostConfig"].get("DeviceRequests") or ():
        request["Options"] = request["Options"] or {}
    networks = row["NetworkSettings"]["Networks"].values()  # a hardware address is asked for of the container, or of a network
    row["mac"] = row["Config"].pop("MacAddress", "") or "".join(one.get("MacAddress") or "" for one in networks)
    host = row["HostConfig"]  # an old engine keeps the words that were sent, of which two pairs mean the same
    host["NetworkMode"] = {"default": "bridge"}.get(host.get("NetworkMode"), host.get("NetworkMode"))
    if "RestartPolicy" in host:
        host["RestartPolicy"]["Name"] = host["RestartPolicy"]["Name"] or "no"
    for mount in row["Mounts"]:
        _plainly(mount)
    row["Mounts"].sort(key=lambda mount: str(mount["Destination"]))
    row["Networks"] = {key: _endpoint(one, name) for key, one in row.pop("NetworkSettings")["Networks"].items()}
    return row


def _plainly(mount: dict[str, Any]) -> None:
    """Without words that other fields say, and places that are each container's own."""
    mount["Mode"] = ""  # words that Propagation and RW say
    if len(mount.get("Name", "")) == 64:
        mount["Name"] = mount["Source"] = "anonymous"
    if mount["Destination"] == "/var/run/docker.sock":  # compose 5 mounts the socket that it talks to itself
        mount["Source"] = "socket"
    if mount["Type"] == "image":  # where its layer is, each container's own
        mount["Source"] = "layer"


def _endpoint(row: dict[str, Any], name: str) -> dict[str, Any]:
    aliases = sorted({alias for alias in row["Aliases"] or () if alias != name})
    links = [link if ":" in link else f"{link}:{link}" for link in row["Links"] or ()]
    return {"asked": row["IPAMConfig"] or None, "aliases": aliases, "links": links}


def tried(engine: PrivateEngine, composes: Composes, words: list[str], folder: Path) -> list[str] | None:
    """What is wrong with the file of a line; None where docker refuses the line."""
    line = shlex.join(["docker", "create", "--name", "made", *words])
    invocation = read(syntax.parse(line).calls[0])
    made = file([invocation])
    assert made is not None
    argv = shlex.split(without(line, invocation, left_out(made)))
    if subprocess.run(argv, env=engine.env(), capture_output=True, check=False).returncode:
        return None
    before = inspected(engine, "made")
    engine.docker("rm", "-v", "made")
    path = folder / "compose.yaml"
    path.write_text(made.text, encoding="utf-8")
    calls = [[str(compose), "-f", str(path), "config", "-q"] for compose in composes.every]
    for call in (*calls, [str(composes.own), "-f", str(path), "-p", "pp", "create"]):
        done = subprocess.run(call, env=engine.env(), capture_output=True, text=True, check=False)
        if done.returncode:
            return [made.text, done.stderr]
    after = inspected(engine, "made")
    engine.docker("rm", "-v", "made")
    return list(differences(before, after))


def test_compose_makes_what_the_line_makes(
    named: PrivateEngine, composes: Composes, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """For lines made at random, without what we say is not in the file."""
    count, made, wrong, lines = int(pytestconfig.getoption("--remakes")), 0, [], 0
    for words in create_lines.lines(2 * count, pytestconfig.getoption("--seed")):
        found, lines = tried(named, composes, words, tmp_path), lines + 1
        made += found is not None
        wrong += [(words, found)] if found else []
        if made == count:
            break
    print(f"{made} files, of {lines} lines; {len(wrong)} make something else", *wrong, sep="\n")
    assert wrong == []
    assert made == count


def test_a_service_goes_back_to_a_line(named: PrivateEngine, row: rows.Row, tmp_path: Path) -> None:
    """`--to run` of a file made from a line makes the same container again."""
    rows.install_compose(row, Path(named.env()["DOCKER_CONFIG"]) / "cli-plugins")
    line = (
        "docker run -d --name made -e A=1 -e 'B=x y$' -l a=b -p 127.0.0.1:8080:80 -p 9000/udp -v vol:/v:ro -v /tmp:/t"
        " --mount type=tmpfs,dst=/m,tmpfs-size=1m --network n1 --network-alias w --restart on-failure:3 -m 64m --cpus 0.5"
        " --health-cmd 'true || x' --health-interval 9s --cap-add NET_ADMIN --ulimit nofile=1000:2000 --log-opt max-size=1m"
        " --entrypoint sleep --stop-timeout 5 -w /w -u 1 --init --add-host a:1.2.3.4 busybox 1000"
    )
    made = file([read(syntax.parse(line).calls[0])])
    assert made is not None
    (tmp_path / "compose.yaml").write_text(made.text, encoding="utf-8")
    argv = [sys.executable, "-m", "dockersh", "--to", "run", "made"]
    back = subprocess.run(argv, env=named.env(), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert back.stdout.startswith("docker run"), back.stderr
    found = []
    for text in (line, back.stdout):
        named.docker(*shlex.split(text.replace("\\\n", ""))[1:])
        found.append(inspected(named, "made"))
        del found[-1]["mac"]  # an engine gives a container that starts one of its own
        named.docker("rm", "-fv", "made")
    assert list(differences(found[0], found[1])) == []
