"""Whom a document names."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.model.document import Document
from iamctl.policy.principals import account_of, federated, principal_kind, principals, rewrite_principals, services

ALICE = "arn:aws:iam::123456789012:user/eng/alice"
DEPLOY = "arn:aws:iam::123456789012:role/deploy"
PROVIDER = "arn:aws:iam::123456789012:saml-provider/corp"

trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["Statement", "Principal", "NotPrincipal", "AWS", "x"]) | st.text(), inner)
    ),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("text", "kind", "account_id"),
    [
        ("*", "star", None),
        ("123456789012", "account", "123456789012"),
        ("arn:aws:iam::123456789012:root", "root", "123456789012"),
        (ALICE, "user", "123456789012"),
        (DEPLOY, "role", "123456789012"),
        ("arn:aws-cn:iam::000000000001:user/a", "user", "000000000001"),
        ("arn:aws:sts::123456789012:assumed-role/deploy/s1", "assumed-role", "123456789012"),
        ("arn:aws:sts::123456789012:federated-user/bob", "federated-user", "123456789012"),
        ("AIDAJQABLZS4A3QDU576Q", "unique-id", None),
        ("AROAJQABLZS4A3QDU576Q", "unique-id", None),
        ("AGPAJQABLZS4A3QDU576Q", "group", None),
        ("arn:aws:iam::123456789012:group/eng/devs", "group", "123456789012"),
        ("arn:aws:iam::123456789012:user/*", "unknown", None),
        ("arn:aws:iam::123456789012:user/eng/", "unknown", None),
        ("arn:aws:iam::123456789012:policy/p", "unknown", None),
        ("arn:aws:sts::123456789012:assumed-role/deploy", "unknown", None),
        ("arn:aws:iam::12345:root", "unknown", None),
        ("arn:mars:iam::123456789012:root", "unknown", None),
        ("12345678901", "unknown", None),
        ("AKIAJQABLZS4A3QDU576", "unknown", None),
        ("arn:aws:iam::123456789012:user/a\n", "unknown", None),
        ("", "unknown", None),
    ],
)
def test_a_principal_is_known_by_its_string(text: str, kind: str, account_id: str | None) -> None:
    assert principal_kind(text) == kind
    assert account_of(text) == account_id


def test_a_document_tells_whom_it_names() -> None:
    document = Document.of(
        {
            "Statement": [
                {"Principal": {"AWS": [ALICE, DEPLOY], "Service": "ec2.amazonaws.com"}},
                {"Principal": {"AWS": ALICE, "Federated": PROVIDER}},
                {"Principal": "*"},
            ]
        }
    )

    assert principals(document) == (ALICE, DEPLOY, "*")
    assert services(document) == ("ec2.amazonaws.com",)
    assert federated(document) == (PROVIDER,)


def test_a_lone_statement_is_read_as_a_list_of_one() -> None:
    document = Document.of({"Statement": {"Principal": {"AWS": ALICE}}})

    assert principals(document) == (ALICE,)
    assert principals(rewrite_principals(document, {ALICE: "AIDAJQABLZS4A3QDU576Q"})) == ("AIDAJQABLZS4A3QDU576Q",)


def test_rewriting_replaces_whole_strings_under_aws_and_nothing_else() -> None:
    statement: dict[str, Any] = {
        "Sid": ALICE,
        "Effect": "Allow",
        "Principal": {"Federated": ALICE, "AWS": [f"{ALICE}2", ALICE]},
        "Action": "sts:AssumeRole",
        "Condition": {"ArnLike": {"aws:PrincipalArn": ALICE}, "NumericEquals": {"a:b": 1}},
    }
    document = Document.of({"Version": "2012-10-17", "Statement": [statement]})

    rewritten = rewrite_principals(document, {ALICE: DEPLOY})

    assert rewritten.text == document.text.replace(f'"{ALICE}"]', f'"{DEPLOY}"]')
    assert rewritten != document


def test_rewriting_keeps_a_string_a_string_and_a_list_a_list() -> None:
    document = Document.of({"Statement": [{"Principal": {"AWS": ALICE}}, {"NotPrincipal": {"AWS": [ALICE]}}]})

    rewritten = rewrite_principals(document, {ALICE: DEPLOY})

    assert rewritten.tree == {"Statement": [{"Principal": {"AWS": DEPLOY}}, {"NotPrincipal": {"AWS": [DEPLOY]}}]}


@settings(deadline=None)
@given(trees, st.booleans())
def test_rewriting_each_principal_to_itself_changes_nothing(tree: Any, shaped: bool) -> None:
    document = Document.of({"Statement": [{"Principal": {"AWS": tree}}]} if shaped else tree)

    identity = {principal: principal for principal in principals(document)}

    assert rewrite_principals(document, identity) is document


@settings(deadline=None)
@given(trees)
def test_no_tree_breaks_the_reading(tree: Any) -> None:
    document = Document.of(tree)

    assert all(isinstance(text, str) for read in (principals, services, federated) for text in read(document))
