"""Two moments of an account, caller by caller."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from iamctl.analysis.permissions.compare import Relation
from iamctl.errors import NoSuchEntity
from iamctl.model.account_settings import AccountSettings
from iamctl.model.document import Document
from iamctl.model.tag import Tag
from iamctl.service import groups, inline_policies, resource_policies, roles, tagging, users
from iamctl.service.account import Account
from iamctl.service.comparing.accounts import AccountSide, compare_accounts
from iamctl.service.comparing.comparison import Comparer, Comparison
from iamctl.store.memory import MemoryEdit, MemoryStore
from service.conftest import FewAwsPolicies, counting_bytes, counting_ids
from service.given import EC2, GET, NOW, PUT, ROOT, arn, trusting

Change = Callable[[Account], object]
OF_A_TAG = Document.of(
    {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalTag/team": "core"}},
        },
    }
)


def laid_out(*changes: Change) -> Account:
    """Two readers in a group and a role that EC2 may take on, with these changes."""
    account = Account(
        MemoryEdit(MemoryStore(AccountSettings(account_id="111122223333", create_date=NOW))),
        now=NOW,
        new_id=counting_ids(),
        aws_policies=FewAwsPolicies(),
        caller=ROOT,
        entropy=counting_bytes(),
    )
    groups.create_group(account, group_name="Readers")
    for name in ("alice", "bob"):
        users.create_user(account, user_name=name)
        groups.add_user_to_group(account, group_name="Readers", user_name=name)
    users.create_user(account, user_name="carol")
    roles.create_role(account, role_name="Deploy", assume_role_policy_document=EC2)
    for change in changes:
        change(account)
    return account


def compared(*changes: Change, before: tuple[Change, ...] = (), only: str | None = None) -> Comparison:
    sides = AccountSide("before", laid_out(*before)), AccountSide("after", laid_out(*before, *changes))
    return compare_accounts(*sides, Comparer(), only=only)


def group_reads(account: Account) -> None:
    inline_policies.put_group_policy(account, group_name="Readers", policy_name="R", policy_document=GET)


def carol_writes(account: Account) -> None:
    inline_policies.put_user_policy(account, user_name="carol", policy_name="W", policy_document=PUT)


def carol_is_made_anew(account: Account) -> None:
    users.delete_user(account, user_name="carol")
    users.create_user(account, user_name="carol", path="/eng/")


def test_an_account_is_equal_to_itself() -> None:
    found = compared(before=(group_reads, carol_writes))

    assert found.relation is Relation.EQUAL
    assert found.parts == ()


def test_what_a_group_gains_each_member_gains_and_nobody_else() -> None:
    found = compared(group_reads)

    [part] = found.parts
    assert part.whom == (arn("user/alice"), arn("user/bob"))
    assert part.difference.relation is Relation.WIDER


def test_gains_and_losses_of_different_callers_are_neither_wider_nor_narrower() -> None:
    def swapped(account: Account) -> None:
        inline_policies.delete_group_policy(account, group_name="Readers", policy_name="R")
        carol_writes(account)

    assert compared(swapped, before=(group_reads,)).relation is Relation.NEITHER


def test_members_with_equal_policies_are_compared_once() -> None:
    class Counting(Comparer):
        asked = 0

        def difference(self, *sides: object) -> object:  # type: ignore[override]
            self.asked += 1
            return super().difference(*sides)  # type: ignore[arg-type]

    comparer = Counting()
    compare_accounts(AccountSide("b", laid_out()), AccountSide("a", laid_out(group_reads)), comparer)

    assert comparer.asked == 1


def test_a_tag_that_a_policy_looks_at_gives_what_the_policy_allows() -> None:
    def of_a_tag(account: Account) -> None:
        inline_policies.put_group_policy(account, group_name="Readers", policy_name="T", policy_document=OF_A_TAG)

    def tagged(account: Account) -> None:
        tagging.tag_user(account, user_name="bob", tags=[Tag("team", "core")])

    [part] = compared(tagged, before=(of_a_tag,)).parts

    assert part.whom == (arn("user/bob"),)
    assert part.difference.relation is Relation.WIDER
    assert compared(tagged, before=(group_reads,)).relation is Relation.EQUAL


def test_who_is_deleted_loses_everything() -> None:
    def deleted(account: Account) -> None:
        inline_policies.delete_user_policy(account, user_name="carol", policy_name="W")
        users.delete_user(account, user_name="carol")

    [part] = compared(deleted, before=(carol_writes,)).parts

    assert part.whom == (arn("user/carol"),)
    assert part.difference.relation is Relation.NARROWER


def test_who_moves_to_another_path_is_still_the_same_person() -> None:
    assert compared(carol_is_made_anew).relation is Relation.EQUAL


def test_a_trust_policy_that_lets_in_more_is_told_by_role_and_by_whom() -> None:
    def trusts_bob(account: Account) -> None:
        policy = trusting(AWS=arn("user/bob"), Service="ec2.amazonaws.com")
        roles.update_assume_role_policy(account, role_name="Deploy", policy_document=policy)

    [part] = compared(trusts_bob).parts

    assert part.whom == (f"{arn('user/bob')} by the trust policy of role Deploy",)
    assert part.difference.relation is Relation.WIDER


def test_the_policy_of_a_bucket_that_is_withdrawn_takes_what_it_gave() -> None:
    bucket = "arn:aws:s3:::releases"
    policy = Document.of(
        {
            "Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"{bucket}/*"},
        }
    )

    def published(account: Account) -> None:
        resource_policies.put_resource_policy(account, resource_arn=bucket, policy=policy)

    def withdrawn(account: Account) -> None:
        resource_policies.delete_resource_policy(account, resource_arn=bucket)

    found = compared(withdrawn, before=(published,))

    assert found.relation is Relation.NARROWER
    assert f"everybody of every account by the policy of {bucket}" in {
        whom for part in found.parts for whom in part.whom
    }


def test_one_caller_alone_can_be_asked_about() -> None:
    assert compared(group_reads, only="carol").relation is Relation.EQUAL
    assert compared(group_reads, only="alice").relation is Relation.WIDER
    with pytest.raises(NoSuchEntity):
        compared(group_reads, only="nobody")
