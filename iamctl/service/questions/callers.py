"""Whom a question is about: a principal from the words that a person or a program has for it.

    alice                                     a user or a role of the account, by name, ARN or unique id
    arn:aws:sts::111122223333:assumed-role/Deploy/ci    a session of a role
    root · 111122223333 · arn:aws:iam::…:root           the root user of an account
    arn:aws:sts::111122223333:federated-user/bob        whom a user got a session for with GetFederationToken
    arn:aws:iam::…:saml-provider/Okta · accounts.google.com    whom a provider vouches for, asking for a role
    ec2.amazonaws.com                         an AWS service
    anonymous                                 who does not sign

A role does nothing itself: it stands for a session of it, which is called `iamctl` where none is named.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.request import Principal, PrincipalKind
from iamctl.errors import InvalidInput, NoSuchEntity
from iamctl.policy.principal_element import BUILT_IN_PROVIDERS
from iamctl.service.service_linked import SERVICE_LINKED_PATH

if TYPE_CHECKING:
    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.service.account import Account

SESSION_NAME = "iamctl"
_SERVICE = re.compile(r"[a-z0-9][a-z0-9.-]*\.amazonaws\.com(\.cn)?")
_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):(?:"
    r"iam::(?P<account>[0-9]{12}):(?:(?P<root>root)|(?P<kind>user|role)/(?P<name>.*[^/])"
    r"|(?P<provider>saml-provider|oidc-provider)/.+)"
    r"|sts::(?P<sts_account>[0-9]{12}):"
    r"(?:assumed-role/(?P<role>[^/]+)/(?P<session>[^/]+)|federated-user/(?P<federated>[^/]+)))",
    re.DOTALL,
)


class Caller(NamedTuple):
    """Who asks, and the account's entity whose policies it has.

    Attributes:
        identity: the user, the role of the session, or the user that a federated user's session came from; None for
            root, services, anonymous callers, and those of other accounts.
        is_known: False for a principal whose policies another account holds.
    """

    principal: Principal
    identity: User | Role | None = None
    is_known: bool = True


def principal_of(account: Account, text: str) -> Principal:
    """The principal that the text means; see the head of this module.

    Raises:
        NoSuchEntity: the account has no such user or role.
        InvalidInput: the text means two entities, or nothing that could ask.
    """
    return caller_of(account, text).principal


def caller_of(account: Account, text: str, *, federated_by: str | None = None, suggests: bool = True) -> Caller:
    """The caller that the text means, with its entity of the account.

    Args:
        federated_by: the user (name, ARN or unique id) that a federated user's session came from; its ARN does not
            tell.
        suggests: whether an unknown name is told with near ones: in a large account that takes milliseconds.

    Raises:
        NoSuchEntity: the account has no such user or role.
        InvalidInput: the text means two entities, or nothing that could ask.
    """
    stated = _root(account.account_id) if text == "root" else stated_principal(text)
    if federated_by is not None and (stated is None or stated.kind is not PrincipalKind.FEDERATED_USER):
        hint = f"its ARN is arn:aws:sts::{account.account_id}:federated-user/NAME"
        raise InvalidInput(f"{text} is no federated user, who alone has a session from a user.", hint=hint)
    if stated is None:
        return _named(account, text, suggests=suggests)
    if stated.account_id != account.account_id:
        known = stated.kind not in (PrincipalKind.USER, PrincipalKind.ROLE_SESSION, PrincipalKind.FEDERATED_USER)
        return Caller(stated, is_known=known)
    if stated.kind is PrincipalKind.USER:
        return caller_of_user(_user_with(account, text, suggests=suggests))
    if stated.kind is PrincipalKind.ROLE_SESSION:
        return _session(account, text, suggests=suggests)
    if stated.kind is PrincipalKind.FEDERATED_USER and federated_by is not None:
        from iamctl.service.lookup import the_user

        user = the_user(account, federated_by)
        ids = (f"{account.account_id}:{text.rpartition('/')[2]}", user.user_id)
        return Caller(stated._replace(parent_arn=user.arn, unique_ids=ids), user)
    return Caller(stated, is_known=stated.kind is not PrincipalKind.FEDERATED_USER)


def stated_principal(text: str) -> Principal | None:
    """The principal that an ARN, account id, service or `anonymous` states, without looking it up; None for a name.

    Raises:
        InvalidInput: an ARN of what cannot ask, such as a group.
    """
    if text == "anonymous":
        return Principal(PrincipalKind.ANONYMOUS, "")
    if text in BUILT_IN_PROVIDERS:
        return Principal(PrincipalKind.FEDERATED, text)
    if _SERVICE.fullmatch(text):
        return Principal(PrincipalKind.SERVICE, text)
    if len(text) == 12 and text.isascii() and text.isdecimal():
        return _root(text)
    if not text.startswith("arn:"):
        return None
    match = _ARN.fullmatch(text)
    if match is None:
        hint = "principals are users, roles, sessions of roles, federated users, providers and accounts' roots"
        raise InvalidInput(f"{text} is no principal.", hint=hint)
    return _stated_arn(text, match)


def _stated_arn(text: str, match: re.Match[str]) -> Principal:
    account_id = match["account"] or match["sts_account"]
    iam = f"arn:{match['partition']}:iam::{account_id}"
    if match["root"]:
        return Principal(PrincipalKind.ROOT, text, account_id, unique_ids=(account_id,))
    if match["provider"]:
        return Principal(PrincipalKind.FEDERATED, text)
    if match["kind"] == "user":
        return Principal(PrincipalKind.USER, text, account_id)
    if match["kind"] == "role":
        name = match["name"].rpartition("/")[2]
        session = f"arn:{match['partition']}:sts::{account_id}:assumed-role/{name}/{SESSION_NAME}"
        linked = f"/{match['name']}".startswith(SERVICE_LINKED_PATH)
        return Principal(PrincipalKind.ROLE_SESSION, session, account_id, text, is_service_linked=linked)
    if match["federated"]:
        return Principal(PrincipalKind.FEDERATED_USER, text, account_id)
    role_arn = f"{iam}:role/{match['role']}"
    return Principal(PrincipalKind.ROLE_SESSION, text, account_id, role_arn, is_path_known=False)


def caller_of_role(role: Role, session_name: str = SESSION_NAME) -> Caller:
    """A session of the role."""
    principal = Principal(
        PrincipalKind.ROLE_SESSION,
        f"arn:aws:sts::{role.account_id}:assumed-role/{role.role_name}/{session_name}",
        role.account_id,
        role.arn,
        (f"{role.role_id}:{session_name}", role.role_id),
        role.path.startswith(SERVICE_LINKED_PATH),
    )
    return Caller(principal, role)


def caller_of_user(user: User) -> Caller:
    """The user with its long-term credentials."""
    return Caller(Principal(PrincipalKind.USER, user.arn, user.account_id, unique_ids=(user.user_id,)), user)


def _root(account_id: str) -> Principal:
    return Principal(PrincipalKind.ROOT, f"arn:aws:iam::{account_id}:root", account_id, unique_ids=(account_id,))


def _session(account: Account, text: str, *, suggests: bool) -> Caller:
    if ":assumed-role/" not in text:
        role = account.roles.find(text.rpartition("/")[2])
        if role is None or role.arn != text:
            raise _no_such(account, "role", text, role, suggests=suggests)
        return caller_of_role(role)
    role_name, session_name = text.split("/")[1:3]
    role = account.roles.find(role_name)
    if role is None or role.role_name != role_name:
        raise _no_such(account, "role", role_name, role, suggests=suggests)
    return caller_of_role(role, session_name)


def _user_with(account: Account, arn: str, *, suggests: bool) -> User:
    user = account.users.find(arn.rpartition("/")[2])
    if user is None or user.arn != arn:
        raise _no_such(account, "user", arn, user, suggests=suggests)
    return user


def _named(account: Account, text: str, *, suggests: bool) -> Caller:
    user, role = account.users.find(text), account.roles.find(text)
    if len(text) >= 16 and user is None and role is None:
        user, role = account.users.find_id(text), account.roles.find_id(text)
    if user is not None and role is not None:
        raise InvalidInput(f"The name {text} means a user and a role.", hint=[f"say {user.arn}", f"or {role.arn}"])
    if user is not None:
        return caller_of_user(user)
    if role is not None:
        return caller_of_role(role)
    if account.groups.find(text) is not None:
        raise InvalidInput(f"{text} is a group, and a group asks for nothing.", hint="ask about one of its members")
    raise _no_such(account, "user or role", text, None, suggests=suggests)


def _no_such(account: Account, kind: str, text: str, other: User | Role | None, *, suggests: bool) -> NoSuchEntity:
    if other is not None:
        return NoSuchEntity(kind, text, hint=f"did you mean {other.arn}?")
    listing = "list them with `iamctl user list` and `iamctl role list`"
    if not suggests:
        return NoSuchEntity(kind, text, hint=listing)
    from iamctl.syntax.spelling import near  # only a failed look-up pays for difflib

    close = near(text.rpartition("/")[2], [*account.users.names(), *account.roles.names()])
    return NoSuchEntity(kind, text, hint=f"did you mean {' or '.join(close)}? {listing}" if close else listing)
