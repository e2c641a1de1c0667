"""The index of statements by service says what the statements themselves say."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.analysis.action_index import ActionIndex
from iamctl.engine.statement import CompiledStatement
from iamctl.policy.statements import statements_in

PATTERNS = st.sampled_from(
    [
        "*",
        "s3:*",
        "s3:Get*",
        "S3:GetObject",
        "s3:*Object",
        "sqs:*",
        "s*",
        "?3:Get*",
        "*:Get*",
        "sqs:Send?essage",
        "s3",
        "",
    ]
)
ACTIONS = ["s3:getobject", "s3:putobject", "sqs:sendmessage", "sqs:getqueueurl", "iam:getuser"]


@settings(max_examples=300, deadline=None, database=None)
@given(st.sampled_from(["Action", "NotAction"]), st.lists(PATTERNS, max_size=3), st.sampled_from(ACTIONS))
def test_a_statement_is_found_for_just_the_actions_that_it_speaks_of(
    element: str, patterns: list[str], action: str
) -> None:
    tree = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", element: patterns, "Resource": "*"}]}
    [statement] = [CompiledStatement(each, "policy") for each in statements_in(tree)]

    found = ActionIndex([statement]).of_service(action.partition(":")[0])(action)

    assert found == ((statement,) if statement.fits_action(action) else ())
