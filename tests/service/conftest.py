"""An account in memory whose clock stands still and whose ids count up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count

import pytest

from iamctl.model.account_settings import AccountSettings
from iamctl.model.policy import Policy, PolicyVersion
from iamctl.service.account import Account, PolicySummary
from iamctl.service.service import Service
from iamctl.store.memory import MemoryEdit, MemoryStore

from .given import ACCOUNT_ID, GET, NOW, ROOT


def aws_policy(name: str, *, path: str = "/", number: int = 0) -> Policy:
    return Policy(
        account_id="aws",
        policy_name=name,
        path=path,
        policy_id=f"ANPA{number:017}",
        create_date=NOW,
        update_date=NOW,
        default_version_id="v3",
        versions=(PolicyVersion("v3", NOW, GET),),
        latest_version=3,
        is_attachable=not path.startswith("/aws-service-role/"),
    )


class FewAwsPolicies:
    """Three of AWS's policies."""

    def __init__(self) -> None:
        self.policies = [
            aws_policy("AdministratorAccess", number=1),
            aws_policy("AWSSupportServiceRolePolicy", path="/aws-service-role/", number=2),
            aws_policy("ReadOnlyAccess", number=3),
        ]

    def find(self, name: str) -> Policy | None:
        return next((policy for policy in self.policies if policy.policy_name.lower() == name.lower()), None)

    def find_arn(self, arn: str) -> Policy | None:
        return next((policy for policy in self.policies if policy.arn == arn), None)

    def find_id(self, policy_id: str) -> Policy | None:
        return next((policy for policy in self.policies if policy.policy_id == policy_id), None)

    def names(self) -> list[str]:
        return [policy.policy_name for policy in self.policies]

    def summaries(self) -> Iterable[PolicySummary]:
        return self.policies


def counting_ids() -> Callable[[str], str]:
    numbers = count(1)
    return lambda prefix: f"{prefix}{next(numbers):017}"


def counting_bytes() -> Callable[[int], bytes]:
    numbers = count(1)
    return lambda length: next(numbers).to_bytes(length, "big")


@pytest.fixture
def settings() -> AccountSettings:
    return AccountSettings(account_id=ACCOUNT_ID, create_date=NOW)


@pytest.fixture
def account(settings: AccountSettings) -> Account:
    """An empty account with AWS's policies in reach."""
    shelves = MemoryEdit(MemoryStore(settings))
    return Account(
        shelves, now=NOW, new_id=counting_ids(), aws_policies=FewAwsPolicies(), caller=ROOT, entropy=counting_bytes()
    )


@pytest.fixture
def service(settings: AccountSettings) -> Service:
    """The same as a door has it."""
    return Service(
        MemoryStore(settings),
        now=lambda: NOW,
        new_id=counting_ids(),
        aws_policies=FewAwsPolicies(),
        caller=ROOT,
        entropy=counting_bytes(),
    )
