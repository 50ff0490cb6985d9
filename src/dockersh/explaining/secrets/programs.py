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
    ("sudo", "env", "exec", "time", "nice", "nohup", "command", "doas", "xargs", "watch", "timeout", "then", "do", "if", "{")
)
SHELLS = frozenset(("sh", "bash", "dash", "zsh", "ksh", "ash", "fish", "su", "dockersh"))
JOINING = frozenset(("ssh", "eval", "watch", "trap"))
CALLS = pattern(r"-[a-z]*c|--command")
BLANKS = pattern(r"\s")
CLUSTER = pattern(r"-[A-Za-z]{1,5}")
VERBS = frozenset(("GET", "SET", "LIST", "CREATE", "DELETE", "DESCRIBE", "PRINT", "SHOW", "REMOVE", "RESET", "ROTATE"))
ACCOUNT_OF_IMAGE = pattern(r"[\w.-]{1,40}:(?P<secret>[^:@\s]+)(?::|$)")
SWITCHES = pattern(r"-[sSfkLvgiIjnNqaG#0-6]*")
ACCOUNT = pattern(r"[\w.#$\"]+/(?P<secret>[^\s@/]+)(?:@|$)")
PROGRAM_FOLDERS = pattern(r"^/(?:usr/)?(?:local/)?s?bin/")
PRINTS = frozenset(("echo", "printf", "print", "yes"))
HEADERS = frozenset(("-H", "--header"))
USERS = frozenset(("-u", "-U", "--user", "--username", "-user", "-username", "--login"))
PASSWORDS = frozenset(("-p", "-P", "-pass", "-w", "-pw"))
PORTS = pattern(r"[\d,:.-]+")
FORMED = pattern(r"(?:(?P<name>(?<![\w.-])[A-Za-z_][\w.-]{0,80}+)[\"']?[=:][ \"']?)?%s")


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
    known = _beside(known, words)
    scripts = script_words(words)
    for index, word in enumerate(words):
        if index not in scripts and not word.startswith(tuple(known.get("shown", ()))):
            yield from ((index, *found) for found in text.stretches(word))
    for index in range(at + 1, len(words)):
        yield from _by_program(known, words, index)
        yield from _beside_user(known, words, index)
    if known.get("form"):
        yield from _formed(words, at + 1)
    yield from _operands(known, words, at)
    if "login" in words:
        yield from _login(words)


def _beside(known: dict[str, Any], words: Sequence[str]) -> dict[str, Any]:
    """The row with what holds because of another word: the options that are for secrets, and where assignments begin."""
    if known.get("assigns"):  # looked for once: a line may have thousands of words
        known = known | {"from": next((at for at, word in enumerate(words) if word in known["assigns"]), len(words))}
    more = [option for word, options in known.get("with", {}).items() if word in words for option in options]
    if not more:
        return known
    short = [option for option in more if len(option) == len("-b")]
    return known | {"next": [*known.get("next", ()), *more], "glued": [*known.get("glued", ()), *short]}


def _operands(known: dict[str, Any], words: Sequence[str], at: int) -> Iterator[Found]:
    if known.get("last"):
        yield from _last(known, words, at)
    own = [index for index in range(at + 1, len(words)) if not words[index].startswith("-")]
    if 0 < known.get("operand", 0) <= len(own):
        yield from value(own[known["operand"] - 1], words[own[known["operand"] - 1]])
    for index in own if known.get("accounts") else ():
        if match := ACCOUNT_OF_IMAGE.match(words[index]):
            yield index, *match.span("secret")


def _by_program(known: dict[str, Any], words: Sequence[str], index: int) -> Iterator[Found]:
    """What the word at *index* says of itself or of those behind it."""
    word, following = words[index], words[index + 1] if index + 1 < len(words) else None
    if word in known.get("second", ()) and index + 2 < len(words):
        yield from value(index + 2, words[index + 2])
    if word.startswith("-"):
        yield from _option(known, index, word, following)
    elif following is not None and _announces(known, words, index):
        yield from value(index + 1, following)
    elif "=" in word and index > known.get("from", index):
        yield from value(index, word, word.index("=") + 1)
    elif known.get("account") and (match := ACCOUNT.match(word)) and not names.stands_for_another(match["secret"]):
        yield index, *match.span("secret")
    else:
        yield from _glued(known, index, word)


def _announces(known: dict[str, Any], words: Sequence[str], index: int) -> bool:
    """Whether a word that is no option makes the next one a secret: a known one, a secret's name, PowerShell's `NAME = X`."""
    word = words[index]
    if word in known.get("next", ()):
        return True
    if word == "=":
        return _names_one({"alone": True}, words[index - 1].lstrip("$"))
    return bool(known.get("named")) and not words[index + 1].startswith("-") and _names_one(known, word)


