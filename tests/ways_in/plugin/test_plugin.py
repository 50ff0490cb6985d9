"""dockersh as docker's plugin: with the clients that are here, in a settings folder of its own."""

from __future__ import annotations

import json
import os
import pty
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dockersh.ways_in.plugin import hook, metadata
from dockersh.ways_in.plugin.call import answer
from support import current_root

RUN = (
    'docker: Error response from daemon: Conflict. The container name "/web" is already in use by container "'
    + "a" * 64
    + "\". You have to remove (or rename) that container to be able to reuse that name.\n\nRun 'docker run --help' for more"
)


def clients() -> list[str]:
    """The docker clients of this machine: each that is installed (Debian's is 20.10), and that of the current row."""
    installed = [shutil.which("docker", path=folder) for folder in os.get_exec_path()]
    found = [one for one in (*installed, str(current_root.client())) if one and os.access(one, os.X_OK)]
    return list({os.path.realpath(one): one for one in found}.values())


def major(docker: str) -> int:
    """Of a client; docker has hooks of plugins since 26."""
    said = subprocess.run([docker, "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.split()[2].partition(".")[0])


@pytest.fixture(name="env")
def fixture_env(tmp_path: Path) -> dict[str, str]:
    """A home and a settings folder of our own, and an engine that is not there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "DOCKER", "LC_", "LANG"))}
    folder = tmp_path / "docker"
    folder.mkdir()
    nowhere = f"unix://{tmp_path}/none.sock"
    return {**kept, "HOME": str(tmp_path), "DOCKER_CONFIG": str(folder), "DOCKER_HOST": nowhere, "LANG": "C.UTF-8"}


def dockersh(env: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    """Our own command."""
    return subprocess.run([sys.executable, "-m", "dockersh", *options], env=env, capture_output=True, text=True, check=False)


@pytest.fixture(name="docker", params=clients())
def fixture_docker(request: pytest.FixtureRequest) -> str:
    """A docker client."""
    return str(request.param)


def ask(docker: str, env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """What docker answers."""
    return subprocess.run([docker, *words], env=env, capture_output=True, text=True, check=False)


def on_a_terminal(docker: str, env: dict[str, str], *words: str) -> str:
    """What a person sees."""
    master, slave = pty.openpty()
    child = subprocess.Popen([docker, *words], env=env, stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    seen = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    child.wait()
    os.close(master)
    return seen.decode()


def test_docker_explains(docker: str, env: dict[str, str]) -> None:
    """In docker's own help, with docker's own options in front, in docker's own completion; nothing runs."""
    assert dockersh(env, "--install-plugin").returncode == 0
    assert "explain*" in ask(docker, env, "--help").stdout
    said = ask(docker, env, "explain", "run", "-it", "--name", "web", "ubuntu:14.04")
    assert said.returncode == 0
    assert "--name web" in said.stdout
    assert "docker context" not in ask(docker, env, "--context", "default", "explain", "ps").stderr
    assert "docker explain" in ask(docker, env, "explain", "--help").stdout
    assert "docker explain" in ask(docker, env, "help", "explain").stdout
    assert "-a" in ask(docker, env, "explain", "docker ps -a | cat").stdout
    if major(docker) >= 23:  # before, docker asked no plugin for completions
        assert "--network" in ask(docker, env, "__complete", "explain", "run", "--netw").stdout


def test_docker_shows_the_cause_of_a_failure(docker: str, env: dict[str, str]) -> None:
    """Below its error, at most ten lines; nothing without `--hook`, nothing for what is not known."""
    assert dockersh(env, "--install-plugin").returncode == 0
    assert "next" not in on_a_terminal(docker, env, "run", "--rm", "nosuch:1")
    assert dockersh(env, "--install-plugin", "--hook").returncode == 0
    seen = on_a_terminal(docker, env, "run", "--rm", "nosuch:1")
    if major(docker) < 26:  # it has no hooks, and minds ours no more than before
        assert "next" not in seen
        return
    assert "✗" in seen.partition("next")[2]
    assert seen.partition("next")[2].count("\n") <= 11


def test_what_is_asked_of_us_is_answered_in_json() -> None:
    """The metadata, and a hook's answer, whose template says what was meant."""
    held = json.loads(metadata.text())
    assert held["SchemaVersion"] == "0.1.0"
    said = hook.answer(
        json.dumps({"RootCmd": "run", "Flags": {}, "CommandError": RUN}), ["docker", "run", "--name", "web", "x:1"]
    )
    told = json.loads(said)
    assert told["type"] == 0
    assert "web" in told["template"]
    assert len(told["template"].splitlines()) <= 10


@pytest.mark.parametrize(
    "asked",
    [
        *("", "{", "[]", "{}", '{"RootCmd":"run","CommandError":""}', '{"RootCmd":"run","CommandError":"what nobody knows"}'),
        '{"RootCmd":"run"}',  # docker 29 leaves out what is empty
        '{"RootCmd":"run","CommandError":"exited with code 1"}',  # and says so where the program in the container failed
    ],
)
def test_of_what_is_not_known_nothing_is_said(asked: str) -> None:
    """Neither a sentence nor a template."""
    assert hook.answer(asked, ["docker", "run", "x:1"]) == ""


def asks(plugin: dict[str, str], command: str, error: str) -> str | None:
    """What docker 29 tells a plugin that it asks. docker/cli 29.7.2 cli-plugins/manager/hooks.go, pluginMatch."""
    for key in ("hooks", *(["error-hooks"] if error else [])):
        for one in filter(None, plugin.get(key, "").split(",")):
            if command.split(" ")[: len(one.split(" "))] == one.split(" "):
                return one
    return None


def test_docker_29_finds_what_it_asks_by(env: dict[str, str]) -> None:
    """Its `error-hooks`, by which alone a failure would be enough, and the `hooks` of older ones; both are switched on."""
    assert dockersh(env, "--install-plugin", "--hook").returncode == 0
    held = json.loads((Path(env["DOCKER_CONFIG"]) / "config.json").read_text())
    assert held["features"]["hooks"] == "true"
    plugin = held["plugins"]["explain"]
    for command in ("run", "compose up", "image pull", "container run", "volume rm", "buildx build"):
        assert asks({"error-hooks": plugin["error-hooks"]}, command, "x") == command.split(" ", maxsplit=1)[0]
        assert asks(plugin, command, "x")
    assert asks({"error-hooks": plugin["error-hooks"]}, "run", "") is None
    assert asks(plugin, "version", "x") is None


def test_docker_29_takes_the_answer() -> None:
    """A type that it knows, and no more lines than it takes. docker/cli 29.7.2 cli-plugins/hooks/template.go."""
    told = json.loads(
        hook.answer(json.dumps({"RootCmd": "run", "CommandError": RUN}), ["docker", "run", "--name", "web", "x:1"])
    )
    assert {key.lower() for key in told} == {"type", "template"}
    assert told["type"] == 0
    assert told["template"].count("\n") <= 10


def test_braces_stay_braces() -> None:
    """Docker reads the answer as a template."""
    error = RUN.replace("web", "{{x}}")
    said = hook.answer(json.dumps({"RootCmd": "run", "Flags": {}, "CommandError": error}), ["docker", "run", "x:1"])
    assert "{{x" not in said.replace('{{\\"{{\\"}}', "")


def test_the_metadata_needs_next_to_nothing(env: dict[str, str]) -> None:
    """It is a part of every `docker --help`: no texts, no catalogue, no parser of anything."""
    assert dockersh(env, "--install-plugin").returncode == 0
    link = Path(env["DOCKER_CONFIG"]) / "cli-plugins" / "docker-explain"
    argv = [sys.executable, "-X", "importtime", str(link), "docker-cli-plugin-metadata"]
    done = subprocess.run(argv, env=env, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["Vendor"] == "dockersh"
    ours = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "dockersh." in line}
    assert len([name for name in ours if not name.startswith("dockersh.startup")]) < 10
    assert not {name for name in ours if name.startswith(("dockersh.texts", "dockersh.reading", "dockersh.engine"))}


def test_words_without_ours_are_help(capsys: pytest.CaptureFixture[str]) -> None:
    """`docker explain` alone."""
    assert answer(["explain"]).status == 0
    assert "docker explain" in capsys.readouterr().out


def test_uninstalling_restores(env: dict[str, str], tmp_path: Path) -> None:
    """The link is gone; config.json, behind a link and with a mode of its own, is what it was."""
    folder = Path(env["DOCKER_CONFIG"])
    real = tmp_path / "dotfiles.json"
    text = '{\n\t"auths": {},\n\t"credsStore": "x"\n}'
    real.write_text(text)
    real.chmod(0o640)
    (folder / "config.json").symlink_to(real)
    assert dockersh(env, "--install-plugin", "--hook").returncode == 0
    assert json.loads(real.read_text())["features"] == {"hooks": "true"}
    assert (folder / "config.json").is_symlink()
    assert dockersh(env, "--uninstall-plugin").returncode == 0
    assert real.read_text() == text
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert not (folder / "cli-plugins" / "docker-explain").is_symlink()


@pytest.mark.parametrize(
    ("config", "said"), [("{", "not valid JSON"), ("[]", "not valid JSON"), ('{"features":{"hooks":"false"}}', "switched off")]
)
def test_what_cannot_be_changed_is_left(env: dict[str, str], config: str, said: str) -> None:
    """One line with the way out; neither link nor file is touched."""
    path = Path(env["DOCKER_CONFIG"]) / "config.json"
    path.write_text(config)
    done = dockersh(env, "--install-plugin", "--hook")
    assert (done.returncode, said in done.stderr) == (2, True)
    assert path.read_text() == config
    assert not (path.parent / "cli-plugins").exists()


def test_another_program_of_that_name_is_left(env: dict[str, str]) -> None:
    """Somebody else's plugin, by installing and by uninstalling."""
    other = Path(env["DOCKER_CONFIG"]) / "cli-plugins" / "docker-explain"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\n")
    for option in ("--install-plugin", "--uninstall-plugin"):
        done = dockersh(env, option)
        assert (done.returncode, "not a link to dockersh" in done.stderr) == (2, True)
    assert other.read_text() == "#!/bin/sh\n"
