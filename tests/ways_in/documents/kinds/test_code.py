"""What Python and JavaScript run is read on wish: words that are written, and words that nobody knows."""

from __future__ import annotations

import ast
import shlex

import pytest

from dockersh.explaining.pipeline import explain
from dockersh.ways_in.documents.check import Checked, check

CODE = frozenset(("code",))


def found(name: str, text: str) -> list[Checked]:
    """The docker lines of a program."""
    return list(check(name, text, explain, CODE))


PYTHON = {
    'subprocess.run(["docker", "run", "--rm", "nginx"], check=True)': "docker run --rm nginx",
    'run([\n  "sudo",\n  "docker",  # which\n  "rm", name, *more,\n])': 'docker rm "$name" $more',
    'check_call(["docker", "rm"] + names)': "docker rm $_",
    'Popen(["docker", "run", f"app:{tag}", x.y])': 'docker run app:"$tag" "$_"',
    'run(["/usr/bin/docker", "exec", "web", "sh", "-c", "echo \\"it\'s $HOME\\"\\n"])': (
        "docker exec web sh -c 'echo \"it'\\''s $HOME\"\n'"
    ),
    'cmd = ["docker", "run", "-d"]\ncmd += [image]': "docker run -d $_",
    'run(["docker", "ps", "--format", "{{.Names}}"])': "docker ps --format '{{.Names}}'",
    'run(["docker", "rnu", x])': 'docker rnu "$x"',
    'create_subprocess_exec("docker", "kill", x, stdout=PIPE)': 'docker kill "$x"',
    'sh.docker("run", "-d", image, _out=x)': 'docker run -d "$image" $_',
    'sh.docker.compose.up("-d")': "docker compose up -d $_",
    "from sh import docker\ndocker('rm', web)": 'docker rm "$web" $_',
    "docker = local['docker']\ndocker['rm', web]()": 'docker rm "$web" $_',
    'os.system("docker run -d %s:1 && docker ps" % x)': "docker run -d %s:1 && docker ps",
    'os.system(f"docker rm {name}")': "docker rm {name}",
    'os.system("docker rm " + name)': "docker rm $_",
    "run('docker rm web', shell=True)": "docker rm web",
}
JAVASCRIPT = {
    'spawn("docker", ["run", `app:${tag}`, ...args], { x })': 'docker run app:"$tag" $args',
    "await execa('docker', ['compose', 'up', '-d']);": "docker compose up -d",
    "await $`docker rm ${id}`": "docker rm ${id}",
    "execSync(`docker build -t ${a.b} .`)": "docker build -t ${a.b} .",
    'new Deno.Command("docker", { args: ["kill", id] })': 'docker kill "$id"',
}
NONE = (
    'names = ["docker", "podman"]',
    'keywords = ["docker", "container"]',
    '# run(["docker", "rm", "x"])',
    'print("docker rm x")',
    'spawn("docker", args)',
    "client = docker.from_env()",
    'docker("run", x)',
    'x = {"docker": "run"}',
)


@pytest.mark.parametrize(("name", "text", "wanted"), [
    *(("a.py", text, wanted) for text, wanted in PYTHON.items()),
    *(("a.ts", text, wanted) for text, wanted in JAVASCRIPT.items()),
])  # fmt: skip
def test_commands_are_found(name: str, text: str, wanted: str) -> None:
    """One line each, from the place where the program's name stands; without the wish none."""
    (one,) = found(name, f"\n{text}\n")
    assert one.explanation.line == wanted
    assert f"\n{text}".split("\n")[one.place.line - 1][one.place.column - 1 :].startswith("docker")
    assert not list(check(name, text, explain))


@pytest.mark.parametrize("text", NONE)
@pytest.mark.parametrize("name", ["a.py", "a.js"])
def test_names_are_no_commands(name: str, text: str) -> None:
    """Nor what is printed, or said in a remark."""
    assert not found(name, text)


WORDS = ['"a b"', "'it\\'s'", '"$HOME"', "'''x\ny'''", 'r"\\d"', '"\\x41\\u00e9"', "'\"'", '""', '"`id`;&|<>*"', '"\\\\"']


@pytest.mark.parametrize("word", WORDS)
def test_a_string_is_the_word_that_python_means(word: str) -> None:
    """Python reads the literal, shlex the line that is made of it."""
    (one,) = found("a.py", f'run(["docker", "exec", "web", {word}])')
    assert shlex.split(one.explanation.line)[3:] == [ast.literal_eval(word)]


def test_findings_lead_to_the_element() -> None:
    """What is wrong with a word stands where the word does."""
    text = 'run([\n    "docker", "run",\n    "--nmae", "x", "nginx:1",\n])\n'
    ((place, finding),) = [told for one in found("a.py", text) for told in one.findings]
    assert (finding.code, place.line, place.column, place.end_column) == ("unknown-flag-near", 3, 6, 12)


def test_what_is_added_elsewhere_is_not_missing() -> None:
    """A list that grows, a variable in it: no argument is called missing."""
    for text in ('c = ["docker", "run", "-d"]', 'run(["docker", "run", *x])', 'run(["docker", "rm"] + x)'):
        assert [finding.code for one in found("a.py", text) for _, finding in one.findings] == []
    assert [f.code for one in found("a.py", 'run(["docker", "rm"])') for _, f in one.findings] == ["missing-argument"]


@pytest.mark.parametrize("piece", ['run(["docker",', "'''", "`", "run(", '["docker", "-', "sh.docker(", "docker.a"])
def test_long_programs_end(piece: str) -> None:
    """What is never closed is looked at once."""
    assert isinstance(found("a.py", piece * 5_000), list)
