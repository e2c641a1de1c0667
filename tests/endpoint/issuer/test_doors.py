"""The provider for tests on a real port over TLS, as clients, browsers and iamctl meet it."""

from __future__ import annotations

import hashlib
import os
import re
import ssl
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from iamctl import bootstrap
from iamctl.endpoint.issuer.application import answering
from iamctl.endpoint.issuer.authority import tls_for
from iamctl.endpoint.issuer.grants import DEVICE_LIFETIME, MOST
from iamctl.endpoint.issuer.provider import Settings, TestProvider
from iamctl.endpoint.serving import bound, url_of
from iamctl.federation.saml.request import AuthnRequest, authn_request
from iamctl.federation.saml.verify import verify
from iamctl.model.saml_provider import SAMLProvider
from iamctl.model.secret import Secret
from tests.federation.saml.identity_provider import provider as saml_provider

BACK = "http://127.0.0.1:35002/callback"
ADMIN = {"Authorization": "Bearer let me in"}
ROLE = "arn:aws:iam::111122223333:role/Console,arn:aws:iam::111122223333:saml-provider/Okta"
VERIFIER = "v" * 43
CHALLENGE = urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "response_type": "code",
    "client_id": "app",
    "redirect_uri": BACK,
    "scope": "openid offline_access",
    "state": "s t&te",
    "nonce": "once",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}
EXCHANGE = {"grant_type": "authorization_code", "client_id": "app", "redirect_uri": BACK, "code_verifier": VERIFIER}


class Clock:
    """The present, which a test moves."""

    def __init__(self) -> None:
        self.moment = bootstrap.now()

    def __call__(self) -> datetime:
        return self.moment


class Running:
    """A provider that answers, and a browser that trusts it."""

    def __init__(self, provider: TestProvider, browser: httpx.Client, clock: Clock) -> None:
        self.provider = provider
        self.browser = browser
        self.clock = clock

    def signs_in(self, subject: str = "kim", **asked: str) -> str:
        """The code of a person who fills the form in."""
        page = self.browser.get("/authorize", params=ASKED | asked)
        answer = self.browser.post("/authorize", data=fields_of(page.text) | {"subject": subject, "decision": "yes"})
        assert answer.status_code == 303, answer.text
        return query_of(answer)["code"]

    def exchanged(self, code: str, **changed: str) -> httpx.Response:
        return self.browser.post("/token", data=EXCHANGE | {"code": code} | changed)

    def claims(self, token: str) -> dict[str, Any]:
        keys = KeySet.import_key_set(self.browser.get("/jwks").json())
        return dict(jwt.decode(token, keys).claims)

    def admin(self, path: str, **members: Any) -> httpx.Response:
        return self.browser.post(f"/admin/{path}", json=members, headers=ADMIN)


@contextmanager
def running(**settings: Any) -> Iterator[Running]:
    clock = Clock()
    listening = bound("127.0.0.1", 0)
    issuer = url_of(listening).replace("http:", "https:")
    chosen = Settings(**{"client_ids": ("app",), "saml_roles": (ROLE,), **settings})
    provider = TestProvider(issuer, chosen, admin_token=Secret("let me in"), now=clock, entropy=os.urandom)
    with tls_for("127.0.0.1", clock()) as tls, answering(provider, listening, tls):
        trusting = ssl.create_default_context(cadata=tls.authority)
        with httpx.Client(base_url=issuer, verify=trusting, trust_env=False, timeout=30) as browser:
            yield Running(provider, browser, clock)


@pytest.fixture
def idp() -> Iterator[Running]:
    with running() as one:
        yield one


