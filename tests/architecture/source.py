"""The project's own code as parsed modules: what each imports, and the strings it holds."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "evaluation"


@dataclass(frozen=True)
class Module:
    """One file: `path` from the project's root, as findings show it, and its dotted name."""

    path: str
    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.path)

    @property
    def is_package(self) -> bool:
        return self.path.endswith("__init__.py")

    def at(self, node: ast.AST, message: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {message}"

    def imports(self) -> Iterator[tuple[ast.stmt | ast.expr, str]]:
        """Every imported name with its full path, wherever in the file: `from a.b import c` gives `a.b.c`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._base(node)
                yield from ((node, f"{base}.{alias.name}") for alias in node.names)
            elif isinstance(node, ast.Call) and _is_dynamic_import(node.func):
                yield from ((node, arg.value) for arg in node.args[:1] if _is_text(arg))

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        kept = parts[: len(parts) - node.level + self.is_package]
        return ".".join([*kept, *filter(None, [node.module])])

    def strings(self) -> Iterator[ast.Constant]:
        """Every string constant but docstrings; the fixed parts of f-strings too."""
        documentation = set(map(id, _docstrings(self.tree)))
        for node in ast.walk(self.tree):
            if _is_text(node) and id(node) not in documentation:
                yield node


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_dynamic_import(called: ast.expr) -> bool:
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in {"import_module", "__import__"}


def _docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr):
                yield first.value


def module(path: str, text: str) -> Module:
    """A module of a path as it stands in the project: `src/evaluation/a/b.py` is `evaluation.a.b`."""
    parts = list(Path(path).with_suffix("").parts)
    parts = parts[1:] if parts[0] == "src" else parts
    parts = parts[:-1] if parts[-1] == "__init__" else parts
    return Module(path, ".".join(parts), text)


def project() -> list[Module]:
    """Every module of `src`, the pages, and `dashboard.py`."""
    files = [*ROOT.glob("src/**/*.py"), *ROOT.glob("pages/*.py"), *ROOT.glob("dashboard.py")]
    return [
        module(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in sorted(files)
    ]
