"""Real dumps of accounts: every policy document in them survives JSON → TOML → JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from iamctl.syntax.json_read import json_positions, parse_json
from iamctl.syntax.toml_merge import merge_toml
from iamctl.syntax.toml_positions import positions
from iamctl.syntax.toml_read import parse_toml, read_text
from iamctl.syntax.toml_render import render_toml

from .tables import with_order

DUMPS = sorted(Path(__file__).parents[3].glob("shared/data/authz-details-*.json"))


def documents(tree: object) -> Iterator[dict[str, object]]:
    if isinstance(tree, dict) and "Statement" in tree:
        yield tree
    elif isinstance(tree, dict | list):
        for value in tree.values() if isinstance(tree, dict) else tree:
            yield from documents(value)


@pytest.mark.skipif(not DUMPS, reason="the dumps of real accounts are not beside the repository")
@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.stem)
def test_every_document_of_a_real_account_survives_toml(dump):
    text = read_text(dump.read_bytes(), dump.name)

    tree = parse_json(text, dump.name)

    assert json_positions(text)
    found = list(documents(tree))
    assert found
    for document in found:
        rendered = render_toml(document)
        assert with_order(parse_toml(rendered, "x")) == with_order(document)
        assert len(positions(rendered)) > 1
        merged = merge_toml("# mine\n" + rendered, {**document, "Id": "changed"}, "x")
        assert merged.startswith("# mine\n")
