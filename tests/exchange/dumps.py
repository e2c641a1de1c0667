"""Dumps as they might come: members missing, empty, null or odd, documents of any shape, counts that do not add up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from iamctl.model.document import render_json

from .given import ACCOUNT_ID, ADMINISTRATOR

_TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
_NAMES = st.text("abcXYZ019+=,.@_-", min_size=1, max_size=6)
_SCALARS = st.one_of(
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.decimals(-1000, 1000, allow_nan=False, allow_infinity=False, places=2),
    _TEXTS,
)
_VALUES = st.recursive(
    st.none() | _SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_TEXTS, inner, max_size=2)
)
_TREES = st.recursive(_SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3))
_DATES = st.sampled_from(
    [
        "2019-12-18 19:10:08+00:00",
        "2019-12-18T19:10:08Z",
        "2019-12-18T19:10:08+00:00",
        "2019-12-18T19:10:08.123000+00:00",
        "2019-12-18T20:10:08+01:00",
        1576696208,
        Decimal("1576696208.5"),
    ]
)
_WELL_FORMED = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}


def _encoded(tree: Any) -> str:
    return quote(render_json(tree), safe="")


def _indented(tree: Any) -> str:
    return quote(render_json(tree).replace(":", ": ", 1), safe="")


def _documents(trees: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(trees, trees.map(_encoded), trees.map(_indented), trees.map(render_json))


DOCUMENTS = _documents(st.one_of(st.just(_WELL_FORMED), st.dictionaries(_TEXTS, _TREES, min_size=1, max_size=3)))
_UNKNOWN = st.dictionaries(st.sampled_from(["NewMember", "Other/Member", "~odd", ""]), _VALUES, max_size=2)
_ARNS = st.sampled_from(
    [
        ADMINISTRATOR,
        "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
        "arn:aws:iam::aws:policy/NoSuchPolicy",
        *(f"arn:aws:iam::{ACCOUNT_ID}:policy/{name}" for name in ("a", "b", "gone")),
    ]
)
_LISTED = st.dictionaries(_ARNS, st.none() | st.just("odd"), max_size=3).map(
    lambda found: [{"PolicyArn": arn, "PolicyName": odd or arn.rpartition("/")[2]} for arn, odd in found.items()]
)
_BOUNDARIES = st.fixed_dictionaries(
    {"PermissionsBoundaryArn": _ARNS},
    optional={"PermissionsBoundaryType": st.sampled_from(["Policy", "PermissionsBoundaryPolicy"])},
)
_TAGS = st.lists(
    st.fixed_dictionaries({"Key": st.one_of(_TEXTS.filter(bool), st.just("aws:stack")), "Value": _TEXTS}), max_size=3
)


@st.composite
def _inline(draw: st.DrawFn) -> list[dict[str, Any]]:
    names = draw(st.lists(_NAMES, max_size=2, unique_by=str.lower))
    return [{"PolicyName": name, "PolicyDocument": draw(DOCUMENTS)} for name in names]


@st.composite
def _members(draw: st.DrawFn, optional: dict[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
    """Some of the members, each as it should be or null, and some that nobody knows."""
    chosen = draw(st.fixed_dictionaries({}, optional={name: st.none() | values for name, values in optional.items()}))
    return chosen | draw(_UNKNOWN)


_TIMES = {"CreateDate": _DATES}
_HOLDER = _TIMES | {"AttachedManagedPolicies": _LISTED}
_BOUNDED = _HOLDER | {"PermissionsBoundary": _BOUNDARIES, "Tags": _TAGS}


@st.composite
def users(draw: st.DrawFn, name: str) -> dict[str, Any]:
    groups = st.lists(st.sampled_from(["g", "G", "h", "gone"]), max_size=3)
    head = {"UserName": name, "UserId": draw(_NAMES), "Arn": f"arn:aws:iam::{ACCOUNT_ID}:user/{name}"}
    return head | draw(_members(_BOUNDED | {"GroupList": groups, "UserPolicyList": _inline()}))


@st.composite
def groups(draw: st.DrawFn, name: str) -> dict[str, Any]:
    head = {"GroupName": name, "GroupId": draw(_NAMES), "Arn": f"arn:aws:iam::{ACCOUNT_ID}:group/{name}"}
    return head | draw(_members(_HOLDER | {"GroupPolicyList": _inline()}))


@st.composite
def roles(draw: st.DrawFn, name: str) -> dict[str, Any]:
    head = {
        "RoleName": name,
        "RoleId": draw(_NAMES),
        "Arn": f"arn:aws:iam::{ACCOUNT_ID}:role/{name}",
        "AssumeRolePolicyDocument": draw(DOCUMENTS),
    }
    nested = st.lists(
        st.fixed_dictionaries({"RoleName": st.just(name), "AssumeRolePolicyDocument": DOCUMENTS}), max_size=1
    )
    inner = draw(_members(_TIMES | {"Roles": nested, "Tags": _TAGS, "InstanceProfileId": _NAMES}))
    profiles = st.lists(st.just({"InstanceProfileName": f"p-{name}"} | inner), max_size=1)
    used = st.fixed_dictionaries({}, optional={"LastUsedDate": _DATES, "Region": st.just("eu-central-1")})
    return head | draw(
        _members(_BOUNDED | {"RolePolicyList": _inline(), "InstanceProfileList": profiles, "RoleLastUsed": used})
    )


@st.composite
def policies(draw: st.DrawFn, arn: str) -> dict[str, Any]:
    versions = draw(st.lists(st.sampled_from(["v1", "v2", "v7"]), min_size=1, max_size=3, unique=True))
    default = draw(st.sampled_from(versions))
    head = {
        "PolicyName": arn.rpartition("/")[2],
        "PolicyId": draw(_NAMES),
        "Arn": arn,
        "DefaultVersionId": default,
        "PolicyVersionList": [
            {"VersionId": each, "Document": draw(DOCUMENTS)}
            | draw(_members(_TIMES | {"IsDefaultVersion": st.just(each == default)}))
            for each in versions
        ],
    }
    counts = {"AttachmentCount": st.integers(0, 3), "PermissionsBoundaryUsageCount": st.integers(0, 3)}
    paths = {"Path": st.just("/job-function/" if "job-function" in arn else "/")}
    flags = {"IsAttachable": st.booleans(), "UpdateDate": _DATES, "Tags": _TAGS, "Description": st.just("x")}
    return head | draw(_members(_TIMES | counts | paths | flags))


@st.composite
def dumps(draw: st.DrawFn) -> dict[str, Any]:
    """One answer of the account."""

    def some(strategy: Any, names: list[str]) -> list[dict[str, Any]]:
        return [draw(strategy(name)) for name in draw(st.lists(st.sampled_from(names), max_size=2, unique=True))]

    own = [f"arn:aws:iam::{ACCOUNT_ID}:policy/{name}" for name in ("a", "b")]
    lists = {
        "UserDetailList": some(users, ["alice", "Bob"]),
        "GroupDetailList": some(groups, ["g", "h"]),
        "RoleDetailList": some(roles, ["r", "s"]),
        "Policies": some(policies, [*own, ADMINISTRATOR, "arn:aws:iam::aws:policy/NoSuchPolicy"]),
    }
    left_out = draw(st.sets(st.sampled_from(list(lists))))
    given = {name: value for name, value in lists.items() if value or name not in left_out}
    if not given:
        given = {"UserDetailList": []}
    return given | draw(st.fixed_dictionaries({}, optional={"IsTruncated": st.booleans(), "RootDetail": _VALUES}))
