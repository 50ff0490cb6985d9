"""The main job on a real engine, in a real terminal: explained, handed over, told."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from support.private_engine import PrivateEngine
from support.programs import DOCKERSH, run, script
from support.pty_terminal import Terminal

NOTES_LINE = "docker run -i -t --name mywebserver -p 80:80 ubuntu:14.04"


def test_the_line_of_the_notes(engine: PrivateEngine) -> None:
    """Explained, pulled, a real terminal; exit gives the shell's status and what is left."""
    engine.docker("rmi", "ubuntu:14.04")
    with Terminal([*DOCKERSH, "-c", NOTES_LINE], engine.env(), rows=50, columns=80) as terminal:
        terminal.expect("publishes a port: host 80 → container 80/tcp")
        terminal.expect("downloads ubuntu:14.04 from docker.io, if it exists there")
        terminal.expect("= docker create -i -t --name mywebserver -p 80:80 ubuntu:14.04")
        terminal.expect("3\\+4 = docker start --attach --interactive mywebserver")
        terminal.expect("Status: Downloaded newer image")
        terminal.expect("/ # ")
        terminal.follows_the_window((50, 80), (40, 100))
        terminal.line("echo ca''ught; cat")
        terminal.expect("caught\n")
        terminal.line("hello")
        terminal.expect("hello\nhello\n")
        terminal.send("\x03")
        terminal.expect("/ # ")
        terminal.line("exit 3")
        terminal.expect(r"mywebserver: created → ran \d+ \w+ → stopped \(exit status 3\)")
        assert terminal.wait() == 3
    assert engine.status("mywebserver") == "exited"


def test_ctrl_p_ctrl_q_comes_back_and_says_how_to_return(engine: PrivateEngine) -> None:
    """Status 0, the container running, the way back on the screen; and the way back works."""
    with Terminal([*DOCKERSH, "-c", NOTES_LINE], engine.env(), rows=50, columns=80) as terminal:
        terminal.expect(r"skipped: ubuntu:14.04 is already here \(\d.*, built\s+\d+\s+\w+\s+ago\)")
        terminal.expect("/ # ")
        terminal.send("\x10\x11")
        terminal.expect("\nmywebserver keeps running. docker attach mywebserver reconnects you")
        assert terminal.wait() == 0
    assert engine.status("mywebserver") == "running"
    with Terminal([*DOCKERSH, "--lang", "ko", "-c", "docker attach mywebserver"], engine.env()) as terminal:
        terminal.expect(r"1번 프로세스\(/bin/sh")
        terminal.line("exit 4")
        terminal.expect("종료 코드 4")
        assert terminal.wait() == 4


def test_the_same_as_a_prefix(engine: PrivateEngine) -> None:
    """`dockersh docker run …` is the same line."""
    with Terminal([*DOCKERSH, *NOTES_LINE.split()], engine.env(), rows=50) as terminal:
        terminal.expect("What will happen")
        terminal.expect("/ # ")
        terminal.line("exit")
        assert terminal.wait() == 0


def test_ctrl_c_reaches_a_program_without_a_terminal(engine: PrivateEngine) -> None:
    """Without -t docker passes SIGINT on, and dockersh does not die of it."""
    line = "docker run --init --name job ubuntu:14.04 top -b"
    with Terminal([*DOCKERSH, "-c", line], engine.env()) as terminal:
        terminal.expect("\nMem: ")
        terminal.send("\x03")
        terminal.expect("job: created → ran")
        assert terminal.wait() == 130


def test_standard_output_is_dockers_own(engine: PrivateEngine) -> None:
    """Binary bytes, in both directions, are untouched."""
    data = bytes(range(256)) * 400
    plain = subprocess.run(
        ["docker", "run", "-i", "--rm", "ubuntu:14.04", "cat"], env=engine.env(), input=data, capture_output=True, check=True
    )
    ours = run("-c", "docker run -i --rm ubuntu:14.04 cat", env=engine.env(), stdin=data)
    assert ours.stdout == plain.stdout == data


STATUSES = [
    ("docker run --rm ubuntu:14.04 sh -c 'exit 7'", 7),
    ("docker run --rm ubuntu:14.04 nosuchprogram", 127),
    ("docker run --rm ubuntu:14.04 /tmp", 126),
    ("docker run --rm --nope ubuntu:14.04", 125),
    ("docker run --rm ubuntu:14.04 sh -c 'exec sh -c \"kill -9 \\$\\$\" & wait $!'", 137),
    ("docker rm nosuchcontainer", 1),
    ("docker ps", 0),
]


