"""Slips and habits: lines docker accepts that seldom do what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockersh.explaining.secrets import shown_value
from dockersh.finding import Finding, finding
from dockersh.foresight.named import CREATES, network
from dockersh.foresight.plan import Request
from dockersh.reading.values.images import Reference
from dockersh.startup.lazy_regex import pattern

# What is meant for docker, whatever program is in the image: options that no program of a container has a use for.
OURS = pattern(
    r"(?:-[dit]*(?:it|ti|d[it]+|[it]+d)[dit]*"
    r"|--(?:rm|detach|interactive|tty|privileged|restart|name|network|publish|volume|mount|env|env-file|link|cap-add)(?:=\S*)?"
    r"|-p[ =]?[\d.:-]+(?:/\w+)?|-v[ =]?[\w./~-]+:/\S*|-e[ =]?[A-Z_]+=\S*)(?: .*)?",
    re.DOTALL,
)

# What says of a variable that it is an image: its name, a tag, a registry.
IMAGE = pattern(r"(?i)ima?ge?|name|repo|tag|[^{]:|/")

# Commands that take an image or a container, and that nobody would call an image.
COMMANDS = frozenset(("push", "pull", "build", "exec", "start", "stop", "rm", "rmi", "images", "logs", "tag", "run", "create"))

# The address of a database, a cache or a queue that is another program: a web address may well be the browser's.
SERVICE = pattern(
    r"^[^=]*=(?:(?:jdbc:)?(?:postgres(?:ql)?|mysql|mariadb|mongodb|redis|rediss|amqps?|kafka|nats|sqlserver|mssql)(?:\+\w+)?:)"
    r"//(?:[^@/]*@)?(?:localhost|127\.0\.0\.1)(?:[:/?]|$)"
    r"|^(?:[A-Z]+_)*(?:DB|DATABASE|POSTGRES|PG|MYSQL|MARIADB|MONGO|MONGODB|REDIS|RABBITMQ|AMQP|KAFKA|ELASTICSEARCH)_?HOST"
    r"=(?:localhost|127\.0\.0\.1)(?::\d+)?$"
)


def flags_after_image(request: Request) -> Iterator[Finding]:
    """Options end at the image: what follows belongs to the container, whatever it looks like."""
    invocation = request.invocation
    words = invocation.words()
    if (
        invocation.name not in CREATES | {"container exec"}
        or not words
        or invocation.uncertain
        or invocation.value("entrypoint")
    ):
        return
    first, second = words[0], words[1].text if len(words) > 1 else ""
    if any(not part.literal and not IMAGE.search(part.text) for part in invocation.arguments("IMAGE")):
        return  # `"$OPTION" --rm app`: it may well be an option
    if first.literal and OURS.fullmatch(f"{first.text} {second}".strip()):
        code = "flags-after-container" if request.invocation.name == "container exec" else "flags-after-image"
        yield finding(code, "warning", first.span, word=first.text)


def image_without_tag(request: Request) -> Iterator[Finding]:
    """No tag means `:latest`, which names a different image every few weeks. OWASP 9."""
    for part in request.invocation.arguments("IMAGE") if request.invocation.name in CREATES else ():
        image = part.decoded
        if isinstance(image, Reference) and image.tag == "latest" and not re.fullmatch(r"[0-9a-f]{4,64}", part.text):
            yield finding("image-without-tag", "tip", part.span, image=image.familiar.removesuffix(":latest"))


def one_letter_volume(request: Request) -> Iterator[Finding]:
    """`-v x:/x` is read as a Windows drive: an anonymous volume at `x:/x`, in silence. With a mode it is refused."""
    for part in request.invocation.flags("volume"):
        if part.literal and re.fullmatch(r"[A-Za-z]:/[^:]*", part.text):
            yield finding("one-letter-volume", "danger", part.span, letter=part.text[0])


def secret_on_the_line(request: Request) -> Iterator[Finding]:
    """A secret in an environment variable stands in `docker inspect`, in `ps`, in the shell's history. OWASP 12."""
    for flag in ("env", "build-arg"):
        for part in request.invocation.flags(flag):
            name = part.text.partition("=")[0]
            if part.literal and shown_value(request.invocation, part) != part.value:
                yield finding(_seen(request, flag), "warning", part.span, name=name)


def _seen(request: Request, flag: str) -> str:
    """Who sees it: what `exec` sets is of one program, and `docker inspect` shows the container's own."""
    if flag == "build-arg":
        return "secret-in-build-arg"
    return "secret-for-exec" if request.invocation.name.endswith(" exec") else "secret-on-the-line"


def localhost_in_env(request: Request) -> Iterator[Finding]:
    """A database at localhost: in the container that is the container itself. docker docs, networking."""
    if request.invocation.name not in CREATES or network(request.invocation) == "host":
        return
    for part in request.invocation.flags("env"):
        if part.literal and SERVICE.search(part.text):
            yield finding("localhost-in-env", "warning", part.span, name=part.text.partition("=")[0])


def older_spelling(request: Request) -> Iterator[Finding]:
    """A spelling docker hides or deprecates, where it has a newer one."""
    for part in request.invocation.parts:
        if part.flag is not None and part.flag.replaced_by:
            yield finding("older-spelling", "tip", part.span, flag=f"--{part.flag.name}", newer=f"--{part.flag.replaced_by}")


def command_as_image(request: Request) -> Iterator[Finding]:
    """`docker images ls` filters for an image called ls, and shows none."""
    for part in request.invocation.arguments()[:1] if request.invocation.name == "image ls" else ():
        if part.literal and part.value in ("ls", "list", "ps", "all"):
            yield finding("command-as-image", "warning", part.span, word=part.value)


def two_commands(request: Request) -> Iterator[Finding]:
    """`docker run push me/app`: an image called push is run, with me/app as its command."""
    words = request.invocation.words()
    for part in request.invocation.arguments("IMAGE") if request.invocation.name in CREATES and words else ():
        if part.literal and part.value in COMMANDS and words[0].literal and not words[0].text.startswith("-"):
            yield finding("two-commands", "warning", part.span, word=part.value, rest=words[0].text)


RULES = (
    command_as_image,
    two_commands,
    flags_after_image,
    localhost_in_env,
    image_without_tag,
    one_letter_volume,
    secret_on_the_line,
    older_spelling,
)
