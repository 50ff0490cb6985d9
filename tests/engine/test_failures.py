"""Failures as the real client and a real engine print them: known, and explained with the real names."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dockersh import Situation, explain
from dockersh.afterwards.failures.found import found
from dockersh.afterwards.failures.known import recognise
from dockersh.afterwards.failures.page import page
from dockersh.engine import DockerEngine
from dockersh.execute.outcome import Outcome
from dockersh.reading import syntax
from dockersh.reading.invocation import read
from support.private_engine import PrivateEngine
from support.programs import run

FAILING = [
    ("docker run --name web nginx", "name-taken"),
    ("docker create --name web nginx", "name-taken"),
    ("docker rename old web", "name-taken"),
    ("docker run --name x/y nginx", "name-invalid"),
    ("docker run --entrypoint '' nginx", "no-program"),
    ("docker run -d -p 127.0.0.1:8099:80 nginx", "port-taken"),
    ("docker run -d -p 8099:80 nginx", "port-taken-by-program|port-taken"),
    ("docker run -d -p 10.99.98.97:8098:80 nginx", "address-not-here"),
    ("docker run -d -p 127.0.0.1:8096:80 -p 127.0.0.1:8096:81 nginx", "port-taken"),
    ("docker kill -s NOSUCH web", "signal-unknown"),
    ("docker ps --filter foo=bar", "filter-unknown"),
    ("docker stop wbe", "container-missing"),
    ("docker rm wbe", "container-missing"),
    ("docker exec wbe ls", "container-missing"),
    ("docker start wbe", "container-missing"),
    ("docker inspect wbe", "object-missing"),
    ("docker run -it nginx sh", "no-terminal"),
    ("docker exec -it web sh", "no-terminal"),
    ("docker run --rm nginx foo", "program-not-found"),
    ("docker run --rm nginx /foo", "program-not-found"),
    ("docker run --rm nginx /tmp", "program-not-executable"),
    ("docker run --rm -w /bin/sh nginx true", "workdir-refused"),
    ("docker rm web", "remove-refused-running"),
    ("docker rm held", "remove-refused-paused"),
    ("docker exec held ls", "is-paused"),
    ("docker pause held", "is-paused"),
    ("docker unpause web", "is-not-paused"),
    ("docker exec old ls", "not-running"),
    ("docker kill old", "not-running"),
    ("docker top old", "not-running"),
    ("docker attach old", "attach-to-stopped"),
    ("docker start -a old web", "start-many-attached"),
    ("docker rmi nosuch:1", "image-missing"),
    ("docker tag nosuch:1 x:1", "image-missing"),
    ("docker run --pull never nosuch:1", "image-missing"),
    ("docker rmi nginx", "image-used"),
    ("docker run UPPER", "reference-invalid"),
    ("docker pull a:b:c", "reference-invalid"),
    ("docker run -p abc:80 nginx", "port-spec-invalid"),
    ("docker run -p 80:80/foo nginx", "port-spec-invalid"),
    ("docker run --rm --restart always nginx", "options-conflict"),
    ("docker run -d -a stdout nginx", "options-conflict"),
    ("docker run --security-opt seccomp=nosuch.json nginx", "env-file-missing"),
    ("docker run --cidfile nosuch/cid nginx", "output-folder-missing"),
    ("docker save -o nosuch/tar nginx", "output-folder-missing"),
    ("docker export -o nosuch/tar old", "output-folder-missing"),
    ("docker cp old:/etc/passwd nosuch/x/y", "output-folder-missing"),
    ("docker cp nosuch.txt old:/", "env-file-missing"),
    ("docker run --env-file /etc nginx", "file-is-folder"),
    ("docker import /etc", "file-is-folder"),
    ("docker run --pid nonsense nginx", "options-conflict"),
    ("docker run --network container:web -p 80:80 nginx", "network-mode-conflict"),
    ("docker run --network container:web --hostname x nginx", "network-mode-conflict"),
    ("docker run --network container:old nginx", "network-of-stopped"),
    ("docker run --pid container:old nginx", "not-running"),
    ("docker run --ipc container:old nginx", "not-running"),
    ("docker run --pid container:nosuch nginx", "container-missing"),
    ("docker run --ipc container:web nginx", "ipc-not-shared"),
    ("docker run --network nosuch nginx", "network-missing"),
    ("docker network rm nosuch", "network-missing"),
    ("docker network inspect nosuch", "network-missing"),
    ("docker network rm bridge", "network-predefined"),
    ("docker network create net1", "network-exists"),
    ("docker network rm net1", "network-used"),
    ("docker network create --subnet 10.55.0.0/24 net2", "subnet-overlaps"),
    ("docker run --ip 172.17.0.9 nginx", "fixed-address-refused"),
    ("docker run --mount type=bind,src=/nosuch,dst=/x nginx", "bind-source-missing"),
    ("docker run -v rel/path:/x nginx", "volume-name-invalid"),
    ("docker run -v /tmp:rel nginx", "mount-invalid"),
    ("docker run -v /tmp:/x:badopt nginx", "mount-invalid"),
    ("docker run -v /tmp:/x -v /var:/x nginx", "mount-twice"),
    ("docker run --rm -v /etc/hostname:/tmp nginx true", "mount-kinds-differ"),
    ("docker run --restart never nginx", "restart-policy-invalid"),
    ("docker run -m 1m nginx", "memory-too-small"),
    ("docker run -m 64m --memory-swap 32m nginx", "swap-too-small"),
    ("docker run --cpus 1000 nginx", "cpus-too-many"),
    ("docker run --cpuset-cpus 900 nginx", "cpus-too-many"),
    ("docker run --gpus all nginx", "gpu-missing"),
    ("docker run -u alice nginx true", "user-missing"),
    ("docker run --runtime nosuch nginx", "engine-lacks"),
    ("docker run --log-driver nosuch nginx", "engine-lacks"),
    ("docker run --cap-add FOO nginx", "engine-lacks"),
    ("docker run --security-opt foo=bar nginx", "engine-lacks"),
    ("docker run --device /dev/nosuch nginx", "device-missing"),
    ("docker run --sysctl a.b=1 nginx", "sysctl-refused"),
    ("docker run --env-file nosuch.env nginx", "env-file-missing"),
    ("docker run --link old:db nginx", "link-to-stopped"),
    ("docker volume rm nosuch", "volume-missing"),
    ("docker volume inspect nosuch", "volume-missing"),
    ("docker volume rm data", "volume-used"),
    ("docker service ls", "not-in-swarm"),
    ("docker swarm leave", "not-in-swarm"),
    ("docker cp web:/nosuch .", "file-not-in-container"),
    ("docker cp a b", "copy-needs-container"),
    ("docker cp web:/a old:/b", "copy-between-containers"),
    ("docker push nosuch/app", "push-missing"),
    ("docker update --restart always auto", "update-refused-autoremove"),
    ("docker load", "load-without-input"),
    ("docker login -u x", "login-needs-terminal"),
    ("docker foo", "command-unknown"),
    ("docker run --nope nginx", "flag-unknown"),
    ("docker ps -Y", "flag-unknown"),
    ("docker run --name", "flag-without-value"),
    ("docker run -m abc nginx", "value-refused"),
    ("docker run", "words-missing"),
    ("docker rm", "words-missing"),
    ("docker ps --format {{", "template-broken"),
    ("docker ps --format {{.Nope}}", "template-broken"),
    ("docker -H tcp://127.0.0.1:9 ps", "engine-down"),
    ("docker -H unix:///nosuch.sock run nginx", "engine-down"),
    ("docker -H tcp://nosuch.invalid:2375 ps", "engine-host-unknown"),
    ("docker -c nosuch ps", "context-missing"),
    ("docker --tlsverify -H tcp://127.0.0.1:9 ps", "tls-file-missing"),
    ("DOCKER_API_VERSION=1.99 docker ps", "api-too-new"),
    ("DOCKER_API_VERSION=1.10 docker ps", "api-too-old"),
    ("docker pull 127.0.0.1:{registry}/library/nginx:nosuch", "tag-missing"),
    ("docker pull 127.0.0.1:9/x", "registry-refused"),
    ("docker pull nosuch.invalid/x", "registry-name-unknown|dns-server-silent"),
    ("docker build nosuchfolder", "context-folder-missing"),
    ("docker build empty", "dockerfile-missing"),
    ("docker build failing", "build-step-failed"),
    ("docker build copying", "copy-source-missing"),
    ("docker build broken", "dockerfile-instruction-unknown"),
    ("docker build --target nosuch failing", "stage-missing"),
    ("docker system prune -f --volumes --filter until=1h", "prune-until-with-volumes"),
    ("docker run --cidfile cid nginx", "cidfile-exists"),
]
DOCKERFILES = {
    "failing": "FROM busybox:latest\nRUN exit 7\n",
    "copying": "FROM busybox:latest\nCOPY nosuch /x\n",
    "broken": "FROM busybox:latest\nRUNN true\n",
}


@pytest.fixture(scope="module")
def stage(real_engine: PrivateEngine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Containers in every state, a network, a volume and folders to build, for all failing lines."""
    engine = real_engine
    engine.reset()
    engine.docker("network", "create", "--subnet", "10.55.0.0/24", "net1")
    engine.docker("run", "-d", "--name", "web", "-p", "127.0.0.1:8099:80", "nginx")
    engine.docker("run", "-d", "--name", "joined", "--network", "net1", "-v", "data:/d", "nginx")
    engine.docker("run", "-d", "--rm", "--name", "auto", "nginx")
    engine.docker("run", "--name", "old", "ubuntu:14.04", "true")
    engine.docker("run", "-d", "--name", "held", "redis")
    engine.docker("pause", "held")
    folder = tmp_path_factory.mktemp("stage")
    (folder / "empty").mkdir()
    (folder / "cid").write_text("x", encoding="utf-8")
    for name, text in DOCKERFILES.items():
        (folder / name).mkdir()
        (folder / name / "Dockerfile").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("line", "code"), FAILING, ids=[line for line, _ in FAILING])
