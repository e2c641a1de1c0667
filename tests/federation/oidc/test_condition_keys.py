"""The keys that are made of claims, held against those that AWS publishes."""

from __future__ import annotations

from typing import Any

import pytest

from iamctl.federation.oidc.condition_keys import condition_keys, session_keys
from iamctl.federation.oidc.provider import BUILT_IN, COGNITO, GOOGLE
from iamctl.reference.provider_keys import CLAIMS, KEPT_IN_SESSIONS
from iamctl.reference.services import ServiceReference

from .issuing import claims, provider

EVERYTHING: dict[str, Any] = {
    **dict.fromkeys(CLAIMS, "x"),
    "google": {"organization_number": 1},
    **dict.fromkeys(
        [
            *("actor", "actor_id", "enterprise_id", "environment", "job_workflow_ref", "ref", "repository"),
            *("repository_id", "repository_owner_id", "workflow", "namespace_id", "pipeline_source", "project_id"),
            *("ref_protected", "runner_environment", "user_access_level", "user_email", "user_id", "user_login"),
            *("build_branch", "cluster_id", "cluster_name", "organization_id", "organization_slug", "pipeline_id"),
            *("pipeline_slug", "oidc.circleci.com/project-id", "rpst_id", "groups", "roles", "app_id", "id"),
        ],
        "x",
    ),
}


def made(url: str) -> set[str]:
    built_in = {each.url: each for each in BUILT_IN}
    found = condition_keys(claims(**EVERYTHING), built_in.get(url) or provider(f"https://{url}"))
    return {key.removeprefix(f"{url}:") for key in found}


@pytest.fixture(scope="module")
def published() -> dict[str, set[str]]:
    """Claims by the provider's pattern, as the tables of STS have them."""
    service = ServiceReference().service("sts")
    assert service is not None
    found: dict[str, set[str]] = {}
    for key in service.condition_keys:
        host = key.name.split(":")[0]
        if "." in host and ":" in key.name:
            found.setdefault(host, set()).add(key.name.removeprefix(f"{host}:"))
    return found


@pytest.mark.parametrize(
    ("url", "pattern"),
    [
        ("token.actions.githubusercontent.com", "token.actions.githubusercontent.com"),
        ("token.actions.githubusercontent.com/octo", "token.actions.githubusercontent.com/${SubPath}"),
        ("token.actions.acme.ghe.com", "token.actions.${Domain}.ghe.com"),
        ("github.com/enterprises/acme", "github.com/enterprises/${EnterpriseName}"),
        ("gitlab.com", "gitlab.com"),
        ("agent.buildkite.com", "agent.buildkite.com"),
        ("agent.eu.buildkite.dev", "agent.${Domain}.buildkite.dev"),
        ("oidc.circleci.com/org/0a1b", "oidc.circleci.com/org/${OrgId}"),
        ("idcs-0a1b.identity.oraclecloud.com", "idcs-${OciUniqueIdentifier}.identity.oraclecloud.com"),
    ],
)
def test_known_providers_have_the_keys_that_aws_publishes(
    url: str, pattern: str, published: dict[str, set[str]]
) -> None:
    assert made(url) - CLAIMS.keys() == published[pattern]


@pytest.mark.parametrize("url", [GOOGLE.url, COGNITO.url])
def test_built_in_providers_have_the_keys_that_aws_publishes(url: str, published: dict[str, set[str]]) -> None:
    assert made(url) == published[url]


@pytest.mark.parametrize("url", ["idp.example.com", "gitlab.com.evil.example", "gitlab.com/x", "evil.gitlab.com"])
def test_other_providers_have_the_claims_of_every_provider(url: str) -> None:
    assert made(url) == CLAIMS.keys()


@pytest.mark.parametrize("built_in", BUILT_IN)
def test_sessions_keep_the_keys_that_aws_says(built_in: Any) -> None:
    kept = session_keys(claims(**EVERYTHING), built_in)

    assert kept.keys() == {key for key in KEPT_IN_SESSIONS if key.startswith(f"{built_in.url}:")}


def test_values_are_texts() -> None:
    said = claims(amr=["a", 1, None, {"b": 1}], email=False)

    keys = condition_keys(said, provider())

    assert keys["idp.example.com/tenant:amr"] == ("a", "1")
    assert keys["idp.example.com/tenant:email"] == "false"
