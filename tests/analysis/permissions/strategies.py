"""Small policies that overlap, and requests that tell them apart."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from iamctl.engine.policy_set import Layer, NamedDocument
from iamctl.model.document import Document

ACTIONS = ("s3:GetObject", "s3:PutObject", "s3:ListBucket", "iam:GetUser", "iam:PassRole", "sqs:SendMessage", "s3:Get")
ACTION_PATTERNS = (*ACTIONS, "s3:*", "*", "s3:Get*", "*:Get*", "S3:*Object", "s3:?et*", "iam:*", "s*:*e*")
RESOURCES = (
    "*",
    "arn:aws:s3:::a",
    "arn:aws:s3:::a/x",
    "arn:aws:s3:::a/bob/x",
    "arn:aws:s3:::ab/x/y",
    "arn:aws:iam::111122223333:user/bob",
    "arn:aws:iam::999999999999:role/x",
)
RESOURCE_PATTERNS = (
    *RESOURCES,
    "arn:aws:s3:::a*",
    "arn:aws:s3:::a/*",
    "arn:aws:s3:::*/x",
    "arn:aws:s3:::?b/*",
    "arn:*",
    "arn:aws:iam::*:user/*",
    "arn:aws:s3:::a/${aws:username}/*",
    "arn:aws:s3:::a/${aws:username}/x",
    "arn:aws:s3:::${aws:PrincipalTag/t, 'a'}/x",
)
CONDITIONS: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = (
    (
        ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIfExists", "Null",
         "StringEqualsIgnoreCase", "StringNotLikeIfExists", "ForAnyValue:StringEquals", "ForAllValues:StringLike",
         "ForAnyValue:StringNotLike", "ForAllValues:StringNotEquals"),
        "aws:PrincipalTag/t",
        ("a", "A", "b", "a*", "true", "${aws:username}"),
    ),
    (("Bool", "BoolIfExists", "Null"), "aws:MultiFactorAuthPresent", ("true", "false")),
    (("IpAddress", "NotIpAddress", "NotIpAddressIfExists"), "aws:SourceIp", ("10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32")),
    (("NumericLessThan", "NumericGreaterThanEquals", "NumericEquals", "NumericNotEquals"), "s3:max-keys", ("5", "7", "5.0")),
    (("DateLessThan", "DateGreaterThan", "DateNotEquals"), "aws:CurrentTime", ("2026-01-01T00:00:00Z", "2026-02-01")),
    (("ArnLike", "ArnNotLike", "ArnEquals", "StringLike"), "aws:SourceArn", ("arn:aws:s3:::a*", "arn:aws:*:*:*:x", "arn:aws:s3:*:*:a")),
    (("StringEquals", "ForAnyValue:StringLike", "ForAllValues:StringEquals"), "aws:username", ("bob", "b*")),
)  # fmt: skip
VALUES: dict[str, tuple[str, ...]] = {
    "aws:principaltag/t": ("a", "A", "b", "ab", "bob", "true"),
    "aws:multifactorauthpresent": ("true", "false", "TRUE", "x"),
    "aws:sourceip": ("10.0.0.1", "10.1.2.3", "11.0.0.1", "2001:db8::1", "2001:db9::1", "x"),
    "s3:max-keys": ("4", "5", "6", "7", "8", "x"),
    "aws:currenttime": ("2025-12-31", "2026-01-01T00:00:00Z", "2026-01-15", "2026-03-01", "x"),
    "aws:sourcearn": ("arn:aws:s3:::a", "arn:aws:s3:::ab", "arn:aws:s3:us:1:x", "x", "arn:aws:s3:us:1:a"),
    "aws:username": ("bob", "ben", "al", ""),
}


def some(texts: tuple[str, ...], most: int = 3) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(texts), min_size=1, max_size=most, unique=True)


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _ in range(draw(st.integers(0, 2))):
        operators, key, values = draw(st.sampled_from(CONDITIONS))
        operator = draw(st.sampled_from(operators))
        chosen = ["true"] if operator == "Null" else draw(some(values, 2))
        found.setdefault(operator, {})[key] = chosen
    return found


@st.composite
def statements(draw: st.DrawFn) -> dict[str, Any]:
    statement: dict[str, Any] = {"Effect": draw(st.sampled_from(("Allow", "Allow", "Deny")))}
    statement[draw(st.sampled_from(("Action", "Action", "NotAction")))] = draw(some(ACTION_PATTERNS))
    statement[draw(st.sampled_from(("Resource", "Resource", "NotResource")))] = draw(some(RESOURCE_PATTERNS))
    if condition := draw(conditions()):
        statement["Condition"] = condition
    return statement


PRINCIPALS: tuple[dict[str, str] | str, ...] = (
    "*",
    {"AWS": "*"},
    {"AWS": "111122223333"},
    {"AWS": "arn:aws:iam::111122223333:user/bob"},
    {"AWS": "arn:aws:iam::111122223333:role/x/Deploy"},
    {"AWS": "arn:aws:sts::111122223333:assumed-role/Deploy/ci"},
    {"Service": "ec2.amazonaws.com"},
    {"Federated": "accounts.google.com"},
    {"AWS": "AIDAAAAAAAAAAAAAAAAAA"},
)


@st.composite
def resource_statements(draw: st.DrawFn) -> dict[str, Any]:
    statement = draw(statements())
    element = draw(st.sampled_from(("Principal", "Principal", "NotPrincipal")))
    return {**statement, element: draw(st.sampled_from(PRINCIPALS))}


def layer_of(listed: list[dict[str, Any]], version: str = "2012-10-17") -> Layer:
    return Layer([NamedDocument("p", Document.of({"Version": version, "Statement": listed}))])


layers = st.lists(statements(), min_size=1, max_size=3).map(layer_of)

resource_layers = st.lists(resource_statements(), min_size=1, max_size=3).map(layer_of)


@st.composite
def contexts(draw: st.DrawFn) -> dict[str, str | tuple[str, ...]]:
    found: dict[str, str | tuple[str, ...]] = {}
    for key, values in VALUES.items():
        kind = draw(st.sampled_from(("absent", "one", "one", "several")))
        if kind == "one":
            found[key] = draw(st.sampled_from(values))
        elif kind == "several":
            found[key] = tuple(draw(st.lists(st.sampled_from(values), max_size=2)))
    return found


requests = st.tuples(st.sampled_from(ACTIONS), st.sampled_from(RESOURCES), contexts())
