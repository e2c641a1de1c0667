"""Trust policies as they are built from words, asked by what tokens say: who was meant gets in and others do not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from iamctl.engine.authorize import authorize
from iamctl.engine.decision import Outcome
from iamctl.federation.oidc.access_token import verify_access_token
from iamctl.federation.oidc.fetch import Fetched
from iamctl.federation.oidc.identity import WebIdentity
from iamctl.federation.oidc.provider import COGNITO, GOOGLE
from iamctl.federation.oidc.verify import verify
from iamctl.model.document import Document
from iamctl.model.secret import Secret
from iamctl.policy.trust import trust_oidc
from tests.engine.given import policies_of, request_of

from .issuing import ISSUER, NOW, all_keys, claims, provider, signed

ROLE = "arn:aws:iam::111122223333:role/Deploy"
GITHUB = "https://token.actions.githubusercontent.com"


def is_trusted(document: Document, identity: WebIdentity) -> bool:
    keys: Mapping[str, Any] = {
        key: list(value) if isinstance(value, tuple) else value for key, value in identity.condition_keys.items()
    }
    asked = {
        "principal": {"arn": identity.provider_arn, "kind": "federated identity"},
        "action": "sts:AssumeRoleWithWebIdentity",
        "resource": ROLE,
        "resource_account": "111122223333",
        "context": keys,
    }
    decision = authorize(request_of(asked), policies_of({"resource": [document.tree]}))
    return decision.outcome is Outcome.ALLOWED


def identity_of(said: dict[str, Any], whose: Any) -> WebIdentity:
    return verify(signed(said), whose, all_keys(), now=NOW)


def test_the_subject_and_audience_that_were_meant_get_in() -> None:
    own = provider(ISSUER, "a", "b")
    document = trust_oidc(own.arn, audience=["a"], subject=["alice", "bob"])

    assert is_trusted(document, identity_of(claims(aud="a"), own))
    assert not is_trusted(document, identity_of(claims(aud="b"), own))
    assert not is_trusted(document, identity_of(claims(aud="a", sub="eve"), own))
    assert is_trusted(document, identity_of(claims(aud="b", azp="a"), own))


def test_a_pipeline_of_the_repository_gets_in() -> None:
    own = provider(GITHUB, "sts.amazonaws.com")
    document = trust_oidc(own.arn, audience=["sts.amazonaws.com"], subject=["repo:acme/shop:*"])

    for subject, trusted in (
        ("repo:acme/shop:ref:refs/heads/main", True),
        ("repo:acme/shop2:ref:refs/heads/main", False),
    ):
        said = claims(iss=GITHUB, aud="sts.amazonaws.com", sub=subject)
        assert is_trusted(document, identity_of(said, own)) is trusted


def test_googles_audience_is_the_party_that_asked() -> None:
    document = trust_oidc("accounts.google.com", audience=["1132"], subject=["77"])

    said = claims(iss="accounts.google.com", aud="https://sts.amazonaws.com", azp="1132", sub="77")

    assert is_trusted(document, identity_of(said, GOOGLE))
    assert not is_trusted(document, identity_of({**said, "azp": "1133"}, GOOGLE))


def test_a_pool_of_cognito_lets_in_those_that_signed_in() -> None:
    host, pool = COGNITO.url, "us-east-1:12345678-aaaa-bbbb-cccc-123456789012"
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": host},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {f"{host}:aud": pool},
            "ForAnyValue:StringLike": {f"{host}:amr": "authenticated"},
        },
    }
    document = Document.of({"Version": "2012-10-17", "Statement": [statement]})  # type: ignore[dict-item]
    said = claims(iss=f"https://{host}", aud=pool, sub="us-east-1:1", amr=["authenticated", "graph.facebook.com"])

    assert is_trusted(document, identity_of(said, COGNITO))
    assert not is_trusted(document, identity_of({**said, "amr": ["unauthenticated"]}, COGNITO))
    assert not is_trusted(document, identity_of({**said, "aud": "us-east-1:other"}, COGNITO))


@pytest.mark.parametrize(("host", "subject"), [("www.amazon.com", "user-1"), ("graph.facebook.com", "user-1")])
def test_users_of_amazon_and_facebook_get_in_by_their_ids(host: str, subject: str) -> None:
    document = trust_oidc(host, audience=["app-1"], subject=[subject])

    def answer(user: str) -> WebIdentity:
        amazon = b'{"iss":"https://www.amazon.com","user_id":"%s","aud":"c","app_id":"app-1","exp":60}' % user.encode()
        told = {"tokeninfo": amazon, "app": b'{"id":"app-1"}', "me": b'{"id":"%s"}' % user.encode()}
        return verify_access_token(
            Secret("opaque"), host, lambda url: Fetched(200, told[url.partition("?")[0].rpartition("/")[2]]), now=NOW
        )

    assert is_trusted(document, answer("user-1"))
    assert not is_trusted(document, answer("user-2"))
