import re
import zoneinfo
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.config import (
    NAMES,
    TELEGRAM,
    Access,
    Settings,
    SettingsError,
    read_settings,
    unknown_settings,
    writable,
)
from bot.texts import cli as texts
from bot.transports.telegram.calls import Patience
from bot.transports.telegram.lanes import Slots
from bot.transports.telegram.runner import make_bot

SECRET = "AbCdEfGhIjKlMnOpQrStUv"
TOKEN = f"123456789:{SECRET}"
SHANGHAI = zoneinfo.ZoneInfo("Asia/Shanghai")


def test_nothing_set() -> None:
    assert read_settings({}) == Settings(
        data_dir=Path("data"),
        knowledge_dir=None,
        token=None,
        api_url="https://api.telegram.org",
        proxy=None,
        database=Path("data/zuzhang.db"),
        timezone=SHANGHAI,
        admins=frozenset(),
        access=Access.INVITE,
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", ["", " ", "\n"], ids=["empty", "blank", "line end"])
def test_an_empty_value_is_not_set(name: str, value: str) -> None:
    assert read_settings({name: value}) == read_settings({})


@pytest.mark.parametrize(
    ("name", "value", "changes"),
    [
        ("BOT_TOKEN", TOKEN, {"token": TOKEN}),
        ("BOT_TOKEN", f" {TOKEN}\n", {"token": TOKEN}),
        ("BOT_TOKEN", "123:" + "_-" * 10, {"token": "123:" + "_-" * 10}),
        ("BOT_API_URL", "http://127.0.0.1:8081", {"api_url": "http://127.0.0.1:8081"}),
        ("BOT_API_URL", "https://example.org/", {"api_url": "https://example.org"}),
        ("BOT_API_URL", "https://example.org/tg//", {"api_url": "https://example.org/tg"}),
        ("BOT_API_URL", "http://[::1]:8081", {"api_url": "http://[::1]:8081"}),
        ("BOT_PROXY", "http://127.0.0.1:3128", {"proxy": "http://127.0.0.1:3128"}),
        ("BOT_PROXY", "https://example.org", {"proxy": "https://example.org"}),
        ("BOT_PROXY", "socks5://u:p@[::1]:1080", {"proxy": "socks5://u:p@[::1]:1080"}),
        ("BOT_PROXY", "socks5h://example.org:1", {"proxy": "socks5h://example.org:1"}),
        ("BOT_DATA_DIR", "/a/b", {"data_dir": Path("/a/b"), "database": Path("/a/b/zuzhang.db")}),
        ("BOT_DATABASE_URL", "postgresql://u:p@h/d", {"database": "postgresql://u:p@h/d"}),
        ("BOT_KNOWLEDGE_DIR", ".", {"knowledge_dir": Path()}),
        ("BOT_TIMEZONE", "UTC", {"timezone": zoneinfo.ZoneInfo("UTC")}),
        ("BOT_ADMINS", "1234567", {"admins": frozenset({1234567})}),
        ("BOT_ADMINS", "1, 2，3、4;5；6 7\t7", {"admins": frozenset(range(1, 8))}),
        ("BOT_ADMINS", "9" * 16, {"admins": frozenset({9999999999999999})}),
        ("BOT_ACCESS", "invite", {"access": Access.INVITE}),
        ("BOT_ACCESS", "Open", {"access": Access.OPEN}),
    ],
)
def test_what_is_right(name: str, value: str, changes: dict[str, Any]) -> None:
    assert read_settings({name: value}) == replace(read_settings({}), **changes)


def test_a_database_elsewhere_does_not_move_with_the_data_folder() -> None:
    settings = read_settings({"BOT_DATA_DIR": "/a", "BOT_DATABASE_URL": "sqlite:////b/c.db"})
    assert (settings.data_dir, settings.database) == (Path("/a"), "sqlite:////b/c.db")


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        pytest.param(
            "BOT_TOKEN",
            [
                SECRET,
                f"bot{TOKEN}",
                f"12:{SECRET}",
                "123456789:short",
                f"{TOKEN}!",
                f"{TOKEN} {TOKEN}",
                f"123456789：{SECRET}",
                f"１２３４:{SECRET}",
                f'"{TOKEN}"',
            ],
            texts.MALFORMED_TOKEN,
        ),
        pytest.param(
            "BOT_API_URL",
            [
                SECRET,
                f"api.telegram.org/{SECRET}",
                f"ftp://{SECRET}",
                f"https:///{SECRET}",
                f"http://{SECRET}:port",
                f"http://{SECRET}:0",
                f"http://{SECRET}:99999",
                f"http://[{SECRET}",
            ],
            texts.BAD_API_URL,
        ),
        pytest.param(
            "BOT_PROXY",
            [
                f"u:{SECRET}@example.org:80",
                f"socks4://u:{SECRET}@example.org:80",
                f"ftp://{SECRET}",
                f"http://u:{SECRET}@",
                f"http://u:{SECRET}/@example.org:80",
                f"http://u:{SECRET}@example.org:0",
                f"http://u:{SECRET}@example.org:99999",
                f"http://u:{SECRET}@[::1",
            ],
            texts.BAD_PROXY,
        ),
        pytest.param("BOT_ADMINS", ["me", "@me", "1,", ",1", "0", "-5", "1.5", "１２", "9" * 17],
                     texts.BAD_ADMINS),
        pytest.param("BOT_ACCESS", ["nobody", "invite open", "1"], texts.BAD_ACCESS),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("BOT_") else "",
)  # fmt: skip
def test_what_is_wrong_is_told_in_one_sentence_without_the_value(
    name: str, values: list[str], sentence: str
) -> None:
    for value in values:
        with pytest.raises(SettingsError) as caught:
            read_settings({name: value})
        assert str(caught.value) == sentence, value
    assert name in sentence or "token" in sentence


