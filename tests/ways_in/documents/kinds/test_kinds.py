"""The shell of each kind of file is found, and each docker line leads to its place."""

from __future__ import annotations

import pytest

from dockersh.explaining.pipeline import explain
from dockersh.ways_in.documents.check import check
from dockersh.ways_in.documents.kinds import UnreadableError, extract, kind_of

GITLAB = """\
build:
  before_script: [docker info]
  script:
    - docker login -u x
    - >
      docker build
      --tag a:1 .
    - |
      if true; then

        docker push a:1
      fi
    - 'docker tag a:1 ''b:1'''
    - "docker exec web sh -c \\"id\\" \\
      && docker ps"
  after_script:
    - docker logout
"""

CIRCLE = """\
jobs:
  build:
    steps:
      - run: docker ps
      - run:
          name: Docker images
          command: |
            docker images
      - setup_remote_docker
"""

TASKFILE = """\
version: "3"
tasks:
  up:
    cmds:
      - docker compose up -d
      - cmd: docker compose ps
      - task: other
    preconditions:
      - sh: docker info
"""

PLAYBOOK = """\
- hosts: all
  tasks:
    - name: docker is here
      ansible.builtin.command: docker ps {{ options }}
    - shell:
        cmd: docker images
    - command: >
        docker commit
        web x:1
    - docker_container:
        command: docker run in the container
{% if x %}
    - shell: docker info
{% endif %}
"""

ACTION = """\
runs:
  steps:
    - run: docker ps
      shell: bash
    - run: |
        docker images
      shell: pwsh
    - run: docker info
      shell: bash -e {0}
"""

JENKINSFILE = """\
pipeline {
  stages { stage('x') { steps {
    sh 'docker ps'
    sh \"\"\"
      docker build -t \\${IMAGE} . || \\\\
        docker images
    \"\"\"
    sh(script: "docker rm \\"web\\"", returnStdout: true)
    echo "docker rmi"
    sh label: 'x', script: 'docker info'
  } } }
}
"""

JUSTFILE = """\
docker := "docker"
build tag:
  @docker build -t app:{{tag}} .
  -docker ps

script:
    #!/usr/bin/env bash
    for x in a b; do
      docker rm $x
    done

python:
    #!/usr/bin/env python3
    docker = run("docker ps")
"""

DOCKERFILE = """\
# docker ps
FROM docker:27
RUN --mount=type=cache,target=/x docker ps && \\
    # a remark
    docker images
RUN ["docker", "info"]
COPY docker /x
"""

HERE_DOCUMENTS = """\
FROM docker:27
COPY <<-"A" <<B /x/
RUN docker rm in-a-file
A
RUN docker rm in-another
B
RUN --network=none <<EOF
  set -e
  if true; then
    docker ps
  fi
EOF
RUN <<PY
#!/usr/bin/env python3
print("docker ps")
PY
RUN bash -e <<-'EOF'
\tdocker info
\tEOF
RUN docker version <<< x
RUN docker top web
"""

PACKAGE = """\
{
\t"name": "docker run",
\t"scripts": {
\t\t"up": "docker compose up",
\t\t"sh": "docker exec web sh -c \\"docker ps\\""
\t}
}
"""

DEVCONTAINER = """\
{
  // docker ps
  "postCreateCommand": "docker images",
  "initializeCommand": ["docker info"],
  "name": "docker rm"
}
"""

RST = """\
Run it::

   $ docker ps
   docker says this

.. code-block:: bash
   :linenos:

   docker images

   docker info

Docker text.

.. code-block:: python

   docker.ps()
"""

ASCIIDOC = """\
[source,console]
----
$ docker ps
docker says this
----

Text `docker rm`.

[source, bash]
.A title
----
docker images

docker info
----

| docker rmi |
"""

PAGE = """\
```yaml
script:
  - docker ps
```

```cron
*/5 * * * * root docker system prune -f
```

```makefile
x:
\tdocker images $(X)
```

```groovy
sh 'docker info'
```

```toml
[tasks]
up = "docker start web"
# [not TOML
```

```
# each night
0 */6 * * * docker volume prune -f
```

```toml
[tasks
up = "docker start web"
```

```ps1
docker build `
  --pull .
```

```bash session
$ docker top web
docker said this
```

> ```console
> (venv) me@host:~$ docker stop web
> ```

```python
x = "docker rm"
```
"""

CRLF = "script:\r\n  - docker ps\r\n"

