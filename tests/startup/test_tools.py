"""pipx and uv install dockersh as they install any program: from a checkout and from git."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.paths import ROOT

LINE = "docker run -d nginx"


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both programs."""
    folder = tmp_path_factory.mktemp("tools")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    argv = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pipx", "uv"]
    subprocess.run(argv, check=True)
    return folder / "bin"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, committed."""
    folder = tmp_path_factory.mktemp("checkout") / "dockersh"
    ignored = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", ".coverage*")
    shutil.copytree(ROOT, folder, ignore=ignored)
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *words], cwd=folder, check=True)
    return folder


def environment(home: Path) -> dict[str, str]:
    """A home of its own; uv looks for packages where pip does."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PIPX", "UV_"))}
    pip = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True).stdout
    said = {key: value.strip("'") for key, _, value in (line.partition("=") for line in pip.splitlines())}
    ours = {"UV_EXTRA_INDEX_URL": "extra-index-url", "UV_INDEX_URL": "index-url", "UV_FIND_LINKS": "find-links"}
    for name, key in ours.items():
        found = said.get(f":env:.{key}") or said.get(f"global.{key}") or os.environ.get(f"PIP_{key.upper().replace('-', '_')}")
        if found:
            env[name] = found
    places = {"HOME": home, "PIPX_HOME": home / "pipx", "PIPX_BIN_DIR": home / "bin", "PIPX_MAN_DIR": home / "man"}
    places |= {"UV_TOOL_DIR": home / "uv", "UV_TOOL_BIN_DIR": home / "bin", "UV_CACHE_DIR": home / "cache"}
    uv = {"UV_PYTHON": sys.executable, "UV_INDEX_STRATEGY": "unsafe-best-match"}  # of several indexes the best, as pip does
    return env | {name: str(place) for name, place in places.items()} | uv


@pytest.mark.parametrize("source", ["{folder}", "git+file://{folder}"], ids=["checkout", "git"])
@pytest.mark.parametrize(
    "words", [("pipx", "install", "--python", sys.executable), ("uv", "tool", "install")], ids=["pipx", "uv"]
)
def test_a_tool_installs_it(tools: Path, checkout: Path, tmp_path: Path, words: tuple[str, ...], source: str) -> None:
    """It explains a line, from wherever it was put."""
    env = environment(tmp_path)
    program, *others = words
    argv = [str(tools / program), *others, source.format(folder=checkout)]
    done = subprocess.run(argv, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    ours = [str(tmp_path / "bin" / "dockersh"), "--lang", "en", "--no-engine", "-n", "-c", LINE]
    said = subprocess.run(ours, env=env, capture_output=True, text=True, check=True).stdout
    assert "detached" in said or "background" in said


@pytest.mark.skipif(not (shutil.which("dpkg-deb") and os.access("/usr/bin/python3", os.X_OK)), reason="a Debian is needed")
def test_the_debian_package_of_contributing_is_built(checkout: Path, tmp_path: Path) -> None:
    """The recipe as it stands there; shells and man find what they look for, and its Python is Debian's."""
    (recipe,) = re.findall(r"```bash\n(root=.*?)```", (checkout / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL)
    path = os.pathsep.join((os.path.dirname(sys.executable), os.environ["PATH"]))
    done = subprocess.run(
        ["bash", "-ec", recipe],
        cwd=checkout,
        env=os.environ | {"PATH": path, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    package = checkout / "dockersh.deb"
    subprocess.run(["dpkg-deb", "-x", str(package), str(tmp_path / "x")], check=True)
    share, ours = tmp_path / "x/usr/share", tmp_path / "x/usr/lib/dockersh"
    files = (
        "bash-completion/completions/dockersh",
        "zsh/vendor-completions/_dockersh",
        "fish/vendor_completions.d/dockersh.fish",
    )
    assert all((share / name).is_file() for name in (*files, "man/man1/dockersh.1", "man/ko/man1/dockersh.1"))
    assert (ours / "bin/dockersh").read_text().startswith("#!/usr/lib/dockersh/bin/python")
    assert os.readlink(tmp_path / "x/usr/bin/dockersh") == "../lib/dockersh/bin/dockersh"
    said = subprocess.run(
        [str(ours / "bin/python"), "-I", "-m", "dockersh", "--no-engine", "-n", "-c", LINE],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "nginx" in said.stdout
