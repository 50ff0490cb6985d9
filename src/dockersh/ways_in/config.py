"""The person's settings: one TOML file, every key typed, a broken file survived.

    $XDG_CONFIG_HOME/dockersh/config.toml     (~/.config/dockersh/config.toml)

Never written unless asked (`set --save`, `alias`); what is wrong in it is reported with its place, and the defaults go on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dockersh.machine import folders, limits, regular_files
from dockersh.startup.typed import Any, NamedTuple
from dockersh.texts import LANGUAGES

Value = str | bool


class Key(NamedTuple):
    """One setting: its default, and the words it takes; without, it is true or false. `*`: a style; or a number."""

    default: Value
    words: tuple[str, ...] = ()


STYLE = ("*",)
TEXT = ("TEXT",)  # words of the person's own
LONGEST_TEXT = 200
HIGHEST = 1_000_000
NUMBER = (f"0–{HIGHEST}",)
NAME = "config.toml"
LARGEST = 256 * 1024  # bytes of a settings file that are read
KEYS: Mapping[str, Key] = {
    "lang": Key("auto", ("auto", *LANGUAGES)),
    "detail": Key("auto", ("auto", "full", "brief", "failures", "off")),
    "confirm": Key("loss", ("never", "loss", "always")),
    "color": Key("auto", ("auto", "always", "never")),
    "editing": Key("emacs", ("emacs", "vi")),
    "multiline": Key(default=False),
    "prompt": Key("{folder} dockersh{status}> ", TEXT),
    "toolbar": Key(default=True),
    "live": Key(default=True),
    "complete-while-typing": Key(default=False),
    "suggest": Key(default=True),
    "implicit": Key(default=False),
    "expand": Key(default=True),
    "theme": Key("default", STYLE),
    "history-size": Key("20000", NUMBER),
    "private": Key(default=False),
}
WORDS_OF_TRUTH = {"on": True, "true": True, "yes": True, "off": False, "false": False, "no": False}


class Problem(NamedTuple):
    """What is wrong with the file: a key of `config.toml` texts and its arguments."""

    code: str
    args: dict[str, str]


class Config(NamedTuple):
    """The settings as they are, the aliases, and what was wrong with the file."""

    values: Mapping[str, Value]
    aliases: Mapping[str, str] = {}
    problems: tuple[Problem, ...] = ()

    def text(self, key: str) -> str:
        """The value as the file and `set` write it."""
        value = self.values[key]
        return value if isinstance(value, str) else str(value).lower()


def defaults() -> dict[str, Value]:
    """Every key with its default."""
    return {name: key.default for name, key in KEYS.items()}


def path(env: Mapping[str, str] | None = None) -> str:
    """Where the file is; '' where there is no home folder to keep it in."""
    return folders.place("config", NAME, env=env) or ""


def load(file: str | None = None) -> Config:
    """Read the file; one that is not there is no problem."""
    file = path() if file is None else file
    if not file:
        return Config(defaults())
    try:
        data = regular_files.read(file, limits.OWN_FILE)
    except FileNotFoundError:
        return Config(defaults())
    except OSError as error:
        return Config(defaults(), {}, (Problem("unreadable", {"file": file, "reason": error.strerror or ""}),))
    if len(data) > LARGEST:
        return Config(defaults(), {}, (Problem("too-large", {"file": file}),))
    return _parse(data, file)


def _parse(data: bytes, file: str) -> Config:
    import tomllib  # noqa: PLC0415  most people have no such file

    try:
        table = tomllib.loads(data.decode())
    except ValueError as error:  # TOMLDecodeError names line and column; bytes that are not UTF-8
        return Config(defaults(), {}, (Problem("broken", {"file": file, "reason": str(error)}),))
    except (RecursionError, MemoryError):
        return Config(defaults(), {}, (Problem("too-deep", {"file": file}),))
    values, problems = defaults(), []
    for name, found in table.items():
        if name == "alias" and isinstance(found, dict):
            continue
        value = _checked(name, found)
        if value is None:
            code = "bad-value" if name in KEYS else "unknown-key"
            problems.append(Problem(code, {"file": file, "key": name, "value": _shown(found), "words": words(name)}))
        else:
            values[name] = value
    aliases = table.get("alias", {})
    kept = {str(name): text for name, text in aliases.items() if isinstance(text, str)} if isinstance(aliases, dict) else {}
    return Config(values, kept, tuple(problems))


def _shown(found: Any) -> str:
    try:
        return str(found)
    except (ValueError, RecursionError):  # a number with more digits than Python writes
        return "…"


def _checked(name: str, found: Any) -> Value | None:
    key = KEYS.get(name)
    if key is None:
        return None
    if key.words == NUMBER and isinstance(found, int) and not isinstance(found, bool):
        return parse_value(name, _shown(found))
    if not isinstance(found, (str, bool)):
        return None
    return parse_value(name, found) if isinstance(found, str) or not key.words else None


def parse_value(name: str, found: Value) -> Value | None:
    """A value as typed, in the key's type; None where the key does not take it."""
    key = KEYS[name]
    if found == key.default:
        return found
    if not key.words:
        return found if isinstance(found, bool) else WORDS_OF_TRUTH.get(found.lower())
    known = CHECKS.get(key.words, key.words.__contains__)
    return found if isinstance(found, str) and known(found) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len(str(HIGHEST)) and int(text) <= HIGHEST


