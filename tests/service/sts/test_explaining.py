from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from iamctl.errors import IamError
from iamctl.federation.oidc.fetch import Fetched, Unreachable
from iamctl.federation.oidc.key_source import KeySource
from iamctl.model.document import Document
from iamctl.model.secret import Secret
from iamctl.service.authorization import named_standing
from iamctl.service.oidc_providers import set_open_id_connect_provider_keys
from iamctl.service.roles import update_assume_role_policy
from iamctl.service.sts.assume_role import Wish
from iamctl.service.sts.explaining import explain_caller
from iamctl.service.sts.explaining_words import explain_saml, explain_web_identity
from iamctl.service.sts.identity_providers import IdentityProviders
from service.acting import policy, statement
from service.given import arn
from tests.federation.saml import identity_provider as saml
from tests.federation.saml.identity_provider import RECIPIENT, Said

from .sessions import trusting_account
from .vouching import HOST, OIDC_ARN, SAML_ARN, Vouching, trusting_provider

TAGS = "https://aws.amazon.com/tags"
SOURCE = "https://aws.amazon.com/source_identity"


@pytest.fixture
def world() -> Vouching:
    made = Vouching()
    made.trusted_role("Deploy", trust=trusting_provider(OIDC_ARN, StringEquals={f"{HOST}:sub": "alice"}))
    return made


def by_token(world: Vouching, role: str, token: Secret | None = None, **more: Any) -> dict[str, Any]:
    with world.anybody.lookups() as reading:
        return explain_web_identity(
            reading.account,
            role_arn=role,
            role_session_name="ci",
            web_identity_token=token or world.token(),
            **more,
        )


def by_assertion(world: Vouching, role: str, said: Said | None = None, **more: Any) -> dict[str, Any]:
    assertion = Secret(saml.response(said).decode())
    with world.anybody.lookups() as reading:
        return explain_saml(reading.account, role_arn=role, principal_arn=SAML_ARN, saml_assertion=assertion, **more)


def by_caller(world: Vouching, role: str, name: str, **wish: Any) -> dict[str, Any]:
    with world.anybody.lookups() as reading:
        standing = named_standing(reading.account, name, "kim")
        asked = Wish(**{"role_session_name": "ci", **wish})
        return explain_caller(reading.account, role, asked, standing, mfa=False)


def states(explained: dict[str, Any]) -> dict[str, str]:
    return {check["Part"]: check["State"] for check in explained["Checks"]}


def steps(explained: dict[str, Any]) -> list[list[str]]:
    return [edit["Steps"] for edit in explained["Edits"]]


def test_a_word_that_is_taken_passes_in_every_part(world: Vouching) -> None:
    explained = by_token(world, "Deploy")

    assert (explained["EvalDecision"], explained["Error"], explained["Edits"]) == ("allowed", None, [])
    assert set(states(explained).values()) == {"passed"}
    assert list(states(explained))[-3:] == ["sts:AssumeRoleWithWebIdentity", "duration", "session policies and tags"]


