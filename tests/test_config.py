from pathlib import Path

import pytest

from bot.config import NOT_BUILT_YET, Settings, SettingsError, read_settings, writable
from bot.texts import cli as texts


@pytest.mark.parametrize(
    ("environ", "settings"),
    [
        pytest.param({}, Settings(Path("data"), None), id="nothing"),
        pytest.param({"BOT_DATA_DIR": ""}, Settings(Path("data"), None), id="empty data folder"),
        pytest.param({"BOT_KNOWLEDGE_DIR": ""}, Settings(Path("data"), None), id="empty overlay"),
        pytest.param({"BOT_DATA_DIR": "/a/b"}, Settings(Path("/a/b"), None), id="data folder"),
        pytest.param({"BOT_KNOWLEDGE_DIR": "."}, Settings(Path("data"), Path()), id="overlay"),
        pytest.param({"BOT_OTHER": "x", "HOME": "/"}, Settings(Path("data"), None), id="others"),
        pytest.param(
            dict.fromkeys(NOT_BUILT_YET, ""), Settings(Path("data"), None), id="empty future ones"
        ),
    ],
)
def test_settings(environ: dict[str, str], settings: Settings) -> None:
    assert read_settings(environ) == settings


def test_the_settings_not_built_yet() -> None:
    assert sorted(NOT_BUILT_YET) == [
        "BOT_ACCESS",
        "BOT_ADMINS",
        "BOT_API_URL",
        "BOT_DATABASE_URL",
        "BOT_PROXY",
        "BOT_TIMEZONE",
        "BOT_TOKEN",
        "BOT_TOKEN_FILE",
    ]


@pytest.mark.parametrize("name", NOT_BUILT_YET)
def test_a_setting_not_built_yet_is_named_and_its_value_is_not(name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({name: "secret"})
    assert str(caught.value) == texts.SETTING_NOT_BUILT.format(name=name)


@pytest.mark.parametrize("name", ["file", "nowhere", "file/below"])
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


@pytest.mark.parametrize("path", ["x" * 300, "a\0b"], ids=["too long", "NUL"])
def test_a_folder_that_cannot_even_be_looked_for(path: str) -> None:
    with pytest.raises(SettingsError, match="BOT_KNOWLEDGE_DIR"):
        read_settings({"BOT_KNOWLEDGE_DIR": path})
