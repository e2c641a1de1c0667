"""The account that the examples of the help texts speak of, and the files beside them."""

from __future__ import annotations

import shutil
from base64 import b32decode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

from iamctl import bootstrap
from iamctl.model.document import Document
from iamctl.model.secret import Secret
from iamctl.model.service_specific_credential import ServiceSpecificCredential
from iamctl.model.session import SIGN_IN, Session
from iamctl.model.signing_certificate import SigningCertificate
from iamctl.model.ssh_public_key import SSHPublicKey
from iamctl.model.tag import Tag
from iamctl.service import (
    access_keys,
    account_settings,
    attachments,
    boundaries,
    groups,
    inline_policies,
    instance_profiles,
    login_profiles,
    mfa_devices,
    oidc_providers,
    policies,
    resource_policies,
    roles,
    saml_providers,
    users,
)
from iamctl.service.new_account import new_settings
from iamctl.service.service import Change
from iamctl.service.sts.issuing import RECORDS, record_of
from iamctl.store.protocol import SecretRef

from . import certificates, federated_world

ACCOUNT_ID = "111122223333"
SESSION = "ASIARTX3GSDSYS5P6KQU"
ARTIFACTS = Document(
    '{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":"s3:GetObject",'
    '"Resource":"arn:aws:s3:::artifacts/*"}]}'
)
ARTIFACTS_TOML = """\
Version = "2012-10-17"

[[Statement]]
Sid = "Read"
Effect = "Allow"
Action = "s3:GetObject"
Resource = "arn:aws:s3:::artifacts/*"
"""
TRUST = Document(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},'
    '"Action":"sts:AssumeRole"}]}'
)
TRUSTING_ALICE = Document(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com",'
    '"AWS":"arn:aws:iam::111122223333:user/eng/alice"},"Action":"sts:AssumeRole"}]}'
)
DRAFT = Document(
    '{"Version":"2012-10-17","Statement":[{"Sid":"NoWrites","Effect":"Deny","Action":"s3:Put*","Resource":"*"}]}'
)
REQUESTS = """\
{"id": 1, "principal": "alice", "action": "s3:GetObject", "resource": "arn:aws:s3:::artifacts/build.zip"}
{"id": 2, "principal": "arn:aws:iam::111122223333:user/bob", "action": "iam:CreateUser"}
"""
REQUEST_WITH_POLICIES = """\
{"id": 1, "principal": "arn:aws:iam::111122223333:user/eve", "action": "s3:GetObject", "identity_policies": []}
"""
BUCKET_POLICY = Document(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/bob"},'
    '"Action":"s3:GetObject","Resource":"arn:aws:s3:::releases/*","Condition":{"IpAddress":{"aws:SourceIp":'
    '"203.0.113.0/24"}}}]}'
)
GUARDS = """\
[[guard]]
name = "the account stays open"
nobody = { except = ["user/alice"] }
action = "account:CloseAccount"
"""
CHECKS = """\
{"id": 1, "check": "access-not-granted", "type": "identity", "actions": ["iam:*"], "new": {"Version": "2012-10-17", \
"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}}
"""
CASES = """\
[[case]]
name = "alice reads what was built"
principal = "alice"
action = "s3:GetObject"
resource = "arn:aws:s3:::artifacts/build.zip"
expect = "allowed"
reason = "Artifacts"

[[case]]
name = "bob makes no users"
principal = "bob"
action = ["iam:CreateUser", "iam:DeleteUser"]
expect = "implicitDeny"
reason = "identity-based policy"
"""
ACCESS = """\
s3:GetObject arn:aws:s3:::artifacts/*   # what was built
s3:ListBucket arn:aws:s3:::artifacts
s3:ListAllMyBuckets
"""
TRAIL = """\
{"Records": [
{"eventSource": "s3.amazonaws.com", "eventName": "GetObject", "resources": [{"ARN": "arn:aws:s3:::artifacts/build.zip"}],
 "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eng/alice"}},
{"eventSource": "s3.amazonaws.com", "eventName": "ListObjectsV2", "resources": [{"ARN": "arn:aws:s3:::artifacts"}],
 "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/bob"}}
]}
"""
JWKS = """\
{"keys": [{"kty": "EC", "kid": "2026-09", "use": "sig", "crv": "P-256",
  "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
"""
"""The public key of RFC 7515, A.3."""
DUMP = (Path(__file__).parents[2] / "examples" / "acme" / "authorization-details.json").read_text("utf-8")
METADATA = (Path(__file__).parents[2] / "examples" / "acme" / "idp-metadata.xml").read_text("utf-8")


