"""What runs in any case, what is tried, and what runs perhaps."""

from __future__ import annotations

import pytest

from dockersh.reading import syntax

LINES = [
    ("docker network inspect n >/dev/null 2>&1 || docker network create n", ["tried", "perhaps"]),
    ("if docker inspect x; then docker rm x; else docker run x; fi", ["tried", "perhaps", "perhaps"]),
    ("if docker ps; then :; elif docker images; then docker rm x; fi", ["tried", "perhaps", "perhaps"]),
    ('if [ "$(docker ps -q)" ]; then docker kill x; fi', ["tried", "perhaps"]),
    ("[ -f x ] && docker rm x", ["perhaps"]),
    ("docker ps | grep -q web && docker rm -f web", ["", "perhaps"]),
    ("! docker inspect a && docker run a", ["tried", "perhaps"]),
    ("docker pull a && docker run a", ["", ""]),
    ("docker pull a && docker run a || docker rm a", ["tried", "tried", "perhaps"]),
    ("docker rm x || true; docker run y", ["tried", ""]),
    ("docker rm x || exit 1", [""]),
    ("docker rm x || { echo no; exit 1; }", [""]),
    ("x=$(docker inspect web || true)", ["tried"]),
    ("(docker rm x; docker ps) || true", ["tried", "tried"]),
    ('bash -c "docker rm x || docker ps"', ["tried", "perhaps"]),
    ('sh -c "docker rm x" || true', ["tried"]),
    ("while ! docker exec db true; do docker ps; done; docker ps", ["tried", "perhaps", ""]),
    ("for i in 1 2; do docker run $i; done", [""]),
    ("case $1 in a) docker up;; esac", ["perhaps"]),
    ("f() { docker rm x; }", ["perhaps"]),
    ("docker ps", [""]),
    ("docker ps | cat > x", [""]),
]


@pytest.mark.parametrize(("line", "chances"), LINES, ids=[line for line, _ in LINES])
def test_whether_a_command_surely_runs(line: str, chances: list[str]) -> None:
    """`||`, `&&` behind a test, `if`, `while`, `case`, functions, scripts in scripts."""
    assert [call.chance for call in syntax.parse(line).calls] == chances
