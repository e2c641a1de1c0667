"""Trust policies against the account: whom they name has to be there when they are written.

AWS looks every user, role and provider up when a trust policy is saved: one that does not exist is refused, and
so is the unique id of a deleted one, even where the stored policy already shows it. The unique id of a live
user or role is taken and shown as its ARN. What belongs to another account cannot be looked up here and is taken.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import MalformedPolicyDocument
from iamctl.model.arn import Arn, parse_arn
from iamctl.policy.principals import federated, principals, rewrite_principals

if TYPE_CHECKING:
    from iamctl.model.document import Document
    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.service.account import Account

PARTITION = "aws"


class BadPrincipal(NamedTuple):
    """One principal that a trust policy may not name.

    Attributes:
        label: the type as AWS's sentence has it: `AWS` or `FEDERATED`.
        reason: what is wrong, lower case, no full stop.
    """

    label: str
    principal: str
    reason: str

    @property
    def sentence(self) -> str:
        return f'Invalid principal in policy: "{self.label}":"{self.principal}"'


def checked_trust(account: Account, document: Document) -> Document:
    """The trust policy as it is to be stored: unique ids of live users and roles are ARNs.

    Raises:
        MalformedPolicyDocument: it names who is not there; the sentence is about the first, the hints about all.
    """
    resolved = {text: arn for text in dict.fromkeys(principals(document)) if (arn := _arn_of(account, text)) != text}
    document = rewrite_principals(document, resolved) if resolved else document
    if bad := bad_principals(account, document):
        raise MalformedPolicyDocument(bad[0].sentence, hint=[one.reason for one in bad])
    return document


def bad_principals(account: Account, document: Document) -> list[BadPrincipal]:
    """Whom the trust policy names and may not, in the order they stand in."""
    found = [
        BadPrincipal("AWS", text, reason)
        for text in dict.fromkeys(principals(document))
        if (reason := _wrong_with(account, text))
    ]
    found += [
        BadPrincipal("FEDERATED", text, reason)
        for text in dict.fromkeys(federated(document))
        if (reason := _wrong_with_provider(account, text))
    ]
    return found


def is_unique_id(text: str) -> bool:
    """Whether the text looks like the unique id of a user or a role."""
    return text.startswith(("AIDA", "AROA")) and 16 <= len(text) <= 128 and text.isalnum()


def _arn_of(account: Account, text: str) -> str:
    if not is_unique_id(text):
        return text
    found = account.users.find_id(text) if text.startswith("AIDA") else account.roles.find_id(text)
    return found.arn if found is not None else text


def _wrong_with(account: Account, text: str) -> str | None:
    if is_unique_id(text):
        return f"{text} is the unique id of a user or role that is not there; name one by its ARN"
    arn = parse_arn(text)
    if arn is None:
        return None
    if arn.partition != PARTITION:
        return f"{text} is of partition {arn.partition}, the account is of {PARTITION}"
    if arn.resource_type == "group":
        return "a group cannot sign a request; name its users, or the account with a condition on aws:PrincipalArn"
    if arn.account_id != account.account_id or arn.resource_type == "root":
        return None
    return _wrong_with_identity(account, text, arn)


def _wrong_with_identity(account: Account, text: str, arn: Arn) -> str | None:
    found: User | Role | None
    if arn.resource_type == "user":
        found = account.users.find(arn.name)
    elif arn.resource_type == "role":
        found = account.roles.find(arn.name)
    else:
        return f"{text} is no user, role or account"
    if found is None:
        return f"there is no {arn.resource_type} {arn.name}; list them with `iamctl {arn.resource_type} list`"
    return None if found.arn == text else f"the ARN of {arn.resource_type} {found.name} is {found.arn}"


def _wrong_with_provider(account: Account, text: str) -> str | None:
    arn = parse_arn(text)
    if arn is None:
        return None  # a built-in provider, such as accounts.google.com
    if arn.partition != PARTITION:
        return f"{text} is of partition {arn.partition}, the account is of {PARTITION}"
    if arn.account_id != account.account_id:
        return None
    if arn.resource_type == "saml-provider":
        saml = account.saml_providers.find(arn.name)
        known = saml is not None and saml.arn == text
    else:
        oidc = account.oidc_providers.find(arn.name) if arn.resource_type == "oidc-provider" else None
        known = oidc is not None and oidc.arn == text
    kind = arn.resource_type.partition("-")[0]
    listing = f"; list them with `iamctl provider {kind} list`" if kind in ("saml", "oidc") else ""
    return None if known else f"there is no provider {text}{listing}"
