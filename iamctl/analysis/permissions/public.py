"""Whether a box of requests is open to the public: to whoever happens to ask.

A box is not, when a test pins a key that tells who asks, or from where, to fixed values: an organization, an account,
a network. A value with a wildcard is no fixed one, unless what it leaves open lies within one account, one
organization or one role's sessions; a network is one if it is not broader than a /8, of IPv6 a /32.

Sources: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
         https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-custom-policy-checks.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from iamctl.engine.conditions.addresses import read_network

if TYPE_CHECKING:
    from iamctl.analysis.permissions.boxes import Box
    from iamctl.analysis.permissions.conditions import ConditionTest

PINNING = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceip",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "aws:vpcsourceip",
        "kms:calleraccount",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
    }
)
"""The keys that fixed values of make a grant not public."""
_BROADEST = {32: 8, 128: 32}
_OF_ONE_ACCOUNT = re.compile(r"arn:[^*?:$]+:[^:$]*:[^:$]*:[0-9]{12}:.*", re.DOTALL)
_OF_ONE_ROLE = re.compile(r"A[A-Z]{3}[A-Z0-9]{12,}:.*", re.DOTALL)
_OF_ONE_ORGANIZATION = re.compile(r"o-[a-z0-9]{10,32}/.*", re.DOTALL)


def is_public(box: Box) -> bool:
    """Whether nothing pins the requests of the box to callers or networks that are named."""
    return not any(_pins(test, wanted=wanted) for test, wanted in box.tests)


def _pins(test: ConditionTest, *, wanted: bool) -> bool:
    """Whether only fixed values pass, and an absent key does not."""
    if test.key not in PINNING or test.base == "Null" or wanted == test.is_negated:
        return False
    if test.quantifier == ("ForAllValues" if wanted else "ForAnyValue"):
        return False
    if test.asks or (not test.asks and test.holds({}) == wanted):
        return False
    return bool(test.entry.values) and all(_is_fixed(test, value) for value in test.entry.values)


def _is_fixed(test: ConditionTest, value: str) -> bool:
    if test.base.endswith("IpAddress"):
        network = read_network(value)
        return network is None or network.length >= _BROADEST[network.bits]
    if not test.base.endswith(("Like", "ArnEquals", "ArnNotEquals")) or not set(value) & set("*?"):
        return True
    return any(pattern.fullmatch(value) for pattern in (_OF_ONE_ACCOUNT, _OF_ONE_ROLE, _OF_ONE_ORGANIZATION))
