"""What this machine's shell does with a line before docker sees it, where the container's shell was meant to.

Source: POSIX Shell Command Language, 2.2 Quoting, 2.6 Word Expansions; docker docs, docker container exec.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockersh.engine import State
from dockersh.engine.programs.files import WITHOUT_BASH
from dockersh.finding import Finding, finding
from dockersh.foresight import inside, named
from dockersh.foresight.named import CREATES
from dockersh.foresight.plan import Request
from dockersh.foresight.refusals.engine.programs import is_command, unquoted
from dockersh.reading.invocation import Invocation, Part
from dockersh.reading.syntax import Span
from dockersh.reading.values.mounts import Mount
from dockersh.startup.lazy_regex import pattern

VARIABLE = pattern(r"(?<!\\)\$\{?([A-Za-z_]\w*)")
SINGLE = pattern(r"'[^']*'")
# Set within a script, by a command of its own, from something else than the variable of that name.
SETS = (
    r"(?:^|[;&|]|\bdo|\bthen)\s*(?:export\s+)?{name}=(?![^\s;&|]*\$\{{?{name}\b)[^\s;&|]*\s*(?:[;&]|$)"
    r"|\bfor\s+{name}\s+in\b|\bread\s+(?:-r\s+)?{name}\b"
)
GLOB = pattern(r"(?<!\\)[*?]")
WRITES = pattern(r"\s*>>?\s*(/(?!dev/)\S+)")
FIRST = pattern(r"\s*(?:&&|\|\||;)\s*([\w.-]+)")
# Assignments right in front of docker, or of what runs it (`sudo`, `env`); how far they are looked for, in characters.
NEAR = 500
ONE = r"[A-Za-z_]\w*=(?:\"[^\"]*\"|'[^']*'|[^\s;&|\"'])*[ \t]+"
SET = pattern(r"([A-Za-z_]\w*)=(?:\"[^\"]*\"|'[^']*'|[^\s;&|\"'])*[ \t]+")
IN_FRONT = pattern(rf"(?:^|[;&|\n(])\s*(?:env[ \t]+)?((?:{ONE})+)((?:[\w./-]+[ \t]+)*)$")
BASHES = frozenset(("bash", "/bin/bash", "/usr/bin/bash"))
REPEATED = frozenset(
    ("apt", "apt-get", "apk", "yum", "dnf", "pip", "pip3", "npm", "python", "python3", "php", "composer", "bundle", "rails")
)


def told(request: Request) -> bool:
    """Whether the line tells a container what to run."""
    return request.invocation.name in inside.EXECS | inside.RUNS and bool(request.invocation.words())


def lost_input(request: Request, _state: State) -> Iterator[Finding]:
    """`docker exec db mysql < dump.sql`: without -i the input ends at docker, with status 0 and nothing done."""
    invocation = request.invocation
    source = invocation.call.input
    if not source or invocation.name not in ("container run", "container exec") or invocation.on("detach"):
        return
    attached = any(part.text.lower() == "stdin" for part in invocation.flags("attach"))
    if not invocation.on("interactive") and not attached and not invocation.uncertain:
        where = invocation.command_span or invocation.call.span
        line = f"{request.text[: where.end]} -i{request.text[where.end :]}".split("\n", 1)[0]
        yield finding("input-is-lost", "warning", where, command=f"{invocation.call.program} {invocation.typed}", line=line)


def shell_builtin(request: Request, state: State) -> Iterator[Finding]:
    """`docker exec web cd /tmp`: few images have such a program, and there it changes nothing that stays."""
    first = inside.program(request) if told(request) else None
    taken = inside.entrypoint(request, state)
    known = inside.words("some") if taken is not None else inside.words("asked")
    if first and first.literal and first.text in known and not taken:
        line = inside.in_a_shell(request, inside.typed(request) + inside.behind(request))
        yield finding("shell-builtin-perhaps", "warning", first.span, word=first.text, line=line)


def whole_command(request: Request, state: State) -> Iterator[Finding]:
    """`docker run app "npm test"` where nobody knows the image's entrypoint: one word, blanks and all."""
    first = inside.program(request) if told(request) else None
    compose = request.invocation.name == "compose exec"
    unsure = compose or (inside.entrypoint(request, state) is None and first and _is_usual(first.text))
    if first and is_command(first) and unsure:
        yield finding("whole-command-perhaps", "warning", first.span, word=first.text, line=unquoted(request, first))


def _is_usual(text: str) -> bool:
    return next(iter(text.split()), "") in inside.words("usual")


