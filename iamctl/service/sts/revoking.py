"""Ending what was issued before now AWS's way: an inline policy that denies everything to older sessions.

The credentials stay valid and may do nothing; sessions that are issued later are unaffected. Long-term access keys
carry no `aws:TokenIssueTime`, so that the policy of a user leaves them alone.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from iamctl.errors import InvalidInput, NoSuchEntity
from iamctl.model.document import Document
from iamctl.service.inline_policies import put_role_policy, put_user_policy

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.service.service import Change

POLICY_NAME = "AWSRevokeOlderSessions"


def revoking_document(moment: datetime) -> Document:
    """The policy as the console writes it."""
    return Document(
        '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["*"],"Resource":["*"],"Condition":'
        f'{{"DateLessThan":{{"aws:TokenIssueTime":"{moment:%Y-%m-%dT%H:%M:%S}.000Z"}}}}}}]}}'
    )


def revoke_older_sessions(change: Change, principal: str) -> tuple[User | Role, datetime]:
    """Put the policy on a role or a user.

    Returns:
        Whose it is, and the moment: sessions have whole seconds, so the second in which this happens is over then,
        and nothing that was issued in it is left.

    Raises:
        AccessDenied: the caller may not write its inline policies.
        NoSuchEntity: there is no such role or user.
        InvalidInput: there are both.
        UnmodifiableEntity: the role is service-linked.
    """
    moment = change.account.now + timedelta(seconds=1)
    document = revoking_document(moment)
    identity = _meant(change, principal)
    if identity.kind == "role":
        change.call(put_role_policy, role_name=identity.name, policy_name=POLICY_NAME, policy_document=document)
    else:
        change.call(put_user_policy, user_name=identity.name, policy_name=POLICY_NAME, policy_document=document)
    return identity, moment


def _meant(change: Change, text: str) -> User | Role:
    account = change.account
    name = text.rpartition("/")[2] if text.startswith("arn:") else text
    found: list[User | Role] = []
    for shelf in (account.roles, account.users):
        noun = shelf.find(name) or shelf.find_id(name)
        if noun is not None and (noun.arn == text or not text.startswith("arn:")):
            found.append(noun)
    if len(found) > 1:
        raise InvalidInput(
            f"{text} is a role and a user.",
            hint=[f"say {identity.arn}" for identity in found if _tell(change, identity)],
        )
    if found and _tell(change, found[0]):
        return found[0]
    change.check("PutRolePolicy", role_name=name, policy_name=POLICY_NAME)
    raise NoSuchEntity(
        "role or user", text, hint="the root user's sessions end with `iamctl creds session revoke --of root`"
    )


def _tell(change: Change, identity: User | Role) -> bool:
    """That the caller may do this to it, before it learns that it is there.

    Raises:
        AccessDenied: it may not.
    """
    if identity.kind == "role":
        change.check("PutRolePolicy", role_name=identity.name, policy_name=POLICY_NAME)
    else:
        change.check("PutUserPolicy", user_name=identity.name, policy_name=POLICY_NAME)
    return True
