"""Condition keys from claims: the provider's URL without scheme, a colon, and the claim.

STS makes keys of the claims of these tables only; what else a token says no trust policy can ask for.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from iamctl.federation.oidc import claims as said
from iamctl.federation.oidc.provider import COGNITO, GOOGLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamctl.federation.oidc.provider import Provider

Values: TypeAlias = str | tuple[str, ...]
AMAZON, FACEBOOK = "www.amazon.com", "graph.facebook.com"
OF_EVERY_PROVIDER = ("amr", "aud", "azp", "email", "sub")
OF_BUILT_IN = {GOOGLE.url: ("aud", "google/organization_number", "oaud", "sub"), COGNITO.url: ("amr", "aud", "sub")}
_GITHUB = (
    *("actor", "actor_id", "enterprise_id", "environment", "job_workflow_ref"),
    *("ref", "repository", "repository_id", "repository_owner_id", "workflow"),
)
_GITLAB = (
    *("namespace_id", "pipeline_source", "project_id", "ref_protected", "runner_environment"),
    *("user_access_level", "user_email", "user_id", "user_login"),
)
_BUILDKITE = (
    *("build_branch", "cluster_id", "cluster_name"),
    *("organization_id", "organization_slug", "pipeline_id", "pipeline_slug"),
)
# What some providers' tokens say besides; of the other providers STS takes no more than the claims above.
OF_KNOWN_PROVIDERS = (
    (r"token\.actions\.githubusercontent\.com(/[^/]+)?|token\.actions\.[a-z0-9-]+\.ghe\.com", _GITHUB),
    (r"github\.com/enterprises/[^/]+", _GITHUB),
    (r"gitlab\.com", _GITLAB),
    (r"agent\.buildkite\.com|agent\.[a-z0-9-]+\.buildkite\.(dev|site)", _BUILDKITE),
    (r"oidc\.circleci\.com/org/[^/]+", ("oidc.circleci.com/project-id",)),
    (r"idcs-[a-z0-9-]+\.identity\.oraclecloud\.com", ("rpst_id",)),
)
IN_SESSIONS = {GOOGLE.url: ("aud", "sub"), COGNITO.url: ("amr", "aud", "sub")}


def condition_keys(claims: Mapping[str, Any], provider: Provider) -> dict[str, Values]:
    """The keys that a trust policy may ask for: a text where the key has one value, a tuple where it may have several.

    `amr` may always have several; another claim does where the token has a list of them.

    `aud` is the authorized party where there is one; `oaud` is then what `aud` says.
    """
    found = {
        f"{provider.url}:{name}": value for name in _names(provider) if (value := _value(claims, name)) is not None
    }
    return dict(sorted(found.items()))


def session_keys(claims: Mapping[str, Any], provider: Provider) -> dict[str, Values]:
    """The keys that requests in the session carry too: some of the built-in providers' and of no other."""
    kept = {f"{provider.url}:{name}" for name in IN_SESSIONS.get(provider.url, ())}
    return {key: value for key, value in condition_keys(claims, provider).items() if key in kept}


def _names(provider: Provider) -> tuple[str, ...]:
    if provider.url in OF_BUILT_IN:
        return OF_BUILT_IN[provider.url]
    further = [
        names for pattern, names in OF_KNOWN_PROVIDERS if re.fullmatch(pattern, provider.url, re.ASCII | re.IGNORECASE)
    ]
    return (*OF_EVERY_PROVIDER, *(name for names in further for name in names))


def _value(claims: Mapping[str, Any], name: str) -> Values | None:
    """The key's value; None where the token says nothing of it that a key could have."""
    if name == "aud":
        return said.audience(claims)
    if name == "sub":
        return said.subject(claims)
    value = claims.get("aud" if name == "oaud" else name)
    if name == "google/organization_number":  # it stands in an object of the token
        value = within.get("organization_number") if isinstance(within := claims.get("google"), dict) else None
    if isinstance(value, list):
        texts = tuple(text for each in value if (text := _text(each)) is not None)
        return texts[0] if name == "oaud" and len(texts) == 1 else texts or None
    text = _text(value)
    return (text,) if name == "amr" and text is not None else text


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | Decimal) else None
