"""The package as it is installed: built, unpacked, and run from another folder."""

import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import __version__
from bot.texts import cli as texts

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Installed:
    """The unpacked wheel, and an empty folder to run it from."""

    package: Path
    elsewhere: Path

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run the program in an environment that knows nothing of the checkout."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=stdin,
            cwd=self.elsewhere,
            env={"PYTHONPATH": str(self.package), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(
        build, cwd=CHECKOUT, env={"PATH": ""}, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "package")
    (folder / "elsewhere").mkdir()
    return Installed(folder / "package", folder / "elsewhere")


def test_it_answers(installed: Installed) -> None:
    done = installed.run("ask", "--json", "-", stdin="小组会多久开一次\n\n")
    first, blank = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert (first["verdict"], blank["verdict"]) == ("answer", "unknown")
    assert first["entries"][0]["id"] == "group-meeting-frequency"
    assert list(installed.elsewhere.iterdir()) == []


def test_it_runs_its_own_code(installed: Installed) -> None:
    where = [sys.executable, "-c", "import bot; print(bot.__file__)"]
    done = subprocess.run(
        where, cwd=installed.elsewhere, env={"PYTHONPATH": str(installed.package)},
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert Path(done.stdout.strip()) == installed.package / "bot" / "__init__.py"


def test_fit_refuses(installed: Installed) -> None:
    done = installed.run("fit")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", texts.FIT_NOWHERE + "\n")


def test_metadata(installed: Installed) -> None:
    info = installed.package / f"zuzhang-{__version__}.dist-info"
    scripts = (info / "entry_points.txt").read_text(encoding="utf-8").splitlines()
    assert scripts == ["[console_scripts]", "zuzhang = bot.__main__:main"]
    metadata = (info / "METADATA").read_text(encoding="utf-8").splitlines()
    assert f"Version: {__version__}" in metadata
    assert "Requires-Python: >=3.11" in metadata
    assert (info / "licenses" / "LICENSE").is_file()


@pytest.mark.parametrize("name", ["knowledge", "seeds"])
def test_every_data_file_is_inside(installed: Installed, name: str) -> None:
    def files(root: Path) -> dict[str, bytes]:
        return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*.yaml")}

    shipped = files(CHECKOUT / name)
    assert shipped
    assert files(installed.package / "bot" / "_data" / name) == shipped


def test_nothing_else_is_inside(installed: Installed) -> None:
    top = {path.name for path in installed.package.iterdir()}
    assert top == {"bot", f"zuzhang-{__version__}.dist-info"}
