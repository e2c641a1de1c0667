"""Strings of `Resource`, as IAM answers to them."""

import pytest

from iamctl.policy.resources import resource_fault


@pytest.mark.parametrize(
    "resource",
    [
        "*",
        "arn:aws:s3:::bucket/*",
        "arn:*:s3:::bucket",
        "arn:aws-cn:ec2:*:*:instance/*",
        "arn:aws*:ec2:*:*:instance/*",
        "arn:aws:fdsasf",
        "arn:aws:s3:*",
        "arn:aws:iam:::user/x",
        "arn:aws:iam::*:user/${aws:username}",
        "arn:aws:iam::123456789012:*",
        "arn:aws:iam::*:root",
        "arn:aws:s3:us-west-2:123456789012:accesspoint/p",
        "arn:aws:s3:*:*:access-grants/default",
        "arn:aws:logs:*:*:log-group:a:*\n",
    ],
)
def test_a_resource_that_iam_takes_is_taken(resource: str) -> None:
    assert resource_fault(resource) is None


@pytest.mark.parametrize(
    ("resource", "sentence"),
    [
        ("", 'Resource  must be in ARN format or "*".'),
        ("bucket", 'Resource bucket must be in ARN format or "*".'),
        ("urn:aws:s3:::bucket", 'Resource urn:aws:s3:::bucket must be in ARN format or "*".'),
        ("a:b", 'Partition "b" is not valid for resource "arn:b:*:*:*:*".'),
        ("a:b:c", 'Partition "b" is not valid for resource "arn:b:c:*:*:*".'),
        ("a:b:c:d:e:f:g:h", 'Partition "b" is not valid for resource "arn:b:c:d:e:f:g:h".'),
        ("aws:s3:::bucket", 'Partition "s3" is not valid for resource "arn:s3:::bucket:*".'),
        ("arn:aws", "Resource vendor must be fully qualified and cannot contain regexes."),
        ("arn:aws:*:::bucket", "Resource vendor must be fully qualified and cannot contain regexes."),
        ("arn:aws:s?:::bucket", "Resource vendor must be fully qualified and cannot contain regexes."),
        ("arn:aws:s3::bucket", "The policy failed legacy parsing"),
        ("arn:aws::::bucket", "The policy failed legacy parsing"),
        ("arn:aws:s3:us-east-1::b", "Resource arn:aws:s3:us-east-1::b can not contain region information."),
        ("arn:aws:iam:us-east-1::b", "IAM resource arn:aws:iam:us-east-1::b cannot contain region information."),
    ],
)
def test_what_is_no_resource_is_refused_in_iams_words(resource: str, sentence: str) -> None:
    fault = resource_fault(resource)

    assert fault is not None and fault.sentence == sentence


def test_a_resource_of_iam_begins_with_a_known_type() -> None:
    fault = resource_fault("arn:aws:iam::123456789012:users/alice")

    assert fault is not None and 'either be "*" or start with user/, federated-user/, role/' in fault.sentence
