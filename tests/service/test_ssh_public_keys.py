"""SSH public keys: RSA of some strength, five at most, with AWS's fingerprint."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from base64 import b64decode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from iamctl.errors import (
    DeleteConflict,
    DuplicateSSHPublicKey,
    InvalidInput,
    InvalidPublicKey,
    LimitExceeded,
    NoSuchEntity,
    UnrecognizedPublicKeyEncoding,
    ValidationError,
)
from iamctl.service.account import Account
from iamctl.service.further_credential_members import listed_ssh_key, ssh_key_members
from iamctl.service.ssh_public_keys import (
    delete_ssh_public_key,
    get_ssh_public_key,
    list_ssh_public_keys,
    update_ssh_public_key,
    upload_ssh_public_key,
)
from iamctl.service.users import create_user, delete_user, empty_user

from .given import NOW


@pytest.fixture
def alice(account: Account) -> Account:
    create_user(account, user_name="alice")
    return account


@pytest.fixture(scope="module")
def public() -> rsa.RSAPublicKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()


def ssh(key: rsa.RSAPublicKey) -> str:
    return key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def pem(key: rsa.RSAPublicKey) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def numbered(modulus: int) -> str:
    """A key that nobody made, of 2048 bits."""
    return ssh(rsa.RSAPublicNumbers(65537, (1 << 2047) + 2 * modulus + 1).public_key())


def test_a_key_is_kept_without_its_comment_and_with_the_id_of_awss(alice: Account, public: rsa.RSAPublicKey) -> None:
    held = upload_ssh_public_key(alice, user_name="alice", ssh_public_key_body=f"{ssh(public)} alice@laptop\n")

    assert held.key.ssh_public_key_id.startswith("APKA")
    assert len(held.key.ssh_public_key_id) == 21
    assert (held.body, held.key.status, held.key.upload_date) == (ssh(public), "Active", NOW)


def test_the_fingerprint_is_the_md5_of_the_key_in_pairs(alice: Account, public: rsa.RSAPublicKey) -> None:
    held = upload_ssh_public_key(alice, user_name="alice", ssh_public_key_body=ssh(public))

    digest = hashlib.md5(b64decode(ssh(public).split()[1])).hexdigest()
    assert held.key.fingerprint.replace(":", "") == digest
    assert len(held.key.fingerprint) == 47


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="there is no ssh-keygen")
def test_ssh_keygen_says_the_same_fingerprint(alice: Account, public: rsa.RSAPublicKey, tmp_path: Path) -> None:
    (tmp_path / "key.pub").write_text(ssh(public))
    held = upload_ssh_public_key(alice, user_name="alice", ssh_public_key_body=ssh(public))

    words = ["ssh-keygen", "-l", "-E", "md5", "-f", str(tmp_path / "key.pub")]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout

    assert f"MD5:{held.key.fingerprint} " in said


def test_both_encodings_are_taken_and_given(alice: Account, public: rsa.RSAPublicKey) -> None:
    key = upload_ssh_public_key(alice, user_name="alice", ssh_public_key_body=pem(public)).key.ssh_public_key_id

    assert get_ssh_public_key(alice, user_name="alice", ssh_public_key_id=key, encoding="SSH").body == ssh(public)
    assert get_ssh_public_key(alice, user_name="alice", ssh_public_key_id=key, encoding="PEM").body == pem(public)
    with pytest.raises(ValidationError):
        get_ssh_public_key(alice, user_name="alice", ssh_public_key_id=key, encoding="DER")


def test_a_key_is_uploaded_once_for_a_user_in_whatever_encoding(alice: Account, public: rsa.RSAPublicKey) -> None:
    create_user(alice, user_name="bob")
    upload_ssh_public_key(alice, user_name="alice", ssh_public_key_body=ssh(public))

    with pytest.raises(DuplicateSSHPublicKey):
        upload_ssh_public_key(alice, user_name="alice", ssh_public_key_body=pem(public))
    assert upload_ssh_public_key(alice, user_name="bob", ssh_public_key_body=ssh(public)).user.name == "bob"


def test_there_are_five_at_most(alice: Account) -> None:
    for number in range(5):
        upload_ssh_public_key(alice, user_name="alice", ssh_public_key_body=numbered(number))

    with pytest.raises(LimitExceeded, match="Cannot exceed quota for SSHPublicKeysPerUser: 5"):
        upload_ssh_public_key(alice, user_name="alice", ssh_public_key_body=numbered(9))


def test_a_weak_key_a_key_of_another_kind_and_a_private_one_are_refused(alice: Account) -> None:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    other = ed25519.Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    private = weak.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    for text in (ssh(weak.public_key()), pem(weak.public_key()), other.decode(), private.decode(), "ssh-rsa AAAA"):
        with pytest.raises(InvalidPublicKey):
            upload_ssh_public_key(alice, user_name="alice", ssh_public_key_body=text)
    assert list_ssh_public_keys(alice, user_name="alice") == ()


def test_a_text_that_is_no_key_at_all_is_not_recognized(alice: Account) -> None:
    with pytest.raises(UnrecognizedPublicKeyEncoding):
        upload_ssh_public_key(alice, user_name="alice", ssh_public_key_body="my key")


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), min_size=1, max_size=200))
def test_no_text_does_anything_but_be_refused(text: str) -> None:
    from iamctl.model.account_settings import AccountSettings
    from iamctl.store.memory import MemoryEdit, MemoryStore

    from .conftest import FewAwsPolicies, counting_ids
    from .given import ACCOUNT_ID, ROOT

    shelves = MemoryEdit(MemoryStore(AccountSettings(account_id=ACCOUNT_ID, create_date=NOW)))
    account = Account(shelves, now=NOW, new_id=counting_ids(), aws_policies=FewAwsPolicies(), caller=ROOT)
    create_user(account, user_name="alice")

    for before in ("", "ssh-rsa ", "-----BEGIN PUBLIC KEY-----\n"):
        with pytest.raises((InvalidPublicKey, UnrecognizedPublicKeyEncoding)):
            upload_ssh_public_key(account, user_name="alice", ssh_public_key_body=before + text)


def test_a_key_is_made_inactive_and_active_again(alice: Account, public: rsa.RSAPublicKey) -> None:
    key = upload_ssh_public_key(alice, user_name="alice", ssh_public_key_body=ssh(public)).key.ssh_public_key_id

    for status in ("Inactive", "Active"):
        update_ssh_public_key(alice, user_name="alice", ssh_public_key_id=key, status=status)
        assert [each.status for each in list_ssh_public_keys(alice, user_name="alice")] == [status]
    with pytest.raises(InvalidInput):
        update_ssh_public_key(alice, user_name="alice", ssh_public_key_id=key, status="Expired")


def test_a_key_of_another_user_is_not_there(alice: Account, public: rsa.RSAPublicKey) -> None:
    create_user(alice, user_name="bob")
    key = upload_ssh_public_key(alice, user_name="alice", ssh_public_key_body=ssh(public)).key.ssh_public_key_id

    with pytest.raises(NoSuchEntity):
        delete_ssh_public_key(alice, user_name="bob", ssh_public_key_id=key)


def test_a_user_with_a_key_is_not_deleted_before_it(alice: Account, public: rsa.RSAPublicKey) -> None:
    key = upload_ssh_public_key(alice, user_name="alice", ssh_public_key_body=ssh(public)).key.ssh_public_key_id

    with pytest.raises(DeleteConflict) as raised:
        delete_user(alice, user_name="alice")
    assert raised.value.hints[0] == f"`iamctl creds ssh-key delete alice {key}`"
    empty_user(alice, user_name="alice")
    delete_user(alice, user_name="alice")


def test_the_answers_have_the_members_of_awss(alice: Account, public: rsa.RSAPublicKey) -> None:
    held = upload_ssh_public_key(alice, user_name="alice", ssh_public_key_body=ssh(public))

    assert list(ssh_key_members(held)) == [
        "UserName",
        "SSHPublicKeyId",
        "Fingerprint",
        "SSHPublicKeyBody",
        "Status",
        "UploadDate",
    ]
    assert list(listed_ssh_key(held.key, held.user)) == ["UserName", "SSHPublicKeyId", "Status", "UploadDate"]
