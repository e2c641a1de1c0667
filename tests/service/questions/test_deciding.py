"""JSON Lines of requests and their answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from iamctl.engine.policy_set import NamedDocument
from iamctl.model.document import Document
from iamctl.service.account import Account
from iamctl.service.questions.deciding import Decider, Layers
from service.given import ACCOUNT_ID, arn

RECORDED = Path(__file__).parents[4] / "shared" / "data" / "aws-recorded-decisions.jsonl"
EVE = "arn:aws:iam::111122223333:user/eve"
OBJECT = "arn:aws:s3:::releases/v1"
READ = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}],
}
DENY = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}


def answer(decider: Decider, **request: Any) -> Any:
    return json.loads(decider.answer(json.dumps(request).encode()))


def decided(account: Account | None, **request: Any) -> Any:
    return answer(Decider(account), **{"action": "s3:GetObject", "resource": OBJECT} | request)


@pytest.mark.skipif(not RECORDED.exists(), reason="the recorded decisions are not beside the repository")
def test_every_recorded_decision_of_aws_is_ours() -> None:
    decider = Decider(None)
    lines = RECORDED.read_bytes().splitlines()

    answers = [json.loads(decider.answer(line)) for line in lines]

    assert [found["id"] for found in answers if not found.get("as_expected")] == []
    assert (len(answers), decider.errors, decider.surprises) == (578, 0, 0)


def test_an_answer_has_the_statements_that_decided() -> None:
    found = decided(None, id="x", principal=EVE, identity_policies=[DENY, READ])

    assert found == {
        "id": "x",
        "decision": "explicitDeny",
        "deciding": [
            {"policy_type": "identity-based policy", "policy": "identity_policies[0]", "statement": 0, "sid": None}
        ],
        "missing_context": [],
    }


def test_a_request_without_an_account_has_only_what_it_brings() -> None:
    assert decided(None, principal=EVE)["decision"] == "implicitDeny"
    assert decided(None, principal=EVE, identity_policies=[READ])["decision"] == "allowed"


def test_a_request_takes_from_the_account_what_it_leaves_out(asked: Account) -> None:
    found = decided(asked, principal="alice")

    assert [(each["policy"], each["statement"]) for each in found["deciding"]] == [
        ("inline Reading of user alice", 0),
        (arn("policy/Edge"), 0),
    ]


@pytest.mark.parametrize(
    "given",
    [
        {"permissions_boundary": DENY},
        {"session_policies": [DENY]},
        {"resource_policy": DENY | {"Statement": DENY["Statement"] | {"Principal": "*"}}},
        {"service_control_policies": [[DENY]]},
        {"resource_control_policies": [[DENY | {"Statement": DENY["Statement"] | {"Principal": "*"}}]]},
        {"identity_policies": [DENY]},
    ],
)  # type: ignore[operator]
def test_what_a_request_brings_takes_the_place_of_the_accounts(asked: Account, given: dict[str, Any]) -> None:
    assert decided(asked, principal="alice", **given)["decision"] == "explicitDeny"
    assert decided(asked, principal="alice")["decision"] == "allowed"


def test_null_is_no_boundary(asked: Account) -> None:
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    request = {"principal": "alice", "action": "sqs:SendMessage", "resource": "*", "identity_policies": [everything]}

    assert decided(asked, **request)["decision"] == "implicitDeny"
    assert decided(asked, **request, permissions_boundary=None)["decision"] == "allowed"


def test_the_accounts_resource_policy_counts(asked: Account) -> None:
    inside = {"context": {"aws:SourceIp": "10.0.0.1"}}

    assert decided(asked, principal="bob", **inside)["decision"] == "allowed"
    assert decided(asked, principal="bob")["missing_context"] == ["aws:SourceIp"]
    assert decided(asked, principal="bob", **inside, resource_policy=None)["decision"] == "implicitDeny"


def test_a_trust_policy_counts_for_what_assumes_the_role_alone(asked: Account) -> None:
    decider = Decider(asked)
    role = arn("role/ci/Deploy")

    assumed = answer(decider, principal="ec2.amazonaws.com", action="sts:AssumeRole", resource=role)
    read = answer(decider, principal="ec2.amazonaws.com", action="iam:GetRole", resource=role)

    assert (assumed["decision"], read["decision"]) == ("allowed", "implicitDeny")


def test_tags_of_a_request_take_the_place_of_the_accounts(asked: Account) -> None:
    condition = {"StringEquals": {"aws:PrincipalTag/Team": "core", "aws:ResourceTag/stage": "prod"}}
    tagged = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}],
    }
    request = {"principal": "alice", "identity_policies": [tagged], "resource_tags": {"Stage": "prod"}}

    assert decided(asked, **request)["decision"] == "allowed"
    assert decided(asked, **request, principal_tags={})["decision"] == "implicitDeny"
    assert decided(None, **request | {"principal": EVE}, principal_tags={"team": "core"})["decision"] == "allowed"


def test_who_is_not_in_the_account_may_bring_its_policies(asked: Account) -> None:
    assert decided(asked, principal=EVE)["error"]["code"] == "NoSuchEntity"
    assert decided(asked, principal=EVE, identity_policies=[READ])["decision"] == "allowed"


def test_policies_that_another_account_keeps_are_named(asked: Account) -> None:
    mallory = "arn:aws:iam::444455556666:user/mallory"
    open_to_all = READ | {"Statement": READ["Statement"][0] | {"Principal": "*"}}  # type: ignore[index]

    found = decided(asked, principal=mallory, resource_policy=open_to_all)

    assert found["decision"] == "implicitDeny"
    assert found["unknown"] == [f"the policies of {mallory}, which account 444455556666 keeps"]
    assert "unknown" not in decided(asked, principal=mallory, resource_policy=open_to_all, identity_policies=[])


def test_the_policy_of_a_foreign_resource_is_named_unless_the_request_tells_it(asked: Account) -> None:
    queue = "arn:aws:sqs:eu-west-1:444455556666:theirs"
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    request = {"principal": "bob", "action": "sqs:SendMessage", "resource": queue, "identity_policies": [everything]}

    found = decided(asked, **request)

    assert found["unknown"] == [f"the policy of {queue}, which account 444455556666 keeps"]
    assert "unknown" not in decided(asked, **request, resource_policy=None)
    assert "unknown" not in decided(None, **request | {"principal": EVE})


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"nonsense", "InvalidInput"),
        (b"[]", "InvalidInput"),
        (b'{"principal":"anonymous","principal":"anonymous"}', "InvalidInput"),
        (b'{"principal":"anonymous","action":"s3:A","context":{"aws:EpochTime":NaN}}', "InvalidInput"),
        (b'{"principal":"anonymous","action":"s3:A","context":{"k":"\\ud800"}}', "InvalidInput"),
        (b"\xff{}", "InvalidInput"),
        (b"[" * 100_000, "InvalidInput"),
        (b'{"principal":"anonymous","action":"s3:A","contxt":{}}', "InvalidInput"),
        (b'{"action":"s3:A"}', "ValidationError"),
        (b'{"principal":"anonymous"}', "ValidationError"),
        (b'{"principal":7,"action":"s3:A"}', "ValidationError"),
        (b'{"principal":"anonymous","action":"s3:A*"}', "ValidationError"),
        (b'{"principal":"anonymous","action":"s3:A","context":{"k":null}}', "ValidationError"),
        (b'{"principal":"anonymous","action":"s3:A","context":{"k":["a",{}]}}', "ValidationError"),
        (b'{"principal":"anonymous","action":"s3:A","context":{"k":"a","K":"b"}}', "ValidationError"),
        (b'{"principal":"anonymous","action":"s3:A","id":{}}', "ValidationError"),
        (b'{"principal":"anonymous","action":"s3:A","expect":"yes"}', "ValidationError"),
        (b'{"principal":"anonymous","action":"s3:A","identity_policies":{}}', "ValidationError"),
        (b'{"principal":"anonymous","action":"s3:A","service_control_policies":[[]]}', "InvalidInput"),
        (b'{"principal":"anonymous","action":"s3:A","resource_policy":7}', "MalformedPolicyDocument"),
        (b'{"principal":"alice","action":"s3:A"}', "InvalidInput"),
        (b'{"principal":"arn:aws:s3:::b","action":"s3:A"}', "InvalidInput"),
    ],
)
def test_a_line_that_is_no_request_gets_an_error_with_its_number(line: bytes, code: str) -> None:
    decider = Decider(None)
    decider.answer(b'{"principal":"anonymous","action":"s3:A"}')

    found = json.loads(decider.answer(line))

    assert (found["error"]["code"], found["error"]["line"]) == (code, 2)
    assert "decision" not in found
    assert decider.errors == 1


def test_an_error_has_the_id_of_its_request() -> None:
    assert decided(None, id="a-7", principal=EVE, oops=1)["id"] == "a-7"


def test_a_statement_without_an_action_is_refused_and_never_matches_everything() -> None:
    bare = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*"}]}

    found = decided(None, principal=EVE, identity_policies=[READ, bare])

    assert found["error"]["code"] == "MalformedPolicyDocument"
    assert found["error"]["hints"] == [
        "identity_policies[1]: Statement[0]: the statement needs an Action or a NotAction"
    ]


def test_blank_lines_have_no_answer_and_still_count() -> None:
    decider = Decider(None)

    assert decider.answer(b"  ") == ""
    assert json.loads(decider.answer(b"x"))["error"]["line"] == 2


def test_a_line_that_is_too_long_is_an_error() -> None:
    assert "more than" in json.loads(Decider(None).answer(None))["error"]["message"]


def test_numbers_and_booleans_of_a_context_are_their_texts() -> None:
    condition = {"NumericEquals": {"s3:max-keys": "1.10"}, "Bool": {"aws:SecureTransport": "true"}}
    limited = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}],
    }
    line = json.dumps({"principal": EVE, "action": "s3:ListBucket", "identity_policies": [limited]})[:-1]

    found = Decider(None).answer(f'{line}, "context": {{"s3:max-keys": 1.10, "aws:SecureTransport": true}}}}'.encode())

    assert json.loads(found)["decision"] == "allowed"


def test_what_was_expected_is_held_against_what_came() -> None:
    decider = Decider(None)

    told = [
        answer(decider, principal=EVE, action="s3:A", expect=each)["as_expected"]
        for each in ("denied", "implicitDeny", "allowed")
    ]

    assert told == [True, True, False]
    assert decider.surprises == 1


def test_an_edit_of_a_document_is_another_document() -> None:
    decider = Decider(None)
    request = {"principal": EVE, "action": "s3:GetObject"}

    decisions = [answer(decider, **request, identity_policies=[each])["decision"] for each in (READ, DENY, READ)]

    assert decisions == ["allowed", "explicitDeny", "allowed"]


def test_a_federated_users_policies_are_not_known_unless_they_are_brought(asked: Account) -> None:
    kim = f"arn:aws:sts::{ACCOUNT_ID}:federated-user/kim"

    assert decided(asked, principal=kim, session_policies=[READ])["unknown"]
    assert decided(asked, principal=kim, session_policies=[READ], identity_policies=[READ])["decision"] == "allowed"


def test_a_level_of_resource_control_policies_that_only_denies_lets_the_rest_through(asked: Account) -> None:
    other = {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"}
    levels = [[{"Version": "2012-10-17", "Statement": [other]}], [{"Version": "2012-10-17", "Statement": [other]}]]

    assert decided(asked, principal="alice", resource_control_policies=levels)["decision"] == "allowed"


def test_a_policy_that_several_callers_have_is_compiled_once() -> None:
    layers = Layers()
    own, shared = NamedDocument("own", Document.of(DENY)), "arn:aws:iam::aws:policy/Shared"

    alone = layers.of_documents((NamedDocument(shared, Document.of(READ)),))
    with_own = layers.of_documents((NamedDocument(shared, Document.of(READ)), own))

    assert with_own.statements[0] is alone.statements[0]
    assert [statement.policy for statement in with_own.statements] == [shared, "own"]
    assert layers.of_documents((NamedDocument(shared, Document.of(READ)), own)) is with_own


def test_null_is_left_out_where_it_has_no_meaning_of_its_own() -> None:
    members = ["resource_account", "context", "session_policies", "service_control_policies", "resource_tags", "expect"]

    found = decided(None, principal=EVE, identity_policies=[READ], **dict.fromkeys(members))

    assert found["decision"] == "allowed"
    assert "error" in decided(None, principal=EVE, identity_policies=None)


@pytest.mark.parametrize("account_id", ["", "1", "arn:aws:iam::111122223333:root", "١١١١٢٢٢٢٣٣٣٣", 111122223333])
def test_whose_the_resource_is_has_twelve_digits(account_id: object) -> None:
    found = decided(None, principal=EVE, identity_policies=[READ], resource_account=account_id)

    assert found["error"]["code"] == "ValidationError"


@pytest.mark.parametrize("path", ["", "eng/", "a/b/"])
@pytest.mark.parametrize(("effect", "decision"), [("Allow", "allowed"), ("Deny", "explicitDeny")])
def test_a_session_whose_roles_path_is_not_known_is_of_the_role_of_that_name(
    path: str, effect: str, decision: str
) -> None:
    session = "arn:aws:sts::111122223333:assumed-role/Deploy/ci"
    named = {"Effect": effect, "Principal": {"AWS": f"arn:aws:iam::111122223333:role/{path}Deploy"}}
    policy = {"Version": "2012-10-17", "Statement": [named | {"Action": "s3:*", "Resource": "*"}]}
    other = json.loads(json.dumps(policy).replace("Deploy", "Deploy2"))

    assert decided(None, principal=session, resource_policy=policy)["decision"] == decision
    assert decided(None, principal=session, resource_policy=other)["decision"] == "implicitDeny"


def test_a_role_whose_path_is_told_is_no_role_of_another_path() -> None:
    named = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/eng/Deploy"}}
    policy = {"Version": "2012-10-17", "Statement": [named | {"Action": "s3:*", "Resource": "*"}]}

    found = decided(None, principal="arn:aws:iam::111122223333:role/ops/Deploy", resource_policy=policy)

    assert found["decision"] == "implicitDeny"
