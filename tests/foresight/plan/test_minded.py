"""What a new container will not find, reach or write, by its own line: where it is told, and where nothing is."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh import Situation, explain
from support.state import NOW, WrittenEngine

SCRIPT = ["script", True, False, False, "/bin/sh"]
TABLE: dict[str, Any] = {
    "here": True,
    "images": {
        "plain:1": {},
        "app:1": {"entrypoint": ["/app/start.sh"], "folder": "/app"},
        "node:1": {"command": ["node", "server.js"], "folder": "/app"},
        "npm:1": {"command": ["npm", "start"], "folder": "/app"},
        "flask:1": {"command": ["python3", "app.py"], "folder": "/app"},
        "java:1": {"command": ["java", "-jar", "/app/app.jar"]},
        "pg:1": {"volumes": ["/var/lib/data"]},
    },
    "containers": {"db": {}, "cache": {"networks": ["shop"]}, "web": {"networks": ["shop"]}, "host": {"networks": ["host"]}},
    "networks": {"shop": {}, "other": {}},
    "volumes": {"old": {}},
    "programs": {
        "./nox.sh": ["script", False, False, False, "/bin/sh"],
        "./crlf.sh": ["script", True, True, True, "/bin/sh"],
        "./bare.sh": ["text", True],
        "./fine.sh": SCRIPT,
        "./tool": ["binary", True],
        "/srv/app/start.sh": SCRIPT,
        "/srv/app/package.json": ["text"],
        "/srv/app/node_modules": ["missing"],
        "/srv/app/server.js": ["text"],
        **{f"/srv/none/{name}": ["missing"] for name in ("start.sh", "server.js", "app.py", "app.jar", "package.json")},
    },
    "paths": {
        **{f"{folder}/nvidia-container-runtime-hook": "missing" for folder in ("/usr/bin", "/usr/local/bin")},
        **dict.fromkeys(("/run/current-system/sw/bin/nvidia-container-runtime-hook", "/etc/cdi", "/var/run/cdi"), "missing"),
    },
}
FIRES = {
    # programs that are mounted, or hidden by a mount
    "docker run -v ./nox.sh:/x.sh plain:1 /x.sh": "mounted-not-executable",
    "docker run --mount type=bind,src=./nox.sh,dst=/x.sh --entrypoint /x.sh plain:1": "mounted-not-executable",
    "docker create -v ./nox.sh:/x.sh nobody/knows:1 /x.sh": "mounted-not-executable",
    "docker run -w / -v ./nox.sh:/x.sh plain:1 ./x.sh": "mounted-not-executable",
    "docker run -v ./crlf.sh:/x.sh plain:1 /x.sh": "mounted-carriage-returns",
    "docker run -v ./crlf.sh:/x.sh plain:1 bash -e /x.sh": "mounted-read-carriage-returns",
    "docker run -v ./bare.sh:/x.sh plain:1 /x.sh 1 2": "mounted-no-shebang",
    "docker run -v /srv/none:/app app:1": "mount-hides-program",
    "docker run -v /srv/none:/app node:1": "mount-hides-file",
    "docker run -v /srv/none:/app npm:1": "mount-hides-file",
    "docker run -v /srv/none:/app flask:1": "mount-hides-file",
    "docker run -v /srv/none:/app java:1": "mount-hides-file",
    "docker run -v /srv/app:/app npm:1": "mount-hides-modules",
    "docker run -v /srv/app:/app node:1": "mount-hides-modules",
    "docker run -v /srv/app:/app npm:1 npm run dev": "mount-hides-modules",
    # names
    "docker run plain:1 ping -c1 db": "name-on-default-bridge",
    "docker run --network bridge plain:1 sh -c 'sleep 1; ping db'": "name-on-default-bridge",
    "docker run plain:1 psql -h db -U me": "name-on-default-bridge",
    "docker run plain:1 redis-cli --host=db": "name-on-default-bridge",
    "docker run plain:1 curl -s http://db:8080/x": "name-on-default-bridge",
    "docker run -e DB_HOST=db plain:1": "name-on-default-bridge",
    "docker run -e DATABASE_URL=postgres://me@db/x plain:1": "name-on-default-bridge",
    "docker run -e PEERS=db:1,cache:2 plain:1": "name-on-default-bridge",
    "docker run -e DB_HOST=cache plain:1": "name-on-default-bridge-join",
    "docker run --network shop plain:1 ping db": "name-on-another-network",
    "docker run --network other -e X=http://cache/ plain:1": "name-on-another-network",
    "docker exec db ping host": "name-on-default-bridge-exec",
    "docker exec db ping cache": "name-on-default-bridge-connect",
    "docker exec web ping db": "name-on-another-network",
    "docker run plain:1 curl http://host.docker.internal:8080": "host-name-unknown",
    "docker run --network shop -e DB_HOST=host.docker.internal plain:1": "host-name-unknown",
    "docker exec web ping host.docker.internal": "host-name-unknown-exec",
    # files
    "docker run --read-only plain:1 touch /var/x": "writes-to-read-only",
    "docker run --read-only --tmpfs /tmp plain:1 sh -c 'date > /var/log/x'": "writes-to-read-only",
    "docker run --read-only plain:1 cp /etc/passwd /x": "writes-to-read-only-root",
    "docker run -v old:/data:ro plain:1 mkdir /data/new": "writes-to-read-only-mount",
    "docker run -u 1000 -v new:/data plain:1": "new-volume-of-root",
    "docker run --user 1000:1000 --mount src=new,dst=/data plain:1": "new-volume-of-root",
    "docker run --gpus all plain:1": "no-gpu-driver",
    # databases that make no first data without a password
    "docker run -d postgres": "image-wants-password",
    "docker run -d -e POSTGRES_USER=me -v new:/var/lib/postgresql/data postgres:17-alpine": "image-wants-password",
    "docker run postgres -e POSTGRES_PASSWORD=secret": "image-wants-password",
    "docker run postgres:16 postgres -c fsync=off": "image-wants-password",
    "docker create -v /var/lib/mysql docker.io/library/mysql:8.4": "image-wants-password",
    "docker run -v ./my.cnf:/etc/mysql/my.cnf mariadb": "image-wants-password",
}
SILENT = [
    "docker run -v ./fine.sh:/x.sh plain:1 /x.sh",
    "docker run -v ./tool:/x plain:1 /x",
    "docker run -v ./nox.sh:/x.sh plain:1 sh /x.sh",
    "docker run -v ./bare.sh:/x.sh plain:1 sh -c /x.sh",
    "docker run -v ./nox.sh:/x.sh plain:1 cat /x.sh",
    "chmod +x nox.sh && docker run -v ./nox.sh:/x.sh plain:1 /x.sh",
    "docker run -v ./nox.sh:/x.sh plain:1 $PROGRAM",
    "docker run -v ./unknown:/x plain:1 /x",
    "docker run -v old:/app app:1",
    "docker run -v /srv/none:/data app:1",
    "docker run -v /srv/app:/app app:1",
    "docker run -v /srv/none:/app plain:1 ls /app",
    "docker run -v /srv/none:/app npm:1 npm install",
    "docker run -v /srv/app:/app npm:1 npm ci",
    "docker run -v /srv/app:/app -v /app/node_modules npm:1",
    "docker run -v /srv/app:/src -w /src npm:1",
    "docker run plain:1 echo db",
    "docker run plain:1 ls db",
    "docker run -e NAME=db plain:1",
    "docker run -e DB_NAME=db plain:1",
    "docker run --link db plain:1 ping db",
    "docker run --link cache:db plain:1 ping db",
    "docker run --add-host db:10.0.0.1 plain:1 ping db",
    "docker run --network shop plain:1 ping cache",
    "docker run --network host plain:1 ping db",
    "docker run --network container:web plain:1 ping db",
    "docker run --network $NET plain:1 ping db",
    "docker run plain:1 ping nobody",
    "docker run --add-host host.docker.internal:host-gateway plain:1 ping host.docker.internal",
    "docker run --add-host=host.docker.internal=host-gateway plain:1 ping host.docker.internal",
    "docker exec web ping cache",
    "docker exec host ping db",
    "docker run --read-only --tmpfs /tmp plain:1 touch /tmp/x",
    "docker run --read-only -v old:/data plain:1 touch /data/x",
    "docker run --read-only plain:1 sh -c 'date > /dev/null'",
    "docker run --read-only plain:1 cp /etc/passwd x",
    "docker run --read-only -v $X:/data plain:1 touch /data/x",
    "docker run -v old:/data:ro plain:1 cat /data/x",
    "docker run -u 1000 -v old:/data plain:1",
    "docker run -u 0 -v new:/data plain:1",
    "docker run -u node -v new:/data plain:1",
    "docker run -u 1000 -v new:/var/lib/data pg:1",
    "docker run -u 1000 -v new:/data nobody/knows:1",
    "docker run plain:1",
    "docker run -e POSTGRES_PASSWORD=secret postgres",
    "docker run -e POSTGRES_PASSWORD_FILE=/run/p postgres",
    "docker run -e POSTGRES_HOST_AUTH_METHOD=trust postgres",
    "docker run -e MYSQL_ROOT_PASSWORD mariadb",
    "docker run --env-file .env postgres",
    "docker run $ARGS postgres",
    "docker run -e $PASSWORD postgres",
    "docker run -v old:/var/lib/postgresql/data postgres",
    "docker run -v ./data:/var/lib/mysql mysql",
    "docker run -v $DATA:/var/lib/mysql mysql",
    "docker run --volumes-from other mysql",
    "docker run postgres psql -h db.example.com",
    "docker run postgres --version",
    "docker run postgres bash",
    "docker run --entrypoint sh postgres",
    "docker run postgres:9.4",
    "docker run example.com/postgres",
    "docker run me/postgres",
]


def codes(line: str, **more: Any) -> set[str]:
    """What a line is told."""
    explanation = explain(line, engine=WrittenEngine({**TABLE, **more}), situation=Situation(None, NOW))
    return {found.code for command in explanation.commands for found in command.findings}


@pytest.mark.parametrize("line", FIRES)
def test_fires(line: str) -> None:
    """What will happen is told before."""
    assert FIRES[line] in codes(line)


@pytest.mark.parametrize("line", SILENT)
def test_stays_silent(line: str) -> None:
    """What works, and what nobody knows."""
    assert codes(line) & set(FIRES.values()) == set()


@pytest.mark.parametrize("line", ["docker run plain:1 ping host.docker.internal", "docker run --gpus all plain:1"])
def test_an_engine_in_a_virtual_machine_is_another(line: str) -> None:
    """There the host has that name, and cards are handed on in other ways."""
    assert codes(line, here=False) & set(FIRES.values()) == set()


def test_files_of_root_are_no_news_in_a_folder_of_root() -> None:
    """Who mounts a folder that is root's is root, or cannot write there anyway."""
    line = "docker run -v /srv/site:/out plain:1 touch /out/x"
    for owners, told in (({}, ["owner"]), ({"/srv/site": 0}, [])):
        (command,) = explain(line, engine=WrittenEngine({**TABLE, "owners": owners}), situation=Situation(None, NOW)).commands
        assert [note.note for note in command.notes if note.note == "owner"] == told


def test_an_engine_with_the_toolkit_has_cards() -> None:
    """By its runtime, or by a program or a description that lies there."""
    line = "docker run --gpus all plain:1"
    assert "no-gpu-driver" not in codes(line, runtimes=["runc", "nvidia"])
    assert "no-gpu-driver" not in codes(line, paths={**TABLE["paths"], "/etc/cdi": "folder"})
