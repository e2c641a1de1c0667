"""The grammar of the `Principal` element.

In a trust policy IAM looks at each string; in a resource's policy the resource's service does, and only
the shape and groups are looked at here. Whether a user, role or provider exists is the account's to say.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from iamctl.policy.principals import principal_kind
from iamctl.policy.problems import SYNTAX, Path, Problem, described, near_miss

if TYPE_CHECKING:
    from collections.abc import Iterator

LABELS = ("AWS", "Federated", "Service", "CanonicalUser")
BUILT_IN_PROVIDERS = ("accounts.google.com", "graph.facebook.com", "www.amazon.com", "cognito-identity.amazonaws.com")

BARE_STAR = 'AssumeRolepolicy contained an invalid principal: "STAR":"*"'
EMPTY = "Missing required field Principal cannot be empty!"

GROUP_DETAIL = (
    "a group is not an identity that can sign a request; name its users, "
    "or everyone with a condition on aws:PrincipalArn"
)


def principal_problems(element: object, path: Path, *, trust: bool) -> Iterator[Problem]:
    """Every problem of one `Principal` or `NotPrincipal`.

    Args:
        trust: it stands in a trust policy.
    """
    if element == "*":
        if trust:
            yield Problem(path, BARE_STAR, 'a trust policy does not take "*" alone; write { "AWS": "*" }')
        return
    if not isinstance(element, dict):
        yield Problem(path, SYNTAX, f'a principal must be "*" or an object such as {{ "AWS": … }}{_hint(element)}')
        return
    if not element:
        yield Problem(path, EMPTY, "the principal names nobody")
    for label, named in element.items():
        here = (*path, label)
        if label not in LABELS:
            yield Problem(here, SYNTAX, f"{label} is not a type of principal{near_miss(str(label), LABELS)}")
        elif named == []:
            yield Problem(here, EMPTY, f"{label} names nobody")
        else:
            yield from _label_problems(label, named, here, trust=trust)


def _label_problems(label: str, named: object, path: Path, *, trust: bool) -> Iterator[Problem]:
    several = isinstance(named, list)
    for index, text in enumerate(named if isinstance(named, list) else [named]):
        here = (*path, index) if several else path
        if not isinstance(text, str):
            yield Problem(here, SYNTAX, f"a principal under {label} must be a string, not {described(text)}")
        elif detail := _detail(label, text, trust=trust):
            yield Problem(here, invalid_principal(label, text), detail)


def invalid_principal(label: str, text: str) -> str:
    """IAM's sentence for a principal that is malformed, or does not exist.

    Args:
        label: `AWS`, `Federated` or `Service`; IAM writes it in capitals.
    """
    return f'Invalid principal in policy: "{label.upper()}":"{text}"'


def _detail(label: str, text: str, *, trust: bool) -> str | None:
    """What is wrong with one principal; None if nothing is."""
    if label == "AWS":
        kind = principal_kind(text)
        if kind == "group":
            return GROUP_DETAIL
        return _unknown_detail(text) if trust and kind == "unknown" else None
    if not trust:
        return None
    if label == "CanonicalUser":
        return "a trust policy does not take canonical users of S3; name the account under AWS"
    if label == "Service":
        if _service().fullmatch(text):
            return None
        return f'"{text}" is not the name of a service, such as ec2.amazonaws.com'
    if text in BUILT_IN_PROVIDERS or _provider().fullmatch(text):
        return None
    return f'"{text}" is neither the ARN of a SAML or OIDC provider nor one of {", ".join(BUILT_IN_PROVIDERS)}'


def _unknown_detail(text: str) -> str:
    if "*" in text or "?" in text:
        return 'a wildcard is never part of a principal; name "*" with a condition on aws:PrincipalArn'
    if text.isdecimal():
        return f"an account id has 12 digits, this has {len(text)}"
    return f'"{text}" is not an account id, nor the ARN or the unique id of an account, a user, a role or a session'


def _hint(element: object) -> str:
    return f', not "{element}"' if isinstance(element, str) else f", not {described(element)}"


@cache
def _service() -> re.Pattern[str]:
    return re.compile(r"(?:[a-z0-9_-]+\.)+[a-z0-9-]+", re.IGNORECASE)


@cache
def _provider() -> re.Pattern[str]:
    return re.compile(r"arn:[a-z0-9-]+:iam::[0-9]{12}:(?:saml-provider/[\w.-]+|oidc-provider/[^*?\s]+)", re.ASCII)
