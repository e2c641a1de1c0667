"""SimulateCustomPolicy and SimulatePrincipalPolicy, row by row as recorded answers of AWS have them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iamctl.errors import IamctlError, InvalidInput, NoSuchEntity, ValidationError
from iamctl.model.document import Document
from iamctl.service import attachments, boundaries, groups, inline_policies, policies, roles, users
from iamctl.service.account import Account
from iamctl.service.questions.asking import Asker, Circumstances
from iamctl.service.simulation.context_entries import ContextEntry
from iamctl.service.simulation.exclusions import InlinePolicyIdentifier, PolicyExclusion
from iamctl.service.simulation.operations import (
    Given,
    get_context_keys_for_custom_policy,
    get_context_keys_for_principal_policy,
    simulate_custom,
    simulate_custom_policy,
    simulate_principal_policy,
)
from service.given import ACCOUNT_ID

OBJECT = "arn:aws:s3:::artifacts/x"
OTHER = "444455556666"
ALICE = f"arn:aws:iam::{ACCOUNT_ID}:user/alice"
GET = ("s3:GetObject",)


def policy(*statements: dict[str, Any], **document: Any) -> str:
    rest = [{} if "NotAction" in statement else {"Action": "*"} for statement in statements or ({},)]
    filled = [
        {"Effect": "Allow", **action, "Resource": "*", **statement}
        for action, statement in zip(rest, statements or ({},), strict=True)
    ]
    return json.dumps({"Version": "2012-10-17", **document, "Statement": filled}, separators=(",", ":"))


def named(principal: str, **statement: Any) -> str:
    return policy({"Principal": {"AWS": principal}, **statement})


TOML = """
Version = "2012-10-17"
Statement = { Effect = "Allow", Action = "*", Resource = "*" }
"""
ALL, NOTHING, NO_S3 = policy(), policy({"Action": "ec2:*"}), policy({"Effect": "Deny", "Action": "s3:*"})


def custom(account: Account, *texts: str, **parameters: Any) -> dict[str, Any]:
    given = {"action_names": GET, "resource_arns": (OBJECT,), **parameters}
    [result] = simulate_custom_policy(account, policy_input_list=texts, **given)["EvaluationResults"]
    return result


def principal(account: Account, arn: str = ALICE, **parameters: Any) -> dict[str, Any]:
    given = {"action_names": GET, "resource_arns": (OBJECT,), **parameters}
    [result] = simulate_principal_policy(account, policy_source_arn=arn, **given)["EvaluationResults"]
    return result


def ids(result: dict[str, Any]) -> list[str]:
    return [each["SourcePolicyId"] for each in result["MatchedStatements"]]


@pytest.fixture
def alice(account: Account) -> Account:
    users.create_user(account, user_name="alice", path="/eng/")
    groups.create_group(account, group_name="Readers")
    groups.add_user_to_group(account, group_name="Readers", user_name="alice")
    return account


ALICE_ARN = f"arn:aws:iam::{ACCOUNT_ID}:user/eng/alice"


class TestWhatDecides:
    def test_nothing_given_allows_nothing(self, account: Account) -> None:
        assert custom(account)["EvalDecision"] == "implicitDeny"

    def test_an_allow_of_a_policy_is_matched_and_a_deny_outweighs_it(self, account: Account) -> None:
        assert ids(custom(account, ALL)) == ["PolicyInputList.1"]
        denied = custom(account, ALL, NO_S3)
        assert (denied["EvalDecision"], ids(denied)) == ("explicitDeny", ["PolicyInputList.2"])

    def test_a_boundarys_allow_is_never_matched_and_its_deny_is(self, account: Account) -> None:
        allowed = custom(account, ALL, permissions_boundary_policy_input_list=(ALL,))
        silent = custom(account, ALL, permissions_boundary_policy_input_list=(NOTHING,))
        denied = custom(account, ALL, permissions_boundary_policy_input_list=(NO_S3,))

        assert ids(allowed) == ["PolicyInputList.1"]
        assert (silent["EvalDecision"], ids(silent)) == ("implicitDeny", [])
        assert (denied["EvalDecision"], ids(denied)) == ("explicitDeny", ["PermissionsBoundaryPolicyInputList.1"])
        details = [each["PermissionsBoundaryDecisionDetail"] for each in (allowed, silent, denied)]
        assert [each["AllowedByPermissionsBoundary"] for each in details] == [True, False, False]

    def test_a_resource_policy_suffices_within_the_account_though_the_boundary_is_silent(
        self, account: Account
    ) -> None:
        result = custom(
            account,
            resource_policy=named(ALICE),
            caller_arn=ALICE,
            permissions_boundary_policy_input_list=(NOTHING,),
        )

        assert (result["EvalDecision"], ids(result)) == ("allowed", ["ResourcePolicy"])
        assert result["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": False}
        assert result["EvalDecisionDetails"] == {}

    def test_the_accounts_root_in_a_resource_policy_suffices_too(self, account: Account) -> None:
        root = f"arn:aws:iam::{ACCOUNT_ID}:root"

        assert custom(account, resource_policy=named(root), caller_arn=ALICE)["EvalDecision"] == "allowed"

    def test_across_accounts_each_side_is_told(self, account: Account) -> None:
        given = {"resource_policy": named(ALICE), "caller_arn": ALICE}
        owner = f"arn:aws:iam::{OTHER}:root"

        both = custom(account, ALL, resource_owner=owner, **given)
        one = custom(account, resource_owner=owner, **given)

        assert (both["EvalDecision"], ids(both)) == ("allowed", ["PolicyInputList.1", "ResourcePolicy"])
        assert both["EvalDecisionDetails"] == {"IAM Policy": "allowed", "Resource Policy": "allowed"}
        assert (one["EvalDecision"], ids(one)) == ("implicitDeny", [])
        assert one["EvalDecisionDetails"] == {"IAM Policy": "implicitDeny", "Resource Policy": "allowed"}

    def test_the_organization_denies_without_a_matched_statement(self, account: Account) -> None:
        denied = custom(account, ALL, ordered_organization_policy_input_list=((ALL,), (ALL, NO_S3)))
        silent = custom(account, ALL, ordered_organization_policy_input_list=((ALL,), (NOTHING,)))

        assert [each["EvalDecision"] for each in (denied, silent)] == ["explicitDeny", "implicitDeny"]
        for each in (denied, silent):
            assert each["OrganizationsDecisionDetail"] == {"AllowedByOrganizations": False}
            assert (ids(each), each["MissingContextValues"]) == ([], [])
            assert "EvalDecisionDetails" not in each
            assert "OrganizationsDecisionDetail" not in each["ResourceSpecificResults"][0]

    @pytest.mark.parametrize(
        "action, resource, decision",
        [
            ("s3:GetObject", "arn:aws:sqs:us-east-1:111122223333:q", "implicitDeny"),
            ("iam:ListUsers", f"arn:aws:iam::{ACCOUNT_ID}:user/alice", "implicitDeny"),
            ("sts:GetCallerIdentity", f"arn:aws:iam::{ACCOUNT_ID}:user/alice", "implicitDeny"),
            ("ec2:DescribeInstances", f"arn:aws:ec2:us-east-1:{ACCOUNT_ID}:instance/i-1", "implicitDeny"),
            ("s3:GetObject", "arn:aws:s3:::artifacts", "allowed"),
            ("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT_ID}:role/Deploy", "allowed"),
            ("iam:ListUsers", "*", "allowed"),
            ("s3:NoSuchThing", "arn:aws:sqs:us-east-1:111122223333:q", "allowed"),
        ],
    )
    def test_an_action_is_denied_on_what_it_does_not_take(
        self, account: Account, action: str, resource: str, decision: str
    ) -> None:
        assert custom(account, ALL, action_names=(action,), resource_arns=(resource,))["EvalDecision"] == decision

    def test_without_resources_the_literal_star_is_asked_about(self, account: Account) -> None:
        text = policy({"Resource": OBJECT})

        result = custom(account, text, resource_arns=())

        assert (result["EvalDecision"], result["EvalResourceName"]) == ("implicitDeny", "*")
        assert "ResourceSpecificResults" not in result
        assert "EvalDecisionDetails" not in result

    def test_actions_are_compared_without_case_and_echoed_as_sent(self, account: Account) -> None:
        result = custom(account, policy({"Action": "s3:getobject"}), action_names=("S3:GETOBJECT",))

        assert (result["EvalDecision"], result["EvalActionName"]) == ("allowed", "S3:GETOBJECT")

    @pytest.mark.parametrize("action", ["s3:Get*", "s3:Nonsense", "s3:"])
    def test_actions_that_are_none_are_compared_as_text(self, account: Account, action: str) -> None:
        assert custom(account, policy({"Action": "s3:*"}), action_names=(action,))["EvalDecision"] == "allowed"

    def test_a_trust_policy_decides_who_assumes_a_role(self, account: Account) -> None:
        role = f"arn:aws:iam::{ACCOUNT_ID}:role/Deploy"
        trust = json.loads(named(ALICE, Action="sts:AssumeRole"))
        del trust["Statement"][0]["Resource"]
        given = Given(
            action_names=("sts:AssumeRole",),
            policy_input_list=(ALL,),
            resource_arns=(role,),
            trust_policy=json.dumps(trust),
            caller_arn=ALICE,
        )

        [alice] = simulate_custom(account, given)["EvaluationResults"]
        [bob] = simulate_custom(account, given._replace(caller_arn=ALICE.replace("alice", "bob")))["EvaluationResults"]

        assert (alice["EvalDecision"], bob["EvalDecision"]) == ("allowed", "implicitDeny")
        assert "TrustPolicy" in ids(alice)


class TestSeveralResources:
    def test_the_whole_is_allowed_only_if_each_is(self, account: Account) -> None:
        text = policy({"Resource": "arn:aws:s3:::artifacts/*"})

        result = custom(account, text, resource_arns=(OBJECT, "arn:aws:s3:::logs/x"))

        assert result["EvalDecision"] == "implicitDeny"
        assert ids(result) == ["PolicyInputList.1"]
        assert result["EvalResourceName"] == "arn:aws:s3:::${BucketName}/${KeyName}"
        each = result["ResourceSpecificResults"]
        assert [one["EvalResourceDecision"] for one in each] == ["allowed", "implicitDeny"]
        assert [one["EvalResourceName"] for one in each] == [OBJECT, "arn:aws:s3:::logs/x"]

    def test_one_resource_is_echoed(self, account: Account) -> None:
        result = custom(account, ALL)

        assert result["EvalResourceName"] == OBJECT
        assert len(result["ResourceSpecificResults"]) == 1

    def test_known_and_unknown_actions_do_not_come_together(self, account: Account) -> None:
        both = ("s3:GetObject", "s3:Nonsense")

        with pytest.raises(InvalidInput, match="require different authorization information"):
            custom(account, ALL, action_names=both)
        answer = simulate_custom_policy(account, policy_input_list=(ALL,), action_names=both)
        assert [each["EvalDecision"] for each in answer["EvaluationResults"]] == ["allowed", "allowed"]
        assert answer["IsTruncated"] is False

    def test_a_scenario_of_ec2_needs_its_resources(self, account: Account) -> None:
        kinds = ("instance/*", "image/i", "security-group/s", "network-interface/n")
        arns = tuple(f"arn:aws:ec2:us-east-1:{ACCOUNT_ID}:{kind}" for kind in kinds)
        given: dict[str, Any] = {"action_names": ("ec2:RunInstances",), "resource_arns": arns}

        assert custom(account, ALL, resource_handling_option="EC2-VPC-InstanceStore", **given)
        with pytest.raises(InvalidInput, match="there is no volume"):
            custom(account, ALL, resource_handling_option="EC2-VPC-EBS", **given)
        with pytest.raises(InvalidInput, match="is no ResourceHandlingOption"):
            custom(account, ALL, resource_handling_option="EC2-Classic", **given)


class TestPositions:
    @pytest.mark.parametrize(
        "text, start, end",
        [
            ('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}', (1, 38), (1, 84)),
            (
                '{\r\n "Version":"2012-10-17",\r "Statement":\n {"Effect":"Allow","Action":"*","Resource":"*"}}',
                (4, 3),
                (4, 48),
            ),
        ],
    )
    def test_a_statement_is_from_after_the_token_before_to_its_brace(
        self, account: Account, text: str, start: tuple[int, int], end: tuple[int, int]
    ) -> None:
        [matched] = custom(account, text)["MatchedStatements"]

        assert tuple(matched["StartPosition"].values()) == start
        assert tuple(matched["EndPosition"].values()) == end
        assert matched["SourcePolicyType"] == "IAM Policy"

    def test_a_second_statements_span_begins_with_its_comma(self, account: Account) -> None:
        text = policy({"Action": "ec2:*"}, {})
        first = text.index("}") + 2

        [matched] = custom(account, text)["MatchedStatements"]

        assert matched["StartPosition"] == {"Line": 1, "Column": first}


class TestMissingContextValues:
    TEXT = policy(
        {"Action": "ec2:*", "Condition": {"StringEqualsIfExists": {"aws:RequestTag/Team": "core"}}},
        {"Resource": "arn:aws:s3:::${aws:PrincipalTag/Home, 'x'}", "Condition": {"Null": {"S3:Prefix": "true"}}},
        {"Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}}},
    )

    def test_an_implicit_deny_lists_every_absent_key_in_the_policys_spelling(self, account: Account) -> None:
        expected = ["aws:RequestTag/Team", "S3:Prefix", "aws:PrincipalTag/Home", "aws:SourceVpc"]

        result = custom(account, self.TEXT)

        assert sorted(result["MissingContextValues"]) == sorted(expected)
        assert result["ResourceSpecificResults"][0]["MissingContextValues"] == result["MissingContextValues"]

    def test_an_allowance_and_an_explicit_deny_list_none(self, account: Account) -> None:
        assert custom(account, self.TEXT, ALL)["MissingContextValues"] == []
        assert custom(account, self.TEXT, NO_S3)["MissingContextValues"] == []

    def test_a_key_that_is_given_is_not_missing(self, account: Account) -> None:
        entries = (ContextEntry("AWS:SourceVPC", ("vpc-2",)),)

        assert "aws:SourceVpc" not in custom(account, self.TEXT, context_entries=entries)["MissingContextValues"]


class TestWhoCalls:
    KEYS = ("aws:PrincipalArn", "aws:username", "aws:PrincipalAccount", "aws:userid")

    def present(self, account: Account, **parameters: Any) -> list[str]:
        return [
            key
            for key in self.KEYS
            if custom(account, policy({"Condition": {"Null": {key: "false"}}}), **parameters)["EvalDecision"]
            == "allowed"
        ]

    def test_without_a_caller_only_its_account_is_known(self, account: Account) -> None:
        assert self.present(account) == ["aws:PrincipalAccount", "aws:userid"]
        stub = policy({"Condition": {"StringEquals": {"aws:userid": "STUB_PRINCIPAL_FOR_POLICY_SIMULATOR"}}})
        assert custom(account, stub)["EvalDecision"] == "allowed"

    def test_a_user_has_a_name_and_a_role_has_none(self, account: Account) -> None:
        assert self.present(account, caller_arn=ALICE) == list(self.KEYS)
        role = ALICE.replace("user/alice", "role/Deploy")
        assert self.present(account, caller_arn=role) == ["aws:PrincipalArn", "aws:PrincipalAccount", "aws:userid"]

    def test_an_entry_of_the_context_wins(self, account: Account) -> None:
        text = policy({"Condition": {"StringEquals": {"aws:username": "bob"}}})
        entry = ContextEntry("aws:UserName", ("bob",))

        assert custom(account, text, caller_arn=ALICE, context_entries=(entry,))["EvalDecision"] == "allowed"


class TestAPrincipal:
    def test_its_own_its_groups_and_given_policies_count_under_their_names(self, alice: Account) -> None:
        document = Document(ALL)
        inline_policies.put_user_policy(alice, user_name="alice", policy_name="Mine", policy_document=document)
        inline_policies.put_group_policy(alice, group_name="Readers", policy_name="Ours", policy_document=document)
        created = policies.create_policy(alice, policy_name="Shared", policy_document=document)
        for attach in (attachments.attach_user_policy, attachments.attach_group_policy):
            who = {"user_name": "alice"} if attach is attachments.attach_user_policy else {"group_name": "Readers"}
            attach(alice, policy_arn=created.arn, **who)

        result = principal(alice, policy_input_list=(ALL,))

        assert ids(result) == ["user_alice_Mine", "Shared", "group_Readers_Ours", "PolicyInputList.1"]

    def test_it_is_found_by_its_name_whatever_the_path(self, alice: Account) -> None:
        assert principal(alice, f"arn:aws:iam::{ACCOUNT_ID}:user/other/path/alice")["EvalDecision"] == "implicitDeny"

    def test_its_context_follows_from_the_entity_with_its_path(self, alice: Account) -> None:
        text = policy({"Condition": {"StringEquals": {"aws:PrincipalArn": ALICE_ARN, "aws:username": "alice"}}})

        assert principal(alice, policy_input_list=(text,))["EvalDecision"] == "allowed"

    def test_a_given_boundary_replaces_the_attached_one(self, alice: Account) -> None:
        bound = policies.create_policy(alice, policy_name="Bound", policy_document=Document(NOTHING))
        boundaries.put_user_permissions_boundary(alice, user_name="alice", permissions_boundary=bound.arn)

        attached = principal(alice, policy_input_list=(ALL,))
        given = principal(alice, policy_input_list=(ALL,), permissions_boundary_policy_input_list=(ALL,))

        assert (attached["EvalDecision"], given["EvalDecision"]) == ("implicitDeny", "allowed")

    @pytest.mark.parametrize(
        "arn, error, sentence",
        [
            (f"arn:aws:iam::{ACCOUNT_ID}:user/nobody", NoSuchEntity, "Unable to retrieve specified IAM entity"),
            (f"arn:aws:iam::{OTHER}:user/alice", InvalidInput, "does not have access to policies in account"),
            (f"arn:aws:iam::{ACCOUNT_ID}:root", InvalidInput, "Invalid ARN provided in the request"),
            (f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/R/s", InvalidInput, "Invalid ARN provided in the request"),
        ],
    )
    def test_others_are_refused(self, alice: Account, arn: str, error: type[IamctlError], sentence: str) -> None:
        with pytest.raises(error, match=sentence):
            principal(alice, arn)

    @pytest.mark.parametrize(
        "exclusion",
        [
            PolicyExclusion(policy_type="inline"),
            PolicyExclusion(inline_policy_identifier=InlinePolicyIdentifier("Mine", "user", "a?ice")),
        ],
    )
    def test_an_excluded_policy_does_not_count(self, alice: Account, exclusion: PolicyExclusion) -> None:
        inline_policies.put_user_policy(alice, user_name="alice", policy_name="Mine", policy_document=Document(ALL))

        assert principal(alice)["EvalDecision"] == "allowed"
        assert principal(alice, policy_exclusion_list=(exclusion,))["EvalDecision"] == "implicitDeny"

    @pytest.mark.parametrize(
        "exclusion, is_left",
        [
            (PolicyExclusion(policy_type="user-managed"), True),
            (PolicyExclusion(policy_type="aws-managed"), False),
            (PolicyExclusion(policy_arn=f"arn:aws:iam::{ACCOUNT_ID}:policy/Sh*d"), True),
            (PolicyExclusion(policy_arn=f"arn:aws:iam::{ACCOUNT_ID}:policy/Other"), False),
            (PolicyExclusion(policy_type="rcp"), False),
        ],
    )
    def test_managed_policies_are_excluded_by_type_or_arn(
        self, alice: Account, exclusion: PolicyExclusion, is_left: bool
    ) -> None:
        created = policies.create_policy(alice, policy_name="Shared", policy_document=Document(ALL))
        attachments.attach_user_policy(alice, user_name="alice", policy_arn=created.arn)

        result = principal(alice, policy_exclusion_list=(exclusion,))

        assert (result["EvalDecision"] == "implicitDeny") == is_left

    @pytest.mark.parametrize(
        "exclusion, error",
        [
            (PolicyExclusion(), InvalidInput),
            (PolicyExclusion(policy_type="inline", policy_arn="arn:aws:iam::aws:policy/X"), InvalidInput),
            (PolicyExclusion(policy_arn="arn:aws:iam::aws:policy/*X*"), InvalidInput),
            (PolicyExclusion(policy_arn="arn:aws:iam::*:policy/X"), InvalidInput),
            (PolicyExclusion(policy_type="managed"), ValidationError),
        ],
    )
    def test_an_exclusion_that_is_none_is_refused(
        self, alice: Account, exclusion: PolicyExclusion, error: type[IamctlError]
    ) -> None:
        with pytest.raises(error):
            principal(alice, policy_exclusion_list=(exclusion,))


class TestRefusals:
    @pytest.mark.parametrize(
        "parameters, error, sentence",
        [
            ({"resource_policy": named(ALICE)}, InvalidInput, "Caller cannot be null or empty"),
            (
                {"resource_policy": named(ALICE), "caller_arn": f"arn:aws:iam::{ACCOUNT_ID}:root"},
                InvalidInput,
                "Caller must be an IAM user, role or group in this context.",
            ),
            (
                {"resource_policy": named(ALICE), "caller_arn": ALICE, "resource_arns": ()},
                InvalidInput,
                r"Invalid Entity Arn: \* does not clearly define entity type and name.",
            ),
            ({"resource_owner": OTHER}, InvalidInput, "Invalid ARN provided in the request"),
            ({"permissions_boundary_policy_input_list": (ALL, ALL)}, InvalidInput, "Only one permissions boundary"),
            ({"ordered_organization_policy_input_list": ((ALL,), ())}, InvalidInput, "Level 2"),
            ({"ordered_organization_policy_input_list": ((ALL,),) * 8}, InvalidInput, "7 levels at most"),
            ({"action_names": ("GetObject",)}, InvalidInput, "Invalid Action"),
            ({"action_names": ("s:",)}, ValidationError, "3 to 128 characters"),
            ({"action_names": ()}, ValidationError, "actionNames"),
        ],
    )
    def test_what_cannot_be_simulated(
        self, account: Account, parameters: dict[str, Any], error: type[IamctlError], sentence: str
    ) -> None:
        with pytest.raises(error, match=sentence):
            custom(account, ALL, **parameters)

    @pytest.mark.parametrize("text", ["{", "{}", policy(Version="2020-01-01"), "[]", TOML])
    def test_a_text_that_is_no_policy(self, account: Account, text: str) -> None:
        with pytest.raises(InvalidInput):
            custom(account, text)

    @pytest.mark.parametrize("text", ["", "  ", ALL + " " * 131_072])
    def test_a_text_of_another_length_than_the_api_takes(self, account: Account, text: str) -> None:
        with pytest.raises(ValidationError, match="policyDocument"):
            custom(account, text)

    def test_no_version_and_a_lone_statement_are_fine(self, account: Account) -> None:
        lone = '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'

        assert custom(account, lone)["EvalDecision"] == "allowed"


class TestContextKeys:
    def test_keys_of_conditions_and_variables_come_once_for_each_policy(self, account: Account) -> None:
        text = policy(
            {"Condition": {"StringEquals": {"aws:SourceVpc": "${aws:PrincipalTag/Vpc}"}}},
            {"Resource": "arn:aws:s3:::${aws:username}/*", "Condition": {"StringLike": {"AWS:sourcevpc": "*"}}},
        )

        keys = get_context_keys_for_custom_policy(account, policy_input_list=(text, text))

        assert keys == ("aws:SourceVpc", "aws:PrincipalTag/Vpc", "aws:username") * 2

    def test_variables_of_the_old_version_are_text(self, account: Account) -> None:
        text = policy({"Resource": "arn:aws:s3:::${aws:username}/*"}, Version="2008-10-17")

        assert get_context_keys_for_custom_policy(account, policy_input_list=(text,)) == ()

    def test_an_unknown_operator_is_refused(self, account: Account) -> None:
        text = policy({"Condition": {"StringSame": {"aws:SourceVpc": "x"}}})

        with pytest.raises(InvalidInput, match="Syntax errors in policy"):
            get_context_keys_for_custom_policy(account, policy_input_list=(text,))

    def test_a_principals_come_from_its_groups_and_boundary_too(self, alice: Account) -> None:
        group = Document(policy({"Condition": {"Bool": {"aws:SecureTransport": "true"}}}))
        bound = Document(policy({"Condition": {"Bool": {"aws:ViaAWSService": "true"}}}))
        inline_policies.put_group_policy(alice, group_name="Readers", policy_name="Ours", policy_document=group)
        created = policies.create_policy(alice, policy_name="Bound", policy_document=bound)
        boundaries.put_user_permissions_boundary(alice, user_name="alice", permissions_boundary=created.arn)

        keys = get_context_keys_for_principal_policy(alice, policy_source_arn=ALICE_ARN)

        assert keys == ("aws:SecureTransport", "aws:ViaAWSService")


class TestTogetherWithCan:
    """The simulator and `can` have one engine; where they differ the quirk is listed in `iamctl.engine.simulator`."""

    STATEMENTS = (
        {"Action": "s3:*"},
        {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::artifacts/*"},
        {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::artifacts/secret*"},
        {"Action": "s3:*", "Condition": {"StringEquals": {"aws:username": "alice"}}},
        {"Action": "s3:*", "Condition": {"StringLike": {"aws:PrincipalArn": "*:user/eng/*"}}},
        {"Action": "s3:*", "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
        {"NotAction": "s3:GetObject"},
        {"Action": "s3:*", "Resource": "arn:aws:s3:::${aws:username}/*"},
    )

    @pytest.mark.parametrize("first", range(len(STATEMENTS)))
    @pytest.mark.parametrize("second", range(len(STATEMENTS)))
    def test_they_say_the_same(self, alice: Account, first: int, second: int) -> None:
        text = Document(policy(self.STATEMENTS[first], self.STATEMENTS[second]))
        inline_policies.put_user_policy(alice, user_name="alice", policy_name="Mine", policy_document=text)
        asker = Asker(alice, "alice")
        known = Circumstances(context={"aws:SourceIp": "10.1.2.3"})
        entries = (ContextEntry("aws:SourceIp", ("10.1.2.3",), "ip"),)

        for action in ("s3:GetObject", "s3:PutObject"):
            for resource in (OBJECT, "arn:aws:s3:::artifacts/secret", "arn:aws:s3:::alice/x"):
                said = principal(alice, action_names=(action,), resource_arns=(resource,), context_entries=entries)
                assert said["EvalDecision"] == asker.ask(action, resource, known).decision.outcome.value

    def test_a_role_says_the_same(self, account: Account) -> None:
        trust = Document(
            '{"Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}'
        )
        roles.create_role(account, role_name="Deploy", assume_role_policy_document=trust)
        document = Document(policy({"Condition": {"Null": {"aws:username": "true"}}}))
        inline_policies.put_role_policy(account, role_name="Deploy", policy_name="Mine", policy_document=document)

        said = principal(account, f"arn:aws:iam::{ACCOUNT_ID}:role/Deploy")

        assert said["EvalDecision"] == Asker(account, "Deploy").ask("s3:GetObject", OBJECT).decision.outcome.value
        assert said["EvalDecision"] == "allowed"


WORDS = st.sampled_from(
    ("s3:GetObject", "s3:*", OBJECT, ALICE, "*", "", "arn:", "aws:SourceIp", "ip", ALL, "{", "x" * 300)
)
ANYTHING = WORDS | st.text(max_size=40)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(
    st.lists(ANYTHING, max_size=2),
    st.lists(ANYTHING, max_size=2),
    st.lists(ANYTHING, max_size=2),
    st.none() | ANYTHING,
    st.none() | ANYTHING,
    st.builds(ContextEntry, ANYTHING, st.lists(ANYTHING, max_size=2).map(tuple), ANYTHING),
)
def test_whatever_is_given_is_answered_or_refused_with_an_error_of_the_api(
    account: Account,
    texts: list[str],
    actions: list[str],
    arns: list[str],
    caller: str | None,
    owner: str | None,
    entry: ContextEntry,
) -> None:
    for entries in ((), (entry,)):
        try:
            answer = simulate_custom_policy(
                account,
                policy_input_list=texts,
                action_names=actions,
                resource_arns=arns,
                caller_arn=caller,
                resource_owner=owner,
                context_entries=entries,
            )
        except IamctlError as error:
            assert isinstance(error, InvalidInput | ValidationError)
        else:
            assert len(answer["EvaluationResults"]) == len(actions)
