"""Logs of what was used."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.errors import IamctlError, InvalidInput
from iamctl.service.shrinking.used import Log, Use, read_log

ALICE = "arn:aws:iam::111122223333:user/alice"
ROLE = "arn:aws:iam::111122223333:role/Deploy"
OBJECT = "arn:aws:s3:::b/k"


def record(name: str = "GetObject", *, source: str = "s3.amazonaws.com", **more: Any) -> dict[str, Any]:
    identity = {"type": "IAMUser", "arn": ALICE}
    return {"eventSource": source, "eventName": name, "userIdentity": identity, "resources": [{"ARN": OBJECT}], **more}


def read(*texts: str) -> Log:
    return read_log((text, f"f{number}") for number, text in enumerate(texts))


USE = Use("s3:GetObject", (OBJECT,), ALICE)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"Records": [record()]}, indent=1),
        json.dumps([record()]),
        json.dumps(record()) + "\n" + json.dumps(record()) + "\n",
        json.dumps({"Events": [{"EventId": "1", "CloudTrailEvent": json.dumps(record())}]}),
        json.dumps({"id": 1, "principal": ALICE, "action": "s3:GetObject", "resource": OBJECT}),
    ],
    ids=["delivery", "list", "lines", "lookup-events", "decide"],
)
def test_every_form_says_the_same(text: str) -> None:
    assert read(text).uses == (USE,)


def test_what_was_denied_is_no_use_and_other_failures_are() -> None:
    log = read(json.dumps([record(errorCode="AccessDenied"), record(errorCode="NoSuchKey")]))

    assert (log.uses, log.denied) == ((USE,), 1)


def test_a_session_counts_as_its_role() -> None:
    identity = {
        "type": "AssumedRole",
        "arn": "arn:aws:sts::111122223333:assumed-role/Deploy/ci",
        "sessionContext": {"sessionIssuer": {"arn": ROLE}},
    }

    assert read(json.dumps(record(userIdentity=identity))).uses[0].principal == ROLE


def test_an_event_that_stands_for_no_known_action_is_named() -> None:
    log = read(json.dumps([record("Mystery"), record("Mystery"), record()]))

    assert log.unmapped == (("s3.amazonaws.com:Mystery", 2),)


def test_an_answer_that_denies_its_request_takes_the_use_away() -> None:
    requests = "".join(
        json.dumps({"id": each, "principal": ALICE, "action": "s3:GetObject", "resource": f"{OBJECT}{each}"}) + "\n"
        for each in (1, 2)
    )
    answers = '{"id": 1, "decision": "implicitDeny"}\n{"id": 2, "decision": "allowed"}\n'

    log = read(answers, requests)

    assert [use.resources for use in log.uses] == [(f"{OBJECT}2",)]
    assert log.denied == 1


def test_answers_without_their_requests_are_refused() -> None:
    with pytest.raises(InvalidInput, match="do not name the actions"):
        read('{"id": 1, "decision": "allowed"}')


@pytest.mark.parametrize("text", ["[1]", '{"a": 1}', '{"eventName": "x"}', '{"Records": [{"eventSource": 1}]}', "{"])
def test_what_is_no_log_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(text)

    assert caught.value.place is not None


_JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "Records",
                    "Events",
                    "eventName",
                    "eventSource",
                    "userIdentity",
                    "resources",
                    "id",
                    "action",
                    "decision",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@settings(deadline=None)
@given(_JSON)
def test_any_json_is_a_log_or_refused(tree: Any) -> None:
    try:
        read(json.dumps(tree))
    except IamctlError:
        return