def test_the_condition_that_failed_is_told_with_what_the_token_says(world: Vouching) -> None:
    explained = by_token(world, "Deploy", world.token(sub="bob"))

    (trust,) = explained["Requests"][0]["PolicyTypes"]
    (near,) = trust["NearlyMatched"]
    assert near["Failed"][0]["Description"] == f"Condition StringEquals {HOST}:sub: wanted alice, got bob"
    assert explained["Error"] == {
        "Code": "AccessDenied",
        "Message": "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    }


def test_the_smallest_edit_adds_the_value_and_tells_what_it_lets_in_besides(world: Vouching) -> None:
    explained = by_token(world, "Deploy", world.token(sub="bob"))

    added = explained["Edits"][0]
    assert added["Steps"] == [f"in statement 1, add bob to StringEquals {HOST}:sub"]
    assert added["LetsInWhatever"] == [f"{HOST}:aud"]
    assert added["TrustPolicy"]["Statement"][0]["Condition"] == {"StringEquals": {f"{HOST}:sub": ["alice", "bob"]}}


def test_all_that_is_in_the_way_is_told_at_once(world: Vouching) -> None:
    token = world.token(sub="bob", aud="client-b", exp=1, **{TAGS: {"principal_tags": {"Team": ["core"]}}})

    told = states(by_token(world, "Deploy", token, duration_seconds=43_200))

    assert {part for part, state in told.items() if state == "failed"} == {
        "aud",
        "exp",
        "sts:AssumeRoleWithWebIdentity",
        "sts:TagSession",
        "duration",
    }


def test_a_forged_token_is_told_as_one_and_what_it_claims_is_weighed(world: Vouching) -> None:
    head, body, _ = world.token().reveal().split(".")
    other = world.token(sub="other").reveal().rpartition(".")[2]

    explained = by_token(world, "Deploy", Secret(f"{head}.{body}.{other}"))

    assert states(explained)["signature"] == "failed"
    assert states(explained)["sts:AssumeRoleWithWebIdentity"] == "passed"
    assert explained["Error"]["Code"] == "InvalidIdentityToken"


def test_without_a_key_at_hand_a_token_is_undecided_and_the_provider_is_not_asked(world: Vouching) -> None:
    world.root.call(set_open_id_connect_provider_keys, open_id_connect_provider_arn=OIDC_ARN, json_web_key_set=None)

    def unreachable(url: str) -> Fetched:
        raise Unreachable("nobody is there")

    world.identity_providers = IdentityProviders(KeySource(lambda issuer: unreachable))

    explained = by_token(world, "Deploy")
    asked = by_token(world, "Deploy", fetches_keys=True)

    assert (explained["EvalDecision"], states(explained)["signature"]) == ("undecided", "undecided")
    assert (asked["EvalDecision"], asked["Error"]["Code"]) == ("denied", "InvalidIdentityToken")
    assert by_token(world, "Deploy", world.token(sub="bob"))["EvalDecision"] == "denied"


def test_of_an_assertion_the_parts_and_the_conditions_are_told(world: Vouching) -> None:
    world.trusted_role("Deploy2", trust=trusting_provider(SAML_ARN))
    world.root.call(
        update_assume_role_policy,
        role_name="Deploy",
        policy_document=trusting_provider(SAML_ARN, StringEquals={"SAML:aud": "https://elsewhere.example"}),
    )

    explained = by_assertion(world, "Deploy")

    told = states(explained)
    assert (told["assertion signature"], told["Role"], told["sts:AssumeRoleWithSAML"]) == ("passed", "passed", "failed")
    assert [f"in statement 1, add {RECIPIENT} to StringEquals SAML:aud"] in steps(explained)
    assert states(by_assertion(world, "Deploy2"))["Role"] == "failed"


def test_what_a_statement_lacks_is_added_to_it(world: Vouching) -> None:
    world.trusted_role("Plain", trust=trusting_provider(OIDC_ARN, "sts:AssumeRoleWithWebIdentity"))
    world.trusted_role(
        "Others", trust=trusting_provider(SAML_ARN, "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity")
    )

    tagged = by_token(world, "Plain", world.token(**{TAGS: {"principal_tags": {"Team": ["core"]}}}))
    other = by_token(world, "Others")

    assert steps(tagged)[0] == ["in statement 1, add sts:TagSession to Action"]
    assert steps(other)[0] == [f"in statement 1, add Federated {OIDC_ARN} to Principal"]
    assert steps(other)[1][0].startswith("add a statement of its own that allows sts:AssumeRoleWithWebIdentity to")


def test_a_key_that_the_token_lacks_takes_the_condition_away(world: Vouching) -> None:
    world.trusted_role("Mail", trust=trusting_provider(OIDC_ARN, StringLike={f"{HOST}:email": "*@acme.example"}))

    explained = by_token(world, "Mail")

    dropped = next(edit for edit in explained["Edits"] if "drop" in edit["Steps"][0])
    assert dropped["Steps"] == [f"in statement 1, drop StringLike {HOST}:email"]
    assert f"{HOST}:email" in dropped["LetsInWhatever"]


def test_a_deny_is_taken_away(world: Vouching) -> None:
    allow = trusting_provider(OIDC_ARN).tree["Statement"][0]
    world.trusted_role("But", trust=policy(allow, {**allow, "Effect": "Deny"}))

    assert steps(by_token(world, "But")) == [["take statement 2 away, which denies"]]


def test_wildcards_of_a_value_are_written_so_that_they_mean_themselves(world: Vouching) -> None:
    world.trusted_role("Like", trust=trusting_provider(OIDC_ARN, StringLike={f"{HOST}:sub": "repo:acme/*"}))

    explained = by_token(world, "Like", world.token(sub="a*${b}"))

    added = next(edit for edit in explained["Edits"] if "in statement 1" in edit["Steps"][0])
    assert added["TrustPolicy"]["Statement"][0]["Condition"]["StringLike"][f"{HOST}:sub"] == [
        "repo:acme/*",
        "a${*}${$}{b}",
    ]


def test_an_edit_that_iam_would_refuse_is_not_told(world: Vouching) -> None:
    github = "token.actions.githubusercontent.com"
    made = Vouching()
    from iamctl.service.oidc_providers import create_open_id_connect_provider
    from tests.federation.oidc import issuing

    made.root.call(
        create_open_id_connect_provider,
        url=f"https://{github}",
        client_id_list=["sts.amazonaws.com"],
        thumbprint_list=["0" * 40],
    )
    made.root.call(
        set_open_id_connect_provider_keys,
        open_id_connect_provider_arn=arn(f"oidc-provider/{github}"),
        json_web_key_set=Document(issuing.published(issuing.public(issuing.key_of("RS256")))),
    )
    condition = {"StringEquals": {f"{github}:job_workflow_ref": "acme/shop/.github/workflows/deploy.yml@refs/heads/x"}}
    made.trusted_role("CI", trust=trusting_provider(arn(f"oidc-provider/{github}"), **condition))
    token = made.token(iss=f"https://{github}", aud="sts.amazonaws.com", sub="repo:acme/shop:ref:refs/heads/main")

    explained = by_token(made, "CI", token)

    assert explained["EvalDecision"] == "denied"
    assert [step for edit in explained["Edits"] for step in edit["Steps"] if "drop" in step] == []
    assert explained["Edits"][0]["Steps"][0].startswith("add a statement of its own")


def test_a_callers_own_permission_and_boundary_are_told(world: Vouching) -> None:
    world.trusted_role("Team", trust=trusting_account(StringEquals={"sts:ExternalId": "x1"}))
    world.user("alice", statement("sts:AssumeRole"))
    world.user("bob")

    assert by_caller(world, "Team", "alice", external_id="x1")["EvalDecision"] == "allowed"
    alice, bob = by_caller(world, "Team", "alice"), by_caller(world, "Team", "bob", external_id="x1")

    assert ["in statement 1, add x1 to StringEquals sts:ExternalId"] not in steps(alice)
    assert ["in statement 1, drop StringEquals sts:ExternalId"] in steps(alice)
    assert bob["Error"]["Message"].endswith("because no identity-based policy allows the sts:AssumeRole action")
    assert states(bob)["sts:AssumeRole"] == "failed"


# The operation and the explanation, held together on what neither was written for.

KEYS = (f"{HOST}:sub", f"{HOST}:aud", f"{HOST}:email", f"{HOST}:amr", "sts:RoleSessionName", "aws:RequestTag/Team")
OPERATORS = (
    *("StringEquals", "StringNotEquals", "StringLike", "StringEqualsIfExists", "ForAnyValue:StringEquals"),
    *("ForAllValues:StringLike", "Null", "Bool", "StringNotLikeIfExists"),
)
VALUES = ("alice", "bob", "client-a", "a*", "core", "ci", "true", "pwd", "kim@acme.example")


@some.composite
def statements(draw: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "Effect": draw(some.sampled_from(["Allow", "Allow", "Deny"])),
        "Principal": draw(
            some.sampled_from(
                [{"Federated": OIDC_ARN}, {"Federated": [OIDC_ARN, SAML_ARN]}, {"Federated": SAML_ARN}, {"AWS": "*"}]
            )
        ),
        "Action": draw(
            some.lists(
                some.sampled_from(
                    ["sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity", "sts:*"]
                ),
                min_size=1,
                unique=True,
            )
        ),
    }
    condition: dict[str, Any] = {}
    for operator in draw(some.lists(some.sampled_from(OPERATORS), max_size=2, unique=True)):
        listed = some.sampled_from(["true", "false"] if operator in ("Null", "Bool") else VALUES)
        condition[operator] = {draw(some.sampled_from(KEYS)): draw(some.lists(listed, min_size=1, max_size=2))}
    return made | ({"Condition": condition} if condition else {})


SAYINGS = some.fixed_dictionaries(
    {},
    optional={
        "sub": some.sampled_from(["alice", "bob"]),
        "aud": some.sampled_from(["client-a", "client-b"]),
        "email": some.sampled_from(["kim@acme.example"]),
        "amr": some.sampled_from([["pwd"], ["pwd", "otp"]]),
        "exp": some.just(1),
        TAGS: some.just({"principal_tags": {"Team": ["core"]}}),
        SOURCE: some.just("alice"),
    },
)
SHARED = Vouching()
SHARED.trusted_role("Any", trust=trusting_provider(OIDC_ARN))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    trust=some.lists(statements(), min_size=1, max_size=3),
    said=SAYINGS,
    duration=some.sampled_from([None, 900, 3600, 7200, 1]),
)
def test_explanation_and_operation_never_disagree(
    trust: list[dict[str, Any]], said: dict[str, Any], duration: int | None
) -> None:
    SHARED.root.call(update_assume_role_policy, role_name="Any", policy_document=policy(*trust))
    token = SHARED.token(**said)

    explained = by_token(SHARED, "Any", token, duration_seconds=duration)

    try:
        SHARED.with_token("Any", token, duration_seconds=duration)
        answered = None
    except IamError as error:
        answered = {"Code": error.code, "Message": error.message}
    assert explained["Error"] == answered
    assert explained["EvalDecision"] == ("allowed" if answered is None else "denied")
    for edit in explained["Edits"]:
        SHARED.root.call(update_assume_role_policy, role_name="Any", policy_document=Document.of(edit["TrustPolicy"]))
        trusted = states(by_token(SHARED, "Any", token, duration_seconds=duration))
        assert {state for part, state in trusted.items() if part.startswith("sts:")} == {"passed"}


def test_where_no_edit_of_the_trust_policy_would_do_none_is_told(world: Vouching) -> None:
    world.trusted_role("Team", trust=trusting_account())
    world.user("eve", statement("sts:AssumeRole", Effect="Deny"))

    explained = by_caller(world, "Team", "eve")

    assert (explained["EvalDecision"], explained["Edits"]) == ("denied", [])