def test_a_real_failure_is_known(real_engine: PrivateEngine, stage: Path, line: str, code: str) -> None:
    """What docker prints is read as the failure it is."""
    line = line.replace("{registry}", str(real_engine.registry))
    result = subprocess.run(
        ["/bin/sh", "-c", line],
        env=real_engine.env(),
        cwd=stage,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    (call,) = syntax.parse(line).calls
    errors = result.stderr.decode("utf-8", "replace")
    failures = recognise(read(call), Outcome(result.returncode, errors=errors))
    assert failures, errors
    assert failures[0].code in code.split("|"), errors  # engines tell the two apart differently


# Known only when it is tried: what is in an image or an input, what a program does, what a registry says.
ONLY_TRIED = {
    "docker run --rm nginx foo",
    "docker run --rm nginx /foo",
    "docker run --rm nginx /tmp",
    "docker run --rm -w /bin/sh nginx true",
    "docker run --rm -v /etc/hostname:/tmp nginx true",
    "docker run -u alice nginx true",
    "docker cp web:/nosuch .",
    "docker ps --format {{.Nope}}",
    "DOCKER_API_VERSION=1.99 docker ps",
    "DOCKER_API_VERSION=1.10 docker ps",
    "docker pull 127.0.0.1:{registry}/library/nginx:nosuch",
    "docker pull 127.0.0.1:9/x",
    "docker pull nosuch.invalid/x",
    "docker build failing",
    "docker load",  # in a terminal it is
    # Addresses that stand only on the line: nobody is asked there.
    "docker -H tcp://127.0.0.1:9 ps",
    "docker -H unix:///nosuch.sock run nginx",
    "docker -H tcp://nosuch.invalid:2375 ps",
    "docker --tlsverify -H tcp://127.0.0.1:9 ps",
}


@pytest.mark.parametrize("line", [line for line, _ in FAILING])
def test_it_is_foreseen(real_engine: PrivateEngine, stage: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """Before it runs, unless nobody could know."""
    for name, value in real_engine.env().items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(stage)
    shown = line.replace("{registry}", str(real_engine.registry))
    explanation = explain(shown, engine=DockerEngine("docker", 20), situation=Situation(stdin_is_terminal=False))
    errors = [found.code for command in explanation.commands for found in command.findings if found.severity == "error"]
    assert bool(errors) == (line not in ONLY_TRIED), errors


SHOWN = [
    ("docker run --name web nginx", ["from nginx and is running now", "docker rm -f web"]),
    ("docker run -d -p 8099:80 nginx", ["web (nginx) publishes it", "was created before the failure and still exists"]),
    ("docker stop wbe", ["the nearest name is web (running)", "→ docker stop web"]),
    ("docker rmi ngin:latest", ["nginx:latest"]),
    ("docker run --rm nginx foo", ["without a command, the image nginx runs httpd -f -v -p 80"]),
    ("docker exec old ls", ["with exit status 0", "docker start old"]),
    ("docker volume rm data", ["used by joined"]),
    ("docker network rm net1", ["used by joined"]),
    ("docker rmi nginx", ["made from it:"]),
]


@pytest.mark.parametrize(("line", "expected"), SHOWN, ids=[line for line, _ in SHOWN])
def test_why_here_with_the_real_names(
    real_engine: PrivateEngine, stage: Path, monkeypatch: pytest.MonkeyPatch, line: str, expected: list[str]
) -> None:
    """The explanation stands behind docker's own words, with the same status; short where all was said before."""
    plain = subprocess.run(
        ["/bin/sh", "-c", line], env=real_engine.env(), cwd=stage, capture_output=True, stdin=subprocess.DEVNULL, check=False
    )
    ours = run("-c", line, env=real_engine.env())
    text = ours.stderr.decode()
    assert ours.returncode == plain.returncode
    assert ours.stdout.count(b"\n") == plain.stdout.count(b"\n")
    for name, value in real_engine.env().items():
        monkeypatch.setenv(name, value)
    (call,) = syntax.parse(line).calls
    outcome = Outcome(plain.returncode, errors=plain.stderr.decode())
    pages = [page("en", one) for one in found([read(call)], outcome, DockerEngine("docker", 20))]
    told = "".join(f"{one.text} {one.why} → {one.fix}" for one in pages)
    assert [word for word in expected if word not in told + text and "stays" not in word] == [], told + text
    assert "✗ " in text.split("rror", 1)[1]
