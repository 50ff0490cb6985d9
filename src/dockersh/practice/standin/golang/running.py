"""Carries a template out on a value."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Mapping

from dockersh.practice.standin.golang.functions import FUNCTIONS, LABELS, OF_HEADERS, Row, printed, title_of_label, true
from dockersh.practice.standin.golang.lexer import TemplateError
from dockersh.practice.standin.golang.syntax import Action, Block, Leave, Operand, Pipe, Text
from dockersh.startup.toml_cache import load
from dockersh.startup.typed import Any

__all__ = ["Template", "TemplateError"]

SHOWN = 20  # characters of a piece in an error


@functools.cache
def zero() -> dict[str, str]:
    """How Go prints a field of a name where it holds nothing: it knows that some are lists, and some tables."""
    held = load(os.path.join(os.path.dirname(__file__), "zero.toml"))
    return {name: shown for shown, names in held.items() for name in names}


class _Left(Exception):
    """`break` or `continue`; *before* is what was printed until then."""

    before = ""


class Template:
    """One that was parsed."""

    def __init__(self, nodes: tuple[Any, ...], text: str) -> None:
        self.nodes, self.text = nodes, text

    def on(self, value: Any, *, lenient: bool = False) -> str:
        """What it makes of a value; *lenient*: what a table has not is `<no value>`. Raises TemplateError."""
        return _Run(self.text, value, FUNCTIONS, lenient=lenient).nodes(self.nodes, value)

    def of_titles(self, titles: Mapping[str, str]) -> str:
        """The header of a table: each field is its title."""
        return _Run(self.text, titles, {**FUNCTIONS, **OF_HEADERS}, lenient=True).nodes(self.nodes, titles)


class _Run:
    def __init__(self, text: str, value: Any, functions: Mapping[str, Callable[..., Any]], *, lenient: bool = False) -> None:
        self.text, self.functions, self.lenient = text, functions, lenient
        self.variables: dict[str, Any] = {"$": value}

    def nodes(self, nodes: Iterable[Any], dot: Any) -> str:
        found = ""
        for node in nodes:
            try:
                found += self.node(node, dot)
            except _Left as left:
                left.before = found + left.before
                raise
        return found

    def node(self, node: Any, dot: Any) -> str:
        if isinstance(node, Text):
            return node.text
        if isinstance(node, Action):
            value = self.pipe(node.pipe, dot)
            return "" if node.pipe.names else self.shown(node.pipe, value)
        if isinstance(node, Leave):
            raise _Left(node.kind)
        assert isinstance(node, Block)
        return self.block(node, dot)

    def shown(self, pipe: Pipe, value: Any) -> str:
        """A value as it is printed; of what Go's types know to be a list or a table, nothing is an empty one."""
        fields = pipe.commands[0][0].fields if len(pipe.commands) == 1 else ()
        return zero().get(fields[-1], printed(value)) if value is None and fields else printed(value)

    def block(self, node: Block, dot: Any) -> str:
        kept = dict(self.variables)
        value = self.pipe(node.pipe, dot, sets=node.kind != "range")
        try:
            if node.kind == "range":
                return self.every(node, value, dot)
            if not true(value):
                return self.nodes(node.other, dot)
            return self.nodes(node.body, value if node.kind == "with" else dot)
        finally:
            self.variables = {name: self.variables.get(name, kept[name]) for name in kept}

    def every(self, node: Block, value: Any, dot: Any) -> str:
        if isinstance(value, int):
            value = list(range(value))
        pairs = sorted(value.items()) if isinstance(value, dict) else list(enumerate(value or ()))
        found = ""
        for key, one in pairs:
            names = node.pipe.names
            self.variables |= dict(zip(names, (key, one) if len(names) == 2 else (one,), strict=False))
            try:
                found += self.nodes(node.body, one)
            except _Left as left:
                found += left.before
                if str(left) == "break":
                    break
        return found if pairs else self.nodes(node.other, dot)

    def pipe(self, pipe: Pipe, dot: Any, *, sets: bool = True) -> Any:
        value: Any = None
        for number, command in enumerate(pipe.commands):
            value = self.command(command, dot, [value] if number else [])
        if pipe.names and sets:
            self.variables[pipe.names[-1]] = value
        return value

    def command(self, command: tuple[Operand, ...], dot: Any, behind: list[Any]) -> Any:
        first, *rest = command
        if first.kind == "function":
            return self.taken(self.call(first, rest, dot, behind), first.fields, first)
        given = [*(self.operand(one, dot) for one in rest), *behind]
        if given:
            return self.method(first, dot, given)
        return self.operand(first, dot)

    def method(self, first: Operand, dot: Any, given: list[Any]) -> Any:
        """`.Label "tier"`: a field that takes words."""
        if first.kind == "dot" and first.fields == ("Label",):
            return dot.fields[LABELS](dot).get(given[0], "") if isinstance(dot, Row) else title_of_label(given[0])
        name = first.fields[-1] if first.fields else self.text[first.start : first.end]
        raise self.wrong(first, f"{name} has arguments but cannot be invoked as function")

    def call(self, first: Operand, rest: list[Operand], dot: Any, behind: list[Any]) -> Any:
        if first.value in ("and", "or"):
            value: Any = None
            for one in rest:
                value = self.operand(one, dot)
                if true(value) == (first.value == "or"):
                    return value
            return behind[0] if behind else value
        given = [*(self.operand(one, dot) for one in rest), *behind]
        try:
            return self.functions[first.value](*given)
        except (TypeError, ValueError, IndexError, KeyError, AttributeError) as problem:
            end = max(one.end for one in (first, *rest))
            raise self.wrong(first._replace(end=end), f"error calling {first.value}: {problem}") from problem

    def operand(self, operand: Operand, dot: Any) -> Any:
        if operand.kind == "function":
            return self.call(operand, [], dot, [])
        if operand.kind == "pipe":
            value = self.pipe(operand.value, dot)
        elif operand.kind == "variable":
            if operand.value not in self.variables:
                raise self.wrong(operand, f"undefined variable: {operand.value}")
            value = self.variables[operand.value]
        else:
            value = operand.value if operand.kind == "literal" else dot
        return self.taken(value, operand.fields, operand)

    def taken(self, value: Any, fields: Iterable[str], operand: Operand) -> Any:
        before = ""
        for name in fields:
            missing = zero().get(before) == "map[]" and isinstance(value, Mapping) and name not in value
            value = None if missing else self.field(value, name, operand)
            before = name
        return value

    def field(self, value: Any, name: str, operand: Operand) -> Any:
        if isinstance(value, Row):
            if name not in value.fields:
                raise self.wrong(operand, f"can't evaluate field {name} in type {value.kind}")
            return value.fields[name](value)
        if isinstance(value, Mapping):
            if name not in value and not self.lenient:
                raise self.wrong(operand, f'map has no entry for key "{name}"')
            return value.get(name)
        if value is None:
            raise self.wrong(operand, f"nil pointer evaluating interface {{}}.{name}")
        kind = "string" if isinstance(self.variables["$"], Row) else "interface {}"
        raise self.wrong(operand, f"can't evaluate field {name} in type {kind}")

    def wrong(self, operand: Operand, what: str) -> TemplateError:
        before = self.text[: operand.at]
        line, column = before.count("\n") + 1, operand.at - (before.rfind("\n") + 1)
        text = self.text[operand.start : operand.end]
        shown = text if len(text) <= SHOWN else text[:SHOWN] + "..."
        return TemplateError(f'template: :{line}:{column}: executing "" at <{shown}>: {what}')
