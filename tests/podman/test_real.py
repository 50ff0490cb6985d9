"""What is said before and after a line is true of a real podman 5.8 that answers to docker's name."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dockersh.afterwards.failures.known import recognise
from dockersh.execute.outcome import Outcome
from dockersh.reading import syntax
from dockersh.reading.invocation import read
from dockersh.reading.syntax.made import run_by
from support import podman_root
from support.podman_root import Podman

MADE = (
    "docker run -d --name web -p 8080:80 nginx",
    "docker run --name done busybox sh -c 'exit 3'; true",
    "docker volume create data",
    "docker network create mynet",
    "docker run -d --name db -v data:/data --network mynet busybox sleep 10000",
)


@pytest.fixture(scope="module", name="podman")
def fixture_podman() -> Iterator[Podman]:
    """A real podman with a web server, a database and a container that has ended."""
    if reason := podman_root.reason_against():
        if os.environ.get("CI"):
            pytest.fail(f"CI must run the tests with the real podman: {reason}")
        pytest.skip(reason)
    # a script that names us would be taken for us
    temporary = tempfile.TemporaryDirectory(prefix="podman-here-", ignore_cleanup_errors=True)
    with temporary as folder, podman_root.podman(Path(folder)) as found:
        for line in MADE:
            done = found.run(line)
            assert done.returncode == 0, done.stderr
        yield found


def told(podman: Podman, line: str) -> dict[str, Any]:
    """The explanation of a line's only call."""
    done = podman.dockersh("--json", "-c", line)
    (command,) = json.loads(done.stdout)["commands"]
    return dict(command)


def errors(command: dict[str, Any]) -> list[str]:
    """What is said to fail, by code."""
    return [found["code"] for found in command["findings"] if found["severity"] == "error"]


# A line that fails, the finding that foresees it ('' where nothing can), and the failure that explains it afterwards ('' where
# what was foreseen says it all).
FAILS = (
    ("docker run --name web busybox true", "name-in-use-running", "name-taken"),
    ("docker run --name done busybox true", "name-in-use", "name-taken"),
    ("docker run nosuchimage:1 true", "", "podman-short-name"),
    ("docker run -v /nosuch/dir:/x busybox true", "bind-source-missing", "bind-source-missing"),
    ("docker run --mount type=bind,src=/nosuch,dst=/x busybox true", "bind-source-missing", "bind-source-missing"),
    ("docker run -v data2:x busybox true", "bad-value", ""),
    ("docker run -p 8080:80 busybox true", "port-in-use", "port-taken-by-program"),
    ("docker run -p 80:99999 busybox true", "bad-value", ""),
    ("docker run --memory abc busybox true", "bad-value", ""),
    ("docker run --restart sometimes busybox true", "bad-value", ""),
    ("docker run --cap-add NOSUCH busybox true", "bad-value", ""),
    ("docker run --ulimit foo=3 busybox true", "bad-value", ""),
    ("docker run BusyBox true", "bad-argument", ""),
    ("docker run -v /tmp:/x -v /var:/x busybox true", "duplicate-mount-point", "mount-twice"),
    ("docker run -p 8079:80 -p 8079:81 busybox true", "port-published-twice", "port-taken-by-program"),
    ("docker run --ip 1.2.3.4 --network mynet busybox true", "address-not-in-network", ""),
    ("docker run --network nonet busybox true", "no-such-network", "network-missing"),
    ("docker run --network container:nosuch busybox true", "no-such-container", "container-missing"),
    ("docker run --volumes-from nosuch busybox true", "no-such-container", "container-missing"),
    ("docker run --env-file nosuch busybox true", "file-missing", "env-file-missing"),
    ("docker run --device /dev/nosuch busybox true", "no-such-device", "device-missing"),
    ("docker run --pull=never nope:1 true", "image-not-here", "image-missing"),
    ("docker run --restart=always --rm busybox true", "rm-with-restart", ""),
    ("docker run busybox nosuchprog", "", "program-not-found"),
    ("docker run busybox /etc/passwd", "", "program-not-executable"),
    ("docker run -w /etc/passwd busybox true", "", "workdir-refused"),
    ("docker run --user nobodyx busybox true", "", "user-missing"),
    ("docker run --frobnicate busybox", "", "flag-unknown"),
    ("docker start nosuch", "no-such-container", "container-missing"),
    ("docker rm web", "remove-running", "remove-refused-running"),
    ("docker exec done ls", "exec-stopped", "not-running"),
    ("docker kill done", "kill-stopped", "not-running"),
    ("docker pause done", "pause-stopped", "not-running"),
    ("docker unpause db", "unpause-not-paused", "is-not-paused"),
    ("docker attach done", "attach-stopped", "attach-to-stopped"),
    ("docker top done", "top-stopped", "not-running"),
    ("docker cp nosuch:/x .", "no-such-container", "container-missing"),
    ("docker cp web:/nosuch .", "", "file-not-in-container"),
    ("docker cp nofile web:/", "input-missing", ""),
    ("docker rename web done", "rename-name-in-use", "podman-name-used"),
    ("docker inspect nosuch", "", "object-missing"),
    ("docker rmi nosuch", "no-such-image", "image-missing"),
    ("docker rmi nginx", "image-in-use", "image-used"),
    ("docker tag nosuch x", "no-such-image", "image-missing"),
    ("docker volume rm data", "volume-in-use", "volume-used"),
    ("docker volume rm nosuch", "no-such-volume", "volume-missing"),
    ("docker volume create data", "", "podman-volume-exists"),
    ("docker network rm mynet", "network-in-use", "network-used"),
    ("docker network create mynet", "network-name-in-use", "network-exists"),
    ("docker network create --subnet 10.88.0.0/16 n2", "subnet-taken", "subnet-overlaps"),
    ("docker network disconnect mynet web", "not-connected", ""),
    ("docker build nosuchdir", "build-no-context", ""),
    ("docker ps --filter foo=bar", "unknown-filter", "filter-unknown"),
    ("docker swarm init", "podman-has-no-command", "podman-command-unknown"),
    ("docker service ls", "podman-has-no-command", "podman-command-unknown"),
    ("docker plugin ls", "podman-has-no-command", "podman-command-unknown"),
    ("docker buildx ls", "podman-has-no-command", "podman-command-unknown"),
)


