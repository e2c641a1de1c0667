"""ARNs and strings of `Resource` against the patterns of resource types."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.reference.arn_patterns import is_of_pattern

BUCKET = "arn:${Partition}:s3:::${BucketName}"
OBJECT = "arn:${Partition}:s3:::${BucketName}/${ObjectName}"
ROLE = "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"
DOCUMENT = "arn:${Partition}:ssm:${Region}:${Account}:document/${DocumentName}"
SERVER = "arn:${Partition}:application-signals-mcp:${Region}:${Account}:mcp-server/*"
GRANTS = "arn:${Partition}:s3:${Region}:${Account}:access-grants/default"
OF_IT = [
    (BUCKET, "arn:aws:s3:::artifacts"),
    (BUCKET, "arn:aws-cn:s3:::artifacts"),
    (OBJECT, "arn:aws:s3:::artifacts/a/b:c.zip"),
    (ROLE, "arn:aws:iam::111122223333:role/Deploy"),
    (ROLE, "arn:aws:iam::111122223333:role/eng/ci/Deploy"),
    (DOCUMENT, "arn:aws:ssm:eu-west-1:111122223333:document/Patch"),
    (DOCUMENT, "arn:aws:ssm:us-east-1::document/AWS-RunShellScript"),
    (SERVER, "arn:aws:application-signals-mcp:us-east-1:111122223333:mcp-server/"),
]
NOT_OF_IT = [
    (BUCKET, "arn:aws:s3:::artifacts/key"),
    (BUCKET, "arn:aws:s3:::"),
    (BUCKET, "arn::s3:::artifacts"),
    (OBJECT, "arn:aws:s3:::artifacts"),
    (OBJECT, "arn:aws:s3:::artifacts/"),
    (ROLE, "arn:aws:iam::111122223333:user/Deploy"),
    (ROLE, "arn:aws:iam::111122223333:Role/Deploy"),
    (ROLE, "arn:aws:iam::111122223333:role/"),
    (ROLE, "arn:aws:iam:us-east-1:111122223333:role/Deploy"),
    (DOCUMENT, "arn:aws:ssm:a:b:c:document/Patch"),
    (ROLE, ""),
]
COVERING = [
    (BUCKET, "*"),
    (OBJECT, "*"),
    (BUCKET, "arn:aws:s3:::art*"),
    (OBJECT, "arn:aws:s3:::art*"),
    (OBJECT, "arn:aws:s3:::artifacts/*"),
    (OBJECT, "arn:aws:s3:::artifacts/${aws:username}/*"),
    (BUCKET, "arn:aws:s3:*"),
    (ROLE, "arn:aws:iam::*:role/Deploy"),
    (ROLE, "arn:*:iam::111122223333:r?le/Deploy"),
    (ROLE, "arn:aws:iam::111122223333:*"),
]
NOT_COVERING = [
    (BUCKET, "arn:aws:s3:::artifacts/*"),
    (OBJECT, "arn:aws:s3:::artifacts?"),
    (ROLE, "arn:aws:iam::*:user/*"),
    (ROLE, "arn:aws:iam::111122223333:r??le/Deploy"),
    (ROLE, "arn:aws:s3:*"),
    (GRANTS, "arn:aws:s3:eu-west-1:111122223333:access-*access-grants/default"),
    (ROLE, "${aws:username}"[:-1]),
]


def ends(pattern: str) -> str:
    return "/" if pattern == BUCKET else ""


@pytest.mark.parametrize(("pattern", "arn"), OF_IT)
def test_an_arn_that_fills_the_pattern_is_of_the_type(pattern: str, arn: str) -> None:
    assert is_of_pattern(pattern, ends(pattern), arn)


@pytest.mark.parametrize(("pattern", "arn"), NOT_OF_IT)
def test_an_arn_that_does_not_is_not(pattern: str, arn: str) -> None:
    assert not is_of_pattern(pattern, ends(pattern), arn)


@pytest.mark.parametrize(("pattern", "resource"), COVERING)
def test_a_resource_with_wildcards_is_of_every_type_that_it_covers(pattern: str, resource: str) -> None:
    assert is_of_pattern(pattern, ends(pattern), resource)


@pytest.mark.parametrize(("pattern", "resource"), NOT_COVERING)
def test_a_resource_whose_wildcards_cannot_reach_the_type_is_not_of_it(pattern: str, resource: str) -> None:
    assert not is_of_pattern(pattern, ends(pattern), resource)


def test_two_variables_side_by_side_share_what_is_there() -> None:
    pattern = "arn:${Partition}:codeartifact:${Region}:${Account}:package-group/${DomainName}${Pattern}"

    assert is_of_pattern(pattern, "", "arn:aws:codeartifact:eu-west-1:111122223333:package-group/ab")
    assert not is_of_pattern(pattern, "", "arn:aws:codeartifact:eu-west-1:111122223333:package-group/a")


def test_a_hostile_resource_is_answered_in_one_pass() -> None:
    assert is_of_pattern(OBJECT, "", "arn:aws:s3:::" + "*a" * 3000 + "/b")
    assert not is_of_pattern(OBJECT, "", "arn:aws:sqs:::" + "*a" * 3000 + "/b")


PIECES = st.lists(st.sampled_from(["a", "b", "/", ":", "*", "${X}", "${Y}"]), max_size=7)
LETTERS = st.text("ab/:", max_size=9)


def naive(pattern: str) -> re.Pattern[str]:
    """The same by a regular expression that spells every variable out; for patterns of the sixth part only."""
    pieces = re.findall(r"\$\{\w\}|.", pattern)
    spelt = (".*" if piece == "*" else ".+" if piece.startswith("$") else re.escape(piece) for piece in pieces)
    return re.compile(r"arn:a:s:::" + "".join(spelt), re.DOTALL)


@given(PIECES, LETTERS)
def test_a_plain_arn_is_of_a_pattern_if_a_regular_expression_says_so(pieces: list[str], rest: str) -> None:
    pattern = "".join(pieces)

    found = is_of_pattern(f"arn:a:s:::{pattern}", "", f"arn:a:s:::{rest}")

    assert found == bool(naive(pattern).fullmatch(f"arn:a:s:::{rest}"))


@given(LETTERS, st.text("ab/:*?", max_size=9))
def test_a_pattern_without_variables_is_covered_by_the_wildcards_that_spell_it(literal: str, glob: str) -> None:
    plain = re.compile(re.escape(glob).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)

    found = is_of_pattern(f"arn:a:s:::{literal}", "", f"arn:a:s:::{glob}")

    assert found == bool(plain.fullmatch(literal))


@given(PIECES, LETTERS, st.data())
def test_whatever_covers_an_arn_of_the_type_is_of_the_type(pieces: list[str], rest: str, data: st.DataObject) -> None:
    pattern = "".join(pieces)
    if not is_of_pattern(f"arn:a:s:::{pattern}", "", f"arn:a:s:::{rest}"):
        return
    start = data.draw(st.integers(0, len(rest)))
    end = data.draw(st.integers(start, len(rest)))
    one_for_one = rest[:start] + "?" * (end - start) + rest[end:]

    assert is_of_pattern(f"arn:a:s:::{pattern}", "", f"arn:a:s:::{rest[:start]}*{rest[end:]}")
    assert is_of_pattern(f"arn:a:s:::{pattern}", "", f"arn:a:s:::{rest[:start]}${{aws:username}}{rest[end:]}")
    assert is_of_pattern(f"arn:a:s:::{pattern}", "", f"arn:a:s:::{one_for_one}")


@given(st.text(max_size=20), st.text(max_size=5), st.text(max_size=40))
def test_no_text_is_too_odd(pattern: str, ends_before: str, text: str) -> None:
    assert is_of_pattern(pattern, ends_before, text) in (True, False)
