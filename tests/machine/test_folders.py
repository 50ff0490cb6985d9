"""Where our files are, in any environment; how they are written; and whose cache counts."""

from __future__ import annotations

import os
import pwd
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dockersh.client import settings
from dockersh.machine import folders
from dockersh.startup import toml_cache

HOME = pwd.getpwuid(os.getuid()).pw_dir
PLACES = [
    ({"HOME": "/h"}, "/h/.config/dockersh"),
    ({"HOME": "/h", "XDG_CONFIG_HOME": "/x"}, "/x/dockersh"),
    ({"HOME": "/h", "XDG_CONFIG_HOME": "x"}, "/h/.config/dockersh"),
    ({"HOME": "/h", "XDG_CONFIG_HOME": "./x"}, "/h/.config/dockersh"),
    ({"HOME": "/h", "XDG_CONFIG_HOME": "~/x"}, "/h/.config/dockersh"),
    ({"HOME": "/h", "XDG_CONFIG_HOME": ""}, "/h/.config/dockersh"),
    ({}, f"{HOME}/.config/dockersh"),
    ({"HOME": ""}, f"{HOME}/.config/dockersh"),
    ({"HOME": "."}, f"{HOME}/.config/dockersh"),
    ({"HOME": "h"}, f"{HOME}/.config/dockersh"),
]


@pytest.mark.parametrize(("env", "path"), PLACES)
def test_a_place_is_absolute(env: dict[str, str], path: str) -> None:
    """Never below the folder somebody stands in."""
    assert folders.place("config", env=env) == path


def test_where_others_keep_theirs() -> None:
    """Without our own folder at the end."""
    assert [folders.base("data", {"HOME": "/h", **more}) for more in ({}, {"XDG_DATA_HOME": "/d"})] == ["/h/.local/share", "/d"]


def test_without_any_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a name, as in containers."""

    def nobody(_number: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert {folders.place(kind, env={}) for kind in folders.KINDS} == {None}
    folders.keep(None, b"x")
    assert folders.cached(None, 10) is None
    assert not folders.writable(None)


def test_dockers_own_settings_are_not_those_of_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor are its plugins, where there is no HOME."""
    monkeypatch.chdir(tmp_path)
    assert [settings.folder({"HOME": home}) for home in ("", ".", "/h")] == [f"{HOME}/.docker"] * 2 + ["/h/.docker"]


WAYS = [
    ["-n", "-c", "docker rnu x"],
    ["--json", "-c", "docker zap"],
    ["--complete", "bash", "docker compose up ", "18"],
    ["-c", "help ports"],
    ["-n", "-c", "evil"],
]


