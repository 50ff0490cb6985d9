"""`undo` on a real engine: what a line took away through dockersh comes back by the lines that were kept of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support import rows
from support.differences import differences, without_empty
from support.private_engine import PrivateEngine

# Made anew with each object: ids, moments, places, addresses that the engine chose.
OWN = {
    "Id",
    "Created",
    "CreatedAt",
    "State",
    "ResolvConfPath",
    "HostnamePath",
    "HostsPath",
    "LogPath",
    "GraphDriver",
    "Storage",
}
OWN |= {"NetworkSettings", "Containers", "Status", "LastUpdated", "Metadata"}
ANONYMOUS = 64  # digits of such a volume's name
DOCKERFILE = "FROM busybox\nCMD true\n"
NETWORK = (
    "network create --subnet 10.87.0.0/16 --gateway 10.87.0.9 --ip-range 10.87.4.0/24 --internal --attachable "
    "--aux-address x=10.87.0.3 --label a=b --label empty= -o com.docker.network.bridge.name=br9 n9"
)
PROJECT = """\
name: shop
services:
  web:
    image: busybox
    command: sleep 600
    stop_grace_period: 0s
    depends_on: [db]
    ports: ["127.0.0.1:8123:80"]
    volumes: ["data:/data"]
    environment: {A: "1"}
  db: {image: redis, stop_grace_period: 0s, networks: [back, default]}
  side: {image: busybox, command: sleep 600, stop_grace_period: 0s, network_mode: "service:db"}
volumes: {data: {labels: {kept: "no"}}}
networks: {back: {}}
"""
# Lines that make something, the line that takes it away, what is looked at before and after: kind and name.
CASES: dict[str, tuple[list[str], str, list[tuple[str, str]]]] = {
    "a container": (
        ["network create n1", "run -d --name web --network n1 --network-alias w -v data:/d -e A=1 -p 8080:80 -l a=b nginx"],
        "docker rm -f web",
        [("container", "web")],
    ),
    "two of which one needs the other": (
        ["run -d --name db redis", "run -d --name client --network container:db busybox sleep 600"],
        "docker rm -f client db",
        [("container", "db"), ("container", "client")],
    ),
    "a network": (
        [NETWORK],
        "docker network rm n9",
        [("network", "n9")],
    ),
    "two networks": (
        ["network create a1", "network create a2"],
        "docker network rm a1 a2",
        [("network", "a1"), ("network", "a2")],
    ),
    "a volume": (
        ["volume create --label a=b --opt type=tmpfs --opt device=tmpfs --opt o=size=1m,uid=1000 v9"],
        "docker volume rm v9",
        [("volume", "v9")],
    ),
    "a name": (["create --name web nginx"], "docker rename web old", [("container", "web")]),
    "a tag": (["tag nginx other:1"], "docker rmi other:1", [("image", "other:1")]),
    "a pulled image": ([], "docker rmi redis", [("image", "redis")]),
}


@pytest.fixture(name="person")
def fixture_person(engine: PrivateEngine, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs dockersh as somebody with a home of their own, in a folder of their own."""
    home = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}

    def run(*words: str, through: tuple[str, ...] = (sys.executable, "-m", "dockersh")) -> subprocess.CompletedProcess[str]:
        argv = [*through, *words]
        return subprocess.run(argv, env=engine.env(**home), cwd=tmp_path, capture_output=True, text=True, check=False)

    return run


def inspected(engine: PrivateEngine, kind: str, name: str) -> dict[str, Any]:
    """What the engine says of an object, without what is new in each."""
    found: dict[str, Any] = json.loads(engine.docker(kind, "inspect", name))[0]
    plain = json.dumps({key: value for key, value in found.items() if key not in OWN})
    row: dict[str, Any] = json.loads(plain.replace(found.get("Id", "?")[:12], "SHORT"))
    if kind == "container" and found["HostConfig"]["NetworkMode"].startswith("container:"):
        row["HostConfig"]["NetworkMode"] = row["Config"]["Hostname"] = "another's"  # by the id of the new one
    row["on"] = sorted(found["NetworkSettings"]["Networks"]) if "NetworkSettings" in found else []
    row["status"] = found["State"]["Status"] if kind == "container" else ""
    for part in ("Binds", "Env"):
        holder = row.get("HostConfig" if part == "Binds" else "Config") or {}
        holder[part] = sorted(holder.get(part) or ())
    for mount in row.get("Mounts") or ():
        if len(mount.get("Name", "")) == ANONYMOUS:
            mount["Name"] = mount["Source"] = "anonymous"
    if kind == "container":
        row["HostConfig"]["RestartPolicy"]["Name"] = row["HostConfig"]["RestartPolicy"]["Name"] or "no"
    whole: dict[str, Any] = without_empty(row)
    return whole


