"""A file is read in a sitting, a function fits a screen, and no file is named for saying nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "iamctl"
FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_is_read_in_a_sitting(path: Path) -> None:
    text = path.read_text("utf-8")

    assert text.count("\n") <= 420
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 70, node.name


def test_every_file_is_named_for_what_lives_in_it() -> None:
    assert not {path.stem for path in FILES} & {"util", "utils", "misc", "helpers", "common", "shared", "base"}


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


def test_sub_packages_are_empty_but_for_their_modules() -> None:
    filled = [path for path in PACKAGE.glob("*/**/__init__.py") if path.read_text("utf-8").strip()]

    assert filled == []
