"""The settings file: typed keys, a broken file survived, comments kept when something is saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockersh.ways_in import config


def written(tmp_path: Path, text: str) -> str:
    """The path of a settings file with this text."""
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    """The defaults, and nothing to complain about; nothing is written."""
    found = config.load(str(tmp_path / "none.toml"))
    assert (found.values, found.problems, list(tmp_path.iterdir())) == (config.defaults(), (), [])


def test_values_and_aliases_are_read(tmp_path: Path) -> None:
    """Words, truth, aliases."""
    found = config.load(written(tmp_path, 'lang = "ko"\nimplicit = true\n[alias]\ndps = "docker ps -a"\n'))
    assert (found.values["lang"], found.values["implicit"], found.text("implicit")) == ("ko", True, "true")
    assert (dict(found.aliases), found.problems) == ({"dps": "docker ps -a"}, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('lang = "xx"', "bad-value"),
        ("lang = 3", "bad-value"),
        ('implicit = "perhaps"', "bad-value"),
        ('theme = "nosuch"', "bad-value"),
        ("theme = true", "bad-value"),
        ('langg = "ko"', "unknown-key"),
        ("lang = ", "broken"),
        ("\udcff", "broken"),
    ],
)
def test_what_is_wrong_is_said_and_the_defaults_go_on(tmp_path: Path, text: str, code: str) -> None:
    """A bad value, an unknown key, a file that is no TOML."""
    file = tmp_path / "config.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    found = config.load(str(file))
    assert ([problem.code for problem in found.problems], found.values) == ([code], config.defaults())


def test_a_broken_file_is_named_with_line_and_column(tmp_path: Path) -> None:
    """The person can go there."""
    assert "line 2, column 8" in config.load(written(tmp_path, 'lang = "ko"\ntheme =\n')).problems[0].args["reason"]


def test_a_theme_is_one_of_pygments_styles() -> None:
    """A wrong one is answered with their names."""
    assert [config.parse_value("theme", name) for name in ("default", "monokai", "nosuch")] == ["default", "monokai", None]
    assert {"default", "monokai", "vim"} <= set(config.words("theme").split(", "))


def test_saving_keeps_comments(tmp_path: Path) -> None:
    """Only the key changes."""
    file = written(tmp_path, '# mine\nlang = "ko"  # at home\n\n[alias]\nx = "docker ps"\n')
    config.save({"lang": "en", "implicit": True}, file)
    text = Path(file).read_text(encoding="utf-8")
    assert ("# mine" in text, 'lang = "en" # at home' in text.replace("  #", " #")) == (True, True)
    assert config.load(file).values["implicit"] is True
    assert dict(config.load(file).aliases) == {"x": "docker ps"}


def test_aliases_are_saved_and_taken_out(tmp_path: Path) -> None:
    """Any text survives."""
    file = str(tmp_path / "deep" / "config.toml")
    text = 'docker ps --format "{{.ID}}\\t하나"'
    config.save_alias("dps", text, file)
    assert config.load(file).aliases == {"dps": text}
    config.save_alias("dps", None, file)
    assert config.load(file).aliases == {}


def test_a_broken_file_is_never_overwritten(tmp_path: Path) -> None:
    """What the person wrote stays theirs."""
    file = written(tmp_path, "lang = ")
    with pytest.raises(config.UnsavedError):
        config.save({"lang": "en"}, file)
    assert Path(file).read_text(encoding="utf-8") == "lang = "


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a = " + "[" * 50_000, "too-deep"),
        ("a = " + "{a=" * 50_000, "too-deep"),
        ("a." * 20_000 + "a = 1", None),
        ("#" * 300_000, "too-large"),
        ("lang = 0x" + "f" * 9_000, "bad-value"),
        ("lang = 1e999", "bad-value"),
        ("lang = 'k\\u0000o'", "bad-value"),
        ("a = 1\x0c", "broken"),
        ("a = '\x00'", "broken"),
        ("alias = 3", "unknown-key"),
        ("alias = {a = 3, b = 'docker ps'}", ""),
        ("history-size = -1", "bad-value"),
        ("history-size = 1_000_001", "bad-value"),
        ("history-size = true", "bad-value"),
        ("history-size = '٣'", "bad-value"),
        ("history-size = '" + "9" * 9_000 + "'", "bad-value"),
    ],
)
def test_a_hostile_file_costs_one_line(tmp_path: Path, text: str, code: str | None) -> None:
    """Nested without end, without size, of numbers that Python does not write: the defaults go on."""
    found = config.load(written(tmp_path, text))
    assert found.values == config.defaults()
    if code is not None:
        assert "".join(problem.code for problem in found.problems) == code


def test_a_number_is_a_setting(tmp_path: Path) -> None:
    """Written as one, read as one; a string of digits as well."""
    file = written(tmp_path, "history-size = 500\n")
    assert config.load(file).text("history-size") == "500"
    config.save({"history-size": "100"}, file)
    assert Path(file).read_text(encoding="utf-8") == "history-size = 100\n"
    assert config.load(written(tmp_path, 'history-size = "7"')).text("history-size") == "7"


def test_what_cannot_be_saved_is_said(tmp_path: Path) -> None:
    """No home folder, an alias table that is none, a file nested too deeply: never a traceback."""
    for file, name in (("", "x"), (written(tmp_path, "alias = 3"), "x")):
        with pytest.raises(config.UnsavedError):
            config.save_alias(name, "docker ps", file)
    with pytest.raises(config.UnsavedError):
        config.save({"lang": "ko"}, written(tmp_path, "a = " + "[" * 50_000))
