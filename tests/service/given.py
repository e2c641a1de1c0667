"""What the tests start from: an account's number, a moment, policy documents."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from iamctl.model.document import Document

ACCOUNT_ID = "111122223333"
ROOT = f"arn:aws:iam::{ACCOUNT_ID}:root"
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
SERVICE_ONLY = "arn:aws:iam::aws:policy/aws-service-role/AWSSupportServiceRolePolicy"


def arn(resource: str) -> str:
    """The ARN of something in the account, such as `user/alice`."""
    return f"arn:aws:iam::{ACCOUNT_ID}:{resource}"


def trusting(**principal: Any) -> Document:
    """A trust policy that lets these principals assume the role."""
    statement: dict[str, Any] = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return Document.of({"Version": "2012-10-17", "Statement": [statement]})


def allowing(*actions: str) -> Document:
    """An identity policy that allows these actions on everything."""
    statement: dict[str, Any] = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return Document.of({"Version": "2012-10-17", "Statement": [statement]})


def long_policy(size: int) -> Document:
    """A policy of exactly this many characters without white space."""
    return allowing("s3:Get" + "x" * (size - allowing("s3:Get").size))


EC2 = trusting(Service="ec2.amazonaws.com")
GET = allowing("s3:GetObject")
PUT = allowing("s3:PutObject")