def build(home: Path, work: Path) -> None:
    """Lay the account into the data dir, its vault's key into `config` beside it, and the files into the folder that the examples are typed in."""
    settings = new_settings(account_id=ACCOUNT_ID, alias="acme", create_date=bootstrap.now())
    keys = bootstrap.VaultKeys(home.parent / "config" / "iamctl", lambda is_new: "open sesame")
    new = bootstrap.new_account(settings, directory=str(home), keys=keys, vault_key="file")
    with new as service, service.change() as change:
        _fill(change)
        codes = _give_device(change)
        _remember_session(change)
        _give_further_credentials(change)
    guards = home / "accounts" / ACCOUNT_ID / "guards.toml"
    guards.write_text(GUARDS)
    guards.chmod(0o600)
    (work / "id_rsa.pub").write_text(certificates.ssh_public_key())
    (work / "certificate.pem").write_text(certificates.certificate("bob"))
    federated_world.write_words(work, bootstrap.now())
    (work / "artifacts.json").write_text(ARTIFACTS.text)
    (work / "artifacts.toml").write_text(ARTIFACTS_TOML)
    (work / "requests.jsonl").write_text(REQUESTS)
    (work / "requests-with-policies.jsonl").write_text(REQUEST_WITH_POLICIES)
    (work / "draft.json").write_text(DRAFT.text)
    (work / "bucket-policy.json").write_text(BUCKET_POLICY.text)
    (work / "password.txt").write_text("a sentence of some length\n")
    (work / "passwords.txt").write_text("correct horse battery\nanother sentence\n")
    (work / "key-id.txt").write_text(f"{SESSION}\n")
    (work / "codes.txt").write_text("".join(f"{code}\n" for code in codes))
    (work / "trust.json").write_text(TRUST.text)
    (work / "checks.jsonl").write_text(CHECKS)
    (work / "cases.toml").write_text(CASES)
    (work / "access.txt").write_text(ACCESS)
    (work / "trail.json").write_text(TRAIL)
    (work / "access.jsonl").write_text(
        '{"action": "ecs:RunTask", "resource": "*"}\n{"action": "s3:ListAllMyBuckets"}\n'
    )
    (work / "jwks.json").write_text(JWKS)
    (work / "dump.json").write_text(DUMP)
    shutil.copytree(Path(__file__).parents[2] / "examples", work, dirs_exist_ok=True)
    (work / "idp-metadata.xml").write_text(METADATA)


def _fill(change: Change) -> None:
    call = change.call
    call(
        account_settings.update_account_password_policy,
        minimum_password_length=12,
        allow_users_to_change_password=True,
    )
    call(policies.create_policy, policy_name="DeployArtifacts", policy_document=ARTIFACTS)
    for name in ("Developers", "Auditors"):
        call(groups.create_group, group_name=name)
    call(users.create_user, user_name="alice", path="/eng/", tags=(Tag("team", "core"),))
    call(users.create_user, user_name="bob")
    call(access_keys.create_access_key, user_name="alice")
    for name in ("alice", "bob"):
        call(login_profiles.create_login_profile, user_name=name, password=Secret("correct horse battery"))
    inactive = call(access_keys.create_access_key, user_name="bob").key.access_key_id
    call(access_keys.update_access_key, access_key_id=inactive, status="Inactive", user_name="bob")
    call(roles.create_role, role_name="Deploy", assume_role_policy_document=TRUSTING_ALICE)
    _give_broker(change)
    federated_world.give_providers(change)
    for name in ("alice", "bob"):
        call(groups.add_user_to_group, group_name="Developers", user_name=name)
    for arn in ("PowerUserAccess", "ReadOnlyAccess"):
        call(attachments.attach_user_policy, user_name="alice", policy_arn=arn)
        call(attachments.attach_group_policy, group_name="Developers", policy_arn=arn)
        call(attachments.attach_role_policy, role_name="Deploy", policy_arn=arn)
    call(inline_policies.put_user_policy, user_name="alice", policy_name="Artifacts", policy_document=ARTIFACTS)
    call(inline_policies.put_group_policy, group_name="Developers", policy_name="Artifacts", policy_document=ARTIFACTS)
    call(inline_policies.put_role_policy, role_name="Deploy", policy_name="Artifacts", policy_document=ARTIFACTS)
    call(boundaries.put_user_permissions_boundary, user_name="bob", permissions_boundary="PowerUserAccess")
    call(instance_profiles.create_instance_profile, instance_profile_name="WebServer")
    call(instance_profiles.create_instance_profile, instance_profile_name="BatchWorker")
    call(instance_profiles.add_role_to_instance_profile, instance_profile_name="WebServer", role_name="Deploy")
    call(saml_providers.create_saml_provider, name="Okta", saml_metadata_document=METADATA)
    issuer = "https://token.actions.githubusercontent.com"
    call(oidc_providers.create_open_id_connect_provider, url=issuer, client_id_list=["sts.amazonaws.com"])
    bucket = "arn:aws:s3:::releases"
    call(resource_policies.put_resource_policy, resource_arn=bucket, policy=BUCKET_POLICY)


