"""The secrets in the words of a program: by the names of its options, and by what `programs.toml` knows of it."""

from __future__ import annotations

import functools
import os.path
from collections.abc import Iterator, Sequence

from dockersh.explaining.secrets import names, text
from dockersh.startup import toml_cache
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import Any

Found = tuple[int, int, int]  # the word's number, and the stretch of it

OPTION = pattern(r"--?(?P<name>[A-Za-z][\w.-]+)$")
ASSIGNMENT = pattern(r"[A-Za-z_]\w*=")
# What stands in front of the program that takes the words.
IN_FRONT = frozenset(
    ("sudo", "env", "exec", "time", "nice", "nohup", "command", "doas", "xargs", "watch", "timeout", "then", "do", "if")
)
SHELLS = frozenset(("sh", "bash", "dash", "zsh", "ksh", "ash", "fish", "su", "dockersh"))
JOINING = frozenset(("ssh", "eval", "watch", "trap"))
CALLS = pattern(r"-[a-z]*c|--command")
BLANKS = pattern(r"\s")
CLUSTER = pattern(r"-[A-Za-z]{1,5}")
VERBS = frozenset(("GET", "SET", "LIST", "CREATE", "DELETE", "DESCRIBE", "PRINT", "SHOW", "REMOVE", "RESET", "ROTATE"))
ACCOUNT = pattern(r"[\w.#$\"]+/(?P<secret>[^\s@/]+)(?:@|$)")
PROGRAM_FOLDERS = pattern(r"^/(?:usr/)?(?:local/)?s?bin/")
PRINTS = frozenset(("echo", "printf", "print"))


@functools.cache
def table() -> dict[str, dict[str, Any]]:
    """What is known of a program, by its name."""
    found = toml_cache.load(os.path.join(os.path.dirname(__file__), "programs.toml"))
    return {name: program for program in found["programs"] for name in program["names"]}


def program_at(words: Sequence[str]) -> int:
    """The number of the word that names the program: behind assignments, `sudo` and their like, and options of those."""
    for index, word in enumerate(words):
        base = os.path.basename(word)
        if base not in IN_FRONT and not ASSIGNMENT.match(word) and not (index and word.startswith("-")):
            return index
    return 0


def stretches(words: Sequence[str], program: str | None = None) -> Iterator[Found]:
    """The secrets in a command's words. *program* where it is not one of them: the image's own."""
    at = program_at(words) if program is None else -1
    known = table().get(os.path.basename(words[at]) if program is None else program, {})
    scripts = script_words(words)
    for index, word in enumerate(words):
        if index not in scripts:
            yield from ((index, *found) for found in text.stretches(word))
    for index in range(at + 1, len(words)):
        yield from _by_program(known, words, index)
    if known.get("last"):
        yield from _last(known, words, at)
    if "login" in words:
        yield from _login(words)


def _by_program(known: dict[str, Any], words: Sequence[str], index: int) -> Iterator[Found]:
    """What the word at *index* says of itself or of the next one."""
    word, following = words[index], words[index + 1] if index + 1 < len(words) else None
    if word.startswith("-"):
        yield from _option(known, index, word, following)
    elif known.get("assigns") and "=" in word and not set(known["assigns"]).isdisjoint(words[:index]):
        yield from value(index, word, word.index("=") + 1)
    elif known.get("named") and following and not following.startswith("-") and _names_one(word):
        yield from value(index + 1, following)
    elif known.get("account") and (match := ACCOUNT.match(word)) and not names.stands_for_another(match["secret"]):
        yield index, *match.span("secret")


def script_words(words: Sequence[str]) -> frozenset[int]:
    """The numbers of the words that are shell scripts: `sh -c SCRIPT`, `ssh host SCRIPT`."""
    bases = [os.path.basename(word) for word in words]
    every = not JOINING.isdisjoint(bases)
    shell = next((index for index, base in enumerate(bases) if base in SHELLS), len(words))
    found = (
        index
        for index, word in enumerate(words)
        if BLANKS.search(word) and (every or (index > shell and CALLS.fullmatch(words[index - 1])))
    )
    return frozenset(found)


def _names_one(word: str) -> bool:
    if word.startswith("-") or "=" in word or len(word) > text.LONGEST:
        return False
    name = word.rpartition(":")[2]
    if names.components(name)[:1] and names.components(name)[0] in VERBS:
        return False
    return names.kind(name) == "secret" and (len(names.components(name)) > 1 or name.upper() not in names.words("secret"))


