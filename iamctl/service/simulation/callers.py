"""Who asks in a simulation: the principal of a PolicySourceArn or a CallerArn, and what its requests carry.

Rules kept here, as recorded answers of the simulator have them:
  * a user, group or role of this account is found by its name, whatever path the ARN has;
  * aws:username exists for users only; aws:PrincipalArn is the entity's ARN with its path;
  * without a caller, aws:PrincipalArn and aws:username are absent and aws:userid is a stub;
  * an entry of the context wins over what follows from the caller.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from iamctl.engine.request import Principal, PrincipalKind
from iamctl.errors import InvalidInput, NoSuchEntity

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.service.identities import Identity

STUB = "STUB_PRINCIPAL_FOR_POLICY_SIMULATOR"
_ENTITY = re.compile(r"arn:aws[a-z-]*:iam::(?P<account>[0-9]{12}):(?P<kind>user|group|role)/(?P<name>.+)")
_ROOT = re.compile(r"arn:aws[a-z-]*:iam::(?P<account>[0-9]{12}):root")
NO_CALLER = "Invalid caller - Caller cannot be null or empty."
WRONG_CALLER = "Caller must be an IAM user, role or group in this context."


def source_of(account: Account, arn: str) -> Identity:
    """The user, group or role that a PolicySourceArn names.

    Raises:
        InvalidInput: the ARN is another account's, or of what has no policies.
        NoSuchEntity: there is no such entity.
    """
    match = _ENTITY.fullmatch(arn)
    if match is None:
        raise InvalidInput(f"Invalid ARN provided in the request: {arn}.")
    if match["account"] != account.account_id:
        raise InvalidInput(
            f"Invalid Policy Source Arn: caller's account {account.account_id} does not have access to policies in "
            f"account {match['account']}."
        )
    kind, name = match["kind"], match["name"].rpartition("/")[2]
    found: Identity | None = {
        "user": account.users.find,
        "group": account.groups.find,
        "role": account.roles.find,
    }[kind](name)
    if found is None:
        raise NoSuchEntity(
            "policy source", name, hint=f"there is no {kind} {name}; list them with `iamctl {kind} list`"
        )
    return found


def principal_of_caller(arn: str) -> Principal:
    """The principal that a CallerArn stands for.

    Raises:
        InvalidInput: it is no user, group or role.
    """
    match = _ENTITY.fullmatch(arn)
    if match is None:
        raise InvalidInput(WRONG_CALLER, hint=f"{arn} is none")
    account_id, name = match["account"], match["name"].rpartition("/")[2]
    if match["kind"] == "role":
        session = f"arn:{arn.split(':')[1]}:sts::{account_id}:assumed-role/{name}/{STUB}"
        return Principal(PrincipalKind.ROLE_SESSION, session, account_id, arn)
    return Principal(PrincipalKind.USER, arn, account_id)


def nobody(account_id: str) -> Principal:
    """The caller where none is named: of the account, and called by no name."""
    return Principal(PrincipalKind.USER, STUB, account_id)


def context_of_caller(arn: str | None, account_id: str) -> dict[str, str | tuple[str, ...]]:
    """The keys that follow from the caller."""
    if arn is None:
        return {"aws:principalaccount": account_id, "aws:userid": STUB}
    context: dict[str, str | tuple[str, ...]] = {
        "aws:principalarn": arn,
        "aws:principalaccount": arn.split(":")[4],
        "aws:userid": arn,
    }
    if ":user/" in arn:
        context["aws:username"] = arn.rpartition("/")[2]
    return context


def owner_of(resource_owner: str | None, caller_account: str) -> str:
    """The account of resources whose ARN names none.

    Raises:
        InvalidInput: the owner is not said by the ARN of an account's root.
    """
    if resource_owner is None:
        return caller_account
    match = _ROOT.fullmatch(resource_owner)
    if match is None:
        hint = "it is the ARN of an account's root: arn:aws:iam::111122223333:root"
        raise InvalidInput(f"Invalid ARN provided in the request: {resource_owner}.", hint=hint)
    return match["account"]