def no_bash(request: Request, state: State) -> Iterator[Finding]:
    """`docker exec -it web bash` in a container of alpine or busybox, which have sh alone."""
    first = inside.program(request) if told(request) else None
    if first is None or not first.literal or first.text not in BASHES or (inside.entrypoint(request, state) or ()):
        return
    held = state.containers.get(named.only_container(request)) if request.invocation.name == "container exec" else None
    image = held.image if held else named.image(request) or ""
    if WITHOUT_BASH.fullmatch(image):
        line = f"{inside.front(request)}sh{inside.typed(request)[len(first.text) :]}"
        yield finding("image-without-bash", "warning", first.span, image=image, word=first.text, line=line)


def globs(request: Request, _state: State) -> Iterator[Finding]:
    """`docker exec web ls /var/log/*.gz`: this machine's shell looks for them, on this machine."""
    for part in request.invocation.words() if told(request) else ():
        if not part.literal and GLOB.search(_bare(part.text)) and _is_inside(request.invocation, part.text):
            line = inside.in_a_shell(request, inside.typed(request))
            yield finding("glob-of-this-machine", "warning", part.span, word=part.text, line=line)
            return


def _bare(text: str) -> str:
    """A word without what stands in quotes or is asked of another program."""
    return re.sub(r"'[^']*'|\"[^\"]*\"|\$\([^)]*\)|`[^`]*`|\$\{[^}]*\}|\$\?", "", text)


def _is_inside(invocation: Invocation, text: str) -> bool:
    """Whether a pattern is about the container's files: an absolute one, where no mount has the same path on both sides."""
    if text.startswith("-") or "://" in text:
        return False
    mounts = [one for name in ("volume", "mount") for one in invocation.decoded(name) if isinstance(one, Mount)]
    undecided = any(not part.literal for name in ("volume", "mount") for part in invocation.flags(name))
    if text.startswith("/"):
        return not undecided and not any(one.source and text.startswith(one.source) for one in mounts)
    return invocation.name in inside.EXECS and not invocation.flags("workdir")


def variables(request: Request, _state: State) -> Iterator[Finding]:
    """`docker run -e NAME=bob alpine echo $NAME`: this machine's shell fills it in, with what it has of that name."""
    if not told(request):
        return
    filled = frozenset(word.span.end for word in request.invocation.call.words if word.filled)
    words = request.invocation.words()
    for at, part in enumerate(words):
        typed = request.text[slice(*part.span)]
        left_alone = part.literal and part.span.end not in filled
        names = [] if left_alone else _names(typed)
        if meant := next((name for name in names if _is_containers(request, words, at, name)), None):
            line = inside.in_a_shell(request, inside.typed(request)) if not typed.startswith('"') else _single(request, part)
            yield finding("variable-of-this-machine", "warning", part.span, word=f"${meant}", line=line)
            return


def _names(typed: str) -> list[str]:
    """The variables that a shell fills in: in double quotes single ones are letters."""
    return VARIABLE.findall(typed if typed.startswith('"') else SINGLE.sub("", typed))


def _single(request: Request, part: Part) -> str:
    """The line with a word's double quotes made single ones; with a shell to read it where none does."""
    words = request.invocation.words()
    typed = request.text[slice(*part.span)]
    if _is_script(words, words.index(part)):
        inner = typed.strip('"').replace('\\"', '"').replace("\\$", "$")
        return request.text[request.invocation.call.span.start : part.span.start] + f"'{inner}'"
    return inside.in_a_shell(request, inside.typed(request))


def _is_script(words: tuple[Part, ...], at: int) -> bool:
    return at > 0 and words[at - 1].text.startswith("-") and words[at - 1].text.endswith("c")


def _is_containers(request: Request, words: tuple[Part, ...], at: int, name: str) -> bool:
    """Whether the container's variable of that name was meant: set for it on the line, in the script itself, or its own."""
    invocation = request.invocation
    if name in dict(invocation.call.earlier):
        return False
    given = [one for one in invocation.flags("env") if one.text.partition("=")[0].strip("'\"") == name and "=" in one.text]
    if given:
        return all(one.literal and not _is_filled(invocation, one) for one in given)
    script = _is_script(words, at)
    if script and re.search(SETS.format(name=name), words[at].text.strip('"')):
        return True
    plain = words[0].text in inside.words("plain") or script
    return plain and name in inside.words("own") and not any(invocation.flags(flag) for flag in ("volume", "mount"))


def _is_filled(invocation: Invocation, part: Part) -> bool:
    """Whether the shell fills in a part's value."""
    word = invocation.call.ending(part.span.end)
    return bool(word and word.filled)