def _login(words: Sequence[str]) -> Iterator[Found]:
    """`podman login -p X`, `helm registry login -p X`: as docker's own."""
    start = list(words).index("login")
    for index in range(start + 1, len(words)):
        yield from _option(table()["login"], index, words[index], words[index + 1] if index + 1 < len(words) else None)


def _option(known: dict[str, Any], index: int, word: str, following: str | None) -> Iterator[Found]:
    """The secret in an option's own word, else in the one behind it."""
    cluster = f"-{word[-1:]}" if CLUSTER.fullmatch(word) else word
    if word in known.get("proxy", ()) and (match := text.BARE_PROXY.fullmatch(following or "")):
        yield index + 1, *match.span("secret")
    elif cluster in known.get("user", ()):
        yield from _user(known, index + 1, following or "", 0)
    elif word not in known.get("asks", ()):
        glued = [*_glued(known, index, word)]
        yield from glued
        if not glued and following is not None and _takes(known, word, following):
            yield from value(index + 1, following, _prefix(known, following))


def _glued(known: dict[str, Any], index: int, word: str) -> Iterator[Found]:
    """`-pX`, `--option=X`, `-uuser:X`."""
    head, equals, _ = word.partition("=")
    for one in known.get("glued", ()):
        if word.startswith(one) and len(word) > len(one):
            yield from value(index, word, len(one) + word.startswith("=", len(one)))
            return
    if equals and head in known.get("next", ()):
        yield from value(index, word, len(head) + 1)
    for one in known.get("user", ()):
        if (equals and head == one) or (len(one) == len("-u") and word.startswith(one)):
            yield from _user(known, index, word, len(one))


def _prefix(known: dict[str, Any], word: str) -> int:
    return max((len(one) for one in known.get("prefixed", ()) if word.startswith(one)), default=0)


def _takes(known: dict[str, Any], word: str, following: str) -> bool:
    """Whether an option takes the next word as a secret: by its row, or by its name."""
    if following in known.get("not-next", ()):
        return False
    if word in known.get("next", ()):
        return True
    if _prefix(known, following):
        return True
    match = OPTION.match(word)
    if match is None or following.startswith("-") or names.kind(match["name"]) != "secret":
        return False
    return "=" not in following or match["name"].lower() not in (
        "secret",
        "secrets",
    )  # --secret id=x: its name, and where it is


def value(index: int, word: str, start: int = 0) -> Iterator[Found]:
    """The rest of a word, unless it only stands for a secret."""
    rest = word[start:]
    if rest.lower() not in names.words("plain-values") and not names.stands_for_another(rest):
        yield index, start, len(word)


def _user(known: dict[str, Any], index: int, word: str, start: int) -> Iterator[Found]:
    """`user:secret`."""
    at = word.find(known.get("between", ":"), start)
    if at >= 0:
        yield from value(index, word, at + 1)


def _last(known: dict[str, Any], words: Sequence[str], at: int) -> Iterator[Found]:
    """The last word, where one that says so stands somewhere in front of it."""
    if not any(word in known["last"] for word in words[at + 1 : -1]):
        return
    last = words[-1]
    if not last.startswith("-") and "=" not in last and last not in known["last"]:
        yield from value(len(words) - 1, last)


def reads_secret(words: Sequence[str]) -> bool:
    """Whether a program with these words reads a secret from its standard input."""
    if "--password-stdin" in words or "--token-stdin" in words:
        return True
    return any(_reads(table()[base], words) for word in words if (base := PROGRAM_FOLDERS.sub("", word)) in table())


def _reads(known: dict[str, Any], words: Sequence[str]) -> bool:
    reads = known.get("reads", ())
    return "" in reads or (not set(reads).isdisjoint(words) and (words[-1] == "-" or "login" not in reads))


def printed(words: Sequence[str]) -> Iterator[Found]:
    """What `echo` and `printf` print: all of it, the options and printf's form left out."""
    start = program_at(words)
    if os.path.basename(words[start]) not in PRINTS:
        return
    own = [index for index in range(start + 1, len(words)) if words[index] not in ("-n", "-e", "-ne", "-en", "-E", "--")]
    if os.path.basename(words[start]) == "printf" and len(own) > 1 and "%" in words[own[0]]:
        own = own[1:]
    for index in own:
        yield from value(index, words[index])
