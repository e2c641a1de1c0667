"""Statements at random, and the requests that tell them apart."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

ACTIONS = ("s3:GetObject", "s3:PutObject", "iam:GetUser", "iam:CreateUser")
RESOURCES = ("arn:aws:s3:::a/k", "arn:aws:s3:::b/k", "arn:aws:iam::111122223333:user/u")
CONTEXTS: tuple[dict[str, Any], ...] = ({}, {"aws:sourceip": "10.0.0.1"}, {"aws:sourceip": "192.0.2.1"})
_ACTION = st.sampled_from(["*", "s3:*", "s3:Get*", "iam:*User", *ACTIONS])
_RESOURCE = st.sampled_from(["*", "arn:aws:s3:::*", "arn:aws:s3:::a/*", *RESOURCES])
_CONDITION = st.sampled_from(
    [
        {},
        {"Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
        {"Condition": {"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
        {"Condition": {"Null": {"aws:SourceIp": "true"}}},
    ]
)
STATEMENTS = st.builds(
    lambda effect, names, on, more: {"Effect": effect} | names | on | more,
    st.sampled_from(["Allow", "Allow", "Deny"]),
    st.builds(
        lambda key, value: {key: value},
        st.sampled_from(["Action", "Action", "NotAction"]),
        st.lists(_ACTION, min_size=1, max_size=3),
    ),
    st.builds(
        lambda key, value: {key: value},
        st.sampled_from(["Resource", "Resource", "NotResource"]),
        st.lists(_RESOURCE, min_size=1, max_size=3),
    ),
    _CONDITION,
)
