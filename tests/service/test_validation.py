"""Validating texts, with positions as AWS tells them, and the documents of an account with their places."""

from __future__ import annotations

import pytest

from iamctl.errors import InvalidInput
from iamctl.service.validation import finding_members, rank_of, validate_text, worst_rank

ADMINISTRATOR = '{"Version": "2012-10-17", "Statement": [{"Action": "*", "Resource": "*", "Effect": "Allow"}]}'
COGNITO = """\
{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "",
            "Effect": "Allow",
            "Principal": {
                "Federated": "cognito-identity.amazonaws.com"
            },
            "Action": [
                "sts:AssumeRole",
                "sts:TagSession"
            ],
            "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": "us-west-2_EXAMPLE"}}
        }
    ]
}
"""


def test_findings_about_administrators_are_those_that_aws_recorded() -> None:
    """As Access Analyzer answered for the managed policy AdministratorAccess."""
    found = [finding_members(each) for each in validate_text(ADMINISTRATOR, "policy", "identity")]

    expected = {
        "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE": "WARNING",
        "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE": "SECURITY_WARNING",
    }
    assert {each["issueCode"]: each["findingType"] for each in found} == expected
    for each in found:
        assert each["locations"] == [
            {
                "path": [{"value": "Statement"}, {"index": 0}, {"value": element}],
                "span": {
                    "start": {"line": 1, "column": start, "offset": start},
                    "end": {"line": 1, "column": end, "offset": end},
                },
            }
            for element, start, end in (("Action", 51, 54), ("Resource", 68, 71))
        ]


def test_a_trust_policy_is_told_as_in_the_example_of_aws() -> None:
    """The example of `aws accessanalyzer validate-policy`."""
    found = {each["issueCode"]: each for each in map(finding_members, validate_text(COGNITO, "trust", "trust"))}

    assert {"EMPTY_SID_VALUE", "MISMATCHED_ACTION_FOR_PRINCIPAL"} <= found.keys()
    sid = found["EMPTY_SID_VALUE"]["locations"][0]["span"]
    assert sid == {"start": {"line": 5, "column": 19, "offset": 79}, "end": {"line": 5, "column": 21, "offset": 81}}
    action = found["MISMATCHED_ACTION_FOR_PRINCIPAL"]["locations"][0]["span"]
    assert (action["start"]["line"], action["start"]["column"], action["end"]["offset"]) == (11, 16, 274)


def test_a_key_is_told_as_a_key() -> None:
    text = ADMINISTRATOR.replace('"Effect"', '"Condition": {"Bool": {"aws:nonsense": "true"}}, "Effect"')

    path = next(
        each["locations"][0]["path"]
        for each in map(finding_members, validate_text(text, "policy", "identity"))
        if each["issueCode"] == "INVALID_GLOBAL_CONDITION_KEY"
    )

    assert path[-2:] == [{"value": "Bool"}, {"key": "aws:nonsense"}]


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('{"Version": }', "JSON_SYNTAX_ERROR", "policy:1:13"),
        ('Version = "2012-10-17"\nStatement =\n', "TOML_SYNTAX_ERROR", "policy:2:12"),
        ('{"Version": "x", "Version": "y"}', "JSON_SYNTAX_ERROR", "policy:1:18"),
    ],
)
def test_a_text_that_does_not_parse_is_one_error(text: str, code: str, place: str) -> None:
    (found,) = validate_text(text, "policy", "identity")

    assert (found.code, found.finding_type, str(found.place)) == (code, "ERROR", place)


def test_the_gravest_class_decides() -> None:
    assert worst_rank(validate_text(ADMINISTRATOR, "policy", "identity")) == rank_of("security-warning")
    assert worst_rank([]) > rank_of("suggestion")


def test_a_class_that_there_is_not_is_refused() -> None:
    with pytest.raises(InvalidInput):
        rank_of("catastrophe")