def _give_broker(change: Change) -> None:
    """A user that a broker acts as, and the roles of the file in `examples/broker`."""
    actions = '"Action":["sts:AssumeRole","sts:SetSourceIdentity","sts:TagSession"]'
    broker = f"arn:aws:iam::{ACCOUNT_ID}:user/Broker"
    may = Document(
        f'{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow",{actions},"Resource":"arn:aws:iam::{ACCOUNT_ID}:role/*"}}]}}'
    )
    trust = Document(
        f'{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{broker}"}},{actions}}}]}}'
    )
    change.call(users.create_user, user_name="Broker")
    change.call(inline_policies.put_user_policy, user_name="Broker", policy_name="Broker", policy_document=may)
    for name in ("Engineer", "Audit"):
        change.call(roles.create_role, role_name=name, assume_role_policy_document=trust)


def _remember_session(change: Change) -> None:
    """A session of bob's, from two minutes ago, whose credentials nobody has."""
    account = change.account
    user = account.users.find("bob")
    assert user is not None
    session = Session(
        account_id=ACCOUNT_ID,
        access_key_id=SESSION,
        issuer=SIGN_IN,
        principal_id=user.user_id,
        name="",
        issue_date=account.now - timedelta(minutes=2),
        expiration=account.now + timedelta(hours=11),
        chain=(user.arn,),
    )
    account.marks.change(RECORDS, SESSION, lambda _: record_of(session, user.arn))


def _give_device(change: Change) -> list[str]:
    """A device of alice's whose clock was five hours behind when it was enabled; two codes of the hours to come."""
    created = change.call(mfa_devices.create_virtual_mfa_device, virtual_mfa_device_name="alice-tablet")
    codes = HOTP(b32decode(created.seed.reveal()), 6, SHA1())
    now = int(change.account.now.timestamp()) // 30
    first, second, *later = (codes.generate(now + step).decode() for step in (-601, -600, 400, 401))
    change.call(
        mfa_devices.enable_mfa_device,
        user_name="alice",
        serial_number=created.device.serial_number,
        authentication_code1=Secret(first),
        authentication_code2=Secret(second),
    )
    return later


def _give_further_credentials(change: Change) -> None:
    """An SSH public key, a credential for CodeCommit and a signing certificate of alice's, whose ids stand still."""
    account = change.account
    alice = account.users.find("alice")
    assert alice is not None
    key = SSHPublicKey("APKA00000000000ALICE0", certificates.ssh_public_key(), "Active", account.now)
    service, name = "codecommit.amazonaws.com", f"alice-at-{ACCOUNT_ID}"
    credential = ServiceSpecificCredential(
        "ACCA00000000000ALICE0", service, name, "Active", account.now, "SSCS00000000000ALICE0"
    )
    certificate = SigningCertificate(
        "ALICESCERTIFICATE00000000", certificates.certificate("alice"), "Active", account.now
    )
    account.users.put(
        replace(
            alice,
            ssh_public_keys=(key,),
            service_specific_credentials=(credential,),
            signing_certificates=(certificate,),
        )
    )
    account.vault.put(SecretRef(alice.user_id, "service-specific", credential.secret_id), b"a secret of some length")
