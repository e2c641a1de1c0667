"""What is imported is exported again: equal but for order, exactly."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings

from iamctl.exchange.authorization_details import get_account_authorization_details
from iamctl.exchange.dump import read_dump
from iamctl.exchange.importing import import_authorization_details
from iamctl.service.attachments import attach_user_policy
from iamctl.service.users import create_user, delete_user

from .dumps import dumps
from .given import (
    ACCOUNT_ID,
    ADMINISTRATOR,
    REAL_DUMPS,
    account_in,
    attached,
    dump,
    exported,
    group,
    imported,
    is_equal,
    memory_account,
    policy,
    profile,
    role,
    text_of,
    trusting,
    user,
    value_of,
    version,
)

WITHOUT_DEADLINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.mark.parametrize("path", REAL_DUMPS, ids=lambda path: path.name)
def test_a_real_dump_comes_back_equal_from_files(path: Path, tmp_path: Path) -> None:
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the repository")
    source = read_dump(path.read_text("utf-8"), path.name)
    account_id = source.account_id()
    assert account_id

    with account_in(tmp_path, account_id) as service:
        report = service.call(import_authorization_details, dump=source)
    with account_in(tmp_path, account_id) as service:
        answer = service.call(get_account_authorization_details)

    assert report.lost == ()
    assert is_equal(answer, value_of(path.read_text("utf-8")))


@WITHOUT_DEADLINE
@given(answer=dumps())
def test_any_dump_comes_back_equal(answer: Any) -> None:
    account = memory_account()

    report = imported(account, answer)

    assert report.lost == ()
    assert is_equal(exported(account), value_of(text_of(answer)))


@WITHOUT_DEADLINE
@given(answer=dumps())
def test_an_export_taken_into_a_fresh_account_is_exported_the_same(answer: Any) -> None:
    first, second = memory_account(), memory_account()
    imported(first, answer)

    imported(second, exported(first))

    assert is_equal(exported(second), exported(first))


@settings(WITHOUT_DEADLINE, max_examples=25)
@given(answer=dumps())
def test_any_dump_can_be_read_back_from_files_without_their_ledger(answer: Any) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with account_in(folder) as service:
            service.call(import_authorization_details, dump=read_dump(text_of(answer), "dump.json"))
        for file in (folder / "accounts" / ACCOUNT_ID).glob("ledger.*"):
            file.unlink()

        with account_in(folder) as service:
            findings = [finding.message for finding in service.examine() if finding.code != "NoLedger"]
            again = service.call(get_account_authorization_details)

    assert findings == []
    assert is_equal(again, value_of(text_of(answer)))


G, H = ({"GroupName": name, "GroupId": "0", "Arn": f"arn:aws:iam::{ACCOUNT_ID}:group/{name}"} for name in ("g", "h"))


@settings(WITHOUT_DEADLINE, max_examples=50)
@given(answer=dumps(), other=dumps())
@example(answer={"GroupDetailList": [G, {**H, "CreateDate": None}]}, other={"GroupDetailList": [G]})
def test_a_merge_that_replaces_gives_the_last_dump_back(answer: Any, other: Any) -> None:
    account = memory_account()
    imported(account, other)

    report = imported(account, answer, on_conflict="replace")

    assert report.lost == ()
    everything = exported(account)
    for member, entities in value_of(text_of(answer)).items():
        for entity in entities if member.endswith("List") or member == "Policies" else ():
            [found] = [each for each in everything[member] if each.get("Arn") == entity["Arn"]]
            assert is_equal(found, entity)


@settings(WITHOUT_DEADLINE, max_examples=50)
@given(answer=dumps())
def test_a_second_import_of_the_same_dump_changes_nothing(answer: Any) -> None:
    account = memory_account()
    imported(account, answer)
    before = [list(shelf.all()) for shelf in (account.users, account.roles, account.policies, account.imports)]

    report = imported(account, answer)

    after = [list(shelf.all()) for shelf in (account.users, account.roles, account.policies, account.imports)]
    assert after == before
    assert not any(tally.new or tally.replaced for tally in report.tallies)


def test_two_real_dumps_of_one_account_are_merged() -> None:
    one = dump(user("alice"), group("Developers"), policy("A"))
    two = dump(user("bob", GroupList=["Developers"]), role("Deploy"), policy("B", Tags=[]))
    account = memory_account()

    imported(account, one)
    imported(account, two)

    assert is_equal(exported(account), {member: one[member] + two[member] for member in one})


@pytest.mark.parametrize(
    "entity",
    [
        user(CreateDate="2019-12-18 19:10:08+00:00"),
        user(CreateDate="2019-12-18T19:10:08.999999+00:00"),
        user(UserPolicyList=[]),
        user(Tags=[]),
        user(Tags=[{"Key": "aws:cloudformation:stack-name", "Value": "web"}]),
        user(Tags=[{"Key": "team", "Value": "a"}, {"Key": "Team", "Value": "b"}]),
        user(UserId="obama"),
        user(PasswordLastUsed="2024-02-03T04:05:06Z"),
        user(PermissionsBoundary={"PermissionsBoundaryType": "PermissionsBoundaryPolicy", "PermissionsBoundaryArn": ADMINISTRATOR}),
        user(AttachedManagedPolicies=[{"PolicyArn": ADMINISTRATOR, "PolicyName": "Admin"}]),
        role(RoleLastUsed={"LastUsedDate": "2024-01-01T00:00:00Z", "Region": "us-east-1"}),
        role(Description="deploys", MaxSessionDuration=7200),
        role(InstanceProfileList=[profile("Web", Roles=[{"RoleName": "Deploy", "RoleLastUsed": None}])]),
        policy(AttachmentCount=17, PermissionsBoundaryUsageCount=2, IsAttachable=False),
        policy(PolicyVersionList=[version("v9", default=True), version("v10")], DefaultVersionId="v9"),
        policy(document={"Version": "2012-10-17", "Statement": {"Effect": "Maybe"}}),
    ],
    ids=lambda entity: ",".join(map(str, entity))[-60:],
)  # fmt: skip
def test_an_odd_member_comes_back(entity: Any) -> None:
    account = memory_account()

    imported(account, dump(entity))

    assert is_equal(exported(account), dump(entity))


def test_a_member_that_the_entity_itself_changed_is_not_the_dumps_any_more() -> None:
    account = memory_account()
    imported(account, dump(policy("A", AttachmentCount=7)))

    create_user(account, user_name="bob")
    attach_user_policy(account, user_name="bob", policy_arn="A")

    assert exported(account)["Policies"][0]["AttachmentCount"] == 1


def test_a_new_entity_of_an_old_name_has_nothing_of_the_old_one() -> None:
    account = memory_account()
    imported(account, dump(user("alice", PasswordLastUsed="2024-02-03T04:05:06Z")))

    delete_user(account, user_name="alice")
    create_user(account, user_name="alice")

    assert "PasswordLastUsed" not in exported(account)["UserDetailList"][0]


def test_an_aws_policy_is_listed_where_the_dump_listed_it_and_not_where_it_did_not() -> None:
    unused = policy("AdministratorAccess", Arn=ADMINISTRATOR, AttachmentCount=1)
    account, other = memory_account(), memory_account()

    imported(account, dump(unused))
    imported(other, dump(user(AttachedManagedPolicies=attached(ADMINISTRATOR))))

    assert [each["Arn"] for each in exported(account)["Policies"]] == [ADMINISTRATOR]
    assert exported(other)["Policies"] == []


def test_a_published_aws_policy_gets_no_file_and_another_text_does() -> None:
    account = memory_account()
    published = account.published_aws_policies.find("AdministratorAccess")
    assert published is not None
    own = {"Arn": ADMINISTRATOR, "DefaultVersionId": published.default_version_id}
    same = [version(published.default_version_id, document=published.default_version.document.tree, default=True)]
    changed = policy("ReadOnlyAccess", Arn="arn:aws:iam::aws:policy/ReadOnlyAccess")

    imported(account, dump(policy("AdministratorAccess", **own, PolicyVersionList=same), changed))

    assert account.imported_aws_policies.names() == ["ReadOnlyAccess"]


def test_percent_encoded_documents_are_kept_short() -> None:
    document = quote('{"Version":"2012-10-17","Statement":[]}', safe="")
    account = memory_account()

    imported(account, dump(role(AssumeRolePolicyDocument=document)))

    [record] = account.imports.all()
    assert [spelling.source for spelling in record.entities[0].spellings] == ["%"]
    assert exported(account)["RoleDetailList"][0]["AssumeRolePolicyDocument"] == document


def test_trusting_is_what_the_role_says() -> None:
    account = memory_account()

    imported(account, dump(role(AssumeRolePolicyDocument=trusting(AWS="AROAEXAMPLE"))))

    found = account.roles.find("Deploy")
    assert found is not None
    assert found.trust_policy.tree == trusting(AWS="AROAEXAMPLE")
