"""Lines as people write them, in scripts and pages: every word is explained, and what is called wrong is wrong."""

from __future__ import annotations

import pytest

from dockersh import explain

EXPLAINED = [
    'docker compose "$@"',
    "docker compose -f a.yml ${OVERRIDE} -f b.yml up -d",
    "docker-compose -p shop run --rm web python manage.py migrate",
    "docker $(docker-machine config host1) run -d --name mongo mongo:3.2",
    'elif docker exec "${name}" [[ ! -f "${file}" ]]; then',
    "elif ! sudo docker version >/dev/null 2>&1; then",
    'run docker exec "${CONTAINER}" sh -c "ls | wc -l"',
    "retry 5 docker push ghcr.io/me/app",
    "docker scout cves --format sarif redis",
    "docker model run ai/smollm2 'Hello'",
    "docker rm -f $(docker ps -aq) || true",
    "for i in $(docker images -q); do docker rmi $i; done",
    "docker ps -a | grep Exit | cut -d ' ' -f 1 | xargs docker rm",
    "docker run $OPTS -v $PWD:/src -w /src node:20 npm test",
    "docker exec -it $(docker ps -qf name=db) psql -U postgres",
    "docker save app | gzip | ssh host 'gunzip | docker load'",
    "docker build -t app:$(git rev-parse --short HEAD) -f docker/Dockerfile .",
    "DOCKER_BUILDKIT=1 docker build --secret id=npm,src=$HOME/.npmrc .",
    "docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' web",
    "docker stop `docker ps -q`",
]


@pytest.mark.parametrize("line", EXPLAINED)
def test_every_word_is_explained(line: str) -> None:
    """Every part has a text of ours; nothing is called an error."""
    commands = explain(line).commands
    assert commands
    assert all(command.known for command in commands)
    unexplained = [part.shown for command in commands for part in command.parts if not part.text or part.source != "catalogue"]
    wrong = [one.code for command in commands for one in command.findings if one.severity == "error"]
    assert (unexplained, [code for code in wrong if code != "plugin-missing"]) == ([], [])
