"""Who should not be what it is: each sign alone, and what looks like one and is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from iamctl.model.secret import Secret
from iamctl.model.session import WITH_SAML, Session
from iamctl.model.ssh_public_key import SSHPublicKey
from iamctl.model.tag import Tag
from iamctl.service.access_keys import create_access_key, note_use, update_access_key
from iamctl.service.account import Account
from iamctl.service.advising.identity_check import check_identities
from iamctl.service.attachments import attach_group_policy, attach_role_policy, attach_user_policy
from iamctl.service.groups import add_user_to_group, create_group
from iamctl.service.login_profiles import create_login_profile
from iamctl.service.roles import create_role
from iamctl.service.sts.issuing import RECORDS, record_of
from iamctl.service.users import create_user
from iamctl.store.protocol import Finding
from service.given import ACCOUNT_ID, ADMINISTRATOR, EC2, NOW, READ_ONLY, ROOT, arn, trusting

PASSWORD = Secret("correct horse B4ttery")
MONTH = timedelta(days=30)


def found(account: Account) -> list[Finding]:
    return check_identities(account, recent=MONTH)


def codes(account: Account) -> list[str]:
    return [finding.code for finding in found(account)]


def person(account: Account, user_name: str, *tags: Tag) -> None:
    create_user(account, user_name=user_name, tags=tags)
    create_login_profile(account, user_name=user_name, password=PASSWORD)


def program(account: Account, user_name: str) -> str:
    create_user(account, user_name=user_name)
    return create_access_key(account, user_name=user_name).key.access_key_id


def test_an_account_of_persons_and_roles_has_none(account: Account) -> None:
    person(account, "kim", Tag("email", "kim@acme.example"))
    person(account, "lee", Tag("email", "lee@acme.example"))
    create_role(account, role_name="Web", assume_role_policy_document=EC2)

    assert found(account) == []


def test_root_with_a_key_and_in_use(account: Account) -> None:
    key = create_access_key(account, user_name=ROOT).key.access_key_id
    note_use(account, key, service_name="s3")

    assert codes(account) == ["ROOT_IN_USE", "ROOT_ACCESS_KEY"]


def test_a_use_of_root_long_ago_is_none(account: Account) -> None:
    key = create_access_key(account, user_name=ROOT).key.access_key_id
    note_use(account, key, service_name="s3")
    account.now = NOW + MONTH

    assert codes(account) == ["ROOT_ACCESS_KEY"]


def test_a_user_with_a_key_and_no_password_is_a_program(account: Account) -> None:
    program(account, "builder")

    (finding,) = found(account)

    assert (finding.code, finding.place) == ("USER_IS_APPLICATION", "users/builder.toml")
    assert "iamctl advise --who application" in finding.mend


def test_an_inactive_key_makes_no_program(account: Account) -> None:
    update_access_key(account, access_key_id=program(account, "builder"), status="Inactive", user_name="builder")

    assert found(account) == []


def test_a_person_with_a_key_is_no_program(account: Account) -> None:
    person(account, "kim")
    create_access_key(account, user_name="kim")

    assert found(account) == []


def test_a_role_with_the_same_policies_would_do(account: Account) -> None:
    program(account, "builder")
    create_group(account, group_name="Readers")
    attach_group_policy(account, group_name="Readers", policy_arn=READ_ONLY)
    add_user_to_group(account, group_name="Readers", user_name="builder")
    create_role(account, role_name="Web", assume_role_policy_document=EC2)
    attach_role_policy(account, role_name="Web", policy_arn=READ_ONLY)

    (finding,) = found(account)

    assert finding.code == "ROLE_WOULD_DO"
    assert "the role Web" in finding.message


@pytest.mark.parametrize("which", ["another policy", "no service", "no policy"])
def test_a_role_that_differs_would_not(account: Account, which: str) -> None:
    program(account, "builder")
    trust = trusting(AWS=arn("user/builder")) if which == "no service" else EC2
    create_role(account, role_name="Web", assume_role_policy_document=trust)
    if which != "no policy":
        attach_user_policy(account, user_name="builder", policy_arn=READ_ONLY)
        attach_role_policy(account, role_name="Web", policy_arn=READ_ONLY)
    if which == "another policy":
        attach_role_policy(account, role_name="Web", policy_arn=ADMINISTRATOR)

    assert codes(account) == ["USER_IS_APPLICATION"]


def test_one_mail_address_is_one_person(account: Account) -> None:
    person(account, "kim", Tag("Email", "kim@acme.example"))
    person(account, "k.admin", Tag("email", "KIM@acme.example "))
    create_user(account, user_name="kim-robot", tags=(Tag("email", "kim@acme.example"),))

    (finding,) = found(account)

    assert finding.code == "SEVERAL_USERS_OF_ONE_PERSON"
    assert finding.message == "k.admin and kim are one person by the tag email=kim@acme.example."


def test_a_name_alone_is_a_weak_sign(account: Account) -> None:
    for name in ("kim", "Kim-Admin", "adm.kim", "kimberly", "administrator"):
        person(account, name)

    (finding,) = found(account)

    assert finding.code == "PERHAPS_ONE_PERSON"
    assert finding.message.startswith("Kim-Admin, adm.kim and kim may be one person")


def test_what_tag_and_names_say_is_said_once(account: Account) -> None:
    for name in ("kim", "kim-admin"):
        person(account, name, Tag("mail", "kim@acme.example"))

    assert codes(account) == ["SEVERAL_USERS_OF_ONE_PERSON"]


def test_a_public_key_of_two_users_is_shared(account: Account) -> None:
    for number, name in enumerate(("kim", "lee", "max")):
        create_user(account, user_name=name)
        user = account.users.find(name)
        assert user is not None
        status = "Inactive" if name == "max" else "Active"
        key = SSHPublicKey(f"APKA0000000000000000{number}", "ssh-rsa AAAA", status, NOW)
        account.users.put(replace(user, ssh_public_keys=(key,)))

    (finding,) = found(account)

    assert (finding.code, finding.message) == ("SHARED_PUBLIC_KEY", "kim and lee have the same SSH public key.")


@pytest.mark.parametrize("name", ["kim", "Kim@acme.example"])
def test_a_person_who_is_vouched_for_needs_no_user(account: Account, name: str) -> None:
    person(account, "kim", Tag("email", "kim@acme.example"))
    create_role(account, role_name="Console", assume_role_policy_document=EC2)
    role = account.roles.find("Console")
    assert role is not None
    session = Session(
        account_id=ACCOUNT_ID,
        access_key_id="ASIAY34FZKBOKMUTVV7A",
        issuer=WITH_SAML,
        principal_id=role.role_id,
        name=name,
        issue_date=NOW,
        expiration=NOW + timedelta(hours=1),
        provider=arn("saml-provider/Company"),
    )
    account.marks.change(RECORDS, session.access_key_id, lambda _: record_of(session, arn("assumed")))

    (finding,) = found(account)

    assert finding.code == "USER_OF_FEDERATED_PERSON"
    assert arn("saml-provider/Company") in finding.message


def test_what_credentials_show_of_sharing_is_told_here_too(account: Account) -> None:
    person(account, "kim")
    key = create_access_key(account, user_name="kim").key.access_key_id
    account.now = NOW + timedelta(days=30)
    note_use(account, key, service_name="s3")
    from iamctl.service.sign_in import check_password

    check_password(account, "kim", PASSWORD, wrong="no")

    assert codes(account) == ["SHARED_BY_PERSON_AND_PROGRAM"]
