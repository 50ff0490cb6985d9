"""What `docker create` asks of the engine: the real client and the stand-in send the same to an engine that only listens."""

from __future__ import annotations

import json
import shlex
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dockersh.practice.standin.client import main

OPTIONS = (
    "",
    "-i",
    "-t",
    "-it",
    "-a stdout",
    "-a stdin -a stderr",
    "-i -a stdout",
    "--name web",
    "-e A=1",
    "-e A=1 -e B= -e HERE",
    "-e NOT_HERE",
    "--env-file env",
    "--env-file env -e A=2",
    "-l a=b -l c",
    "--label-file env",
    "-p 80",
    "-p 8080:80",
    "-p 127.0.0.1:8080:80",
    "-p 127.0.0.1::80",
    "-p [::1]:8080:80",
    "-p 8080:80/udp",
    "-p 8080:80/TCP",
    "-p 8080-8082:80-82",
    "-p 8080-8090:80",
    "-p 80 -p 90:90 -p 90:91",
    "-p target=80,published=8080",
    "-p target=53,published=5353,protocol=udp",
    "--expose 80",
    "--expose 80-82/udp",
    "--expose 80 -p 8080:80",
    "-P",
    "-v /data",
    "-v data:/data",
    "-v data:/data:ro",
    "-v /here:/there",
    "-v ./here:/there",
    "-v ../here:/there:ro",
    "--volumes-from other",
    "--volume-driver local",
    "--mount type=volume,source=data,target=/data",
    "--mount type=bind,src=/here,dst=/there,readonly",
    "--mount type=bind,source=/here,destination=/there,ro=true",
    "--mount type=volume,target=/data,readonly=false",
    "--mount type=tmpfs,target=/t",
    "--tmpfs /t",
    "--tmpfs /t:size=1m,mode=700",
    "--network shop",
    "--net shop",
    "--network host",
    "--network none",
    "--network container:other",
    "--network shop --network-alias a --network-alias b",
    "--network shop --ip 10.0.0.2",
    "--network shop --ip6 ::2",
    "--network name=shop,alias=a,ip=10.0.0.2",
    "--link db",
    "--network shop --link db:data",
    "--mac-address 02:42:ac:11:00:02",
    "--dns 8.8.8.8 --dns-search example.com --dns-option ndots:1",
    "--add-host db:10.0.0.1",
    "-h box",
    "--domainname example.com",
    "-u 1000:1000",
    "-w /work",
    "--entrypoint sh",
    "--entrypoint ''",
    "--rm",
    "--restart no",
    "--restart always",
    "--restart on-failure:3",
    "--restart unless-stopped",
    "-m 64m",
    "-m 1g --memory-swap 2g --memory-reservation 512m",
    "-m 1024 --memory-swap -1",
    "--memory-swappiness 10",
    "--cpus 1.5",
    "--cpu-shares 512",
    "--cpu-period 100 --cpu-quota 50",
    "--cpuset-cpus 0-1 --cpuset-mems 0",
    "--pids-limit 10",
    "--oom-score-adj 5",
    "--shm-size 1g",
    "--blkio-weight 300",
    "--privileged",
    "--read-only",
    "--cap-add CAP_NET_ADMIN --cap-drop ALL",
    "--group-add staff",
    "--security-opt no-new-privileges",
    "--init",
    "--init=false",
    "--stop-signal INT",
    "--stop-timeout 3",
    "--no-healthcheck",
    "--health-cmd true",
    "--log-driver none",
    "--log-driver json-file --log-opt max-size=1m",
    "--ipc host",
    "--pid host",
    "--uts host",
    "--userns host",
    "--cgroupns private",
    "--cgroup-parent /x",
    "--runtime runc",
    "--isolation default",
)


class Ear(threading.Thread):
    """An engine that says no to everything but a ping, and keeps what it was sent."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.heard: list[tuple[str, Any]] = []
        self.listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listening.bind(str(path))
        self.listening.listen()

    def run(self) -> None:
        """A connection after the other."""
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as file:
                while self._answered(file):
                    pass

    def _answered(self, file: Any) -> bool:
        request = file.readline().decode()
        if not request:
            return False
        size = 0
        while (line := file.readline().strip().lower()) != b"":
            size = int(line.partition(b":")[2]) if line.startswith(b"content-length:") else size
        body = file.read(size)
        if "/containers/create" in request:
            self.heard.append((request.split()[1].partition("/containers/")[2], json.loads(body)))
        answer = b'{"message":"no"}\n'
        head = b"HTTP/1.1 200 OK\r\n" if "_ping" in request else b"HTTP/1.1 400 Bad Request\r\n"
        kind = b"Api-Version: 1.51\r\nContent-Type: application/json\r\n"
        sent = b"" if request.startswith("HEAD") else answer
        file.write(head + kind + b"Content-Length: " + str(len(answer)).encode() + b"\r\n\r\n" + sent)
        file.flush()
        return True


@pytest.fixture(scope="module", name="ear")
def fixture_ear(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ear, Path]]:
    """The listening engine, and its folder."""
    if shutil.which("docker") is None:
        pytest.skip("no docker client")
    folder = tmp_path_factory.mktemp("ear")
    (folder / "env").write_text("# a comment\nA=1\n\n  B=two words\n", encoding="utf-8")
    ear = Ear(folder / "s")
    ear.start()
    yield ear, folder
    ear.listening.close()


def bare(body: dict[str, Any]) -> dict[str, Any]:
    """Without the size of the terminal, and in endpoints without what nobody asked for."""
    body["HostConfig"].pop("ConsoleSize")
    body["Env"] = sorted(body["Env"] or ())  # docker's order is that of a Go map
    endpoints = body["NetworkingConfig"]["EndpointsConfig"]
    for name, endpoint in endpoints.items():
        endpoints[name] = {key: value for key, value in endpoint.items() if value}
    return body


@pytest.mark.parametrize("options", OPTIONS)
def test_the_same_is_asked_for(ear: tuple[Ear, Path], options: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The request of both, field by field, in the same order."""
    listening, folder = ear
    words = ["create", *shlex.split(options), "busybox", "sh", "-c", "echo hi"]
    env = {"DOCKER_HOST": f"unix://{folder / 's'}", "DOCKER_CONFIG": str(folder), "HERE": "is here", "HOME": str(folder)}
    monkeypatch.chdir(folder)
    program = shutil.which("docker")
    assert program is not None
    listening.heard.clear()
    subprocess.run([program, *words], env=env, capture_output=True, check=False)
    assert main(words, env) == 1
    (path, real), (our_path, ours) = listening.heard
    assert our_path == path
    real, ours = bare(real), bare(ours)
    assert {key: (value, real.get(key)) for key, value in ours.items() if key != "HostConfig" and real.get(key) != value} == {}
    host = real["HostConfig"]
    assert {key: (value, host.get(key)) for key, value in ours["HostConfig"].items() if host.get(key) != value} == {}
    assert set(real) - set(ours) == set()
    assert set(real["HostConfig"]) - set(ours["HostConfig"]) == set()
