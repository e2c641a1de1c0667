"""Principals: ids instead of ARNs, wildcards, services, and actions that do not go with them.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from iamctl.analysis.validation.issues import Finding, finding
from iamctl.policy.kinds import PolicyKind
from iamctl.policy.principals import principal_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.analysis.validation.parts import DocumentPart, StatementPart, Text

_SERVICE = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z0-9-]+", re.IGNORECASE)
_ORIGIN_ACCESS_IDENTITY = re.compile(r"arn:aws[a-z-]*:iam::cloudfront:user/CloudFront Origin Access Identity \w+")
_SAML = "sts:assumerolewithsaml"
_WEB_IDENTITY = "sts:assumerolewithwebidentity"
_ASSUME = "sts:assumerole"


def check_principals(document: DocumentPart) -> Iterator[Finding]:
    """Every finding about who is named."""
    for statement in document.statements:
        for label, text in statement.principals:
            if label == "AWS":
                yield from _aws(text, document.kind)
            elif label == "Service" and document.kind is PolicyKind.RESOURCE and not _SERVICE.fullmatch(text.text):
                details = f'"{text.text}" does not match the format of a service principal.'
                yield finding(
                    "INVALID_SERVICE_PRINCIPAL_FORMAT", details, text.path, mend="write SERVICE.amazonaws.com"
                )
        if document.kind is PolicyKind.TRUST:
            yield from _mismatched(statement)
        elif document.kind is PolicyKind.RCP:
            yield from _of_rcp(statement)


def _aws(text: Text, kind: PolicyKind) -> Iterator[Finding]:
    meant = principal_kind(text.text)
    if meant == "unique-id":
        role = text.text.startswith("AROA")
        code, what = ("INVALID_ROLE_REFERENCE", "role") if role else ("INVALID_USER_REFERENCE", "user")
        details = f"The Principal element includes the IAM {what} ID {text.text}: the {what} may be gone."
        yield finding(code, details, text.path, mend=f"write the ARN of a {what}")
    elif meant == "unknown" and kind is PolicyKind.RESOURCE and not _ORIGIN_ACCESS_IDENTITY.fullmatch(text.text):
        if "*" in text.text or "?" in text.text:
            details = f"Wildcards (*, ?) are not supported in part of a principal: {text.text}."
            mend = 'name "*" with a condition on aws:PrincipalArn'
            yield finding("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", details, text.path, mend=mend)
        elif "${" not in text.text:
            details = f'"{text.text}" is not an account id, nor the ARN of an account, a user, a role or a session.'
            yield finding("INVALID_PRINCIPAL_FORMAT", details, text.path)


def _mismatched(statement: StatementPart) -> Iterator[Finding]:
    """Actions that the named principals never perform."""
    labels = {label for label, _ in statement.principals}
    if not labels:
        return
    federated = [text.text for label, text in statement.principals if label == "Federated"]
    for text in statement.actions or ():
        action = text.text.lower()
        if action in (_SAML, _WEB_IDENTITY) and "Federated" not in labels:
            details = f"The {text.text} action is invalid with principals that are not Federated."
            yield finding("MISMATCHED_ACTION_FOR_PRINCIPAL", details, text.path, mend="write sts:AssumeRole")
        elif action == _ASSUME and labels == {"Federated"}:
            details = f"The {text.text} action is invalid with the following principal(s): {', '.join(federated)}."
            mend = (
                "write sts:AssumeRoleWithSAML for a SAML provider, sts:AssumeRoleWithWebIdentity for an OIDC provider"
            )
            yield finding("MISMATCHED_ACTION_FOR_PRINCIPAL", details, text.path, mend=mend)
        elif action == _SAML and federated and not any(":saml-provider/" in name for name in federated):
            details = f"The {text.text} action needs a SAML provider, not {', '.join(federated)}."
            yield finding(
                "MISMATCHED_ACTION_FOR_PRINCIPAL", details, text.path, mend="write sts:AssumeRoleWithWebIdentity"
            )
        elif action == _WEB_IDENTITY and federated and all(":saml-provider/" in name for name in federated):
            details = f"The {text.text} action needs an OIDC provider, not {', '.join(federated)}."
            yield finding("MISMATCHED_ACTION_FOR_PRINCIPAL", details, text.path, mend="write sts:AssumeRoleWithSAML")


def _of_rcp(statement: StatementPart) -> Iterator[Finding]:
    """A resource control policy denies, and denies everybody.

    Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
    """
    if statement.allows:
        details = "Resource control policies only deny; AWS's own RCPFullAWSAccess allows."
        yield finding("RCP_SYNTAX_ERROR_ALLOW", details, (*statement.path, "Effect"), mend="write Deny")
    if statement.not_actions is not None:
        details = "Resource control policies do not support NotAction."
        yield finding("RCP_SYNTAX_ERROR_NOTACTION", details, (*statement.path, "NotAction"), mend="list Action")
    principal = statement.tree.get("Principal")
    if "NotPrincipal" in statement.tree or ("Principal" in statement.tree and principal not in ("*", {"AWS": "*"})):
        element = "NotPrincipal" if "NotPrincipal" in statement.tree else "Principal"
        details = 'The principal of a resource control policy is "*".'
        mend = "narrow it with a condition on aws:PrincipalArn"
        yield finding("RCP_SYNTAX_ERROR_PRINCIPAL", details, (*statement.path, element), mend=mend)
