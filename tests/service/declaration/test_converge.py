"""What becomes of the account: keys that are said, keys that are not, references, pruning, limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from iamctl.model.account_settings import PasswordPolicy
from iamctl.service.service import Service

from .conftest import ADMINISTRATOR, DOCUMENT, POLICY, Bootstrap, Refuse, arn, names, outline

Now = Callable[[str, str], Any]

TEAM = f"""
[[user]]
name = "alice"
path = "/eng/"
groups = ["devs"]
attached_policies = ["Read", "AdministratorAccess"]
permissions_boundary = "Read"
tags = {{ team = "core" }}
[user.inline_policies.Own]
{DOCUMENT}
[[group]]
name = "Devs"
attached_policies = ["{arn("policy/Read")}"]

[[role]]
name = "deploy"
description = "Deploys"
max_session_duration = 7200
trust = {{ users = ["alice"], roles = ["build"] }}
permissions_boundary = "{ADMINISTRATOR}"

[[role]]
name = "build"
trust = {{ service = "ec2.amazonaws.com" }}

[[instance_profile]]
name = "build"
roles = ["BUILD"]

{POLICY}
"""


def test_a_file_may_refer_to_what_comes_later_in_it(made: Bootstrap, now: Now) -> None:
    made(TEAM)

    alice, deploy = now("users", "alice"), now("roles", "deploy")
    assert alice.arn == arn("user/eng/alice")
    assert alice.groups == ("Devs",)
    assert alice.attached_policies == (arn("policy/Read"), ADMINISTRATOR)
    assert alice.permissions_boundary == arn("policy/Read")
    assert [policy.policy_name for policy in alice.inline_policies] == ["Own"]
    assert deploy.trust_policy.tree["Statement"][0]["Principal"]["AWS"] == [arn("user/eng/alice"), arn("role/build")]
    assert (deploy.description, deploy.max_session_duration) == ("Deploys", 7200)
    assert now("instance_profiles", "build").roles == ("build",)


def test_a_second_run_changes_nothing(made: Bootstrap) -> None:
    made(TEAM)

    assert made(TEAM).is_empty
    assert made(TEAM, prune=True).is_empty


def test_keys_that_are_not_said_stay(made: Bootstrap, now: Now) -> None:
    made(TEAM)
    before = now("users", "alice"), now("roles", "deploy")

    plan = made('[[user]]\nname = "alice"\n[[role]]\nname = "deploy"\n')

    assert plan.is_empty
    assert (now("users", "alice"), now("roles", "deploy")) == before


def test_keys_that_are_not_said_go_back_to_their_defaults_when_pruning(made: Bootstrap, now: Now) -> None:
    made(TEAM)
    trust = now("roles", "build").trust_policy

    made('[[user]]\nname = "alice"\n[[role]]\nname = "build"\n', prune=True)

    alice = now("users", "alice")
    assert (alice.path, alice.groups, alice.attached_policies, alice.inline_policies) == ("/", (), (), ())
    assert (alice.permissions_boundary, alice.tags) == (None, ())
    assert now("roles", "build").trust_policy == trust


def test_lists_become_equal_and_keep_their_order(made: Bootstrap, now: Now) -> None:
    made('[[user]]\nname = "a"\nattached_policies = ["ReadOnlyAccess", "AdministratorAccess"]\n')

    made('[[user]]\nname = "a"\nattached_policies = ["AdministratorAccess"]\n')

    assert now("users", "a").attached_policies == (ADMINISTRATOR,)


def test_an_empty_text_takes_away(made: Bootstrap, now: Now) -> None:
    made(TEAM + '[account]\nalias = "acme"\n')

    made('[account]\nalias = ""\n[[role]]\nname = "deploy"\npermissions_boundary = ""\ndescription = ""\n')

    role = now("roles", "deploy")
    assert (role.permissions_boundary, role.description) == (None, None)
    assert now("settings", "111122223333").alias is None


def test_names_are_found_in_any_case_and_keep_their_spelling(made: Bootstrap, now: Now) -> None:
    made(TEAM)

    plan = made('[[user]]\nname = "ALICE"\ngroups = ["DEVS"]\n')

    assert plan.is_empty
    assert now("users", "alice").user_name == "alice"


def test_the_order_of_tags_and_of_keys_in_documents_is_no_difference(made: Bootstrap) -> None:
    made(POLICY + '[[user]]\nname = "a"\ntags = { a = "1", b = "2" }\n')

    plan = made(
        '[[user]]\nname = "a"\ntags = { b = "2", a = "1" }\n[[policy]]\nname = "Read"\n[policy.document]\n'
        'Statement = { Resource = "*", Action = "s3:GetObject", Effect = "Allow" }\nVersion = "2012-10-17"\n'
    )

    assert plan.is_empty


def test_an_inline_policy_that_says_the_same_in_another_order_stays(made: Bootstrap, now: Now) -> None:
    statement = '{ Resource = "*", Action = "s3:GetObject", Effect = "Allow" }'
    made(TEAM)
    before = now("users", "alice")

    made(f'[[user]]\nname = "alice"\n[user.inline_policies.OWN]\nStatement = {statement}\nVersion = "2012-10-17"\n')

    assert now("users", "alice") == before


def test_a_trust_policy_follows_a_user_that_moves(made: Bootstrap, now: Now) -> None:
    made(TEAM)

    plan = made('[[user]]\nname = "alice"\npath = "/ops/"\n')

    assert outline(plan) == ["~ user alice: path", "~ role deploy: trust_policy"]
    assert arn("user/ops/alice") in now("roles", "deploy").trust_policy.text


def test_a_trust_policy_keeps_the_id_of_a_user_that_is_pruned(made: Bootstrap, now: Now) -> None:
    made(TEAM)
    user_id = now("users", "alice").user_id

    made('[[role]]\nname = "deploy"\n', prune=True)

    assert user_id in now("roles", "deploy").trust_policy.text


def test_the_trust_of_a_pruned_user_is_a_mistake_where_the_file_says_it(made: Bootstrap, refused: Refuse) -> None:
    made(TEAM)

    mistakes = refused('[[role]]\nname = "deploy"\ntrust = { users = ["alice"] }\n', prune=True)

    assert mistakes == ["3:20: The user with name alice cannot be found."]


def test_pruning_removes_what_the_file_does_not_name(made: Bootstrap, service: Service) -> None:
    made(TEAM + '[account]\nalias = "acme"\n[password_policy]\nrequire_symbols = true\n')

    plan = made('[[group]]\nname = "devs"\n', prune=True)

    assert outline(plan) == [
        "~ group Devs: attached_policies",
        "- instance profile build",
        "- role deploy",
        "- role build",
        "- user alice",
        "- policy Read",
    ]
    with service.reading() as account:
        assert names(account) == ["group Devs"]
        assert account.settings.alias == "acme"
        assert account.settings.password_policy == PasswordPolicy(require_symbols=True)


def test_service_linked_roles_are_never_pruned(made: Bootstrap, service: Service, now: Now) -> None:
    from dataclasses import replace

    made('[[role]]\nname = "AWSServiceRoleForX"\ntrust = { service = "ec2.amazonaws.com" }\n')
    with service.change() as change:
        role = replace(change.account.roles.find("AWSServiceRoleForX"), path="/aws-service-role/x/")  # type: ignore[type-var]
        change.account.roles.put(role)  # type: ignore[arg-type]

    assert made("", prune=True).is_empty
    assert now("roles", "AWSServiceRoleForX") is not None


def test_a_reference_to_what_pruning_removes_says_so(made: Bootstrap, refused: Refuse) -> None:
    made(POLICY)

    mistakes = refused('[[group]]\nname = "g"\nattached_policies = ["Read"]\n', prune=True)

    assert mistakes == ["3:22: Policy Read does not exist or is not attachable."]


def test_another_document_becomes_the_default_version(made: Bootstrap, now: Now) -> None:
    made(POLICY)

    plan = made(POLICY.replace("GetObject", "PutObject"))

    policy = now("policies", "Read")
    assert outline(plan) == ["~ policy Read: document"]
    assert (policy.default_version_id, policy.latest_version) == ("v2", 2)
    assert "PutObject" in policy.default_version.document.text


def test_a_document_that_an_older_version_has_brings_that_one_back(made: Bootstrap, now: Now) -> None:
    made(POLICY)
    made(POLICY.replace("GetObject", "PutObject"))

    made(POLICY)

    assert now("policies", "Read").default_version_id == "v1"
    assert len(now("policies", "Read").versions) == 2


def test_a_sixth_version_needs_pruning(made: Bootstrap, refused: Refuse, now: Now) -> None:
    texts = [POLICY.replace("GetObject", f"Get{number}") for number in range(6)]
    for text in texts[:5]:
        made(text)

    mistakes = refused(texts[5])
    made(texts[5], prune=True)

    assert mistakes == ["3:9: Policy Read has 5 versions; the new document would be one more."]
    assert [version.version_id for version in now("policies", "Read").versions] == ["v2", "v3", "v4", "v5", "v6"]


def test_settings_become_what_is_said(made: Bootstrap, now: Now) -> None:
    text = '[account]\nroot_email = "a@b.c"\n[account.quotas]\nRolesPerAccount = 2000\n[password_policy]\nrequire_symbols = true\n'
    made(text)

    made("[password_policy]\nminimum_password_length = 9\n[account.quotas]\nRolesPerAccount = 1000\n")

    settings = now("settings", "111122223333")
    assert settings.password_policy == PasswordPolicy(minimum_password_length=9, require_symbols=True)
    assert (settings.root_email, settings.quotas) == ("a@b.c", ())


def test_a_password_policy_is_whole_when_pruning(made: Bootstrap, now: Now) -> None:
    made("[password_policy]\nrequire_symbols = true\n")

    made("[password_policy]\nminimum_password_length = 9\n", prune=True)

    assert now("settings", "111122223333").password_policy == PasswordPolicy(minimum_password_length=9)


def test_a_provider_s_client_ids_become_equal(made: Bootstrap, now: Now) -> None:
    made('[[oidc_provider]]\nurl = "https://a.example"\nclient_ids = ["x", "y"]\nthumbprints = ["' + "AB" * 20 + '"]\n')

    plan = made('[[oidc_provider]]\nurl = "a.example"\nclient_ids = ["z"]\n')

    assert outline(plan) == ["~ oidc provider a.example: client_ids"]
    assert now("oidc_providers", "a.example").thumbprints == ("ab" * 20,)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ('[account]\nid = "444455556666"\n', "2:1: This is account 111122223333, and the declaration is about account"),
        ('[[role]]\nname = "build"\npath = "/x/"\n', "3:1: The path of role build is /, and AWS fixes it at creation."),
        (
            '[[policy]]\nname = "Read"\npath = "/x/"\n',
            "3:1: The path of policy Read is /, and AWS fixes it at creation.",
        ),
        ('[[policy]]\nname = "Read"\ndescription = "x"\n', "3:1: The description of policy Read was never given"),
        ('[[instance_profile]]\nname = "build"\npath = "/x/"\n', "3:1: The path of instance profile build is /"),
        (
            '[[user]]\nname = "a"\nattached_policies = ["AWSSupportServiceRolePolicy"]\n',
            "3:22: arn:aws:iam::aws:policy",
        ),
        ('[[user]]\nname = "a"\nattached_policies = ["Read", "read"]\n', "3:30: attached_policies names Read twice."),
        ('[[user]]\nname = "a"\ngroups = ["Devs", "devs"]\n', "3:19: groups names Devs twice."),
        ('[[user]]\nname = "a"\npermissions_boundary = "None"\n', "3:1: Policy None does not exist"),
        ('[[instance_profile]]\nname = "p"\nroles = ["deploy", "build"]\n', "3:1: Cannot exceed quota for Instance"),
        (
            '[[role]]\nname = "x"\npath = "/aws-service-role/x/"\ntrust = { account = "444455556666" }\n',
            "3:1: The path /aws-service-role/ is reserved for service-linked roles.",
        ),
        ('[[role]]\nname = "x"\ntrust = { saml = "idp" }\n', "3:11: Manifest not found for arn idp."),
        ('[[role]]\nname = "x"\ntrust = { oidc = "no.example" }\n', "3:11: OpenIDConnect Provider not found"),
        ('[account.quotas]\nGroupsPerAccount = 1\n[[group]]\nname = "g"\n', "3:1: Cannot exceed quota for GroupsPer"),
        (
            "[account.quotas]\nPoliciesPerUser = 1\n[[user]]\nname = 'b'\nattached_policies = ['Read', 'ReadOnlyAccess']\n",
            "5:1:",
        ),
        (f"[account.quotas]\nUserPolicySize = 9\n[[user]]\nname = 'b'\n[user.inline_policies.P]\n{DOCUMENT}", "5:7:"),
        (f"[account.quotas]\nPolicySize = 9\n[[policy]]\nname = 'b'\n[policy.document]\n{DOCUMENT}", "5:9:"),
        (
            "[account.quotas]\nACLSizePerRole = 9\n[[role]]\nname = 'b'\ntrust = { service = 'ec2.amazonaws.com' }\n",
            "5:1:",
        ),
        ("[account.quotas]\nGroupsPerUser = 0\n[[user]]\nname = 'b'\ngroups = ['Devs']\n", "5:1:"),
    ],
)
def test_what_the_account_does_not_allow_is_a_mistake(
    made: Bootstrap, refused: Refuse, text: str, mistake: str
) -> None:
    made(TEAM)

    (told,) = refused(text)

    assert told.startswith(mistake)


def test_a_principal_that_is_not_there_is_told_where_it_stands(refused: Refuse) -> None:
    text = (
        '[[role]]\nname = "x"\n[role.trust_policy]\nVersion = "2012-10-17"\n[[role.trust_policy.Statement]]\n'
        f'Effect = "Allow"\nAction = "sts:AssumeRole"\nPrincipal = {{ AWS = ["{arn("user/a")}", "{arn("user/b")}"] }}\n'
    )

    assert refused(text) == [
        f'8:22: Invalid principal in policy: "AWS":"{arn("user/a")}"',
        f'8:58: Invalid principal in policy: "AWS":"{arn("user/b")}"',
    ]


def test_a_quota_is_told_once_at_the_first_that_is_too_many(refused: Refuse) -> None:
    text = "[account.quotas]\nGroupsPerAccount = 2\n" + "".join(f'[[group]]\nname = "g{n}"\n' for n in range(5))

    assert refused(text) == ["7:1: Cannot exceed quota for GroupsPerAccount: 2."]


def test_what_already_exceeds_a_quota_stands_in_nobody_s_way(made: Bootstrap) -> None:
    made(TEAM)

    plan = made('[account.quotas]\nPoliciesPerUser = 1\n[[user]]\nname = "alice"\ntags = {}\n')

    assert outline(plan) == ["~ account own: quotas", "~ user alice: tags"]


def test_one_operation_is_recorded_with_the_file_and_the_counts(made: Bootstrap, service: Service) -> None:
    made(TEAM)

    (call,) = service.operations
    assert call.name == "Bootstrap"
    assert call.parameters == {"File": "a.toml", "Counts": {"Created": 6, "Changed": 0, "Removed": 0}}


def test_a_run_without_a_change_makes_no_revision(made: Bootstrap, service: Service) -> None:
    made(TEAM)

    made(TEAM)

    assert service.revision is None