@pytest.mark.parametrize(
    "name", ["Nowhere", "Asia/", "/etc/hosts", "../x", "a\0b", "x" * 300, "UTC+8", "上海"]
)
def test_a_zone_that_is_none(name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"BOT_TIMEZONE": name})
    assert str(caught.value) == texts.BAD_TIMEZONE.format(name=name)


SENTENCES = [
    texts.UNKNOWN_SETTING,
    texts.TWO_TOKENS,
    texts.TOKEN_FILE_UNREADABLE,
    texts.MALFORMED_TOKEN,
    texts.BAD_API_URL,
    texts.BAD_PROXY,
    texts.BAD_TIMEZONE,
    texts.BAD_ADMINS,
    texts.BAD_ACCESS,
    texts.NO_KNOWLEDGE_DIR,
    texts.DATA_DIR_UNUSABLE,
]


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence[:12])
def test_the_sentences_are_one_line_each(sentence: str) -> None:
    assert re.fullmatch(r"[^。？\n]+[。？]", sentence)


# The token in a file.


@pytest.mark.parametrize("content", [TOKEN, f"{TOKEN}\n", f"  {TOKEN}\r\n\n"])
def test_a_token_from_a_file(tmp_path: Path, content: str) -> None:
    (tmp_path / "token").write_text(content, encoding="utf-8")
    assert read_settings({"BOT_TOKEN_FILE": str(tmp_path / "token")}).token == TOKEN


def test_one_token_is_enough(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    both = {"BOT_TOKEN": TOKEN, "BOT_TOKEN_FILE": str(tmp_path / "token")}
    with pytest.raises(SettingsError) as caught:
        read_settings(both)
    assert str(caught.value) == texts.TWO_TOKENS
    for name in both:
        assert read_settings({**both, name: " "}).token == TOKEN


@pytest.mark.parametrize(
    "content", [b"", b"\n", SECRET.encode(), f"{TOKEN}\n{TOKEN}".encode(), b"BOT_TOKEN=" + b"x"]
)
def test_a_file_that_holds_no_token(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "token").write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        read_settings({"BOT_TOKEN_FILE": str(tmp_path / "token")})
    assert str(caught.value) == texts.MALFORMED_TOKEN


@pytest.mark.parametrize("name", ["nowhere", "folder", "binary", "n" * 300, "a\0b"])
def test_a_token_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary").write_bytes(b"\xff\xfe" + TOKEN.encode("utf-16-le"))
    path = str(tmp_path / name)
    with pytest.raises(SettingsError) as caught:
        read_settings({"BOT_TOKEN_FILE": path})
    start, end = texts.TOKEN_FILE_UNREADABLE.format(path=path, reason="|").split("|")
    assert str(caught.value).startswith(start)
    assert str(caught.value).endswith(end)


def test_the_token_itself_where_its_file_belongs_is_not_quoted() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"BOT_TOKEN_FILE": TOKEN})
    assert SECRET not in str(caught.value)


