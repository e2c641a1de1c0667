from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from iamctl.errors import InvalidIdentityToken
from iamctl.federation.oidc.fetch import Fetched, Unreachable
from iamctl.federation.oidc.key_cache import CachedKeySet, KeyCache
from iamctl.federation.oidc.key_source import KeySource, examine_with, verify_with
from iamctl.federation.oidc.provider import GOOGLE
from iamctl.model.document import Document
from iamctl.model.oidc_provider import OIDCProvider

from .issuing import ISSUER, NOW, claims, key_of, provider, public, published, signed

JWKS = "https://keys.example.com/jwks"
NO_KEY = "Couldn't retrieve verification key from your identity provider"


class Server:
    """An issuer that counts who asks."""

    def __init__(self, *keys: dict[str, Any], issuer: str = ISSUER) -> None:
        self.keys = list(keys)
        self.asked: list[str] = []
        self.issuer = issuer
        self.answers: dict[str, Fetched] = {}

    def __call__(self, url: str) -> Fetched:
        self.asked.append(url)
        if url in self.answers:
            return self.answers[url]
        if url == f"{self.issuer}/.well-known/openid-configuration":
            return Fetched(200, json.dumps({"issuer": self.issuer, "jwks_uri": JWKS}).encode())
        if url == JWKS:
            return Fetched(200, published(*self.keys).encode())
        raise Unreachable("there is no host")

    @property
    def times(self) -> int:
        return self.asked.count(JWKS)


@pytest.fixture
def server() -> Server:
    return Server(public(key_of("RS256")))


@pytest.fixture
def source(server: Server, tmp_path: Path) -> KeySource:
    return KeySource(lambda issuer: server, KeyCache(tmp_path / "keys"))


def test_keys_are_found_through_the_providers_configuration(server: Server, source: KeySource) -> None:
    assert verify_with(source, signed(claims()), provider(), now=NOW).subject == "alice"
    assert server.asked == [f"{ISSUER}/.well-known/openid-configuration", JWKS]


def test_keys_are_fetched_once_an_hour(server: Server, source: KeySource) -> None:
    token = signed(claims(exp=int(NOW.timestamp()) + 9999))

    for minutes, times in ((0, 1), (59, 1), (60, 2), (61, 2)):
        assert verify_with(source, token, provider(), now=NOW + timedelta(minutes=minutes))
        assert server.times == times


def test_a_key_that_is_not_known_has_the_provider_asked_again(server: Server, source: KeySource) -> None:
    verify_with(source, signed(claims()), provider(), now=NOW)
    server.keys.append(public(key_of("RS256", 1)))
    rotated = signed(claims(), key=key_of("RS256", 1))

    assert verify_with(source, rotated, provider(), now=NOW + timedelta(seconds=11)).subject == "alice"
    assert server.times == 2


def test_a_key_that_is_changed_under_its_name_is_fetched_again(server: Server, source: KeySource) -> None:
    verify_with(source, signed(claims()), provider(), now=NOW)
    server.keys[:] = [public(key_of("RS256", 1), kid="rsa-0")]
    rotated = signed(claims(), key=key_of("RS256", 1), header={"kid": "rsa-0"})

    assert verify_with(source, rotated, provider(), now=NOW + timedelta(seconds=11)).subject == "alice"


def test_unknown_keys_do_not_have_a_provider_asked_all_the_time(server: Server, source: KeySource) -> None:
    strange = signed(claims(), key=key_of("RS256", 5))

    for seconds in range(10):
        with pytest.raises(InvalidIdentityToken, match=NO_KEY):
            verify_with(source, strange, provider(), now=NOW + timedelta(seconds=seconds))

    assert server.times == 1


def test_nobody_is_asked_for_what_is_no_token_of_the_provider(server: Server, source: KeySource) -> None:
    for token in ("rubbish", signed(claims(iss="https://other.example")), signed(claims(iss=None))):
        with pytest.raises(InvalidIdentityToken):
            verify_with(source, token, provider(), now=NOW)

    assert server.asked == []


