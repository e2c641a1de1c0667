from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from iamctl.errors import AccessDenied, ExpiredTokenException, IamError, InvalidIdentityToken, ValidationError
from iamctl.model.secret import Secret
from iamctl.model.tag import Tag
from iamctl.service.saml_providers import set_saml_provider_verification
from iamctl.service.sts.with_saml import assume_role_with_saml, sign_in_with_saml
from iamctl.service.users import list_users
from service.acting import policy, statement
from service.given import ACCOUNT_ID, arn
from tests.federation.saml import identity_provider as saml
from tests.federation.saml.identity_provider import PREFIX, RECIPIENT, ROLE, Said, attribute

from .vouching import OIDC_ARN, SAML_ARN, Vouching, moment, trusting_provider

AFFILIATION = "urn:oid:1.3.6.1.4.1.5923.1.1.1.1"


@pytest.fixture
def world() -> Vouching:
    made = Vouching()
    made.trusted_role(
        "Deploy",
        statement("iam:ListUsers"),
        trust=trusting_provider(SAML_ARN, StringEquals={"saml:aud": RECIPIENT}),
        max_session_duration=7200,
    )
    return made


def offering(*names: str, **changed: Any) -> Said:
    """An assertion that offers the roles of these names."""
    pairs = [f"{arn(f'role/{name}')},{SAML_ARN}" for name in names]
    return Said(role=attribute(f"{PREFIX}Role", *pairs), **changed)


def test_who_has_an_assertion_gets_a_session_that_does_what_the_role_may(world: Vouching) -> None:
    issued = world.with_assertion("Deploy")

    assert issued.arn == f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/Deploy/kim@acme.example"
    assert issued.credentials.expiration == world.now + timedelta(hours=1)
    assert dict(issued.said) == {
        "Subject": "kim",
        "SubjectType": "persistent",
        "Issuer": saml.ISSUER,
        "Audience": RECIPIENT,
        "NameQualifier": dict(issued.session.provided)["saml:namequalifier"],
    }
    assert world.by(issued).call(list_users) == []


def test_three_of_the_keys_stay_with_the_session(world: Vouching) -> None:
    session = world.with_assertion("Deploy").session

    assert {key: type(value) for key, value in session.provided} == {
        "saml:namequalifier": str,
        "saml:sub": str,
        "saml:sub_type": str,
    }
    assert (session.provider, session.chain) == (SAML_ARN, (f"{SAML_ARN}:kim",))


REFUSED: dict[str, dict[str, Any]] = {
    "another recipient": {"StringEquals": {"saml:aud": "https://elsewhere.example"}},
    "another subject": {"StringEquals": {"saml:sub": "lee"}},
    "an affiliation that is not said": {"ForAnyValue:StringEquals": {"saml:edupersonaffiliation": "staff"}},
}


@pytest.mark.parametrize("condition", REFUSED.values(), ids=REFUSED)
def test_what_the_trust_policy_does_not_want_is_refused_without_a_reason(
    world: Vouching, condition: dict[str, Any]
) -> None:
    world.trusted_role("Picky", trust=trusting_provider(SAML_ARN, **condition))

    with pytest.raises(AccessDenied, match=r"^Not authorized to perform sts:AssumeRoleWithSAML$"):
        world.with_assertion("Picky", offering("Picky"))


def test_keys_of_several_values_are_asked_for_as_sets(world: Vouching) -> None:
    condition = {"ForAnyValue:StringEquals": {"saml:edupersonaffiliation": "staff"}}
    world.trusted_role("Staff", trust=trusting_provider(SAML_ARN, **condition))
    said = offering("Staff", attributes=[attribute(AFFILIATION, "member", "staff")])

    assert world.with_assertion("Staff", said)


@pytest.mark.parametrize("name", ["Nobody", "OfOidc", "OfAll"])
def test_a_role_that_is_not_there_is_refused_like_one_that_trusts_others(world: Vouching, name: str) -> None:
    world.trusted_role("OfOidc", trust=trusting_provider(OIDC_ARN))
    everybody = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRoleWithSAML"}
    world.trusted_role("OfAll", trust=policy(everybody))

    with pytest.raises(AccessDenied, match=r"^Not authorized to perform sts:AssumeRoleWithSAML$"):
        world.with_assertion(name, offering(name))


def test_a_role_that_the_assertion_does_not_offer_is_not_taken_on(world: Vouching) -> None:
    world.trusted_role("Other", trust=trusting_provider(SAML_ARN))

    with pytest.raises(InvalidIdentityToken, match="doesn't contain the requested Role and Metadata"):
        world.with_assertion("Other")


def test_a_provider_that_is_not_there_is_told(world: Vouching) -> None:
    assertion = Secret(saml.response().decode())
    for principal in (arn("saml-provider/Nobody"), "arn:aws:iam::999988887777:saml-provider/Okta"):
        with pytest.raises(InvalidIdentityToken, match=r"^Specified provider doesn't exist\.$"):
            world.anybody.call(assume_role_with_saml, role_arn=ROLE, principal_arn=principal, saml_assertion=assertion)


