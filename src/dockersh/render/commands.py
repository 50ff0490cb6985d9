"""Where a command stands in a sentence, so that no line break falls into it: what is copied must be whole."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.startup.lazy_regex import pattern

PROGRAMS = frozenset(("docker", "docker-compose", "podman", "nerdctl", "sudo", "dockersh"))
# Words that a command of docker follows: `docker container ls`.
GROUPS = frozenset(
    ("compose", "container", "image", "volume", "network", "system", "builder", "buildx", "context", "service", "swarm", "node")
)
JOINED = frozenset(("&&", "||", "|"))
# What no sentence has, but options, names, paths, ports, variables and quotes do.
MACHINES = pattern(r"^[-'\"$~./]|.[/:=@$_{}<>*-].|\d|^[A-Z]{3,}$|^\.$")
ENDS = (",", ";", ")", "·", "?", "。")


def units(text: str) -> Iterator[str]:
    """The words of a text; those of a command as one, with at most one word too many."""
    words = text.split(" ")
    place = 0
    while place < len(words):
        end = _end(words, place) if words[place].lstrip("(") in PROGRAMS else place + 1
        yield " ".join(words[place:end])
        place = end


def _end(words: list[str], place: int) -> int:
    """The place after the command that begins here."""
    end = place + 1
    while end < len(words) and words[end - 1].lstrip("(") in (PROGRAMS | GROUPS) and _is_word(words[end]):
        end += 1  # the command's own name
    plain = 1  # its argument may be any word, so the next one belongs to it
    while end < len(words) and not words[end - 1].endswith(ENDS):
        if words[end] in JOINED:
            return _end(words, end + 1) if end + 1 < len(words) else end
        if not MACHINES.search(words[end]):
            if not (plain and _is_word(words[end])):
                break
            plain = 0
        end += 1
    return end


def _is_word(word: str) -> bool:
    return word.isascii() and any(char.isalnum() for char in word)