@pytest.mark.parametrize("home", [None, "", "."])
def test_a_checkout_supplies_nothing(tmp_path: Path, home: str | None) -> None:
    """A folder with settings, a cache and a state of its own, whose owner has no HOME: neither read nor written to."""
    for name in (".config", ".cache", ".local/state"):
        (tmp_path / name / "dockersh").mkdir(parents=True)
    (tmp_path / ".config/dockersh/config.toml").write_text('lang = "ko"\n[alias]\nevil = "docker ps"\n', encoding="utf-8")
    (tmp_path / "compose.yaml").write_text("services:\n  web: {}\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    env = {name: value for name, value in os.environ.items() if name != "HOME" and not name.startswith("XDG_")}
    env |= {"XDG_CONFIG_HOME": ".config", "XDG_CACHE_HOME": ".cache", "XDG_STATE_HOME": ".local/state"}
    env |= {"PYTHONDONTWRITEBYTECODE": "1", **({} if home is None else {"HOME": home})}
    for words in WAYS:
        subprocess.run([sys.executable, "-m", "dockersh", *words], cwd=tmp_path, env=env, capture_output=True, check=False)
    assert sorted(tmp_path.rglob("*")) == before


def mode(path: Path) -> int:
    """The permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o002, 0o022, 0o077])
def test_what_is_new_is_private(tmp_path: Path, umask: int) -> None:
    """Whatever the umask: 0600, and 0700 for every folder that had to be made."""
    before = os.umask(umask)
    try:
        folders.write(str(tmp_path / "a" / "b" / "file"), b"x")
    finally:
        os.umask(before)
    assert [mode(tmp_path / name) for name in ("a", "a/b", "a/b/file")] == [0o700, 0o700, 0o600]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Settings kept among other dotfiles: the file behind the link is replaced, with the mode it had."""
    (tmp_path / "dotfiles").mkdir()
    target = tmp_path / "dotfiles" / "dockersh.toml"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link = tmp_path / "config.toml"
    link.symlink_to("dotfiles/dockersh.toml")
    folders.write(str(link), b"new")
    assert (link.is_symlink(), target.read_bytes(), mode(target)) == (True, b"new", 0o640)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["config.toml", "dockersh.toml", "dotfiles"]


def limited_to(most: int) -> None:
    """No file of this process may become larger: what a full disk is to it."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


FULL = """
import sys
from dockersh.machine import folders
from dockersh.ways_in import config
from dockersh.ways_in.seen import Seen
try: config.save({"lang": "en"}, sys.argv[1])
except config.UnsavedError as error: print("unsaved:", error)
folders.keep(sys.argv[2], b"x" * 5000)
seen = Seen(sys.argv[3]); seen.fresh["x" * 5000] = 1; seen.save()
"""


def test_a_full_disk_costs_nothing(tmp_path: Path) -> None:
    """The old files are as they were, nothing lies beside them, and what was not saved is said."""
    settings, counts = tmp_path / "config.toml", tmp_path / "seen.json"
    settings.write_text("# mine\n" * 1000, encoding="utf-8")
    counts.write_text('{"container run": 2}', encoding="utf-8")
    kept = tmp_path / "dockersh" / "kept"
    argv = [sys.executable, "-c", FULL, str(settings), str(kept), str(counts)]
    done = subprocess.run(argv, preexec_fn=lambda: limited_to(4096), capture_output=True, text=True, check=True)
    assert done.stdout.startswith("unsaved: ")
    assert settings.read_text(encoding="utf-8") == "# mine\n" * 1000
    assert counts.read_text(encoding="utf-8") == '{"container run": 2}'
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"config.toml", "seen.json", "seen.json.lock"}


def test_a_rename_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """A folder in the file's place."""
    (tmp_path / "file").mkdir()
    with pytest.raises(OSError, match="directory"):
        folders.write(str(tmp_path / "file"), b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache with one table in it that says something else than its file."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(folders, "_safe", {})
    source = tmp_path / "words.toml"
    source.write_text('a = "true"\n', encoding="utf-8")
    told = source.stat()
    other = tmp_path / "other.toml"
    other.write_text('a = "lies"\n', encoding="utf-8")
    os.utime(other, ns=(told.st_atime_ns, told.st_mtime_ns))
    toml_cache.load(str(other))
    (kept,) = (tmp_path / "cache").rglob("%*other.toml")
    kept.rename(kept.with_name(kept.name.replace("other.toml", "words.toml")))
    folders._safe.clear()
    return kept.with_name(kept.name.replace("other.toml", "words.toml"))


def told(tmp_path: Path) -> str:
    """What the table says."""
    found: str = toml_cache.load(str(tmp_path / "words.toml"))["a"]
    return found


def test_a_cache_of_our_own_counts(tmp_path: Path, cache: Path) -> None:
    """So the next tests look at something."""
    assert cache.is_file()
    assert told(tmp_path) == "lies"


@pytest.mark.parametrize("bits", [0o666, 0o620, 0o602])
def test_a_file_that_others_can_write_does_not_count(tmp_path: Path, cache: Path, bits: int) -> None:
    """Its text is parsed again, and kept closed."""
    cache.chmod(bits)
    assert told(tmp_path) == "true"
    assert mode(cache) == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("level", [0, 1, 2])
def test_a_cache_of_somebody_else_does_not_count(tmp_path: Path, cache: Path, level: int) -> None:
    """The file, its folder, and our folder above it."""
    os.chown((cache, *cache.parents)[level], 12345, 12345)
    assert told(tmp_path) == "true"


def test_an_open_folder_is_closed(tmp_path: Path, cache: Path) -> None:
    """Of an older dockersh under umask 0: ours, and open to everybody."""
    cache.parent.chmod(0o777)
    told(tmp_path)
    assert mode(cache.parent) == 0o700


CORRUPT = [
    lambda data: data[:-1],
    lambda data: data[: len(data) // 2],
    lambda data: data[:9] + b"\xff" + data[10:],
    bytes.upper,
]


@pytest.mark.parametrize("damage", CORRUPT)
def test_a_damaged_table_is_parsed_again(tmp_path: Path, cache: Path, damage: object) -> None:
    """Cut off, or one byte turned: `marshal` never sees it."""
    cache.write_bytes(damage(cache.read_bytes()))  # type: ignore[operator]
    assert told(tmp_path) == "true"


def test_a_huge_kept_file_is_not_read(tmp_path: Path, cache: Path) -> None:
    """Nor one that is no file."""
    with cache.open("wb") as file:
        file.truncate(1 << 30)
    assert told(tmp_path) == "true"
    cache.unlink()
    os.mkfifo(cache)
    assert told(tmp_path) == "true"
