"""What an entity refers to: the facts from which the reverse (members, attachments) is derived.

group       the groups a user is in, by name in lower case
policy      the managed policies attached, by ARN
boundary    the permissions boundary, by ARN
role        the role in an instance profile, by name in lower case
principal   whom a trust policy names under `AWS`, as written
access key  the access keys of a user or of the root user, by id
mfa device  the MFA devices of a user, of the root user or of nobody, by name in lower case
mfa         `any`: of whom has an MFA device
certificate the signing certificates of a user or of the root user, by id
service credential  the service-specific credentials of a user, by id
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.model.account_settings import AccountSettings
    from iamctl.model.document import Document
    from iamctl.model.group import Group
    from iamctl.model.instance_profile import InstanceProfile
    from iamctl.model.mfa_device import MFADevice
    from iamctl.model.role import Role
    from iamctl.model.saml_provider import SAMLProvider
    from iamctl.model.user import User
    from iamctl.store.protocol import Noun, SecretRef

GROUP, POLICY, BOUNDARY, ROLE, PRINCIPAL = "group", "policy", "boundary", "role", "principal"
ACCESS_KEY = "access key"
MFA_DEVICE, MFA = "mfa device", "mfa"
CERTIFICATE, SERVICE_CREDENTIAL = "certificate", "service credential"


def references(noun: Noun) -> Iterator[tuple[str, str]]:
    """Every (relation, key) that the entity's facts hold."""
    # By `kind` and not by class: a command that meets only users does not pay for defining the other classes.
    if noun.kind == "user":
        yield from ((GROUP, group.lower()) for group in cast("User", noun).groups)
    if noun.kind in ("user", "account"):
        yield from ((ACCESS_KEY, key.access_key_id) for key in cast("User | AccountSettings", noun).access_keys)
        yield from ((MFA_DEVICE, device.name.lower()) for device in devices_in(cast("User | AccountSettings", noun)))
        if cast("User | AccountSettings", noun).mfa_devices:
            yield MFA, "any"
        certificates = cast("User | AccountSettings", noun).signing_certificates
        yield from ((CERTIFICATE, each.certificate_id) for each in certificates)
    if noun.kind == "user":
        credentials = cast("User", noun).service_specific_credentials
        yield from ((SERVICE_CREDENTIAL, each.credential_id) for each in credentials)
    if noun.kind in ("user", "group", "role"):
        yield from ((POLICY, arn) for arn in cast("User | Group | Role", noun).attached_policies)
    if noun.kind in ("user", "role") and (boundary := cast("User | Role", noun).permissions_boundary):
        yield BOUNDARY, boundary
    if noun.kind == "role":
        yield from ((PRINCIPAL, principal) for principal in dict.fromkeys(trusted(cast("Role", noun).trust_policy)))
    if noun.kind == "instance profile":
        yield from ((ROLE, role.lower()) for role in cast("InstanceProfile", noun).roles)


def devices_in(noun: User | AccountSettings) -> tuple[MFADevice, ...]:
    """The MFA devices that the record holds: the identity's own, and in the account's those of nobody."""
    of_nobody = cast("AccountSettings", noun).unassigned_mfa_devices if noun.kind == "account" else ()
    return noun.mfa_devices + of_nobody


def secrets_of(noun: User | AccountSettings | SAMLProvider) -> set[SecretRef]:
    """The secrets that the facts of the identity or the provider name."""
    from iamctl.store.protocol import SecretRef

    if noun.kind == "saml provider":
        keys = cast("SAMLProvider", noun).private_keys
        return {SecretRef(noun.unique_id, "saml-private-key", key.key_id) for key in keys}
    noun = cast("User | AccountSettings", noun)
    refs = {SecretRef(noun.unique_id, "access-key", key.access_key_id) for key in noun.access_keys}
    if noun.login_profile is not None:
        refs.add(SecretRef(noun.unique_id, "password", noun.login_profile.password_id))
    refs |= {SecretRef(noun.unique_id, "mfa-seed", device.seed_id) for device in devices_in(noun)}
    if noun.kind == "user":
        credentials = cast("User", noun).service_specific_credentials
        refs |= {SecretRef(noun.unique_id, "service-specific", each.secret_id) for each in credentials}
    if noun.kind == "account":
        session_keys = cast("AccountSettings", noun).session_keys
        refs |= {SecretRef(noun.unique_id, "session-key", key.key_id) for key in session_keys}
    return refs


def trusted(document: Document) -> Iterator[str]:
    """Every string that the trust policy has under `Principal.AWS`."""
    if '"AWS"' not in document.text:
        return
    tree = document.tree
    statements = tree.get("Statement", []) if isinstance(tree, dict) else []
    for statement in statements if isinstance(statements, list) else [statements]:
        principal = statement.get("Principal") if isinstance(statement, dict) else None
        named = principal.get("AWS", []) if isinstance(principal, dict) else []
        yield from (text for text in (named if isinstance(named, list) else [named]) if isinstance(text, str))
