"""The docker lines of files are found where they stand."""

from __future__ import annotations

import pytest

from dockersh.explaining.pipeline import explain
from dockersh.explanation import Explanation
from dockersh.reading.syntax.unfinished import Waiting
from dockersh.ways_in.documents.check import check
from dockersh.ways_in.documents.kinds import extract

MAKEFILE = """\
IMAGE = app

build: Dockerfile
\t@docker build -t $(IMAGE) -f $< .
\t-docker rm -f $$NAME \\
\t  other
run:
\techo hi
"""

README = """\
Text: docker ps is prose.

```sh
docker ps -a   # all
```

1. Do
   ```console
   $ docker logs web
   docker is what it printed
   # docker stop web
   ```

    $ docker images

```python
docker('ps')
```
~~~
docker top web
~~~
"""

WORKFLOW = """\
jobs:
  test:
    steps:
      - run: docker pull nginx
      - name: x
        run: |
          echo hi
          docker run \\
            nginx
      - uses: docker/login-action@v3
script:
  - docker ps
  - 'docker images'
"""

SCRIPT = """\
#!/bin/sh
# docker ps
if true; then
  docker pull nginx
fi
docker run \\
  -d nginx
"""

FUNCTIONS = """\
#!/usr/bin/env bash
# docker ps
DOCKER="${DOCKER:-docker}"
usage() {
  cat <<EOF
Don't type docker rm here
EOF
}
up() {
\tlocal name=$1
\t$DOCKER run -d \\
\t\t--name "$name" nginx:1
\tfor one in a b; do docker stop "$one"; done
}
ssh host <<EOF
docker images
EOF
docker build -t x - <<EOF
FROM y
EOF
up web
"""

TOOLS = """\
DOCKER ?= docker
COMPOSE_CMD := docker compose
all:
\t$(DOCKER) pull nginx:1
\t@$(COMPOSE_CMD) up -d
\tdocker rm $$(docker ps -aq)
"""

LISTS = """\
-\tOne:

\t```console
\t$ docker run -d \\
\t  nginx:1
\tdocker is what it said
\t```

- ```sh
  docker pull nginx:1
  ```

Indented:

    $ docker run -d \\
        redis:7
    docker prints this
"""

SESSION = """\
1. Do

   ```console
   $ docker run \\
   > -d \\
   > nginx:1
   docker printed this
   $ cat > Dockerfile <<EOF
   > docker ps
   > EOF
   $ docker build -t x - <<EOF
   FROM y
   EOF
   $ docker ps
   ```
"""

WINDOWS = """\
    - shell: pwsh
      run: |
        & docker build `
          -t ${{ env.NAME }} .
    - run: docker run --name ${{ env.NAME }} nginx:1
"""

# A file, and the docker lines in it: line, column, and the command.
FILES = {
    "script.sh": (SCRIPT, [(4, 3, "pull"), (6, 1, "run")]),
    "functions.sh": (FUNCTIONS, [(11, 2, "run"), (13, 2, "stop"), (16, 1, "images"), (18, 1, "build")]),
    "tools.mk": (TOOLS, [(4, 2, "pull"), (5, 3, "compose up"), (6, 2, "rm")]),
    "lists.md": (LISTS, [(4, 4, "run"), (10, 3, "pull"), (15, 7, "run")]),
    "session.md": (SESSION, [(4, 6, "run"), (11, 6, "build"), (14, 6, "ps")]),
    "windows.yaml": (WINDOWS, [(5, 12, "run")]),
    "broken.sh": ("if; then\ndocker ps\necho 'open\n", [(2, 1, "ps")]),
    "heredoc.sh": ("cat <<'EOF'\ndocker ps\nEOF\ndocker images\n", [(4, 1, "images")]),
    "Makefile": (MAKEFILE, [(4, 3, "build"), (5, 3, "rm")]),
    "README.md": (README, [(4, 1, "ps"), (9, 6, "logs"), (11, 6, "stop"), (14, 7, "images"), (20, 1, "top")]),
    "open.md": ("```bash\n$ docker run -d \\\n    nginx\n", [(2, 3, "run")]),
    "quoted.md": ("> ```\n> docker ps\n> ```\n", [(2, 3, "ps")]),
    ".github/workflows/ci.yml": (WORKFLOW, [(4, 14, "pull"), (8, 11, "run"), (12, 5, "ps"), (13, 6, "images")]),
}


def explained(line: str) -> Explanation:
    """In English, with no engine."""
    return explain(line)


@pytest.mark.parametrize("name", FILES)
def test_docker_lines_are_found(name: str) -> None:
    """Their places and commands; remarks, prose, output and other languages are none."""
    text, wanted = FILES[name]
    found = [(one.place.line, one.place.column, one.explanation.commands[0].typed) for one in check(name, text, explained)]
    assert found == wanted


