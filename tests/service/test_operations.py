"""The table of operations, the functions and AWS's own model of the API, held together."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest

import iamctl.service
from iamctl.errors import ValidationError
from iamctl.service.account_settings import get_account_summary
from iamctl.service.operation import member_name, operation_of
from iamctl.service.operations import OPERATIONS, find_operation

botocore_session = pytest.importorskip("botocore.session")

# What AWS has no call for.
OUR_OWN = {
    "Bootstrap",
    "CloneUser",
    "CopyGroupPermissions",
    "CopyPermissions",
    "CopyRolePermissions",
    "EmptyGroup",
    "EmptyInstanceProfile",
    "EmptyPolicy",
    "EmptyRole",
    "EmptyUser",
    "MoveUsers",
    "RetireAccessKey",
    # Sessions as AWS keeps them are AWS's own affair.
    "EndSession",
    "EndSessionsOf",
    "GetSession",
    "ListSessions",
    "RotateSessionKey",
    "SignIn",
    "SignInWithSAML",
    # What EC2 does, not IAM.
    "AssumeRoleForInstance",
    "LaunchInstance",
    "SetOpenIDConnectProviderKeys",
    "SetSAMLProviderVerification",
    # Services have such operations of their own; IAM has none.
    "DeleteResourcePolicy",
    "GetResourcePolicy",
    "ListResourcePolicies",
    "PutResourcePolicy",
}

WHOLE = "an answer is whole, there are no pages"
CENTER = "identities are not propagated to IAM Identity Center"
TOKENS = "a token is as long as what it seals"
SIGN_IN = "console sign-in sessions are not kept"
OMITTED_MEMBERS = {
    "*": {"Marker": WHOLE, "MaxItems": WHOLE},
    "AssumeRole": {"ProvidedContexts": CENTER, "MinimumSessionTokenSize": TOKENS},
    "AssumeRoleWithSAML": {"MinimumSessionTokenSize": TOKENS},
    "AssumeRoleWithWebIdentity": {"MinimumSessionTokenSize": TOKENS},
    "GetFederationToken": {"MinimumSessionTokenSize": TOKENS},
    "GetSessionToken": {"MinimumSessionTokenSize": TOKENS},
    "CreateLoginProfile": {"MaxSigninSessionDuration": SIGN_IN},
    "ListServiceSpecificCredentials": {"AllUsers": "each user is asked about alone"},
    "CreateRole": {"MaxSigninSessionDuration": SIGN_IN},
    "UpdateLoginProfile": {"MaxSigninSessionDuration": SIGN_IN, "ResetMaxSigninSessionDuration": SIGN_IN},
    "UpdateRole": {"MaxSigninSessionDuration": SIGN_IN, "ResetMaxSigninSessionDuration": SIGN_IN},
    "CreateSAMLProvider": {
        "ContextProvider": CENTER,
        "IdentityCenterInstanceArn": CENTER,
    },
    "UpdateSAMLProvider": {
        "ContextProvider": CENTER,
        "IdentityCenterInstanceArn": CENTER,
        "RemoveContextProvider": CENTER,
        "RemoveIdentityCenterInstance": CENTER,
    },
    "CreateOpenIDConnectProvider": {"ContextProvider": CENTER, "IdentityCenterInstanceArn": CENTER},
}

# Operations of the API that are not there, by what they are about. Patterns of whole names.
OMITTED_OPERATIONS = {
    "server certificates are not kept, nor which tokens the global endpoint gives": [
        r"(Upload|Get|List|Update|Delete|Tag|Untag)ServerCertificate(s|Tags)?",
        "SetSecurityTokenServicePreferences",
    ],
    "it is asked of security keys alone, which only browsers use": ["GetMFADevice"],
    "`what-can` answers it": ["ListPoliciesGrantingServiceAccess"],
    "nothing is accessed, so nothing was last accessed": [
        "GenerateServiceLastAccessedDetails",
        r"GetServiceLastAccessedDetails(WithEntities)?",
        r"(Generate|Get)OrganizationsAccessReport",
    ],
    "only services make service-linked roles": [
        r"(Create|Delete)ServiceLinkedRole",
        "GetServiceLinkedRoleDeletionStatus",
    ],
    "the exchange room makes it, for export": ["GetAccountAuthorizationDetails"],
    "everybody may know it: `whoami` and `creds inspect` tell": ["GetCallerIdentity", "GetAccessKeyInfo"],
    "a refusal here is told in clear": ["DecodeAuthorizationMessage"],
    "an account here is in no organization": [
        "AssumeRoot",
        r"(Enable|Disable)OrganizationsRoot(CredentialsManagement|Sessions)",
        "ListOrganizationsFeatures",
    ],
    "the account signs no tokens for others": [
        "GetWebIdentityToken",
        "GetDelegatedAccessToken",
        "GetScopedCredentials",
        r"(Enable|Disable)OutboundWebIdentityFederation",
        "GetOutboundWebIdentityFederationInfo",
    ],
    "requests for delegation go between AWS accounts": [
        r"(Accept|Associate|Create|Get|Reject|Update)DelegationRequest",
        "ListDelegationRequests",
        "SendDelegationToken",
        "GetHumanReadableSummary",
    ],
    "role templates belong to IAM Role Manager": [
        "AcquireRole",
        "GetRoleTemplateVersion",
        r"(Get|Put)AccountProperties",
    ],
    "all that it sets is for IAM Identity Center": ["UpdateOpenIDConnectProvider"],
}


class Models:
    """IAM and STS as botocore describes them."""

    def __init__(self) -> None:
        session = botocore_session.get_session()
        self.iam, self.sts = (session.get_service_model(service) for service in ("iam", "sts"))
        self.operation_names = [*self.iam.operation_names, *self.sts.operation_names]

    def operation_model(self, name: str) -> Any:
        return (self.iam if name in self.iam.operation_names else self.sts).operation_model(name)


@pytest.fixture(scope="module")
def model() -> Models:
    return Models()


def parameters_of(name: str) -> dict[str, inspect.Parameter]:
    account, *parameters = inspect.signature(find_operation(name)).parameters.values()
    assert account.name == "account"
    return {member_name(parameter.name): parameter for parameter in parameters}


def reason_for_omission(name: str) -> str | None:
    patterns = [(reason, pattern) for reason, listed in OMITTED_OPERATIONS.items() for pattern in listed]
    return next((reason for reason, pattern in patterns if re.fullmatch(pattern, name)), None)


AWS_OPERATIONS = sorted(OPERATIONS.keys() - OUR_OWN)


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_table_leads_to_the_function_of_that_name(name: str) -> None:
    assert operation_of(find_operation(name)).name == name


def test_every_operation_in_the_code_is_in_the_table() -> None:
    room = Path(iamctl.service.__file__).parent
    written = [
        (name, f"{'.'.join(file.relative_to(room).with_suffix('').parts)}:{function}")
        for file in room.rglob("*.py")
        for name, function in re.findall(r'^@operation\("(\w+)".*\)\ndef (\w+)\(', file.read_text("utf-8"), re.M)
    ]

    assert dict(written) == OPERATIONS
    assert len(written) == len(OPERATIONS)
    assert list(OPERATIONS) == sorted(OPERATIONS)


def test_an_unknown_operation_is_refused_as_aws_does() -> None:
    with pytest.raises(ValidationError, match="Could not find operation Nonsense for version 2010-05-08"):
        find_operation("Nonsense")


@pytest.mark.parametrize("name", AWS_OPERATIONS)
def test_parameters_are_keyword_only(name: str) -> None:
    assert {parameter.kind for parameter in parameters_of(name).values()} <= {inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_only_reads_is_marked_so(name: str) -> None:
    # The first session of an account makes its session key; that a session was ended stands in no file.
    makes_sessions = name in ("GetSessionToken", "GetFederationToken")
    # The credential report lies beside the history.
    reading = ("Get", "List", "Simulate", "EndSession", "GenerateCredentialReport", "LaunchInstance")
    only_reads = name.startswith(reading) and not makes_sessions

    assert operation_of(find_operation(name)).writes == (not only_reads)


@pytest.mark.parametrize("name", AWS_OPERATIONS)
def test_parameters_are_members_of_the_api(model: Any, name: str) -> None:
    shape = model.operation_model(name).input_shape
    members = set(shape.members) if shape else set()
    omitted = OMITTED_MEMBERS["*"].keys() | OMITTED_MEMBERS.get(name, {}).keys()

    ours = set(parameters_of(name))

    assert ours <= members
    assert members - ours <= omitted
    assert not ours & omitted


# CreateLoginProfile without a password is for AssumeRoot sessions. GetUser without a name is about the caller; here it
# says whom it means.
REQUIRED_HERE = {
    "CreateLoginProfile": {"Password"},
    "GetUser": {"UserName"},
}


@pytest.mark.parametrize("name", AWS_OPERATIONS)
def test_what_the_api_requires_is_required(model: Any, name: str) -> None:
    shape = model.operation_model(name).input_shape
    required = set(shape.required_members) if shape else set()

    ours = {member for member, given in parameters_of(name).items() if given.default is inspect.Parameter.empty}

    assert ours == required | REQUIRED_HERE.get(name, set())


def test_every_operation_of_the_api_is_there_or_omitted_for_a_reason(model: Any) -> None:
    missing = [name for name in model.operation_names if name not in OPERATIONS]

    assert [name for name in missing if reason_for_omission(name) is None] == []
    assert [name for name in OPERATIONS if reason_for_omission(name)] == []


def test_our_own_operations_are_not_in_the_api(model: Any) -> None:
    assert OUR_OWN.isdisjoint(model.operation_names)
    assert set(AWS_OPERATIONS) <= set(model.operation_names)


def test_the_account_summary_has_the_names_of_the_api_in_its_order(model: Any, account: Any) -> None:
    assert list(get_account_summary(account)) == model.iam.shape_for("summaryKeyType").enum