DURATIONS: dict[str, tuple[Said, int | None, timedelta]] = {
    "as asked": (Said(), 7200, timedelta(hours=2)),
    "an hour unasked": (Said(), None, timedelta(hours=1)),
    "SessionDuration shortens": (
        Said(attributes=[attribute(f"{PREFIX}SessionDuration", "900")]),
        None,
        timedelta(minutes=15),
    ),
    "SessionDuration does not lengthen": (
        Said(attributes=[attribute(f"{PREFIX}SessionDuration", "43200")]),
        None,
        timedelta(hours=1),
    ),
    "SessionNotOnOrAfter shortens below 900 seconds": (
        Said(
            statement=Said().statement.replace(
                "SessionIndex", f'SessionNotOnOrAfter="{moment(seconds=60)}" SessionIndex'
            )
        ),
        3600,
        timedelta(seconds=60),
    ),
}


@pytest.mark.parametrize(("said", "asked", "lasts"), DURATIONS.values(), ids=DURATIONS)
def test_a_session_lasts_as_long_as_the_shortest_of_all_says(
    world: Vouching, said: Said, asked: int | None, lasts: timedelta
) -> None:
    issued = world.with_assertion("Deploy", said, duration_seconds=asked)

    assert issued.credentials.expiration == world.now + lasts


def test_longer_than_the_role_allows_is_refused(world: Vouching) -> None:
    with pytest.raises(ValidationError, match=r"^Requested DurationSeconds exceeds MaxSessionDuration set for this"):
        world.with_assertion("Deploy", duration_seconds=7201)


def test_tags_and_source_identity_come_from_the_assertion_where_the_role_allows_them(world: Vouching) -> None:
    attributes = [
        attribute(f"{PREFIX}PrincipalTag:Team", "core"),
        attribute(f"{PREFIX}TransitiveTagKeys", "Team"),
        attribute(f"{PREFIX}SourceIdentity", "kim"),
    ]
    session = world.with_assertion("Deploy", Said(attributes=attributes)).session
    world.trusted_role("Plain", trust=trusting_provider(SAML_ARN, "sts:AssumeRoleWithSAML"))

    assert (session.tags, session.transitive_tag_keys, session.source_identity) == (
        (Tag("Team", "core"),),
        ("Team",),
        "kim",
    )
    for each in attributes[:1], attributes[2:]:
        with pytest.raises(AccessDenied, match=r"AssumeRoleWithSAML$"):
            world.with_assertion("Plain", offering("Plain", attributes=list(each)))


@pytest.mark.parametrize(
    ("said", "error", "sentence"),
    [
        (
            Said(confirmation=Said().confirmation.replace(saml.time(300), saml.time(-1))),
            ExpiredTokenException,
            "expired",
        ),
        (Said(issuer="<saml:Issuer>https://other.example</saml:Issuer>"), InvalidIdentityToken, "Issuer not present"),
        (Said(session_name=""), InvalidIdentityToken, "RoleSessionName is required in AuthnResponse"),
    ],
)
def test_an_assertion_that_does_not_hold_is_refused(
    world: Vouching, said: Said, error: type[IamError], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        world.with_assertion("Deploy", said)


def test_an_assertion_longer_than_sts_takes_is_not_looked_at(world: Vouching) -> None:
    with pytest.raises(ValidationError, match="at 'sAMLAssertion' failed to satisfy constraint"):
        world.anybody.call(
            assume_role_with_saml, role_arn=ROLE, principal_arn=SAML_ARN, saml_assertion=Secret("A" * 100_001)
        )


def test_an_assertion_serves_again_unless_the_provider_is_strict(world: Vouching) -> None:
    assert world.with_assertion("Deploy")
    assert world.with_assertion("Deploy")
    world.root.call(set_saml_provider_verification, saml_provider_arn=SAML_ARN, verification="Strict")

    assert world.with_assertion("Deploy", Said(id="_another"))
    with pytest.raises(InvalidIdentityToken, match="was used before"):
        world.with_assertion("Deploy", Said(id="_another"))


SENT = {"in_response_to": "_request-1", "recipient": RECIPIENT, "audience": "urn:iamctl:tests"}


def answering(**changed: str) -> Secret:
    sent = SENT | changed
    confirmation = Said().confirmation.replace("Recipient", f'InResponseTo="{sent["in_response_to"]}" Recipient')
    return Secret(
        saml.response(
            Said(
                id=f"_answer-{sent['in_response_to']}",
                confirmation=confirmation.replace(RECIPIENT, sent["recipient"]),
                conditions=Said().conditions.replace("urn:amazon:webservices", sent["audience"]),
            )
        ).decode()
    )


def signed_in(world: Vouching, assertion: Secret) -> Any:
    return world.anybody.call(
        sign_in_with_saml, role_arn=ROLE, principal_arn=SAML_ARN, saml_assertion=assertion, **SENT
    )


def test_a_sign_in_takes_the_answer_to_its_own_request_once(world: Vouching) -> None:
    assertion = answering()

    assert signed_in(world, assertion).session.name == "kim@acme.example"
    with pytest.raises(InvalidIdentityToken, match="was used before"):
        signed_in(world, assertion)


@pytest.mark.parametrize("part", SENT)
def test_a_sign_in_takes_no_other_answer(world: Vouching, part: str) -> None:
    with pytest.raises(InvalidIdentityToken):
        signed_in(world, answering(**{part: "https://elsewhere.example"}))
