"""What the core gives to others says what its signature cannot: each module, class, function and method."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CORE = Path(__file__).parents[2] / "shared_models"
MODULES = sorted(path.relative_to(CORE) for path in CORE.rglob("*.py"))
OF_THE_BASE = {"check"}  # synced.Synced.check says what every entity's does


def public(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node
            methods = node.body if isinstance(node, ast.ClassDef) else []
            for method in methods:
                if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                    yield f"{node.name}.{method.name}", method


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_every_public_name_is_documented(module: Path) -> None:
    tree = ast.parse((CORE / module).read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    silent = [name for name, node in public(tree) if not ast.get_docstring(node) and node.name not in OF_THE_BASE]
    assert silent == []
