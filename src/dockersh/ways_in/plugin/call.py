"""What docker asks its plugin `docker-explain`, and what we answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from dockersh.execute.outcome import Outcome
from dockersh.finding import Say
from dockersh.reading.syntax.words import DOCKER
from dockersh.startup.lazy_module import Later
from dockersh.startup.typed import TYPE_CHECKING
from dockersh.texts import language
from dockersh.texts.wording import sentence
from dockersh.ways_in.plugin import metadata
from dockersh.ways_in.shell import Settings, Shell
from dockersh.ways_in.streams import write

if TYPE_CHECKING:
    from dockersh.ways_in.plugin import hook
else:
    hook = Later("dockersh.ways_in.plugin.hook")  # not for an explanation

COMMAND = "explain"
# What the client asks of a plugin. docker/cli 28.2.2 cli-plugins/manager/metadata.go
METADATA, HOOK, COMPLETIONS = "docker-cli-plugin-metadata", "docker-cli-plugin-hooks", ("__complete", "__completeNoDesc")
# Options of docker itself that take a word; they stand in front of the plugin's name.
VALUED = frozenset(("-c", "--context", "-H", "--host", "--config", "-l", "--log-level", "--tlscacert", "--tlscert", "--tlskey"))
HELP = frozenset(("-h", "--help", "help"))


def answer(argv: Sequence[str]) -> Outcome:
    """What the docker client asks: who we are, a completion, why a command failed, or an explanation."""
    if argv[:1] == [METADATA]:
        write(sys.stdout, metadata.text())
        return Outcome(0)
    if argv and argv[0] in COMPLETIONS:
        return _complete(argv)
    before, behind = _split(argv)
    if behind[:1] == [HOOK]:
        write(sys.stdout, hook.answer(behind[1] if len(behind) > 1 else ""))
        return Outcome(0)
    return _explain(before, behind)


def _split(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    """Docker's own options, and what stands behind our name."""
    at = 0
    while at < len(argv) and argv[at].startswith("-"):
        at += 2 if argv[at] in VALUED else 1
    return list(argv[:at]), list(argv[at + 1 :])


def _explain(before: Sequence[str], words: Sequence[str]) -> Outcome:
    """Explain a command given as words, or a whole line given as one; nothing runs."""
    lang = language(None, os.environ)
    if not words or words[0] in HELP or words == [COMMAND]:
        write(sys.stdout, sentence(lang, Say("as-plugin.help")) + "\n")
        return Outcome(0)
    shell = Shell(Settings(lang, explain_only=True))
    if len(words) == 1 and " " in words[0]:
        return shell.line(words[0])
    own = words if words[0] in DOCKER else ["docker", *before, *words]
    return shell.argv(own)


def _complete(argv: Sequence[str]) -> Outcome:
    """Docker's own completion, of what stands behind our name."""
    from dockersh.client.real_docker import real_docker  # noqa: PLC0415  only for Tab

    before, behind = _split(argv[1:])
    docker = real_docker()
    if docker is not None:
        os.execv(docker, ["docker", argv[0], *before, *behind])  # noqa: S606  the real docker, with its own words
    return Outcome(1)
