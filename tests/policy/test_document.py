"""Documents from text: both syntaxes, every problem with its place, AWS's sentences."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.errors import MalformedPolicyDocument, Place, ValidationError
from iamctl.model.document import Document
from iamctl.policy.document import check_document, document_of, malformed, parse_document
from iamctl.policy.kinds import PolicyKind
from iamctl.reference.managed_policies import ManagedPolicies
from iamctl.syntax.json_read import parse_json
from iamctl.syntax.toml_read import parse_toml
from iamctl.syntax.toml_render import render_toml

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"

MISSPELT = """{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Efect": "Allow",
            "Effect": "Deny",
            "Action": "s3:GetObject",
            "Resource": ["*", "bucket"]
        }
    ]
}
"""

ELEMENTS = (
    "Version Statement Effect Action NotAction Resource Principal NotPrincipal AWS Federated Sid Condition "
    "StringEquals DateLessThan IpAddress ForAllValues:ArnLike"
)


def one_or_more(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str | list[str]]:
    return texts | st.lists(texts, min_size=1, max_size=3)


json_trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text() | st.sampled_from(["Allow", "*", "s3:Get*"]),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.text() | st.sampled_from(ELEMENTS.split()),
            inner,
        )
    ),
    max_leaves=25,
)

arns = st.sampled_from(["*", "arn:aws:s3:::b/*", "arn:aws:iam::*:user/${aws:username}", "arn:*:ec2:*:*:*"])
conditions = st.dictionaries(
    st.sampled_from(["StringLike", "ForAnyValue:StringEqualsIfExists", "Bool"]),
    st.dictionaries(
        st.sampled_from(["aws:PrincipalTag/a.b", "s3:prefix", 'aws:RequestTag/"quoted key"']),
        one_or_more(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8))
        | st.booleans()
        | st.integers(-(10**9), 10**9)
        | st.sampled_from([Decimal("1.10"), Decimal("-0.5")]),
        max_size=2,
    ),
    max_size=2,
)
statements: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(["Allow", "Deny"]),
        "Action": one_or_more(st.sampled_from(["*", "s3:Get*", "iam:PassRole"])),
        "Resource": one_or_more(arns),
    },
    optional={"Condition": conditions},
)
documents = st.fixed_dictionaries(
    {"Version": st.just("2012-10-17"), "Statement": statements | st.lists(statements, min_size=1, max_size=3)}
)


def test_json_and_toml_give_the_same_document() -> None:
    toml = 'Version = "2012-10-17"\n\n[[Statement]]\nEffect = "Allow"\nAction = "s3:*"\nResource = ["*"]\n'
    in_json = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": ["*"]}]}'

    parsed = [parse_document(text, "-", PolicyKind.MANAGED) for text in (toml, in_json)]

    assert parsed[0] == parsed[1] == Document(in_json.replace(": ", ":").replace(", ", ","))


def test_a_misspelt_element_is_told_with_its_place_and_what_was_meant() -> None:
    with pytest.raises(MalformedPolicyDocument) as raised:
        parse_document(MISSPELT, "deploy.json", PolicyKind.IDENTITY)

    assert str(raised.value) == "deploy.json:5:13: Syntax errors in policy."
    assert raised.value.hints == (
        "Efect is not an element of a statement; did you mean Effect?",
        '8:31: "bucket" is neither an ARN nor "*"',
    )


def test_a_problem_in_toml_is_told_with_its_place() -> None:
    text = '# mine\nVersion = "2012-10-17"\n[[Statement]]\nEffect = "Alow"\nAction = "*"\nResource = "*"\n'

    with pytest.raises(MalformedPolicyDocument) as raised:
        parse_document(text, "p.toml", PolicyKind.MANAGED)

    assert raised.value.place == Place("p.toml", 4, 1)
    assert raised.value.hints == ('Effect is "Allow" or "Deny", not "Alow"',)


def test_a_missing_element_stands_where_its_statement_does() -> None:
    text = '{"Version": "2012-10-17", "Statement": [\n  {"Effect": "Allow", "Action": "*"}\n]}'

    with pytest.raises(MalformedPolicyDocument) as raised:
        parse_document(text, "p.json", PolicyKind.MANAGED)

    assert str(raised.value) == "p.json:2:3: Policy statement must contain resources."


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [(PolicyKind.IDENTITY, "Syntax errors in policy."), (PolicyKind.TRUST, "This policy contains invalid Json")],
)
@pytest.mark.parametrize("text", ['{"Version": }', '{"a": 1, "a": 2}', "Version = ", '{"a": NaN}', "{" * 5000])
def test_text_that_does_not_parse_is_malformed_and_placed(kind: PolicyKind, sentence: str, text: str) -> None:
    with pytest.raises(MalformedPolicyDocument) as raised:
        parse_document(text, "p", kind)

    assert raised.value.message == sentence
    assert raised.value.place is not None and raised.value.place.line == 1
    assert raised.value.hints and not raised.value.hints[0].endswith(".")


@pytest.mark.parametrize("text", ["", " \n\t", "\ufeff"])
def test_an_empty_text_is_no_document(text: str) -> None:
    with pytest.raises(ValidationError, match="length greater than or equal to 1"):
        parse_document(text, "p.json", PolicyKind.TRUST)


def test_a_text_may_have_131072_characters_and_no_more() -> None:
    document = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'

    parse_document(document.ljust(131_072), "p.json", PolicyKind.MANAGED)
    with pytest.raises(ValidationError, match=r"'policyDocument' failed .* less than or equal to 131072"):
        parse_document(document.ljust(131_073), "p.json", PolicyKind.MANAGED)


def test_characters_past_latin_1_are_refused_with_their_escape() -> None:
    with pytest.raises(ValidationError) as raised:
        parse_document('{"Version":\n "日"}', "p.json", PolicyKind.MANAGED)

    assert raised.value.place == Place("p.json", 2, 3)
    assert raised.value.hints == ("write 日 as \\u65e5",)


def test_a_problem_without_a_place_of_its_own_stands_at_the_nearest_element_above() -> None:
    text = '{"Statement": [\n {"Effect": "Allow", "Action": "*",\n  "Resource": "*"}]}'
    trust = '{"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",\n "Principal": {}},\n {}]}'

    with pytest.raises(MalformedPolicyDocument) as unversioned:
        parse_document(text, "p.json", PolicyKind.MANAGED)
    with pytest.raises(MalformedPolicyDocument) as empty:
        parse_document(trust, "t.json", PolicyKind.TRUST)

    assert unversioned.value.place == Place("p.json", 1, 1)
    assert empty.value.place == Place("t.json", 2, 2)
    assert empty.value.hints[1].startswith("3:2: ")


def test_five_problems_are_told_and_the_others_counted() -> None:
    statement = {"Effect": "Allow", "Action": [f"a{index}" for index in range(8)], "Resource": "*"}

    error = malformed(check_document({"Version": "2012-10-17", "Statement": [statement]}, PolicyKind.MANAGED))

    assert len(error.hints) == 6
    assert error.hints[0] == 'Statement[0].Action[0]: "a0" lacks the service before a colon, as in s3:GetObject'
    assert error.hints[-1] == "and 3 more"


def test_a_tree_is_checked_as_a_text_is() -> None:
    tree = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}

    assert document_of(tree, PolicyKind.MANAGED).tree == tree
    with pytest.raises(MalformedPolicyDocument, match=r"must be version 2012-10-17"):
        document_of({**tree, "Version": "2008-10-17"}, PolicyKind.MANAGED)


@settings(deadline=None)
@given(json_trees, st.sampled_from(PolicyKind))
def test_no_tree_breaks_the_check(tree: object, kind: PolicyKind) -> None:
    problems = check_document(tree, kind)

    assert all(problem.sentence and problem.detail and problem.pointer is not None for problem in problems)


@settings(deadline=None)
@given(st.lists(json_trees), st.sampled_from(PolicyKind))
def test_no_statement_breaks_the_check(trees: list[object], kind: PolicyKind) -> None:
    principals = [{"AWS": tree, "Federated": tree, "Service": tree} for tree in trees]
    shaped = [
        {"Effect": "Allow", "Action": tree, "Resource": tree, "Condition": tree, "Principal": principal}
        for tree, principal in zip(trees, principals, strict=True)
    ]

    assert isinstance(check_document({"Version": "2012-10-17", "Statement": shaped}, kind), list)


@settings(deadline=None)
@given(documents)
def test_a_valid_document_stays_itself_through_toml(tree: Any) -> None:
    text = Document.of(tree).text

    through_toml = parse_toml(render_toml(parse_json(text, "p.json")), "p.toml")

    assert check_document(tree, PolicyKind.MANAGED) == []
    assert check_document(through_toml, PolicyKind.MANAGED) == []
    assert Document.of(through_toml).text == text


@pytest.mark.skipif(not DATA.is_dir(), reason="the dumps of real accounts are not beside the repository")
def test_documents_of_real_accounts_are_well_formed() -> None:
    found = {}
    for path in sorted(DATA.glob("authz-details-*.json")):
        dump = json.loads(path.read_text(), parse_float=Decimal)
        for owner in dump["UserDetailList"] + dump["GroupDetailList"] + dump["RoleDetailList"]:
            for key in ("UserPolicyList", "GroupPolicyList", "RolePolicyList"):
                for policy in owner.get(key, []):
                    found[owner["Arn"], policy["PolicyName"]] = policy["PolicyDocument"], PolicyKind.IDENTITY
        for role in dump["RoleDetailList"]:
            found[role["Arn"], "trust"] = role["AssumeRolePolicyDocument"], PolicyKind.TRUST
        for policy in dump["Policies"]:
            for version in policy["PolicyVersionList"]:
                found[policy["Arn"], version["VersionId"]] = version["Document"], PolicyKind.MANAGED

    problems = {name: check_document(tree, kind) for name, (tree, kind) in found.items()}

    assert len(problems) > 40
    assert {name: told for name, told in problems.items() if told} == {}


def test_every_policy_that_aws_publishes_is_well_formed() -> None:
    published = list(ManagedPolicies().all())

    refused = {
        (policy.name, kind): problems
        for policy in published
        for kind in (PolicyKind.MANAGED, PolicyKind.IDENTITY, PolicyKind.SESSION)
        if (problems := check_document(policy.default_version.document.tree, kind))
    }

    assert len(published) > 1400
    assert refused == {}


def test_importing_the_check_brings_nothing_heavy_along() -> None:
    program = (
        "import sys, iamctl.policy.document; print(sorted({'typer', 'rich', 'tomlkit', 'tomllib'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
