"""What an id or a session token is: whose, of which account, and whether it is worth anything now.

A key id carries its account's number, so that something can be said of foreign ones too; whether those are alive only
their own account can tell.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
         https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from iamctl.errors import ExpiredToken, InvalidClientTokenId, InvalidInput
from iamctl.model.access_key import ACTIVE, account_of_key_id
from iamctl.service.access_keys import the_key, use_of
from iamctl.service.credential_owners import owner_of_key
from iamctl.service.members import time_text
from iamctl.service.session_members import record_members, session_members
from iamctl.service.sts.issuing import RECORDS
from iamctl.service.sts.presenting import identity_of, living
from iamctl.service.sts.session_keys import tokens_of
from iamctl.service.sts.session_tokens import PREFIX
from iamctl.service.sts.sessions import get_session

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.service.members import Members

LONG_TERM, TEMPORARY = "AKIA", "ASIA"
KINDS = {
    "ABIA": "STS service bearer token",
    "ACCA": "context-specific credential",
    "AGPA": "user group",
    "AIDA": "user",
    "AIPA": "instance profile",
    "AKIA": "long-term access key",
    "ANPA": "managed policy",
    "ANVA": "version of a managed policy",
    "APKA": "public key",
    "AROA": "role",
    "ASCA": "certificate",
    "ASIA": "temporary access key",
}
"""Of the first four letters. AWS says that the list is not exhaustive."""
_SHELVES = {
    "AIDA": "users",
    "AROA": "roles",
    "AGPA": "groups",
    "ANPA": "policies",
    "AIPA": "instance_profiles",
}
_ID = re.compile(r"[A-Z]{4}[A-Z0-9]{12,124}")


def is_id(text: str) -> bool:
    """Whether the text has the form of a unique id, which tokens never have."""
    return _ID.fullmatch(text) is not None


def inspect_id(account: Account, text: str) -> Members:
    """What an id is: a key's, or a user's, a role's and so on.

    Raises:
        InvalidInput: it is none that AWS speaks of.
    """
    prefix = text[:4]
    if not is_id(text) or prefix not in KINDS:
        raise InvalidInput(
            f"{text} is no id that AWS speaks of.", hint=f"ids begin with {', '.join(KINDS)}; tokens come by stdin: `-`"
        )
    if prefix in (LONG_TERM, TEMPORARY):
        return _key(account, text)
    shelf: Any = getattr(account, _SHELVES[prefix]) if prefix in _SHELVES else None
    noun = shelf.find_id(text) if shelf is not None else None
    members = {"Id": text, "Kind": KINDS[prefix]}
    if noun is not None:
        return members | {"Account": account.account_id, "Arn": noun.arn, "Live": True, "Why": None}
    why = f"account {account.account_id} has no {KINDS[prefix]} of this id"
    return members | {"Account": None, "Arn": None, "Live": False if shelf is not None else None, "Why": why}


def inspect_token(account: Account, token: str) -> Members:
    """What a session token seals, without its secret; whose it is not, it says nothing of."""
    members: Members = {"Id": None, "Kind": "session token"}
    nothing = members | {"Account": None, "Arn": None, "Live": False}
    if not token.startswith(PREFIX):
        return nothing | {"Why": "it is no token of iamctl's; those of AWS only AWS can read"}
    try:
        session, _ = tokens_of(account).open(token)
    except InvalidClientTokenId:
        why = f"it is no token of account {account.account_id}, or was altered, or its session key is gone"
        return nothing | {"Why": why}
    dead = None
    try:
        living(account, session)
    except (ExpiredToken, InvalidClientTokenId) as error:
        dead = error.hints[0] if error.hints else error.message
    mark = account.marks.find(RECORDS, session.access_key_id)
    identity = identity_of(account, session)
    arn = mark["arn"] if mark is not None else identity.arn if identity is not None else None
    members |= {"Id": session.access_key_id, "Account": account.account_id, "Arn": arn}
    return members | {"Live": dead is None, "Why": dead} | session_members(session, account.now)


def _key(account: Account, key_id: str) -> Members:
    number = account_of_key_id(key_id)
    members = {"Id": key_id, "Kind": KINDS[key_id[:4]], "Account": number}
    if key_id.startswith(TEMPORARY) and account.marks.find(RECORDS, key_id) is not None:
        return members | record_members(get_session(account, access_key_id=key_id), account.now)
    owner = owner_of_key(account, key_id) if key_id.startswith(LONG_TERM) else None
    if owner is not None:
        key, use = the_key(owner, key_id), use_of(account, key_id)
        is_live = key.status_at(account.now) == ACTIVE
        why = None if is_live else "it is inactive"
        if key.has_retired(account.now):
            why = f"a rotation retired it at {time_text(key.retire_at)}" if key.retire_at is not None else why
        return members | {
            "Arn": owner.arn,
            "Live": is_live,
            "Why": why,
            "CreateDate": time_text(key.create_date),
            "LastUsedDate": time_text(use.date) if use is not None else None,
        }
    return members | {"Arn": None} | _unknown(account, key_id, number)


def _unknown(account: Account, key_id: str, number: str | None) -> Members:
    """Why a key that this account does not know is alive or not, as far as it can be told."""
    if number == account.account_id:
        what = "it is deleted, or was never made"
        if key_id.startswith(TEMPORARY):
            what = "no such session is remembered: it was never issued, or has been over for long"
        return {"Live": False, "Why": what}
    if number is None:
        return {"Live": None, "Why": "the id carries no account's number: it is older than 2019, or made up"}
    return {"Live": None, "Why": f"only account {number} can tell; this is {account.account_id}"}