def test_keys_in_the_providers_file_are_the_only_ones(server: Server, source: KeySource) -> None:
    kept = OIDCProvider(
        account_id="111122223333",
        url=provider().url,
        create_date=NOW,
        client_ids=("client-a",),
        jwks=Document(published(public(key_of("RS256", 1)))),
    )

    assert verify_with(source, signed(claims(), key=key_of("RS256", 1)), kept, now=NOW).subject == "alice"
    with pytest.raises(InvalidIdentityToken, match=NO_KEY):
        verify_with(source, signed(claims()), kept, now=NOW)
    assert server.asked == []


@pytest.mark.parametrize(
    ("url", "answer", "reason"),
    [
        ("configuration", Fetched(404, b""), "the provider answers 404"),
        ("configuration", Fetched(200, b"<html>"), f"the configuration of {ISSUER} does not read"),
        ("configuration", Fetched(200, b"[]"), "is no JSON object"),
        ("configuration", Fetched(200, b'{"issuer":"https://evil.example","jwks_uri":"x"}'), "is of another issuer"),
        ("configuration", Fetched(200, json.dumps({"issuer": ISSUER}).encode()), "has no jwks_uri"),
        ("configuration", Fetched(200, b"\xff"), "is not UTF-8"),
        ("configuration", Fetched(200, b"[" * 100_000), "nests deeper"),
        ("keys", Fetched(500, b"{}"), "the provider answers 500"),
        ("keys", Fetched(200, b"{}"), f"the keys of {ISSUER} do not read"),
    ],
)
def test_a_provider_that_answers_something_else_has_no_keys(
    server: Server, source: KeySource, url: str, answer: Fetched, reason: str
) -> None:
    server.answers[JWKS if url == "keys" else f"{ISSUER}/.well-known/openid-configuration"] = answer

    with pytest.raises(InvalidIdentityToken, match=NO_KEY) as raised:
        verify_with(source, signed(claims()), provider(), now=NOW)

    assert reason in raised.value.hints[0]


def test_an_explanation_goes_on_where_the_keys_are_not_to_be_had(server: Server, source: KeySource) -> None:
    server.issuer = "https://elsewhere.example"

    examination = examine_with(source, signed(claims(aud="other")), provider(), now=NOW)

    states = {check.part: check.state for check in examination.checks}
    assert (states["iss"], states["aud"], states["exp"], states["key"]) == ("passed", "failed", "passed", "failed")


def test_google_is_asked_at_its_own_address(tmp_path: Path) -> None:
    server = Server(public(key_of("RS256")), issuer="https://accounts.google.com")
    said = claims(iss="accounts.google.com", aud="app", sub="1")

    verify_with(KeySource(lambda issuer: server), signed(said), GOOGLE, now=NOW)

    assert server.asked[0] == "https://accounts.google.com/.well-known/openid-configuration"


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"issuer":"https://other"}', "[" * 9000, f'{{"issuer":"{ISSUER}","keys":5,"fetched":"x"}}'],
)
def test_a_cached_file_that_does_not_read_is_none(tmp_path: Path, content: str) -> None:
    cache = KeyCache(tmp_path)
    cache.put(ISSUER, CachedKeySet("x", 1))
    (file,) = tmp_path.iterdir()
    file.write_text(content)

    assert cache.find(ISSUER) is None
    cache.put(ISSUER, CachedKeySet("y", 2))
    assert cache.find(ISSUER) == CachedKeySet("y", 2)


def test_cached_keys_are_the_users_own(tmp_path: Path) -> None:
    cache = KeyCache(tmp_path / "keys")
    cache.put(ISSUER, CachedKeySet("x", 1))
    (file,) = (tmp_path / "keys").iterdir()
    assert (file.stat().st_mode & 0o777, (tmp_path / "keys").stat().st_mode & 0o777) == (0o600, 0o700)

    elsewhere = file.rename(tmp_path / "planted.json")
    file.symlink_to(elsewhere)
    assert cache.find(ISSUER) is None


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = KeyCache(tmp_path / "file")

    cache.put(ISSUER, CachedKeySet("x", 1))

    assert cache.find(ISSUER) is None
