"""The AWS shared credentials file: one profile is written, and not a byte of the others."""

from __future__ import annotations

import configparser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.cli.shared_credentials import check_profile_name, key_in, with_profile
from iamctl.errors import UsageError

OTHERS = """\
# mine
[default]
aws_access_key_id = AKIADEFAULT
aws_secret_access_key = default/secret
[work]   ; the old one
region = eu-west-1
aws_access_key_id = AKIAOLD
AWS_SESSION_TOKEN = stale
s3 =
  addressing_style = path
# before other
[other]
aws_access_key_id=AKIAOTHER"""


def test_a_new_profile_goes_to_the_end() -> None:
    assert with_profile(OTHERS, "new", "AKIANEW", "s/e+c") == (
        f"{OTHERS}\n\n[new]\naws_access_key_id = AKIANEW\naws_secret_access_key = s/e+c\n"
    )


def test_a_file_begins_with_its_first_profile() -> None:
    assert with_profile("", "new", "A", "b") == "[new]\naws_access_key_id = A\naws_secret_access_key = b\n"


def test_a_profile_takes_the_key_and_keeps_the_rest() -> None:
    text = with_profile(OTHERS, "work", "AKIANEW", "s/e+c")

    before, after = OTHERS.split("[work]   ; the old one\n")
    rest = after.replace("aws_access_key_id = AKIAOLD\nAWS_SESSION_TOKEN = stale\n", "")
    own = "aws_access_key_id = AKIANEW\naws_secret_access_key = s/e+c\n"
    assert text == f"{before}[work]   ; the old one\n{own}{rest}"


def test_a_heading_at_the_very_end_gets_its_line() -> None:
    assert with_profile("[work]", "work", "A", "b").startswith("[work]\naws_access_key_id = A\n")


@pytest.mark.parametrize(("name", "key"), [("work", "AKIAOLD"), ("other", "AKIAOTHER"), ("new", None)])
def test_the_key_of_a_profile_is_found(name: str, key: str | None) -> None:
    assert key_in(OTHERS, name) == key


@given(st.sampled_from(["", OTHERS, "[x]\n", "# c\n\n"]), st.sampled_from(["default", "work", "other", "new", "x"]))
def test_every_reader_of_such_files_finds_what_was_written(text: str, name: str) -> None:
    parser = configparser.RawConfigParser(comment_prefixes=("#", ";"), inline_comment_prefixes=(";",))

    parser.read_string(with_profile(text, name, "AKIANEW", "s/e+c"))

    assert parser[name]["aws_access_key_id"] == "AKIANEW"
    assert parser[name]["aws_secret_access_key"] == "s/e+c"
    assert "aws_session_token" not in parser[name]


@pytest.mark.parametrize("name", ["", " ", "a]b", "a\nb", " x", "a#b"])
def test_a_name_that_the_file_could_not_say_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        check_profile_name(name)
