"""Lines that name what explaining must leave alone, and a world in which it would show: evil programs, a listener."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path
from typing import Self

from support.programs import script

# EVIL is the evil folder, PORT a port of loopback that somebody listens on, SOCK a socket, likewise.
LINES = (
    # plugins, settings and clients of other folders
    "docker --config EVIL compose up -d",
    "docker --config=EVIL ps",
    "docker --config EVIL zap de",
    "docker --config EVIL zap ",
    "docker --config EVIL run -it nginx",
    "docker --config EVIL --context evil ps",
    "docker --config EVIL pull nginx",
    "docker --config EVIL buildx build .",
    "docker --config EVIL compose ",
    "DOCKER_CONFIG=EVIL docker compose up",
    "DOCKER_CONFIG=EVIL docker zap de",
    "DOCKER_CONFIG=EVIL docker ps",
    "DOCKER_CONFIG=EVIL docker-compose up",
    "HOME=EVIL docker zap de",
    "HOME=EVIL/home docker compose up",
    "XDG_CONFIG_HOME=EVIL docker compose ps",
    "EVIL/docker ps",
    "EVIL/docker zap de",
    "EVIL/docker-compose up -d",
    "PATH=EVIL docker ps",
    "PATH=EVIL:$PATH docker zap de",
    "export PATH=EVIL; docker compose up",
    "env PATH=EVIL docker compose up",
    "LD_PRELOAD=EVIL/evil.so docker ps",
    "LD_PRELOAD=EVIL/evil.so docker compose up",
    "LD_LIBRARY_PATH=EVIL docker ps",
    "DOCKER_CLI_PLUGIN_EXTRA_DIRS=EVIL docker zap de",
    "export DOCKER_CONFIG=EVIL && docker zap de",
    "docker zap --config EVIL de",
    "cd EVIL && docker compose up",
    "docker --config EVIL context ls",
    "docker --config EVIL volume rm x",
    # addresses
    "docker -H tcp://127.0.0.1:PORT ps",
    "docker -H tcp://127.0.0.1:PORT run -it -p 80:80 nginx",
    "docker -H 127.0.0.1:PORT rm -f web",
    "docker --host=http://127.0.0.1:PORT logs ",
    "docker -H unix://SOCK ps",
    "docker -H unix://SOCK rm ",
    "docker -H ssh://evil ps",
    "docker -H ssh://evil run nginx",
    "docker -H ssh://evil exec ",
    "DOCKER_HOST=ssh://evil docker rm ",
    "DOCKER_HOST=tcp://127.0.0.1:PORT docker run nginx",
    "DOCKER_HOST=tcp://127.0.0.1:PORT docker rm ",
    "DOCKER_HOST=tcp://127.0.0.1:PORT sudo -E docker ps",
    "env DOCKER_HOST=tcp://127.0.0.1:PORT docker ps",
    "sudo DOCKER_HOST=unix://SOCK docker ps",
    "export DOCKER_HOST=tcp://127.0.0.1:PORT && docker ps",
    "export DOCKER_HOST=tcp://127.0.0.1:PORT; docker rm ",
    "DOCKER_HOST=tcp://127.0.0.1:PORT; docker rm $(docker ps -aq)",
    "sh -c 'DOCKER_HOST=tcp://127.0.0.1:PORT docker ps'",
    "sh -c 'DOCKER_HOST=tcp://127.0.0.1:PORT docker rm '",
    "bash <<EOF\nexport DOCKER_HOST=tcp://127.0.0.1:PORT\ndocker run nginx\nEOF",
    "docker --context sshed ps",
    "docker --context sshed rm ",
    "docker --context wired run nginx",
    "DOCKER_CONTEXT=sshed docker compose up",
    "docker --tlsverify -H tcp://127.0.0.1:PORT ps",
    "docker --tls ps",
    "DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=EVIL docker ps",
    "HTTP_PROXY=http://127.0.0.1:PORT HTTPS_PROXY=http://127.0.0.1:PORT docker ps",
    "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:PORT docker compose up",
    "ssh evil docker ps",
    "ssh evil docker rm ",
    "echo evil | xargs -I{} docker -H ssh://{} ps",
    "find . -exec docker -H tcp://127.0.0.1:PORT ps {} ;",
    "docker ps -q -H tcp://127.0.0.1:PORT",
    "docker rm $(docker -H tcp://127.0.0.1:PORT ps -aq)",
    "docker -H tcp://127.0.0.1:PORT ps -aq | xargs docker rm",
    "docker buildx --builder evil build -H tcp://127.0.0.1:PORT .",
    "docker zap http://127.0.0.1:PORT/x ",
    "docker buildx create --name x tcp://127.0.0.1:PORT",
    "docker context create evil --docker host=tcp://127.0.0.1:PORT",
    # what compose would fetch
    "docker compose -f http://127.0.0.1:PORT/x.git up",
    "docker compose -f https://127.0.0.1:PORT/x.git up -d",
    "docker compose -f oci://127.0.0.1:PORT/x:1 config",
    "docker compose -f oci://127.0.0.1:PORT/x:1 up ",
    "docker compose -f git@127.0.0.1:x.git up ",
    "docker compose -f ssh://git@evil/x.git logs ",
    "docker compose -f - up -d",
    "COMPOSE_FILE=oci://127.0.0.1:PORT/x:1 docker compose up ",
    "docker compose --env-file http://127.0.0.1:PORT/env up",
    "docker-compose -f oci://127.0.0.1:PORT/x:1 up -d",
    # registries: only docker itself goes there, when the line runs
    "docker pull 127.0.0.1:PORT/x",
    "docker run 127.0.0.1:PORT/x:1",
    "docker manifest inspect 127.0.0.1:PORT/x",
    "docker build http://127.0.0.1:PORT/x.git",
    "docker buildx imagetools inspect 127.0.0.1:PORT/x",
    "docker login 127.0.0.1:PORT",
    "docker search 127.0.0.1:PORT/x",
)


class Listener:
    """Listens on loopback and on a socket, and counts who comes. A context manager."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "evil.sock"
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.unix = socket.socket(socket.AF_UNIX)
        self.unix.bind(str(self.path))
        self.unix.listen()
        self.port = self.tcp.getsockname()[1]
        self.came = 0

    def __enter__(self) -> Self:
        for one in (self.tcp, self.unix):
            threading.Thread(target=self._count, args=(one,), daemon=True).start()
        return self

    def _count(self, server: socket.socket) -> None:
        while True:
            try:
                server.accept()[0].close()
            except OSError:
                return
            self.came += 1

    def __exit__(self, *_: object) -> None:
        for one in (self.tcp, self.unix):
            one.shutdown(socket.SHUT_RDWR)
            one.close()


