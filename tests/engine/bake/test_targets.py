"""The targets of a bake: the real buildx is the judge of what they are; files made to grow do not."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from dockersh.engine.bake import hcl
from dockersh.engine.bake.files import BakeFiles
from dockersh.engine.bake.look import about, look
from dockersh.engine.bake.targets import Asked, Target, chosen
from support.private_engine import PrivateEngine

SHOP = """
variable "TAG" { default = "1" }
variable "REPO" {
  default = "shop"
  validation {
    condition = REPO != ""
  }
}
suffix = "-x"
group "default" { targets = ["web", "more"] }
group "more" { targets = ["db", "tools"] }
target "common" {
  args = { A = "1", B = TAG }
  platforms = ["linux/amd64"]
  dockerfile = "Dockerfile.common"
}
target "web" {
  inherits = ["common"]
  context = "./web/"   # a remark
  tags = ["${REPO}/web:${TAG}", "${REPO}/web${suffix}"]
  args = { B = "2", C = true }
}
target "db" { context = "db", dockerfile = "D" }
target "tools" {
  target = "tools"
  contexts = { base = "target:base", alpine = "docker-image://alpine:3" }
  output = ["type=local,dest=out"]
}
target "base" { tags = ["base"] }
target "list" { platforms = PS }
variable "PS" { default = ["linux/arm64", "linux/amd64"] }
target "odd" { tags = [upper("x")] }
target "many" {
  name = "many-${v}"
  matrix = { v = ["a", "b"] }
}
target "object" { output = [{ type = "tar", dest = "x.tar" }] }
"""
SHOP = SHOP.replace('{ context = "db", dockerfile = "D" }', '{\n context = "db"\n dockerfile = "D"\n}')
MORE = '{"target": {"web": {"tags": ["over:${TAG}"], "args": {"C": "3"}}, "new": {"context": "new"}}, "variable": {"TAG": {}}}'
# The words of the line, and the variables in front of it.
LINES: list[tuple[str, dict[str, str]]] = [
    ("", {}),
    ("web", {"TAG": "9"}),
    ("web", {"NOT_DECLARED": "9"}),
    ("more", {}),
    ("tools", {}),
    ("common db web", {}),
    ("list", {}),
    ("object", {}),
    ("odd", {}),
    ("many", {}),
    ("web --set web.tags=a:1 --set web.tags=b:1", {}),
    ("--set *.context=elsewhere --set w*.args.A=z web db", {}),
    ("--set web.target=x --set web.platform=linux/arm64 --set web.dockerfile=F web", {}),
    ("-f docker-bake.hcl -f more.json web new", {}),
    ("-f docker-bake.hcl -f more.json", {"TAG": "5"}),
    ("--set web.output=type=cacheonly web", {}),
    ("nosuch", {}),
]


def planned(words: str, variables: dict[str, str]) -> Any:
    """What we make of such a line: the targets by their names, or what is missing."""
    given = words.split()
    named = [given[place + 1] for place, word in enumerate(given) if word == "-f"]
    sets = [given[place + 1] for place, word in enumerate(given) if word == "--set"]
    overrides = [
        (key.partition(".")[0], key.partition(".")[2], value) for key, _, value in (one.partition("=") for one in sets)
    ]
    flags = {"-f", "--set", *named, *sets}
    asked = Asked(tuple(word for word in given if word not in flags), variables, tuple(overrides))
    held = look(tuple(about(named, asked)))
    return held.chosen.missing or {one.name: one for one in held.chosen.targets}


def shape(one: Target) -> dict[str, Any]:
    """A target of ours as buildx prints it, what it leaves out left out."""
    shown = {"context": os.path.normpath(one.context), "dockerfile": one.dockerfile, "target": one.target}
    lists = {"tags": list(one.tags or ()), "platforms": list(one.platforms), "args": dict(one.args)}
    return {name: value for name, value in {**shown, **lists, "contexts": dict(one.contexts)}.items() if value}


def printed(words: str, variables: dict[str, str], env: dict[str, str]) -> Any:
    """What the real buildx says of it; None where it refuses."""
    argv = ["docker", "buildx", "bake", "--print", *words.split()]
    done = subprocess.run(argv, env={**env, **variables}, capture_output=True, text=True, check=False, timeout=60)
    return json.loads(done.stdout)["target"] if done.returncode == 0 else None


@pytest.mark.parametrize(("words", "variables"), LINES, ids=[f"{more} {words}" for words, more in LINES])
def test_buildx_says_the_same(
    real_engine: PrivateEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, variables: dict[str, str]
) -> None:
    """Which targets there are, and what each is built of; of what we cannot read, we say that we cannot."""
    if not real_engine.row.buildx:
        pytest.skip("this docker has no buildx")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docker-bake.hcl").write_text(SHOP, encoding="utf-8")
    (tmp_path / "more.json").write_text(MORE, encoding="utf-8")
    ours, real = planned(words, variables), printed(words, variables, real_engine.env())
    if real is None:
        assert ours == (words,)
    elif words == "many":
        assert [one.read for one in ours.values()] == [False]
    else:
        read = {name: shape(one) for name, one in ours.items() if one.tags is not None}
        kept = {name: {key: one[key] for key in one if key not in ("output", "cache-from")} for name, one in real.items()}
        assert read == {name: one for name, one in kept.items() if name != "odd"}
        assert set(ours) == set(real)


def test_results_go_where_the_file_says() -> None:
    """As texts, as an object, and by --set."""
    files = BakeFiles("", (), *hcl.read(SHOP))
    outputs = {one.name: one.output for name in ("tools", "object") for one in chosen(files, Asked((name,), {})).targets}
    assert outputs == {"base": (), "tools": ("type=local,dest=out",), "object": ("type=tar,dest=x.tar",)}
    pushed = chosen(files, Asked(("db",), {}, (("*", "push", "true"),))).targets
    assert [one.output for one in pushed] == [("type=registry",)]


def test_a_target_comes_behind_those_it_takes_from() -> None:
    """Nobody needs a later one."""
    names = [one.name for one in chosen(BakeFiles("", (), *hcl.read(SHOP)), Asked((), {})).targets]
    assert names == ["web", "db", "base", "tools"]


def test_what_only_the_shell_knows_is_not_said() -> None:
    """A variable of the line whose value is a substitution: no name is made up."""
    (web,) = chosen(BakeFiles("", (), *hcl.read(SHOP)), Asked(("db",), {"TAG": None})).targets
    assert web.read
    assert not chosen(BakeFiles("", (), *hcl.read(SHOP)), Asked(("web",), {"TAG": None})).targets[0].read  # an argument is it


def _doubled(what: str) -> str:
    return "".join(f'variable "V{n}" {{ default = {what.replace("V", f"V{n + 1}")} }}\n' for n in range(60))


GROWS = {
    "texts": _doubled('"${V}${V}"') + 'target "default" { tags = [V0] }',
    "lists": _doubled("[V, V]") + 'target "default" { tags = V0 }',
    "heirs": "".join(f'target "t{n}" {{ inherits = ["t{n + 1}", "t{n + 1}"] }}\n' for n in range(60)) + "group default {}",
    "groups": "".join(f'group "g{n}" {{ targets = ["g{n + 1}", "g{n + 1}"] }}\n' for n in range(60)) + "group default {}",
    "itself": 'target "default" { inherits = ["default"] }\nvariable "A" { default = A }',
    "deep": "".join(f'group "g{n}" {{ targets = ["g{n + 1}"] }}\n' for n in range(3000)),
}


@pytest.mark.parametrize("kind", GROWS)
def test_files_made_to_grow_do_not(kind: str) -> None:
    """Each thing twice the next one, sixty times; what needs itself; a chain of thousands."""
    began = time.process_time()
    chosen(BakeFiles("", (), *hcl.read(GROWS[kind])), Asked(("t0",) if kind == "heirs" else ("g0", "default"), {}))
    assert time.process_time() - began < 5


def test_the_environments_values_are_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that the environment has may be a password; one that the line sets can be read there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAG", "hunter2")
    (tmp_path / "docker-bake.hcl").write_text(SHOP, encoding="utf-8")
    assert "hunter2" not in repr(planned("web", {}))
    assert planned("web", {"TAG": "9"})["web"].tags == ("shop/web:9", "shop/web-x")
