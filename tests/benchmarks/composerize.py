"""`--to compose` beside composerize: of the same lines, how many files compose takes and how many make the line's container.

    npm install composerize                                          in a folder of your own
    python tests/benchmarks/composerize.py FOLDER/node_modules/composerize/cli.js [LINES] [SEED]

As root, with a private engine. Numbers to look at, not a test.
"""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from dockersh import to_compose
from support import create_lines, rows
from support.differences import differences
from support.private_engine import PrivateEngine, private_engine

LINES = 60
MEANT = {"equal": "equal", "told": "other, as it says", "other": "other, in silence", "refused": "refused by compose"}
NAME = re.compile(r"^name:.*\n", re.MULTILINE)  # `<your project name>`, which compose does not take
COMPOSE = Path(sys.executable).with_name("docker-compose")


def judge() -> Any:
    """What the engine's test compares of two containers."""
    place = Path(__file__).parents[1] / "engine" / "test_to_compose.py"
    spec = importlib.util.spec_from_file_location("test_to_compose", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def theirs(program: str, line: str) -> str:
    """Composerize's file, without the project's name that one has to fill in."""
    done = subprocess.run(["node", program, *shlex.split(line)], capture_output=True, text=True, check=False)
    return NAME.sub("", done.stdout)


def verdict(engine: PrivateEngine, inspected: Any, text: str, before: dict[str, Any], folder: Path) -> str:
    """`refused` by compose, `other` than the line's container, or `equal`."""
    path = folder / "compose.yaml"
    path.write_text(text, encoding="utf-8")
    argv = [str(COMPOSE), "-f", str(path), "-p", "pp", "create"]
    refused = subprocess.run(argv, env=engine.env(), capture_output=True, check=False).returncode
    try:
        found = "refused" if refused else "other" if list(differences(before, inspected(engine, "made"))) else "equal"
    except AssertionError:  # no container of that name
        found = "other"
    engine.docker(
        "rm", "-fv", *engine.docker("ps", "-aq", "--filter", "label=com.docker.compose.project=pp").split(), check=False
    )
    return found


def main(program: str, count: int, seed: int) -> None:
    """One row each."""
    inspected = judge().inspected
    counts = {"dockersh": Counter[str](), "composerize": Counter[str]()}
    with tempfile.TemporaryDirectory() as folder, private_engine(Path(folder, "engine"), rows.choose(None)) as engine:
        engine.reset()
        for network, subnet in (("n1", "10.88.0.0/16"), ("n2", "10.89.0.0/16")):
            engine.docker("network", "create", "--subnet", subnet, network)
        engine.docker("run", "-d", "--name", "source", "-v", "shared:/shared", "-v", "/anon", "redis")
        for words in create_lines.lines(count, seed):
            line = shlex.join(["docker", "create", "--name", "made", *words])
            if subprocess.run(shlex.split(line), env=engine.env(), capture_output=True, check=False).returncode:
                continue
            before = inspected(engine, "made")
            engine.docker("rm", "-fv", "made")
            mine, other = to_compose(line), theirs(program, line.replace(" create ", " run ", 1))
            for name, text, told in (("dockersh", mine.text, mine.notes), ("composerize", other, other.startswith("#"))):
                found = verdict(engine, inspected, text, before, Path(folder))
                if found == "other" and not told:
                    print(f"{name}: another container, in silence: {line}")
                counts[name]["told" if found == "other" and told else found] += 1
    for name, held in counts.items():
        print(f"{name:12}", *(f"{held[one]:4} {meaning}," for one, meaning in MEANT.items()), f"of {held.total()}")


if __name__ == "__main__":
    count, seed = ([*sys.argv[2:4], str(LINES), "0"] if len(sys.argv) != 3 else [sys.argv[2], "0"])[:2]
    main(sys.argv[1], int(count), int(seed))
