"""A sealed secret opens as what it is, and as nothing else."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.errors import BrokenSecret
from iamctl.store.protocol import SecretRef
from iamctl.store.vault.sealing import Label, label_of, seal, unseal

KEY = bytes(range(32))
ALICE = Label("111122223333", "0123456789abcdef", SecretRef("AIDAALICE", "access-key", "AKIAALICE"))
SEALED = seal(KEY, ALICE, b"a secret of alice")


@given(st.binary(max_size=300))
def test_what_was_sealed_opens(secret: bytes) -> None:
    assert unseal(KEY, ALICE, seal(KEY, ALICE, secret), "vault/x") == secret


@given(st.data())
def test_no_altered_file_opens(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(SEALED) - 1))
    bit = data.draw(st.integers(0, 7))
    altered = SEALED[:at] + bytes([SEALED[at] ^ (1 << bit)]) + SEALED[at + 1 :]

    with pytest.raises(BrokenSecret):
        unseal(KEY, ALICE, altered, "vault/x")


@given(st.integers(0, len(SEALED) - 1))
def test_no_shortened_file_opens(length: int) -> None:
    with pytest.raises(BrokenSecret):
        unseal(KEY, ALICE, SEALED[:length], "vault/x")


@pytest.mark.parametrize(
    ("label", "what"),
    [
        (ALICE._replace(ref=SecretRef("AIDABOB", "access-key", "AKIAALICE")), "access-key AKIAALICE of AIDAALICE, not"),
        (ALICE._replace(ref=SecretRef("AIDAALICE", "access-key", "AKIABOB")), "not the access-key AKIABOB"),
        (ALICE._replace(ref=SecretRef("AIDAALICE", "password", "AKIAALICE")), "not the password"),
        (ALICE._replace(account="444455556666"), "of account 111122223333, not of 444455556666"),
        (ALICE._replace(key="fedcba9876543210"), "under another data key"),
    ],
    ids=["owner", "id", "kind", "account", "key"],
)
def test_a_file_in_anothers_place_is_refused_by_name(label: Label, what: str) -> None:
    with pytest.raises(BrokenSecret, match=what):
        unseal(KEY, label, SEALED, "vault/x")


def test_a_file_whose_line_was_rewritten_for_another_does_not_open() -> None:
    bob = ALICE._replace(ref=SecretRef("AIDABOB", "access-key", "AKIABOB"))
    forged = bob.line + SEALED.removeprefix(ALICE.line)

    with pytest.raises(BrokenSecret, match="altered"):
        unseal(KEY, bob, forged, "vault/x")


def test_another_key_opens_nothing() -> None:
    with pytest.raises(BrokenSecret, match="another key"):
        unseal(os.urandom(32), ALICE, SEALED, "vault/x")


def test_the_same_secret_is_never_sealed_the_same_twice() -> None:
    assert seal(KEY, ALICE, b"secret") != seal(KEY, ALICE, b"secret")


def test_a_sealed_file_says_whose_it_is_and_not_what() -> None:
    assert label_of(SEALED, "vault/x") == ALICE
    assert b"a secret of alice" not in SEALED
