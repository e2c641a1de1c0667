"""Strings under `Resource` and `NotResource`: ARNs with `*` and `?`, or `*`.

Rules kept here, as IAM answers:
  * the partition is a known one or has a wildcard, the service has none;
  * `arn:aws:s3:*` with fewer than six parts passes, unless it already has an empty part;
  * IAM's own ARNs have no region, S3's only in those of access points and the like;
  * what IAM's ARNs name begins with a known type. `root` does too: AWS's own policies for sts:AssumeRoot say it.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

from __future__ import annotations

import re
from functools import cache

from iamctl.model.arn import PARTITIONS
from iamctl.policy.problems import LEGACY_PARSING, Fault

UNQUALIFIED = "Resource vendor must be fully qualified and cannot contain regexes."

IAM_TYPES = (
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
)
S3_REGIONAL_TYPES = (
    "accesspoint/",
    "access-grants/",
    "storage-lens/",
    "storage-lens-group/",
    "job/",
    "async-request/",
    "*",
)


@cache
def _ordinary() -> re.Pattern[str]:
    """What most resources look like; the others are looked at part by part."""
    return re.compile(r"\*|arn:(?:aws|\*):(?!iam:|s3:)[^:*?]+:[^:]*:[^:]*:.*|arn:aws:s3:::.*", re.DOTALL)


def resource_fault(resource: str) -> Fault | None:
    """What keeps the string from being a resource; None if nothing does."""
    if _ordinary().fullmatch(resource):
        return None
    prefix, *parts = resource.split(":", 5)
    if not parts:
        return _not_an_arn(resource)
    if not _is_partition(parts[0]):
        return _unknown_partition(resource, parts[0])
    if prefix != "arn":
        return _not_an_arn(resource)
    if len(parts) == 1 or "*" in parts[1] or "?" in parts[1]:
        return Fault(UNQUALIFIED, f'"{resource}" has to name its service in full, as in arn:aws:s3:::bucket')
    if not parts[1] or (len(parts) < 5 and "::" in resource):
        return Fault(LEGACY_PARSING, f'"{resource}" has too few parts: arn:partition:service:region:account:resource')
    return _service_fault(resource, *parts[1:]) if len(parts) == 5 else None


def _service_fault(resource: str, service: str, region: str, _account_id: str, named: str) -> Fault | None:
    if service == "iam":
        if region:
            return Fault(
                f"IAM resource {resource} cannot contain region information.",
                f'"{resource}" has a region; ARNs of IAM leave it empty: arn:aws:iam::account:…',
            )
        if named not in ("*", "root") and not named.startswith(IAM_TYPES):
            sentence = f'IAM resource path must either be "*" or start with {", ".join(IAM_TYPES)}.'
            return Fault(sentence, f'"{named}" does not begin with a type of IAM\'s, as in user/alice')
    if service == "s3" and region and not named.startswith(S3_REGIONAL_TYPES):
        return Fault(
            f"Resource {resource} can not contain region information.",
            f'"{resource}" has a region; ARNs of buckets and objects leave region and account empty: arn:aws:s3:::…',
        )
    return None


def _is_partition(text: str) -> bool:
    return text in PARTITIONS or "*" in text or "?" in text


def _not_an_arn(resource: str) -> Fault:
    return Fault(f'Resource {resource} must be in ARN format or "*".', f'"{resource}" is neither an ARN nor "*"')


def _unknown_partition(resource: str, partition: str) -> Fault:
    """IAM fills the parts that are missing with stars in what it says back."""
    rest = resource.split(":", 2)[2].split(":", 3) if resource.count(":") > 1 else []
    shown = ":".join(rest + ["*"] * (4 - len(rest)))
    return Fault(
        f'Partition "{partition}" is not valid for resource "arn:{partition}:{shown}".',
        f'"{partition}" is not a partition; most ARNs begin with arn:aws:',
    )
