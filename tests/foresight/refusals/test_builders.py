"""Which builder a build goes to, and what it cannot do, by the files of buildx and the image store that the engine tells of."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from dockersh import explain
from support.state import WrittenEngine

LINES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("docker build --builder own -t x .", {"own": "missing"}, ["build-builder-missing"]),
    ("docker buildx bake --builder own", {"own": "missing"}, ["build-builder-missing"]),
    ("BUILDX_BUILDER=own docker build -t x .", {"own": "missing"}, ["build-builder-missing"]),
    ("docker build --builder own -t x .", {}, []),
    ("docker build --builder default -t x .", {"default": "missing"}, []),
    ("docker build --builder far -t x .", {"far": "missing", "contexts": ["default", "far"]}, []),
    ("docker build --builder $B -t x .", {"own": "missing"}, []),
    ("DOCKER_CONFIG=/x docker build --builder own -t x .", {"own": "missing"}, []),
    ("DOCKER_BUILDKIT=0 docker build -t x .", {"own": "missing"}, []),
    ("docker build --sbom=true -t x .", {"": "missing", "containerd": False}, ["build-driver-cannot"]),
    ("docker build --sbom=true -t x .", {"": "missing", "containerd": True}, []),
    ("docker build --sbom=true -t x .", {"": "missing"}, []),
    ("docker build --sbom=true -t x .", {"containerd": False, "chosen": "own"}, []),
    ("docker build --sbom=true -t x .", {"containerd": False, "chosen": ""}, ["build-driver-cannot"]),
    ("docker build --sbom=false -t x .", {"": "missing", "containerd": False}, []),
    ("docker build --platform linux/amd64,linux/arm64 -t x .", {"": "missing", "containerd": False}, ["build-driver-cannot"]),
    ("docker build --platform linux/arm64,linux/aarch64 -t x .", {"": "missing", "containerd": False}, ["build-driver-cannot"]),
    ("docker build --platform linux/arm64 -t x .", {"": "missing", "containerd": False}, []),
    # github.com/billimek/prometheus-speedtest-exporter/issues/4
    ("docker buildx build --platform linux/amd64,linux/arm64 --load .", {"containerd": False}, ["build-load-several"]),
    ("docker buildx build --platform linux/amd64,linux/arm64 --load .", {"": "missing", "containerd": True}, []),
    ("docker buildx build --platform linux/amd64 --load .", {"": "missing", "containerd": False}, []),
    ("docker build --cache-to type=inline -t x .", {"": "missing", "containerd": False}, []),
]


@pytest.mark.parametrize(("line", "there", "codes"), LINES, ids=[f"{line} {there}" for line, there, _ in LINES])
def test_the_builder_is_known_by_its_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str, there: dict[str, Any], codes: list[str]
) -> None:
    """Refused only where its file is missing, no context has its name, and the engine has told what it needs."""
    (tmp_path / "cli-plugins").mkdir()
    plugin = tmp_path / "cli-plugins" / "docker-buildx"
    plugin.write_text("#!/bin/sh\n", encoding="utf-8")
    plugin.chmod(0o755)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    for name in ("BUILDX_CONFIG", "BUILDX_BUILDER", "DOCKER_BUILDKIT"):
        monkeypatch.delenv(name, raising=False)
    if "chosen" in there:  # `docker buildx use own`; `--builder default` writes it, too
        (tmp_path / "buildx").mkdir()
        (tmp_path / "buildx" / "current").write_text(f'{{"Key":"x","Name":"{there["chosen"]}"}}', encoding="utf-8")
    names = [name for name, what in there.items() if what == "missing"]
    places = [os.path.join(tmp_path, "buildx", *(("instances", name) if name else ("current",))) for name in names]
    files = dict.fromkeys(places, "missing")
    table: dict[str, Any] = {"paths": files, **{key: there[key] for key in ("containerd", "contexts") if key in there}}
    (command,) = explain(line, engine=WrittenEngine(table)).commands
    found = {found.code for found in command.findings if found.severity == "error"}
    assert sorted(found & {"build-builder-missing", "build-driver-cannot", "build-load-several"}) == codes