def test_a_token_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8-sig")
    assert read_settings({"BOT_TOKEN_FILE": str(tmp_path / "token")}).token == TOKEN


# What is printed and passed on.


def test_the_settings_show_no_secret() -> None:
    environ = {
        "BOT_TOKEN": TOKEN,
        "BOT_PROXY": f"http://user:{SECRET}@example.org:80",
        "BOT_DATABASE_URL": f"postgresql://user:{SECRET}@example.org/db",
    }
    settings = read_settings(environ)
    assert SECRET not in repr(settings)
    assert SECRET not in str(settings)
    assert (settings.token, settings.proxy, settings.database) == tuple(environ.values())


def test_a_password_in_the_api_url_is_refused_or_hidden() -> None:
    try:
        settings = read_settings({"BOT_API_URL": f"https://user:{SECRET}@example.org"})
    except SettingsError:
        return
    assert SECRET not in repr(settings)


PORTS = "http://example.org:80 https://example.org socks5://u:p@example.org:1 socks5h://[::1]:1"


@pytest.mark.parametrize("proxy", PORTS.split())
def test_a_proxy_that_is_taken_can_be_used(proxy: str) -> None:
    settings = read_settings({"BOT_TOKEN": TOKEN, "BOT_PROXY": proxy})
    assert make_bot(settings, Patience(Slots())).token == TOKEN


@pytest.mark.parametrize("name", ["BOT_PROXY", "BOT_API_URL"])
@pytest.mark.parametrize(
    "url",
    ["http://１２７.0.0.1:8080", "http://192.168.1.999:8080", "http://example.org。:80"],
    ids=["full width", "no address", "full stop"],
)
def test_an_url_that_can_never_be_used_is_refused(name: str, url: str) -> None:
    with pytest.raises(SettingsError):
        read_settings({name: url})


def test_names_that_look_like_settings() -> None:
    others = {"BOT_TOKENS": "", "BOT_": "", "BOTS": "", "bot_token": "", "A_BOT_B": ""}
    assert unknown_settings(others | dict.fromkeys(NAMES, "")) == ["BOT_", "BOT_TOKENS"]


def test_the_telegram_everybody_uses() -> None:
    assert read_settings({"BOT_API_URL": TELEGRAM + "/"}) == read_settings({})


# Folders.


@pytest.mark.parametrize("name", ["file", "nowhere", "file/below", "x" * 300, "a\0b"])
def test_an_overlay_must_be_a_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError) as caught:
        read_settings({"BOT_KNOWLEDGE_DIR": str(tmp_path / name)})
    assert str(caught.value) == texts.NO_KNOWLEDGE_DIR.format(path=tmp_path / name)


@pytest.mark.parametrize("name", ["", "new", "deep/new"], ids=["there", "new", "deep"])
def test_a_data_folder_is_made(tmp_path: Path, name: str) -> None:
    assert writable(tmp_path / name) == tmp_path / name
    assert (tmp_path / name).is_dir()
    assert [path for path in tmp_path.rglob("*") if not path.is_dir()] == []


@pytest.mark.parametrize(
    "name", ["file", "file/below", "n" * 300], ids=["file", "below a file", "long name"]
)
def test_a_data_folder_that_cannot_be_used(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError) as caught:
        writable(tmp_path / name)
    start, end = texts.DATA_DIR_UNUSABLE.format(path=tmp_path / name, reason="|").split("|")
    assert str(caught.value).startswith(start)
    assert str(caught.value).endswith(end)


def test_a_data_folder_that_takes_no_files(tmp_path: Path) -> None:
    (tmp_path / ".probe").mkdir()  # even root cannot write a file there
    with pytest.raises(SettingsError, match="BOT_DATA_DIR"):
        writable(tmp_path)
