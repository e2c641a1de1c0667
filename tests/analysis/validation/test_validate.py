"""Each issue is found where it is, and only there."""

from __future__ import annotations

from typing import Any

import pytest

from iamctl.analysis.validation.issues import FINDING_TYPES, FindingType, learn_more_link

from .conftest import Validate

GET: dict[str, Any] = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}
TRUST: dict[str, Any] = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
OPEN: dict[str, Any] = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}
CLAIM = {"StringEquals": {"accounts.google.com:aud": "x"}}


def when(**condition: Any) -> dict[str, Any]:
    """The reading statement under a condition; `_` in an operator's name stands for the colon of a set operator."""
    return GET | {"Condition": {name.replace("_", ":"): keys for name, keys in condition.items()}}


IDENTITY: list[tuple[str, Any]] = [
    ("INVALID_ACTION", GET | {"Action": "s3:GetObjekt"}),
    ("INVALID_ACTION", GET | {"Action": "s3:Fetch*"}),
    ("INVALID_ACTION", GET | {"Action": "GetObject"}),
    ("INVALID_SERVICE_IN_ACTION", GET | {"Action": "s4:GetObject"}),
    ("INVALID_SERVICE_IN_ACTION", GET | {"Action": "*:GetObject"}),
    ("REDUNDANT_ACTION", GET | {"Action": ["s3:Get*", "s3:GETOBJECT"]}),
    ("MISSING_ACTION", {"Effect": "Allow", "Resource": "*"}),
    ("MISSING_RESOURCE", {"Effect": "Allow", "Action": "s3:GetObject"}),
    ("MISSING_EFFECT", {"Action": "s3:GetObject", "Resource": "*"}),
    ("INVALID_EFFECT", GET | {"Effect": "allow"}),
    ("UNSUPPORTED_ELEMENT_COMBINATION", GET | {"NotAction": "s3:PutObject"}),
    ("UNSUPPORTED_PRINCIPAL", OPEN),
    ("INVALID_POLICY_ELEMENT", GET | {"Efect": "Allow"}),
    ("INVALID_POLICY_ELEMENT", {"Versoin": "2012-10-17", "Statement": [GET]}),
    ("DATA_TYPE_MISMATCH", GET | {"Action": 1}),
    ("DATA_TYPE_MISMATCH", GET | {"Sid": 1}),
    ("UNSUPPORTED_SID", GET | {"Sid": "a b"}),
    ("UNIQUE_SIDS_REQUIRED", {"Version": "2012-10-17", "Statement": [GET | {"Sid": "A"}, OPEN | {"Sid": "A"}]}),
    ("EMPTY_SID_VALUE", GET | {"Sid": ""}),
    ("MISSING_STATEMENT", {"Version": "2012-10-17", "Statement": []}),
    ("MISSING_VERSION", {"Statement": [GET]}),
    ("OUTDATED_VERSION", {"Version": "2008-10-17", "Statement": [GET]}),
    ("INVALID_VERSION", {"Version": "2012-10-18", "Statement": [GET]}),
    ("INVALID_ARN_PREFIX", GET | {"Resource": "my-bucket"}),
    ("INVALID_PARTITION", GET | {"Resource": "arn:amazon:s3:::a"}),
    ("MISSING_ARN_FIELD", GET | {"Resource": "arn:aws"}),
    ("WILDCARD_IN_SERVICE_NAME", GET | {"Resource": "arn:aws:*code*::111122223333:*"}),
    ("INVALID_ARN_SERVICE_CASE", GET | {"Resource": "arn:aws:S3:::a/b"}),
    ("INVALID_ARN_REGION", {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:useast1:*:q"}),
    ("INVALID_ARN_ACCOUNT", {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:*:123:q"}),
    ("MULTIVALUED_KEY_IN_VARIABLE", GET | {"Resource": "arn:aws:s3:::a/${aws:TagKeys}"}),
    ("MULTIVALUED_KEY_IN_VARIABLE", when(StringEquals={"aws:PrincipalTag/a": "${aws:TagKeys, 'b'}"})),
    ("ARN_REGION_NOT_ALLOWED", GET | {"Resource": "arn:aws:s3:us-east-1::a/b"}),
    (
        "ARN_REGION_NOT_ALLOWED",
        {"Effect": "Allow", "Action": "cloudfront:*", "Resource": "arn:aws:cloudfront:us-east-1:*:distribution/*"},
    ),
    ("ARN_ACCOUNT_NOT_ALLOWED", GET | {"Resource": "arn:aws:s3::111122223333:a/b"}),
    (
        "INVALID_ARN_RESOURCE",
        {"Effect": "Allow", "Action": "lambda:*", "Resource": "arn:aws:lambda:eu-west-1:111122223333:fun:x"},
    ),
    ("REDUNDANT_RESOURCE", GET | {"Resource": ["arn:aws:s3:::a/*", "arn:aws:s3:::a/b"]}),
    ("UNSUPPORTED_RESOURCE_FOR_ACTION", GET | {"Action": "s3:ListAllMyBuckets"}),
    ("UNSUPPORTED_RESOURCE_FOR_ACTION", GET | {"Action": "s3:CreateBucket"}),
    ("UNSUPPORTED_RESOURCE_FOR_ACTION", GET | {"Resource": ["arn:aws:s3:::a/*", "arn:aws:sqs:*:*:q"]}),
    ("INVALID_GLOBAL_CONDITION_KEY", when(Bool={"aws:SecureTranport": "true"})),
    ("INVALID_SERVICE_CONDITION_KEY", when(StringEquals={"s3:prefx": "a"})),
    ("INVALID_GLOBAL_CONDITION_KEY", GET | {"Resource": "arn:aws:s3:::a/${aws:usernam}/*"}),
    ("INVALID_CONDITION_KEY_FORMAT", when(StringEquals={"prefix": "a"})),
    ("MISSING_TAG_KEY_IN_CONDITION", when(StringEquals={"aws:ResourceTag": "a"})),
    ("DEPRECATED_GLOBAL_CONDITION_KEY", when(ArnLike={"aws:ARN": "arn:aws:iam::111122223333:user/a"})),
    ("MISSING_QUALIFIER", when(StringEquals={"aws:TagKeys": "a"})),
    ("FORALLVALUES_WITH_SINGLE_VALUED_KEY", when(ForAllValues_StringEquals={"aws:PrincipalType": "User"})),
    ("TYPE_MISMATCH", when(StringEquals={"aws:SecureTransport": "true"})),
    ("TYPE_MISMATCH", when(StringEquals={"aws:SourceIp": "203.0.113.7"})),
    (
        "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
        when(StringLike={"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}),
    ),
    ("UNSUPPORTED_ACTION_FOR_CONDITION_KEY", when(StringEquals={"s3:prefix": "a"})),
    ("DUPLICATE_KEYS_WITH_DIFFERENT_CASE", when(Bool={"aws:SecureTransport": "true", "AWS:securetransport": "true"})),
    ("MISSING_PAIRED_CONDITION_KEYS", when(IpAddress={"aws:VpcSourceIp": "10.0.0.1"})),
    ("INVALID_CONDITION_OPERATOR", when(StringEqual={"aws:PrincipalType": "User"})),
    ("NULL_WITH_IF_EXISTS", when(NullIfExists={"aws:PrincipalType": "true"})),
    ("NULL_WITH_QUALIFIER", when(ForAnyValue_Null={"aws:TagKeys": "true"})),
    ("TYPE_MISMATCH_BOOLEAN", when(Bool={"aws:SecureTransport": "yes"})),
    ("INVALID_CONDITION_MULTIPLE_BOOLEAN", when(Bool={"aws:SecureTransport": ["true", "false"]})),
    ("INVALID_CONDITION_DATA_TYPE", when(NumericLessThan={"aws:MultiFactorAuthAge": [1, "2"]})),
    ("TYPE_MISMATCH_NUMBER", when(NumericLessThan={"aws:MultiFactorAuthAge": "ten"})),
    ("REDUNDANT_CONDITION_VALUE_NUM", when(NumericLessThan={"aws:MultiFactorAuthAge": ["2700", "3600"]})),
    ("TYPE_MISMATCH_DATE", when(DateLessThan={"aws:CurrentTime": "tomorrow"})),
    ("INVALID_DATE_VALUE", when(DateLessThan={"aws:CurrentTime": "1700000000"})),
    ("TYPE_MISMATCH_IP_RANGE", when(IpAddress={"aws:SourceIp": "203.0.113.0/33"})),
    ("IMPROVE_IP_RANGE", when(IpAddress={"aws:SourceIp": "203.0.113.7/24"})),
    ("PRIVATE_IP_ADDRESS", when(IpAddress={"aws:SourceIp": ["10.0.0.0/8"]})),
    ("PRIVATE_NOT_IP_ADDRESS", when(NotIpAddress={"aws:SourceIp": "192.168.0.0/16"})),
    ("PRIVATE_IP_ADDRESS_SUBSET", when(IpAddress={"aws:SourceIp": ["10.0.0.0/8", "3.5.0.0/16"]})),
    ("PRIVATE_NOT_IP_ADDRESS_SUBSET", when(NotIpAddress={"aws:SourceIp": ["10.0.0.0/8", "3.5.0.0/16"]})),
    ("TYPE_MISMATCH_STRING", when(BinaryEquals={"kms:EncryptionContext:x": "no base64!"})),
    ("WILDCARD_WITHOUT_LIKE_OPERATOR", when(StringEquals={"aws:PrincipalTag/job": "admin-*"})),
    ("EQUIVALENT_TO_NULL_FALSE", when(StringLike={"aws:PrincipalTag/job": "*"})),
    ("EQUIVALENT_TO_NULL_TRUE", when(StringNotLike={"aws:PrincipalTag/job": "*"})),
    ("INVALID_REGION", when(StringEquals={"aws:RequestedRegion": "us-east1"})),
    ("INVALID_VPC_FORMAT", when(StringEquals={"aws:SourceVpc": "my-vpc"})),
    ("INVALID_VPC_ENDPOINT_FORMAT", when(StringEquals={"aws:SourceVpce": "vpc-111bbb22"})),
    ("EMPTY_OBJECT_CONDITION", GET | {"Condition": {}}),
    ("EMPTY_OBJECT_CONDITION", when(Bool={})),
    ("EMPTY_ARRAY_CONDITION", when(StringEquals={"aws:PrincipalType": []})),
    ("EMPTY_ARRAY_CONDITION_IFEXISTS", when(StringEqualsIfExists={"aws:PrincipalType": []})),
    ("EMPTY_ARRAY_CONDITION_FORANYVALUE", when(ForAnyValue_StringEquals={"aws:TagKeys": []})),
    ("EMPTY_ARRAY_CONDITION_FORALLVALUES", when(ForAllValues_StringEquals={"aws:TagKeys": []})),
    ("VARIABLE_UNSUPPORTED_IN_ELEMENT", GET | {"Action": "s3:Get${aws:username}"}),
    (
        "VARIABLE_UNSUPPORTED_IN_VERSION",
        {"Version": "2008-10-17", "Statement": [GET | {"Resource": "arn:aws:s3:::${aws:username}/*"}]},
    ),
    ("INVALID_VARIABLE_FOR_OPERATOR", when(NumericLessThan={"aws:MultiFactorAuthAge": "${aws:PrincipalTag/age}"})),
    ("MISSING_BRACE_IN_VARIABLE", GET | {"Resource": "arn:aws:s3:::a/${aws:username"}),
    ("EMPTY_VARIABLE", GET | {"Resource": "arn:aws:s3:::a/${}"}),
    ("UNSUPPORTED_SPACE_IN_VARIABLE", GET | {"Resource": "arn:aws:s3:::a/${aws: username}"}),
    ("MISSING_QUOTE_IN_VARIABLE", GET | {"Resource": "arn:aws:s3:::a/${aws:username, nobody}"}),
    ("ALLOW_WITH_NOT_ACTION", {"Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:aws:s3:::a"}),
    ("ALLOW_WITH_NOT_RESOURCE", {"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::a"}),
    (
        "PASS_ROLE_WITH_STAR_IN_RESOURCE",
        {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::*:role/*"},
    ),
    ("PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE", {"Effect": "Allow", "Action": "iam:*", "Resource": "*"}),
    ("PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}),
    (
        "PASS_ROLE_WITH_NOT_RESOURCE",
        {"Effect": "Allow", "Action": "iam:PassRole", "NotResource": "arn:aws:iam::*:role/a"},
    ),
    (
        "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
        {"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::a"},
    ),
    (
        "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
        {"Effect": "Allow", "NotAction": "s3:*", "NotResource": "arn:aws:s3:::a"},
    ),
    ("CREATE_SLR_WITH_STAR_IN_RESOURCE", {"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*"}),
    ("CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE", {"Effect": "Allow", "Action": "*", "Resource": "*"}),
    (
        "CREATE_SLR_WITH_NOT_RESOURCE",
        {"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "NotResource": "arn:aws:iam::*:role/a"},
    ),
    (
        "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        {
            "Effect": "Deny",
            "Action": "sts:GetCallerIdentity",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:ResourceTag/a": "b"}},
        }
        | {"Action": "tag:GetResources"},
    ),
    (
        "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        {
            "Effect": "Allow",
            "NotAction": "iam:*",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:ResourceTag/a": "b"}},
        },
    ),
    ("REDUNDANT_STATEMENT", {"Version": "2012-10-17", "Statement": [GET, GET | {"Action": "s3:*"}]}),
    (
        "ALLOW_SHADOWED_BY_DENY",
        {"Version": "2012-10-17", "Statement": [GET, GET | {"Effect": "Deny", "Action": "s3:*"}]},
    ),
    (
        "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
        GET | {"Resource": [f"arn:aws:s3:::{'a' * 40}{n}/*" for n in range(200)]},
    ),
]
OTHERS: list[tuple[str, str, Any]] = [
    ("MISSING_PRINCIPAL", "trust", {"Effect": "Allow", "Action": "sts:AssumeRole"}),
    ("UNSUPPORTED_ACTION_IN_POLICY", "trust", TRUST | {"Action": "s3:GetObject"}),
    ("ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", "trust", TRUST | {"Resource": "*"}),
    ("ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "trust", TRUST | {"Principal": "*"}),
    (
        "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
        "trust",
        {"Effect": "Deny", "NotPrincipal": {"AWS": "*"}, "Action": "sts:AssumeRole"},
    ),
    ("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "trust", TRUST | {"Principal": {"AWS": "arn:aws:iam::111122223333:user/*"}}),
    ("UNSUPPORTED_PRINCIPAL", "trust", TRUST | {"Principal": {"AWS": "arn:aws:iam::111122223333:group/g"}}),
    ("INVALID_PRINCIPAL_FORMAT", "trust", TRUST | {"Principal": {"AWS": "alice"}}),
    ("INVALID_PRINCIPAL_FORMAT", "trust", TRUST | {"Principal": "alice"}),
    ("INVALID_PRINCIPAL_KEY", "trust", TRUST | {"Principal": {"Aws": "111122223333"}}),
    ("INVALID_SERVICE_PRINCIPAL_FORMAT", "trust", TRUST | {"Principal": {"Service": "ec2"}}),
    ("INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", "trust", TRUST | {"Principal": {"Federated": "okta"}}),
    ("EMPTY_ARRAY_PRINCIPAL", "trust", TRUST | {"Principal": {"AWS": []}}),
    ("EMPTY_OBJECT_PRINCIPAL", "trust", TRUST | {"Principal": {}}),
    ("INVALID_ROLE_REFERENCE", "trust", TRUST | {"Principal": {"AWS": "AROA1234567890EXAMPLE"}}),
    ("INVALID_USER_REFERENCE", "trust", TRUST | {"Principal": {"AWS": "AIDA1234567890EXAMPLE"}}),
    ("MISMATCHED_ACTION_FOR_PRINCIPAL", "trust", TRUST | {"Action": "sts:AssumeRoleWithSAML"}),
    (
        "MISMATCHED_ACTION_FOR_PRINCIPAL",
        "trust",
        TRUST | {"Principal": {"Federated": "accounts.google.com"}, "Condition": CLAIM},
    ),
    (
        "ALLOW_WITH_NOT_PRINCIPAL",
        "resource",
        {
            "Effect": "Allow",
            "NotPrincipal": {"AWS": "111122223333"},
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::a/*",
        },
    ),
    ("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "resource", OPEN | {"Principal": {"AWS": "arn:aws:iam::*:root"}}),
    ("INVALID_PRINCIPAL_FORMAT", "resource", OPEN | {"Principal": {"AWS": "alice"}}),
    ("EMPTY_ARRAY_RESOURCE", "resource", OPEN | {"Resource": []}),
    ("INVALID_VERSION", "managed", {"Statement": [GET]}),
    ("SCP_SYNTAX_ERROR_PRINCIPAL", "scp", OPEN),
    ("POLICY_SIZE_EXCEEDS_SCP_QUOTA", "scp", GET | {"Resource": [f"arn:aws:s3:::{'a' * 40}{n}/*" for n in range(100)]}),
    ("RCP_SYNTAX_ERROR_ALLOW", "rcp", OPEN),
    ("RCP_SYNTAX_ERROR_PRINCIPAL", "rcp", OPEN | {"Effect": "Deny", "Principal": {"AWS": "111122223333"}}),
    ("RCP_SYNTAX_ERROR_ACTION", "rcp", OPEN | {"Effect": "Deny", "Action": "*"}),
    ("RCP_SYNTAX_ERROR_NOTACTION", "rcp", {"Effect": "Deny", "Principal": "*", "NotAction": "s3:*", "Resource": "*"}),
    ("UNSUPPORTED_ACTION_IN_POLICY", "rcp", OPEN | {"Effect": "Deny", "Action": "iam:GetUser"}),
    ("TYPE_MISMATCH_IP_RANGE", "session", when(IpAddress={"aws:SourceIp": "home"})),
    ("TYPE_MISMATCH_DATE", "session", when(DateLessThan={"aws:CurrentTime": "home"})),
]
CLEAN: list[tuple[str, Any]] = [
    ("identity", GET),
    ("identity", GET | {"Resource": "arn:aws:s3:::a/${aws:username, 'nobody'}/*"}),
    ("identity", GET | {"Resource": "arn:aws:s3:::a/${*}"}),
    ("identity", {"Effect": "Allow", "Action": "ec2:DescribeInstances", "Resource": "*"}),
    ("identity", when(ForAllValues_StringEquals={"aws:TagKeys": ["a", "b"]})),
    ("identity", when(StringEqualsIfExists={"aws:PrincipalTag/team": "${aws:PrincipalTag/team}"})),
    ("identity", when(IpAddress={"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32", "0.0.0.0/0"]})),
    ("identity", when(NumericLessThan={"aws:EpochTime": "1700000000"})),
    (
        "identity",
        {
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": "*",
            "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
        },
    ),
    ("identity", {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/Service*"}),
    ("identity", {"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"}),
    ("managed", GET),
    ("boundary", {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
    ("trust", TRUST),
    (
        "trust",
        TRUST
        | {
            "Principal": {"Federated": "accounts.google.com"},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": CLAIM,
        },
    ),
    ("resource", OPEN),
    ("scp", {"Effect": "Allow", "Action": "*", "Resource": "*"}),
    ("rcp", OPEN | {"Effect": "Deny"}),
]


@pytest.mark.parametrize(("code", "tree"), IDENTITY, ids=[code for code, _ in IDENTITY])
def test_an_identity_policy_has_the_issue(code: str, tree: Any, found_in: Validate) -> None:
    assert code in [finding.code for finding in found_in(tree)]


@pytest.mark.parametrize(("code", "kind", "tree"), OTHERS, ids=[f"{kind}-{code}" for code, kind, _ in OTHERS])
def test_a_policy_of_another_kind_has_the_issue(code: str, kind: str, tree: Any, found_in: Validate) -> None:
    assert code in [finding.code for finding in found_in(tree, kind)]


@pytest.mark.parametrize(("kind", "tree"), CLEAN)
def test_a_policy_that_is_as_it_should_be_has_no_finding(kind: str, tree: Any, found_in: Validate) -> None:
    assert found_in(tree, kind) == []


def test_every_code_that_can_be_found_is_shown_here() -> None:
    shown = {code for code, _ in IDENTITY} | {code for code, _, _ in OTHERS}
    only_elsewhere = {"JSON_SYNTAX_ERROR", "TOML_SYNTAX_ERROR"}
    rare = {
        code for code in FINDING_TYPES if code.startswith(("CREATE_SLR", "DENY_NOTACTION", "ALLOW_WITH_UNSUPPORTED"))
    }

    assert set(FINDING_TYPES) - shown - only_elsewhere - rare == {"EMPTY_ARRAY_ACTION", "POLICY_SIZE_EXCEEDS_QUOTA"} | {
        "POLICY_SIZE_EXCEEDS_RCP_QUOTA"
    }


def test_what_iam_refuses_is_an_error_whatever_the_class_of_its_code(found_in: Validate) -> None:
    refused = found_in(GET | {"Resource": "arn:aws:*code*::111122223333:*"})

    assert [(each.code, each.finding_type) for each in refused] == [("WILDCARD_IN_SERVICE_NAME", FindingType.ERROR)]


def test_a_near_name_is_suggested(found_in: Validate) -> None:
    (action,) = found_in(GET | {"Action": "s3:GetObjekt"})
    (key,) = found_in(when(Bool={"aws:SecureTranport": "true"}))

    assert "s3:GetObject" in action.mend
    assert "aws:SecureTransport" in key.mend


def test_a_finding_points_at_the_element_it_is_about(found_in: Validate) -> None:
    (finding,) = found_in(GET | {"Action": ["s3:GetObject", "s3:GetObjekt"]})

    assert finding.locations[0].path == ("Statement", 0, "Action", 1)


def test_a_deny_says_what_a_key_that_does_not_exist_does_to_it(found_in: Validate) -> None:
    statement = when(StringNotEquals={"aws:PrincipalOrg": "o-1"}) | {"Effect": "Deny"}

    details = [each.details for each in found_in(statement) if each.code == "INVALID_GLOBAL_CONDITION_KEY"]

    assert details[0].endswith("No request has it: this part of the Deny always holds.")


def test_what_a_pattern_covers_is_told_as_one_group_in_the_order_of_the_list(found_in: Validate) -> None:
    """As Access Analyzer answered for AWSGlueConsoleFullAccess."""
    resources = ["arn:aws:s3:::aws-glue-*/*", "arn:aws:s3:::other/*", "arn:aws:s3:::*aws-glue*"]

    (finding,) = found_in(GET | {"Resource": resources})

    assert [each.path[-1] for each in finding.locations] == [0, 2]
    assert finding.details == (
        "The 2 resource ARN(s) are redundant because they reference the same resource. Review the use of wildcards (*), "
        "or remove the resource arn:aws:s3:::aws-glue-*/* to remove the redundancy."
    )


def test_the_link_leads_to_the_issue_on_the_page_of_aws() -> None:
    link = learn_more_link("PASS_ROLE_WITH_STAR_IN_RESOURCE")

    assert link.endswith("#access-analyzer-reference-policy-checks-security-warning-pass-role-with-star-in-resource")


@pytest.mark.parametrize("tree", [None, 1, "x", [], {}, {"Statement": None}, {"Statement": [None, 1, {"Action": [1]}]}])
def test_what_is_no_policy_at_all_is_an_error_and_no_crash(tree: Any, found_in: Validate) -> None:
    assert FindingType.ERROR in [
        finding.finding_type for finding in found_in({"Statement": tree} if tree is None else tree)
    ]
