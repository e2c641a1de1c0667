"""Who acts, and what it acts by: GetCallerIdentity, and what that does not tell.

Everybody may ask this, whatever its policies say.

Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.service.members import Members
    from iamctl.service.sts.standing import Standing


def caller_identity(account: Account) -> Members:
    """The members of GetCallerIdentity's answer."""
    user_id = account.account_id if account.standing is None else account.standing.caller.principal.unique_ids[0]
    return {"UserId": user_id, "Account": account.account_id, "Arn": account.caller}


def caller_standing(account: Account) -> Members:
    """The caller's kind, its groups, the policies in force for it, by name or ARN, and its boundary; of a session also
    since when and until when it is, and how it came about and is narrowed.
    """
    standing = account.standing
    if standing is None:
        return {"Kind": "root user", "Groups": [], "Policies": [], "PermissionsBoundary": None}
    from iamctl.service.questions.bearing import identity_documents

    identity = standing.caller.identity
    documents = dict.fromkeys(document.name for document in identity_documents(account, standing.caller))
    members: Members = {
        "Kind": kind_of(account, standing),
        "Groups": list(identity.groups) if identity is not None and identity.kind == "user" else [],  # type: ignore[union-attr]
        "Policies": list(documents),
        "PermissionsBoundary": identity.permissions_boundary if identity is not None else None,
    }
    if standing.session is not None:
        from iamctl.service.session_members import session_members

        return members | session_members(standing.session, account.now)
    return members | ({"AccessKeyId": standing.access_key_id} if standing.access_key_id is not None else {})


def kind_of(account: Account, standing: Standing) -> str:
    """What sort of caller it is: `user`, `session of role Deploy`, …"""
    from iamctl.service.sts.presenting import caller_kind

    identity = standing.caller.identity
    if standing.session is None and identity is not None and identity.kind == "role":
        return f"session of role {identity.name}"  # only named; no session was issued
    return caller_kind(identity or account.settings, standing.session)
