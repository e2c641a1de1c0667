"""Decision cases as unit tests of an account's policies."""

from __future__ import annotations

import pytest

from iamctl.errors import InvalidInput, Mistakes
from iamctl.service import boundaries, policies
from iamctl.service.account import Account
from iamctl.service.decision_cases import Mutants, Result, cases_from, coverage_of, run_cases, unnoticed_edits
from iamctl.service.questions.supposed import Text
from service.given import allowing
from service.test_who_can import INSIDE, statement, user

READS = """
[[case]]
name = "alice reads"
principal = "alice"
action = "s3:GetObject"
resource = "arn:aws:s3:::b/x"
context = { "aws:SourceIp" = "10.1.2.3" }
expect = "allowed"
"""
OUTSIDE = READS.replace("alice reads", "alice reads not from outside").replace("10.1.2.3", "192.0.2.1")
OUTSIDE = OUTSIDE.replace('"allowed"', '"implicitDeny"')


@pytest.fixture
def reading(account: Account) -> Account:
    """alice reads in b from inside; bob has nothing."""
    user(account, "alice", statement(resource="arn:aws:s3:::b/*", Condition=INSIDE))
    user(account, "bob")
    return account


def run(account: Account, text: str, *, strict: bool = False) -> list[Result]:
    return run_cases(account, cases_from(account, [Text(text, "cases.toml")]), strict=strict)


def failures(results: list[Result]) -> list[str]:
    return [check.failure for result in results for check in result.checks if check.failure]


def edits(mutants: Mutants) -> set[str]:
    return {survivor.mutation.kind for survivor in mutants.survivors}


def test_a_case_passes_when_the_answer_is_the_expected_one(reading: Account) -> None:
    results = run(reading, READS + OUTSIDE)

    assert [result.case.name for result in results] == ["alice reads", "alice reads not from outside"]
    assert all(result.has_passed for result in results)
    assert str(results[1].case.place) == "cases.toml:10:1"


def test_a_case_fails_with_what_it_got(reading: Account) -> None:
    results = run(reading, READS.replace('"alice"', '"bob"'))

    assert failures(results) == ["expected allowed, got implicitDeny"]


def test_a_case_may_ask_several_requests(reading: Account) -> None:
    several = READS.replace('"s3:GetObject"', '["s3:GetObject", "s3:PutObject"]')

    [result] = run(reading, several)

    assert [check.failure for check in result.checks] == ["", "expected allowed, got implicitDeny"]


def test_denied_is_either_kind_of_denial(reading: Account) -> None:
    assert not failures(run(reading, READS.replace('"alice"', '"bob"').replace('"allowed"', '"denied"')))


@pytest.mark.parametrize(("reason", "fails"), [("Own", False), ("Reading", True)])
def test_a_reason_is_a_part_of_what_decides(reading: Account, reason: str, fails: bool) -> None:
    found = failures(run(reading, f'{READS}reason = "{reason}"\n'))

    assert bool(found) == fails


def test_the_reason_of_a_denial_is_the_type_of_policy(reading: Account) -> None:
    policies.create_policy(reading, policy_name="Edge", policy_document=allowing("ec2:*"))
    boundaries.put_user_permissions_boundary(reading, user_name="alice", permissions_boundary="Edge")
    denied = READS.replace('"allowed"', '"implicitDeny"')

    assert not failures(run(reading, f'{denied}reason = "permissions boundary"\n'))
    assert failures(run(reading, f'{denied}reason = "service control policy"\n'))


def test_a_case_brings_its_own_policies(reading: Account) -> None:
    document = '{Version="2012-10-17",Statement=[{Effect="Allow",Action="s3:GetObject",Resource="*"}]}'
    bob = READS.replace('"alice"', '"bob"')

    assert not failures(run(reading, f"{bob}identity = [{document}]\n"))
    assert failures(run(reading, f"{bob}identity = [{document}]\nboundary = {document.replace('Get', 'Put')}\n"))
    assert not failures(run(reading, f'{bob}identity = [{document}]\nboundary = "none"\n'))


def test_strictly_an_answer_may_not_hang_on_what_is_not_said(reading: Account) -> None:
    silent = READS.replace('context = { "aws:SourceIp" = "10.1.2.3" }', "").replace('"allowed"', '"denied"')

    assert not failures(run(reading, silent))
    assert failures(run(reading, silent, strict=True))


def test_every_mistake_is_told_with_its_place(reading: Account) -> None:
    text = '[[case]]\nprincipal = "alic"\naction = "GetObject"\nexpect = "yes"\nwho = 1\n[[case]]\nprincipal = "bob"\n'

    with pytest.raises(Mistakes) as raised:
        cases_from(reading, [Text(text, "cases.toml"), Text("x", "other.toml")])

    places = [str(error.place) for error in raised.value.errors]
    assert [place.rpartition(":")[0] for place in places] == [
        "cases.toml:2",
        "cases.toml:3",
        "cases.toml:4",
        "cases.toml:5",
        "cases.toml:6",
        "cases.toml:6",
        "other.toml:1",
    ]


def test_a_document_that_breaks_the_grammar_is_told_where_it_stands(reading: Account) -> None:
    with pytest.raises((InvalidInput, Mistakes)) as raised:
        cases_from(reading, [Text(f'{READS}identity = [{{ Version = "2012-10-17" }}]\n', "cases.toml")])

    errors = getattr(raised.value, "errors", (raised.value,))
    assert {str(error.place).split(":")[1] for error in errors} == {"9"}


def test_two_cases_of_one_name_and_an_empty_file_are_mistakes(reading: Account) -> None:
    with pytest.raises(InvalidInput, match="is called alice reads too"):
        cases_from(reading, [Text(READS + READS, "cases.toml")])
    with pytest.raises(InvalidInput, match="no \\[\\[case\\]\\]"):
        cases_from(reading, [Text("", "cases.toml")])


def test_coverage_tells_statements_and_outcomes_of_conditions(reading: Account) -> None:
    [once] = coverage_of(reading, run(reading, READS))
    [twice] = coverage_of(reading, run(reading, READS + OUTSIDE))
    [never] = coverage_of(reading, run(reading, READS.replace('"alice"', '"bob"')))

    assert (once.is_applied, [branch.holds for branch in once.missing]) == (True, [False])
    assert (twice.is_applied, twice.missing) == (True, ())
    assert (never.is_applied, len(never.missing)) == (False, 2)


def test_an_edit_that_no_case_would_notice_is_told(reading: Account) -> None:
    weak, better = (unnoticed_edits(run(reading, text)) for text in (READS, READS + OUTSIDE))

    assert edits(weak) == {"condition dropped", "action widened", "resource widened"}
    assert edits(better) == {"action widened", "resource widened"}
    assert weak.tried == better.tried == 6


def test_good_cases_notice_every_edit(reading: Account) -> None:
    other = READS.replace('"allowed"', '"denied"')
    writes = other.replace("alice reads", "alice writes not").replace("GetObject", "PutObject")
    elsewhere = other.replace("alice reads", "alice reads not elsewhere").replace(":::b/", ":::c/")

    mutants = unnoticed_edits(run(reading, READS + OUTSIDE + writes + elsewhere))

    assert mutants.survivors == ()


def test_a_file_larger_than_a_person_keeps_is_refused_before_it_is_read(reading: Account) -> None:
    with pytest.raises(InvalidInput) as refused:
        cases_from(reading, [Text("#" * (4 * 1024 * 1024 + 1), "cases.toml")])

    assert str(refused.value) == "cases.toml: a file of cases has at most 4,194,304 characters."
