from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from iamctl.errors import ExpiredTokenException, InvalidIdentityToken
from iamctl.federation.oidc.claims import ROLES, SOURCE_IDENTITY, TAGS
from iamctl.federation.oidc.identity import WebIdentity
from iamctl.federation.oidc.keys import no_key
from iamctl.federation.oidc.provider import COGNITO, GOOGLE
from iamctl.federation.oidc.verify import verify
from iamctl.model.secret import Secret
from iamctl.model.tag import Tag

from .issuing import ALGORITHMS, AT, CLIENT, ISSUER, NOW, all_keys, claims, key_of, keys_of, provider, public, signed

ROLE = "arn:aws:iam::111122223333:role/Deploy"


def verified(token: str, **parameters: Any) -> WebIdentity:
    given = {"provider": provider(), "keys": all_keys(), "now": NOW, **parameters}
    return verify(token, **given)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_each_algorithm_of_sts_is_taken(algorithm: str) -> None:
    identity = verified(signed(claims(), algorithm))

    assert (identity.subject, identity.audience, identity.issuer) == ("alice", CLIENT, ISSUER)
    assert identity.provider_arn == "arn:aws:iam::111122223333:oidc-provider/idp.example.com/tenant"


def test_a_secret_is_taken_as_its_text_is() -> None:
    assert verified(Secret(signed(claims()))).subject == "alice"  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["iss", "sub", "aud", "iat", "exp"])
def test_a_claim_that_sts_needs_is_missed_by_name(name: str) -> None:
    with pytest.raises(InvalidIdentityToken, match=f"^Missing a required claim: {name}$"):
        verified(signed(claims(**{name: None})))


@pytest.mark.parametrize("subject", ["", "a", "x" * 300])
def test_a_subject_may_be_empty_and_long(subject: str) -> None:
    assert verified(signed(claims(sub=subject))).subject == subject


def test_a_number_is_taken_as_a_subject() -> None:
    assert verified(signed(claims(sub=123))).subject == "123"


@pytest.mark.parametrize("subject", [True, [], {}, ["alice"]])
def test_what_is_neither_text_nor_number_is_no_subject(subject: object) -> None:
    with pytest.raises(InvalidIdentityToken, match="could not be validated"):
        verified(signed(claims(sub=subject)))


def test_null_is_no_subject() -> None:
    said = f'{{"iss":"{ISSUER}","aud":"client-a","sub":null,"iat":{AT},"exp":{AT + 60}}}'

    with pytest.raises(InvalidIdentityToken):
        verified(signed(said))


@pytest.mark.parametrize(
    "issuer", [ISSUER + "/", ISSUER.upper(), "http://idp.example.com/tenant", "idp.example.com/tenant"]
)
def test_the_issuer_is_the_providers_url_letter_by_letter(issuer: str) -> None:
    with pytest.raises(InvalidIdentityToken, match=f"^No OpenIDConnect provider found in your account for {issuer}$"):
        verified(signed(claims(iss=issuer)))


def test_an_audience_that_is_no_client_id_is_refused() -> None:
    with pytest.raises(InvalidIdentityToken, match=r"^Incorrect token audience$") as raised:
        verified(signed(claims(aud="other")))

    assert raised.value.hints[0] == "aud is other; the provider's client ids: client-a"


def test_the_authorized_party_outranks_the_audience() -> None:
    identity = verified(signed(claims(aud="other", azp=CLIENT)))

    assert identity.audience == CLIENT
    with pytest.raises(InvalidIdentityToken, match="Incorrect token audience"):
        verified(signed(claims(azp="other")))
    with pytest.raises(InvalidIdentityToken, match="Incorrect token audience"):
        verified(signed(claims(azp="")))


def test_several_audiences_need_an_authorized_party() -> None:
    with pytest.raises(InvalidIdentityToken, match="more than one audience while authorized party is not present"):
        verified(signed(claims(aud=[CLIENT, "other"])))

    assert verified(signed(claims(aud=["other", "more"], azp=CLIENT))).audience == CLIENT
    assert verified(signed(claims(aud=[CLIENT]))).audience == CLIENT
    with pytest.raises(InvalidIdentityToken, match="Claim is not allowed to be empty: aud"):
        verified(signed(claims(aud=[])))


def test_the_clocks_may_be_five_minutes_apart() -> None:
    for said in (claims(exp=AT - 299), claims(iat=AT + 300), claims(nbf=AT + 300)):
        assert verified(signed(said)).subject == "alice"

    with pytest.raises(ExpiredTokenException) as expired:
        verified(signed(claims(exp=AT - 300)))
    assert expired.value.message == (
        f"Token expired: current date/time {AT - 300} must be before the expiration date/time {AT - 300}"
    )
    with pytest.raises(InvalidIdentityToken, match=f"^Token issued in the future: {AT + 301}$"):
        verified(signed(claims(iat=AT + 301)))
    with pytest.raises(InvalidIdentityToken, match=f"^Token not yet valid: current date/time {AT + 300} must be after"):
        verified(signed(claims(nbf=AT + 301)))


