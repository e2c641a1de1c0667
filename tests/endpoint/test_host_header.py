"""Under which names a service on loopback lets itself be called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.endpoint.host_header import is_allowed_host


@pytest.mark.parametrize("host", [
    "127.0.0.1", "127.0.0.1:1338", "localhost", "LocalHost:80", "[::1]", "[::1]:1338", "169.254.169.254",
    "[fd00:ec2::254]:80", "10.0.0.7:1338",
])  # fmt: skip
def test_addresses_and_localhost_are_answered(host: str) -> None:
    assert is_allowed_host(host)


@pytest.mark.parametrize("host", [
    None, "", "evil.example", "evil.example:1338", "localhost.evil.example", "127.0.0.1.nip.io", "127.0.0.1:evil",
    "[::1", "::1", "[evil]:80", "[127.0.0.1.nip.io]", "127.1", "0x7f.0.0.1", "2130706433", "localhost:80:80",
    "127.0.0.1@evil.example", "127.0.0.1, evil.example",
])  # fmt: skip
def test_every_other_name_is_not(host: str | None) -> None:
    assert not is_allowed_host(host)


@given(st.from_regex(r"[a-z][a-z0-9-]{0,20}(\.[a-z]{2,10}){1,3}", fullmatch=True), st.integers(0, 65535))
def test_a_name_is_answered_only_where_it_was_allowed(name: str, port: int) -> None:
    assert not is_allowed_host(f"{name}:{port}")
    assert is_allowed_host(f"{name.upper()}:{port}", {name})
