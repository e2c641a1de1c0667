"""Finding anything in the account by its name, ARN or unique id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import InvalidInput, NoSuchEntity
from iamctl.model.arn import parse_arn

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.store.protocol import Noun

PREFIXES = {"AIDA": "users", "AGPA": "groups", "AROA": "roles", "ANPA": "policies", "AIPA": "instance_profiles"}
TYPES = {
    "user": "users",
    "group": "groups",
    "role": "roles",
    "instance-profile": "instance_profiles",
    "saml-provider": "saml_providers",
    "oidc-provider": "oidc_providers",
}
SHELVES = ("users", "groups", "roles", "policies", "instance_profiles", "saml_providers", "oidc_providers")


def find_anything(account: Account, text: str) -> Noun:
    """The one entity of the account, or AWS's policy, that the text names; the account by its number, alias or ARN.

    Raises:
        NoSuchEntity: nothing is called that.
        InvalidInput: entities of several kinds are; the hints give each one's ARN.
    """
    found = _by_arn(account, text) if text.startswith("arn:") else _by_name(account, text)
    if not found and (noun := _by_id(account, text)) is not None:
        return noun
    if not found:
        raise NoSuchEntity("entity", text, hint=_near(account, text))
    if len(found) > 1:
        first, *others = [noun.arn for noun in found]
        hints = [f"say {first}", *(f"or {arn}" for arn in others)]
        raise InvalidInput(f"The name {text} means {len(found)} entities.", hint=hints)
    return found[0]


def _by_arn(account: Account, text: str) -> list[Noun]:
    arn = parse_arn(text)
    if arn is None:
        resource_policy = account.resource_policies.find(text)
        return [resource_policy] if resource_policy is not None and resource_policy.arn == text else []
    if arn.resource_type == "policy":
        policy = account.find_policy(text)
        return [policy] if policy is not None else []
    if text == account.settings.arn:
        return [account.settings]
    shelf = TYPES.get(arn.resource_type)
    noun: Noun | None = getattr(account, shelf).find(arn.name) if shelf else None
    return [noun] if noun is not None and noun.arn == text else []


def _by_name(account: Account, text: str) -> list[Noun]:
    settings = account.settings
    found: list[Noun] = [settings] if text in (settings.account_id, settings.alias) else []
    name = text.removeprefix("https://")
    nouns = (getattr(account, shelf).find(name if shelf == "oidc_providers" else text) for shelf in SHELVES)
    found += [noun for noun in nouns if noun is not None]
    aws = account.imported_aws_policies.find(text) or account.published_aws_policies.find(text)
    return [*found, aws] if aws is not None else found


def _by_id(account: Account, text: str) -> Noun | None:
    shelf = PREFIXES.get(text[:4])
    if shelf is None or len(text) < 16:
        return None
    noun: Noun | None = getattr(account, shelf).find_id(text)
    if noun is None and shelf == "policies":
        return account.imported_aws_policies.find_id(text) or account.published_aws_policies.find_id(text)
    return noun


def _near(account: Account, text: str) -> str | None:
    from iamctl.syntax.spelling import near  # only a failed look-up pays for difflib

    names = {name for shelf in SHELVES for name in getattr(account, shelf).names()}
    close = near(text.rpartition("/")[2], [*sorted(names), *account.published_aws_policies.names()])
    return f"did you mean {' or '.join(close)}?" if close else None
