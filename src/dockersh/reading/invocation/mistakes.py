"""What is wrong with a word that docker does not know: which finding says it, and what was probably meant."""

from __future__ import annotations

from collections.abc import Sequence

from dockersh.finding import Finding, finding
from dockersh.reading import catalogue
from dockersh.reading.catalogue import Command, Flag
from dockersh.reading.invocation.usage import belongs_to_run, has_flag
from dockersh.reading.nearest import nearest
from dockersh.reading.syntax import Span, Word

HELPS = frozenset(("--help", "-h"))


def unknown_command(group: Command, word: Word) -> Finding:
    """A word that names no command of its group."""
    typed = f"{group.name} {word.text}".strip()
    if elsewhere := _elsewhere(group, word.text):
        return finding("unknown-command-elsewhere", "error", word.span, command=typed, near=f"docker {elsewhere}")
    children = catalogue.own_children(group.name)
    near = nearest(word.text, children)
    if near is None or "-" not in near:  # `join-toker` is no `join -toker`
        near = _two_in_one(word.text, children) or near
    code = "unknown-command-near" if near else "unknown-command"
    return finding(code, "error", word.span, word=word.text, command=typed, near=near or "")


def _elsewhere(group: Command, word: str) -> str | None:
    """A command that docker has under another name, or in another place: `docker up`, `docker container images`."""
    if group.name == catalogue.ROOT:
        return catalogue.words("meant").get(word)
    return word if not group.name.startswith(("compose", "buildx")) and catalogue.find(word) is not None else None


def _two_in_one(word: str, children: tuple[str, ...]) -> str | None:
    """Two words without the space between them: `rm-f`, `containerrun`."""
    for child in children:
        rest = word[len(child) :]
        if not word.startswith(child) or not rest:
            continue
        if (rest.startswith("-") and len(rest) > 1) or rest in catalogue.children(child):
            return f"{child} {rest}"
    return None


def meant_command(group: Command, found: Finding) -> str | None:
    """The command that a slip of the fingers probably meant: the words behind it are read as its own."""
    return f"{group.name} {found.args['near']}".strip() if found.code == "unknown-command-near" else None


def meant_flag(command: Command, found: Finding) -> Flag | None:
    """The option that an unknown one was probably meant to be: of another name, or of the group in front."""
    if found.code == "flag-belongs-in-front":
        owner = catalogue.find(str(found.args["front"]).removeprefix("docker").strip() or catalogue.ROOT)
        name = str(found.args["flag"])
        return (owner.flags.get(name[2:]) or owner.shorts.get(name[1:])) if owner else None
    near = str(found.args.get("near", ""))
    return command.flags.get(near[2:]) if near.startswith("--") else command.shorts.get(near[1:])


def no_command(command: Command, where: Span) -> Finding:
    """A command that docker no longer has, or that a plugin would have to bring."""
    if command.gone is None:
        return finding("plugin-missing", "error", where, word=command.name)
    return finding("gone-command", "error", where, word=command.name, since=command.gone, newer=command.replaced_by or "")


def only_prints(words: tuple[Word, ...], *, at_root: bool) -> bool:
    """Whether docker prints its help or version for the *words* behind a command it does not have, and is content.

    It reads them as its own options then; asked of docker 28.2.2. Only docker itself has a version to print.
    """
    asked = HELPS | ({"--version", "-v"} if at_root else set())
    options = {word.text for word in words if word.text.startswith("-")}
    return bool(options) and options <= asked and all(word.literal for word in words)


def printed_instead(found: Finding) -> Finding:
    """The same mistake where docker prints something, and does not fail."""
    return Finding("prints-its-own", "warning", found.span, {"word": found.args.get("word", "")})


def gone_short(command: Command, letter: str) -> Flag | None:
    """The option that the letter meant once."""
    return next((flag for flag in command.gone_flags.values() if flag.short == letter), None)


