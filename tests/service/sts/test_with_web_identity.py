from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from iamctl.errors import AccessDenied, ExpiredTokenException, IamError, InvalidIdentityToken, ValidationError
from iamctl.federation.oidc.fetch import Fetched
from iamctl.federation.oidc.key_source import KeySource
from iamctl.model.secret import Secret
from iamctl.model.tag import Tag
from iamctl.service.sts.identity_providers import IdentityProviders
from iamctl.service.users import list_users
from service.acting import policy, statement
from service.given import ACCOUNT_ID, arn
from tests.federation.oidc.issuing import ISSUER

from .vouching import CLIENT, HOST, OIDC_ARN, SAML_ARN, Vouching, trusting_provider

TAGS = "https://aws.amazon.com/tags"


@pytest.fixture
def world() -> Vouching:
    made = Vouching()
    made.trusted_role("Deploy", statement("iam:ListUsers"), trust=trusting_provider(OIDC_ARN))
    return made


def test_who_has_a_token_gets_a_session_that_does_what_the_role_may(world: Vouching) -> None:
    issued = world.with_token("Deploy")

    assert issued.arn == f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/Deploy/ci"
    assert issued.credentials.expiration == world.now + timedelta(hours=1)
    assert dict(issued.said) == {"SubjectFromWebIdentityToken": "alice", "Provider": OIDC_ARN, "Audience": CLIENT}
    assert world.by(issued).call(list_users) == []


def test_the_session_tells_the_provider_and_the_first_hop_is_no_chain(world: Vouching) -> None:
    issued = world.with_token("Deploy")

    assert (issued.session.provider, issued.session.chain) == (OIDC_ARN, (f"{OIDC_ARN}:alice",))
    assert issued.session.provided == ()
    with world.by(issued).reading("ListUsers") as account:
        assert account.standing is not None
        assert account.standing.context["aws:FederatedProvider"] == OIDC_ARN


REFUSED: dict[str, dict[str, Any]] = {
    "another subject": {"StringEquals": {f"{HOST}:sub": "bob"}},
    "another audience": {"StringEquals": {f"{HOST}:aud": "client-b"}},
    "another session's name": {"StringEquals": {"sts:RoleSessionName": "other"}},
    "a key that the token lacks": {"StringLike": {f"{HOST}:email": "*"}},
    "the key of another provider": {"StringEquals": {"accounts.google.com:sub": "alice"}},
}


@pytest.mark.parametrize("condition", REFUSED.values(), ids=REFUSED)
def test_what_the_trust_policy_does_not_want_is_refused_without_a_reason(
    world: Vouching, condition: dict[str, Any]
) -> None:
    world.trusted_role("Picky", trust=trusting_provider(OIDC_ARN, **condition))

    with pytest.raises(AccessDenied, match=r"^Not authorized to perform sts:AssumeRoleWithWebIdentity$"):
        world.with_token("Picky")


@pytest.mark.parametrize("role", ["Nobody", arn("role/Nobody"), arn("role/elsewhere/Deploy"), "OfSaml", "OfAll"])
def test_a_role_that_is_not_there_is_refused_like_one_that_trusts_others(world: Vouching, role: str) -> None:
    world.trusted_role("OfSaml", trust=trusting_provider(SAML_ARN))
    everybody = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRoleWithWebIdentity"}
    world.trusted_role("OfAll", trust=policy(everybody))

    with pytest.raises(AccessDenied, match=r"^Not authorized to perform sts:AssumeRoleWithWebIdentity$"):
        world.with_token(role)


def test_a_deny_of_the_trust_policy_outweighs_its_allow(world: Vouching) -> None:
    allow = trusting_provider(OIDC_ARN).tree["Statement"][0]
    deny = {**allow, "Effect": "Deny", "Condition": {"StringEquals": {f"{HOST}:sub": "alice"}}}
    world.trusted_role("But", trust=policy(allow, deny))

    with pytest.raises(AccessDenied):
        world.with_token("But")
    assert world.with_token("But", world.token(sub="bob")).session.name == "ci"


def test_tags_and_source_identity_come_from_the_token_where_the_role_allows_them(world: Vouching) -> None:
    said = {
        TAGS: {"principal_tags": {"Team": ["core"]}, "transitive_tag_keys": ["Team"]},
        "https://aws.amazon.com/source_identity": "alice",
    }

    session = world.with_token("Deploy", world.token(**said)).session

    assert (session.tags, session.transitive_tag_keys, session.source_identity) == (
        (Tag("Team", "core"),),
        ("Team",),
        "alice",
    )


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("sts:TagSession", {TAGS: {"principal_tags": {"Team": ["core"]}}}),
        ("sts:SetSourceIdentity", {"https://aws.amazon.com/source_identity": "alice"}),
    ],
)
def test_what_the_token_brings_needs_a_permission_of_its_own(
    world: Vouching, action: str, said: dict[str, Any]
) -> None:
    world.trusted_role("Plain", trust=trusting_provider(OIDC_ARN, "sts:AssumeRoleWithWebIdentity"))
    world.trusted_role("More", trust=trusting_provider(OIDC_ARN, "sts:AssumeRoleWithWebIdentity", action))

    with pytest.raises(AccessDenied, match=r"AssumeRoleWithWebIdentity$"):
        world.with_token("Plain", world.token(**said))
    assert world.with_token("More", world.token(**said))


