"""Who acts, and what it acts by: GetCallerIdentity, and what that does not tell.

Everybody may ask this, whatever its policies say.

Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.service.members import Members


def caller_identity(account: Account) -> Members:
    """The members of GetCallerIdentity's answer."""
    user_id = account.account_id if account.standing is None else account.standing.caller.principal.unique_ids[0]
    return {"UserId": user_id, "Account": account.account_id, "Arn": account.caller}


def caller_standing(account: Account) -> Members:
    """The caller's kind, its groups, the policies in force for it, by name or ARN, and its boundary."""
    if account.gate is None:
        return {"Kind": "root user", "Groups": [], "Policies": [], "PermissionsBoundary": None}
    from iamctl.service.questions.bearing import identity_documents

    caller = account.gate.caller
    identity = caller.identity
    assert identity is not None
    documents = dict.fromkeys(document.name for document in identity_documents(account, caller))
    return {
        "Kind": "user" if identity.kind == "user" else f"session of role {identity.name}",
        "Groups": list(identity.groups) if identity.kind == "user" else [],  # type: ignore[union-attr]
        "Policies": list(documents),
        "PermissionsBoundary": identity.permissions_boundary,
    }
