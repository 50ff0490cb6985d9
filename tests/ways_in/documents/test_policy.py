"""A team's own rules: options, the project's file, remarks in files, folders and what git ignores."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dockersh.explaining.pipeline import explain
from dockersh.ways_in.documents import walk
from dockersh.ways_in.documents.check import check
from dockersh.ways_in.documents.policy import Policy
from dockersh.ways_in.documents.project import ProjectError, policy

LINE = "docker run --privileged -p 80:80 nginx\n"
DANGER, WARNING, TIP = "privileged", "published-to-every-address", "image-without-tag"


def ask(cwd: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The linter, in a folder."""
    argv = [sys.executable, "-m", "dockersh", "--lang", "en", *options]
    return subprocess.run(argv, cwd=cwd, capture_output=True, text=True, check=False)


def told(out: str) -> list[str]:
    """The codes of a report in the compiler's form."""
    return [line.rpartition("[")[2].removesuffix("]") for line in out.splitlines()]


# Options, the project's file, and what is told of the line.
RULES: tuple[tuple[tuple[str, ...], str, list[str]], ...] = (
    ((), "", [DANGER, WARNING, TIP]),
    (("--ignore", DANGER), "", [WARNING, TIP]),
    (("--ignore", f"{DANGER},{TIP}"), "", [WARNING]),
    (("--ignore", DANGER), f'ignore = ["{TIP}"]', [WARNING]),
    (("--for", "ci"), "", [DANGER]),
    (("--for", "readers"), "", [DANGER, WARNING]),
    ((), 'for = "ci"', [DANGER]),
    (("--for", "everyone"), 'for = "ci"', [DANGER, WARNING, TIP]),
    ((), f'[severity]\n{TIP} = "off"\n', [DANGER, WARNING]),
    ((), 'kinds = ["markdown"]', []),
    ((), 'exclude = ["*.sh"]', []),
    (("--exclude", "a.*"), "", []),
)


@pytest.mark.parametrize(("options", "project", "codes"), RULES)
@pytest.mark.parametrize("shared", [False, True])
def test_rules(tmp_path: Path, options: tuple[str, ...], project: str, codes: list[str], shared: bool) -> None:
    """Options add to the project's lists, and decide over its words; the file is found upwards, under either name."""
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "a.sh").write_text(LINE)
    table = project.replace("[severity]", "[tool.dockersh.severity]")
    name, text = ("pyproject.toml", f"[tool.dockersh]\n{table}") if shared else (".dockersh.toml", project)
    (tmp_path / name).write_text(text)
    done = ask(tmp_path / "below", *options, "--format", "compiler", "--fail-on", "never", "--explain-script", "a.sh")
    assert sorted(told(done.stdout)) == sorted(codes)
    assert done.returncode == 0


def test_severities_decide_over_the_status(tmp_path: Path) -> None:
    """A team may find a tip grave."""
    (tmp_path / "a.sh").write_text("docker run nginx\n")
    assert ask(tmp_path, "--explain-script", "a.sh").returncode == 0
    (tmp_path / ".dockersh.toml").write_text(f'fail-on = "danger"\n[severity]\n{TIP} = "danger"\n')
    assert ask(tmp_path, "--explain-script", "a.sh").returncode == 1


@pytest.mark.parametrize(("options", "project"), [((), ""), (("--also", "inline"), ""), ((), 'also = ["inline"]\n')])
def test_more_is_read_on_wish(tmp_path: Path, options: tuple[str, ...], project: str) -> None:
    """By the option, or by the project's file."""
    (tmp_path / "a.md").write_text(f"Type `{LINE.strip()}`.\n")
    (tmp_path / ".dockersh.toml").write_text(project)
    done = ask(tmp_path, *options, "--format", "compiler", "--fail-on", "never", "--explain-script", "a.md")
    assert sorted(told(done.stdout)) == (sorted([DANGER, WARNING, TIP]) if options or project else [])


def test_programs_of_a_folder_are_read_on_wish(tmp_path: Path) -> None:
    """Also by the folder; named without the wish, they are of a kind that is not read."""
    (tmp_path / "a.py").write_text('run(["docker", "run", "-rm", "x:1"])\n')
    assert ask(tmp_path, "--also", "code", "--explain-script", ".").returncode == 1
    assert ask(tmp_path, "--explain-script", ".").returncode == 0
    assert ask(tmp_path, "--explain-script", "a.py").returncode == 2


