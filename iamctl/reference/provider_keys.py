"""Condition keys of identity providers: `saml:sub`, `token.actions.githubusercontent.com:aud`.

A key of an OpenID Connect provider is its URL without the scheme, a colon, and a claim of the token. Every provider
has those of `claim_key`; what further ones some have stands in the tables of sts.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
"""

from __future__ import annotations

from iamctl.reference.vocabulary import ConditionKey

BUILT_IN = ("accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com")
"""Providers that need no entity in the account; they have the keys of the tables and no others."""

# Requests to any service in the session that the provider's token was exchanged for may carry them.
KEPT_IN_SESSIONS = frozenset(
    {
        *("saml:namequalifier", "saml:sub", "saml:sub_type"),
        *(f"cognito-identity.amazonaws.com:{claim}" for claim in ("amr", "aud", "sub")),
        *(f"accounts.google.com:{claim}" for claim in ("aud", "sub")),
        *(f"graph.facebook.com:{claim}" for claim in ("app_id", "id")),
        *(f"www.amazon.com:{claim}" for claim in ("app_id", "user_id")),
    }
)
CLAIMS = {"amr": "ArrayOfString", "aud": "String", "azp": "String", "email": "String", "sub": "String"}
CLAIM_KEYS = frozenset(f"${{ProviderUrl}}:{claim}" for claim in CLAIMS)


def claim_key(name: str) -> ConditionKey | None:
    """The key `${ProviderUrl}:claim` that the name stands for, if it is one of a provider of the account's own."""
    provider, _, claim = name.lower().rpartition(":")
    host = provider.partition("/")[0]
    if claim not in CLAIMS or "." not in host.strip(".") or host in BUILT_IN:
        return None
    return ConditionKey(f"${{ProviderUrl}}:{claim}", CLAIMS[claim])