def _is_style(name: str) -> bool:
    """Whether Pygments, or a plugin of it, has a style of this name."""
    from pygments.styles import get_style_by_name  # noqa: PLC0415  only for a theme other than ours
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        get_style_by_name(name)
    except ClassNotFound:
        return False
    return True


def _is_text(text: str) -> bool:
    """One line that a terminal can show."""
    return len(text) <= LONGEST_TEXT and text.isprintable()


CHECKS: Mapping[tuple[str, ...], Callable[[str], bool]] = {STYLE: _is_style, NUMBER: _is_number, TEXT: _is_text}


def words(name: str) -> str:
    """What a key takes, for people: `auto, emacs, vi`."""
    key = KEYS.get(name)
    if key is None:
        return ""
    return ", ".join(_styles() if key.words == STYLE else key.words or ("true", "false"))


def _styles() -> list[str]:
    from pygments.styles import get_all_styles  # noqa: PLC0415  only for a complaint

    return ["default", *sorted({*get_all_styles()} - {"default"})]


class UnsavedError(Exception):
    """The file could not be changed; the message says why."""


def save(changes: Mapping[str, Value], file: str | None = None) -> None:
    """Write some keys, keeping everything else as it stands, comments included. Raises UnsavedError."""
    _edit(path() if file is None else file, changes)


def save_alias(name: str, text: str | None, file: str | None = None) -> None:
    """Write one alias, or with None take it out. Raises UnsavedError."""
    _edit(path() if file is None else file, {name: text}, table="alias")


def _edit(file: str, changes: Mapping[str, Value | None], table: str | None = None) -> None:
    """Change keys of the top level or of one table; the file is written whole or not at all."""
    import tomlkit  # noqa: PLC0415  keeps comments and order; only for saving
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    try:
        if not file:
            raise folders.nowhere()
        document = tomlkit.parse(_text(file))
        place: Any = document if table is None else document.setdefault(table, tomlkit.table())
        for name, value in changes.items():
            if value is None:
                place.pop(name, None)
            else:
                place[name] = int(str(value)) if table is None and KEYS[name].words == NUMBER else value
        folders.write(file, tomlkit.dumps(document).encode())
    except (OSError, TOMLKitError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UnsavedError(str(getattr(error, "strerror", None) or error)) from error


def _text(file: str) -> str:
    try:
        return regular_files.read(file, limits.OWN_FILE).decode()
    except FileNotFoundError:
        return ""
