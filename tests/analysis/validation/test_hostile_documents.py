"""Whatever a tree holds, validation answers; long lists cost bounded time."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.analysis.validation.validate import validate
from iamctl.policy.kinds import PolicyKind
from iamctl.reference.services import ServiceReference

TEXTS = st.sampled_from(
    ["", "*", "s3:Get*", "arn:aws:s3:::a/${", "arn:::::", "arn:aws:iam::1:role/*", "10.0.0.0/8", "aws:x"]
)
LEAVES = TEXTS | st.text(max_size=5) | st.integers() | st.booleans() | st.none()
KEYS = st.sampled_from(
    [
        "Statement",
        "Version",
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
        "StringEquals",
        "ForAllValues:StringLike",
        "IpAddress",
        "aws:SourceIp",
        "aws:TagKeys",
        "AWS",
    ]
)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)
STATEMENTS = st.dictionaries(KEYS, TREES, max_size=6)
REFERENCE = ServiceReference()


@given(
    TREES | st.fixed_dictionaries({"Statement": st.lists(STATEMENTS, max_size=3)}), st.sampled_from(list(PolicyKind))
)
@settings(max_examples=300, deadline=None)
def test_any_tree_has_an_answer(tree: Any, kind: PolicyKind) -> None:
    for finding in validate(tree, kind, REFERENCE):
        assert finding.locations
        assert finding.details.endswith((".", "?"))


def test_a_list_of_thousands_of_wildcards_is_answered() -> None:
    actions = [f"s3:*{number}*a" for number in range(3000)]
    resources = [f"arn:aws:s3:::*{number}*a*a" for number in range(3000)]
    statement = {"Effect": "Allow", "Action": actions, "Resource": resources}

    found = validate({"Version": "2012-10-17", "Statement": [statement] * 3}, PolicyKind.IDENTITY, REFERENCE)

    assert "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA" in [finding.code for finding in found]
