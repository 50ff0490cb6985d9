"""TOML: tasks are found where the programs that run them look, and each docker line leads to its place."""

from __future__ import annotations

import tomllib

import pytest

from dockersh.explaining.pipeline import explain
from dockersh.ways_in.documents.check import Checked, check
from dockersh.ways_in.documents.kinds import UnreadableError, extract

PYPROJECT = """\
[project]
name = "docker-웹"
description = "docker run in a sentence"
[project.scripts]
docker-run = "docker.run:main"

[tool.poe.tasks]
up = "docker compose up -d"
"웹.이미지" = { cmd = "docker build -t \\"a:1\\" .", help = "docker rm" }
call = { script = "docker.ps:main()" }
all.sequence = [{ cmd = "docker ps" }, { shell = "docker images" }, "up"]

[[tool.poe.tasks.list]]
shell = '''
docker info
docker version'''

[tool.pdm.scripts]
words = { cmd = ["docker", "run", "-e", "A=a b", "nginx:1"] }
both = { composite = ["docker stop web", "up"] }

[tool.hatch.envs.default.scripts]
push = [
  "docker push {env:IMAGE}:{args:latest}", # docker pull
  "- docker logout",
]

[tool.poetry.scripts]
x = "docker:run"
"""

MISE = '''\
[env]
LINE = "docker rm"

[tasks]
up = "docker compose up"

[tasks."docker:build"]
description = "docker build"
run = """
if true; then
  docker build \\
    -t x:1 .
fi
"""

[tasks.python]
run = """
#!/usr/bin/env python3
print("docker ps")
"""

[tasks.node]
shell = "node -e"
run = "docker ps"

[tasks.two]
run = ["docker ps", { task = "up" }, "docker images -q"]

[hooks]
enter = "docker info"
'''

MAKEFILE = '''\
[tasks.image]
command = "docker"
args = ["build", "-t", "${NAME}:1", # the name
  "."]

[tasks.loop]
script = [
  "for name in a b; do",
  "  docker rm $name",
  "done",
]

[tasks.rust]
script_runner = "@rust"
script = "docker ps"

[tasks.shell]
script_runner = "@shell"
script = """
docker ps
"""
'''

TOX = """\
[env.e2e]
commands = [["docker", "run", "--rm", "{env:IMAGE}"], ["pytest"]]
commands_post = [["docker", "rm", "it's"]]
"""

FILES = {
    "pyproject.toml": (
        PYPROJECT,
        [
            *[(8, 7, "compose up"), (9, 20, "build"), (11, 26, "ps"), (11, 51, "images"), (15, 1, "info"), (16, 1, "version")],
            *[(19, 19, "run"), (20, 24, "stop"), (24, 4, "push"), (25, 6, "logout")],
        ],
    ),
    "mise.toml": (
        MISE,
        [(5, 7, "compose up"), (11, 3, "build"), (27, 9, "ps"), (27, 39, "images"), (30, 10, "info")],
    ),
    "Makefile.toml": (MAKEFILE, [(2, 12, "build"), (9, 6, "rm"), (20, 1, "ps")]),
    "tox.toml": (TOX, [(2, 15, "run")]),
    "x/crlf.toml": ("[tasks]\r\nup = '''\r\ndocker ps\r\n'''\r\n", [(3, 1, "ps")]),
}


def found(name: str, text: str) -> list[Checked]:
    """The docker lines of a file."""
    return list(check(name, text, explain))


@pytest.mark.parametrize("name", FILES)
def test_docker_lines_are_found(name: str) -> None:
    """In tasks, and nowhere else: no name, description or Python entry point is one."""
    text, wanted = FILES[name]
    assert [(one.place.line, one.place.column, one.explanation.commands[0].typed) for one in found(name, text)] == wanted


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_minded_that_is_not_there(name: str) -> None:
    """What hatch and tox fill in is no bad value, and a list is no broken line."""
    grave = [told.code for one in found(name, FILES[name][0]) for _, told in one.findings if told.severity == "error"]
    assert grave == []


@pytest.mark.parametrize(
    ("line", "column", "end"),
    [
        ('a = "docker run --nmae x nginx:1"', 17, 23),
        ('a = "\\u0041=웹\\t docker run --nmae x nginx:1"', 28, 34),
        ('웹 = 1\n["웹".tasks]\na = """docker run \\\n   --nmae x nginx:1"""', 4, 10),
        ("a = { cmd = 'docker run --nmae x nginx:1' }", 25, 31),
        ('a = { cmd = ["docker", "run", "--nmae", "x", "nginx:1"] }', 32, 38),
        ('a = { cmd = ["docker", "run", "-e", "A=b c", "--nmae", "x", "nginx:1"] }', 47, 53),
    ],
)
def test_a_finding_leads_to_its_word(line: str, column: int, end: int) -> None:
    """Through escapes, letters of any width, folds and lists."""
    places = [place for one in found("pixi.toml", f"[tasks]\n{line}\n") for place, told in one.findings if "nmae" in told.text]
    assert [(place.column, place.end_column) for place in places] == [(column, end)]


@pytest.mark.parametrize(
    "value",
    [
        r'"docker \"a\" \\ \t \u00e9 \U0001F433 웹"',
        "'docker \\n \"a\"'",
        '"""\ndocker \\\n\n   ps\n"""',
        "'''\ndocker 'a'\n'''",
        '"""docker""""',
    ],
)
def test_a_string_is_what_toml_says(value: str) -> None:
    """Python's own parser is the judge."""
    text = f"[tasks]\na = {value}\n"
    (snippet,) = extract("pixi.toml", text)
    assert snippet.passage.text == tomllib.loads(text)["tasks"]["a"]


@pytest.mark.parametrize(("text", "line"), [("a = docker", 1), ("[tasks]\nx = 'docker", 2), ("# docker\n[a\nb = 1\n", 2)])
def test_what_is_no_toml_says_where(text: str, line: int) -> None:
    """The line at which the parser gave up, or the one below it."""
    with pytest.raises(UnreadableError) as error:
        list(extract("a.toml", text))
    assert abs(error.value.line - line) <= 1


def test_a_deep_file_is_unreadable() -> None:
    """And no crash; of one that does not speak of docker nothing is read."""
    deep = "a = " + "[" * 5000 + "'docker ps'" + "]" * 5000
    with pytest.raises(UnreadableError):
        list(extract("a.toml", f"[tasks]\n{deep}\n"))
    assert list(extract("a.toml", "[tasks\n")) == []
