"""Trust policies for the usual cases."""

from typing import Any

import pytest

from iamctl.model.document import Document
from iamctl.policy.document import check_document
from iamctl.policy.kinds import PolicyKind
from iamctl.policy.trust import combined, trust_account, trust_oidc, trust_principals, trust_saml, trust_service

ROLE = "arn:aws:iam::123456789012:role/deploy"
SAML = "arn:aws:iam::123456789012:saml-provider/corp"
GITHUB = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"


def statements(document: Document) -> list[Any]:
    tree: Any = document.tree
    return list(tree["Statement"])


def statement(document: Document) -> Any:
    (only,) = statements(document)
    return only


def test_a_service_is_trusted_as_the_console_writes_it() -> None:
    assert trust_service(["ec2.amazonaws.com"]).text == (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow",'
        '"Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
    )


def test_several_services_stand_in_one_list() -> None:
    document = trust_service(["ec2.amazonaws.com", "lambda.amazonaws.com"])

    assert '{"Service":["ec2.amazonaws.com","lambda.amazonaws.com"]}' in document.text


def test_an_account_may_have_to_say_an_external_id_and_use_mfa() -> None:
    assert statement(trust_account(["444455556666"], external_id="x1", require_mfa=True)) == {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
        "Action": "sts:AssumeRole",
        "Condition": {
            "StringEquals": {"sts:ExternalId": "x1"},
            "Bool": {"aws:MultiFactorAuthPresent": "true"},
        },
    }


def test_saml_asks_for_the_console_as_audience() -> None:
    assert statement(trust_saml(SAML)) == {
        "Effect": "Allow",
        "Principal": {"Federated": SAML},
        "Action": "sts:AssumeRoleWithSAML",
        "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}},
    }


def test_exact_subjects_stand_beside_the_audience() -> None:
    document = trust_oidc(GITHUB, audience=["sts.amazonaws.com"], subject=["repo:octo/x:ref:refs/heads/main"])

    assert statement(document)["Condition"] == {
        "StringEquals": {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": "repo:octo/x:ref:refs/heads/main",
        }
    }


def test_one_wildcard_takes_all_subjects_to_string_like() -> None:
    document = trust_oidc(GITHUB, audience=["sts.amazonaws.com"], subject=["repo:octo/x", "repo:octo/y:*"])

    assert statement(document)["Condition"] == {
        "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
        "StringLike": {"token.actions.githubusercontent.com:sub": ["repo:octo/x", "repo:octo/y:*"]},
    }


def test_a_built_in_provider_has_its_own_word_for_the_audience() -> None:
    assert '"www.amazon.com:app_id":"amzn1.x"' in trust_oidc("www.amazon.com", audience=["amzn1.x"]).text
    assert '"accounts.google.com:aud":"mine"' in trust_oidc("accounts.google.com", audience=["mine"]).text


def test_several_cases_stand_in_one_policy() -> None:
    both = combined([trust_service(["ec2.amazonaws.com"]), trust_principals([ROLE])])

    assert [part["Principal"] for part in statements(both)] == [
        {"Service": "ec2.amazonaws.com"},
        {"AWS": ROLE},
    ]


@pytest.mark.parametrize(
    "document",
    [
        trust_service(["ec2.amazonaws.com", "sns.amazonaws.com"]),
        trust_account(["444455556666", "777788889999"], external_id="x", require_mfa=True),
        trust_principals([ROLE, "arn:aws:iam::123456789012:user/alice"]),
        trust_saml(SAML),
        trust_oidc(GITHUB, subject=["repo:octo/*"]),
        trust_oidc("accounts.google.com", audience=["mine"]),
        combined([trust_saml(SAML), trust_service(["ec2.amazonaws.com"])]),
    ],
)
def test_what_is_built_is_a_trust_policy(document: Document) -> None:
    assert check_document(document.tree, PolicyKind.TRUST) == []


def test_a_shared_provider_without_a_subject_is_built_and_refused_when_checked() -> None:
    document = trust_oidc(GITHUB, audience=["sts.amazonaws.com"])

    assert len(check_document(document.tree, PolicyKind.TRUST)) == 1


def test_a_built_in_provider_has_its_own_word_for_the_subject() -> None:
    assert '"www.amazon.com:user_id":"amzn1.y"' in trust_oidc("www.amazon.com", subject=["amzn1.y"]).text
    assert '"graph.facebook.com:id":"77"' in trust_oidc("graph.facebook.com", subject=["77"]).text
    assert '"accounts.google.com:sub":"77"' in trust_oidc("accounts.google.com", subject=["77"]).text