@pytest.mark.parametrize(("line", "before", "after"), FAILS, ids=[line for line, _, _ in FAILS])
def test_what_fails_is_foreseen_and_explained(podman: Podman, line: str, before: str, after: str) -> None:
    """The finding before it; the failure by podman's own words after it."""
    assert errors(told(podman, line))[:1] == ([before] if before else [])
    done = podman.run(line)
    assert done.returncode != 0
    (call,) = run_by(syntax.parse(line), "podman").calls
    known = [one.code for one in recognise(read(call), Outcome(done.returncode, errors=done.stderr))]
    assert not after or known == [after]


# Lines that podman carries out, one after the other, and the steps that are foreseen and that its events show.
WORKS = (
    ("docker ps -a", ""),
    ("docker run --rm busybox true", "create start remove"),
    ("docker run -d --name one busybox sleep 1000", "create start"),
    ("docker run -d --rm --name brief busybox sleep 1000", ""),
    ("docker run --name two -e A=b -w /tmp busybox pwd", "create start"),
    ("docker create --name three busybox true", "create"),
    ("docker run --rm --name q busybox true", "create start remove"),
    ("docker volume create e", "create-volume"),
    ("docker tag busybox b", "tag"),
    ("docker start three", "start"),
    ("docker rename three four", "rename"),
    ("docker pause one", "pause"),
    ("docker unpause one", "unpause"),
    ("docker exec one true", ""),
    ("docker logs one", ""),
    ("docker top one", ""),
    ("docker inspect one", ""),
    ("docker diff one", ""),
    ("docker port web", ""),
    ("docker restart -t 0 one", "start"),
    ("docker stop -t 0 one", ""),
    ("docker start one", "start"),
    ("docker kill one", ""),
    ("docker wait one", ""),
    ("docker rm one", "remove"),
    ("docker rm -f brief", "remove"),
    ("docker rm two four", "remove remove"),
    ("docker commit db own:1", ""),
    ("docker tag busybox other:1", "tag"),
    ("docker rmi other:1", "untag"),
    ("docker images", ""),
    ("docker image inspect busybox", ""),
    ("docker history busybox", ""),
    ("docker volume create vol", "create-volume"),
    ("docker volume ls", ""),
    ("docker volume inspect vol", ""),
    ("docker run --rm -v vol:/v busybox true", "create start remove"),
    ("docker volume rm vol", "remove-volume"),
    ("docker run --rm -v fresh:/v busybox true", "create-volume create start remove"),
    ("docker network create net", "create-network"),
    ("docker network ls", ""),
    ("docker network inspect net", ""),
    ("docker network connect net db", "connect"),
    ("docker network disconnect net db", "disconnect"),
    ("docker run --rm --network net busybox true", "create start remove"),
    ("docker network rm net", "remove-network"),
    ("docker run --rm --network host busybox true", "create start remove"),
    ("docker run --rm --network none busybox true", "create start remove"),
    ("docker run --rm --memory 64m --cpus 1 busybox true", "create start remove"),
    ("docker run --rm --cpus 100 busybox true", "create start remove"),
    ("docker run --rm --read-only --tmpfs /tmp busybox true", "create start remove"),
    ("docker run --rm --user 1000:1000 busybox true", "create start remove"),
    ("docker run --rm --hostname here busybox true", "create start remove"),
    ("docker run --rm --cap-drop ALL busybox true", "create start remove"),
    ("docker run --rm -p 127.0.0.1:8090:80 busybox true", "create start remove"),
    ("docker run --rm -P nginx true", "create start remove"),
    ("docker run --rm -v /tmp:/t:ro busybox true", "create start remove"),
    ("docker run --rm --label a=b --env-file /dev/null busybox true", "create start remove"),
    ("docker run --rm --init busybox true; true", ""),
    ("docker cp web:/etc/passwd passwd", ""),
    ("docker save -o saved.tar busybox", ""),
    ("docker load -i saved.tar", ""),
    ("docker system df", ""),
    ("docker info", ""),
    ("docker version", ""),
)
# Of podman's events, the steps that we name.
STEPS = {
    ("container", "create"): "create",
    ("container", "start"): "start",
    ("container", "remove"): "remove",
    ("container", "rename"): "rename",
    ("container", "pause"): "pause",
    ("container", "unpause"): "unpause",
    ("image", "tag"): "tag",
    ("image", "untag"): "untag",
    ("volume", "create"): "create-volume",
    ("volume", "remove"): "remove-volume",
    ("network", "create"): "create-network",
    ("network", "remove"): "remove-network",
    ("network", "connect"): "connect",
    ("network", "disconnect"): "disconnect",
}


