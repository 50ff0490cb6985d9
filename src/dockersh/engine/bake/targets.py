"""The targets that a bake builds: groups and heirs resolved, variables filled in, the line's --set on top.

Source: buildx bake/bake.go (ResolveGroup, ResolveTarget, Merge, newOverrides) and bake/hclparser; asked of buildx 0.29.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from dockersh.engine.bake.files import BakeFiles
from dockersh.engine.bake.hcl import UNREAD, Expression, Name, Template, Unread
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import Any, NamedTuple

DEFAULT = "default"
USED = pattern(r"\$\{[ \t]*([A-Za-z_][\w-]*)[ \t]*\}")
# What of a target we must have read to say anything of its build.
DECIDES = ("context", "dockerfile", "target", "args", "output", "contexts", "inherits", "no-cache", "pull")
JOINED = ("args", "contexts", "labels")  # merged name by name; of the rest the later holds
LONGEST = 4096  # characters of variables in one text: each may hold others twice
MOST = 16  # targets whose builds are looked at
ODD = ("matrix", "name", "dockerfile-inline")  # with one of these a target is more, or other, than its files


class Target(NamedTuple):
    """One build. *read* False: something of it only buildx can read, and only the name is known. *tags* None: not known."""

    name: str
    read: bool = True
    context: str = "."
    dockerfile: str = "Dockerfile"
    target: str = ""
    tags: tuple[str, ...] | None = ()
    args: tuple[tuple[str, str], ...] = ()
    platforms: tuple[str, ...] = ()
    output: tuple[str, ...] = ()
    contexts: tuple[tuple[str, str], ...] = ()
    no_cache: bool = False
    pull: bool = False


class Chosen(NamedTuple):
    """What is built, in an order in which nobody needs a later one; names that nothing has, and all that could be chosen."""

    targets: tuple[Target, ...] = ()
    missing: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class Asked(NamedTuple):
    """The line: names of targets and groups, variables that are set, and `--set`s as (pattern, key, value).

    A variable whose value only the shell knows is None.
    """

    names: tuple[str, ...]
    variables: Mapping[str, str | None]
    overrides: tuple[tuple[str, str, str], ...] = ()


def chosen(files: BakeFiles, asked: Asked) -> Chosen:
    """The targets of a line."""
    try:
        book = _Book(files, asked)
        for name in asked.names or (DEFAULT,):
            book.choose(name)
    except RecursionError:  # thousands that need each other
        return Chosen((Target("…", read=False),))
    return Chosen(tuple(book.found.values())[:MOST], tuple(book.missing), tuple(dict.fromkeys((*book.groups, *book.targets))))


class _Book:
    """The groups and targets of the files, their attributes with the variables filled in."""

    def __init__(self, files: BakeFiles, asked: Asked) -> None:
        self.scope = _Scope(files, asked.variables)
        self.overrides = asked.overrides
        self.groups: dict[str, list[Any]] = {}
        self.targets: dict[str, dict[str, Any]] = {}
        for block in files.blocks:
            if block.kind == "group" and block.labels:
                held = self.scope.value(block.attributes.get("targets", []))
                self.groups.setdefault(block.labels[0], []).extend(held if isinstance(held, list) else [UNREAD])
            elif block.kind == "target" and block.labels:
                read = {name: self.scope.value(value) for name, value in block.attributes.items()}
                self.targets[block.labels[0]] = _merged(self.targets.get(block.labels[0], {}), read)
        self.resolved: dict[str, dict[str, Any]] = {}
        self.found: dict[str, Target] = {}
        self.missing: dict[str, None] = {}
        self.seen: set[str] = set()

    def choose(self, name: Any) -> None:
        """A target, or those of a group, each once, behind those whose results it takes."""
        if not isinstance(name, str):
            self.found.setdefault("…", Target("…", read=False))
            return
        if name in self.seen:
            return
        self.seen.add(name)
        for one in self.groups.get(name, ()):
            self.choose(one)
        if name in self.targets:
            made = self.target(name)
            for _, value in made.contexts:
                if value.startswith("target:"):
                    self.choose(value.removeprefix("target:"))
            self.found[name] = made
        elif name not in self.groups:
            self.missing[name] = None

    def target(self, name: str) -> Target:
        """The target as its heirs, its own block and the line's --set have it."""
        held = self.inherited(name)
        for wanted, key, value in self.overrides:
            if fnmatchcase(name, wanted):
                held = _overridden(held, key, value)
        odd = any(key in held for key in ODD) or any(_is_unread(held.get(key)) for key in DECIDES)
        return Target(name, read=False) if odd else _target(name, held)

    def inherited(self, name: str) -> dict[str, Any]:
        """What a target has of others and of itself; each is resolved once, and one that needs itself not at all."""
        if name not in self.resolved:
            self.resolved[name] = {"inherits": UNREAD}
            own = self.targets.get(name, {"inherits": UNREAD})
            parents = own.get("inherits", [])
            held: dict[str, Any] = {}
            for parent in parents if isinstance(parents, list) else [UNREAD]:
                held = _merged(held, self.inherited(parent) if isinstance(parent, str) else {"inherits": UNREAD})
            self.resolved[name] = _merged(held, {**own, "inherits": held.get("inherits", [])})
        return self.resolved[name]