def set_too_late(request: Request, _state: State) -> Iterator[Finding]:
    """`TAG=2 docker build -t app:$TAG .`: the shell fills in the words before it sets what stands in front of them."""
    call = request.invocation.call
    begin = max(0, call.span.start - NEAR)
    front = IN_FRONT.search(request.text[begin : call.span.start])
    names = {one[1] for one in SET.finditer(front[1])} if front else set()
    earlier = [name for name, _ in call.earlier]
    for word in call.words[1:] if names else ():
        typed = request.text[slice(*word.span)]
        used = [] if word.literal and not word.filled else VARIABLE.findall(SINGLE.sub("", typed))
        if late := next((name for name in used if name in names and earlier.count(name) < 2), None):
            line = f"{front[1].rstrip()}; {front[2]}{request.text[slice(*call.span)]}" if front else ""
            yield finding("variable-set-too-late", "warning", word.span, word=f"${late}", line=line)
            return


def named_pwd(request: Request, _state: State) -> Iterator[Finding]:
    """`-v 'pwd':/app`, `-v pwd:/app`: a volume of that name, where `$(pwd)` was meant."""
    for part in request.invocation.flags("volume"):
        if isinstance(part.decoded, Mount) and (part.decoded.source or "").lower() == "pwd":
            rest = part.text.partition(":")[2]
            yield finding("volume-called-pwd", "warning", part.span, word=part.text, fixed=f'-v "$(pwd)":{rest}')


def nobody_fills_in(request: Request, _state: State) -> Iterator[Finding]:
    """`docker exec web echo '$PATH'`: in single quotes this shell leaves it alone, and no other one reads it."""
    words = request.invocation.words() if told(request) else ()
    if not words or words[0].text not in inside.words("plain"):
        return
    for part in words[1:]:
        typed = request.text[slice(*part.span)]
        if part.literal and (found := VARIABLE.search(part.text)) and typed != part.text and found[1].isupper():
            script = inside.typed(request).replace("'", '"').replace("\\$", "$")
            yield finding("nobody-fills-in", "warning", part.span, word=found[0], line=inside.in_a_shell(request, script))
            return


def writes_here(request: Request, _state: State) -> Iterator[Finding]:
    """`docker exec web echo hi > /etc/motd`: the file is this machine's."""
    words = request.invocation.words() if told(request) else ()
    end = request.invocation.call.span.end
    found = WRITES.match(request.text, end) if words and words[0].text in ("echo", "printf") else None
    if found:
        line = inside.in_a_shell(request, inside.typed(request) + found[0])
        yield finding("file-of-this-machine", "warning", Span(end, found.end()), file=found[1], line=line)


def goes_on_here(request: Request, _state: State) -> Iterator[Finding]:
    """`docker exec web apt-get update && apt-get install -y vim`: the second is this machine's."""
    words = request.invocation.words() if told(request) else ()
    first = words[0].text if words else ""
    found = FIRST.match(request.text, request.invocation.call.span.end) if first in REPEATED else None
    if found and found[1] == first:
        line = inside.in_a_shell(request, inside.typed(request) + inside.behind(request))
        yield finding("goes-on-on-this-machine", "warning", Span(*found.span(1)), word=found[1], line=line)


def words_for_entrypoint(request: Request, state: State) -> Iterator[Finding]:
    """Words behind an image whose ENTRYPOINT takes them as its arguments, or has no use for them."""
    first = (
        inside.program(request) if request.invocation.name in CREATES and not request.invocation.flags("entrypoint") else None
    )
    taken = inside.entrypoint(request, state) or ()
    if first is None or not first.literal or not taken:
        return
    args = {"word": first.text, "entrypoint": " ".join(taken), "line": _own_entrypoint(request, first)}
    if inside.drops_words(taken):
        yield finding("entrypoint-drops-words", "warning", first.span, **args)
    elif not inside.passes_on(taken) and _is_program(first.text, taken):
        yield finding("entrypoint-takes-words", "warning", first.span, **args)


def _is_program(word: str, taken: tuple[str, ...]) -> bool:
    return word in inside.words("shells") | inside.words("looks") or word == taken[0].rpartition("/")[2]


def _own_entrypoint(request: Request, first: Part) -> str:
    image = request.invocation.arguments("IMAGE")[0]
    start = request.invocation.call.span.start
    head, rest = request.text[start : image.span.start], request.text[first.span.end : request.invocation.words()[-1].span.end]
    return f"{head}--entrypoint {first.text} {image.text}{rest}"


RULES = (
    lost_input,
    shell_builtin,
    whole_command,
    no_bash,
    globs,
    variables,
    set_too_late,
    named_pwd,
    nobody_fills_in,
    writes_here,
    goes_on_here,
    words_for_entrypoint,
)
