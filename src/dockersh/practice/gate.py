"""What stands for `docker`, `sudo` and others on the PATH of a practice session: `python -m dockersh.practice.gate NAME WORD…`.

Scripts, xargs and `$(…)` call docker by name and come here: what would leave practice is refused, everything else goes to the
real docker client, whose engine is the practice one; where there is none, the stand-in does it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from dockersh.client.real_docker import is_stand_in, real_docker
from dockersh.finding import Say, say
from dockersh.practice.rules import home_of, words_refused
from dockersh.reading.syntax.words import DOCKER
from dockersh.texts import language
from dockersh.texts.wording import sentence

REFUSED = 1
WITH_VALUE = frozenset("ugpCTh")  # of sudo's options


def main(argv: Sequence[str]) -> int:
    """Run the program that was meant, or say why not; the status where nothing was run."""
    name, *words = argv
    if name == "sudo":
        return _sudo(words)
    if name != "docker":
        return _say(say("practice.no-other-program", program=name))
    return _docker(words)


def _docker(words: Sequence[str]) -> int:
    why = words_refused(words, home_of(os.environ))
    if why is not None:
        return _say(why)
    client = real_docker()
    if client is None or is_stand_in(client):
        from dockersh.practice.standin.client import main as stand_in  # noqa: PLC0415  where there is no other

        return stand_in(words, os.environ)
    return os.execv(client, ["docker", *words])  # noqa: S606  the real client, with its own words


def _sudo(words: Sequence[str]) -> int:
    """Docker without sudo; nothing else is run as somebody else, who would have another environment."""
    rest = list(words)
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        if rest and len(option) == 2 and option[1] in WITH_VALUE:
            rest.pop(0)
    if rest and os.path.basename(rest[0]) in DOCKER:
        _say(say("practice.without-sudo"))
        return _docker(rest[1:])
    return _say(say("practice.no-other-program", program="sudo"))


def _say(what: Say, status: int = REFUSED) -> int:
    sys.stderr.write(sentence(language(None, os.environ), what) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
