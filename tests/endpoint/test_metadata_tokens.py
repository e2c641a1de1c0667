"""Tokens of the metadata service: what opens is what was issued, for as long as it was issued for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from iamctl.endpoint.metadata_tokens import MetadataTokens, parse_ttl

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def tokens(key: bytes = b"k" * 32, at: datetime = NOW) -> MetadataTokens:
    return MetadataTokens(key, lambda: at)


@given(st.integers(1, 21_600), st.integers(0, 50_000))
def test_a_token_lasts_as_long_as_was_asked(seconds: int, later: int) -> None:
    token = tokens().issue(seconds)

    assert tokens(at=NOW + timedelta(seconds=later)).is_valid(token) == (later < seconds)


@given(st.text(max_size=80))
def test_no_other_text_is_a_token(text: str) -> None:
    assert not tokens().is_valid(text)


@given(st.integers(0, 55), st.sampled_from("AZaz09+/=é\n"))
def test_no_letter_of_a_token_can_be_changed(at: int, letter: str) -> None:
    token = tokens().issue(60)
    changed = token[:at] + letter + token[at + 1 :]

    assert tokens().is_valid(changed) == (changed == token)


def test_a_token_is_of_one_key() -> None:
    assert not tokens(b"o" * 32).is_valid(tokens().issue(60))


@given(st.integers(-100, 100_000))
def test_a_time_to_live_is_read_where_it_may_be_one(seconds: int) -> None:
    assert parse_ttl(str(seconds)) == (seconds if 1 <= seconds <= 21_600 else None)
