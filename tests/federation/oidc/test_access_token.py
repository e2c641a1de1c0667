from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from iamctl.errors import AccessDenied, IDPCommunicationError, IDPRejectedClaim, InvalidIdentityToken, ValidationError
from iamctl.federation.oidc.access_token import Endpoints, verify_access_token
from iamctl.federation.oidc.fetch import Fetched, Unreachable
from iamctl.federation.oidc.identity import WebIdentity
from iamctl.model.secret import Secret

from .issuing import NOW, claims, signed

TOKEN = "Atza|IQEBLjAsAhRmHjNgHpi0U-Dme37rR6CuUpSR"
AMAZON = {
    "iss": "https://www.amazon.com",
    "user_id": "amzn1.account.K2LI23KL2LK2",
    "aud": "amzn1.application-oa2-client.ac",
    "app_id": "amzn1.application.0e3c",
    "exp": 3597,
    "iat": 1311280970,
}


class Provider:
    """Answers by path and keeps what it was asked."""

    def __init__(self, **answers: tuple[int, object] | Unreachable) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, url: str) -> Fetched:
        self.asked.append(url)
        answer = self.answers[urlsplit(url).path.rpartition("/")[2]]
        if isinstance(answer, Unreachable):
            raise answer
        status, said = answer
        return Fetched(status, said if isinstance(said, bytes) else json.dumps(said).encode())


def amazon(answer: Any, token: str = TOKEN) -> WebIdentity:
    return verify_access_token(Secret(token), "www.amazon.com", Provider(tokeninfo=answer), now=NOW)


def facebook(app: Any, me: Any) -> WebIdentity:
    return verify_access_token(Secret(TOKEN), "graph.facebook.com", Provider(app=app, me=me), now=NOW)


def test_amazon_says_whose_a_token_is() -> None:
    identity = amazon((200, AMAZON))

    assert (identity.subject, identity.audience) == (AMAZON["user_id"], AMAZON["aud"])
    assert (identity.provider_arn, identity.issuer) == ("www.amazon.com", "www.amazon.com")
    assert identity.condition_keys == {
        "www.amazon.com:app_id": AMAZON["app_id"],
        "www.amazon.com:user_id": AMAZON["user_id"],
    }
    assert identity.session_keys == identity.condition_keys
    assert identity.expires == NOW + timedelta(seconds=3597)


@pytest.mark.parametrize(
    "answer",
    [
        (400, {"error": "invalid_token"}),
        (401, b""),
        (200, {"error": "invalid_token"}),
        (200, {**AMAZON, "iss": "https://evil.example"}),
        (200, {**AMAZON, "exp": 0}),
        (200, {**AMAZON, "exp": "soon"}),
        (200, {**AMAZON, "exp": 10**20}),
        (200, {**AMAZON, "user_id": ""}),
        (200, {**AMAZON, "app_id": 5}),
        (200, {}),
    ],
)
def test_what_amazon_does_not_vouch_for_is_refused(answer: Any) -> None:
    with pytest.raises(InvalidIdentityToken):
        amazon(answer)


@pytest.mark.parametrize("answer", [(500, {}), (302, b""), (200, b"<html>"), (200, b"[]"), Unreachable("no host")])
def test_an_amazon_that_does_not_answer_is_said_so(answer: Any) -> None:
    with pytest.raises(IDPCommunicationError, match=r"^www\.amazon\.com could not be asked") as raised:
        amazon(answer)
    assert TOKEN not in f"{raised.value} {raised.value.hints}"
    assert raised.value.exit_status == 74


def test_a_jwt_is_no_token_of_amazon() -> None:
    with pytest.raises(InvalidIdentityToken, match=r"^Provided Token is not a Login With Amazon token$"):
        amazon((200, AMAZON), signed(claims()))


def test_facebook_says_whose_a_token_is() -> None:
    identity = facebook((200, {"id": "app-1"}), (200, {"id": "user-1"}))

    assert (identity.subject, identity.audience, identity.issuer) == ("user-1", "app-1", "graph.facebook.com")
    assert identity.condition_keys == {"graph.facebook.com:app_id": "app-1", "graph.facebook.com:id": "user-1"}


def test_what_facebook_does_not_take_is_rejected() -> None:
    for app, me in (
        ((400, {"error": {"code": 190}}), (200, {"id": "1"})),
        ((200, {"id": "1"}), (401, b"")),
        ((200, {"id": "1"}), (200, {"error": {}})),
    ):
        with pytest.raises(IDPRejectedClaim):
            facebook(app, me)


def test_a_token_of_facebooks_app_is_nobodys() -> None:
    for me in ((200, {"id": "app-1"}), (200, {})):
        with pytest.raises(InvalidIdentityToken):
            facebook((200, {"id": "app-1"}), me)


def test_where_the_providers_are_asked_can_be_said() -> None:
    provider = Provider(tokeninfo=(200, AMAZON), app=(200, {"id": "a"}), me=(200, {"id": "b"}))
    where = Endpoints("http://127.0.0.1:9/x/tokeninfo", "http://127.0.0.1:9/v1/")

    for provider_id in ("www.amazon.com", "graph.facebook.com"):
        verify_access_token(Secret(TOKEN), provider_id, provider, now=NOW, endpoints=where)

    assert [urlsplit(url).path for url in provider.asked] == ["/x/tokeninfo", "/v1/app", "/v1/me"]
    assert all(parse_qs(urlsplit(url).query)["access_token"] == [TOKEN] for url in provider.asked)


@pytest.mark.parametrize("provider_id", ["", "accounts.google.com", "WWW.AMAZON.COM", "https://www.amazon.com"])
def test_there_are_no_other_providers_of_access_tokens(provider_id: str) -> None:
    with pytest.raises(AccessDenied, match=r"^Not authorized to perform sts:AssumeRoleWithWebIdentity$"):
        verify_access_token(Secret(TOKEN), provider_id, Provider(), now=NOW)


def test_access_tokens_have_the_same_bounds() -> None:
    with pytest.raises(ValidationError):
        verify_access_token(Secret("a" * 20_001), "www.amazon.com", Provider(), now=NOW)
