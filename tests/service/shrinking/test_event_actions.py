"""Events of CloudTrail as IAM's actions."""

from __future__ import annotations

import pytest

from iamctl.service.reference import service_reference
from iamctl.service.shrinking.event_actions import ACTIONS, PREFIXES, actions_of


@pytest.mark.parametrize(
    ("source", "name", "actions"),
    [
        ("iam.amazonaws.com", "CreateUser", ("iam:CreateUser",)),
        ("s3.amazonaws.com", "ListObjectsV2", ("s3:ListBucket",)),
        ("s3.amazonaws.com", "CopyObject", ("s3:GetObject", "s3:PutObject")),
        ("lambda.amazonaws.com", "ListFunctions20150331", ("lambda:ListFunctions",)),
        ("lambda.amazonaws.com", "GetFunction20150331v2", ("lambda:GetFunction",)),
        ("cloudfront.amazonaws.com", "CreateDistribution2020_05_31", ("cloudfront:CreateDistribution",)),
        ("monitoring.amazonaws.com", "PutMetricAlarm", ("cloudwatch:PutMetricAlarm",)),
        ("ec2.amazonaws.com.cn", "RunInstances", ("ec2:RunInstances",)),
        ("sts.amazonaws.com", "GetCallerIdentity", ()),
        ("signin.amazonaws.com", "ConsoleLogin", ()),
        ("s3.amazonaws.com", "NoSuchEvent", None),
        ("nobody.amazonaws.com", "GetObject", None),
    ],
)
def test_an_event_is_the_actions_that_it_needs(source: str, name: str, actions: tuple[str, ...] | None) -> None:
    assert actions_of(source, name) == actions


def test_every_row_names_actions_that_aws_publishes() -> None:
    reference = service_reference()

    assert [each for actions in ACTIONS.values() for each in actions if reference.action(each) is None] == []
    assert [each for each in PREFIXES.values() if reference.service(each) is None] == []
