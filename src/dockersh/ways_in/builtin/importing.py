"""The docker aliases of the person's own shells: asked of bash, zsh and fish themselves, as they set them up."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping

from dockersh.machine import folders

PATIENCE = 5.0  # seconds for a shell to read its files
# A shell is asked where it has a file of the person's.
SHELLS = {
    "bash": (".bashrc", ("-ic", "alias")),
    "zsh": (".zshrc", ("-ic", "alias")),
    "fish": (".config/fish/config.fish", ("-ic", "alias")),
}
ROW = re.compile(r"(?:alias )?(?P<name>[A-Za-z_][A-Za-z0-9_.-]*)[= ](?P<text>.*)")
DOCKER = re.compile(r"(?:sudo )?docker(?:-compose)?(?: |$)")


def found(env: Mapping[str, str]) -> dict[str, str]:
    """Name → line, of those whose line begins with docker; the first shell that has a name counts."""
    aliases: dict[str, str] = {}
    for shell, (file, words) in SHELLS.items():
        program = shutil.which(shell, path=env.get("PATH"))
        if program and os.path.isfile(os.path.join(folders.home(env) or os.sep, file)):
            for name, line in parse(_ask(program, words, env)).items():
                aliases.setdefault(name, line)
    return aliases


def parse(output: str) -> dict[str, str]:
    """The docker aliases in what `alias` prints: `alias dps='docker ps'`, `dps='docker ps'`, `alias dps 'docker ps'`."""
    rows = (match for line in output.split("\n") if (match := ROW.fullmatch(line.strip())))
    lines = ((match["name"], _unquoted(match["text"])) for match in rows)
    return {name: line for name, line in lines if DOCKER.match(line)}


def _unquoted(text: str) -> str:
    try:
        words = shlex.split(text)
    except ValueError:
        return ""
    return words[0] if len(words) == 1 else text


def _ask(program: str, words: tuple[str, ...], env: Mapping[str, str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603  the person's own shell
            [program, *words],
            env=dict(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE,
            check=False,
            start_new_session=True,  # an interactive shell would take the terminal
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout
