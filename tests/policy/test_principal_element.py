"""The grammar of `Principal`."""

import pytest

from iamctl.policy.principal_element import principal_problems


def told(element: object, *, trust: bool = True) -> list[tuple[str, str]]:
    return [problem[1:] for problem in principal_problems(element, ("Principal",), trust=trust)]


@pytest.mark.parametrize(
    "element",
    [
        {"AWS": "*"},
        {"AWS": ["123456789012", "arn:aws:iam::123456789012:root", "AIDAJQABLZS4A3QDU576Q"]},
        {"AWS": "arn:aws:sts::123456789012:assumed-role/r/s", "Service": ["ec2.amazonaws.com", "sns.amazonaws.com.cn"]},
        {"Federated": "cognito-identity.amazonaws.com"},
        {"Federated": "arn:aws:iam::123456789012:saml-provider/corp"},
        {"Federated": "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0A"},
    ],
)
def test_a_principal_that_iam_takes_is_taken(element: object) -> None:
    assert told(element) == []


def test_a_group_is_refused_with_the_reason() -> None:
    group = "arn:aws:iam::123456789012:group/devs"

    for trust in (True, False):
        ((sentence, detail),) = told({"AWS": ["123456789012", group]}, trust=trust)

        assert sentence == f'Invalid principal in policy: "AWS":"{group}"'
        assert detail.startswith("a group is not an identity that can sign a request; name its users")


@pytest.mark.parametrize(
    ("element", "sentence"),
    [
        (
            {"AWS": "arn:aws:iam::123456789012:role/*"},
            'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/*"',
        ),
        ({"AWS": "12345"}, 'Invalid principal in policy: "AWS":"12345"'),
        ({"Service": "ec2"}, 'Invalid principal in policy: "SERVICE":"ec2"'),
        ({"Service": "*"}, 'Invalid principal in policy: "SERVICE":"*"'),
        ({"Federated": "corp"}, 'Invalid principal in policy: "FEDERATED":"corp"'),
        ({"CanonicalUser": "ab"}, 'Invalid principal in policy: "CANONICALUSER":"ab"'),
        ({"aws": "*"}, "Syntax errors in policy."),
        ({"AWS": [1]}, "Syntax errors in policy."),
        ("alice", "Syntax errors in policy."),
        (["*"], "Syntax errors in policy."),
    ],
)
def test_what_is_no_principal_is_refused_in_iams_words(element: object, sentence: str) -> None:
    assert [problem[0] for problem in told(element)] == [sentence]


def test_a_resource_policy_leaves_its_principals_to_the_service() -> None:
    assert told("*", trust=False) == []
    assert told({"CanonicalUser": "ab", "AWS": "anything", "Service": "x"}, trust=False) == []


def test_a_long_principal_is_refused_in_linear_time() -> None:
    assert len(told({"AWS": "arn:aws:iam::123456789012:user/" + "a" * 120_000 + "*"})) == 1