def gone_flag(flag: Flag, spelled: str, where: Span) -> Finding:
    """An option that the command (as *spelled*) had in an older docker."""
    code = "gone-flag-newer" if flag.replaced_by else "gone-flag"
    args = {"flag": f"--{flag.name}", "command": spelled, "since": flag.gone or "", "newer": f"--{flag.replaced_by}"}
    return finding(code, "error", where, **args)


def unknown_flag(command: Command, spelled: str, word: Word, shown: str) -> Finding:
    """A long option, *shown* without its value, that the command (as *spelled*) does not have."""
    if misplaced := _misplaced(command, spelled, word, shown):
        return misplaced
    letter = shown[2:] in command.shorts  # one dash too many: --d
    near = shown[1:] if letter else nearest(shown, tuple(f"--{name}" for name in command.flags))
    code = "unknown-flag-near" if near else "unknown-flag"
    return finding(code, "error", word.span, flag=shown, command=spelled, near=near or "")


def one_dash(command: Command, word: Word) -> tuple[Finding, ...]:
    """`-env`: a long option with one dash, which is read as `-e nv` and no mistake to docker."""
    name = word.text[1:].partition("=")[0]
    letters = [command.shorts.get(letter) for letter in name]
    last = next((at for at, flag in enumerate(letters) if flag is None or flag.takes_value), None)
    if len(name) < 3 or name not in command.flags or (last is not None and letters[last] is None):
        return ()
    return (finding("one-dash", "warning", word.span, word=f"-{name}", near=f"--{name}"),)


def unknown_letter(command: Command, spelled: str, word: Word, letter: str) -> Finding:
    """A letter, alone or in a cluster, that the command does not have: perhaps a long option with one dash."""
    other = letter.swapcase()
    if other in command.shorts and letter not in command.shorts and len(word.text) == 2 and command.name != catalogue.ROOT:
        return finding("unknown-letter-near", "error", word.span, letter=letter, command=spelled, near=f"-{other}")
    if misplaced := _misplaced(command, spelled, word, f"-{letter}"):
        return misplaced
    if letter == "-" and (two := _glued(word.text, command)):
        return finding("options-without-space", "error", word.span, word=word.text, near=two)
    if command.name == catalogue.ROOT and belongs_to_run(word.text):
        return finding("option-of-run", "error", word.span, word=word.text)
    long = nearest(f"-{word.text}", tuple(f"--{name}" for name in command.flags)) if len(word.text) > 2 else None
    code = "unknown-shorthand-near" if long else "unknown-shorthand"
    return finding(code, "error", word.span, letter=letter, word=word.text, command=spelled, near=long or "")


def was_the_engine(command: Command, word: Word, behind: Sequence[Word]) -> bool:
    """`docker -d --icc=false`: docker 1's engine, with options of its own; behind `docker run`'s `-d` stand others."""
    run = catalogue.find("container run")
    if command.name != catalogue.ROOT or word.text != "-d" or run is None or not behind:
        return False
    name = behind[0].text.partition("=")[0]
    known = name[2:] in run.flags if name.startswith("--") else name[1:2] in run.shorts
    return name.startswith("-") and not known


def _glued(word: str, command: Command) -> str | None:
    """`-it--rm`: a cluster and a long option without the space between them."""
    letters, dashes, name = word.partition("--")
    fits = dashes and name.partition("=")[0] in command.flags
    return f"{letters} --{name}" if fits else None


def _misplaced(command: Command, spelled: str, word: Word, name: str) -> Finding | None:
    """A flag that belongs in front of the command: docker's own, or compose's."""
    groups = ("compose", catalogue.ROOT) if command.name.startswith("compose ") else (catalogue.ROOT,)
    owners = [group for group in groups if has_flag(group, name)] if command.name else []
    if not owners:
        return None
    front = f"docker {owners[0]}".strip()
    return finding("flag-belongs-in-front", "error", word.span, flag=name, command=spelled, front=front)