class _Scope:
    """The variables: of the environment where they are declared, else their defaults; attributes outside of blocks, too."""

    def __init__(self, files: BakeFiles, variables: Mapping[str, str | None]) -> None:
        declared = {block.labels[0]: block.attributes for block in files.blocks if block.kind == "variable" and block.labels}
        self.set = {name: UNREAD if value is None else value for name, value in variables.items() if name in declared}
        self.held = {**{name: _default(held) for name, held in declared.items()}, **files.attributes}
        self.known: dict[str, Any] = {}

    def value(self, expression: Expression) -> Any:
        """What an expression is; UNREAD where a part of a text is."""
        if isinstance(expression, Name):
            return self.variable(expression.name)
        if isinstance(expression, Template):
            return self.filled(expression.text)
        if isinstance(expression, list):
            return [self.value(one) for one in expression]
        if isinstance(expression, dict):
            return {name: self.value(one) for name, one in expression.items()}
        return expression

    def variable(self, name: str) -> Any:
        if name in self.set:
            return self.set[name]
        if name not in self.known:
            self.known[name] = UNREAD  # for those that need themselves
            found = self.value(self.held[name]) if name in self.held else UNREAD
            self.known[name] = UNREAD if _is_deep(found) else found
        return self.known[name]

    def filled(self, text: str) -> Any:
        """A text with its variables; one with more in it than their names, or with escapes, is beyond us."""
        values = [self.variable(match[1]) for match in USED.finditer(text)]
        rest = USED.sub("", text)
        if any(sign in rest for sign in ("${", "%{", "\\")) or any(not isinstance(value, str | int) for value in values):
            return UNREAD
        left = iter(values)
        return USED.sub(lambda _: _shown(next(left)), text) if sum(map(len, map(_shown, values))) < LONGEST else UNREAD


def _default(declared: Mapping[str, Expression]) -> Expression:
    """Of a variable that has none: nothing at all; where a type is declared, that one's nothing."""
    return declared.get("default", UNREAD if "type" in declared else "")


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_deep(value: Any) -> bool:
    """Whether a variable holds more than a text or a list of texts; what others are made of must not grow."""
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, list | dict) for one in value))


def _is_unread(value: Any) -> bool:
    if isinstance(value, list):
        return any(_is_unread(one) for one in value)
    if isinstance(value, dict):
        return any(_is_unread(one) for one in value.values())
    return isinstance(value, Unread)


def _merged(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Two descriptions of a target: the later one holds; arguments, labels and contexts are joined."""
    made = {**first, **{name: value for name, value in second.items() if value is not None}}
    for name in JOINED:
        both = (first.get(name), second.get(name))
        if all(isinstance(one, dict) for one in both):
            made[name] = {**first[name], **second[name]}
        elif any(_is_unread(one) for one in both):
            made[name] = UNREAD
    return made


def _overridden(held: dict[str, Any], key: str, value: str) -> dict[str, Any]:
    """With one `--set`: lists are begun by the first and go on with the next."""
    name, _, inner = key.partition(".")
    if name in ("args", "contexts", "labels") and inner:
        old = held.get(name)
        return {**held, name: {**(old if isinstance(old, dict) else {}), inner: value}}
    if name in ("tags", "platform", "output"):
        kept = "platforms" if name == "platform" else name
        begun = held.get(f"--set {kept}", [])
        return {**held, kept: [*begun, value], f"--set {kept}": [*begun, value]}
    if name in ("push", "load", "pull", "no-cache"):
        return {**held, f"--{name}" if name in ("push", "load") else name: value.lower() in ("1", "t", "true")}
    return {**held, name: value}


def _target(name: str, held: dict[str, Any]) -> Target:
    """The description that is left, as it is used."""
    tags = held.get("tags", [])
    outputs = [*map(_output, held.get("output") or []), *(f"type={kind}" for kind in _pushes(held))]
    return Target(
        name,
        not any(_is_unread(one) for one in outputs),
        str(held.get("context") or "."),
        str(held.get("dockerfile") or "Dockerfile"),
        str(held.get("target") or ""),
        None if _is_unread(tags) else tuple(map(str, tags)),
        tuple(_pairs(held.get("args"))),
        () if _is_unread(held.get("platforms")) else tuple(map(str, held.get("platforms") or [])),
        tuple(map(str, outputs)),
        tuple(_pairs(held.get("contexts"))),
        bool(held.get("no-cache")),
        bool(held.get("pull")),
    )


def _pushes(held: dict[str, Any]) -> Iterator[str]:
    """What `--set T.push=true` and `--set T.load=true` add."""
    yield from (kind for key, kind in (("--push", "registry"), ("--load", "docker")) if held.get(key))


def _output(value: Any) -> str:
    """`type=local,dest=out`, written as a text or as an object."""
    return ",".join(f"{name}={one}" for name, one in value.items()) if isinstance(value, dict) else str(value)


def _pairs(held: Any) -> Iterator[tuple[str, str]]:
    """Names and values; one of null is that of the environment, which is left to who knows it."""
    return ((name, _shown(value)) for name, value in (held or {}).items() if value is not None)
