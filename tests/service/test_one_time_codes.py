"""Time-based codes as RFC 6238 and an independent program make them."""

from __future__ import annotations

import shutil
import subprocess
from base64 import b32encode
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.model.secret import Secret
from iamctl.service.one_time_codes import drift_of, provisioning_uri, step_at, step_of, step_of_pair

SEED = b"12345678901234567890"
# Appendix B of RFC 6238, the last six of its eight digits.
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    step = step_at(datetime.fromtimestamp(seconds, UTC))

    assert step_of(SEED, Secret(code), near=step) == step
    assert step_of(SEED, Secret(code), near=step - 2) == step
    assert step_of(SEED, Secret(code), near=step + 3) is None


@pytest.mark.skipif(shutil.which("oathtool") is None, reason="oathtool is not installed")
@given(seed=st.binary(min_size=40, max_size=40), step=st.integers(1, 2**31), off=st.integers(-997, 998))
def test_an_independent_program_makes_the_same_codes(seed: bytes, step: int, off: int) -> None:
    made = oathtool(seed, step, 2)

    near = max(step - off, 0)
    assert step_of_pair(seed, *map(Secret, made), near=near, after=None) == step + 1
    assert step_of(seed, Secret(made[0]), near=step) in (step, step - 1, step + 1, step - 2, step + 2)


@given(st.integers(5000, 2**31), st.integers(-1, 1))
def test_a_pair_after_its_step_is_found_and_before_it_is_not(step: int, more: int) -> None:
    first, second = codes(step), codes(step + 1)

    assert step_of_pair(SEED, first, second, near=step, after=step - 1) == step + 1
    assert step_of_pair(SEED, first, second, near=step, after=step) is None
    assert step_of_pair(SEED, second, first, near=step, after=step + more) is None


def test_who_types_slowly_or_makes_the_next_code_has_no_drift() -> None:
    assert [drift_of(step, now=100) for step in (99, 100, 101)] == [0, 0, 0]
    assert [drift_of(step, now=100) for step in (98, 102, 1000)] == [-2, 2, 900]


def test_the_uri_says_all_that_an_authenticator_asks() -> None:
    uri = provisioning_uri(SEED, account_name="alice@acme", issuer="iamctl")

    assert uri.startswith("otpauth://totp/iamctl:alice%40acme?")
    for part in ("digits=6", "algorithm=SHA1", "period=30", "issuer=iamctl", f"secret={b32encode(SEED).decode()}"):
        assert part in uri


def codes(step: int) -> Secret:
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.hotp import HOTP

    return Secret(HOTP(SEED, 6, SHA1()).generate(step).decode())


def oathtool(seed: bytes, step: int, count: int) -> list[str]:
    """Consecutive codes of a seed, the step's first."""
    said = subprocess.run(
        ["oathtool", "--base32", "--totp", f"--window={count - 1}", f"--now=@{step * 30}", "-"],
        input=b32encode(seed).decode(),
        capture_output=True,
        text=True,
        check=True,
    )
    return said.stdout.split()
