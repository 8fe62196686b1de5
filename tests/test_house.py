"""Rules of the house that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MODULES = sorted(path for path in (ROOT / "bot").rglob("*.py") if "texts" not in path.parts)


def literals(tree: ast.AST) -> Iterator[ast.Constant]:
    """String literals that are not docstrings."""
    described = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, described)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            yield node


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_chinese_stands_in_texts_only(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    strays = [
        n.value for n in literals(tree) if isinstance(n.value, str) and CHINESE.search(n.value)
    ]
    assert strays == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_dependency_is_pinned_with_hashes_and_without_hosts(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    packages = re.findall(r"^[a-z0-9][^\n]*(?:\n    --hash[^\n]*)+", text, re.MULTILINE)
    assert packages
    assert all("==" in package.split("\n")[0] for package in packages)
    assert len(packages) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))
    assert "://" not in text
