"""Sizes as AWS counts them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.model.document import Document
from iamctl.policy.size import document_size


def test_white_space_does_not_count_inside_strings_either() -> None:
    assert document_size(Document.of({"Id": "a b\u00e9"})) == len('{"Id":"ab\u00e9"}')


@settings(deadline=None)
@given(st.dictionaries(st.text("ab ", max_size=3), st.text("ab ", max_size=5)))
def test_layout_does_not_change_the_size(tree: dict[str, str]) -> None:
    import json

    wide = Document(json.dumps(tree, indent=4, ensure_ascii=False))

    assert document_size(wide) == document_size(Document.of(dict(tree)))
