"""This machine's shell and the container's: what is said where one was taken for the other, and where nothing is."""

from __future__ import annotations

import pytest

from dockersh import Finding, Situation, explain, texts
from dockersh.reading.syntax.places import Places
from support.state import WrittenEngine

IMAGES = {
    "alpine:3.20": {},
    "plain:1": {},
    "shop:1": {"command": ["npm run start"]},
    "started:1": {"entrypoint": ["python app.py"], "command": []},
    "greeter:1": {"entrypoint": ["echo", "hello"]},
    "jq:1": {"entrypoint": ["jq"]},
    "fixed:1": {"entrypoint": ["/bin/sh", "-c", "echo fixed"]},
    "takes:1": {"entrypoint": ["/bin/sh", "-c", 'exec "$@"']},
    "shell:1": {"entrypoint": ["/bin/bash", "-c"]},
    "postgres:1": {"entrypoint": ["docker-entrypoint.sh"], "command": ["postgres"]},
    "tini:1": {"entrypoint": ["/usr/bin/tini", "--"]},
}
HERE = WrittenEngine({"images": IMAGES, "containers": {"web": {}, "db": {}, "small": {"image": "alpine:3.20"}}})
FIRES = {
    # commands of the shell
    "docker exec web source ~/.profile": "shell-builtin",
    "docker exec web export A=1": "shell-builtin",
    "docker exec -it db . /env.sh && psql": "shell-builtin",
    "docker run --rm plain:1 set -e": "shell-builtin",
    "docker exec web cd /tmp": "shell-builtin-perhaps",
    "docker exec web cd /srv/app && ls": "shell-builtin-perhaps",
    "docker exec web alias ll='ls -l'": "shell-builtin-perhaps",
    "docker compose exec web cd /app": "shell-builtin-perhaps",
    "docker run --rm nobody/knows:1 cd /app": "shell-builtin-perhaps",
    # a shell that is not there
    "docker exec -it small bash": "image-without-bash",
    "docker exec small /bin/bash -c 'echo hi'": "image-without-bash",
    "docker run -it alpine:3.20 bash": "image-without-bash",
    # a whole command as one word
    'docker exec web "ls -l /tmp"': "whole-command-in-quotes",
    "docker exec web 'ps aux | grep nginx'": "whole-command-in-quotes",
    'docker run --rm plain:1 "echo hi && ls"': "whole-command-in-quotes",
    'docker exec web "/bin/ls -l"': "whole-command-in-quotes",
    "docker exec web ls\\ -l": "whole-command-in-quotes",
    'docker run --rm nobody/knows:1 "npm test"': "whole-command-perhaps",
    "docker compose exec db 'psql -U me'": "whole-command-perhaps",
    'docker run --entrypoint "tail -f /dev/null" plain:1': "entrypoint-with-words",
    "docker run --entrypoint='sh -c' plain:1 ls": "entrypoint-with-words",
    'docker run --entrypoint \'["tail", "-f"]\' plain:1': "entrypoint-with-words",
    "docker run --rm shop:1": "image-command-of-one-word",
    "docker run -d started:1": "image-command-of-one-word",
    # names that this machine's shell looks for
    "docker exec web tail -1 /var/log/*.log": "glob-of-this-machine",
    "docker exec web rm -rf /cache/*": "glob-of-this-machine",
    "docker run --rm plain:1 ls /etc/*.conf": "glob-of-this-machine",
    "docker exec web gzip access.log.?": "glob-of-this-machine",
    "docker cp web:/etc/*.conf .": "copy-with-wildcard",
    "docker cp 'web:/data/part-?.csv' out": "copy-with-wildcard",
    # variables
    "docker run --rm -e NAME=bob plain:1 echo $NAME": "variable-of-this-machine",
    'docker run --rm -e NAME=bob plain:1 echo "Hello ${NAME}"': "variable-of-this-machine",
    'docker run --rm --env=NAME=bob plain:1 sh -c "echo $NAME"': "variable-of-this-machine",
    'docker exec web sh -c "for i in 1 2 3; do echo $i; done"': "variable-of-this-machine",
    'docker exec web bash -c "X=5; echo $X"': "variable-of-this-machine",
    "docker exec web echo $HOME": "variable-of-this-machine",
    'docker exec web sh -c "echo $HOSTNAME"': "variable-of-this-machine",
    "docker exec -e TERM=x db echo $TERM": "variable-of-this-machine",
    "TAG=2 docker build -t app:$TAG .": "variable-set-too-late",
    'NAME=bob sudo docker run --rm plain:1 echo "hi $NAME"': "variable-set-too-late",
    "env PORT=80 docker run -p ${PORT}:80 plain:1": "variable-set-too-late",
    "docker run -v 'pwd':/app plain:1": "volume-called-pwd",
    "docker run -v PWD:/app:ro plain:1": "volume-called-pwd",
    "docker exec web echo '$PATH'": "nobody-fills-in",
    "docker exec web echo \\$HOME": "nobody-fills-in",
    # what stands behind an operator
    "docker exec web echo hi > /etc/motd": "file-of-this-machine",
    "docker exec web printf 'a\\n' >> /etc/hosts": "file-of-this-machine",
    "docker exec web apt-get update && apt-get install -y vim": "goes-on-on-this-machine",
    "docker exec web pip install flask; pip list": "goes-on-on-this-machine",
    # input
    "echo hello | docker run --rm plain:1 cat": "input-is-lost",
    "docker exec db mysql shop < dump.sql": "input-is-lost",
    "zcat dump.gz | sudo docker exec db psql": "input-is-lost",
    "docker exec db sh <<E\nls\nE": "input-is-lost",
    "docker run --rm -t plain:1 sort <<< 'b a'": "input-is-lost",
    "docker exec -it db mysql shop < dump.sql": "not-a-terminal",
    # entrypoints
    "docker run --rm greeter:1 bash": "entrypoint-takes-words",
    "docker run -it greeter:1 /bin/sh": "entrypoint-takes-words",
    "docker run --rm jq:1 jq .name": "entrypoint-takes-words",
    "docker run --rm fixed:1 ls /": "entrypoint-drops-words",
}
SILENT = (
    "docker exec web ls -l /tmp",
    "docker run --rm nobody/mc:1 alias set local http://x a b",
    "docker run --rm nobody/keys:1 export --dir /x",
    "docker exec web sh -c 'cd /tmp && ls'",
    'docker exec web "/opt/My App/run"',
    "docker exec web sh -c 'echo $HOME > /x; ls *.log'",
    'docker exec web sh -c "ls | wc -l"',
    "docker exec web pwd",
    "docker run --rm shell:1 'ls -l'",
    "docker run --rm nobody/knows:1 'some text'",
    "docker run --rm greeter:1 'dear world'",
    "docker run --rm greeter:1 world",
    "docker run --rm --entrypoint bash greeter:1 -l",
    "docker run --rm takes:1 ls",
    "docker run --rm postgres:1 bash -c 'ls'",
    "docker run -it --rm tini:1 bash",
    "docker run --rm --entrypoint tail plain:1 -f /dev/null",
    "docker run --rm --entrypoint '/opt/My App/run' plain:1",
    "docker run --rm shop:1 ls",
    "docker run --rm -v $PWD:/w -w /w plain:1 eslint src/*.js",
    "docker run --rm -v /data:/data plain:1 ls /data/*.csv",
    "docker exec web curl http://localhost/?a=b",
    "docker exec web npm test -- --grep=*",
    "docker exec web find / -name '*.conf'",
    "docker cp web:/etc/nginx .",
    "docker cp web:/etc/$NAME .",
    "docker run --rm -e NAME=$NAME plain:1 echo $NAME",
    "docker run --rm -e NAME plain:1 echo $NAME",
    "docker run --rm plain:1 echo $GREETING",
    "NAME=bob; docker run --rm -e NAME=bob plain:1 echo $NAME",
    'docker run --rm plain:1 sh -c "GOARCH=$GOARCH make"',
    'docker exec web sh -c "for i in 1 2; do echo \\$i; done"',
    "docker run --rm -v $HOME:$HOME plain:1 ls $HOME/src",
    "TAG=2; docker build -t app:$TAG .",
    "TAG=2; TAG=3 docker build -t app:$TAG .",
    "TAG=2 docker compose up -d",
    "TAG=2 docker build -t 'app:$TAG' .",
    "DOCKER_BUILDKIT=1 docker build -t app:$TAG .",
    "docker run -v $(pwd):/app plain:1",
    "docker exec web awk '{print $1}' /x",
    "docker exec web perl -e 'print $ENV{PATH}'",
    "docker exec db pg_dump shop > dump.sql",
    "docker exec db pg_dump shop > /backup/dump.sql",
    "docker exec web echo hi > /dev/null",
    "docker exec web cat /etc/hosts | grep web",
    "docker exec web npm install && docker restart web",
    "docker exec web ls && cd /tmp",
    "echo hello | docker run -i --rm plain:1 cat",
    "docker exec -i db mysql shop < dump.sql",
    "docker run -a stdin -a stdout plain:1 cat < f",
    "docker run -d plain:1 < /dev/null",
    "docker run --rm plain:1 ls < /dev/null",
    "docker compose exec db psql < dump.sql",
    "cat names | xargs docker exec web touch",
    "while read x; do docker exec web touch $x; done < names",
    "docker exec -it web sh < /dev/tty",
)


