"""AWS's sentences, cause by cause."""

from __future__ import annotations

from typing import Any

import pytest

from iamctl.engine.authorize import authorize
from iamctl.engine.policy_set import Layer, NamedDocument
from iamctl.model.document import Document
from iamctl.service.access_denied import decision_sentence
from tests.engine.given import ALICE, allow, deny, policies_of, request_of

HEAD = f"User: {ALICE} is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::logs/x "
READ = {"principal": ALICE, "action": "s3:GetObject", "resource": "arn:aws:s3:::logs/x"}
ROLE = "arn:aws:iam::111122223333:role/Deploy"
ASSUME = {"principal": ALICE, "action": "sts:AssumeRole", "resource": ROLE}
TO_ALL = {"Principal": "*"}


def sentence(request: dict[str, Any], **policies: Any) -> str:
    asked, given = request_of(request), policies_of(policies)
    return decision_sentence(asked, authorize(asked, given))


@pytest.mark.parametrize(
    "policies, because",
    [
        ({}, "because no identity-based policy allows the s3:GetObject action"),
        ({"identity": [deny()]}, "with an explicit deny in an identity-based policy"),
        ({"identity": [allow()], "boundary": []}, "because no permissions boundary allows the s3:GetObject action"),
        ({"identity": [allow()], "boundary": [deny()]}, "with an explicit deny in a permissions boundary"),
        ({"identity": [allow()], "session": []}, "because no session policy allows the s3:GetObject action"),
        ({"identity": [allow()], "session": [deny()]}, "with an explicit deny in a session policy"),
        ({"identity": [allow()], "resource": [deny(**TO_ALL)]}, "with an explicit deny in a resource-based policy"),
        ({"identity": [allow()], "scp": [[]]}, "because no service control policy allows the s3:GetObject action"),
        ({"identity": [allow()], "scp": [[deny()]]}, "with an explicit deny in a service control policy"),
        ({"identity": [allow()], "rcp": [[]]}, "because no resource control policy allows the s3:GetObject action"),
        ({"identity": [allow()], "rcp": [[deny(**TO_ALL)]]}, "with an explicit deny in a resource control policy"),
        ({"identity": [deny()], "boundary": []}, "with an explicit deny in an identity-based policy"),
    ],
)
def test_a_denial_names_the_one_type_that_denied(policies: dict[str, Any], because: str) -> None:
    assert sentence(READ, **policies) == HEAD + because


def test_a_role_that_does_not_trust_the_caller_is_named_by_its_trust_policy() -> None:
    assert sentence(ASSUME, resource=[]).endswith("because no role trust policy allows the sts:AssumeRole action")
    denying = sentence(ASSUME, resource=[deny(**TO_ALL)])
    assert denying.endswith("with an explicit deny in the role trust policy")


def test_an_explicit_deny_of_a_managed_policy_ends_with_its_arn() -> None:
    arn = "arn:aws:iam::111122223333:policy/NoReading"
    request = request_of(READ)
    policies = policies_of({})._replace(identity=Layer([NamedDocument(arn, Document.of(deny()))]))

    said = decision_sentence(request, authorize(request, policies))

    assert said == f"{HEAD}with an explicit deny in an identity-based policy: {arn}"


def test_a_resource_of_another_account_has_to_allow_too() -> None:
    said = sentence({**READ, "resource_account": "444455556666"}, identity=[allow()])

    assert said == f"{HEAD}because no resource-based policy allows the s3:GetObject action"


def test_who_does_not_sign_is_called_anonymous() -> None:
    assert sentence({**READ, "principal": "anonymous"}).startswith("User: anonymous is not authorized to perform: ")


def test_an_allowance_is_said_in_the_same_form() -> None:
    assert sentence(READ, identity=[allow()]) == HEAD.replace("is not authorized", "is authorized").rstrip()
