"""What an explanation is told of a token, and that it never disagrees with the verifier."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.errors import IamError, MachineError
from iamctl.federation.oidc.claims import TAGS
from iamctl.federation.oidc.findings import FAILED, PASSED, SKIPPED, examine
from iamctl.federation.oidc.keys import no_key
from iamctl.federation.oidc.verify import verify

from .issuing import AT, ISSUER, NOW, all_keys, claims, key_of, provider, signed

PARTS = [
    *("JWT", "required claims", "iss", "sub", "aud", "iat", "exp", "nbf"),
    *("key", "signature", "source identity", "session tags", "roles"),
]


def states(token: str, **parameters: Any) -> dict[str, str]:
    given_ = {"provider": provider(), "keys": all_keys(), "now": NOW, **parameters}
    return {check.part: check.state for check in examine(token, **given_).checks}


def test_every_part_of_a_token_that_holds_has_passed() -> None:
    examination = examine(signed(claims()), provider(), all_keys(), now=NOW)

    assert [(check.part, check.state) for check in examination.checks] == [(part, PASSED) for part in PARTS]
    says = {check.part: check.says for check in examination.checks}
    assert (says["iss"], says["sub"], says["aud"]) == (ISSUER, "alice", "aud client-a")
    assert (says["exp"], says["key"], says["signature"]) == ("2026-09-11T10:10:00Z", "RSA rsa-0", "RS256")
    assert examination.refusal is None


def test_every_part_that_fails_is_told_at_once() -> None:
    token = signed(claims(aud="other", exp=AT - 900, sub=True), key=key_of("RS256", 1))

    failed = [part for part, state in states(token).items() if state == FAILED]

    assert failed == ["sub", "aud", "exp", "key", "signature"]


def test_of_what_is_no_jwt_nothing_else_is_known() -> None:
    assert list(states("a.b.c").values()) == [FAILED, *[SKIPPED] * 12]


def test_a_claim_that_is_not_there_is_missed_once() -> None:
    found = states(signed(claims(exp=None, sub=None)))

    assert [part for part, state in found.items() if state == FAILED] == ["required claims"]
    assert [part for part, state in found.items() if state == SKIPPED] == ["sub", "exp"]


def test_what_a_stranger_wrote_obeys_no_terminal() -> None:
    examination = examine(
        signed(claims(sub="\x1b[2J" + "x" * 500, aud="\x1b]0;", iss="\x1b[31m")), provider(), all_keys(), now=NOW
    )

    tagged = signed(claims(**{TAGS: {"principal_tags": {"k": ["\x1b[31m"]}}}))
    for check in (*examination.checks, *examine(tagged, provider(), all_keys(), now=NOW).checks):
        said = f"{check.says}{check.error.message if check.error else ''}{check.error.hints if check.error else ''}"
        assert said.isprintable(), check
        assert len(check.says) < 500


claim = st.one_of(
    st.none(), st.booleans(), st.integers(AT - 1000, AT + 1000), st.text(max_size=8), st.lists(st.text(max_size=3))
)


@settings(max_examples=60, deadline=None)
@given(
    changed=st.dictionaries(
        st.sampled_from(["iss", "sub", "aud", "azp", "iat", "exp", "nbf", "amr", "https://aws.amazon.com/tags"]), claim
    ),
    algorithm=st.sampled_from(["RS256", "ES256"]),
    are_keys_there=st.booleans(),
    is_own_key=st.booleans(),
)
def test_verifier_and_explanation_never_disagree(
    changed: dict[str, Any], algorithm: str, are_keys_there: bool, is_own_key: bool
) -> None:
    token = signed({**claims(), **changed}, algorithm, key=None if is_own_key else key_of(algorithm, 3))
    keys = all_keys() if are_keys_there else no_key("the provider does not answer")
    examination = examine(token, provider(), keys, now=NOW)

    try:
        identity = verify(token, provider(), keys, now=NOW)
    except IamError as error:
        assert examination.identity is None
        assert examination.refusal is not None
        assert (error.code, error.message) == (examination.refusal.code, examination.refusal.message)
    else:
        assert examination.identity == identity
        assert all(check.state == PASSED for check in examination.checks)


def test_without_the_extra_the_hint_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*sys.modules]:
        if name.partition(".")[0] == "joserfc":
            monkeypatch.delitem(sys.modules, name)
    token = signed(claims())
    for name in [*sys.modules]:
        if name.partition(".")[0] == "joserfc":
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "joserfc", None)

    with pytest.raises(MachineError, match="joserfc, which is not installed") as raised:
        verify(token, provider(), all_keys(), now=NOW)

    assert raised.value.hints == ("pip install 'iamctl[federation]'",)