def test_times_are_whole_seconds_also_as_digits() -> None:
    assert verified(signed(claims(exp=str(AT + 60), iat=str(AT), nbf=str(AT)))).subject == "alice"

    for said in (claims(iat=AT + 0.5), claims(exp=AT + 60.5), claims(nbf="soon"), claims(exp=True), claims(exp=[AT])):
        with pytest.raises(InvalidIdentityToken, match=r"^Invalid timestamp in token claims\.$"):
            verified(signed(said))


def test_times_beyond_the_calendar_are_no_failure_of_ours() -> None:
    assert verified(signed(claims(exp=10**17))).subject == "alice"
    with pytest.raises(ExpiredTokenException):
        verified(signed(claims(exp=-(10**17))))
    with pytest.raises(InvalidIdentityToken, match="Invalid timestamp"):
        verified(signed(claims(exp=10**40)))


def test_keys_of_a_provider_are_its_url_and_the_claim() -> None:
    identity = verified(signed(claims(email="a@example.com", amr=["pwd", "otp"], groups=["admin"], actor="eve")))

    assert dict(identity.condition_keys) == {
        "idp.example.com/tenant:amr": ("pwd", "otp"),
        "idp.example.com/tenant:aud": CLIENT,
        "idp.example.com/tenant:email": "a@example.com",
        "idp.example.com/tenant:sub": "alice",
    }
    assert identity.session_keys == {}


def test_google_tells_the_party_from_the_audience() -> None:
    said = claims(iss="accounts.google.com", aud="app", azp="1132", sub="77", google={"organization_number": 5})

    identity = verified(signed(said), provider=GOOGLE)

    assert dict(identity.condition_keys) == {
        "accounts.google.com:aud": "1132",
        "accounts.google.com:google/organization_number": "5",
        "accounts.google.com:oaud": "app",
        "accounts.google.com:sub": "77",
    }
    assert sorted(identity.session_keys) == ["accounts.google.com:aud", "accounts.google.com:sub"]
    assert identity.provider_arn == "accounts.google.com"


def test_cognito_says_how_somebody_signed_in() -> None:
    pool = "us-east-1:12345678-aaaa-bbbb-cccc-123456789012"
    said = claims(iss="https://cognito-identity.amazonaws.com", aud=pool, sub="us-east-1:1", amr=["authenticated", "x"])

    identity = verified(signed(said), provider=COGNITO)

    assert identity.condition_keys["cognito-identity.amazonaws.com:amr"] == ("authenticated", "x")
    assert identity.condition_keys["cognito-identity.amazonaws.com:aud"] == pool
    assert identity.session_keys == identity.condition_keys


def test_tags_come_nested_as_lists_of_one() -> None:
    nested = {"principal_tags": {"Project": ["Automation"], "Team": ["core"]}, "transitive_tag_keys": ["Project"]}

    identity = verified(signed(claims(**{TAGS: nested, SOURCE_IDENTITY: "alice@corp"})))

    assert identity.tags == (Tag("Project", "Automation"), Tag("Team", "core"))
    assert identity.transitive_tag_keys == ("Project",)
    assert identity.source_identity == "alice@corp"


def test_tags_come_flat_as_texts() -> None:
    flat = {f"{TAGS}/principal_tags/Team": "core", f"{TAGS}/transitive_tag_keys": ["Team"]}

    identity = verified(signed(claims(**flat)))

    assert (identity.tags, identity.transitive_tag_keys) == ((Tag("Team", "core"),), ("Team",))


@pytest.mark.parametrize(
    "nested",
    [
        {"principal_tags": {"Team": "core"}},
        {"principal_tags": {"Team": ["core", "web"]}},
        {"principal_tags": {"Team": []}},
        {"principal_tags": {"Team": [1]}},
        {"principal_tags": ["Team"]},
        {"principal_tags": {f"k{number}": ["v"] for number in range(51)}},
        {"principal_tags": {"Team": ["a"], "team": ["b"]}},
        {"principal_tags": {"aws:team": ["a"]}},
        {"principal_tags": {"": ["a"]}},
        {"principal_tags": {"k" * 129: ["a"]}},
        {"principal_tags": {"k": ["v" * 257]}},
        {"transitive_tag_keys": ["Team"]},
        {"transitive_tag_keys": "Team"},
        "Team",
        ["Team"],
    ],
)
def test_other_tags_are_refused(nested: object) -> None:
    with pytest.raises(InvalidIdentityToken):
        verified(signed(claims(**{TAGS: nested})))


