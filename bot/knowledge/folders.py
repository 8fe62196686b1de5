"""Where the knowledge files are."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ENDINGS = (".yaml", ".yml")

_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Folders:
    """`overlay`, if any, is laid over `knowledge`: a file of the same relative path replaces the
    shipped one, any other is added. `packaged`: the shipped files belong to an
    installed package.
    """

    knowledge: Path
    seeds: Path
    overlay: Path | None = None
    packaged: bool = False

    def listing(self) -> dict[str, Path]:
        """Every YAML file, sorted by name ("knowledge/entries/dues.yaml", "seeds/…")."""
        return {name: path for name, path in self._files() if path.suffix.lower() in ENDINGS}

    def strays(self) -> list[str]:
        """Files that look like knowledge to their author and are not read, by name."""
        ignored = {*ENDINGS, ".md"}
        return [self.named(n, p) for n, p in self._files() if p.suffix.lower() not in ignored]

    def _files(self) -> list[tuple[str, Path]]:
        """Visible files by name, sorted; those of the overlay win."""
        found: dict[str, Path] = {}
        for root, prefix in (
            (self.knowledge, "knowledge"),
            (self.overlay, "knowledge"),
            (self.seeds, "seeds"),
        ):
            if root is not None:
                for path in _visible(root):
                    found["/".join((prefix, *path.relative_to(root).parts))] = path
        return sorted(found.items())

    def named(self, name: str, path: Path) -> str:
        """How a file is called in problems: by its path where it is the operator's own."""
        return str(path) if self.overlay and path.is_relative_to(self.overlay) else name

    def fingerprint(self) -> tuple[tuple[str, int, int], ...]:
        """Differs whenever a file was added, removed or written: name, mtime in ns, size."""
        result = []
        for path in self.listing().values():
            try:
                stat = path.stat()
            except OSError:
                continue  # removed between listing and here: the next look sees it gone
            result.append((str(path), stat.st_mtime_ns, stat.st_size))
        return tuple(result)


def _visible(root: Path) -> Iterator[Path]:
    """Files below, also through links, and folders that are named like a YAML file."""
    for folder, inner, names in os.walk(root, followlinks=True):
        inner[:] = [name for name in inner if not name.startswith(".")]
        for name in (*names, *(name for name in inner if name.lower().endswith(ENDINGS))):
            path = Path(folder, name)
            # A pipe would be waited for without end.
            if not name.startswith(".") and not path.is_fifo():
                yield path


def shipped(overlay: Path | None = None) -> Folders:
    """The folders of this installation: package data, or the checkout it runs in."""
    packaged = _PACKAGE / "_data"
    if packaged.is_dir():
        return Folders(packaged / "knowledge", packaged / "seeds", overlay, packaged=True)
    checkout = _PACKAGE.parent
    return Folders(checkout / "knowledge", checkout / "seeds", overlay)
