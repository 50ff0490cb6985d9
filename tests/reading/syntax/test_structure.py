"""docker is found where bash runs it: in lists, loops, functions, substitutions, scripts within scripts."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dockersh.reading.syntax import parse
from support.programs import script

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is the judge here")

LEAVES = (
    "docker ps -a",
    "docker run --rm 'a b' x",
    "docker logs web >/dev/null",
    'docker exec web sh -c "echo x"',
    "docker images 2>&1",
    "docker inspect -f '{{.Id}}' web",
    "A=1 B='x y' docker ps",
    "env A=1 docker ps",
    "command docker ps",
    "time docker ps",
    "nohup docker ps 2>/dev/null",
    "timeout 5 docker ps",
    "xargs docker rm </dev/null",
    "find / -maxdepth 0 -exec docker ps {} \\;",
    "echo `docker ps -q`",
    "cat <(docker ps)",
)
AROUND = (
    *("{} && {}", "{} || {}", "{}; {}", "{} | cat", "( {} )", "{{ {}; }}", "if true; then {}; fi", "if {}; then {}; fi"),
    *("for i in 1; do {}; done", "for i in 1\ndo\n  {}\ndone", "while read x; do {}; done <<< a", "f() {{ {}; }}; f"),
    *("x=$( {} )", 'echo "$( {} )"', "case a in a) {};; esac", "[[ a == a ]] && {}", "# docker rm x\n{}", "set -e; {}"),
)
SCRIPTS = ("eval {}", "bash -c {}", "bash <<< {}", "cd / && bash -c {}", "bash <<'E'\n{}\nE\n")


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    around = st.builds(str.format, st.sampled_from(AROUND), inner, inner)
    return around | st.builds(
        lambda form, text: form.format(text if "<<'" in form else shlex.quote(text)), st.sampled_from(SCRIPTS), inner
    )


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a stand-in for docker writes its arguments; it lies beside it."""
    folder = tmp_path_factory.mktemp("stand-in")
    script(folder / "docker", f'printf "%s\\037" "$@" >>{folder}/log; echo >>{folder}/log; echo out')
    return folder / "log"


def run_by_bash(text: str, log: Path) -> list[list[str]] | None:
    """The arguments of each docker that ran, or None where bash finds no sense in the text."""
    log.write_text("", encoding="utf-8")
    path = f"{log.parent}:{os.environ['PATH']}"
    run = subprocess.run(
        ["bash", "-c", text],
        env={"PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    if "syntax error" in run.stderr or "unexpected" in run.stderr:
        return None
    return sorted(line.split("\037")[:-1] for line in log.read_text(encoding="utf-8").splitlines())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=st.recursive(st.sampled_from(LEAVES), nested, max_leaves=4))
def test_as_many_as_bash_runs(log: Path, text: str) -> None:
    """With the same words. What did not run, behind `||` or for want of input, is left out on both sides."""
    assume("||" not in text and text.count("<<'") < 2)
    ran = run_by_bash(text, log)
    assume(ran is not None)
    found = sorted([word.text for word in call.words[1:]] for call in parse(text).calls)
    assert [["{}" if word == "/" else word for word in words] for words in ran or ()] == found