def fields_of(page: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {unescape(name): unescape(value) for name, value in found}


def query_of(answer: httpx.Response) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def test_a_person_signs_in_with_a_code(idp: Running) -> None:
    page = idp.browser.get("/authorize", params=ASKED)
    answer = idp.browser.post("/authorize", data=fields_of(page.text) | {"subject": "kim", "decision": "yes"})
    said = query_of(answer)

    tokens = idp.exchanged(said["code"]).json()

    claims = idp.claims(tokens["id_token"])
    assert answer.headers["Location"].startswith(BACK)
    assert (said["state"], said["iss"]) == ("s t&te", idp.provider.issuer)
    assert (claims["sub"], claims["aud"], claims["nonce"]) == ("kim", "app", "once")
    who = idp.browser.get("/userinfo", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    assert who.json()["sub"] == "kim"


def test_everything_says_that_it_is_for_tests(idp: Running) -> None:
    token = idp.exchanged(idp.signs_in()).json()["id_token"]
    texts = [
        idp.browser.get("/.well-known/openid-configuration").text,
        idp.browser.get("/saml/metadata").text,
        idp.browser.get("/authorize", params=ASKED).text,
        str(idp.claims(token)),
    ]

    assert all("for tests" in text.lower() for text in texts)
    assert idp.browser.get("/jwks").headers["X-For-Tests"]


def test_a_code_is_worth_one_exchange_within_a_minute(idp: Running) -> None:
    code, late = idp.signs_in(), idp.signs_in()
    assert idp.exchanged(code).status_code == 200
    again = idp.exchanged(code)
    idp.clock.moment += timedelta(minutes=1)

    for refused in (again, idp.exchanged(late)):
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    "changed",
    [{"code_verifier": "w" * 43}, {"code_verifier": ""}, {"redirect_uri": f"{BACK}2"}, {"client_id": "other"}],
)
def test_a_code_is_for_who_asked_for_it_alone(changed: dict[str, str]) -> None:
    with running(client_ids=("app", "other")) as idp:
        assert idp.exchanged(idp.signs_in(), **changed).json()["error"] == "invalid_grant"


def test_a_refresh_token_renews_once(idp: Running) -> None:
    first = idp.exchanged(idp.signs_in()).json()["refresh_token"]
    renewing = {"grant_type": "refresh_token", "client_id": "app", "refresh_token": first}

    second, third = (idp.browser.post("/token", data=renewing) for _ in range(2))

    assert "nonce" not in idp.claims(second.json()["id_token"])
    assert second.json()["refresh_token"] != first
    assert third.json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "email"}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
    ],
)
def test_what_is_asked_wrongly_is_told_to_who_asked(asked: dict[str, str], error: str, idp: Running) -> None:
    assert query_of(idp.browser.get("/authorize", params=ASKED | asked))["error"] == error