def evil_folder(folder: Path, log: Path) -> Path:
    """A folder of programs that write into *log* when they are run: a docker, plugins, a compose; and docker's settings."""
    evil = folder / "evil"
    for place in (evil, evil / "home" / ".docker" / "cli-plugins", evil / ".docker" / "cli-plugins", evil / "cli-plugins"):
        for name in ("docker", "docker-zap", "docker-compose", "docker-buildx"):
            script(place / name, f'echo "{place}/{name} $*" >> {log}\necho \'{{"SchemaVersion":"0.1.0","Vendor":"x"}}\'')
    (evil / "evil.so").write_bytes(b"")
    (evil / "config.json").write_text('{"currentContext": "evil", "credsStore": "zap"}', encoding="utf-8")
    (evil / "compose.yaml").write_text("services: {web: {image: nginx}}\n", encoding="utf-8")
    return evil


def own_programs(folder: Path, log: Path) -> Path:
    """A folder for the person's PATH whose ssh, git and credential helpers write into *log* when they are run."""
    own = folder / "bin"
    for name in ("ssh", "git", "docker-credential-zap", "docker-compose"):
        script(own / name, f'echo "{name} $*" >> {log}\nexit 1')
    return own


def lines(evil: Path, listener: Listener) -> tuple[str, ...]:
    """The lines with what they name."""
    named = (("EVIL", str(evil)), ("PORT", str(listener.port)), ("SOCK", str(listener.path)))
    out = []
    for line in LINES:
        for word, meant in named:
            line = line.replace(word, meant)  # noqa: PLW2901  one after the other
        out.append(line)
    return tuple(out)


def store_contexts(config: Path, listener: Listener) -> None:
    """Contexts that the person has stored and does not use: one behind ssh, one behind TCP."""
    import hashlib
    import json

    hosts = {"sshed": "ssh://sshed", "wired": f"tcp://localhost:{listener.port}"}
    for name, host in hosts.items():
        folder = config / "contexts" / "meta" / hashlib.sha256(name.encode()).hexdigest()
        os.makedirs(folder)
        meta = {"Name": name, "Metadata": {}, "Endpoints": {"docker": {"Host": host, "SkipTLSVerify": False}}}
        (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
