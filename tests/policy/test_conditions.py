"""The `Condition` element."""

from decimal import Decimal

import pytest

from iamctl.policy.conditions import OPERATORS, Operator, condition_problems, parse_operator

SYNTAX = "Syntax errors in policy."
LEGACY = "The policy failed legacy parsing"


def told(condition: object, *, check_literals: bool = True) -> list[str]:
    problems = condition_problems(condition, ("Condition",), check_literals=check_literals)
    return [f"{problem.sentence} {problem.pointer}: {problem.detail}" for problem in problems]


def test_an_operator_is_taken_apart() -> None:
    assert parse_operator("StringLike") == Operator("StringLike", None, False)
    assert parse_operator("ForAllValues:StringLikeIfExists") == Operator("StringLike", "ForAllValues", True)
    assert parse_operator("ForAnyValue:Null") == Operator("Null", "ForAnyValue", False)


@pytest.mark.parametrize(
    "name", ["stringLike", "Like", "NullIfExists", "ForAnyValue::StringLike", "StringLikeIfExistsIfExists", ""]
)
def test_what_is_no_operator(name: str) -> None:
    assert parse_operator(name) is None


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"anything": {}},
        {"DateGreaterThan": {}},
        {"DateGreaterThan": {"a": []}},
        {"StringEquals": {"key without vendor": "x", "kms:EncryptionContext:aws:s3:arn": ["x", "y"]}},
        {"Bool": {"aws:SecureTransport": False}, "Null": {"a:b": "False"}},
        {"NumericLessThan": {"s3:max-keys": 10, "a:b": ["1.5", Decimal("1E+3")]}},
        {"DateLessThan": {"aws:CurrentTime": 1580515200}},
        {"NumericEquals": {"a:b": "${aws:PrincipalTag/limit}"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::${aws:PrincipalTag/b}"}},
    ],
)
def test_a_condition_that_iam_takes_is_taken(condition: object) -> None:
    assert told(condition) == []


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ([], f"{SYNTAX} Condition: Condition must be an object of operators, not a list"),
        ({"Bool": "x"}, f"{SYNTAX} Condition.Bool: Bool must hold an object of condition keys, not a string"),
        (
            {"StringEqual": {"a:b": "x"}},
            f"{SYNTAX} Condition.StringEqual: StringEqual is not a condition operator; did you mean StringEquals?",
        ),
        (
            {"ForAnyValue:stringLikeIfExist": {"a:b": "x"}},
            f"{SYNTAX} Condition.ForAnyValue:stringLikeIfExist: ForAnyValue:stringLikeIfExist is not a condition "
            "operator; did you mean ForAnyValue:StringLikeIfExists?",
        ),
        (
            {"NullIfExists": {"a:b": "true"}},
            f"{SYNTAX} Condition.NullIfExists: NullIfExists is not a condition operator; Null does not take IfExists",
        ),
        (
            {"StringEquals": {"a:b": ["x", None]}},
            f"{SYNTAX} Condition.StringEquals.a:b[1]: a value of a:b must be a string, a number or a boolean, not null",
        ),
        (
            {"StringEquals": {"a:b": Decimal("NaN")}},
            f"{SYNTAX} Condition.StringEquals.a:b: NaN is not a number that JSON can hold",
        ),
        (
            {"NumericEquals": {"a:b": True}},
            f'{LEGACY} Condition.NumericEquals.a:b: "true" is not a number, which NumericEquals needs',
        ),
    ],
)
def test_a_condition_is_refused_with_what_is_wrong(condition: object, expected: str) -> None:
    assert told(condition) == [expected]


@pytest.mark.parametrize(
    "operator", [name for name, value_type in OPERATORS.items() if value_type not in ("string", "boolean")]
)
@pytest.mark.parametrize("form", ["{}", "{}IfExists", "ForAllValues:{}"])
def test_a_malformed_literal_is_refused_whatever_the_operators_form(operator: str, form: str) -> None:
    assert len(told({form.format(operator): {"a:b": ["not one!"]}})) == 1


def test_a_session_policy_is_refused_only_for_its_base64() -> None:
    condition = {"NumericEquals": {"a:b": "x"}, "IpAddress": {"a:b": "x"}, "BinaryEquals": {"a:b": "x"}}

    assert len(told(condition)) == 3
    assert len(told(condition, check_literals=False)) == 1
