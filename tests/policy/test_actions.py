"""Strings of `Action`, as IAM answers to them."""

import pytest

from iamctl.policy.actions import action_fault, trusted_action_fault


@pytest.mark.parametrize("action", ["*", "s3:*", "s3:Get?bject*", "S3:x", "s3.s:L", "s3-s:L", "iam: any text ", "s3:"])
def test_an_action_has_a_service_and_any_name(action: str) -> None:
    assert action_fault(action) is None


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
        ("GetObject", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
        ("s3:Get:Object", "Actions/Condition can contain only one colon."),
        ("s3_x:Get", "Vendor s3_x is not valid"),
        ("a a:Get", "Vendor a a is not valid"),
        (":Get", "Vendor  is not valid"),
        ("*:Create*", "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards."),
        ("s?:Create", "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards."),
    ],
)
def test_what_is_no_action_is_refused_in_iams_words(action: str, sentence: str) -> None:
    fault = action_fault(action)

    assert fault is not None and fault.sentence == sentence


def test_a_trust_policy_speaks_of_sts_only() -> None:
    assert trusted_action_fault("STS:AssumeRole*") is None
    assert trusted_action_fault("iam:PassRole") is not None
    assert trusted_action_fault("*") is not None
