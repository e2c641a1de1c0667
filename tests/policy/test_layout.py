"""The canonical form says what the document said, in the order of the grammar."""

from __future__ import annotations

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from iamctl.policy.layout import compact, layout

TREES = st.dictionaries(
    st.sampled_from(["Statement", "Version", "Id", "Other"]),
    st.recursive(
        st.text(max_size=4) | st.integers() | st.booleans(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["Effect", "Sid", "Condition", "x"]), inner, max_size=3)
        ),
        max_leaves=8,
    ),
)


@given(TREES, st.sampled_from([2, 4]))
def test_the_canonical_form_is_equal_and_stays_as_it_is(tree: dict[str, object], indent: int) -> None:
    text = layout(tree, indent=indent)

    assert json.loads(text) == tree
    assert layout(json.loads(text), indent=indent) == text


def test_elements_stand_in_the_order_of_the_grammar() -> None:
    tree = {
        "Statement": [{"Resource": "*", "Action": "s3:Get*", "Effect": "Allow", "Sid": "A"}],
        "Version": "2012-10-17",
    }

    text = layout(tree, indent=2)

    assert [line.split('"')[1] for line in text.splitlines() if '"' in line] == [
        *("Version", "Statement", "Sid", "Effect", "Action", "Resource"),
    ]


def test_numbers_keep_their_digits_and_far_characters_become_escapes() -> None:
    assert compact({"a": [Decimal("1.10"), True], "é": "€𐐀"}) == '{"a":[1.10,true],"é":"\\u20ac\\ud801\\udc00"}'
