"""dockersh's own options: one table, for the command line, for `--help` and for the completions."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

from dockersh import texts
from dockersh.finding import Say, say
from dockersh.startup.typed import NamedTuple
from dockersh.texts import LANGUAGES


class Option(NamedTuple):
    """One option. *values* are the words it takes; *metavar* stands for a free value; a switch has neither.

    *many*: it may be given several times, and all values count; *words*: what the words behind a switch then are.
    """

    long: str
    short: str | None = None
    values: tuple[str, ...] = ()
    metavar: str | None = None
    many: bool = False
    words: str | None = None


OPTIONS = (
    Option("command", "c", metavar="LINE"),
    Option("explain-only", "n"),
    Option("json"),
    Option("lang", values=LANGUAGES),
    Option("detail", values=("full", "brief", "auto", "failures", "off")),
    Option("quiet", "q"),
    Option("color", values=("auto", "always", "never")),
    Option("step"),
    Option("confirm", values=("never", "loss", "always")),
    Option("no-engine"),
    Option("private"),
    Option("practice"),
    Option("reset"),
    Option("shell-option", "o", metavar="NAME", many=True),
    Option("replay", metavar="FILE"),
    Option("explain-script", words="FILE…"),
    Option("simulate"),
    Option("from-engine"),
    Option("format", values=("text", "json", "markdown", "github", "sarif", "gitlab", "compiler")),
    Option("for", values=("everyone", "readers", "ci")),
    Option("also", values=("inline", "code"), many=True),
    Option("ignore", metavar="CODE", many=True),
    Option("exclude", metavar="PATTERN", many=True),
    Option("diff"),
    Option("fix"),
    Option("to", values=("compose", "run")),
    Option("fail-on", values=("error", "danger", "warning", "tip", "never")),
    Option("install-plugin"),
    Option("hook"),
    Option("uninstall-plugin"),
    Option("completion", values=("bash", "zsh", "fish")),
    Option("version", "V"),
    Option("help", "h"),
)


# Switches of sh that make, CI and whoever starts a login shell put in front of -c; they are handed on.
SHELL_SWITCHES = "euxl"
LOGIN = "--login"
# What a shell takes, and we are anyway: interactive where there is a terminal, reading standard input where nothing is named.
TAKEN = {"i": "interactive", "s": "from_input"}


class UsageError(Exception):
    """The command line is not one of ours; *what* says why."""

    def __init__(self, what: Say) -> None:
        super().__init__(what.key)
        self.what = what


class Chosen(SimpleNamespace):
    """Each option under its name, `_` for `-`: its value or None, a list of *many*, a switch True or False.

    `words` is what stands behind them, `switches` the shell's own (`-e`); with `from_input` the words are a script's arguments.
    """


def parse(argv: Sequence[str]) -> Chosen:
    """Our options, up to the first other word; behind `--explain-script` words and options may mix. Raises UsageError.

    By hand: argparse costs as much of the start-up as all of our own parsing, and speaks English only.
    """
    chosen = Chosen(
        words=[],
        switches=[],
        **dict.fromkeys(TAKEN.values(), False),
        **{_attribute(option): _nothing(option) for option in OPTIONS},
    )
    rest = list(argv)
    while rest:
        word = rest.pop(0)
        if word == "--":
            break
        if word == "-" or not word.startswith("-"):
            chosen.words.append(word)
            if not chosen.explain_script:
                break
        elif word == LOGIN:
            chosen.switches.append("-l")
        elif word.startswith("--"):
            _long(chosen, word, rest)
        else:
            _shorts(chosen, word, rest)
    chosen.words += rest
    _check(chosen)
    return chosen


def _check(chosen: Chosen) -> None:
    """Raises UsageError for what goes together with nothing."""
    if (chosen.simulate or chosen.from_engine) and not chosen.explain_script:
        raise UsageError(say("options.simulate-without-script"))
    if chosen.explain_script and not chosen.words:
        raise UsageError(say("options.option-needs-value", option="--explain-script"))


def _nothing(option: Option) -> list[str] | bool | None:
    """What stands for an option that was not given."""
    if option.many:
        return []
    return None if takes_value(option) else False


def _attribute(option: Option) -> str:
    return option.long.replace("-", "_")


def takes_value(option: Option) -> bool:
    """Whether a word belongs to it."""
    return bool(option.values or option.metavar)


def _long(chosen: Chosen, word: str, rest: list[str]) -> None:
    name, equals, value = word.partition("=")
    option = next((option for option in OPTIONS if f"--{option.long}" == name), None)
    if option is None:
        raise UsageError(say("options.unknown-option", option=name))
    if equals and option.words:
        chosen.words.append(value)
    elif equals and not takes_value(option):
        raise UsageError(say("options.option-is-a-switch", option=name))
    _put(chosen, option, name, [value] if equals else rest)


def _shorts(chosen: Chosen, word: str, rest: list[str]) -> None:
    """`-n`, `-nc LINE`, `-cLINE`."""
    for index, letter in enumerate(word[1:], 1):
        if letter in SHELL_SWITCHES:
            chosen.switches.append(f"-{letter}")
            continue
        if letter in TAKEN:
            setattr(chosen, TAKEN[letter], True)
            continue
        option = next((option for option in OPTIONS if option.short == letter), None)
        if option is None:
            raise UsageError(say("options.unknown-option", option=f"-{letter}"))
        if takes_value(option):
            _put(chosen, option, f"-{letter}", [word[index + 1 :]] if word[index + 1 :] else rest)
            return
        _put(chosen, option, f"-{letter}", rest)


def _put(chosen: Chosen, option: Option, spelled_as: str, values: list[str]) -> None:
    """The value is taken off the front of *values*."""
    if not takes_value(option):
        setattr(chosen, _attribute(option), True)
        return
    if not values:
        raise UsageError(say("options.option-needs-value", option=spelled_as))
    value = values.pop(0)
    if option.values and value not in option.values:
        raise UsageError(say("options.option-value", option=spelled_as, value=value, values=", ".join(option.values)))
    if option.many:
        getattr(chosen, _attribute(option)).append(value)
    else:
        setattr(chosen, _attribute(option), value)


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
    """`--detail full|brief|auto|failures|off`, `--command LINE`, `--json`."""
    value = "|".join(_advertised(option)) or option.metavar or option.words
    return f"--{option.long} {value}" if value else f"--{option.long}"


def _advertised(option: Option) -> tuple[str, ...]:
    """The values that help and manual name: a language counts once it has every text."""
    return texts.complete() if option.values is LANGUAGES else option.values
