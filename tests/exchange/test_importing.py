"""Taking a dump into an account that holds something already, and dumps that break rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from iamctl.errors import EntityAlreadyExists, IamctlError, Mistakes
from iamctl.exchange.dump import read_dump
from iamctl.exchange.importing import Tally, import_authorization_details
from iamctl.service.account import Account
from iamctl.service.groups import create_group
from iamctl.service.instance_profiles import create_instance_profile
from iamctl.service.roles import update_role
from iamctl.service.users import create_user

from .given import (
    ACCOUNT_ID,
    ADMINISTRATOR,
    account_in,
    allowing,
    attached,
    dump,
    exported,
    group,
    imported,
    memory_account,
    policy,
    profile,
    role,
    text_of,
    user,
    version,
)


def tally(report: Any, entity_type: str) -> Tally:
    [found] = [each for each in report.tallies if each.entity_type == entity_type]
    assert isinstance(found, Tally)
    return found


@pytest.fixture
def account() -> Account:
    """An account that has a user alice and a group Developers of its own."""
    account = memory_account()
    create_user(account, user_name="alice", path="/eng/")
    create_group(account, group_name="Developers")
    return account


CONFLICTING = dump(user("alice"), user("bob"), group("Developers"))


def test_ids_dates_and_versions_are_the_dumps() -> None:
    account = memory_account()
    versions = [version("v3", default=True), version("v1")]

    imported(
        account, dump(user("alice", UserId="obama"), policy("P", PolicyVersionList=versions, DefaultVersionId="v3"))
    )

    alice, found = account.users.find("alice"), account.policies.find("P")
    assert alice is not None
    assert (alice.user_id, alice.create_date.year) == ("obama", 2024)
    assert found is not None
    assert [each.version_id for each in found.versions] == ["v1", "v3"]
    assert (found.default_version_id, found.latest_version) == ("v3", 3)


def test_instance_profiles_come_with_their_roles() -> None:
    account = memory_account()

    imported(account, dump(role("Deploy", InstanceProfileList=[profile("Web")])))

    found = account.instance_profiles.find("Web")
    assert found is not None
    assert found.roles == ("Deploy",)


def test_every_conflict_is_told_and_nothing_comes_in(account: Account) -> None:
    with pytest.raises(Mistakes) as caught:
        imported(account, CONFLICTING)

    assert caught.value.exit_status == 5
    assert [str(each) for each in caught.value.errors] == [
        "User with name alice already exists.",
        "Group with name Developers already exists.",
    ]
    assert caught.value.errors[0].hints[0] == "the dump differs in Path, UserId, Arn, CreateDate"
    assert account.users.find("bob") is None


def test_one_conflict_is_the_apis_own_error(account: Account) -> None:
    with pytest.raises(EntityAlreadyExists):
        imported(account, dump(user("alice")))


def test_skipping_leaves_what_is_there_and_takes_the_rest(account: Account) -> None:
    before = account.users.find("alice")

    report = imported(account, CONFLICTING, on_conflict="skip")

    assert account.users.find("alice") == before
    assert account.users.find("bob") is not None
    assert report.skipped == ("user alice", "group Developers")
    assert tally(report, "User") == Tally("User", 2, 1, 0, 0, 1)
    assert exported(account)["UserDetailList"][0]["Path"] == "/eng/"


def test_replacing_takes_the_dumps(account: Account) -> None:
    report = imported(account, CONFLICTING, on_conflict="replace")

    alice = account.users.find("alice")
    assert alice is not None
    assert alice.path == "/"
    assert report.replaced == ("user alice", "group Developers")


def test_a_name_in_another_case_is_replaced_by_the_dumps_spelling(account: Account) -> None:
    imported(account, dump(user("ALICE")), on_conflict="replace")

    assert account.users.names() == ["ALICE"]


def test_replacing_a_role_keeps_what_a_dump_does_not_speak_of() -> None:
    account = memory_account()
    imported(account, dump(role("Deploy")))
    update_role(account, role_name="Deploy", description="deploys", max_session_duration=7200)

    imported(account, dump(role("Deploy", Path="/eng/")), on_conflict="replace")

    found = account.roles.find("Deploy")
    assert found is not None
    assert (found.path, found.description, found.max_session_duration) == ("/eng/", "deploys", 7200)


def test_an_instance_profile_of_another_role_is_a_conflict_of_the_role() -> None:
    account = memory_account()
    create_instance_profile(account, instance_profile_name="Web")

    with pytest.raises(EntityAlreadyExists) as caught:
        imported(account, dump(role("Deploy", InstanceProfileList=[profile("Web")])))

    assert caught.value.hints[0] == "the dump differs in InstanceProfileList"


def test_a_replaced_role_is_in_the_dumps_instance_profiles_only() -> None:
    account = memory_account()
    imported(account, dump(role("Deploy", InstanceProfileList=[profile("Old")])))

    imported(account, dump(role("Deploy", InstanceProfileList=[profile("New")])), on_conflict="replace")

    old, new = account.instance_profiles.find("Old"), account.instance_profiles.find("New")
    assert (old and old.roles, new and new.roles) == ((), ("Deploy",))


def test_missing_groups_and_policies_are_kept_and_told() -> None:
    account = memory_account()
    gone = f"arn:aws:iam::{ACCOUNT_ID}:policy/Gone"

    report = imported(account, dump(user("alice", GroupList=["nobody"], AttachedManagedPolicies=attached(gone))))

    alice = account.users.find("alice")
    assert alice is not None
    assert (alice.groups, alice.attached_policies) == (("nobody",), (gone,))
    assert report.warnings == (
        f"the policy {gone} is not in the account; it is kept on user alice",
        "the group nobody is not in the account; it is kept on user alice",
    )


def test_a_quota_that_aws_raises_is_adjusted() -> None:
    account = memory_account()
    arns = [f"arn:aws:iam::aws:policy/{name}" for name in account.published_aws_policies.names()[:40] if name]
    known = [arn for arn in arns if account.find_policy(arn)][:12]

    report = imported(account, dump(user("alice", AttachedManagedPolicies=attached(*known))))

    assert dict(account.settings.quotas) == {"PoliciesPerUser": 12}
    assert report.warnings == ("the quota PoliciesPerUser is adjusted to 12, as the dump needs",)


def test_a_quota_that_nobody_raises_is_told_and_kept() -> None:
    account = memory_account()
    large = [{"PolicyName": "Large", "PolicyDocument": allowing("s3:" + "x" * 3000)}]

    report = imported(account, dump(user("alice", UserPolicyList=large)))

    assert "is over AWS's quota UserPolicySize of 2048; kept" in report.warnings[0]
    assert account.settings.quotas == ()


def test_a_refused_document_is_told_at_its_place_and_kept(tmp_path: Path) -> None:
    text = text_of(dump(user("alice", UserPolicyList=[{"PolicyName": "Odd", "PolicyDocument": {"Version": "1999"}}])))

    with account_in(tmp_path) as service:
        report = service.call(import_authorization_details, dump=read_dump(text, "dump.json"))
    with account_in(tmp_path) as service, service.reading() as account:
        alice = account.users.find("alice")

    assert alice is not None
    assert alice.inline_policies[0].document.tree == {"Version": "1999"}
    column = text.index('"Version"') + 1
    assert report.warnings[0].startswith(f"dump.json:1:{column}: user alice, inline policy Odd: ")


def test_an_accepted_document_stays_readable_when_a_person_edits_beside_it(tmp_path: Path) -> None:
    odd = user("alice", UserPolicyList=[{"PolicyName": "Odd", "PolicyDocument": {"Version": "1999"}}])
    with account_in(tmp_path) as service:
        service.call(import_authorization_details, dump=read_dump(text_of(dump(odd)), "dump.json"))
    file = tmp_path / "accounts" / ACCOUNT_ID / "users" / "alice.toml"

    file.write_text(file.read_text("utf-8").replace('path = "/"', 'path = "/eng/"'), "utf-8")

    with account_in(tmp_path) as service, service.reading() as account:
        alice = account.users.find("alice")
    assert alice is not None
    assert alice.path == "/eng/"


def test_a_document_that_no_import_accepted_is_still_refused(tmp_path: Path) -> None:
    odd = user("alice", UserPolicyList=[{"PolicyName": "Odd", "PolicyDocument": {"Version": "1999"}}])
    with account_in(tmp_path) as service:
        service.call(import_authorization_details, dump=read_dump(text_of(dump(odd)), "dump.json"))
    file = tmp_path / "accounts" / ACCOUNT_ID / "users" / "alice.toml"

    file.write_text(file.read_text("utf-8").replace('"1999"', '"1998"'), "utf-8")

    with account_in(tmp_path) as service, service.reading() as account, pytest.raises(IamctlError):
        account.users.find("alice")


def test_tags_that_iam_does_not_allow_are_told() -> None:
    account = memory_account()

    report = imported(
        account, dump(user("alice", Tags=[{"Key": "a|b", "Value": ""}, {"Key": "team", "Value": "core"}]))
    )

    alice = account.users.find("alice")
    assert alice is not None
    assert [tag.key for tag in alice.tags] == ["team"]
    assert report.warnings == ("user alice: tags that break IAM's rules: 1 (a|b); only exports keep them",)


def test_the_import_is_one_revision_that_can_be_looked_back_at(tmp_path: Path) -> None:
    with account_in(tmp_path) as service:
        service.call(
            import_authorization_details,
            dump=read_dump(text_of(dump(user("alice", Tags=[]), user("bob", Tags=[]))), "dump.json"),
        )
        revision = service.revision

    assert revision is not None
    assert [call.name for call in revision.operations] == ["ImportAuthorizationDetails"]
    assert revision.operations[0].parameters == {"Dump": "dump.json"}
    assert [change.path.partition("/")[0] for change in revision.files] == ["imports", "users", "users"]


def test_an_unknown_way_to_treat_conflicts_is_refused() -> None:
    with pytest.raises(
        IamctlError, match="at 'onConflict' failed to satisfy constraint: Member must satisfy enum value set"
    ):
        imported(memory_account(), dump(), on_conflict="maybe")


def test_filters_leave_the_other_lists_empty() -> None:
    account = memory_account()
    imported(account, dump(user("alice", AttachedManagedPolicies=attached(ADMINISTRATOR)), group(), role(), policy()))

    counts = {
        name: [len(entities) for entities in exported(account, filter=[name]).values()]
        for name in ("User", "Group", "Role", "LocalManagedPolicy", "AWSManagedPolicy")
    }

    assert counts == {
        "User": [1, 0, 0, 0],
        "Group": [0, 1, 0, 0],
        "Role": [0, 0, 1, 0],
        "LocalManagedPolicy": [0, 0, 0, 1],
        "AWSManagedPolicy": [0, 0, 0, 0],
    }
    with pytest.raises(IamctlError, match="Value 'Users' at 'filter' failed to satisfy constraint"):
        exported(account, filter=["Users"])
