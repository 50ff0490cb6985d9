"""dockersh's own options: one table, for the command line, for `--help` and for the completions."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NamedTuple, NoReturn

from dockersh import texts
from dockersh.texts import LANGUAGES


class Option(NamedTuple):
    """One option. *values* are the words it takes; *metavar* stands for a free value; a switch has neither."""

    long: str
    short: str | None = None
    values: tuple[str, ...] = ()
    metavar: str | None = None


OPTIONS = (
    Option("command", "c", metavar="LINE"),
    Option("explain-only", "n"),
    Option("json"),
    Option("lang", values=LANGUAGES),
    Option("detail", values=("full", "brief", "auto", "off")),
    Option("quiet", "q"),
    Option("color", values=("auto", "always", "never")),
    Option("no-engine"),
    Option("explain-script", metavar="FILE"),
    Option("format", values=("text", "json", "markdown", "github")),
    Option("fail-on", values=("error", "danger", "warning", "tip", "never")),
    Option("completion", values=("bash", "zsh", "fish")),
    Option("version", "V"),
    Option("help", "h"),
)


class UsageError(Exception):
    """The command line is not one of ours; the message is for the person."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Our options, up to the first other word; the rest is in `words`. Raises UsageError."""
    parser = _Parser(prog="dockersh", add_help=False, allow_abbrev=False, usage="")
    for option in OPTIONS:
        names = [f"-{option.short}"] if option.short else []
        names.append(f"--{option.long}")
        if option.values or option.metavar:
            parser.add_argument(*names, choices=option.values or None, dest=option.long.replace("-", "_"))
        else:
            parser.add_argument(*names, action="store_true", dest=option.long.replace("-", "_"))
    parser.add_argument("words", nargs=argparse.REMAINDER)
    return parser.parse_args(list(argv))


def usage(lang: str, columns: int = 80) -> str:
    """The help page: what dockersh is, the ways in, the options."""
    from dockersh.render.cells import pad, wrap  # noqa: PLC0415  only --help needs it

    lines = [texts.raw(lang, "options", "about") or "", ""]
    for option in OPTIONS:
        head = f"  {f'-{option.short}, ' if option.short else '    '}{spelled(option)}"
        text = texts.raw(lang, "options", "options", option.long) or ""
        first, *rest = wrap(text, max(20, columns - 30))
        lines.append(pad(head, 30) + first if len(head) < 29 else f"{head}\n{' ' * 30}{first}")
        lines += (" " * 30 + line for line in rest)
    return "\n".join([*lines, "", texts.raw(lang, "options", "more") or ""]) + "\n"


def spelled(option: Option) -> str:
    """`--lang en|ko`, `--command LINE`, `--json`."""
    value = "|".join(option.values) or option.metavar
    return f"--{option.long} {value}" if value else f"--{option.long}"
