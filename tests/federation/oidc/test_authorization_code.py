from __future__ import annotations

import hashlib
import json
import os
from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from iamctl.errors import IDPCommunicationError, IDPRejectedClaim, InvalidIdentityToken
from iamctl.federation.oidc.authorization_code import (
    Client,
    SignIn,
    begin,
    check_nonce,
    code_of,
    id_token_of,
    token_form,
)
from iamctl.federation.oidc.fetch import Fetched
from iamctl.model.secret import Secret

ISSUER = "https://idp.example"
CONFIGURATION = {"issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/auth", "token_endpoint": f"{ISSUER}/token"}
HERE = "http://127.0.0.1:4711/callback"


@pytest.fixture
def sign_in() -> SignIn:
    return begin(CONFIGURATION, Client("app"), HERE, os.urandom)


def asked(sign_in: SignIn) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(sign_in.url).query).items()}


def test_the_browser_carries_the_challenge_and_never_the_verifier(sign_in: SignIn) -> None:
    said = asked(sign_in)

    digest = hashlib.sha256(sign_in.verifier.reveal().encode()).digest()
    assert said["code_challenge"] == urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert (said["code_challenge_method"], said["response_type"], said["redirect_uri"]) == ("S256", "code", HERE)
    assert sign_in.verifier.reveal() not in sign_in.url
    assert token_form(sign_in, Secret("c"))["code_verifier"] == sign_in.verifier.reveal()


def test_two_sign_ins_have_nothing_in_common(sign_in: SignIn) -> None:
    other = begin(CONFIGURATION, Client("app"), HERE, os.urandom)

    assert len({each.reveal() for one in (sign_in, other) for each in (one.state, one.nonce, one.verifier)}) == 6


def test_the_answer_gives_the_code(sign_in: SignIn) -> None:
    assert code_of(sign_in, {"state": sign_in.state.reveal(), "code": "c-1", "iss": ISSUER}).reveal() == "c-1"


WRONG: dict[str, tuple[dict[str, str], type[Exception]]] = {
    "no state": ({"state": "", "code": "c"}, InvalidIdentityToken),
    "another state": ({"state": "x", "code": "c"}, InvalidIdentityToken),
    "another issuer": ({"code": "c", "iss": "https://evil.example"}, InvalidIdentityToken),
    "no code": ({}, InvalidIdentityToken),
    "a no": ({"error": "access_denied"}, IDPRejectedClaim),
}


@pytest.mark.parametrize(("answer", "error"), WRONG.values(), ids=WRONG)
def test_an_answer_that_is_not_this_sign_ins_gives_none(
    sign_in: SignIn, answer: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        code_of(sign_in, {"state": sign_in.state.reveal()} | answer)


@pytest.mark.parametrize("claims", [{}, {"nonce": "x"}, {"nonce": 7}, {"nonce": None}])
def test_a_token_without_this_sign_ins_nonce_is_refused(sign_in: SignIn, claims: dict[str, Any]) -> None:
    check_nonce(sign_in, {"nonce": sign_in.nonce.reveal()})
    with pytest.raises(InvalidIdentityToken, match="made for another sign-in"):
        check_nonce(sign_in, claims)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Fetched(400, b'{"error": "invalid_grant"}'), IDPRejectedClaim),
        (Fetched(200, b'{"access_token": "a"}'), IDPCommunicationError),
        (Fetched(200, b"<html>"), IDPCommunicationError),
        (Fetched(200, b"\xff"), IDPCommunicationError),
        (Fetched(302, b""), IDPCommunicationError),
    ],
)
def test_an_answer_without_an_id_token_is_none(answer: Fetched, error: type[Exception]) -> None:
    with pytest.raises(error):
        id_token_of(answer)


def test_a_confidential_client_says_its_secret_to_the_provider_alone(sign_in: SignIn) -> None:
    confidential = begin(CONFIGURATION, Client("app", Secret("s-1")), HERE, os.urandom)

    assert "s-1" not in confidential.url
    assert token_form(confidential, Secret("c"))["client_secret"] == "s-1"
    assert "client_secret" not in token_form(sign_in, Secret("c"))


def test_a_provider_without_a_place_to_sign_in_is_refused() -> None:
    with pytest.raises(IDPCommunicationError, match="no authorization_endpoint"):
        begin({"issuer": ISSUER}, Client("app"), HERE, os.urandom)


def test_what_the_provider_says_of_a_no_is_told_as_far_as_it_is_fit_to_print() -> None:
    said = json.dumps({"error": "access_denied", "error_description": "not \u001b[2J today"}).encode()

    with pytest.raises(IDPRejectedClaim) as refused:
        id_token_of(Fetched(400, said))
    assert refused.value.hints == ("access_denied",)
