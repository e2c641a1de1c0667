"""Elements of a document: recorded answers of IAM, kind by kind."""

from typing import Any

import pytest

from iamctl.policy.document import check_document
from iamctl.policy.kinds import PolicyKind

SYNTAX = "Syntax errors in policy."
LEGACY = "The policy failed legacy parsing"
VERSION = "Policy document must be version 2012-10-17 or greater."

READING = {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports"}
TRUSTING = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}


def reading(*without: str, **elements: Any) -> dict[str, Any]:
    """A managed policy of one statement."""
    statement = {key: value for key, value in {**READING, **elements}.items() if key not in without}
    return {"Version": "2012-10-17", "Statement": statement}


def trusting(*without: str, **elements: Any) -> dict[str, Any]:
    """A trust policy of one statement."""
    statement = {key: value for key, value in {**TRUSTING, **elements}.items() if key not in without}
    return {"Version": "2012-10-17", "Statement": [statement]}


def sentence(tree: object, kind: PolicyKind) -> str | None:
    problems = check_document(tree, kind)
    return problems[0].sentence if problems else None


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ([], SYNTAX),
        ({"Version": "2012-10-17"}, SYNTAX),
        ({"Version": "2012-10-17", "Statement": []}, SYNTAX),
        ({"Version": "2012-10-17", "Statement": ["s"]}, SYNTAX),
        ({"Version": "2013-10-17", "Statement": READING}, SYNTAX),
        ({"Version": "2008-10-17", "Statement": READING}, VERSION),
        ({"Statement": READING}, VERSION),
        ({**reading(), "Extra": "x"}, SYNTAX),
        ({**reading(), "Id": {}}, SYNTAX),
        (reading(Extra="x"), SYNTAX),
        (reading("Effect"), SYNTAX),
        (reading(Effect="Permit"), SYNTAX),
        (reading(Effect="denY"), LEGACY),
        (reading(Effect=None), SYNTAX),
        (reading(Sid=[]), SYNTAX),
        (reading("Action"), "Policy statement must contain actions."),
        (reading(Action=[]), "Policy statement must contain actions."),
        (reading(Action={}), SYNTAX),
        (reading(Action=[[]]), SYNTAX),
        (reading(NotAction="s3:*"), SYNTAX),
        (reading("Resource"), "Policy statement must contain resources."),
        (reading(Resource=[]), "Policy statement must contain resources."),
        (reading(Resource=["*", None]), SYNTAX),
        (reading(NotResource=[]), SYNTAX),
        (reading(Condition=[]), SYNTAX),
        (reading(Principal="*"), "Policy document should not specify a principal."),
        (reading(NotPrincipal={"AWS": "*"}), "Policy document should not specify a principal."),
    ],
)
def test_a_managed_policy_is_refused_in_iams_words(tree: object, expected: str) -> None:
    assert sentence(tree, PolicyKind.MANAGED) == expected


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (
            reading("Resource", Action="ListBucket"),
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        ),
        (reading(Action="s:3:List", Resource="b"), 'Resource b must be in ARN format or "*".'),
        (reading("Action", Condition={"DateGreaterThan": {"a": "b"}}), LEGACY),
        ({"Statement": {**READING, "Effect": "allow"}}, VERSION),
        (reading(Effect="allow", Resource="arn:aws:s3:us-east-1::b"), LEGACY),
        (reading(Effect="allow", Condition={"x": {"a": "1"}}), SYNTAX),
    ],
)
def test_of_several_problems_the_one_that_iam_names_comes_first(tree: object, expected: str) -> None:
    assert len(check_document(tree, PolicyKind.MANAGED)) > 1
    assert sentence(tree, PolicyKind.MANAGED) == expected


@pytest.mark.parametrize(
    "tree",
    [
        reading(),
        reading(Sid=""),
        reading("Action", NotAction="s3:*"),
        reading("Resource", NotResource=["*"]),
        reading(Condition={}),
        {**reading(), "Id": "any"},
        {"Version": "2012-10-17", "Statement": [READING, READING]},
        {"Version": "2012-10-17", "Statement": [{**READING, "Sid": ""}, {**READING, "Sid": ""}]},
    ],
)
def test_what_iam_takes_is_taken(tree: object) -> None:
    assert check_document(tree, PolicyKind.MANAGED) == []
    assert check_document(tree, PolicyKind.BOUNDARY) == []
    assert check_document(tree, PolicyKind.IDENTITY) == []


@pytest.mark.parametrize("kind", [PolicyKind.IDENTITY, PolicyKind.SESSION])
def test_an_inline_or_session_policy_needs_no_version(kind: PolicyKind) -> None:
    assert check_document({"Statement": [READING]}, kind) == []
    assert check_document({"Version": "2008-10-17", "Statement": [READING]}, kind) == []