@pytest.mark.parametrize(("line", "status"), STATUSES, ids=[str(status) for _, status in STATUSES])
def test_statuses_are_dockers_own(engine: PrivateEngine, line: str, status: int) -> None:
    """The same status as the line has without us."""
    plain = subprocess.run(["/bin/sh", "-c", line], env=engine.env(), capture_output=True, check=False)
    assert run("-c", line, env=engine.env()).returncode == plain.returncode
    assert status in (plain.returncode, 137)  # what the shell makes of kill -9 differs; that we agree is the promise


PREDICTIONS = [
    ("docker run -d --name web nginx", ["create", "start"], "running"),
    ("docker run --name web ubuntu:14.04 true", ["create", "attach", "start"], "exited"),
    ("docker create --name web ubuntu:14.04", ["create"], "created"),
    ("docker start web", ["start"], "running"),
    ("docker stop -t 0 web", ["stop"], "exited"),
    ("docker restart -t 0 web", ["stop", "start"], "running"),
    ("docker rm web", ["remove"], ""),
    ("docker rm -f web", ["kill", "remove"], ""),
    ("docker exec web true", ["exec"], "running"),
]
SETUP = {
    "docker start web": ["create", "--name", "web", "nginx"],
    "docker rm web": ["create", "--name", "web", "nginx"],
}
# The engine's events for our steps.
EVENTS = {
    "create": "create",
    "attach": "attach",
    "start": "start",
    "stop": "stop",
    "kill": "kill",
    "remove": "destroy",
    "exec": "exec_start",
}


@pytest.mark.parametrize(("line", "steps", "status"), PREDICTIONS, ids=[line for line, _, _ in PREDICTIONS])
def test_what_was_foretold_is_what_happened(engine: PrivateEngine, line: str, steps: list[str], status: str) -> None:
    """The steps said before are the engine's events afterwards, in that order."""
    import json

    if not line.startswith(("docker run", "docker create")):
        engine.docker(*SETUP.get(line, ["run", "-d", "--name", "web", "nginx"]))
    foretold = json.loads(run("--json", "-c", line, env=engine.env()).stdout)["commands"][0]["steps"]
    assert [step["step"] for step in foretold if step["will"] == "yes"] == steps
    before = time.time()
    assert run("-c", line, env=engine.env()).returncode == 0
    actions = [event.split()[1].rstrip(":") for event in engine.events(before, time.time()) if event.startswith("container")]
    expected = [EVENTS[step] for step in steps]
    told = [action for action in actions if action in expected]
    assert told == expected
    assert engine.status("web") == status


FAILURES = [
    ("docker run --name web nginx true", "name-in-use-running"),
    ("docker run -d -p 8099:80 nginx", "port-in-use"),
    ("docker rm web", "remove-running"),
    ("docker rmi nginx:latest", "image-in-use"),
    ("docker attach old", "attach-stopped"),
    ("docker exec old ls", "exec-stopped"),
    ("docker start nosuch", "no-such-container"),
    ("docker rmi nosuch:1", "no-such-image"),
    ("docker run --pull never nosuch:1", "image-not-here"),
    ("docker run --rm --restart always nginx", "rm-with-restart"),
    ("docker create --name x nginx", "bad-value"),
    ("docker rm old2", "remove-paused"),
    ("docker run -d --network container:web -p 80:80 nginx", "published-on-shared-network"),
    ("docker run -d -a stdout nginx", "detach-with-attach"),
    ("docker run --rm --cidfile /nosuch/cid nginx true", "folder-missing"),
    ("docker run --rm --cidfile / nginx true", "cidfile-exists"),
    ("docker run --rm --security-opt seccomp=/nosuch nginx true", "file-missing"),
    ("docker run --rm --security-opt seccomp=/etc nginx true", "file-is-folder"),
    ("docker run --rm --label-file /nosuch nginx true", "file-missing"),
    ("docker run --rm --mount type=volume,src=data,target=data nginx", "mount-target-relative"),
    ("docker run --rm --mount type=tmpfs,target=/ nginx", "mount-on-root"),
    ("docker run --rm -v data:/ nginx", "mount-on-root"),
    ("docker run --rm --tmpfs / nginx", "mount-on-root"),
    ("docker run --rm --mount type=bind,src=tmp,target=/x nginx", "mount-source-relative"),
    ("docker run --rm --mount type=bind,src=~/tmp,target=/x nginx", "mount-source-home"),
    ("docker create --env-file /etc nginx", "file-is-folder"),
    ("docker save -o /nosuch/tar nginx", "folder-missing"),
    ("docker save -o /etc nginx", "file-is-folder"),
    ("docker export -o /nosuch/tar old", "folder-missing"),
    ("docker import /nosuch", "input-missing"),
    ("docker import /etc", "file-is-folder"),
    ("docker load -i /nosuch", "file-missing"),
    ("docker cp /nosuch old:/", "input-missing"),
    ("docker cp old:/etc/passwd /nosuch/x/y", "folder-missing"),
    ("docker context export default /nosuch/x", "folder-missing"),
    ("docker context export default /etc", "file-exists"),
]


