"""Lists of actions and resources in every form that people keep them in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.errors import IamctlError, InvalidInput
from iamctl.service.least_policy.access_list import read_access_list

GET, BUCKET = "s3:GetObject", "arn:aws:s3:::b/*"


@pytest.mark.parametrize(
    "text",
    [
        f"{GET} {BUCKET}  # why\n\n# nothing\n",
        json.dumps([{"action": GET, "resource": BUCKET}]),
        json.dumps({"Action": GET, "Resource": [BUCKET]}),
        json.dumps({"action": GET, "resource": BUCKET}) + "\n",
        f'[[access]]\naction = "{GET}"\nresource = "{BUCKET}"\n',
    ],
    ids=["text", "json", "one object", "json lines", "toml"],
)
def test_every_form_says_the_same(text: str) -> None:
    assert [(each.action, each.resource) for each in read_access_list(text, "f")] == [(GET, BUCKET)]


def test_an_action_by_itself_is_on_any_resource() -> None:
    assert read_access_list(GET, "f")[0].resource == "*"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"{GET}\n  {GET} b/*", "f:2:3"),
        ('{"action": "s3:GetObject"}\n{"resource": "*"}', "f:2:1"),
        ('[{"action": "s3:GetObject"},\n {"action": 1}]', "f:2:2"),
        ('[[access]]\naction = "s3:GetObject"\n[[access]]\nactions = "x"\n', "f:3:1"),
        ('{"action": "s3:GetObject"}\n{"action": ', "f:2:12"),
    ],
)
def test_what_is_no_entry_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_access_list(text, "f")

    assert str(caught.value.place) == place


def test_an_empty_file_names_no_action() -> None:
    with pytest.raises(InvalidInput, match="names no action"):
        read_access_list("# nothing\n", "f")


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_list_or_refused(text: str) -> None:
    try:
        found = read_access_list(text, "f")
    except IamctlError:
        return
    assert found
