"""`how NAME` on a real engine: the container that its line makes is, for `docker inspect`, the one it was asked about."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from support import create_lines
from support.differences import differences, without_empty
from support.private_engine import PrivateEngine

# An id, a moment or a path of its own; where the engine keeps its layer.
OWN = ("Id", "Created", "State", "ResolvConfPath", "HostnamePath", "HostsPath", "LogPath", "GraphDriver", "Storage")


def how(engine: PrivateEngine, *words: str) -> subprocess.CompletedProcess[str]:
    """`dockersh how …`."""
    argv = [sys.executable, "-m", "dockersh", "how", *words]
    return subprocess.run(argv, env=engine.env(), capture_output=True, text=True, check=False)


def inspected(engine: PrivateEngine, name: str) -> dict[str, Any]:
    """What the engine says of a container, without what is another's in every container."""
    found: dict[str, Any] = json.loads(engine.docker("container", "inspect", name))[0]
    short = found["Id"][:12]
    plain = json.dumps({key: value for key, value in found.items() if key not in OWN}).replace(short, "SHORT")
    row: dict[str, Any] = json.loads(plain)
    named = [bind.split(":")[0] for bind in row["HostConfig"]["Binds"] or ()]
    row["HostConfig"]["Binds"] = sorted(row["HostConfig"]["Binds"] or ())  # the engine has no order for them,
    row["Config"]["Env"] = sorted(row["Config"]["Env"] or ())  # nor some clients for these
    for mount in row["Mounts"]:
        if mount["Type"] == "volume" and mount["Name"] not in named and len(mount["Name"]) == 64:
            mount["Name"] = mount["Source"] = "anonymous"
        if mount["Type"] == "image":  # where its layer is, each container's own
            mount["Source"] = "layer"
    row["HostConfig"]["Mounts"] = [without_empty(mount) for mount in row["HostConfig"].get("Mounts") or ()]
    row["Mounts"].sort(key=lambda mount: str(mount["Destination"]))
    return row


def remade(engine: PrivateEngine, words: list[str]) -> list[str] | None:
    """What is different after a container was made, removed, and made by our line; None where docker refuses the original."""
    asked = ["docker", "create", "--name", "made", *words]
    if subprocess.run(asked, env=engine.env(), capture_output=True, check=False).returncode:
        return None
    before = inspected(engine, "made")
    line = how(engine, "made")
    engine.docker("rm", "made")
    done = subprocess.run(["sh", "-c", line.stdout], env=engine.env(), capture_output=True, text=True, check=False)
    if done.returncode or not line.stdout:
        return [line.stdout, line.stderr, done.stderr]
    after = inspected(engine, "made")
    engine.docker("rm", "-v", "made")
    found = list(differences(before, after))
    return [line.stdout, *found] if found else []


def test_what_our_line_makes_is_what_was_there(named: PrivateEngine, pytestconfig: pytest.Config) -> None:
    """Original and remake are equal to `inspect`, for lines made at random; what docker refuses does not count."""
    count, made, wrong, tried = int(pytestconfig.getoption("--remakes")), 0, [], 0
    for words in create_lines.lines(2 * count, pytestconfig.getoption("--seed")):
        found, tried = remade(named, words), tried + 1
        made += found is not None
        wrong += [(words, found)] if found else []
        if made == count:
            break
    print(f"{made} containers made again, of {tried} lines; {len(wrong)} are another", *wrong, sep="\n")
    assert wrong == []
    assert made == count


def test_lines_that_change_a_container(named: PrivateEngine) -> None:
    """Another port, a variable less; the anonymous volume and its data stay; what failed leaves the old one there."""
    named.docker("run", "-d", "--name", "web", "-p", "18080:80", "-v", "/d", "-e", "A=1", "ubuntu:14.04", "sleep", "1000")
    named.docker("exec", "web", "sh", "-c", "echo kept > /d/f")
    line = how(named, "web", "with", "-p", "18081:80", "without", "-e", "A")
    subprocess.run(["sh", "-c", line.stdout], env=named.env(), capture_output=True, check=True)
    row = inspected(named, "web")
    assert list(row["HostConfig"]["PortBindings"].items()) == [("80/tcp", [{"HostIp": "", "HostPort": "18081"}])]
    assert "A=1" not in row["Config"]["Env"]
    assert named.docker("exec", "web", "cat", "/d/f") == "kept"
    assert named.status("web-old") == ""
    failing = how(named, "web", "with", "--entrypoint", "nosuch")
    assert subprocess.run(["sh", "-c", failing.stdout], env=named.env(), capture_output=True, check=False).returncode != 0
    assert named.status("web-old") == "exited"
    named.docker("rm", "-f", "web", "web-old")


def test_a_change_is_run_step_by_step(named: PrivateEngine) -> None:
    """`step how NAME with …`: with its secrets, which are not shown; the old one stays unless the new one stands."""
    named.docker("run", "-d", "--name", "web", "-v", "/d", "-e", "DB_PASSWORD=hunter22", "ubuntu:14.04", "sleep", "1000")
    argv = [sys.executable, "-m", "dockersh", "step", "how", "web", "with"]
    done = subprocess.run([*argv, "-l", "a=b"], env=named.env(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    row = inspected(named, "web")
    assert (row["Config"]["Labels"], row["Config"]["Env"][0]) == ({"a": "b"}, "DB_PASSWORD=hunter22")
    assert (named.status("web"), named.status("web-old")) == ("running", "")
    assert "hunter22" not in done.stdout + done.stderr
    failing = subprocess.run([*argv, "--entrypoint", "nosuch"], env=named.env(), capture_output=True, text=True, check=False)
    assert failing.returncode != 0
    assert named.status("web-old") == "exited"
    named.docker("rm", "-fv", "web", "web-old")