@pytest.mark.parametrize("said", ["a", "aws:me", "AWS:me", "a b", "x" * 65, 5, ["alice"]])
def test_other_source_identities_are_refused(said: object) -> None:
    with pytest.raises(InvalidIdentityToken, match="Source Identity must match"):
        verified(signed(claims(**{SOURCE_IDENTITY: said})))


@pytest.mark.parametrize("said", [[ROLE, 5, "x"], f" {ROLE} ;arn:aws:iam::111122223333:role/Other"])
def test_a_token_may_name_its_roles(said: object) -> None:
    token = signed(claims(**{ROLES: said}))

    identity = verified(token, role_arn=ROLE)

    assert ROLE in (identity.authorized_roles or ())
    assert identity.condition_keys["sts:RoleAuthorizedByIdp"] == "true"
    with pytest.raises(InvalidIdentityToken) as raised:
        verified(token, role_arn=ROLE + "2")
    assert f"does not name {ROLE}2" in raised.value.hints[0]


def test_a_token_that_names_no_role_is_for_all_or_refused() -> None:
    assert verified(signed(claims()), role_arn=ROLE).condition_keys["sts:RoleAuthorizedByIdp"] == "false"
    for said in ("", [], [5], "nonsense", {}):
        with pytest.raises(InvalidIdentityToken):
            verified(signed(claims(**{ROLES: said})), role_arn=ROLE)


def test_a_provider_whose_keys_are_not_to_be_had_is_refused() -> None:
    with pytest.raises(InvalidIdentityToken, match="Couldn't retrieve verification key") as raised:
        verified(signed(claims()), keys=no_key("the provider does not answer"))

    assert raised.value.hints == ("the provider does not answer",)


def test_a_token_without_kid_needs_a_provider_with_one_key() -> None:
    token = signed(claims(), header={"kid": None})

    assert verified(token, keys=keys_of(public(key_of("RS256")))).subject == "alice"
    with pytest.raises(InvalidIdentityToken, match="Couldn't retrieve verification key"):
        verified(token)


def test_a_rotated_key_signs_no_more() -> None:
    token = signed(claims(), key=key_of("RS256", 1))

    assert verified(token, keys=keys_of(public(key_of("RS256")), public(key_of("RS256", 1)))).subject == "alice"
    with pytest.raises(InvalidIdentityToken, match="Couldn't retrieve verification key"):
        verified(token)


def test_a_token_of_tomorrow_is_over_the_day_after() -> None:
    token = signed(claims(exp=AT + 86400))

    assert verified(token, now=NOW + timedelta(days=1)).expires == NOW + timedelta(days=1)
    with pytest.raises(ExpiredTokenException):
        verified(token, now=NOW + timedelta(days=2))


def test_numbers_of_a_token_keep_their_digits() -> None:
    assert verified(signed(claims(score=0.1))).claims["score"] == Decimal("0.1")


def test_github_actions_says_what_runs() -> None:
    issuer = "https://token.actions.githubusercontent.com"
    said = claims(
        iss=issuer,
        aud="sts.amazonaws.com",
        sub="repo:octo-org/octo-repo:environment:prod",
        jti="6f4762ed-0c58-11ef",
        nbf=AT - 10,
        environment="prod",
        ref="refs/heads/main",
        sha="0123456789abcdef",
        repository="octo-org/octo-repo",
        repository_owner="octo-org",
        actor_id="12",
        repository_id="74",
        repository_owner_id="65",
        actor="octocat",
        workflow="release",
        event_name="workflow_dispatch",
        runner_environment="github-hosted",
        job_workflow_ref="octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main",
    )

    identity = verified(signed(said), provider=provider(issuer, "sts.amazonaws.com"))

    host = "token.actions.githubusercontent.com"
    assert identity.condition_keys[f"{host}:sub"] == "repo:octo-org/octo-repo:environment:prod"
    assert identity.condition_keys[f"{host}:repository"] == "octo-org/octo-repo"
    assert f"{host}:job_workflow_ref" in identity.condition_keys
    assert f"{host}:event_name" not in identity.condition_keys


def test_a_service_account_of_kubernetes_is_its_subject() -> None:
    issuer = "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
    said = claims(
        iss=issuer,
        aud=["sts.amazonaws.com"],
        sub="system:serviceaccount:default:build",
        nbf=AT - 10,
        jti="b1",
        **{"kubernetes.io": {"namespace": "default", "serviceaccount": {"name": "build", "uid": "1"}}},
    )

    identity = verified(signed(said), provider=provider(issuer, "sts.amazonaws.com"))

    assert identity.condition_keys == {
        f"{issuer[8:]}:aud": "sts.amazonaws.com",
        f"{issuer[8:]}:sub": "system:serviceaccount:default:build",
    }