@pytest.mark.parametrize(
    ("name", "text", "code", "place"),
    [
        ("a.sh", "echo x\n  docker ps --fromat x\n", "unknown-flag-near", (2, 13, 2, 21)),
        ("a.sh", "docker run -d \\\n   --nmae x nginx:1\n", "unknown-flag-near", (2, 4, 2, 10)),
        ("a.md", "- a\n\n  ```sh\n  $ docker ps --fromat x\n  ```\n", "unknown-flag-near", (4, 15, 4, 23)),
        ("a.md", "* b\n  ```sh\n  docker run -d \\\n    --nmae x nginx:1\n  ```\n", "unknown-flag-near", (4, 5, 4, 11)),
        ("Makefile", "x:\n\t@docker run --nmae x nginx:1\n", "unknown-flag-near", (2, 14, 2, 20)),
    ],
)
def test_a_finding_has_its_place_in_the_file(name: str, text: str, code: str, place: tuple[int, int, int, int]) -> None:
    """Line and column of the very word, whatever stood around the docker line."""
    (one,) = check(name, text, explained)
    found = {finding.code: tuple(where) for where, finding in one.findings}
    assert found[code] == place
    lines = text.split("\n")
    assert lines[place[0] - 1][place[1] - 1 : place[3] - 1] in ("--fromat", "--nmae")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("docker run --privileged nginx", {"privileged", "image-without-tag"}),
        ("docker run --privileged nginx  # dockersh: ignore", set()),
        ("docker run --privileged nginx  # dockersh: ignore privileged", {"image-without-tag"}),
        ("# dockersh: ignore privileged, image-without-tag\ndocker run --privileged nginx", set()),
        ("docker run --privileged nginx  # dockersh: ignore other", {"privileged", "image-without-tag"}),
    ],
)
def test_findings_can_be_told_to_go(text: str, codes: set[str]) -> None:
    """All of a line, or some by code; from the line itself or a remark above it."""
    (one,) = check("a.sh", text, explained)
    assert {finding.code for _, finding in one.findings} == codes


def test_what_is_shown_is_what_the_file_says() -> None:
    """Make's `$$` and variables stand as written, prompts of lines that go on do not; secrets stay masked."""
    (one,) = check("Makefile", "DOCKER ?= docker\nx:\n\t$(DOCKER) ps $$X\n", explained)
    assert one.explanation.line == "$(DOCKER) ps $$X"
    (one,) = check("a.md", "```console\n$ docker run \\\n> -d nginx:1\n```\n", explained)
    assert one.explanation.line.split() == ["docker", "run", "\\", "-d", "nginx:1"]
    (one,) = check("Makefile", "x:\n\tdocker run -e DB_PASSWORD=hunter2 $$IMAGE $(shell pwd)\n", explained)
    assert one.explanation.line == "docker run -e DB_PASSWORD=••••••• $$IMAGE $(shell pwd)"


@pytest.mark.parametrize(("name", "codes"), [("a.md", {"published-to-every-address"}), ("a.sh", {"placeholder-redirect"})])
def test_on_a_page_placeholders_are_for_the_reader(name: str, codes: set[str]) -> None:
    """Nothing is said of `<name>` in a document; in a script it is a mistake, and docker never gets it."""
    text = "docker run -d -p 80:80 <IMAGE>"
    (one,) = check(name, f"```sh\n{text}\n```\n" if name == "a.md" else text, explained)
    assert codes <= {finding.code for _, finding in one.findings}
    assert not any(finding.severity == "error" for _, finding in one.findings)


def test_a_long_broken_script_is_not_read_again_for_each_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """An open quote at the top does not make every line read all lines before it."""
    fed = []

    class Listening(Waiting):
        def feed(self, line: str) -> None:
            fed.append(len(line))
            super().feed(line)

    monkeypatch.setattr("dockersh.reading.syntax.unfinished.Waiting", Listening)
    text = "true\necho 'open\n" + "docker ps -a\n" * 3000
    assert len(list(extract("a.sh", text))) > 1
    assert len(text) / 2 < sum(fed) <= 2 * len(text)  # not 1,500 times


IN_FRONT = {
    "$SUDO docker ps": 1,
    '"${SUDO}" docker compose up -d': 1,
    "if ${DRY:-} $SUDO docker rm x; then true; fi": 1,
    "x=$($SUDO docker ps -q)": 1,
    "echo $SUDO docker ps": 0,
    "$INSTALL docker docker-compose": 0,
    "$INSTALL docker containerd.io": 0,
    "for x in $A docker ps; do true; done": 0,
}


@pytest.mark.parametrize("line", IN_FRONT)
def test_a_variable_may_stand_in_front(line: str) -> None:
    """`sudo`, `echo` or nothing: where it is a program, it runs docker."""
    found = list(check("a.sh", f"true\n{line}\n", explain))
    assert len(found) == IN_FRONT[line]
    assert all(one.explanation.line == line for one in found)


def test_a_variable_of_make_may_stand_in_front() -> None:
    """In a recipe it is make's."""
    (one,) = check("Makefile", "x:\n\t@$(SUDO) docker ps -a\n", explain)
    assert (one.place.line, one.explanation.commands[0].typed) == (2, "ps")


def test_an_expression_of_a_workflow_may_hold_braces() -> None:
    """In its strings."""
    text = "- run: docker create \"${{ x && '${NAME}@${digest}' || '${digest}' }}\"\n- run: docker ps ${{ a.b }} ${{ c }}\n"
    found = list(check("a.yml", text, explain))
    assert [one.place.line for one in found] == [1, 2]
    assert found[0].findings == ()