def test_a_boundary_needs_a_version_as_a_managed_policy_does() -> None:
    assert sentence({"Statement": READING}, PolicyKind.BOUNDARY) == VERSION


def test_a_session_policy_may_have_a_malformed_literal() -> None:
    tree = reading(Condition={"NumericEquals": {"a:b": "x"}})

    assert sentence(tree, PolicyKind.IDENTITY) == LEGACY
    assert sentence(tree, PolicyKind.SESSION) is None


def test_every_problem_is_found_with_its_path() -> None:
    tree = {"Version": "2012-10-17", "Statement": [READING, {"Efect": "Allow", "Action": ["s3:Get", "x"]}]}

    problems = check_document(tree, PolicyKind.MANAGED)

    assert [(problem.path, problem.pointer) for problem in problems] == [
        (("Statement", 1, "Efect"), "Statement[1].Efect"),
        (("Statement", 1), "Statement[1]"),
        (("Statement", 1, "Action", 1), "Statement[1].Action[1]"),
        (("Statement", 1), "Statement[1]"),
    ]
    assert problems[0].detail == "Efect is not an element of a statement; did you mean Effect?"


def test_a_sid_is_alphanumeric_and_stands_once() -> None:
    twice = {"Version": "2012-10-17", "Statement": [{**READING, "Sid": "a"}, {**READING, "Sid": "a"}]}

    spaced = check_document(reading(Sid="read it"), PolicyKind.MANAGED)
    duplicate = check_document(twice, PolicyKind.MANAGED)

    assert "[0-9A-Za-z]*" in spaced[0].sentence
    assert duplicate[0].sentence == "Statement IDs (SID) in a single policy must be unique."
    assert duplicate[0].detail == 'statement 1 already has the Sid "a"'


def test_a_resource_policy_has_the_rules_of_its_service() -> None:
    statement = {"Sid": "read it", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}

    assert check_document({"Statement": [statement]}, PolicyKind.RESOURCE) == []
    assert sentence({"Statement": [READING]}, PolicyKind.RESOURCE) == "Missing required field Principal"


def test_a_date_without_quotes_is_explained() -> None:
    from datetime import date

    problems = check_document({**reading(), "Version": date(2012, 10, 17)}, PolicyKind.MANAGED)

    assert problems[0].detail == "Version must be a string, not a date (put it in quotes)"


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (trusting("Principal"), "Missing required field Principal"),
        (trusting("Effect"), "Missing required field Effect"),
        (trusting("Action"), "Missing required field Action"),
        (trusting(Principal={}), "Missing required field Principal cannot be empty!"),
        (trusting(Principal={"AWS": []}), "Missing required field Principal cannot be empty!"),
        (trusting(Principal="*"), 'AssumeRolepolicy contained an invalid principal: "STAR":"*"'),
        (trusting("Principal", NotPrincipal={"AWS": "*"}), "Allow with NotPrincipal is not allowed."),
        (
            trusting("Principal", NotPrincipal={"AWS": "*"}, Effect="Deny"),
            "AssumeRole policy must not contain NotPrincipal field.",
        ),
        (trusting(Effect="allow"), "Invalid effect: allow"),
        (trusting(Resource="*"), "Has prohibited field Resource"),
        (trusting(NotResource="*"), "AssumeRole policy must not contain resources."),
        (trusting(Action="s3:GetObject"), "AssumeRole policy may only specify STS AssumeRole actions."),
        (trusting(Action="*"), "AssumeRole policy may only specify STS AssumeRole actions."),
        ({"Version": "2013-01-01", "Statement": [TRUSTING]}, "The policy must contain a valid version string"),
        ({"Version": "2012-10-17", "Statement": []}, "Could not parse the policy: Statement is empty!"),
        (
            {"Version": "2012-10-17", "Statement": [{**TRUSTING, "Sid": "a"}, {**TRUSTING, "Sid": "a"}]},
            "The Statement Ids in the policy are not unique",
        ),
    ],
)
def test_a_trust_policy_is_refused_in_iams_words(tree: object, expected: str) -> None:
    assert sentence(tree, PolicyKind.TRUST) == expected


@pytest.mark.parametrize(
    "tree",
    [
        trusting(),
        {"Statement": TRUSTING},
        {"Version": "2008-10-17", "Id": "x", "Statement": [TRUSTING]},
        trusting(Action=["sts:AssumeRole", "sts:TagSession", "STS:Set*"]),
        trusting(Principal={"AWS": "*"}, Effect="Deny"),
    ],
)
def test_a_trust_policy_that_iam_takes_is_taken(tree: object) -> None:
    assert check_document(tree, PolicyKind.TRUST) == []
