from __future__ import annotations

import pytest

from iamctl.errors import MalformedPolicyDocument
from iamctl.service.account import Account
from iamctl.service.groups import create_group
from iamctl.service.roles import create_role, update_assume_role_policy
from iamctl.service.trust_check import checked_trust
from iamctl.service.users import create_user, delete_user

from .given import EC2, ROOT, arn, trusting

ELSEWHERE = "arn:aws:iam::444455556666"


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": "*"},
        {"AWS": "444455556666"},
        {"AWS": ROOT},
        {"AWS": f"{ELSEWHERE}:user/eve"},
        {"AWS": f"{ELSEWHERE}:role/build/Deploy"},
        {"AWS": "arn:aws:sts::111122223333:assumed-role/Deploy/session"},
        {"Service": "ec2.amazonaws.com"},
        {"Federated": "accounts.google.com"},
        {"Federated": f"{ELSEWHERE}:saml-provider/Okta"},
    ],
)
def test_who_cannot_be_looked_up_is_taken_as_written(account: Account, principal: dict[str, str]) -> None:
    assert checked_trust(account, trusting(**principal)) == trusting(**principal)


def test_users_and_roles_of_the_account_have_to_be_there(account: Account) -> None:
    create_user(account, user_name="alice", path="/eng/")

    assert checked_trust(account, trusting(AWS=arn("user/eng/alice")))
    with pytest.raises(MalformedPolicyDocument) as raised:
        checked_trust(account, trusting(AWS=[arn("user/eng/alice"), arn("user/bob"), arn("role/Deploy")]))

    assert raised.value.message == f'Invalid principal in policy: "AWS":"{arn("user/bob")}"'
    assert raised.value.hints == (
        "there is no user bob; list them with `iamctl user list`",
        "there is no role Deploy; list them with `iamctl role list`",
    )


@pytest.mark.parametrize("resource", ["user/alice", "user/eng/Alice", "user/ENG/alice"])
def test_the_arn_of_a_principal_is_compared_letter_by_letter(account: Account, resource: str) -> None:
    create_user(account, user_name="alice", path="/eng/")

    with pytest.raises(MalformedPolicyDocument) as raised:
        checked_trust(account, trusting(AWS=arn(resource)))

    assert raised.value.hints == (f"the ARN of user alice is {arn('user/eng/alice')}",)


def test_the_unique_id_of_a_live_user_or_role_becomes_its_arn(account: Account) -> None:
    alice = create_user(account, user_name="alice")
    deploy = create_role(account, role_name="Deploy", assume_role_policy_document=EC2)

    stored = checked_trust(account, trusting(AWS=[alice.user_id, deploy.role_id, ROOT]))

    assert stored == trusting(AWS=[alice.arn, deploy.arn, ROOT])


def test_a_policy_with_a_dead_unique_id_cannot_be_saved_again(account: Account) -> None:
    alice = create_user(account, user_name="alice")
    role = create_role(account, role_name="Deploy", assume_role_policy_document=trusting(AWS=alice.arn))
    delete_user(account, user_name="alice")
    stored = account.roles.find("Deploy")
    assert stored is not None and stored.trust_policy != role.trust_policy

    with pytest.raises(MalformedPolicyDocument, match=f'Invalid principal in policy: "AWS":"{alice.user_id}"'):
        update_assume_role_policy(account, role_name="Deploy", policy_document=stored.trust_policy)


@pytest.mark.parametrize("owner", ["arn:aws:iam::111122223333", ELSEWHERE])
def test_a_group_is_never_a_principal(account: Account, owner: str) -> None:
    create_group(account, group_name="Admins")

    with pytest.raises(MalformedPolicyDocument, match="Invalid principal in policy") as raised:
        checked_trust(account, trusting(AWS=f"{owner}:group/Admins"))

    assert raised.value.hints[0].startswith("a group cannot sign a request")


def test_a_principal_of_another_partition_is_refused(account: Account) -> None:
    with pytest.raises(MalformedPolicyDocument) as raised:
        checked_trust(account, trusting(AWS="arn:aws-cn:iam::444455556666:root"))

    assert "partition aws-cn" in raised.value.hints[0]


@pytest.mark.parametrize("provider", ["saml-provider/Okta", "oidc-provider/token.actions.githubusercontent.com"])
def test_providers_of_the_account_have_to_be_there(account: Account, provider: str) -> None:
    with pytest.raises(MalformedPolicyDocument) as raised:
        checked_trust(account, trusting(Federated=arn(provider)))

    assert raised.value.message == f'Invalid principal in policy: "FEDERATED":"{arn(provider)}"'
