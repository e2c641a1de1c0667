"""Shared OIDC providers: a trust policy asks for the tenant."""

from typing import Any

import pytest

from iamctl.policy.document import check_document
from iamctl.policy.kinds import PolicyKind

GITHUB = "token.actions.githubusercontent.com"
WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity"


def arn(issuer: str) -> str:
    return f"arn:aws:iam::123456789012:oidc-provider/{issuer}"


def sentences(provider: Any, condition: dict[str, Any] | None, **elements: Any) -> list[str]:
    statement = {"Effect": "Allow", "Principal": {"Federated": provider}, "Action": WEB_IDENTITY, **elements}
    if condition is not None:
        statement["Condition"] = condition
    tree = {"Version": "2012-10-17", "Statement": [statement]}
    return [problem.sentence for problem in check_document(tree, PolicyKind.TRUST)]


@pytest.mark.parametrize(
    "condition",
    [
        None,
        {"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}},
        {"StringLike": {f"{GITHUB}:sub": "*"}},
        {"StringLike": {f"{GITHUB}:sub": "*:ref:refs/heads/main"}},
        {"StringLike": {f"{GITHUB}:sub": ["repo:octo/*", "*"]}},
        {"StringLike": {f"{GITHUB}:sub": ""}},
        {"StringLike": {f"{GITHUB}:sub": []}},
        {"StringNotEquals": {f"{GITHUB}:sub": "repo:octo/x"}},
        {"StringLikeIfExists": {f"{GITHUB}:sub": "repo:octo/*"}},
        {"Null": {f"{GITHUB}:sub": "false"}},
        {"StringLike": {"gitlab.com:sub": "project_path:octo/*"}},
    ],
)
def test_github_is_not_trusted_without_a_repository(condition: dict[str, Any] | None) -> None:
    assert sentences(arn(GITHUB), condition) == [
        f"Trust policy with trusted principal {arn(GITHUB)} must evaluate, using StringEquals, StringLike or "
        f"StringEqualsIgnoreCase, {GITHUB}:sub or {GITHUB}:job_workflow_ref which is not scoped to all."
    ]


@pytest.mark.parametrize(
    "condition",
    [
        {"StringLike": {f"{GITHUB}:sub": "repo:octo/*"}},
        {"StringEquals": {f"{GITHUB}:SUB": ["repo:octo/x:ref:refs/heads/main"]}},
        {"ForAnyValue:StringEqualsIgnoreCase": {f"{GITHUB}:sub": "repo:octo/x"}},
        {"StringLike": {f"{GITHUB}:job_workflow_ref": "octo/flows/*"}},
    ],
)
def test_github_is_trusted_with_a_repository(condition: dict[str, Any]) -> None:
    assert sentences(arn(GITHUB), condition) == []


def test_an_enterprise_of_github_needs_its_own_subject() -> None:
    issuer = f"{GITHUB}/octo"

    assert len(sentences(arn(issuer), {"StringLike": {f"{GITHUB}:sub": "repo:octo/*"}})) == 1
    assert sentences(arn(issuer), {"StringLike": {f"{issuer}:sub": "repo:octo/*"}}) == []


@pytest.mark.parametrize(
    ("action", "refused"),
    [(WEB_IDENTITY, True), ("sts:*", True), (["sts:TagSession", "STS:assumerole*"], True), ("sts:TagSession", False)],
)
def test_only_actions_that_take_a_token_need_the_claim(action: object, refused: bool) -> None:
    assert bool(sentences(arn("gitlab.com"), None, Action=action)) is refused


def test_a_deny_and_a_provider_of_ones_own_need_no_claim() -> None:
    assert sentences(arn("gitlab.com"), None, Effect="Deny") == []
    assert sentences(arn("login.example.com"), None) == []
    assert sentences("arn:aws:iam::123456789012:saml-provider/gitlab.com", None, Action="sts:AssumeRoleWithSAML") == []


def test_cognito_needs_a_condition_on_its_pool() -> None:
    cognito = "cognito-identity.amazonaws.com"

    assert sentences(cognito, None) == ["A condition block must be present for the Cognito provider"]
    assert len(sentences(cognito, {"StringEquals": {f"{cognito}:sub": "x"}})) == 1
    assert sentences(cognito, {"StringEquals": {f"{cognito}:aud": "eu-west-1:1"}}) == []


def test_built_in_providers_are_compared_exactly() -> None:
    assert len(sentences("accounts.google.com", {"StringLike": {"accounts.google.com:aud": "my*"}})) == 1
    assert sentences("accounts.google.com", {"StringEquals": {"accounts.google.com:oaud": "mine"}}) == []
    assert sentences("www.amazon.com", {"StringEquals": {"www.amazon.com:app_id": "amzn1.x"}}) == []


def test_every_shared_provider_of_a_list_is_told() -> None:
    providers = [arn("gitlab.com"), arn("app.terraform.io"), arn("own.example.com")]

    assert len(sentences(providers, None)) == 2


def test_not_action_is_an_action_too() -> None:
    statement = {"Effect": "Allow", "Principal": {"Federated": arn("gitlab.com")}, "NotAction": "sts:TagSession"}
    tree = {"Version": "2012-10-17", "Statement": statement}

    assert len(check_document(tree, PolicyKind.TRUST)) == 1