# A file, and its docker lines: line, column, the command.
COOKIECUTTER = """\
volumes:
  {{ slug }}_data: {}
  {% if celery == 'y' %}{{ slug }}_redis: {}{% endif %}
services:
  web:{% if celery == 'y' %} &web{% endif %}
    command: docker ps
  {# a remark #}
    entrypoint: |
      {% if x %}
      docker images
{% endif %}
      docker info
"""
FILES = {
    "compose.local.yml": (COOKIECUTTER, [(6, 14, "ps"), (10, 7, "images"), (12, 7, "info")]),
    ".gitlab-ci.yml": (
        GITLAB,
        [
            (2, 19, "info"),
            (4, 7, "login"),
            (6, 7, "build"),
            (11, 9, "push"),
            (13, 8, "tag"),
            (14, 8, "exec"),
            (17, 7, "logout"),
        ],
    ),
    ".circleci/config.yml": (CIRCLE, [(4, 14, "ps"), (8, 13, "images")]),
    "Taskfile.yaml": (TASKFILE, [(5, 9, "compose up"), (6, 14, "compose ps"), (9, 13, "info")]),
    "playbook.yml": (PLAYBOOK, [(4, 32, "ps"), (6, 14, "images"), (8, 9, "commit"), (11, 18, "run"), (13, 14, "info")]),
    "action.yaml": (ACTION, [(3, 12, "ps"), (8, 12, "info")]),
    "Jenkinsfile": (JENKINSFILE, [(3, 9, "ps"), (5, 7, "build"), (6, 9, "images"), (8, 17, "rm"), (10, 29, "info")]),
    "justfile": (JUSTFILE, [(3, 4, "build"), (4, 4, "ps"), (9, 7, "rm")]),
    "x/Dockerfile.dev": (DOCKERFILE, [(3, 34, "ps"), (5, 5, "images")]),
    "Containerfile": (
        HERE_DOCUMENTS,
        [(10, 5, "ps"), (18, 2, "info"), (20, 5, "version"), (21, 5, "top")],
    ),
    "package.json": (PACKAGE, [(4, 10, "compose up"), (5, 10, "exec")]),
    ".devcontainer/devcontainer.json": (DEVCONTAINER, [(3, 25, "images"), (4, 26, "info")]),
    "a.rst": (RST, [(3, 6, "ps"), (9, 4, "images"), (11, 4, "info")]),
    "a.adoc": (ASCIIDOC, [(3, 3, "ps"), (12, 1, "images"), (14, 1, "info")]),
    "a.md": (
        PAGE,
        [
            *[(3, 5, "ps"), (7, 18, "system prune"), (12, 2, "images"), (16, 5, "info"), (21, 7, "start")],
            *[(27, 13, "volume prune"), (36, 1, "build"), (41, 3, "top"), (46, 21, "stop")],
        ],
    ),
    "crlf.yml": (CRLF, [(2, 5, "ps")]),
    "t.bats": ('@test "docker is there" {\n  run docker ps\n}\n', [(2, 3, "ps")]),
    "run": ("#!/bin/sh\ndocker ps\n", [(2, 1, "ps")]),
}


@pytest.mark.parametrize("name", FILES)
def test_docker_lines_are_found(name: str) -> None:
    """Where they stand in the file, however they were folded, quoted or escaped."""
    text, wanted = FILES[name]
    found = [(one.place.line, one.place.column, one.explanation.commands[0].typed) for one in check(name, text, explain)]
    assert found == wanted
    lines = text.split("\n")
    assert all(lines[line - 1][column - 1 :].lstrip("$ ").startswith(("docker", "run docker")) for line, column, _ in found)


@pytest.mark.parametrize("name", ["x.go", "x.py", "x.bat", "x.ps1", "x.json", "CODEOWNERS", "x.sh.orig"])
def test_other_kinds_are_nobodys(name: str) -> None:
    """They have no reader; what begins as a script is one."""
    assert kind_of(name, "docker ps\n") is None
    assert not list(extract(name, "docker ps\n"))


@pytest.mark.parametrize("text", ["a: 'docker", "a: [docker", "docker\n\t- x: y: z", "&a *b docker: }"])
def test_what_is_no_yaml_says_where(text: str) -> None:
    """The line at which the parser gave up."""
    with pytest.raises(UnreadableError) as error:
        list(extract("a.yml", text))
    assert error.value.line >= 1
    assert not list(extract("a.md", f"```yaml\n{text}\n```\n"))  # an excerpt need not be a file
