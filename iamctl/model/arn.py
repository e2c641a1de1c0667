"""Amazon Resource Names of IAM's own entities.

`arn:aws:iam::111122223333:user/eng/alice`; an AWS managed policy has `aws` for its account.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
"""

from __future__ import annotations

from typing import NamedTuple

PARTITIONS = ("aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc")


class Arn(NamedTuple):
    """One ARN of IAM, taken apart.

    Attributes:
        resource_type: `user`, `role`, …; `root` for the account itself.
        path: `/` or `/a/b/`; providers have none and say `/`.
        name: the last part; an OIDC provider's whole host and path.
    """

    partition: str
    account_id: str
    resource_type: str
    path: str
    name: str


def parse_arn(text: str) -> Arn | None:
    """The IAM ARN that the text is, or None when it is none."""
    parts = text.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn" or parts[2] != "iam" or parts[3]:
        return None
    _, partition, _, _, account_id, resource = parts
    if resource == "root":
        return Arn(partition, account_id, "root", "/", "root")
    resource_type, slash, rest = resource.partition("/")
    if not slash or not rest or not resource_type:
        return None
    if resource_type == "oidc-provider":
        return Arn(partition, account_id, resource_type, "/", rest)
    folder, _, name = rest.rpartition("/")
    return Arn(partition, account_id, resource_type, f"/{folder}/" if folder else "/", name) if name else None
