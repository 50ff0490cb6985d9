"""Our short forms are our own: none is docker's help sentence again. The installed docker is asked for its sentences."""

from __future__ import annotations

import difflib
import os
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from dockersh import texts
from dockersh.reading import catalogue
from support.client import reason_against

# How alike two sentences may be, word by word. Seen at this height: another verb, and nothing that docker had not said.
ALIKE = 0.65
FLAG = re.compile(r" {2}(?:-\S, | {4})--(\S+)(?: \S+)? {2,}(\S.*)")


def _help(name: str) -> tuple[str, str]:
    """What docker prints for `docker NAME --help`, asked so that no engine can hide a flag."""
    env = {**os.environ, "DOCKER_HOST": "unix:///nobody/listens.sock"}
    result = subprocess.run(["docker", *name.split(), "--help"], capture_output=True, text=True, env=env, check=False)
    return name, result.stdout


def sentences(name: str, printed: str) -> dict[str, str]:
    """Docker's own sentences: of the command under '', of its flags under their names; none if it does not know the command."""
    usage, _, rest = printed.partition("\n\n")
    if not f"{usage} ".startswith(f"Usage:  docker {name}".rstrip() + " "):
        return {}
    found, last = {"": " ".join(rest.partition("\n\n")[0].split())}, ""
    for line in rest.splitlines():
        if match := FLAG.match(line):
            last = match[1]
            found[last] = match[2]
        elif last and line.startswith(" " * 8):
            found[last] += f" {line.strip()}"
        else:
            last = ""
    return found


def ours(name: str, flag: str) -> str:
    """Our short form; of the command itself where no flag is named."""
    command = catalogue.find(name)
    assert command is not None
    text = texts.flag_text("en", command.stems, flag) if flag else texts.raw("en", command.stems[0], "command")
    return texts.short(text or "")


def alike(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, word for word the same."""
    first, second = (re.findall(r"\w+", text.lower()) for text in (one, other))
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def pairs() -> Iterator[tuple[str, str, str]]:
    """Each of our short forms beside docker's sentence, and what they are about."""
    with ThreadPoolExecutor(4) as pool:
        for name, printed in pool.map(_help, catalogue.names()):
            for flag, sentence in sentences(name, printed).items():
                if text := ours(name, flag):
                    yield f"docker {name} {flag and '--'}{flag}".strip(), text, sentence


@pytest.mark.skipif(reason_against() is not None, reason=str(reason_against()))
def test_no_short_form_is_dockers_help_sentence_again() -> None:
    """Somebody who reads us has read docker's help and did not understand it."""
    found = list(pairs())
    assert len(found) > 500, "docker's help is not read any more"
    assert [each for each in found if alike(each[1], each[2]) >= ALIKE] == []


def test_likeness_is_of_words() -> None:
    """The measure by itself: case and signs do not count, other words do."""
    assert alike("Remove a label, by its key", "remove a label by its key") == 1
    assert alike("runs one more command in a running container", "Execute a command in a running container") >= ALIKE
    assert alike("copies the image to a registry, for others to pull", "Upload an image to a registry") < ALIKE


def test_help_is_read_over_its_line_breaks() -> None:
    """A sentence that docker broke over lines is one sentence; another command's help is nobody's."""
    options = "  -a, --all list    One\n                    two\n      --bare      Three\n"
    printed = f"Usage:  docker x [OPTIONS]\n\nDo things\n\nOptions:\n{options}"
    assert sentences("x", printed) == {"": "Do things", "all": "One two", "bare": "Three"}
    assert sentences("y", printed) == {}
