"""Tokens of npm's certified oidc-provider, its keys fetched over TLS."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from counterparts.oidc_provider import CLIENT_ID, running

from iamctl.errors import InvalidIdentityToken
from iamctl.federation.oidc.fetch import Unreachable
from iamctl.federation.oidc.http_fetch import HttpFetch
from iamctl.federation.oidc.key_cache import KeyCache
from iamctl.federation.oidc.key_source import KeySource, verify_with
from iamctl.model.tag import Tag

from .issuing import key_of, provider


def private(algorithm: str, number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = key_of(algorithm, number).as_dict(private=True)
    return {**found, "use": "sig"}


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.mark.parametrize("algorithm", ["RS256", "RS512", "ES256", "ES384", "ES512"])
def test_who_signed_in_is_who_the_provider_says(
    algorithm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(tmp_path, private("RS256"), private(algorithm, 7), algorithm=algorithm) as idp:
        monkeypatch.setenv("SSL_CERT_FILE", str(idp.authority))
        source = KeySource(lambda issuer: HttpFetch(loopback=True))

        identity = verify_with(source, idp.sign_in("kim"), provider(idp.issuer, CLIENT_ID), now=now())

    host = idp.issuer.removeprefix("https://")
    assert (identity.subject, identity.audience, identity.issuer) == ("kim", CLIENT_ID, idp.issuer)
    assert identity.condition_keys[f"{host}:email"] == "kim@example.com"
    assert identity.tags == (Tag("Team", "core"),)
    assert (identity.transitive_tag_keys, identity.source_identity) == (("Team",), "kim")


def test_keys_that_the_provider_changes_are_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = KeySource(lambda issuer: HttpFetch(loopback=True), KeyCache(tmp_path / "cache"))
    with running(tmp_path, private("RS256"), algorithm="RS256") as idp:
        monkeypatch.setenv("SSL_CERT_FILE", str(idp.authority))
        ours = provider(idp.issuer, CLIENT_ID)
        before = idp.sign_in("kim")
        assert verify_with(source, before, ours, now=now()).subject == "kim"
    port = int(idp.issuer.rpartition(":")[2])
    with running(tmp_path, private("RS256", 1), algorithm="RS256", port=port) as idp:
        after = idp.sign_in("lee")
        later = now() + timedelta(seconds=20)

        assert verify_with(source, after, ours, now=later).subject == "lee"
        with pytest.raises(InvalidIdentityToken, match="Couldn't retrieve verification key"):
            verify_with(source, before, ours, now=later + timedelta(seconds=20))


def test_a_provider_whose_certificate_nobody_vouches_for_is_not_believed(tmp_path: Path) -> None:
    with (
        running(tmp_path, private("RS256"), algorithm="RS256") as idp,
        pytest.raises(Unreachable, match=r"127\.0\.0\.1 cannot be asked: .*certificate"),
    ):
        HttpFetch(loopback=True)(f"{idp.issuer}/jwks")


def test_a_token_for_another_client_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(tmp_path, private("RS256"), algorithm="RS256") as idp:
        monkeypatch.setenv("SSL_CERT_FILE", str(idp.authority))
        source = KeySource(lambda issuer: HttpFetch(loopback=True))

        with pytest.raises(InvalidIdentityToken, match="Incorrect token audience"):
            verify_with(source, idp.sign_in("kim"), provider(idp.issuer, "another"), now=now())
