"""Scripts and what is foretold of their lines: which fail, because of which earlier line, and what nobody can know."""

from __future__ import annotations

import pytest

from dockersh.practice.foretell import verdicts
from dockersh.practice.foretell.following import Foreteller
from dockersh.practice.foretell.scene import Scene
from dockersh.practice.foretell.verdicts import Verdict


def follow(script: str) -> list[Verdict]:
    """The verdicts on a script that begins on an empty engine."""
    return Foreteller(Scene(), apart=False).follow(script, lambda at: script.count("\n", 0, at) + 1)


def told(script: str) -> list[tuple[int, str, str, int]]:
    """`(line, kind, reason, line of the reason)`."""
    return [(script.count("\n", 0, one.span.start) + 1, one.kind, one.why.key, one.why.line) for one in follow(script)]


NGINX = "docker run -d --name web -p 8080:80 nginx\n"
# A script, and `(line, reason, line of the reason)` of each that fails for certain; nothing else is said of it.
FAILS = [
    (NGINX + "docker run -d --name web nginx", [(2, "made", 1)]),
    (NGINX + "docker run -d --name two -p 8080:80 nginx", [(2, "port", 1)]),
    (NGINX + "docker create --name web nginx\ndocker rename web web", [(2, "made", 1), (3, "", 0)]),
    (NGINX + "docker create --name b1 nginx\ndocker rename b1 web", [(3, "made", 1)]),
    (NGINX + "docker rm web", [(2, "runs", 1)]),
    (NGINX + "docker rm -f web\ndocker rm web", [(3, "removed", 2)]),
    (NGINX + "docker rename web www\ndocker logs web", [(3, "renamed", 2)]),
    (NGINX + "docker stop web\ndocker exec web ls", [(3, "stopped", 2)]),
    (NGINX + "docker kill web\ndocker kill web", [(3, "stopped", 2)]),
    (NGINX + "docker pause web\ndocker exec web ls\ndocker pause web", [(3, "paused", 2), (4, "paused", 2)]),
    (NGINX + "docker pause web\ndocker start web", [(3, "paused", 2)]),
    (NGINX + "docker rmi nginx\ndocker image rm -f nginx", [(2, "used", 1)]),
    (NGINX + "docker stop web\ndocker rm web\ndocker rmi nginx\ndocker image inspect nginx", [(5, "removed", 4)]),
    (NGINX + "docker image tag nginx mine\ndocker rmi mine mine", [(3, "removed", 3)]),
    ("docker create --name box alpine\ndocker exec box ls", [(2, "created", 1)]),
    ("docker run --name box alpine true\ndocker exec box ls", [(2, "ended", 1)]),
    ("docker stop nosuch", [(1, "never", 0)]),
    ("docker volume create data\ndocker run --name box -v data:/d alpine true\ndocker volume rm data", [(3, "used", 2)]),
    ("docker volume rm data", [(1, "never", 0)]),
    ("docker network create back\ndocker network create back", [(2, "made", 1)]),
    ("docker network create back\ndocker run -d --name db --network back redis\ndocker network rm back", [(3, "used", 2)]),
    ("docker run -d --network back nginx", [(1, "never", 0)]),
    ("docker network create back\ndocker network rm back\ndocker network inspect back", [(3, "removed", 2)]),
    # the shell's part
    ('NAME=web\ndocker create --name $NAME alpine\ndocker create --name "${NAME}" alpine', [(3, "made", 2)]),
    ("docker run -d nginx\ndocker rm -f $(docker ps -aq)\ndocker rm -f $(docker ps -aq)", [(3, "", 0)]),
    ("ID=$(docker run -d nginx)\ndocker rm $ID", [(2, "runs", 1)]),
    ("for n in one two one; do\n  docker create --name $n alpine\ndone", [(2, "made", 2)]),
    ("make_it() {\n  docker create --name box alpine\n}\nmake_it\nmake_it", [(2, "made", 2)]),
    (NGINX + "if docker inspect web; then docker rm -f web; fi\ndocker rm web", [(3, "removed", 2)]),
    (NGINX + "docker inspect web > /dev/null 2>&1 || docker run -d --name web nginx\ndocker rm web", [(3, "runs", 1)]),
    ("sudo docker create --name box alpine && sudo docker create --name box alpine", [(1, "made", 1)]),
    ("docker create --name box alpine # a\n# docker rm box\ndocker create --name box alpine", [(3, "made", 1)]),
    ("cd app; docker create --name box alpine; docker create \\\n  --name box alpine", [(1, "made", 1)]),
    ("(docker create --name box alpine)\ndocker create --name box alpine", [(2, "made", 1)]),
]


@pytest.mark.parametrize(("script", "fails"), FAILS)
def test_what_fails_and_why(script: str, fails: list[tuple[int, str, int]]) -> None:
    """Each line that fails, with the earlier line that is the reason; of the others nothing is said."""
    assert told(script) == [(line, verdicts.FAILS, key, why) for line, key, why in fails]