UNUSABLE = ["x", "wrong = 1", 'for = "nobody"', "ignore = 1", 'kinds = ["x"]', 'also = ["x"]', '[severity]\na = "b"']


@pytest.mark.parametrize("text", UNUSABLE)
def test_a_project_file_that_cannot_be_used_is_named(tmp_path: Path, text: str) -> None:
    """One line with the file, status 2."""
    (tmp_path / ".dockersh.toml").write_text(text)
    with pytest.raises(ProjectError):
        policy(str(tmp_path))
    done = ask(tmp_path, "--explain-script", "a.sh")
    assert (done.returncode, len(done.stderr.splitlines()), ".dockersh.toml" in done.stderr) == (2, 1, True)


def test_without_a_file_there_are_the_defaults(tmp_path: Path) -> None:
    """And a pyproject.toml without our table is none of ours."""
    (tmp_path / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
    assert policy(str(tmp_path)) == Policy()


@pytest.mark.parametrize(
    ("remark", "codes"),
    [("ignore-file", set()), (f"ignore-file {DANGER}, {TIP}", {WARNING}), ("ignore-file other", {DANGER, WARNING, TIP})],
)
def test_a_remark_is_for_the_whole_file(remark: str, codes: set[str]) -> None:
    """Wherever it stands."""
    (one,) = check("a.sh", f"{LINE}\ntrue\n# dockersh: {remark}\n", explain)
    assert {finding.code for _, finding in one.findings} == codes


def test_folders_are_walked_as_git_does(tmp_path: Path) -> None:
    """What git ignores is left out, also by a rule of a folder below or above; kinds that nobody reads are passed over."""
    made = (
        "a.sh",
        "b.md",
        ".github/workflows/c.yml",
        "d.go",
        "built/e.sh",
        "sub/f.sh",
        "sub/kept.sh",
        ".git/g.sh",
        "run",
        "data",
    )
    for name in made:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("#!/bin/sh\n" if name == "run" else "x\n")
    (tmp_path / ".gitignore").write_text("built/\nf.sh\n")
    (tmp_path / "sub" / ".gitignore").write_text("!kept.sh\n")

    def found(folder: Path, *exclude: str) -> set[str]:
        return {str(Path(one).relative_to(tmp_path)) for one in walk.files([str(folder)], exclude)}

    assert found(tmp_path) == {"a.sh", "b.md", ".github/workflows/c.yml", "sub/kept.sh", "run"}
    assert found(tmp_path / "sub") == {"sub/kept.sh"}
    git = subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=False).returncode
    if git == 0:
        listed = ["git", "ls-files", "-co", "--exclude-standard"]
        theirs = subprocess.run(listed, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split()
        assert found(tmp_path) <= set(theirs)


def test_a_file_of_no_kind_is_not_called_clean(tmp_path: Path) -> None:
    """It is named, and so is one that is not what its name says."""
    (tmp_path / "x.go").write_text("// docker ps\n")
    (tmp_path / "x.yml").write_text("run: 'docker ps\n")
    for name in ("x.go", "x.yml"):
        done = ask(tmp_path, "--explain-script", name)
        assert (done.returncode, name in done.stderr) == (2, True)


def test_windows_line_ends_are_told_once() -> None:
    """To a shell a carriage return belongs to the last word; a page is read by people."""
    found = list(check("a.sh", "docker ps -q\r\ndocker ps\r\n", explain))
    assert [[finding.code for _, finding in one.findings] for one in found] == [["carriage-return"], []]
    assert [one.findings for one in check("a.md", "```sh\r\ndocker ps -q\r\n```\r\n", explain)] == [()]


def test_the_sum_counts_what_is_not_shown(tmp_path: Path) -> None:
    """`-q` shows less, and counts all."""
    (tmp_path / "a.sh").write_text("docker ps\ndocker images\ndocker run nginx:1 --name x\n")
    assert ": 3 " in ask(tmp_path, "-q", "--explain-script", "a.sh").stdout.splitlines()[-1]