@pytest.mark.parametrize(("line", "code"), FAILURES, ids=[line for line, _ in FAILURES])
def test_a_foreseen_failure_fails(engine: PrivateEngine, line: str, code: str) -> None:
    """What we say will fail does fail."""
    import json

    engine.docker("run", "-d", "--name", "web", "-p", "127.0.0.1:8099:80", "nginx")
    engine.docker("run", "--name", "old", "ubuntu:14.04", "true")
    engine.docker("run", "-d", "--name", "old2", "redis")
    engine.docker("pause", "old2")
    found = json.loads(run("--json", "-c", line, env=engine.env()).stdout)["commands"][0]["findings"]
    assert code in [one["code"] for one in found if one["severity"] == "error"]
    assert run("-c", line, env=engine.env()).returncode != 0
    engine.docker("unpause", "old2")


def test_a_terminal_that_is_not_there(engine: PrivateEngine) -> None:
    """-t with a pipe for input: foreseen, and docker refuses; with -n nobody's input is meant."""
    result = run("-c", "docker run -it nginx", env=engine.env())
    assert b"-t needs a terminal, but the input here is not one" in result.stderr
    assert result.returncode != 0
    assert b"needs a terminal" not in run("-n", "-c", "docker run -it nginx", env=engine.env()).stdout


SILENT = [
    "docker run --rm --env-file /dev/null nginx true",
    "docker save -o /tmp/../tmp/dockersh-test.tar busybox && rm /tmp/dockersh-test.tar",
    "docker rm -f nosuch",
    "docker rmi -f nosuch:1",
    "docker volume rm -f nosuch",
    "docker network rm -f nosuch",
    "docker run --rm --name web2 nginx true",
    "docker run -d -p 127.0.0.1::80 nginx",
    "docker run -d -p 8099:80/udp nginx",
    "docker rm old",
    "docker exec web true",
    "docker start web",
    "docker stop -t 0 old",
    "docker run --rm --pull never ubuntu:14.04 true",
    "docker logs web",
    "docker ps -a",
    "docker inspect web",
    "docker version",
]


@pytest.mark.parametrize("line", SILENT)
def test_no_false_alarm(engine: PrivateEngine, line: str) -> None:
    """A line that works is never said to fail."""
    import json

    engine.docker("run", "-d", "--name", "web", "-p", "127.0.0.1:8099:80", "nginx")
    engine.docker("run", "--name", "old", "ubuntu:14.04", "true")
    found = json.loads(run("--json", "-c", line, env=engine.env()).stdout)["commands"][0]["findings"]
    assert [one["code"] for one in found if one["severity"] == "error"] == []
    assert run("-c", line, env=engine.env()).returncode == 0


def test_explaining_changes_nothing(engine: PrivateEngine, tmp_path: Path) -> None:
    """No event, whatever is explained."""
    before = time.time()
    lines = [*(line for line, _ in FAILURES), *SILENT, NOTES_LINE, "docker rm -f web", "docker pull nginx", "docker build ."]
    run("-n", env=engine.env(), stdin="\n".join(lines).encode())
    assert engine.events(before, time.time()) == []
    assert list(tmp_path.iterdir()) == []


def test_a_socket_that_is_not_ours(engine: PrivateEngine, tmp_path: Path) -> None:
    """Permission denied is told apart from an engine that is down: the real client, as a user without rights."""
    tmp_path.chmod(0o755)
    nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups"
    script(tmp_path / "docker", f'exec {nobody} {shutil.which("docker")} "$@"')
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    result = run("-n", "-c", "docker ps", env=engine.env(PATH=path))
    assert f"you cannot use the docker engine at {engine.host}" in result.stdout.decode()


def test_longhand_does_the_same_step(engine: PrivateEngine) -> None:
    """`same_as` of create and start, run one by one, end where run ends."""
    import json

    line = "docker run -d --name web -e A=1 -p 127.0.0.1::80 nginx"
    steps = json.loads(run("--json", "-c", line, env=engine.env()).stdout)["commands"][0]["steps"]
    for step in steps:
        if step["same_as"] and step["will"] == "yes":
            subprocess.run(["/bin/sh", "-c", step["same_as"]], env=engine.env(), check=True, capture_output=True)
    config = "{{json .Config.Env}}{{json .HostConfig.PortBindings}}{{.State.Status}}"
    ours = engine.docker("inspect", "--format", config, "web")
    engine.docker("rm", "-f", "web")
    subprocess.run(["/bin/sh", "-c", line], env=engine.env(), check=True, capture_output=True)
    assert engine.docker("inspect", "--format", config, "web") == ours