@pytest.mark.parametrize(
    "asked",
    [
        {"client_id": "nobody"},
        {"redirect_uri": "https://evil.example/callback"},
        {"redirect_uri": "https://127.0.0.1.evil.example/"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": "https://127.0.0.1@evil.example/"},
    ],
)
def test_no_answer_goes_to_who_is_unknown(asked: dict[str, str], idp: Running) -> None:
    answer = idp.browser.get("/authorize", params=ASKED | asked)

    assert (answer.status_code, answer.headers.get("Location")) == (400, None)


def test_an_address_that_was_allowed_gets_the_answer() -> None:
    with running(redirect_uris=("https://app.example/callback",), sign_in_as="kim") as idp:
        answer = idp.browser.get("/authorize", params=ASKED | {"redirect_uri": "https://app.example/callback"})

    assert answer.headers["Location"].startswith("https://app.example/callback?code=")


def test_a_page_shows_what_was_asked_as_text(idp: Running) -> None:
    page = idp.browser.get("/authorize", params=ASKED | {"state": '"><script>', "login_hint": "<b>"})

    assert "<script>" not in page.text
    assert fields_of(page.text)["state"] == '"><script>'


def test_who_refuses_has_not_signed_in(idp: Running) -> None:
    page = idp.browser.get("/authorize", params=ASKED)

    answer = idp.browser.post("/authorize", data=fields_of(page.text) | {"subject": "kim", "decision": "no"})

    assert query_of(answer)["error"] == "access_denied"


def polled(idp: Running, code: str) -> httpx.Response:
    kind = "urn:ietf:params:oauth:grant-type:device_code"
    return idp.browser.post("/token", data={"grant_type": kind, "client_id": "app", "device_code": code})


def test_a_device_waits_until_its_code_is_typed_in(idp: Running) -> None:
    begun = idp.browser.post("/device_authorization", data={"client_id": "app", "scope": "openid"}).json()
    errors = [polled(idp, begun["device_code"]).json()["error"] for _ in range(2)]
    typed = begun["user_code"].lower().replace("-", " ")

    done = idp.browser.post("/device", data={"user_code": typed, "subject": "lee", "decision": "yes"})

    assert (errors, done.status_code) == (["authorization_pending", "slow_down"], 200)
    assert idp.claims(polled(idp, begun["device_code"]).json()["id_token"])["sub"] == "lee"
    assert polled(idp, begun["device_code"]).json()["error"] == "expired_token"


def test_a_device_that_is_refused_or_waits_too_long_gets_nothing(idp: Running) -> None:
    refused, late = (idp.browser.post("/device_authorization", data={"client_id": "app"}).json() for _ in range(2))
    idp.browser.post("/device", data={"user_code": refused["user_code"], "subject": "lee", "decision": "no"})
    assert polled(idp, refused["device_code"]).json()["error"] == "access_denied"

    idp.clock.moment += DEVICE_LIFETIME

    assert polled(idp, late["device_code"]).json()["error"] == "expired_token"
    typed = {"user_code": late["user_code"], "subject": "lee", "decision": "yes"}
    assert idp.browser.post("/device", data=typed).status_code == 400


def asking(idp: Running, **members: Any) -> tuple[SAMLProvider, AuthnRequest]:
    """A service that trusts the provider, and a request of its."""
    ours = saml_provider(text=idp.browser.get("/saml/metadata").text, **members)
    request = authn_request(
        ours, "http://127.0.0.1:35001/saml/acs", "urn:amazon:webservices", now=idp.clock(), entropy=os.urandom
    )
    return ours, request


def test_a_person_signs_in_by_saml(idp: Running) -> None:
    ours, request = asking(idp)
    page = idp.browser.get(request.url)

    posted = idp.browser.post("/saml/sso", data=fields_of(page.text) | {"subject": "kim", "decision": "yes"})

    fields = fields_of(posted.text)
    identity = verify(fields["SAMLResponse"].encode(), ours, now=idp.clock())
    assert fields["RelayState"] == request.relay_state
    assert f'action="{request.acs_url}"' in posted.text
    assert (identity.subject, identity.audience) == ("kim", request.acs_url)
    assert [role.role_arn for role in identity.roles] == [ROLE.partition(",")[0]]


def test_without_a_request_the_response_is_for_aws(idp: Running) -> None:
    page = idp.browser.post("/saml/sso", data={"subject": "kim", "decision": "yes"})

    found = re.search(r"<textarea>([^<]*)</textarea>", page.text)

    assert found is not None
    ours, _ = asking(idp)
    assert verify(found[1].encode(), ours, now=idp.clock()).audience == "https://signin.aws.amazon.com/saml"


def deflated(text: bytes) -> str:
    return b64encode(zlib.compress(text, wbits=-15)).decode()


REQUEST = (
    b'<p:AuthnRequest xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1" AssertionConsumerServiceURL="%s">'
    b'<Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">x</Issuer></p:AuthnRequest>'
)


@pytest.mark.parametrize(
    "request_text",
    [
        "not base64!",
        b64encode(b"not deflated").decode(),
        deflated(b"<x"),
        deflated(b"<x/>"),
        deflated(b"<!DOCTYPE x>" + REQUEST % b"http://127.0.0.1/acs"),
        deflated(REQUEST % b""),
        deflated(REQUEST % b"https://evil.example/acs"),
        deflated(b"<x>" + b" " * 10_000_000),
    ],
)
def test_a_request_that_is_none_gets_no_response(request_text: str, idp: Running) -> None:
    answer = idp.browser.get("/saml/sso", params={"SAMLRequest": request_text})

    assert answer.status_code == 400
    assert "SAMLResponse" not in answer.text


def test_a_fault_of_the_next_sign_in_is_of_that_one_alone(idp: Running) -> None:
    assert idp.admin("next", Kind="token", Fault="expired").status_code == 200
    tokens = [idp.exchanged(idp.signs_in()).json()["id_token"] for _ in range(2)]

    now = int(idp.clock().timestamp())

    assert [idp.claims(token)["exp"] > now for token in tokens] == [False, True]


def test_a_word_is_minted_as_it_was_asked_for(idp: Running) -> None:
    token = idp.admin("token", Subject="lee", Audience="x", Claims={"amount": 1.5, "iat": None, "l": [{}]}).json()
    ours, _ = asking(idp)

    response = idp.admin(
        "saml-response", Subject="lee", Attributes={"https://aws.amazon.com/SAML/Attributes/PrincipalTag:Team": ["a"]}
    ).json()

    claims = idp.claims(token["Token"])
    assert (claims["sub"], claims["aud"], claims["amount"], claims["l"], "iat" in claims) == (
        "lee",
        "x",
        1.5,
        [{}],
        False,
    )
    identity = verify(response["SAMLResponse"].encode(), ours, now=idp.clock())
    assert [tuple(tag) for tag in identity.tags] == [("Team", "a")]


def test_rotation_changes_the_key_and_keeps_or_forgets_the_old_one(idp: Running) -> None:
    first = idp.browser.get("/jwks").json()["keys"][0]["kid"]

    kept = idp.admin("rotate", Keep=True).json()
    forgotten = idp.admin("rotate", Keep=False).json()

    assert kept["Published"] == [kept["KeyId"], first]
    assert forgotten["Published"] == [forgotten["KeyId"]]
    assert [key["kid"] for key in idp.browser.get("/jwks").json()["keys"]] == forgotten["Published"]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic let me in"}])
@pytest.mark.parametrize("path", ["faults", "rotate", "token", "saml-response", "next"])
def test_nobody_without_the_token_administers(path: str, headers: dict[str, str], idp: Running) -> None:
    method = "GET" if path == "faults" else "POST"

    answer = idp.browser.request(method, f"/admin/{path}", headers=headers)

    assert (answer.status_code, answer.json()["Error"]["Code"]) == (403, "AccessDenied")


@pytest.mark.parametrize(
    ("path", "members"),
    [
        ("token", {"Fault": "bogus"}),
        ("token", {"Claims": []}),
        ("token", {"Subjct": "kim"}),
        ("token", {"Subject": 1}),
        ("saml-response", {"Roles": "x"}),
        ("saml-response", {"Subject": "\x00"}),
        ("rotate", {"Keep": "yes"}),
        ("next", {"Kind": "word"}),
    ],
)
def test_what_administration_does_not_know_is_refused(path: str, members: dict[str, Any], idp: Running) -> None:
    answer = idp.admin(path, **members)

    assert (answer.status_code, answer.json()["Error"]["Code"]) == (400, "InvalidInput")


def test_a_body_that_is_too_large_is_refused(idp: Running) -> None:
    answer = idp.browser.post("/admin/token", content=b" " * 300_000, headers=ADMIN)

    assert answer.status_code == 400


def test_no_page_of_another_name_is_answered(idp: Running) -> None:
    answer = idp.browser.get("/jwks", headers={"Host": "evil.example"})

    assert (answer.status_code, "keys" in answer.text) == (403, False)


def test_the_oldest_sign_ins_are_forgotten(idp: Running) -> None:
    first = idp.signs_in()
    grants = idp.provider.grants
    grant = grants.codes.find(first)
    assert grant is not None

    for _ in range(MOST):
        grants.codes.put(grant)

    assert grants.codes.find(first) is None
