"""docker inside other commands: found, with spans into the line as typed."""

from __future__ import annotations

import pytest

from dockersh import explain
from dockersh.reading import syntax

NESTED = [
    ("""bash -c 'docker ps -a && docker rm "a b"'""", ["docker ps -a", 'docker rm "a b"']),
    ("eval 'A=1 docker ps'", ["docker ps"]),
    ("cd x && sudo bash <<'E'\ndocker ps $X\nE", ["docker ps $X"]),
    ("cd x && bash <<< 'docker ps $X'", ["docker ps $X"]),
    (
        "docker stop `docker ps -q` && docker rm `docker ps -aq -f 'name=x'`",
        ["docker stop `docker ps -q`", "docker ps -q", "docker rm `docker ps -aq -f 'name=x'`", "docker ps -aq -f 'name=x'"],
    ),
    ("tar cf - $^ | docker build -f $< -", ["docker build -f $< -"]),
    ("docker ps # not `docker rm x`", ["docker ps"]),
    ("cat >x <<'E'\nuse `docker ps`\nE", []),
    ("cat <<E\né `docker ps`\nE", ["docker ps"]),
    ("echo 'a `docker ps`' \"`docker images`\"", ["docker images"]),
    ("sudo bash -lc 'docker ps'", ["docker ps"]),
    ("ssh h docker ps", ["docker ps"]),
    ('ssh -p 22 me@h "docker logs \\"web\\" -f"', ['docker logs \\"web\\" -f']),
    ("find . -exec docker cp {} web:/t \\;", ["docker cp {} web:/t"]),
    ("eval 'docker ps'", ["docker ps"]),
    ("trap 'docker stop x' EXIT", ["docker stop x"]),
    ("alias d='docker ps -a'", ["docker ps -a"]),
    ("watch -n 1 'docker ps'", ["docker ps"]),
    ("docker ps -q | xargs -r docker rm -f", ["docker ps -q", "docker rm -f"]),
    ("ssh h <<EOF\ndocker ps\nEOF", ["docker ps"]),
    ("ssh h 'bash -s' <<'E'\ndocker ps\nE", ["docker ps"]),
    ("ssh -i k h -p 22 sudo bash -s -- a <<E\ndocker ps\nE", ["docker ps"]),
    ("bash -s -- a b <<E\ndocker ps\nE", ["docker ps"]),
    ("ssh h -p 22 docker ps", ["docker ps"]),
    ("ssh h 'cat >x' <<E\ndocker ps\nE", []),
    ("ssh h 'bash x' <<E\ndocker ps\nE", []),
    ("bash -s <<'E'\ndocker ps $X\nE", ["docker ps $X"]),
    ('bash <<< "docker ps $X"', ["docker ps $X"]),
    ("ssh h <<<'docker ps -q'", ["docker ps -q"]),
    ("bash -c \"bash -c 'docker ps'\"", ["docker ps"]),
    ("timeout 5 nice -n 3 nohup docker ps", ["docker ps"]),
    ("diff <(docker ps) <(docker images)", ["docker ps", "docker images"]),
    ("f() { docker ps; }", ["docker ps"]),
    ("$ docker ps", ["docker ps"]),
    ("# docker run -d nginx", ["docker run -d nginx"]),
    ("> docker ps", ["docker ps"]),
    ("me@h:~$ docker ps", ["docker ps"]),
    ("PS C:\\> docker ps", ["docker ps"]),
    ("docker run <image> x", ["docker run <image> x"]),
    ("docker run -v ^\n  a:b x", ["docker run -v ^\n  a:b x"]),
    ("docker exec -i db mysql <in >out", ["docker exec -i db mysql"]),
    ("# docker is nice", []),
    ("$docker ps", []),
    ("echo docker ps", []),
    ("bash script.sh docker ps", []),
]


@pytest.mark.parametrize(("line", "calls"), NESTED, ids=[line for line, _ in NESTED])
def test_docker_is_found(line: str, calls: list[str]) -> None:
    """Each call covers its own stretch of the line."""
    assert [line[slice(*call.span)] for call in syntax.parse(line).calls] == calls


def test_xargs_brings_arguments_later() -> None:
    """What xargs appends is not missed."""
    assert not explain("docker ps -q | xargs docker rm").commands[1].refused
    assert explain("docker rm").commands[0].refused


@pytest.mark.parametrize("line", ['docker run --env="PASSWORD=geheim" x', "bash -c 'docker run -e \"PASSWORD=geheim\" x'"])
def test_a_quoted_secret_is_masked_whole(line: str) -> None:
    """Quotes around a secret leave no letter of it."""
    assert "g" not in explain(line).line.partition("PASSWORD=")[2]


PASTED = [
    ("$ docker ps", ["prompt"]),
    ("$ docker run \\\n> -it \\\n>  busybox", ["prompt"]),
    ("docker run -it \\\n> --rm busybox", ["prompt"]),
    ("docker run -it \\\n> busybox sh", ["prompt"]),
    ("docker logs web \\\n> out.log 2>&1", []),
    ("docker run -d \\ \n", ["blank-behind-backslash"]),
    ("docker run -d \\ # remark\n -p 80:80 nginx", ["blank-behind-backslash"]),
    ("docker run -it \\\n$ busybox", ["prompt"]),
    ("docker run -d \\  # remark\n -p 80:80 nginx", ["blank-behind-backslash"]),
    ("docker run busybox echo \\ a", []),
    ("docker rm <container>", ["placeholder-redirect"]),
    ("docker rm {container}", ["placeholder"]),
    ('docker run -v ${{ github.workspace }}:/x --rm -e A="${{ secrets.A }}" busybox', ["placeholder-template"] * 2),
    ("docker rm {{ name }}", ["placeholder-template"]),
    ("docker inspect -f {{.Id}} -f '{{ json .Id }}' web", []),
    ("docker rm '<container>'", ["placeholder"]),
    ("docker run YOUR_IMAGE", ["placeholder"]),
    ("docker rm 컨테이너_이름", ["placeholder"]),
    ("docker run –rm busybox", ["typographic-dash"]),
    ("docker run -e “A=b” busybox", ["typographic-quote"]),
    ("docker ps '%cd%'", ["cmd-variable"]),
    ("docker run -v ${pwd}:/x busybox", ["powershell-variable"]),
    ("docker ps --format '{{.ID}}'", []),
    ("docker run -v ${PWD}:/x busybox", []),
    ("docker rm ${container}", []),
    ("docker exec -i db mysql <in >out", []),
    ("docker commit -m 'it’s' web", []),
]


@pytest.mark.parametrize(("line", "codes"), PASTED, ids=[line for line, _ in PASTED])
def test_what_was_pasted_along_is_pointed_out(line: str, codes: list[str]) -> None:
    """Said where it is so, and only there."""
    assert [found.code for found in explain(line).findings] == codes
