"""What the catalogue does not know is asked of the installed docker, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockersh import explain
from dockersh.reading.catalogue.installed import InstalledHelp, Said, parse_help

PAGE = """
Usage:  docker frob [OPTIONS] THING

Frob a thing

Options:
  -l, --level int      How hard to frob
      --dry            Only look
"""


class Written:
    """Help from a table; remembers what it was asked."""

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def ask(self, command: str) -> Said | None:
        """The parsed page, if there is one."""
        self.asked.append(command)
        page = self.pages.get(command)
        return parse_help(page) if page else None


def test_an_unknown_command_is_shown_in_dockers_words() -> None:
    """Description and options come from the help, and say so."""
    (command,) = explain("docker frob -l 3 --dry it", help=Written({"frob": PAGE})).commands
    assert (command.known, command.text, command.findings) == (True, "Frob a thing", ())
    told = [(part.shown, part.text, part.source) for part in command.parts if part.kind == "flag"]
    assert told == [("-l 3", "How hard to frob", "help"), ("--dry", "Only look", "help")]


def test_a_newer_option_of_a_known_command() -> None:
    """Only the new option comes from the help."""
    page = "Usage:  docker container ls\n\nOptions:\n      --colour string   Paint it\n"
    (command,) = explain("docker ps -a --colour red", help=Written({"container ls": page})).commands
    told = [(part.name, part.value, part.source) for part in command.parts]
    assert told == [("all", None, "catalogue"), ("colour", "red", "help")]
    assert command.findings == ()


@pytest.mark.parametrize("line", ["docker ps -a", "docker run --rm busybox --frob", "docker"])
def test_known_words_are_never_asked_about(line: str) -> None:
    """The catalogue's word needs no process."""
    written = Written({})
    explain(line, help=written)
    assert written.asked == []


def test_a_mistyped_command_stays_one() -> None:
    """Where docker does not know it either, the slip is named."""
    (command,) = explain("docker iamges -a", help=Written({})).commands
    assert [found.code for found in command.findings] == ["unknown-command-near"]


def test_a_plugin_with_a_name_near_to_ours_is_no_slip() -> None:
    """Docker knows it: it is shown in docker's words, not as what it is spelled like."""
    (command,) = explain("docker stck -l 3", help=Written({"stck": PAGE})).commands
    assert (command.command, command.text, command.findings) == ("stck", "Frob a thing", ())


def test_the_binary_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it changes, its page is kept in the cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    log = tmp_path / "log"
    binary = tmp_path / "docker"
    binary.write_text(f"#!/bin/sh\necho \"$DOCKER_HOST $*\" >> {log}\ncat <<'END'\n{PAGE}END\n")
    binary.chmod(0o755)
    for _ in range(2):
        said = InstalledHelp(str(binary)).ask("frob")
        assert said is not None
        assert said.text == "Frob a thing"
    assert log.read_text() == "unix:///nonexistent/dockersh.sock frob --help\n"
    assert InstalledHelp(str(binary)).ask("--evil x") is None