# What may go either way, or what nobody knows, is never called a failure.
OPEN = [
    ("docker run -d --name box alpine true\ndocker exec box ls", [(2, verdicts.DEPENDS)]),
    ("docker run -d --name box alpine sleep 3\ndocker rm box", [(2, verdicts.DEPENDS)]),
    ("docker run -d --name box alpine sleep 60\nsleep 100\ndocker rm box", [(3, verdicts.DEPENDS)]),
    ("docker run -d --name box private/app:1\ndocker rm box", [(1, verdicts.IMAGE), (2, verdicts.DEPENDS)]),
    ("./setup.sh\ndocker rm web", [(2, verdicts.DEPENDS)]),
    ("make up\ndocker network rm back", [(2, verdicts.DEPENDS)]),
    ("docker compose up -d\ndocker rm web", [(1, verdicts.ASSUMED), (2, verdicts.DEPENDS)]),
    ("docker build -t app .\ndocker create --name box app\ndocker rmi app", [(1, verdicts.ASSUMED), (3, verdicts.FAILS)]),
    ("docker rm $WHAT", [(1, verdicts.SHELL)]),
    ("while read name; do docker rm $name; done < names\ndocker rm web", [(1, verdicts.SHELL), (2, verdicts.DEPENDS)]),
    ("docker ps -aq | xargs docker rm", [(1, verdicts.SHELL)]),
    ("[ -f x ] && docker create --name box alpine\ndocker create --name box alpine", [(2, verdicts.DEPENDS)]),
    ("bash -c 'docker create --name box alpine'", [(1, verdicts.SHELL)]),
    ("case $1 in a) docker create --name box alpine;; esac\ndocker rm box", [(2, verdicts.DEPENDS)]),
    ("docker run --rm -it ubuntu", []),
    ("docker run -e A=$A -p $PORT:80 -v $PWD/x:/x --name box alpine true\ndocker rm box", []),
    ("export DOCKER_HOST=tcp://other:2375\ndocker rm web", [(2, verdicts.SHELL)]),
    ("docker -H tcp://other rm web", []),
    ("docker container prune\ndocker rm web", [(2, verdicts.FAILS)]),
    ("docker create --name box alpine\ndocker container prune\ndocker rm box", [(3, verdicts.DEPENDS)]),
    ("docker rm -f web; docker volume rm -f data; docker ps; docker images; docker info", []),
    ("docker logs -f web &", [(1, verdicts.FAILS)]),
    ("docker run -d --name nap alpine sleep 1000\ndocker kill -s TERM nap\ndocker rm nap", [(3, verdicts.DEPENDS)]),
]


@pytest.mark.parametrize(("script", "kinds"), OPEN)
def test_what_is_open(script: str, kinds: list[tuple[int, str]]) -> None:
    """What depends on the shell, on time or on what practice has not is said so."""
    assert [(line, kind) for line, kind, _, _ in told(script)] == kinds


def test_a_failure_that_is_provided_for() -> None:
    """`|| true` and `if`: it fails, and that is no error of the script."""
    found = follow(
        "docker rm web || true\nif docker logs web; then docker rm web; fi\n! docker rm web\ndocker rm web && docker ps"
    )
    assert [(one.kind, one.excused) for one in found] == [(verdicts.FAILS, True)] * 3 + [(verdicts.FAILS, False)]


@pytest.mark.parametrize("first", ["set -e", "set -euo pipefail", "set -o errexit"])
def test_a_strict_script_ends(first: str) -> None:
    """What stands below the line that fails is not reached; without `set -e` it is."""
    script = "docker rm web\ndocker create --name web alpine\ndocker create --name web alpine"
    assert [kind for _, kind, _, _ in told(script)] == [verdicts.FAILS, verdicts.FAILS]
    assert [kind for _, kind, _, _ in told(f"{first}\n{script}")] == [verdicts.FAILS, verdicts.UNREACHED, verdicts.UNREACHED]
    assert [kind for _, kind, _, _ in told(f"{first}\nset +e\n{script}")] == [verdicts.FAILS, verdicts.FAILS]


HOSTILE = [
    "(" * 3000 + "docker ps" + ")" * 3000,
    "docker ps && " * 1500 + "docker ps",
    "".join(f"for {name} in 1 2 3 4 5 6 7 8 9; do " for name in "abc") + "docker create $a$b$c" + "; done" * 3,
    "f() { f; f; docker ps; }\nf",
    "docker run --env-file /dev/zero --cidfile /tmp/never alpine",
    "[ a ] && docker create --name aa alpine\n" * 40,
    "docker ps $(docker ps $(docker ps))",
    "docker run -d --name ${x:-$(docker rm -f b)} alpine\n\0docker ps",
]


@pytest.mark.parametrize("script", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_scripts_end(script: str) -> None:
    """Whatever stands in a script, following it ends, and nothing of it happens."""
    follow(script)


def test_nothing_of_this_machine_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script that names files and sockets touches none: neither a file is opened nor a program started."""
    follow(NGINX)  # what is loaded once
    touched: list[str] = []
    monkeypatch.setattr("socket.socket.connect", lambda *_: touched.append("socket"))
    monkeypatch.setattr("subprocess.Popen.__init__", lambda *_, **__: touched.append("program"))
    monkeypatch.setattr("builtins.open", _only_ours(touched))
    follow(
        NGINX
        + "docker run --env-file .env -v /etc:/x --cidfile id alpine\ndocker cp web:/a /b\ndocker export -o x web\n./run.sh"
    )
    assert touched == []


def _only_ours(touched: list[str]) -> object:
    before = open

    def opened(path: str, *more: object, **named: object) -> object:
        if "dockersh" not in str(path):
            touched.append(str(path))
        return before(path, *more, **named)  # type: ignore[call-overload]

    return opened