@pytest.mark.parametrize("name", CASES)
def test_it_comes_back(name: str, engine: PrivateEngine, person: Callable[..., Any]) -> None:
    """The same for `inspect`; its data and files apart, which is said."""
    made, removing, looked_at = CASES[name]
    for line in made:
        engine.docker(*line.split())
    before = [inspected(engine, *one) for one in looked_at]
    assert person("-c", removing).returncode == 0
    undo = person("undo")
    assert (undo.returncode, bool(undo.stdout)) == (0, True), undo.stderr
    done = person("-ec", undo.stdout, through=("sh",))
    assert done.returncode == 0, (undo.stdout, done.stderr)
    assert ("lost" in undo.stderr) == (looked_at[0][0] in ("container", "volume") and name != "a name")
    after = [inspected(engine, *one) for one in looked_at]
    for one, other in zip(before, after, strict=True):
        assert list(differences(one, other)) == []


def test_what_no_registry_has_is_lost(engine: PrivateEngine, person: Callable[..., Any], row: rows.Row) -> None:
    """No line, and the word for it. Containerd's store does not tell, and neither do we."""
    argv = ["docker", "build", "-q", "-t", "mine:1", "-"]
    subprocess.run(argv, env=engine.env(), input=DOCKERFILE, text=True, capture_output=True, check=True)
    assert person("-c", "docker rmi mine:1").returncode == 0
    undo = person("undo")
    if row.containerd:
        assert (undo.returncode, undo.stdout) == (0, "docker pull mine:1\n")
        assert "image mine:1 comes back only if its registry has it" in undo.stderr
    else:
        assert (undo.returncode, undo.stdout) == (1, "")
        assert "permanently lost: image mine:1" in undo.stderr


def test_a_project_comes_back(engine: PrivateEngine, person: Callable[..., Any], row: rows.Row, tmp_path: Path) -> None:
    """After `compose down -v`: containers, networks, an empty volume; for compose it is the same project as before."""
    rows.install_compose(row, Path(engine.env()["DOCKER_CONFIG"]) / "cli-plugins")
    (tmp_path / "compose.yaml").write_text(PROJECT, encoding="utf-8")
    done = person("up", "-d", through=("docker", "compose"))
    assert done.returncode == 0, done.stderr
    engine.docker("exec", "shop-web-1", "sh", "-c", "echo much > /data/file")
    things = [("container", f"shop-{one}-1") for one in ("web", "db", "side")]
    things += [("network", "shop_back"), ("network", "shop_default"), ("volume", "shop_data")]
    before = [inspected(engine, *one) for one in things]
    down = person("-c", "docker compose down -v")
    assert down.returncode == 0, down.stderr
    assert engine.docker("ps", "-aq") == ""
    undo = person("undo")
    done = person("-ec", undo.stdout, through=("sh",))
    assert done.returncode == 0, (undo.stdout, done.stderr)
    for thing, was in zip(things, before, strict=True):
        found = inspected(engine, *thing)
        assert list(differences(was, found)) == []
    assert "lost: the data of volume shop_data" in undo.stderr
    assert engine.docker("exec", "shop-web-1", "ls", "/data") == ""
    again = person("up", "-d", through=("docker", "compose"))
    # one that shares the network of another is made anew by compose, whatever happened to it
    running = [one for one in ("web", "db") if re.search(rf"shop-{one}-1\s+Running", again.stderr)]
    assert (again.returncode, running) == (0, ["web", "db"]), again.stderr
    person("down", "-v", through=("docker", "compose"))
