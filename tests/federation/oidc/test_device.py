from __future__ import annotations

import json
from typing import Any

import pytest

from iamctl.errors import IDPCommunicationError, IDPRejectedClaim
from iamctl.federation.oidc.authorization_code import Client
from iamctl.federation.oidc.device import DeviceSignIn, device_sign_in, poll_form, polled
from iamctl.federation.oidc.fetch import Fetched

SAID: dict[str, Any] = {"device_code": "d-1", "user_code": "AB-CD", "verification_uri": "https://idp.example/device"}


def begun(**changed: Any) -> DeviceSignIn:
    said = {name: value for name, value in (SAID | changed).items() if value is not None}
    return device_sign_in(Client("app"), Fetched(200, json.dumps(said).encode()))


def test_the_code_is_for_people_and_the_device_code_for_the_provider() -> None:
    sign_in = begun(interval=7, expires_in=120)

    assert (sign_in.user_code, sign_in.interval, sign_in.expires_in) == ("AB-CD", 7, 120)
    assert poll_form(sign_in)["device_code"] == "d-1"
    assert "d-1" not in repr(sign_in)


@pytest.mark.parametrize(("said", "taken"), [(None, 5), (0, 1), (10**9, 60), ("3", 5), (True, 5)])
def test_how_often_to_ask_stays_within_reason(said: object, taken: int) -> None:
    assert begun(interval=said).interval == taken


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("value", [None, "", "a\u001b[2J", 7])
def test_an_answer_that_lacks_what_is_needed_begins_nothing(name: str, value: object) -> None:
    with pytest.raises(IDPCommunicationError):
        begun(**{name: value})


def test_it_is_asked_until_somebody_has_signed_in() -> None:
    pending, slower = (
        Fetched(400, json.dumps({"error": error}).encode()) for error in ("authorization_pending", "slow_down")
    )

    assert polled(pending) == (None, 0)
    assert polled(slower) == (None, 5)
    token = polled(Fetched(200, b'{"id_token": "t"}')).token
    assert token is not None
    assert token.reveal() == "t"


@pytest.mark.parametrize("error", ["access_denied", "expired_token"])
def test_a_no_ends_it(error: str) -> None:
    with pytest.raises(IDPRejectedClaim):
        polled(Fetched(400, json.dumps({"error": error}).encode()))
