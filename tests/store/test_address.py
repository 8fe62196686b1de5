"""The address of a database."""

from pathlib import Path

import pytest

from bot.store.address import parse
from bot.store.database import Database
from bot.store.errors import StoreError, place
from bot.texts import store as texts

SECRET = "s3cret"


@pytest.mark.parametrize(
    ("where", "url", "name"),
    [
        ("sqlite:///a/b.db", "sqlite+aiosqlite:///a/b.db", "a/b.db"),
        ("sqlite:////a/b.db", "sqlite+aiosqlite:////a/b.db", "/a/b.db"),
        ("sqlite+aiosqlite:///b.db", "sqlite+aiosqlite:///b.db", "b.db"),
        ("sqlite:///a%20b.db", None, "a b.db"),
        ("sqlite:///我的/b.db", None, "我的/b.db"),
        (Path("/a?b/100%#.db"), None, "/a?b/100%#.db"),
        ("postgresql://u:p@h/d", "postgresql+asyncpg://u:p@h/d", "h/d"),
        ("postgres://u@h:65535/d", "postgresql+asyncpg://u@h:65535/d", "h:65535/d"),
        ("postgresql+asyncpg://u:p%40%2F@h/d", "postgresql+asyncpg://u:p%40%2F@h/d", "h/d"),
        ("postgresql://h/d?ssl=prefer", "postgresql+asyncpg://h/d?ssl=prefer", "h/d"),
        ("postgresql://h/d?sslmode=require", "postgresql+asyncpg://h/d?ssl=require", "h/d"),
        ("postgresql:///d?host=/run", "postgresql+asyncpg:///d?host=%2Frun", "/run/d"),
    ],
)
def test_addresses(where: str | Path, url: str | None, name: str) -> None:
    parsed = parse(where)
    assert place(parsed) == name
    if url is not None:
        assert parsed.render_as_string(hide_password=False) == url


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        pytest.param("", texts.MALFORMED, id="empty"),
        pytest.param("store.db", texts.MALFORMED, id="no address"),
        pytest.param("sqlite://", texts.MALFORMED, id="in memory"),
        pytest.param("sqlite:///", texts.MALFORMED, id="no file"),
        pytest.param("sqlite:///:memory:", texts.MALFORMED, id="in memory, named"),
        pytest.param("sqlite://data/store.db", texts.MALFORMED, id="two slashes"),
        pytest.param("sqlite:///a\0b", texts.MALFORMED, id="NUL"),
        pytest.param("postgresql://", texts.MALFORMED, id="no server"),
        pytest.param("postgresql:///d", texts.MALFORMED, id="no host"),
        pytest.param("postgresql://h", texts.MALFORMED, id="no name"),
        pytest.param(f"postgresql://u:{SECRET}@h:x/d", texts.MALFORMED, id="no port"),
        pytest.param(f"postgresql://u:{SECRET}@h:65536/d", texts.MALFORMED, id="beyond ports"),
        pytest.param(f"postgresql://u:a@{SECRET}@h/d", texts.MALFORMED, id="at sign in password"),
        pytest.param(f"postgresql://u:a@{SECRET}/b@h/d", texts.MALFORMED, id="at sign and slash"),
        pytest.param(
            f"mysql+pymysql://u:{SECRET}@h/d",
            texts.UNKNOWN_DRIVER.format(name="mysql+pymysql"),
            id="other kind",
        ),
        pytest.param(
            f"postgresql+psycopg://u:{SECRET}@h/d",
            texts.UNKNOWN_DRIVER.format(name="postgresql+psycopg"),
            id="other driver",
        ),
        pytest.param(
            f"postgresql://u:{SECRET}@h/d?b=1&ssl=require&a=2",
            texts.UNKNOWN_OPTION.format(names="a, b"),
            id="options of others",
        ),
        pytest.param(
            "sqlite:///a.db?mode=ro", texts.UNKNOWN_OPTION.format(names="mode"), id="SQLite options"
        ),
    ],
)
def test_addresses_that_cannot_be_used(where: str, sentence: str) -> None:
    with pytest.raises(StoreError) as caught:
        Database(where)
    assert str(caught.value) == sentence
    assert SECRET not in str(caught.value)
