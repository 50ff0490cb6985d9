"""What Tab offers, as tables: a line with `|` where the cursor stands, and what must come of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockersh import texts
from dockersh.reading import catalogue
from dockersh.ways_in.complete import Suggestions, ours, suggest
from support.state import WrittenEngine

ENGINE = {
    "containers": {
        "web": {"status": "running", "image": "nginx", "id": "a1" * 32},
        "job": {"status": "paused", "id": "b2" * 32},
        "old": {"status": "exited", "id": "c3" * 32},
        "new": {"status": "created", "id": "d4" * 32},
    },
    "images": {
        "nginx:latest": {"exposed": ["80/tcp", "53/udp"], "user": "www"},
        "redis:7": {"exposed": ["6379/tcp"], "volumes": ["/data"]},
    },
    "lists": {"volumes": ["f" * 64, "data"], "networks": ["bridge", "shop"], "contexts": ["default", "far"]},
}


def at(marked: str, lang: str = "en") -> Suggestions:
    """Suggest at the `|` of a line, or at its end."""
    cursor = marked.find("¦")
    line = marked.replace("¦", "")
    return suggest(line, cursor if cursor >= 0 else None, engine=WrittenEngine(ENGINE), lang=lang)


def values(marked: str) -> list[str]:
    """What would be written into the line."""
    return [item.value for item in at(marked).items]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a few files, and nothing else to see."""
    for name in ("src", "my dir", ".hidden"):
        (tmp_path / name).mkdir()
    (tmp_path / "app.env").touch()
    (tmp_path / "Dockerfile").write_text("FROM golang:1 AS build\nARG VERSION=1\nFROM scratch as run\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    return tmp_path


EXACT = [
    # commands
    ("docker ru", ["run"]),
    ("docker container un", ["unpause"]),
    ("docker rem", []),
    ("sudo -u me docker ru", ["run"]),
    ("DOCKER_HOST=x docker ru", ["run"]),
    ("docker ps | docker ru", ["run"]),
    ("if docker ps; then docker ru", ["run"]),
    ("docker rm $(docker p¦ -aq)", ["ps", "pull", "pause", "port", "push", "plugin"]),
    ("docker --context far ru", ["run"]),
    ("dock", ["docker"]),
    ("", []),
    ("docker ps # ru", []),
    # flags
    ("docker run --na", ["--name"]),
    ("docker run --name x --nam¦ nginx", ["--name"]),
    ("docker rm -", ["-l", "--help", "-f", "-v"]),
    ("docker rm --", ["--link", "--help", "--force", "--volumes"]),
    ("docker swarm leave -", ["--help", "-f"]),
    ("docker swarm leave ", []),
    ("docker container prune ", ["--filter"]),
    ("docker run nginx --na", []),
    ("docker run nginx ", ["sh", "nginx", "env"]),
    ("docker run nginx sh ", []),
    ("docker run redis:7 r", ["redis-cli"]),
    ("docker run -- --na", []),
    ("docker exec web l", []),
    # containers that fit
    ("docker rm ", ["old", "new"]),
    ("docker rm old ", ["new"]),
    ("docker rm -f ", ["web", "job", "old", "new"]),
    ("docker rm ¦ -f", ["web", "job", "old", "new"]),
    ("docker start ", ["old", "new"]),
    ("docker stop ", ["web", "job"]),
    ("docker kill w", ["web"]),
    ("docker pause ", ["web"]),
    ("docker unpause ", ["job"]),
    ("docker exec -it ", ["web"]),
    ("docker attach ", ["web"]),
    ("docker logs ", ["web", "job", "old", "new"]),
    ("docker logs c3c", ["c3" * 6]),
    ("docker rename ", ["web", "job", "old", "new"]),
    ("docker rename web ", []),
    ("docker network connect shop w", ["web"]),
    ("docker network connect s", ["shop"]),
    # other objects
    ("docker run ng", ["nginx:latest"]),
    ("docker run --rm -it re", ["redis:7"]),
    ("docker rmi nginx:latest ", ["redis:7"]),
    ("docker pull ", ["nginx:latest", "redis:7"]),
    ("docker tag redis:7 ", ["nginx:", "redis:"]),
    ("docker volume rm ", ["data", "f" * 64]),
    ("docker network rm ", ["shop"]),
    ("docker context use ", ["default", "far"]),
    ("docker inspect ", ["web", "job", "old", "new", "nginx:latest", "redis:7", "data", "f" * 64, "bridge", "shop"]),
    ("docker cp ", ["web:", "job:", "old:", "new:", "my\\ dir/", "src/", "Dockerfile", "app.env"]),
    ("docker cp web:", ["web:/"]),
    ("docker cp web:/x s", ["src/"]),
    ("docker cp src w", ["web:"]),
    ("docker cp ./s", ["./src/"]),
    ("docker build ", [".", "my\\ dir/", "src/"]),
    ("docker logs web > ap", ["app.env"]),
    ("ls ap", ["app.env"]),
    # values
    ("docker run -p ¦ redis:7", ["6379:6379", "127.0.0.1:6379:6379", "127.0.0.1:"]),
    ("docker run -p 127.0.0.1:9:¦ redis:7", ["127.0.0.1:9:6379"]),
    ("docker run -p 127.0.0.1:6379:¦ redis:7", ["127.0.0.1:6379:6379"]),
    ("docker run -p 9090:¦ nginx:latest", ["9090:80", "9090:53/udp"]),
    ("docker run -p9090:¦ nginx:latest", ["-p9090:80", "-p9090:53/udp"]),
    ("docker run --publish=9090:¦ redis:7", ["--publish=9090:6379"]),
    ("docker run -itp 9090:¦ redis:7", ["9090:6379"]),
    ("docker run -v d", ["data:"]),
    ("docker run -v ./s", ["./src:", "./src/"]),
    ("docker run -v ./m", ["./my\\ dir:", "./my\\ dir/"]),
    ("docker run -v data:¦ redis:7", ["data:/data"]),
    ("docker run -v data:/data:r", ["data:/data:ro", "data:/data:rw"]),
    (
        "docker run --mount ",
        ["type=", "source=", "target=", "readonly"]
        + [f"volume-{k}" for k in ("subpath=", "nocopy", "driver=", "opt=", "label=")],
    ),
    ("docker run --mount type=b", ["type=bind"]),
    ("docker run --mount type=bind,source=s", ["type=bind,source=src/"]),
    ("docker run --mount type=volume,source=d", ["type=volume,source=data"]),
    ("docker run --mount type=volume,source=data,target=¦ redis:7", ["type=volume,source=data,target=/data"]),
    ("docker run --mount type=tmpfs,t", ["type=tmpfs,target=", "type=tmpfs,tmpfs-size=", "type=tmpfs,tmpfs-mode="]),
    ("docker run --network ", ["bridge", "shop", "container:"]),
    ("docker run --network=s", ["--network=shop"]),
    ("docker run --network container:", ["container:web", "container:job"]),
    ("docker run --restart o", ["on-failure", "on-failure:3"]),
    ("docker run --pull ", ["missing", "always", "never"]),
    ("docker run --rm=", ["--rm=true", "--rm=false"]),
    ("docker run --ipc h", ["host"]),
    ("docker run --cap-add NET_A", ["NET_ADMIN"]),
    ("docker run --log-driver j", ["json-file", "journald"]),
    ("docker run --gpus a", ["all"]),
    ("docker run --env-file ", ["app.env", "my\\ dir/", "src/", "Dockerfile"]),
    ("docker build --platform linux/amd64,linux/arm6", ["linux/amd64,linux/arm64"]),
    ("docker save --platform linux/arm6", ["linux/arm64"]),
    ("docker load --platform linux/amd64,linux/arm6", ["linux/amd64,linux/arm64"]),
    ("docker build --target ", ["build", "run"]),
    ("docker build --build-arg ", ["VERSION="]),
    ("docker ps --filter stat", ["status="]),
    ("docker ps -f status=ru", ["status=running"]),
    ("docker ps --filter=status=ru", ["--filter=status=running"]),
    ("docker ps --filter ancestor=n", ["ancestor=nginx:latest"]),
    ("docker images -f since=r", ["since=redis:7"]),
    ("docker ps --format js", ["json"]),
    ("docker ps --format {{.Nam", ["'{{.Names}}'"]),
    ("docker ps --format '{{.ID}} {{.Nam", ["'{{.ID}} {{.Names}}'"]),
    ("docker --context f", ["far"]),
    ("docker -H ss", ["ssh://"]),
    ("docker --log-level de", ["debug"]),
    # quotes
    ("docker logs 'w", ["'web'"]),
    ('docker logs "w', ['"web"']),
    ("docker run -v './my d", ["'./my dir:", "'./my dir/"]),
    ("docker run -v ./my\\ d", ["./my\\ dir:", "./my\\ dir/"]),
    ("docker logs $w", []),
    # dockersh itself
    ("dockersh --la", ["--lang"]),
    ("dockersh --lang ", [*texts.LANGUAGES]),
    ("dockersh --lang=ko", ["--lang=ko"]),
    ("dockersh --explain-script ./my", ["./my\\ dir/"]),
    ("dockersh ", ["docker", *ours.WORDS]),
    ("dockersh --to ", ["compose", "run"]),
    ("dockersh --to=c", ["--to=compose"]),
    ("dockersh how w", ["web"]),
    ("dockersh --lang ko how web with --restart un", ["unless-stopped"]),
    ("dockersh why w", ["web"]),
    ("dockersh explain ru", ["run"]),
    ("dockersh to-compose docker ru", ["run"]),
    ("dockersh undo --l", ["--list"]),
    ("dockersh topics x", []),
    ("dockersh docker ru", ["run"]),
    ("dockersh --lang ko docker ru", ["run"]),
    ("dockersh -n docker logs w", ["web"]),
    ("dockersh -c 'docker ru", ["run"]),
    ('dockersh --lang ko -nc "docker logs w', ["web"]),
    ("dockersh -c 'docker ps --format {{.Nam", ["'\\''{{.Names}}'\\''"]),
]


@pytest.mark.parametrize(("line", "expected"), EXACT, ids=[line or "nothing" for line, _ in EXACT])
def test_exactly(line: str, expected: list[str]) -> None:
    """Just these, in this order."""
    found = values(line)
    assert sorted(found) == sorted(expected) if "$(docker p" in line else found == expected


FIRST = [
    ("docker ", ["run", "ps", "exec", "logs"]),
    ("docker run -", ["-i", "-t", "-d", "--rm", "--name"]),
    ("docker run --", ["--interactive", "--tty", "--detach", "--rm", "--name"]),
    ("docker system prune -", ["--filter", "--help", "-a"]),
    ("docker run -it", ["-it", "-itd"]),
    ("docker logs web ", ["--follow", "--tail"]),
    ("docker run -p ¦ nginx:latest", ["8080:80", "127.0.0.1:8080:80", "80:80"]),
    ("docker run --user ¦ nginx:latest", ["www"]),
    ("docker ps --format ", ["json"]),
]


@pytest.mark.parametrize(("line", "expected"), FIRST)
def test_first(line: str, expected: list[str]) -> None:
    """The likeliest stand in front."""
    assert values(line)[: len(expected)] == expected


def test_what_was_given_comes_last_and_what_repeats_does_not() -> None:
    """`--name` once is enough; `-p` may be given again."""
    found = [
        item.value for item in at("docker run --name x -p 80:80 --").items if not item.destructive and item.value != "--help"
    ]
    assert found[-1] == "--name"
    assert "--publish" in found[:10]


def test_nothing_that_deletes_is_ever_first() -> None:
    """For every command of the catalogue, with a dash typed or nothing."""
    for name in sorted(catalogue.names()):
        for typed in ("", "-", "--"):
            items = suggest(f"docker {name} {typed}".replace("docker  ", "docker ")).items
            assert not (items and items[0].destructive), name
            assert typed or not any(item.destructive for item in items), name


def test_every_command_has_its_description_in_both_languages() -> None:
    """The menu says what a command does."""
    assert next(item.description for item in at("docker ru").items).startswith("creates a new container")
    assert "컨테이너" in next(item.description for item in at("docker ru", "ko").items)
    assert next(item.description for item in at("docker rm o", "ko").items).startswith("멈춤")


def test_the_span_is_the_word_and_the_name_is_what_docker_gets() -> None:
    """The word from its quote to the cursor is replaced."""
    found = at("docker run -v './my d¦' nginx")
    assert (found.start, found.end, found.quote) == (14, 21, "'")
    assert [item.name for item in found.items] == ["./my dir:", "./my dir/"]
    inner = at("dockersh -c 'docker lo")
    assert (inner.start, inner.end, inner.outer) == (20, 22, "docker ")


def test_docker_itself_is_asked_for_plugins_and_the_unknown() -> None:
    """Compose's profiles, and commands of a plugin we never heard of."""
    engine = WrittenEngine({})
    suggest("docker scout cves --o", engine=engine)
    suggest("docker compose --profile ", engine=engine)
    assert [question.about for question in engine.asked] == [
        ("docker", "scout", "cves", "--o"),
        ("docker", "compose", "--profile", ""),
    ]


def test_services_are_read_from_the_file_and_kept_until_it_changes(folder: Path) -> None:
    """Compose is asked once; without an answer the file's own lines do."""
    (folder / "compose.yaml").write_text("services:\n  api:\n    image: x\n\n  db: {}\nvolumes:\n  v:\n", encoding="utf-8")
    assert values("docker compose logs ") == ["api", "db"]
    assert values("docker compose exec api ") == ["sh"]
    assert values("docker compose exec api sh ") == []
    (folder / "compose.yaml").write_text("services:\n  api: {}\n  worker: {}\n", encoding="utf-8")
    engine = WrittenEngine({"lists": {"services": ["api", "worker"]}})
    for _ in range(2):
        assert [item.value for item in suggest("docker compose up ", engine=engine).items] == ["api", "worker"]
    assert len(engine.asked) == 1
    (folder / "compose.yaml").write_text("services: {}\n", encoding="utf-8")
    suggest("docker compose up ", engine=engine)
    assert len(engine.asked) == 2


@pytest.mark.parametrize("status", ["down", "denied", "silent", "absent"])
def test_without_an_engine_the_rest_goes_on(status: str) -> None:
    """No names, no error; commands, flags and words as ever."""
    engine = WrittenEngine({"status": status})
    assert suggest("docker logs ", engine=engine).items == ()
    assert [item.value for item in suggest("docker run --pull al", engine=engine).items] == ["always"]


def test_a_folder_with_many_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fits is found among the many that do not."""
    monkeypatch.chdir(tmp_path)
    for number in range(700):
        (tmp_path / f"a{number}").touch()
    (tmp_path / "zz").touch()
    assert [one.name for one in suggest("docker run --env-file z", 23).items] == ["zz"]


def test_a_compose_that_does_not_answer_is_asked_once(folder: Path) -> None:
    """Until the file changes, the file's own lines do."""
    (folder / "compose.yaml").write_text("services:\n  api: {}\n", encoding="utf-8")
    engine = WrittenEngine({"status": "silent"})
    found = [[item.value for item in suggest("docker compose up ", engine=engine).items] for _ in range(2)]
    assert (found, len(engine.asked)) == ([["api"], ["api"]], 1)