def told(line: str) -> list[Finding]:
    """What a line is told on an engine with these images."""
    explanation = explain(line, engine=HERE, situation=Situation(None, 1.7e9, Places("/home/me/shop", "/home/me")))
    return [found for command in explanation.commands for found in command.findings]


@pytest.mark.parametrize("line", FIRES)
def test_fires(line: str) -> None:
    """The line is told which shell does what, and what to type instead."""
    fixes = {found.code: found.fix for found in told(line)}
    assert FIRES[line] in fixes
    assert fixes[FIRES[line]]


@pytest.mark.parametrize("line", SILENT)
def test_stays_silent(line: str) -> None:
    """What is meant as it stands is not warned of."""
    assert {found.code for found in told(line)} & set(FIRES.values()) == set()


@pytest.mark.parametrize("line", FIRES)
def test_the_line_that_is_offered_is_not_warned_of(line: str) -> None:
    """What is to be typed instead has the same mistake no longer."""
    (fix,) = [found.fix or "" for found in told(line) if found.code == FIRES[line]][:1]
    if fix.startswith("docker"):
        assert FIRES[line] not in {found.code for found in told(fix)}, fix


@pytest.mark.parametrize("lang", texts.complete())
@pytest.mark.parametrize("code", sorted({*FIRES.values()}))
def test_each_is_said_in_every_language(code: str, lang: str) -> None:
    """A sentence and what to do."""
    assert texts.raw(lang, f"findings/{code}", "text")
    assert texts.raw(lang, f"findings/{code}", "fix")


def test_words_that_an_entrypoint_takes_are_called_so() -> None:
    """They do not run in the place of the image's command where an ENTRYPOINT gets them."""
    for image, said in (("greeter:1", "goes to the image's ENTRYPOINT, echo hello"), ("plain:1", "runs in the container")):
        (command,) = explain(f"docker run {image} bash", engine=HERE).commands
        assert command.parts[-1].text.startswith(said)
