"""An account in memory that root fills and others act in."""

from __future__ import annotations

from typing import Any

from iamctl.model.account_settings import AccountSettings
from iamctl.model.document import Document
from iamctl.service.attachments import attach_user_policy
from iamctl.service.groups import create_group
from iamctl.service.inline_policies import put_user_policy
from iamctl.service.roles import create_role
from iamctl.service.service import Service
from iamctl.service.users import create_user
from iamctl.store.memory import MemoryStore

from .conftest import FewAwsPolicies, counting_ids
from .given import ACCOUNT_ID, EC2, NOW, ROOT


def statement(action: str | list[str], resource: str | list[str] = "*", **more: Any) -> dict[str, Any]:
    """An element of a policy; `more` may hold Effect and Condition."""
    return {"Effect": "Allow", "Action": action, "Resource": resource} | more


def policy(*statements: dict[str, Any]) -> Document:
    return Document.of({"Version": "2012-10-17", "Statement": list(statements)})


class World:
    """One account: `root` fills it, `acting("alice")` is held to her policies."""

    def __init__(self) -> None:
        self.store = MemoryStore(AccountSettings(account_id=ACCOUNT_ID, create_date=NOW))
        self.new_id = counting_ids()
        self.root = self.acting(None)

    def acting(self, name: str | None, **more: Any) -> Service:
        return Service(
            self.store,
            now=lambda: NOW,
            new_id=self.new_id,
            aws_policies=FewAwsPolicies(),
            caller=ROOT,
            acting_as=name,
            **more,
        )

    def user(self, name: str, *statements: dict[str, Any], path: str = "/", **more: Any) -> Service:
        """A user with these statements as its inline policy, acting."""
        self.root.call(create_user, user_name=name, path=path, **more)
        if statements:
            self.root.call(put_user_policy, user_name=name, policy_name="Own", policy_document=policy(*statements))
        return self.acting(name)

    def administrator(self, name: str) -> Service:
        self.root.call(create_user, user_name=name)
        self.root.call(put_user_policy, user_name=name, policy_name="All", policy_document=policy(statement("*")))
        return self.acting(name)

    def role(self, name: str, path: str = "/") -> None:
        self.root.call(create_role, role_name=name, path=path, assume_role_policy_document=EC2)

    def group(self, name: str, path: str = "/") -> None:
        self.root.call(create_group, group_name=name, path=path)

    def attach(self, name: str, arn: str) -> None:
        self.root.call(attach_user_policy, user_name=name, policy_arn=arn)
