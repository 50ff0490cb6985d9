"""A slip of the fingers is answered with what was probably meant, ready to type."""

from __future__ import annotations

import pytest

from dockersh import explain
from support.state import WrittenEngine

# The line, the code of what is said of it, and words of the answer that lead on.
SLIPS = [
    ("docker iamges -a", "unknown-command-near", "images"),
    ("docker servvice create", "unknown-command-near", "service"),
    ("docker rm-f web", "unknown-command-near", "rm -f"),
    ("docker containerrun -d nginx", "unknown-command-near", "container run"),
    ("docker container run-it nginx", "unknown-command-near", "run -it"),
    ("docker container images", "unknown-command-elsewhere", "docker images"),
    ("docker image ps", "unknown-command-elsewhere", "docker ps"),
    ("docker swarm join-toker worker", "unknown-command-near", "write join-token"),
    ("docker up", "unknown-command-elsewhere", "docker compose up"),
    ("docker ls", "unknown-command-elsewhere", "docker container ls"),
    ("docker delete web", "unknown-command-elsewhere", "docker container rm"),
    ("docker run -rm ubuntu", "unknown-shorthand-near", "--rm"),
    ("docker run --nmae web ubuntu", "unknown-flag-near", "--name"),
    ("docker ps --fromat json", "unknown-flag-near", "--format"),
    ("docker run -it--rm ubuntu", "options-without-space", "-it --rm"),
    ("docker compose up -D", "unknown-letter-near", "-d"),
    ("docker run -P80:80 nginx", "unknown-shorthand", "docker run --help"),
    ("docker run --pull alwasy nginx", "bad-value", "always"),
    ("docker run --restart alwasy nginx", "bad-value", "always"),
    ("docker run -p localhost:6379:6379 redis:7", "bad-value", "127.0.0.1:6379:6379"),  # github.com/docker/cli/issues/2409
    ("docker run -p 7359/udp:7359/udp x:1", "bad-value", "7359:7359/udp"),
    ("docker run -p 53:53:udp nginx", "bad-value", "53:53/udp"),
    ("docker run --volume= nginx", "bad-value", "''"),
    ("docker images ls", "command-as-image", "docker images"),
    ("docker run nginx -p 80:80", "flags-after-image", "put it before the image"),
    ("docker -it ubuntu", "option-of-run", "docker run"),
    ("docker ps -H tcp://x:1", "flag-belongs-in-front", "docker -H"),
]


@pytest.mark.parametrize(("line", "code", "meant"), SLIPS, ids=[line for line, _, _ in SLIPS])
def test_a_slip_is_answered(line: str, code: str, meant: str) -> None:
    """The finding names the slip, and the way out stands in its text or its fix."""
    (found,) = (one for one in explain(line).commands[0].findings if one.code == code)
    assert meant in f"{found.text} {found.fix}"


FINE = [
    "docker images nginx",
    "docker run -p 53:53/udp nginx",
    "docker compose up -d",
    "docker run -it --rm nginx",
    "docker ps",
]


@pytest.mark.parametrize("line", FINE)
def test_what_is_right_is_left_alone(line: str) -> None:
    """The right line beside each slip is called nothing wrong."""
    codes = {code for _, code, _ in SLIPS}
    assert [one.code for one in explain(line).commands[0].findings if one.code in codes] == []


def test_a_new_name_is_not_looked_for_among_the_old() -> None:
    """That there is no container of the name is what `--name` wants; a list of a thousand would be asked for to say nothing."""
    for flags, kinds in (("", []), ("--volumes-from old", ["containers"])):
        engine = WrittenEngine({"containers": {"web": {}}, "images": {"nginx": {}}})
        explain(f"docker run --name new {flags} nginx", engine=engine)
        assert [one.about[0] for one in engine.asked if one.kind == "names"] == kinds
