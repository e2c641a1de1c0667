"""An account in memory whose people take on roles: with a clock that moves, and credentials that are presented."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from iamctl.model.document import Document
from iamctl.service.access_keys import CreatedAccessKey, create_access_key
from iamctl.service.inline_policies import put_role_policy
from iamctl.service.roles import create_role
from iamctl.service.service import Service
from iamctl.service.sts.assume_role import assume_role
from iamctl.service.sts.presenting import Presented
from service.acting import World, policy
from service.conftest import FewAwsPolicies
from service.given import ACCOUNT_ID, NOW, ROOT

if TYPE_CHECKING:
    from iamctl.service.sts.issuing import Issued


class Clocked(World):
    """A world whose moment is `now`."""

    now: datetime = NOW

    def acting(self, name: str | None, **more: Any) -> Service:
        return Service(
            self.store,
            now=lambda: self.now,
            new_id=self.new_id,
            aws_policies=FewAwsPolicies(),
            caller=ROOT,
            acting_as=name,
            entropy=os.urandom,
            **more,
        )

    def later(self, **by: int) -> None:
        self.now += timedelta(**by)

    def with_key(self, name: str) -> Presented:
        """A user's new access key, as it presents it."""
        created: CreatedAccessKey = self.root.call(create_access_key, user_name=name)
        return Presented(created.key.access_key_id, created.secret, None, "a test")

    def by(self, presented: Presented | Issued) -> Service:
        """Who has these credentials."""
        return self.acting(None, presented=presented if isinstance(presented, Presented) else as_presented(presented))

    def trusted_role(self, name: str, *statements: dict[str, Any], trust: Document | None = None, **more: Any) -> None:
        """A role that the whole account may be allowed to take on."""
        self.root.call(create_role, role_name=name, assume_role_policy_document=trust or trusting_account(), **more)
        if statements:
            self.root.call(put_role_policy, role_name=name, policy_name="Own", policy_document=policy(*statements))

    def assumed(self, who: Service, role: str, **wish: Any) -> Issued:
        return who.call(assume_role, role_arn=role, **{"role_session_name": "ci", **wish})


def as_presented(issued: Issued) -> Presented:
    credentials = issued.credentials
    return Presented(credentials.access_key_id, credentials.secret_access_key, credentials.session_token, "a test")


def trusting_account(*actions: str, **condition: Any) -> Document:
    """A trust policy that leaves it to the account's own policies who takes the role on."""
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"AWS": ACCOUNT_ID},
        "Action": list(actions or ("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity")),
    }
    return policy(statement | ({"Condition": condition} if condition else {}))