def test_what_works_is_foreseen_step_by_step(podman: Podman) -> None:
    """No line is said to fail, none fails; the steps that were foreseen are those that podman's events tell."""
    wrong = []
    for line, steps in WORKS:
        command = told(podman, line.partition(";")[0])
        seen, done = _events(podman, line)
        foreseen = sorted(one["step"] for one in command["steps"] if one["will"] == "yes" and one["step"] in STEPS.values())
        if errors(command) or done or (steps and (sorted(steps.split()) != foreseen or sorted(seen) != foreseen)):
            wrong.append((line, errors(command), done, foreseen, seen))
    assert wrong == []


def _events(podman: Podman, line: str) -> tuple[list[str], int]:
    """The steps that podman told of while a line ran, and the line's status."""
    listing = "podman events --stream=false --since 1h --format '{{.Type}} {{.Status}}'"
    before = len(podman.run(listing).stdout.splitlines())
    done = podman.run(line)
    told_of = podman.run(listing).stdout.splitlines()[before:]
    pairs = (tuple(row.split(" ", 1)) for row in told_of)
    return [STEPS[pair] for pair in pairs if pair in STEPS], done.returncode


def test_it_is_said_once_and_without_dockers_daemon(podman: Podman) -> None:
    """With the first line of a session, not with the second."""
    done = podman.dockersh(typed="docker ps\ndocker ps -a\n")
    assert done.stderr.count("docker is podman here") == 1
    assert "web" in done.stdout
