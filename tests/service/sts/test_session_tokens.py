"""What seals a session: nothing but the very token opens, and what it says comes back."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.errors import InvalidClientTokenId
from iamctl.model.secret import Secret
from iamctl.model.session import ISSUERS, Session
from iamctl.model.tag import Tag
from iamctl.service.sts.session_tokens import SealedSession, SessionTokens

KEY_ID = "SKEYABCDEFGHIJKLMNOPQ"
KEYS = {KEY_ID: bytes(range(32)), "SKEYZZZZZZZZZZZZZZZZZ": bytes(32)}
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
TRIES = int(os.environ.get("IAMCTL_TOKEN_MUTATIONS", "100000"))
moments = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
texts = st.text(min_size=1, max_size=20)


def tokens(account_id: str = "111122223333") -> SessionTokens:
    return SessionTokens(account_id, KEYS.get)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    start = draw(moments)
    return Session(
        account_id="111122223333",
        access_key_id="ASIARTX3GSDSXVWBG4KO",
        issuer=draw(st.sampled_from(sorted(ISSUERS))),
        principal_id="AROA00000000000000001",
        name=draw(st.text("ab=,.@-", max_size=64)),
        issue_date=start,
        expiration=start + timedelta(seconds=draw(st.integers(900, 129_600))),
        policy=draw(st.none() | texts),
        policy_arns=tuple(draw(st.lists(texts, max_size=10))),
        tags=tuple(Tag(key, value) for key, value in draw(st.dictionaries(texts, st.text(max_size=20))).items()),
        transitive_tag_keys=tuple(draw(st.lists(texts, max_size=3))),
        source_identity=draw(st.none() | texts),
        mfa_date=draw(st.none() | moments),
        chain=tuple(draw(st.lists(texts, max_size=3))),
        ancestors=tuple(draw(st.lists(texts, max_size=3))),
        caller_key_id=draw(st.none() | texts),
        provider=draw(st.none() | texts),
        provided=tuple(draw(st.dictionaries(texts, texts | st.lists(texts).map(tuple), max_size=3)).items()),
    )


@given(sessions())
def test_a_session_comes_out_of_its_token_as_it_went_in(session: Session) -> None:
    token = tokens().seal(SealedSession(session, Secret("s" * 40)), KEY_ID, os.urandom(12))

    opened = tokens().open(token.reveal())

    assert opened.session == session
    assert opened.secret == Secret("s" * 40)


def a_token() -> str:
    session = Session(
        account_id="111122223333",
        access_key_id="ASIARTX3GSDSXVWBG4KO",
        issuer="AssumeRole",
        principal_id="AROA00000000000000001",
        name="ci",
        issue_date=datetime(2026, 1, 1, tzinfo=UTC),
        expiration=datetime(2026, 1, 2, tzinfo=UTC),
    )
    return tokens().seal(SealedSession(session, Secret("s" * 40)), KEY_ID, bytes(12)).reveal()


def mutated(token: str, lot: Random) -> str:
    """The token with a character or more changed, taken out, put in, or moved."""
    for _ in range(lot.choice((1, 1, 1, 2, 5))):
        place = lot.randrange(len(token))
        kind = lot.randrange(5)
        if kind == 0:
            token = token[:place] + lot.choice(ALPHABET) + token[place + 1 :]
        elif kind == 1:
            token = token[:place] + token[place + 1 :]
        elif kind == 2:
            token = token[:place] + lot.choice(ALPHABET) + token[place:]
        elif kind == 3:
            token = token[place:] + token[:place]
        else:
            token = token[:place] + token[place : place + 1].swapcase() + token[place + 1 :]
    return token


def test_no_mutation_of_a_token_is_ever_accepted() -> None:
    token, opener, lot = a_token(), tokens(), Random(20_260_101)
    accepted = []
    for _ in range(TRIES):
        changed = mutated(token, lot)
        if changed == token:
            continue
        try:
            opener.open(changed)
        except InvalidClientTokenId:
            continue
        accepted.append(changed)

    assert accepted == []


@pytest.mark.parametrize("ending", ["=", "==", "\n", " ", "A"])
def test_a_token_has_one_spelling(ending: str) -> None:
    with pytest.raises(InvalidClientTokenId):
        tokens().open(a_token() + ending)


def test_a_token_is_of_its_account_and_its_key_alone() -> None:
    with pytest.raises(InvalidClientTokenId):
        tokens("999988887777").open(a_token())
    with pytest.raises(InvalidClientTokenId):
        tokens().open(a_token().replace(KEY_ID, "SKEYZZZZZZZZZZZZZZZZZ"))
    with pytest.raises(InvalidClientTokenId):
        SessionTokens("111122223333", {}.get).open(a_token())


@pytest.mark.parametrize("text", ["", "iamctl.", "x" * 10_000_000, "iamctl." + "A" * 21 + "." + "é" * 50])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(InvalidClientTokenId):
        tokens().open(text)