def test_a_trust_policy_may_ask_for_tags(world: Vouching) -> None:
    world.trusted_role("Core", trust=trusting_provider(OIDC_ARN, StringEquals={"aws:RequestTag/Team": "core"}))

    with pytest.raises(AccessDenied):
        world.with_token("Core", world.token(**{TAGS: {"principal_tags": {"Team": ["sales"]}}}))
    assert world.with_token("Core", world.token(**{TAGS: {"principal_tags": {"Team": ["core"]}}}))


def test_a_session_lasts_as_long_as_the_role_allows_whenever_the_token_ends(world: Vouching) -> None:
    world.trusted_role("Long", trust=trusting_provider(OIDC_ARN), max_session_duration=7200)

    assert world.with_token("Long", duration_seconds=7200).credentials.expiration == world.now + timedelta(hours=2)
    with pytest.raises(ValidationError, match="exceeds the MaxSessionDuration set for this role"):
        world.with_token("Long", duration_seconds=7201)
    with pytest.raises(ValidationError, match="Value '899' at 'durationSeconds'"):
        world.with_token("Long", duration_seconds=899)


@pytest.mark.parametrize(
    ("said", "error", "sentence"),
    [
        ({"iss": "https://other.example"}, InvalidIdentityToken, "No OpenIDConnect provider found in your account for"),
        ({"iss": ISSUER + "/"}, InvalidIdentityToken, "No OpenIDConnect provider found in your account for"),
        ({"aud": "client-b"}, InvalidIdentityToken, "Incorrect token audience"),
        ({"exp": 1}, ExpiredTokenException, "Token expired"),
    ],
)
def test_a_token_that_does_not_hold_is_refused_before_the_role_is_looked_at(
    world: Vouching, said: dict[str, Any], error: type[IamError], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        world.with_token("Nobody", world.token(**said))


def test_a_token_may_name_the_roles_that_it_is_for(world: Vouching) -> None:
    world.trusted_role("Ops", trust=trusting_provider(OIDC_ARN, Bool={"sts:RoleAuthorizedByIdp": "true"}), path="/x/")
    token = world.token(**{"https://aws.amazon.com/roles": arn("role/x/Ops")})

    assert world.with_token("Ops", token)
    with pytest.raises(InvalidIdentityToken):
        world.with_token("Deploy", token)
    with pytest.raises(AccessDenied):
        world.with_token("Ops")


def test_session_policies_narrow_it_and_take_room(world: Vouching) -> None:
    issued = world.with_token("Deploy", policy=policy(statement("s3:*")).text)

    assert issued.packed_policy_size
    with pytest.raises(AccessDenied, match="because no session policy allows"):
        world.by(issued).call(list_users)


def test_the_token_stands_in_no_history(world: Vouching) -> None:
    service = world.anybody
    from iamctl.service.sts.with_web_identity import assume_role_with_web_identity

    token = world.token()
    service.call(assume_role_with_web_identity, role_arn="Deploy", role_session_name="ci", web_identity_token=token)

    assert [call.parameters for call in service.operations] == [{"RoleArn": "Deploy", "RoleSessionName": "ci"}]


def test_googles_users_need_no_provider_in_the_account(world: Vouching) -> None:
    from tests.federation.oidc import issuing

    world.trusted_role(
        "App", trust=trusting_provider("accounts.google.com", StringEquals={"accounts.google.com:aud": "app"})
    )
    asked: list[str] = []

    def google(url: str) -> Fetched:
        asked.append(url)
        keys = issuing.published(issuing.public(issuing.key_of("RS256")))
        configuration = '{"issuer": "https://accounts.google.com", "jwks_uri": "https://accounts.google.com/keys"}'
        return Fetched(200, (keys if url.endswith("/keys") else configuration).encode())

    world.identity_providers = IdentityProviders(KeySource(lambda issuer: google))
    token = world.token(iss="https://accounts.google.com", aud="app", sub="1234")

    issued = world.with_token("App", token)

    assert dict(issued.said)["Provider"] == "https://accounts.google.com"
    assert dict(issued.session.provided) == {"accounts.google.com:aud": "app", "accounts.google.com:sub": "1234"}
    assert issued.session.provider == "accounts.google.com"


def test_amazon_is_asked_whose_an_access_token_is(world: Vouching) -> None:
    world.trusted_role(
        "App", trust=trusting_provider("www.amazon.com", StringEquals={"www.amazon.com:app_id": "amzn1.app"})
    )
    answer = (
        b'{"iss": "https://www.amazon.com", "user_id": "amzn1.kim", "app_id": "amzn1.app",'
        b' "aud": "amzn1.client", "exp": 3597}'
    )
    world.identity_providers = IdentityProviders(KeySource(lambda issuer: lambda url: Fetched(200, answer)))

    issued = world.with_token("App", Secret("Atza|opaque"), provider_id="www.amazon.com")

    assert dict(issued.said) == {
        "SubjectFromWebIdentityToken": "amzn1.kim",
        "Provider": "www.amazon.com",
        "Audience": "amzn1.client",
    }
    with pytest.raises(AccessDenied, match=r"^Not authorized to perform sts:AssumeRoleWithWebIdentity$"):
        world.with_token("App", Secret("Atza|opaque"), provider_id="login.example")