def _beside_user(known: dict[str, Any], words: Sequence[str], index: int) -> Iterator[Found]:
    """`-u NAME -p X`, and the other way round: with a user beside it, `-p` is a password, whatever the program."""
    if words[index] not in PASSWORDS or words[index] in known.get("asks", ()) or index + 1 >= len(words):
        return
    beside = (words[index - 2] if index > 1 else "", words[index + 2] if index + 2 < len(words) else "")
    user = not USERS.isdisjoint(beside)
    if user and not words[index + 1].startswith(("-", "/", "./")) and not PORTS.fullmatch(words[index + 1]):
        yield from value(index + 1, words[index + 1])


def _formed(words: Sequence[str], at: int) -> Iterator[Found]:
    """`printf 'DB_PASSWORD=%s' X`, `printf -v PW '%s' X`."""
    variable = words[at + 1] if words[at : at + 1] == ["-v"] and at + 1 < len(words) else None
    at += 2 if variable else 0
    for number, match in enumerate(FORMED.finditer(words[at]) if at < len(words) else ()):
        if at + 1 + number < len(words) and names.kind(match["name"] or variable or "") == "secret":
            yield from value(at + 1 + number, words[at + 1 + number])


def interpreter(words: Sequence[str]) -> str | None:
    """The program among these words that reads commands of its own language."""
    return next((base for word in words if table().get(base := os.path.basename(word), {}).get("input")), None)


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


def _names_one(known: dict[str, Any], word: str) -> bool:
    if word.startswith("-") or "=" in word or len(word) > text.LONGEST:
        return False
    whole = word.rpartition(":")[2]
    name = whole.rpartition("/")[2]
    if names.components(name)[:1] and names.components(name)[0] in VERBS:
        return False
    many = len(names.components(whole)) > 1 or name.upper() not in names.words("secret")
    return names.kind(name) == "secret" and (many or bool(known.get("alone")))


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
    elif cluster in known.get("user", ()) and word not in known.get("next", ()):
        yield from _user(known, index + 1, following or "", 0)
    elif word in known.get("literals", ()) and "=" in (following or ""):
        yield from value(index + 1, following or "", (following or "").index("=") + 1)
    elif word not in known.get("asks", ()):
        if (
            word in HEADERS
            and (match := text.HEADER.fullmatch(following or ""))
            and names.secret(match["name"], match["value"])
        ):
            yield index + 1, *match.span("value")
        glued = [*_glued(known, index, word)]
        yield from glued
        if not glued and following is not None and _takes(known, word, following):
            yield from value(index + 1, following, _prefix(known, following))


def _glued(known: dict[str, Any], index: int, word: str) -> Iterator[Found]:
    """`-pX`, `--option=X`, `-uuser:X`."""
    head, equals, rest = word.partition("=")
    for one in known.get("glued", ()):
        if word.startswith(one) and len(word) > len(one):
            yield from value(index, word, len(one) + word.startswith("=", len(one)))
            return
    if head in known.get("literals", ()) and "=" in rest:
        yield from value(index, word, len(head) + 1 + rest.index("=") + 1)
    if equals and head in (*known.get("next", ()), *known.get("equals", ())):
        yield from value(index, word, len(head) + 1)
    elif equals and any(word.startswith(one) for one in known.get("equals", ()) if len(one) == len("-b")):
        yield from value(index, word, len("-b"))
    yield from _glued_user(known, index, word)


def _glued_user(known: dict[str, Any], index: int, word: str) -> Iterator[Found]:
    head, equals, _ = word.partition("=")
    for one in known.get("user", ()):
        bundled = SWITCHES.match(word) if len(one) == len("-u") else None
        if (equals and head == one) or (bundled and word.startswith(one[1], bundled.end())):
            yield from _user(known, index, word, len(one))


def _prefix(known: dict[str, Any], word: str) -> int:
    return max((len(one) for one in known.get("prefixed", ()) if word.startswith(one)), default=0)


def _takes(known: dict[str, Any], word: str, following: str) -> bool:
    """Whether an option takes the next word as a secret: by its row, or by its name."""
    if following in known.get("not-next", ()):
        return False
    if word in known.get("next", ()) or (word in known.get("equals", ()) and "=" in following):
        return True
    if _prefix(known, following):
        return True
    match = OPTION.match(word)
    if match is None or following.startswith("-") or names.kind(match["name"]) != "secret":
        return False
    if names.secret(match["name"], following) is None and not names.stands_for_another(following):
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
    here = [word.partition(".")[0] in known["last"] for word in words]
    own = [index for index, word in enumerate(words) if not word.startswith("-")]
    if len(own) > 1 and own[-1] == len(words) - 1 and OPTION.match(words[-2]) and not here[own[-2]]:
        own.pop()  # the value of an option that stands behind
    last = own[-1] if own else 0
    if any(here[at + 1 : last]) and not here[last] and "=" not in words[last].rstrip("="):
        yield from value(last, words[last])


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
