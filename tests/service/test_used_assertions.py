from __future__ import annotations

from datetime import timedelta

from iamctl.service.account import Account
from iamctl.service.used_assertions import UsedAssertions


def test_an_assertion_is_taken_once(account: Account) -> None:
    used, until = UsedAssertions(account), account.now + timedelta(minutes=5)

    assert not used.holds("urn:idp _1")
    assert used.take("urn:idp _1", until)
    assert used.holds("urn:idp _1")
    assert not used.take("urn:idp _1", until)
    assert used.take("urn:idp _2", until)


def test_what_has_expired_is_forgotten_and_what_has_not_is_kept(account: Account) -> None:
    used = UsedAssertions(account)
    used.take("old", account.now + timedelta(minutes=5))
    used.take("new", account.now + timedelta(minutes=15))
    account.now += timedelta(minutes=10)

    used.take("other", account.now + timedelta(minutes=5))

    assert (used.holds("old"), used.holds("new")) == (False, True)


def test_a_name_of_any_length_is_kept_short(account: Account) -> None:
    used = UsedAssertions(account)

    used.take("x" * 100_000, account.now + timedelta(minutes=5))

    assert [len(name) for name in account.marks.all("used-saml-assertion")] == [64]
