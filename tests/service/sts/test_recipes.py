"""The recipes under examples/, asked with tokens of the shape that GitHub Actions and Kubernetes sign."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from iamctl.errors import AccessDenied
from iamctl.model.document import Document
from iamctl.model.secret import Secret
from iamctl.service.documents import document_from
from iamctl.service.oidc_providers import create_open_id_connect_provider, set_open_id_connect_provider_keys
from service.given import arn
from tests.federation.oidc import issuing

from .vouching import Vouching

EXAMPLES = Path(__file__).parents[3] / "examples"
# https://docs.github.com/en/actions/reference/security/oidc#oidc-token-claims
GITHUB: dict[str, Any] = {
    "iss": "https://token.actions.githubusercontent.com",
    "aud": "sts.amazonaws.com",
    "sub": "repo:acme/shop:ref:refs/heads/main",
    "jti": "example-id",
    "ref": "refs/heads/main",
    "repository": "acme/shop",
    "repository_owner": "acme",
    "repository_id": "74",
    "repository_visibility": "private",
    "job_workflow_ref": "acme/shop/.github/workflows/deploy.yml@refs/heads/main",
    "workflow": "deploy",
    "actor": "kim",
    "run_id": "7",
    "runner_environment": "github-hosted",
}
# https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens
KUBERNETES: dict[str, Any] = {
    "iss": "https://oidc.cluster.example/shop",
    "aud": ["sts.amazonaws.com"],
    "sub": "system:serviceaccount:shop:builder",
    "kubernetes.io": {
        "namespace": "shop",
        "pod": {"name": "builder-5f7", "uid": "5ff5"},
        "serviceaccount": {"name": "builder", "uid": "6aa6"},
    },
}
RECIPES = {"github-actions": GITHUB, "kubernetes": KUBERNETES}


def laid_out(name: str) -> Vouching:
    world, issuer = Vouching(), RECIPES[name]["iss"]
    world.root.call(
        create_open_id_connect_provider, url=issuer, client_id_list=["sts.amazonaws.com"], thumbprint_list=["0" * 40]
    )
    world.root.call(
        set_open_id_connect_provider_keys,
        open_id_connect_provider_arn=arn(f"oidc-provider/{issuer.removeprefix('https://')}"),
        json_web_key_set=Document(issuing.published(issuing.public(issuing.key_of("RS256")))),
    )
    text = (EXAMPLES / name / "trust-policy.json").read_text("utf-8")
    world.trusted_role("Recipe", trust=document_from(text, "trust-policy.json", "trust"))
    return world


def token(world: Vouching, said: dict[str, Any]) -> Secret:
    at = int(world.now.timestamp())
    return Secret(issuing.signed({"iat": at, "nbf": at, "exp": at + 300, **said}))


@pytest.mark.parametrize("name", RECIPES)
def test_a_token_of_that_shape_takes_the_role_on(name: str) -> None:
    world = laid_out(name)

    issued = world.with_token("Recipe", token(world, RECIPES[name]), role_session_name="run-7")

    assert dict(issued.said)["SubjectFromWebIdentityToken"] == RECIPES[name]["sub"]


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("github-actions", "repo:acme/shop:pull_request"),
        ("github-actions", "repo:acme/shop:ref:refs/heads/other"),
        ("github-actions", "repo:evil/shop:ref:refs/heads/main"),
        ("kubernetes", "system:serviceaccount:shop:default"),
        ("kubernetes", "system:serviceaccount:other:builder"),
    ],
)
def test_another_subject_does_not(name: str, subject: str) -> None:
    world = laid_out(name)

    with pytest.raises(AccessDenied, match=r"^Not authorized to perform sts:AssumeRoleWithWebIdentity$"):
        world.with_token("Recipe", token(world, RECIPES[name] | {"sub": subject}))
